"""What laptops know of each other: how far we took in theirs, how far they confirmed ours.

Counts are the sender's own (`change_seq`), for one incarnation.  What was taken in is read from the
inbox each time: bundles that follow one another without a hole, so that taking one back can never
leave a cursor behind that claims too much.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from chapter_desk.core.looking import look
from chapter_desk.core.sync.manifest import ATTENDANCE, DOOR_PACK, Confirmed
from chapter_desk.store import schema
from chapter_desk.store.identity import COPIED_FROM

Peer = tuple[str, str]
"""One laptop in one incarnation: (replica, incarnation)."""

DOOR_ROLE = "door"
"""The role of a laptop that helps at the door of one meeting and holds no more than its door pack."""

NATIONAL = "national"
"""Stands for national where a laptop's replica id stands otherwise."""

STATES = frozenset({"delta", "snapshot", DOOR_PACK, ATTENDANCE})
"""The kinds of bundles that carry rows of a laptop's state from one count to another."""


_HERE = "SELECT chapter_id, replica_id, incarnation, change_seq, clock, digest FROM here"
_STAND = f"""
FROM inbox WHERE kind IN ({", ".join(f"'{kind}'" for kind in sorted(STATES))})
  AND json_extract(counts, '$.standing')
"""
_TAKEN = f"SELECT replica_id, incarnation, since, upto {_STAND} ORDER BY since"
_KNOWN = f"SELECT replica_id, incarnation, upto, json_extract(counts, '$.knows') {_STAND}"
_ORIGINS = f"SELECT value FROM setting WHERE key = '{COPIED_FROM}'"


@dataclass(frozen=True, slots=True)
class Here:
    """What this file says of itself, read in one transaction with what is built on it."""

    chapter_id: str
    replica_id: str
    incarnation: str
    change_seq: int
    clock: int
    digest: str


def here(connection: Connection) -> Here:
    """Return what the file says of itself."""
    ((*row,),) = look(connection, _HERE)
    return Here(*row)


def taken_upto(connection: Connection) -> dict[Peer, int]:
    """Return how far each peer's rows are here without a hole, for peers of which anything is."""
    upto = {(origin["replica_id"], origin["incarnation"]): origin["upto"] for origin in _origins(connection)}
    for replica, incarnation, since, until in look(connection, _TAKEN):
        peer = (replica, incarnation)
        if since <= upto.get(peer, 0):
            upto[peer] = max(upto.get(peer, 0), until)
    return {peer: count for peer, count in upto.items() if count}


def confirmed(connection: Connection) -> tuple[Confirmed, ...]:
    """Return what a bundle of ours says that we took in, sorted."""
    return tuple(
        Confirmed(replica, incarnation, upto)
        for (replica, incarnation), upto in sorted(taken_upto(connection).items())
    )


def hole_before(connection: Connection, peer: Peer, since: int) -> tuple[int, int] | None:
    """Return what is missing between what is here of a peer and a bundle that starts after `since`."""
    upto = taken_upto(connection).get(peer, 0)
    return (upto, since) if since > upto else None


def knowledge(connection: Connection) -> dict[str, int]:
    """Return, for each laptop, the clock of its last write that is here or whose effect is.

    A laptop that took in a peer's bundles without a hole knows whatever that peer knew.
    """
    me, upto = here(connection), taken_upto(connection)
    known = {origin["replica_id"]: int(origin["clock"]) for origin in _origins(connection)}
    for sender, incarnation, until, knows in look(connection, _KNOWN):
        if until <= upto.get((sender, incarnation), 0):
            for replica, clock in json.loads(knows).items():
                known[replica] = max(known.get(replica, 0), clock)
    known[me.replica_id] = max(known.get(me.replica_id, 0), me.clock)
    return known


def confirmed_by(connection: Connection) -> dict[str, int]:
    """Return how far each other laptop of the chapter has confirmed ours: 0 for one never heard of.

    Of a laptop's incarnations the one heard of last counts.  A revoked laptop is not asked for, and none
    that only helps at a door: it is given packs of its own.
    """
    me = here(connection).replica_id
    laptop, peer = schema.laptop.c, schema.peer.c
    upto = dict.fromkeys(
        connection.scalars(
            select(laptop.id).where(
                laptop.id != me,
                laptop.revoked_at.is_(None),
                laptop.removed_at.is_(None),
                laptop.made_clock.is_not(None),
                laptop.role.is_(None) | (laptop.role != DOOR_ROLE),
            )
        ),
        0,
    )
    for row in connection.execute(schema.peer.select().order_by(peer.heard_at)):
        if row.replica_id in upto:
            upto[row.replica_id] = row.confirmed_upto
    return upto


def hear_of(connection: Connection, peer: Peer, at: datetime, says: Mapping[Peer, int]) -> None:
    """Keep what a peer's bundle, written `at`, says that it took in of ours, and give out receipts."""
    me = here(connection)
    ours = says.get((me.replica_id, me.incarnation), 0)
    known = connection.execute(
        select(schema.peer).where(schema.peer.c.replica_id == peer[0], schema.peer.c.incarnation == peer[1])
    ).one_or_none()
    if known is None:
        connection.execute(
            schema.peer.insert().values(
                replica_id=peer[0], incarnation=peer[1], taken_upto=0, confirmed_upto=ours, heard_at=at
            )
        )
    elif ours > known.confirmed_upto or at > known.heard_at:
        connection.execute(
            schema.peer.update()
            .where(schema.peer.c.replica_id == peer[0], schema.peer.c.incarnation == peer[1])
            .values(confirmed_upto=max(ours, known.confirmed_upto), heard_at=max(at, known.heard_at))
        )
    _give_receipts(connection, peer[0], at)


def note_taken(connection: Connection) -> None:
    """Write how far each peer was taken in beside the peer, for those who look at the table."""
    upto = taken_upto(connection)
    for row in connection.execute(schema.peer.select()).all():
        count = upto.get((row.replica_id, row.incarnation), 0)
        if count != row.taken_upto:
            connection.execute(
                schema.peer.update()
                .where(
                    schema.peer.c.replica_id == row.replica_id, schema.peer.c.incarnation == row.incarnation
                )
                .values(taken_upto=count)
            )


def confirmed_by_national(connection: Connection) -> int:
    """Return how far national has confirmed ours in its latest receipt."""
    peer = schema.peer.c
    query = select(peer.confirmed_upto).where(peer.replica_id == NATIONAL).order_by(peer.heard_at.desc())
    return connection.scalar(query.limit(1)) or 0


def copied_upto(connection: Connection) -> int:
    """Return the count up to which this file was another laptop's; 0 when it always was this one's."""
    return max((int(origin["upto"]) for origin in _origins(connection)), default=0)


def _give_receipts(connection: Connection, from_whom: str, at: datetime) -> None:
    outbox = schema.outbox.c
    if from_whom == NATIONAL:
        destination, upto = NATIONAL, confirmed_by_national(connection)
    else:
        destination, upto = "chapter", min(confirmed_by(connection).values(), default=0)
    connection.execute(
        schema.outbox.update()
        .where(outbox.destination == destination, outbox.upto <= upto, outbox.receipt_at.is_(None))
        .values(receipt_at=at)
    )


def _origins(connection: Connection) -> list[dict[str, Any]]:
    return [origin for (value,) in look(connection, _ORIGINS) for origin in json.loads(value) or ()]
