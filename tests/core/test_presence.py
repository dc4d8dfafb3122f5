"""Who was in the room when: whatever the order of comings and goings, and whoever asks."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.meetings.presence import (
    ENTRY,
    EXIT,
    Passing,
    Stay,
    heads_over_time,
    present_at,
    stays,
    stays_of_all,
)

SEVEN = datetime(2026, 11, 13, 0, 0, tzinfo=UTC)


def minute(number):
    return SEVEN + timedelta(minutes=number)


_PASSINGS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from([ENTRY, EXIT]), st.integers(0, 12)), max_size=14
).map(lambda each: [Passing(who, kind, minute(at), f"{n:03}") for n, (who, kind, at) in enumerate(each)])


def test_somebody_leaves_and_comes_back():
    comings = [
        Passing("ana", ENTRY, minute(0), "1"),
        Passing("ana", ENTRY, minute(3), "2"),  # the other door
        Passing("ana", EXIT, minute(20), "3"),
        Passing("ana", ENTRY, minute(40), "4"),
    ]
    assert stays(comings) == (Stay(minute(0), "1", minute(20)), Stay(minute(40), "4"))
    everybody = stays_of_all(comings)
    seen = [bool(present_at(everybody, minute(at))) for at in (-1, 0, 19, 20, 39, 40, 99)]
    assert seen == [False, True, True, False, False, True, True]


def test_an_exit_of_somebody_who_is_not_in_is_nothing():
    assert stays([Passing("ana", EXIT, minute(0), "1")]) == ()
    assert stays_of_all([Passing("ana", EXIT, minute(0), "1")]) == {}


@given(_PASSINGS, st.randoms())
def test_the_order_in_which_laptops_are_heard_changes_nothing(comings, random):
    shuffled = list(comings)
    random.shuffle(shuffled)
    assert stays_of_all(shuffled) == stays_of_all(comings)


@given(_PASSINGS, st.integers(-1, 14))
def test_present_is_whoever_passed_inwards_last(comings, at):
    """The definition, said the other way: replay everything up to the moment."""
    inside = set()
    for each in sorted(comings, key=lambda passing: (passing.at, passing.id)):
        if each.at > minute(at):
            break
        (inside.add if each.type == ENTRY else inside.discard)(each.who)
    assert present_at(stays_of_all(comings), minute(at)) == inside


@given(_PASSINGS)
def test_heads_over_time_are_those_present_from_each_change_on(comings):
    everybody = stays_of_all(comings)
    for moment, heads in heads_over_time(everybody):
        assert heads == len(present_at(everybody, moment))


@given(_PASSINGS)
def test_stays_of_one_person_never_overlap(comings):
    for theirs in stays_of_all(comings).values():
        for before, after in pairwise(theirs):
            assert before.left is not None and before.came <= before.left <= after.came
        assert all(each.left is not None for each in theirs[:-1])
