"""How somebody stands by the rule of a vote, in words for the door."""

from dataclasses import replace
from datetime import date

from chapter_desk.core.meetings.voting import VotingStanding
from chapter_desk.errors import ChapterDeskError, MayNotVote
from chapter_desk.gui.meetings.when import long_day
from chapter_desk.gui.shell.notices import Told, told_about
from chapter_desk.i18n import _, ngettext


def vote_note(vote: VotingStanding, today: date) -> str:
    """Return, for the mark beside a name, why there is no ballot; "" where there is one."""
    if vote.may:
        return ""
    if vote.by_roll:
        return _("Not on the roll")
    if vote.from_day is None:
        return _("Not a member yet")
    return _("May vote from {day}").format(day=long_day(vote.from_day, today))


def vote_reason(vote: VotingStanding, today: date) -> str:
    """Return the whole reason why somebody has no vote here."""
    if vote.by_roll and vote.since is None:
        return _("The roll is frozen, and they are not on it: they are no member.")
    if vote.since is None or vote.from_day is None:
        return _("They have been at no meeting yet.")
    since, day = long_day(vote.since, today), long_day(vote.from_day, today)
    if vote.by_roll:
        return _("The roll is frozen, and they are not on it. Member since {since}.").format(since=since)
    words = ngettext(
        "May vote from {day}: member since {since}, the rule is {n} day.",
        "May vote from {day}: member since {since}, the rule is {n} days.",
        vote.days,
    )
    return words.format(since=since, n=vote.days, day=day)


def vote_greeting(vote: VotingStanding | None, today: date) -> str:
    """Return what a greeter may tell who just came in at the door of a vote; "" where there is none."""
    if vote is None:
        return ""
    if vote.may:
        return _("may vote")
    if vote.by_roll or vote.from_day is None:
        return _("no vote here")
    return _("may vote from {day}").format(day=long_day(vote.from_day, today))


def refused_notice(error: ChapterDeskError) -> Told:
    """Return the notice about a sign-in that was refused: who has no vote is no trouble, so it is not red."""
    told = told_about(error)
    return replace(told, tone="warn") if isinstance(error, MayNotVote) else told
