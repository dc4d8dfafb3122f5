"""Entries that are one person: links, the components they make, and the one id each goes by.

A link is undirected and may be made on any laptop in any order; the canonical id of a component is its
smallest, so every laptop calls a person the same.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.members.required import require_person
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import PersonId, natural_id, new_id

_LINKS = """
SELECT person_a, person_b FROM same_person l
WHERE person_a IS NOT NULL AND person_b IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = l.id)
"""
_LINKED = """
SELECT id, person_b FROM same_person WHERE person_a = ?1
UNION ALL SELECT id, person_a FROM same_person WHERE person_b = ?1
"""
_TOLD_APART = """
SELECT n.person_a, n.person_b FROM not_same_person n WHERE n.person_a IS NOT NULL AND n.person_b IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = n.id)
"""
_IS_VOID = "SELECT 1 FROM void WHERE target_id = ? LIMIT 1"


class Components(NamedTuple):
    """Who is one with whom, without the people who are only themselves."""

    canonical: Mapping[PersonId, PersonId]
    members: Mapping[PersonId, tuple[PersonId, ...]]

    def of(self, person_id: PersonId) -> PersonId:
        """Return the id this person goes by."""
        return self.canonical.get(person_id, person_id)

    def all_of(self, person_id: PersonId) -> tuple[PersonId, ...]:
        """Return all ids of this person, the one they go by first."""
        return self.members.get(self.of(person_id), (person_id,))


def components(links: Iterable[tuple[str, str]]) -> Components:
    """Return the components that undirected links make, whatever their order or number."""
    parent: dict[str, str] = {}

    def root(person: str) -> str:
        parent.setdefault(person, person)
        while parent[person] != person:
            parent[person] = parent[parent[person]]
            person = parent[person]
        return person

    for one, other in links:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    gathered: dict[PersonId, list[PersonId]] = {}
    for person in sorted(parent):
        gathered.setdefault(PersonId(root(person)), []).append(PersonId(person))
    return Components(
        {person: smallest for smallest, people in gathered.items() for person in people},
        {smallest: tuple(people) for smallest, people in gathered.items()},
    )


def all_components(connection: Connection) -> Components:
    """Return the components of the whole chapter."""
    return components((one, other) for one, other in look(connection, _LINKS))


def told_apart(connection: Connection, components: Components) -> set[tuple[PersonId, PersonId]]:
    """Return the pairs somebody said are two people, by the ids they go by, the smaller first."""
    said = ((components.of(one), components.of(other)) for one, other in look(connection, _TOLD_APART))
    return {(min(pair), max(pair)) for pair in said}


def component(connection: Connection, person_id: str, *, without: str | None = None) -> tuple[PersonId, ...]:
    """Return all ids of one person, the one they go by first: nearly always just this one.

    With `without`, the links of that entry are left out.
    """
    found, waiting = {person_id}, [person_id]
    while waiting:
        for _, there in _links_of(connection, waiting.pop()):
            if there != without and there not in found:
                found.add(there)
                waiting.append(there)
    return tuple(map(PersonId, sorted(found)))


def _links_of(connection: Connection, person_id: str) -> list[tuple[str, str]]:
    """Return (link, the entry at its other end) for every link of an entry that stands."""
    return [
        (link, there)
        for link, there in look(connection, _LINKED, (person_id,))
        if there is not None and not look(connection, _IS_VOID, (link,))
    ]


def say_same(writer: Writer, one: PersonId, other: PersonId) -> PersonId:
    """Link two entries within a caller's transaction; see `SamePerson.link`."""
    for person in (one, other):
        require_person(writer, person)
    if one != other and other not in component(writer.connection, one):
        first, second = sorted((one, other))
        writer.insert(schema.same_person, {"person_a": first, "person_b": second})
    return component(writer.connection, one)[0]


def say_not_same(writer: Writer, one: PersonId, other: PersonId) -> None:
    """Note that two entries are two people, within a caller's transaction."""
    first, second = sorted((one, other))
    id = natural_id("not_same_person", first, second)
    if writer.is_void(id):
        id = new_id()  # what was taken back stays taken back; this is said anew
    writer.put(schema.not_same_person, id, {"person_a": first, "person_b": second})


class SamePerson:
    """Says that two entries are one person, and takes it back."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def link(self, one: PersonId, other: PersonId) -> PersonId:
        """Say that two entries are the same person; return the id they go by from now on.

        Raises:
            NoSuchRecord: One of them is not on file.
        """
        with self._db.write("same-person", {"people": sorted((one, other))}) as writer:
            return say_same(writer, one, other)

    def unlink(self, one: PersonId, other: PersonId) -> int:
        """Take back every link that makes these two one person; return how many.

        What is taken back are `other`'s links towards `one`; a third entry stays with the one it
        was joined to.
        """
        with self._db.write("unlink-person", {"people": sorted((one, other))}) as writer:
            links = [
                link
                for link, neighbour in _links_of(writer.connection, other)
                if neighbour == one or one in component(writer.connection, neighbour, without=other)
            ]
            return sum(writer.void(schema.same_person, link) for link in links)
