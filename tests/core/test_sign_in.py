"""Counting people into a meeting."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.meeting import MeetingState
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.same_person import SamePerson, components
from chapter_desk.errors import MeetingCancelled, MeetingEnded, NameNeeded, NoSuchRecord, TextRefused
from chapter_desk.store import schema
from tests.core.conftest import SEVEN_PM


def rows(db, table=schema.sign_in):
    with db.read() as connection:
        return connection.execute(table.select()).all()


def test_signing_in_writes_who_when_where_and_by_whom(db, sign_ins, person, meeting):
    ana, may = person("Ana Ruíz"), meeting()
    signed = sign_ins.sign_in(may, ana)

    (row,) = rows(db)
    assert (row.id, row.meeting_id, row.person_id, row.at) == (signed.id, may, ana, SEVEN_PM)
    assert (row.laptop, row.greeter, row.method, row.type) == (db.replica_id, "tyrone", "desk", "entry")
    assert (signed.name, signed.first_time, signed.times_this_year) == ("Ana Ruíz", True, 1)
    assert not signed.repeated and not signed.clock_suspect


def test_a_second_sign_in_says_when_the_first_was_and_writes_nothing(db, clock, sign_ins, person, meeting):
    ana, may = person("Ana"), meeting()
    first = sign_ins.sign_in(may, ana)
    clock.pass_(minutes=9)
    again = sign_ins.sign_in(may, ana)

    assert (again.id, again.at, again.repeated) == (first.id, SEVEN_PM, True)
    assert len(rows(db)) == 1


def test_the_sixth_meeting_this_year_is_said_to_be_so(clock, calendar, sign_ins, person, meeting):
    ana = person("Ana")
    clock.now = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    assert sign_ins.sign_in(meeting("New Year's Eve"), ana).times_this_year == 1
    clock.now = datetime(2027, 1, 1, 4, 59, tzinfo=UTC)  # a minute to midnight in Norfolk
    assert sign_ins.sign_in(meeting("Still the old year"), ana).times_this_year == 2
    for month in range(1, 4):
        clock.now = datetime(2027, month, 10, tzinfo=UTC)
        signed = sign_ins.sign_in(meeting(f"Month {month}"), ana)
    assert (signed.times_this_year, signed.first_time) == (3, False)


def test_an_ended_meeting_takes_nobody_until_its_door_is_opened_again(calendar, sign_ins, person, meeting):
    ana, may = person("Ana"), meeting()
    calendar.open_door(may)
    calendar.end(may)
    with pytest.raises(MeetingEnded) as refused:
        sign_ins.sign_in(may, ana)
    assert refused.value.title == "May general meeting"

    calendar.open_door(may)
    assert not sign_ins.sign_in(may, ana).repeated


def test_somebody_who_was_there_is_counted_after_the_meeting_has_ended(calendar, sign_ins, person, meeting):
    ana, may = person("Ana"), meeting()
    calendar.end(may)
    assert sign_ins.sign_in_afterwards(may, ana).at == SEVEN_PM
    assert calendar.meeting(may).state is MeetingState.ENDED


def test_a_meeting_called_off_takes_nobody(calendar, sign_ins, person, meeting):
    ana, may = person("Ana"), meeting()
    calendar.cancel(may)
    with pytest.raises(MeetingCancelled):
        sign_ins.sign_in(may, ana)


def test_the_first_sign_in_opens_a_planned_meeting_and_taking_it_back_leaves_the_door_open(
    calendar, sign_ins, steps, person, meeting
):
    ana, may = person("Ana"), meeting()
    sign_ins.sign_in(may, ana)
    assert calendar.meeting(may).state is MeetingState.OPEN

    steps.take_back(steps.next_undo().id)
    assert calendar.meeting(may).state is MeetingState.OPEN
    assert calendar.entry(may).turnout.signed_in == 0


@pytest.mark.parametrize(("no_meeting", "nobody"), [(True, False), (False, True)])
def test_what_is_not_on_file_is_refused(sign_ins, person, meeting, no_meeting, nobody):
    ana, may = person("Ana"), meeting()
    with pytest.raises(NoSuchRecord):
        sign_ins.sign_in("never" if no_meeting else may, "nobody" if nobody else ana)


def test_two_doors_may_sign_the_same_person_in_at_once(db, calendar, sign_ins, person, meeting):
    ana, may = person("Ana"), meeting()
    calendar.open_door(may)
    with ThreadPoolExecutor(max_workers=8) as doors:
        signed = list(doors.map(lambda _: sign_ins.sign_in(may, ana), range(24)))

    assert len(rows(db)) == 1
    assert [each.repeated for each in signed].count(False) == 1


def test_sixty_people_a_minute_are_counted_while_a_list_is_taken_in(db, calendar, sign_ins, person, meeting):
    may = meeting()
    calendar.open_door(may)
    arriving = [person(f"Guest {number}") for number in range(12)]

    def take_in(part):
        with db.write("import", {"new": 300}) as writer:
            writer.insert_many(schema.person, [{"display_name": f"Row {part}.{n}"} for n in range(300)])

    with ThreadPoolExecutor(max_workers=2) as lanes:
        importing = [lanes.submit(take_in, part) for part in range(8)]
        signed = list(lanes.map(lambda guest: sign_ins.sign_in(may, guest), arriving))
        for part in importing:
            part.result()

    assert not any(each.repeated for each in signed)
    assert len(rows(db)) == 12
    assert len(rows(db, schema.person)) == 12 + 8 * 300


def test_taking_back_is_recorded_and_a_new_sign_in_stays(db, clock, sign_ins, person, meeting):
    ana, may = person("Ana"), meeting()
    first = sign_ins.sign_in(may, ana)
    assert sign_ins.take_back(first.id) == 1
    clock.pass_(minutes=5)
    again = sign_ins.sign_in(may, ana)

    assert (again.repeated, again.first_time, again.at) == (False, True, SEVEN_PM + timedelta(minutes=5))
    assert len(rows(db)) == 2
    with pytest.raises(NoSuchRecord):
        sign_ins.take_back(first.id)


def test_a_sign_in_moves_to_the_right_person_at_its_own_time(clock, calendar, sign_ins, person, meeting):
    """Two stations, one Maria: the cousin was ticked under the wrong name."""
    maria, cousin, may = person("Maria Garcia"), person("María García López"), meeting()
    wrong = sign_ins.sign_in(may, maria)
    clock.pass_(hours=1)
    right = sign_ins.move(wrong.id, cousin)

    assert (right.person_id, right.at) == (cousin, SEVEN_PM)
    assert calendar.entry(may).turnout.signed_in == 1
    assert not sign_ins.sign_in(may, maria).repeated


def test_linked_entries_are_one_person_at_the_door(db, clock, calendar, sign_ins, person, meeting):
    jim, james, may = person("Jim Williams"), person("James Williams"), meeting()
    sign_ins.sign_in(may, james)
    SamePerson(db).link(jim, james)
    clock.pass_(minutes=1)
    again = sign_ins.sign_in(may, jim)

    assert (again.repeated, again.at, again.person_id) == (True, SEVEN_PM, min(jim, james))
    assert calendar.entry(may).turnout.signed_in == 1
    assert sign_ins.take_back(again.id) == 1
    assert calendar.entry(may).turnout.signed_in == 0


def test_a_walk_in_needs_only_a_name(db, calendar, sign_ins, meeting):
    may = meeting()
    signed = sign_ins.walk_in(may, WalkIn("Dee"))

    assert (signed.name, signed.added, signed.first_time, signed.sort_out) == ("Dee", True, True, ())
    (row,) = rows(db)
    assert (row.name_as_written, row.contact_as_written) == ("Dee", None)
    (dee,) = rows(db, schema.person)
    assert (dee.display_name, dee.sort_name) == ("Dee", "Dee")


def test_what_a_walk_in_wrote_in_the_moment_is_kept(db, sign_ins, meeting):
    may = meeting()
    wrote = WalkIn("  Zoë  O’Neill ", email="Zoe@Example.ORG", phone="757.555.0141", postal_code="23508-1142")
    sign_ins.walk_in(may, wrote, method="phone")

    (row,) = rows(db)
    assert row.name_as_written == "  Zoë  O’Neill "
    assert row.contact_as_written == {
        "email": "Zoe@Example.ORG", "phone": "757.555.0141", "postal_code": "23508-1142",
    }  # fmt: skip
    assert rows(db, schema.email_address)[0].address == "zoe@example.org"
    assert rows(db, schema.phone_number)[0].number == "+17575550141"
    address = rows(db, schema.postal_address)[0]
    assert (address.postal_code, address.locality, address.raw) == ("23508", "Norfolk", "23508-1142")


def test_a_walk_in_with_the_same_name_and_phone_is_the_person_on_file(db, sign_ins, person, meeting):
    ana, may = person("Ana Ruíz", phone_numbers=["757-555-0141"]), meeting()
    signed = sign_ins.walk_in(may, WalkIn("ana ruiz", phone="(757) 555 0141"))

    assert (signed.person_id, signed.added, signed.name) == (ana, False, "Ana Ruíz")
    assert len(rows(db, schema.person)) == 1
    assert sign_ins.walk_in(may, WalkIn("Ana Ruiz", phone="7575550141")).repeated


def test_a_walk_in_with_a_name_on_file_is_counted_and_the_question_waits(db, sign_ins, person, meeting):
    cora, may = person("Cora Marsh", phone_numbers=["757-555-0108"]), meeting()
    signed = sign_ins.walk_in(may, WalkIn("Cora Marsh"))

    assert signed.added and signed.person_id != cora
    assert signed.sort_out == (sort_out.MAYBE_ON_FILE,)
    (waiting,) = sort_out.SortOut(db).waiting(may)
    assert (waiting.person_id, waiting.people, waiting.name) == (signed.person_id, (cora,), "Cora Marsh")


def test_one_email_for_two_makes_two_people(db, calendar, sign_ins, person, meeting):
    """Fatima signs in, then her husband gives the same e-mail: nothing stops the line."""
    may = meeting()
    fatima = sign_ins.walk_in(may, WalkIn("Fatima Al-Ahmad", email="ahmad@example.org"))
    husband = sign_ins.walk_in(may, WalkIn("محمد الأحمد", email="ahmad@example.org"))

    assert fatima.person_id != husband.person_id
    assert husband.sort_out == (sort_out.SHARED_CONTACT,)
    assert calendar.entry(may).turnout.signed_in == 2


def test_an_email_that_is_none_keeps_nobody_out(db, sign_ins, meeting):
    may = meeting()
    signed = sign_ins.walk_in(may, WalkIn("Bo", email="bo at example"))
    assert signed.sort_out == (sort_out.UNREADABLE_EMAIL,)
    assert rows(db, schema.email_address) == []
    assert sort_out.SortOut(db).waiting()[0].raw["email"] == "bo at example"


@pytest.mark.parametrize(
    ("name", "error"), [("  ", NameNeeded), ("Bo\x00", TextRefused), ("\ud800", TextRefused)]
)
def test_a_walk_in_that_cannot_be_written_down_leaves_nothing(db, sign_ins, meeting, name, error):
    may = meeting()
    with pytest.raises(error):
        sign_ins.walk_in(may, WalkIn(name))
    assert rows(db) == [] and rows(db, schema.person) == []


@pytest.mark.parametrize(
    "name",
    [
        "Null Abernathy",
        "<b>Bo</b> & 'Co'",
        "김민준",
        "J",
        "x" * 500,
        "Robin 😀",
        "a\u202ebc",
        "7",
        "N\u0303ato",
    ],
)
def test_names_of_every_kind_are_kept_as_written(db, sign_ins, meeting, name):
    signed = sign_ins.walk_in(meeting(), WalkIn(name))
    assert signed.name == ("Ñato" if name == "N\u0303ato" else name)


def test_a_walk_in_is_one_step_and_goes_as_one(db, calendar, sign_ins, steps, meeting):
    may = meeting()
    calendar.open_door(may)
    sign_ins.walk_in(may, WalkIn("Dee", email="dee@example.org"))
    steps.take_back(steps.next_undo().id)

    assert calendar.entry(may).turnout.signed_in == 0
    assert all(row.removed_at is not None for row in rows(db, schema.person))


def test_step_titles_hold_ids_and_never_names(db, sign_ins, person, meeting):
    may = meeting("Canary meeting")
    sign_ins.sign_in(may, person("Canary One"))
    sign_ins.walk_in(may, WalkIn("Canary Two", email="canary@example.org"))
    with db.read() as connection:
        assert "anary" not in str(connection.execute(schema.step.select()).all())


def test_a_visitor_without_a_name_is_one_more_head(calendar, sign_ins, person, meeting):
    may = meeting()
    sign_ins.sign_in(may, person("Ana"))
    visitor = sign_ins.visitor(may)
    turnout = calendar.entry(may).turnout
    assert (turnout.signed_in, turnout.visitors, turnout.first_timers) == (2, 1, 1)
    sign_ins.take_back(visitor)
    assert calendar.entry(may).turnout.signed_in == 1


def test_a_clock_in_doubt_is_said_once_and_the_sign_ins_are_kept(db, clock, sign_ins, person, meeting):
    may, people = meeting(), [person(name) for name in ("Ana", "Bo", "Cy")]
    clock.now = datetime(1970, 1, 1, tzinfo=UTC)
    signed = [sign_ins.sign_in(may, each) for each in people]

    assert all(each.clock_suspect for each in signed)
    assert [waiting.reason for waiting in sort_out.SortOut(db).waiting()] == [sort_out.CLOCK]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))), st.randoms())
def test_components_do_not_depend_on_the_order_of_links(links, random):
    shuffled = [pair[::-1] if random.random() < 0.5 else pair for pair in links]
    random.shuffle(shuffled)
    assert components(shuffled + shuffled[:1]) == components(links)


def test_a_link_taken_back_parts_two_people_and_leaves_a_third_where_they_were(db, person):
    one, two, three = (person(name) for name in ("Jim", "James", "Jamie"))
    same = SamePerson(db)
    same.link(one, two)
    assert same.link(three, two) == min(one, two, three)
    assert same.unlink(one, two) == 1
    assert same.link(two, three) == min(two, three)
    with db.read() as connection:
        assert connection.scalar(select(func.count()).select_from(schema.same_person)) == 2
