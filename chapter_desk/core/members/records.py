"""What the chapter keeps about one person: made, changed field by field, put away and put back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table

from chapter_desk.core.looking import look
from chapter_desk.core.members.contact import (
    EmailAddress,
    PhoneNumber,
    PostalAddress,
    address_of,
    address_row,
    email_of,
    email_row,
    phone_of,
    phone_row,
)
from chapter_desk.core.members.naming import LONGEST_TEXT, clean_name, clean_text, sort_name
from chapter_desk.core.members.required import require_person
from chapter_desk.core.members.same_person import component
from chapter_desk.core.members.tags import add_tag, drop_tag, tag_exactly
from chapter_desk.store import schema
from chapter_desk.store.columns import Wire, from_wire
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import PersonId, new_id

TEXTS = (
    "sort_name", "given_name", "additional_name", "family_name", "honorific_prefix", "honorific_suffix",
    "gender_pronouns", "preferred_language", "employer", "occupation", "source",
)  # fmt: skip
"""Fields of a person that are a short text; an empty one is kept as nothing."""
_OF_ANY_ENTRY = ("do_not_contact", "deceased_on", "under_18", "under_18_until")
"""Fields that hold as soon as one of the entries that are a person has them."""

OTHER_FIELDS = (
    "display_name", "other_names", "brought_by", "do_not_contact", "deceased_on", "under_18",
    "under_18_until",
)  # fmt: skip
CONTACTS = {
    "email_addresses": schema.email_address,
    "phone_numbers": schema.phone_number,
    "postal_addresses": schema.postal_address,
}
"""The lists of a person that are rows of their own."""

PREFERRED = {
    "email_addresses": "preferred_email",
    "phone_numbers": "preferred_phone",
    "postal_addresses": "preferred_address",
}
"""The field that names which of a list comes first, where that is not the oldest."""


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person not kept yet.  Only `display_name` is needed, as they say it.

    E-mails and phones may be given as they were typed, an address as a ZIP.  The first of each is
    the one preferred.  `under_18` and `under_18_until`: see `minors`.
    """

    display_name: str
    given_name: str = ""
    additional_name: str = ""
    family_name: str = ""
    honorific_prefix: str = ""
    honorific_suffix: str = ""
    sort_name: str = ""
    other_names: Sequence[str] = ()
    email_addresses: Sequence[str | EmailAddress] = ()
    phone_numbers: Sequence[str | PhoneNumber] = ()
    postal_addresses: Sequence[str | PostalAddress] = ()
    gender_pronouns: str = ""
    preferred_language: str = ""
    employer: str = ""
    occupation: str = ""
    source: str = ""
    brought_by: PersonId | None = None
    do_not_contact: bool | None = None
    deceased_on: date | None = None
    under_18: bool | None = None
    under_18_until: date | None = None
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A note about a person."""

    id: str
    body: str


class Records:
    """Adds, edits and puts away people; each call is one step that can be taken back."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, draft: PersonDraft) -> PersonId:
        """Keep a new person and return their id.

        Raises:
            NameNeeded: The name is empty.
            TextRefused: A text holds what is no writing, or is too long.
        """
        person_id = PersonId(new_id())
        with self._db.write("add-person", {"person": person_id}) as writer:
            insert_person(writer, draft, person_id)
        return person_id

    def edit(self, person_id: PersonId, changes: Mapping[str, Any]) -> tuple[str, ...]:
        """Change fields of a person; return the names of those that had another value before.

        Args:
            person_id: Whose.
            changes: New values by field (the field names of `PersonDraft`).  A list
                (`email_addresses`, `phone_numbers`, `postal_addresses`, `tags`) is given whole: what
                is not in it any more is taken away, an entry with an `id` is changed in place.

        Raises:
            NameNeeded: The name would be empty.
            TextRefused: A text holds what is no writing, or is too long.
            NoSuchRecord: The person is not on file.
        """
        unknown = set(changes) - {*TEXTS, *OTHER_FIELDS, *CONTACTS, "tags"}
        assert not unknown, unknown
        with self._db.write("edit-person", {"person": person_id}) as writer:
            return change_person(writer, person_id, changes)

    def archive(self, *people: PersonId) -> int:
        """Put people away, out of the lists but not out of the file; return how many were not before."""
        return self._mark("archive-people", people, lambda at: {"archived_at": at})

    def remove(self, *people: PersonId) -> int:
        """Take people off the file until somebody restores them; return how many were on it.

        Their evidence stays with them.
        """
        return self._mark("remove-people", people, lambda at: {"removed_at": at})

    def restore(self, *people: PersonId) -> int:
        """Bring archived and removed people back into the lists; return how many."""
        return self._mark("restore-people", people, lambda _at: {"archived_at": None, "removed_at": None})

    def set_tags(self, person_id: PersonId, tags: Iterable[str]) -> tuple[str, ...]:
        """Give a person exactly these tags; return the tags that came or went."""
        with self._db.write("tag-people", {"people": 1}) as writer:
            require_person(writer, person_id)
            return tag_exactly(writer, person_id, tags)

    def tag(self, people: Iterable[PersonId], name: str) -> int:
        """Give many people one tag, as one step; return how many did not have it."""
        wanted = list(people)
        with self._db.write("tag-people", {"people": len(wanted)}) as writer:
            return sum(add_tag(writer, person_id, name) for person_id in wanted)

    def untag(self, people: Iterable[PersonId], name: str) -> int:
        """Take one tag from many people, as one step; return how many had it."""
        wanted = list(people)
        with self._db.write("untag-people", {"people": len(wanted)}) as writer:
            return sum(drop_tag(writer, person_id, name) for person_id in wanted)

    def add_note(self, person_id: PersonId, body: str) -> Note:
        """Write a note about a person.

        Raises:
            NameNeeded: There is nothing in it.
            TextRefused: It holds what is no writing, or is too long.
            NoSuchRecord: The person is not on file.
        """
        text = _note_body(body)
        with self._db.write("add-note", {"person": person_id}) as writer:
            require_person(writer, person_id)
            id = writer.insert(schema.note, {"person_id": person_id, "body": text, "written_at": writer.at})
        return Note(id, text)

    def edit_note(self, note_id: str, body: str) -> None:
        """Change a note.  Raises as `add_note`."""
        text = _note_body(body)
        with self._db.write("edit-note", {"note": note_id}) as writer:
            writer.set(schema.note, note_id, {"body": text})

    def remove_note(self, note_id: str) -> None:
        """Take a note away, until somebody puts it back."""
        with self._db.write("remove-note", {"note": note_id}) as writer:
            writer.set(schema.note, note_id, {"removed_at": writer.at})

    def _mark(
        self, kind: str, people: Sequence[PersonId], marks: Callable[[datetime], Mapping[str, Any]]
    ) -> int:
        params = {"person": people[0]} if len(people) == 1 else {"people": len(people)}
        marked = 0
        with self._db.write(kind, params) as writer:
            for person_id in people:
                require_person(writer, person_id)
                marked_here = [
                    _mark_entry(writer, id, marks) for id in component(writer.connection, person_id)
                ]
                marked += any(marked_here)
        return marked


