"""The history of a person, field by field, and putting a field back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, literal, select

from chapter_desk.core.members.same_person import component
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.columns import from_wire
from chapter_desk.store.database import Database
from chapter_desk.store.writer import read_journal_value
from chapter_desk.values import PersonId, StepId

_SHOWN: dict[Table, str] = {
    schema.email_address: "address",
    schema.phone_number: "raw",
    schema.postal_address: "postal_code",
    schema.note: "body",
}
"""For rows that come and go, the field that says what they are."""

_FOLLOW: Mapping[str, tuple[str, ...]] = {
    "display_name": ("sort_name",),
    "given_name": ("sort_name",),
    "family_name": ("sort_name",),
    "number": ("raw", "extension"),
}
"""Fields that are written along with another one, and put back with it."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after a step.

    `field` is the OSDI name; for contacts and notes that came or went it is the table's
    (`email_address`), with nothing before or nothing after.  Values are as Python has them.  `by` is
    the operator's name, empty where another laptop's is not known.  `at_first` marks what came with
    them when they were first written down.
    """

    id: int
    table: str
    row_id: str
    field: str
    before: Any
    after: Any
    at: datetime
    by: str
    step_id: StepId
    step_kind: str
    can_be_put_back: bool
    at_first: bool = False


class FieldHistory:
    """Shows what changed about a person, and puts a field back as it was."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, person_id: PersonId, limit: int = 200) -> list[FieldChange]:
        """Return what changed about a person and whoever is one with them, newest first.

        What they were first written down with is not a change; contacts and notes added are.
        """
        with self._db.read() as connection:
            tables = _rows_of(connection, component(connection, person_id))
            c, s, o = schema.change.c, schema.step.c, schema.operator.c
            here = literal(self._db.chapter_id)
            query = (
                select(schema.change, s.kind, s.at, o.name, s.undone_by, here.label("chapter_id"))
                .join(schema.step, s.id == c.step_id)
                .outerjoin(schema.operator, (o.chapter_id == self._db.chapter_id) & (o.id == s.by))
                .where(c.row_id.in_(list(tables)))
                .order_by((c.id + 0).desc())  # by way of the row, not through the whole journal
                .limit(limit)
            )
            rows = connection.execute(query).all()
            written_down = {r.step_id for r in rows if r.field is None and tables[r.row_id] is schema.person}
            changes = [
                _change(connection, row, tables[row.row_id], at_first=row.step_id in written_down)
                for row in rows
            ]
        return [change for change in changes if change is not None]

    def put_back(self, change: FieldChange) -> bool:
        """Put a field back as it was before a change; return whether that changed anything.

        A contact or note that was taken away comes back; one that was added goes.

        Raises:
            NoSuchRecord: What it was about is not here any more.
        """
        table = schema.REPLICATED[change.table]
        came_or_went = change.field == change.table
        with self._db.write("put-back", {"row": change.row_id, "field": change.field}) as writer:
            if writer.row(table, change.row_id) is None:
                raise NoSuchRecord(change.table, change.row_id)
            if came_or_went:
                gone = writer.at if change.before is None else None
                return bool(writer.set(table, change.row_id, {"removed_at": gone}))
            followers = _followers(writer.connection, table, change)
            return bool(writer.set(table, change.row_id, {change.field: change.before, **followers}))


def _followers(connection: Connection, table: Table, change: FieldChange) -> Mapping[str, Any]:
    """Return what stood in the fields that were written along with this one, and go back with it."""
    fields = _FOLLOW.get(change.field, ())
    c = schema.change.c
    query = select(c.field, c.before).where(
        c.step_id == change.step_id, c.row_id == change.row_id, c.field.in_(fields)
    )
    return {
        field: from_wire(table.c[field].type, read_journal_value(before))
        for field, before in connection.execute(query)
    }


def _rows_of(connection: Connection, ids: tuple[PersonId, ...]) -> Mapping[str, Table]:
    """Return the rows that are about a person and may change: themselves, their contacts and notes."""
    tables: dict[str, Table] = dict.fromkeys(ids, schema.person)
    for table in _SHOWN:
        query = select(table.c.id).where(table.c.person_id.in_(ids))
        tables.update(dict.fromkeys(connection.scalars(query), table))
    return tables


def _change(connection: Connection, row: Row[Any], table: Table, *, at_first: bool) -> FieldChange | None:
    field, before, after = row.field, None, None
    if field == "*" or (field is None and table is schema.person):
        return None
    if field is None or (field == "removed_at" and table is not schema.person):
        shown = _what_it_says(connection, table, row)
        went = field is not None and row.after is not None
        before, after = (shown, None) if went else (None, shown)
        field = str(table.name)
    else:
        kind = table.c[field].type
        before = from_wire(kind, read_journal_value(row.before))
        after = from_wire(kind, read_journal_value(row.after))
    return FieldChange(
        id=row.id,
        table=str(table.name),
        row_id=row.row_id,
        field=field,
        before=before,
        after=after,
        at=row.at,
        by=row.name or "",
        step_id=StepId(row.step_id),
        step_kind=row.kind,
        can_be_put_back=row.undone_by is None,
        at_first=at_first,
    )


def _what_it_says(connection: Connection, table: Table, row: Row[Any]) -> str:
    """Return what a contact or note is, in a few words of its own."""
    found = connection.execute(
        table.select().where(table.c.chapter_id == row.chapter_id, table.c.id == row.row_id)
    ).one()
    value = getattr(found, _SHOWN[table])
    if value is None and table is schema.phone_number:
        value = found.number
    if value is None and table is schema.postal_address:
        value = ", ".join(found.address_lines or ()) or found.raw or found.locality
    return "" if value is None else str(value)
