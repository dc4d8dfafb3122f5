"""Meetings: planned, opened, ended, opened again, called off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Select, or_

from chapter_desk.core.meetings.attendance import Turnout, turnouts
from chapter_desk.core.meetings.meeting import (
    CANCELLED,
    CONFIRMED,
    Meeting,
    MeetingDraft,
    MeetingState,
    chapter_zone,
    known_meetings,
    meeting_of,
    not_cancelled,
    opened,
    require_meeting,
)
from chapter_desk.core.meetings.rsvps import Rsvps, rsvp_counts
from chapter_desk.core.meetings.times import instant, known_zone
from chapter_desk.core.members.naming import LONGEST_TEXT, clean_name, clean_text
from chapter_desk.core.members.same_person import all_components
from chapter_desk.core.national.pack import NationalPack
from chapter_desk.core.places.zips import require_place
from chapter_desk.core.sync.laptops import door_meeting
from chapter_desk.errors import MeetingCancelled, OnlyTheChapter, TimeRefused, UnknownMeetingKind
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, new_id

_LATE = timedelta(hours=6)
_TEXTS = ("venue", "series")
_FIELDS = frozenset(field.name for field in fields(MeetingDraft))


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """A meeting in a list, with who came and who said they would."""

    meeting: Meeting
    turnout: Turnout
    rsvps: Rsvps


class Calendar:
    """The chapter's meetings."""

    def __init__(self, db: Database, pack: NationalPack) -> None:
        self._db = db
        self._pack = pack

    def add(self, draft: MeetingDraft) -> Meeting:
        """Plan a meeting.

        Raises:
            NameNeeded, TextRefused: The title is empty, or a text cannot be kept.
            UnknownMeetingKind: National's pack has no such kind.
            UnknownZip: A ZIP was given that nobody knows.
            TimeRefused: It would end before it starts, or there is no such time zone.
        """
        meeting_id = MeetingId(new_id())
        with self._db.write("add-meeting", {"meeting": meeting_id}) as writer:
            values = meeting_values(writer.connection, self._pack, draft)
            writer.insert(schema.meeting, {**values, "status": CONFIRMED}, id=meeting_id)
            return require_meeting(writer.connection, self._db, meeting_id)

    def edit(self, meeting_id: MeetingId, changes: Mapping[str, Any]) -> Meeting:
        """Change fields of a meeting (those of `MeetingDraft`); times are wall times of its zone.

        Raises:
            NoSuchRecord: There is no such meeting.
            NameNeeded, TextRefused, UnknownMeetingKind, UnknownZip, TimeRefused: See `add`.
        """
        with self._db.write("edit-meeting", {"meeting": meeting_id}) as writer:
            was = require_meeting(writer.connection, self._db, meeting_id)
            unknown = set(changes) - _FIELDS
            assert not unknown, unknown
            draft = MeetingDraft(**{**_as_draft(was, changes), **changes})
            writer.set(schema.meeting, meeting_id, meeting_values(writer.connection, self._pack, draft))
            return require_meeting(writer.connection, self._db, meeting_id)

    def open_door(self, meeting_id: MeetingId) -> Meeting:
        """Open the door of a meeting, also of one that had ended; an open one stays as it is.

        Raises:
            NoSuchRecord: There is no such meeting.
            MeetingCancelled: It was called off.
            OnlyTheChapter: It had ended, and this laptop only helps at its door.
        """
        with self._db.write("open-door", {"meeting": meeting_id}) as writer:
            meeting = require_meeting(writer.connection, self._db, meeting_id)
            if meeting.state is MeetingState.ENDED:
                _require_the_chapters(writer.connection, meeting)
            return opened(writer, self._db, meeting_id)

    def end(self, meeting_id: MeetingId) -> Meeting:
        """Close the door and end the meeting; an ended one stays as it is.

        Raises:
            NoSuchRecord: There is no such meeting.
            MeetingCancelled: It was called off.
            OnlyTheChapter: This laptop only helps at its door.
        """
        with self._db.write("end-meeting", {"meeting": meeting_id}) as writer:
            meeting = require_meeting(writer.connection, self._db, meeting_id)
            _require_the_chapters(writer.connection, meeting)
            if meeting.state is MeetingState.CANCELLED:
                raise MeetingCancelled(meeting.title)
            if meeting.state is not MeetingState.ENDED:
                writer.set(schema.meeting, meeting_id, {"ended_at": writer.at})
            return require_meeting(writer.connection, self._db, meeting_id)

    def cancel(self, meeting_id: MeetingId) -> Meeting:
        """Call a meeting off.  Raises NoSuchRecord."""
        with self._db.write("cancel-meeting", {"meeting": meeting_id}) as writer:
            writer.set(schema.meeting, meeting_id, {"status": CANCELLED})
            return require_meeting(writer.connection, self._db, meeting_id)

    def put_back(self, meeting_id: MeetingId) -> Meeting:
        """Put a meeting that was called off back on the calendar.  Raises NoSuchRecord."""
        with self._db.write("put-back-meeting", {"meeting": meeting_id}) as writer:
            writer.set(schema.meeting, meeting_id, {"status": CONFIRMED})
            return require_meeting(writer.connection, self._db, meeting_id)

    def meeting(self, meeting_id: MeetingId) -> Meeting:
        """Return one meeting.  Raises NoSuchRecord."""
        with self._db.read() as connection:
            return require_meeting(connection, self._db, meeting_id)

    def entry(self, meeting_id: MeetingId) -> MeetingEntry:
        """Return one meeting with who came and who said they would.  Raises NoSuchRecord."""
        with self._db.read() as connection:
            return self._entries(connection, [require_meeting(connection, self._db, meeting_id)])[0]

    def next_meeting(self) -> Meeting | None:
        """Return the meeting to open the door of: one that is open, else the next to come.

        A planned meeting is the next one until six hours after it began.
        """
        m = schema.meeting.c
        running = (
            known_meetings()
            .where(m.opened_at.is_not(None), m.ended_at.is_(None))
            .order_by(m.starts_at.desc())
        )
        coming = (
            known_meetings()
            .where(m.ended_at.is_(None), m.starts_at >= self._db.now() - _LATE)
            .order_by(m.starts_at, m.id)
        )
        with self._db.read() as connection:
            for query in (running, coming):
                row = connection.execute(query.where(not_cancelled()).limit(1)).one_or_none()
                if row is not None:
                    return meeting_of(row, chapter_zone(connection))
        return None

    def next_or_last(self) -> Meeting | None:
        """Return the next meeting as `next_meeting` does, else the latest one; None without any."""
        coming = self.next_meeting()
        if coming is not None:
            return coming
        past = self.past(1)
        return past[0].meeting if past else None

    def upcoming(self, limit: int = 100) -> list[MeetingEntry]:
        """Return meetings that have not ended and began less than six hours ago or later, soonest first.

        Those called off are among them.
        """
        m = schema.meeting.c
        query = known_meetings().where(m.ended_at.is_(None), m.starts_at >= self._db.now() - _LATE)
        return self._list(query.order_by(m.starts_at, m.id).limit(limit))

    def past(self, limit: int = 50, offset: int = 0) -> list[MeetingEntry]:
        """Return the other meetings, latest first."""
        m = schema.meeting.c
        query = known_meetings().where(or_(m.ended_at.is_not(None), m.starts_at < self._db.now() - _LATE))
        return self._list(query.order_by(m.starts_at.desc(), m.id).limit(limit).offset(offset))

    def all(self) -> list[MeetingEntry]:
        """Return every meeting, latest first."""
        m = schema.meeting.c
        return self._list(known_meetings().order_by(m.starts_at.desc(), m.id))

    def who_came(self, meetings: int = 7, kind: str = "") -> list[MeetingEntry]:
        """Return the latest meetings that anybody could come to, oldest first, for the chart of turnouts."""
        m = schema.meeting.c
        query = known_meetings().where(
            m.starts_at <= self._db.now(), m.opened_at.is_not(None), not_cancelled()
        )
        if kind:
            query = query.where(m.kind == kind)
        return self._list(query.order_by(m.starts_at.desc(), m.id).limit(meetings))[::-1]

    # ------------------------------------------------------------ within

    def _list(self, query: Select[Any]) -> list[MeetingEntry]:
        with self._db.read() as connection:
            zone_name = chapter_zone(connection)
            return self._entries(
                connection, [meeting_of(row, zone_name) for row in connection.execute(query)]
            )

    def _entries(self, connection: Connection, meetings: Sequence[Meeting]) -> list[MeetingEntry]:
        ids = [meeting.id for meeting in meetings]
        came = turnouts(connection, ids, all_components(connection))
        said = rsvp_counts(connection, ids)
        return [MeetingEntry(each, came[each.id], said.get(each.id, Rsvps())) for each in meetings]


