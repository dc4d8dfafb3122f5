"""Signing up on one's own phone: one form is one entry, and nothing of anybody comes back."""

from secrets import choice
from threading import Lock

from sqlalchemy import select

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.attendance import STANDS
from chapter_desk.core.meetings.meeting import require_meeting
from chapter_desk.core.meetings.sign_in import PHONE, SignIns
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, SignInId, natural_id

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
_LENGTH = 8
_FORM = "SELECT 1 FROM sign_in WHERE chapter_id = ? AND id = ?"
_CAME = f"""
SELECT count(DISTINCT coalesce(s.person_id, s.id)) FROM sign_in s
WHERE s.meeting_id = ? AND s.method = '{PHONE}' AND {STANDS}
"""


class SignUps:
    """Takes what people wrote on their phones."""

    def __init__(self, db: Database, sign_ins: SignIns) -> None:
        self._db = db
        self._sign_ins = sign_ins
        self._lock = Lock()

    def take(self, meeting_id: MeetingId, form: str, walk_in: WalkIn) -> bool:
        """Count somebody in as `SignIns.walk_in` does; return whether this form was new.

        `form` is the number of the form they filled in.  One that was sent before is one entry still,
        also when it was taken back since.

        Raises:
            NameNeeded, TextRefused: There is no name, or what was typed is no writing.
            MeetingEnded, MeetingCancelled, NoSuchRecord, NotSaved: Nobody can be signed in now.
        """
        id = SignInId(natural_id("sign_in", meeting_id, form))
        with self._lock:
            if self._is_known(id):
                return False
            self._sign_ins.walk_in(meeting_id, walk_in, method=PHONE, id=id)
        return True

    def came(self, meeting_id: MeetingId) -> int:
        """Return how many people wrote themselves in on phones."""
        with self._db.read() as connection:
            return int(look(connection, _CAME, (meeting_id,))[0][0])

    def path(self, meeting_id: MeetingId) -> str:
        """Return the random part of the form's address, the same for a meeting as long as there is one.

        So a printed code goes on working when the form is switched off and on again.

        Raises:
            NoSuchRecord: There is no such meeting.
            NotSaved: It is the first time, and the file cannot be written.
        """
        key = f"phone-form:{meeting_id}"
        setting = schema.setting
        with self._db.read() as connection:
            require_meeting(connection, self._db, meeting_id)
            kept = connection.scalar(select(setting.c.value).where(setting.c.key == key))
        if kept is not None:
            return str(kept)
        path = "".join(choice(_LETTERS) for _ in range(_LENGTH))
        with self._db.write_local() as connection:
            connection.execute(setting.insert().values(key=key, value=path))
        return path

    def _is_known(self, id: SignInId) -> bool:
        with self._db.read() as connection:
            return bool(look(connection, _FORM, (self._db.chapter_id, id)))
