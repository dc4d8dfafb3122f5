"""Laptops of one chapter for tests: real chapter files that swap real, sealed bundles."""

import hashlib
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from chapter_desk.core.national.pack import read_pack, sample_pack_folder
from chapter_desk.core.sync.exchange import Destination, Exchange, TakenIn
from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.store import schema
from chapter_desk.store.database import Database, create
from chapter_desk.store.fingerprint import MODULUS, row_hash
from chapter_desk.values import ChapterId, utc_now

SEVEN_PM = datetime(2026, 11, 12, 19, 0, tzinfo=UTC)
KEY = hashlib.sha256(b"a test's data key").digest()
PACK = read_pack(sample_pack_folder())


class Ticking:
    """A clock the test moves; every look at it is a millisecond later."""

    def __init__(self, now: datetime = SEVEN_PM) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


class Desk:
    """One laptop with the chapter open."""

    def __init__(self, folder: Path, name: str, clock=None, *, joins: bool = True) -> None:
        self.folder, self.name = folder, name
        self.clock = clock or Ticking()
        self.open(joins=joins)

    def open(self, *, joins: bool = True) -> None:
        self.db = Database(self.folder / "chapter.db", KEY, self.clock, install_id=f"install-{self.name}")
        if joins:
            Laptops(self.db).ensure_this_laptop(self.name)
        self.exchange = Exchange(self.db, self.folder, PACK)

    def close(self) -> None:
        self.db.checkpoint()
        self.db.close()

    # what people do

    def add(self, table, **values) -> str:
        with self.db.write("add") as writer:
            return writer.insert(table, values)

    def set(self, table, id, **values) -> None:
        with self.db.write("edit") as writer:
            writer.set(table, id, values)

    def void(self, table, id) -> None:
        with self.db.write("take-back") as writer:
            writer.void(table, id)

    def forget(self, *people) -> None:
        with self.db.write("forget") as writer:
            writer.forget(people)

    # bundles

    def bundle(self, kind="delta", destination=Destination.CHAPTER, folder=None) -> Path:
        return self.exchange.write(self.exchange.prepare(kind, destination), folder).path

    def take(self, path: Path) -> TakenIn:
        return self.exchange.take_in(path)

    # what is there

    def rows(self, table) -> dict:
        with self.db.read() as connection:
            return {row.id: row for row in connection.execute(table.select())}

    def here(self):
        with self.db.read() as connection:
            return connection.execute(schema.here.select()).one()

    @property
    def digest(self) -> str:
        return self.here().digest

    def digest_from_scratch(self) -> str:
        total = 0
        with self.db.write("look") as writer:
            for table in schema.REPLICATED.values():
                ids = list(writer.connection.scalars(select(table.c.id)))
                total += sum(row_hash(table.name, row) for row in writer.rows(table, ids).values())
        return f"{total % MODULUS:064x}"

    def last_step(self) -> int:
        with self.db.read() as connection:
            return connection.scalar(select(schema.step.c.id).order_by(schema.step.c.id.desc()).limit(1))


def new_chapter(root: Path, name: str = "desk", clock=None, chapter_id: str = "norfolk") -> Desk:
    """Return the first laptop of a new chapter, its folder in `root`."""
    folder = root / name
    folder.mkdir(parents=True)
    create(folder / "chapter.db", KEY, ChapterId(chapter_id), install_id=f"install-{name}")
    return Desk(folder, name, clock)


def copied(desk: Desk, name: str, clock=None) -> Desk:
    """Return a second laptop: the chapter's folder copied to it."""
    desk.db.checkpoint()
    folder = desk.folder.parent / name
    shutil.copytree(desk.folder, folder, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    return Desk(folder, name, clock or desk.clock)


def blank(desk: Desk, name: str) -> Desk:
    """Return a file of the same chapter that holds its keys and nothing else, not even a laptop's entry."""
    return blank_beside(desk.db, desk.folder.parent / name, desk.clock)


def blank_beside(db: Database, folder: Path, clock=utc_now) -> Desk:
    """The same, in a folder that is not there yet."""
    folder.mkdir()
    create(folder / "chapter.db", KEY, db.chapter_id, install_id=f"install-{folder.name}")
    fresh = Desk(folder, folder.name, clock, joins=False)
    with db.read() as connection:
        chapters = schema.secret.select().where(schema.secret.c.key.like("chapter.%"))
        secrets = connection.execute(chapters).all()
    with fresh.db.write_local() as connection:
        connection.execute(schema.secret.insert(), [row._asdict() for row in secrets])
    return fresh


def swap(one: Desk, other: Desk) -> None:
    """Let two laptops tell each other all they know."""
    other.take(one.bundle())
    one.take(other.bundle())
