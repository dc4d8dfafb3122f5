"""Signing up on a phone: one form is one entry, matched or held for a glance, and nothing is lost."""

import pytest

from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.door import Door
from chapter_desk.core.meetings.needs import Need
from chapter_desk.core.meetings.sign_in import SignIns
from chapter_desk.core.meetings.sign_up import SignUps
from chapter_desk.core.meetings.walk_in import WalkIn, only_initials
from chapter_desk.core.members.consents import Consents
from chapter_desk.core.members.evidence import Standings
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.roster import Roster
from chapter_desk.core.step_titles import StepTitles
from chapter_desk.errors import MeetingCancelled, MeetingEnded, NameNeeded, NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.values import MeetingId


@pytest.fixture
def sign_ups(db, sign_ins):
    return SignUps(db, sign_ins)


@pytest.fixture
def waiting(db):
    return lambda meeting: [(each.reason, each.name) for each in sort_out.SortOut(db).waiting(meeting)]


def rows(db, table=schema.sign_in):
    with db.read() as connection:
        return connection.execute(table.select()).all()


def test_a_name_alone_is_enough_and_nobody_is_said_to_have_greeted(db, sign_ups, meeting):
    assert sign_ups.take(meeting(), "form-1", WalkIn("Dee Ray"))
    (row,) = rows(db)
    assert (row.name_as_written, row.method, row.greeter, row.laptop) == (
        "Dee Ray", "phone", None, db.replica_id,
    )  # fmt: skip


def test_one_form_is_one_entry_however_often_it_is_sent(db, sign_ups, meeting):
    may = meeting()
    assert sign_ups.take(may, "form-1", WalkIn("Dee Ray"))
    assert not sign_ups.take(may, "form-1", WalkIn("Dee Ray"))
    assert sign_ups.take(may, "form-2", WalkIn("Bo Li"))
    assert len(rows(db)) == len(rows(db, schema.person)) == sign_ups.came(may) == 2


def test_a_form_that_was_taken_back_does_not_come_in_again(db, sign_ups, sign_ins, meeting):
    may = meeting()
    sign_ups.take(may, "form-1", WalkIn("Dee Ray"))
    sign_ins.take_back(rows(db)[0].id)
    assert not sign_ups.take(may, "form-1", WalkIn("Dee Ray"))
    assert sign_ups.came(may) == 0


def test_who_is_certainly_on_file_is_signed_in_as_that_person(db, sign_ups, person, meeting, waiting):
    may, ana = meeting(), person("Ana Ruiz", email_addresses=["ana@example.org"])
    sign_ups.take(may, "form-1", WalkIn("ana ruíz", email="Ana@example.org", consents=["sms"], wording="1"))
    (row,) = rows(db)
    assert (row.person_id, len(rows(db, schema.person)), waiting(may)) == (ana, 1, [])
    answer = Consents(db).of(ana)["sms"]
    assert (answer.given, answer.how, answer.wording) == (True, "phone", "1")


def test_who_is_in_already_is_one_attendance_and_what_they_wrote_is_kept_once(
    db, pack, sign_ups, sign_ins, person, meeting
):
    may, ana = meeting(), person("Ana Ruiz", email_addresses=["ana@example.org"])
    first = sign_ins.sign_in(may, ana)
    wrote = WalkIn("Ana Ruiz", email="ana@example.org", phone="757 555 0199", consents=["call"], children=2)
    assert sign_ups.take(may, "form-1", wrote)
    assert not sign_ups.take(may, "form-1", wrote)
    roster = Roster(db, rule_of(pack))
    roster.load()
    (present,) = Door(db, roster, rule_of(pack)).who_is_in(may)
    assert (present.sign_in_id, present.at) == (first.id, first.at)
    phone = next(row for row in rows(db) if row.method == "phone")
    assert (phone.contact_as_written["phone"], phone.children) == ("757 555 0199", 2)
    assert len(rows(db, schema.consent)) == 1


