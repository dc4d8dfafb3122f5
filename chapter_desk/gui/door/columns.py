"""What stands beside the search: the counter and who is in, and further right what is to sort out."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.core.meetings.door import Find
from chapter_desk.gui.door.counter_card import CounterCard
from chapter_desk.gui.door.evening import Evening
from chapter_desk.gui.door.phone_card import PhoneCard
from chapter_desk.gui.door.sorting_out import SortOutCard
from chapter_desk.gui.door.who_is_in import WhoIsInCard
from chapter_desk.gui.shell.theme import theme, tokens
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import PersonId

SLIM_BELOW = 900
"""Below this many design pixels even the counter's column goes, and becomes a header button."""


class SideColumns(QObject):
    """Two columns, and the header buttons that stand for them where the window is narrow.

    Signals:
        fixed(Fix): A greeter decided about something that waits.
        everybody_asked(): All who are in are to be shown.
        sort_out_asked(): What waits is to be shown.
        phone_asked(): The phone form is to be shown.
        left(): The search wants the focus.
    """

    fixed = Signal(object)
    everybody_asked = Signal()
    sort_out_asked = Signal()
    phone_asked = Signal()
    left = Signal()

    def __init__(self, hint: Callable[[PersonId], tuple[str, str]], find: Find, parent: QObject) -> None:
        super().__init__(parent)
        self.counter = CounterCard()
        self.who = WhoIsInCard()
        self.sorting = SortOutCard(hint, find)
        self.middle = _column(250, self.counter, self.who)
        self.phone = PhoneCard()
        self.third = _column(268, self.phone, self.sorting)
        self.phone_panel = SidePanel(_("Phone form"))
        self.phone_in_panel = PhoneCard()
        self.phone_in_panel.stand_in(self.phone_panel)
        self.phone_in_panel.body.addStretch(1)
        self.panel = SidePanel(_("To sort out later"))
        self.in_panel = SortOutCard(hint, find)
        self.in_panel.stand_in(self.panel)
        self.in_button = ActionButton("", "", "large", icon="users")
        self.sort_button = ActionButton(_("To sort out"), "", "large")
        self.phone_button = ActionButton(_("Phone form"), "", "large", icon="qr-code")
        self.in_button.clicked.connect(self.everybody_asked)
        self.sort_button.clicked.connect(self.sort_out_asked)
        self.phone_button.clicked.connect(self.phone_asked)
        self.who.all_asked.connect(self.everybody_asked)
        for card in (self.sorting, self.in_panel):
            card.fixed.connect(self.fixed)
            card.left.connect(self.left)

    def show_evening(self, evening: Evening) -> None:
        """Show the numbers, the names and what waits."""
        zone = evening.meeting.time_zone
        self.counter.show_counts(evening.counts, evening.meeting, evening.on_list)
        self.who.show_people(evening.present, zone)
        for card in (self.sorting, self.in_panel):
            card.show_waiting(evening.waiting, zone)
        self.sort_button.set_badge(str(len(evening.waiting)))
        words = ngettext("{n} in", "{n} in", evening.counts.signed_in)
        self.in_button.setText(words.format(n=evening.counts.signed_in))

    def fit(self, width: float, *, shown: bool, third: bool) -> None:
        """Show the columns that `width` design pixels have room for."""
        self.middle.setVisible(shown and width >= SLIM_BELOW)
        self.third.setVisible(shown and third and width >= _third_from())

    def header_buttons(self, width: float, waiting: int) -> list[QWidget]:
        """Return the buttons that stand for columns without room."""
        buttons: list[QWidget] = [self.in_button] if width < SLIM_BELOW else []
        if width >= _third_from():
            return buttons
        return [*buttons, *([self.sort_button] if waiting else []), self.phone_button]

    def escape(self) -> bool:
        """Close a fix that is open; False if none is."""
        return self.sorting.escape() or self.in_panel.escape()


def _column(width: int, *cards: QWidget) -> QWidget:
    column = QWidget()
    column.setFixedWidth(theme().px(width))
    box = QVBoxLayout(column)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme().px(14))
    for card in cards:
        box.addWidget(card, int(card is cards[-1]))
    return column


def _third_from() -> int:
    width: int = tokens()["breakpoints"]["side_panel_overlays_below"]
    return width
