"""The count of a meeting's money: by two people, compared with what was written, and signed off."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from chapter_desk.core.fundraising.box_lines import Totals, hand_over_by, lines_of, totals_of
from chapter_desk.core.fundraising.money_rule import MoneyRuleChoice
from chapter_desk.core.fundraising.rules import MoneyRule
from chapter_desk.core.meetings.meeting import require_meeting
from chapter_desk.core.meetings.times import local_day
from chapter_desk.core.members.required import require_person
from chapter_desk.core.members.same_person import component
from chapter_desk.errors import MoneyRefused, NotAnAmount
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import MeetingId, PersonId, natural_id


@dataclass(frozen=True, slots=True)
class CountDraft:
    """What two people counted."""

    counted: Totals
    first: PersonId | None
    second: PersonId | None


@dataclass(frozen=True, slots=True)
class MoneyCount:
    """A count that was signed off.  `written_cents` is the sum it was compared with."""

    counted: Totals
    written_cents: int
    first: PersonId | None
    first_name: str
    second: PersonId | None
    second_name: str
    counted_on: date | None
    hand_over_by: date | None
    signed_at: datetime | None


class MoneyCounts:
    """Keeps the one count of each meeting; counting again writes over it, and the history tells both."""

    def __init__(self, db: Database, choice: MoneyRuleChoice) -> None:
        self._db = db
        self._choice = choice

    def sign_off(self, meeting_id: MeetingId, draft: CountDraft) -> MoneyCount:
        """Keep a count, whatever it differs by: a difference is shown, not hidden.

        Raises:
            MoneyRefused: The rule takes no money, or not two people counted.
            NotAnAmount: Less than nothing was counted.
            NoSuchRecord: There is no such meeting or person.
        """
        counted = draft.counted
        least = min(counted.cash, counted.check, counted.other)
        if least < 0:
            raise NotAnAmount(least)
        with self._db.write("count-money", {"meeting": meeting_id}) as writer:
            connection = writer.connection
            meeting = require_meeting(connection, self._db, meeting_id)
            rule = self._choice.within(connection).rule
            if not rule.money_entry:
                raise MoneyRefused("closed")
            _require_counters(writer, draft, rule)
            lines = lines_of(connection, meeting_id, rule)
            by = hand_over_by(lines, rule) or rule.hand_over_by(meeting.local_start.date(), 0)
            writer.put(
                schema.count_sheet,
                natural_id("count_sheet", meeting_id),
                {
                    "meeting_id": meeting_id,
                    "first_counter": draft.first,
                    "second_counter": draft.second,
                    "cash_cents": counted.cash,
                    "check_cents": counted.check,
                    "other_cents": counted.other,
                    "written_cents": totals_of(lines).all,
                    "counted_on": local_day(writer.at, meeting.time_zone),
                    "hand_over_by": by,
                    "rule_id": rule.id,
                    "signed_at": writer.at,
                    "removed_at": None,
                },
            )
            kept = count_of(connection, meeting_id)
            assert kept is not None, "it was just written"
            return kept


def _require_counters(writer: Writer, draft: CountDraft, rule: MoneyRule) -> None:
    """Refuse a count by fewer people than the rule asks for; two entries of one person are one."""
    if draft.first is None or (rule.counters > 1 and draft.second is None):
        raise MoneyRefused("one-counter")
    for person in (draft.first, draft.second):
        if person is not None:
            require_person(writer, person)
    if draft.second is not None and draft.second in component(writer.connection, draft.first):
        raise MoneyRefused("same-counter")


def count_of(connection: Connection, meeting_id: MeetingId) -> MoneyCount | None:
    """Return the count of a meeting; None while nobody counted."""
    c, first, second = schema.count_sheet.c, schema.person.alias(), schema.person.alias()
    row = connection.execute(
        select(
            schema.count_sheet,
            first.c.display_name.label("first_name"),
            second.c.display_name.label("second_name"),
        )
        .outerjoin(first, first.c.id == c.first_counter)
        .outerjoin(second, second.c.id == c.second_counter)
        .where(c.meeting_id == meeting_id, c.removed_at.is_(None), c.signed_at.is_not(None))
    ).first()
    if row is None:
        return None
    return MoneyCount(
        counted=Totals(row.cash_cents or 0, row.check_cents or 0, row.other_cents or 0),
        written_cents=row.written_cents or 0,
        first=row.first_counter,
        first_name=row.first_name or "",
        second=row.second_counter,
        second_name=row.second_name or "",
        counted_on=row.counted_on,
        hand_over_by=row.hand_over_by,
        signed_at=row.signed_at,
    )