def test_an_initial_without_contact_is_counted_and_held_for_a_glance(
    db, sign_ups, sign_ins, meeting, waiting
):
    may = meeting()
    sign_ups.take(may, "form-1", WalkIn("J."))
    sign_ups.take(may, "form-2", WalkIn("J. M.", email="jm@example.org"))
    sign_ins.walk_in(may, WalkIn("K."))  # a greeter saw this one
    assert waiting(may) == [(sort_out.NO_CONTACT, "J.")]
    assert sign_ups.came(may) == 2


def test_a_name_on_file_without_contact_is_a_question_for_later(sign_ups, person, meeting, waiting):
    may = meeting()
    person("Cora Marsh")
    sign_ups.take(may, "form-1", WalkIn("Cora Marsh"))
    assert waiting(may) == [(sort_out.MAYBE_ON_FILE, "Cora Marsh")]


def test_children_needs_and_consents_are_kept_as_asked(db, sign_ups, meeting):
    may = meeting()
    sign_ups.take(
        may,
        "form-1",
        WalkIn(
            "Dee Ray", source="flyer", preferred_language="es", consents=["email", "mail"], wording="phone-1",
            children=3, needs=[Need("ride-home"), Need("other", "a chair near the door")],
        ),
    )  # fmt: skip
    (dee,) = rows(db, schema.person)
    assert (dee.source, dee.preferred_language) == ("flyer", "es")
    assert [(need.kind, need.note, need.meeting_id) for need in rows(db, schema.need)] == [
        ("ride-home", None, may),
        ("other", "a chair near the door", may),
    ]
    assert sorted((row.channel, row.decision, row.wording) for row in rows(db, schema.consent)) == [
        ("email", "given", "phone-1"),
        ("mail", "given", "phone-1"),
    ]
    assert rows(db)[0].children == 3


def test_coming_makes_a_member_also_on_a_phone(db, pack, sign_ups, meeting):
    sign_ups.take(meeting(), "form-1", WalkIn("Dee Ray"))
    (dee,) = rows(db, schema.person)
    assert Standings(db, rule_of(pack)).of(dee.id).member


def test_it_goes_as_one_step_with_words_of_its_own(db, sign_ups, calendar, meeting, steps):
    may = meeting()
    calendar.open_door(may)
    sign_ups.take(may, "form-1", WalkIn("Dee Ray", consents=["sms"], needs=[Need("interpreter")]))
    step = steps.next_undo()
    assert StepTitles(db).title(step).text == "Sign-in of Dee Ray on a phone"
    steps.take_back(step.id)
    assert sign_ups.came(may) == 0
    assert all(row.removed_at is not None for row in rows(db, schema.person))


def test_a_closed_door_and_no_name_are_refused(db, sign_ups, calendar, meeting):
    may, called_off = meeting(), meeting("Called off")
    with pytest.raises(NameNeeded):
        sign_ups.take(may, "form-1", WalkIn("  "))
    calendar.open_door(may)
    calendar.end(may)
    calendar.cancel(called_off)
    with pytest.raises(MeetingEnded):
        sign_ups.take(may, "form-1", WalkIn("Dee"))
    with pytest.raises(MeetingCancelled):
        sign_ups.take(called_off, "form-1", WalkIn("Dee"))
    with pytest.raises(NoSuchRecord):
        sign_ups.path(MeetingId("nowhere"))
    assert rows(db) == []


def test_the_address_is_random_for_each_meeting_and_stays(db, sign_ups, meeting):
    one, other = meeting(), meeting()
    paths = {sign_ups.path(each) for each in (one, other)}
    assert len(paths) == 2 and all(len(path) == 8 for path in paths)
    assert SignUps(db, SignIns(db)).path(one) == sign_ups.path(one)


@pytest.mark.parametrize(
    ("name", "so"),
    [
        ("J.", True),
        ("J. M.", True),
        ("7", True),
        ("Jo", False),
        ("Li", False),
        ("J. Marsh", False),
        ("김", True),
    ],
)
def test_what_counts_as_an_initial(name, so):
    assert only_initials(name) is so
