"""Tags: short words that people are gathered by."""

from collections.abc import Iterable

from chapter_desk.core.looking import look
from chapter_desk.core.members.naming import clean_name, clean_text
from chapter_desk.core.members.required import require_person
from chapter_desk.core.members.same_person import component
from chapter_desk.store import schema
from chapter_desk.store.writer import Writer
from chapter_desk.values import natural_id

_TAGGINGS = """
SELECT g.id FROM tagging g WHERE g.person_id = ? AND g.tag_id = ?
AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = g.id)
"""
_TAGS_OF = """
SELECT DISTINCT t.name FROM tagging g JOIN tag t ON t.chapter_id = g.chapter_id AND t.id = g.tag_id
WHERE g.person_id = ? AND t.removed_at IS NULL
AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = g.id)
"""


def tag_id(name: str) -> str:
    """Return the id of the tag of this name: the same on every laptop, however it is capitalized."""
    return natural_id("tag", name.casefold())


def add_tag(writer: Writer, person_id: str, untrusted_name: str) -> bool:
    """Give a person a tag; return whether they did not have it."""
    name = clean_name(untrusted_name, "tag", "tag")
    id = tag_id(name)
    if look(writer.connection, _TAGGINGS, (person_id, id)):
        return False
    require_person(writer, person_id)
    row = writer.row(schema.tag, id)
    if row is None or row["made_clock"] is None:
        writer.put(schema.tag, id, {"name": name})
    elif row["removed_at"] is not None:
        writer.set(schema.tag, id, {"removed_at": None})
    writer.insert(schema.tagging, {"person_id": person_id, "tag_id": id})
    return True


def drop_tag(writer: Writer, person_id: str, name: str) -> bool:
    """Take a tag from a person, from whichever of their entries; return whether they had it."""
    standing = [
        id
        for entry in component(writer.connection, person_id)
        for (id,) in look(writer.connection, _TAGGINGS, (entry, tag_id(name)))
    ]
    for id in standing:
        writer.void(schema.tagging, id)
    return bool(standing)


def tag_exactly(writer: Writer, person_id: str, tags: Iterable[str]) -> tuple[str, ...]:
    """Give a person exactly these tags; return those that came or went."""
    wanted = {tag_id(name): name for name in (clean_text(tag, "tag") for tag in tags) if name}
    here = {
        tag_id(name): name
        for entry in component(writer.connection, person_id)
        for (name,) in look(writer.connection, _TAGS_OF, (entry,))
    }
    gone = [name for id, name in here.items() if id not in wanted and drop_tag(writer, person_id, name)]
    new = [name for id, name in wanted.items() if id not in here and add_tag(writer, person_id, name)]
    return (*gone, *new)
