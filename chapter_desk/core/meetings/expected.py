"""Who is expected at a meeting: on the list, what they answered, whom they bring, how to remind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.attendance import STANDS
from chapter_desk.core.meetings.meeting import Meeting, require_meeting
from chapter_desk.core.meetings.rsvps import (
    ACCEPTED,
    INVITED,
    TENTATIVE,
    WAITING,
    Rsvps,
    RsvpStatus,
    counted_answers,
    latest_answers,
)
from chapter_desk.core.members.minors import minors_now
from chapter_desk.core.members.naming import sort_key
from chapter_desk.core.members.reach import Reach, reach_of, silent_people
from chapter_desk.core.members.same_person import Components, all_components
from chapter_desk.store.columns import wired_json
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, PersonId

Whom = Literal["no-answer", "maybe", "yes"]
"""Who is to be reminded: those without an answer, those who said maybe or wait, those who said yes."""

_ROWS = """
SELECT r.id, r.how, r.note, r.responded_at, r.reminded_at FROM rsvp r
WHERE r.id IN (SELECT value FROM json_each(?))
"""
_NAMES = """
SELECT id, display_name FROM person
WHERE id IN (SELECT value FROM json_each(?)) AND display_name IS NOT NULL AND removed_at IS NULL
"""
_CAME = f"SELECT s.person_id FROM sign_in s WHERE s.meeting_id = ? AND s.person_id IS NOT NULL AND {STANDS}"
_INVITABLE = """
SELECT p.id FROM person p WHERE p.made_clock IS NOT NULL AND p.removed_at IS NULL AND p.archived_at IS NULL
AND p.deceased_on IS NULL AND coalesce(p.do_not_contact, 0) = 0 AND p.display_name IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody on the list.  Times are UTC; `waiting` said yes when the meeting was full."""

    person_id: PersonId
    name: str
    status: RsvpStatus
    guests: int
    responded_at: datetime | None
    reminded_at: datetime | None
    waiting: bool
    came: bool
    reach: Reach


@dataclass(frozen=True, slots=True)
class ExpectedList:
    """The list of a meeting, by name, with the numbers.  `free` is None where any number fits."""

    meeting: Meeting
    people: tuple[Expected, ...]
    counts: Rsvps

    @property
    def free(self) -> int | None:
        capacity = self.meeting.capacity
        return None if capacity is None else capacity - self.counts.places

    @property
    def waiting(self) -> tuple[Expected, ...]:
        """Who waits for a place, the longest first."""
        waiting = [each for each in self.people if each.waiting]
        return tuple(sorted(waiting, key=lambda each: (str(each.responded_at or ""), each.person_id)))

    def to_remind(self, whom: Iterable[Whom]) -> tuple[Expected, ...]:
        """Return who of these kinds is on the list, whether they can be reached or not."""
        kinds: dict[Whom, RsvpStatus] = {"no-answer": INVITED, "maybe": TENTATIVE, "yes": ACCEPTED}
        wanted = {kinds[each] for each in whom}
        return tuple(each for each in self.people if each.status in wanted)


class ExpectedPeople:
    """Reads who is expected."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, meeting_id: MeetingId) -> ExpectedList:
        """Return the list of a meeting.  Raises NoSuchRecord."""
        with self._db.read() as connection:
            meeting = require_meeting(connection, self._db, meeting_id)
            components = all_components(connection)
            answers = latest_answers(connection, [meeting_id], components).get(meeting_id, {})
            rows = {row[0]: row for row in look(connection, _ROWS, (_ids(a.id for a in answers.values()),))}
            names = _names(connection, answers, components)
            came = {components.of(PersonId(id)) for (id,) in look(connection, _CAME, (meeting_id,))}
            young = minors_now(connection, components, self._db.now(), names)
            reach = reach_of(connection, names, components, young)
        people = []
        for person, answer in answers.items():
            if person not in names:
                continue
            _id, how, _note, responded, reminded = rows[answer.id]
            people.append(
                Expected(
                    person_id=person,
                    name=names[person],
                    status=answer.status,
                    guests=answer.guests,
                    responded_at=_moment(responded),
                    reminded_at=_moment(reminded),
                    waiting=answer.status == TENTATIVE and how == WAITING,
                    came=person in came,
                    reach=reach[person],
                )
            )
        people.sort(key=lambda each: (sort_key(each.name), each.person_id))
        counted = counted_answers(answers[each.person_id] for each in people)
        return ExpectedList(meeting, tuple(people), counted)

    def may_be_invited(self, people: Iterable[PersonId]) -> list[PersonId]:
        """Return those of these people who may be: on file, and not asked to be left alone."""
        with self._db.read() as connection:
            may = {id for (id,) in look(connection, _INVITABLE)}
            asked = [each for each in people if each in may]
            components = all_components(connection)
            silent = silent_people(connection, asked, components)
        return [each for each in asked if components.of(each) not in silent]


def _names(connection: Connection, people: Iterable[PersonId], components: Components) -> dict[PersonId, str]:
    wanted: Sequence[PersonId] = list(people)
    everybody = {id for person in wanted for id in components.all_of(person)}
    found: dict[str, str] = dict(look(connection, _NAMES, (_ids(everybody),)))
    named = {}
    for person in wanted:
        name = next((found[id] for id in components.all_of(person) if found.get(id)), None)
        if name is not None:
            named[person] = name
    return named


def _ids(ids: Iterable[str]) -> str:
    return wired_json(sorted(ids))


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
