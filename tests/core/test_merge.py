"""The merge is a join: whatever the order, the portions and the repetitions, one and the same row."""

from collections.abc import Callable
from functools import reduce
from itertools import permutations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from chapter_desk.core.sync import merge
from chapter_desk.core.sync.merge import TwoAnswers, fields_of_row, joined, row_of_fields, two_answers
from chapter_desk.store import schema
from chapter_desk.store.fingerprint import row_hash
from chapter_desk.store.tombstones import masked

Join = Callable[..., dict]

quick = settings(max_examples=150, report_multiple_bugs=False, phases=[Phase.generate])

ANA, BO = "ana", "bo"
LAPTOPS = st.sampled_from(["desk", "door"])
STAMPS = st.tuples(st.integers(1, 4), LAPTOPS)
VALUES = st.sampled_from([None, "x", "y", "ž"])


@st.composite
def field_rows(draw, table=schema.exception):
    """A row as some history may have left it, with a field of a later version and people that move."""
    fields = {
        "raw": st.sampled_from([None, '{"name":"Ana"}', '{"name":"Bo"}']),
        "reason": VALUES,
        "person_id": st.sampled_from([None, ANA, BO]),
        "removed_at": st.sampled_from([None, "2026-11-12T19:00:00.000Z"]),
        "shoe_size": VALUES,
    }
    maker = {"id": "row", "made_clock": None, "made_replica": None, "made_by": None}
    made = draw(st.none() | STAMPS)
    if made is not None:
        maker |= {"made_clock": made[0], "made_replica": made[1], "made_by": draw(VALUES)}
    written = draw(st.dictionaries(st.sampled_from(sorted(fields)), STAMPS, max_size=4))
    return row_of_fields(table, maker, {f: (draw(fields[f]), stamp) for f, stamp in written.items()})


@st.composite
def grown_rows(draw):
    """Rows of one id that should have been equal and, by somebody's fault, are not; or a shell."""
    row = dict.fromkeys(("id", *schema.fields_of(schema.sign_in), "made_clock", "made_replica", "made_by"))
    row |= {"id": "row", "stamps": None, "unknown_fields": draw(st.sampled_from([None, '{"shoe_size":"x"}']))}
    if draw(st.integers(0, 5)) == 0:
        return row | {"unknown_fields": None}
    row["made_clock"], row["made_replica"] = draw(STAMPS)
    row |= {"person_id": ANA, "method": draw(VALUES), "name_as_written": draw(VALUES)}
    return row


ROWS = st.one_of(
    st.tuples(st.just(schema.exception), st.lists(field_rows(), min_size=3, max_size=3)),
    st.tuples(st.just(schema.sign_in), st.lists(grown_rows(), min_size=3, max_size=3)),
)


def any_order_gives_one_row(join: Join) -> None:
    @quick
    @given(ROWS)
    def holds(drawn):
        table, rows = drawn
        results = [reduce(lambda a, b: join(table, a, b), order) for order in permutations(rows)]
        assert all(result == results[0] for result in results)

    holds()


def again_changes_nothing(join: Join) -> None:
    @quick
    @given(ROWS)
    def holds(drawn):
        table, (a, b, _) = drawn
        both = join(table, a, b)
        assert join(table, a, a) == a
        assert join(table, both, a) == both == join(table, both, b)

    holds()


def portions_make_no_difference(join: Join) -> None:
    @quick
    @given(ROWS)
    def holds(drawn):
        table, (a, b, c) = drawn
        assert join(table, a, join(table, b, c)) == join(table, join(table, a, b), c)

    holds()


def every_write_counts(join: Join) -> None:
    """No field that either side knows is dropped, and the later write stands."""

    @quick
    @given(field_rows(), field_rows())
    def holds(a, b):
        both = fields_of_row(schema.exception, join(schema.exception, a, b))
        for side in (a, b):
            for field, (_value, stamp) in fields_of_row(schema.exception, side).items():
                assert both[field][1] >= stamp

    holds()


PROPERTIES = [any_order_gives_one_row, again_changes_nothing, portions_make_no_difference, every_write_counts]


@pytest.mark.parametrize("holds", PROPERTIES)
def test_the_merge_is_a_join(holds):
    holds(joined)


def clock_alone_decides(table, mine, theirs):
    if table is schema.sign_in:
        return joined(table, mine, theirs)
    ours, others = fields_of_row(table, mine), fields_of_row(table, theirs)
    fields = ours | {f: other for f, other in others.items() if f not in ours or other[1][0] >= ours[f][1][0]}
    return row_of_fields(table, min(mine, theirs, key=merge._making), fields)


