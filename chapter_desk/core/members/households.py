"""Households: people who live together and may be signed in together.

A shared e-mail never makes one by itself; somebody says so.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.members.naming import clean_text
from chapter_desk.core.members.required import require_person
from chapter_desk.core.members.same_person import Components, component
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import PersonId, new_id

_STANDS = "NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = h.id)"
_OF = f"SELECT h.household_id, h.id FROM household_member h WHERE h.person_id = ? AND {_STANDS}"
_EVERY = (
    f"SELECT h.person_id, h.household_id FROM household_member h WHERE h.person_id IS NOT NULL AND {_STANDS}"
)
_MEMBERS = f"""
SELECT h.person_id, p.display_name FROM household_member h
JOIN person p ON p.chapter_id = h.chapter_id AND p.id = h.person_id
WHERE h.household_id = ? AND p.removed_at IS NULL AND p.made_clock IS NOT NULL AND {_STANDS}
"""


@dataclass(frozen=True, slots=True)
class Housemate:
    """Somebody who lives with a person."""

    person_id: PersonId
    name: str


class Households:
    """Puts people together and parts them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put_together(self, people: Iterable[PersonId], name: str = "") -> str:
        """Say that these people are one household; return its id.

        Whoever has a household already brings the others into it.

        Raises:
            NoSuchRecord: One of them is not on file.
            TextRefused: The name cannot be kept.
        """
        wanted = list(dict.fromkeys(people))
        with self._db.write("household", {"people": len(wanted)}) as writer:
            return put_together(writer, wanted, clean_text(name, "household"))

    def part(self, person_id: PersonId) -> int:
        """Take a person out of every household; return of how many."""
        with self._db.write("leave-household", {"person": person_id}) as writer:
            return sum(
                writer.void(schema.household_member, row)
                for each in component(writer.connection, person_id)
                for _, row in look(writer.connection, _OF, (each,))
            )

    def of(self, person_id: PersonId) -> tuple[Housemate, ...]:
        """Return who lives with a person, by name, without the person."""
        with self._db.read() as connection:
            return housemates(connection, component(connection, person_id))


def housemates(connection: Connection, entries: Collection[PersonId]) -> tuple[Housemate, ...]:
    """Return who lives with a person, given by all their entries, by name, without the person."""
    homes = {home for each in entries for home, _ in look(connection, _OF, (each,))}
    found = {
        component(connection, other)[0]: name or ""
        for home in sorted(homes)
        for other, name in look(connection, _MEMBERS, (home,))
        if other not in entries
    }
    mates = (Housemate(id, name) for id, name in found.items())
    return tuple(sorted(mates, key=lambda mate: (mate.name, mate.person_id)))


def homes(connection: Connection, components: Components) -> dict[PersonId, set[str]]:
    """Return the households of everybody who has one, by the id they go by."""
    found: dict[PersonId, set[str]] = {}
    for person, home in look(connection, _EVERY):
        found.setdefault(components.of(person), set()).add(home)
    return found


def put_together(writer: Writer, people: Iterable[PersonId], name: str = "") -> str:
    """Make people one household within a caller's transaction; see `Households.put_together`."""
    people = list(people)
    homes = [home for each in people for home, _ in look(writer.connection, _OF, (each,))]
    home = homes[0] if homes else writer.insert(schema.household, {"name": name or None}, id=new_id())
    for each in people:
        require_person(writer, each)
        if home not in {theirs for theirs, _ in look(writer.connection, _OF, (each,))}:
            writer.insert(schema.household_member, {"household_id": home, "person_id": each})
    return str(home)
