"""Counting somebody in within a caller's transaction: what every way into a meeting has in common."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from chapter_desk.core.looking import Row, look
from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.attendance import DOOR, NOT_TAKEN_BACK, ON_LIST, STANDS
from chapter_desk.core.meetings.card_code import kept_of
from chapter_desk.core.meetings.meeting import CANCELLED, chapter_zone
from chapter_desk.core.meetings.needs import EACH_TIME, insert_need
from chapter_desk.core.meetings.presence import ENTRY, EXIT, Passing, Stay, stays
from chapter_desk.core.meetings.times import year_began
from chapter_desk.core.meetings.walk_in import Likeness, WalkIn, likeness, only_initials, written
from chapter_desk.core.members.consents import GIVEN, insert_consent
from chapter_desk.core.members.contact import is_email
from chapter_desk.core.members.minors import mark_minor
from chapter_desk.core.members.records import insert_person
from chapter_desk.core.members.same_person import component
from chapter_desk.core.places.zips import place
from chapter_desk.core.sync.laptops import door_meeting
from chapter_desk.core.sync.sealed_contacts import sealed_contact
from chapter_desk.errors import MeetingCancelled, MeetingEnded, NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.columns import wired_time
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import MeetingId, PersonId, SignInId

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
_CAME = f"SELECT s.meeting_id, s.at FROM sign_in s WHERE s.person_id = ? AND {STANDS}"
_AT_MEETING = f"""
SELECT s.id, s.type, s.laptop, s.at, s.clock_suspect FROM sign_in s
WHERE s.person_id = ? AND +s.meeting_id = ? AND {ON_LIST} = ? AND {NOT_TAKEN_BACK}
"""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person who is in.

    Attributes:
        id: The sign-in that counts; the earliest of a person who signed in twice.
        person_id: The id the person goes by.
        at: When they came, UTC, to the millisecond.
        repeated: They were in already, since `at`; nothing was written.
        back: They had left, and are in again.
        first_time: They were at no meeting before this one.
        times_this_year: Meetings they were at since January 1 of the meeting's zone, this one included; 0 on
            a laptop that only helps at this door and knows of no other.
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
    back: bool = False
    added: bool = False
    sort_out: tuple[str, ...] = ()


class MeetingDoor(NamedTuple):
    """A meeting as signing in needs it; text as the file keeps it.

    `late` tells that its door was closed, and whoever comes is counted in after the fact.
    """

    id: MeetingId
    time_zone: str
    starts_at: str
    planned: bool
    late: bool = False


def require_door(
    writer: Writer, db: Database, meeting_id: MeetingId, *, ended_too: bool = False, late_too: bool = False
) -> MeetingDoor:
    """Return the meeting to count people into; an ended one only if `ended_too`, or `late_too`.

    Raises:
        NoSuchRecord, MeetingEnded, MeetingCancelled: There is none, or it takes nobody.
    """
    rows = look(writer.connection, _MEETING, (db.chapter_id, meeting_id))
    if not rows:
        raise NoSuchRecord("meeting", meeting_id)
    title, time_zone, status, opened_at, ended_at, starts_at = rows[0]
    if status == CANCELLED:
        raise MeetingCancelled(title or "")
    if ended_at is not None and not (ended_too or late_too):
        raise MeetingEnded(title or "", datetime.fromisoformat(ended_at))
    zone = time_zone or chapter_zone(writer.connection)
    planned, late = opened_at is None and ended_at is None, ended_at is not None and late_too
    return MeetingDoor(meeting_id, zone, starts_at, planned, late)


def count_in(
    writer: Writer, db: Database, door: MeetingDoor, person_id: PersonId, wrote: Mapping[str, Any]
) -> SignedIn:
    """Write a sign-in of a person, unless they are in on that list.

    Two exceptions: a phone form, which brings its id, leaves what was written on it and is known when it
    is sent again; and children said later are noted beside the sign-in that stands.
    """
    people, name = _person(writer, db, person_id)
    entries = [row for each in people for row in look(writer.connection, _CAME, (each,))]
    here_before = _at_meeting(writer, people, door.id, wrote.get("list", DOOR))
    before = _stays(here_before)
    here = before[-1] if before and before[-1].left is None else None
    suspect = here is not None and any(row[4] for row in here_before if row[0] == here.sign_in_id)
    sort_later: tuple[str, ...] = ()
    if here is None or wrote.get("id") is not None:
        row = sign_in_row(writer, door, person_id, wrote)
        suspect, at, at_text = row["clock_suspect"], row["at"], wired_time(row["at"])
        id = writer.insert(schema.sign_in, row, id=wrote.get("id"))
        if suspect:
            sort_out.doubt_clock(writer, door.id)
            sort_later = (sort_out.CLOCK,)
    elif wrote.get("children"):
        writer.insert(schema.sign_in, sign_in_row(writer, door, person_id, {**wrote, "at": here.came}))
    if here is not None:
        at, id, at_text = here.came, here.sign_in_id, wired_time(here.came)
    since = year_began(at, door.time_zone)
    first = all(when >= at_text for meeting, when in entries if meeting != door.id)
    helps = first and door_meeting(writer.connection) is not None  # and cannot know that it is the first
    return SignedIn(
        id=SignInId(id),
        meeting_id=door.id,
        person_id=people[0],
        name=name,
        at=at,
        repeated=here is not None,
        first_time=first and not helps,
        times_this_year=0
        if helps
        else len({meeting for meeting, when in entries if since <= when <= at_text} | {door.id}),
        clock_suspect=bool(suspect),
        back=here is None and bool(before),
        sort_out=sort_later,
    )


def go_out(
    writer: Writer,
    db: Database,
    door: MeetingDoor,
    person_id: PersonId,
    wrote: Mapping[str, Any],
) -> SignInId:
    """Write that somebody who is in has left.

    Raises:
        NoSuchRecord: They are not in, so nothing of theirs can end.
    """
    people, _name = _person(writer, db, person_id)
    before = _stays(_at_meeting(writer, people, door.id, wrote.get("list", DOOR)))
    if not before or before[-1].left is not None:
        raise NoSuchRecord("sign_in", person_id)
    return SignInId(
        writer.insert(schema.sign_in, sign_in_row(writer, door, person_id, {**wrote, "type": EXIT}))
    )


def _person(writer: Writer, db: Database, person_id: PersonId) -> tuple[tuple[PersonId, ...], str]:
    """Return everybody who is one with a person, the one they go by first, and the name they go by."""
    people = component(writer.connection, person_id)
    name = ""
    for each in {person_id, people[0]}:
        rows = look(writer.connection, _PERSON, (db.chapter_id, each))
        if not rows:
            raise NoSuchRecord("person", each)
        if each == people[0]:
            name = rows[0][0] or ""
    return people, name


def _at_meeting(writer: Writer, people: Iterable[PersonId], meeting_id: MeetingId, on_list: str) -> list[Row]:
    """Return (id, type, laptop, at, clock_suspect) of what stands of these people on a list of a meeting."""
    return [
        row for each in people for row in look(writer.connection, _AT_MEETING, (each, meeting_id, on_list))
    ]


def _stays(rows: Iterable[Row]) -> tuple[Stay, ...]:
    return stays(Passing("", type, datetime.fromisoformat(at), id) for id, type, _on, at, _ in rows)


def sign_in_row(
    writer: Writer, door: MeetingDoor, person_id: PersonId | None, wrote: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a sign-in as it is kept; without a person, that of a visitor."""
    return {
        "meeting_id": door.id,
        "person_id": person_id,
        "list": DOOR,
        "type": ENTRY,
        "at": writer.at,
        "clock_suspect": writer.doubt is not None and "at" not in wrote,
        "laptop": writer.replica,
        "greeter": writer.by,
        **({"forced": True} if door.late else {}),
        **wrote,
    }


