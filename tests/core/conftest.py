"""A chapter for each test: a template made once a worker, copied, and a clock the test moves."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chapter_desk.core.meetings.calendar import Calendar
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.meetings.sign_in import SignIns
from chapter_desk.core.members.records import PersonDraft, Records
from chapter_desk.core.national.pack import read_pack, sample_pack_folder
from chapter_desk.core.steps import Steps
from chapter_desk.store.database import Database, create
from chapter_desk.values import ChapterId, OperatorId
from tests.doors import Host
from tests.exchanging import copied, new_chapter

KEY = bytes(range(32))
INSTALL = "this-laptop"
SEVEN_PM = datetime(2026, 11, 13, 0, 0, tzinfo=UTC)  # 7 PM in Norfolk on the 12th


class Ticking:
    """A clock the test moves."""

    def __init__(self, now: datetime = SEVEN_PM) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "chapter.db"
    create(path, KEY, ChapterId("norfolk"), install_id=INSTALL)
    return path


@pytest.fixture(scope="session")
def pack():
    return read_pack(sample_pack_folder())


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "Norfolk.chapter" / "chapter.db"
    path.parent.mkdir()
    shutil.copyfile(template, path)
    return path


@pytest.fixture
def db(path: Path, clock: Ticking):
    db = Database(path, KEY, clock, install_id=INSTALL)
    db.operator = OperatorId("tyrone")
    yield db
    db.close()


@pytest.fixture
def records(db):
    return Records(db)


@pytest.fixture
def calendar(db, pack):
    return Calendar(db, pack)


@pytest.fixture
def sign_ins(db):
    return SignIns(db)


@pytest.fixture
def steps(db):
    return Steps(db, undo_take_in=lambda _step: pytest.fail("no bundle here"))


@pytest.fixture
def person(records):
    """Keep a person of this name."""
    return lambda name, **draft: records.add(PersonDraft(name, **draft))


@pytest.fixture
def meeting(calendar):
    """Plan a meeting; it begins tonight at 7 PM in Norfolk unless told otherwise."""

    def plan(title="May general meeting", starts_at="2026-11-12T19:00", **draft):
        wall = datetime.fromisoformat(starts_at)
        return calendar.add(MeetingDraft(title, wall, **{"postal_code": "23508"} | draft)).id

    return plan


@pytest.fixture
def desk(tmp_path):
    """The first laptop of a chapter, with what it exchanges bundles by."""
    desk = new_chapter(tmp_path)
    yield desk
    desk.db.close()


@pytest.fixture
def door(desk):
    """A second laptop of the same chapter: the folder copied."""
    door = copied(desk, "door")
    yield door
    door.db.close()


@pytest.fixture
def host(tmp_path):
    """The laptop that has the chapter, at a door with helpers."""
    host = Host(tmp_path)
    yield host
    host.db.close()
