"""The entry of a person that something is about to be written for."""

from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.writer import WireRow, Writer


def require_person(writer: Writer, person_id: str) -> WireRow:
    """Return a person's row as wire values, within the caller's transaction.

    Raises:
        NoSuchRecord: Nobody of this id is on file, or only the empty shell of somebody still to arrive.
    """
    row = writer.row(schema.person, person_id)
    if row is None or row["made_clock"] is None:
        raise NoSuchRecord("person", person_id)
    return row
