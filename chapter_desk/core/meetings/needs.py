"""What people who come ask for: an interpreter, a ride home, a place without steps.

A need of one meeting is open until somebody settles it; one that holds each time is settled for an
evening, and asked about again at the next.  Greeters see needs; the kiosk and the phone form never do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.members.naming import clean_text
from chapter_desk.core.members.required import require_person
from chapter_desk.core.members.same_person import Components, all_components
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.columns import wired_json
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import MeetingId, PersonId

NEEDS = ("interpreter", "ride-home", "childcare", "step-free", "other")
EACH_TIME = frozenset({"interpreter", "step-free"})
"""Needs that go with the person rather than with the evening, unless somebody says otherwise."""

_COLUMNS = "n.id, n.person_id, n.meeting_id, n.kind, n.note"
_OPEN = """
n.removed_at IS NULL AND n.person_id IS NOT NULL AND n.kind IS NOT NULL
AND (n.settled_at IS NULL OR (n.meeting_id IS NULL AND n.settled_at < (
  SELECT coalesce(min(m.opened_at, m.starts_at), m.opened_at, m.starts_at, '') FROM meeting m
  WHERE m.chapter_id = (SELECT chapter_id FROM here) AND m.id = ?)))
"""
_EVERY_OPEN = f"SELECT {_COLUMNS} FROM need n WHERE {_OPEN} ORDER BY n.id"
_OPEN_OF = f"""
SELECT {_COLUMNS} FROM need n
WHERE n.person_id IN (SELECT value FROM json_each(?)) AND {_OPEN} ORDER BY n.id
"""
_PERSON_OF = """
SELECT person_id FROM need
WHERE chapter_id = (SELECT chapter_id FROM here) AND id = ? AND removed_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing somebody asks for: `kind` is one of `NEEDS`, `note` their own words."""

    kind: str
    note: str = ""


class OpenNeed(NamedTuple):
    """A need that nobody has settled; `each_time` goes with the person."""

    id: str
    kind: str
    note: str
    each_time: bool


class Needs:
    """Notes needs and settles them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, person_id: PersonId, need: Need, meeting_id: MeetingId | None = None) -> str:
        """Note what somebody asks for; return its id.  Without a meeting it holds each time.

        Raises:
            NoSuchRecord: The person is not on file.
            TextRefused: Their words cannot be kept.
        """
        with self._db.write("note-need", {"person": person_id, "meeting": meeting_id}) as writer:
            require_person(writer, person_id)
            return insert_need(writer, person_id, meeting_id, need)

    def settle(self, *need_ids: str, meeting_id: MeetingId | None = None, for_good: bool = False) -> None:
        """Note that needs of a person were met; one that holds each time comes again unless `for_good`.

        `meeting_id` is where that was.

        Raises:
            NoSuchRecord: There is no such need.
        """
        params: dict[str, Any] = {"meeting": meeting_id} if meeting_id else {}
        with self._db.write("settle-need", params) as writer:
            for need_id in need_ids:
                rows = look(writer.connection, _PERSON_OF, (need_id,))
                if not rows:
                    raise NoSuchRecord("need", need_id)
                params["person"] = rows[0][0]
                done = {"settled_at": writer.at, **({"removed_at": writer.at} if for_good else {})}
                writer.set(schema.need, need_id, done)

    def open_of(self, person_id: PersonId, meeting_id: MeetingId) -> tuple[OpenNeed, ...]:
        """Return what a person's needs at a meeting are that nobody settled, oldest first."""
        with self._db.read() as connection:
            components = all_components(connection)
            found = open_needs(connection, meeting_id, components, components.all_of(person_id))
        return found.get(components.of(person_id), ())


def insert_need(writer: Writer, person_id: PersonId, meeting_id: MeetingId | None, need: Need) -> str:
    """Note a need within a caller's transaction; without a meeting it holds each time."""
    assert need.kind in NEEDS, need.kind
    return writer.insert(
        schema.need,
        {
            "person_id": person_id,
            "meeting_id": meeting_id,
            "kind": need.kind,
            "note": clean_text(need.note, "note") or None,
        },
    )


def open_needs(
    connection: Connection,
    meeting_id: MeetingId,
    components: Components,
    people: Iterable[PersonId] | None = None,
) -> dict[PersonId, tuple[OpenNeed, ...]]:
    """Return the needs that are open at a meeting, of everybody or of these entries, by who they go by."""
    if people is None:
        rows = look(connection, _EVERY_OPEN, (meeting_id,))
    else:
        rows = look(connection, _OPEN_OF, (wired_json(sorted(people)), meeting_id))
    found: dict[PersonId, tuple[OpenNeed, ...]] = {}
    for id, person, meeting, kind, note in rows:
        goes_by = components.of(PersonId(person))
        found[goes_by] = (*found.get(goes_by, ()), OpenNeed(id, kind, note or "", meeting is None))
    return found
