"""The power goes in the middle of an evening: who was said to be in is in, and the file is whole."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from chapter_desk.errors import NotAChapter
from chapter_desk.store import database
from tests.power_cuts import Image, Loss, images
from tests.recorded_disk import Cut, Deleted, Record, Synced, Told, Wrote, recorded
from tests.stories.signed_in import Evening, assert_sound, kept, new_evening, opened

FILE, LOG = "chapter.db", "chapter.db-wal"
OFTEN = 40
"""Pages after which the log is moved into the file; SQLite's own 1000 make a long evening of it."""


def an_evening(path: Path, entries: int, move_after: int) -> tuple[Record, dict[str, bytes]]:
    """Sign people in, close the laptop halfway; return what the disk was asked for, and what was on it."""
    before = {FILE: path.read_bytes()}
    with recorded(path.parent) as record:
        for some in (range(1, entries // 2), range(entries // 2, entries)):
            db = opened(path)
            with db._writes.connect() as connection:
                connection.connection.dbapi_connection.execute(f"PRAGMA wal_autocheckpoint = {move_after}")
            evening = Evening.of(db)
            for number in some:
                record.tell(*evening.enter(db, number))
            db.close()
    return record, before


def telling_cuts(record: Record, count: int, seed: int) -> set[int]:
    """Choose moments: among those about to make something last, those just after a promise, and any."""
    random = Random(seed)
    places = range(len(record.events) + 1)
    kinds = [
        [place for place in places[:-1] if isinstance(record.events[place], Synced)],
        [place for place in places[1:] if isinstance(record.events[place - 1], Told)],
        [place for place in places[:-1] if _in_the_file(record.events[place])],
        list(places),
    ]
    return {place for kind in kinds for place in random.sample(kind, min(len(kind), count // len(kinds)))}


def _in_the_file(event) -> bool:
    """Whether a page of the log is being moved into the file, or the log is put away."""
    return isinstance(event, Deleted | Cut) or (isinstance(event, Wrote) and event.name == FILE)


def after(image: Image, path: Path) -> set[str]:
    """Start the program on what a power cut left; return who is in, and fail if anything is half there."""
    image.lay_out(path.parent, (FILE, LOG))
    path.with_name(f"{FILE}-shm").write_bytes(Random(image.cut).randbytes(32768))  # a map of another log
    db = opened(path)
    try:
        found = kept(db)
        assert_sound(db)
    finally:
        db.close()
    return found


def lost(path: Path, record: Record, before: dict[str, bytes], cuts: set[int], seed: int) -> Iterator[Image]:
    for image in images(record.events, before, cuts, seed):
        if not image.told <= after(image, path):
            yield image


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / FILE
    new_evening(path, people=200)
    return path


def assert_nothing_is_lost(path: Path, entries: int, move_after: int, cuts: int, seed: int) -> None:
    record, before = an_evening(path, entries, move_after)
    events = record.events
    assert sum(isinstance(event, Told) for event in events) == entries - 1
    closings = events.count(Deleted(LOG, lasting=False))
    assert events.count(Synced(FILE)) > closings == 2, "the log was never moved while the door was open"
    chosen = telling_cuts(record, cuts, seed)
    assert len(chosen) > cuts // 2
    assert list(lost(path, record, before, chosen, seed)) == []


def test_a_power_cut_loses_nobody_who_was_said_to_be_in(path):
    assert_nothing_is_lost(path, entries=20, move_after=OFTEN, cuts=32, seed=20261128)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("entries", "move_after"), [(60, OFTEN), (60, 7), (190, 1000)])
def test_a_thousand_power_cuts_lose_nobody_who_was_said_to_be_in(path, entries, move_after, seed):
    assert_nothing_is_lost(path, entries, move_after, cuts=120, seed=seed)


def test_a_person_lost_to_a_power_cut_is_seen_by_this_test(path, monkeypatch):
    monkeypatch.setitem(database._PRAGMAS, "synchronous", 1)  # NORMAL: the log lasts when it is moved
    record, before = an_evening(path, 20, OFTEN)
    just_told = {place + 1 for place, event in enumerate(record.events) if isinstance(event, Told)}
    images_lost = list(lost(path, record, before, just_told, seed=1))
    assert {image.loss for image in images_lost} == {Loss.EVERYTHING, Loss.SOMETHING}
    assert len(images_lost) > 10


def test_a_damaged_file_is_seen_by_this_test(path, monkeypatch):
    monkeypatch.setitem(database._PRAGMAS, "synchronous", 0)  # OFF: nothing is made to last, in no order
    record, before = an_evening(path, 20, OFTEN)
    with pytest.raises(NotAChapter):
        list(lost(path, record, before, telling_cuts(record, 60, seed=1), seed=1))


def test_sqlcipher_was_built_to_sync():  # the recording sees that it is asked to, not that it does
    connection = sqlcipher.connect(":memory:")
    options = {option for (option,) in connection.execute("PRAGMA compile_options")}
    connection.close()
    assert not {"NO_SYNC", "DISABLE_DIRSYNC"} & options
