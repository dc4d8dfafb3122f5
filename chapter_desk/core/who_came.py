"""Who came to the latest general meetings, and for how many it was the first time anywhere.

One pass over the sign-ins as they lie in the file: asking for each person by way of an index costs
several times as much, for each row is a page to decrypt.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from chapter_desk.core.looking import look, looking
from chapter_desk.core.meetings.attendance import DOOR
from chapter_desk.core.meetings.times import zone
from chapter_desk.core.members.same_person import Components
from chapter_desk.store.columns import wired_time
from chapter_desk.values import MeetingId, PersonId

GENERAL = "meeting"
"""The kind of meeting, in national's pack, that the chart of who came counts."""

_MEETINGS = 7

_ENTRIES = """
SELECT person_id, meeting_id, at, list FROM sign_in NOT INDEXED WHERE type = 'entry'
"""
_STANDING = f"""{_ENTRIES}
AND id NOT IN (SELECT target_id FROM void WHERE target_table = 'sign_in' AND target_id IS NOT NULL)
"""
_ANY_TAKEN_BACK = "SELECT EXISTS (SELECT 1 FROM void WHERE target_table = 'sign_in')"
_HELD = """
SELECT id, title, starts_at, time_zone FROM meeting
WHERE kind = ? AND removed_at IS NULL AND made_clock IS NOT NULL AND opened_at IS NOT NULL
AND (starts_at <= ? OR ended_at IS NOT NULL) AND coalesce(status, '') <> 'cancelled'
ORDER BY starts_at DESC, id LIMIT ?
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


class First(NamedTuple):
    """When and where somebody came for the first time; `at` is UTC as the file keeps it."""

    at: str
    meeting_id: MeetingId


@dataclass(frozen=True, slots=True)
class Entries:
    """Who came: everybody's first time, by the id they go by, and who was at the meetings asked about.

    `people` and `visitors` (who gave no name) have each of those meetings.
    """

    firsts: Mapping[PersonId, First]
    people: Mapping[str, Set[PersonId]]
    visitors: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that took place."""

    id: MeetingId
    title: str
    on: date


def meetings_held(connection: Connection, now: datetime, zone_name: str) -> list[Held]:
    """Return the latest general meetings, oldest first."""
    rows = look(connection, _HELD, (GENERAL, wired_time(now), _MEETINGS))
    return [
        Held(
            MeetingId(id),
            title or "",
            datetime.fromisoformat(starts_at).astimezone(zone(own_zone or zone_name)).date(),
        )
        for id, title, starts_at, own_zone in reversed(rows)
    ]


def entries(connection: Connection, components: Components, at_meetings: Iterable[str]) -> Entries:
    """Read who came, in one pass over the sign-ins that stand."""
    people: dict[str, set[PersonId]] = {id: set() for id in at_meetings}
    visitors = dict.fromkeys(people, 0)
    firsts: dict[PersonId, First] = {}
    ((any_taken_back,),) = look(connection, _ANY_TAKEN_BACK)
    canonical = components.canonical
    for person, meeting, at, on_list in looking(connection, _STANDING if any_taken_back else _ENTRIES):
        at_door = on_list is None or on_list == DOOR
        if person is None:
            if at_door and meeting in visitors:
                visitors[meeting] += 1
            continue
        if person in canonical:
            person = canonical[person]
        known = firsts.get(person)
        if known is None or at < known[0]:
            firsts[person] = First(at, meeting)
        if at_door and meeting in people:
            people[meeting].add(person)
    return Entries(firsts, people, visitors)


def who_came(held: Iterable[Held], came: Entries) -> tuple[Gathering, ...]:
    """Return who came to each of these meetings, in their order."""
    gatherings = []
    for each in held:
        people, visitors = came.people[each.id], came.visitors[each.id]
        new = sum(came.firsts[person].meeting_id == each.id for person in people)
        gatherings.append(Gathering(each.id, each.title, each.on, new, len(people) - new, visitors))
    return tuple(gatherings)
