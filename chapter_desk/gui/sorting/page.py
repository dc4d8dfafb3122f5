"""To sort out: whatever could not be placed, over all meetings, until nothing waits any more."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.door import DoorMatch
from chapter_desk.core.meetings.sort_out import Waiting
from chapter_desk.core.sync.exchange import TakenIn
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.door.match_rows import hint_about
from chapter_desk.gui.meetings.sheets_now import SheetPlace
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.taking_back import TakingBack
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.sorting.fix_view import FixView
from chapter_desk.gui.sorting.fixes import Fix, fix
from chapter_desk.gui.sorting.reading import TrayNow, read_tray
from chapter_desk.gui.sorting.words import age_words, question, source, why
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, EmptyState, ProgressCard, scrolling
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.list_and_detail import ListAndDetail
from chapter_desk.gui.widgets.notices import NoticeButton
from chapter_desk.gui.widgets.rows_model import Column, RowsModel
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import Area, PersonId

_BESIDE = 820
"""Design pixels from which the fix stands beside the list; below, it stands under it."""
_MOST_KEYS = 9


class SortOutPage(Page):
    """A list of what waits, and the ways to sort out the chosen one.  `place()` is the chosen one's id."""

    areas = frozenset({Area.MEETINGS, Area.PEOPLE, Area.EXCHANGE})
    full_width = True
    help_id = "sort-out"

    def __init__(self, app: App, tasks: Tasks) -> None:
        super().__init__()
        self._app, self._tasks = app, tasks
        self._now: TrayNow | None = None
        self._wanted: object = None
        self._undoing = TakingBack(self, app.history, tasks)
        self.fix: FixView | None = None
        """The ways to sort out what is chosen."""
        self.trying = ProgressCard()
        self._make_table()
        self._lay_out()

    # what the shell asks

    def title(self) -> str:
        return _("To sort out")

    def context(self) -> str:
        if self._now is None or not self._now.waiting:
            return ""
        n = len(self._now.waiting)
        return ngettext("{n} thing waits. No hurry.", "{n} things wait. No hurry.", n).format(n=f"{n:,}")

    def search(self) -> QWidget:
        return self.table

    def commands(self) -> Sequence[Command]:
        digits = [
            Command(
                f"sorting.{number}",
                self._words_of(number),
                partial(self._press, number),
                str(number),
                able=partial(self._can_press, number),
                listed=False,
            )
            for number in range(1, _MOST_KEYS + 1)
            if self._words_of(number)
        ]
        return (*digits, *self._undoing.commands())

    def enter(self) -> None:
        self._read()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self, areas: frozenset[Area]) -> None:
        self._read()

    def place(self) -> object:
        row = self.table.current_row()
        return row.id if row is not None else None

    def go_to(self, place: object) -> None:
        self._wanted = place
        if self._now is not None:
            self._choose_wanted()

    def escape(self) -> bool:
        if self.fix is not None and self.fix.isAncestorOf(self.focusWidget() or self):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    # reading

    def _read(self) -> None:
        self._tasks.run(self, partial(read_tray, self._app), self._show, self.tell_error)

    def _show(self, now: TrayNow) -> None:
        row, had_focus = self.table.currentIndex().row(), self._is_in_hand()
        self._now = now
        self.table.rows_model().show(now.waiting)
        self._stack.setCurrentWidget(self._both if now.waiting else self.empty)
        if now.waiting and self.table.current_row() is None:
            self.table.choose(now.waiting[max(0, min(row, len(now.waiting) - 1))].id)
        self._choose_wanted()
        self._show_fix()
        self.refresh_head()
        if had_focus and not self._is_at_work():
            (self.table if now.waiting else self.go_on).setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.choose(wanted)

    def _is_in_hand(self) -> bool:
        """Return whether the keyboard is in the page, or nowhere that shows."""
        here = self.window().focusWidget()
        return here is None or not here.isVisible() or self._is_at_work() or here.isAncestorOf(self)

    def _is_at_work(self) -> bool:
        here = self.window().focusWidget()
        return here is not None and here.isVisible() and self.isAncestorOf(here)

    def _show_fix(self) -> None:
        """Show the ways to sort out what is chosen; what is being typed about it stays."""
        chosen = self.table.current_row()
        if self.fix is not None and chosen is not None and self.fix.waiting.id == chosen.id:
            return
        while (item := self._fix_box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.fix = None
        self._fix_card.setVisible(chosen is not None)
        if chosen is not None:
            self._fill_fix(chosen)
        self.commands_changed.emit()

    def _fill_fix(self, chosen: Waiting) -> None:
        self._fix_card.set_title(source(chosen))
        self._fix_box.addWidget(TextLabel(question(chosen), "strong", wrap=True))
        if chosen.reason != sort_out.CLOCK:
            self._fix_box.addWidget(TextLabel(why(chosen), "small", wrap=True))
        if chosen.meeting_title:
            self._fix_box.addWidget(TextLabel(chosen.meeting_title, "hint", wrap=True))
        self.fix = FixView(chosen, self._hint, partial(self._find, chosen), keyed=True)
        self.fix.fixed.connect(self._fixed)
        self._fix_box.addWidget(self.fix)
        if chosen.person_id is not None:
            look = ActionButton(_("Open this person"), "link")
            look.clicked.connect(partial(self.go, "members", chosen.person_id))
            self._fix_box.addWidget(look)

    def _hint(self, person: PersonId) -> tuple[str, str]:
        assert self._now is not None
        return hint_about(self._app.roster.row(person), self._now.today)

    def _find(self, waiting: Waiting, typed: str, limit: int) -> Sequence[DoorMatch]:
        if waiting.meeting_id is None:
            return ()
        found = self._app.door.matches(waiting.meeting_id, typed, limit + 1)
        return [each for each in found if each.person_id != waiting.person_id][:limit]

    # sorting out

    def _words_of(self, number: int) -> str:
        buttons = self.fix.buttons if self.fix is not None else []
        return buttons[number - 1].words() if number <= len(buttons) else ""

    def _can_press(self, number: int) -> bool:
        return self.table.hasFocus() and bool(self._words_of(number))

    def _press(self, number: int) -> None:
        if self.fix is not None:
            self.fix.press(number)

    def _fixed(self, decided: Fix) -> None:
        waiting = decided.waiting
        if decided.how == "sheet":
            sheet, line = str(waiting.raw.get("sheet", "")), int(waiting.raw.get("line", 0))
            self.go("sheet", SheetPlace(waiting.meeting_id, sheet, line))
        elif decided.how == "exchange":
            self.go("exchange")
        elif decided.how == "again":
            self._try_again(waiting)
        elif waiting.reason == sort_out.BUNDLE_ROWS:
            self._leave_rows(waiting)
        else:
            words = _("Sorted out: {question}").format(question=question(waiting))
            self._run(partial(fix, self._app, decided), lambda _none: self._undoing.tell_done(words))

    def _try_again(self, waiting: Waiting) -> None:
        self.trying.begin(_("Taking the rows in"))

        def work(progress: Progress) -> TakenIn:
            return self._app.held_rows.try_again(waiting.id, progress.report)

        def done(taken: TakenIn) -> None:
            self.trying.end()
            if taken.refused:
                line = _("Correct the date of that laptop, or of this one, or wait for that day.")
                self.tell(Told("warn", _("They are still dated too far ahead."), line))
            else:
                self._undoing.tell_done(_("The rows are taken in"))

        running = self._tasks.run_long(
            self, work, done, self._refused, progressed=self.trying.show_progress, cancelled=self.trying.end
        )
        self.trying.cancelled.connect(running.cancel)

    def _refused(self, error: ChapterDeskError) -> None:
        self.trying.end()
        self.tell_error(error)

    def _leave_rows(self, waiting: Waiting) -> None:
        rows = self._app.held_rows

        def back() -> None:
            self._run(partial(rows.put_back, waiting.id), lambda _none: self.untell())

        line = _("The bundle stays in the inbox's quarantine.")
        told = Told(
            "good", _("Nobody waits for these rows now"), line, [NoticeButton(_("Undo"), back, "undo-2")]
        )
        self._run(partial(rows.leave, waiting.id), lambda _none: self.tell(told))

    def _run(self, work: Any, done: Any) -> None:
        self._tasks.run(self, work, done, self.tell_error)

    # how it is made

    def _make_table(self) -> None:
        columns: list[Column[Waiting]] = [
            Column(_("What"), question, strong=True, least=240),
            Column(_("Kind"), source, width=125, drops=1),
            Column(_("Meeting"), lambda w: w.meeting_title, width=150, drops=2),
            Column(_("Waits for"), lambda w: age_words(w.age), lambda w: w.age, width=100),
        ]
        model = RowsModel(columns, key=lambda waiting: waiting.id)
        self.table: RowsTable[Waiting] = RowsTable(model, _("To sort out"), bare=True)
        self.table.row_chosen.connect(lambda _row: self._show_fix())
        self.table.row_opened.connect(lambda _row: self._go_in())

    def _go_in(self) -> None:
        if self.fix is not None:
            self.fix.focus_first()

    def _lay_out(self) -> None:
        t = theme()
        listed = Card("", flush=True)
        listed.body.addWidget(self.table, 1)
        self._fix_card = Card(" ", flush=True)
        inside = QWidget()
        self._fix_box = QVBoxLayout()
        self._fix_box.setSpacing(t.px(8))
        box = QVBoxLayout(inside)
        box.setContentsMargins(t.px(15), t.px(2), t.px(15), t.px(12))
        box.addLayout(self._fix_box)
        box.addStretch(1)
        self._fix_card.body.addWidget(scrolling(inside), 1)
        self._both = ListAndDetail(listed, self._fix_card, beside_from=_BESIDE, beside=(3, 2), below=(2, 3))
        self.empty = Card("", flush=True)
        words = _("What cannot be placed, at the door, on paper or from another laptop, comes here.")
        on = ActionButton(_("Go to Today"), "", icon="sun")
        where = "today"
        if self._app.door_laptops.helps_at is not None:  # its pages are the door's
            on, where = ActionButton(_("Go to the door"), "", icon="door-open"), "door"
        self.go_on = on
        self.go_on.clicked.connect(partial(self.go, where))
        self.empty.body.addWidget(EmptyState("", _("Nothing to sort out."), words, (self.go_on,)), 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._both)
        self._stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.trying)
        whole.addWidget(self._stack, 1)
