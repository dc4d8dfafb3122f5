"""What a chapter's lead wants to know in the morning, read in a moment: also from ten thousand people.

Nothing here loads the roster, and most is read beneath SQLAlchemy: the page must show true numbers
before anybody begins to wait for them.  Only what was looked at is told; what nobody measured is absent.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from chapter_desk.core.agreements.agreeing import STATUSES, Status
from chapter_desk.core.agreements.gate import Gate, GateFacts, PeopleCount, PlanFacts, gates, open_gates
from chapter_desk.core.looking import look
from chapter_desk.core.meetings.calendar import Calendar
from chapter_desk.core.meetings.follow_ups import FollowUp, calls_due
from chapter_desk.core.meetings.meeting import Meeting, MeetingState
from chapter_desk.core.meetings.sort_out import count_waiting
from chapter_desk.core.meetings.times import local_day
from chapter_desk.core.members.same_person import Components, all_components
from chapter_desk.core.national.pack import NationalPack
from chapter_desk.core.safekeeping.backups import backups_of, is_behind
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.core.sync.held_rows import held
from chapter_desk.core.unsent import Unsent, unsent
from chapter_desk.core.who_came import Entries, First, Gathering, entries, meetings_held, who_came
from chapter_desk.store.clock import Doubt
from chapter_desk.store.columns import wired_json
from chapter_desk.store.database import Database
from chapter_desk.values import ActionId, PersonId

_WITHIN = timedelta(hours=48)
_ACTIONS_AHEAD = timedelta(days=14)
_DUE_SOON_WITHIN = timedelta(days=7)

_CHAPTER = """
SELECT c.name, c.time_zone, p.display_name FROM chapter c
LEFT JOIN person p ON p.chapter_id = c.chapter_id AND p.id = c.contact_id
WHERE c.id = ?
"""
_SAID_YES = """
SELECT DISTINCT person_id FROM rsvp
WHERE meeting_id = ? AND status = 'accepted' AND removed_at IS NULL AND person_id IS NOT NULL
"""
_ACTIONS = """
SELECT a.id, a.title, i.title, a.due_on, p.display_name FROM action a
JOIN issue i ON i.chapter_id = a.chapter_id AND i.id = a.issue_id
LEFT JOIN person p ON p.chapter_id = a.chapter_id AND p.id = a.owner_id
WHERE a.removed_at IS NULL AND a.made_clock IS NOT NULL AND i.removed_at IS NULL AND a.done_at IS NULL
ORDER BY a.due_on, a.id
"""
_DUE_SOON = """
SELECT count(*) FROM action a JOIN issue i ON i.chapter_id = a.chapter_id AND i.id = a.issue_id
WHERE a.removed_at IS NULL AND a.made_clock IS NOT NULL AND i.removed_at IS NULL AND a.done_at IS NULL
AND a.due_on <= ?
"""
_PLAN = """
SELECT count(*), sum(a.owner_id IS NULL), sum(a.due_on IS NULL) FROM action a
JOIN issue i ON i.chapter_id = a.chapter_id AND i.id = a.issue_id
WHERE a.removed_at IS NULL AND a.made_clock IS NOT NULL AND i.removed_at IS NULL AND i.made_clock IS NOT NULL
"""
_ISSUES = "SELECT priority_id FROM issue WHERE removed_at IS NULL AND made_clock IS NOT NULL"
_AGREEMENT = """
SELECT id, coalesce(json_extract(filled, '$.ticked'), '[]') FROM agreement
WHERE removed_at IS NULL AND made_clock IS NOT NULL ORDER BY made_clock DESC, id LIMIT 1
"""
_AGREEMENT_STEPS = """
SELECT e.kind, max(e."on") FROM agreement_event e
WHERE e.agreement_id = ? AND e."on" IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = e.id)
GROUP BY e.kind
"""
_REACHABLE = """
SELECT p.id FROM person p
WHERE p.display_name IS NOT NULL AND p.removed_at IS NULL AND p.archived_at IS NULL AND p.deceased_on IS NULL
AND (EXISTS (SELECT 1 FROM email_address e WHERE e.person_id = p.id AND e.removed_at IS NULL
             AND e.address IS NOT NULL)
  OR EXISTS (SELECT 1 FROM phone_number n WHERE n.person_id = p.id AND n.removed_at IS NULL)
  OR EXISTS (SELECT 1 FROM postal_address a WHERE a.person_id = p.id AND a.removed_at IS NULL
             AND a.address_lines IS NOT NULL))