def _mark_entry(writer: Writer, id: str, marks: Callable[[datetime], Mapping[str, Any]]) -> bool:
    row = writer.row(schema.person, id)
    if row is None or row["made_clock"] is None:
        return False
    new = {f: at for f, at in marks(writer.at).items() if (at is None) is not (row[f] is None)}
    return bool(new and writer.set(schema.person, id, new))


# ---------------------------------------------------------------- for other services' transactions


def insert_person(writer: Writer, draft: PersonDraft, person_id: PersonId | None = None) -> PersonId:
    """Insert a person with all their contacts and tags, within a caller's transaction.

    Raises:
        NameNeeded, TextRefused: See `Records.add`.
    """
    person_id = person_id or PersonId(new_id())
    for table, rows in person_rows(draft, person_id).items():
        if rows:
            writer.insert_many(table, rows)
    for name in draft.tags:
        add_tag(writer, person_id, name)
    return person_id


def person_rows(draft: PersonDraft, person_id: PersonId) -> dict[Table, list[dict[str, Any]]]:
    """Return the rows of a new person by table, the person first, for `Writer.insert_many`.

    Tags are not in it: they may be here already.

    Raises:
        NameNeeded, TextRefused: See `Records.add`.
    """
    name = clean_name(draft.display_name)
    person: dict[str, Any] = {"id": person_id, "display_name": name}
    for field in TEXTS:
        if text := getattr(draft, field):
            person[field] = clean_text(text, field) or None
    if not person.get("sort_name"):
        person["sort_name"] = sort_name(
            name, str(person.get("given_name") or ""), str(person.get("family_name") or "")
        )
    person["other_names"] = _other_names(draft.other_names)
    person["brought_by"] = draft.brought_by
    person["do_not_contact"] = draft.do_not_contact
    person["deceased_on"] = draft.deceased_on
    person["under_18"] = draft.under_18
    person["under_18_until"] = draft.under_18_until
    rows: dict[Table, list[dict[str, Any]]] = {schema.person: [person]}
    for field, table in CONTACTS.items():
        kept = _kept(field, getattr(draft, field))
        rows[table] = [{"id": new_id(), "person_id": person_id, **fields} for _, fields in kept]
    return rows


