"""What the Meetings page shows, read off the window's thread."""

from dataclasses import dataclass
from datetime import date, datetime

from chapter_desk.app import App
from chapter_desk.core.meetings.calendar import MeetingEntry
from chapter_desk.core.meetings.door import DoorCounts, Present
from chapter_desk.core.meetings.meeting import Meeting, MeetingState
from chapter_desk.core.meetings.roll import Roll
from chapter_desk.gui.widgets.labels import Tone
from chapter_desk.i18n import _
from chapter_desk.values import MeetingId, PersonId

_PAST = 500


@dataclass(frozen=True, slots=True)
class MeetingsNow:
    """The meetings to come, soonest first, those of the past, latest first, and the day it is here."""

    coming: tuple[MeetingEntry, ...]
    past: tuple[MeetingEntry, ...]
    now: datetime
    today: date

    def entry(self, meeting_id: MeetingId) -> MeetingEntry | None:
        """Return a meeting of either list."""
        both = (*self.coming, *self.past)
        return next((each for each in both if each.meeting.id == meeting_id), None)


@dataclass(frozen=True, slots=True)
class MeetingNow:
    """One meeting, who was signed in (newest first), the numbers and the roll."""

    meeting: Meeting
    present: tuple[Present, ...]
    counts: DoorCounts
    roll: Roll
    now: datetime
    today: date


def read_meetings(app: App) -> MeetingsNow:
    """Return all meetings."""
    return MeetingsNow(
        tuple(app.calendar.upcoming()), tuple(app.calendar.past(_PAST)), app.db.now(), app.chapter.today()
    )


def read_meeting(app: App, meeting_id: MeetingId) -> MeetingNow:
    """Return one meeting.  Raises NoSuchRecord."""
    if not app.roster.loaded:
        app.roster.load()
    return MeetingNow(
        app.calendar.meeting(meeting_id),
        tuple(app.door.who_is_in(meeting_id)),
        app.door.counts(meeting_id),
        app.rolls.roll(meeting_id),
        app.db.now(),
        app.chapter.today(),
    )


def count_in(app: App, meeting: Meeting, person_id: PersonId) -> str:
    """Sign somebody in who is or was there; return their name."""
    if meeting.state is MeetingState.OPEN:
        return app.sign_ins.sign_in(meeting.id, person_id, method="roster").name
    return app.sign_ins.sign_in_afterwards(meeting.id, person_id).name


def state_words(state: MeetingState) -> tuple[str, Tone, str]:
    """Return the word of a meeting's state, its tone and its icon."""
    words: dict[MeetingState, tuple[str, Tone, str]] = {
        MeetingState.PLANNED: (_("Planned"), "", "calendar-days"),
        MeetingState.OPEN: (_("Door open"), "good", "door-open"),
        MeetingState.ENDED: (_("Ended"), "", "check"),
        MeetingState.CANCELLED: (_("Called off"), "warn", "ban"),
    }
    return words[state]
