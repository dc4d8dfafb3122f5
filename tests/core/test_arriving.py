"""Arriving: lists, leaving and coming back, households, children, and what people ask for."""

from datetime import timedelta

import pytest

from chapter_desk.core.meetings.attendance import CHILDCARE, VOTING
from chapter_desk.core.meetings.calendar import Calendar
from chapter_desk.core.meetings.door import Door
from chapter_desk.core.meetings.needs import Need, Needs
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.evidence import Standings
from chapter_desk.core.members.households import Households
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.roster import Roster
from chapter_desk.core.members.same_person import SamePerson
from chapter_desk.core.step_titles import StepTitles
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from tests.core.conftest import SEVEN_PM


@pytest.fixture
def door(db, pack):
    roster = Roster(db, rule_of(pack))
    roster.load()
    door = Door(db, roster, rule_of(pack))

    def told(committed):
        roster.heard(committed)
        door.heard(committed)

    db.on_commit = told
    return door


def in_since(door, may, name, on_list="door"):
    return door.matches(may, name, on_list=on_list)[0].in_since


# ---------------------------------------------------------------- lists


def test_a_person_is_valid_once_on_each_list(door, sign_ins, clock, person, meeting):
    ana, may = person("Ana Ruíz"), meeting()
    door.matches(may, "ana")
    assert not sign_ins.sign_in(may, ana).repeated
    clock.pass_(minutes=5)
    assert not sign_ins.sign_in(may, ana, on_list=VOTING).repeated
    clock.pass_(minutes=5)
    again = sign_ins.sign_in(may, ana, on_list=VOTING)
    assert (again.repeated, again.at) == (True, SEVEN_PM + timedelta(minutes=5))
    assert in_since(door, may, "ana", VOTING) == SEVEN_PM + timedelta(minutes=5)
    assert in_since(door, may, "ana") == SEVEN_PM
    assert in_since(door, may, "ana", CHILDCARE) is None
    assert [door.counts(may, each).signed_in for each in ("door", VOTING, CHILDCARE)] == [1, 1, 0]


def test_the_door_counts_people_at_the_door_and_any_list_makes_a_member(
    db, pack, door, calendar, sign_ins, person, meeting
):
    ana, may = person("Ana Ruíz"), meeting()
    sign_ins.sign_in(may, ana, on_list=VOTING)
    assert door.counts(may).signed_in == calendar.entry(may).turnout.signed_in == 0
    assert not door.matches(may, "ana", on_list=VOTING)[0].at_the_door
    assert Standings(db, rule_of(pack)).of(ana).member


def test_a_nameless_child_is_a_child_and_never_a_visitor(door, calendar, sign_ins, meeting):
    may = meeting()
    sign_ins.visitor(may)
    sign_ins.visitor(may, on_list=CHILDCARE)
    assert (door.counts(may).signed_in, door.counts(may).visitors) == (1, 1)
    counts = door.counts(may, CHILDCARE)
    assert (counts.signed_in, counts.visitors) == (1, 0)
    assert calendar.entry(may).turnout.visitors == 1


def test_a_take_back_leaves_the_other_lists_alone(door, sign_ins, person, meeting):
    ana, may = person("Ana"), meeting()
    sign_ins.sign_in(may, ana)
    voting = sign_ins.sign_in(may, ana, on_list=VOTING)
    assert sign_ins.take_back(voting.id) == 1
    assert [door.counts(may, each).signed_in for each in ("door", VOTING)] == [1, 0]


def test_a_moved_sign_in_stays_on_its_list(door, sign_ins, person, meeting):
    ana, bo, may = person("Ana"), person("Bo"), meeting()
    wrong = sign_ins.sign_in(may, ana, on_list=VOTING, children=2)
    assert sign_ins.move(wrong.id, bo).name == "Bo"
    (present,) = door.who_is_in(may, VOTING)
    assert (present.name, present.children) == ("Bo", 2)
    assert door.counts(may).signed_in == 0


# ---------------------------------------------------------------- leaving and coming back


def test_somebody_leaves_and_comes_back(door, sign_ins, clock, person, meeting):
    ana, may = person("Ana"), meeting()
    door.matches(may, "ana")
    sign_ins.sign_in(may, ana)
    clock.pass_(minutes=30)
    sign_ins.leave(may, ana)
    (match,) = door.matches(may, "ana")
    assert (match.in_since, match.left_at) == (None, SEVEN_PM + timedelta(minutes=30))
    counts = door.counts(may)
    assert (counts.signed_in, counts.in_the_room) == (1, 0)

    clock.pass_(minutes=10)
    signed = sign_ins.sign_in(may, ana)
    assert (signed.back, signed.repeated, signed.first_time) == (True, False, True)
    (present,) = door.who_is_in(may)
    assert (present.at, present.left_at, len(present.stays)) == (SEVEN_PM, None, 2)
    assert door.counts(may).in_the_room == 1
    assert sign_ins.sign_in(may, ana).repeated


