"""Who is under 18: as somebody said, until a day that may be unknown.

No birth date is kept.  From the day named on the mark no longer holds; without one it holds until somebody
takes it off, so that nobody is shared too early.  Where two entries are one person, one mark is enough, and
the day is the first known of them, in the order of their ids.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.meeting import day_here
from chapter_desk.core.members.same_person import Components, component
from chapter_desk.store import schema
from chapter_desk.store.columns import wired_json
from chapter_desk.store.writer import Writer
from chapter_desk.values import PersonId

_MARKED = "SELECT id FROM person WHERE under_18 = 1"
_BY_KEY = "chapter_id = (SELECT chapter_id FROM here) AND id"
_MARKED_AMONG = f"SELECT id FROM person WHERE {_BY_KEY} IN (SELECT value FROM json_each(?)) AND under_18 = 1"
_DAY = f"SELECT under_18_until FROM person WHERE {_BY_KEY} = ? AND under_18_until IS NOT NULL"
_EVER = """SELECT id FROM person WHERE under_18 IS NOT NULL OR stamps LIKE '%"under_18"%'"""


def is_minor(under_18: bool | None, until: date | None, today: date) -> bool:
    """Return whether a mark holds on a day: up to the day before `until`, for good where that is unknown."""
    return bool(under_18) and (until is None or today < until)


def minors(
    connection: Connection, components: Components, today: date, among: Iterable[PersonId] | None = None
) -> frozenset[PersonId]:
    """Return who is under 18 on a day, by the id they go by: of everybody on file, or `among` some."""
    if among is None:
        rows = look(connection, _MARKED)
    else:
        entries = sorted({id for person in among for id in components.all_of(person)})
        rows = look(connection, _MARKED_AMONG, (wired_json(entries),))
    marked = {components.of(PersonId(id)) for (id,) in rows}
    return frozenset(each for each in marked if is_minor(True, _until(connection, components, each), today))


def minors_now(
    connection: Connection, components: Components, now: datetime, among: Iterable[PersonId]
) -> frozenset[PersonId]:
    """Return who among these people is under 18 at a moment, where the chapter is."""
    return minors(connection, components, day_here(connection, now), among)


def mark_minor(writer: Writer, person_id: PersonId) -> None:
    """Mark somebody within a caller's transaction; who is marked already keeps the day that is known."""
    connection = writer.connection
    entries = component(connection, person_id)
    components = Components(dict.fromkeys(entries, entries[0]), {entries[0]: entries})
    marked = [writer.row(schema.person, entry) for entry in entries]
    until = _until(connection, components, entries[0])
    if is_minor(any(row and row["under_18"] for row in marked), until, day_here(connection, writer.at)):
        return
    for entry, row in zip(entries, marked, strict=True):
        if row is not None and row["under_18_until"] is not None:
            writer.set(schema.person, entry, {"under_18_until": None})
    writer.set(schema.person, person_id, {"under_18": True})


def ever_marked(connection: Connection) -> frozenset[PersonId]:
    """Return the ids of all entries that are marked or once were."""
    return frozenset(PersonId(id) for (id,) in look(connection, _EVER))


def _until(connection: Connection, components: Components, person: PersonId) -> date | None:
    for entry in sorted(components.all_of(person)):
        for (day,) in look(connection, _DAY, (entry,)):
            return date.fromisoformat(day)
    return None
