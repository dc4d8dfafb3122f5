"""Who said they would come: not the same as who came.

A meeting that is full takes a further yes as "tentative", waiting for a place: nobody is sent away, nobody
is promised a chair that is not there, and other tools that read the answer see a maybe.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.meeting import require_meeting
from chapter_desk.core.members.naming import clean_text
from chapter_desk.core.members.required import require_person
from chapter_desk.core.members.same_person import Components, all_components
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.columns import wired_json
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import MeetingId, PersonId, natural_id

RsvpStatus = Literal["invited", "accepted", "tentative", "declined", "cancelled"]

INVITED: RsvpStatus = "invited"
ACCEPTED: RsvpStatus = "accepted"
TENTATIVE: RsvpStatus = "tentative"
DECLINED: RsvpStatus = "declined"
CANCELLED: RsvpStatus = "cancelled"
STATUSES: tuple[RsvpStatus, ...] = (INVITED, ACCEPTED, TENTATIVE, DECLINED, CANCELLED)

WAITING = "waiting"
"""`how` of a tentative answer that is a yes to a meeting that was full."""
MOST_GUESTS = 99

_ANSWERS = """
SELECT r.meeting_id, r.person_id, r.status, coalesce(r.guests, 0), r.responded_at, r.id FROM rsvp r
WHERE r.meeting_id IN (SELECT value FROM json_each(?)) AND r.removed_at IS NULL AND r.status IS NOT NULL
AND r.person_id IS NOT NULL
"""
_ROWS_OF = """
SELECT id, status FROM rsvp WHERE meeting_id = ? AND person_id IN (SELECT value FROM json_each(?))
AND removed_at IS NULL AND status IS NOT NULL ORDER BY coalesce(responded_at, ''), id
"""


@dataclass(frozen=True, slots=True)
class Rsvps:
    """How many answered an invitation, each person once; `guests` come with those who said yes."""

    accepted: int = 0
    tentative: int = 0
    declined: int = 0
    invited: int = 0
    cancelled: int = 0
    guests: int = 0

    @property
    def places(self) -> int:
        """How many chairs are spoken for."""
        return self.accepted + self.guests


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of an answer: `waiting` tells that a yes was taken as waiting for a place."""

    status: RsvpStatus
    waiting: bool = False


