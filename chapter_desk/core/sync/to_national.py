"""The rows that may go to national, cut down to the fields that may: `matrix` says which."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table

from chapter_desk.core.looking import looking
from chapter_desk.core.members.consents import GIVEN
from chapter_desk.core.sync.matrix import SHARE, TO_NATIONAL, Passage, When
from chapter_desk.core.sync.outgoing import Chunks, Told, lines_of
from chapter_desk.core.sync.sharing import Sharing
from chapter_desk.store import schema

_PORTION = 1000
_STANDS = "(made_clock IS NOT NULL OR stamps IS NOT NULL)"


def tables_to_national(connection: Connection, sharing: Sharing, since: int, told: Told) -> dict[str, Chunks]:
    """Return what of the tables may go and was changed after `since`."""
    return {
        name: _chunks(connection, name, passage, sharing, since, told)
        for name, passage in TO_NATIONAL.items()
    }


def _chunks(
    connection: Connection, name: str, passage: Passage, sharing: Sharing, since: int, told: Told
) -> Chunks:
    table = schema.REPLICATED[name]
    found = (
        _voids(connection, table, passage) if passage.when is When.SENT else _rows(connection, table, passage)
    )
    waiting: list[dict[str, Any]] = []
    for row, people, seq in found:
        if not _may_go(passage.when, row, people, sharing):
            continue
        if seq <= since and not any(person in sharing.anew for person in people):
            continue
        waiting.append(row)
        if len(waiting) == _PORTION:
            yield lines_of(waiting)
            told(len(waiting))
            waiting = []
    yield lines_of(waiting)
    told(len(waiting))


def _may_go(when: When, row: dict[str, Any], people: tuple[Any, ...], sharing: Sharing) -> bool:
    match when:
        case When.ALWAYS:
            return True
        case When.AGREED | When.SENT:
            return all(person in sharing.agreed for person in people)
        case When.TOLD:
            known = sharing.agreed | sharing.told
            if sharing.minors.intersection(people) and row.get("decision") == GIVEN:
                return False  # of whom it was told before they were marked, it hears a no and never a yes
            return row.get("channel") == SHARE and all(person in known for person in people)
        case When.GONE:
            return row["id"] in sharing.told


_Found = Iterator[tuple[dict[str, Any], tuple[Any, ...], int]]


def _rows(connection: Connection, table: Table, passage: Passage) -> _Found:
    """Yield (row cut down, the people it is about, its count)."""
    columns = ("id", *passage.fields, "made_clock", "made_replica", "stamps")
    listed = ", ".join(f'"{column}"' for column in columns)
    people = _people(table, passage)
    for *values, seq in looking(
        connection, f'SELECT {listed}, change_seq FROM "{table.name}" WHERE {_STANDS}'
    ):
        row = dict(zip(columns, values, strict=True))
        yield _with_stamps(row, passage), tuple(row[column] for column in people), seq


def _voids(connection: Connection, table: Table, passage: Passage) -> _Found:
    """Yield the rows that take back a row which may have gone, and the people that one was about."""
    columns = ("id", *passage.fields, "made_clock", "made_replica")
    listed = ", ".join(f'v."{column}"' for column in columns)
    for name, of in TO_NATIONAL.items():
        target = schema.REPLICATED[name]
        if of.when in (When.SENT, When.GONE) or schema.kind_of(target) not in (
            schema.Kind.GROW,
            schema.Kind.LINK,
        ):
            continue
        people = [f't."{column}"' for column in _people(target, of)]
        for values in looking(
            connection,
            f'SELECT {", ".join([listed, *people])}, v.change_seq FROM "{table.name}" v'
            f' JOIN "{name}" t ON t.id = v.target_id WHERE v.target_table = ?',
            (name,),
        ):
            row = dict(zip(columns, values[: len(columns)], strict=True))
            yield row, tuple(values[len(columns) : -1]), values[-1]


def _people(table: Table, passage: Passage) -> tuple[str, ...]:
    """Return the columns that name whom a row is about."""
    if table is schema.person:
        return ("id",)
    return tuple(
        column
        for column, target in schema.references_of(table).items()
        if target == "person" and column in passage.fields
    )


def _with_stamps(row: dict[str, Any], passage: Passage) -> dict[str, Any]:
    if row["stamps"] is None:
        return row
    stamps = {field: stamp for field, stamp in json.loads(row["stamps"]).items() if field in passage.fields}
    return row | {"stamps": stamps or None}
