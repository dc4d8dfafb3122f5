"""Counting many people into a meeting at once, from a list that was kept elsewhere."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select

from chapter_desk.core.meetings.meeting import require_meeting
from chapter_desk.core.members.same_person import all_components
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, PersonId


class Lists:
    """Enters lists of people who were at a meeting, ended or not: one list, one step."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def enter(
        self, meeting_id: MeetingId, came: Sequence[tuple[PersonId, datetime]], *, method: str = "paste"
    ) -> int:
        """Count in everybody on the list who is not in already, each at their time; return how many.

        Args:
            came: People on file, with when they came (UTC).

        Raises:
            NoSuchRecord: There is no such meeting.
        """
        s = schema.sign_in.c
        with self._db.write("enter-list", {"meeting": meeting_id, "people": len(came)}) as writer:
            require_meeting(writer.connection, self._db, meeting_id)
            of = all_components(writer.connection).of
            standing = select(s.person_id).where(
                s.meeting_id == meeting_id,
                s.person_id.is_not(None),
                ~exists().where(schema.void.c.target_id == s.id),
            )
            here = {of(PersonId(id)) for id in writer.connection.scalars(standing)}
            rows = []
            for person, at in came:
                if of(person) in here:
                    continue
                here.add(of(person))
                rows.append(
                    {
                        "meeting_id": meeting_id,
                        "person_id": person,
                        "list": "door",
                        "type": "entry",
                        "at": at,
                        "clock_suspect": False,
                        "laptop": writer.replica,
                        "greeter": writer.by,
                        "method": method,
                    }
                )
            writer.insert_many(schema.sign_in, rows)
        return len(rows)
