"""Whose name badges are printed for a meeting: those who are in, or those who are expected."""

from collections.abc import Iterable
from typing import Literal

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.attendance import STANDS
from chapter_desk.core.meetings.badge_pdf import Badge
from chapter_desk.core.meetings.rsvps import accepted_people
from chapter_desk.core.members.minors import minors_now
from chapter_desk.core.members.naming import sort_key
from chapter_desk.core.members.same_person import all_components
from chapter_desk.store.columns import wired_json
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, PersonId

Whom = Literal["in", "expected", "both"]

_IN = f"SELECT DISTINCT s.person_id FROM sign_in s WHERE s.meeting_id = ? AND s.person_id > '' AND {STANDS}"
_BEFORE = f"""
SELECT DISTINCT s.person_id FROM sign_in s
WHERE s.meeting_id <> ? AND s.person_id IN (SELECT value FROM json_each(?)) AND {STANDS}
"""
_PEOPLE = """
SELECT id, display_name, sort_name, gender_pronouns FROM person
WHERE id IN (SELECT value FROM json_each(?)) AND removed_at IS NULL AND display_name IS NOT NULL
"""


class Badges:
    """Reads who gets a badge."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(
        self,
        meeting_id: MeetingId,
        whom: Whom = "in",
        *,
        pronouns: bool = True,
        first_time: bool = True,
        under_18: bool = False,
    ) -> tuple[Badge, ...]:
        """Return the badges of a meeting, by name: of who is in, who said yes, or both; nobody twice.

        Who is under 18 has none unless `under_18`.
        """
        with self._db.read() as connection:
            people = self._people(connection, meeting_id, whom)
            if not under_18:
                people -= minors_now(connection, all_components(connection), self._db.now(), people)
            been = self._been_before(connection, meeting_id, people) if first_time else people
            rows = look(connection, _PEOPLE, (wired_json(sorted(people)),))
        rows.sort(key=lambda row: (sort_key(row[2] or row[1]), row[0]))
        return tuple(
            Badge(name, (says or "") if pronouns else "", first_time=id not in been)
            for id, name, _sort, says in rows
        )

    def _people(self, connection: Connection, meeting_id: MeetingId, whom: Whom) -> set[PersonId]:
        components = all_components(connection)
        people: set[PersonId] = set()
        if whom != "expected":
            people |= {components.of(PersonId(person)) for (person,) in look(connection, _IN, (meeting_id,))}
        if whom != "in":
            people |= set(accepted_people(connection, meeting_id))
        return people

    def _been_before(
        self, connection: Connection, meeting_id: MeetingId, people: Iterable[PersonId]
    ) -> set[PersonId]:
        components = all_components(connection)
        entries = sorted({entry for person in people for entry in components.all_of(person)})
        rows = look(connection, _BEFORE, (meeting_id, wired_json(entries)))
        return {components.of(PersonId(person)) for (person,) in rows}