def _require_the_chapters(connection: Connection, meeting: Meeting) -> None:
    if door_meeting(connection) is not None:
        raise OnlyTheChapter(meeting.title)


def meeting_values(connection: Connection, pack: NationalPack, draft: MeetingDraft) -> dict[str, Any]:
    """Return a draft's fields as they are kept, checked; for a caller's transaction.

    Raises:
        NameNeeded, TextRefused, UnknownMeetingKind, UnknownZip, TimeRefused: See `Calendar.add`.
    """
    event_type = pack.event_type(draft.kind)
    if event_type is None:
        raise UnknownMeetingKind(draft.kind, tuple(each.id for each in pack.event_types))
    place = require_place(draft.postal_code) if draft.postal_code else None
    zone_name = draft.time_zone or (place.time_zone if place else "") or chapter_zone(connection)
    starts_at = instant(draft.starts_at, zone_name)
    if draft.ends_at is None:
        ends_at = starts_at + timedelta(minutes=event_type.minutes)
    else:
        ends_at = instant(draft.ends_at, zone_name)
    if ends_at < starts_at:
        raise TimeRefused("ends-before-it-starts")
    public = draft.location_public
    return {
        "kind": event_type.id,
        "title": clean_name(draft.title, "title", "meeting"),
        "description": clean_text(draft.description, "description", longest=LONGEST_TEXT, lines=True) or None,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "time_zone": known_zone(zone_name).key,
        **{field: clean_text(getattr(draft, field), field) or None for field in _TEXTS},
        "address_lines": [clean_text(line, "address_lines") for line in draft.address_lines] or None,
        "locality": place.locality if place else None,
        "region": place.region if place else None,
        "postal_code": place.postal_code if place else None,
        "location_public": not event_type.private_address if public is None else public,
        "capacity": draft.capacity,
        "quorum": draft.quorum,
        "voting_days": draft.voting_days,
        "host_id": draft.host_id,
    }


def _as_draft(meeting: Meeting, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields a meeting has, as a draft has them.

    Another place keeps the hour on the wall and takes its own zone; another start keeps the length.
    """
    moved = "postal_code" in changes and "time_zone" not in changes
    values: dict[str, Any] = {
        field: getattr(meeting, field)
        for field in _FIELDS
        if field not in ("starts_at", "ends_at", "time_zone")
    }
    values["starts_at"], values["ends_at"] = meeting.local_start, meeting.local_end
    values["time_zone"] = "" if moved else meeting.time_zone
    if "starts_at" in changes and meeting.local_end is not None:
        values["ends_at"] = changes["starts_at"] + (meeting.local_end - meeting.local_start)
    return values
