"""What was acknowledged is never lost: a process that signs people in is killed a hundred times."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from time import perf_counter

import pytest
from sqlalchemy import select

from chapter_desk.core.meetings.calendar import Calendar
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.national.pack import read_pack, sample_pack_folder
from chapter_desk.store import schema
from chapter_desk.store.database import Database, connected, create
from chapter_desk.store.fingerprint import MODULUS, row_hash
from chapter_desk.values import ChapterId, utc_now

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills a forked process")

KEY = bytes(range(32))
ROUNDS = 100
MOST_ACKNOWLEDGED = 8


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "chapter.db"
    create(path, KEY, ChapterId("norfolk"), install_id="this-laptop")
    return path


def opened(path: Path) -> Database:
    return Database(path, KEY, utc_now, install_id="this-laptop")


def with_people_and_a_meeting(path: Path) -> str:
    db = opened(path)
    with db.write("fill") as writer:
        writer.insert_many(schema.person, [{"display_name": f"Person {n}"} for n in range(2000)])
    calendar = Calendar(db, read_pack(sample_pack_folder()))
    meeting = calendar.add(MeetingDraft("Tonight", utc_now().replace(tzinfo=None), postal_code="23508"))
    calendar.open_door(meeting.id)
    db.close()
    return meeting.id


def kept(path: Path) -> set[str]:
    db = opened(path)
    with db.read() as connection:
        ids = set(connection.scalars(select(schema.sign_in.c.id)))
    db.close()
    return ids


def digest_from_scratch(db: Database) -> str:
    total = 0
    with db.write("look") as writer:
        for table in schema.REPLICATED.values():
            ids = list(writer.connection.scalars(select(table.c.id)))
            total += sum(row_hash(table.name, row) for row in writer.rows(table, ids).values())
    return f"{total % MODULUS:064x}"


def until_killed(process: subprocess.Popen[bytes], first: int, random: Random) -> list[str]:
    """Let one round run and kill it somewhere within a sign-in; return what it acknowledged."""
    assert process.stdin and process.stdout
    process.stdin.write(f"{first}\n".encode())
    process.stdin.flush()
    acknowledged, child, wanted = [], 0, random.randint(1, MOST_ACKNOWLEDGED)
    for line in process.stdout:
        word = line.decode().strip()
        if word == "dead":
            return acknowledged
        if word.startswith("pid "):
            child = int(word[4:])
        else:
            acknowledged.append(word)
        if child and len(acknowledged) == wanted:
            moment = perf_counter() + random.random() * 0.006
            while perf_counter() < moment:
                pass
            os.kill(child, signal.SIGKILL)
            wanted = -1
    raise AssertionError("the process that signs people in ended by itself")


def test_no_acknowledged_sign_in_is_lost_in_a_hundred_kills(path):
    meeting_id = with_people_and_a_meeting(path)
    script = Path(__file__).with_name("sign_in_until_killed.py")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    random, acknowledged = Random(20261112), []
    with subprocess.Popen(
        [sys.executable, str(script), str(path), KEY.hex(), meeting_id],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
    ) as process:  # fmt: skip
        for _ in range(ROUNDS):
            fresh = until_killed(process, len(acknowledged), random)
            acknowledged += fresh
            assert set(fresh) <= kept(path)
        assert process.stdin
        process.stdin.close()

    assert len(set(acknowledged)) == len(acknowledged) >= ROUNDS
    assert set(acknowledged) <= kept(path)
    db = opened(path)
    with db.read() as connection:
        assert connection.execute(schema.here.select()).one().digest == digest_from_scratch(db)
    db.checkpoint()
    db.close()
    raw = connected(path, KEY)
    assert raw.execute("PRAGMA cipher_integrity_check").fetchall() == []
    assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    raw.close()
