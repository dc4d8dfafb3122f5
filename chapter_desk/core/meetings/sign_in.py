"""Counting people into a meeting, one short transaction each, whichever door they use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from chapter_desk.core.looking import look
from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.attendance import STANDS
from chapter_desk.core.meetings.meeting import CANCELLED, chapter_zone, opened
from chapter_desk.core.meetings.needs import insert_need
from chapter_desk.core.meetings.times import year_began
from chapter_desk.core.meetings.walk_in import (
    Likeness,
    Namesakes,
    WalkIn,
    likeness,
    only_initials,
    written,
)
from chapter_desk.core.members.consents import GIVEN, insert_consent
from chapter_desk.core.members.contact import is_email
from chapter_desk.core.members.records import insert_person
from chapter_desk.core.members.same_person import component
from chapter_desk.core.places.zips import place
from chapter_desk.errors import MeetingCancelled, MeetingEnded, NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.columns import wired_time
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import MeetingId, PersonId, SignInId

_Done = TypeVar("_Done")

PHONE = "phone"
"""The method of those who signed themselves in on a phone: nobody saw them write."""

_MEETING = """
SELECT title, time_zone, status, opened_at, ended_at, starts_at FROM meeting
WHERE chapter_id = ? AND id = ? AND removed_at IS NULL AND made_clock IS NOT NULL
"""
_PERSON = """
SELECT display_name FROM person
WHERE chapter_id = ? AND id = ? AND removed_at IS NULL AND made_clock IS NOT NULL
"""
_HISTORY = (
    f"SELECT s.id, s.meeting_id, s.at, s.clock_suspect FROM sign_in s WHERE s.person_id = ? AND {STANDS}"
)
_SIGN_IN = (
    f"SELECT s.meeting_id, s.person_id, s.at FROM sign_in s WHERE chapter_id = ? AND id = ? AND {STANDS}"
)
_CAME_AS = f"""
SELECT s.person_id FROM sign_in s WHERE s.meeting_id = ? AND s.name_as_written = ?
AND s.contact_as_written IS NULL AND s.person_id IS NOT NULL AND {STANDS} ORDER BY s.at, s.id LIMIT 1
"""
_AT_MEETING = f"SELECT s.id FROM sign_in s WHERE s.meeting_id = ? AND s.person_id = ? AND {STANDS}"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person who is in.

    Attributes:
        id: The sign-in that counts; the earliest of a person who signed in twice.
        person_id: The id the person goes by.
        at: When they came, UTC, to the millisecond.
        repeated: They were in already, since `at`; nothing was written.
        first_time: They were at no meeting before this one.
        times_this_year: Meetings they were at since January 1 of the meeting's zone, this one included.
        clock_suspect: The laptop's clock was in doubt, so `at` may be wrong; the order is not.
        added: The person was new and is on file now.
        sort_out: Why something waits to be sorted out later (reasons of `sort_out`), mostly nothing.
    """

    id: SignInId
    meeting_id: MeetingId
    person_id: PersonId
    name: str
    at: datetime
    repeated: bool
    first_time: bool
    times_this_year: int
    clock_suspect: bool = False
    added: bool = False
    sort_out: tuple[str, ...] = ()


class _Door(NamedTuple):
    """A meeting as signing in needs it; text as the file keeps it."""

    id: MeetingId
    time_zone: str
    starts_at: str
    planned: bool


