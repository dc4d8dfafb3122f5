"""Who is expected: invited, answered, full, reminded; one person once, apart from who came."""

import pytest

from chapter_desk.core.meetings.expected import ExpectedPeople
from chapter_desk.core.meetings.reminder import reminder
from chapter_desk.core.meetings.rsvps import Answers
from chapter_desk.core.members.consents import Consents
from chapter_desk.core.members.same_person import SamePerson
from chapter_desk.errors import NoSuchRecord
from chapter_desk.i18n import speaking


@pytest.fixture
def answers(db):
    return Answers(db)


@pytest.fixture
def expected(db):
    return ExpectedPeople(db)


@pytest.fixture
def consents(db):
    return Consents(db)


def listed(expected, meeting):
    return [(each.name, each.status) for each in expected.of(meeting).people]


def test_people_are_invited_once_and_their_answer_stays(db, answers, expected, person, meeting, steps):
    may, ana, bo = meeting(), person("Ana"), person("Bo")
    assert answers.invite(may, [ana]) == 1
    answers.note(may, ana, "accepted")
    assert answers.invite(may, [ana, bo, bo]) == 1
    assert listed(expected, may) == [("Ana", "accepted"), ("Bo", "invited")]
    steps.take_back(steps.next_undo().id)
    assert listed(expected, may) == [("Ana", "accepted")]
    with pytest.raises(NoSuchRecord):
        answers.invite(may, ["nobody"])
    with pytest.raises(NoSuchRecord):
        answers.invite("nothing", [ana])


def test_an_answer_and_the_guests_are_taken_back_one_by_one(answers, expected, person, meeting, steps):
    may, ana = meeting(), person("Ana")
    answers.note(may, ana, "tentative")
    answers.note(may, ana, "accepted")
    answers.set_guests(may, ana, 2)
    counts = expected.of(may).counts
    assert (counts.accepted, counts.guests, counts.places) == (1, 2, 3)
    steps.take_back(steps.next_undo().id)
    assert expected.of(may).counts.places == 1
    steps.take_back(steps.next_undo().id)
    assert listed(expected, may) == [("Ana", "tentative")]


def test_whoever_is_taken_off_is_not_expected_and_may_be_invited_again(answers, expected, person, meeting):
    may, ana = meeting(), person("Ana")
    answers.note(may, ana, "declined", guests=3)
    answers.take_off(may, ana)
    assert expected.of(may).people == ()
    with pytest.raises(NoSuchRecord):
        answers.take_off(may, ana)
    with pytest.raises(NoSuchRecord):
        answers.set_guests(may, ana, 1)
    assert answers.invite(may, [ana]) == 1
    assert [(each.status, each.guests) for each in expected.of(may).people] == [("invited", 0)]


def test_a_full_meeting_lets_a_further_yes_wait_and_a_second_one_in(
    clock, answers, expected, person, meeting
):
    may, ana, bo, cy = meeting(capacity=3), person("Ana"), person("Bo"), person("Cy")
    assert not answers.note(may, ana, "accepted", guests=1).waiting
    assert not answers.note(may, bo, "accepted").waiting
    noted = answers.note(may, cy, "accepted")
    assert noted.waiting and noted.status == "tentative"
    now = expected.of(may)
    assert now.free == 0 and [each.name for each in now.waiting] == ["Cy"]
    answers.note(may, bo, "cancelled")
    assert expected.of(may).free == 1
    assert not answers.note(may, cy, "accepted").waiting
    assert answers.note(may, bo, "accepted").waiting
    assert not answers.note(may, bo, "accepted", over_the_limit=True).waiting
    assert expected.of(may).free == -1


def test_who_has_a_place_keeps_it_when_they_say_yes_again(answers, expected, person, meeting):
    may, ana = meeting(capacity=1), person("Ana")
    answers.note(may, ana, "accepted")
    assert not answers.note(may, ana, "accepted", "email").waiting


def test_who_waits_longest_comes_first(clock, answers, expected, person, meeting):
    may, people = meeting(capacity=1), [person(name) for name in ("Zoe", "Ana", "Bo")]
    for each in people:
        answers.note(may, each, "accepted")
        clock.pass_(minutes=1)
    assert [each.name for each in expected.of(may).waiting] == ["Ana", "Bo"]