def test_only_who_is_in_can_leave_and_leaving_is_taken_back(door, sign_ins, steps, person, meeting):
    ana, may = person("Ana"), meeting()
    with pytest.raises(NoSuchRecord):
        sign_ins.leave(may, ana)
    sign_ins.sign_in(may, ana)
    sign_ins.leave(may, ana)
    with pytest.raises(NoSuchRecord):
        sign_ins.leave(may, ana)
    steps.take_back(steps.next_undo().id)
    assert door.counts(may).in_the_room == 1


def test_a_take_back_takes_the_leaving_with_it(db, door, sign_ins, clock, person, meeting):
    ana, may = person("Ana"), meeting()
    signed = sign_ins.sign_in(may, ana)
    clock.pass_(minutes=1)
    sign_ins.leave(may, ana)
    assert sign_ins.take_back(signed.id) == 1
    assert door.who_is_in(may) == []
    assert not sign_ins.sign_in(may, ana).back


def test_who_comes_after_the_start_is_late(door, sign_ins, clock, person, meeting):
    may = meeting()
    sign_ins.sign_in(may, person("Ana"))  # to the second
    clock.pass_(minutes=1)
    sign_ins.sign_in(may, person("Bo"))
    assert {each.name: each.late for each in door.who_is_in(may)} == {"Ana": False, "Bo": True}
    assert door.counts(may).late == 1


def test_one_person_under_two_entries_leaves_once(db, door, sign_ins, clock, person, meeting):
    ana, twin, may = person("Ana"), person("Ana R."), meeting()
    sign_ins.sign_in(may, ana)
    SamePerson(db).link(ana, twin)
    clock.pass_(minutes=9)
    sign_ins.leave(may, twin)
    assert door.counts(may).in_the_room == 0


# ---------------------------------------------------------------- households and children


def test_a_household_is_signed_in_with_one_step_and_one_undo(
    db, door, sign_ins, steps, calendar, person, meeting
):
    maria, luis, may = person("Maria Gutierrez"), person("Luis Gutierrez"), meeting()
    Households(db).put_together([maria, luis])
    calendar.open_door(may)
    (match,) = door.matches(may, "maria")
    assert [(mate.name, mate.is_in) for mate in match.household] == [("Luis Gutierrez", False)]
    signed = sign_ins.sign_in_together(may, [maria, luis])
    assert [each.name for each in signed] == ["Maria Gutierrez", "Luis Gutierrez"]
    assert len({each.id for each in signed}) == 2
    assert door.matches(may, "maria")[0].still_to_come == ()
    step = steps.next_undo()
    assert StepTitles(db).title(step).act == "sign-in of Maria Gutierrez and Luis Gutierrez together"
    steps.take_back(step.id)
    assert door.counts(may).signed_in == 0


def test_a_household_is_signed_in_whole_or_not_at_all(door, sign_ins, person, meeting):
    ana, may = person("Ana"), meeting()
    with pytest.raises(NoSuchRecord):
        sign_ins.sign_in_together(may, [ana, "nobody"])
    assert door.who_is_in(may) == []


def test_a_household_is_known_as_soon_as_it_is_made_and_forgotten_when_parted(db, door, person, meeting):
    ana, bo, may = person("Ana"), person("Bo"), meeting()
    homes = Households(db)
    assert door.matches(may, "ana")[0].household == ()
    homes.put_together([ana, bo])
    assert [mate.name for mate in door.matches(may, "ana")[0].household] == ["Bo"]
    homes.part(bo)
    assert door.matches(may, "ana")[0].household == door.matches(may, "bo")[0].household == ()


def test_a_walk_in_joins_the_household_they_came_with(door, sign_ins, steps, person, meeting):
    may = meeting()
    first = sign_ins.walk_in(may, WalkIn("Nora Ek"))
    second = sign_ins.walk_in(may, WalkIn("Per Ek", children=2), household_of=first.person_id)
    assert [mate.person_id for mate in door.matches(may, "nora")[0].household] == [second.person_id]
    assert (door.counts(may).signed_in, door.counts(may).children) == (2, 2)
    steps.take_back(steps.next_undo().id)
    assert door.matches(may, "nora")[0].household == ()


