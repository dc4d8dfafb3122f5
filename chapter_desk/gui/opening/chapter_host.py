"""Holds an open chapter in the window: its pages, state line, notices, who works here, and its lock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from chapter_desk.app import App, open_app
from chapter_desk.core.chapter import ChapterCard, Operator
from chapter_desk.core.drafts import Drafts
from chapter_desk.core.meetings.meeting import Meeting, MeetingState
from chapter_desk.core.meetings.times import zone
from chapter_desk.gui.exchange.waiting_watch import WaitingWatch
from chapter_desk.gui.history.undoing import Undoing
from chapter_desk.gui.opening.arrival_notices import clock_notice, notices_on_arrival
from chapter_desk.gui.opening.chapter_shell import ChapterShell
from chapter_desk.gui.opening.recovery_code_page import NOT_COPIED
from chapter_desk.gui.opening.state_parts import Saved, saved_parts
from chapter_desk.gui.opening.who_panel import WhoPanel, role_in_words
from chapter_desk.gui.pages import Given, pages
from chapter_desk.gui.settings.asks import ChapterAsks
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.navigation import PageEntry
from chapter_desk.gui.shell.notices import Told, told_about
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.palette import PaletteSource
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.today.finding_people import PeopleAndMeetings
from chapter_desk.gui.today.state_keeper import StateKeeper
from chapter_desk.gui.widgets.state_line import StatePart
from chapter_desk.i18n import _
from chapter_desk.values import Area, Clock, OperatorId

_ASKED_FOR_MS = 10_000


@runtime_checkable
class KeepsDraft(Protocol):
    """A page with half-typed text that it cannot save yet; asked when the chapter is locked or closed."""

    def draft(self) -> Any:
        """Return what is half-typed, as JSON can say it; None if nothing is."""

    def take_draft(self, content: Any) -> None:
        """Put back what `draft` returned."""


@dataclass(frozen=True, slots=True)
class OpenChapter:
    """A chapter just opened, with what its window shows first: read off the window's thread."""

    app: App
    card: ChapterCard
    operators: Sequence[Operator]
    drafts: dict[str, Any]
    saved: Saved
    door_is_open: bool = False


def open_chapter(
    path: Path, key: bytes, clock: Clock, operator: OperatorId | None = None, *, code_copied: bool = True
) -> OpenChapter:
    """Open a chapter for a window; who sat here before it was locked sits here again.

    A new chapter whose recovery code was not copied remembers that, and says so until it is.

    Raises:
        ChapterHeld, NotAChapter, ChapterTooNew, NotSaved: As `open_app`.
    """
    app = open_app(path, key, holder="window", clock=clock)
    try:
        operators = app.chapter.operators()
        if any(each.id == operator for each in operators):
            app.db.operator = operator
        if not code_copied:
            Drafts(app.db).save(NOT_COPIED, True)
        meeting = app.calendar.next_meeting()
        card = app.chapter.card()
        latest = [] if card.is_sample else app.steps.latest(1)  # the sample's last act is of another day
        backups = app.backups.all()
        return OpenChapter(
            app,
            card,
            operators,
            Drafts(app.db).load_all(),
            Saved(latest[0].at if latest else None, backups[0].made_at if backups else None),
            meeting is not None and meeting.state is MeetingState.OPEN,
        )
    except BaseException:
        app.close()
        raise


