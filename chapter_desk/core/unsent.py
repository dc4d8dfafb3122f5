"""What changed since the last bundle to national was written, counted from indexes alone.

The state line asks after every commit, at the door after every sign-in: so no row is read, only counted.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from chapter_desk.core.looking import look

_WRITTEN = """
SELECT upto, written_at, receipt_at FROM outbox WHERE destination = 'national'
ORDER BY upto DESC, written_at DESC LIMIT 1
"""
_CONFIRMED = "SELECT max(receipt_at) FROM outbox WHERE destination = 'national'"
_CHANGED = 'SELECT count(*) FROM "{}" WHERE change_seq > ?'
_TAKEN_BACK = """
SELECT count(DISTINCT s.id), s.change_seq > ?1 FROM void v
JOIN sign_in s ON s.chapter_id = v.chapter_id AND s.id = v.target_id
WHERE v.change_seq > ?1 AND v.target_table = 'sign_in' GROUP BY 2
"""


@dataclass(frozen=True, slots=True)
class Unsent:
    """How much national does not have in a bundle yet: new, changed and taken back, each counted once.

    `written_at` is when the last bundle to national was written, `confirmed_at` when national last
    confirmed one; `waits_for_receipt` tells that the last one was not confirmed yet.  UTC, None if never.
    """

    sign_ins: int
    people: int
    meetings: int
    plan: int
    agreement: int
    chapter: int
    written_at: datetime | None
    confirmed_at: datetime | None
    waits_for_receipt: bool

    @property
    def total(self) -> int:
        return self.sign_ins + self.people + self.meetings + self.plan + self.agreement + self.chapter


def unsent(connection: Connection) -> Unsent:
    """Return what changed since the last bundle to national."""
    written = look(connection, _WRITTEN)
    upto, written_at, receipt_at = written[0] if written else (0, None, None)
    ((confirmed_at,),) = look(connection, _CONFIRMED)

    def changed(*tables: str) -> int:
        return sum(look(connection, _CHANGED.format(table), (upto,))[0][0] for table in tables)

    return Unsent(
        sign_ins=changed("sign_in") + _taken_back(connection, upto),
        people=changed("person"),
        meetings=changed("meeting"),
        plan=changed("issue", "action"),
        agreement=changed("agreement", "agreement_event"),
        chapter=changed("chapter"),
        written_at=_moment(written_at),
        confirmed_at=_moment(confirmed_at),
        waits_for_receipt=written_at is not None and receipt_at is None,
    )


def _taken_back(connection: Connection, upto: int) -> int:
    """Return what taking back adds to the sign-ins that changed.

    One that national was told of is a change more; one it never heard of is nothing to tell.
    """
    return sum(-count if unheard else count for count, unheard in look(connection, _TAKEN_BACK, (upto,)))


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
