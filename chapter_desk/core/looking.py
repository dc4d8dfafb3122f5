"""Reading rows on the driver's own connection, for the paths where SQLAlchemy's cost would be felt.

A sign-in may cost a few times a bare commit; each statement through SQLAlchemy is a fifth of one.
The statements are constants, so the driver keeps them prepared.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

Row = tuple[Any, ...]
Parameters = Sequence[Any] | Mapping[str, Any]


def look(connection: Connection, sql: str, parameters: Parameters = ()) -> list[Row]:
    """Return the rows of a SELECT as plain tuples of wire values, within the connection's transaction."""
    return list(looking(connection, sql, parameters))


def looking(connection: Connection, sql: str, parameters: Parameters = ()) -> Any:
    """Return a cursor over the rows of a SELECT, for results too long to hold at once."""
    assert sql.lstrip().startswith(("SELECT", "WITH")), "only the writer changes the chapter file"
    return connection.connection.dbapi_connection.execute(sql, parameters)  # type: ignore[union-attr]