class SignIns:
    """Counts each person into a meeting once.

    The door, the command line and whatever comes later all sign people in here, so the count cannot
    depend on which of them was used.  A meeting that was only planned is opened by its first
    sign-in, as a step of its own, so that taking the sign-in back leaves the door open.
    """

    def __init__(self, db: Database, namesakes: Namesakes | None = None) -> None:
        """`namesakes` finds people by their whole name in memory; without it the file is read for them."""
        self._db = db
        self._namesakes = namesakes

    def sign_in(
        self,
        meeting_id: MeetingId,
        person_id: PersonId,
        *,
        method: str = "desk",
        name_as_written: str = "",
    ) -> SignedIn:
        """Count a person in, now.

        A second sign-in is no error: what stands comes back with `repeated` set, and nothing is
        written.

        Raises:
            MeetingEnded: The meeting has ended; open its door again first.
            MeetingCancelled: The meeting was called off.
            NoSuchRecord: There is no such meeting or person.
        """
        wrote = {"method": method, "name_as_written": name_as_written or None}
        return self._at_the_door(
            "sign-in",
            {"meeting": meeting_id, "person": person_id},
            lambda writer, door: _count_in(writer, self._db, door, person_id, wrote),
        )

    def sign_in_afterwards(
        self,
        meeting_id: MeetingId,
        person_id: PersonId,
        *,
        at: datetime | None = None,
        method: str = "roster",
    ) -> SignedIn:
        """Count a person in who was there, after the fact: an ended meeting takes them too.

        `at` is when they came, UTC; without it, when the meeting began.

        Raises:
            MeetingCancelled: The meeting was called off.
            NoSuchRecord: There is no such meeting or person.
        """
        params = {"meeting": meeting_id, "person": person_id}
        with self._db.write("sign-in-afterwards", params) as writer:
            door = _door(writer, self._db, meeting_id, ended_too=True)
            came = at or datetime.fromisoformat(door.starts_at)
            return _count_in(
                writer, self._db, door, person_id, {"method": method, "at": came, "forced": True}
            )

    def walk_in(
        self,
        meeting_id: MeetingId,
        walk_in: WalkIn,
        *,
        method: str = "desk",
        id: SignInId | None = None,
    ) -> SignedIn:
        """Count in somebody who is not found on file: only a name is needed.

        Whoever is certainly on file already (the same name with the same e-mail or phone) is signed
        in as that person.  Where it is doubtful the person is added, and counted, and the question
        waits to be sorted out later.  Nothing a person writes keeps them out.

        `id` is the sign-in's, where what they wrote has a number of its own (the phone form).

        Raises:
            NameNeeded, TextRefused: There is no name, or what was typed is no writing.
            MeetingEnded, MeetingCancelled, NoSuchRecord: See `sign_in`.
        """
        guest = written(walk_in)
        named_alike = None if self._namesakes is None else self._namesakes(guest.display_name)
        params: dict[str, Any] = {"meeting": meeting_id}

        def come_in(writer: Writer, door: _Door) -> SignedIn:
            alike = likeness(writer.connection, guest, named_alike)
            wrote = {
                "method": method,
                "name_as_written": walk_in.name,
                "contact_as_written": walk_in.contact or None,
                "children": walk_in.children or None,
                **({"id": id, "greeter": None} if method == PHONE else {}),
            }
            person_id = params["person"] = alike.certain or insert_person(writer, guest)
            for channel in walk_in.consents:
                insert_consent(writer, person_id, channel, GIVEN, how=method, wording=walk_in.wording)
            for need in walk_in.needs:
                insert_need(writer, person_id, meeting_id, need)
            signed = _count_in(writer, self._db, door, person_id, wrote)
            if alike.certain is not None:
                return signed
            reasons = _wonder(writer, signed, walk_in, alike, method)
            return replace(signed, added=True, sort_out=(*signed.sort_out, *reasons))

        return self._at_the_door("phone-sign-in" if method == PHONE else "walk-in", params, come_in)

    def visitor(self, meeting_id: MeetingId) -> SignInId:
        """Count in somebody who gives no name: one more head, and nothing else is kept.

        Raises:
            MeetingEnded, MeetingCancelled, NoSuchRecord: See `sign_in`.
        """
        return self._at_the_door(
            "visitor",
            {"meeting": meeting_id},
            lambda writer, door: SignInId(
                writer.insert(schema.sign_in, _row(writer, door, None, {"method": "desk"}))
            ),
        )

    def came_as(self, meeting_id: MeetingId, name: str) -> PersonId | None:
        """Return the first who walked in to this meeting with this name, as written, and nothing else."""
        with self._db.read() as connection:
            rows = look(connection, _CAME_AS, (meeting_id, name))
        return PersonId(rows[0][0]) if rows else None

    def take_back(self, sign_in_id: SignInId, reason: str = "") -> int:
        """Take a person out of a meeting again; return how many sign-ins that took back.

        All their sign-ins there are taken back, also another laptop's.  It is recorded, not erased.

        Raises:
            NoSuchRecord: There is no such sign-in, or it was taken back before.
        """
        with self._db.write("take-back", {"sign_in": sign_in_id}) as writer:
            meeting_id, person_id, _ = _standing(writer, self._db, sign_in_id)
            return _void_all(writer, meeting_id, person_id, sign_in_id, reason)

    def move(self, sign_in_id: SignInId, person_id: PersonId) -> SignedIn:
        """Give a sign-in to the person it belongs to, at the same time; the wrong person is out again.

        Raises:
            NoSuchRecord: There is no such sign-in or person.
            MeetingCancelled: The meeting was called off.
        """
        with self._db.write("move-sign-in", {"sign_in": sign_in_id, "person": person_id}) as writer:
            meeting_id, wrong, at = _standing(writer, self._db, sign_in_id)
            _void_all(writer, meeting_id, wrong, sign_in_id, "moved")
            door = _door(writer, self._db, meeting_id, ended_too=True)
            wrote = {"method": "roster", "at": datetime.fromisoformat(at)}
            return _count_in(writer, self._db, door, person_id, wrote)

    def _at_the_door(
        self, kind: str, params: Mapping[str, Any], act: "Callable[[Writer, _Door], _Done]"
    ) -> _Done:
        """Do one act at an open door, in one transaction; a planned meeting is opened before."""
        meeting_id = params["meeting"]
        with self._db.write(kind, params) as writer:
            door = _door(writer, self._db, meeting_id)
            if not door.planned:
                return act(writer, door)
        with self._db.write("open-door", {"meeting": meeting_id}) as writer:
            opened(writer, self._db, meeting_id)
        return self._at_the_door(kind, params, act)


