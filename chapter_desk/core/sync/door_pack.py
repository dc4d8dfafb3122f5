"""The door pack: what a helper's laptop is given for the door of one meeting, whole or since last time.

Names and what tells two alike apart, who is in, who said yes; no e-mail, no phone, no history of anybody.
Which fields, the matrix says; which rows, this module.
"""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table

from chapter_desk.core.looking import looking
from chapter_desk.core.sync.matrix import TO_DOOR
from chapter_desk.core.sync.outgoing import Chunks, lines_of
from chapter_desk.store import schema
from chapter_desk.values import MeetingId, ReplicaId

_PORTION = 2000

_OF_MEETING = "meeting_id = :meeting"
_WHOLLY_GIVEN = "'same_person', 'not_same_person', 'household_member'"
_WHICH = {
    "meeting": "id = :meeting",
    "rsvp": _OF_MEETING,
    "sign_in": _OF_MEETING,
    "roll_entry": _OF_MEETING,
    "need": f"person_id IS NOT NULL AND (meeting_id IS NULL OR {_OF_MEETING})",
    "card": f"meeting_id IS NULL OR {_OF_MEETING}",
    "void": f"target_table IN ({_WHOLLY_GIVEN}) OR target_table = 'sign_in' AND target_id IN"
    " (SELECT id FROM sign_in WHERE meeting_id = :meeting)"
    " OR target_table = 'roll_entry' AND target_id IN"
    " (SELECT id FROM roll_entry WHERE meeting_id = :meeting)",
}
"""Which rows of a table are about this door; of the others all."""


def pack_tables(
    connection: Connection, meeting_id: MeetingId, replica_id: ReplicaId, since: int
) -> dict[str, Chunks]:
    """Return the tables of a pack: what changed after `since` (this file's count; 0 for everything).

    What only grows and the door laptop wrote itself is not told back to it.
    """
    return {
        name: _rows(connection, schema.REPLICATED[name], meeting_id, replica_id, since)
        for name in schema.REPLICATED
        if name in TO_DOOR
    }


def _rows(
    connection: Connection, table: Table, meeting_id: MeetingId, replica_id: ReplicaId, since: int
) -> Iterator[bytes]:
    fields = TO_DOOR[str(table.name)]
    columns = ("id", *fields, "made_clock", "made_replica", "made_by", "stamps")
    listed = ", ".join(f'"{column}"' for column in columns)
    grows = schema.kind_of(table) is schema.Kind.GROW
    found = looking(
        connection,
        f'SELECT {listed} FROM "{table.name}" WHERE change_seq > :since'
        " AND (made_clock IS NOT NULL OR stamps IS NOT NULL)"
        f" AND ({_WHICH.get(str(table.name), '1')})" + (" AND made_replica <> :laptop" if grows else ""),
        {"since": since, "meeting": meeting_id, "laptop": replica_id},
    )
    while rows := found.fetchmany(_PORTION):
        told = [_told(dict(zip(columns, row, strict=True)), fields, replica_id) for row in rows]
        yield lines_of([row for row in told if row is not None])


def _told(row: dict[str, Any], fields: tuple[str, ...], replica_id: ReplicaId) -> dict[str, Any] | None:
    """Return a row as its line shows it: stamps of no field that is not told.

    Of one that the door laptop made, only what others wrote since: it has fields that are not given.
    """
    stamps = {field: stamp for field, stamp in json.loads(row["stamps"] or "{}").items() if field in fields}
    if row["made_replica"] != replica_id:
        return {**row, "stamps": stamps or None}
    others = {field: stamp for field, stamp in stamps.items() if stamp[1] != replica_id}
    return {"id": row["id"], **{field: row[field] for field in others}, "stamps": others} if others else None
