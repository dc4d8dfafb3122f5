"""Meetings: what is coming, what was, and who came."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.explain import explain
from chapter_desk.core.meetings.calendar import MeetingEntry
from chapter_desk.core.meetings.door import Present
from chapter_desk.core.meetings.meeting import Meeting, MeetingDraft, MeetingState
from chapter_desk.core.meetings.times import wall_time
from chapter_desk.errors import ChapterDeskError, NotSaved, TimeRefused
from chapter_desk.gui.door.closed_door import NEW_MEETING
from chapter_desk.gui.door.closing import copy_after_closing
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.door.who_is_in import name_of
from chapter_desk.gui.fundraising.cash_box_now import CashBoxPlace
from chapter_desk.gui.meetings.after_now import AfterPlace
from chapter_desk.gui.meetings.calendar_now import CalendarPlace
from chapter_desk.gui.meetings.expected_now import ExpectedPlace
from chapter_desk.gui.meetings.meeting_panels import CAME, DETAILS, MeetingPanel, NewMeetingPanel
from chapter_desk.gui.meetings.meetings_now import (
    MeetingNow,
    MeetingsNow,
    count_in,
    read_meeting,
    read_meetings,
    state_words,
)
from chapter_desk.gui.meetings.sheets_now import SheetPlace
from chapter_desk.gui.meetings.when import long_day, when_words
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.taking_back import TakingBack
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, EmptyState
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.rows_model import Column, Pill, RowsModel
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.i18n import _
from chapter_desk.values import Area, MeetingId, PersonId

COMING = "coming"
PAST = "past"


class MeetingsPage(Page):
    """A table of meetings; one of them in the side panel.

    `place()` is the id of the meeting in the panel; `go_to` also knows `NEW_MEETING`.
    """

    areas = frozenset({Area.MEETINGS, Area.PEOPLE, Area.CHAPTER})
    full_width = True
    help_id = "meetings"

    def __init__(self, app: App, tasks: Tasks) -> None:
        super().__init__()
        self._app = app
        self._tasks = tasks
        self._meetings: MeetingsNow | None = None
        self._shown: MeetingId | None = None
        self._wanted: object = None
        self._undoing = TakingBack(self, app.history, tasks)
        self._make_table()
        self._make_panels()
        self._lay_out()

    # what the shell asks

    def title(self) -> str:
        return _("Meetings")

    def header_widgets(self) -> Sequence[QWidget]:
        return (self.new,) if self._meetings is not None and not self._is_bare() else ()

    def primary(self) -> ActionButton | None:
        if self.new_panel.isVisible():
            return self.new_panel.plan
        return self.first if self._is_bare() else self.new

    def search(self) -> QWidget:
        return self.table

    def commands(self) -> Sequence[Command]:
        return (
            Command("meetings.new", _("New meeting"), self.open_new, "Ctrl+N", "plus"),
            Command(
                "meetings.expected", _("Who is expected"), self._go_to_expected, icon="users", group="go"
            ),
            Command("meetings.after", _("Calls and thanks"), lambda: self.go("after"), "", "phone", "go"),
            Command("meetings.calendar", _("Calendar files"), self._go_to_files, "", "calendar-days", "go"),
            Command("meetings.cash", _("Cash box"), self._go_to_cash, icon="hand", group="go"),
            Command("meetings.sheets", _("Paper sheets"), self._go_to_sheets, icon="file-text", group="go"),
            Command("meetings.now", _("Open a door right now"), self.open_right_now, icon="door-open"),
            *self._undoing.commands(),
        )

    def enter(self) -> None:
        self._read()
        if not self._is_bare():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        if self.panel.isVisible():
            self.panel.save()

    def changed(self, areas: frozenset[Area]) -> None:
        self._read()
        if self._shown is not None and self.panel.isVisible():
            self._read_one(self._shown)

    def place(self) -> object:
        return self._shown if self.panel.isVisible() else None

    def go_to(self, place: object) -> None:
        if place == NEW_MEETING:
            self.open_new()
        else:
            self.open_meeting(MeetingId(str(place)))

    def draft(self) -> Any:
        """Return a new meeting that is half-typed, for the lock."""
        form = self.new_panel.form
        return None if form.is_empty() else form.values()

    def take_draft(self, content: Any) -> None:
        """Put a half-typed meeting back."""
        self.new_panel.form.restore(content)

    # what a person does

    def open_new(self) -> None:
        """Begin a new meeting, or go on with one half-typed."""
        self._fill_one(panel=True)
        self.open_panel(self.new_panel)
        self.new_panel.begin()

    def open_meeting(self, meeting_id: MeetingId, *, view: str = "") -> None:
        """Show a meeting in the side panel, with the focus in it."""
        self._wanted = view or None
        self._read_one(meeting_id, take_focus=True)

    def open_right_now(self) -> None:
        """Plan a meeting that begins now, and go to its door."""
        calendar, chapter = self._app.calendar, self._app.chapter
        now = self._app.db.now()

        def plan() -> Meeting:
            card = chapter.card()
            starts = wall_time(now, card.time_zone).replace(second=0, microsecond=0)
            title = _("Meeting of {day}").format(day=long_day(starts.date(), starts.date()))
            return calendar.add(MeetingDraft(title, starts, postal_code=card.postal_code))

        self._run(plan, lambda meeting: self.go("door", DoorPlace(meeting.id, open=True)))

    # reading

    def _read(self) -> None:
        self._run(partial(read_meetings, self._app), self._show)

    def _show(self, now: MeetingsNow) -> None:
        first = self._meetings is None
        self._meetings = now
        if first and not now.coming and now.past:
            self.which.choose(PAST)
        bare = self._is_bare()
        self._stack.setCurrentWidget(self.empty if bare else self._list)
        self._fill()
        self.refresh_head()
        if bare and not self.new_panel.isVisible():
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        rows = self._rows_of(self.which.current())
        self.table.rows_model().show(rows)
        words = (
            _("No meeting is planned.") if self.which.current() == COMING else _("No meeting was held yet.")
        )
        self.none.setText(words)
        self.none.setVisible(not rows)
        self.table.setVisible(bool(rows))

    def _read_one(self, meeting_id: MeetingId, *, take_focus: bool = False) -> None:
        self._run(
            partial(read_meeting, self._app, meeting_id),
            lambda now: self._show_one(now, take_focus=take_focus),
        )

    def _show_one(self, now: MeetingNow, *, take_focus: bool) -> None:
        another = self._shown != now.meeting.id
        self._shown = now.meeting.id
        self.panel.show_meeting(now)
        self._choose_row(now.meeting.id)
        if another or self._wanted:
            ended = now.meeting.state is MeetingState.ENDED
            self.panel.show_view(str(self._wanted) if self._wanted else CAME if ended else DETAILS)
            self._wanted = None
        if take_focus:
            self._fill_one(panel=False)
            self.open_panel(self.panel)
            self.panel.begin()

    def _choose_row(self, meeting_id: MeetingId) -> None:
        if self._meetings is not None and not self.table.choose(meeting_id):
            other = PAST if self.which.current() == COMING else COMING
            if any(each.meeting.id == meeting_id for each in self._rows_of(other)):
                self.which.choose(other)
                self._fill()
                self.table.choose(meeting_id)

    def _rows_of(self, which: str) -> Sequence[MeetingEntry]:
        if self._meetings is None:
            return ()
        return self._meetings.coming if which == COMING else self._meetings.past

    # what the panels ask

    def _plan(self, draft: MeetingDraft) -> None:
        def planned(meeting: Meeting) -> None:
            self.close_panel()
            self._fill_one(panel=False)
            self.new_panel.form.begin()
            self._shown = None
            self.open_meeting(meeting.id)
            self._undoing.tell_done(_("“{title}” is planned").format(title=meeting.title))

        self._tasks.run(
            self, partial(self._app.calendar.add, draft), planned, partial(self._refused, self.new_panel)
        )

    def _edit(self, changes: Mapping[str, Any]) -> None:
        assert self._shown is not None
        work = partial(self._app.calendar.edit, self._shown, changes)
        self._tasks.run(self, work, lambda _meeting: None, partial(self._refused, self.panel))

    def _refused(self, panel: MeetingPanel | NewMeetingPanel, error: ChapterDeskError) -> None:
        """Say at its field why something could not be saved; what was typed stays."""
        words = explain(error)
        if isinstance(error, TimeRefused):
            panel.form.ends.set_problem(f"{words.happened} {words.do}")
        elif isinstance(error, NotSaved):
            self.tell_error(error)
        else:
            panel.form.say_problem(f"{words.happened} {words.do}")

    def _go_to_expected(self) -> None:
        self.go("expected", ExpectedPlace(self._shown))

    def _go_to_files(self) -> None:
        self.go("calendar", CalendarPlace(self._shown if self.panel.isVisible() else None))

    def _go_to_cash(self) -> None:
        self.go("cash-box", CashBoxPlace(self._shown if self.panel.isVisible() else None))

    def _go_to_sheets(self) -> None:
        self.go("sheets", SheetPlace(self._shown))

    def _open_door(self) -> None:
        assert self._shown is not None
        self.go("door", DoorPlace(self._shown, open=True))

    def _act(
        self,
        act: Callable[[MeetingId], Meeting],
        said: Callable[[], str],
        then: Callable[[], object] = lambda: None,
    ) -> None:
        assert self._shown is not None
        words = said()

        def done(meeting: Meeting) -> None:
            self._undoing.tell_done(words.format(title=meeting.title))
            then()

        self._run(partial(act, self._shown), done)

    def _end(self) -> None:
        self._act(
            self._app.calendar.end,
            lambda: _("“{title}” has ended"),
            partial(copy_after_closing, self, self._app, self._tasks),
        )

    def _sign_in(self, person: PersonId) -> None:
        meeting = self.panel.meeting
        assert meeting is not None
        self._run(
            partial(count_in, self._app, meeting, person),
            lambda name: self._undoing.tell_done(_("{name} is counted in").format(name=name)),
        )

    def _take_back(self, present: Present) -> None:
        words = _("{name} is out again").format(name=name_of(present))
        work = partial(self._app.sign_ins.take_back, present.sign_in_id)
        self._run(work, lambda _count: self._undoing.tell_done(words, _("Recorded as taken back.")))

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._tasks.run(self, work, done, self.tell_error)

    # how it is made

    def _is_bare(self) -> bool:
        return self._meetings is not None and not (self._meetings.coming or self._meetings.past)

    def _today(self) -> date:
        return self._meetings.today if self._meetings is not None else self._app.chapter.today()

    def _make_table(self) -> None:
        kinds = {each.id: str(each.title) for each in self._app.pack.event_types}
        columns: list[Column[MeetingEntry]] = [
            Column(_("When"), self._when, lambda e: e.meeting.starts_at, width=170),
            Column(_("Title"), lambda e: e.meeting.title, strong=True),
            Column(_("Kind"), lambda e: kinds.get(e.meeting.kind, e.meeting.kind), width=180, drops=2),
            Column(_("Place"), _place, width=180, drops=3),
            Column(_("State"), lambda e: state_words(e.meeting.state)[0], pill=_pill, width=150),
            Column(_("Came"), _came, lambda e: e.turnout.signed_in, figures=True, width=70),
            Column(
                _("First time"), _first, lambda e: e.turnout.first_timers, figures=True, width=100, drops=4
            ),
            Column(_("Said yes"), _yes, lambda e: e.rsvps.accepted, figures=True, width=90, drops=1),
        ]
        model = RowsModel(columns, key=lambda entry: entry.meeting.id)
        self.table: RowsTable[MeetingEntry] = RowsTable(model, _("Meetings"), bare=True)
        self.table.row_opened.connect(lambda entry: self.open_meeting(entry.meeting.id))
        self.table.clicked.connect(lambda _index: self._open_current())

    def _make_panels(self) -> None:
        kinds = self._app.pack.event_types
        self.new_panel = NewMeetingPanel(kinds, self._today)
        self.new_panel.planned.connect(self._plan)
        self.new_panel.closed.connect(lambda: self._fill_one(panel=False))
        self.panel = MeetingPanel(kinds, self._app.roster, self._today)
        calendar = self._app.calendar
        self.panel.edited.connect(self._edit)
        self.panel.open_asked.connect(self._open_door)
        self.panel.go_asked.connect(lambda: self.go("door", DoorPlace(self._shown)))
        self.panel.expected_asked.connect(self._go_to_expected)
        self.panel.calendar_asked.connect(self._go_to_files)
        self.panel.after_asked.connect(lambda: self.go("after", AfterPlace(self._shown)))
        self.panel.cash_asked.connect(self._go_to_cash)
        self.panel.sheets_asked.connect(lambda: self.go("sheets", SheetPlace(self._shown)))
        self.panel.end_asked.connect(self._end)
        self.panel.cancel_asked.connect(
            lambda: self._act(calendar.cancel, lambda: _("“{title}” is called off"))
        )
        self.panel.put_back_asked.connect(
            lambda: self._act(calendar.put_back, lambda: _("“{title}” is planned again"))
        )
        self.panel.signed_in.connect(self._sign_in)
        self.panel.take_back_asked.connect(self._take_back)

    def _lay_out(self) -> None:
        t = theme()
        self.new = ActionButton(_("New meeting"), "primary", icon="plus", key="Ctrl+N")
        self.new.clicked.connect(self.open_new)
        self.which = Segments(_("Which meetings"), [(COMING, _("Coming")), (PAST, _("Past"))])
        self.which.chosen.connect(lambda _key: self._fill())
        self.none = TextLabel("", "hint")
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = Card("", flush=True)
        line = QHBoxLayout()
        line.setContentsMargins(t.px(14), t.px(10), t.px(14), t.px(10))
        self.files = ActionButton(_("Calendar files"), "quiet", "compact", icon="calendar-days")
        self.files.clicked.connect(self._go_to_files)
        line.addWidget(self.which)
        line.addStretch(1)
        line.addWidget(self.files)
        card.body.setSpacing(0)
        card.body.addLayout(line)
        card.body.addWidget(self.none, 1)
        card.body.addWidget(self.table, 1)
        self._list = card
        self.first = ActionButton(_("Plan the first meeting"), "primary", "large", icon="plus", key="Ctrl+N")
        self.first.clicked.connect(self.open_new)
        now = ActionButton(_("Open a door right now"), "", "large", icon="door-open")
        now.clicked.connect(self.open_right_now)
        past = ActionButton(_("Enter a past meeting"), "link")
        past.clicked.connect(self.open_new)
        self.empty = Card("", flush=True)
        words = _("A meeting needs a name and a time. The door comes with it.")
        sheets = TextLabel(_("Have old sign-in sheets?"), "hint")
        self.empty.body.addWidget(
            EmptyState("calendar-days", _("No meetings yet"), words, (self.first, now), (sheets, past)), 1
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list)
        self._stack.addWidget(self.empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    def _fill_one(self, *, panel: bool) -> None:
        """The panel of a new meeting has the one filled button while it shows."""
        for button in (self.new, self.first):
            button.set_kind("" if panel else "primary")

    def _open_current(self) -> None:
        entry = self.table.current_row()
        if entry is not None:
            self._read_one(entry.meeting.id, take_focus=False)
            self.open_panel(self.panel)

    def _when(self, entry: MeetingEntry) -> str:
        words = when_words(entry.meeting, self._meetings.now) if self._meetings is not None else ""
        return words[:1].upper() + words[1:]


def _place(entry: MeetingEntry) -> str:
    meeting = entry.meeting
    return ", ".join(part for part in (meeting.venue, meeting.locality) if part)


def _pill(entry: MeetingEntry) -> Pill:
    words, tone, icon = state_words(entry.meeting.state)
    return Pill(words, tone, icon)


def _came(entry: MeetingEntry) -> str:
    meeting = entry.meeting
    if meeting.opened_at is not None or entry.turnout.signed_in:
        return f"{entry.turnout.signed_in:,}"
    return _("not counted") if meeting.state is MeetingState.ENDED else ""


def _first(entry: MeetingEntry) -> str:
    return f"{entry.turnout.first_timers:,}" if entry.turnout.first_timers else ""


def _yes(entry: MeetingEntry) -> str:
    return f"{entry.rsvps.accepted:,}" if entry.rsvps.accepted else ""
