"""What the door keeps in memory of one meeting, so that a letter is answered without the file."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from chapter_desk.core.looking import Row, look
from chapter_desk.core.meetings.attendance import LISTS, NOT_TAKEN_BACK, ON_LIST
from chapter_desk.core.meetings.meeting import chapter_zone
from chapter_desk.core.meetings.needs import OpenNeed, open_needs
from chapter_desk.core.meetings.presence import Passing, Stay, stays_of_all
from chapter_desk.core.meetings.voting import VotingRule, read_rule
from chapter_desk.core.members.homes import Homes
from chapter_desk.core.members.same_person import Components, all_components
from chapter_desk.core.sync.laptops import door_meeting
from chapter_desk.store.columns import wired_json
from chapter_desk.store.database import Committed
from chapter_desk.values import MeetingId, PersonId

_PASSED = f"""
SELECT s.person_id, s.type, s.at, s.id, {ON_LIST} FROM sign_in s
WHERE s.meeting_id = ? AND s.person_id IS NOT NULL AND {NOT_TAKEN_BACK}
"""
_PASSED_AMONG = f"""
SELECT s.person_id, s.type, s.at, s.id, {ON_LIST} FROM sign_in s
WHERE +s.meeting_id = ? AND s.person_id IN (SELECT value FROM json_each(?)) AND {NOT_TAKEN_BACK}
"""
_SAID_YES = """
SELECT person_id FROM rsvp WHERE meeting_id = ? AND removed_at IS NULL AND status = 'accepted'
"""
_STANDING = "h.person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = h.id)"
_AT_HOME = f"SELECT h.household_id, h.person_id FROM household_member h WHERE {_STANDING}"
_AT_HOME_AMONG = f"{_AT_HOME} AND h.person_id IN (SELECT value FROM json_each(?))"
_ALL_ANEW = frozenset({"same_person", "forgotten"})

Stays = Mapping[PersonId, tuple[Stay, ...]]


@dataclass(frozen=True, slots=True)
class Tonight:
    """A meeting as it stands: `stays` by list, `needs` that are open; people by the id they go by.

    `has_history` is false on a laptop that only helps at this door: it knows of no other meeting.
    `vote` is who may vote, where a vote is planned.
    `time_zone` is the chapter's, for the present day.
    """

    meeting_id: MeetingId
    components: Components
    stays: Mapping[str, Stays]
    said_yes: frozenset[PersonId]
    needs: Mapping[PersonId, tuple[OpenNeed, ...]]
    homes: Homes
    has_history: bool = True
    vote: VotingRule | None = None
    time_zone: str = "UTC"

    def since(self, on_list: str) -> dict[PersonId, datetime]:
        """Return since when each person who came is on a list, whether or not they left again."""
        return {person: theirs[0].came for person, theirs in self.stays[on_list].items()}


def read_tonight(connection: Connection, meeting_id: MeetingId) -> Tonight:
    """Read a meeting whole."""
    components = all_components(connection)
    homes = ((home, components.of(person)) for home, person in look(connection, _AT_HOME))
    return Tonight(
        meeting_id=meeting_id,
        components=components,
        stays=_by_list(look(connection, _PASSED, (meeting_id,)), components),
        said_yes=_said_yes(connection, meeting_id, components),
        needs=open_needs(connection, meeting_id, components),
        homes=Homes(homes),
        has_history=door_meeting(connection) is None,
        vote=read_rule(connection, meeting_id, components),
        time_zone=chapter_zone(connection),
    )


def read_again(connection: Connection, known: Tonight, committed: Committed) -> Tonight:
    """Read what a commit changed of a meeting that is `known`: mostly one person's sign-ins.

    Nothing beyond that: it is part of the price of each sign-in.
    """
    changed, tables = committed.people, committed.tables
    if changed is None or not tables.isdisjoint(_ALL_ANEW):
        return read_tonight(connection, known.meeting_id)
    components = known.components
    entries = {id for person in changed for id in components.all_of(person)} | set(changed)
    people = {components.of(person) for person in entries}
    among = wired_json(sorted(entries))
    if "sign_in" in tables:
        rows = look(connection, _PASSED_AMONG, (known.meeting_id, among))
        known = replace(known, stays=_put_in(known.stays, people, _by_list(rows, components)))
    if "rsvp" in tables:
        known = replace(known, said_yes=_said_yes(connection, known.meeting_id, components))
    if "meeting" in tables:  # a need that holds each time is open again once the door is
        known = replace(known, needs=open_needs(connection, known.meeting_id, components))
    elif "need" in tables:
        theirs = open_needs(connection, known.meeting_id, components, entries)
        kept = {person: needs for person, needs in known.needs.items() if person not in people}
        known = replace(known, needs=kept | theirs)
    if not tables.isdisjoint(("meeting", "roll_entry")) or ("void" in tables and known.vote is not None):
        known = replace(known, vote=read_rule(connection, known.meeting_id, components))
    if "household_member" in tables:
        rows = look(connection, _AT_HOME_AMONG, (among,))
        known.homes.replace(people, ((home, components.of(person)) for home, person in rows))
    return known


def _by_list(rows: Iterable[Row], components: Components) -> dict[str, dict[PersonId, tuple[Stay, ...]]]:
    passings: dict[str, list[Passing]] = {on_list: [] for on_list in LISTS}
    for person, type, at, id, on_list in rows:
        passing = Passing(components.of(person), type, datetime.fromisoformat(at), id)
        passings.setdefault(on_list, []).append(passing)
    return {
        on_list: {PersonId(who): theirs for who, theirs in stays_of_all(each).items()}
        for on_list, each in passings.items()
    }


def _put_in(
    known: Mapping[str, Stays], people: Collection[PersonId], theirs: Mapping[str, Stays]
) -> dict[str, Stays]:
    put_in: dict[str, Stays] = {}
    for on_list, before in known.items():
        after = dict(before)
        for person in people:
            after.pop(person, None)
        put_in[on_list] = after | dict(theirs.get(on_list, {}))
    return put_in


def _said_yes(connection: Connection, meeting_id: MeetingId, components: Components) -> frozenset[PersonId]:
    return frozenset(components.of(id) for (id,) in look(connection, _SAID_YES, (meeting_id,)))
