"""Calendar files: ours read by anybody over a change to summer time, theirs looked at and taken over."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar as AnyCalendar

from chapter_desk.core.meetings.calendar_files import CalendarFiles
from chapter_desk.core.meetings.ics_reading import MOST_BYTES, read_calendar
from chapter_desk.core.meetings.meeting import MeetingState
from chapter_desk.errors import CalendarRefused

wall = datetime.fromisoformat
NOW = datetime(2026, 11, 13, 0, 0, tzinfo=UTC)


@pytest.fixture
def files(db, pack):
    return CalendarFiles(db, pack)


def ics(*events, method=""):
    """Return a file with these events, each a text of lines without its frame."""
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    method = f"METHOD:{method}\n" if method else ""
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{method}{body}END:VCALENDAR\n".replace(
        "\n", "\r\n"
    ).encode()


PICNIC = """
UID:picnic@example.org
SUMMARY:Picnic
DTSTART;TZID=America/New_York:20261205T120000
DTEND;TZID=America/New_York:20261205T150000
LOCATION:City Park\\, Norfolk VA 23508
DESCRIPTION:Bring a dish
"""


def fates(preview):
    return [(each.event.title, each.fate, each.fields) for each in preview.changes]


# ---------------------------------------------------------------- out


def written(files, meetings, **how):
    return AnyCalendar.from_ical(files.file_of(meetings, "Norfolk", **how))


@pytest.mark.parametrize(
    ("local", "utc"),
    [("2026-10-31T19:00", "2026-10-31 23:00"), ("2026-11-01T19:00", "2026-11-02 00:00"),
     ("2027-03-13T19:00", "2027-03-14 00:00"), ("2027-03-14T19:00", "2027-03-14 23:00")],
)  # fmt: skip
def test_times_are_right_on_both_sides_of_a_change_to_summer_time(files, calendar, meeting, local, utc):
    one = calendar.meeting(meeting(starts_at=local))
    content = files.file_of([one], "Norfolk")
    (event,) = AnyCalendar.from_ical(content).walk("VEVENT")
    assert f"{event.start.astimezone(UTC):%Y-%m-%d %H:%M}" == utc
    assert f"TZID=America/New_York:{local.replace('-', '').replace(':', '')}00" in content.decode()
    (zone,) = AnyCalendar.from_ical(content).walk("VTIMEZONE")
    assert zone.get("TZID") == "America/New_York"


def test_a_meeting_keeps_its_uid_and_a_later_file_is_the_newer_one(files, clock, calendar, meeting):
    may = meeting()
    (first,) = written(files, [calendar.meeting(may)]).walk("VEVENT")
    clock.pass_(hours=1)
    calendar.edit(may, {"title": "Another title"})
    calendar.cancel(may)
    (second,) = written(files, [calendar.meeting(may)]).walk("VEVENT")
    assert first.uid == second.uid == may
    assert int(second["SEQUENCE"]) > int(first["SEQUENCE"])
    assert (str(first["STATUS"]), str(second["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert str(second["SUMMARY"]) == "Another title"


def test_a_private_address_is_left_out_unless_asked_for(files, calendar, meeting):
    party = calendar.meeting(
        meeting("House party", venue="Maria's home", address_lines=["12 Elm St"], location_public=False)
    )
    everybody, yes = (files.file_of([party], "Norfolk", with_private_address=each) for each in (False, True))
    assert b"Elm" not in everybody and b"Maria" not in everybody and b"Norfolk VA 23508" in everybody
    assert b"12 Elm St" in yes and b"Maria" in yes


def test_awkward_words_come_back_as_they_were(files, calendar, meeting):
    title = "Rent; food, and “housing”\\ " + "é" * 90
    one = calendar.meeting(meeting(title, description="Line one\nLine two; three, four"))
    content = files.file_of([one], "Norfolk")
    (event,) = AnyCalendar.from_ical(content).walk("VEVENT")
    assert str(event["SUMMARY"]) == one.title and str(event["DESCRIPTION"]) == one.description
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


# ---------------------------------------------------------------- in


def test_our_own_file_changes_nothing_whichever_of_the_two_it_is(files, calendar, meeting):
    meeting("House party", venue="Maria's home", address_lines=["12 Elm St"], location_public=False)
    meeting(starts_at="2026-12-01T19:00", description="An agenda", venue="Library", location_public=True)
    everything = [each.meeting for each in calendar.all()]
    for private in (False, True):
        preview = files.take_over(files.file_of(everything, "Norfolk", with_private_address=private))
        assert {each.fate for each in preview.changes} == {"same"}
    assert [each.meeting for each in calendar.all()] == everything


def test_a_new_meeting_is_looked_at_then_taken_over_then_taken_back(files, calendar, steps):
    preview = files.look_into(ics(PICNIC))
    assert fates(preview) == [("Picnic", "new", ())] and calendar.all() == []
    files.take_over(ics(PICNIC))
    (entry,) = calendar.all()
    one = entry.meeting
    assert (one.title, one.starts_at, one.ends_at) == (
        "Picnic", datetime(2026, 12, 5, 17, tzinfo=UTC), datetime(2026, 12, 5, 20, tzinfo=UTC),
    )  # fmt: skip
    assert (one.time_zone, one.postal_code, one.venue) == (
        "America/New_York", "23508", "City Park, Norfolk VA 23508",
    )  # fmt: skip
    assert fates(files.look_into(ics(PICNIC))) == [("Picnic", "same", ())]
    steps.take_back(steps.next_undo().id)
    assert calendar.all() == []
    files.take_over(ics(PICNIC))
    assert len(calendar.all()) == 1


def test_a_changed_event_changes_only_what_is_other_there(files, calendar, steps):
    files.take_over(ics(PICNIC))
    later = PICNIC.replace("T120000", "T130000").replace("Picnic", "Winter picnic")
    later = later.replace("DESCRIPTION:Bring a dish\n", "")
    preview = files.take_over(ics(later))
    assert fates(preview) == [("Winter picnic", "changed", ("title", "starts_at"))]
    one = calendar.all()[0].meeting
    assert (one.title, one.description) == ("Winter picnic", "Bring a dish")
    assert one.local_start == wall("2026-12-05T13:00")
    steps.take_back(steps.next_undo().id)
    assert calendar.all()[0].meeting.title == "Picnic"


@pytest.mark.parametrize("how", ["status", "method"])
def test_a_cancelled_event_calls_the_meeting_off_and_one_never_here_is_nothing(files, calendar, how):
    off = ics(PICNIC + "STATUS:CANCELLED") if how == "status" else ics(PICNIC, method="CANCEL")
    assert fates(files.look_into(off)) == [("Picnic", "never-here", ())]
    files.take_over(ics(PICNIC))
    assert fates(files.take_over(off)) == [("Picnic", "cancelled", ())]
    assert calendar.all()[0].meeting.state is MeetingState.CANCELLED
    assert fates(files.take_over(ics(PICNIC))) == [("Picnic", "off-here", ())]


def test_a_meeting_that_was_held_is_never_changed_by_a_file(files, calendar):
    files.take_over(ics(PICNIC))
    one = calendar.all()[0].meeting
    calendar.open_door(one.id)
    assert fates(files.take_over(ics(PICNIC.replace("Picnic", "Another")))) == [("Another", "held", ())]
    assert calendar.all()[0].meeting.title == "Picnic"


def test_the_same_hour_and_title_is_the_same_meeting_whoever_wrote_it_first(files, calendar, meeting):
    meeting("picnic", "2026-12-05T12:00")
    assert [each.fate for each in files.take_over(ics(PICNIC)).changes] == ["changed"]
    assert len(calendar.all()) == 1


def test_an_hour_that_comes_twice_in_autumn_stays_the_hour_it_is(files, calendar):
    second = PICNIC.replace("DTSTART;TZID=America/New_York:20261205T120000", "DTSTART:20271107T063000Z")
    second = second.replace("DTEND;TZID=America/New_York:20261205T150000", "DTEND:20271107T073000Z")
    files.take_over(ics(second))
    one = calendar.all()[0].meeting
    assert one.starts_at == datetime(2027, 11, 7, 6, 30, tzinfo=UTC)
    assert one.ends_at - one.starts_at == timedelta(hours=1)


def test_times_without_a_zone_are_the_chapters_and_windows_names_are_known(files, calendar):
    plain = PICNIC.replace(";TZID=America/New_York", "")
    windows = PICNIC.replace("America/New_York", "Eastern Standard Time").replace("picnic@", "two@")
    files.take_over(ics(plain))
    files.take_over(ics(windows.replace("Picnic", "Second")))
    assert {each.meeting.starts_at for each in calendar.all()} == {datetime(2026, 12, 5, 17, tzinfo=UTC)}


def test_all_day_and_unreadable_events_are_left_out_and_told(files):
    preview = files.look_into(
        ics(
            PICNIC,
            "UID:a\nSUMMARY:Holiday\nDTSTART;VALUE=DATE:20261225",
            "UID:b\nSUMMARY:Sometime",
            "UID:c\nDTSTART:20261210T190000Z",
            "UID:d\nSUMMARY:Broken\nDTSTART:tomorrow",
        )
    )
    assert [(each.title, each.why) for each in preview.left_out] == [
        ("Holiday", "all-day"), ("Sometime", "no-time"), ("", "no-name"), ("Broken", "no-time"),
    ]  # fmt: skip
    assert preview.count("new") == 1


def test_what_is_over_and_not_known_is_not_taken(files):
    assert fates(files.look_into(ics(PICNIC.replace("20261205", "20250605")))) == [("Picnic", "past", ())]


WEEKLY = """
UID:weekly
SUMMARY:Phone bank
DTSTART;TZID=America/New_York:20261020T190000
DTEND;TZID=America/New_York:20261020T210000
RRULE:FREQ=WEEKLY;BYDAY=TU
"""


def test_a_weekly_meeting_becomes_its_dates_for_a_year_at_the_same_hour_on_the_wall(files, calendar):
    preview = files.take_over(ics(WEEKLY))
    dates = [each.meeting for each in calendar.upcoming()]
    assert dates[0].local_start == wall("2026-11-17T19:00")
    assert {each.local_start.hour for each in dates} == {19} and len(dates) == 57
    assert dates[-1].starts_at < NOW + timedelta(days=400)
    assert {each.starts_at.hour for each in dates} == {0, 23}, "in winter midnight UTC, in summer eleven"
    assert preview.going_on == ("Phone bank",) and len({each.series for each in dates}) == 1
    assert {each.fate for each in files.take_over(ics(WEEKLY)).changes} == {"same"}


def test_excepted_and_moved_dates_are_where_they_are(files, calendar):
    rule = WEEKLY + "\nEXDATE;TZID=America/New_York:20261124T190000"
    moved = """
