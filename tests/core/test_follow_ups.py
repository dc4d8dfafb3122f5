"""Calls to make within 48 hours of a first time."""

from datetime import timedelta

import pytest

from chapter_desk.core.meetings.follow_ups import FIRST_TIME, FollowUps
from chapter_desk.core.members.same_person import SamePerson
from chapter_desk.errors import NoSuchRecord
from tests.core.conftest import SEVEN_PM


@pytest.fixture
def follow_ups(db):
    return FollowUps(db)


def test_whoever_came_for_the_first_time_is_called_within_48_hours(
    clock, follow_ups, sign_ins, person, meeting
):
    rosa, may = person("Rosa Delgado"), meeting()
    sign_ins.sign_in(may, rosa)
    (call,) = follow_ups.due()
    assert (call.name, call.reason, call.meeting_title) == ("Rosa Delgado", FIRST_TIME, "May general meeting")
    assert (call.since, call.due_at) == (SEVEN_PM, SEVEN_PM + timedelta(hours=48))
    clock.pass_(days=3)
    sign_ins.sign_in(meeting("Next", "2026-11-15T19:00"), rosa)
    assert [each.id for each in follow_ups.due()] == [call.id]


def test_a_sign_in_taken_back_leaves_no_call(follow_ups, sign_ins, person, meeting):
    signed = sign_ins.sign_in(meeting(), person("Rosa"))
    sign_ins.take_back(signed.id)
    assert follow_ups.due() == []


@pytest.mark.parametrize("outcome", ["reached", "left-word", "wrong-number", "will-come"])
def test_a_call_made_is_due_no_more_until_it_is_undone(follow_ups, sign_ins, steps, person, meeting, outcome):
    sign_ins.sign_in(meeting(), person("Rosa"))
    (call,) = follow_ups.due()
    follow_ups.log(call, outcome, "Wants rides.")
    assert follow_ups.due() == []
    steps.take_back(steps.next_undo().id)
    assert follow_ups.due() == [call]
    follow_ups.log(call, outcome)
    assert follow_ups.due() == []


def test_somebody_takes_a_call_on(follow_ups, sign_ins, person, meeting):
    tyrone = person("Tyrone Banks")
    sign_ins.sign_in(meeting(), person("Rosa"))
    follow_ups.take_on(follow_ups.due()[0], tyrone)
    assert follow_ups.due()[0].owner == tyrone


def test_calls_come_by_urgency_and_other_reasons_stand_among_them(
    clock, follow_ups, sign_ins, person, meeting
):
    kim = person("Kim Sato")
    sign_ins.sign_in(meeting(), person("Rosa"))
    follow_ups.add(kim, "Asked about rides", SEVEN_PM + timedelta(hours=12))
    assert [call.name for call in follow_ups.due()] == ["Kim Sato", "Rosa"]
    with pytest.raises(NoSuchRecord):
        follow_ups.add("nobody", "x", SEVEN_PM)


def test_nobody_is_called_who_does_not_want_it_or_is_put_away(records, follow_ups, sign_ins, person, meeting):
    may, people = meeting(), [person(name) for name in ("Ana", "Bo", "Cy")]
    for each in people:
        sign_ins.sign_in(may, each)
    records.edit(people[0], {"do_not_contact": True})
    records.archive(people[1])
    assert [call.name for call in follow_ups.due()] == ["Cy"]


def test_a_call_never_made_leaves_the_list_two_weeks_after_it_was_due(
    clock, follow_ups, sign_ins, person, meeting
):
    sign_ins.sign_in(meeting(), person("Rosa"))
    clock.pass_(days=16)
    assert len(follow_ups.due()) == 1
    clock.pass_(seconds=1)
    assert follow_ups.due() == []


def test_one_person_in_two_entries_is_called_once(db, follow_ups, sign_ins, person, meeting):
    jim, james, may = person("Jim"), person("James"), meeting()
    for each in (jim, james):
        sign_ins.sign_in(may, each)
    SamePerson(db).link(jim, james)
    assert len(follow_ups.due()) == 1
