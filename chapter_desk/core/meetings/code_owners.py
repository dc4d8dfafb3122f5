"""Whose a code was that nobody knew: once somebody says, they are counted in at the time it was shown."""

from datetime import datetime

from chapter_desk.core.meetings.counting_in import SignedIn, count_in, require_door
from chapter_desk.core.meetings.sort_out import SAME, solved
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, PersonId


class CodeOwners:
    """Counts in people whose code waits to be sorted out."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def came(self, id: str, person_id: PersonId) -> SignedIn:
        """Count a person in at the moment at which their code was shown, as one step; also afterwards.

        Raises:
            NoSuchRecord: Nothing of this id waits here, or the person is not on file.
            MeetingCancelled: The meeting was called off.
        """
        with self._db.write("sort-out", {"exception": id, "person": person_id}) as writer:
            row = solved(writer, id, SAME)
            if row["meeting_id"] is None:
                raise NoSuchRecord("meeting", "")
            door = require_door(writer, self._db, MeetingId(str(row["meeting_id"])), ended_too=True)
            at = datetime.fromisoformat(str(row["at"]))
            return count_in(writer, self._db, door, person_id, {"method": "card", "at": at, "forced": True})
