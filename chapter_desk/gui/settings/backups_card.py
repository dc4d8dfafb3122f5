"""Copies of the chapter: made now, listed, put back; and looking whether everything is whole."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from chapter_desk.core.safekeeping.backups import Backup
from chapter_desk.core.safekeeping.soundness import Soundness
from chapter_desk.gui.opening.backup_list import reason_in_words
from chapter_desk.gui.opening.moments import moment
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, ProgressCard, Rule, SidePanel
from chapter_desk.gui.widgets.flow import FlowLayout
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.rows_model import Column, RowsModel
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.i18n import _, ngettext


class BackupsCard(Card):
    """The copies there are.

    Signals:
        make_asked(): Make a copy now.
        put_back_asked(Backup): The chapter should be as in this copy.
        check_asked(): Look whether the chapter is whole.
    """

    make_asked = Signal()
    put_back_asked = Signal(object)
    check_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Backups"), flush=True)
        t = theme()
        self._is_sample = False
        self._zone = ZoneInfo("UTC")
        self.make = ActionButton(_("Make a copy now"), room="compact", icon="copy")
        self.make.clicked.connect(self.make_asked)
        self.head.addWidget(self.make)
        self.progress = ProgressCard()
        none = _("There is no copy yet. One is made each day, when the chapter is closed.")
        self._none = TextLabel(none, "small", wrap=True)
        self._none.setContentsMargins(t.px(15), 0, t.px(15), t.px(12))
        self.model: RowsModel[Backup] = RowsModel(self._columns(), key=lambda backup: backup.name)
        self.table = RowsTable(self.model, _("Backups"), row_height=46, sortable=False, bare=True)
        self.table.setMinimumHeight(t.px(30 + 4 * 46))
        self.table.row_opened.connect(lambda _backup: self._put_back())
        self.table.row_chosen.connect(self._chosen)
        self.table.set_row_menu(self._menu)
        self.body.addWidget(self._none)
        self.body.addWidget(self.table, 1)
        self.put_back = ActionButton(_("Put this copy back"), room="compact", icon="rotate-ccw")
        self.put_back.clicked.connect(self._put_back)
        self.check = ActionButton(_("Check the chapter now"), room="compact", icon="shield-check")
        self.check.clicked.connect(self.check_asked)
        acts = FlowLayout(t.px(10), t.px(8))
        acts.addWidget(self.put_back)
        acts.addWidget(self.check)
        self.foot().addLayout(acts, 1)
        self._chosen(None)

    def show_backups(self, backups: Sequence[Backup], zone: ZoneInfo) -> None:
        """Show the copies, newest first, by the clocks of the chapter."""
        self._zone = zone
        self.model.show(list(backups))
        self._none.setVisible(not backups)
        self.table.setVisible(bool(backups))
        self.put_back.setVisible(bool(backups))
        self._chosen(self.table.current_row())

    def show_sample(self, is_sample: bool) -> None:
        """A sample is thrown away when it is closed: nothing of it is put back."""
        self._is_sample = is_sample
        self._chosen(self.table.current_row())

    def _chosen(self, backup: Backup | None) -> None:
        if self._is_sample:
            self.put_back.turn_off(_("The sample is gone when it is closed: nothing is put back."))
        elif backup is None:
            self.put_back.turn_off(_("Choose a copy first."))
        else:
            self.put_back.turn_on()

    def _columns(self) -> list[Column[Backup]]:
        return [Column(_("Copy of"), self._when, strong=True, line=reason_in_words)]

    def _when(self, backup: Backup) -> str:
        return moment(backup.made_at, self._zone)

    def _put_back(self) -> None:
        backup = self.table.current_row()
        if backup is not None and not self._is_sample:
            self.put_back_asked.emit(backup)

    def _menu(self, backup: Backup) -> QMenu | None:
        if self._is_sample:
            return None
        menu = QMenu(self)
        menu.addAction(_("Put this copy back"), lambda: self.put_back_asked.emit(backup))
        return menu


class PutBackPanel(SidePanel):
    """What putting a copy back would mean, counted, before it is done.

    Signals:
        confirmed(str): Put back the copy of this name.
    """

    confirmed = Signal(str)

    def __init__(self, backup: Backup, steps_since: int, zone: ZoneInfo) -> None:
        super().__init__(_("Put a copy back"))
        when = moment(backup.made_at, zone)
        self.head.addWidget(
            TextLabel(_("Put back the copy of {when}?").format(when=when), "h2", wrap=True), 1
        )
        lost = ngettext(
            "{n} step made since then is not in it.", "{n} steps made since then are not in it.", steps_since
        )
        nothing = _("Nothing was done since then.")
        lines = (
            lost.format(n=f"{steps_since:,}") if steps_since else nothing,
            _("A copy of the chapter as it is now is made first, so that you can come back to it."),
            _("Who was forgotten since then stays forgotten."),
            _("The chapter closes and opens again. Other laptops are not changed."),
        )
        for words in lines:
            self.body.addWidget(TextLabel(words, wrap=True))
        self.body.addWidget(Rule())
        self.yes = ActionButton(_("Put this copy back"), "danger", "large", icon="rotate-ccw")
        self.yes.clicked.connect(lambda: self.confirmed.emit(backup.name))
        self.no = ActionButton(_("Leave everything as it is"), room="large")
        self.no.clicked.connect(self.closed)
        self.body.addWidget(self.no)
        self.body.addWidget(self.yes)
        self.body.addStretch(1)
        self.setFocusProxy(self.no)


def problems_in_words(found: Soundness) -> str:
    """Return what a check found wrong, as one line."""
    words = {
        "unreadable": _("the file cannot be read"),
        "pages": _("pages of the file were changed from outside"),
        "structure": _("the file's order is broken"),
        "references": _("some entries point to nothing"),
        "digest": _("the sum over all entries is another one"),
        "vault": _("the key file is damaged"),
        "evidence": _("a photo or scan is missing or damaged"),
    }
    return ", ".join(words.get(problem, problem) for problem in found.problems)
