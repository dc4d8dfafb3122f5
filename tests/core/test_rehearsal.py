"""The rehearsal of the door: the real code on the real disk, no network, nothing left behind."""

import subprocess
import sys

import pytest

from chapter_desk.core.meetings import rehearsal
from chapter_desk.core.meetings.rehearsal import PLACE, rehearse
from chapter_desk.errors import NotSaved, RehearsalFailed

WITHOUT_A_NETWORK = """
import sys
from datetime import UTC, datetime
from pathlib import Path


def watch(event, args):
    if event.startswith("socket."):
        raise SystemExit(f"a network was asked for: {event}")


sys.addaudithook(watch)
from chapter_desk.core.meetings.rehearsal import rehearse
from chapter_desk.core.national.pack import read_pack, sample_pack_folder

rehearse(Path(sys.argv[1]), read_pack(sample_pack_folder()), lambda: datetime.now(UTC))
print("rehearsed")
"""


def test_it_goes_well_and_leaves_nothing_behind(tmp_path, pack, clock):
    rehearse(tmp_path, pack, clock)
    assert list(tmp_path.iterdir()) == []


def test_it_asks_for_no_network(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_A_NETWORK, str(tmp_path)], capture_output=True, text=True, timeout=120
    )
    assert done.stdout.strip() == "rehearsed", done.stderr


def test_one_that_was_cut_off_is_swept_away(tmp_path, pack, clock):
    (tmp_path / PLACE).mkdir()
    (tmp_path / PLACE / "chapter.db").write_bytes(b"half")
    rehearse(tmp_path, pack, clock)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_nothing_is_not_saved(tmp_path, pack, clock):
    (tmp_path / PLACE).write_bytes(b"in the way")
    with pytest.raises(NotSaved):
        rehearse(tmp_path, pack, clock)


def test_a_disk_that_is_full_is_not_saved(small_disk, pack, clock):
    small_disk.filled()
    with pytest.raises(NotSaved):
        rehearse(small_disk.place, pack, clock)
    assert not (small_disk.place / PLACE).exists()


def test_what_is_not_read_back_fails(tmp_path, pack, clock, monkeypatch):
    monkeypatch.setattr(rehearsal.SignIns, "walk_in", lambda *_args: None)
    with pytest.raises(RehearsalFailed) as caught:
        rehearse(tmp_path, pack, clock)
    assert caught.value.reason == "not-counted"
    assert list(tmp_path.iterdir()) == []