def come_in(
    writer: Writer,
    db: Database,
    door: MeetingDoor,
    walk_in: WalkIn,
    named_alike: Iterable[PersonId] | None,
    wrote: Mapping[str, Any],
) -> SignedIn:
    """Count in somebody who wrote or said who they are: as whom they certainly are, else as somebody new.

    `named_alike` are those of the same whole name, None to look for them in the file; `wrote` are fields
    of the sign-in (its `method` at least).  See `SignIns.walk_in`.
    """
    walk_in, sealed = _without_contact(writer, walk_in)
    guest = written(walk_in)
    alike = likeness(writer.connection, guest, named_alike)
    method = str(wrote["method"])
    person_id = alike.certain or insert_person(writer, guest)
    if walk_in.under_18 and alike.certain is not None:
        mark_minor(writer, person_id)
    for channel in walk_in.consents:
        insert_consent(writer, person_id, channel, GIVEN, how=method, wording=walk_in.wording)
    for need in walk_in.needs:
        insert_need(writer, person_id, None if need.kind in EACH_TIME else door.id, need)
    as_written = {
        "name_as_written": walk_in.name,
        "contact_as_written": walk_in.contact or None,
        "children": walk_in.children or None,
        "code": kept_of(walk_in.code)["code"] if walk_in.code else None,
    }
    signed = count_in(writer, db, door, person_id, {**as_written, **wrote})
    if sealed is not None:
        writer.insert(
            schema.sealed_contact,
            {"person_id": signed.person_id, "sign_in_id": signed.id, "content": sealed},
        )
    if alike.certain is not None:
        return signed
    reasons = _wonder(writer, signed, walk_in, alike, method)
    return replace(signed, added=True, sort_out=(*signed.sort_out, *reasons))


