"""Entering a sheet: its photo at the left, its lines at the right, Enter and on to the next."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.explain import explain
from chapter_desk.core.meetings.door import DoorMatch
from chapter_desk.core.meetings.sheet import PASTED, SheetLine
from chapter_desk.core.meetings.sheet_entry import Entered
from chapter_desk.core.meetings.times import local_day
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.errors import AttachmentUnusable, ChapterDeskError
from chapter_desk.gui.door.match_rows import Tonight
from chapter_desk.gui.meetings.line_editor import LineEditor
from chapter_desk.gui.meetings.sheet_lines import SheetLines
from chapter_desk.gui.meetings.sheet_photo import SheetPhoto
from chapter_desk.gui.meetings.sheet_picture import SheetPicture
from chapter_desk.gui.meetings.sheets_now import (
    SheetNow,
    SheetPlace,
    how_far,
    read_photo,
    read_sheet,
    sheet_name,
)
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.taking_back import TakingBack
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton, IconButton
from chapter_desk.gui.widgets.cards import Card, EmptyState
from chapter_desk.gui.widgets.flow import Flow
from chapter_desk.gui.widgets.labels import StatusPill, TextLabel
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import Area, PersonId


class SheetPage(Page):
    """One sheet.  `go_to` knows a `SheetPlace`; without one, the page sends back to the sheets."""

    areas = frozenset({Area.MEETINGS, Area.PEOPLE})
    full_width = True
    help_id = "sheets"

    def __init__(self, app: App, tasks: Tasks) -> None:
        super().__init__()
        self._app, self._tasks = app, tasks
        self._place = SheetPlace()
        self._now: SheetNow | None = None
        self._in_hand: int | None = None
        self._typed: dict[tuple[str, int], str] = {}
        self._photo_of = ("", "")
        self._undoing = TakingBack(self, app.history, tasks)
        self.editor = LineEditor(self._find)
        self.lines = SheetLines(self.editor)
        self.photo = SheetPhoto()
        self._lay_out()
        self._connect()

    # what the shell asks

    def title(self) -> str:
        return _("Enter a paper sheet")

    def context(self) -> str:
        if self._now is None:
            return ""
        return f"{self._now.meeting.title}, {sheet_name(self._now.full.sheet)}"

    def header_widgets(self) -> Sequence[QWidget]:
        return (self.back,)

    def primary(self) -> ActionButton | None:
        if self._now is None:
            return self.choose
        return self.done if self.done.isEnabled() else None

    def search(self) -> QWidget:
        return self.editor.field

    def commands(self) -> Sequence[Command]:
        editor, photo = self.editor, self.photo
        on_line: list[tuple[str, str, Callable[[], None], str, str]] = [
            ("new", _("New person on this line"), editor.open_details, "Ctrl+N", "user-plus"),
            ("minor", _("Under 18"), editor.minor.click, "Alt+Y", "shield"),
            ("unreadable", _("This line cannot be read"), editor.unreadable.click, "Alt+U", "eye-off"),
            ("blank", _("This line is blank"), editor.blank.click, "Alt+B", "minus"),
            ("crossed", _("This line is crossed out"), editor.crossed.click, "Alt+X", "x"),
            ("rest", _("The rest of the sheet is blank"), self._rest_is_blank, "", "minus"),
            ("certain", _("Sign in who is certain"), self._enter_certain, "Alt+S", "check-check"),
            ("before", _("The line before"), partial(self._move, -1), "PgUp", "arrow-up"),
            ("after", _("The line after"), partial(self._move, 1), "PgDown", "chevron-down"),
        ]  # fmt: skip
        return (
            *(
                Command(f"sheet.{name}", text, run, key, icon, able=self._has_line)
                for name, text, run, key, icon in on_line
            ),
            Command("sheet.nearer", _("Photo: nearer"), photo.come_nearer, "Alt+=", "zoom-in",
                    more_keys=("Alt++",)),
            Command("sheet.further", _("Photo: further away"), photo.go_back, "Alt+-", "zoom-out"),
            Command("sheet.turn", _("Photo: turn it"), photo.turn, "R", "rotate-cw"),
            *self._undoing.commands(),
        )  # fmt: skip

    def enter(self) -> None:
        if self._now is None:
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus()

    def leave(self) -> None:
        self._keep_typed()

    def changed(self, areas: frozenset[Area]) -> None:
        self._read()

    def escape(self) -> bool:
        if self.editor.close_details():
            return True
        self.go("sheets", SheetPlace(self._place.meeting_id))
        return True

    def place(self) -> object:
        return SheetPlace(self._place.meeting_id, self._place.sheet_id, self._in_hand or 0)

    def go_to(self, place: object) -> None:
        assert isinstance(place, SheetPlace)
        self._keep_typed()
        if place.sheet_id != self._place.sheet_id:
            self._now = None
        self._place, self._in_hand = place, place.line or None
        self._read()

    # reading

    def _read(self) -> None:
        if self._place.sheet_id:
            self._run(partial(read_sheet, self._app, self._place.sheet_id), self._show)

    def _show(self, now: SheetNow) -> None:
        if now.full.sheet.id != self._place.sheet_id:
            return
        first = self._now is None
        self._keep_typed()
        self._now = now
        sheet = now.full.sheet
        self._place = SheetPlace(now.meeting.id, sheet.id)
        numbers = range(sheet.first_line, sheet.last_line + 1)
        if self._in_hand not in numbers:
            self._in_hand = now.full.next_open() or (sheet.first_line if first else None)
        self._stack.setCurrentWidget(self._whole)
        self._show_lines()
        if (sheet.id, sheet.photo or "") != self._photo_of:
            self._photo_of = (sheet.id, sheet.photo or "")
            self._run(partial(read_photo, self._app, sheet.id), self._show_photo)
        self.refresh_head()
        if first:
            self._focus()

    def _show_lines(self) -> None:
        now = self._now
        assert now is not None
        zone = now.meeting.time_zone
        had_focus = self.editor.isAncestorOf(self.focusWidget() or self)
        self.lines.show_lines(now.full, self._in_hand, zone)
        line = self._line(self._in_hand)
        sheet = now.full.sheet
        if line is not None:
            tonight = Tonight(zone, local_day(self._app.db.now(), zone))
            self.editor.show_line(line, tonight, self._typed.pop((sheet.id, line.number), ""))
        self.far.setText(how_far(sheet))
        if sheet.totals.left:
            self.done.turn_off(_("Lines are left."))
        elif sheet.done_at is not None:
            self.done.turn_off(_("It is done."))
        else:
            self.done.turn_on()
        self.done.set_kind("primary" if self.done.isEnabled() else "")
        self.rest.setVisible(bool(sheet.totals.left) and sheet.kind != PASTED)
        words = ngettext("Sign in the {n} who is certain", "Sign in the {n} who are certain", now.certain)
        self.certain.setText(words.format(n=now.certain))
        self.certain.setVisible(bool(now.certain))
        words = _("After line {line}, a second person checks the count.").format(line=sheet.last_line)
        if sheet.done_at is not None:
            words = _("Done. A second person checks the count, in the list of sheets.")
        self.then.setText(words)
        self._mark_photo()
        if had_focus or self._in_hand is not None:
            self._focus()

    def _show_photo(self, photo: SheetPicture | AttachmentUnusable | None) -> None:
        shown = photo if isinstance(photo, SheetPicture) else None
        self._left.show()
        self.photo.show_picture(shown)
        self.photo.setVisible(shown is not None)
        for button in (self.nearer, self.further, self.turn):
            button.setVisible(shown is not None)
        if isinstance(photo, AttachmentUnusable):
            words = explain(photo)
            self.about_photo.setText(f"{words.happened} {words.safe} {words.do}")
        elif photo is None:
            self._left.setVisible(self._now is None or self._now.full.sheet.kind != PASTED)
            self.about_photo.setText(
                _("No photo of this sheet. Enter it from the paper, or add a photo in the list of sheets.")
            )
        else:
            self.about_photo.setText(_("The photo stays with the meeting as the source of each line."))
        self._mark_photo()

    def _mark_photo(self) -> None:
        if self._now is not None and self._in_hand is not None:
            self.photo.mark_line(self._in_hand - self._now.full.sheet.first_line)
        else:
            self.photo.mark_line(None)

    def _line(self, number: int | None) -> SheetLine | None:
        lines = self._now.full.lines if self._now is not None else ()
        return next((line for line in lines if line.number == number), None)

    def _has_line(self) -> bool:
        return self._line(self._in_hand) is not None

    def _find(self, text: str, limit: int) -> Sequence[DoorMatch]:
        return self._app.door.matches(self._now.meeting.id, text, limit) if self._now is not None else ()

    # what a person does

    def _take(self, person: PersonId, typed: str, others: tuple[PersonId, ...]) -> None:
        sheet, line = self._place.sheet_id, self._in_hand
        assert line is not None
        work = partial(
            self._app.sheet_entry.enter, sheet, line, person,
            written_as=typed, household=others, under_18=self.editor.minor.isChecked(),
        )  # fmt: skip
        self._enter_line(work, line)

    def _take_new(self, walk_in: WalkIn) -> None:
        assert self._in_hand is not None
        line = self._in_hand
        self._enter_line(partial(self._app.sheet_entry.enter_new, self._place.sheet_id, line, walk_in), line)

    def _mark(self, state: str) -> None:
        assert self._in_hand is not None
        line = self._in_hand
        written = self.editor.typed() if state == "unreadable" else ""
        self._enter_line(
            partial(self._app.sheet_entry.mark, self._place.sheet_id, line, state, written_as=written), line
        )

    def _enter_line(self, work: Callable[[], Entered | None], line: int) -> None:
        def entered(_done: Entered | None) -> None:
            self.untell()
            if self._in_hand == line:
                self.editor.field.clear()
                self._typed.pop((self._place.sheet_id, line), None)
                self._go_on(line)

        self._run(work, entered)

    def _go_on(self, line: int) -> None:
        """To the next line: read anew first, as the change may still be on its way."""
        assert self._now is not None
        sheet = self._now.full.sheet
        self._in_hand = line + 1 if line < sheet.last_line else None
        self._read_and_go(line)

    def _read_and_go(self, line: int) -> None:
        def go(now: SheetNow) -> None:
            self._in_hand = now.full.next_open(line)
            self._show(now)
            if self._in_hand is None:
                (self.done if self.done.isEnabled() else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

        self._run(partial(read_sheet, self._app, self._place.sheet_id), go)

    def _move(self, by: int) -> None:
        if self._now is None or self._in_hand is None:
            return
        sheet = self._now.full.sheet
        self._go_to_line(max(sheet.first_line, min(sheet.last_line, self._in_hand + by)))

    def _go_to_line(self, line: int) -> None:
        self._keep_typed()
        self._in_hand = line
        self._show_lines()
        self._focus()

    def _rest_is_blank(self) -> None:
        self._run(
            partial(self._app.sheet_entry.rest_is_blank, self._place.sheet_id),
            lambda _count: self._read_and_go(0),
        )

    def _enter_certain(self) -> None:
        def entered(count: int) -> None:
            words = ngettext("{n} line is signed in", "{n} lines are signed in", count)
            self._undoing.tell_done(words.format(n=count))
            self._read_and_go(0)

        self._run(partial(self._app.sheet_entry.enter_certain, self._place.sheet_id), entered)

    def _mark_done(self) -> None:
        meeting = self._place.meeting_id

        def done(_nothing: None) -> None:
            self.go("sheets", SheetPlace(meeting, self._place.sheet_id))

        self._run(partial(self._app.sheets.mark_done, self._place.sheet_id), done)

    def _keep_typed(self) -> None:
        """What is half-typed on a line is there when somebody comes back to it."""
        line = self._line(self._in_hand)
        if self._now is None or line is None or not self.editor.field.isModified():
            return
        key = (self._now.full.sheet.id, line.number)
        typed = self.editor.typed()
        if typed and typed != line.written:
            self._typed[key] = typed

    def _focus(self) -> None:
        if self._has_line() and not self.editor.details.isVisible():
            self.editor.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_home(self, person: PersonId) -> None:
        self._run(
            partial(self._app.households.of, person), lambda mates: self.editor.show_home(person, mates)
        )

    def _failed(self, error: ChapterDeskError) -> None:
        self.tell_error(error)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._tasks.run(self, work, done, self._failed)

    # how it is made

    def _connect(self) -> None:
        self.editor.person_taken.connect(self._take)
        self.editor.new_taken.connect(self._take_new)
        self.editor.marked.connect(self._mark)
        self.editor.moved.connect(self._move)
        self.editor.home_asked.connect(self._ask_home)
        self.lines.wanted.connect(self._go_to_line)
        self.back.clicked.connect(self.escape)
        self.done.clicked.connect(self._mark_done)
        self.rest.clicked.connect(self._rest_is_blank)
        self.certain.clicked.connect(self._enter_certain)
        self.nearer.clicked.connect(self.photo.come_nearer)
        self.further.clicked.connect(self.photo.go_back)
        self.turn.clicked.connect(self.photo.turn)

    def _lay_out(self) -> None:
        t = theme()
        self.back = ActionButton(_("Back to the sheets"), icon="arrow-left", key="Esc")
        self.further = IconButton("zoom-out", _("Photo: further away"), key="Alt+-")
        self.nearer = IconButton("zoom-in", _("Photo: nearer"), key="Alt++")
        self.turn = ActionButton(_("Turn"), "", "compact", icon="rotate-cw")
        self.about_photo = TextLabel("", "hint", wrap=True)
        self._left = left = Card(_("Photo"))
        for button in (self.further, self.nearer, self.turn):
            left.head.addWidget(button)
            button.hide()
        left.body.addWidget(self.photo, 1)
        left.body.addWidget(self.about_photo)
        self.photo.hide()
        left.body.addStretch(0)
        self.far = StatusPill("", "accent")
        self.done = ActionButton(_("Mark sheet done"))
        self.rest = ActionButton(_("The rest is blank"), "quiet")
        self.certain = ActionButton("", icon="check-check")
        self.then = TextLabel("", "hint", wrap=True)
        right = Card(_("Lines"), flush=True)
        right.head.addWidget(self.far)
        right.body.addWidget(self.lines, 1)
        acts = Flow(t.px(10))
        acts.add(self.certain)
        acts.add(self.done)
        acts.add(self.rest)
        below = QVBoxLayout()
        below.setSpacing(t.px(4))
        below.addWidget(acts)
        below.addWidget(self.then)
        right.foot().addLayout(below, 1)
        self._whole = QWidget()
        both = QHBoxLayout(self._whole)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(t.px(14))
        both.addWidget(left, 9)
        both.addWidget(right, 11)
        self.choose = ActionButton(_("Paper sheets"), "primary", "large", icon="file-text")
        self.choose.clicked.connect(self.escape)
        none = Card("", flush=True)
        words = _("Choose one in the list of sheets.")
        none.body.addWidget(EmptyState("file-text", _("No sheet is open"), words, (self.choose,)), 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(none)
        self._stack.addWidget(self._whole)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
