"""Brings an older chapter file up to the present schema: Alembic, in this process, without an ini file.

Revisions lie in `versions/`, `0001_first.py` and on; a released one is never edited.  A new one is also
named in `REVISIONS`, so that opening an up-to-date chapter need not load Alembic to know it is one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from chapter_desk.store.connecting import connected
from chapter_desk.store.learning import learn_fields

REVISIONS = ("0001", "0002", "0003", "0004", "0005")
"""All revisions, oldest first.  The last is the schema of `store.schema`."""

_HERE = Path(__file__).parent


def migrate(path: Path, key: bytes, *, scripts: Path = _HERE, to: str = "head") -> None:
    """Bring the chapter file at `path` up to date in one transaction: afterwards it is new, or as it was.

    The caller makes a backup first.

    Args:
        scripts: Where `env.py` and `versions/` lie; tests bring their own.

    Raises:
        DanglingReferencesError: A revision left a row that refers to nothing; the file is as it was.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    with _unguarded(path, key) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        if to == "head":
            learn_fields(connection)
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if dangling:
            raise DanglingReferencesError(f"{len(dangling)} rows, the first in {dangling[0][0]}")


class DanglingReferencesError(Exception):
    """A revision of ours is wrong: a bug, not an expected error."""


@contextmanager
def _unguarded(path: Path, key: bytes) -> Iterator[Connection]:
    """Yield a connection whose transaction has begun, with references unchecked until its end.

    Rebuilding a table (Alembic's batch mode) drops it: with `foreign_keys` on, that would take the rows
    that refer to it along or refuse.  The pragma only holds if it is set before BEGIN.
    """

    def connect() -> object:
        connection = connected(path, key)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    engine = create_engine("sqlite+pysqlite://", module=sqlcipher, creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
