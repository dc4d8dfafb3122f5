"""An evening at the door as the page shows it: read off the window's thread, and put into words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from chapter_desk.app import App
from chapter_desk.core.meetings.attendance import DOOR
from chapter_desk.core.meetings.door import DoorCounts, Present
from chapter_desk.core.meetings.meeting import Meeting, MeetingState
from chapter_desk.core.meetings.sign_in import SignedIn
from chapter_desk.core.meetings.sort_out import Waiting
from chapter_desk.core.meetings.times import local_day
from chapter_desk.errors import NotSaved
from chapter_desk.gui.door.arrivals import Arrival
from chapter_desk.gui.door.match_rows import Tonight
from chapter_desk.gui.meetings.when import clock_words, is_near, when_words
from chapter_desk.gui.widgets.state_line import StatePart
from chapter_desk.i18n import _, language, ngettext
from chapter_desk.values import MeetingId, PersonId


@dataclass(frozen=True, slots=True)
class DoorPlace:
    """Where at the door to go: a meeting (without one the next), whether to open its door, which list.

    `late` is for those who come when the chapter's laptop has closed the door, on one that helps there.
    """

    meeting_id: MeetingId | None = None
    open: bool = False
    on_list: str = DOOR
    late: bool = False


OPEN_NEXT = DoorPlace(open=True)
"""Ctrl D: open the door of the next meeting, if that is near; else the page asks first."""


@dataclass(frozen=True, slots=True)
class Evening:
    """A meeting, who is on a list of it (newest first), the numbers, what waits, who sits at the door.

    `helps` tells that this laptop only helps at the door, `late` that it signs people in although the
    chapter's laptop has closed it.
    """

    meeting: Meeting
    present: tuple[Present, ...]
    counts: DoorCounts
    waiting: tuple[Waiting, ...]
    greeter: str
    now: datetime
    on_list: str = DOOR
    helps: bool = False
    late: bool = False

    @property
    def is_open(self) -> bool:
        """Whether people can be signed in on this page."""
        return self.late or self.meeting.state is MeetingState.OPEN

    @property
    def may_be_closed(self) -> bool:
        """Whether this laptop may close the door now: one that only helps may not."""
        return self.is_open and not self.helps

    @property
    def place(self) -> DoorPlace:
        """Where at the door this is."""
        return DoorPlace(self.meeting.id, on_list=self.on_list, late=self.late)

    @property
    def today(self) -> date:
        return local_day(self.now, self.meeting.time_zone)


def read_evening(app: App, place: DoorPlace) -> Evening | None:
    """Return the evening of a place, its door opened if the place says so; None without any meeting.

    The next meeting is opened only when it is near.  On a laptop that helps there is one meeting only;
    once its door is closed that is not opened again, it takes late ones.  For a thread that is not the
    window's.

    Raises:
        NoSuchRecord: There is no such meeting.
        MeetingCancelled, NotSaved: Its door cannot be opened.
    """
    if not app.roster.loaded:
        app.roster.load()
    helps_at = app.door_laptops.helps_at
    known = place.meeting_id or helps_at
    meeting = app.calendar.meeting(known) if known is not None else app.calendar.next_meeting()
    if meeting is None:
        return None
    now = app.db.now()
    wanted = place.open and (known is not None or is_near(meeting, now))
    late = helps_at is not None and meeting.state is MeetingState.ENDED and (wanted or place.late)
    if wanted and not late and meeting.state is not MeetingState.OPEN:
        meeting = app.calendar.open_door(meeting.id)
    app.door.present(meeting.id)  # so that the search reads nothing in the window's thread
    operator = app.chapter.at_the_desk()
    present, counts = app.door.evening(meeting.id, place.on_list)
    return Evening(
        meeting=meeting,
        present=tuple(present),
        counts=counts,
        waiting=tuple(app.sort_out.waiting(meeting.id)),
        greeter=operator.name if operator is not None else "",
        now=now,
        on_list=place.on_list,
        helps=helps_at is not None,
        late=late,
    )


def context_of(evening: Evening) -> str:
    """Return the line beside the page's title: which meeting, when, and who greets."""
    words = [f"{evening.meeting.title}, {when_words(evening.meeting, evening.now)}"]
    if evening.late:
        words.append(closed_words(evening.meeting))
    if evening.greeter:
        words.append(_("Greeter: {name}").format(name=evening.greeter))
    return "  ·  ".join(words)


