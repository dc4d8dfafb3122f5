"""Times of meetings in words ("7:03 PM", "tonight 7:00 PM", "June 9, 7:00 PM"), and as people type them."""

import re
from datetime import date, datetime, time, timedelta

from chapter_desk.core.meetings.meeting import Meeting, MeetingState
from chapter_desk.core.meetings.times import wall_time
from chapter_desk.gui.opening.moments import clock_time, spoken_locale
from chapter_desk.gui.widgets.day_field import short_day, weekday
from chapter_desk.i18n import _, language

EVENING = time(17)
_SOON = timedelta(hours=6)
_TYPED = re.compile(r"(\d{1,2})(?:[:.h]?([0-5]\d))?\s*([ap])?\.?\s*m?\.?", re.IGNORECASE)


def clock_words(moment: datetime, time_zone: str, *, seconds: bool = False) -> str:
    """Return an instant as the clock on a wall there shows it: "7:03 PM", with seconds "7:03:41 PM"."""
    return time_words(wall_time(moment, time_zone).time(), seconds=seconds)


def short_clock(moment: datetime, time_zone: str) -> str:
    """Return an instant as "7:03", for lists of one evening."""
    at = wall_time(moment, time_zone)
    return f"{(at.hour - 1) % 12 + 1}:{at.minute:02}"


def time_words(of_day: time, *, seconds: bool = False) -> str:
    """Return a time of day in the present language."""
    return clock_time(datetime.combine(date.min, of_day), seconds=seconds)


def long_day(day: date, today: date) -> str:
    """Return a day with its whole month: "April 14", "March 2, 2025"."""
    month = spoken_locale().standaloneMonthName(day.month)
    year = str(day.year) if day.year != today.year else ""
    if language() == "es":
        return " de ".join(part for part in (str(day.day), month, year) if part)
    return f"{month} {day.day}, {year}" if year else f"{month} {day.day}"


def last_here(day: date, today: date) -> str:
    """Return when somebody was here last, as a greeter is told it."""
    if day == today:
        return _("last here today")
    if day == today - timedelta(days=1):
        return _("last here yesterday")
    return _("last here {day}").format(day=long_day(day, today))


def when_words(meeting: Meeting, now: datetime) -> str:
    """Return when a meeting is, seen from `now`: "tonight 7:00 PM", "Thursday 7:00 PM", "June 9, 7:00 PM"."""
    starts, here = meeting.local_start, wall_time(now, meeting.time_zone)
    at, day, today = time_words(starts.time()), starts.date(), here.date()
    if day == today:
        words = _("tonight {time}") if starts.time() >= EVENING else _("today {time}")
        return words.format(time=at)
    if day == today + timedelta(days=1):
        return _("tomorrow {time}").format(time=at)
    if today < day < today + timedelta(days=7):
        return _("{day} {time}").format(day=weekday(day), time=at)
    return _("{day}, {time}").format(day=short_day(day, today), time=at)


def is_near(meeting: Meeting, now: datetime) -> bool:
    """Return whether a meeting's door may be opened without a second thought: today, or within six hours."""
    same_day = meeting.local_start.date() == wall_time(now, meeting.time_zone).date()
    return meeting.state is MeetingState.OPEN or same_day or abs(meeting.starts_at - now) <= _SOON


def read_time(typed: str) -> time | None:
    """Return the time of day somebody typed, None if it is none.

    "7", "7 pm", "7:30pm", "19:00", "1930".  Without AM or PM an hour from 1 to 7 is in the evening,
    for hardly anybody meets at night.
    """
    found = _TYPED.fullmatch(typed.strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if hour > 23 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif 1 <= hour <= 7 and not typed.strip().startswith("0"):
        hour += 12
    return time(hour, minute)
