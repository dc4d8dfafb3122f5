"""What this laptop wrote and took in, what lies unread in its inbox, and what was not sent yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select

from chapter_desk.core.steps import by_a_person
from chapter_desk.core.sync import outgoing, peers, taking_back
from chapter_desk.core.sync.bundle import SUFFIX
from chapter_desk.core.sync.matrix import Destination
from chapter_desk.core.sync.quarantine import quarantine_of
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import ReplicaId, StepId

_SHOWN = 20
_REASON = ".reason"


@dataclass(frozen=True, slots=True)
class Sent:
    """A bundle that this laptop wrote.  `people` are those it names to national; `receipt_at` is None yet.

    `recipients` are the age recipients it is sealed to (empty for one an earlier version wrote).
    """

    bundle_id: str
    file_name: str
    kind: str
    destination: Destination
    written_at: datetime
    rows: int
    people: int
    receipt_at: datetime | None
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """A bundle that was taken in.  `sender` is the laptop's name here; `step` None when nothing was new.

    `can_undo` holds until this laptop writes its next bundle.
    """

    bundle_id: str
    sender: str
    taken_in_at: datetime
    new: int
    changed: int
    conflicts: int
    refused: int
    step: StepId | None
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file in the inbox.  `refused` is why it was not taken in (a reason of `BundleRefused`), "" if unread.

    `clock-ahead` is a reason too: some of its rows are stamped too far ahead.
    """

    path: Path
    size: int
    came_at: datetime
    refused: str = ""

    @property
    def name(self) -> str:
        return self.path.name


class Mailbox:
    """Reads what the exchange left behind; `folder` is the chapter's folder."""

    def __init__(self, db: Database, folder: Path) -> None:
        self._db = db
        self._folder = folder

    @property
    def inbox(self) -> Path:
        """Where bundles may be put to be found here."""
        return self._folder / "inbox"

    def sent(self, limit: int = _SHOWN) -> tuple[Sent, ...]:
        """Return the bundles that this laptop wrote, newest first."""
        query = schema.outbox.select().order_by(schema.outbox.c.written_at.desc()).limit(limit)
        with self._db.read() as connection:
            return tuple(_sent(row) for row in connection.execute(query))

    def received(self, limit: int = _SHOWN) -> tuple[Received, ...]:
        """Return the bundles that were taken in, newest first.

        One taken back is not among them, nor what laptops at a door told each other over the line.
        """
        over_the_line = exists().where(
            schema.step.c.id == schema.inbox.c.step_id, ~by_a_person(schema.step.c.params)
        )
        query = schema.inbox.select().where(~over_the_line)
        query = query.order_by(schema.inbox.c.taken_in_at.desc()).limit(2 * limit)
        with self._db.read() as connection:
            names = {
                row.id: row.name or ""
                for row in connection.execute(select(schema.laptop.c.id, schema.laptop.c.name))
            }
            found = [_received(connection, row, names) for row in connection.execute(query).all()]
        return tuple(each for each in found if each is not None)[:limit]

    def waiting(self) -> tuple[Waiting, ...]:
        """Return the files in the inbox that were not taken in, unread ones first, newest first.

        Half-written files (`*.tmp`) and copies that a syncing folder made of two are passed over.
        """
        unread = _listed(self.inbox)
        refused = [each for each in _listed(quarantine_of(self._folder)) if each.refused]
        return (*_newest(unread), *_newest(refused))

    def put_away(self, path: Path) -> Path:
        """Move a bundle that was taken in out of the inbox's sight, and return where it is now.

        One that lies elsewhere, on a stick or in a shared folder, stays there.
        """
        return _moved(path, self.inbox, self.inbox / "taken-in")

    def bring_back(self, path: Path) -> Path:
        """Put a bundle that was taken back into the inbox's sight again."""
        return _moved(path, self.inbox / "taken-in", self.inbox)

    def last_taken(self, replica_id: str, incarnation: str) -> int:
        """Return the number of the last bundle of a laptop that was taken in; 0 for none."""
        inbox = schema.inbox.c
        query = select(func.max(inbox.sequence)).where(
            inbox.replica_id == replica_id, inbox.incarnation == incarnation
        )
        with self._db.read() as connection:
            return connection.scalar(query) or 0

    def details_went_to(self, recipient: str) -> bool:
        """Return whether a bundle that holds more than counts was sealed to this key before."""
        counts_only = {"summary"}
        with self._db.read() as connection:
            rows = connection.execute(schema.outbox.select().where(schema.outbox.c.kind.not_in(counts_only)))
            return any(recipient in _sent(row).recipients for row in rows)

    def unconfirmed(self) -> dict[ReplicaId, int]:
        """Return how many rows each other laptop has not confirmed yet; a revoked one is not asked for."""
        with self._db.read() as connection:
            return {
                ReplicaId(id): outgoing.rows_to_send(connection, upto)
                for id, upto in peers.confirmed_by(connection).items()
            }


def _sent(row: Row[Any]) -> Sent:
    return Sent(
        bundle_id=row.bundle_id,
        file_name=row.file_name,
        kind=row.kind,
        destination=Destination(row.destination),
        written_at=row.written_at,
        rows=row.contents.get("rows", 0),
        people=row.contents.get("people", 0),
        receipt_at=row.receipt_at,
        recipients=tuple(row.contents.get("recipients", ())),
    )


def _received(connection: Connection, row: Row[Any], names: dict[str, str]) -> Received | None:
    step: Row[Any] | None = None
    if row.step_id is not None:
        query = schema.step.select().where(schema.step.c.id == row.step_id)
        step = connection.execute(query).one_or_none()
    if step is not None and step.undone_by is not None:
        return None
    return Received(
        bundle_id=row.bundle_id,
        sender=names.get(row.replica_id, ""),
        taken_in_at=row.taken_in_at,
        new=row.counts["new"],
        changed=row.counts["changed"],
        conflicts=row.counts["conflicts"],
        refused=row.counts["refused"],
        step=None if step is None else StepId(step.id),
        can_undo=step is not None and taking_back.can_be_taken_back(connection, step),
    )


def _listed(folder: Path) -> Iterator[Waiting]:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if not path.is_file() or path.suffix.casefold() != SUFFIX or "sync-conflict" in path.name:
            continue
        reason = path.with_name(path.name + _REASON)
        why = reason.read_text(encoding="utf-8").strip() if reason.is_file() else ""
        facts = path.stat()
        yield Waiting(path, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC), why)


def _newest(found: Iterable[Waiting]) -> list[Waiting]:
    return sorted(found, key=lambda each: (each.came_at, each.name), reverse=True)


def _moved(path: Path, out_of: Path, into: Path) -> Path:
    if path.parent != out_of or not path.is_file():
        return path
    into.mkdir(parents=True, exist_ok=True)
    return path.replace(into / path.name)
