"""Meetings: planned by the clock on the wall, opened, ended, opened again, called off."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.meetings.meeting import MeetingDraft, MeetingState
from chapter_desk.core.meetings.rsvps import Answers, Rsvps
from chapter_desk.core.meetings.times import instant, local_day, wall_time
from chapter_desk.core.members.evidence import LocalDays
from chapter_desk.errors import (
    MeetingCancelled,
    NameNeeded,
    NoSuchRecord,
    TimeRefused,
    UnknownMeetingKind,
    UnknownZip,
)
from chapter_desk.store.columns import wired_time
from tests.core.conftest import SEVEN_PM

SEVEN = datetime.fromisoformat("2026-11-12T19:00")


def test_a_meeting_takes_its_town_zone_and_length_from_its_zip_and_kind(calendar):
    meeting = calendar.add(MeetingDraft("Training day", SEVEN, kind="training", postal_code="99501"))
    assert (meeting.locality, meeting.region, meeting.time_zone) == ("Anchorage", "AK", "America/Anchorage")
    assert meeting.starts_at == datetime(2026, 11, 13, 4, 0, tzinfo=UTC)
    assert (meeting.local_start, meeting.local_end) == (SEVEN, SEVEN + timedelta(minutes=120))
    assert meeting.state is MeetingState.PLANNED


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        ({"title": " "}, NameNeeded),
        ({"kind": "seance"}, UnknownMeetingKind),
        ({"postal_code": "2350O"}, UnknownZip),
        ({"time_zone": "Mars/Olympus"}, TimeRefused),
        ({"ends_at": SEVEN - timedelta(hours=1)}, TimeRefused),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_and_nothing_is_kept(calendar, draft, error):
    with pytest.raises(error):
        calendar.add(MeetingDraft(**{"title": "May", "starts_at": SEVEN} | draft))
    assert calendar.all() == []


def test_a_time_that_summer_leaps_over_counts_on_and_one_that_comes_twice_is_the_first():
    leapt = datetime.fromisoformat("2017-03-12T02:30")
    assert wall_time(instant(leapt, "America/New_York"), "America/New_York").hour == 3
    twice = datetime.fromisoformat("2017-11-05T01:30")
    assert instant(twice, "America/New_York") == datetime(2017, 11, 5, 5, 30, tzinfo=UTC)


@given(
    st.datetimes(datetime.fromisoformat("2015-01-01"), datetime.fromisoformat("2030-01-01")),
    st.sampled_from(["America/New_York", "Pacific/Honolulu", "America/St_Johns", "Pacific/Guam", "UTC"]),
)
def test_local_days_worked_out_quickly_are_the_local_days(moment, zone):
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert LocalDays(zone).of(wired_time(moment)) == local_day(moment, zone)


def test_an_edit_keeps_the_hour_on_the_wall_when_the_place_moves(calendar, meeting):
    may = meeting()
    moved = calendar.edit(may, {"postal_code": "99501", "venue": "Park Place Library, Room B"})
    assert (moved.local_start, moved.time_zone, moved.venue) == (
        SEVEN, "America/Anchorage", "Park Place Library, Room B",
    )  # fmt: skip
    later = calendar.edit(may, {"starts_at": SEVEN + timedelta(hours=1)})
    assert later.local_end == SEVEN + timedelta(hours=1, minutes=90)
    with pytest.raises(NoSuchRecord):
        calendar.edit("never", {"title": "x"})


def test_a_door_opens_ends_and_opens_again(clock, calendar, meeting):
    may = meeting()
    assert calendar.open_door(may).state is MeetingState.OPEN
    clock.pass_(hours=2)
    ended = calendar.end(may)
    assert (ended.state, ended.opened_at, ended.ended_at) == (MeetingState.ENDED, SEVEN_PM, clock.now)
    again = calendar.open_door(may)
    assert (again.state, again.opened_at, again.ended_at) == (MeetingState.OPEN, SEVEN_PM, None)


def test_a_meeting_called_off_has_no_door_until_it_is_put_back(calendar, meeting):
    may = meeting()
    assert calendar.cancel(may).state is MeetingState.CANCELLED
    for act in (calendar.open_door, calendar.end):
        with pytest.raises(MeetingCancelled):
            act(may)
    assert calendar.next_meeting() is None
    assert calendar.put_back(may).state is MeetingState.PLANNED


def test_the_next_meeting_is_the_open_one_else_the_soonest_else_the_last_is_meant(clock, calendar, meeting):
    assert calendar.next_or_last() is None
    june = meeting("June", "2026-12-10T19:00")
    may = meeting("May")
    assert calendar.next_meeting().id == calendar.next_or_last().id == may
    calendar.open_door(june)
    assert calendar.next_meeting().id == june
    calendar.end(june)
    clock.pass_(hours=5)
    assert calendar.next_meeting().id == may
    clock.pass_(hours=2)
    assert calendar.next_meeting() is None
    assert calendar.next_or_last().id == june


def test_lists_tell_who_came_and_who_said_they_would(db, clock, calendar, sign_ins, person, meeting):
    april, may = meeting("April", "2026-10-08T19:00"), meeting()
    ana, bo, answers = person("Ana"), person("Bo"), Answers(db)
    answers.note(may, ana, "declined")
    answers.note(may, ana, "accepted")
    answers.note(may, bo, "tentative")
    calendar.open_door(april)
    sign_ins.sign_in_afterwards(april, ana)
    for each in (ana, bo):
        sign_ins.sign_in(may, each)

    (past,) = calendar.past()
    (coming,) = calendar.upcoming()
    assert (past.meeting.title, past.turnout.signed_in, past.turnout.first_timers) == ("April", 1, 1)
    assert (coming.turnout.signed_in, coming.turnout.first_timers, coming.turnout.came_before) == (2, 1, 1)
    assert coming.rsvps == Rsvps(accepted=1, tentative=1)
    assert [entry.meeting.title for entry in calendar.who_came()] == ["April", "May general meeting"]
    assert [entry.meeting.id for entry in calendar.all()] == [may, april]


def test_an_answer_needs_a_person_and_a_meeting_on_file(db, person, meeting):
    with pytest.raises(NoSuchRecord):
        Answers(db).note(meeting(), "nobody", "accepted")
    with pytest.raises(NoSuchRecord):
        Answers(db).note("never", person("Ana"), "accepted")


def test_opening_a_door_is_undone_like_any_step(calendar, steps, meeting):
    may = meeting()
    calendar.open_door(may)
    steps.take_back(steps.next_undo().id)
    assert calendar.meeting(may).state is MeetingState.PLANNED
