"""What people type stands in the encrypted chapter and nowhere else on the disk."""

import logging
from datetime import date, datetime
from pathlib import Path

import pytest

from chapter_desk import logs
from chapter_desk.app import open_app
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.national.pack import sample_pack_folder
from chapter_desk.core.safekeeping.founding import ChapterDraft, found_chapter
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.core.sync.matrix import Destination
from chapter_desk.errors import ChapterDeskError
from chapter_desk.values import utc_now

CANARY = "Zzcanary"


@pytest.fixture
def everything(tmp_path, home):
    """A chapter into which the canary was typed wherever one can type, closed again."""
    logs.start("window")
    folder = tmp_path / "Norfolk.chapter"
    draft = ChapterDraft(f"{CANARY} Chapter", "23517", f"{CANARY} Lead", f"{CANARY}@example.org")
    founded = found_chapter(
        folder,
        draft,
        f"{CANARY} words",
        sample_pack_folder(),
        utc_now,
        install_id=install_id(),
        cost=Cost(1024, 1),
    )
    app = open_app(folder, founded.data_key, holder="window")
    app.roster.load()
    person = app.records.add(
        PersonDraft(
            f"{CANARY} Person", email_addresses=[f"{CANARY}2@example.org"],
            phone_numbers=[f"{CANARY} 555-0100"], postal_addresses=["23508"],
            employer=f"{CANARY} Works", tags=[f"{CANARY} tag"],
        )
    )  # fmt: skip
    app.records.add_note(person, f"{CANARY} note")
    meeting = app.calendar.add(
        MeetingDraft(f"{CANARY} meeting", datetime.fromisoformat("2026-05-12T19:00"), venue=f"{CANARY} hall")
    )
    app.sign_ins.sign_in(meeting.id, person)
    app.sign_ins.walk_in(meeting.id, WalkIn(f"{CANARY} Guest", email=f"{CANARY}3@example.org"))
    issue = app.planning.add_issue(f"{CANARY} issue", story=f"{CANARY} story")
    app.planning.add_action(issue.id, f"{CANARY} action", owner_id=person, due_on=date(2026, 12, 1))
    app.backups.make("asked")
    for kind, destination in (("snapshot", Destination.CHAPTER), ("summary", Destination.NATIONAL)):
        app.exchange.write(app.exchange.prepare(kind, destination))
    try:
        app.planning.add_issue("x", priority_id=f"{CANARY}")
    except ChapterDeskError:
        logging.getLogger("chapter_desk").exception("refused %s", f"{CANARY} in a log call")
    try:
        raise ValueError(f"{CANARY} in a bug")
    except ValueError as bug:
        logging.getLogger("chapter_desk").error("a bug", exc_info=bug)
    app.close()
    logs.stop()
    return folder, home


def files_under(*folders: Path):
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def test_nothing_typed_lies_open_in_any_file(everything):
    files = files_under(*everything)
    assert len(files) > 8
    for path in files:
        content = path.read_bytes().lower()
        assert CANARY.lower().encode() not in content, path.name
        assert CANARY.lower().encode("utf-16-le") not in content, path.name


def test_no_file_is_named_after_anybody(everything):
    for path in files_under(*everything):
        assert CANARY.lower() not in path.name.lower()


def test_only_the_owner_may_look_into_a_chapter(everything):
    folder, _home = everything
    for path in (folder, folder / "vault.json", folder / "backups", folder / "outbox"):
        assert path.stat().st_mode & 0o077 == 0, path.name
