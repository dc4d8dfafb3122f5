"""What can go wrong with a vote: who may not vote yet, the roll, the count of the ballots."""

from dataclasses import dataclass
from datetime import date

from chapter_desk.errors.expected import ChapterDeskError


@dataclass(eq=False, slots=True)
class MayNotVote(ChapterDeskError):
    """The rule of a meeting gives somebody no ballot.

    `since` is the day they became a member (None: they are none yet), `from_day` the first day on which
    they may vote, `days` the rule; `by_roll` tells that the frozen roll decided.
    """

    name: str
    since: date | None
    from_day: date | None
    days: int
    by_roll: bool = False


@dataclass(eq=False, slots=True)
class VoteRefused(ChapterDeskError):
    """Something cannot be done with a vote.

    `reason` is one of `frozen` (the roll is frozen already), `nobody` (nobody may vote by the rule),
    `not-a-number` (of ballots).
    """

    reason: str
