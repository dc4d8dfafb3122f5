"""Who is under 18: until a day or for good, and in no bundle to national."""

import json
from dataclasses import asdict
from datetime import date, timedelta

import pytest

from chapter_desk.core.meetings.badges import Badges
from chapter_desk.core.meetings.door import Door
from chapter_desk.core.meetings.expected import ExpectedPeople
from chapter_desk.core.meetings.follow_ups import FollowUps
from chapter_desk.core.meetings.kiosk import Kiosk
from chapter_desk.core.meetings.rsvps import Answers
from chapter_desk.core.meetings.thanks import Thanks
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.consents import Consents
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.minors import is_minor, minors
from chapter_desk.core.members.person_card import PersonCards
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.members.roster import Roster
from chapter_desk.core.members.same_person import SamePerson, all_components
from chapter_desk.core.sync.exchange import Destination
from chapter_desk.core.sync.matrix import TO_NATIONAL
from chapter_desk.store import schema
from tests.core.test_to_national import NATIONAL, answer, as_national_reads, meeting, person, rows_of, sign_in
from tests.exchanging import SEVEN_PM, new_chapter

TODAY = date(2026, 11, 12)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def desk(tmp_path):
    desk = new_chapter(tmp_path)
    desk.set(schema.chapter, "norfolk", name="Norfolk", national_recipient=NATIONAL.recipient)
    yield desk
    desk.db.close()


@pytest.mark.parametrize(
    ("under_18", "until", "minor"),
    [
        (None, None, False),
        (False, TOMORROW, False),
        (True, None, True),
        (True, TOMORROW, True),
        (True, TODAY, False),  # the birthday itself: they are 18
    ],
)
def test_the_mark_holds_until_the_day(under_18, until, minor):
    assert is_minor(under_18, until, TODAY) is minor


def test_one_mark_is_enough_for_all_entries_and_the_first_known_day_counts(desk):
    marked, known = person(desk, "Dee", under_18=True), person(desk, "Dee D.", under_18_until=TOMORROW)
    desk.add(schema.same_person, person_a=marked, person_b=known)
    with desk.db.read() as connection:
        components = all_components(connection)
        assert minors(connection, components, TODAY) == {components.of(marked)}
        assert minors(connection, components, TOMORROW) == set()


def test_a_minor_is_in_no_bundle_to_national_whatever_they_said(desk):
    dee, ana = person(desk, "Dee", under_18=True), person(desk, "Ana")
    anna = person(desk, "Anna")
    desk.add(schema.same_person, person_a=dee, person_b=anna)  # the other entry is not marked itself
    may = meeting(desk)
    for one in (dee, anna, ana):
        answer(desk, one, "given")
        sign_in(desk, one, may)
    desk.void(schema.sign_in, sign_in(desk, dee, may))
    for kind in ("snapshot", "delta"):
        bundle = as_national_reads(desk, kind)
        plain = b"".join(bundle.contents.content(table) for table in bundle.tables)
        assert ana.encode() in plain
        assert not any(word.encode() in plain for word in (dee, anna, "Dee", "Anna", "under_18"))
    left = desk.exchange.prepare("snapshot", Destination.NATIONAL).leaving.left_out
    assert [each.reason for each in left] == ["minor"]


def test_a_summary_counts_minors_as_people_and_says_no_more_of_them(desk):
    person(desk, "Dee", under_18=True)
    person(desk, "Ana")
    bundle = as_national_reads(desk, "summary")
    (table,) = bundle.tables
    counted = [json.loads(line) for line in bundle.rows(table)]
    assert counted[0] == {"what": "people", "count": 2}
    assert b"18" not in bundle.contents.content(table)


def test_of_a_minor_it_was_told_about_national_hears_a_no_but_no_yes(desk):
    dee = person(desk, "Dee")
    answer(desk, dee, "given")
    as_national_reads(desk)
    desk.set(schema.person, dee, under_18=True)
    answer(desk, dee, "given", SEVEN_PM + timedelta(days=1))
    assert "consent" not in rows_of(as_national_reads(desk))
    answer(desk, dee, "refused", SEVEN_PM + timedelta(days=2))
    rows = rows_of(as_national_reads(desk))
    assert "person" not in rows and [row["decision"] for row in rows["consent"]] == ["refused"]


