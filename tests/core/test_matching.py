import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.members.matching import Match, MatchKind, Particulars, PeopleOnFile, Reason
from chapter_desk.core.members.nicknames import shipped_nicknames

NICKNAMES = shipped_nicknames()
MAIL = ("one@example.org",)
OTHER_MAIL = ("two@example.org",)
PHONE = ("+17575550141",)
OTHER_PHONE = ("+17575550199",)


def on_file(*people):
    files = PeopleOnFile(NICKNAMES)
    for number, person in enumerate(people):
        files.add(f"p{number}", person)
    return files


def who(name, **more):
    return Particulars(name, **more)


@pytest.mark.parametrize(
    ("here", "comes"),
    [
        ("Maria Garcia", "María García"),
        ("Maria Garcia", "GARCIA, Maria"),
        ("Maria Garcia", "María García López"),
        ("Jim Williams", "James Williams"),
        ("James T. Williams", "James Thomas Williams"),
        ("Dr. Renée St. John-Mosby, Ph.D.", "Renee St John Mosby"),
        ("Smith-Smith, Anne-Marie", "Anne-Marie Smith-Smith"),
        ("Siobhan O'Neill", "Siobhan O’Neill"),
        ("김민준", "김민준"),
        ("Dee", "Dee"),
    ],
)
@pytest.mark.parametrize("shared", [{"emails": MAIL}, {"phones": PHONE}])
def test_a_fitting_name_with_the_same_contact_is_the_same_person(here, comes, shared):
    assert on_file(who(here, **shared)).match(who(comes, **shared)).kind is MatchKind.SAME


@pytest.mark.parametrize(
    ("here", "comes"),
    [
        ("Luis Rodríguez", "Luis A. Rodríguez Jr."),  # father or son
        ("James Williams", "James T. Williams III"),
        ("Maria Garcia", "Maria Booker"),  # married, perhaps
        ("James Williams", "J. Williams"),
        ("Maria Gutierrez", "Maria Guttierrez"),
        ("Maria Garcia", "Garcia"),
        ("María Guadalupe Hernández Ríos", "Lupe Ríos"),
    ],
)
@pytest.mark.parametrize("shared", [{"emails": MAIL}, {"phones": PHONE}])
def test_an_unsure_name_with_the_same_contact_is_left_to_a_person(here, comes, shared):
    match = on_file(who(here, **shared)).match(who(comes, **shared))
    assert (match.kind, match.person_id) == (MatchKind.DOUBTFUL, "p0")
    assert Reason.UNSURE_NAME in match.reasons


@pytest.mark.parametrize(
    ("here", "comes"),
    [
        ("محمد الأحمد", "Fatima Al-Ahmad"),
        ("Maria Garcia", "Mario Garcia"),
        ("Juan Pérez", "Juana Pérez"),
        ("Luis Rodríguez Sr.", "Luis Rodríguez Jr."),
        ("Maria Garcia", "Bo Li"),
    ],
)
def test_a_shared_email_never_merges_two_names_but_offers_a_household(here, comes):
    match = on_file(who(here, emails=MAIL)).match(who(comes, emails=MAIL))
    assert match == Match(MatchKind.NEW, household=("p0",))


def test_a_shared_landline_never_merges_two_names():
    assert on_file(who("Ana Li", phones=PHONE)).match(who("Bo Li", phones=PHONE)) == Match(MatchKind.NEW)


def test_the_same_id_in_another_tool_is_the_same_person_whatever_the_name():
    files = on_file(who("Maria Garcia", identifiers=("action_network:7",)))
    match = files.match(who("Maria Booker", identifiers=("action_network:7",)))
    assert (match.kind, match.person_id, match.reasons) == (MatchKind.SAME, "p0", (Reason.IDENTIFIER,))


