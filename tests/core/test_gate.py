from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.agreements.gate import (
    CountablePerson,
    Fix,
    GateFacts,
    PeopleCount,
    PlanFacts,
    gates,
    is_ready,
    open_gates,
    people_counted,
)
from chapter_desk.core.national.pack import Check, read_pack, sample_pack_folder
from chapter_desk.core.national.text import Text
from chapter_desk.i18n import speaking

PACK = read_pack(sample_pack_folder())
TODAY = date(2026, 5, 12)
REQUIRED = ["enough-people", "point-of-contact", "local-plan", "organizing-call"]
ALL_MET = GateFacts(
    people=PeopleCount(counted=10),
    contact_name="Denise Whitfield",
    contact_reachable=True,
    plan=PlanFacts(issues=1, issues_with_priority=1, actions=1),
    called_on=date(2026, 5, 4),
)


def gate(id, facts, pack=PACK, on_day=TODAY):
    return next(each for each in gates(pack, facts, on_day) if each.id == id)


def people(count, **differing):
    return [CountablePerson(f"p{n}", "Maria Garcia", ways_to_reach=1, **differing) for n in range(count)]


def with_people(facts, *on_file):
    return replace(facts, people=people_counted(on_file))


def test_an_empty_chapter_has_every_gate_closed():
    checklist = gates(PACK, GateFacts(), TODAY)

    assert [each.id for each in open_gates(checklist)] == REQUIRED
    assert not any(each.met for each in checklist)
    assert not is_ready(checklist)


def test_the_four_gates_make_it_ready_and_advice_stands_in_nobodys_way():
    checklist = gates(PACK, ALL_MET, TODAY)

    assert is_ready(checklist)
    assert open_gates(checklist) == ()
    assert [each.id for each in checklist if not each.met] == [
        "platform-aligned",
        "name-clear",
        "overlap-known",
    ]


# enough people


def test_nine_people_are_not_enough_and_the_tenth_opens_the_gate():
    nine = gate("enough-people", with_people(ALL_MET, *people(9)))
    ten = gate("enough-people", with_people(ALL_MET, *people(10)))

    assert (nine.met, nine.detail, nine.fix) == (False, "9 of 10 so far.", Fix.PEOPLE)
    assert ten.met
    assert ten.text == "At least 10 people are on the list."
    assert gate("enough-people", with_people(ALL_MET, *people(11))).met


def test_the_gate_closes_again_when_the_tenth_is_archived_or_merged_away():
    ten = people(10)
    archived = [*ten[:9], replace(ten[9], living=False)]
    merged = [*ten[:9], replace(ten[9], id="p0")]

    assert gate("enough-people", with_people(ALL_MET, *ten)).met
    assert not gate("enough-people", with_people(ALL_MET, *archived)).met
    assert not is_ready(gates(PACK, with_people(ALL_MET, *merged), TODAY))


def test_a_person_needs_a_name_and_one_way_to_reach_them():
    count = people_counted(
        [
            CountablePerson("a", "Dee", ways_to_reach=1),
            CountablePerson("b", "Dee"),
            CountablePerson("c", "  ", ways_to_reach=2),
            CountablePerson("d", "Luis Rodríguez", living=False, ways_to_reach=2),
        ]
    )

    assert count == PeopleCount(counted=1, without_contact=1)


def test_the_gate_says_how_many_only_lack_a_way_to_reach_them():
    facts = replace(ALL_MET, people=PeopleCount(8, without_contact=3))

    assert (
        gate("enough-people", facts).detail == "8 of 10 so far. 3 more have no e-mail, phone or address yet."
    )


def test_twins_that_were_merged_count_once_with_what_either_had():
    twins = [CountablePerson("a", "James Williams"), CountablePerson("a", "Jim Williams", ways_to_reach=1)]

    assert people_counted(twins) == PeopleCount(counted=1)


def test_another_pack_asks_for_another_number():
    other = replace(PACK, affiliation=msgspec.structs.replace(PACK.affiliation, min_people=3))

    assert gate("enough-people", with_people(ALL_MET, *people(3)), other).met
    assert not gate("enough-people", with_people(ALL_MET, *people(2)), other).met
    assert gate("enough-people", ALL_MET, other).text == "At least 3 people are on the list."


@given(
    st.lists(
        st.builds(
            CountablePerson,
            st.sampled_from("abcdef"),
            st.sampled_from(["", "Dee"]),
            st.booleans(),
            st.integers(0, 2),
        )
    )
)
def test_nobody_is_counted_twice_in_any_order(on_file):
    count = people_counted(on_file)

    assert count == people_counted(reversed(on_file)) == people_counted(on_file * 2)
    assert count.counted + count.without_contact <= len({person.id for person in on_file})


# point of contact


def test_a_contact_must_be_named():
    assert not gate("point-of-contact", replace(ALL_MET, contact_name=" ")).met
    assert gate("point-of-contact", replace(ALL_MET, contact_name=" ")).detail == "Nobody is named yet."


