"""What the door shows of a meeting: who is in, how many, and whom a greeter may mean.

What greeters see of a person is masked here (the name, `235••`, the last two digits of a phone), so that
no page can show more by mistake.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.attendance import STANDS, came_ever
from chapter_desk.core.meetings.rsvps import rsvp_counts
from chapter_desk.core.members.evidence import counted_meetings, day_ends, gift_days
from chapter_desk.core.members.matched_letters import Span
from chapter_desk.core.members.membership import MembershipRule
from chapter_desk.core.members.people_index import HitKind
from chapter_desk.core.members.roster import Roster
from chapter_desk.core.members.same_person import Components, all_components
from chapter_desk.store.columns import wired_json
from chapter_desk.store.database import Committed, Database
from chapter_desk.values import Area, MeetingId, PersonId, SignInId

_HERE = f"""
SELECT s.id, s.person_id, s.at, s.clock_suspect, s.method, s.laptop, l.name, p.display_name, s.name_as_written
FROM sign_in s
LEFT JOIN person p ON p.chapter_id = s.chapter_id AND p.id = s.person_id
LEFT JOIN laptop l ON l.chapter_id = s.chapter_id AND l.id = s.laptop
WHERE s.meeting_id = ? AND {STANDS}
"""
_WAITING = """
SELECT sign_in_id FROM exception
WHERE meeting_id = ? AND solved_at IS NULL AND removed_at IS NULL AND sign_in_id IS NOT NULL
"""
_SAID_YES = """
SELECT person_id FROM rsvp WHERE meeting_id = ? AND removed_at IS NULL AND status = 'accepted'
"""
_CAME = f"""
SELECT s.person_id, s.at FROM sign_in s
WHERE s.meeting_id = ? AND s.person_id IS NOT NULL AND {STANDS}
"""
_CAME_AMONG = f"""
SELECT s.person_id, s.at FROM sign_in s
WHERE +s.meeting_id = ? AND s.person_id IN (SELECT value FROM json_each(?)) AND {STANDS}
"""


@dataclass(frozen=True, slots=True)
class Present:
    """A person who is in, once, with the earliest of their sign-ins.

    A visitor without a name has no `person_id` and an empty `name`.  `member_made` says that this
    meeting made them a member; `waits` that something about them is to be sorted out later.
    """

    sign_in_id: SignInId
    person_id: PersonId | None
    name: str
    at: datetime
    first_time: bool
    member_made: bool
    clock_suspect: bool
    method: str
    laptop: str
    waits: bool
    here: bool


@dataclass(frozen=True, slots=True)
class DoorCounts:
    """The numbers of a meeting.

    `signed_in` counts everybody who is in, `visitors` those of them without a name; `said_yes` who
    answered that they would come; `here` who was signed in on this laptop.
    """

    signed_in: int
    said_yes: int
    first_timers: int
    members_made: int
    visitors: int
    here: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class DoorMatch:
    """A person a greeter may mean, with the hints a greeter may see.

    `zip_hint` is "235••" or empty, `phone_ends` the last two digits or empty; `in_since` is set when
    they are in.  `deceased` and `archived` are quiet hints that this may be the wrong person.
    """

    person_id: PersonId
    name: str
    spans: tuple[Span, ...]
    kind: HitKind
    zip_hint: str
    phone_ends: str
    last_seen: date | None
    said_yes: bool
    in_since: datetime | None
    deceased: bool
    archived: bool


@dataclass(frozen=True, slots=True)
class _Tonight:
    """What is kept in memory of the meeting whose door is looked at."""

    meeting_id: MeetingId
    since: dict[PersonId, datetime]
    said_yes: frozenset[PersonId]


@dataclass(frozen=True, slots=True)
class _News:
    """When those who are in were first seen elsewhere, and were first members without this meeting.

    Times as the file keeps them; who never was is not in it.
    """

    seen_elsewhere: dict[PersonId, str]
    member_elsewhere: dict[PersonId, str]


class Door:
    """Reads a meeting for the door.  Matches come from memory, lists and counts from the file."""

    def __init__(self, db: Database, roster: Roster, rule: MembershipRule) -> None:
        self._db = db
        self._roster = roster
        self._rule = rule
        self._tonight: _Tonight | None = None
        self._lock = Lock()

    def matches(self, meeting_id: MeetingId, text: str, limit: int = 5) -> list[DoorMatch]:
        """Return who is meant by `text`, the likeliest first, with hints; nobody for nothing typed.

        Answered from memory; only the first question about a meeting reads the file.
        """
        tonight = self._tonight
        if tonight is None or tonight.meeting_id != meeting_id:
            with self._lock:
                tonight = self._tonight = self._read(meeting_id)
        return [
            DoorMatch(
                person_id=hit.row.id,
                name=hit.row.display_name,
                spans=hit.spans,
                kind=hit.kind,
                zip_hint=f"{hit.row.postal_code[:3]}••" if len(hit.row.postal_code) == 5 else "",
                phone_ends=hit.row.phone_digits[-2:],
                last_seen=hit.row.last_seen,
                said_yes=hit.row.id in tonight.said_yes,
                in_since=tonight.since.get(hit.row.id),
                deceased=hit.row.deceased,
                archived=hit.row.archived,
            )
            for hit in self._roster.search(text, limit)
        ]

    def who_is_in(self, meeting_id: MeetingId) -> list[Present]:
        """Return everybody who is in, newest first."""
        with self._db.read() as connection:
            return self._who_is_in(connection, meeting_id)

    def counts(self, meeting_id: MeetingId) -> DoorCounts:
        """Return the numbers of a meeting."""
        return self.evening(meeting_id)[1]

    def evening(self, meeting_id: MeetingId) -> tuple[list[Present], DoorCounts]:
        """Return `who_is_in` and `counts` of one moment, read once."""
        with self._db.read() as connection:
            present = self._who_is_in(connection, meeting_id)
            said = rsvp_counts(connection, [meeting_id]).get(meeting_id)
        return present, counted(present, said.accepted if said else 0)

    def present(self, meeting_id: MeetingId) -> dict[PersonId, datetime]:
        """Return since when each person is in, by the id they go by, without nameless visitors."""
        return self._read(meeting_id).since

    def heard(self, committed: Committed) -> None:
        """Take in what a commit changed; called on the thread that wrote, after the commit."""
        if committed.areas.isdisjoint((Area.MEETINGS, Area.PEOPLE)):
            return
        with self._lock:
            if self._tonight is not None:
                self._tonight = self._read(self._tonight.meeting_id, self._tonight, committed.people)

    def _read(
        self,
        meeting_id: MeetingId,
        known: _Tonight | None = None,
        changed: Collection[PersonId] | None = None,
    ) -> _Tonight:
        """Read who is in: everybody, or only those that changed since it is `known`."""
        since: dict[PersonId, datetime] = {}
        with self._db.read() as connection:
            components = all_components(connection)
            if known is None or changed is None:
                came = look(connection, _CAME, (meeting_id,))
            else:
                entries = {id for person in changed for id in components.all_of(person)} | set(changed)
                since = {person: at for person, at in known.since.items() if person not in entries}
                came = look(connection, _CAME_AMONG, (meeting_id, wired_json(sorted(entries))))
            said_yes = frozenset(components.of(id) for (id,) in look(connection, _SAID_YES, (meeting_id,)))
        for person, text in came:
            goes_by, at = components.of(person), datetime.fromisoformat(text)
            since[goes_by] = min(at, since.get(goes_by, at))
        return _Tonight(meeting_id, since, said_yes)

    def _who_is_in(self, connection: Connection, meeting_id: MeetingId) -> list[Present]:
        components = all_components(connection)
        rows = sorted(look(connection, _HERE, (meeting_id,)), key=lambda row: (row[2], row[0]))
        people = {components.of(person) for _, person, *_ in rows if person}
        new = self._news(connection, meeting_id, people, components)
        waiting = {id for (id,) in look(connection, _WAITING, (meeting_id,))}
        present: dict[str, Present] = {}
        for id, person, at, suspect, method, laptop, laptop_name, name, _ in rows:
            goes_by = components.of(person) if person else None
            if (goes_by or id) in present:
                continue
            row = self._roster.row(goes_by) if goes_by else None
            present[goes_by or id] = Present(
                sign_in_id=SignInId(id),
                person_id=goes_by,
                name=row.display_name if row else name or "",
                at=datetime.fromisoformat(at),
                first_time=goes_by is not None and new.seen_elsewhere.get(goes_by, "9") >= at,
                member_made=goes_by is not None and new.member_elsewhere.get(goes_by, "9") >= at,
                clock_suspect=bool(suspect),
                method=method or "",
                laptop=laptop_name or "",
                waits=id in waiting,
                here=laptop == self._db.replica_id,
            )
        return list(present.values())[::-1]

    def _news(
        self,
        connection: Connection,
        meeting_id: MeetingId,
        people: Collection[PersonId],
        components: Components,
    ) -> _News:
        meetings = counted_meetings(connection, self._rule)
        seen: dict[PersonId, str] = {}
        member: dict[PersonId, str] = {}
        for came in came_ever(connection, people, components):
            if came.person is None or came.meeting_id == meeting_id:
                continue
            seen[came.person] = min(came.at, seen.get(came.person, "9"))
            if came.meeting_id in meetings:
                member[came.person] = min(came.at, member.get(came.person, "9"))
        if meeting_id not in meetings:
            return _News(seen, dict.fromkeys(people, ""))
        entries = {id for person in people for id in components.all_of(person)}
        for giver, day in gift_days(connection, self._rule, entries):
            goes_by = components.of(PersonId(giver))
            over = day_ends(day, meetings[meeting_id])  # a gift of the same day leaves the evening its merit
            member[goes_by] = min(over, member.get(goes_by, "9"))
        return _News(seen, member)


def counted(present: list[Present], said_yes: int) -> DoorCounts:
    """Return the numbers of those who are in."""
    return DoorCounts(
        signed_in=len(present),
        said_yes=said_yes,
        first_timers=sum(each.first_time for each in present),
        members_made=sum(each.member_made for each in present),
        visitors=sum(each.person_id is None for each in present),
        here=sum(each.here for each in present),
        last_at=present[0].at if present else None,
    )
