"""Meetings out to other calendar programs and in from them: looked at first, then taken over as one step.

A meeting whose door was ever opened is history, and one called off here stays called off: a file changes
neither.  What is not in a file stays as it is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from chapter_desk.core.meetings.calendar import meeting_values
from chapter_desk.core.meetings.ics_reading import IcsEvent, LeftOut, Reading, read_calendar
from chapter_desk.core.meetings.ics_writing import calendar_file, location
from chapter_desk.core.meetings.meeting import (
    CANCELLED,
    CONFIRMED,
    Meeting,
    MeetingDraft,
    MeetingState,
    chapter_zone,
    known_meetings,
    meeting_of,
)
from chapter_desk.core.meetings.times import wall_time
from chapter_desk.core.members.naming import LONGEST_NAME, LONGEST_TEXT, clean_name, clean_text
from chapter_desk.core.national.pack import NationalPack
from chapter_desk.core.places.zips import place
from chapter_desk.errors import ChapterDeskError
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, natural_id

Fate = Literal["new", "changed", "cancelled", "same", "held", "off-here", "past", "never-here", "refused"]
"""What becomes of an event: it is added, changes a meeting or calls it off; or nothing, for the reason named.

`held`: its door was opened; `off-here`: called off here; `past`: it is over; `never-here`: called off and
not known here; `refused`: a text in it cannot be kept.
"""
TAKEN: frozenset[Fate] = frozenset({"new", "changed", "cancelled"})

_ZIP = re.compile(r"\b\d{5}\b")


@dataclass(frozen=True, slots=True)
class Change:
    """What an event of a file would do: `fields` that change, by their names in `MeetingDraft`."""

    event: IcsEvent
    fate: Fate
    meeting_id: MeetingId
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a file over would do, soonest first; nothing was changed yet."""

    changes: tuple[Change, ...]
    left_out: tuple[LeftOut, ...]
    going_on: tuple[str, ...]

    def count(self, *fates: Fate) -> int:
        """Return how many events have one of these fates."""
        return sum(each.fate in fates for each in self.changes)


class CalendarFiles:
    """Writes and reads calendar files."""

    def __init__(self, db: Database, pack: NationalPack) -> None:
        self._db = db
        self._pack = pack

    def file_of(
        self, meetings: Iterable[Meeting], chapter: str, *, with_private_address: bool = False
    ) -> bytes:
        """Return these meetings as the bytes of a calendar file; see `ics_writing.calendar_file`."""
        return calendar_file(meetings, chapter, self._db.now(), with_private_address=with_private_address)

    def look_into(self, untrusted: bytes) -> Preview:
        """Return what taking a file over would do; nothing is changed.

        Raises:
            CalendarRefused: It is no calendar file, or holds no event or too many.
        """
        now = self._db.now()
        with self._db.read() as connection:
            here = chapter_zone(connection)
            reading = read_calendar(untrusted, here, now)
            return self._compared(connection, reading, here, now)

    def take_over(self, untrusted: bytes) -> Preview:
        """Take a file over as one step, and return what was done.

        Raises:
            CalendarRefused, NotSaved: Nothing was changed.
        """
        now = self._db.now()
        with self._db.read() as connection:
            here = chapter_zone(connection)
        reading = read_calendar(untrusted, here, now)
        counts: dict[str, Any] = {}
        with self._db.write("import-calendar", counts) as writer:
            preview = self._compared(writer.connection, reading, here, now)
            for each in preview.changes:
                if each.fate == "new":
                    values = self._new_values(writer.connection, each.event, here)
                    put = {**values, "status": CONFIRMED, "removed_at": None}
                    writer.put(schema.meeting, each.meeting_id, put)
                elif each.fate == "cancelled":
                    writer.set(schema.meeting, each.meeting_id, {"status": CANCELLED})
                elif each.fate == "changed":
                    writer.set(schema.meeting, each.meeting_id, _changed_values(each))
            counts["meetings"] = preview.count(*TAKEN)
        return preview

    # ------------------------------------------------------------ within

    def _compared(self, connection: Connection, reading: Reading, here: str, now: datetime) -> Preview:
        meetings = [meeting_of(row, here) for row in connection.execute(known_meetings())]
        known = {meeting.id: meeting for meeting in meetings}
        at = {(each.starts_at, each.title.casefold()): each for each in meetings}
        changes: dict[MeetingId, Change] = {}
        for event in reading.events:
            same = known.get(_id_of(event, known)) or at.get((event.starts_at, event.title.casefold()))
            id = same.id if same is not None else _id_of(event, known)
            changes[id] = self._fate(connection, event, id, same, here, now)
        return Preview(tuple(changes.values()), reading.left_out, reading.going_on)

    def _fate(
        self,
        connection: Connection,
        event: IcsEvent,
        id: MeetingId,
        same: Meeting | None,
        here: str,
        now: datetime,
    ) -> Change:
        if same is None:
            if event.cancelled:
                return Change(event, "never-here", id)
            if (event.ends_at or event.starts_at) < now - timedelta(hours=6):
                return Change(event, "past", id)
            try:
                self._new_values(connection, event, here)
            except ChapterDeskError:
                return Change(event, "refused", id)
            return Change(event, "new", id)
        if same.opened_at is not None or same.ended_at is not None:
            return Change(event, "held", id)
        if same.state is MeetingState.CANCELLED:
            return Change(event, "same" if event.cancelled else "off-here", id)
        if event.cancelled:
            return Change(event, "cancelled", id)
        try:
            fields = _differing(event, same)
        except ChapterDeskError:
            return Change(event, "refused", id)
        return Change(event, "changed" if fields else "same", id, fields)

    def _new_values(self, connection: Connection, event: IcsEvent, here: str) -> dict[str, Any]:
        there = event.time_zone or here
        kind = self._kind(event.categories)
        draft = MeetingDraft(
            title=event.title,
            starts_at=wall_time(event.starts_at, there),
            kind=kind,
            postal_code=_zip_in(event.location or ""),
            time_zone=there,
            description=event.description or "",
            venue=_place(event.location or ""),
            location_public=False if event.private else None,
            series=natural_id("series", event.series) if event.series else "",
        )
        values = meeting_values(connection, self._pack, draft)
        length = values["ends_at"] - values["starts_at"]
        # An hour that comes twice in autumn is told apart by the instant alone.
        return {**values, "starts_at": event.starts_at, "ends_at": event.ends_at or event.starts_at + length}

    def _kind(self, categories: Sequence[str]) -> str:
        wanted = {each.strip().casefold() for each in categories}
        for kind in self._pack.event_types:
            if {kind.id.casefold(), str(kind.title).casefold()} & wanted:
                return kind.id
        return "meeting" if self._pack.event_type("meeting") is not None else self._pack.event_types[0].id


