"""A sign-in among 100,000 people: service called -> returned, against a bare commit of one row."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from chapter_desk.core.meetings.calendar import Calendar
from chapter_desk.core.meetings.door import Door
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.meetings.sign_in import SignIns
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.roster import Roster
from chapter_desk.core.national.pack import read_pack, sample_pack_folder
from chapter_desk.store import schema
from chapter_desk.values import new_id
from tests.benchmarks.interleaved import interleaved
from tests.benchmarks.large_chapter import large_chapter

pytestmark = pytest.mark.benchmark

PEOPLE, MEETINGS, SIGN_INS = 100_000, 250, 300_000
TURNS = 1000


def on_a_real_disk(path: Path) -> None:
    """Refuse a tmpfs: it makes a bare commit a hundred times too cheap."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    _, kind = max((m for m in mounts if path.resolve().is_relative_to(m[0])), key=lambda m: len(m[0]))
    assert kind not in ("tmpfs", "ramfs"), "measure on a real disk: set TMPDIR or --basetemp"


@pytest.mark.timeout(600)
def test_a_sign_in_costs_a_few_bare_commits(tmp_path):
    on_a_real_disk(tmp_path)
    db = large_chapter(tmp_path / "chapter.db", PEOPLE, MEETINGS, SIGN_INS)
    pack = read_pack(sample_pack_folder())
    calendar, sign_ins, roster = Calendar(db, pack), SignIns(db), Roster(db, rule_of(pack))
    roster.load()
    door = Door(db, roster, rule_of(pack))
    db.on_commit = lambda committed: (roster.heard(committed), door.heard(committed))  # part of the price
    tonight = calendar.add(MeetingDraft("Tonight", datetime.fromisoformat("2026-11-23T19:00"))).id
    calendar.open_door(tonight)
    door.matches(tonight, "mar")
    with db.read() as connection:
        people = iter([row.id for row in connection.execute(schema.person.select().limit(4 * TURNS))])
    with db._writes.connect() as connection:
        raw = connection.connection.dbapi_connection
    at = datetime.now(UTC).isoformat()

    def ours():
        sign_ins.sign_in(tonight, next(people))

    def bare():
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(
            "INSERT INTO sign_in (chapter_id, id, meeting_id, person_id, list, type, at, clock_suspect,"
            " laptop, greeter, method, made_clock, made_replica, made_by, change_seq)"
            " VALUES ('norfolk', ?, ?, ?, 'door', 'entry', ?, 0, ?, ?, 'desk', 1, ?, ?, 1)",
            (new_id(), tonight, next(people), at, db.replica_id, tonight, db.replica_id, tonight),
        )
        raw.execute("COMMIT")

    comparison = interleaved("sign-in", ours, bare, TURNS, warm_up=20)
    db.close()
    assert comparison.ratio(50) <= 5
    assert comparison.ratio(99) <= 20
