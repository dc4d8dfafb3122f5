"""Bundles as they are made: packed and signed, looked at, then sealed and written.

Nothing leaves unseen: `prepare` tells what is in these very bytes, `write` seals them.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, select

from chapter_desk import __version__
from chapter_desk.core.chapter import is_sample
from chapter_desk.core.meetings.meeting import day_here
from chapter_desk.core.national.pack import NationalPack
from chapter_desk.core.sync import laptops, outgoing, peers
from chapter_desk.core.sync.bundle import Draft, drafted, new_name
from chapter_desk.core.sync.bundle import write as write_bundle
from chapter_desk.core.sync.counts import counts_table
from chapter_desk.core.sync.leaving import Leaving, leaving
from chapter_desk.core.sync.manifest import Manifest
from chapter_desk.core.sync.matrix import COUNTS, HEARD, Destination
from chapter_desk.core.sync.peers import Here
from chapter_desk.core.sync.progress import Report, silent
from chapter_desk.core.sync.sharing import LeftOut, Sharing, note_told, sharing
from chapter_desk.core.sync.to_national import tables_to_national
from chapter_desk.errors import ChapterDeskError, NotAKey, PreviewOutdated, SampleKeyOnly
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import Area, PersonId

WRITTEN_KINDS = ("summary", "delta", "snapshot")


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """A bundle that may be written: `leaving` is read from the bytes of `draft`, which are then sealed."""

    draft: Draft
    leaving: Leaving
    tombstones: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle that is on the disk.  `left_out` counts people not named to national."""

    path: Path
    name: str
    kind: str
    destination: Destination
    rows: int
    left_out: tuple[LeftOut, ...]


