"""The roster in memory: the same people, standings and order as the file, after each commit."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapter_desk.core.fundraising.gifts import GiftDraft, Gifts
from chapter_desk.core.meetings.sign_in import SignIns
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.people_index import HitKind
from chapter_desk.core.members.roster import Roster, RosterSort, RosterView
from chapter_desk.core.members.same_person import SamePerson


@pytest.fixture
def roster(db, pack):
    roster = Roster(db, rule_of(pack))
    roster.load()
    db.on_commit = roster.heard
    return roster


def names(page):
    return [row.display_name for row in page.rows]


def as_from_scratch(db, pack, roster):
    """The roster and one that reads the file anew, as comparable rows."""
    fresh = Roster(db, rule_of(pack))
    fresh.load()
    return (
        {
            row.id: row
            for row in roster.rows(RosterView.EVERYONE).rows + roster.rows(RosterView.ARCHIVED).rows
        },
        {row.id: row for row in fresh.rows(RosterView.EVERYONE).rows + fresh.rows(RosterView.ARCHIVED).rows},
    )


def test_a_person_added_is_found_by_the_next_letter(roster, person):
    person("María Guadalupe Hernández Ríos", phone_numbers=["757-555-0141"], postal_addresses=["23508"])
    (hit,) = roster.search("lupe rios")
    assert hit.row.display_name == "María Guadalupe Hernández Ríos"
    assert (hit.row.phone, hit.row.locality, hit.row.member) == ("(757) 555-0141", "Norfolk", False)
    assert [hit.row.id for hit in roster.search("0141")] == [hit.row.id]


def test_signing_in_makes_a_member_and_taking_back_unmakes_her(roster, clock, sign_ins, person, meeting):
    ana = person("Ana")
    signed = sign_ins.sign_in(meeting(), ana)
    row = roster.row(ana)
    assert (row.since, row.last_seen, row.times_lately) == (date(2026, 11, 12), date(2026, 11, 12), 1)
    sign_ins.take_back(signed.id)
    assert (roster.row(ana).member, roster.row(ana).last_seen) == (False, None)


def test_a_gift_alone_makes_a_member(db, roster, person):
    ana, gifts = person("Ana"), Gifts(db)
    gift = gifts.record(GiftDraft(300, date(2026, 3, 5), ana))
    assert roster.row(ana).since == date(2026, 3, 5)
    gifts.take_back(gift)
    assert not roster.row(ana).member


def test_a_call_does_not_count_until_it_is_named_a_meeting(roster, calendar, sign_ins, person, meeting):
    ana, call = person("Ana"), meeting("A call", kind="regional-call")
    sign_ins.sign_in(call, ana)
    assert not roster.row(ana).member
    calendar.edit(call, {"kind": "meeting"})
    assert roster.row(ana).member


def test_views_count_and_list_the_same_people(roster, records, sign_ins, person, meeting):
    ana, bo, cy = (person(name) for name in ("Ana", "Bo", "Cy"))
    records.edit(bo, {"email_addresses": ["bo@example.org"]})
    sign_ins.sign_in(meeting(), ana)
    records.archive(cy)

    assert names(roster.rows(RosterView.EVERYONE)) == ["Ana", "Bo"]
    assert names(roster.rows(RosterView.MEMBERS)) == ["Ana"]
    assert names(roster.rows(RosterView.SUPPORTERS)) == ["Bo"]
    assert names(roster.rows(RosterView.NO_CONTACT)) == ["Ana"]
    assert names(roster.rows(RosterView.ARCHIVED)) == ["Cy"]
    assert roster.counts() == {view: roster.rows(view).total for view in RosterView}


def test_people_new_this_month_are_those_added_since_its_first_day_here(roster, clock, person):
    person("Of November")
    clock.pass_(days=30)
    person("Of December")
    assert names(roster.rows(RosterView.NEW_THIS_MONTH)) == ["Of December"]


def test_lists_are_sorted_by_family_name_without_regard_to_accents(roster, person):
    for name in (
        "José de la Cruz",
        "Ana Sofía Peña-Núñez",
        "Zoë Ærøskøbing",
        "Łukasz Błaszczyk",
        "Dee",
        "Jo Ng",
    ):
        person(name)
    assert names(roster.rows()) == [
        "Zoë Ærøskøbing", "Łukasz Błaszczyk", "José de la Cruz", "Dee", "Jo Ng", "Ana Sofía Peña-Núñez",
    ]  # fmt: skip
    assert names(roster.rows(descending=True, offset=1, limit=2)) == ["Jo Ng", "Dee"]
    assert names(roster.rows(text="n", sort=RosterSort.NAME))[0] == "Jo Ng"


def test_tags_narrow_a_list(roster, records, person):
    ana, bo = person("Ana", tags=["Phone bank"]), person("Bo")
    records.tag([ana, bo], "Driver")
    assert names(roster.rows(tag="Phone bank")) == ["Ana"]
    assert roster.tags() == {"Driver": 2, "Phone bank": 1}
    records.untag([ana], "driver")
    assert roster.tags() == {"Driver": 1, "Phone bank": 1}


def test_two_entries_of_one_person_are_one_row_with_the_older_date(
    db, roster, clock, sign_ins, person, meeting
):
    """James, a member for years as Jim: merging keeps the older date, and both names are found."""
    jim = person("Jim Williams", phone_numbers=["757-555-0134"])
    sign_ins.sign_in(meeting("Long ago"), jim)
    clock.pass_(days=400)
    james = person("James Williams", email_addresses=["james@example.org"])
    sign_ins.sign_in(meeting("Tonight"), james)

    same = SamePerson(db)
    same.link(jim, james)
    (row,) = roster.rows().rows
    assert (row.id, row.since, row.email, row.phone_digits) == (
        min(jim, james), date(2026, 11, 12), "james@example.org", "7575550134",
    )  # fmt: skip
    assert [hit.row.id for hit in roster.search("james williams")] == [row.id]
    assert roster.row(max(jim, james)) == row
    same.unlink(jim, james)
    assert len(roster) == 2


def test_people_taken_off_the_file_or_forgotten_are_found_no_more(db, roster, records, person):
    ana, bo = person("Ana"), person("Bo")
    records.remove(ana)
    with db.write("forget") as writer:
        writer.forget([bo])
    assert len(roster) == 0 and roster.search("ana") == roster.search("bo") == []
    records.restore(ana)
    assert names(roster.rows()) == ["Ana"]


def test_namesakes_are_those_with_the_same_parts_in_any_order(roster, person):
    ids = {person("Anne-Marie Smith-Smith"), person("Smith-Smith, Anne-Marie")}
    person("Anne Smith")
    assert set(roster.namesakes("anne marie smith smith")) == ids


def test_loading_can_be_stopped_and_leaves_the_roster_as_it_was(db, pack, monkeypatch, records, person):
    monkeypatch.setattr("chapter_desk.core.members.roster._EVERY", 1)
    roster = Roster(db, rule_of(pack))
    person("Ana")

    class StoppedError(Exception):
        pass

    def stop(_count):
        raise StoppedError

    with pytest.raises(StoppedError):
        roster.load(stop)
    assert len(roster) == 0 and not roster.loaded
    roster.load()
    assert len(roster) == 1


def test_whoever_is_added_while_everybody_is_read_is_not_lost(db, pack, monkeypatch, records, person):
    monkeypatch.setattr("chapter_desk.core.members.roster._EVERY", 1)
    person("Ana")
    roster = Roster(db, rule_of(pack))
    db.on_commit = roster.heard
    roster.load(lambda count: person(f"Meanwhile {count}") if count == 1 else None)
    assert {row.display_name for row in roster.rows().rows} == {"Ana", "Meanwhile 1"}
    assert roster.search("meanw")[0].kind is HitKind.NAME_START


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "sign", "walk", "back", "link", "unlink", "archive", "restore", "edit", "gift"]
        ),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=12,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_whatever_is_done_the_roster_says_what_a_fresh_reading_of_the_file_says(
    db, pack, roster, clock, records, meeting, person, acts
):
    sign_ins, same, gifts = SignIns(db, roster.namesakes), SamePerson(db), Gifts(db)
    people, signed = [person("Ana Ruíz"), person("Bo Ng")], []
    for act, one, other in acts:
        clock.pass_(hours=7)
        a, b = people[one % len(people)], people[other % len(people)]
        match act:
            case "add":
                people.append(person(f"Person {one}", tags=[f"tag {other}"]))
            case "sign":
                signed.append(sign_ins.sign_in(meeting(kind="meeting" if other % 2 else "regional-call"), a))
            case "walk":
                people.append(sign_ins.walk_in(meeting(), WalkIn(f"Person {one}")).person_id)
            case "back" if signed:
                sign_ins.take_back(signed.pop().id)
            case "link":
                same.link(a, b)
            case "unlink":
                same.unlink(a, b)
            case "archive":
                records.archive(a)
            case "restore":
                records.restore(a)
            case "edit":
                records.edit(a, {"display_name": f"Edited {other}", "phone_numbers": [f"757555010{other}"]})
            case "gift":
                gifts.record(GiftDraft(500, date(2026, 1, 1) + timedelta(days=other), a))
    kept, fresh = as_from_scratch(db, pack, roster)
    assert kept == fresh
