"""Opens a chapter file and hands out transactions.

One connection writes, under a lock of this process and with `BEGIN IMMEDIATE`; readers have their
own connections, which can only read.  Every connection is asserted to be SQLCipher, durable and
checked, for a chapter file that is quietly less safe than promised is worse than none.
"""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from shutil import disk_usage
from typing import Any, NoReturn

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from chapter_desk.errors import ChapterClosed, ChapterTooNew, MigrationDue, NotAChapter, NotSaved
from chapter_desk.store import schema
from chapter_desk.store.clock import BUILT, Doubt, milliseconds
from chapter_desk.store.connecting import connected
from chapter_desk.store.identity import Arrival, arrived
from chapter_desk.store.migrations import REVISIONS
from chapter_desk.store.writer import Writer
from chapter_desk.values import Area, ChapterId, Clock, OperatorId, PersonId, ReplicaId, StepId

_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: NORMAL loses acknowledged sign-ins in a power cut
    "foreign_keys": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "mmap_size": 0,
    "temp_store": 2,
    "busy_timeout": 5000,
}
_WRITES = re.compile(
    r"\s*(?:insert|update|delete|replace)\b(?:\s+or\s+\w+)?(?:\s+into|\s+from)?\s+\"?(\w+)", re.I
)

_DISK_TROUBLE = (
    ("disk is full", "disk-full"),
    ("readonly", "read-only"),
    ("read-only", "read-only"),
    ("is locked", "busy"),
    ("disk i/o error", "io"),
    ("unable to open", "io"),
)


@dataclass(frozen=True, slots=True)
class Committed:
    """What a finished write touched, told to listeners after it is on disk.

    `people` holds the ids of people whose rows or related rows changed; it is nothing when there are
    too many to name, and everything should be read again.  `tables` are the replicated ones that changed.
    """

    step: StepId | None
    areas: frozenset[Area]
    people: frozenset[PersonId] | None = field(default_factory=frozenset)
    tables: frozenset[str] = frozenset()


class Database:
    """One open chapter file, safe to use from any thread.

    `operator` is who sits at this laptop; every write carries it.
    `on_commit` is called, on the writing thread, after each commit.
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        clock: Clock,
        *,
        install_id: str,
        not_before: datetime = BUILT,
        durable: bool = True,
    ) -> None:
        """Open the chapter file at `path` with its 32-byte data key.

        `durable` is False only while a sample is made, which nobody would miss after a power cut.

        Raises:
            NotAChapter: Missing, empty, foreign or damaged, or the key does not fit.
            ChapterTooNew: Written by a later version.
        """
        self._path = path
        self._key = key
        self._clock = clock
        self._pragmas = _PRAGMAS if durable else _PRAGMAS | {"synchronous": 0}
        self._not_before_ms = milliseconds(not_before)
        self._lock = threading.RLock()
        self._closed = False
        self.operator: OperatorId | None = None
        self.on_commit: Callable[[Committed], None] = lambda _committed: None
        self._reads = create_engine(
            "sqlite+pysqlite://", module=sqlcipher, creator=self._connect_reader, poolclass=QueuePool,
            pool_size=4, max_overflow=8,
        )  # fmt: skip
        self._writes = create_engine(
            "sqlite+pysqlite://", module=sqlcipher, creator=self._connect_writer, poolclass=QueuePool,
            pool_size=1, max_overflow=0,
        )  # fmt: skip
        event.listen(self._reads, "begin", lambda connection: _begin(connection, "BEGIN"))
        event.listen(self._writes, "begin", lambda connection: _begin(connection, "BEGIN IMMEDIATE"))
        event.listen(self._writes, "before_cursor_execute", _refuse_to_write_replicated_tables)
        try:
            self.arrival: Arrival = self._greet(install_id)
            with self.read() as connection:
                row = connection.execute(schema.here.select()).one()
        except BaseException:
            self.close()
            raise
        self.chapter_id = ChapterId(row.chapter_id)
        self.replica_id = ReplicaId(row.replica_id)
        self.incarnation: str = row.incarnation
        self.clock_doubt: Doubt | None = None

    @property
    def path(self) -> Path:
        return self._path

    def now(self) -> datetime:
        """Return the present moment by the clock this chapter was opened with."""
        return self._clock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Look things up in one unchanging view of the file."""
        try:
            with self._reads.begin() as connection:
                yield connection
        except (DBAPIError, sqlcipher.DatabaseError) as trouble:
            raise_named(trouble, self._path)

    @contextmanager
    def write(
        self,
        kind: str,
        params: Mapping[str, Any] | None = None,
        *,
        undoes: StepId | None = None,
        by: OperatorId | None = None,
    ) -> Iterator[Writer]:
        """Change replicated tables as one named step: all of it is kept when the block ends, or nothing.

        `kind` names what a person did (`sign-in`, `import`, `edit-person`); `params` holds ids and
        counts for its title, never names.  A block that changed nothing leaves no step.
        """
        with self._lock:
            try:
                with self._writes.begin() as connection:
                    writer = Writer(
                        connection,
                        at=self._clock(),
                        by=by or self.operator,
                        not_before_ms=self._not_before_ms,
                    )
                    yield writer
                    step = writer.finish(kind, params or {}, undoes)
            except (DBAPIError, sqlcipher.DatabaseError) as trouble:
                raise_named(trouble, self._path)
            self.clock_doubt = writer.doubt
        if writer.touched_tables:
            touched = writer.touched_tables
            areas = frozenset(map(schema.area_of, touched)) | {Area.STEPS}
            tables = frozenset(str(table.name) for table in touched)
            self.on_commit(Committed(step, areas, writer.people, tables))

    @contextmanager
    def write_local(self, *areas: Area) -> Iterator[Connection]:
        """Change tables that never leave this laptop (drafts, settings, outbox ...); `areas` are told."""
        with self._lock:
            try:
                with self._writes.begin() as connection:
                    yield connection
            except (DBAPIError, sqlcipher.DatabaseError) as trouble:
                raise_named(trouble, self._path)
        if areas:
            self.on_commit(Committed(None, frozenset(areas)))

    def accept_clock(self) -> None:
        """Believe the wall clock, though it is more than a year ahead: a person said it is right."""
        with self.write_local() as connection:
            connection.execute(
                schema.here.update().values(clock_accepted_until_ms=milliseconds(self._clock()) + (1 << 36))
            )

    def checkpoint(self) -> None:
        """Move what was committed from the write-ahead log into the file, so that a copy of it is whole."""
        with self._lock, self._writes.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            try:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlcipher.DatabaseError as trouble:
                raise_named(trouble, self._path)

    def close(self) -> None:
        """Let go of the file, so that it can be moved or backed up; nobody reads or writes here any more."""
        self._closed = True
        self._reads.dispose()
        self._writes.dispose()

    def _greet(self, install_id: str) -> Arrival:
        """Check what lies there, and notice if this file is a copy or was restored."""
        if not self._path.exists():
            raise NotAChapter(self._path.parent.name, "missing")
        if self._path.stat().st_size == 0:  # SQLite would quietly make a new database of it
            raise NotAChapter(self._path.parent.name, "empty")
        try:
            with self._lock, self._writes.begin() as connection:
                _check_revision(connection)
                return arrived(connection, self._path, install_id)
        except (DBAPIError, sqlcipher.DatabaseError) as trouble:
            raise_named(trouble, self._path)

    def _connect_writer(self) -> Any:
        if self._closed:  # work begun before would open the file again, which somebody else may hold by now
            raise ChapterClosed()
        connection = connected(self._path, self._key)
        for name, wanted in self._pragmas.items():
            connection.execute(f"PRAGMA {name} = {wanted}")
            found = connection.execute(f"PRAGMA {name}").fetchone()[0]
            assert found == wanted, (name, found)
        return connection

    def _connect_reader(self) -> Any:
        connection = self._connect_writer()
        connection.execute("PRAGMA query_only = 1")
        return connection


