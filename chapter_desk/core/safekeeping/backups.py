"""Copies of the chapter file: made before risky steps, opened and checked when made, and put back."""

from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, func, select

from chapter_desk.core.safekeeping import vault
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.core.safekeeping.durable import write_durably
from chapter_desk.core.safekeeping.soundness import problems_of_file
from chapter_desk.errors import (
    ChapterDeskError,
    ChapterTooNew,
    MigrationDue,
    NoSuchBackup,
    NotAChapter,
    NotSaved,
    VaultUnusable,
)
from chapter_desk.store import schema
from chapter_desk.store.connecting import connected
from chapter_desk.store.database import Database, raise_named
from chapter_desk.store.writer import WireRow
from chapter_desk.values import Area, Clock, PersonId

_DAYS, _WEEKS, _MONTHS = 7, 4, 12
_AFTER_FORGETTING = timedelta(days=30)
_STEP_PAGES = 2048
_BETWEEN_COMMANDS = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy, by its file name; `made_at` is UTC."""

    name: str
    made_at: datetime
    reason: str
    size_bytes: int


class Backups:
    """Makes, lists and thins out the copies of one open chapter."""

    def __init__(self, db: Database, folder: ChapterFolder, key: bytes) -> None:
        self._db = db
        self._folder = folder
        self._key = key

    def make(self, reason: str) -> Backup:
        """Copy the chapter file, open the copy and check it; thin out old copies.

        Args:
            reason: `ON_CLOSE`, `close-door`, `before-import`, `before-restore`, `before-forget`, `asked` ...

        Raises:
            NotSaved: The disk did not take it; the chapter is as it was.
            NoSuchBackup: The copy did not pass its check, and was not kept.
        """
        now = self._db.now()
        self._db.checkpoint()
        path = _copied(self._folder, self._key, now, reason)
        with self._db.write_local(Area.STEPS) as connection:
            log = schema.backup_log
            connection.execute(log.delete().where(log.c.file_name == path.name))  # made twice in a moment
            connection.execute(
                log.insert().values(file_name=path.name, made_at=now, reason=reason, verified=True)
            )
        self._thin_out(now)
        return _backup(path)

    def all(self) -> list[Backup]:
        """Return the copies, newest first."""
        return backups_of(self._folder)

    def is_behind(self) -> bool:
        """Return whether anything was done since the newest copy."""
        with self._db.read() as connection:
            return is_behind(connection, self.all(), self._db.now())

    def is_due(self) -> bool:
        """Return whether the newest copy is behind, and hours old: for one short command after another."""
        newest = next(iter(self.all()), None)
        old = newest is None or abs(self._db.now() - newest.made_at) >= _BETWEEN_COMMANDS
        return old and self.is_behind()

    def _thin_out(self, now: datetime) -> None:
        with self._db.read() as connection:
            forgot = connection.scalar(select(func.max(schema.forgotten.c.made_clock)))
        forgotten_at = None if forgot is None else datetime.fromtimestamp((forgot >> 16) / 1000, UTC)
        for backup in _superfluous(self.all(), now, forgotten_at):
            with suppress(OSError):  # a copy that cannot be deleted now goes another day
                (self._folder.backups / backup.name).unlink()
                _vault_of(self._folder.backups / backup.name).unlink(missing_ok=True)


def backups_of(folder: ChapterFolder) -> list[Backup]:
    """Return a chapter's copies, newest first; it need not be open."""
    found = [_backup(path) for path in folder.backups.glob("*Z-*.db")]
    return sorted(found, key=lambda backup: backup.name, reverse=True)


def is_behind(connection: Connection, backups: Sequence[Backup], now: datetime) -> bool:
    """Return whether anything was done since the newest of these copies, which come newest first."""
    if not backups or backups[0].made_at > now:  # the clock was set back: nothing tells what came later
        return True
    latest = connection.scalar(select(func.max(schema.step.c.at)))
    return latest is not None and latest >= backups[0].made_at.replace(microsecond=0)


def put_vault_back(folder: ChapterFolder, name: str) -> None:
    """Replace a vault that cannot be used by the one that was copied with a backup.

    Raises:
        NoSuchBackup: There is none with this backup.
        NotSaved: The disk did not take it.
    """
    kept = _vault_of(folder.backups / Path(name).name)
    if not kept.is_file():
        raise NoSuchBackup(name, "missing")
    write_durably(folder.path / vault.FILE_NAME, kept.read_bytes(), replace=True)


def put_newest_vault_back(folder: ChapterFolder) -> bool:
    """Put the newest whole vault among the backups in the place of one that cannot be used.

    The one that lies there is kept beside it.  Returns whether there was any.

    Raises:
        NotSaved: The disk did not take it; nothing was changed.
    """
    place = folder.path / vault.FILE_NAME
    before = place.read_bytes() if place.is_file() else None
    for kept in sorted(folder.backups.glob("*.vault.json"), reverse=True):
        write_durably(place, kept.read_bytes(), replace=True)
        try:
            vault.examine(folder.path)
        except VaultUnusable:
            continue
        if before is not None:
            write_durably(folder.path / f"damaged-{vault.FILE_NAME}", before, replace=True)
        return True
    if before is not None and place.read_bytes() != before:
        write_durably(place, before, replace=True)
    return False


