"""Who came to the latest general meetings, and for how many it was the first time anywhere.

One pass over the sign-ins as they lie in the file: asking for each person by way of an index costs
several times as much, for each row is a page to decrypt.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.attendance import Came, came_ever, first_times
from chapter_desk.core.meetings.times import zone
from chapter_desk.core.members.same_person import Components
from chapter_desk.store.columns import wired_json, wired_time
from chapter_desk.values import MeetingId, PersonId

GENERAL = "meeting"
"""The kind of meeting, in national's pack, that the chart of who came counts."""

_MEETINGS = 7

_EARLIEST = """
SELECT s.id, s.meeting_id, s.person_id, min(s.at) FROM sign_in s NOT INDEXED
WHERE s.type = 'entry' AND s.person_id IS NOT NULL GROUP BY s.person_id
"""
_TAKEN_BACK = "SELECT target_id FROM void WHERE target_table = 'sign_in'"
_HELD = """
SELECT id, title, starts_at, time_zone FROM meeting
WHERE kind = ? AND removed_at IS NULL AND made_clock IS NOT NULL AND opened_at IS NOT NULL
AND starts_at <= ? AND coalesce(status, '') <> 'cancelled'
ORDER BY starts_at DESC, id LIMIT ?
"""
_SIGNED_IN = """
SELECT id, meeting_id, person_id FROM sign_in
WHERE meeting_id IN (SELECT value FROM json_each(?)) AND type = 'entry'
"""


@dataclass(frozen=True, slots=True)
class Gathering:
    """Who came to one general meeting.  `visitors` gave no name, so nobody knows if they came before."""

    meeting_id: MeetingId
    title: str
    on: date
    first_time: int
    came_before: int
    visitors: int

    @property
    def signed_in(self) -> int:
        return self.first_time + self.came_before + self.visitors


def sign_ins_taken_back(connection: Connection) -> Set[str]:
    """Return the ids of the sign-ins that do not count any more."""
    return {id for (id,) in look(connection, _TAKEN_BACK)}


def everybodys_first_time(
    connection: Connection, components: Components, taken_back: Set[str]
) -> dict[PersonId, Came]:
    """Return the first sign-in of everybody who ever came, by the id they go by.

    What was taken back is few, so only those are looked at again whose earliest sign-in it is.
    """
    earliest, again = [], set()
    for id, meeting, person, at in look(connection, _EARLIEST):
        if id in taken_back:
            again.add(components.of(person))
        else:
            earliest.append(Came(id, meeting, components.of(person), at))
    if again:
        earliest = [each for each in earliest if each.person not in again]
        earliest += came_ever(connection, again, components)
    return first_times(earliest)


def who_came(
    connection: Connection,
    components: Components,
    firsts: Mapping[PersonId, Came],
    taken_back: Set[str],
    now: datetime,
    zone_name: str,
) -> tuple[Gathering, ...]:
    """Return the latest general meetings, oldest first."""
    held = look(connection, _HELD, (GENERAL, wired_time(now), _MEETINGS))
    present, visitors = present_at(connection, [id for id, *_ in held], components, taken_back)
    gatherings = []
    for id, title, starts_at, own_zone in reversed(held):
        new = sum(firsts[person].meeting_id == id for person in present[id])
        on = datetime.fromisoformat(starts_at).astimezone(zone(own_zone or zone_name)).date()
        before = len(present[id]) - new
        gatherings.append(Gathering(MeetingId(id), title or "", on, new, before, visitors[id]))
    return tuple(gatherings)


def present_at(
    connection: Connection, meeting_ids: Iterable[str], components: Components, taken_back: Set[str]
) -> tuple[dict[str, set[PersonId]], dict[str, int]]:
    """Return the people at each of these meetings, and how many visitors without a name."""
    people: dict[str, set[PersonId]] = {id: set() for id in meeting_ids}
    visitors = dict.fromkeys(people, 0)
    for id, meeting, person in look(connection, _SIGNED_IN, (wired_json(sorted(people)),)):
        if id in taken_back:
            continue
        if person is None:
            visitors[meeting] += 1
        else:
            people[meeting].add(components.of(person))
    return people, visitors
