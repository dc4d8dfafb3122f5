"""Same person?  The entries on file that may be one person, two at a time, decided by one key."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.members.likely_doubles import LikelyDouble, Question
from chapter_desk.errors import ChapterDeskError, NoSuchRecord
from chapter_desk.gui.members.doubles_list import DoublesList, Pair
from chapter_desk.gui.members.doubles_look import DoublesLook
from chapter_desk.gui.members.doubles_words import in_common, question_pill
from chapter_desk.gui.members.two_entries import (
    HOUSEHOLD,
    LATER,
    NOT_SAME,
    SAME,
    TwoCards,
    TwoEntries,
    answer_words,
)
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.taking_back import TakingBack
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, EmptyState
from chapter_desk.gui.widgets.list_and_detail import ListAndDetail
from chapter_desk.gui.widgets.rows_model import Column, RowsModel
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import Area, PersonId

_BESIDE = 1060
"""Design pixels from which the two entries stand beside the list; below, they stand under it."""
_WAITING, _LISTED, _NONE, _STOPPED = range(4)


class DoublesPage(Page):
    """The pairs to decide, and the chosen one.  `place()` and `go_to` know a pair of ids."""

    areas = frozenset({Area.PEOPLE, Area.MEETINGS, Area.GIFTS})
    full_width = True
    help_id = "same-person"

    def __init__(self, app: App, tasks: Tasks) -> None:
        super().__init__()
        self._app, self._tasks = app, tasks
        self._list = DoublesList()
        self._was_later = False
        self._last: LikelyDouble | None = None
        self._wanted: Pair | None = None
        self._undoing = TakingBack(self, app.history, tasks)
        self._looking = DoublesLook(self, app.likely_doubles, tasks)
        self.progress = self._looking.card
        self.two = TwoEntries()
        self._make_table()
        self._lay_out()
        self._listen()

    # what the shell asks

    def title(self) -> str:
        return _("Same person?")

    def context(self) -> str:
        n = len(self._list.rows())
        return ngettext("{n} pair to look at", "{n} pairs to look at", n).format(n=f"{n:,}") if n else ""

    def primary(self) -> ActionButton | None:
        return self.two.primary() if self.two.shown is not None else None

    def search(self) -> QWidget:
        return self.table

    def commands(self) -> Sequence[Command]:
        _undo, redo = self._undoing.commands()
        answers = [
            Command(
                f"doubles.{answer}", words, partial(self._decide, answer), str(number), able=self._can_decide
            )
            for number, (answer, words) in enumerate(answer_words().items(), 1)
        ]
        return (
            *answers,
            Command(
                "doubles.look", _("Look again for entries that may be one person"), self.look, icon="search"
            ),
            replace(_undo, run=self._undo),
            redo,
        )

    def enter(self) -> None:
        if self._list.found is None:
            self.look()
        self._focus()

    def changed(self, areas: frozenset[Area]) -> None:
        if Area.PEOPLE in areas:
            self.look()
        else:
            self._read_two()

    def place(self) -> object:
        row = self.table.current_row()
        return row.pair if row is not None else None

    def go_to(self, place: object) -> None:
        match place:
            case (str(one), str(other)):
                pair = (PersonId(min(one, other)), PersonId(max(one, other)))
                self._list.chosen = LikelyDouble(*pair, self._names(pair), Question.CHOSEN, ())
                self._show(wanted=pair)

    def escape(self) -> bool:
        if self.two.isAncestorOf(self.focusWidget() or self):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    # looking

    def look(self) -> None:
        """Look through everybody on file, off the window's thread."""
        self._looking.begin()

    def _looked(self, found: Sequence[LikelyDouble]) -> None:
        self._list.found = found
        self._show(self._wanted)
        self._wanted = None

    def _stopped(self) -> None:
        if self._list.found is None:
            self._stack.setCurrentIndex(_STOPPED)

    def _failed(self, error: ChapterDeskError) -> None:
        self._stopped()
        self.tell_error(error)

    # showing

    def _show(self, wanted: Pair | None = None) -> None:
        rows, at = self._list.rows(), self.table.currentIndex().row()
        in_hand = self.isAncestorOf(self.window().focusWidget() or self.window())
        self.table.rows_model().show(rows)
        if rows:
            self._stack.setCurrentIndex(_LISTED)
        elif self._list.found is not None:
            self._stack.setCurrentIndex(_NONE)
        if rows and (wanted is None or not self.table.choose(wanted)) and self.table.current_row() is None:
            self.table.choose(rows[max(0, min(at, len(rows) - 1))].pair)
        self._read_two()
        self.refresh_head()
        if in_hand and not self.two.isAncestorOf(self.window().focusWidget() or self.window()):
            self._focus()

    def _focus(self) -> None:
        nobody = self._stack.currentIndex() == _NONE
        (self.to_members if nobody else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_two(self) -> None:
        """Read the chosen pair anew; the keys wait until it shows."""
        row = self.table.current_row()
        self.two.forget()
        self._card.setVisible(row is not None)
        self.commands_changed.emit()
        if row is None:
            return
        cards = self._app.cards

        def work() -> TwoCards:
            return TwoCards(
                row, cards.about(row.one), cards.about(row.other), cards.joined(row.one, row.other)
            )

        self._tasks.run(self, work, self._show_two, self._two_failed)

    def _show_two(self, now: TwoCards) -> None:
        row = self.table.current_row()
        if row is None or row.pair != now.double.pair:
            return
        if now.one.id == now.other.id:  # joined meanwhile, here or on another laptop
            self._decided(now.double, joined=True)
            self.tell(Told("info", _("They are one person already.")))
            return
        self.two.show_cards(now)
        self._card.set_title(
            _("{one} and {other}").format(one=now.one.display_name, other=now.other.display_name)
        )
        self.commands_changed.emit()

    def _two_failed(self, error: ChapterDeskError) -> None:
        if isinstance(error, NoSuchRecord):
            self._list.chosen = None  # they were taken off the file meanwhile
            self.look()
        else:
            self.tell_error(error)

    def _names(self, pair: Pair) -> tuple[str, str]:
        rows = [self._app.roster.row(id) for id in pair]
        one, other = (row.display_name if row is not None else "" for row in rows)
        return one, other

    # deciding

    def _can_decide(self) -> bool:
        row = self.table.current_row()
        shown = self.two.shown
        return row is not None and shown is not None and shown.double.pair == row.pair

    def _decide(self, answer: str) -> None:
        if self.two.shown is None:
            return
        double = self.two.shown.double
        if answer == LATER:
            self._put_off(double)
            return
        one, other = double.pair
        names = {"one": self.two.shown.one.display_name, "other": self.two.shown.other.display_name}
        entries = self._app.two_entries
        acts: dict[str, tuple[Callable[[PersonId, PersonId], object], str]] = {
            SAME: (entries.same, _("{one} and {other} are one person now.")),
            NOT_SAME: (entries.not_the_same, _("{one} and {other} are two people.")),
            HOUSEHOLD: (entries.one_household, _("{one} and {other} live together.")),
        }
        act, words = acts[answer]
        self._was_later = False

        def done(_id: object) -> None:
            self._last = double
            self._decided(double, joined=answer == SAME)
            self._undoing.tell_done(words.format(**names))

        self.two.forget()
        self._tasks.run(self, partial(act, one, other), done, self._not_saved)

    def _decided(self, double: LikelyDouble, *, joined: bool) -> None:
        """Take the pair off the list at once; the look that follows the change comes later."""
        self._list.take_out(double, joined=joined)
        self._show()

    def _not_saved(self, error: ChapterDeskError) -> None:
        self.tell_error(error)
        self._read_two()

    def _put_off(self, double: LikelyDouble) -> None:
        self._list.put_off(double)
        self._was_later = True
        at = self.table.currentIndex().row()
        rows = self._list.rows()
        self._show(wanted=rows[min(at, len(rows) - 1)].pair)
        self.tell(Told("info", _("They stand at the end of the list now.")))

    def _undo(self) -> None:
        if self._was_later and (pair := self._list.bring_back()) is not None:
            self._was_later = False
            self._show(wanted=pair)
            self.untell()
            return
        last, self._last = self._last, None
        if last is not None:  # what is taken back is looked at again
            self._wanted = last.pair
            if last.question is Question.CHOSEN:
                self._list.chosen = last
        self._undoing.undo()

    # how it is made

    def _make_table(self) -> None:
        columns: list[Column[LikelyDouble]] = [
            Column(_("Entries"), lambda d: d.names[0], strong=True, line=lambda d: d.names[1]),
            Column(_("In common"), in_common, width=170, drops=1),
            Column(_("One person?"), lambda d: question_pill(d).text, pill=question_pill, width=112),
        ]
        model = RowsModel(columns, key=lambda double: double.pair)
        self.table: RowsTable[LikelyDouble] = RowsTable(
            model, _("Entries that may be one person"), row_height=44, sortable=False, bare=True
        )

    def _listen(self) -> None:
        self.table.row_chosen.connect(lambda _row: self._read_two())
        self.table.row_opened.connect(lambda _row: self.two.focus_first())
        self.two.decided.connect(self._decide)
        self.two.opened.connect(partial(self.go, "members"))
        self._looking.found.connect(self._looked)
        self._looking.stopped.connect(self._stopped)
        self._looking.failed.connect(self._failed)
        self.again.clicked.connect(self.look)
        self.to_members.clicked.connect(partial(self.go, "members"))

    def _lay_out(self) -> None:
        listed = Card("", flush=True)
        listed.body.setContentsMargins(0, 0, 0, 0)
        listed.body.addWidget(self.table, 1)
        self._card = Card(" ", flush=True)
        self._card.body.addWidget(self.two, 1)
        both = ListAndDetail(listed, self._card, beside_from=_BESIDE, beside=(2, 3), below=(2, 3))
        self.to_members = ActionButton(_("Go to Members"), "", icon="users")
        self.again = ActionButton(_("Look again"), "", icon="search")
        line = _("To compare any two: open one in Members, and choose “Same person as…”.")
        none = EmptyState("users", _("No two entries look like one person."), line, (self.to_members,))
        line = _("It was stopped before everybody was looked at. Nothing was changed.")
        stopped = EmptyState("search", _("Not looked through yet"), line, (self.again,))
        self._stack = QStackedWidget()
        for widget in (QWidget(), both, _in_a_card(none), _in_a_card(stopped)):
            self._stack.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.progress)
        whole.addWidget(self._stack, 1)


def _in_a_card(state: EmptyState) -> Card:
    card = Card("", flush=True)
    card.body.addWidget(state, 1)
    return card
