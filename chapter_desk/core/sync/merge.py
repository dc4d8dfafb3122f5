"""What two laptops agree on once they know the same rows.  Pure: rows in, one row out.

Every rule is a join: in whatever order rows arrive, how often, and in what portions, the result is
the same.  A row's rule is its table's kind (`store.schema`); what forgetting a person leaves of a row
is `store.tombstones`, and is applied to rows before they come here and to what comes out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Table

from chapter_desk.store import schema
from chapter_desk.store.columns import Wire, wired_json
from chapter_desk.store.schema import Kind
from chapter_desk.store.stamps import (
    NEVER,
    Stamp,
    Stamped,
    canonical,
    made,
    named_stamps,
    stamp_of,
    unknown_values,
)
from chapter_desk.store.tombstones import blanked
from chapter_desk.store.writer import WireRow

Knowledge = Mapping[str, int]
"""How far a laptop knows what each laptop wrote: replica -> clock of the last write it has seen."""


@dataclass(frozen=True, slots=True)
class TwoAnswers:
    """A field that was written on both sides, neither knowing of the other's; `winner` stands now."""

    field: str
    winner: Stamped
    loser: Stamped


def is_shell(row: Mapping[str, Wire]) -> bool:
    """Return whether a row only keeps a reference from dangling: it never travels, and loses to any other."""
    return row["made_clock"] is None and row["stamps"] is None


def fields_of_row(table: Table, row: Mapping[str, Wire]) -> dict[str, Stamped]:
    """Return every field that was ever written, known to this version or not, with its stamp."""
    row_made, named, unknown = made(row), named_stamps(row), unknown_values(row)
    values: dict[str, Wire] = {field: row[field] for field in schema.fields_of(table)} | unknown
    values |= {field: None for field in named if field not in values}
    written = {field: (value, stamp_of(value, field, named, row_made)) for field, value in values.items()}
    return {field: stamped for field, stamped in written.items() if stamped[1] != NEVER}


def row_of_fields(table: Table, maker: Mapping[str, Wire], fields: Mapping[str, Stamped]) -> WireRow:
    """Return the row made as `maker` was, whose fields are these; its `stamps` are canonical."""
    known = schema.fields_of(table)
    row: WireRow = {"id": maker["id"]} | dict.fromkeys(known)
    unknown: dict[str, Wire] = {}
    for field, (value, _stamp) in fields.items():
        if field in row:
            row[field] = value
        elif value is not None:
            unknown[field] = value
    for column in ("made_clock", "made_replica", "made_by"):
        row[column] = maker[column]
    row["stamps"] = canonical(fields, made(row))
    row["unknown_fields"] = wired_json(unknown) if unknown else None
    return row


def joined(table: Table, mine: WireRow, theirs: WireRow) -> WireRow:
    """Return the row that both sides hold afterwards; `mine` itself where nothing changes."""
    if mine == theirs or is_shell(theirs):
        return mine
    if is_shell(mine):
        return theirs
    if schema.kind_of(table) is not Kind.FIELDS:
        return min(mine, theirs, key=lambda row: _precedence(table, row))
    ours, others = fields_of_row(table, mine), fields_of_row(table, theirs)
    fields = {
        field: max((side[field] for side in (ours, others) if field in side), key=_lateness)
        for field in (ours | others)
    }
    result = row_of_fields(table, min(mine, theirs, key=_making), fields)
    return mine if result == mine else result


def canonical_row(table: Table, row: WireRow) -> WireRow:
    """Return a row as this version would have written it, so that equal rows are equal bytes."""
    if schema.kind_of(table) is not Kind.FIELDS or (row["stamps"] is None and row["made_clock"] is not None):
        return row
    return row_of_fields(table, row, fields_of_row(table, row))


def two_answers(
    table: Table, mine: WireRow, theirs: WireRow, known_here: Knowledge, known_there: Knowledge
) -> list[TwoAnswers]:
    """Return the fields that both sides wrote without knowing of the other's write, sorted by field."""
    if schema.kind_of(table) is not Kind.FIELDS or is_shell(mine):
        return []
    ours, others = fields_of_row(table, mine), fields_of_row(table, theirs)
    found = []
    for field in sorted(ours.keys() & others.keys()):
        here, there = ours[field], others[field]
        if here[0] == there[0] or _seen(here[1], known_there) or _seen(there[1], known_here):
            continue
        loser, winner = sorted((here, there), key=_lateness)
        found.append(TwoAnswers(field, winner, loser))
    return found


def _seen(stamp: Stamp, known: Knowledge) -> bool:
    return stamp[0] <= known.get(stamp[1], 0)


def _lateness(stamped: Stamped) -> tuple[Stamp, str]:
    """Order writes: clock, laptop, then the value itself, so that no two laptops ever differ."""
    return stamped[1], wired_json(stamped[0])


def _making(row: Mapping[str, Wire]) -> tuple[bool, int, str, str]:
    """Order makings: the earliest known one stands."""
    clock = row["made_clock"]
    return clock is None, int(clock or 0), str(row["made_replica"] or ""), str(row["made_by"] or "")


def _precedence(table: Table, row: WireRow) -> tuple[tuple[bool, int, str, str], str, str]:
    """Order rows of one id that should have been equal: the least one stands.

    What would be left of them if their person were forgotten decides first, so that it makes no
    difference whether a tombstone comes before or after them.
    """
    return _making(row), _canonical(blanked(table, row)), _canonical(row)


def _canonical(row: Mapping[str, Wire]) -> str:
    return wired_json({name: value for name, value in row.items() if value is not None})
