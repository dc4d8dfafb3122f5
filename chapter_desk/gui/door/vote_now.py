"""A vote as its panel at the door shows it: read off the window's thread, and put into words."""

from collections.abc import Sequence
from dataclasses import dataclass

from chapter_desk.app import App
from chapter_desk.core.meetings.voting_roll import Ballots, Voter, VotingRoll
from chapter_desk.gui.meetings.when import clock_words
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import MeetingId

_NAMED = 6
"""Names told of those whom a change since the freezing concerns."""


@dataclass(frozen=True, slots=True)
class Vote:
    """The rule in days (None: none is set), how many may vote now, the roll (None: not frozen), the ballots.

    `helps` says that this laptop only helps at the door: the roll is not frozen here.
    """

    days: int | None
    may_now: int
    roll: VotingRoll | None
    ballots: Ballots
    time_zone: str
    helps: bool = False


def read_vote(app: App, meeting_id: MeetingId) -> Vote:
    """Read the vote of a meeting.  Raises NoSuchRecord."""
    meeting = app.calendar.meeting(meeting_id)
    return Vote(
        days=meeting.voting_days,
        may_now=len(app.votes.may_vote(meeting_id)),
        roll=app.votes.roll(meeting_id),
        ballots=app.votes.ballots(meeting_id),
        time_zone=meeting.time_zone,
        helps=app.door_laptops.helps_at is not None,
    )


def count_words(ballots: Ballots) -> str:
    """Return how the count of the ballots comes out; "" while nobody has counted."""
    rest = ballots.not_returned
    if rest is None:
        return ""
    if rest < 0:
        words = ngettext(
            "It does not close: {n} more came back than was handed out. Count again.",
            "It does not close: {n} more came back than were handed out. Count again.",
            -rest,
        )
        return words.format(n=-rest)
    if rest == 0:
        return _("It closes: every ballot came back.")
    words = ngettext("It closes with {n} not returned.", "It closes with {n} not returned.", rest)
    return words.format(n=rest)


def rule_words(vote: Vote) -> str:
    """Return who may vote by the rule."""
    if vote.days is None:
        return _("No rule is set: every member may vote. The days stand in the meeting's details.")
    if not vote.days:
        return _("Every member may vote.")
    words = ngettext(
        "Who has been a member for {n} day may vote.",
        "Who has been a member for {n} days may vote.",
        vote.days,
    )
    return words.format(n=vote.days)


def roll_words(vote: Vote) -> str:
    """Return how many may vote, or since when the roll is frozen with how many."""
    if vote.roll is None and vote.helps:
        return _("The roll is not frozen yet.")  # who is a member is not known here
    if vote.roll is None:
        words = ngettext("{n} person may vote now.", "{n} people may vote now.", vote.may_now)
        return words.format(n=vote.may_now)
    n = len(vote.roll.voters)
    words = ngettext("Frozen at {time}, with {n} person.", "Frozen at {time}, with {n} people.", n)
    return words.format(time=clock_words(vote.roll.frozen_at, vote.time_zone), n=n)


def since_words(roll: VotingRoll) -> str:
    """Return who would be on a frozen roll now, and who would not; "" where nothing changed."""
    lines = []
    if roll.now_too:
        lines.append(_("Since then these would be on it too: {names}.").format(names=_names(roll.now_too)))
    if roll.no_longer:
        lines.append(_("Since then these would not be on it: {names}.").format(names=_names(roll.no_longer)))
    return " ".join(lines)


def _names(voters: Sequence[Voter]) -> str:
    names = [voter.name or _("Somebody who is no longer on file") for voter in voters]
    more = len(names) - _NAMED
    told = ", ".join(names[:_NAMED])
    return (
        told
        if more <= 0
        else ngettext("{names} and {n} more", "{names} and {n} more", more).format(names=told, n=more)
    )


def handed_out_words(ballots: Ballots) -> str:
    """Return how many ballots were handed out, and how many of them against the rule."""
    words = ngettext("{n} ballot handed out.", "{n} ballots handed out.", ballots.handed_out)
    told = words.format(n=ballots.handed_out)
    if ballots.forced:
        more = ngettext("{n} of them against the rule.", "{n} of them against the rule.", ballots.forced)
        told = f"{told} " + more.format(n=ballots.forced)
    return told
