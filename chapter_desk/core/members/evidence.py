"""Why is she a member: the evidence as it stands in the file, for one person or for everybody.

What the evidence means is `membership.standing`'s to say; here it is read.  For everybody at once only
the first piece matters, so the whole roster is one pass over the sign-ins, in the order they lie in the
file (by way of an index it takes twice as long: each row is a page to decrypt).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection

from chapter_desk.core.looking import Row, look, looking
from chapter_desk.core.meetings.attendance import STANDS
from chapter_desk.core.meetings.meeting import chapter_zone
from chapter_desk.core.meetings.times import local_day, zone
from chapter_desk.core.members.membership import Evidence, MembershipRule, Standing, standing
from chapter_desk.core.members.same_person import Components, all_components, component
from chapter_desk.store.columns import wired_json, wired_time
from chapter_desk.store.database import Database
from chapter_desk.values import PersonId

GIVEN = """
(g.kind IS NULL OR g.kind NOT IN ('set-aside', 'given-back'))
AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = g.id)
"""
"""A gift that stands: neither taken back, nor money that was not kept."""

_SIGN_INS_OF = f"""
SELECT s.id, s.at, m.id, m.kind, m.title, m.time_zone, o.name, l.name
FROM sign_in s
JOIN meeting m ON m.chapter_id = s.chapter_id AND m.id = s.meeting_id
LEFT JOIN operator o ON o.chapter_id = s.chapter_id AND o.id = coalesce(s.greeter, s.made_by)
LEFT JOIN laptop l ON l.chapter_id = s.chapter_id AND l.id = s.laptop
WHERE s.person_id IN (SELECT value FROM json_each(?)) AND {STANDS}
AND m.removed_at IS NULL AND m.made_clock IS NOT NULL
"""
_GIFTS_OF = f"""
SELECT g.id, g.received_on, coalesce(m.title, g.method, ''), g.amount_cents, o.name, l.name
FROM gift g
LEFT JOIN meeting m ON m.chapter_id = g.chapter_id AND m.id = g.meeting_id
LEFT JOIN operator o ON o.chapter_id = g.chapter_id AND o.id = g.made_by
LEFT JOIN laptop l ON l.chapter_id = g.chapter_id AND l.id = g.made_replica
WHERE g.person_id IN (SELECT value FROM json_each(?))
AND g.received_on IS NOT NULL AND g.amount_cents IS NOT NULL
AND {GIVEN}
"""
_COUNTED_MEETINGS = """
SELECT id, time_zone FROM meeting
WHERE kind IN (SELECT value FROM json_each(?)) AND removed_at IS NULL
"""
_EVERY_SIGN_IN = """
SELECT s.person_id, s.meeting_id, s.at FROM sign_in s NOT INDEXED
WHERE s.type = 'entry' AND s.id NOT IN (SELECT target_id FROM void WHERE target_id IS NOT NULL)
"""
_SOME_SIGN_INS = f"""
SELECT s.person_id, s.meeting_id, s.at FROM sign_in s
WHERE s.person_id IN (SELECT value FROM json_each(?)) AND {STANDS}
"""
_EVERY_GIFT = f"""
SELECT g.person_id, g.received_on FROM gift g
WHERE g.person_id IS NOT NULL AND g.received_on IS NOT NULL AND g.amount_cents >= ?
AND {GIVEN}
"""
_SOME_GIFTS = f"{_EVERY_GIFT} AND g.person_id IN (SELECT value FROM json_each(?))"
_ON_FILE = """
SELECT id FROM person WHERE removed_at IS NULL AND archived_at IS NULL AND made_clock IS NOT NULL
"""
_MEETINGS = "SELECT count(*) FROM meeting WHERE removed_at IS NULL AND made_clock IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people are on file (archived and removed ones are not counted), and what they did.

    `sign_ins` are all that stand, of whomever and wherever.
    """

    people: int
    members: int
    meetings: int
    sign_ins: int


@dataclass(frozen=True, slots=True)
class Attended:
    """What everybody did, by the id they go by.

    `since` is the day since which a person is a member (only members are in it), `last_at` when they
    last came, as the file keeps times, `lately` how many meetings they were at since the day asked
    about.  `sign_ins` is how many were read.
    """

    since: Mapping[PersonId, date]
    last_at: Mapping[PersonId, str]
    lately: Mapping[PersonId, int]
    sign_ins: int