def _without_contact(writer: Writer, walk_in: WalkIn) -> tuple[WalkIn, str | None]:
    """Return a walk-in as this laptop may keep it, and on a door laptop their contact, sealed."""
    sealed = sealed_contact(writer.connection, walk_in.contact)
    if sealed is None:
        return walk_in, None
    return replace(walk_in, email="", phone="", postal_code=""), sealed


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
    if walk_in.code:
        sort_out.leave_code(writer, signed.meeting_id, walk_in.code, signed.person_id, signed.id, signed.name)
    return (*(reason for reason, _ in wondered), *((sort_out.UNKNOWN_CODE,) if walk_in.code else ()))


def void_all(
    writer: Writer,
    meeting_id: MeetingId,
    person_id: PersonId | None,
    sign_in_id: SignInId,
    reason: str,
    on_list: str = DOOR,
    laptop: str | None = None,
) -> int:
    """Take back every sign-in of a person on a list of a meeting, or of a visitor this one; return how many.

    With `laptop` only those made there.  Their leavings go with them, but are not counted.
    """
    if person_id is None:
        return int(writer.void(schema.sign_in, sign_in_id, reason))
    people = component(writer.connection, person_id)
    return sum(
        writer.void(schema.sign_in, id, reason) and type == ENTRY
        for id, type, made_on, *_ in _at_meeting(writer, people, meeting_id, on_list)
        if laptop in (None, made_on)
    )


def made_here(
    writer: Writer, meeting_id: MeetingId, person_id: PersonId, on_list: str
) -> tuple[SignInId, str] | None:
    """Return a person's first sign-in on this laptop and when that was; None if none was made here."""
    people = component(writer.connection, person_id)
    rows = [
        (at, SignInId(id))
        for id, type, laptop, at, _ in _at_meeting(writer, people, meeting_id, on_list)
        if type == ENTRY and laptop == writer.replica
    ]
    return (min(rows)[1], min(rows)[0]) if rows else None