def test_who_turned_18_is_named_whole_though_nothing_was_written(desk):
    dee = person(desk, "Dee", under_18=True, under_18_until=TODAY)
    answer(desk, dee, "given")
    desk.bundle("snapshot", Destination.NATIONAL)
    with desk.db.write_local() as connection:
        connection.execute(
            schema.peer.insert().values(
                replica_id="national", incarnation="1", taken_upto=0,
                confirmed_upto=desk.here().change_seq, heard_at=SEVEN_PM,
            )
        )  # fmt: skip
    rows = rows_of(as_national_reads(desk, "delta"))
    assert [row["display_name"] for row in rows["person"]] == ["Dee"]
    assert [row["address"] for row in rows["email_address"]] == ["dee@example.org"]


def test_national_has_no_field_for_it():
    for table, passage in TO_NATIONAL.items():
        assert not [field for field in passage.fields if "18" in field or "birth" in field], table


def test_taking_the_mark_off_takes_it_off_every_entry_and_undo_puts_it_back(db, records, steps, pack):
    about = PersonCards(db, rule_of(pack)).about
    ana = records.add(PersonDraft("Ana Ruiz", under_18=True, under_18_until=TOMORROW))
    other = records.add(PersonDraft("Ana R.", under_18=True))
    SamePerson(db).link(ana, other)
    card = about(other)
    assert card.under_18 and card.under_18_until == TOMORROW
    changed = records.edit(ana, {"under_18": False, "under_18_until": None})
    assert set(changed) == {"under_18", "under_18_until"}
    assert not about(ana).is_minor(TODAY)
    steps.take_back(steps.next_undo().id)
    assert about(other).is_minor(TODAY)


@pytest.fixture
def young(records):
    return records.add(PersonDraft("Dee Young", email_addresses=["dee@example.org"], under_18=True))


def test_a_walk_in_is_marked_new_or_on_file_and_a_known_day_stays(db, records, sign_ins, meeting, pack):
    about, may = PersonCards(db, rule_of(pack)).about, meeting()
    new = sign_ins.walk_in(may, WalkIn("Kai", under_18=True))
    assert about(new.person_id).under_18
    bo = records.add(PersonDraft("Bo Li", email_addresses=["bo@example.org"]))
    on_file = WalkIn("Bo Li", email="bo@example.org", under_18=True)
    assert sign_ins.walk_in(may, on_file).person_id == bo and about(bo).under_18
    records.edit(bo, {"under_18_until": date(2027, 5, 1)})
    sign_ins.walk_in(may, on_file)
    assert about(bo).under_18_until == date(2027, 5, 1)
    records.edit(bo, {"under_18_until": TODAY})  # a day that is over was wrong, says who marks them again
    sign_ins.walk_in(may, on_file)
    assert about(bo).is_minor(TODAY) and about(bo).under_18_until is None


def test_the_door_says_it_and_the_kiosk_does_not(db, young, sign_ins, meeting, pack, clock):
    may, roster = meeting(), Roster(db, rule_of(pack))
    roster.load()
    door = Door(db, roster, rule_of(pack))
    assert door.matches(may, "dee")[0].under_18
    sign_ins.sign_in(may, young)
    assert door.who_is_in(may)[0].under_18
    (shown,) = Kiosk(db, roster, clock).find("dee young").matches
    assert asdict(shown) == {"person_id": young, "name": "Dee Y.", "zip_hint": "", "phone_ends": ""}


def test_no_badge_no_thanks_no_call_and_no_reminder_until_somebody_says_so(
    db, young, person, sign_ins, meeting, clock
):
    may, ana = meeting(), person("Ana", email_addresses=["ana@example.org"])
    for one in (young, ana):
        sign_ins.sign_in(may, one)
        Consents(db).note(one, "email", given=True)
        Consents(db).note(one, "call", given=True)
        Answers(db).note(may, one, "accepted")
    assert [each.name for each in Badges(db).of(may)] == ["Ana"]
    assert [each.name for each in Badges(db).of(may, under_18=True)] == ["Ana", "Dee Young"]
    listed = Thanks(db).of(may)
    assert [each.name for each in listed.people] == ["Ana"]
    assert [(each.name, each.why) for each in listed.left_out] == [("Dee Young", "under-18")]
    assert b"Dee" not in Thanks(db).written(listed)
    wanted = listed.with_minors()
    assert [each.name for each in wanted.people] == ["Ana", "Dee Young"] and not wanted.left_out
    follow_ups = FollowUps(db)
    assert [call.name for call in follow_ups.due()] == ["Ana"]
    follow_ups.add(young, "Asked for a call", clock() + timedelta(days=1))
    assert sorted(call.name for call in follow_ups.due()) == ["Ana", "Dee Young"]
    reach = {each.name: each.reach for each in ExpectedPeople(db).of(may).people}
    assert reach["Ana"].channel == "email"
    assert (reach["Dee Young"].channel, reach["Dee Young"].why_not) == (None, "under-18")
