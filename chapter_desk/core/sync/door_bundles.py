"""The bundles between a chapter's laptop and the laptops that help at a door, as sealed bytes.

They travel over the room's network or on a stick alike.  None stands in the outbox: what a door laptop has
been given is read from what it confirmed, and it may ask again from any count on.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from chapter_desk import __version__
from chapter_desk.core.looking import look
from chapter_desk.core.safekeeping.durable import write_durably
from chapter_desk.core.sync import laptops, outgoing, peers
from chapter_desk.core.sync.bundle import Draft, drafted, new_name, sealed_draft
from chapter_desk.core.sync.door_attendance import attendance_tables
from chapter_desk.core.sync.door_pack import pack_tables
from chapter_desk.core.sync.manifest import ATTENDANCE, DOOR_PACK, Manifest
from chapter_desk.core.sync.matrix import HEARD
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, ReplicaId

_DOOR_LAPTOP = "SELECT door_meeting FROM laptop WHERE id = ? AND role = 'door' AND revoked_at IS NULL"
_UPTO = "SELECT taken_upto, incarnation FROM peer WHERE replica_id = ? ORDER BY heard_at DESC LIMIT 1"
_PACKS = f"""
SELECT replica_id, incarnation FROM inbox WHERE kind = '{DOOR_PACK}'
ORDER BY taken_in_at DESC, upto DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True, repr=False)
class Parcel:
    """What there is to tell another laptop, not sealed yet: how many rows, and up to which count of ours."""

    draft: Draft

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.draft.manifest.resources if each.name != HEARD)

    def rows_of(self, table: str) -> int:
        """Return how many rows of one table there are."""
        return sum(each.rows for each in self.draft.manifest.resources if each.name == table)

    @property
    def upto(self) -> int:
        return self.draft.manifest.upto

    def sealed(self) -> bytes:
        """Return it as it travels."""
        return sealed_draft(self.draft)


class DoorBundles:
    """Writes packs for door laptops, and on a door laptop what it brings back."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def pack(self, replica_id: ReplicaId, since: int = 0) -> Parcel:
        """Return the pack of a door laptop: what changed after `since` (this file's count).

        Raises:
            NoSuchRecord: There is no such door laptop, or it was taken off the list.
            NotAKey: Another laptop took it in.
            BundleTooLarge: More than one bundle holds.
        """
        with self._db.read() as connection:
            found = look(connection, _DOOR_LAPTOP, (replica_id,))
            if not found:
                raise NoSuchRecord("laptop", replica_id)
            tables = pack_tables(connection, MeetingId(found[0][0]), replica_id, since)
            to = laptops.door_recipient(connection, replica_id)
            return Parcel(self._drafted(connection, DOOR_PACK, tables, since, to))

    def attendance(self, since: int = 0) -> Parcel:
        """Return what this door laptop wrote after `since` (this file's count).

        Raises:
            NotAKey: This laptop is no door laptop, or a copy of one.
            BundleTooLarge: More than one bundle holds.
        """
        with self._db.read() as connection:
            me = peers.here(connection)
            tables = attendance_tables(connection, ReplicaId(me.replica_id), since)
            to = laptops.chapter_recipient(connection)
            return Parcel(self._drafted(connection, ATTENDANCE, tables, since, to))

    def write_attendance(self, folder: Path) -> Path:
        """Write all that this door laptop wrote, for the chapter, to a stick; return where.

        Raises:
            NotAKey, NotSaved, BundleTooLarge: Nothing was written.
        """
        parcel = self.attendance()
        path = folder / parcel.draft.name
        write_durably(path, parcel.sealed(), private=False)
        return path

    def has_of(self, replica_id: ReplicaId) -> int:
        """Return up to which of its counts this file holds what another laptop wrote."""
        with self._db.read() as connection:
            found = look(connection, _UPTO, (replica_id,))
            if not found:
                return 0
            return peers.taken_upto(connection).get((replica_id, found[0][1]), 0)

    def has_of_host(self) -> int:
        """Return up to which of its counts a door laptop holds what the one that took it in has for it."""
        with self._db.read() as connection:
            found = look(connection, _PACKS)
            if not found:
                return 0
            return peers.taken_upto(connection).get((found[0][0], found[0][1]), 0)

    def count(self) -> int:
        """Return this file's own count."""
        with self._db.read() as connection:
            return peers.here(connection).change_seq

    def _drafted(
        self,
        connection: Connection,
        kind: str,
        tables: dict[str, outgoing.Chunks],
        since: int,
        recipient: str,
    ) -> Draft:
        me = peers.here(connection)
        chapter = connection.execute(
            schema.chapter.select().where(schema.chapter.c.id == me.chapter_id)
        ).one_or_none()
        name = " ".join(((chapter and chapter.name) or "").split())
        manifest = Manifest(
            name=new_name(me.change_seq),
            created=self._db.now(),
            kind=kind,  # type: ignore[arg-type]  # one of the two of a door
            chapter_id=me.chapter_id,
            chapter_name="".join(letter for letter in name if letter.isprintable())[:500],
            replica_id=me.replica_id,
            incarnation=me.incarnation,
            sequence=me.change_seq,
            since=since,
            upto=me.change_seq,
            confirmed=peers.confirmed(connection),
            recipients=(recipient,),
            program=f"chapter-desk {__version__}",
        )
        heard = outgoing.known_table(peers.knowledge(connection))
        return drafted(manifest, {**tables, HEARD: heard}, laptops.signer(connection))
