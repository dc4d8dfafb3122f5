"""The rows of this laptop as lines of a bundle, within one transaction, never all held at once."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Table

from chapter_desk.core.looking import look, looking
from chapter_desk.core.sync.matrix import COUNTS, HEARD
from chapter_desk.core.sync.peers import Here
from chapter_desk.store import schema

Chunks = Iterator[bytes]
"""Pieces of a table, each of whole lines of JSON."""

Told = Callable[[int], None]
"""Called with how many more rows are done."""

_PORTION = 2000

_lines = msgspec.json.Encoder().encode_lines
_STANDS = "(made_clock IS NOT NULL OR stamps IS NOT NULL)"  # a shell never travels


def state_tables(connection: Connection, me: Here, since: int, told: Told) -> dict[str, Chunks]:
    """Return everything that replicates and was changed after `since`, table by table.

    Only for the chapter's own laptops.
    """
    return {
        name: _whole_rows(connection, table, me, since, told) for name, table in schema.REPLICATED.items()
    }


def rows_to_send(connection: Connection, since: int) -> int:
    """Return how many rows `state_tables` will give, at a guess that only counts what may be a shell too."""
    return sum(
        look(connection, f'SELECT count(*) FROM "{name}" WHERE change_seq > ?', (since,))[0][0]
        for name in schema.REPLICATED
    )


def known_table(known: Mapping[str, int]) -> Chunks:
    """Return the table by which a laptop tells whose writes it knows."""
    yield lines_of([{"replica_id": replica, "clock": clock} for replica, clock in sorted(known.items())])


def lines_of(rows: list[dict[str, Any]]) -> bytes:
    """Return rows as lines of JSON, without what is None."""
    return _lines([{name: value for name, value in row.items() if value is not None} for row in rows])


def is_ours(table: str) -> bool:
    """Return whether this version knows what a bundle's table holds."""
    return table in schema.REPLICATED or table in (COUNTS, HEARD)


def _whole_rows(connection: Connection, table: Table, me: Here, since: int, told: Told) -> Chunks:
    columns = _columns(table)
    listed = ", ".join(f'"{column}"' for column in columns)
    # All rows are read in the file's order; an index would fetch them one by one.
    seq = "change_seq" if since else "+change_seq"
    found = looking(
        connection,
        f'SELECT {listed} FROM "{table.name}" WHERE chapter_id = ? AND {seq} > ? AND {_STANDS}',
        (me.chapter_id, since),
    )
    line = _line_type(table)
    while rows := found.fetchmany(_PORTION):
        yield _lines(
            [line(*row) if row[-1] is None and row[-2] is None else _telling(columns, row) for row in rows]
        )
        told(len(rows))


def _telling(columns: tuple[str, ...], row: tuple[Any, ...]) -> dict[str, Any]:
    """Return a row with stamps, or with fields of a later version, as the object its line shows."""
    said = {column: value for column, value in zip(columns, row, strict=True) if value is not None}
    unknown = said.pop("unknown_fields", None)
    if "stamps" in said:
        said["stamps"] = msgspec.Raw(said["stamps"].encode())
    return said if unknown is None else said | json.loads(unknown)


def _columns(table: Table) -> tuple[str, ...]:
    return (
        "id",
        *schema.fields_of(table),
        "made_clock",
        "made_replica",
        "made_by",
        "stamps",
        "unknown_fields",
    )


@cache
def _line_type(table: Table) -> Callable[..., msgspec.Struct]:
    """Return a type whose objects are encoded many times faster than dicts; absent values are left out."""
    return msgspec.defstruct(
        "Line", [(column, str | int | None, None) for column in _columns(table)], omit_defaults=True, gc=False
    )
