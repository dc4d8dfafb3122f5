"""Days as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.gui.widgets.day_field import NotADay, day_words, read_day, short_day
from chapter_desk.i18n import speaking

TODAY = date(2026, 11, 12)  # a Thursday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("today", TODAY),
        (" Tomorrow ", date(2026, 11, 13)),
        ("thursday", TODAY),
        ("sat", date(2026, 11, 14)),
        ("May 4", date(2027, 5, 4)),
        ("nov 1", date(2026, 11, 1)),
        ("sept 2 2027", date(2027, 9, 2)),
        ("5/4", date(2027, 5, 4)),
        ("12/1/26", date(2026, 12, 1)),
        ("2027-02-28", date(2027, 2, 28)),
        ("feb 29", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_as_it_is_said(typed, meant):
    assert read_day(typed, TODAY) == meant


def test_a_day_without_a_year_looks_back_where_only_the_past_makes_sense():
    assert read_day("May 4", TODAY, ahead=False) == date(2026, 5, 4)
    assert read_day("sat", TODAY, ahead=False) == date(2026, 11, 7)
    assert read_day("dec 1", TODAY, ahead=False) == date(2025, 12, 1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("13/25/24", "No month 13"),
        ("2/30", "That month has no day 30"),
        ("soon", "Type a day such as Nov 12, 2026."),
        ("ma 3", "Type a day such as Nov 12, 2026."),
        ("1/1/9999", "No year 9999 here"),
    ],
)
def test_what_is_no_day_says_why(typed, words):
    with pytest.raises(NotADay) as problem:
        read_day(typed, TODAY)
    assert str(problem.value) == words


def test_in_spanish_the_day_comes_before_the_month():
    with speaking("es"):
        assert read_day("4/5", TODAY) == date(2027, 5, 4)
        assert read_day("4 de mayo de 2027", TODAY) == date(2027, 5, 4)
        assert read_day("sábado", TODAY) == date(2026, 11, 14)
        assert read_day(day_words(TODAY), TODAY) == TODAY
        assert short_day(TODAY, TODAY) == "12 nov"


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.sampled_from(["en", "es"]))
def test_every_day_in_words_is_read_back_as_the_same(day, code):
    with speaking(code):
        assert read_day(day_words(day), TODAY) == day
        assert read_day(day.isoformat(), TODAY) == day


@given(st.integers(-59, 300))
def test_a_day_without_its_year_is_the_same_near_today(days):
    day = TODAY + timedelta(days=days)
    typed = f"{day.month}/{day.day}"
    assert read_day(typed, TODAY) == day


@given(st.text(max_size=30))
def test_nothing_that_is_typed_is_more_than_no_day(typed):
    try:
        read_day(typed, TODAY)
    except NotADay as problem:
        assert str(problem)
