"""Taking a bundle in: looked through outside the lock, then written in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from chapter_desk.core.looking import look
from chapter_desk.core.steps import TAKE_IN
from chapter_desk.core.sync import peers
from chapter_desk.core.sync.bundle import Bundle
from chapter_desk.core.sync.comparing import (
    Compared,
    Difference,
    Effects,
    Terms,
    compared,
    known_by_sender,
    tombstones_here,
    tombstones_in,
)
from chapter_desk.core.sync.door_attendance import check_attendance
from chapter_desk.core.sync.incoming import latest_believed
from chapter_desk.core.sync.progress import Report, silent
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.stamps import Stamped
from chapter_desk.store.writer import Writer, rows_here
from chapter_desk.values import PersonId, StepId

_SHORT = 500
"""Up to so many rows are merged at once."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a bundle would do here, as of one moment: `change_seq` tells whether that moment passed."""

    effects: Effects
    change_seq: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a bundle in did.  `digest` is of this laptop afterwards."""

    effects: Effects
    step: StepId | None
    hole: tuple[int, int] | None
    digest: str


def is_taken_in(connection: Connection, bundle_id: str) -> bool:
    """Return whether a bundle was taken in whole, and not taken back."""
    entry = _entry(connection, bundle_id)
    return entry is not None and bool(entry.counts["standing"])


def looked_through(db: Database, bundle: Bundle, report: Report = silent) -> Looked:
    """Return what taking a bundle in would change; nothing is written and nobody has to wait.

    Raises:
        BundleRefused: `newer` or `wrong-content`.
    """
    check_attendance(bundle)
    effects, total, done = Effects(), 2 * bundle.manifest.rows, 0
    with db.read() as connection:
        me = peers.here(connection)
        terms = _terms(connection, bundle, db.now())
        here = _reading(connection, me.chapter_id)
        for portion in compared(bundle, here, terms):
            effects.add(portion)
            done += portion.looked_at
            report(done, total)
    return Looked(effects, me.change_seq)


def taken_in(
    db: Database, bundle: Bundle, report: Report = silent, told: Mapping[str, str] | None = None
) -> Taken:
    """Merge a bundle into this file, as one step; the caller knows that it was not taken in yet.

    `told` is what else the step tells of it.

    Raises:
        BundleRefused: `newer` or `wrong-content`; nothing was changed.
    """
    check_attendance(bundle)
    # A long bundle is looked through before anybody has to wait; a short one takes no longer than the look.
    looked = looked_through(db, bundle, report) if bundle.manifest.rows > _SHORT else None
    # The step keeps this very dict, so what is counted below is told in its title.
    counts: dict[str, Any] = {"bundle_id": bundle.id, **(told or {})}
    with db.write(TAKE_IN, counts) as writer:
        if looked is not None and peers.here(writer.connection).change_seq != looked.change_seq:
            looked = None
        merging = _Merging(writer, bundle, db.now())
        merging.run(None if looked is None else looked.effects.differing, report)
        counts |= {
            "new": merging.effects.new,
            "changed": merging.effects.changed,
            "conflicts": merging.effects.conflicts,
        }
        if looked is not None:
            merging.effects.refused = looked.effects.refused
        hole = _note_entry(writer, bundle, merging)
        return Taken(merging.effects, writer.step(), hole, writer.digest)


class _Merging:
    """Writes what a bundle changes, within one transaction."""

    def __init__(self, writer: Writer, bundle: Bundle, now: datetime) -> None:
        self._writer = writer
        self._bundle = bundle
        self._terms = _terms(writer.connection, bundle, now)
        self._present: dict[str, set[str]] = {}
        self._named: dict[str, set[str]] = {}
        self.effects = Effects()

    def run(self, only: Mapping[str, set[str]] | None, report: Report) -> None:
        # Rows may come before what they refer to; shells are made of what never came, at the end.
        self._writer.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        total = 2 * self._bundle.manifest.rows
        done = total // 2
        self._forget(only)
        for portion in compared(self._bundle, self._writer.rows, self._terms, only):
            self._apply(portion)
            done += portion.looked_at
            report(min(done, total), total)
        for table, ids in self._named.items():
            self._writer.add_shells(schema.REPLICATED[table], ids - self._present.get(table, set()))

    def _forget(self, only: Mapping[str, set[str]] | None) -> None:
        """Take tombstones in before anything else: what they erase is then not compared any more."""
        if only is not None and "forgotten" not in only:
            return
        told = {"forgotten": tombstones_in(self._bundle, self._terms.latest)}
        new: set[PersonId] = set()
        for portion in compared(self._bundle, self._writer.rows, self._terms, told):
            self._apply(portion)
            new |= {PersonId(each.id) for each in portion.differences if each.is_new}
        self.effects.refused = 0  # they are met once more
        if new:
            self._writer.mask(new)

    def _apply(self, portion: Compared) -> None:
        self.effects.add(portion)
        self._writer.hear(portion.latest)
        added = [each.after for each in portion.differences if each.mine is None and each.after is not None]
        self._writer.add(portion.table, added)
        if portion.table is schema.person:
            self._writer.note_added(portion.table, [each.id for each in portion.differences if each.is_new])
        self._present.setdefault(str(portion.table.name), set()).update(str(row["id"]) for row in added)
        for each in portion.differences:
            if each.mine is not None:
                self._change(portion, each)
        for column, target in schema.references_of(portion.table).items():
            ids = {str(row[column]) for each in portion.differences if (row := each.after) and row[column]}
            self._named.setdefault(target, set()).update(ids)

    def _change(self, portion: Compared, each: Difference) -> None:
        table, mine = portion.table, each.mine
        assert mine is not None
        if each.after is None:
            self._writer.remove(table, mine)
        elif each.after is not mine:
            self._writer.replace(table, mine, each.after)
            if not each.is_new:
                self._writer.note_row(table, each.id, mine, each.after)
        for answer in each.answers:
            if answer.field in mine:
                self._writer.touched_tables.add(table)
                _note_loser(self._writer, table, each.id, answer.field, answer.loser, answer.winner)


def _note_loser(
    writer: Writer, table: Any, id: str, field_name: str, loser: Stamped, winner: Stamped
) -> None:
    writer.note(table, id, field_name, loser[0], loser[1], winner[0], winner[1])


def _terms(connection: Connection, bundle: Bundle, now: datetime) -> Terms:
    latest = latest_believed(peers.here(connection).clock, now)
    return Terms(
        latest=latest,
        forgotten=tombstones_here(connection) | tombstones_in(bundle, latest),
        known_here=peers.knowledge(connection),
        known_there=known_by_sender(bundle),
    )


def _reading(connection: Connection, chapter_id: str) -> Any:
    return lambda table, ids: rows_here(connection, chapter_id, table, ids)


def _note_entry(writer: Writer, bundle: Bundle, merging: _Merging) -> tuple[int, int] | None:
    """Note in the inbox what was taken in; return the hole before it."""
    manifest, effects, connection = bundle.manifest, merging.effects, writer.connection
    peer = (manifest.replica_id, manifest.incarnation)
    hole = peers.hole_before(connection, peer, manifest.since)
    connection.execute(schema.inbox.delete().where(schema.inbox.c.bundle_id == bundle.id))
    ((last,),) = look(connection, "SELECT max(json_extract(counts, '$.order')) FROM inbox")
    connection.execute(
        schema.inbox.insert().values(
            bundle_id=bundle.id, kind=manifest.kind, replica_id=peer[0], incarnation=peer[1],
            sequence=manifest.sequence, since=manifest.since, upto=manifest.upto, taken_in_at=writer.at,
            step_id=writer.step(),
            counts={
                "new": effects.new, "changed": effects.changed, "conflicts": effects.conflicts,
                "refused": effects.refused, "already": 0,
                # What was refused must come again, so the cursor must not pass this bundle.
                "standing": effects.refused == 0,
                "order": (last or 0) + 1,
                "knows": known_by_sender(bundle),
            },
        )
    )  # fmt: skip
    peers.hear_of(connection, peer, manifest.created, confirmed_in(bundle))
    peers.note_taken(connection)
    return hole


def confirmed_in(bundle: Bundle) -> dict[peers.Peer, int]:
    """Return what the sender says that it took in of each peer."""
    return {(each.replica_id, each.incarnation): each.upto for each in bundle.manifest.confirmed}


def _entry(connection: Connection, bundle_id: str) -> Row[Any] | None:
    return connection.execute(
        schema.inbox.select().where(schema.inbox.c.bundle_id == bundle_id)
    ).one_or_none()