LIMIT ?
"""
_NAMES = "SELECT id, display_name FROM person WHERE id IN (SELECT value FROM json_each(?))"
_OPERATOR = "SELECT person_id FROM operator WHERE id = ?"
_LAPTOPS = """
SELECT count(*) FROM laptop WHERE made_clock IS NOT NULL AND removed_at IS NULL AND revoked_at IS NULL
AND coalesce(role, '') <> 'door'
"""


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The meeting whose door is opened next.

    `said_yes` counts people; `never_came` those of them who were at no meeting yet.  `signed_in` is
    how many are in, None while the door was never open.
    """

    meeting: Meeting
    said_yes: int
    never_came: int
    signed_in: int | None

    @property
    def door_is_open(self) -> bool:
        return self.meeting.state is MeetingState.OPEN


@dataclass(frozen=True, slots=True)
class Readiness:
    """What was looked at just now, for an evening at the door.

    `copied_at` is when the newest backup was made, `done_since` whether it lacks anything, `free_bytes`
    what the disk has left (None: it does not say), `doubt` why this computer's date is not believed,
    `laptops` how many the chapter has.
    """

    copied_at: datetime | None
    done_since: bool
    free_bytes: int | None
    doubt: Doubt | None
    laptops: int


@dataclass(frozen=True, slots=True)
class DueCall:
    """A call to make within 48 hours.  `mine` tells that whoever sits at this laptop makes it."""

    follow_up: FollowUp
    owner_name: str
    mine: bool


@dataclass(frozen=True, slots=True)
class DueAction:
    """An action of the plan that is overdue or due within two weeks."""

    id: ActionId
    title: str
    issue_title: str
    due_on: date
    owner_name: str
    overdue_days: int


@dataclass(frozen=True, slots=True)
class Affiliation:
    """Where the agreement stands: the day of each step that stands, and the checks still open."""

    days: Mapping[Status, date]
    open_checks: tuple[Gate, ...]

    @property
    def status(self) -> Status:
        return list(self.days)[-1] if self.days else "drafted"


@dataclass(frozen=True, slots=True)
class TodayCard:
    """The chapter this morning.  Lists come in the order in which a person reads them."""

    chapter_name: str
    time_zone: str
    now: datetime
    today: date
    next_meeting: NextMeeting | None
    ready: Readiness
    calls: tuple[DueCall, ...]
    actions: tuple[DueAction, ...]
    actions_open: int
    affiliation: Affiliation
    who_came: tuple[Gathering, ...]
    unsent: Unsent

    def due_within(self, time: timedelta) -> int:
        """Return how many calls are overdue or due within this time."""
        return sum(call.follow_up.due_at <= self.now + time for call in self.calls)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits, for the state line and the rail: read after every commit, so only a few numbers.

    `actions_due` are overdue or due within a week; `to_sort_out` could not be placed yet.
    """

    unsent: Unsent
    actions_due: int
    to_sort_out: int = 0


class Today:
    """Reads the morning's card."""

    def __init__(self, db: Database, folder: ChapterFolder, calendar: Calendar, pack: NationalPack) -> None:
        self._db = db
        self._folder = folder
        self._calendar = calendar
        self._pack = pack

    def card(self) -> TodayCard:
        """Return the chapter as it is now."""
        now, next_meeting = self._db.now(), self._calendar.next_meeting()
        with self._db.read() as connection:
            ((name, zone_name, contact),) = look(connection, _CHAPTER, (self._db.chapter_id,))
            zone_name = zone_name or "UTC"
            today = local_day(now, zone_name)
            components = all_components(connection)
            held = meetings_held(connection, now, zone_name)
            wanted: list[str] = [each.id for each in held]
            if next_meeting is not None:
                wanted.append(next_meeting.id)
            came = entries(connection, components, wanted)
            actions, actions_open = _actions(connection, today)
            return TodayCard(
                chapter_name=name or "",
                time_zone=zone_name,
                now=now,
                today=today,
                next_meeting=None
                if next_meeting is None
                else _expected(connection, next_meeting, components, came),
                ready=self._readiness(connection),
                calls=self._calls(connection, components, came.firsts, now),
                actions=actions,
                actions_open=actions_open,
                affiliation=_affiliation(connection, components, self._pack, contact or "", today),
                who_came=who_came(held, came),
                unsent=unsent(connection),
            )

    def waiting(self) -> Waiting:
        """Return what waits for national, in the plan and to be sorted out."""
        with self._db.read() as connection:
            ((_name, zone_name, _contact),) = look(connection, _CHAPTER, (self._db.chapter_id,))
            soon = local_day(self._db.now(), zone_name or "UTC") + _DUE_SOON_WITHIN
            ((actions_due,),) = look(connection, _DUE_SOON, (soon.isoformat(),))
            to_sort_out = count_waiting(connection) + len(held(connection))
            return Waiting(unsent(connection), actions_due, to_sort_out)

    def _readiness(self, connection: Connection) -> Readiness:
        backups = backups_of(self._folder)
        try:
            free = shutil.disk_usage(self._folder.path).free
        except OSError:  # a drive that does not say is no reason not to open the door
            free = None
        ((laptops,),) = look(connection, _LAPTOPS)
        return Readiness(
            copied_at=backups[0].made_at if backups else None,
            done_since=is_behind(connection, backups, self._db.now()),
            free_bytes=free,
            doubt=self._db.clock_doubt,
            laptops=laptops,
        )

    def _calls(
        self,
        connection: Connection,
        components: Components,
        firsts: Mapping[PersonId, First],
        now: datetime,
    ) -> tuple[DueCall, ...]:
        due = calls_due(connection, self._db.chapter_id, components, firsts, now)
        soon = [call for call in due if call.due_at <= now + _WITHIN]
        owners: dict[str, str | None] = dict(
            look(connection, _NAMES, (wired_json(sorted({call.owner for call in soon})),))
        )
        rows = look(connection, _OPERATOR, (self._db.operator or "",))
        me = components.of(PersonId(rows[0][0])) if rows and rows[0][0] else None
        return tuple(
            DueCall(
                call,
                owners.get(call.owner) or "",
                bool(call.owner) and components.of(PersonId(call.owner)) == me,
            )
            for call in soon
        )