class Sending:
    """Makes and writes bundles.  `outbox` is where they go unless a person names another place."""

    def __init__(self, db: Database, outbox: Path, pack: NationalPack) -> None:
        self._db = db
        self._outbox = outbox
        self._pack = pack

    def prepare(self, kind: str, destination: Destination, report: Report = silent) -> Prepared:
        """Pack and sign a bundle, and say what is in it.  Nothing is written.

        `summary` holds counts only and goes to national; `delta` what the other side has not confirmed,
        `snapshot` everything that may go.

        Raises:
            NotAKey: There is no key to seal to: the pack has no recipient, or this laptop has no keys.
            SampleKeyOnly: More than counts would go to a key that everybody has, from a real chapter.
            BundleTooLarge: More than one bundle holds.
        """
        assert kind in WRITTEN_KINDS, kind
        with self._db.read() as connection:
            me = peers.here(connection)
            since, who = self._extent(connection, kind, destination)
            manifest = self._manifest(connection, me, kind, destination, since)
            draft = drafted(
                manifest,
                self._tables(connection, me, manifest, who, report),
                laptops.signer(connection),
            )
            tombstones = _tombstones(connection)
        left_out = () if who is None else who.left_out
        shown = leaving(draft.contents, destination, len(draft.plain), left_out, report)
        return Prepared(draft, shown, tombstones)

    def write(self, prepared: Prepared, directory: Path | None = None) -> Written:
        """Seal a prepared bundle and write it, to the outbox or to a folder the person names.

        Raises:
            PreviewOutdated: What the preview showed may no longer leave like this; prepare it again.
            AlreadyThere, BundleTooLarge, NotSaved: Nothing was written.
        """
        folder = directory or self._outbox
        draft, shown = prepared.draft, prepared.leaving
        if directory is None:
            folder.mkdir(parents=True, exist_ok=True)
        # The entry comes first: a bundle that is out must never be unknown here.
        with self._db.write_local(Area.EXCHANGE) as connection:
            self._require_up_to_date(connection, prepared)
            self._enter(connection, draft.manifest, draft.name, shown)
        try:
            path = write_bundle(draft, folder)
        except ChapterDeskError:
            with self._db.write_local(Area.EXCHANGE) as connection:
                outbox = schema.outbox
                connection.execute(outbox.delete().where(outbox.c.bundle_id == draft.manifest.name))
            raise
        return Written(path, draft.name, shown.kind, shown.destination, shown.rows, shown.left_out)

    # ------------------------------------------------------------ within

    def _extent(
        self, connection: Connection, kind: str, destination: Destination
    ) -> tuple[int, Sharing | None]:
        """Return where a bundle starts, and who may be named where that is asked."""
        if destination is Destination.CHAPTER:
            assert kind != "summary", "a summary is for national"
            since = min(peers.confirmed_by(connection).values(), default=0) if kind == "delta" else 0
            return since, None
        if kind == "summary":
            return 0, None
        since = peers.confirmed_by_national(connection) if kind == "delta" else 0
        return since, sharing(connection, since, day_here(connection, self._db.now()))

    def _manifest(
        self, connection: Connection, me: Here, kind: str, destination: Destination, since: int
    ) -> Manifest:
        chapter = connection.execute(
            schema.chapter.select().where(schema.chapter.c.id == me.chapter_id)
        ).one_or_none()
        ours = laptops.identity(connection).recipient
        own = destination is Destination.CHAPTER
        sequence = connection.scalar(select(func.max(schema.outbox.c.sequence))) or 0
        return Manifest(
            name=new_name(sequence + 1),
            created=self._db.now(),
            kind=kind,  # type: ignore[arg-type]  # one of WRITTEN_KINDS, asserted
            chapter_id=me.chapter_id,
            chapter_name=_in_one_line((chapter and chapter.name) or ""),
            replica_id=me.replica_id,
            incarnation=me.incarnation,
            sequence=sequence + 1,
            since=since,
            upto=me.change_seq,
            confirmed=peers.confirmed(connection) if own else (),
            recipients=(ours,) if own else (self._national(connection, chapter, kind), ours),
            digest=me.digest if own else "",
            program=f"chapter-desk {__version__}",
        )

    def _national(self, connection: Connection, chapter: Row[Any] | None, kind: str) -> str:
        keys = self._pack.keys
        given = (chapter and chapter.national_recipient) or keys.recipient
        if not given:
            raise NotAKey("recipient")
        everybodys = keys.sample_only and given == keys.recipient
        if everybodys and kind != "summary" and not is_sample(connection):
            raise SampleKeyOnly
        return str(given)

    def _tables(
        self,
        connection: Connection,
        me: Here,
        manifest: Manifest,
        who: Sharing | None,
        report: Report,
    ) -> dict[str, outgoing.Chunks]:
        if manifest.kind == "summary":
            return {COUNTS: counts_table(connection, self._pack)}
        total, done = outgoing.rows_to_send(connection, manifest.since), 0

        def told(more: int) -> None:
            nonlocal done
            done = min(done + more, total)
            report(done, total)

        if who is not None:
            return tables_to_national(connection, who, manifest.since, told)
        heard = outgoing.known_table(peers.knowledge(connection))
        return outgoing.state_tables(connection, me, manifest.since, told) | {HEARD: heard}

    def _require_up_to_date(self, connection: Connection, prepared: Prepared) -> None:
        """Raise when something happened since that must not leave, or may no longer be claimed."""
        manifest, me = prepared.draft.manifest, peers.here(connection)
        same_laptop = (me.replica_id, me.incarnation) == (manifest.replica_id, manifest.incarnation)
        if prepared.leaving.destination is Destination.NATIONAL:
            still = same_laptop and me.change_seq == manifest.upto
        else:
            upto = peers.taken_upto(connection)
            still = same_laptop and prepared.tombstones == _tombstones(connection)
            still = still and all(
                upto.get((each.replica_id, each.incarnation), 0) >= each.upto for each in manifest.confirmed
            )
        if not still:
            raise PreviewOutdated

    def _enter(self, connection: Connection, manifest: Manifest, file_name: str, shown: Leaving) -> None:
        connection.execute(
            schema.outbox.insert().values(
                bundle_id=manifest.name, sequence=manifest.sequence, kind=manifest.kind,
                destination=shown.destination.value, file_name=file_name, upto=manifest.upto,
                written_at=self._db.now(),
                contents={
                    "rows": shown.rows,
                    "tables": {table.table: table.rows for table in shown.tables},
                    "people": len(shown.people),
                    "left_out": len(shown.left_out),
                    "recipients": list(manifest.recipients),
                },
            )
        )  # fmt: skip
        if shown.people:
            named = {PersonId(person.person_id) for person in shown.people}
            note_told(connection, manifest.name, named, self._db.now(), self._db.operator)


def _in_one_line(name: str) -> str:
    """Return a name as a manifest may have it: a peer's row could have brought line breaks, or a novel."""
    return "".join(letter for letter in " ".join(name.split()) if letter.isprintable())[:500]


def _tombstones(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(schema.forgotten)) or 0