def change_person(writer: Writer, person_id: PersonId, changes: Mapping[str, Any]) -> tuple[str, ...]:
    """Change fields and lists of a person within a caller's transaction; see `Records.edit`."""
    before = require_person(writer, person_id)
    values: dict[str, Any] = {}
    for field, value in changes.items():
        if field in TEXTS:
            values[field] = clean_text(value or "", field) or None
        elif field == "display_name":
            values[field] = clean_name(value)
        elif field == "other_names":
            values[field] = _other_names(value)
        elif field in OTHER_FIELDS:
            values[field] = value
    _keep_sort_name_in_step(before, values)
    changed = list(writer.set(schema.person, person_id, values)) if values else []
    for field in _OF_ANY_ENTRY:
        if field in values and not values[field] and _clear_at_others(writer, person_id, field):
            changed.append(field)
    for field, table in CONTACTS.items():
        if field in changes:
            ids, other = _set_list(writer, table, person_id, _kept(field, changes[field]))
            if _prefer(writer, PREFERRED[field], person_id, ids, before[PREFERRED[field]]) or other:
                changed.append(field)
    if "tags" in changes and tag_exactly(writer, person_id, changes["tags"]):
        changed.append("tags")
    return tuple(changed)


def _clear_at_others(writer: Writer, person_id: str, field: str) -> bool:
    """Clear a field at the other entries that are this person; return whether one had it."""
    cleared = False
    for entry in component(writer.connection, person_id):
        row = writer.row(schema.person, entry) if entry != person_id else None
        if row is not None and row[field]:
            cleared |= bool(writer.set(schema.person, entry, {field: None}))
    return cleared


def _keep_sort_name_in_step(before: Mapping[str, Any], values: dict[str, Any]) -> None:
    """Guess the sort name anew when a name changed, unless a person has corrected the guess."""
    names = ("display_name", "given_name", "family_name")
    if values.get("sort_name"):
        return
    was = sort_name(*(str(before[name] or "") for name in names))
    if "sort_name" not in values and (
        values.keys().isdisjoint(names) or before["sort_name"] not in (None, was)
    ):
        return
    values["sort_name"] = sort_name(*(str(values.get(name, before[name]) or "") for name in names))


def _other_names(names: Iterable[str] | None) -> list[str] | None:
    cleaned = (clean_text(name, "other_names") for name in names or ())
    return list(dict.fromkeys(filter(None, cleaned))) or None


def _note_body(body: str) -> str:
    text = clean_text(body, "note", longest=LONGEST_TEXT, lines=True)
    return text or clean_name(text, "note", "note")


# ---------------------------------------------------------------- lists of contacts

_Kept = tuple[str, dict[str, Any]]
"""The id of a row that is here already, or nothing, and the fields it should have."""


def _kept(field: str, given: Iterable[Any]) -> list[_Kept]:
    """Return the rows a list should have; what is empty or comes twice is left out."""
    rows: list[_Kept] = []
    for each in given:
        if field == "email_addresses":
            email = email_of(each)
            new = (email.id, email_row(email)) if email.address else None
        elif field == "phone_numbers":
            phone = phone_of(each)
            new = (phone.id, phone_row(phone)) if phone.raw else None
        else:
            address = address_of(each)
            new = (address.id, address_row(address)) if not address.empty else None
        if new and not any(_same(new[1], fields) for _, fields in rows):
            rows.append(new)
    return rows


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two rows say the same thing: one e-mail, one number however it is written."""
    if "address" in one:
        return bool(one["address"] == other["address"])
    if "number" in one:
        return bool((one["number"] or one["raw"]) == (other["number"] or other["raw"]))
    return all(one[field] == other[field] for field in one if field != "raw")


def _set_list(writer: Writer, table: Table, person_id: str, wanted: list[_Kept]) -> tuple[list[str], bool]:
    """Make a person's rows of a table these, in whichever of their entries they stand.

    Return their ids in order, and whether anything changed.
    """
    here = {id: row for id, row in _rows_of(writer, table, person_id).items() if row["removed_at"] is None}
    ids, changed = [], False
    for id, values in wanted:
        row_id = id if id in here else next((k for k, row in here.items() if _says(table, row, values)), "")
        if not row_id:
            ids.append(writer.insert(table, {"person_id": person_id, **values}))
            changed = True
            continue
        row = here.pop(row_id)
        new = (
            values if row_id == id else {f: v for f, v in values.items() if v is not None and row[f] is None}
        )
        changed |= bool(new and writer.set(table, row_id, new))
        ids.append(row_id)
    for id in here:
        writer.set(table, id, {"removed_at": writer.at})
    return ids, changed or bool(here)


def _prefer(writer: Writer, field: str, person_id: str, ids: list[str], preferred: Wire) -> bool:
    """Make the first of a list the preferred one; return whether it was another before."""
    if not ids or ids[0] == (preferred if preferred in ids else min(ids)):
        return False
    return bool(writer.set(schema.person, person_id, {field: ids[0]}))


def _says(table: Table, row: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    python = {field: from_wire(table.c[field].type, row[field]) for field in values}
    return _same(values, python)


def _rows_of(writer: Writer, table: Table, person_id: str) -> dict[str, Mapping[str, Any]]:
    entries = component(writer.connection, person_id)
    sql = f"SELECT id FROM {table.name} WHERE person_id = ?"
    ids = [id for entry in entries for (id,) in look(writer.connection, sql, (entry,))]
    found: dict[str, Mapping[str, Any]] = dict(writer.rows(table, ids))
    return found
