"""A rehearsal of the door: everything an evening asks of this laptop, on a chapter made up for it.

It runs the same code on the same disk as the evening will, encrypted as that is, and leaves nothing
behind.  The chapter itself is not touched, so its history shows no trial.  No network is asked for.
"""

import secrets
import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from chapter_desk.core.meetings.calendar import Calendar
from chapter_desk.core.meetings.door import Door
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.meetings.sign_in import SignIns
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.records import PersonDraft, Records
from chapter_desk.core.members.roster import Roster
from chapter_desk.core.national.pack import NationalPack
from chapter_desk.errors import NotSaved, RehearsalFailed
from chapter_desk.store.database import Database, create
from chapter_desk.values import ChapterId, Clock, MeetingId, new_id

PLACE = ".rehearsal"
"""What the folder is called, beside the chapter's file."""

_KEY_BYTES = 32
_NAME, _LETTERS = "Rehearsal Example", "reh"


def rehearse(folder: Path, pack: NationalPack, clock: Clock) -> None:
    """Plan a meeting, find somebody by three letters, sign two people in, close, open, and count them.

    `folder` is the chapter's, on whose disk it happens.

    Raises:
        NotSaved: The disk did not take it.
        RehearsalFailed: It was written, and something else was read back.
    """
    place = folder / PLACE
    with suppress(OSError):
        shutil.rmtree(place)  # of one that was cut off
    try:
        try:
            place.mkdir()
        except OSError as trouble:
            raise NotSaved("read-only") from trouble
        path, key, install = place / "chapter.db", secrets.token_bytes(_KEY_BYTES), new_id()
        create(path, key, ChapterId(new_id()), install_id=install)
        db = Database(path, key, clock, install_id=install)
        try:
            meeting = _sign_in(db, pack)
        finally:
            db.close()
        db = Database(path, key, clock, install_id=install)
        try:
            _count(db, pack, meeting)
        finally:
            db.close()
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _door(db: Database, pack: NationalPack) -> Door:
    roster = Roster(db, rule_of(pack))
    roster.load()
    return Door(db, roster, rule_of(pack))


def _sign_in(db: Database, pack: NationalPack) -> MeetingId:
    person = Records(db).add(PersonDraft(_NAME))
    starts = (db.now() + timedelta(hours=1)).replace(tzinfo=None, microsecond=0)
    meeting = Calendar(db, pack).add(MeetingDraft(_NAME, starts)).id
    found = _door(db, pack).matches(meeting, _LETTERS)
    if [match.person_id for match in found] != [person]:
        raise RehearsalFailed("not-found")
    sign_ins = SignIns(db)
    sign_ins.sign_in(meeting, person)
    sign_ins.walk_in(meeting, WalkIn("Walk In"))
    return meeting


def _count(db: Database, pack: NationalPack, meeting: MeetingId) -> None:
    if _door(db, pack).counts(meeting).signed_in != 2:
        raise RehearsalFailed("not-counted")
