"""Everybody on file as an import compares with them: who matches, and what is already known of them."""

import json
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


@dataclass(slots=True)
class Known:
    """What is on file of one person: fields by name, contacts, newest answers by channel, tags."""

    display_name: str
    fields: dict[str, str] = field(default_factory=dict)
    other_names: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    zips: list[str] = field(default_factory=list)
    has_street: bool = False
    identifiers: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)


def known_people(connection: Connection) -> dict[PersonId, Known]:
    """Return everybody on file by the id they go by; who is one person is known as one."""
    components = all_components(connection)
    people: dict[PersonId, Known] = {}
    for id, name, other_names, *texts in looking(connection, _PEOPLE):
        known = people.setdefault(components.of(id), Known(name or ""))
        if id == components.of(id):
            known.display_name = name or ""
        elif name:
            known.other_names.append(name)
        known.other_names += _names(other_names)
        for field_name, text in zip(TEXT_FIELDS, texts, strict=True):
            if text and field_name not in known.fields:
                known.fields[field_name] = text
    _read_contacts(connection, components, people)
    return people


def matcher(people: dict[PersonId, Known]) -> PeopleOnFile:
    """Return what finds who on file somebody in a list is."""
    on_file = PeopleOnFile(shipped_nicknames())
    for id, known in people.items():
        on_file.add(
            id,
            Particulars(
                known.display_name,
                known.fields.get("given_name", ""),
                known.fields.get("family_name", ""),
                tuple(known.other_names),
                tuple(known.emails),
                tuple(known.phones),
                known.zips[0] if known.zips else "",
                tuple(known.identifiers),
            ),
        )
    return on_file


def _read_contacts(connection: Connection, components: Components, people: dict[PersonId, Known]) -> None:
    def each(sql: str) -> Any:
        for id, *values in looking(connection, sql):
            known = people.get(components.of(id)) if id is not None else None
            if known is not None:
                yield known, values

    for known, (address,) in each(_EMAILS):
        known.emails.append(address)
    for known, (number,) in each(_PHONES):
        known.phones.append(number)
    for known, (zip_code, lines) in each(_ZIPS):
        if zip_code:
            known.zips.append(zip_code)
        known.has_street = known.has_street or lines is not None
    for known, (identifier,) in each(_IDENTIFIERS):
        known.identifiers.append(identifier)
    for known, (channel, decision) in each(_ANSWERS):
        known.answers[channel] = decision
    for known, (name,) in each(_TAGS):
        known.tags.add(name.casefold())


def _names(written: str | None) -> list[str]:
    return list(json.loads(written)) if written else []
