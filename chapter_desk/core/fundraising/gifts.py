"""Gifts: what was given, by whom if they said so, and how."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from chapter_desk.core.fundraising.box_lines import NOT_KEPT
from chapter_desk.core.members.naming import clean_text
from chapter_desk.core.members.same_person import component
from chapter_desk.errors import NoSuchRecord, NotAnAmount
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, PersonId, natural_id, new_id


@dataclass(frozen=True, slots=True)
class GiftDraft:
    """A gift not kept yet.  Without `person_id` it is anonymous and makes nobody a member.

    `amount_cents` is in cents of a dollar.  `source_line` names the line of a list it came from: a
    gift taken in twice from the same line is one gift.
    """

    amount_cents: int
    received_on: date
    person_id: PersonId | None = None
    meeting_id: MeetingId | None = None
    method: str = ""
    kind: str = ""
    employer: str = ""
    occupation: str = ""
    note: str = ""
    source_line: str = ""


@dataclass(frozen=True, slots=True)
class Gift:
    """A gift that stands."""

    id: str
    amount_cents: int
    received_on: date
    person_id: PersonId | None
    meeting_id: MeetingId | None
    method: str
    kind: str
    note: str


class Gifts:
    """Records gifts and takes them back."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def record(self, draft: GiftDraft) -> str:
        """Keep a gift and return its id.

        Raises:
            NotAnAmount: Nothing, or less than nothing, was given.
            NoSuchRecord: There is no such person or meeting.
        """
        if draft.amount_cents <= 0:
            raise NotAnAmount(draft.amount_cents)
        id = natural_id("gift", draft.source_line) if draft.source_line else new_id()
        texts = ("method", "kind", "employer", "occupation", "note", "source_line")
        values: dict[str, Any] = {
            "amount_cents": draft.amount_cents,
            "received_on": draft.received_on,
            "person_id": draft.person_id,
            "meeting_id": draft.meeting_id,
            **{field: clean_text(getattr(draft, field), field) or None for field in texts},
        }
        with self._db.write("record-gift", {"gift": id}) as writer:
            for table, wanted in ((schema.person, draft.person_id), (schema.meeting, draft.meeting_id)):
                row = None if wanted is None else writer.row(table, wanted)
                if wanted is not None and (row is None or row["made_clock"] is None):
                    raise NoSuchRecord(table.name, wanted)
            writer.put(schema.gift, id, values)
        return id

    def take_back(self, id: str, reason: str = "") -> bool:
        """Take a gift back, for instance a refund; return whether it stood until now.

        Raises:
            NoSuchRecord: There is no such gift.
        """
        with self._db.write("take-back-gift", {"gift": id}) as writer:
            return writer.void(schema.gift, id, reason)

    def of(self, person_id: PersonId) -> list[Gift]:
        """Return a person's gifts that stand, newest first."""
        g, v = schema.gift.c, schema.void.c
        with self._db.read() as connection:
            query = (
                select(schema.gift)
                .where(g.person_id.in_(component(connection, person_id)), g.amount_cents.is_not(None))
                .where(func.coalesce(g.kind, "").not_in(NOT_KEPT))
                .where(~select(v.id).where(v.target_id == g.id).exists())
                .order_by(g.received_on.desc(), g.id.desc())
            )
            return [
                Gift(
                    id=row.id,
                    amount_cents=row.amount_cents,
                    received_on=row.received_on,
                    person_id=row.person_id,
                    meeting_id=row.meeting_id,
                    method=row.method or "",
                    kind=row.kind or "",
                    note=row.note or "",
                )
                for row in connection.execute(query)
            ]
