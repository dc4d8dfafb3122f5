"""The greeter's PIN: right or wrong, and slower with each wrong try."""

from datetime import timedelta

import pytest

from chapter_desk.core.meetings.pin import MOST_TRIES, Pin
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.errors import PinRefused

CHEAP = Cost(8, 1)


@pytest.fixture
def pin(db):
    pin = Pin(db, CHEAP)
    pin.choose("2468")
    return pin


def test_a_laptop_has_no_pin_until_one_is_chosen(db):
    pin = Pin(db, CHEAP)
    assert not pin.is_set() and not pin.attempt("2468").right
    pin.choose("2468")
    assert pin.is_set() and pin.attempt("2468").right


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("123", "not-digits"), ("123456789", "not-digits"), ("12a4", "not-digits"), ("", "not-digits"),
     ("٢٤٦٨", "not-digits"), ("1111", "guessable"), ("1234", "guessable"), ("9876", "guessable")],
)  # fmt: skip
def test_a_pin_that_is_none_or_that_everybody_tries_is_refused(pin, typed, reason):
    with pytest.raises(PinRefused) as refused:
        pin.choose(typed)
    assert refused.value.reason == reason
    assert pin.attempt("2468").right


def test_wrong_tries_wait_longer_each_and_end_with_the_passphrase(pin, clock):
    assert [pin.attempt("1357").wait for _ in range(2)] == [timedelta(), timedelta()]
    third = pin.attempt("1357")
    assert (third.wait, third.passphrase_only) == (timedelta(seconds=5), False)
    early = pin.attempt("2468")
    assert not early.right and early.wait > timedelta()
    clock.pass_(seconds=6)
    assert pin.attempt("1357").wait == timedelta(seconds=10)
    clock.pass_(seconds=11)
    last = pin.attempt("1357")
    assert last.passphrase_only and MOST_TRIES == 5
    clock.pass_(hours=1)
    assert not pin.attempt("2468").right
    pin.passphrase_was_right()
    assert pin.attempt("2468").right


def test_without_a_passphrase_nobody_is_locked_in(db, clock):
    pin = Pin(db, CHEAP, has_passphrase=False)
    pin.choose("2468")
    for _try in range(MOST_TRIES + 2):
        assert not pin.attempt("1357").passphrase_only
        clock.pass_(hours=1)
    assert pin.attempt("2468").right


def test_a_right_pin_forgets_the_wrong_tries(pin):
    pin.attempt("1357"), pin.attempt("1357")
    assert pin.attempt("2468").right
    assert pin.attempt("1357").wait == timedelta()


def test_the_waiting_outlives_the_program(db, pin):
    for _ in range(3):
        pin.attempt("1357")
    assert Pin(db, CHEAP).standing().wait > timedelta()


def test_the_pin_itself_is_nowhere_in_the_file(db, pin):
    with db.read() as connection:
        kept = connection.exec_driver_sql("SELECT value FROM setting WHERE key = 'kiosk-pin'").scalar()
    assert "2468" not in kept
