"""What a person made of several entries is shown as: the same in whatever order they were linked."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapter_desk.core.meetings.expected import ExpectedPeople
from chapter_desk.core.meetings.follow_ups import FollowUps
from chapter_desk.core.meetings.sort_out import UNREADABLE_EMAIL, SortOut
from chapter_desk.core.meetings.two_entries import TwoEntries
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.consents import Consents
from chapter_desk.core.members.evidence import Standings
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.person_card import CardEntry, PersonCards
from chapter_desk.core.members.roster import Roster
from chapter_desk.core.members.same_person import SamePerson


@pytest.fixture
def rule(pack):
    return rule_of(pack)


@pytest.fixture
def cards(db, rule):
    return PersonCards(db, rule)


def test_joining_keeps_the_older_date_and_everything_of_both(
    db, cards, rule, person, meeting, sign_ins, records, clock
):
    james = person("James Williams", email_addresses=["james@example.org"], postal_addresses=["23508"])
    jim = person("Jim Williams", phone_numbers=["757-555-0141"])
    records.add_note(james, "Brings chairs")
    sign_ins.sign_in(meeting(), jim)
    clock.pass_(days=30)
    sign_ins.sign_in(meeting("June", "2026-12-12T19:00"), james)
    before = cards.joined(jim, james)
    SamePerson(db).link(jim, james)
    card = cards.about(jim)
    assert card == before and card == cards.about(james)
    assert card.entries == (CardEntry(james, "James Williams"), CardEntry(jim, "Jim Williams"))
    assert (card.id, card.display_name) == (james, "James Williams")
    assert card.standing.since == Standings(db, rule).of(james).since == date(2026, 11, 12)
    assert (card.first_seen, card.last_seen, card.meetings) == (date(2026, 11, 12), date(2026, 12, 12), 2)
    assert len(card.email_addresses) == len(card.phone_numbers) == len(card.notes) == 1


def test_a_meeting_where_both_entries_came_in_counts_once(db, cards, person, meeting, sign_ins):
    james, jim, may = person("James Williams"), person("Jim Williams"), meeting()
    sign_ins.sign_in(may, james)
    sign_ins.sign_in(may, jim)
    assert cards.joined(james, jim).meetings == 1


def test_the_stricter_opt_out_holds_until_the_joined_person_is_asked_again(db, cards, person, clock):
    james, jim, consents = person("James Williams"), person("Jim Williams"), Consents(db)
    consents.note(jim, "email", given=False)
    clock.pass_(days=30)
    consents.note(james, "email", given=True)
    SamePerson(db).link(james, jim)
    assert not cards.about(james).consents["email"].given
    assert not consents.of(james)["email"].given and consents.who_agreed("email") == frozenset()
    clock.pass_(days=1)
    consents.note(james, "email", given=True)
    assert cards.about(jim).consents["email"].given and consents.who_agreed("email") == {james}


def test_do_not_contact_of_either_holds_and_can_be_lifted_in_the_form(db, cards, rule, person, records):
    james, jim = person("James Williams"), person("Jim Williams", do_not_contact=True)
    SamePerson(db).link(james, jim)
    roster = Roster(db, rule)
    roster.load()
    assert cards.about(james).do_not_contact and roster.row(james).do_not_contact
    assert records.edit(james, {"do_not_contact": None}) == ("do_not_contact",)
    assert not cards.about(james).do_not_contact


def test_what_stands_in_the_other_entry_can_be_changed_and_taken_off(db, cards, person, records, steps):
    james = person("James Williams", email_addresses=["james@example.org"], tags=["phone bank"])
    jim = person("Jim Williams", email_addresses=["jim@example.org"], tags=["canvass"])
    SamePerson(db).link(james, jim)
    first, second = cards.about(james).email_addresses
    records.edit(james, {"email_addresses": [first], "tags": ["phone bank"]})
    card = cards.about(james)
    assert card.email_addresses == (first,) and card.tags == ("phone bank",)
    steps.take_back(steps.next_undo().id)
    card = cards.about(james)
    assert card.email_addresses == (first, second) and card.tags == ("canvass", "phone bank")


def test_only_who_is_archived_in_every_entry_is_away_and_comes_back_whole(db, cards, rule, person, records):
    james, jim = person("James Williams"), person("Jim Williams")
    records.archive(james)
    SamePerson(db).link(james, jim)
    roster = Roster(db, rule)
    roster.load()
    assert cards.about(james).archived_at is None and not roster.row(james).archived
    assert records.archive(james) == 1 and cards.about(james).archived_at is not None
    assert records.restore(james) == 1 and cards.about(james).archived_at is None


ENTRIES = 4
LINKS = st.permutations([(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)]).flatmap(
    lambda links: st.tuples(st.just(links), st.lists(st.booleans(), min_size=5, max_size=5))
)


@given(links=LINKS, answers=st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), max_size=5))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_and_direction_of_links_do_not_matter_for_what_is_shown(
    db, cards, rule, person, clock, links, answers
):
    people = [
        person(f"James {n} Williams", email_addresses=[f"{n}@example.org"], do_not_contact=n == 2 or None)
        for n in range(ENTRIES)
    ]
    for at, given_, later in answers:
        clock.pass_(minutes=5 if later else 0)
        Consents(db).note(people[at], "email", given=given_)
    order, turned = links
    same = SamePerson(db)
    for (one, other), turn in zip(order, turned, strict=True):
        pair = (people[other], people[one]) if turn else (people[one], people[other])
        same.link(*pair)
    card = cards.about(people[0])
    assert all(cards.about(each) == card for each in people)
    assert card.ids == tuple(people) and card.display_name == "James 0 Williams" and card.do_not_contact
    refused = {at for at in range(ENTRIES) if _newest_is_no(answers, at)}
    asked = {at for at, _given, _later in answers}
    assert ("email" in card.consents) == bool(asked)
    if asked:
        assert card.consents["email"].given is (not refused)
    roster = Roster(db, rule)
    roster.load()
    assert roster.row(people[2]).email == "0@example.org"


def _newest_is_no(answers, entry):
    """Whether an entry's newest answer, or one of several at that moment, is no."""
    moment, newest = 0, {}
    for at, given_, later in answers:
        moment += later
        newest.setdefault(at, {}).setdefault(moment, []).append(given_)
    return entry in newest and not all(newest[entry][max(newest[entry])])


