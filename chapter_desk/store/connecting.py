"""A keyed connection to a chapter file: the one place that hands SQLCipher a key."""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

_SQLITE_AT_LEAST = (3, 51, 3)  # before it, SQLite could lose pages after a WAL reset


def connected(path: Path, key: bytes) -> Any:
    """Return a raw SQLCipher connection to the file at `path`, keyed but not yet tuned.

    Transactions begin where they are begun, never by the driver.
    """
    assert sqlcipher.sqlite_version_info >= _SQLITE_AT_LEAST
    connection = sqlcipher.connect(str(path), check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    assert connection.execute("PRAGMA cipher_version").fetchone(), "SQLite without SQLCipher"
    return connection
