"""Looking through 20,000 people for entries that may be one person: soon enough, and stopped at once."""

from itertools import pairwise
from time import perf_counter

import pytest

from chapter_desk.core.members.likely_doubles import LikelyDoubles
from tests.benchmarks.large_chapter import large_chapter

PEOPLE = 20_000
pytestmark = pytest.mark.benchmark


def test_20_000_people_are_looked_through_within_three_seconds_and_it_can_be_stopped(tmp_path):
    db = large_chapter(tmp_path / "chapter.db", PEOPLE, meetings=40, sign_ins=10_000)
    try:
        heard = [perf_counter()]
        found = LikelyDoubles(db).find(lambda _done, _all: heard.append(perf_counter()))
        took = perf_counter() - heard[0]
    finally:
        db.close()
    waits = [later - earlier for earlier, later in pairwise(heard)]
    print(f"{len(found):,} pairs in {took:.2f} s, told at least every {max(waits):.2f} s")
    assert found and took < 3 and max(waits) < 0.5