class Standings:
    """Says who is a member, since when and because of what."""

    def __init__(self, db: Database, rule: MembershipRule) -> None:
        self._db = db
        self._rule = rule

    @property
    def rule(self) -> MembershipRule:
        return self._rule

    def of(self, person_id: PersonId, on_day: date | None = None) -> Standing:
        """Return a person's standing today, or as of the end of another day, with the evidence that counts.

        Somebody unknown is no member.
        """
        with self._db.read() as connection:
            pieces = evidence_of(connection, component(connection, person_id))
        return standing(pieces, self._rule, on_day or date.max)

    def evidence(self, person_id: PersonId) -> tuple[Evidence, ...]:
        """Return everything a person did, oldest first, whether or not it makes a member."""
        with self._db.read() as connection:
            return evidence_of(connection, component(connection, person_id))

    def members(self, on_day: date | None = None) -> dict[PersonId, date]:
        """Return since when each member is one, by the id they go by, today or as of another day.

        Archived and removed people are left out, as they are today.
        """
        with self._db.read() as connection:
            components = all_components(connection)
            since = attended(connection, self._rule, components, on_day=on_day).since
            here = people_on_file(connection, components)
        return {person: day for person, day in since.items() if person in here}

    def counts(self) -> Counts:
        """Return how many people, members, meetings and sign-ins the chapter has."""
        with self._db.read() as connection:
            components = all_components(connection)
            found = attended(connection, self._rule, components)
            here = people_on_file(connection, components)
            ((meetings,),) = look(connection, _MEETINGS)
        return Counts(len(here), len(here & found.since.keys()), meetings, found.sign_ins)


def evidence_of(connection: Connection, people: tuple[PersonId, ...]) -> tuple[Evidence, ...]:
    """Return what these entries of one person did, oldest first."""
    ids, otherwise = (wired_json(list(people)),), chapter_zone(connection)
    signed_in = [
        Evidence(
            kind="sign_in",
            id=id,
            on=local_day(datetime.fromisoformat(at), time_zone or otherwise),
            title=title or "",
            meeting_kind=kind or "",
            meeting_id=meeting,
            at=datetime.fromisoformat(at),
            recorded_by=_recorded_by(operator, laptop),
        )
        for id, at, meeting, kind, title, time_zone, operator, laptop in look(connection, _SIGN_INS_OF, ids)
    ]
    gave = [
        Evidence(
            kind="gift",
            id=id,
            on=date.fromisoformat(day),
            title=title,
            amount_cents=amount_cents,
            recorded_by=_recorded_by(operator, laptop),
        )
        for id, day, title, amount_cents, operator, laptop in look(connection, _GIFTS_OF, ids)
    ]
    return tuple(sorted([*signed_in, *gave], key=lambda piece: (piece.on, piece.kind, piece.id)))


def counted_meetings(connection: Connection, rule: MembershipRule) -> dict[str, str]:
    """Return the time zone of each meeting that makes members."""
    kinds, otherwise = wired_json(sorted(rule.meeting_kinds)), chapter_zone(connection)
    return {id: time_zone or otherwise for id, time_zone in look(connection, _COUNTED_MEETINGS, (kinds,))}


