"""Who is under 18: as somebody said, until a day that may be unknown.

No birth date is kept.  From the day named on the mark no longer holds; without one it holds until somebody
takes it off, so that nobody is shared too early.  Where two entries are one person, one mark is enough, and
the day is the first known of them, in the order of their ids.
"""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.meeting import chapter_zone
from chapter_desk.core.members.same_person import Components
from chapter_desk.store.database import Database
from chapter_desk.values import PersonId

_MARKED = "SELECT id FROM person WHERE under_18 = 1"
_DAY = "SELECT under_18_until FROM person WHERE id = ? AND under_18_until IS NOT NULL"
_EVER = """SELECT id FROM person WHERE under_18 IS NOT NULL OR stamps LIKE '%"under_18"%'"""


def is_minor(under_18: bool | None, until: date | None, today: date) -> bool:
    """Return whether a mark holds on a day: up to the day before `until`, for good where that is unknown."""
    return bool(under_18) and (until is None or today < until)


def minors(connection: Connection, components: Components, today: date) -> frozenset[PersonId]:
    """Return who is under 18 on a day, by the id they go by."""
    marked = {components.of(PersonId(id)) for (id,) in look(connection, _MARKED)}
    return frozenset(each for each in marked if is_minor(True, _until(connection, components, each), today))


def minors_now(connection: Connection, components: Components, db: Database) -> frozenset[PersonId]:
    """Return who is under 18 today, where the chapter is."""
    return minors(connection, components, today_here(connection, db))


def today_here(connection: Connection, db: Database) -> date:
    """Return the present day where the chapter is."""
    return db.now().astimezone(ZoneInfo(chapter_zone(connection))).date()


def ever_marked(connection: Connection) -> frozenset[PersonId]:
    """Return the ids of all entries that are marked or once were."""
    return frozenset(PersonId(id) for (id,) in look(connection, _EVER))


def _until(connection: Connection, components: Components, person: PersonId) -> date | None:
    for entry in sorted(components.all_of(person)):
        for (day,) in look(connection, _DAY, (entry,)):
            return date.fromisoformat(day)
    return None
