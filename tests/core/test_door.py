"""What the door shows: who is in, the numbers, and hints that give nothing away."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest

from chapter_desk.core.fundraising.gifts import GiftDraft, Gifts
from chapter_desk.core.meetings.door import Door
from chapter_desk.core.meetings.rsvps import Answers
from chapter_desk.core.meetings.sort_out import SAME, SortOut
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.roster import Roster
from chapter_desk.core.members.same_person import SamePerson, all_components, told_apart
from chapter_desk.errors import NoSuchRecord
from tests.core.conftest import SEVEN_PM


@pytest.fixture
def roster(db, pack):
    roster = Roster(db, rule_of(pack))
    roster.load()
    return roster


@pytest.fixture
def door(db, pack, roster):
    door = Door(db, roster, rule_of(pack))

    def told(committed):
        roster.heard(committed)
        door.heard(committed)

    db.on_commit = told
    return door


def test_a_match_shows_hints_and_never_a_whole_number(door, sign_ins, clock, person, meeting):
    maria = person("Maria Gutierrez", phone_numbers=["757-555-0141"], postal_addresses=["23517"],
                   email_addresses=["maria.g@example.org"])  # fmt: skip
    sign_ins.sign_in(meeting("April"), maria)
    may = meeting()
    (match,) = door.matches(may, "mar gu")
    assert (match.name, match.zip_hint, match.phone_ends) == ("Maria Gutierrez", "235••", "41")
    assert (match.last_seen, match.in_since, match.said_yes) == (date(2026, 11, 12), None, False)
    shown = str(asdict(match))
    assert "5550141" not in shown and "23517" not in shown and "example" not in shown


def test_a_match_says_since_when_somebody_is_in_and_who_said_yes(db, door, sign_ins, person, meeting):
    ana, bo, may = person("Ana Ruíz"), person("Ana Bell"), meeting()
    assert [match.in_since for match in door.matches(may, "ana")] == [None, None]
    Answers(db).note(may, bo, "accepted")
    signed = sign_ins.sign_in(may, ana)
    matches = {match.person_id: match for match in door.matches(may, "ana")}
    assert (matches[ana].in_since, matches[bo].said_yes) == (SEVEN_PM, True)
    sign_ins.take_back(signed.id)
    assert not any(match.in_since for match in door.matches(may, "ana"))


def test_nothing_typed_shows_nobody(door, person, meeting):
    person("Ana")
    assert door.matches(meeting(), " ") == []


def test_a_quiet_hint_marks_somebody_who_died(door, records, person, meeting):
    senior = person("Luis Rodríguez")
    records.edit(senior, {"deceased_on": date(2026, 1, 20)})
    assert door.matches(meeting(), "luis")[0].deceased


def test_dos_apellidos_are_found_by_the_second_surname_and_the_nickname(door, person, meeting):
    person("María Guadalupe Hernández Ríos")
    assert door.matches(meeting(), "rios") and door.matches(meeting(), "lupe rios")


def test_who_is_in_comes_newest_first_with_first_timers_marked(door, clock, sign_ins, person, meeting):
    ana, bo, may = person("Ana"), person("Bo"), meeting()
    sign_ins.sign_in(meeting("April"), ana)
    clock.pass_(days=30)
    sign_ins.sign_in(may, ana)
    clock.pass_(minutes=1)
    sign_ins.sign_in(may, bo)
    clock.pass_(minutes=1)
    sign_ins.visitor(may)

    visitor, second, first = door.who_is_in(may)
    assert [each.name for each in (visitor, second, first)] == ["", "Bo", "Ana"]
    assert [each.first_time for each in (visitor, second, first)] == [False, True, False]
    assert [each.member_made for each in (visitor, second, first)] == [False, True, False]


def test_the_numbers_add_up(db, door, clock, sign_ins, person, meeting):
    may, giver = meeting(), person("A giver")
    Gifts(db).record(GiftDraft(300, date(2026, 1, 1), giver))
    Answers(db).note(may, giver, "accepted")
    sign_ins.sign_in(may, giver)
    sign_ins.walk_in(may, WalkIn("Dee"))
    back = sign_ins.walk_in(may, WalkIn("A slip"))
    sign_ins.take_back(back.id)
    sign_ins.visitor(may)

    counts = door.counts(may)
    assert (counts.signed_in, counts.said_yes, counts.visitors, counts.here) == (3, 1, 1, 3)
    assert (counts.first_timers, counts.members_made) == (2, 1)  # the giver was a member before
    assert counts.last_at == SEVEN_PM
    assert counts.signed_in == len(door.present(may)) + counts.visitors


def test_somebody_in_twice_by_two_entries_is_one_with_the_earliest_time(
    db, door, clock, sign_ins, person, meeting
):
    jim, james, may = person("Jim Williams"), person("James Williams"), meeting()
    sign_ins.sign_in(may, james)
    clock.pass_(minutes=3)
    sign_ins.sign_in(may, jim)
    assert door.counts(may).signed_in == 2
    SamePerson(db).link(jim, james)
    (only,) = door.who_is_in(may)
    assert (only.person_id, only.at) == (min(jim, james), SEVEN_PM)
    assert door.matches(may, "jim")[0].in_since == SEVEN_PM


def test_what_waits_is_marked_and_sorted_out_as_the_same_person(
    db, door, clock, sign_ins, steps, person, meeting
):
    cora, may, sort_out = person("Cora Marsh"), meeting(), SortOut(db)
    signed = sign_ins.walk_in(may, WalkIn("Cora Marsh"))
    assert door.who_is_in(may)[0].waits
    clock.pass_(minutes=20)
    (waiting,) = sort_out.waiting()
    assert (waiting.age, waiting.meeting_title) == (timedelta(minutes=20), "May general meeting")

    assert sort_out.same(waiting.id, cora) == min(cora, signed.person_id)
    assert sort_out.count() == 0 and door.counts(may).signed_in == 1
    steps.take_back(steps.next_undo().id)
    assert sort_out.count(may) == 1


def test_what_waits_is_sorted_out_as_two_people_and_not_asked_again(db, sign_ins, person, meeting):
    cora, may, sort_out = person("Cora Marsh"), meeting(), SortOut(db)
    signed = sign_ins.walk_in(may, WalkIn("Cora Marsh"))
    sort_out.different(sort_out.waiting()[0].id)
    assert sort_out.waiting() == []
    with db.read() as connection:
        apart = told_apart(connection, all_components(connection))
    assert apart == {tuple(sorted((cora, signed.person_id)))}
    with pytest.raises(NoSuchRecord):
        sort_out.solve("nothing", SAME)