# ---------------------------------------------------------------- within one transaction


def _door(writer: Writer, db: Database, meeting_id: MeetingId, *, ended_too: bool = False) -> _Door:
    rows = look(writer.connection, _MEETING, (db.chapter_id, meeting_id))
    if not rows:
        raise NoSuchRecord("meeting", meeting_id)
    title, time_zone, status, opened_at, ended_at, starts_at = rows[0]
    if status == CANCELLED:
        raise MeetingCancelled(title or "")
    if ended_at is not None and not ended_too:
        raise MeetingEnded(title or "", datetime.fromisoformat(ended_at))
    zone = time_zone or chapter_zone(writer.connection)
    return _Door(meeting_id, zone, starts_at, planned=opened_at is None and ended_at is None)


def _count_in(
    writer: Writer, db: Database, door: _Door, person_id: PersonId, wrote: Mapping[str, Any]
) -> SignedIn:
    """Write a sign-in of a person, unless one stands; one that brings its id is written all the same.

    So a phone form leaves what was written on it, and is known when it is sent again.
    """
    people = component(writer.connection, person_id)
    name = ""
    for each in {person_id, people[0]}:
        rows = look(writer.connection, _PERSON, (db.chapter_id, each))
        if not rows:
            raise NoSuchRecord("person", each)
        if each == people[0]:
            name = rows[0][0] or ""
    came = [row for each in people for row in look(writer.connection, _HISTORY, (each,))]
    here = min(((at, id, suspect) for id, meeting, at, suspect in came if meeting == door.id), default=None)
    sort_later: tuple[str, ...] = ()
    if here is None or wrote.get("id") is not None:
        row = _row(writer, door, person_id, wrote)
        suspect, at, at_text = row["clock_suspect"], row["at"], wired_time(row["at"])
        id = writer.insert(schema.sign_in, row, id=wrote.get("id"))
        if suspect:
            sort_out.doubt_clock(writer, door.id)
            sort_later = (sort_out.CLOCK,)
    if here is not None:
        at_text, id, suspect = here
        at = datetime.fromisoformat(at_text)
    since = year_began(at, door.time_zone)
    this_year = {meeting for _, meeting, when, _ in came if since <= when <= at_text} | {door.id}
    return SignedIn(
        id=SignInId(id),
        meeting_id=door.id,
        person_id=people[0],
        name=name,
        at=at,
        repeated=here is not None,
        first_time=all(when >= at_text for _, meeting, when, _ in came if meeting != door.id),
        times_this_year=len(this_year),
        clock_suspect=bool(suspect),
        sort_out=sort_later,
    )


def _row(writer: Writer, door: _Door, person_id: PersonId | None, wrote: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "meeting_id": door.id,
        "person_id": person_id,
        "list": "door",
        "type": "entry",
        "at": writer.at,
        "clock_suspect": writer.doubt is not None and "at" not in wrote,
        "laptop": writer.replica,
        "greeter": writer.by,
        **wrote,
    }


def _wonder(
    writer: Writer, signed: SignedIn, walk_in: WalkIn, alike: Likeness, method: str
) -> tuple[str, ...]:
    """Leave for later what is not certain about a walk-in; return the reasons."""
    wondered: list[tuple[str, dict[str, Any]]] = []
    if alike.maybe:
        wondered.append((sort_out.MAYBE_ON_FILE, {"name": signed.name, "people": list(alike.maybe)}))
    if alike.household:
        wondered.append((sort_out.SHARED_CONTACT, {"name": signed.name, "people": list(alike.household)}))
    if walk_in.email and not is_email(walk_in.email):
        wondered.append((sort_out.UNREADABLE_EMAIL, {"name": signed.name, "email": walk_in.email}))
    if walk_in.postal_code and place(walk_in.postal_code) is None:
        wondered.append((sort_out.UNKNOWN_ZIP, {"name": signed.name, "postal_code": walk_in.postal_code}))
    if method == PHONE and not walk_in.contact and only_initials(walk_in.name):
        wondered.append((sort_out.NO_CONTACT, {"name": signed.name}))
    for reason, raw in wondered:
        sort_out.leave(writer, reason, signed.meeting_id, signed.person_id, signed.id, raw)
    return tuple(reason for reason, _ in wondered)


def _standing(writer: Writer, db: Database, sign_in_id: SignInId) -> tuple[MeetingId, PersonId | None, str]:
    rows = look(writer.connection, _SIGN_IN, (db.chapter_id, sign_in_id))
    if not rows:
        raise NoSuchRecord("sign_in", sign_in_id)
    return rows[0]


def _void_all(
    writer: Writer, meeting_id: MeetingId, person_id: PersonId | None, sign_in_id: SignInId, reason: str
) -> int:
    if person_id is None:
        return int(writer.void(schema.sign_in, sign_in_id, reason))
    return sum(
        writer.void(schema.sign_in, id, reason)
        for each in component(writer.connection, person_id)
        for (id,) in look(writer.connection, _AT_MEETING, (meeting_id, each))
    )
