"""The cash box of a meeting: gifts, one line for coins, what is set aside, and what is still to ask.

Nothing that is missing blocks a gift; only what the rule lets nobody keep is refused as it is.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from chapter_desk.core.fundraising.box_lines import (
    ANONYMOUS,
    EVENT_LINE,
    GIVEN_BACK,
    SET_ASIDE,
    BoxLine,
    Totals,
    cash_before,
    gifts_before,
    hand_over_by,
    lines_of,
    mailing_address,
    totals_of,
)
from chapter_desk.core.fundraising.money_counts import MoneyCount, count_of
from chapter_desk.core.fundraising.money_rule import MoneyRuleChoice, RuleChoice
from chapter_desk.core.fundraising.rules import METHODS, Method, over_limit
from chapter_desk.core.meetings.meeting import Meeting, require_meeting
from chapter_desk.core.members.naming import clean_text
from chapter_desk.core.members.required import require_person
from chapter_desk.errors import MoneyRefused, NoSuchRecord, NotAnAmount
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import MeetingId, PersonId, new_id


@dataclass(frozen=True, slots=True)
class BoxGift:
    """A gift to keep; without a person it is anonymous.  `address` is a mailing address as it was said."""

    amount_cents: int
    method: Method = "cash"
    person_id: PersonId | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Giver:
    """What a gift of somebody is judged by: their cash before, their year before, and what is known."""

    cash_before_cents: int = 0
    year_before_cents: int = 0
    has_address: bool = False


@dataclass(frozen=True, slots=True)
class CashBox:
    """The box of one meeting.  `hand_over_by` is None while nothing lies in it."""

    meeting: Meeting
    choice: RuleChoice
    lines: tuple[BoxLine, ...]
    count: MoneyCount | None

    @property
    def written(self) -> Totals:
        """The sum of gifts and of the event line."""
        return totals_of(self.lines)

    @property
    def gifts_cents(self) -> int:
        return self.written.all - self.event_line_cents

    @property
    def event_line_cents(self) -> int:
        return sum(each.amount_cents for each in self.lines if each.kind == EVENT_LINE)

    @property
    def aside_cents(self) -> int:
        """What lies in the box and is not the chapter's to keep."""
        return sum(each.amount_cents for each in self.lines if each.kind == SET_ASIDE)

    @property
    def still_to_ask(self) -> tuple[BoxLine, ...]:
        return tuple(each for each in self.lines if each.missing)

    @property
    def hand_over_by(self) -> date | None:
        return hand_over_by(self.lines, self.choice.rule)