def _expected(connection: Connection, meeting: Meeting, components: Components, came: Entries) -> NextMeeting:
    said_yes = {components.of(PersonId(person)) for (person,) in look(connection, _SAID_YES, (meeting.id,))}
    signed_in = None
    if meeting.opened_at is not None:
        signed_in = len(came.people[meeting.id]) + came.visitors[meeting.id]
    return NextMeeting(meeting, len(said_yes), len(said_yes - came.firsts.keys()), signed_in)


def _actions(connection: Connection, today: date) -> tuple[tuple[DueAction, ...], int]:
    """Return what is due, the most overdue first, and how many actions are open in all."""
    rows = look(connection, _ACTIONS)
    found = []
    for id, title, issue, due_text, owner in rows:
        due_on = date.fromisoformat(due_text) if due_text else None
        if due_on is not None and due_on <= today + _ACTIONS_AHEAD:
            late = max(0, (today - due_on).days)
            found.append(DueAction(ActionId(id), title or "", issue or "", due_on, owner or "", late))
    return tuple(found), len(rows)


def _affiliation(
    connection: Connection, components: Components, pack: NationalPack, contact: str, today: date
) -> Affiliation:
    """Return where the agreement stands.

    The gate asks whether there are as many people as the pack wants, so counting ends there: of ten
    thousand people it would cost more than all the rest of the page.
    """
    agreement = look(connection, _AGREEMENT)
    if not agreement:
        return Affiliation({}, ())
    id, ticked = agreement[0]
    stands = {kind: date.fromisoformat(on) for kind, on in look(connection, _AGREEMENT_STEPS, (id,))}
    order: tuple[Status, ...] = (*STATUSES, "ended")
    days = {step: stands[step] for step in order if step in stands}
    enough = pack.affiliation.min_people
    people = look(connection, _REACHABLE, (enough + len(components.canonical),))
    counted = {components.of(PersonId(person)) for (person,) in people}
    facts = GateFacts(
        people=PeopleCount(len(counted)),
        contact_name=contact,
        plan=_plan_facts(connection, pack),
        called_on=days.get("called"),
        ticked=_texts(ticked),
    )
    return Affiliation(days, open_gates(gates(pack, facts, today)))


def _plan_facts(connection: Connection, pack: NationalPack) -> PlanFacts:
    priorities = [priority for (priority,) in look(connection, _ISSUES)]
    ((actions, without_owner, without_date),) = look(connection, _PLAN)
    return PlanFacts(
        issues=len(priorities),
        issues_with_priority=sum(bool(each and pack.priority(each)) for each in priorities),
        actions=actions,
        actions_without_owner=without_owner or 0,
        actions_without_date=without_date or 0,
    )


def _texts(json_list: str) -> frozenset[str]:
    import msgspec

    return frozenset(msgspec.json.decode(json_list, type=list[str]))
