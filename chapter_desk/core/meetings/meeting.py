"""A meeting as everybody is handed one, and reading it from the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, Select, func

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.times import local_day, wall_time
from chapter_desk.errors import MeetingCancelled, NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import MeetingId, PersonId

_NOBODY_SAID = "America/New_York"
_CHAPTER_ZONE = "SELECT time_zone FROM chapter WHERE removed_at IS NULL AND time_zone IS NOT NULL LIMIT 1"

CANCELLED = "cancelled"
CONFIRMED = "confirmed"


class MeetingState(Enum):
    """Where a meeting stands."""

    PLANNED = "planned"
    OPEN = "open"
    ENDED = "ended"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """A meeting not kept yet.

    `starts_at` and `ends_at` are wall times without a zone.  Without `time_zone` the ZIP tells it,
    else the chapter's.  Without `ends_at` it lasts as long as national's pack says its kind does.
    With `voting_days` there is a vote, of those who are members for at least so many days.
    """

    title: str
    starts_at: datetime
    kind: str = "meeting"
    postal_code: str = ""
    ends_at: datetime | None = None
    time_zone: str = ""
    description: str = ""
    venue: str = ""
    address_lines: Sequence[str] = ()
    location_public: bool | None = None
    capacity: int | None = None
    quorum: int | None = None
    voting_days: int | None = None
    series: str = ""
    host_id: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting.  Times are UTC; `local_start` and `local_end` are what the clock on its wall shows."""

    id: MeetingId
    kind: str
    title: str
    description: str
    starts_at: datetime
    ends_at: datetime | None
    time_zone: str
    venue: str
    address_lines: tuple[str, ...]
    locality: str
    region: str
    postal_code: str
    location_public: bool | None
    capacity: int | None
    quorum: int | None
    voting_days: int | None
    state: MeetingState
    opened_at: datetime | None
    ended_at: datetime | None
    series: str
    host_id: PersonId | None

    @property
    def local_start(self) -> datetime:
        return wall_time(self.starts_at, self.time_zone)

    @property
    def local_end(self) -> datetime | None:
        return None if self.ends_at is None else wall_time(self.ends_at, self.time_zone)


def known_meetings() -> Select[Any]:
    """Select meetings that are on file: neither removed nor the empty shell of one still to arrive."""
    m = schema.meeting.c
    return schema.meeting.select().where(
        m.removed_at.is_(None), m.made_clock.is_not(None), m.starts_at.is_not(None)
    )


def not_cancelled() -> Any:
    return func.coalesce(schema.meeting.c.status, CONFIRMED) != CANCELLED


def require_meeting(connection: Connection, db: Database, meeting_id: MeetingId) -> Meeting:
    m = schema.meeting.c
    row = connection.execute(
        known_meetings().where(m.chapter_id == db.chapter_id, m.id == meeting_id)
    ).one_or_none()
    if row is None:
        raise NoSuchRecord("meeting", meeting_id)
    return meeting_of(row, chapter_zone(connection) if row.time_zone is None else "")


def meeting_of(row: Row[Any], otherwise_zone: str) -> Meeting:
    if row.status == CANCELLED:
        state = MeetingState.CANCELLED
    elif row.ended_at is not None:
        state = MeetingState.ENDED
    else:
        state = MeetingState.PLANNED if row.opened_at is None else MeetingState.OPEN
    return Meeting(
        id=MeetingId(row.id),
        kind=row.kind or "",
        title=row.title or "",
        description=row.description or "",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        time_zone=row.time_zone or otherwise_zone,
        venue=row.venue or "",
        address_lines=tuple(row.address_lines or ()),
        locality=row.locality or "",
        region=row.region or "",
        postal_code=row.postal_code or "",
        location_public=row.location_public,
        capacity=row.capacity,
        quorum=row.quorum,
        voting_days=row.voting_days,
        state=state,
        opened_at=row.opened_at,
        ended_at=row.ended_at,
        series=row.series or "",
        host_id=row.host_id,
    )


def chapter_zone(connection: Connection) -> str:
    """Return the time zone the chapter lives in."""
    rows = look(connection, _CHAPTER_ZONE)
    return str(rows[0][0]) if rows else _NOBODY_SAID


def day_here(connection: Connection, moment: datetime) -> date:
    """Return the day on which an instant falls where the chapter lives."""
    return local_day(moment, chapter_zone(connection))


def opened(writer: Writer, db: Database, meeting_id: MeetingId) -> Meeting:
    """Open a meeting's door within a caller's transaction; see `Calendar.open_door`."""
    meeting = require_meeting(writer.connection, db, meeting_id)
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingCancelled(meeting.title)
    if meeting.state is not MeetingState.OPEN:
        values = {"ended_at": None, "opened_at": meeting.opened_at or writer.at}
        writer.set(schema.meeting, meeting_id, values)
    return require_meeting(writer.connection, db, meeting_id)
