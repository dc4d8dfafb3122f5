"""What the door shows of a meeting: who is in, how many, and whom a greeter may mean.

What greeters see of a person is masked here (the name, `235••`, the last two digits of a phone), so that
no page can show more by mistake.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.attendance import DOOR, NOT_TAKEN_BACK, ON_LIST, VOTING, came_ever
from chapter_desk.core.meetings.meeting import day_here
from chapter_desk.core.meetings.needs import OpenNeed, open_needs
from chapter_desk.core.meetings.presence import Passing, Stay, stays_of_all
from chapter_desk.core.meetings.rsvps import rsvp_counts
from chapter_desk.core.meetings.times import local_day
from chapter_desk.core.meetings.tonight import Tonight, read_again, read_tonight
from chapter_desk.core.meetings.voting import VotingStanding
from chapter_desk.core.members.evidence import counted_meetings, day_ends, gift_days
from chapter_desk.core.members.matched_letters import Span
from chapter_desk.core.members.membership import MembershipRule
from chapter_desk.core.members.people_index import HitKind
from chapter_desk.core.members.roster import Roster, RosterHit, RosterRow
from chapter_desk.core.members.same_person import Components, all_components
from chapter_desk.core.sync.laptops import door_meeting
from chapter_desk.store.database import Committed, Database
from chapter_desk.values import Area, MeetingId, PersonId, SignInId

_PASSED = f"""
SELECT s.id, s.person_id, s.type, s.at, s.clock_suspect, s.method, s.laptop, l.name, p.display_name,
  s.children