def put_back(folder: ChapterFolder, name: str, key: bytes, clock: Clock, install_id: str) -> str:
    """Replace a chapter's file by one of its backups.  The chapter must not be open.

    Who was forgotten since stays forgotten, and the file counts as a new incarnation of this laptop,
    so that no other laptop mistakes its new writes for the lost ones.  Returns the name of the copy of
    how it was before; empty where the file is missing or damaged.

    Raises:
        NoSuchBackup: It is missing or did not pass its check; the chapter is as it was.
        NotSaved: The disk did not take it; the chapter is as it was.
    """
    path = folder.backups / Path(name).name
    if not path.is_file():
        raise NoSuchBackup(name, "missing")
    if problems_of_file(path, key):
        raise NoSuchBackup(name, "damaged")
    before = _copy_of_now(folder, key, clock, install_id)
    tombstones = _tombstones(folder, key, clock, install_id)
    fresh = folder.path / "chapter.db.tmp"
    try:
        with closing(connected(path, key)) as source, closing(connected(fresh, key)) as copy:
            source.backup(copy, pages=_STEP_PAGES)
        for ending in ("-wal", "-shm"):
            folder.database.with_name(folder.database.name + ending).unlink(missing_ok=True)
        fresh.replace(folder.database)
    except OSError as trouble:
        raise NotSaved("disk-full" if trouble.errno == 28 else "read-only") from trouble
    finally:
        fresh.unlink(missing_ok=True)
    db = Database(folder.database, key, clock, install_id=install_id)
    try:
        _forget_again(db, tombstones)
    finally:
        db.close()
    return before


def _copied(folder: ChapterFolder, key: bytes, now: datetime, reason: str) -> Path:
    """Copy the chapter's file, with its vault, and check the copy before it counts as one."""
    name = f"{now:%Y-%m-%dT%H%M%S}-{now.microsecond // 1000:03d}Z-{reason}.db"
    path, unfinished = folder.backups / name, folder.backups / f"{name}.tmp"
    try:
        folder.backups.mkdir(mode=0o700, exist_ok=True)
        _copy_file(folder.database, unfinished, key)
        if problems_of_file(unfinished, key):
            raise NoSuchBackup(name, "damaged")
        _copy_vault(folder.path / vault.FILE_NAME, _vault_of(path))
        unfinished.rename(path)
    except OSError as trouble:
        raise NotSaved("disk-full" if trouble.errno == 28 else "read-only") from trouble
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return path


def _copy_file(database: Path, to: Path, key: bytes) -> None:
    try:
        with closing(connected(database, key)) as source, closing(connected(to, key)) as copy:
            source.backup(copy, pages=_STEP_PAGES)
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlcipher.Error as trouble:
        raise_named(trouble, database)


def _copy_of_now(folder: ChapterFolder, key: bytes, clock: Clock, install_id: str) -> str:
    """Copy the present file before another takes its place, unless the newest copy holds all of it."""
    if not folder.database.is_file() or problems_of_file(folder.database, key):
        return ""
    try:
        db = Database(folder.database, key, clock, install_id=install_id)
    except NotAChapter:
        return ""
    except (MigrationDue, ChapterTooNew):  # another version's file is worth the same
        return _copied(folder, key, clock(), "before-restore").name
    try:
        backups = Backups(db, folder, key)
        return (backups.make("before-restore") if backups.is_behind() else backups.all()[0]).name
    finally:
        db.close()


def _vault_of(backup: Path) -> Path:
    """Return where the vault lies that was copied with a backup: without it, nothing opens the copy."""
    return backup.with_suffix(".vault.json")


def _copy_vault(vault_file: Path, to: Path) -> None:
    if vault_file.is_file():  # the copy of the chapter is worth keeping even without
        write_durably(to, vault_file.read_bytes(), replace=True)


def _forget_again(db: Database, tombstones: Sequence[WireRow]) -> None:
    with db.write("restore", {}) as writer:
        known = writer.rows(schema.forgotten, [str(row["id"]) for row in tombstones])
        writer.add(schema.forgotten, [row for row in tombstones if row["id"] not in known])
        ids = [PersonId(str(row["id"])) for row in tombstones]
        if ids:
            writer.mask(ids)


def _tombstones(folder: ChapterFolder, key: bytes, clock: Clock, install_id: str) -> list[WireRow]:
    """Return the tombstones of the present file, as far as it can still be read."""
    try:
        db = Database(folder.database, key, clock, install_id=install_id)
    except ChapterDeskError:
        return []  # damaged: that is why it is being replaced
    try:
        with db.read() as connection:
            ids = list(connection.scalars(select(schema.forgotten.c.id)))
        with db.write("look") as writer:
            return list(writer.rows(schema.forgotten, ids).values())
    except ChapterDeskError:
        return []
    finally:
        db.close()


def _superfluous(backups: Iterable[Backup], now: datetime, forgotten_at: datetime | None) -> list[Backup]:
    """Return what to delete: all but the newest of 7 days, 4 weeks and 12 months.

    None older than a forgetting stays longer than 30 days after it.
    """
    newest_first = sorted(backups, key=lambda backup: backup.made_at, reverse=True)
    keep: set[str] = set()
    for count, period in ((_DAYS, _day), (_WEEKS, _week), (_MONTHS, _month)):
        seen: dict[Any, str] = {}
        for backup in newest_first:
            seen.setdefault(period(backup.made_at.date()), backup.name)
        keep |= set(list(seen.values())[:count])
    keep |= {backup.name for backup in newest_first if now - backup.made_at < timedelta(days=1)}
    if forgotten_at is not None and now - forgotten_at > _AFTER_FORGETTING:
        keep -= {backup.name for backup in newest_first if backup.made_at < forgotten_at}
    return [backup for backup in newest_first if backup.name not in keep]


def _day(day: date) -> Any:
    return day


def _week(day: date) -> Any:
    return day.isocalendar()[:2]


def _month(day: date) -> Any:
    return day.year, day.month


def _backup(path: Path) -> Backup:
    stamp, _, reason = path.stem.partition("Z-")
    made_at = datetime.strptime(f"{stamp}+0000", "%Y-%m-%dT%H%M%S-%f%z")
    return Backup(path.name, made_at, reason, path.stat().st_size)