def create(path: Path, key: bytes, chapter_id: ChapterId, *, install_id: str) -> None:
    """Make an empty chapter file; `path` must not exist.

    The schema is the present one at once; `tests/store/test_migrations.py` holds that migrating
    from nothing gives the same.
    """
    if path.exists():
        raise FileExistsError(path.name)
    engine = create_engine("sqlite+pysqlite://", module=sqlcipher, creator=lambda: connected(path, key))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            schema.metadata.create_all(connection)
            connection.execute(schema.revision.insert().values(version_num=REVISIONS[-1]))
            arrived(connection, path, install_id, chapter_id)
    except (DBAPIError, sqlcipher.DatabaseError) as trouble:
        raise_named(trouble, path)
    finally:
        engine.dispose()


def _begin(connection: Connection, statement: str) -> None:
    """Begin beneath SQLAlchemy: through it this word alone is a tenth of a sign-in."""
    connection.connection.dbapi_connection.execute(statement)  # type: ignore[union-attr]


def _check_revision(connection: Connection) -> None:
    found = connection.execute(schema.revision.select()).scalar_one_or_none()
    if found in REVISIONS[:-1]:
        raise MigrationDue(str(found))
    if found != REVISIONS[-1]:
        raise ChapterTooNew(str(found))


def _refuse_to_write_replicated_tables(
    _connection: Any, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool
) -> None:
    """Only the writer stamps, counts and journals; it works beneath SQLAlchemy, where this does not reach."""
    found = _WRITES.match(statement)
    if found and found[1].lower() in schema.REPLICATED:
        raise AssertionError(f"write {found[1]} through store.writer.Writer")


_ROOM_FOR_A_LOG = 64 * 1024
"""With less than this SQLite cannot lay out its shared memory, and calls that an I/O error."""


def raise_named(trouble: Exception, path: Path) -> NoReturn:
    """Raise the expected error behind a driver's exception, or the exception itself if it is a bug."""
    words = str(getattr(trouble, "orig", None) or trouble).lower()
    for part, reason in _DISK_TROUBLE:
        if part in words:
            raise NotSaved("disk-full" if reason == "io" and _is_full(path.parent) else reason) from trouble
    if "no such table: alembic_version" in words:
        raise NotAChapter(path.parent.name, "foreign") from trouble
    if any(part in words for part in ("not a database", "malformed", "hmac")):
        raise NotAChapter(path.parent.name, "damaged") from trouble
    raise trouble


def _is_full(folder: Path) -> bool:
    try:
        return disk_usage(folder).free < _ROOM_FOR_A_LOG
    except OSError:  # the folder is gone, or its stick was pulled out
        return False
