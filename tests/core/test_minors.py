"""Who is under 18: until a day or for good, and in no bundle to national."""

import json
from datetime import date, timedelta

import pytest

from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.minors import is_minor, minors
from chapter_desk.core.members.person_card import PersonCards
from chapter_desk.core.members.records import PersonDraft
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