def closed_words(meeting: Meeting) -> str:
    """Return when the door was closed, "" while it was not."""
    if meeting.ended_at is None:
        return ""
    return _("The door was closed at {time}").format(time=clock_words(meeting.ended_at, meeting.time_zone))


def tonight_of(evening: Evening, waiting: Collection[PersonId], *, not_saved: bool) -> Tonight:
    """Return what the lines of the list need to know of an evening."""
    return Tonight(evening.meeting.time_zone, evening.today, waiting, not_saved, evening.on_list)


def signed_in_words(signed: SignedIn, time_zone: str) -> str:
    """Return what the band says after the name: the time, and the how-manieth meeting it is."""
    time = clock_words(signed.at, time_zone)
    if signed.repeated:
        return _("Already in, since {time}").format(time=time)
    if signed.back:
        return _("{time}, back again").format(time=time)
    if not signed.times_this_year:  # a helper's laptop knows of no other meeting
        words = time
    elif signed.first_time:
        words = _("{time}, first time here").format(time=time)
    else:
        words = _("{time}, {ordinal} meeting this year").format(
            time=time, ordinal=ordinal(signed.times_this_year)
        )
    return _("{what}, to sort out later").format(what=words) if signed.sort_out else words


def ordinal(number: int) -> str:
    """Return "6th"; in Spanish "6.ª", as a meeting is counted."""
    if language() == "es":
        return f"{number}.ª"
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def state_of(evening: Evening | None, waiting: int, trouble: NotSaved | None) -> StatePart | None:
    """Return what the state line says first at the door."""
    saved = evening.counts.signed_in if evening is not None else 0
    if trouble is not None and waiting:
        words = ngettext("{n} sign-in is not saved.", "{n} sign-ins are not saved.", waiting)
        rest = ngettext("{n} is.", "{n} are.", saved)
        return StatePart(
            f"{words.format(n=waiting)} {rest.format(n=saved)}", "octagon-alert", "bad", "history"
        )
    if evening is None or not saved or evening.counts.last_at is None:
        return None
    words = ngettext(
        "Nothing is lost: {n} sign-in saved on this laptop, the last at {time}",
        "Nothing is lost: {n} sign-ins saved on this laptop, the last at {time}",
        saved,
    )
    at = clock_words(evening.counts.last_at, evening.meeting.time_zone, seconds=True)
    return StatePart(words.format(n=saved, time=at), "shield-check", "good", "history")


def not_saved_words(trouble: NotSaved, waiting: tuple[Arrival, ...], saved: int) -> tuple[str, str, str, str]:
    """Return the band's title, and what happened, what is safe, what to do."""
    first = (waiting[0].name if waiting else "") or _("a visitor")
    others = len(waiting) - 1
    title = _("Not saved: {name}. Use paper for now.").format(name=first)
    if others > 0:
        words = ngettext(
            "Not saved: {name} and {n} more. Use paper for now.",
            "Not saved: {name} and {n} more. Use paper for now.",
            others,
        )
        title = words.format(name=first, n=others)
    happened = {
        "disk-full": _("This laptop's disk is full, so the last sign-in could not be written."),
        "read-only": _("The chapter's folder cannot be written to, so the last sign-in is not on disk."),
        "busy": _("The chapter file is busy, so the last sign-in could not be written."),
        "io": _("The disk did not answer, so the last sign-in could not be written."),
    }[trouble.reason]
    safe = ngettext("The {n} sign-in before it.", "The {n} sign-ins before it.", saved).format(n=saved)
    do = {
        "disk-full": _("Write names on paper, then make room and press Try again."),
        "read-only": _("Write names on paper, make the folder writable, then press Try again."),
        "busy": _("Wait a moment, then press Try again."),
        "io": _("Write names on paper, check the disk or USB stick, then press Try again."),
    }[trouble.reason]
    return title, happened, safe if saved else _("Everything that was saved before."), do
