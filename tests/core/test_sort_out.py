"""What waits to be sorted out: why, how long, on which laptop, and how it is put right in one step."""

from datetime import timedelta

import pytest

from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.sort_out import SortOut
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.errors import NoSuchRecord, NotAnEmail, UnknownZip
from chapter_desk.store import schema


@pytest.fixture
def tray(db):
    return SortOut(db)


def standing(db, table, field):
    with db.read() as connection:
        rows = connection.execute(table.select().where(table.c.removed_at.is_(None)))
        return sorted(str(getattr(row, field)) for row in rows)


def test_an_address_is_corrected_in_one_step_that_can_be_taken_back(db, sign_ins, meeting, tray, steps):
    signed = sign_ins.walk_in(meeting(), WalkIn("Bo Diaz", email="bo at example"))
    (waiting,) = tray.waiting()
    with pytest.raises(NotAnEmail):
        tray.correct(waiting.id, signed.person_id, "email_addresses", "bo at")
    tray.correct(waiting.id, signed.person_id, "email_addresses", "Bo@Example.org")
    assert standing(db, schema.email_address, "address") == ["bo@example.org"]
    assert tray.count() == 0
    steps.take_back(steps.next_undo().id)
    assert standing(db, schema.email_address, "address") == []
    assert [each.id for each in tray.waiting()] == [waiting.id]


def test_a_zip_takes_the_place_of_the_one_that_was_written(db, sign_ins, meeting, tray, steps):
    signed = sign_ins.walk_in(meeting(), WalkIn("Bo Diaz", postal_code="00001"))
    (waiting,) = tray.waiting()
    with pytest.raises(UnknownZip):
        tray.correct(waiting.id, signed.person_id, "postal_addresses", "00002")
    tray.correct(waiting.id, signed.person_id, "postal_addresses", "23508")
    assert standing(db, schema.postal_address, "postal_code") == ["23508"]
    assert standing(db, schema.postal_address, "locality") == ["Norfolk"]
    steps.take_back(steps.next_undo().id)
    assert standing(db, schema.postal_address, "postal_code") == ["00001"]


def test_what_was_sorted_out_leaves_the_name_of_a_person_corrected(db, sign_ins, meeting, tray):
    signed = sign_ins.walk_in(meeting(), WalkIn("J."), method="phone")
    (waiting,) = tray.waiting()
    tray.correct(waiting.id, signed.person_id, "display_name", "Jo Li")
    assert standing(db, schema.person, "display_name") == ["Jo Li"]
    with pytest.raises(NoSuchRecord):
        tray.correct("nothing", signed.person_id, "display_name", "Jo Li")


def test_a_clock_in_doubt_waits_once_a_meeting_and_says_why_and_on_which_laptop(
    db, clock, person, sign_ins, meeting, tray
):
    may = meeting()
    with db.write("name") as writer:
        writer.put(schema.laptop, db.replica_id, {"name": "Door-2"})
    clock.pass_(days=-4)
    for name in ("Ana", "Bo"):
        sign_ins.sign_in(may, person(name))
    (waiting,) = tray.waiting()
    assert (waiting.reason, waiting.laptop, waiting.raw["doubt"]) == (sort_out.CLOCK, "Door-2", "behind")
    assert waiting.meeting_id == may and waiting.meeting_title == "May general meeting"


def test_the_age_of_what_waits_is_told_and_never_less_than_nothing(clock, sign_ins, meeting, tray):
    sign_ins.walk_in(meeting(), WalkIn("Bo Diaz", email="bo at"))
    clock.pass_(days=2, hours=3)
    assert tray.waiting()[0].age == timedelta(days=2, hours=3)
    clock.pass_(days=-5)
    assert tray.waiting()[0].age == timedelta(0)
