"""Money rules as data: what may be kept, what must be asked, by when money is handed over.  Pure.

The rules stand in `resources/fundraising/rules.toml`; another rule is another table there.  A tier is what
is asked about a gift from an amount on; the highest that a gift reaches holds ("over 50" is more than 50.00).
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

import msgspec
from msgspec import Struct, field

from chapter_desk.core.national.text import Text
from chapter_desk.files import resource

NO_FUNDRAISING = "no-fundraising"
CASH_BOX = "chapter-cash-box"

Fact = Literal["name", "address", "occupation", "employer"]
"""What may be asked about who gave."""

Method = Literal["cash", "check", "other"]
METHODS: tuple[Method, ...] = ("cash", "check", "other")


class Tier(Struct, frozen=True):
    """What is asked about a gift of more than `over_cents`, of the gift alone or of the year's sum with it.

    `hand_over_within_days` is 0 where the rule's own span holds.
    """

    id: str
    over_cents: int
    adds_up: Literal["gift", "year"] = "gift"
    require: tuple[Fact, ...] = ()
    ask: tuple[Fact, ...] = ()
    hand_over_within_days: int = 0


class MoneyRule(Struct, frozen=True):
    """A rule a chapter can work by; a limit of None is no limit.

    `cash_adds_up` says over what the cash of one person is added: one meeting, or the calendar year.
    """

    id: str
    origin: Literal["national", "prudence", "law"]
    money_entry: bool
    title: Text
    about: Text
    anonymous_cash_max_cents: int | None = None
    cash_max_cents: int | None = None
    cash_adds_up: Literal["meeting", "year"] = "meeting"
    counters: int = 1
    hand_over_within_days: int = 0
    keep_years: int = 0
    tiers: tuple[Tier, ...] = field(default=(), name="tier")

    def tier(self, cents: int, year_before_cents: int = 0) -> Tier | None:
        """Return the highest tier a gift reaches after `year_before_cents` of this person in its year."""
        reached = [
            each
            for each in self.tiers
            if each.over_cents < (cents if each.adds_up == "gift" else cents + year_before_cents)
        ]
        return max(reached, key=lambda each: (each.adds_up == "year", each.over_cents), default=None)

    def hand_over_by(self, received_on: date, cents: int, year_before_cents: int = 0) -> date:
        """Return the last day on which a gift is handed to the treasurer."""
        tier = self.tier(cents, year_before_cents)
        days = (tier.hand_over_within_days if tier is not None else 0) or self.hand_over_within_days
        return received_on + timedelta(days=days)


class MoneyRules(Struct, frozen=True):
    """All rules that ship, the one that holds until a chapter chooses, and what is said with each."""

    schema: str
    schema_version: int
    default: str
    notice: Text
    rules: tuple[MoneyRule, ...] = field(name="rule")

    def rule(self, id: str) -> MoneyRule:
        """Return a rule; the default for one that this version does not know: it lets nothing in."""
        known = {each.id: each for each in self.rules}
        return known.get(id, known[self.default])


@dataclass(frozen=True, slots=True)
class Over:
    """A gift goes over a limit: `keep_cents` of it may be kept, `aside_cents` may not."""

    limit: Literal["anonymous-cash", "cash"]
    limit_cents: int
    keep_cents: int
    aside_cents: int


def over_limit(
    rule: MoneyRule, cents: int, method: Method, *, named: bool, cash_before_cents: int = 0
) -> Over | None:
    """Return which limit a gift goes over; None when it may be kept as it is.

    `cash_before_cents` is what this person gave in cash before, where the rule adds it up.
    """
    if method != "cash":
        return None
    most = rule.cash_max_cents if named else rule.anonymous_cash_max_cents
    before = cash_before_cents if named else 0
    if most is None or cents + before <= most:
        return None
    keep = max(0, most - before)
    return Over("cash" if named else "anonymous-cash", most, keep, cents - keep)


def missing_facts(rule: MoneyRule, cents: int, known: frozenset[Fact], year_before_cents: int = 0) -> tuple[
    Fact, ...
]:  # fmt: skip
    """Return what the rule requires about a gift and nobody has said yet."""
    tier = rule.tier(cents, year_before_cents)
    return () if tier is None else tuple(each for each in tier.require if each not in known)


def parsed_rules(text: str) -> MoneyRules:
    """Return the rules of a text.  What ships is checked by a test, so a wrong text is a bug."""
    return msgspec.convert(tomllib.loads(text), MoneyRules)


@cache
def shipped_rules() -> MoneyRules:
    """Return the rules that ship with the program."""
    return parsed_rules(resource("fundraising", "rules.toml").read_text(encoding="utf-8"))
