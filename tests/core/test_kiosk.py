"""The kiosk: a person finds themselves, and nobody learns who else there is."""

from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from chapter_desk.core.meetings.kiosk import (
    LOOKED_TOO_LONG,
    LOOKING_TIME,
    MOST_LOOKED_AT,
    MOST_SHOWN,
    Kiosk,
    short_name,
)
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.roster import Roster
from chapter_desk.store import schema


@pytest.fixture
def roster(db, pack):
    roster = Roster(db, rule_of(pack))
    roster.load()
    db.on_commit = roster.heard
    return roster


@pytest.fixture
def kiosk(db, roster, clock):
    return Kiosk(db, roster, clock)


def names(found):
    return [match.name for match in found.matches]


def test_nobody_is_shown_under_three_letters_and_it_says_how_many_are_missing(kiosk, person):
    person("Maria Garcia")
    for typed, missing in (("", 3), ("m", 2), ("ma", 1), (" m. a", 1), ("..", 3)):
        found = kiosk.find(typed)
        assert (found.matches, found.letters_missing) == ((), missing), typed
    assert names(kiosk.find("mar")) == ["Maria G."]


def test_a_name_of_two_letters_is_found_by_the_whole_of_it(kiosk, person):
    li, ng = person("Li Bo"), person("Jo Ng")
    person("Lilian Noor")
    assert [match.person_id for match in kiosk.find_exactly("li").matches] == [li]
    assert [match.person_id for match in kiosk.find_exactly("Ng").matches] == [ng]
    assert kiosk.find_exactly("l").matches == ()


def test_at_most_five_are_shown_and_never_how_many_more_there_are(kiosk, person):
    for family in ("Adams", "Bell", "Cruz", "Dunn", "Ellis", "Ford", "Gray"):
        person(f"Marisol {family}")
    found = kiosk.find("marisol")
    assert (len(found.matches), found.too_many) == (MOST_SHOWN, True)
    assert 7 not in asdict(found).values()


def test_a_match_gives_away_a_first_name_an_initial_and_two_masked_hints(kiosk, person):
    person("Maria Gutierrez", phone_numbers=["757-555-0141"], postal_addresses=["23517"],
           email_addresses=["maria.g@example.org"])  # fmt: skip
    (match,) = kiosk.find("gutierrez").matches
    assert (match.name, match.zip_hint, match.phone_ends) == ("Maria G.", "235••", "41")
    shown = str(asdict(match))
    assert not any(text in shown for text in ("Gutierrez", "555", "23517", "example"))


@pytest.mark.parametrize("typed", ["0141", "757-555-0141", "23517", "maria.g@example.org", "example"])
def test_only_names_find_anybody(kiosk, person, typed):
    person("Maria Gutierrez", phone_numbers=["757-555-0141"], postal_addresses=["23517"],
           email_addresses=["maria.g@example.org"])  # fmt: skip
    assert kiosk.find(typed).matches == ()


def test_who_died_is_not_offered_and_who_is_in_looks_like_everybody(
    kiosk, records, sign_ins, person, meeting
):
    senior, junior = person("Luis Rodriguez"), person("Luis Rodriguez Jr.")
    records.edit(senior, {"deceased_on": date(2026, 1, 20)})
    before = kiosk.find("luis")
    sign_ins.sign_in(meeting(), junior)
    assert kiosk.find("luis") == before
    assert [match.person_id for match in before.matches] == [junior]


def test_whoever_only_looks_is_answered_whole_names_until_somebody_signs_in(db, kiosk, clock, person):
    for number in range(MOST_LOOKED_AT + 10):
        person(f"Zoe{chr(97 + number // 26)}{chr(97 + number % 26)} Lantern")
    for number in range(MOST_LOOKED_AT + 10):
        kiosk.find(f"zoe{chr(97 + number // 26)}{chr(97 + number % 26)}")
    looked = kiosk.find("zoeaa")
    assert (looked.matches, looked.whole_name_only) == ((), True)
    assert names(kiosk.find("Zoeaa Lantern")) == ["Zoeaa L."]
    log = schema.access_log
    with db.read() as connection:
        kept = connection.execute(select(log.c.details).where(log.c.what == LOOKED_TOO_LONG)).scalars().all()
    assert kept == [{"shown": MOST_LOOKED_AT}]
    kiosk.came_in()
    assert names(kiosk.find("zoeaa")) == ["Zoeaa L."]


def test_after_a_while_the_kiosk_answers_again(kiosk, clock, person):
    for number in range(MOST_LOOKED_AT):
        person(f"Zoe{chr(97 + number // 26)}{chr(97 + number % 26)} Lantern")
        kiosk.find(f"zoe{chr(97 + number // 26)}{chr(97 + number % 26)}")
    assert kiosk.find("zoeaa").whole_name_only
    clock.pass_(seconds=LOOKING_TIME.total_seconds() + 1)
    assert names(kiosk.find("zoeaa")) == ["Zoeaa L."]


@pytest.mark.parametrize(
    ("display", "sort", "shown"),
    [
        ("María Guadalupe Hernández Ríos", "Hernández Ríos, María Guadalupe", "María H."),
        ("José de la Cruz", "de la Cruz, José", "José D."),
        ("'Akau'ola Vake", "Vake, 'Akau'ola", "'Akau'ola V."),
        ("Siobhan O'Neill", "O'Neill, Siobhan", "Siobhan O."),
        ("Wulandari", "Wulandari", "Wulandari"),
        ("김민준", "김민준", "김민준"),
        ("Fatima Al-Ahmad", "Al-Ahmad, Fatima", "Fatima A."),
        ("Robin", ", ", "Robin"),
    ],
)
def test_a_first_name_and_an_initial(display, sort, shown):
    assert short_name(display, sort) == shown


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_name_breaks_the_mask(display, sort):
    shown = short_name(display, sort)
    assert len(shown) <= max(len(display), len(sort) + 3)
