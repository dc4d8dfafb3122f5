"""Who said they would come: not the same as who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, func, select

from chapter_desk.core.meetings.meeting import require_meeting
from chapter_desk.core.members.required import require_person
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, PersonId, natural_id

RsvpStatus = Literal["invited", "accepted", "tentative", "declined", "cancelled"]


@dataclass(frozen=True, slots=True)
class Rsvps:
    """How many answered an invitation, each person once."""

    accepted: int = 0
    tentative: int = 0
    declined: int = 0


_COUNTED = ("accepted", "tentative", "declined")


class Answers:
    """Notes what people answered to an invitation."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, meeting_id: MeetingId, person_id: PersonId, status: RsvpStatus, how: str = "") -> None:
        """Note what a person answered to an invitation; the latest answer counts.

        Raises:
            NoSuchRecord: There is no such meeting or person.
        """
        id = natural_id("rsvp", meeting_id, person_id)
        with self._db.write("rsvp", {"meeting": meeting_id, "person": person_id}) as writer:
            require_meeting(writer.connection, self._db, meeting_id)
            require_person(writer, person_id)
            writer.put(
                schema.rsvp,
                id,
                {
                    "meeting_id": meeting_id,
                    "person_id": person_id,
                    "status": status,
                    "how": how or None,
                    "removed_at": None,
                },
            )


def accepted_people(connection: Connection, meeting_id: MeetingId) -> list[PersonId]:
    """Return who said yes, in no particular order, as the answers name them."""
    r = schema.rsvp.c
    query = select(r.person_id).where(
        r.meeting_id == meeting_id, r.removed_at.is_(None), r.status == "accepted", r.person_id.is_not(None)
    )
    return [PersonId(id) for id in connection.scalars(query)]


def rsvp_counts(connection: Connection, meeting_ids: Sequence[MeetingId]) -> dict[MeetingId, Rsvps]:
    """Return how many people answered what, by meeting; meetings without an answer are not in it."""
    r = schema.rsvp.c
    query = (
        select(r.meeting_id, r.status, func.count(r.person_id.distinct()))
        .where(r.meeting_id.in_(meeting_ids), r.removed_at.is_(None), r.status.is_not(None))
        .group_by(r.meeting_id, r.status)
    )
    found: dict[MeetingId, dict[str, int]] = {}
    for meeting_id, status, count in connection.execute(query):
        if status in _COUNTED:
            found.setdefault(MeetingId(meeting_id), {})[status] = count
    return {meeting_id: Rsvps(**counts) for meeting_id, counts in found.items()}
