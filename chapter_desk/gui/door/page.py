"""The door: type, Enter, signed in.  No dialog, ever."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.meetings.door import DoorMatch
from chapter_desk.core.meetings.meeting import MeetingState
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.errors import ChapterDeskError, NotSaved
from chapter_desk.gui.door import evening as evenings
from chapter_desk.gui.door import late_ones
from chapter_desk.gui.door.arrivals import Arrival, Arrivals
from chapter_desk.gui.door.body import DoorBody
from chapter_desk.gui.door.closing import Closing
from chapter_desk.gui.door.done_words import Done
from chapter_desk.gui.door.door_search import Letters
from chapter_desk.gui.door.evening import DoorPlace, Evening
from chapter_desk.gui.door.finding import waiting_people
from chapter_desk.gui.door.keys import act_keys, everybody_keys, finding_keys, form_keys
from chapter_desk.gui.door.laptops_line import DoorLine
from chapter_desk.gui.door.match_rows import hint_about
from chapter_desk.gui.door.people_in import PeopleIn
from chapter_desk.gui.door.phone_corner import PhoneCorner
from chapter_desk.gui.door.phone_switch import PhoneSwitch
from chapter_desk.gui.door.reading import Reading
from chapter_desk.gui.door.scanning import Scanning
from chapter_desk.gui.door.signing_in import SigningIn
from chapter_desk.gui.door.stances import Stances
from chapter_desk.gui.door.ticking import Ticking
from chapter_desk.gui.door.tones import BAD, Tones
from chapter_desk.gui.door.vote_words import refused_notice
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.sorting.fixes import Fix, fix
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.state_line import StatePart
from chapter_desk.i18n import _
from chapter_desk.values import Area, MeetingId


class DoorPage(Page):
    """Signs people in to one meeting.

    `arrivals` and `phone` outlive the page.  `place()` and `go_to` know a `DoorPlace`, or a meeting's id.
    """

    areas = frozenset({Area.MEETINGS, Area.PEOPLE, Area.CHAPTER})
    narrow_rail = True
    shows_find = False
    full_width = True
    help_id = "door"

    def __init__(
        self, app: App, tasks: Tasks, arrivals: Arrivals, settings: LaptopSettings, phone: PhoneSwitch,
        line: DoorLine | None = None) -> None:  # fmt: skip
        super().__init__()
        self._app = app
        self._tasks = tasks
        self._arrivals = arrivals
        self._evening: Evening | None = None
        self._reading = Reading(app, tasks, self)
        self._typed_before = ""
        self._form_waits: dict[str, str] | None = None
        self.signing = SigningIn(app, tasks, arrivals, lambda: self._evening, self)
        self.tones = Tones(settings, tasks, parent=self)
        self._letters = Letters(self._take_letter, self)
        self.stances = Stances(self, app, tasks, arrivals, settings, lambda: self._evening, line)
        self.phones = PhoneCorner(self, app, tasks, phone, self._focus)
        self._make_parts()
        self._closing_act = Closing(self, app, tasks, self.closing, partial(self.changed, self.areas))
        self.scanning = Scanning(self, app, tasks, self.body, self.signing, self.tones)
        self._connect()

    # what the shell asks

    def title(self) -> str:
        return _("Door")

    def context(self) -> str:
        return evenings.context_of(self._evening) if self._evening is not None else ""

    def header_widgets(self) -> Sequence[QWidget]:
        if self._evening is None or not self._evening.is_open:
            return self.stances.when_closed(self._evening)
        beside = self.columns.header_buttons(self.body.design_width(), len(self._evening.waiting))
        closes = (self.close_button,) if self._evening.may_be_closed else ()
        return (*beside, *self.stances.header_buttons(), self.lists.button, *closes)

    def primary(self) -> ActionButton | None:
        if self.closing.isVisible():
            return self.closing.close_door
        if self.not_saved.isVisible():
            return self.not_saved.again
        return None

    def search(self) -> QWidget:
        return self.finding.search

    def state(self) -> StatePart | None:
        if self._evening is None or self._evening.meeting.state is MeetingState.PLANNED:
            return None
        return evenings.state_of(self._evening, len(self._arrivals.waiting), self._arrivals.trouble)

    def commands(self) -> Sequence[Command]:
        acts = {
            "walk_in": (self._open_form, self._may_walk_in),
            "visitor": (self._count_visitor, self._is_open),
            "undo": (self.signing.undo, self._may_undo),
            "put_back": (self.signing.put_back, self._may_undo),
            "sort_out": (self._go_to_sort_out, self._is_open),
            "try_again": (self._arrivals.try_again, self._in_trouble),
            "everybody": (self._show_everybody, self._is_open),
            "close": (self._ask_to_close, lambda: self._evening is not None and self._evening.may_be_closed),
        }
        return (
            *self.phones.commands(self._is_open),
            *finding_keys(self.finding, partial(self._shows, self.finding)),
            *form_keys(self.form, partial(self._shows, self.form)),
            *everybody_keys(self.everybody, partial(self._shows, self.everybody)),
            *self.stances.commands(),
            *self.scanning.commands(),
            *self.lists.commands(self._is_open),
            *act_keys(acts),
        )

    def enter(self) -> None:
        self.tones.get_ready()
        if not self._reading.running:
            self._reading.ask(self._here() if self._is_open() else DoorPlace())
        self._focus()

    def changed(self, areas: frozenset[Area]) -> None:
        self._reading.ask_anew(self._here())

    def escape(self) -> bool:
        shown = self.body.shown
        if self.phones.escape():
            pass
        elif shown is self.form:
            self.form.left.emit()
        elif shown in (self.everybody, self.ticks):
            self._show_finding()
        elif self.columns.escape():
            pass
        elif self.finding.search.text():
            self.finding.search.put_away_text()
        elif self._shows(self.finding) and not self.finding.search.hasFocus():
            self._focus()
        elif self.lists.escape():
            pass
        else:
            return False
        return True

    def place(self) -> object:
        return self._here()

    def go_to(self, place: object) -> None:
        wanted = place if isinstance(place, DoorPlace) else DoorPlace(MeetingId(str(place)))
        if wanted.open and self.body.shown is self.closed:
            self._show_finding()  # what is typed before the door is read is kept
        self._reading.ask(wanted)

    def draft(self) -> Any:
        """Return what is half-typed, and who could not be written, for the lock."""
        form = self.form.values() if self._shows(self.form) else None
        typed = self._typed_before if form else self.finding.search.text()
        waiting = self.signing.draft(in_trouble=self._in_trouble())
        return {"typed": typed, "form": form, "waiting": waiting} if typed or form or waiting else None

    def take_draft(self, content: Any) -> None:
        """Put back what `draft` returned; nobody is put in the queue twice."""
        self.finding.search.setText(content["typed"])
        if content["form"] is not None:
            self._form_waits = content["form"]
        self.signing.take_draft(content["waiting"])

    # reading

    def _here(self) -> DoorPlace:
        return DoorPlace() if self._evening is None else self._evening.place

    def _show(self, evening: Evening | None) -> None:
        before = self._evening
        busy = bool(self.finding.search.text() or self.body.shown is self.form or self._arrivals.waiting)
        self._evening = evening = late_ones.told_of(before, evening, self.tell, busy=busy)
        self._show_evening()
        if before is None or evening is None or before.meeting.state is not evening.meeting.state:
            self.commands_changed.emit()
            self._focus()

    def _show_evening(self) -> None:
        evening = self._evening
        self.phones.show_evening(evening)
        self.stances.show_evening(evening)
        if evening is None or not evening.is_open:
            self.finding.show_door(None)
            self.closed.show_meeting(evening)
            self.body.show_part(self.closed)
        else:
            self.lists.show_list(evening.on_list)
            self.columns.show_evening(evening)
            self.everybody.show_people(evening.present, evening.meeting.time_zone)
            self.body.open()
            self._show_waiting()
            self._show_trouble()
            if self._form_waits is not None:
                waiting, self._form_waits = self._form_waits, None
                self._open_form()
                self.form.restore(waiting)
        self._fit()
        self.state_changed.emit()

    def _show_waiting(self) -> None:
        """Show the matches, knowing who waits to be written."""
        evening, waiting = self._evening, self._arrivals.waiting
        if evening is None:
            return
        people = waiting_people(waiting)
        tonight = evenings.tonight_of(evening, people, not_saved=self._in_trouble())
        self.finding.show_door(tonight, evening.present, waiting)
        self.ticks.show_evening(evening, people)

    def _matches(self, text: str, limit: int) -> Sequence[DoorMatch]:
        if self._evening is None:
            return ()
        return self._app.door.matches(self._evening.meeting.id, text, limit, on_list=self._evening.on_list)

    # signing in

    def _take_person(self, match: DoorMatch) -> None:
        self.finding.clear()
        self.signing.take(match)

    def _take_household(self, match: DoorMatch) -> None:
        self.finding.clear()
        self.signing.take_household(match)

    def _sign_in_walk_in(self, walk_in: WalkIn) -> None:
        self._finish_form()  # first, so that nobody is looked for once more
        self.signing.walk_in(walk_in)

    def _finish_form(self) -> None:
        self.form.forget_kept(self._typed_before)
        self.form.clear()
        self.finding.clear()
        self._show_finding()

    def _count_visitor(self) -> None:
        if self._is_open():
            self.signing.visitor()
            if self.body.shown is self.form:
                self._finish_form()

    def _say(self, done: Done) -> None:
        self.finding.done(done.what, done.line, can_undo=done.can_undo, icon=done.icon, colour=done.colour)
        self.tones.play(done.tone)

    def _refused(self, arrival: Arrival, error: ChapterDeskError) -> None:
        self.tell(refused_notice(error))
        if arrival.walk_in is not None:
            self.form.keep(arrival.walk_in)
        self.finding.search.setText(self.finding.search.text() or arrival.name)
        self._reading.ask_anew(self._here())

    def _show_trouble(self, error: NotSaved | None = None) -> None:
        if self._arrivals.trouble is not None:
            saved = self._evening.counts.signed_in if self._evening is not None else 0
            words = evenings.not_saved_words(self._arrivals.trouble, self._arrivals.waiting, saved)
            self.body.show_trouble(words, anew=error is not None)
        self.tones.play(BAD if error is not None else "")

    def _arrivals_changed(self) -> None:
        self._show_trouble()
        self._show_waiting()
        if self._in_trouble() or self.not_saved.isVisible():
            self._fit()
        self.state_changed.emit()

    # going about the page

    def _is_open(self) -> bool:
        return self._evening is not None and self._evening.is_open

    def _shows(self, part: QWidget) -> bool:
        return self._is_open() and self.body.shown is part

    def _may_walk_in(self) -> bool:
        return self._is_open() and not self._shows(self.form)

    _may_undo = _may_walk_in  # in the form Ctrl Z is for its letters

    def _in_trouble(self) -> bool:
        return self._arrivals.trouble is not None

    def _go_to_list(self, on_list: str) -> None:
        self._reading.ask(replace(self._here(), on_list=on_list))
        self._show_finding()

    def _open_form(self, typed: str | None = None) -> None:
        self._typed_before = self.finding.search.text() if typed is None else typed
        self._show_part(self.form)
        self.form.begin(self._typed_before)

    def _leave_form(self) -> None:
        self.finding.search.setText(self.form.put_away(self._typed_before))
        self.signing.household_ends()
        self._show_finding()

    def _use_found(self, match: DoorMatch) -> None:
        self._take_person(match)
        self._finish_form()

    def _show_part(self, part: QWidget) -> None:
        self.body.show_part(part)
        self._fit()

    def _show_finding(self) -> None:
        self._show_part(self.finding)
        self._focus()

    def _show_everybody(self) -> None:
        self._show_part(self.everybody)
        self.everybody.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_ticks(self) -> None:
        self._ticking.read()
        self._show_part(self.ticks)
        self.ticks.begin()

    def _go_to_sort_out(self) -> None:
        if not self.columns.third.isVisible():
            self.open_panel(self.columns.panel)
            self.columns.in_panel.focus_first()
        elif not self.columns.sorting.focus_first():
            self._focus()

    def _fix(self, decided: Fix) -> None:
        if decided.how == "sheet":
            self.stances.go_to_paper(decided.waiting)
            return
        work = partial(fix, self._app, decided)
        self._tasks.run(self, work, lambda _nothing: self._focus(), self.tell_error)

    def _ask_to_close(self) -> None:
        assert self._evening is not None
        self._closing_act.ask(self._evening, len(self._arrivals.waiting))

    def _closing_came_or_went(self) -> None:
        self._fit()
        if self.isVisible() and not self.closing.isVisible():
            self._focus()

    def _focus(self) -> None:
        self.body.take_focus()

    # letters typed anywhere belong to the search

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._letters.listen(self.window())
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._letters.stop()

    def _take_letter(self, event: QKeyEvent) -> bool:
        if self._shows(self.ticks):
            self.ticks.take_letter(event)
            return True
        if self._shows(self.everybody):
            self._show_finding()
        if self._shows(self.finding):
            self.finding.search.take_letter(event)
        return self._shows(self.finding)

    # how it is laid out

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _make_parts(self) -> None:
        self.body = body = DoorBody(
            self._matches, self._today, lambda person: hint_about(self._app.roster.row(person), self._today())
        )
        self.finding, self.form, self.everybody = body.finding, body.form, body.everybody
        self.closed, self.columns, self.lists, self.ticks = body.closed, body.columns, body.lists, body.ticks
        self._people_in = PeopleIn(self, body, self.signing)
        self._ticking = Ticking(self._app, self._tasks, body.ticks, self._here, self.tell_error)
        self.not_saved, self.closing = body.not_saved, body.closing
        self.close_button = ActionButton(_("Close the door"), "", "large", icon="door-closed")
        self.close_button.setProperty("stays", True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.phones.saving.card)
        box.addWidget(body)

    def _connect(self) -> None:
        self.finding.person_taken.connect(self._take_person)
        self.finding.household_taken.connect(self._take_household)
        self.finding.may_not_vote.connect(self.signing.say_may_not_vote)
        self.finding.walk_in_asked.connect(self._open_form)
        self.finding.band.undone.connect(self.signing.undo)
        self.form.signed.connect(self._sign_in_walk_in)
        self.form.another_signed.connect(partial(self.signing.walk_in, another_comes=True))
        self.form.nameless.connect(self._count_visitor)
        self.form.found_used.connect(self._use_found)
        self.form.left.connect(self._leave_form)
        self.columns.everybody_asked.connect(self._show_everybody)
        self.columns.sort_out_asked.connect(self._go_to_sort_out)
        self.phones.watch(self.columns)
        self.columns.fixed.connect(self._fix)
        self.columns.left.connect(self._focus)
        self.everybody.left.connect(self._show_finding)
        self.lists.asked.connect(self._go_to_list)
        self.lists.ticks_asked.connect(self._show_ticks)
        self.ticks.left.connect(self._show_finding)
        self.signing.done.connect(self._say)
        self.signing.failed.connect(self.tell_error)
        self.signing.refused.connect(self._refused)
        self._reading.read.connect(self._show)
        self._reading.failed.connect(self.tell_error)
        self._reading.failed.connect(lambda _error: self._show_evening())
        self.closed.open_asked.connect(lambda id: self._reading.ask(DoorPlace(id, open=True)))
        self.closed.going.connect(self.go)
        self.closing.came_or_went.connect(self._closing_came_or_went)
        self.close_button.clicked.connect(self._ask_to_close)
        self.not_saved.try_again.connect(self._arrivals.try_again)
        self._arrivals.not_saved.connect(self._show_trouble)
        self._arrivals.changed.connect(self._arrivals_changed)

    def _fit(self) -> None:
        self.body.fit(is_open=self._is_open(), in_trouble=self._in_trouble())
        self.refresh_head()

    def _today(self) -> date:
        return self._evening.today if self._evening is not None else date.max
