"""Which list of the meeting people are signed in on, said so that nobody can overlook it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from chapter_desk.core.meetings.attendance import CHILDCARE, DOOR, VOTING
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.labels import ElidedLabel
from chapter_desk.i18n import _

_ICONS = {VOTING: "vote", CHILDCARE: "users"}


class ListBand(QFrame):
    """Stands above the search while another list than the door's is in hand; hidden otherwise.

    Signals:
        asked(str): Another list of the meeting (`attendance.LISTS`) is wanted.
        ticks_asked(): Who is expected is to be ticked off.
    """

    asked = Signal(str)
    ticks_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self._list = DOOR
        self.setProperty("kind", "notice")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._icon = IconLabel("vote", "accent", 20)
        self._words = ElidedLabel("", "strong")
        self.button = ActionButton(_("Lists"), "", "large", icon="list")
        self.button.clicked.connect(self._open_menu)
        self.back = ActionButton(_("Back to the door"), "", "large", key="Esc")
        self.back.clicked.connect(partial(self.asked.emit, DOOR))
        box = QHBoxLayout(self)
        box.setContentsMargins(t.px(16), t.px(6), t.px(8), t.px(6))
        box.setSpacing(t.px(10))
        box.addWidget(self._icon)
        box.addWidget(self._words, 1)
        box.addWidget(self.back)
        self.hide()

    def menu(self) -> QMenu:
        """Return the menu of the lists, the one in hand ticked."""
        menu = QMenu(self)
        for on_list, (words, _key, icon) in _names().items():
            action = menu.addAction(theme().icon(icon, "ink"), words, partial(self.asked.emit, on_list))
            action.setCheckable(True)
            action.setChecked(on_list == self._list)
        menu.addSeparator()
        menu.addAction(theme().icon("list-checks", "ink"), _tick_words(), self.ticks_asked.emit)
        return menu

    def _open_menu(self) -> None:
        self.menu().popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def show_list(self, on_list: str) -> None:
        """Say which list is in hand."""
        self._list = on_list
        words = {
            VOTING: _("Voting list: who is given a ballot. Each person once."),
            CHILDCARE: _("Childcare list: children who are looked after here."),
        }
        self._words.setText(words.get(on_list, ""))
        self._icon.show_icon(_ICONS.get(on_list, "vote"), "accent")
        self.setAccessibleName(words.get(on_list, ""))

    def fit(self, *, shown: bool) -> None:
        """Show the band where another list than the door's is in hand."""
        self.setVisible(shown and self._list != DOOR)

    def escape(self) -> bool:
        """Go back to the door; False if that is in hand."""
        if self._list == DOOR or not self.isVisible():
            return False
        self.asked.emit(DOOR)
        return True

    def commands(self, able: Callable[[], bool]) -> Sequence[Command]:
        """Return the keys of the lists."""
        ticks = Command("door.ticks", _tick_words(), self.ticks_asked.emit, "Alt+T", "list-checks", able=able)
        lists = [
            Command(f"door.list_{on_list}", text, partial(self.asked.emit, on_list), key, icon, able=able)
            for on_list, (text, key, icon) in _names().items()
        ]
        return [*lists, ticks]


def _tick_words() -> str:
    return _("Tick off who is expected")


def _names() -> dict[str, tuple[str, str, str]]:
    """Return of each list the words, the key and the icon."""
    return {
        DOOR: (_("Door list: who is here"), "Alt+D", "door-open"),
        VOTING: (_("Voting list: who is given a ballot"), "Alt+V", "vote"),
        CHILDCARE: (_("Childcare list: who is looked after"), "Alt+C", "users"),
    }
