"""Two entries that may be one person: which pairs are asked about, and how."""

import pytest

from chapter_desk.core.meetings.two_entries import TwoEntries
from chapter_desk.core.members.likely_doubles import LikelyDoubles, Question
from chapter_desk.core.members.matching import Reason
from chapter_desk.core.members.same_person import SamePerson

LANDLINE = ("757-555-0141",)
MAIL = ("alahmad@example.org",)


@pytest.fixture
def doubles(db):
    return LikelyDoubles(db)


def asked(doubles):
    return [(each.question, set(each.names)) for each in doubles.find()]


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"phone_numbers": LANDLINE}, {"phone_numbers": LANDLINE}, (Reason.PHONE, Reason.FITTING_NAME)),
        ({"email_addresses": MAIL}, {"email_addresses": MAIL}, (Reason.EMAIL, Reason.FITTING_NAME)),
    ],
)
def test_a_nickname_with_the_same_contact_is_likely_one_person(doubles, person, one, other, reasons):
    james = person("James Williams", **one, postal_addresses=["23508"])
    jim = person("Jim Williams", **other)
    (pair,) = doubles.find()
    assert (pair.question, pair.pair, pair.reasons) == (Question.LIKELY, (james, jim), reasons)


def test_the_same_name_and_zip_is_likely_one_person_and_the_same_name_alone_perhaps(doubles, person):
    person("Ana Ruiz", postal_addresses=["23508"])
    person("Ruiz, Ana", postal_addresses=["23508"])
    person("Bo Diaz", phone_numbers=LANDLINE)
    person("bo diaz")
    person("Cy Tran", postal_addresses=["23508"])
    person("Cy Tran", postal_addresses=["23517"])  # another ZIP: namesakes
    assert asked(doubles) == [
        (Question.LIKELY, {"Ana Ruiz", "Ruiz, Ana"}),
        (Question.PERHAPS, {"Bo Diaz", "bo diaz"}),
    ]


@pytest.mark.parametrize("shared", [{"phone_numbers": LANDLINE}, {"email_addresses": MAIL}])
@pytest.mark.parametrize(
    "names",
    [
        ("Luis Rodríguez", "Luis A. Rodríguez Jr."),
        ("James Williams", "James T. Williams III"),
        ("Luis Rodríguez Sr.", "Luis Rodríguez Jr."),
        ("Fatima Al-Ahmad", "Muhammad Al-Ahmad"),
    ],
)
def test_a_shared_contact_alone_asks_for_a_household_and_never_for_one_person(doubles, person, names, shared):
    for name in names:
        person(name, **shared)
    assert asked(doubles) == [(Question.HOUSEHOLD, set(names))]


def test_three_generations_of_one_name_and_zip_are_not_one_person(doubles, person):
    for generation in ("Sr.", "Jr.", "III"):
        name = {"given_name": "Robert", "family_name": "Peterson"}
        person(f"Robert Peterson {generation}", **name, postal_addresses=["23508"])
    assert doubles.find() == []


def test_a_landline_of_three_asks_of_each_whether_they_live_with_the_first(db, doubles, person):
    ana, bo, cy = (person(name, phone_numbers=LANDLINE) for name in ("Ana Ruiz", "Bo Diaz", "Cy Tran"))
    assert [each.pair for each in doubles.find()] == [(ana, bo), (ana, cy)]
    TwoEntries(db).one_household(ana, bo)
    assert [each.pair for each in doubles.find()] == [(ana, cy)]


def test_a_care_home_is_no_household(doubles, person):
    for letter in "ABCDEFGHI":
        person(f"Guest{letter} Example{letter}", phone_numbers=LANDLINE)
    assert doubles.find() == []


def test_what_was_decided_is_not_asked_again_until_it_is_taken_back(db, doubles, person, steps):
    james = person("James Williams", phone_numbers=LANDLINE)
    jim = person("Jim Williams", phone_numbers=LANDLINE)
    entries = TwoEntries(db)
    decisions = (entries.same, entries.not_the_same, entries.one_household)
    for decide in decisions:
        decide(jim, james)
        assert doubles.find() == []
        steps.take_back(steps.next_undo().id)
        assert [each.pair for each in doubles.find()] == [(james, jim)]


def test_who_was_told_apart_stays_so_when_one_of_them_is_joined_with_a_third(db, doubles, person):
    first = person("James Williams", phone_numbers=LANDLINE)
    second = person("Jim Williams", phone_numbers=LANDLINE)
    third = person("James Williams", phone_numbers=LANDLINE)
    TwoEntries(db).not_the_same(second, third)
    SamePerson(db).link(first, third)
    assert doubles.find() == []


def test_two_archived_people_are_not_asked_about(doubles, person, records):
    one, other = person("Ana Ruiz"), person("Ana Ruiz")
    records.archive(one)
    assert len(doubles.find()) == 1
    records.archive(other)
    assert doubles.find() == []


def test_looking_tells_how_far_it_is_and_what_is_raised_ends_it(doubles, person):
    person("Ana Ruiz")
    person("Ana Ruiz")
    told = []
    doubles.find(lambda *far: told.append(far))
    assert told[-1] == (0, 1)

    def stop(*_far):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        doubles.find(stop)
