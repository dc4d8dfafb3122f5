"""What can go wrong with money: gifts, the count, and the rule a chapter works by."""

from dataclasses import dataclass

from chapter_desk.errors.expected import ChapterDeskError


@dataclass(eq=False, slots=True)
class NotAnAmount(ChapterDeskError):
    """A gift must be more than nothing; `cents` is what was given instead."""

    cents: int


@dataclass(eq=False, slots=True)
class MoneyRefused(ChapterDeskError):
    """Something cannot be done with money, by the rule the chapter works by.

    `reason` is one of `closed` (the rule takes no money), `anonymous-cash`, `cash` (more than
    `limit_cents` in cash, without a name or of one person), `gone` (the gift was taken back already),
    `more-than-given` (is to be given back), `one-counter`, `same-counter` (two people count),
    `nobody`, `no-reason` (a rule is chosen by somebody, for a reason).
    """

    reason: str
    limit_cents: int = 0
