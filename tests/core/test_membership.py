from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.members.membership import (
    NOT_A_MEMBER,
    Evidence,
    MembershipRule,
    rule_of,
    standing,
)
from chapter_desk.core.national.pack import read_pack, sample_pack_folder

DAY = date(2026, 5, 12)
RULE = MembershipRule(frozenset({"meeting", "training", "rally"}), minimum_gift_cents=1)


def sign_in(id="s1", on=DAY, kind="meeting"):
    return Evidence("sign_in", id, on, "May meeting", meeting_kind=kind)


def gift(id="g1", on=DAY, cents=300):
    return Evidence("gift", id, on, "Gift", amount_cents=cents)


def test_coming_once_makes_a_member_from_that_day():
    found = standing([sign_in()], RULE, DAY)

    assert (found.member, found.since, found.because) == (True, DAY, (sign_in(),))


def test_giving_once_makes_a_member_who_never_came():
    assert standing([gift(cents=1)], RULE, DAY).since == DAY


def test_nothing_on_file_makes_no_member():
    assert standing([], RULE, DAY) == NOT_A_MEMBER


def test_a_call_makes_no_member_but_stays_on_file():
    assert standing([sign_in(kind="regional-call")], RULE, DAY) == NOT_A_MEMBER


def test_a_gift_under_the_least_amount_does_not_count():
    rule = replace(RULE, minimum_gift_cents=2500)

    assert not standing([gift(cents=2499)], rule, DAY).member
    assert standing([gift(cents=2500)], rule, DAY).member


def test_gifts_count_for_nothing_where_the_rule_says_so():
    assert not standing([gift(cents=100_000)], replace(RULE, minimum_gift_cents=None), DAY).member


def test_member_since_is_the_earliest_and_all_reasons_are_listed_oldest_first():
    evidence = [sign_in("s2", DAY), gift("g1", DAY - timedelta(40)), sign_in("s1", DAY - timedelta(7))]

    found = standing(evidence, RULE, DAY)

    assert found.since == DAY - timedelta(40)
    assert [piece.id for piece in found.because] == ["g1", "s1", "s2"]


def test_the_day_before_the_first_meeting_nobody_was_a_member():
    assert not standing([sign_in()], RULE, DAY - timedelta(1)).member
    assert standing([sign_in()], RULE, DAY + timedelta(3650)).member


def test_evidence_taken_back_changes_the_standing_again():
    first, second = sign_in("s1", DAY), sign_in("s2", DAY + timedelta(30))

    assert standing([first, second], RULE, date.max).since == DAY
    assert standing([second], RULE, date.max).since == DAY + timedelta(30)
    assert not standing([], RULE, date.max).member


def test_merged_people_pool_their_evidence_and_keep_the_older_day():
    james, jim = [sign_in("s9", DAY)], [sign_in("s1", DAY - timedelta(700)), gift("g1", DAY)]

    assert standing([*james, *jim], RULE, DAY).since == DAY - timedelta(700)


def test_the_sample_pack_counts_meetings_trainings_events_and_any_gift():
    rule = rule_of(read_pack(sample_pack_folder()))

    assert {"meeting", "training", "watch-party", "house-party", "canvass"} <= rule.meeting_kinds
    assert not {"regional-call", "organizing-call", "carpool", "tabling"} & rule.meeting_kinds
    assert rule.minimum_gift_cents == 1


@pytest.mark.parametrize(
    ("basis", "kinds", "least"),
    [
        (("attended_meeting",), {"meeting"}, None),
        (("attended_training", "donated_any_amount"), {"training"}, 1),
        (("donated_any_amount",), set(), 1),
        ((), set(), None),
    ],
)
def test_a_narrower_pack_counts_less(basis, kinds, least):
    import msgspec

    pack = read_pack(sample_pack_folder())
    narrower = replace(pack, membership=msgspec.structs.replace(pack.membership, basis=basis))

    assert rule_of(narrower) == MembershipRule(frozenset(kinds), least)


def test_a_rule_that_is_not_automatic_finds_nobody():
    import msgspec

    pack = read_pack(sample_pack_folder())
    by_hand = replace(pack, membership=msgspec.structs.replace(pack.membership, automatic=False))

    assert not standing([sign_in(), gift()], rule_of(by_hand), DAY).member


days = st.dates(date(2016, 1, 1), date(2027, 1, 1))
pieces = st.one_of(
    st.builds(
        sign_in, st.uuids().map(str), days, st.sampled_from(["meeting", "training", "regional-call", "odd"])
    ),
    st.builds(gift, st.uuids().map(str), days, st.integers(0, 5000)),
)
rules = st.builds(
    MembershipRule,
    st.frozensets(st.sampled_from(["meeting", "training", "regional-call"])),
    st.none() | st.integers(1, 3000),
)


@given(st.lists(pieces, max_size=8), rules, days, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(evidence, rule, on_day, random):
    shuffled = evidence + evidence[:3]
    random.shuffle(shuffled)

    assert standing(shuffled, rule, on_day) == standing(evidence, rule, on_day)


@given(st.lists(pieces, max_size=8), st.lists(pieces, max_size=8), rules, days)
def test_a_merged_person_is_a_member_when_either_was(one, other, rule, on_day):
    apart = [standing(one, rule, on_day), standing(other, rule, on_day)]
    together = standing(one + other, rule, on_day)

    assert together.member == any(each.member for each in apart)
    assert together.since == min((each.since for each in apart if each.since), default=None)
    assert set(together.because) == set(apart[0].because) | set(apart[1].because)


@given(st.lists(pieces, max_size=8), rules, days, st.integers(0, 400))
def test_who_is_a_member_stays_one_while_the_evidence_stands(evidence, rule, on_day, later):
    before, after = standing(evidence, rule, on_day), standing(evidence, rule, on_day + timedelta(later))

    assert after.member or not before.member
    assert not before.member or after.since == before.since


@given(st.lists(pieces, max_size=8), rules, days)
def test_every_reason_counts_and_nothing_else_is_given(evidence, rule, on_day):
    found = standing(evidence, rule, on_day)

    assert all(rule.counts(piece) and piece.on <= on_day for piece in found.because)
    assert found.member == bool(found.because)
    assert found.since == min((piece.on for piece in found.because), default=None)