@pytest.mark.parametrize(
    ("here", "comes", "kind"),
    [
        ({"postal_code": "23508"}, {"postal_code": "23508"}, MatchKind.SAME),
        ({"postal_code": "23508", "emails": MAIL}, {"postal_code": "23508", "phones": PHONE}, MatchKind.SAME),
        ({"postal_code": "23508"}, {"postal_code": "02139"}, MatchKind.NEW),
        (
            {"postal_code": "23508", "emails": MAIL, "phones": PHONE},
            {"postal_code": "23508", "emails": OTHER_MAIL, "phones": OTHER_PHONE},
            MatchKind.DOUBTFUL,
        ),
        ({}, {}, MatchKind.DOUBTFUL),
        ({"emails": MAIL}, {}, MatchKind.DOUBTFUL),
        ({"emails": MAIL}, {"emails": OTHER_MAIL}, MatchKind.NEW),
    ],
)
def test_the_same_name_needs_a_zip_and_nothing_against_it(here, comes, kind):
    assert on_file(who("Mary Jones", **here)).match(who("Mary Jones", **comes)).kind is kind


def test_a_longer_name_in_the_same_zip_is_somebody_else():
    files = on_file(who("Maria Garcia", postal_code="23508"))
    assert files.match(who("María García López", postal_code="23508")).kind is MatchKind.NEW


def test_two_who_fit_alike_are_left_to_a_person():
    files = on_file(who("Maria Garcia", postal_code="23508"), who("María García", postal_code="23508"))
    match = files.match(who("Maria Garcia", postal_code="23508"))
    assert (match.kind, match.person_id, match.others) == (MatchKind.DOUBTFUL, "p0", ("p1",))
    assert Reason.SEVERAL in match.reasons


def test_more_evidence_decides_between_two():
    files = on_file(who("Maria Garcia", postal_code="23508"), who("Maria Garcia", emails=MAIL))
    match = files.match(who("Maria Garcia", emails=MAIL, postal_code="23508"))
    assert (match.kind, match.person_id) == (MatchKind.SAME, "p1")


def test_a_number_of_a_whole_crowd_says_nothing():
    files = on_file(*(who(f"Person{n} Lee", phones=PHONE) for n in range(50)))
    assert files.match(who("Person7 Lee Booker", phones=PHONE)).kind is MatchKind.NEW
    assert files.match(who("Person7 Lee", phones=PHONE)).person_id == "p7"


@pytest.mark.parametrize(("namesakes", "kind"), [(500, MatchKind.DOUBTFUL), (501, MatchKind.NEW)])
def test_a_name_of_a_whole_crowd_says_nothing_and_costs_nothing(namesakes, kind):
    files = on_file(*[who("Friend")] * namesakes)
    assert files.match(who("Friend")).kind is kind


def test_what_a_person_is_also_called_fits_too():
    files = on_file(who("Robin Ortiz-Bell", other_names=("Rubén Ortiz",), emails=MAIL))
    assert files.match(who("Ruben Ortiz", emails=MAIL)).kind is MatchKind.SAME


def test_whoever_leaves_the_file_is_matched_no_more():
    files = on_file(who("Maria Garcia", emails=MAIL, phones=PHONE))
    files.remove("p0")
    files.remove("nobody")
    assert files.match(who("Maria Garcia", emails=MAIL)) == Match(MatchKind.NEW)
    assert len(files) == 0


def test_what_is_added_again_takes_the_place_of_what_was():
    files = on_file(who("Maria Garcia", emails=MAIL))
    files.add("p0", who("Maria Booker", emails=OTHER_MAIL))
    assert files.match(who("Maria Garcia", emails=MAIL)) == Match(MatchKind.NEW)


names = st.sampled_from(
    ["Maria Garcia", "María García López", "Jim Li", "James Li", "Li", "", "Jr.", "J. Li Jr."]
)
particulars = st.builds(
    Particulars,
    names,
    emails=st.sampled_from([(), MAIL, OTHER_MAIL]),
    phones=st.sampled_from([(), PHONE]),
    postal_code=st.sampled_from(["", "23508"]),
)


@given(particulars, particulars)
def test_matching_does_not_depend_on_who_came_first(one, other):
    there, back = on_file(one).match(other), on_file(other).match(one)
    assert (there.kind, there.reasons, there.household) == (back.kind, back.reasons, back.household)


@given(particulars)
def test_whoever_has_a_contact_is_the_same_as_themselves(person):
    if person.display_name and (person.emails or person.phones or person.postal_code):
        assert on_file(person).match(person).kind is MatchKind.SAME
