"""Rows from a bundle fit their table or the whole bundle is refused; nothing else ever sees them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter_desk.core.sync.incoming import PORTION, latest_believed, portions
from chapter_desk.errors import BundleRefused
from chapter_desk.store import schema
from chapter_desk.store.clock import milliseconds
from tests.exchanging import SEVEN_PM

NOW = latest_believed(0, SEVEN_PM)
CLOCK = milliseconds(SEVEN_PM) << 16
GOOD = {"id": "ana", "made_clock": CLOCK, "made_replica": "desk", "made_by": "tyrone", "display_name": "Ana"}


def line(**changes) -> bytes:
    row = {key: value for key, value in (GOOD | changes).items() if value is not ...}
    return json.dumps(row, ensure_ascii=False).encode()


def read(*lines: bytes, table=schema.person):
    return [row for portion in portions(table, lines, latest=NOW) for row in portion.rows]


def test_a_good_row_comes_whole():
    (row,) = read(line(stamps={"employer": [CLOCK + 1, "door"]}, employer="Port", shoe_size="38"))
    assert (row["display_name"], row["employer"]) == ("Ana", "Port")
    assert row["stamps"] == f'{{"employer":[{CLOCK + 1},"door"]}}'
    assert row["unknown_fields"] == '{"shoe_size":"38"}'
    assert row["sort_name"] is None


def test_stamps_are_made_canonical():
    (row,) = read(line(stamps={"display_name": [CLOCK, "desk"]}))
    assert row["stamps"] is None


def test_a_row_edited_where_only_a_shell_was_needs_no_maker():
    edited = {"made_clock": ..., "made_replica": ..., "made_by": ...}
    (row,) = read(line(**edited, stamps={"display_name": [CLOCK, "desk"]}))
    assert row["made_clock"] is None and row["display_name"] == "Ana"


@pytest.mark.parametrize(
    "changes",
    [
        {"id": ...},
        {"id": ""},
        {"id": "a" * 65},
        {"id": "../etc"},
        {"id": "a b"},
        {"id": 7},
        {"display_name": "Jose\u0301"},
        {"other_names": '["Jose\u0301"]'},
        {"made_clock": ...},
        {"made_clock": 0},
        {"made_clock": -1},
        {"made_clock": 2**63},
        {"made_clock": "1"},
        {"made_clock": True},
        {"made_replica": ...},
        {"made_replica": ""},
        {"made_by": "a b"},
        {"display_name": 7},
        {"display_name": "a\x00b"},
        {"display_name": "a\x1bb"},
        {"display_name": "x" * 200_001},
        {"do_not_contact": 2},
        {"do_not_contact": True},
        {"do_not_contact": "1"},
        {"deceased_on": "2026-02-30"},
        {"deceased_on": "yesterday"},
        {"archived_at": "2026-05-12T23:00:00Z"},
        {"archived_at": "2026-05-12 23:00:00.000Z"},
        {"archived_at": "2026-05-12T23:00:00.000+"},
        {"other_names": "not json"},
        {"other_names": '["a", "b"]'},  # not as we write it: equal rows must be equal bytes
        {"other_names": '["a\\u0000"]'},
        {"other_names": ["a"]},
        {"brought_by": "no id, this"},
        {"stamps": {}},
        {"stamps": {"display_name": [0, "desk"]}},
        {"stamps": {"display_name": [CLOCK, ""]}},
        {"stamps": {"id": [CLOCK, "desk"]}},
        {"stamps": {"Display": [CLOCK, "desk"]}},
        {"stamps": "later"},
        {"unknown_fields": "{}"},
        {"change_seq": 7},
        {"chapter_id": "another"},
        {"table": "person"},
        {"Shoe": "38"},
        {"shoe_size": {"eu": [CLOCK, "38"]}},
        {"shoe_size": 1.5},
        {f"field_{n}": "x" for n in range(65)},
        {"made_clock": ..., "made_replica": ..., "made_by": ...},
    ],
    ids=lambda changes: ",".join(f"{k}={v!r:.20}" for k, v in list(changes.items())[:2]),
)
def test_what_cannot_be_is_refused(changes):
    with pytest.raises(BundleRefused) as refused:
        read(line(), line(**{"id": "bo"} | changes))
    assert refused.value.reason == "wrong-content"
    assert "Ana" not in refused.value.detail


@pytest.mark.parametrize(
    "untrusted", [b"", b"[]", b"null", b"{", b'{"id":"\\ud800"}', b"\xff", b"[" * 100_000, b'"x"']
)
def test_what_is_no_row_is_refused(untrusted):
    with pytest.raises(BundleRefused):
        read(untrusted)


def test_one_id_twice_is_refused():
    with pytest.raises(BundleRefused):
        read(line(), line(display_name="Another"))


def test_rows_that_only_grow_need_their_maker():
    with pytest.raises(BundleRefused):
        read(b'{"id":"x","stamps":{"at":[5,"desk"]}}', table=schema.sign_in)


def test_ordinary_signs_in_texts_are_no_trouble():
    (row,) = read(line(display_name="Zoë\tO'Neill\nاسم 🎈 \\b \\u0041"))
    assert row["display_name"] == "Zoë\tO'Neill\nاسم 🎈 \\b \\u0041"


def test_what_is_stamped_too_far_ahead_waits():
    ahead = (milliseconds(SEVEN_PM) + 49 * 3600 * 1000) << 16
    (portion,) = portions(
        schema.person,
        [line(), line(id="bo", made_clock=ahead), line(id="cy", stamps={"employer": [ahead, "door"]})],
        latest=NOW,
    )
    assert ([row["id"] for row in portion.rows], portion.ahead, portion.latest) == (["ana"], 2, CLOCK)


def test_a_laptop_whose_date_fell_back_believes_its_own_stamps_and_not_its_wall():
    last = milliseconds(SEVEN_PM) << 16
    assert latest_believed(last, SEVEN_PM.replace(year=2024)) == latest_believed(last, SEVEN_PM)
    assert latest_believed(last, SEVEN_PM.replace(hour=1)) < latest_believed(last, SEVEN_PM)


def test_rows_come_in_portions():
    lines = [line(id=f"p{number}") for number in range(PORTION + 1)]
    assert [len(portion.rows) for portion in portions(schema.person, lines, latest=NOW)] == [PORTION, 1]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
COLUMNS = [*schema.fields_of(schema.exception), "id", "made_clock", "made_replica", "made_by", "stamps"]


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(COLUMNS) | st.text(max_size=8), JSON, max_size=6) | JSON)
def test_whatever_comes_it_is_a_row_or_refused(value):
    untrusted = json.dumps(value).encode()
    try:
        rows = read(untrusted, table=schema.exception)
    except BundleRefused:
        return
    for row in rows:
        assert set(row) == {*COLUMNS, "unknown_fields"}
        assert all(value is None or isinstance(value, str | int) for value in row.values())


@settings(max_examples=100)
@given(st.binary(max_size=60))
def test_arbitrary_bytes_never_crash_the_reader(untrusted):
    with pytest.raises(BundleRefused):
        read(untrusted)
