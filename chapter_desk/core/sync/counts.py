"""The summary for national: numbers only, no names and no ids of people."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.members.evidence import attended, people_on_file
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.same_person import Components, all_components
from chapter_desk.core.national.pack import NationalPack
from chapter_desk.core.sync.outgoing import Chunks, lines_of
from chapter_desk.values import PersonId

_MEETINGS = (
    "SELECT id, kind, starts_at, time_zone FROM meeting"
    " WHERE made_clock IS NOT NULL AND removed_at IS NULL AND starts_at IS NOT NULL"
)
_CAME = (
    "SELECT s.id, s.meeting_id, s.person_id FROM sign_in s"
    " WHERE s.type = 'entry' AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = s.id)"
)
_PLANNED = "SELECT count(*) FROM {} WHERE made_clock IS NOT NULL AND removed_at IS NULL"
_DONE = _PLANNED.format("action") + " AND done_at IS NOT NULL"
_STEPS = (
    "SELECT DISTINCT kind FROM agreement_event e"
    " WHERE NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = e.id)"
)
_ORDER = ("called", "sent", "signed", "ended")


def counts_table(connection: Connection, pack: NationalPack) -> Chunks:
    """Return the lines of the table `counts`.

    Each has `what` (`people`, `members`, `meetings`, `sign_ins`, `issues`, `actions`, `actions_done`,
    `agreement`) and `count`; meetings and sign-ins also the `kind` of meeting and the `month` where
    it was held; the agreement its `status`.
    """
    yield lines_of(list(_counted(connection, pack)))


def _counted(connection: Connection, pack: NationalPack) -> Iterator[dict[str, Any]]:
    components = all_components(connection)
    people = people_on_file(connection, components)
    members = attended(connection, rule_of(pack), components).since.keys() & people
    held = {
        id: (kind or "", _month(starts_at, zone)) for id, kind, starts_at, zone in look(connection, _MEETINGS)
    }
    came = _came(connection, components, held)
    yield {"what": "people", "count": len(people)}
    yield {"what": "members", "count": len(members)}
    signed_in = Counter(held[meeting] for meeting, _person in came)
    for (kind, month), count in sorted(Counter(held.values()).items()):
        yield {"what": "meetings", "kind": kind, "month": month, "count": count}
        yield {"what": "sign_ins", "kind": kind, "month": month, "count": signed_in[kind, month]}
    for what, sql in (
        ("issues", _PLANNED.format("issue")),
        ("actions", _PLANNED.format("action")),
        ("actions_done", _DONE),
    ):
        yield {"what": what, "count": look(connection, sql)[0][0]}
    steps = {kind for (kind,) in look(connection, _STEPS)}
    status = next((step for step in reversed(_ORDER) if step in steps), "drafted")
    yield {"what": "agreement", "status": status, "count": 1}


def _came(connection: Connection, components: Components, held: dict[str, Any]) -> set[tuple[str, str]]:
    """Return (meeting, who): a person counts once a meeting, a visitor without an entry by the sign-in."""
    return {
        (meeting, id if person is None else components.of(PersonId(person)))
        for id, meeting, person in look(connection, _CAME)
        if meeting in held
    }


def _month(starts_at: str, zone: str | None) -> str:
    """Return the month on the meeting's own wall, "2026-05"."""
    try:
        there = ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        there = ZoneInfo("UTC")
    return f"{datetime.fromisoformat(starts_at).astimezone(there):%Y-%m}"