def test_a_named_contact_opens_the_gate_and_a_way_to_reach_them_is_asked_for():
    unreachable = gate("point-of-contact", replace(ALL_MET, contact_reachable=False))

    assert gate("point-of-contact", ALL_MET).detail == "Denise Whitfield"
    assert unreachable.met
    assert "e-mail or a phone" in unreachable.detail


def test_the_gate_closes_again_when_the_contact_is_taken_away():
    assert is_ready(gates(PACK, ALL_MET, TODAY))
    assert not is_ready(gates(PACK, replace(ALL_MET, contact_name=""), TODAY))


# plan


@pytest.mark.parametrize(
    ("plan", "detail"),
    [
        (PlanFacts(), "The plan has no issue yet."),
        (PlanFacts(actions=2), "The plan has no issue yet."),
        (PlanFacts(issues=2, actions=1), "No issue is tied to a national priority yet."),
        (PlanFacts(issues=2, issues_with_priority=1), "The plan has no action yet."),
    ],
)
def test_a_plan_needs_an_issue_tied_to_a_priority_and_an_action(plan, detail):
    found = gate("local-plan", replace(ALL_MET, plan=plan))

    assert (found.met, found.detail, found.fix) == (False, detail, Fix.PLAN)


def test_one_issue_with_a_priority_and_one_action_are_a_plan():
    assert gate("local-plan", ALL_MET).met
    assert gate("local-plan", ALL_MET).detail == "1 issue, 1 action"


def test_owners_dates_and_priorities_that_are_missing_are_said_but_stop_nobody():
    plan = PlanFacts(3, 2, 4, actions_without_owner=2, actions_without_date=1)
    found = gate("local-plan", replace(ALL_MET, plan=plan))

    assert found.met
    assert found.detail == (
        "3 issues, 4 actions, 1 issue without a priority, 2 actions without an owner, 1 action without a date"
    )


def test_the_gate_closes_again_when_the_last_action_is_dropped():
    assert is_ready(gates(PACK, ALL_MET, TODAY))
    assert not is_ready(gates(PACK, replace(ALL_MET, plan=PlanFacts(1, 1, 0)), TODAY))


def test_a_national_without_priorities_asks_for_none():
    assert gate("local-plan", replace(ALL_MET, plan=PlanFacts(1, 0, 1)), replace(PACK, priorities=())).met


# organizing call


def test_the_call_must_have_been_held():
    missing = gate("organizing-call", replace(ALL_MET, called_on=None))

    assert (missing.met, missing.on, missing.fix) == (False, None, Fix.CALL)


def test_a_call_on_the_very_day_counts_and_one_to_come_does_not():
    assert gate("organizing-call", replace(ALL_MET, called_on=TODAY)).met
    tomorrow = gate("organizing-call", replace(ALL_MET, called_on=TODAY + timedelta(1)))
    assert not tomorrow.met
    assert tomorrow.detail == "The day of the call is still to come."


def test_the_gate_closes_again_when_the_calls_entry_is_taken_back():
    assert gate("organizing-call", ALL_MET).on == date(2026, 5, 4)
    assert is_ready(gates(PACK, ALL_MET, TODAY))
    assert not is_ready(gates(PACK, replace(ALL_MET, called_on=None), TODAY))


# what a person ticks


def test_a_tick_is_kept_apart_from_what_is_required():
    ticked = gate("name-clear", replace(ALL_MET, ticked=frozenset({"name-clear"})))

    assert (ticked.met, ticked.required, ticked.fix) == (True, False, Fix.TICK)
    assert not gate("name-clear", ALL_MET).met


def with_checks(*checks):
    return replace(PACK, affiliation=msgspec.structs.replace(PACK.affiliation, checks=checks))


def test_a_pack_may_require_a_tick_and_may_waive_a_gate():
    pack = with_checks(
        Check("platform-aligned", "acknowledged", Text("Read"), "platform", required=True),
        Check("organizing-call", "dated", Text("Call"), "call.organizing", required=False),
    )
    unticked, ticked = (
        replace(ALL_MET, called_on=None),
        replace(ALL_MET, ticked=frozenset({"platform-aligned"})),
    )

    assert not is_ready(gates(pack, unticked, TODAY))
    assert is_ready(gates(pack, replace(ticked, called_on=None), TODAY))


def test_a_check_of_a_newer_sort_is_something_to_tick():
    found = gates(
        with_checks(Check("moon", "aligned_with_moon", Text("The moon is right."), "moon")), ALL_MET, TODAY
    )

    assert [(each.fix, each.required, each.met) for each in found] == [(Fix.TICK, False, False)]
    assert is_ready(found)


def test_the_checklist_speaks_spanish():
    with speaking("es"):
        assert gate("enough-people", ALL_MET).text == "Hay al menos 10 personas en la lista."