FROM sign_in s
LEFT JOIN person p ON p.chapter_id = s.chapter_id AND p.id = s.person_id
LEFT JOIN laptop l ON l.chapter_id = s.chapter_id AND l.id = s.laptop
WHERE s.meeting_id = ? AND {ON_LIST} = ? AND {NOT_TAKEN_BACK}
"""
_WAITING = """
SELECT sign_in_id FROM exception
WHERE meeting_id = ? AND solved_at IS NULL AND removed_at IS NULL AND sign_in_id IS NOT NULL
"""
_STARTS = """
SELECT starts_at FROM meeting WHERE chapter_id = (SELECT chapter_id FROM here) AND id = ?
"""


@dataclass(frozen=True, slots=True)
class Present:
    """A person who came, once, with the earliest of their sign-ins on a list.

    A visitor without a name (on the childcare's list a child) has no `person_id` and an empty `name`.
    `member_made` says that this meeting made them a member; `waits` that something about them is to be
    sorted out later; `late` that they came after the start.  `stays` are their times in the room,
    `children` how many came along, `needs` what they ask for that nobody settled.
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
    late: bool = False
    stays: tuple[Stay, ...] = ()
    children: int = 0
    needs: tuple[OpenNeed, ...] = ()
    under_18: bool = False

    @property
    def left_at(self) -> datetime | None:
        """When they left, unless they are in the room."""
        return self.stays[-1].left if self.stays else None


@dataclass(frozen=True, slots=True)
class DoorCounts:
    """The numbers of one list of a meeting.

    `signed_in` counts everybody who came, `visitors` those of them without a name, `in_the_room` those
    who have not left; `said_yes` who answered that they would come; `here` who was signed in on this
    laptop.  `children` came along with others and are in no other number.
    """

    signed_in: int
    said_yes: int
    first_timers: int
    members_made: int
    visitors: int
    here: int
    last_at: datetime | None
    in_the_room: int = 0
    late: int = 0
    children: int = 0


@dataclass(frozen=True, slots=True)
class Housemate:
    """Somebody of a person's household, and whether they are on the list already."""

    person_id: PersonId
    name: str
    is_in: bool


@dataclass(frozen=True, slots=True)
class DoorMatch:
    """A person a greeter may mean, with the hints a greeter may see.

    `zip_hint` is "235••" or empty, `phone_ends` the last two digits or empty; `in_since` is set when
    they are in, `left_at` when they came and left.  `deceased` and `archived` are quiet hints that this
    may be the wrong person; `needs` what they ask for; `household` who may be signed in with them;
    `at_the_door` tells, on another list, that they are in at the door; `vote`, on the voting list, how they
    stand by the meeting's rule.
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
    left_at: datetime | None = None
    needs: tuple[OpenNeed, ...] = ()
    household: tuple[Housemate, ...] = ()
    at_the_door: bool = True
    has_history: bool = True
    vote: VotingStanding | None = None
    under_18: bool = False

    @property
    def still_to_come(self) -> tuple[Housemate, ...]:
        """Who of the household is not in yet."""
        return tuple(mate for mate in self.household if not mate.is_in)


Find = Callable[[str, int], Sequence[DoorMatch]]
"""Finds who is meant by what is typed: the text, and how many at most."""


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
        self._tonight: Tonight | None = None
        self._lock = Lock()

    def matches(
        self, meeting_id: MeetingId, text: str, limit: int = 5, *, on_list: str = DOOR
    ) -> list[DoorMatch]:
        """Return who is meant by `text`, the likeliest first, with hints; nobody for nothing typed.

        Answered from memory; only the first question about a meeting reads the file.
        """
        tonight = self._known(meeting_id)
        return [self._match(hit, tonight, on_list) for hit in self._roster.search(text, limit)]

    def who_is_in(self, meeting_id: MeetingId, on_list: str = DOOR) -> list[Present]:
        """Return everybody who came, newest first; who left again is told by their `left_at`."""
        with self._db.read() as connection:
            return self._who_is_in(connection, meeting_id, on_list)

    def counts(self, meeting_id: MeetingId, on_list: str = DOOR) -> DoorCounts:
        """Return the numbers of a meeting."""
        return self.evening(meeting_id, on_list)[1]

    def evening(self, meeting_id: MeetingId, on_list: str = DOOR) -> tuple[list[Present], DoorCounts]:
        """Return `who_is_in` and `counts` of one moment, read once."""
        with self._db.read() as connection:
            present = self._who_is_in(connection, meeting_id, on_list)
            said = rsvp_counts(connection, [meeting_id]).get(meeting_id) if on_list == DOOR else None
        return present, counted(present, said.accepted if said else 0, on_list)

    def present(self, meeting_id: MeetingId, on_list: str = DOOR) -> dict[PersonId, datetime]:
        """Return since when each who came is on a list, by the id they go by, without nameless visitors."""
        return self._known(meeting_id).since(on_list)

    def needs(self, meeting_id: MeetingId, person_id: PersonId) -> tuple[OpenNeed, ...]:
        """Return what a person asks for that nobody settled; from memory, as `matches`."""
        tonight = self._known(meeting_id)
        return tonight.needs.get(tonight.components.of(person_id), ())

    def vote(self, meeting_id: MeetingId, person_id: PersonId) -> VotingStanding | None:
        """Return how a person stands by the meeting's rule for its vote; None without one; from memory."""
        tonight = self._known(meeting_id)
        row = self._roster.row(tonight.components.of(person_id))
        return None if row is None else _vote(tonight, row)

    def heard(self, committed: Committed) -> None:
        """Take in what a commit changed; called on the thread that wrote, after the commit."""
        if committed.areas.isdisjoint((Area.MEETINGS, Area.PEOPLE)):
            return
        with self._lock:
            if self._tonight is not None:
                with self._db.read() as connection:
                    self._tonight = read_again(connection, self._tonight, committed)

    def _known(self, meeting_id: MeetingId) -> Tonight:
        tonight = self._tonight
        if tonight is None or tonight.meeting_id != meeting_id:
            with self._lock, self._db.read() as connection:
                tonight = self._tonight = read_tonight(connection, meeting_id)
        return tonight

    def _match(self, hit: RosterHit, tonight: Tonight, on_list: str) -> DoorMatch:
        person = hit.row.id
        stays = tonight.stays[on_list].get(person, ())
        at_door = tonight.stays[DOOR].get(person, ())
        today = local_day(self._db.now(), tonight.time_zone)
        return DoorMatch(
            person_id=person,
            name=hit.row.display_name,
            spans=hit.spans,
            kind=hit.kind,
            zip_hint=f"{hit.row.postal_code[:3]}••" if len(hit.row.postal_code) == 5 else "",
            phone_ends=hit.row.phone_digits[-2:],
            last_seen=hit.row.last_seen,
            said_yes=person in tonight.said_yes,
            in_since=stays[-1].came if stays and stays[-1].left is None else None,
            deceased=hit.row.deceased,
            archived=hit.row.archived,
            left_at=stays[-1].left if stays else None,
            needs=tonight.needs.get(person, ()),
            household=self._household(person, tonight, on_list),
            has_history=tonight.has_history,
            under_18=hit.row.is_minor(today),
            at_the_door=bool(at_door) and at_door[-1].left is None,
            vote=_vote(tonight, hit.row) if on_list == VOTING else None,
        )

    def _household(self, person: PersonId, tonight: Tonight, on_list: str) -> tuple[Housemate, ...]:
        mates = []
        for mate in tonight.homes.mates(person):
            row = self._roster.row(mate)
            if row is None or row.deceased or row.archived:
                continue
            stays = tonight.stays[on_list].get(mate, ())
            mates.append(Housemate(mate, row.display_name, bool(stays) and stays[-1].left is None))
        return tuple(sorted(mates, key=lambda mate: (mate.name, mate.person_id)))

    def _who_is_in(self, connection: Connection, meeting_id: MeetingId, on_list: str) -> list[Present]:
        components = all_components(connection)
        rows = sorted(look(connection, _PASSED, (meeting_id, on_list)), key=lambda row: (row[3], row[0]))
        people = {components.of(person) for _, person, *_ in rows if person}
        new = self._news(connection, meeting_id, people, components)
        waiting = {id for (id,) in look(connection, _WAITING, (meeting_id,))}
        needs = open_needs(connection, meeting_id, components, _entries(people, components))
        starts = next(iter(look(connection, _STARTS, (meeting_id,))), ("9",))[0] or "9"
        stays = stays_of_all(
            Passing(components.of(person) if person else id, type, datetime.fromisoformat(at), id)
            for id, person, type, at, *_ in rows
        )
        children = {components.of(row[1]) if row[1] else row[0]: row[9] for row in rows if row[9] is not None}
        today = day_here(connection, self._db.now())
        present: dict[str, Present] = {}
        for id, person, _type, at, suspect, method, laptop, laptop_name, name, _ in rows:
            goes_by = components.of(person) if person else None
            who = goes_by or id
            if who in present or who not in stays or id != stays[who][0].sign_in_id:
                continue
            row = self._roster.row(goes_by) if goes_by else None
            present[who] = Present(
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
                late=at > starts,
                stays=stays[who],
                children=children.get(who, 0),
                needs=needs.get(goes_by, ()) if goes_by else (),
                under_18=row is not None and row.is_minor(today),
            )
        return list(present.values())[::-1]

    def _news(
        self,
        connection: Connection,
        meeting_id: MeetingId,
        people: Collection[PersonId],
        components: Components,
    ) -> _News:
        if door_meeting(connection) is not None:  # a helper's laptop cannot say for whom this is the first
            return _News(dict.fromkeys(people, ""), dict.fromkeys(people, ""))
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
        for giver, day in gift_days(connection, self._rule, _entries(people, components)):
            goes_by = components.of(PersonId(giver))
            over = day_ends(day, meetings[meeting_id])  # a gift of the same day leaves the evening its merit
            member[goes_by] = min(over, member.get(goes_by, "9"))
        return _News(seen, member)


def _vote(tonight: Tonight, row: RosterRow) -> VotingStanding | None:
    return None if tonight.vote is None else tonight.vote.standing(row.id, row.since)


def counted(present: list[Present], said_yes: int, on_list: str = DOOR) -> DoorCounts:
    """Return the numbers of those who came: nameless ones are visitors at the door, elsewhere not."""
    return DoorCounts(
        signed_in=len(present),
        said_yes=said_yes,
        first_timers=sum(each.first_time for each in present),
        members_made=sum(each.member_made for each in present),
        visitors=sum(each.person_id is None for each in present) if on_list == DOOR else 0,
        here=sum(each.here for each in present),
        last_at=present[0].at if present else None,
        in_the_room=sum(each.left_at is None for each in present),
        late=sum(each.late for each in present),
        children=sum(each.children for each in present),
    )


def _entries(people: Collection[PersonId], components: Components) -> set[PersonId]:
    return {id for person in people for id in components.all_of(person)}