class CashBoxes:
    """Reads the box of a meeting, and writes into it."""

    def __init__(self, db: Database, choice: MoneyRuleChoice) -> None:
        self._db = db
        self._choice = choice

    def of(self, meeting_id: MeetingId) -> CashBox:
        """Return what is in the box.  Raises NoSuchRecord."""
        with self._db.read() as connection:
            meeting = require_meeting(connection, self._db, meeting_id)
            choice = self._choice.within(connection)
            lines = lines_of(connection, meeting_id, choice.rule)
            return CashBox(meeting, choice, tuple(lines), count_of(connection, meeting_id))

    def giver(self, meeting_id: MeetingId, person_id: PersonId, without: str = "") -> Giver:
        """Return what a gift of this person at this meeting is judged by; the gift `without` is left out."""
        with self._db.read() as connection:
            day = require_meeting(connection, self._db, meeting_id).local_start.date()
            rule = self._choice.within(connection).rule
            return Giver(
                cash_before(connection, person_id, rule, meeting_id, day, without),
                gifts_before(connection, person_id, day.year, before=(day, without) if without else None),
                bool(mailing_address(connection, person_id)),
            )

    def keep(self, meeting_id: MeetingId, *gifts: BoxGift, set_aside: bool = False) -> tuple[str, ...]:
        """Keep gifts of one act (two when a couple says that each gave a part); return their ids.

        With `set_aside`, what is over a limit is written down as not to keep, and the rest is kept.

        Raises:
            MoneyRefused: The rule takes no money, or a limit is passed.
            NotAnAmount: Nothing, or less than nothing, was given.
            NoSuchRecord: There is no such meeting or person.
        """
        params: dict[str, Any] = {"meeting": meeting_id}
        with self._db.write("record-gift", params) as writer:
            kept = tuple(self._keep(writer, meeting_id, each, set_aside, "") for each in gifts)
            params["gift"] = kept[0]
            return kept

    def add_coins(self, meeting_id: MeetingId, amount_cents: int) -> str:
        """Add coins and small gifts to the one line of this meeting; return its id.

        Raises:
            MoneyRefused, NotAnAmount, NoSuchRecord: See `keep`.
        """
        with self._db.write("event-line", {"meeting": meeting_id}) as writer:
            day = self._open(writer, meeting_id, amount_cents)
            rule = self._choice.within(writer.connection).rule
            total = amount_cents
            for line in lines_of(writer.connection, meeting_id, rule):
                if line.kind == EVENT_LINE:
                    total += line.amount_cents
                    writer.void(schema.gift, line.id, "added-up")
            return _insert(writer, meeting_id, day, total, "cash", EVENT_LINE)

    def correct(self, gift_id: str, gift: BoxGift, *, set_aside: bool = False) -> str:
        """Write a line anew: what stood is taken back, and told in the history.  Returns the new id.

        Raises:
            MoneyRefused, NotAnAmount, NoSuchRecord: See `keep`; also when it was taken back already.
        """
        params: dict[str, Any] = {"gift": gift_id}
        with self._db.write("correct-gift", params) as writer:
            row = self._standing(writer, gift_id)
            meeting_id = MeetingId(str(row["meeting_id"]))
            if row["kind"] == EVENT_LINE:
                day = self._open(writer, meeting_id, gift.amount_cents)
                new = _insert(writer, meeting_id, day, gift.amount_cents, "cash", EVENT_LINE)
            else:
                new = self._keep(writer, meeting_id, gift, set_aside, gift_id)
            writer.void(schema.gift, gift_id, "corrected")
            params["gift"] = new
            return new

    def give_back(self, gift_id: str, amount_cents: int) -> None:
        """Give a gift back, whole or in part: it is taken back, what stays is a gift, the rest is told.

        Raises:
            MoneyRefused: It was taken back already, or was less than that.
            NotAnAmount, NoSuchRecord: Nothing is to be given back, or there is no such gift.
        """
        if amount_cents <= 0:
            raise NotAnAmount(amount_cents)
        with self._db.write("give-back", {"gift": gift_id}) as writer:
            row = self._standing(writer, gift_id)
            given = int(str(row["amount_cents"]))
            if amount_cents > given:
                raise MoneyRefused("more-than-given", given)
            same = {
                field: row[field]
                for field in ("person_id", "meeting_id", "method", "kind", "employer", "occupation")
            } | {
                "received_on": date.fromisoformat(str(row["received_on"])),
                "address_lines": json.loads(str(row["address_lines"] or "null")),
            }
            writer.void(schema.gift, gift_id, "given-back")
            if amount_cents < given:
                writer.insert(schema.gift, same | {"amount_cents": given - amount_cents})
            writer.insert(schema.gift, same | {"amount_cents": amount_cents, "kind": GIVEN_BACK})

    def take_back(self, gift_id: str) -> None:
        """Take a line out that was a slip.

        Raises:
            MoneyRefused: It was taken back already.
            NoSuchRecord: There is no such line.
        """
        with self._db.write("take-back-gift", {"gift": gift_id}) as writer:
            self._standing(writer, gift_id)
            writer.void(schema.gift, gift_id, "slip")

    def _keep(
        self, writer: Writer, meeting_id: MeetingId, gift: BoxGift, set_aside: bool, instead_of: str
    ) -> str:
        assert gift.method in METHODS, gift.method
        day = self._open(writer, meeting_id, gift.amount_cents)
        connection, rule = writer.connection, self._choice.within(writer.connection).rule
        address: tuple[str, ...] = ()
        cash = 0
        if gift.person_id is not None:
            require_person(writer, gift.person_id)
            said = clean_text(gift.address, "address")
            address = (said,) if said else mailing_address(connection, gift.person_id)
            cash = cash_before(connection, gift.person_id, rule, meeting_id, day, instead_of)
        over = over_limit(
            rule, gift.amount_cents, gift.method, named=gift.person_id is not None, cash_before_cents=cash
        )
        if over is not None and not set_aside:
            raise MoneyRefused(over.limit, over.limit_cents)
        kind = "" if gift.person_id is not None else ANONYMOUS
        keep_cents = gift.amount_cents if over is None else over.keep_cents
        ids = []
        if keep_cents:
            ids.append(
                _insert(writer, meeting_id, day, keep_cents, gift.method, kind, gift.person_id, address)
            )
        if over is not None:
            ids.append(
                _insert(writer, meeting_id, day, over.aside_cents, gift.method, SET_ASIDE, gift.person_id)
            )
        return ids[0]

    def _open(self, writer: Writer, meeting_id: MeetingId, amount_cents: int) -> date:
        """Return the day of receipt: the meeting's, when the box was taken in hand."""
        if not self._choice.within(writer.connection).rule.money_entry:
            raise MoneyRefused("closed")
        if amount_cents <= 0:
            raise NotAnAmount(amount_cents)
        return require_meeting(writer.connection, self._db, meeting_id).local_start.date()

    def _standing(self, writer: Writer, gift_id: str) -> dict[str, Any]:
        row = writer.row(schema.gift, gift_id)
        if row is None or row["made_clock"] is None or row["meeting_id"] is None:
            raise NoSuchRecord("gift", gift_id)
        if writer.is_void(gift_id):
            raise MoneyRefused("gone")
        return dict(row)


def _insert(
    writer: Writer,
    meeting_id: MeetingId,
    day: date,
    amount_cents: int,
    method: Method,
    kind: str,
    person_id: PersonId | None = None,
    address: tuple[str, ...] = (),
) -> str:
    values = {
        "meeting_id": meeting_id,
        "person_id": person_id,
        "amount_cents": amount_cents,
        "method": method,
        "kind": kind or None,
        "received_on": day,
        "address_lines": list(address) or None,
    }
    return writer.insert(schema.gift, values, id=new_id())