def attended(
    connection: Connection,
    rule: MembershipRule,
    components: Components,
    *,
    people: Collection[PersonId] | None = None,
    meetings: Mapping[str, str] | None = None,
    on_day: date | None = None,
    lately_since: str = "9",
) -> Attended:
    """Return what everybody did, or these entries of a few people, in one pass.

    `meetings` are the `counted_meetings`, if they are known; `lately_since` is a time as the file
    keeps it; evidence after `on_day` is not looked at.
    """
    if meetings is None:
        meetings = counted_meetings(connection, rule)
    first_in: dict[str, dict[str, str]] = {name: {} for name in set(meetings.values())}
    ends = {name: day_ends(on_day, name) for name in first_in} if on_day else {}
    last: dict[str, str] = {}
    lately: set[tuple[str, str]] = set()
    sign_ins = 0
    for person, meeting, at in _sign_ins(connection, people):
        sign_ins += 1
        if person is None:
            continue
        if at > last.get(person, ""):
            last[person] = at
        if at >= lately_since:
            lately.add((person, meeting))
        time_zone = meetings.get(meeting)
        if time_zone is None or (ends and at >= ends[time_zone]):
            continue
        first = first_in[time_zone]
        known = first.get(person)
        if known is None or at < known:
            first[person] = at
    days = [
        (person, local.of(at))
        for time_zone, first in first_in.items()
        for local in (LocalDays(time_zone),)
        for person, at in first.items()
    ]
    days += gift_days(connection, rule, people, on_day)
    return Attended(_earliest(days, components), *_pooled(last, lately, components), sign_ins)


def gift_days(
    connection: Connection,
    rule: MembershipRule,
    people: Collection[PersonId] | None,
    on_day: date | None = None,
) -> list[tuple[str, date]]:
    """Return (entry, day) for each gift that makes a member: of everybody, or of these entries."""
    if rule.minimum_gift_cents is None:
        return []
    if people is None:
        rows = look(connection, _EVERY_GIFT, (rule.minimum_gift_cents,))
    else:
        rows = look(connection, _SOME_GIFTS, (rule.minimum_gift_cents, wired_json(sorted(people))))
    days = [(person, date.fromisoformat(day)) for person, day in rows]
    return [(person, day) for person, day in days if on_day is None or day <= on_day]


def people_on_file(connection: Connection, components: Components) -> set[PersonId]:
    """Return the people who are neither archived nor removed, each by the id they go by."""
    return {components.of(PersonId(id)) for (id,) in looking(connection, _ON_FILE)}


def day_ends(day: date, time_zone: str) -> str:
    """Return when a local day is over, as the file keeps times."""
    if day == date.max:
        return "9"
    return wired_time(datetime.combine(day + timedelta(days=1), time(), zone(time_zone)))


class LocalDays:
    """Says on which local day an instant fell, quickly for many of them.

    Within one day of UTC there is one midnight on the wall, so two days are worked out once for each.
    """

    def __init__(self, time_zone: str) -> None:
        self._zone = zone(time_zone)
        self._known: dict[str, tuple[str, date, date]] = {}

    def of(self, at: str) -> date:
        """Return the local day of an instant as the file keeps it."""
        known = self._known.get(at[:10])
        if known is None:
            known = self._known[at[:10]] = self._worked_out(date.fromisoformat(at[:10]))
        midnight, before, after = known
        return after if at >= midnight else before

    def _worked_out(self, day: date) -> tuple[str, date, date]:
        before = datetime.combine(day, time(), UTC).astimezone(self._zone).date()
        after = before + timedelta(days=1)
        return wired_time(datetime.combine(after, time(), self._zone)), before, after


def _sign_ins(connection: Connection, people: Collection[PersonId] | None) -> Iterable[Row]:
    if people is None:
        return looking(connection, _EVERY_SIGN_IN)  # type: ignore[no-any-return]  # a cursor over rows
    return look(connection, _SOME_SIGN_INS, (wired_json(sorted(people)),))


def _earliest(days: Iterable[tuple[str, date]], components: Components) -> dict[PersonId, date]:
    since: dict[PersonId, date] = {}
    for person, day in days:
        goes_by = components.of(PersonId(person))
        known = since.get(goes_by)
        if known is None or day < known:
            since[goes_by] = day
    return since


def _pooled(
    last: Mapping[str, str], lately: Iterable[tuple[str, str]], components: Components
) -> tuple[dict[PersonId, str], dict[PersonId, int]]:
    last_at: dict[PersonId, str] = {}
    for person, at in last.items():
        goes_by = components.of(PersonId(person))
        last_at[goes_by] = max(at, last_at.get(goes_by, ""))
    visits = {(components.of(PersonId(person)), meeting) for person, meeting in lately}
    return last_at, dict(Counter([person for person, _ in visits]))


def _recorded_by(operator: str | None, laptop: str | None) -> str:
    return ", ".join(filter(None, (operator, laptop)))
