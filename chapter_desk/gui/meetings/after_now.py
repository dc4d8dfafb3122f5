"""What is done after a meeting, as the page shows it: read off the window's thread, and put into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chapter_desk.app import App
from chapter_desk.core.meetings.call_numbers import CallNumber
from chapter_desk.core.meetings.follow_ups import FollowUp, MadeCall, Outcome
from chapter_desk.core.meetings.meeting import Meeting
from chapter_desk.core.meetings.thanks import ThanksList
from chapter_desk.core.meetings.times import local_day
from chapter_desk.gui.widgets.labels import Tone
from chapter_desk.i18n import _, pgettext
from chapter_desk.values import MeetingId, PersonId


@dataclass(frozen=True, slots=True)
class AfterPlace:
    """After which meeting: without one the last that was held.  `thanks` opens its thank-you list."""

    meeting_id: MeetingId | None = None
    thanks: bool = False


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call to make: to which numbers, and who makes it."""

    call: FollowUp
    numbers: tuple[CallNumber, ...]
    owner_name: str
    mine: bool

    @property
    def number(self) -> CallNumber | None:
        """The number to call first."""
        return next((each for each in self.numbers if each.may), None)


@dataclass(frozen=True, slots=True)
class AfterNow:
    """The calls to make and made, and the last meeting with whom to thank.  `me` sits at this laptop."""

    meeting: Meeting | None
    thanks: ThanksList | None
    calls: tuple[CallLine, ...]
    made: tuple[MadeCall, ...]
    me: PersonId | None
    time_zone: str
    now: datetime

    @property
    def today(self) -> date:
        return local_day(self.now, self.time_zone)


def read_after(app: App, place: AfterPlace) -> AfterNow:
    """Return what is to be done.  Raises NoSuchRecord."""
    if not app.roster.loaded:
        app.roster.load()
    meeting = app.calendar.meeting(place.meeting_id) if place.meeting_id else _last_held(app)
    calls = app.follow_ups.due()
    numbers = app.follow_ups.numbers([each.person_id for each in calls])
    me = app.follow_ups.who_sits_here()
    return AfterNow(
        meeting=meeting,
        thanks=app.thanks.of(meeting.id) if meeting is not None else None,
        calls=tuple(_line(app, each, numbers.get(each.person_id, ()), me) for each in calls),
        made=tuple(app.follow_ups.made()),
        me=me,
        time_zone=app.chapter.card().time_zone,
        now=app.db.now(),
    )


def _last_held(app: App) -> Meeting | None:
    open_now = app.calendar.next_meeting()
    if open_now is not None and open_now.opened_at is not None:
        return open_now
    return next((each.meeting for each in app.calendar.past() if each.meeting.opened_at is not None), None)


def _line(app: App, call: FollowUp, numbers: tuple[CallNumber, ...], me: PersonId | None) -> CallLine:
    row = app.roster.row(PersonId(call.owner)) if call.owner else None
    mine = row is not None and me is not None and row is app.roster.row(me)
    return CallLine(call, numbers, row.display_name if row is not None else "", mine)


def outcome_choices() -> Sequence[tuple[Outcome, str]]:
    """Return what may have become of a call, in words, in the order of their keys."""
    return (
        ("reached", pgettext("call", "Reached")),
        ("will-come", pgettext("call", "Will come")),
        ("left-word", pgettext("call", "Left a message")),
        ("no-answer", pgettext("call", "Nobody answered")),
        ("wrong-number", pgettext("call", "Wrong number")),
        ("do-not-call", pgettext("call", "Do not call again")),
    )


def outcome_words(outcome: Outcome) -> str:
    """Return an outcome in words."""
    return dict(outcome_choices()).get(outcome, outcome)


def outcome_tone(outcome: Outcome) -> Tone:
    """Return the tone of an outcome."""
    good, bad = ("reached", "will-come"), ("wrong-number", "do-not-call")
    return "good" if outcome in good else "warn" if outcome in bad else ""


def what_follows(outcome: Outcome) -> str:
    """Return what an outcome leads to, for the notice after it."""
    return {
        "no-answer": _("It is due again tomorrow."),
        "wrong-number": _("The number is taken off."),
        "do-not-call": _("Nobody calls them any more: noted as their answer."),
    }.get(outcome, "")
