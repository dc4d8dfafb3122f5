"""The dates of an event that repeats, as its rule tells them, for about a year ahead.  Pure.

Dates are counted on the clock of the event's place, so seven stays seven over a change to summer time.
Only rules as people set them are taken (daily to yearly): a stranger's rule may otherwise have this
computer count for hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

AHEAD = timedelta(days=400)
MOST_DATES = 60
_MOST_COUNTED = 20_000

_TAKEN: dict[str, frozenset[str]] = {
    "DAILY": frozenset({"BYDAY"}),
    "WEEKLY": frozenset({"BYDAY"}),
    "MONTHLY": frozenset({"BYDAY", "BYMONTHDAY", "BYSETPOS"}),
    "YEARLY": frozenset({"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}),
}
_ALWAYS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})


class RuleNotTaken(ValueError):  # noqa: N818 (a fact about a rule, told with the event)
    """An event repeats in a way that is not taken over."""


@dataclass(frozen=True, slots=True)
class Dates:
    """When an event takes place: starts as the file writes them; `more` tells that it goes on after them."""

    starts: tuple[datetime, ...]
    more: bool


def dates_of(event: Any, now: datetime) -> Dates:
    """Return the dates of an event from now on, without those that are excepted.

    Raises:
        RuleNotTaken: Its rule is none that is taken, or cannot be read.
    """
    try:
        first: datetime = event["DTSTART"].dt
        left = {_comparable(each) for each in event.exdates}
        added = [each for each in event.rdates if isinstance(each, datetime)]
        found = {_comparable(each): each for each in [*_ruled(event, first), *added]}
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as trouble:
        raise RuleNotTaken(str(type(trouble))) from None
    begin = now - timedelta(hours=6)
    coming = sorted(at for at in found if at not in left and _instant(found[at]) >= begin)
    near = [at for at in coming if _instant(found[at]) <= now + AHEAD]
    taken = near[:MOST_DATES]
    return Dates(tuple(found[at] for at in taken), len(coming) > len(taken))


def _ruled(event: Any, first: datetime) -> Iterator[datetime]:
    from dateutil.rrule import rrulestr

    rules = event.rrules
    if not rules:
        yield first
        return
    if len(rules) > 1:
        raise RuleNotTaken("several rules")
    rule: Any = rules[0]
    often = str(rule.get("FREQ", [""])[0]).upper()
    if often not in _TAKEN or set(rule) - _ALWAYS - _TAKEN[often]:
        raise RuleNotTaken(often)
    if int(rule.get("INTERVAL", [1])[0]) < 1:
        raise RuleNotTaken("no step")
    until = rule.get("UNTIL", [None])[0]
    plain = type(rule)({name: value for name, value in rule.items() if name != "UNTIL"})
    wall = first.replace(tzinfo=None)
    for at in islice(rrulestr(plain.to_ical().decode(), dtstart=wall), _MOST_COUNTED):
        there = at.replace(tzinfo=first.tzinfo)
        if until is not None and _is_after(there, until):
            return
        yield there
        if at.year > wall.year + 30:
            return


def _is_after(at: datetime, until: date) -> bool:
    if not isinstance(until, datetime):
        return at.date() > until
    if until.tzinfo is None:
        return at.replace(tzinfo=None) > until
    return _instant(at) > until


def _comparable(at: date) -> datetime:
    if not isinstance(at, datetime):
        raise RuleNotTaken("a day without an hour")
    return _instant(at)


def _instant(at: datetime) -> datetime:
    return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC)