def test_a_no_of_either_entry_keeps_the_joined_person_off_every_list(db, person, meeting, sign_ins, clock):
    james, jim, may = person("James Williams"), person("Jim Williams", do_not_contact=True), meeting()
    sign_ins.sign_in(may, james)
    follow_ups, expected = FollowUps(db), ExpectedPeople(db)
    assert [call.person_id for call in follow_ups.due()] == [james]
    assert expected.may_be_invited([james]) == [james]
    TwoEntries(db).same(james, jim)
    assert follow_ups.due() == [] and expected.may_be_invited([james]) == []


@pytest.mark.parametrize("decision", ["same", "not_the_same", "one_household"])
def test_deciding_sorts_out_what_waited_about_the_two_and_undo_brings_it_back(
    db, person, meeting, sign_ins, steps, decision
):
    ana, may, tray = person("Ana Ruiz", phone_numbers=["757-555-0177"]), meeting(), SortOut(db)
    walk_in = sign_ins.walk_in(may, WalkIn("Ana Ruiz")).person_id
    sign_ins.walk_in(may, WalkIn("Bo Diaz", email="bo at example"))
    assert tray.count() == 2
    getattr(TwoEntries(db), decision)(walk_in, ana)
    assert [each.reason for each in tray.waiting()] == [UNREADABLE_EMAIL]
    steps.take_back(steps.next_undo().id)
    assert tray.count() == 2


def test_told_apart_from_one_of_two_namesakes_the_question_about_the_other_waits(
    db, person, meeting, sign_ins
):
    first, second = (person("Ana Ruiz", phone_numbers=[f"757-555-017{n}"]) for n in (7, 8))
    walk_in = sign_ins.walk_in(meeting(), WalkIn("Ana Ruiz")).person_id
    TwoEntries(db).not_the_same(walk_in, first)
    assert SortOut(db).count() == 1
    TwoEntries(db).same(walk_in, second)
    assert SortOut(db).count() == 0
