"""What was acknowledged is never lost: a process that signs people in is killed a thousand times."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import perf_counter

import pytest

from tests.stories.signed_in import Evening, assert_sound, kept, new_evening, opened

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills a forked process")

KILLS = 50
"""Of one evening."""
PAGES = (1000, 16)
"""After how many the log is moved into the file: as SQLite does, and so often that kills meet it."""

Entries = list[tuple[str, ...]]


@contextmanager
def signing_in(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the process that signs people in, each round in a child of its own."""
    script = Path(__file__).with_name("sign_in_until_killed.py")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, str(script), str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
    ) as process:  # fmt: skip
        yield process
        assert process.stdin
        process.stdin.close()


def until_killed(
    process: subprocess.Popen[bytes], first: int, pages: int, wanted: int, after_s: float
) -> Entries:
    """Sign in from entry `first` on, and kill it `after_s` after `wanted` entries were acknowledged.

    With none wanted it is killed while it opens the file, or a little later.
    """
    assert process.stdin and process.stdout
    process.stdin.write(f"{first} {pages}\n".encode())
    process.stdin.flush()
    acknowledged: Entries = []
    child = 0
    for line in process.stdout:
        match line.decode().split():
            case ["dead"]:
                return acknowledged
            case ["pid", number]:
                child = int(number)
            case ["in", *ids]:
                acknowledged.append(tuple(ids))
        if child and len(acknowledged) >= wanted:
            moment = perf_counter() + after_s
            while perf_counter() < moment:
                pass
            os.kill(child, signal.SIGKILL)
            child = 0
    raise AssertionError("the process that signs people in ended by itself")


def assert_nobody_is_lost(path: Path, kills: int, seed: int) -> int:
    """Kill so often, look at the file after each or two; return how many sign-ins were acknowledged."""
    new_evening(path, people=3000)
    random, number, killed, acknowledged = Random(seed), 1, 0, 0
    standing: set[str] = set()
    with signing_in(path) as process:
        while killed < kills:
            pages = random.choice(PAGES)
            entries = until_killed(process, number, pages, random.randint(1, 50), random.random() * 0.006)
            killed += 1
            if random.random() < 0.2:  # again, while the log that the first left is being read
                more = until_killed(process, number + len(entries), pages, 0, random.random() * 0.04)
                entries += more
                killed += 1
            standing |= assert_all_is_there(path, number, entries, standing)
            acknowledged += sum(map(len, entries))
            number += len(entries) + 1  # the one that was underway is in by now
    assert killed >= kills
    return acknowledged


def assert_all_is_there(path: Path, first: int, entries: Entries, standing: set[str]) -> set[str]:
    """Fail unless all who were acknowledged are in once, and who tries again is in once; return who is in."""
    db = opened(path)
    found = kept(db)
    promised = {id for ids in entries for id in ids}
    assert len(promised) == sum(map(len, entries))
    assert standing | promised <= found
    underway = found - standing - promised
    evening = Evening.of(db)
    interrupted = first + len(entries)
    if entries:
        assert evening.enter(db, interrupted - 1) == entries[-1]
    again = evening.enter(db, interrupted)
    assert underway in (set(), set(again))
    assert evening.enter(db, interrupted) == again
    assert kept(db) == standing | promised | set(again)
    assert_sound(db)
    db.close()
    return promised | set(again)


def test_nobody_who_was_acknowledged_is_lost_to_a_kill(tmp_path):
    assert assert_nobody_is_lost(tmp_path / "chapter.db", 16, seed=20261112) >= 100


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("evening", range(1000 // KILLS))
def test_nobody_who_was_acknowledged_is_lost_in_a_thousand_kills(tmp_path, evening):
    assert assert_nobody_is_lost(tmp_path / "chapter.db", KILLS, seed=evening) >= 20 * KILLS
