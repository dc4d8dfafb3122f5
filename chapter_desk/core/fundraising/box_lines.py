"""What lies in the cash box of a meeting, line by line, read from the file; and its sums.  No writing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from chapter_desk.core.fundraising.rules import Fact, Method, MoneyRule, missing_facts
from chapter_desk.core.members.same_person import component
from chapter_desk.store import schema
from chapter_desk.values import MeetingId, PersonId

ANONYMOUS = "anonymous"
EVENT_LINE = "event-line"
"""Coins and small gifts of a meeting, counted together: nobody's gift."""

SET_ASIDE = "set-aside"
"""What was over a limit: in the box, and not the chapter's to keep."""

GIVEN_BACK = "given-back"
NOT_KEPT = (SET_ASIDE, GIVEN_BACK)
"""Kinds of rows that are no gift: they are told, never added up, and make nobody a member."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums in cents, by how it was given."""

    cash: int = 0
    check: int = 0
    other: int = 0

    @property
    def all(self) -> int:
        return self.cash + self.check + self.other

    def less(self, there: "Totals") -> "Totals":
        """Return what is more here than there, by how it was given."""
        return Totals(self.cash - there.cash, self.check - there.check, self.other - there.other)


@dataclass(frozen=True, slots=True)
class BoxLine:
    """One line of a cash box.  `kind` is "" for a gift of somebody, else one of the words above.

    `missing` is what the rule requires and nobody has said; `year_before_cents` what this person had
    given in the gift's calendar year before it.
    """

    id: str
    kind: str
    amount_cents: int
    method: Method
    received_on: date
    person_id: PersonId | None
    name: str
    address: str
    missing: tuple[Fact, ...]
    year_before_cents: int

    @property
    def is_kept(self) -> bool:
        """Whether it is added up."""
        return self.kind not in NOT_KEPT


def totals_of(lines: Iterable[BoxLine]) -> Totals:
    """Return the sums of what is kept."""
    sums = {"cash": 0, "check": 0, "other": 0}
    for line in lines:
        if line.is_kept:
            sums[line.method] += line.amount_cents
    return Totals(**sums)


def hand_over_by(lines: Iterable[BoxLine], rule: MoneyRule) -> date | None:
    """Return the first of the days by which what is kept must be handed over; None for nothing."""
    days = [
        rule.hand_over_by(each.received_on, each.amount_cents, each.year_before_cents)
        for each in lines
        if each.is_kept
    ]
    return min(days, default=None)


def lines_of(connection: Connection, meeting_id: MeetingId, rule: MoneyRule) -> list[BoxLine]:
    """Return the lines of a meeting that stand, in the order they were written."""
    rows = connection.execute(
        _standing().where(schema.gift.c.meeting_id == meeting_id).order_by(schema.gift.c.id)
    ).all()
    return [_line(connection, row, rule) for row in rows]


def gifts_before(
    connection: Connection, person_id: PersonId, year: int, *, before: tuple[date, str] | None = None
) -> int:
    """Return what a person gave in a calendar year, in cents; `before` a gift's (day, id) where given."""
    found = _given(connection, person_id, year)
    return sum(row.amount_cents for row in found if before is None or (row.received_on, str(row.id)) < before)


def cash_before(
    connection: Connection,
    person_id: PersonId,
    rule: MoneyRule,
    meeting_id: MeetingId,
    on: date,
    without: str = "",
) -> int:
    """Return what a person gave in cash, over what the rule adds up, in cents; not the gift `without`."""
    return sum(
        row.amount_cents
        for row in _given(connection, person_id, on.year)
        if row.method == "cash" and row.id != without
        if rule.cash_adds_up == "year" or row.meeting_id == meeting_id
    )


def known_facts(connection: Connection, row: Row[Any]) -> frozenset[Fact]:
    """Return what is on file about who gave: at the time of the gift, or since."""
    if row.person_id is None:
        return frozenset()
    ids = component(connection, row.person_id)
    known: set[Fact] = set()
    people = connection.execute(schema.person.select().where(schema.person.c.id.in_(ids))).all()
    if any(each.display_name for each in people):
        known.add("name")
    if row.address_lines or mailing_address(connection, row.person_id):
        known.add("address")
    if row.occupation or any(each.occupation for each in people):
        known.add("occupation")
    if row.employer or any(each.employer for each in people):
        known.add("employer")
    return frozenset(known)


def mailing_address(connection: Connection, person_id: PersonId) -> tuple[str, ...]:
    """Return a person's address as lines for an envelope; empty when only a ZIP or nothing is on file."""
    a = schema.postal_address.c
    rows = connection.execute(
        schema.postal_address.select()
        .where(a.person_id.in_(component(connection, person_id)), a.removed_at.is_(None))
        .order_by(a.id.desc())
    )
    for row in rows:
        lines = [line for line in row.address_lines or () if line]
        if lines:
            town = " ".join(part for part in (row.locality, row.region, row.postal_code) if part)
            return (*lines, town) if town else tuple(lines)
    return ()


def _standing() -> Any:
    g, v = schema.gift.c, schema.void.c
    return (
        select(schema.gift, schema.person.c.display_name)
        .outerjoin(schema.person, schema.person.c.id == g.person_id)
        .where(g.amount_cents.is_not(None), g.received_on.is_not(None))
        .where(~select(v.id).where(v.target_id == g.id).exists())
    )


def _given(connection: Connection, person_id: PersonId, year: int) -> Sequence[Row[Any]]:
    g = schema.gift.c
    rows = connection.execute(_standing().where(g.person_id.in_(component(connection, person_id)))).all()
    return [row for row in rows if row.received_on.year == year and row.kind not in NOT_KEPT]


def _line(connection: Connection, row: Row[Any], rule: MoneyRule) -> BoxLine:
    kind = row.kind if row.kind in (ANONYMOUS, EVENT_LINE, *NOT_KEPT) else ""
    year_before = 0
    missing: tuple[Fact, ...] = ()
    if kind in ("", ANONYMOUS):
        if row.person_id is not None:
            before = (row.received_on, str(row.id))
            year_before = gifts_before(connection, row.person_id, row.received_on.year, before=before)
        missing = missing_facts(rule, row.amount_cents, known_facts(connection, row), year_before)
    return BoxLine(
        id=row.id,
        kind=kind,
        amount_cents=row.amount_cents,
        method=row.method if row.method in ("cash", "check") else "other",
        received_on=row.received_on,
        person_id=row.person_id,
        name=row.display_name or "",
        address=", ".join(row.address_lines or ()),
        missing=missing,
        year_before_cents=year_before,
    )
