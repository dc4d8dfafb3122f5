"""Everybody on file as an import compares with them: who matches, and what is already known of them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from chapter_desk.core.looking import looking
from chapter_desk.core.members.matching import Particulars, PeopleOnFile
from chapter_desk.core.members.nicknames import shipped_nicknames
from chapter_desk.core.members.same_person import Components, all_components
from chapter_desk.values import PersonId

TEXT_FIELDS = (
    "given_name", "additional_name", "family_name", "honorific_prefix", "honorific_suffix", "gender_pronouns",
    "preferred_language", "employer", "occupation", "source",
)  # fmt: skip

_PEOPLE = (
    "SELECT id, display_name, other_names, " + ", ".join(TEXT_FIELDS) + " FROM person"
    " WHERE removed_at IS NULL AND made_clock IS NOT NULL"
)
_EMAILS = "SELECT person_id, address FROM email_address WHERE removed_at IS NULL AND address IS NOT NULL"
_PHONES = "SELECT person_id, coalesce(number, raw) FROM phone_number WHERE removed_at IS NULL"
_ZIPS = "SELECT person_id, postal_code, address_lines FROM postal_address WHERE removed_at IS NULL"
_IDENTIFIERS = "SELECT person_id, system || ':' || identifier FROM identifier WHERE removed_at IS NULL"
_ANSWERS = """
SELECT person_id, channel, decision FROM consent c WHERE person_id IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = c.id) ORDER BY at, decision
"""
_TAGS = """
SELECT t.person_id, tag.name FROM tagging t JOIN tag ON tag.id = t.tag_id AND tag.removed_at IS NULL
WHERE NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = t.id)
"""
_NOTES = "SELECT person_id, body FROM note WHERE removed_at IS NULL AND body IS NOT NULL"
_GIFTS = """
SELECT person_id, amount_cents, received_on FROM gift g WHERE person_id IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = g.id)
"""
_GIFT_LINES = "SELECT source_line FROM gift WHERE source_line IS NOT NULL"
_EVERY = 2000

Heard = Callable[[], None]
"""Told now and then; what it raises stops the reading."""


@dataclass(slots=True)
class Known:
    """What is on file of one person: fields by name, contacts, the newest answer by channel, tags.

    `zips` has one for each address, empty where it has none; `tags` are folded, `notes` only told apart
    (by `hash`), `gifts` are (cents, day as ISO has it).
    Tuples, for most of these are empty, and there may be a hundred thousand people.
    """

    display_name: str
    fields: dict[str, str] = field(default_factory=dict)
    other_names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    zips: tuple[str, ...] = ()
    has_street: bool = False
    identifiers: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[int, ...] = ()
    gifts: tuple[tuple[int, str], ...] = ()

    def text(self, field: str) -> str:
        """Return what stands in a single field, empty when it is blank."""
        return self.display_name if field == "display_name" else self.fields.get(field, "")

    def answer(self, channel: str) -> str:
        """Return the newest answer for a channel, empty when they were never asked."""
        return next((decision for asked, decision in reversed(self.answers) if asked == channel), "")

    def particulars(self) -> Particulars:
        """Return what they are matched by."""
        return Particulars(
            self.display_name,
            self.fields.get("given_name", ""),
            self.fields.get("family_name", ""),
            self.other_names,
            self.emails,
            self.phones,
            next(filter(None, self.zips), ""),
            self.identifiers,
        )


def known_people(connection: Connection, heard: Heard = lambda: None) -> dict[PersonId, Known]:
    """Return everybody on file by the id they go by; who is one person is known as one."""
    components = all_components(connection)
    people: dict[PersonId, Known] = {}
    for count, (id, name, other_names, *texts) in enumerate(looking(connection, _PEOPLE)):
        if count % _EVERY == 0:
            heard()
        known = people.setdefault(components.of(id), Known(name or ""))
        if id == components.of(id):
            known.display_name = name or ""
        elif name:
            known.other_names += (name,)
        if other_names:
            known.other_names += tuple(json.loads(other_names))
        for field_name, text in zip(TEXT_FIELDS, texts, strict=True):
            if text and field_name not in known.fields:
                known.fields[field_name] = text
    _read_the_rest(connection, components, people, heard)
    return people


def gift_lines(connection: Connection) -> set[str]:
    """Return the lines of lists that gifts came from, also of those that were taken back."""
    return {line for (line,) in looking(connection, _GIFT_LINES)}


def matcher(people: dict[PersonId, Known], heard: Heard = lambda: None) -> PeopleOnFile:
    """Return what finds who on file somebody in a list is."""
    on_file = PeopleOnFile(shipped_nicknames())
    for count, (id, known) in enumerate(people.items()):
        if count % _EVERY == 0:
            heard()
        on_file.add(id, known.particulars())
    return on_file


def _read_the_rest(
    connection: Connection, components: Components, people: dict[PersonId, Known], heard: Heard
) -> None:
    def each(sql: str) -> Iterator[tuple[Known, Any]]:
        heard()
        for count, (id, *values) in enumerate(looking(connection, sql)):
            if count % _EVERY == 0:
                heard()
            known = people.get(components.of(id)) if id is not None else None
            if known is not None:
                yield known, values

    for known, (address,) in each(_EMAILS):
        known.emails += (address,)
    for known, (number,) in each(_PHONES):
        known.phones += (number,)
    for known, (zip_code, lines) in each(_ZIPS):
        known.zips += (zip_code or "",)
        known.has_street = known.has_street or lines is not None
    for known, (identifier,) in each(_IDENTIFIERS):
        known.identifiers += (identifier,)
    for known, (channel, decision) in each(_ANSWERS):
        known.answers += ((channel, decision),)
    for known, (name,) in each(_TAGS):
        known.tags += (name.casefold(),)
    for known, (body,) in each(_NOTES):
        known.notes += (hash(body),)
    for known, (cents, day) in each(_GIFTS):
        known.gifts += ((cents or 0, day or ""),)
