"""Calendar files as the page shows them: read off the window's thread, and put into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chapter_desk.app import App
from chapter_desk.core.meetings.calendar_files import Change, Preview
from chapter_desk.core.meetings.ics_reading import MOST_BYTES, LeftOut
from chapter_desk.core.meetings.meeting import Meeting
from chapter_desk.core.meetings.reminder import address_for, is_private
from chapter_desk.core.meetings.times import wall_time
from chapter_desk.errors import FileNotThere
from chapter_desk.gui.meetings.when import time_words
from chapter_desk.gui.widgets.day_field import short_day
from chapter_desk.gui.widgets.labels import Tone
from chapter_desk.i18n import _
from chapter_desk.values import MeetingId


@dataclass(frozen=True, slots=True)
class CalendarPlace:
    """With a meeting: it is to be saved as a file."""

    meeting_id: MeetingId | None = None


@dataclass(frozen=True, slots=True)
class CalendarNow:
    """The chapter's name and zone, the meetings to come, and the one in question, if any."""

    chapter: str
    time_zone: str
    coming: tuple[Meeting, ...]
    one: Meeting | None
    now: datetime


@dataclass(frozen=True, slots=True)
class FileRow:
    """One event of a file that was looked into: what would become of it, or why it is left out."""

    key: str
    title: str
    starts_at: datetime | None
    change: Change | None = None
    left_out: LeftOut | None = None


def read_calendar_page(app: App, place: CalendarPlace) -> CalendarNow:
    """Return what may be saved.  Raises NoSuchRecord."""
    card = app.chapter.card()
    return CalendarNow(
        chapter=card.name,
        time_zone=card.time_zone,
        coming=tuple(each.meeting for each in app.calendar.upcoming()),
        one=app.calendar.meeting(place.meeting_id) if place.meeting_id else None,
        now=app.db.now(),
    )


def read_bytes(path: Path) -> bytes:
    """Return what stands in a file, one byte more than may be read at most.  Raises FileNotThere."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError:
        raise FileNotThere(path.name) from None


def rows_of(preview: Preview) -> Sequence[FileRow]:
    """Return the rows of a file, those that would change something first."""
    changes = [FileRow(f"{n}", each.event.title, each.event.starts_at, each)
               for n, each in enumerate(preview.changes)]  # fmt: skip
    others = [
        FileRow(f"left {n}", each.title, None, left_out=each) for n, each in enumerate(preview.left_out)
    ]
    quiet = ("same", "past", "never-here", "held", "off-here", "refused")
    changes.sort(key=lambda row: row.change is not None and row.change.fate in quiet)
    return [*changes, *others]


def fate_words(row: FileRow) -> tuple[str, Tone, str]:
    """Return what would become of an event, its tone and its icon."""
    if row.change is None:
        return _("Left out"), "warn", "circle-minus"
    words: dict[str, tuple[str, Tone, str]] = {
        "new": (_("New"), "good", "plus"),
        "changed": (_("Changed"), "accent", "pencil"),
        "cancelled": (_("Called off"), "warn", "ban"),
        "same": (_("The same"), "", ""),
    }
    return words.get(row.change.fate, (_("Left as it is"), "", "circle-minus"))


def why_words(row: FileRow) -> str:
    """Return what changes about a meeting, or why an event is left out."""
    if row.left_out is not None:
        return {
            "all-day": _("It has a day and no hour."),
            "no-time": _("When it starts cannot be read."),
            "rule": _("It repeats by a rule that is not taken over. Enter its dates by hand."),
            "no-name": _("It has no title."),
        }[row.left_out.why]
    assert row.change is not None
    if row.change.fate == "changed":
        return ", ".join(_field_words(field) for field in row.change.fields)
    return {
        "held": _("Its door was opened: what was held is not changed."),
        "off-here": _("It was called off here, and stays so."),
        "past": _("It is over."),
        "never-here": _("It was called off, and is not known here."),
        "refused": _("A text in it is too long or no writing."),
    }.get(row.change.fate, "")


def when_of(row: FileRow, time_zone: str, now: datetime) -> str:
    """Return when an event is, on the clock of its place."""
    if row.starts_at is None:
        return ""
    there = (row.change.event.time_zone if row.change is not None else "") or time_zone
    wall = wall_time(row.starts_at, there)
    day = short_day(wall.date(), wall_time(now, there).date())
    return _("{day}, {time}").format(day=day, time=time_words(wall.time()))


def leaves_words(meetings: Sequence[Meeting], *, with_private_address: bool) -> str:
    """Return what a file would tell of these meetings, with their descriptions."""
    lines = []
    for each in meetings:
        where = address_for(each, said_yes=with_private_address)
        hidden = is_private(each) and not with_private_address
        place = _("{town}, address left out").format(town=where) if hidden and where else where
        lines.append(" · ".join(filter(None, (f"{each.local_start:%Y-%m-%d %H:%M}", each.title, place))))
        lines += [f"    {line}" for line in each.description.splitlines()]
    return "\n".join(lines)


def _field_words(field: str) -> str:
    return {
        "title": _("title"),
        "starts_at": _("start"),
        "ends_at": _("end"),
        "time_zone": _("time zone"),
        "description": _("description"),
        "venue": _("place"),
    }.get(field, field)
