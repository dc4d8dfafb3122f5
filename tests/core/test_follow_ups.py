"""Calls to make within 48 hours of a first time."""

from datetime import timedelta

import pytest

from chapter_desk.core.meetings.call_numbers import numbers_of
from chapter_desk.core.meetings.follow_ups import FIRST_TIME, FollowUps
from chapter_desk.core.members.consents import Consents
from chapter_desk.core.members.same_person import SamePerson, all_components
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
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


def phones(db):
    with db.read() as connection:
        rows = connection.execute(schema.phone_number.select().order_by(schema.phone_number.c.id))
        return [(row.number, row.removed_at is not None, bool(row.do_not_call)) for row in rows]


def test_nobody_answered_is_due_again_a_day_later_with_what_was_noted(
    clock, follow_ups, sign_ins, steps, person, meeting
):
    sign_ins.sign_in(meeting(), person("Rosa"))
    (call,) = follow_ups.due()
    follow_ups.log(call, "no-answer", "Rang twice.")
    (again,) = follow_ups.due()
    assert (again.due_at, again.tried) == (SEVEN_PM + timedelta(days=1), True)
    assert follow_ups.made() == []
    follow_ups.log(again, "reached", "Wants to help with rides.")
    (made,) = follow_ups.made()
    assert (made.name, made.outcome, made.note) == ("Rosa", "reached", "Wants to help with rides.")
    steps.take_back(steps.next_undo().id)
    steps.take_back(steps.next_undo().id)
    assert follow_ups.due() == [call]


def test_whoever_says_do_not_call_again_is_believed_at_once_and_it_can_be_taken_back(
    db, follow_ups, sign_ins, steps, person, meeting
):
    rosa = person("Rosa", phone_numbers=["757 555 0100", "757 555 0101"])
    consents = Consents(db)
    consents.note(rosa, "call", given=True)
    sign_ins.sign_in(meeting(), rosa)
    follow_ups.add(rosa, "Rides", SEVEN_PM)
    first = next(each for each in follow_ups.due() if each.reason == FIRST_TIME)
    follow_ups.log(first, "do-not-call")
    assert not consents.of(rosa)["call"].given and consents.of(rosa)["call"].how == "call"
    assert all(marked for _number, _gone, marked in phones(db))
    assert follow_ups.due() == [], "not for another reason either"
    steps.take_back(steps.next_undo().id)
    assert consents.of(rosa)["call"].given and not any(marked for *_rest, marked in phones(db))
    assert len(follow_ups.due()) == 2


def test_a_wrong_number_is_taken_off_the_person_and_put_back(
    db, follow_ups, sign_ins, steps, person, meeting
):
    rosa = person("Rosa", phone_numbers=["757 555 0100", "757 555 0101"])
    sign_ins.sign_in(meeting(), rosa)
    (call,) = follow_ups.due()
    with db.read() as connection:
        numbers = numbers_of(connection, [rosa], all_components(connection))[rosa]
    follow_ups.log(call, "wrong-number", phone_id=numbers[1].id)
    assert [gone for _number, gone, _marked in phones(db)] == [False, True]
    steps.take_back(steps.next_undo().id)
    follow_ups.log(call, "wrong-number")
    assert [gone for _number, gone, _marked in phones(db)] == [False, False], "which of two, nobody said"


def test_the_only_number_is_the_wrong_one(db, follow_ups, sign_ins, person, meeting):
    sign_ins.sign_in(meeting(), person("Rosa", phone_numbers=["757 555 0100"]))
    follow_ups.log(follow_ups.due()[0], "wrong-number")
    assert [gone for _number, gone, _marked in phones(db)] == [True]


def test_who_refused_calls_is_not_on_the_list_but_who_was_never_asked_is(
    db, follow_ups, sign_ins, person, meeting
):
    may, ana, bo = meeting(), person("Ana"), person("Bo")
    for each in (ana, bo):
        sign_ins.sign_in(may, each)
    Consents(db).note(ana, "call", given=False)
    assert [call.name for call in follow_ups.due()] == ["Bo"]


def test_a_call_is_opened_again_and_its_note_stays(clock, follow_ups, sign_ins, steps, person, meeting):
    sign_ins.sign_in(meeting(), person("Rosa"))
    follow_ups.log(follow_ups.due()[0], "left-word", "Will call back.")
    (made,) = follow_ups.made()
    follow_ups.open_again(made)
    assert len(follow_ups.due()) == 1 and follow_ups.made() == []
    steps.take_back(steps.next_undo().id)
    assert follow_ups.made() == [made]
