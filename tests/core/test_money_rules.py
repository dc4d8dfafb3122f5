"""Money rules as data: limits, what is asked, the day to hand over, and whom to ask first."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.fundraising.offices import office_of, offices
from chapter_desk.core.fundraising.rules import (
    CASH_BOX,
    NO_FUNDRAISING,
    missing_facts,
    over_limit,
    parsed_rules,
    shipped_rules,
)

BOX = shipped_rules().rule(CASH_BOX)
FEC = parsed_rules((Path(__file__).parents[1] / "data" / "fec_rules.toml").read_text(encoding="utf-8"))


def test_no_fundraising_holds_until_somebody_chooses_and_for_a_rule_of_a_later_version():
    rules = shipped_rules()
    assert rules.default == NO_FUNDRAISING
    assert not rules.rule(NO_FUNDRAISING).money_entry
    assert rules.rule("of-a-later-version") is rules.rule(NO_FUNDRAISING)
    assert [each.id for each in rules.rules] == [NO_FUNDRAISING, CASH_BOX]


@pytest.mark.parametrize("rule", shipped_rules().rules, ids=lambda rule: rule.id)
def test_each_rule_is_told_in_both_languages(rule):
    for text in (rule.title, rule.about, shipped_rules().notice):
        assert text.en and text.es and text.en != text.es


@pytest.mark.parametrize(("cents", "over"), [(5000, False), (5001, True), (6000, True), (1, False)])
def test_over_fifty_is_more_than_fifty(cents, over):
    assert (over_limit(BOX, cents, "cash", named=False) is not None) is over
    assert (BOX.tier(cents).id == "over-50") is over


def test_sixty_without_a_name_keeps_fifty_and_sets_ten_aside():
    over = over_limit(BOX, 6000, "cash", named=False)
    assert (over.limit, over.keep_cents, over.aside_cents) == ("anonymous-cash", 5000, 1000)


def test_cash_of_one_person_adds_up_and_checks_have_no_limit():
    assert over_limit(BOX, 10000, "cash", named=True) is None
    assert over_limit(BOX, 10001, "cash", named=True).aside_cents == 1
    again = over_limit(BOX, 6000, "cash", named=True, cash_before_cents=6000)
    assert (again.keep_cents, again.aside_cents) == (4000, 2000)
    assert over_limit(BOX, 500, "cash", named=True, cash_before_cents=20000).keep_cents == 0
    assert over_limit(BOX, 30000, "check", named=True) is None
    assert over_limit(BOX, 30000, "check", named=False) is None


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.booleans())
def test_what_is_kept_and_what_is_set_aside_is_what_was_given(cents, before, named):
    over = over_limit(BOX, cents, "cash", named=named, cash_before_cents=before)
    if over is not None:
        assert over.keep_cents + over.aside_cents == cents
        assert over.aside_cents > 0 <= over.keep_cents


def test_what_is_missing_is_what_the_tier_requires():
    assert missing_facts(BOX, 5000, frozenset()) == ()
    assert missing_facts(BOX, 5001, frozenset()) == ("name", "address")
    assert missing_facts(BOX, 5001, frozenset({"name"})) == ("address",)
    assert missing_facts(BOX, 5001, frozenset({"name", "address"})) == ()
    assert missing_facts(shipped_rules().rule(NO_FUNDRAISING), 99999, frozenset()) == ()


def test_the_cash_box_is_handed_over_within_ten_days():
    assert BOX.hand_over_by(date(2017, 4, 23), 2700) == date(2017, 5, 3)
    assert BOX.hand_over_by(date(2017, 12, 28), 6000) == date(2018, 1, 7)


@pytest.mark.parametrize(
    ("rule", "gifts", "tiers"),
    [
        ("fec-nonconnected", [5000, 5001], ["up-to-50", "over-50"]),
        ("fec-nonconnected", [10000, 10000, 1], ["over-50", "over-50", "over-200-year"]),
        ("fec-nonconnected", [20000, 2500, 2500], ["over-50", "over-200-year", "over-200-year"]),
        ("fec-nonconnected", [20001], ["over-200-year"]),
        ("fec-candidate", [2700, 2700, 2700], ["up-to-50", "up-to-50", "up-to-50"]),
    ],
)
def test_a_rule_of_law_follows_as_data(rule, gifts, tiers):
    before = [sum(gifts[:number]) for number in range(len(gifts))]
    found = [FEC.rule(rule).tier(cents, year) for cents, year in zip(gifts, before, strict=True)]
    assert [tier.id for tier in found] == tiers


@pytest.mark.parametrize(
    ("rule", "cents", "by"),
    [
        ("fec-nonconnected", 5000, date(2017, 5, 23)),
        ("fec-nonconnected", 5001, date(2017, 5, 3)),
        ("fec-candidate", 2700, date(2017, 5, 3)),
    ],
)
def test_the_day_to_hand_over_is_the_tiers(rule, cents, by):
    assert FEC.rule(rule).hand_over_by(date(2017, 4, 23), cents) == by


def test_each_state_has_an_office_named_in_both_languages():
    assert len(offices()) == 52
    assert all(each.name.en and each.name.es and each.in_state.es for each in offices().values())
    assert sum(each.secretary for each in offices().values()) == 21
    assert {each.state for each in offices().values() if not each.sure} == {"DE", "SD", "UT", "WI"}


def test_virginia_asks_the_department_of_elections_and_nevada_the_secretary_of_state():
    virginia, nevada = office_of("va"), office_of("NV")
    assert (virginia.name.en, virginia.secretary) == ("Department of Elections", False)
    assert (nevada.name.en, nevada.secretary) == ("Secretary of State", True)
    assert office_of("") is None and office_of("AE") is None
