"""What an import writes: whole new people in batches, and additions to people on file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table

from chapter_desk.core.looking import look
from chapter_desk.core.members.additions import Addition, one_of_each
from chapter_desk.core.members.cleaning import ImportedConsent, ImportedGift, ImportedPerson
from chapter_desk.core.members.consents import GIVEN, REFUSED
from chapter_desk.core.members.contact import (
    EmailAddress,
    PhoneNumber,
    PostalAddress,
    address_row,
    email_row,
    phone_row,
)
from chapter_desk.core.members.naming import sort_name
from chapter_desk.core.members.on_file import TEXT_FIELDS
from chapter_desk.core.members.records import change_person
from chapter_desk.core.members.tags import tag_id
from chapter_desk.store import schema
from chapter_desk.store.writer import WireRow, Writer
from chapter_desk.values import PersonId, natural_id, new_id

_HOW = "import"
_ADDRESSES_OF = """
SELECT id, postal_code, address_lines, locality, region FROM postal_address
WHERE person_id = ? AND removed_at IS NULL ORDER BY id
"""

_Batch = dict[Table, list[dict[str, Any]]]


def insert_new(writer: Writer, people: Sequence[tuple[PersonId, ImportedPerson]]) -> None:
    """Insert new people with all that came with them."""
    batch: _Batch = {}
    tags: dict[str, str] = {}
    identifiers: dict[str, tuple[PersonId, str]] = {}
    for id, person in people:
        _into(batch, schema.person, [_person(person, id)])
        addresses = (person.postal_address,) if person.postal_address else ()
        _contacts(batch, id, person.email_addresses, person.phone_numbers, addresses)
        _consents(batch, writer, id, person.consents)
        _notes(batch, writer, id, (person.note,) if person.note else ())
        _gifts(batch, id, (person.gift,) if person.gift else ())
        tags |= _taggings(batch, id, one_of_each(person.tags))
        identifiers |= {each: (id, each) for each in person.identifiers}
    _put_tags(writer, tags)
    for table, rows in batch.items():
        writer.insert_many(table, rows)
    _put_identifiers(writer, identifiers.values())


def set_changed(writer: Writer, id: PersonId, added: Addition) -> None:
    """Write what a row adds to somebody on file."""
    if added.fields:
        change_person(writer, id, added.fields)
    batch: _Batch = {}
    _contacts(batch, id, added.emails, added.phones, ())
    _consents(batch, writer, id, added.consents)
    _notes(batch, writer, id, added.notes)
    _gifts(batch, id, added.gifts)
    _put_tags(writer, _taggings(batch, id, added.tags))
    for table, rows in batch.items():
        writer.insert_many(table, rows)
    if added.address is not None:
        _put_address(writer, id, added.address)
    _put_identifiers(writer, [(id, each) for each in added.identifiers])


def gift_line(system: str, source_line: str) -> str:
    """Return what names the line of a list that a gift came from, empty where its ids are nobody's."""
    return f"{system}:{source_line}" if system and source_line else ""


def _person(person: ImportedPerson, id: PersonId) -> dict[str, Any]:
    return {
        "id": id,
        "display_name": person.display_name,
        "sort_name": sort_name(person.display_name, person.given_name, person.family_name),
        "other_names": list(person.other_names) or None,
        **{name: getattr(person, name) or None for name in TEXT_FIELDS},
        "source": person.source or _HOW,
    }