class Answers:
    """Invites people, and notes what they answered; each call is one step that can be taken back."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def invite(self, meeting_id: MeetingId, people: Iterable[PersonId]) -> int:
        """Put people on the list of a meeting; return how many were not on it.

        Raises:
            NoSuchRecord: There is no such meeting or person.
        """
        wanted = list(dict.fromkeys(people))
        with self._db.write("invite", {"meeting": meeting_id, "people": _told(wanted)}) as writer:
            require_meeting(writer.connection, self._db, meeting_id)
            components = all_components(writer.connection)
            here = set(latest_answers(writer.connection, [meeting_id], components).get(meeting_id, {}))
            new = [each for each in wanted if components.of(each) not in here]
            for person_id in new:
                require_person(writer, person_id)
                _put(writer, meeting_id, person_id, {"status": INVITED, "how": None, "guests": None})
            return len(new)

    def note(
        self,
        meeting_id: MeetingId,
        person_id: PersonId,
        status: RsvpStatus,
        how: str = "",
        *,
        guests: int | None = None,
        over_the_limit: bool = False,
    ) -> Noted:
        """Note what a person answered to an invitation; the latest answer counts.

        Args:
            meeting_id: Which meeting.
            person_id: Who; they need not have been invited.
            status: What they said.
            how: The way it was said.
            guests: How many they bring; None leaves it as it is.
            over_the_limit: A yes is a yes, also where the meeting is full.

        Raises:
            NoSuchRecord: There is no such meeting or person.
        """
        with self._db.write("rsvp", {"meeting": meeting_id, "person": person_id}) as writer:
            meeting = require_meeting(writer.connection, self._db, meeting_id)
            require_person(writer, person_id)
            components = all_components(writer.connection)
            answers = latest_answers(writer.connection, [meeting_id], components).get(meeting_id, {})
            was = answers.get(components.of(person_id))
            brings = guests if guests is not None else was.guests if was is not None else 0
            full = meeting.capacity is not None and _taken(answers, components.of(person_id)) + 1 + brings > (
                meeting.capacity
            )
            waits = status == ACCEPTED and full and not over_the_limit
            values: dict[str, Any] = {
                "status": TENTATIVE if waits else status,
                "how": WAITING if waits else clean_text(how, "how") or None,
                "responded_at": None if status == INVITED else writer.at,
            }
            if guests is not None:
                values["guests"] = _guests(guests)
            _put(writer, meeting_id, person_id, values)
            return Noted(values["status"], waits)

    def set_guests(self, meeting_id: MeetingId, person_id: PersonId, guests: int) -> None:
        """Note how many somebody on the list brings.

        Raises:
            NoSuchRecord: They are not on the list.
        """
        with self._db.write("rsvp-guests", {"meeting": meeting_id, "person": person_id}) as writer:
            rows = _rows_of(writer, meeting_id, person_id)
            if not rows:
                raise NoSuchRecord("rsvp", person_id)
            writer.set(schema.rsvp, rows[-1], {"guests": _guests(guests)})

    def take_off(self, meeting_id: MeetingId, person_id: PersonId) -> None:
        """Take somebody off the list, with what they answered.

        Raises:
            NoSuchRecord: They are not on the list.
        """
        with self._db.write("take-off-list", {"meeting": meeting_id, "person": person_id}) as writer:
            rows = _rows_of(writer, meeting_id, person_id)
            if not rows:
                raise NoSuchRecord("rsvp", person_id)
            for id in rows:
                writer.set(schema.rsvp, id, {"removed_at": writer.at})

    def mark_reminded(self, meeting_id: MeetingId, people: Iterable[PersonId]) -> int:
        """Note that people on the list were reminded just now; return how many."""
        wanted = list(people)
        with self._db.write("reminded", {"meeting": meeting_id, "people": _told(wanted)}) as writer:
            marked = 0
            for person_id in wanted:
                rows = _rows_of(writer, meeting_id, person_id)
                if rows:
                    writer.set(schema.rsvp, rows[-1], {"reminded_at": writer.at})
                    marked += 1
            return marked


@dataclass(frozen=True, slots=True)
class LatestAnswer:
    """What counts of what somebody answered; `responded_at` is UTC as the file keeps it, or empty."""

    id: str
    status: RsvpStatus
    guests: int
    responded_at: str


def latest_answers(
    connection: Connection, meeting_ids: Sequence[MeetingId], components: Components
) -> dict[MeetingId, dict[PersonId, LatestAnswer]]:
    """Return each person's answer that counts, by the id they go by; meetings without one are left out."""
    found: dict[MeetingId, dict[PersonId, LatestAnswer]] = {}
    for meeting, person, status, guests, at, id in look(
        connection, _ANSWERS, (wired_json(list(meeting_ids)),)
    ):
        of_meeting, goes_by = found.setdefault(meeting, {}), components.of(PersonId(person))
        known, new = of_meeting.get(goes_by), LatestAnswer(id, status, guests, at or "")
        if known is None or (new.responded_at, new.id) > (known.responded_at, known.id):
            of_meeting[goes_by] = new
    return found


def accepted_people(connection: Connection, meeting_id: MeetingId) -> list[PersonId]:
    """Return who said yes, by the id they go by, in no particular order."""
    answers = latest_answers(connection, [meeting_id], all_components(connection)).get(meeting_id, {})
    return [person for person, answer in answers.items() if answer.status == ACCEPTED]


def rsvp_counts(connection: Connection, meeting_ids: Sequence[MeetingId]) -> dict[MeetingId, Rsvps]:
    """Return how many people answered what, by meeting; meetings without an answer are not in it."""
    answers = latest_answers(connection, meeting_ids, all_components(connection))
    return {meeting_id: counted_answers(each.values()) for meeting_id, each in answers.items()}


def counted_answers(answers: Iterable[LatestAnswer]) -> Rsvps:
    """Return how many answered what."""
    counts, guests = dict.fromkeys(STATUSES, 0), 0
    for each in answers:
        if each.status in counts:  # a newer version may know other answers
            counts[each.status] += 1
        guests += each.guests if each.status == ACCEPTED else 0
    return Rsvps(**{str(status): count for status, count in counts.items()}, guests=guests)


def _taken(answers: dict[PersonId, LatestAnswer], without: PersonId) -> int:
    return sum(1 + each.guests for who, each in answers.items() if each.status == ACCEPTED and who != without)


def _put(writer: Writer, meeting_id: MeetingId, person_id: PersonId, values: dict[str, Any]) -> None:
    whole = {"meeting_id": meeting_id, "person_id": person_id, "removed_at": None, **values}
    writer.put(schema.rsvp, natural_id("rsvp", meeting_id, person_id), whole)


def _rows_of(writer: Writer, meeting_id: MeetingId, person_id: PersonId) -> list[str]:
    """Return the rows of a person's answers, the one that counts last."""
    everybody = wired_json(list(all_components(writer.connection).all_of(person_id)))
    return [id for id, _status in look(writer.connection, _ROWS_OF, (meeting_id, everybody))]


def _guests(guests: int) -> int | None:
    return max(0, min(guests, MOST_GUESTS)) or None


def _told(people: Sequence[PersonId]) -> list[str] | int:
    return list(people) if len(people) == 1 else len(people)
