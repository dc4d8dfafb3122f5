"""The thank-you list of a meeting: who came and may be written to, with their e-mail and nothing else.

Only who agreed to e-mail is in it.  Who is under 18 is left out until somebody says otherwise.  Who is left
out is told with the reason, and that a list was written is noted in the access log.
"""

from dataclasses import dataclass, replace

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.attendance import came_ever, came_to, first_times
from chapter_desk.core.meetings.meeting import Meeting, require_meeting
from chapter_desk.core.members.csv_writing import csv_bytes
from chapter_desk.core.members.minors import minors_now
from chapter_desk.core.members.naming import sort_key
from chapter_desk.core.members.reach import WhyNot, reach_of
from chapter_desk.core.members.same_person import all_components
from chapter_desk.store import schema
from chapter_desk.store.columns import wired_json
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, PersonId

WROTE = "wrote-thanks"
"""What the access log calls a list that was written; its details hold the meeting and ids."""
COLUMNS = ("name", "first_name", "last_name", "email", "language", "first_time")
"""The columns of the file, in its first line."""

_PEOPLE = """
SELECT id, display_name, given_name, family_name, preferred_language FROM person
WHERE id IN (SELECT value FROM json_each(?)) AND display_name IS NOT NULL AND removed_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Thanked:
    """Somebody who is thanked by e-mail."""

    person_id: PersonId
    name: str
    given_name: str
    family_name: str
    email: str
    language: str
    first_time: bool


@dataclass(frozen=True, slots=True)
class NotThanked:
    """Somebody who came and is not in the list; `no-address` means no e-mail, `refused` no e-mail wanted."""

    person_id: PersonId
    name: str
    why: WhyNot


@dataclass(frozen=True, slots=True)
class ThanksList:
    """Who came to a meeting, by name; `visitors` came without a name.

    `minors` are under 18 and agreed; `with_minors` takes them in.
    """

    meeting: Meeting
    people: tuple[Thanked, ...]
    left_out: tuple[NotThanked, ...]
    visitors: int
    minors: tuple[Thanked, ...] = ()

    def with_minors(self) -> "ThanksList":
        """Return the list with who is under 18 and agreed: somebody said so."""
        young = {each.person_id for each in self.minors}
        left_out = tuple(each for each in self.left_out if each.person_id not in young)
        return replace(self, people=_by_name([*self.people, *self.minors]), left_out=left_out, minors=())


def _by_name(people: list[Thanked]) -> tuple[Thanked, ...]:
    return tuple(sorted(people, key=lambda each: (sort_key(each.name), each.person_id)))


class Thanks:
    """Reads and writes thank-you lists."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, meeting_id: MeetingId) -> ThanksList:
        """Return the list of a meeting.  Raises NoSuchRecord."""
        with self._db.read() as connection:
            meeting = require_meeting(connection, self._db, meeting_id)
            components = all_components(connection)
            here = came_to(connection, [meeting_id], components)
            people = {each.person for each in here if each.person is not None}
            everybody = wired_json(sorted({id for each in people for id in components.all_of(each)}))
            rows = {row[0]: row for row in look(connection, _PEOPLE, (everybody,))}
            reach = reach_of(connection, people, components)
            young = minors_now(connection, components, self._db.now(), people)
            firsts = first_times(came_ever(connection, people, components))
        thanked: list[Thanked] = []
        minors: list[Thanked] = []
        left_out: list[NotThanked] = []
        for person in people:
            row = next((rows[id] for id in components.all_of(person) if id in rows), None)
            if row is None:
                continue
            _id, name, given, family, language = row
            email, why = reach[person].addresses.get("email"), reach[person].why_not
            if email is None:
                left_out.append(NotThanked(person, name, why or "refused"))
                continue
            first = firsts[person].meeting_id == meeting_id
            one = Thanked(person, name, given or "", family or "", email, language or "", first)
            (minors if person in young else thanked).append(one)
            if person in young:
                left_out.append(NotThanked(person, name, "under-18"))
        return ThanksList(
            meeting,
            _by_name(thanked),
            tuple(sorted(left_out, key=lambda each: (sort_key(each.name), each.person_id))),
            sum(each.person is None for each in here),
            _by_name(minors),
        )

    def written(self, listed: ThanksList) -> bytes:
        """Return a list as the bytes of a CSV file, and note that it leaves this laptop."""
        rows = [
            (
                each.name,
                each.given_name,
                each.family_name,
                each.email,
                each.language,
                "yes" if each.first_time else "no",
            )
            for each in listed.people
        ]
        with self._db.write_local() as connection:
            connection.execute(
                schema.access_log.insert().values(
                    at=self._db.now(),
                    by=self._db.operator,
                    what=WROTE,
                    details={
                        "meeting": listed.meeting.id,
                        "people": [each.person_id for each in listed.people],
                    },
                )
            )
        return csv_bytes(COLUMNS, rows)
