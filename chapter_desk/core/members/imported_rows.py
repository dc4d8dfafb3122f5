"""What an import writes: whole new people in batches, and additions to people on file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Table

from chapter_desk.core.members.cleaning import ImportedConsent, ImportedPerson
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
from chapter_desk.core.members.records import change_person, tag_id
from chapter_desk.store import schema
from chapter_desk.store.writer import Writer
from chapter_desk.values import PersonId, natural_id

_HOW = "import"


@dataclass(frozen=True, slots=True)
class ChangeDraft:
    """What a row adds to somebody on file.  Empty when it adds nothing."""

    fields: Mapping[str, str] = field(default_factory=dict)
    emails: tuple[EmailAddress, ...] = ()
    phones: tuple[PhoneNumber, ...] = ()
    address: PostalAddress | None = None
    tags: tuple[str, ...] = ()
    consents: tuple[ImportedConsent, ...] = ()
    identifiers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(
            self.fields
            or self.emails
            or self.phones
            or self.address
            or self.tags
            or self.consents
            or self.identifiers
        )


class NewRow(Protocol):
    """A planned row of somebody new."""

    @property
    def person_id(self) -> PersonId: ...
    @property
    def person(self) -> ImportedPerson: ...


def insert_new(writer: Writer, rows: Sequence[NewRow]) -> None:
    """Insert new people with all that came with them."""
    batch: dict[Table, list[dict[str, Any]]] = {}
    tags: dict[str, str] = {}
    identifiers: dict[str, tuple[PersonId, str]] = {}
    for row in rows:
        person, id = row.person, row.person_id
        batch.setdefault(schema.person, []).append(_person(person, id))
        address = (person.postal_address,) if person.postal_address else ()
        _gather(batch, writer, id, person.email_addresses, person.phone_numbers, address, person.consents)
        if person.note:
            batch.setdefault(schema.note, []).append(
                {"person_id": id, "body": person.note, "written_at": writer.at}
            )
        for tag in person.tags:
            tags.setdefault(tag_id(tag), tag)
            batch.setdefault(schema.tagging, []).append({"person_id": id, "tag_id": tag_id(tag)})
        identifiers |= {each: (id, each) for each in person.identifiers}
        gift = person.gift
        if gift is not None and not gift.refunded and gift.amount_cents > 0:
            batch.setdefault(schema.gift, []).append(
                {
                    "person_id": id,
                    "amount_cents": gift.amount_cents,
                    "received_on": gift.received_on or writer.at.date(),
                    "method": gift.method or None,
                    "source_line": gift.source_line or None,
                }
            )
    _put_tags(writer, tags)
    for table, values in batch.items():
        writer.insert_many(table, values)
    for id, identifier in identifiers.values():
        _put_identifier(writer, id, identifier)


def set_changed(writer: Writer, id: PersonId, change: ChangeDraft) -> None:
    """Write what a row adds to somebody on file."""
    if change.fields:
        change_person(writer, id, change.fields)
    batch: dict[Table, list[dict[str, Any]]] = {}
    address = (change.address,) if change.address else ()
    _gather(batch, writer, id, change.emails, change.phones, address, change.consents)
    _put_tags(writer, {tag_id(tag): tag for tag in change.tags})
    if change.tags:
        batch[schema.tagging] = [{"person_id": id, "tag_id": tag_id(tag)} for tag in change.tags]
    for table, values in batch.items():
        writer.insert_many(table, values)
    for identifier in change.identifiers:
        _put_identifier(writer, id, identifier)


def _person(person: ImportedPerson, id: PersonId) -> dict[str, Any]:
    values = {name: getattr(person, name) or None for name in TEXT_FIELDS}
    return {
        "id": id,
        "display_name": person.display_name,
        "sort_name": sort_name(person.display_name, person.given_name, person.family_name),
        "other_names": list(person.other_names) or None,
        **values,
        "source": person.source or _HOW,
    }


def _gather(
    batch: dict[Table, list[dict[str, Any]]],
    writer: Writer,
    id: PersonId,
    emails: Sequence[EmailAddress],
    phones: Sequence[PhoneNumber],
    addresses: Sequence[PostalAddress],
    consents: Sequence[ImportedConsent],
) -> None:
    for email in emails:
        batch.setdefault(schema.email_address, []).append({"person_id": id, **email_row(email)})
    for phone in phones:
        batch.setdefault(schema.phone_number, []).append({"person_id": id, **phone_row(phone)})
    for address in addresses:
        batch.setdefault(schema.postal_address, []).append({"person_id": id, **address_row(address)})
    for consent in consents:
        batch.setdefault(schema.consent, []).append(
            {
                "person_id": id,
                "channel": consent.channel,
                "decision": GIVEN if consent.given else REFUSED,
                "how": _HOW,
                "at": writer.at,
            }
        )


def _put_tags(writer: Writer, tags: Mapping[str, str]) -> None:
    here = writer.rows(schema.tag, list(tags))
    for id, name in tags.items():
        row = here.get(id)
        if row is None or row["made_clock"] is None:
            writer.put(schema.tag, id, {"name": name})
        elif row["removed_at"] is not None:
            writer.set(schema.tag, id, {"removed_at": None})


def _put_identifier(writer: Writer, id: PersonId, identifier: str) -> None:
    system, _, value = identifier.partition(":")
    writer.put(
        schema.identifier,
        natural_id("identifier", system, value),
        {"person_id": id, "system": system, "identifier": value, "removed_at": None},
    )