def _id_of(event: IcsEvent, known: Mapping[MeetingId, Meeting]) -> MeetingId:
    """Return the meeting an event is: one of ours keeps its id, one of others has one made of its UID."""
    own = MeetingId(event.key)
    return own if own in known else MeetingId(natural_id("meeting", "ics", event.key))


def _differing(event: IcsEvent, meeting: Meeting) -> tuple[str, ...]:
    fields = []
    if clean_name(event.title, "title", "meeting") != meeting.title:
        fields.append("title")
    if event.starts_at != meeting.starts_at.replace(microsecond=0):
        fields.append("starts_at")
    ends_at = meeting.ends_at.replace(microsecond=0) if meeting.ends_at is not None else None
    if event.ends_at is not None and event.ends_at != ends_at:
        fields.append("ends_at")
    if event.time_zone and event.time_zone != meeting.time_zone:
        fields.append("time_zone")
    if event.description is not None and _description(event) != meeting.description:
        fields.append("description")
    if event.location is not None and _place(event.location) not in _places(meeting):
        fields.append("venue")
    return tuple(fields)


def _changed_values(change: Change) -> dict[str, Any]:
    event, fields = change.event, change.fields
    values: dict[str, Any] = {}
    if "title" in fields:
        values["title"] = clean_name(event.title, "title", "meeting")
    for name in ("starts_at", "ends_at", "time_zone"):
        if name in fields:
            values[name] = getattr(event, name)
    if "description" in fields:
        values["description"] = _description(event) or None
    if "venue" in fields:
        where, known = _place(event.location or ""), place(_zip_in(event.location or ""))
        values |= {"venue": where or None, "address_lines": None}
        if known is not None:
            values |= {
                "postal_code": known.postal_code,
                "locality": known.locality,
                "region": known.region,
            }
    return values


def _description(event: IcsEvent) -> str:
    return clean_text(event.description or "", "description", longest=LONGEST_TEXT, lines=True)


def _place(text: str) -> str:
    one_line = " ".join(text.split())
    return clean_text(one_line[:LONGEST_NAME].strip(), "venue")


def _places(meeting: Meeting) -> set[str]:
    """Return what a file of ours may have told of where a meeting is, and what it has as its place."""
    told = {location(meeting, with_private_address=with_it) for with_it in (False, True)}
    return {*(_place(each) for each in told), meeting.venue}


def _zip_in(text: str) -> str:
    found = [each for each in _ZIP.findall(text) if place(each) is not None]
    return found[-1] if found else ""
