"""Reading who was where: sign-ins that stand, by meeting and by person.

A person is present at a meeting while at least one of their sign-ins there is not taken back, whatever
laptop or door it came from; the earliest is when they came.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from chapter_desk.core.looking import look, looking
from chapter_desk.core.members.same_person import Components
from chapter_desk.store.columns import wired_json
from chapter_desk.values import MeetingId, PersonId, SignInId

DOOR = "door"
VOTING = "voting"
CHILDCARE = "childcare"
LISTS = (DOOR, VOTING, CHILDCARE)
"""The lists of a meeting; a person may be on each, once.  A nameless one is a visitor only at the door."""

NOT_TAKEN_BACK = "NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = s.id)"
"""The condition on `sign_in s` that it stands, whether somebody came in or left."""
STANDS = f"s.type = 'entry' AND {NOT_TAKEN_BACK}"
"""The condition on `sign_in s` that it counts: somebody came in, and it was not taken back."""
ON_LIST = "coalesce(s.list, 'door')"
"""The list of `sign_in s`; one that names none is the door's."""

_AT_MEETINGS = f"""
SELECT s.id, s.meeting_id, s.person_id, s.at FROM sign_in s
WHERE s.meeting_id IN (SELECT value FROM json_each(?)) AND {ON_LIST} = '{DOOR}' AND {STANDS}
"""
_OF_PEOPLE = f"""
SELECT s.id, s.meeting_id, s.person_id, s.at FROM sign_in s
WHERE s.person_id IN (SELECT value FROM json_each(?)) AND {STANDS}
"""
_OF_EVERYBODY = """
SELECT s.id, s.meeting_id, s.person_id, s.at FROM sign_in s NOT INDEXED
WHERE s.type = 'entry' AND s.person_id IS NOT NULL
AND s.id NOT IN (SELECT target_id FROM void WHERE target_id IS NOT NULL)
"""
_MANY = 1500
"""Of more people than this, reading everybody's sign-ins as they lie is quicker than looking each up."""


class Came(NamedTuple):
    """One sign-in that stands.  `person` is the id the person goes by, nothing for a nameless visitor.

    `at` is UTC as the file keeps it: text whose order is the order of time.
    """

    id: SignInId
    meeting_id: MeetingId
    person: PersonId | None
    at: str


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many came in at the door of a meeting.  `signed_in` is people and nameless `visitors` together."""

    signed_in: int = 0
    first_timers: int = 0
    visitors: int = 0

    @property
    def came_before(self) -> int:
        return self.signed_in - self.first_timers - self.visitors


def came_to(connection: Connection, meeting_ids: Iterable[MeetingId], components: Components) -> list[Came]:
    """Return the sign-ins at the doors of these meetings, in no particular order."""
    rows = look(connection, _AT_MEETINGS, (wired_json(sorted(meeting_ids)),))
    return [Came(id, meeting, person and components.of(person), at) for id, meeting, person, at in rows]


def came_ever(connection: Connection, people: Iterable[PersonId], components: Components) -> list[Came]:
    """Return every sign-in of these people and of whoever is one with them, in no particular order."""
    everybody = {id for person in people for id in components.all_of(person)}
    if len(everybody) > _MANY:
        rows = [row for row in looking(connection, _OF_EVERYBODY) if row[2] in everybody]
    else:
        rows = look(connection, _OF_PEOPLE, (wired_json(sorted(everybody)),))
    of = components.of
    return [Came(id, meeting, of(person), at) for id, meeting, person, at in rows]


def first_times(came: Iterable[Came]) -> dict[PersonId, Came]:
    """Return the earliest of each person's sign-ins."""
    first: dict[PersonId, Came] = {}
    for each in came:
        if each.person is None:
            continue
        known = first.get(each.person)
        if known is None or (each.at, each.id) < (known.at, known.id):
            first[each.person] = each
    return first


def turnouts(
    connection: Connection, meeting_ids: Iterable[MeetingId], components: Components
) -> dict[MeetingId, Turnout]:
    """Return how many came to each of these meetings, and for how many it was the first anywhere."""
    wanted = list(meeting_ids)
    here = came_to(connection, wanted, components)
    firsts = first_times(came_ever(connection, {each.person for each in here if each.person}, components))
    people: dict[MeetingId, set[PersonId]] = {}
    visitors: dict[MeetingId, int] = {}
    for each in here:
        if each.person is None:
            visitors[each.meeting_id] = visitors.get(each.meeting_id, 0) + 1
        else:
            people.setdefault(each.meeting_id, set()).add(each.person)
    found = {}
    for meeting_id in wanted:
        present, nameless = people.get(meeting_id, set()), visitors.get(meeting_id, 0)
        new = sum(firsts[person].meeting_id == meeting_id for person in present)
        found[meeting_id] = Turnout(len(present) + nameless, new, nameless)
    return found
