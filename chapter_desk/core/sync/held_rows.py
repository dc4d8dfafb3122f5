"""Rows of bundles that were taken in but for these: dated too far ahead, they wait for their time.

The bundle lies in quarantine; whether it waits is read from the inbox, so it can neither be told twice
nor be left behind when the rows come.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from chapter_desk.core.looking import look
from chapter_desk.core.sync.exchange import Exchange, TakenIn
from chapter_desk.core.sync.progress import Report, silent
from chapter_desk.core.sync.quarantine import bundles_kept_for_later, let_go
from chapter_desk.errors import BundleRefused
from chapter_desk.store import schema
from chapter_desk.store.columns import from_wire
from chapter_desk.store.database import Database
from chapter_desk.values import Area

_LEFT = "left"
_HELD = """
SELECT i.bundle_id, i.taken_in_at, i.counts, l.name FROM inbox i
LEFT JOIN laptop l ON l.id = i.replica_id LEFT JOIN step s ON s.id = i.step_id
WHERE json_extract(i.counts, '$.refused') > 0 AND coalesce(json_extract(i.counts, '$.left'), 0) = 0
AND s.undone_by IS NULL ORDER BY i.taken_in_at DESC, i.bundle_id
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A bundle of which `rows` wait; `sender` is the laptop's name here, `since` when the rest came."""

    bundle_id: str
    sender: str
    rows: int
    since: datetime


class HeldRows:
    """Tells of rows that wait, and tries again to take them in."""

    def __init__(self, db: Database, exchange: Exchange) -> None:
        self._db = db
        self._exchange = exchange

    def waiting(self) -> list[Held]:
        """Return the bundles of which rows wait, newest first."""
        with self._db.read() as connection:
            return held(connection)

    def try_again(self, bundle_id: str, report: Report = silent) -> TakenIn:
        """Take a bundle in again; rows that are still too far ahead go on waiting (`refused`).

        Raises:
            BundleRefused: Its file is in quarantine no more (`unreadable`), or it is not believed any more.
        """
        for path in bundles_kept_for_later(self._exchange.quarantine):
            try:
                if self._exchange.look_inside(path).bundle_id != bundle_id:
                    continue
            except BundleRefused:
                continue
            taken = self._exchange.take_in(path, report=report)
            if not taken.refused:
                let_go(path)
            return taken
        raise BundleRefused("unreadable")

    def leave(self, bundle_id: str) -> None:
        """Wait for the rows of a bundle no more; its file stays where it is."""
        self._set_left(bundle_id, left=True)

    def put_back(self, bundle_id: str) -> None:
        """Wait for them again."""
        self._set_left(bundle_id, left=False)

    def _set_left(self, bundle_id: str, *, left: bool) -> None:
        inbox = schema.inbox
        with self._db.write_local(Area.EXCHANGE, Area.MEETINGS) as connection:
            entry = inbox.c.bundle_id == bundle_id
            counts = connection.scalar(select(inbox.c.counts).where(entry))
            if counts is not None:
                connection.execute(inbox.update().where(entry).values(counts={**counts, _LEFT: left}))


def held(connection: Connection) -> list[Held]:
    """Return the bundles of which rows wait, newest first."""
    kind, times = schema.inbox.c.counts.type, schema.inbox.c.taken_in_at.type
    return [
        Held(id, name or "", int(from_wire(kind, counts)["refused"]), from_wire(times, at))
        for id, at, counts, name in look(connection, _HELD)
    ]
