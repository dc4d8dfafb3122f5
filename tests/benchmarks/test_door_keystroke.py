"""The door, one keystroke among 100,000 people: text changed -> rows ready, against one scan of the names."""

from dataclasses import dataclass
from functools import partial
from time import perf_counter

import pytest

from chapter_desk.core.members.folding import folded
from chapter_desk.core.members.people_index import Hit, PeopleIndex
from tests.benchmarks.crowd import crowd
from tests.benchmarks.interleaved import interleaved_pairs

pytestmark = pytest.mark.benchmark

PEOPLE = 100_000
QUERIES = [
    "maria gutierrez", "María García", "garcia maria", "mar gu", "jam wil", "smith", "smiht", "gutiereez",
    "rodirguez", "washignton", "elizabeth smith", "ehlizabeth", "li", "ng", "jo", "bo li", "jo ng", "al",
    "oneill", "O’Neill", "peña", "nuñez jo", "nguyen", "lupe", "jim brown", "pancho lopez",
    "0141", "555-0199", "23508", "phone bank",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """What the door's list shows of a hit: the cost of making it belongs to the keystroke."""

    name: str
    hint: str
    phone_ends: str
    spans: tuple[tuple[int, int], ...]


def _row(hit: Hit) -> _Row:
    phone = hit.person.phones[0][-2:] if hit.person.phones else ""
    return _Row(hit.person.display_name, hit.person.postal_code[:3] + "••", phone, hit.spans)


def test_a_keystroke_at_the_door_costs_less_than_two_scans_of_the_names():
    people = crowd(PEOPLE)
    names = [folded(person.display_name) for person in people]
    index = PeopleIndex()
    index.replace_all(people)
    keystrokes = [query[:letters] for query in QUERIES for letters in range(1, len(query) + 1)]
    assert len(QUERIES) == 30

    def ours(typed):
        return [_row(hit) for hit in index.search(typed)]

    def bare(typed):
        return [place for place, name in enumerate(names) if typed in name]

    pairs = [(partial(ours, typed), partial(bare, folded(typed))) for typed in keystrokes * 3]
    comparison = interleaved_pairs("door, one keystroke", pairs, warm_up=20)
    assert comparison.ratio(95) <= 2
    assert comparison.ratio(50) <= 2


def test_the_index_is_built_while_the_first_page_is_drawn():
    people = crowd(PEOPLE)
    for count, most_s in ((10_000, 0.3), (PEOPLE, 3.0)):
        start = perf_counter()
        PeopleIndex().replace_all(people[:count])
        took = perf_counter() - start
        print(f"\nindex of {count} people built in {took * 1000:.0f} ms")
        assert took <= most_s
