"""The names of all meetings, for finding one by its name: no count is made."""

from dataclasses import dataclass
from datetime import date, datetime

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.meeting import chapter_zone
from chapter_desk.core.meetings.times import local_day
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId

_TITLES = """
SELECT id, title, starts_at, time_zone FROM meeting
WHERE removed_at IS NULL AND made_clock IS NOT NULL AND starts_at IS NOT NULL
ORDER BY starts_at DESC, id
"""


@dataclass(frozen=True, slots=True)
class MeetingTitle:
    """A meeting by its name and its day, by the clock on its wall."""

    id: MeetingId
    title: str
    on: date


def meeting_titles(db: Database) -> tuple[MeetingTitle, ...]:
    """Return every meeting, latest first."""
    with db.read() as connection:
        otherwise = chapter_zone(connection)
        return tuple(
            MeetingTitle(
                MeetingId(id), title or "", local_day(datetime.fromisoformat(starts_at), zone or otherwise)
            )
            for id, title, starts_at, zone in look(connection, _TITLES)
        )
