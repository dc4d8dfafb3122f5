"""The roster: everybody on file in memory, in step with the file after each commit.

The door and the list of members ask the same roster, so that Enter can never meet a stale list; it
answers in the window's own thread without waiting for the disk.
"""

from bisect import insort
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from threading import Lock
from typing import Any

from sqlalchemy import Connection

from chapter_desk.core.heap import no_collection
from chapter_desk.core.looking import look
from chapter_desk.core.meetings.meeting import chapter_zone
from chapter_desk.core.meetings.times import zone
from chapter_desk.core.members.concordance import sorted_gently
from chapter_desk.core.members.evidence import LocalDays, counted_meetings
from chapter_desk.core.members.findable import Findable
from chapter_desk.core.members.matched_letters import Span
from chapter_desk.core.members.membership import MembershipRule
from chapter_desk.core.members.naming import name_key
from chapter_desk.core.members.people_index import HitKind, PeopleIndex
from chapter_desk.core.members.roster_reading import RosterRow, read_attendance, read_roster
from chapter_desk.core.members.same_person import Components, all_components, component
from chapter_desk.store.clock import milliseconds
from chapter_desk.store.columns import wired_json, wired_time
from chapter_desk.store.database import Committed, Database
from chapter_desk.values import Area, PersonId

__all__ = ["Roster", "RosterHit", "RosterPage", "RosterRow", "RosterSort", "RosterView"]

LATELY = timedelta(days=183)
_EVERY = 1000
_MANY = 200
_MEETINGS_CHANGED = "SELECT max(change_seq) FROM meeting"
_WHO_WAS_AT = "SELECT DISTINCT person_id FROM sign_in WHERE meeting_id IN (SELECT value FROM json_each(?))"


class RosterView(Enum):
    """A part of the people on file.  Only `ARCHIVED` shows those who were archived."""

    EVERYONE = "everyone"
    MEMBERS = "members"
    SUPPORTERS = "supporters"  # on file, and no member yet
    NEW_THIS_MONTH = "new-this-month"
    NO_CONTACT = "no-contact"  # neither e-mail nor phone
    ARCHIVED = "archived"


class RosterSort(Enum):
    """What a list of people is sorted by; ties are broken by name."""

    NAME = "name"
    STANDING = "standing"
    SINCE = "since"
    LAST_SEEN = "last-seen"
    TIMES_LATELY = "times-lately"
    POSTAL_CODE = "postal-code"


@dataclass(frozen=True, slots=True)
class RosterHit:
    """A person who was found, how, and which letters of their name to underline."""

    row: RosterRow
    kind: HitKind
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class RosterPage:
    """A stretch of a list, and how many people the whole list has."""

    rows: tuple[RosterRow, ...]
    total: int


