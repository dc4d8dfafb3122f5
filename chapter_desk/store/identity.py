"""Which laptop this file is: the replica, and whether the file was moved, restored or copied.

The file remembers the install it was last opened by, its own place and its inode.  A copy that
wrote on as the same replica would make two laptops count with one counter, so it is noticed before
the first write: another install, or another place *and* another inode, is a second laptop of the
chapter; another inode alone is the same laptop's file put back from a backup.
"""

from enum import Enum
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row

from chapter_desk.store.schema import here, peer, setting
from chapter_desk.values import ChapterId

COPIED_FROM = "copied-from"
"""The setting that names the laptops this file was copied from, and all it held of each then."""


class Arrival(Enum):
    """How the file came to be here since it was last open."""

    NEW = "new"
    SAME = "same"
    MOVED = "moved"
    RESTORED = "restored"
    COPIED = "copied"


def arrived(
    connection: Connection, path: Path, install_id: str, new_chapter: ChapterId | None = None
) -> Arrival:
    """Say how the file at `path` came here, and make it a new replica or incarnation where it must be one.

    With `new_chapter`, the file is being made.
    """
    place, inode = str(path.resolve()), str(path.stat().st_ino)
    known = {"install_id": install_id, "place": place, "inode": inode}
    fresh = {"replica_id": str(uuid4()), "incarnation": str(uuid4())}
    if new_chapter is not None:
        connection.execute(
            here.insert().values(
                id=1, chapter_id=new_chapter, change_seq=0, clock=0, clock_accepted_until_ms=0,
                digest="0" * 64, **fresh, **known,
            )
        )  # fmt: skip
        return Arrival.NEW
    row = connection.execute(here.select()).one()
    arrival = _arrival(row.install_id != install_id, row.place != place, row.inode != inode)
    if arrival is Arrival.COPIED:
        _remember_origin(connection, row)
        connection.execute(here.update().values(**fresh, **known))
    elif arrival is Arrival.RESTORED:
        connection.execute(here.update().values(incarnation=fresh["incarnation"], **known))
    elif arrival is Arrival.MOVED:
        connection.execute(here.update().values(**known))
    if arrival in (Arrival.COPIED, Arrival.RESTORED):
        # What peers confirmed, they confirmed of the laptop or the state that this no longer is.
        connection.execute(peer.update().values(confirmed_upto=0))
    return arrival


def copied_upto(connection: Connection) -> int:
    """Return up to which count this file's writes and steps are another laptop's; 0: it was never copied."""
    origins = connection.execute(setting.select().where(setting.c.key == COPIED_FROM)).one_or_none()
    return 0 if origins is None else max(int(origin["upto"]) for origin in origins.value)


def _remember_origin(connection: Connection, row: Row[Any]) -> None:
    """Note how much of its first laptop a copied file holds: all, as if it had come in bundles."""
    origin = {
        "replica_id": row.replica_id,
        "incarnation": row.incarnation,
        "upto": row.change_seq,
        "clock": row.clock,
    }
    origins = connection.execute(setting.select().where(setting.c.key == COPIED_FROM)).one_or_none()
    if origins is None:
        connection.execute(setting.insert().values(key=COPIED_FROM, value=[origin]))
    else:
        connection.execute(
            setting.update().where(setting.c.key == COPIED_FROM).values(value=[*origins.value, origin])
        )


def _arrival(other_install: bool, other_place: bool, other_inode: bool) -> Arrival:
    if other_install or (other_place and other_inode):
        return Arrival.COPIED
    if other_inode:
        return Arrival.RESTORED
    return Arrival.MOVED if other_place else Arrival.SAME
