"""What forgetting a person leaves of a row.  Pure: the writer and the merge mask rows alike."""

from collections.abc import Container, Mapping

from sqlalchemy import Table

from chapter_desk.store import schema
from chapter_desk.store.columns import Wire
from chapter_desk.store.schema import Kind, OnForget
from chapter_desk.store.stamps import canonical, made, named_stamps, stamp_of

Row = Mapping[str, Wire]


def masked(table: Table, row: Row, forgotten: Container[str]) -> Row | None:
    """Return what may be kept of `row` when the people in `forgotten` are; nothing when none of it may.

    A row that concerns nobody forgotten comes back as it is.  A forgotten person's own row comes back
    as nothing: what remains of it is a shell, which never travels.
    """
    if table is schema.person:
        return None if row["id"] in forgotten else row
    if "person_id" not in schema.references_of(table) or row["person_id"] not in forgotten:
        return row
    match schema.on_forget_of(table):
        case OnForget.DELETE:
            return None
        case OnForget.BLANK:
            return blanked(table, row)
        case OnForget.KEEP:
            return row


def blanked(table: Table, row: Row) -> Row:
    """Return a row without its personal columns and their stamps: when a thing was typed is personal too."""
    personal = schema.personal_of(table)
    blank: dict[str, Wire] = dict(row) | dict.fromkeys(personal)
    blank["unknown_fields"] = None
    if schema.kind_of(table) is Kind.FIELDS:
        row_made, named = made(row), named_stamps(row)
        blank["stamps"] = canonical(
            {
                field: (row[field], stamp_of(row[field], field, named, row_made))
                for field in schema.fields_of(table)
                if field not in personal
            },
            row_made,
        )
    return blank