def _into(batch: _Batch, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    batch.setdefault(table, []).extend(rows)


def _contacts(
    batch: _Batch,
    id: PersonId,
    emails: Sequence[EmailAddress],
    phones: Sequence[PhoneNumber],
    addresses: Sequence[PostalAddress],
) -> None:
    if emails:
        _into(batch, schema.email_address, [{"person_id": id, **email_row(each)} for each in emails])
    if phones:
        _into(batch, schema.phone_number, [{"person_id": id, **phone_row(each)} for each in phones])
    if addresses:
        _into(batch, schema.postal_address, [{"person_id": id, **address_row(each)} for each in addresses])


def _consents(batch: _Batch, writer: Writer, id: PersonId, consents: Sequence[ImportedConsent]) -> None:
    rows = [
        {
            "person_id": id,
            "channel": each.channel,
            "decision": GIVEN if each.given else REFUSED,
            "how": _HOW,
            "at": writer.at,
        }
        for each in consents
    ]
    if rows:
        _into(batch, schema.consent, rows)


def _notes(batch: _Batch, writer: Writer, id: PersonId, notes: Sequence[str]) -> None:
    if notes:
        rows = [{"person_id": id, "body": body, "written_at": writer.at} for body in notes]
        _into(batch, schema.note, rows)


def _gifts(batch: _Batch, id: PersonId, gifts: Sequence[ImportedGift]) -> None:
    """A gift from a numbered line has that line's id: on no laptop is it ever two gifts."""
    if gifts:
        rows = [
            {
                "id": natural_id("gift", each.source_line) if each.source_line else new_id(),
                "person_id": id,
                "amount_cents": each.amount_cents,
                "received_on": each.received_on,
                "method": each.method or None,
                "source_line": each.source_line or None,
            }
            for each in gifts
        ]
        _into(batch, schema.gift, rows)


def _taggings(batch: _Batch, id: PersonId, tags: Sequence[str]) -> dict[str, str]:
    """Return the tags by id, for `_put_tags`."""
    named = {tag_id(tag): tag for tag in tags}
    if named:
        _into(batch, schema.tagging, [{"person_id": id, "tag_id": tag} for tag in named])
    return named


def _put_tags(writer: Writer, tags: Mapping[str, str]) -> None:
    here = writer.rows(schema.tag, list(tags)) if tags else {}
    for id, name in tags.items():
        row = here.get(id)
        if row is None or row["made_clock"] is None:
            writer.put(schema.tag, id, {"name": name})
        elif row["removed_at"] is not None:
            writer.set(schema.tag, id, {"removed_at": None})


def _put_address(writer: Writer, id: PersonId, address: PostalAddress) -> None:
    """Complete an address that has this ZIP, or none, and no street; otherwise add another, preferred now."""
    new = address_row(address)
    there = look(writer.connection, _ADDRESSES_OF, (id,))
    for row_id, *texts in there:
        row = dict(zip(("postal_code", "address_lines", "locality", "region"), texts, strict=True))
        if row["address_lines"] is None and row["postal_code"] in (None, address.postal_code):
            blanks = {field: value for field, value in new.items() if value and not row.get(field)}
            writer.set(schema.postal_address, row_id, blanks)
            return
    added = writer.insert(schema.postal_address, {"person_id": id, **new})
    if there:
        writer.set(schema.person, id, {"preferred_address": added})


def _put_identifiers(writer: Writer, identifiers: Iterable[tuple[PersonId, str]]) -> None:
    """Write ids of other tools; one that is somebody's already stays theirs."""
    wanted = {natural_id("identifier", *each.split(":", 1)): (id, each) for id, each in identifiers}
    here = writer.rows(schema.identifier, list(wanted)) if wanted else {}
    rows: list[dict[str, Any]] = []
    for row_id, (person_id, each) in wanted.items():
        system, _, value = each.partition(":")
        values = {"person_id": person_id, "system": system, "identifier": value}
        row = here.get(row_id)
        if row is None:
            rows.append({"id": row_id, **values})
        elif not _is_somebodys(row):
            writer.put(schema.identifier, row_id, {**values, "removed_at": None})
    writer.insert_many(schema.identifier, rows)


def _is_somebodys(identifier: WireRow) -> bool:
    made = identifier["made_clock"] is not None
    return made and identifier["removed_at"] is None and identifier["person_id"] is not None