class Roster:
    """Everybody on file.  Empty until `load` was called; threads may share it."""

    def __init__(self, db: Database, rule: MembershipRule, index: PeopleIndex | None = None) -> None:
        self._db = db
        self._rule = rule
        self._index = index or PeopleIndex()
        self._lock = Lock()
        self._updating = Lock()
        self._rows: dict[PersonId, RosterRow] = {}
        self._one_with: dict[PersonId, tuple[PersonId, ...]] = {}
        self._meetings: tuple[int, dict[str, str]] = (-1, {})
        self._loading = 0
        self._missed: set[PersonId] | None = set()
        self._orders: dict[RosterSort, list[RosterRow]] = {}
        self._stale: set[PersonId] = set()
        self._zone = "UTC"
        self._days = LocalDays(self._zone)
        self.loaded = False

    # ------------------------------------------------------------ in step with the file

    def load(self, heard: Callable[[int], None] = lambda _count: None) -> None:
        """Read everybody, on a thread that is not the window's.

        `heard` is told how many were read, every thousand; whatever it raises stops the work and
        leaves the roster as it was.  Answers are given from the old state meanwhile.
        """
        with self._lock:
            self._loading += 1
        try:
            rows: dict[PersonId, RosterRow] = {}
            with no_collection(), self._db.read() as connection:
                components = all_components(connection)
                meetings = self._meetings_of(connection)
                entries = read_roster(
                    connection, self._rule, components, meetings=meetings[1], lately_since=self._lately()
                )

                def people() -> Iterable[Findable]:
                    for row, findable in entries:
                        rows[row.id] = row
                        if len(rows) % _EVERY == 0:
                            heard(len(rows))
                        yield findable

                self._index.replace_all(people())
                zone_name = chapter_zone(connection)
            by_name = sorted_gently(rows.values(), _KEYS[RosterSort.NAME])
            with self._lock:
                self._rows, self._meetings = rows, meetings
                self._one_with = _entries_of(components)
                self._orders = {RosterSort.NAME: by_name}
                self._stale.clear()
                self._zone, self._days = zone_name, LocalDays(zone_name)
                self.loaded = True
        finally:
            with self._lock:
                self._loading -= 1
                missed, self._missed = self._missed, set()
        if missed is None:
            self.load(heard)
        elif missed and self.loaded:
            with self._updating, self._db.read() as connection:
                self._read_again(connection, missed)

    def heard(self, committed: Committed) -> None:
        """Take in what a commit changed; called on the thread that wrote, after the commit."""
        if committed.areas.isdisjoint((Area.PEOPLE, Area.MEETINGS, Area.GIFTS)):
            return
        people: set[PersonId] | None = None if committed.people is None else set(committed.people)
        with self._lock:
            if self._loading:
                self._missed = None if people is None or self._missed is None else self._missed | people
            if not self.loaded:
                return
        if people is None:
            self.load()
            return
        with self._updating, self._db.read() as connection:
            if Area.MEETINGS in committed.areas:
                people |= self._whose_meetings_changed(connection)
            only_came = committed.areas.isdisjoint((Area.PEOPLE, Area.GIFTS))
            known = self._known_alone(people) if only_came else None
            if known is None:
                self._read_again(connection, people)
            else:
                self._take_in(
                    read_attendance(
                        connection,
                        self._rule,
                        known,
                        meetings=self._meetings[1],
                        days=self._days,
                        lately_since=self._lately(),
                    )
                )

    def _known_alone(self, people: Collection[PersonId]) -> list[tuple[RosterRow, Findable]] | None:
        """Return the entries of these people, nothing if one of them is new or goes by several ids."""
        known = []
        for person in people:
            row, findable = self._rows.get(person), self._index.get(person)
            if row is None or findable is None or person in self._one_with:
                return None
            known.append((row, findable))
        return known

    def _read_again(self, connection: Connection, people: Collection[PersonId]) -> None:
        """Read people anew, with everybody they were or are one with."""
        now: dict[PersonId, tuple[PersonId, ...]] = {}
        for entry in {id for person in people for id in self._all_of(person)}:
            entries = component(connection, entry)
            now.update(dict.fromkeys(entries, entries))
        components = Components(
            {id: entries[0] for id, entries in now.items()},
            {entries[0]: entries for entries in now.values() if len(entries) > 1},
        )
        read = read_roster(
            connection,
            self._rule,
            components,
            people=now.keys(),
            meetings=self._meetings[1],
            lately_since=self._lately(),
        )
        self._take_in(read, now, components)

    def _take_in(
        self,
        read: Iterable[tuple[RosterRow, Findable]],
        ids: Collection[PersonId] = (),
        components: Components | None = None,
    ) -> None:
        """Hold what was read of `ids` in the place of what was held of them."""
        fresh = {row.id: (row, findable) for row, findable in read}
        gone = [id for id in ids if id not in fresh]
        with self._lock:
            for id in ids:
                self._one_with.pop(id, None)
            for id in gone:
                self._rows.pop(id, None)
            if components is not None:
                self._one_with.update(_entries_of(components))
            self._rows.update((id, row) for id, (row, _) in fresh.items())
            self._stale.update(ids, fresh)
        for id in gone:
            self._index.remove(id)
        for id, (_, findable) in fresh.items():
            held = self._index.get(id)
            if held is not findable and held != findable:
                self._index.put(findable)

    def _whose_meetings_changed(self, connection: Connection) -> set[PersonId]:
        """Return who was at a meeting that began or ceased to count, so that their standing is read again."""
        ((changed,),) = look(connection, _MEETINGS_CHANGED)
        seq, known = self._meetings
        if (changed or 0) == seq:
            return set()
        self._meetings = self._meetings_of(connection)
        other = [meeting for meeting, _ in known.items() ^ self._meetings[1].items()]
        rows = look(connection, _WHO_WAS_AT, (wired_json(sorted(set(other))),))
        return {PersonId(person) for (person,) in rows if person is not None}

    def _meetings_of(self, connection: Connection) -> tuple[int, dict[str, str]]:
        ((changed,),) = look(connection, _MEETINGS_CHANGED)
        return changed or 0, counted_meetings(connection, self._rule)

    def _all_of(self, person: PersonId) -> tuple[PersonId, ...]:
        return self._one_with.get(person, (person,))

    def _lately(self) -> str:
        return wired_time(self._db.now() - LATELY)

    # ------------------------------------------------------------ answers

    def __len__(self) -> int:
        return len(self._rows)

    def search(self, text: str, limit: int = 20) -> list[RosterHit]:
        """Return who is meant by `text`, the likeliest first; nobody when nothing was typed."""
        hits = self._index.search(text, limit)
        rows = self._rows
        return [RosterHit(row, hit.kind, hit.spans) for hit in hits if (row := rows.get(PersonId(hit.id)))]

    def row(self, person_id: PersonId) -> RosterRow | None:
        """Return a person by any of their ids, nothing when they are not on file."""
        row = self._rows.get(person_id)
        return row if row is not None else self._rows.get(self._all_of(person_id)[0])

    def rows(
        self,
        view: RosterView = RosterView.EVERYONE,
        *,
        text: str = "",
        tag: str = "",
        sort: RosterSort | None = None,
        descending: bool = False,
        offset: int = 0,
        limit: int | None = None,
    ) -> RosterPage:
        """Return a stretch of a list.

        Without `sort`, people come by name, or in the order of the search when there is a `text`.
        """
        fits = self._fits(view, tag)
        if text.strip() and sort is None:
            found = [row for id in self._index.ids(text) if (row := self._rows.get(PersonId(id)))]
        else:
            found = self._ordered(sort or RosterSort.NAME)
            if text.strip():
                meant = set(self._index.ids(text))
                found = [row for row in found if row.id in meant]
        listed = [row for row in found if fits(row)]
        if descending:
            listed.reverse()
        end = None if limit is None else offset + limit
        return RosterPage(tuple(listed[offset:end]), len(listed))

    def counts(self) -> dict[RosterView, int]:
        """Return how many people each view has."""
        with self._lock:
            rows = list(self._rows.values())
        return {view: sum(map(self._fits(view, ""), rows)) for view in RosterView}

    def tags(self) -> dict[str, int]:
        """Return every tag in use and how many people on file have it, by name."""
        with self._lock:
            rows = list(self._rows.values())
        found: dict[str, int] = {}
        for row in rows:
            for tag in row.tags:
                found[tag] = found.get(tag, 0) + 1
        return dict(sorted(found.items()))

    def namesakes(self, name: str) -> list[PersonId]:
        """Return the people whose name has the same folded parts, in whatever order."""
        key = name_key(name)
        return [
            PersonId(hit.id)
            for hit in self._index.search(name, 200)
            if name_key(hit.person.display_name) == key
        ]

    def _fits(self, view: RosterView, tag: str) -> Callable[[RosterRow], bool]:
        month_began = self._month_began()
        fits: dict[RosterView, Callable[[RosterRow], bool]] = {
            RosterView.EVERYONE: lambda row: not row.archived,
            RosterView.MEMBERS: lambda row: not row.archived and row.since is not None,
            RosterView.SUPPORTERS: lambda row: not row.archived and row.since is None,
            RosterView.NEW_THIS_MONTH: lambda row: not row.archived and row.on_file_since >= month_began,
            RosterView.NO_CONTACT: lambda row: not (row.archived or row.email or row.phone),
            RosterView.ARCHIVED: lambda row: row.archived,
        }
        in_view = fits[view]
        return (lambda row: tag in row.tags and in_view(row)) if tag else in_view

    def _month_began(self) -> int:
        today = self._db.now().astimezone(zone(self._zone))
        return milliseconds(today.replace(day=1, hour=0, minute=0, second=0, microsecond=0))

    def _ordered(self, sort: RosterSort) -> list[RosterRow]:
        """Return everybody in an order; what changed since the last time is put in its new place."""
        with self._lock:
            if self._stale:
                stale, self._stale = self._stale, set()
                fresh = [row for id in stale if (row := self._rows.get(id))]
                for kept, order in self._orders.items():
                    self._orders[kept] = _put_in_place(order, stale, fresh, _KEYS[kept])
            if sort not in self._orders:
                self._orders[sort] = sorted_gently(self._rows.values(), _KEYS[sort])
            return self._orders[sort]