class ChapterHost(QObject):
    """The chapter's view and what happens around its pages.

    Signals:
        lock_asked(): Ctrl L, or Lock in the rail.
        close_asked(): Close the chapter and show the start page.
        quit_asked(): Close the window.
        new_asked(): Set up a chapter of one's own (from the sample).
        lived(): Something was written, here or at the door: it is not quiet.
        put_back_asked(str): Put this copy in the chapter's place, and open it again.
        quiet_changed(): Another time of quiet was chosen.
    """

    lock_asked = Signal()
    close_asked = Signal()
    quit_asked = Signal()
    new_asked = Signal()
    lived = Signal()
    put_back_asked = Signal(str)
    quiet_changed = Signal()

    def __init__(
        self,
        opened: OpenChapter,
        tasks: Tasks,
        settings: LaptopSettings,
        *,
        rail_narrow: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.app = opened.app
        self.card = opened.card
        self._operators = list(opened.operators)
        self._tasks = tasks
        self._drafts = dict(opened.drafts)
        self._saved = opened.saved
        self.door_is_open = opened.door_is_open
        """Whether a meeting takes sign-ins now."""
        self.asked_to_close = False
        """Whether the person was told that a door is open, and asked to close all the same."""
        self._made: dict[str, Page] = {}
        self._left_s = 0
        self._half_named = ""
        self._clock_told = False
        self.bridge = Bridge(self.app.changes, self)
        asks = ChapterAsks(self)
        asks.put_back_asked.connect(self.put_back_asked)
        asks.quiet_changed.connect(self.quiet_changed)
        asks.who_asked.connect(self._ask_who)
        given = Given(self.app, tasks, settings, asks)
        entries = [self._remembering(entry) for entry in pages(given)]
        self.view = ChapterShell(
            self.window_name(),
            entries,
            self.bridge,
            commands=self.commands,
            rail_narrow=rail_narrow,
            is_sample=self.card.is_sample,
        )
        self.view.lock_asked.connect(self.lock_asked)
        self.view.who_asked.connect(self._ask_who)
        self.view.own_asked.connect(self.new_asked)
        self.view.remade_itself.connect(self.say_state)
        self.bridge.changed.connect(self._hear)
        self._finding = PeopleAndMeetings(self.app, tasks, self.bridge, self.view.go, self)
        self._finding.told.connect(self.view.tell)
        self._due = StateKeeper(self.app, tasks, self.bridge, self)
        self._due.changed.connect(self._count)
        self._undoing = Undoing(self.app, tasks, self.bridge, self)
        self._undoing.told.connect(self.view.tell)
        self._undoing.commands_changed.connect(self.view.commands_changed)
        self._inbox = WaitingWatch(self.app, tasks, self.bridge, self)
        self._inbox.changed.connect(self._count)
        self._show_who()
        self.say_state()

    # what the desk asks

    def palette_sources(self) -> Sequence[PaletteSource]:
        """Return what "Find anything" may ask while the chapter is open."""
        return self._finding.sources()

    def begin(self, page: str = "", place: object = None, *, was_put_back: bool = False) -> None:
        """The view is on the screen: go to the page asked for, and say what is to be said on arrival."""
        if page:
            self.view.go(page, place)
        waiting = notices_on_arrival(
            self.app, self.card, self._drafts, self.view.go, was_put_back=was_put_back
        )
        if waiting:
            self._tell_in_turn(waiting)
        self._look_at_clock()

    def window_name(self) -> str:
        """Return what stands in the title bar: the chapter, never a person."""
        if self.card.is_sample and "(" not in self.card.name:
            return _("{chapter} (sample)").format(chapter=self.card.name)
        return self.card.name

    def count_down(self, seconds: int) -> None:
        """Say in the state line how long until the lock; 0 takes it back."""
        self._left_s = seconds
        self.say_state()

    def ask_before_closing(self) -> None:
        """Say in the state line that the door is open; a second close within a while closes."""
        self.asked_to_close = True
        QTimer.singleShot(_ASKED_FOR_MS, self, self._forget_asking)
        self.view.state_line.flash(_("The door is open. Close again to close all the same."), "warn")

    def _forget_asking(self) -> None:
        self.asked_to_close = False

    def drafts(self) -> dict[str, Any]:
        """Return what is half-typed on the pages there are, by its key; None where nothing is.

        What was kept for a page that was not opened since stays as it is in the file.
        """
        kept: dict[str, Any] = {}
        for key, page in self._made.items():
            if isValid(page) and isinstance(page, KeepsDraft):
                kept[_draft_key(key)] = page.draft()
        return kept

    def place(self) -> tuple[str, object]:
        """Return the page that shows and the place in it."""
        return self.view.key, self.view.page.place()

    def let_go(self) -> None:
        """Hear nothing more: the chapter is being closed."""
        self.bridge.close()

    # commands

    def commands(self) -> Sequence[Command]:
        """Return what can be done with the chapter as a whole."""
        return (
            Command(
                "door.open_next",
                _("Open the door of the next meeting"),
                self._open_next_door,
                "Ctrl+D",
                "door-open",
            ),
            *self._undoing.commands(),
            Command("chapter.close", _("Close this chapter"), self.close_asked.emit, icon="door-closed"),
            Command("chapter.quit", _("Close Chapter Desk"), self.quit_asked.emit, "Ctrl+Q", "x"),
        )

    def _open_next_door(self) -> None:
        from chapter_desk.gui.door.evening import OPEN_NEXT

        self.view.go("door", OPEN_NEXT)

    def say_state(self) -> None:
        """Say in the state line what is true now."""
        there = zone(self.card.time_zone) if self.card.time_zone else None
        now, is_sample = self.app.db.now(), self.card.is_sample
        parts = list(saved_parts(self._saved, now, there=there, is_sample=is_sample))
        if self._left_s:
            words = _("Locks in {n} s. Any key keeps it open.").format(n=self._left_s)
            parts[0] = StatePart(words, "timer", "warn")
        parts[-1:-1] = self._due.parts()
        self.view.state_line.say(*parts)

    def _count(self) -> None:
        for page, (count, words) in self._due.counts().items():
            self.view.set_count(page, count, words)
        if (inbox := self._inbox.now) is not None:
            self.view.set_count("exchange", inbox.count, inbox.words())
        self.say_state()

    # the inside

    def _remembering(self, entry: PageEntry) -> PageEntry:
        """Have the host know each page when it is made, and give it back what was half-typed on it."""

        def make() -> Page:
            before = self._made.get(entry.key)
            key = _draft_key(entry.key)
            if before is not None and isValid(before) and isinstance(before, KeepsDraft):
                self._drafts[key] = before.draft()
            page = self._made[entry.key] = entry.make()
            content = self._drafts.get(key)
            if content is not None and isinstance(page, KeepsDraft):
                del self._drafts[key]
                page.take_draft(content)
            return page

        return replace(entry, make=make)

    def _hear(self, areas: frozenset[Area]) -> None:
        self._saved = replace(self._saved, at=self.app.db.now())
        self.lived.emit()
        self.say_state()
        self._look_at_clock()
        if Area.MEETINGS in areas:
            calendar = self.app.calendar
            self._tasks.run(self, calendar.next_meeting, self._door_changed, lambda _error: None)
        if Area.CHAPTER in areas:
            chapter = self.app.chapter
            self._tasks.run(
                self,
                lambda: (chapter.card(), chapter.operators()),
                self._chapter_changed,
                lambda _error: None,
            )
        if areas == {Area.STEPS}:  # what the making of a backup tells
            backups = self.app.backups
            self._tasks.run(
                self, lambda: [each.made_at for each in backups.all()[:1]], self._copied, lambda _error: None
            )

    def _door_changed(self, meeting: Meeting | None) -> None:
        self.door_is_open = meeting is not None and meeting.state is MeetingState.OPEN
        self.asked_to_close = False

    def _copied(self, newest: list[datetime]) -> None:
        self._saved = replace(self._saved, copied_at=newest[0] if newest else None)
        self.say_state()

    def _chapter_changed(self, read: tuple[ChapterCard, Sequence[Operator]]) -> None:
        self.card, self._operators = read[0], list(read[1])
        self.view.rename(self.window_name())
        self._show_who()

    def _look_at_clock(self) -> None:
        doubt = self.app.db.clock_doubt
        if doubt is None:
            self._clock_told = False
        elif not self._clock_told:
            self._clock_told = True
            self.view.tell(clock_notice(doubt, self.app.db.now(), self._accept_clock))

    def _accept_clock(self) -> None:
        self._tasks.run(
            self, self.app.db.accept_clock, lambda _none: self._clock_accepted(), self._tell_error
        )

    def _clock_accepted(self) -> None:
        self.view.tell(Told("good", _("The date is taken as right from now on.")))

    def _tell_error(self, error: Any) -> None:
        self.view.tell(told_about(error))

    def _tell_in_turn(self, waiting: Sequence[Told]) -> None:
        """Tell the first; the next comes when it is closed."""
        first, rest = waiting[0], waiting[1:]
        self.view.tell(first)
        slot = self.view.frame.notices
        if rest:
            connection: list[Callable[[], None]] = []

            def closed() -> None:
                slot.emptied.disconnect(connection[0])
                self._tell_in_turn(rest)

            connection.append(closed)
            slot.emptied.connect(closed)

    # who works here

    def _show_who(self) -> None:
        now = self._at_the_desk()
        who = f"{now.name.split()[0]} · {role_in_words(now.role)}" if now and now.name.split() else ""
        self.view.show_who(_short_name(self.card), who)

    def _at_the_desk(self) -> Operator | None:
        return next((each for each in self._operators if each.id == self.app.db.operator), None)

    def _ask_who(self) -> None:
        panel = WhoPanel(self._operators, self.app.db.operator)
        panel.person.set_text(self._half_named)
        panel.person.changed.connect(self._name_typed)
        chapter = self.app.chapter

        def sit_down(id: OperatorId) -> None:
            self._tasks.run(self, lambda: chapter.sit_down(id), sits, self._tell_error)

        def sits(_operator: Operator) -> None:
            self.view.frame.close_panel()
            self._show_who()

        def add(name: str, role: str) -> None:
            self._tasks.run(self, lambda: chapter.add_operator(name, role), added, self._tell_error)

        def added(operator: Operator) -> None:
            self._operators = [*self._operators, operator]
            self._half_named = ""
            sit_down(operator.id)

        panel.chosen.connect(sit_down)
        panel.added.connect(add)
        panel.closed.connect(panel.deleteLater)
        self.view.frame.open_panel(panel)
        panel.buttons[0].setFocus()

    def _name_typed(self, name: str) -> None:
        self._half_named = name  # the panel is made anew each time; Esc loses no text


def _draft_key(page: str) -> str:
    return f"page.{page}"


def _short_name(card: ChapterCard) -> str:
    """Return the town where the chapter's name holds it ("Our Revolution Norfolk"), else the whole name."""
    return card.locality if card.locality and card.locality in card.name else card.name