def test_children_told_of_later_are_counted_once(db, door, sign_ins, clock, person, meeting):
    ana, may = person("Ana"), meeting()
    sign_ins.sign_in(may, ana, children=1)
    clock.pass_(minutes=2)
    again = sign_ins.sign_in(may, ana, children=3)
    assert (again.repeated, again.at) == (True, SEVEN_PM)
    (present,) = door.who_is_in(may)
    assert (present.children, len(present.stays), door.counts(may).signed_in) == (3, 1, 1)


# ---------------------------------------------------------------- what they ask for


def test_needs_of_a_walk_in_are_shown_until_settled(db, door, sign_ins, clock, person, meeting):
    may = meeting()
    sign_ins.walk_in(may, WalkIn("Nora Ek", needs=[Need("interpreter"), Need("ride-home")]))
    (match,) = door.matches(may, "nora")
    assert [(need.kind, need.each_time) for need in match.needs] == [
        ("interpreter", True),
        ("ride-home", False),
    ]
    assert [need.kind for need in door.who_is_in(may)[0].needs] == ["interpreter", "ride-home"]
    needs = Needs(db)
    for need in match.needs:
        clock.pass_(seconds=1)
        needs.settle(need.id)
    assert door.matches(may, "nora")[0].needs == ()

    clock.pass_(days=28)
    june = meeting("June", "2026-12-10T19:00")
    assert [need.kind for need in door.matches(june, "nora")[0].needs] == ["interpreter"]
    needs.settle(match.needs[0].id, for_good=True)
    assert door.matches(june, "nora")[0].needs == ()


def test_a_need_is_noted_in_their_own_words_and_taken_back(db, door, steps, person, meeting):
    ana, may = person("Ana"), meeting()
    door.matches(may, "ana")
    needs = Needs(db)
    needs.note(ana, Need("other", "  sits near the door "), may)
    assert [need.note for need in needs.open_of(ana, may)] == ["sits near the door"]
    assert door.matches(may, "ana")[0].needs[0].note == "sits near the door"
    assert StepTitles(db).title(steps.next_undo()).act == "what Ana asks for"
    steps.take_back(steps.next_undo().id)
    assert door.matches(may, "ana")[0].needs == ()
    with pytest.raises(NoSuchRecord):
        needs.settle("never")
    with pytest.raises(NoSuchRecord):
        needs.note("nobody", Need("other"))


def test_who_brought_a_walk_in_is_kept(db, sign_ins, person, meeting):
    ana, may = person("Ana"), meeting()
    nora = sign_ins.walk_in(may, WalkIn("Nora Ek", source="friend", brought_by=ana)).person_id
    with db.read() as connection:
        row = connection.execute(schema.person.select().where(schema.person.c.id == nora)).one()
    assert (row.brought_by, row.source) == (ana, "friend")


def test_an_afterthought_takes_its_time_its_list_and_its_children(db, pack, door, sign_ins, person, meeting):
    ana, may = person("Ana"), meeting()
    Calendar(db, pack).end(may)
    at = SEVEN_PM + timedelta(minutes=25)
    sign_ins.sign_in_afterwards(may, ana, at=at, children=1)
    (present,) = door.who_is_in(may)
    assert (present.at, present.late, present.children) == (at, True, 1)
    sign_ins.leave(may, ana, at=at + timedelta(minutes=30))
    assert door.counts(may).in_the_room == 0


def test_a_moved_tick_leaves_the_sign_in_of_the_other_desk_alone(db, door, sign_ins, clock, person, meeting):
    maria, cousin, may = person("Maria Garcia"), person("María García López"), meeting()
    other_desk = sign_ins.sign_in(may, maria)
    with db.write("as if another laptop had") as writer:
        row = writer.row(schema.sign_in, other_desk.id)
        writer.void(schema.sign_in, other_desk.id, "")
        values = {name: row[name] for name in ("meeting_id", "person_id", "list", "type", "method")}
        left = writer.insert(schema.sign_in, {**values, "at": SEVEN_PM, "laptop": "door-1"})
    clock.pass_(minutes=4)
    with db.write("ticked here by mistake") as writer:
        values = {**values, "at": clock(), "laptop": writer.replica}
        writer.insert(schema.sign_in, values)
    signed = sign_ins.move(left, cousin)
    assert (signed.name, signed.at) == ("María García López", SEVEN_PM + timedelta(minutes=4))
    came = {each.name: each.at for each in door.who_is_in(may)}
    assert came == {"Maria Garcia": SEVEN_PM, "María García López": SEVEN_PM + timedelta(minutes=4)}