def _put_in_place(
    order: list[RosterRow],
    stale: Collection[PersonId],
    fresh: list[RosterRow],
    key: Callable[[RosterRow], Any],
) -> list[RosterRow]:
    """Return `order` without the stale people and with the fresh ones where they belong."""
    kept = [row for row in order if row.id not in stale]
    if len(fresh) > _MANY:
        return sorted(kept + fresh, key=key)
    for row in fresh:
        insort(kept, row, key=key)
    return kept


def _entries_of(components: Components) -> dict[PersonId, tuple[PersonId, ...]]:
    return {id: entries for entries in components.members.values() for id in entries}


_NEVER = 0
_KEYS: dict[RosterSort, Callable[[RosterRow], tuple[object, ...]]] = {
    RosterSort.NAME: lambda row: (row.sort_key, row.id),
    RosterSort.STANDING: lambda row: (row.since is None, row.sort_key, row.id),
    RosterSort.SINCE: lambda row: (row.since.toordinal() if row.since else _NEVER, row.sort_key, row.id),
    RosterSort.LAST_SEEN: lambda row: (
        row.last_seen.toordinal() if row.last_seen else _NEVER,
        row.sort_key,
        row.id,
    ),
    RosterSort.TIMES_LATELY: lambda row: (row.times_lately, row.sort_key, row.id),
    RosterSort.POSTAL_CODE: lambda row: (row.postal_code, row.sort_key, row.id),
}