UID:weekly
SUMMARY:Phone bank, an hour later
RECURRENCE-ID;TZID=America/New_York:20261201T190000
DTSTART;TZID=America/New_York:20261201T200000
"""
    files.take_over(ics(rule.replace("BYDAY=TU", "BYDAY=TU;UNTIL=20261210T000000Z"), moved))
    dates = [(each.meeting.title, each.meeting.local_start) for each in calendar.upcoming()]
    assert dates == [
        ("Phone bank", wall("2026-11-17T19:00")),
        ("Phone bank, an hour later", wall("2026-12-01T20:00")),
        ("Phone bank", wall("2026-12-08T19:00")),
    ]


@pytest.mark.parametrize(
    ("rule", "first", "count"),
    [("FREQ=MONTHLY;BYDAY=1TU;COUNT=5", wall("2026-12-01T19:00"), 4),
     ("FREQ=DAILY;INTERVAL=10;UNTIL=20261210", wall("2026-11-19T19:00"), 3),
     ("FREQ=YEARLY;COUNT=2", wall("2027-10-20T19:00"), 1),
     ("FREQ=DAILY", wall("2026-11-12T19:00"), 60)],
)  # fmt: skip
def test_usual_rules_are_taken(files, calendar, rule, first, count):
    files.take_over(ics(WEEKLY.replace("FREQ=WEEKLY;BYDAY=TU", rule)))
    dates = [each.meeting.local_start for each in calendar.upcoming(200)]
    assert (dates[0], len(dates)) == (first, count)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
     "FREQ=NEVER", "FREQ=WEEKLY;INTERVAL=0", "FREQ=YEARLY;BYEASTER=1", "FREQ=WEEKLY;BYDAY=XX"],
)  # fmt: skip
def test_a_rule_that_nobody_sets_is_told_and_never_counted_for_hours(files, rule):
    preview = files.look_into(ics(PICNIC, WEEKLY.replace("FREQ=WEEKLY;BYDAY=TU", rule)))
    assert [each.why for each in preview.left_out] == ["rule"] and preview.count("new") == 1


@pytest.mark.timeout(20)
def test_a_rule_without_any_date_ends(files):
    never = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
    assert files.look_into(ics(PICNIC, WEEKLY.replace("FREQ=WEEKLY;BYDAY=TU", never))).count("new") == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"  \r\n", "empty"), (b"name,email\r\nAna,a@b", "not-a-calendar"),
     (b"\xff\xfe\x00\x01", "not-a-calendar"), (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "not-a-calendar"),
     (ics(), "no-events"), (b"BEGIN:VCALENDAR\r\n", "not-a-calendar"), (b"x" * (MOST_BYTES + 1), "too-large"),
     (ics(*["UID:a"] * 2001), "too-large")],
)  # fmt: skip
def test_a_bad_file_is_refused_for_a_reason_and_loses_nothing(files, calendar, meeting, content, reason):
    meeting()
    before = calendar.all()
    for work in (files.look_into, files.take_over):
        with pytest.raises(CalendarRefused) as refused:
            work(content)
        assert refused.value.reason == reason
    assert calendar.all() == before


def test_texts_that_cannot_be_kept_leave_out_that_event_alone(files):
    preview = files.take_over(ics(PICNIC, PICNIC.replace("picnic@", "b@").replace("Picnic", "P" * 5000)))
    assert sorted(each.fate for each in preview.changes) == ["new", "refused"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_with_any_bytes_changed_is_read_or_refused(data):
    whole = bytearray(ics(PICNIC, WEEKLY))
    for _change in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=6))
    with suppress(CalendarRefused):
        read_calendar(bytes(whole), "America/New_York", NOW)