def test_two_entries_of_one_person_are_one_answer_the_latest(db, clock, answers, expected, person, meeting):
    may, ana, anna = meeting(), person("Ana Ruiz"), person("Anna Ruiz")
    answers.note(may, ana, "accepted")
    clock.pass_(minutes=1)
    answers.note(may, anna, "declined")
    SamePerson(db).link(ana, anna)
    assert [each.status for each in expected.of(may).people] == ["declined"]
    assert expected.of(may).counts.accepted == 0
    answers.take_off(may, ana)
    assert expected.of(may).people == ()


def test_who_said_yes_is_not_who_came(answers, expected, person, meeting, sign_ins):
    may, ana, bo = meeting(), person("Ana"), person("Bo")
    answers.note(may, ana, "accepted")
    answers.note(may, bo, "declined")
    sign_ins.sign_in(may, bo)
    assert [(each.name, each.status, each.came) for each in expected.of(may).people] == [
        ("Ana", "accepted", False),
        ("Bo", "declined", True),
    ]


def test_people_are_reminded_only_by_a_way_they_agreed_to(answers, expected, consents, person, meeting):
    may = meeting()
    ana = person("Ana", email_addresses=["ana@example.org"], phone_numbers=["757 555 0100"])
    bo = person("Bo", email_addresses=["bo@example.org"], phone_numbers=["757 555 0101"])
    cy = person("Cy", email_addresses=["cy@example.org"])
    dee = person("Dee", email_addresses=["dee@example.org"], do_not_contact=True)
    eva = person("Eva")
    for each, channel, given in (
        (ana, "email", True),
        (bo, "email", False),
        (bo, "sms", True),
        (dee, "email", True),
        (eva, "email", True),
    ):
        consents.note(each, channel, given=given)
    answers.invite(may, [ana, bo, cy, dee, eva])
    reach = {each.name: each.reach for each in expected.of(may).people}
    assert (reach["Ana"].channel, reach["Ana"].addresses) == ("email", {"email": "ana@example.org"})
    assert (reach["Bo"].channel, reach["Bo"].addresses["sms"]) == ("sms", "+17575550101")
    assert [reach[name].why_not for name in ("Cy", "Dee", "Eva")] == [
        "not-asked", "do-not-contact", "no-address",
    ]  # fmt: skip
    consents.note(ana, "email", given=False)
    assert expected.of(may).people[0].reach.why_not == "refused"


def test_who_is_to_be_reminded_is_chosen_by_their_answer(answers, expected, person, meeting, steps):
    may, ana, bo, cy = meeting(), person("Ana"), person("Bo"), person("Cy")
    answers.invite(may, [ana])
    answers.note(may, bo, "tentative")
    answers.note(may, cy, "accepted")
    now = expected.of(may)
    assert [each.name for each in now.to_remind(["no-answer", "maybe"])] == ["Ana", "Bo"]
    assert [each.name for each in now.to_remind(["yes"])] == ["Cy"]
    assert answers.mark_reminded(may, [ana, bo, "nobody"]) == 2
    assert [bool(each.reminded_at) for each in expected.of(may).people] == [True, True, False]
    steps.take_back(steps.next_undo().id)
    assert not any(each.reminded_at for each in expected.of(may).people)


def test_the_private_address_stands_only_in_the_text_for_those_who_said_yes(calendar, meeting):
    private = calendar.meeting(
        meeting("House party", venue="Maria's home", address_lines=["12 Elm St"], location_public=False)
    )
    with speaking("en"):
        others, yes = reminder(private, said_yes=False), reminder(private, said_yes=True)
    assert "Elm" not in others and "Maria" not in others and "Norfolk" in others
    assert "told to those who say yes" in others
    assert "Maria's home, 12 Elm St, Norfolk VA" in yes and "7:00 PM" in yes
    public = calendar.meeting(meeting(venue="Library", location_public=True))
    with speaking("en"):
        assert "Library, Norfolk VA" in reminder(public, said_yes=False)
    with speaking("es"):
        assert "19:00" in reminder(public, said_yes=False)


def test_nobody_who_wants_to_be_left_alone_is_invited_with_a_group(expected, records, person):
    ana, bo, cy = person("Ana"), person("Bo", do_not_contact=True), person("Cy")
    records.archive(cy)
    assert expected.may_be_invited([ana, bo, cy]) == [ana]