def value_never_breaks_a_tie(table, mine, theirs):
    if table is schema.sign_in:
        return joined(table, mine, theirs)
    ours, others = fields_of_row(table, mine), fields_of_row(table, theirs)
    fields = ours | {f: other for f, other in others.items() if f not in ours or other[1] > ours[f][1]}
    return row_of_fields(table, min(mine, theirs, key=merge._making), fields)


def my_making_stands(table, mine, theirs):
    return joined(table, mine, theirs) | {"made_clock": mine["made_clock"]}


def stamps_as_they_came(table, mine, theirs):
    return joined(table, mine, theirs) | {"stamps": mine["stamps"] or theirs["stamps"]}


def unknown_fields_dropped(table, mine, theirs):
    return joined(table, mine, theirs | {"unknown_fields": None})


def first_come_first_served(table, mine, theirs):
    if table is schema.sign_in:
        return theirs if merge.is_shell(mine) else mine
    return joined(table, mine, theirs)


def the_shell_wins(table, mine, theirs):
    return theirs if merge.is_shell(theirs) else joined(table, mine, theirs)


@pytest.mark.parametrize(
    "bug",
    [
        clock_alone_decides,
        value_never_breaks_a_tie,
        my_making_stands,
        stamps_as_they_came,
        unknown_fields_dropped,
        first_come_first_served,
        the_shell_wins,
    ],
)
def test_a_planted_bug_is_found(bug):
    found = []
    for holds in PROPERTIES:
        try:
            holds(bug)
        except (AssertionError, KeyError, TypeError):
            found.append(holds)
    assert found, f"no property notices that {bug.__name__}"


FORGOTTEN_ANA = frozenset({ANA})


def arrived(join, events):
    """Take rows and one tombstone in, one after another, as a laptop does; return what is left."""
    row, forgotten = None, frozenset()
    for event in events:
        if event is FORGOTTEN_ANA:
            forgotten = FORGOTTEN_ANA
        else:
            theirs = masked(schema.sign_in, event, forgotten)
            row = theirs if row is None else join(schema.sign_in, row, theirs)
        if row is not None:
            row = masked(schema.sign_in, row, forgotten)
    return row


def tombstones_come_at_any_time(join: Join) -> None:
    @quick
    @given(grown_rows(), grown_rows())
    def holds(a, b):
        results = [arrived(join, order) for order in permutations((a, b, FORGOTTEN_ANA))]
        assert all(result == results[0] for result in results)
        assert results[0]["name_as_written"] is None

    holds()


def test_a_tombstone_before_between_or_after_leaves_the_same():
    tombstones_come_at_any_time(joined)


def test_comparing_before_masking_is_found():
    def whole_bytes_decide(table, mine, theirs):
        if merge.is_shell(mine) or merge.is_shell(theirs):
            return joined(table, mine, theirs)
        return min(mine, theirs, key=lambda row: (merge._making(row), str(row["name_as_written"]), str(row)))

    with pytest.raises(AssertionError):
        tombstones_come_at_any_time(whole_bytes_decide)


@quick
@given(field_rows())
def test_a_row_is_its_fields_and_its_making(row):
    assert row_of_fields(schema.exception, row, fields_of_row(schema.exception, row)) == row
    assert merge.canonical_row(schema.exception, row) == row


def test_a_version_that_knows_the_field_counts_the_same():
    maker = {"id": "row", "made_clock": 1, "made_replica": "desk", "made_by": None}
    row = row_of_fields(
        schema.tag, maker, {"name": ("Ward 3", (1, "desk")), "colour": ("green", (2, "door"))}
    )
    assert row["unknown_fields"] == '{"colour":"green"}'
    later = {name: value for name, value in row.items() if name != "unknown_fields"} | {"colour": "green"}
    assert row_hash("tag", row) == row_hash("tag", later | {"unknown_fields": None})


def an_exception(**fields):
    maker = {"id": "row", "made_clock": 1, "made_replica": "desk", "made_by": None}
    return row_of_fields(schema.exception, maker, fields)


def test_two_answers_are_writes_that_did_not_know_of_each_other():
    mine = an_exception(reason=("no name", (5, "desk")), solution=("same", (1, "desk")))
    theirs = an_exception(reason=("two names", (7, "door")), solution=("same", (1, "desk")))

    assert two_answers(schema.exception, mine, theirs, {"desk": 5, "door": 2}, {"desk": 4, "door": 7}) == [
        TwoAnswers("reason", winner=("two names", (7, "door")), loser=("no name", (5, "desk")))
    ]
    assert not two_answers(schema.exception, mine, theirs, {"desk": 5, "door": 2}, {"desk": 5, "door": 7})
    assert not two_answers(schema.exception, mine, theirs, {"desk": 5, "door": 7}, {"desk": 4, "door": 7})
