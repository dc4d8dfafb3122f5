"""Is a chapter file whole?  Looked at by the page's seals, SQLite's own check, references and the digest."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import select

from chapter_desk.core.safekeeping import vault
from chapter_desk.core.safekeeping.attachments import Attachments
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.errors import NotAChapter, Unsound, VaultUnusable
from chapter_desk.store import schema
from chapter_desk.store.connecting import connected
from chapter_desk.store.database import Database
from chapter_desk.store.fingerprint import MODULUS, row_hash


@dataclass(frozen=True, slots=True)
class Soundness:
    """What a check found; no problems mean that all is well."""

    problems: tuple[Unsound, ...]
    rows: int
    backups: int

    @property
    def sound(self) -> bool:
        return not self.problems


def problems_of_file(path: Path, key: bytes) -> list[Unsound]:
    """Return what is wrong with a file at rest, or nothing."""
    try:
        with closing(connected(path, key)) as connection:
            problems: list[Unsound] = []
            if connection.execute("PRAGMA cipher_integrity_check").fetchall():
                problems.append("pages")
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                problems.append("structure")
            if connection.execute("PRAGMA foreign_key_check").fetchall():
                problems.append("references")
            connection.execute("SELECT digest FROM here").fetchone()
            return problems
    except sqlcipher.DatabaseError:
        return ["unreadable"]


def checked(db: Database, folder: ChapterFolder, key: bytes) -> Soundness:
    """Check an open chapter: its file, its digest against every row, its vault, its photos and scans.

    Takes seconds when large.
    """
    db.checkpoint()  # without it, SQLCipher's page check raises false alarms
    problems = problems_of_file(db.path, key)
    count = 0
    try:
        count, total, kept = _counted(db)
    except NotAChapter:  # a page that only the rows themselves lie on
        problems.append("unreadable")
    else:
        if total != kept:
            problems.append("digest")
    try:
        vault.examine(folder.path)
    except VaultUnusable:
        problems.append("vault")
    if "unreadable" not in problems and Attachments(db, folder, key).unusable():
        problems.append("evidence")
    return Soundness(tuple(dict.fromkeys(problems)), count, len(list(folder.backups.glob("*Z-*.db"))))


def _counted(db: Database) -> tuple[int, str, str | None]:
    """Return how many rows there are, their digest added up, and the digest that is kept."""
    total = count = 0
    with db.write("look") as writer:
        for table in schema.REPLICATED.values():
            ids = list(writer.connection.scalars(select(table.c.id)))
            count += len(ids)
            total += sum(row_hash(table.name, row) for row in writer.rows(table, ids).values())
        kept = writer.connection.scalar(select(schema.here.c.digest))
    return count, f"{total % MODULUS:064x}", kept
