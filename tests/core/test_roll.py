"""The roll of a meeting: every number can be explained, and not counted is not nobody."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.meetings.calendar import Calendar
from chapter_desk.core.meetings.door import Door, Present
from chapter_desk.core.meetings.minutes_block import minutes_block
from chapter_desk.core.meetings.roll import Rolls, present_at
from chapter_desk.core.meetings.rsvps import Answers
from chapter_desk.core.meetings.times import wall_time
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.roster import Roster
from chapter_desk.errors import NoSuchRecord
from chapter_desk.i18n import speaking
from tests.core.conftest import SEVEN_PM


@pytest.fixture
def rolls(db, pack):
    roster = Roster(db, rule_of(pack))
    roster.load()
    door = Door(db, roster, rule_of(pack))

    def told(committed):
        roster.heard(committed)
        door.heard(committed)

    db.on_commit = told
    return Rolls(db, door)


def test_present_visitors_excused_and_new_members_add_up(db, rolls, sign_ins, clock, person, meeting):
    may = meeting()
    zoe, ana, bo, cy = person("Zoe Ng"), person("Ana Ruíz"), person("Bo Lee"), person("Cy Ott")
    answers = Answers(db)
    answers.note(may, bo, "declined")
    answers.note(may, ana, "cancelled")  # and came all the same
    answers.note(may, cy, "accepted")  # and did not come
    sign_ins.sign_in(may, zoe)
    clock.pass_(minutes=20)
    sign_ins.sign_in(may, ana)
    sign_ins.visitor(may)
    roll = rolls.roll(may)
    assert [each.name for each in roll.present] == ["Ana Ruíz", "Zoe Ng"]
    assert (roll.count, roll.visitors, roll.members_made, roll.measured) == (3, 1, 2, True)
    assert [each.name for each in roll.excused] == ["Bo Lee"]
    assert roll.count == len(roll.present) + roll.visitors


def test_a_quorum_is_met_from_the_moment_it_is_met(db, pack, rolls, sign_ins, clock, person, meeting):
    may = meeting()
    Calendar(db, pack).edit(may, {"quorum": 2})
    sign_ins.sign_in(may, person("Ana"))
    sign_ins.visitor(may)  # nobody knows who that is: no voice in a quorum
    assert rolls.roll(may).quorum_met_at() is None
    clock.pass_(minutes=7)
    sign_ins.sign_in(may, person("Bo"))
    roll = rolls.roll(may)
    assert roll.quorum_met_at() == roll.present[1].at
    assert "Quorum of 2: met from" in minutes_block(roll)


def test_a_meeting_that_was_never_counted_says_so_and_never_nobody(db, pack, rolls, meeting):
    calendar, may, june = Calendar(db, pack), meeting(), meeting("June")
    assert rolls.roll(may).measured  # it is still to come
    calendar.end(may)
    calendar.open_door(june)
    calendar.end(june)
    assert not rolls.roll(may).measured and rolls.roll(june).measured
    assert "not counted" in minutes_block(rolls.roll(may))
    assert "0 people present" in minutes_block(rolls.roll(june))
    with pytest.raises(NoSuchRecord):
        rolls.roll("nowhere")


def test_the_block_for_the_minutes_names_who_was_there(db, rolls, sign_ins, person, meeting):
    may = meeting()
    sign_ins.sign_in(may, person("Ana Ruíz"))
    sign_ins.visitor(may)
    Answers(db).note(may, person("Bo Lee"), "declined")
    block = minutes_block(rolls.roll(may))
    assert "2 people present: Ana Ruíz." in block and "1 visitor without a name." in block
    assert "Excused: Bo Lee." in block and "For the first time: Ana Ruíz." in block
    with speaking("es"):
        assert "Con aviso: Bo Lee." in minutes_block(rolls.roll(may))


def test_the_minutes_say_who_left_before_the_end_and_when(rolls, sign_ins, person, meeting, calendar):
    may, ana = meeting(), person("Ana")
    sign_ins.sign_in(may, ana)
    sign_ins.sign_in(may, person("Bo"))
    sign_ins.leave(may, ana)
    left = wall_time(rolls.roll(may).left_early()[0].left_at, calendar.meeting(may).time_zone)
    assert f"Left before the end: Ana ({left:%H:%M})." in minutes_block(rolls.roll(may))
    sign_ins.sign_in(may, ana)  # and came back
    assert "Left before" not in minutes_block(rolls.roll(may))


@given(st.lists(st.integers(0, 300), max_size=30), st.integers(-10, 310))
def test_who_was_in_by_a_moment_only_grows(minutes, asked):
    at = [SEVEN_PM + timedelta(minutes=each) for each in minutes]
    came = [
        Present(f"s{n}", f"p{n}", "", each, False, False, False, "desk", "", False, True)
        for n, each in enumerate(at)
    ]
    moment = SEVEN_PM + timedelta(minutes=asked)
    assert present_at(came, moment) == sum(m <= asked for m in minutes)
    assert present_at(came, moment) <= present_at(came, moment + timedelta(minutes=1))
