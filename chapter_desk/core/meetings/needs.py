"""What people who come ask for: an interpreter, a ride home, a place without steps."""

from dataclasses import dataclass

from chapter_desk.store import schema
from chapter_desk.store.writer import Writer
from chapter_desk.values import MeetingId, PersonId

NEEDS = ("interpreter", "ride-home", "step-free", "other")


@dataclass(frozen=True, slots=True)
class Need:
    """One thing somebody asks for: `kind` is one of `NEEDS`, `note` their own words."""

    kind: str
    note: str = ""


def insert_need(writer: Writer, person_id: PersonId, meeting_id: MeetingId | None, need: Need) -> None:
    """Note a need within a caller's transaction; without a meeting it holds each time."""
    assert need.kind in NEEDS, need.kind
    writer.insert(
        schema.need,
        {
            "person_id": person_id,
            "meeting_id": meeting_id,
            "kind": need.kind,
            "note": need.note or None,
        },
    )
