"""What a door laptop brings back: who came, as it wrote it down, and nothing it did not write itself.

The chapter's laptop checks the same: a helper's laptop may be lost or broken, and must not be able to change
anything but the door of its meeting.
"""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Table

from chapter_desk.core.looking import looking
from chapter_desk.core.sync.bundle import Bundle
from chapter_desk.core.sync.manifest import ATTENDANCE
from chapter_desk.core.sync.matrix import FROM_DOOR, HEARD
from chapter_desk.core.sync.outgoing import Chunks, lines_of
from chapter_desk.errors import BundleRefused
from chapter_desk.store import schema
from chapter_desk.values import ReplicaId

_PORTION = 2000
_SYNC = frozenset({"id", "made_clock", "made_replica", "made_by", "stamps"})
_OF_ITS_MEETING = ("sign_in", "exception")


def attendance_tables(connection: Connection, replica_id: ReplicaId, since: int) -> dict[str, Chunks]:
    """Return what this laptop wrote after `since` (this file's count), table by table."""
    return {
        name: _written(connection, table, replica_id, since)
        for name, table in schema.REPLICATED.items()
        if name in FROM_DOOR
    }


def check_attendance(bundle: Bundle) -> None:
    """Return if a door laptop may say all that it says: its own writes, about its own meeting.

    Raises:
        BundleRefused: `wrong-content`.
    """
    if bundle.manifest.kind != ATTENDANCE:
        return
    name = bundle.manifest.chapter_name
    for table in bundle.tables:
        if table == HEARD:
            continue
        if table not in FROM_DOOR:
            raise BundleRefused("wrong-content", name, f"{table} of a door laptop")
        allowed = _SYNC.union(FROM_DOOR[table])
        for number, line in enumerate(bundle.rows(table), start=1):
            if not _may_say(table, line, allowed, bundle):
                raise BundleRefused("wrong-content", name, f"{table} line {number}: not its to say")


def _may_say(table: str, line: bytes, allowed: frozenset[str], bundle: Bundle) -> bool:
    try:
        said = msgspec.json.decode(line)
    except (ValueError, RecursionError):  # msgspec's own errors are ValueErrors
        return False
    if not isinstance(said, dict) or not said.keys() <= allowed:
        return False
    laptop, meeting = str(bundle.sender.replica_id), bundle.sender.door_meeting
    stamps = said.get("stamps") or {}
    if not isinstance(stamps, dict) or said.get("made_replica") not in (None, laptop):
        return False
    if any(not isinstance(stamp, list) or stamp[1:] != [laptop] for stamp in stamps.values()):
        return False
    if table == "meeting" and (said.get("id") != meeting or said.get("made_clock") is not None):
        return False
    if table in _OF_ITS_MEETING and said.get("meeting_id", meeting) != meeting:
        return False
    return table != "void" or said.get("target_table") == "sign_in"


def _written(connection: Connection, table: Table, replica_id: ReplicaId, since: int) -> Iterator[bytes]:
    fields = FROM_DOOR[str(table.name)]
    columns = ("id", *fields, "made_clock", "made_replica", "made_by", "stamps")
    listed = ", ".join(f'"{column}"' for column in columns)
    found = looking(
        connection,
        f'SELECT {listed} FROM "{table.name}" WHERE change_seq > :since'
        " AND (made_replica = :laptop OR stamps LIKE '%' || :laptop || '%')",
        {"since": since, "laptop": replica_id},
    )
    while rows := found.fetchmany(_PORTION):
        told = [_own(dict(zip(columns, row, strict=True)), fields, replica_id) for row in rows]
        yield lines_of([row for row in told if row is not None])


def _own(row: dict[str, Any], fields: tuple[str, ...], replica_id: ReplicaId) -> dict[str, Any] | None:
    """Return what this laptop wrote of a row; None if that is nothing that may be told."""
    stamps = json.loads(row["stamps"] or "{}")
    mine = {field: stamp for field, stamp in stamps.items() if stamp[1] == replica_id and field in fields}
    if row["made_replica"] != replica_id:
        kept = {field: row[field] for field in mine}
        return {"id": row["id"], **kept, "stamps": mine} if mine else None
    for field in stamps.keys() & set(fields) - mine.keys():
        row[field] = None  # another laptop's word
    row["stamps"] = mine or None
    return row
