"""Bundles to national and between the chapter's laptops: made, looked at, written, taken in.

Nothing leaves unseen: `prepare` packs and signs a bundle and tells what is in these very bytes, `write`
seals them.  A bundle that comes is looked into without changing anything, and taken in as one step.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection

from chapter_desk.core.line_steps import line_of
from chapter_desk.core.looking import look
from chapter_desk.core.national.pack import NationalPack
from chapter_desk.core.steps import LINE, TakenBack
from chapter_desk.core.sync import laptops, peers, taking_back, taking_in
from chapter_desk.core.sync.bundle import Bundle, Reader, opened, read
from chapter_desk.core.sync.comparing import Effects
from chapter_desk.core.sync.laptops import Laptop, Laptops
from chapter_desk.core.sync.manifest import ATTENDANCE, DOOR_PACK, KINDS
from chapter_desk.core.sync.matrix import HEARD, Destination
from chapter_desk.core.sync.progress import Report, silent
from chapter_desk.core.sync.quarantine import keep_for_later, keep_refused, quarantine_of
from chapter_desk.core.sync.sealed_contacts import open_contacts
from chapter_desk.core.sync.sending import Prepared, Sending, Written
from chapter_desk.errors import BundleRefused
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import Area, ChapterId, StepId

_TAKEN_KINDS = frozenset({*peers.STATES, "receipt"})
_NAME_OF_LAPTOP = "SELECT name FROM laptop WHERE id = ? AND made_clock IS NOT NULL AND removed_at IS NULL"


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a bundle is and would do here; nothing was changed.

    `manifest` is as it lies in the bundle.  `effects` is None for a bundle that is not taken in (a
    summary, one to national); `taken_in` tells that it was before, whole.  `hole` is the part of the
    sender's count that is missing before it.
    """

    manifest: dict[str, Any]
    bundle_id: str
    kind: str
    sender: str
    taken_in: bool
    effects: Effects | None
    hole: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking a bundle in did, in rows.

    `already` were here before as they are; `refused` were stamped too far ahead and wait in quarantine.
    `conflicts` are fields that both sides wrote: two answers.  `step` is None when nothing changed.
    `agrees` tells whether this laptop and the sender now hold the same (None: the sender didn't say).
    """

    bundle_id: str
    kind: str
    sender: str
    new: int
    changed: int
    conflicts: int
    already: int
    refused: int
    step: StepId | None = None
    hole: tuple[int, int] | None = None
    agrees: bool | None = None
    tables: dict[str, tuple[int, int]] = field(default_factory=dict)


class Exchange:
    """Makes, writes, reads and takes in bundles.  `folder` is the chapter's folder."""

    def __init__(self, db: Database, folder: Path, pack: NationalPack) -> None:
        self._db = db
        self._folder = folder
        self._pack = pack
        self._sending = Sending(db, self.outbox, pack)

    @property
    def outbox(self) -> Path:
        """Where bundles are written unless a person names another place."""
        return self._folder / "outbox"

    @property
    def quarantine(self) -> Path:
        """Where bundles lie that were refused, or of which rows were."""
        return quarantine_of(self._folder)

    # ------------------------------------------------------------ out

    def prepare(self, kind: str, destination: Destination, report: Report = silent) -> Prepared:
        """Pack and sign a bundle, and say what is in it; see `Sending.prepare`.  Nothing is written."""
        return self._sending.prepare(kind, destination, report)

    def write(self, prepared: Prepared, directory: Path | None = None) -> Written:
        """Seal a prepared bundle and write it, to the outbox or a folder named; see `Sending.write`."""
        return self._sending.write(prepared, directory)

    # ------------------------------------------------------------ in

    def look_inside(self, path: Path, report: Report = silent) -> Inspected:
        """Return what a bundle is and what taking it in would do; nothing is changed or moved.

        Raises:
            BundleRefused: It is not one that can be believed, or not for this chapter.
        """
        bundle = read(path, self._reader(KINDS))
        peer = (bundle.manifest.replica_id, bundle.manifest.incarnation)
        with self._db.read() as connection:
            before = taking_in.is_taken_in(connection, bundle.id)
            hole = peers.hole_before(connection, peer, bundle.manifest.since)
            takeable = bundle.manifest.kind in peers.STATES and self._is_for_laptops(connection, bundle)
        effects = taking_in.looked_through(self._db, bundle, report).effects if takeable else None
        return Inspected(
            manifest=msgspec.json.decode(bundle.manifest.encoded()),
            bundle_id=bundle.id,
            kind=bundle.manifest.kind,
            sender=self._name_of(bundle),
            taken_in=before,
            effects=effects,
            hole=None if before or not takeable else hole,
        )

    def take_in(self, path: Path, *, dry_run: bool = False, report: Report = silent) -> TakenIn:
        """Take in a bundle of another laptop of the chapter, or a receipt of national, as one step.

        The same bundle again changes nothing.  A refused one is kept in quarantine (one that a newer
        version wrote: in the inbox) if it lay in the chapter's inbox or could be of use to a helper.

        Raises:
            BundleRefused: Nothing was changed.
        """
        try:
            bundle = self._opened(path)
            if dry_run:
                return self._would_take_in(bundle, report)
            if bundle.manifest.kind == "receipt":
                return self._take_receipt(bundle)
            return self._take_state(bundle, path, report)
        except BundleRefused as refused:
            if not dry_run:
                self.keep_refused(path, refused)
            raise

    def hear(self, untrusted: bytes, report: Report = silent) -> TakenIn:
        """Take in a bundle that came by the cable or the Wi-Fi of the room, of or for a door laptop.

        In History all that one laptop tells so at one meeting is one step.

        Raises:
            BundleRefused: Nothing was changed, and nothing is kept.
        """
        bundle = opened(untrusted, self._reader(frozenset({ATTENDANCE, DOOR_PACK})))
        meeting = bundle.sender.door_meeting or Laptops(self._db).door_meeting() or ""
        replica = bundle.manifest.replica_id
        return self._take_state(
            bundle, None, report, {LINE: line_of(replica, meeting), "laptop": replica, "meeting": meeting}
        )

    def keep_refused(self, path: Path, refused: BundleRefused) -> Path | None:
        """Keep a bundle that was refused; see `quarantine.keep_refused`."""
        return keep_refused(self._folder, path, refused)

    def undo_take_in(self, step: StepId) -> TakenBack:
        """Take a bundle back that was taken in, until this laptop writes its next one.

        Raises:
            NoSuchRecord, CannotBeTakenBack: Nothing was changed.
        """
        return taking_back.take_back(self._db, step)

    def can_undo_take_in(self, step: StepId) -> bool:
        """Return whether a bundle that was taken in with this step can still be taken back."""
        with self._db.read() as connection:
            row = connection.execute(schema.step.select().where(schema.step.c.id == step)).one_or_none()
            return row is not None and taking_back.can_be_taken_back(connection, row)

    def laptops(self) -> tuple[Laptop, ...]:
        """Return the laptops of the chapter, this one first, then by name."""
        return Laptops(self._db).laptops()

    # ------------------------------------------------------------ within: in

    def _reader(self, kinds: frozenset[str]) -> Reader:
        with self._db.read() as connection:
            return Reader(
                identities=(laptops.identity(connection),),
                trust=laptops.trust(connection, self._pack.keys.verify_key),
                chapter_id=ChapterId(self._db.chapter_id),
                kinds=kinds,
            )

    def _opened(self, path: Path) -> Bundle:
        """Return a bundle that may be taken in."""
        bundle = read(path, self._reader(_TAKEN_KINDS))
        with self._db.read() as connection:
            if not bundle.sender.is_national and not self._is_for_laptops(connection, bundle):
                # One to national has less in each row than we do: taken for ours, it would mislead.
                raise BundleRefused("not-for-us", self._name_of(bundle), "to national")
        return bundle

    def _is_for_laptops(self, connection: Connection, bundle: Bundle) -> bool:
        return set(bundle.manifest.recipients) == {laptops.identity(connection).recipient}

    def _would_take_in(self, bundle: Bundle, report: Report) -> TakenIn:
        if bundle.manifest.kind == "receipt":
            return self._told(bundle, Effects())
        effects = taking_in.looked_through(self._db, bundle, report).effects
        with self._db.read() as connection:
            peer = (bundle.manifest.replica_id, bundle.manifest.incarnation)
            hole = peers.hole_before(connection, peer, bundle.manifest.since)
        return self._told(bundle, effects, hole=hole)

    def _take_state(
        self, bundle: Bundle, path: Path | None, report: Report, told: Mapping[str, str] | None = None
    ) -> TakenIn:
        with self._db.read() as connection:
            if taking_in.is_taken_in(connection, bundle.id):
                return self._told(bundle, Effects())
        taken = taking_in.taken_in(self._db, bundle, report, told)
        if bundle.manifest.kind == ATTENDANCE:
            open_contacts(self._db, told)
        if taken.effects.refused and path is not None:
            keep_for_later(self._folder, path)
        said = bundle.manifest.digest
        return self._told(
            bundle, taken.effects, taken.step, taken.hole, None if not said else said == taken.digest
        )

    def _take_receipt(self, bundle: Bundle) -> TakenIn:
        manifest = bundle.manifest
        whose = peers.NATIONAL if bundle.sender.is_national else manifest.replica_id
        with self._db.write_local(Area.EXCHANGE) as connection:
            peers.hear_of(
                connection,
                (whose, manifest.incarnation),
                manifest.created,
                taking_in.confirmed_in(bundle),
            )
        return self._told(bundle, Effects())

    def _told(
        self,
        bundle: Bundle,
        effects: Effects,
        step: StepId | None = None,
        hole: tuple[int, int] | None = None,
        agrees: bool | None = None,
    ) -> TakenIn:
        rows = sum(each.rows for each in bundle.manifest.resources if each.name != HEARD)
        return TakenIn(
            bundle_id=bundle.id,
            kind=bundle.manifest.kind,
            sender=self._name_of(bundle),
            new=effects.new,
            changed=effects.changed,
            conflicts=effects.conflicts,
            already=rows - effects.new - effects.changed - effects.refused,
            refused=effects.refused,
            step=step,
            hole=hole,
            agrees=agrees,
            tables=effects.tables,
        )

    def _name_of(self, bundle: Bundle) -> str:
        """Return what the sender is called here: a laptop's name, or national's."""
        if bundle.sender.is_national:
            return self._pack.national.short_name or self._pack.national.name
        with self._db.read() as connection:
            known = look(connection, _NAME_OF_LAPTOP, (bundle.manifest.replica_id,))
        name = next((name for (name,) in known if name), "")
        return name or _name_it_brings(bundle) or bundle.manifest.chapter_name


def _name_it_brings(bundle: Bundle) -> str:
    """Return the name of a laptop that is new here, as its own bundle tells it; "" where it doesn't."""
    for line in bundle.rows(str(schema.laptop.name)):
        with suppress(ValueError):  # msgspec's own errors are ValueErrors; what is wrong is found later
            row = msgspec.json.decode(line)
            if isinstance(row, dict) and row.get("id") == bundle.manifest.replica_id:
                return str(row.get("name") or "")
    return ""
