"""When something is due, in words: "due today 8:40 PM", "overdue 1 day", "due Thursday"."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from PySide6.QtCore import QDate, QLocale

from chapter_desk.core.meetings.times import wall_time
from chapter_desk.gui.opening.moments import clock_time
from chapter_desk.gui.widgets.day_field import short_day, weekday
from chapter_desk.i18n import _, language, ngettext

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, and how much it presses: the tone of a meaning, or none."""

    words: str
    tone: Literal["", "warn", "bad"] = ""


def day_due(due_on: date, today: date) -> Due:
    """Return when an action is due, by its day."""
    late = (today - due_on).days
    if late > 0:
        return Due(ngettext("overdue {n} day", "overdue {n} days", late).format(n=f"{late:,}"), "bad")
    if late == 0:
        return Due(_("due today"), "warn")
    if late == -1:
        return Due(_("due tomorrow"), "warn")
    if due_on < today + _WEEK:
        return Due(_("due {day}").format(day=weekday(due_on)), "warn")
    return Due(_("due {day}").format(day=short_day(due_on, today)))


def moment_due(due_at: datetime, now: datetime, time_zone: str) -> Due:
    """Return when a call is due, by the hour, as the clocks of the chapter show it."""
    due, here = wall_time(due_at, time_zone), wall_time(now, time_zone)
    late = (here.date() - due.date()).days
    if due_at < now and late == 0:
        return Due(_("was due {time}").format(time=clock_time(due)), "bad")
    if late > 0:
        return day_due(due.date(), here.date())
    if late == 0:
        return Due(_("due today {time}").format(time=clock_time(due)), "warn")
    if late == -1:
        return Due(_("due tomorrow {time}").format(time=clock_time(due)))
    return Due(_("due {day} {time}").format(day=weekday(due.date()), time=clock_time(due)))


def starts_in_words(starts: datetime, here: datetime) -> str:
    """Return when a meeting begins: "Tonight at 7:00 PM", "Thursday at 6:30 PM", "June 9 at 7:00 PM".

    Both are wall times of the meeting's place.
    """
    time, away = clock_time(starts), (starts.date() - here.date()).days
    if away == 0:
        words = _("Tonight at {time}") if starts.hour >= 17 else _("Today at {time}")
        return words.format(time=time)
    if away == 1:
        return _("Tomorrow at {time}").format(time=time)
    if away == -1:
        return _("Yesterday at {time}").format(time=time)
    day = weekday(starts.date()) if 0 < away < 7 else short_day(starts.date(), here.date())
    return _("{day} at {time}").format(day=day[:1].upper() + day[1:], time=time)


def whole_day(day: date) -> str:
    """Return a day with its weekday and year: "Tuesday, May 12, 2026"."""
    locale = QLocale(language())
    return locale.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


def month_caption(day: date, *, with_day: bool = False) -> str:
    """Return what stands under a bar: "Oct", or "Oct 7" where a month has several."""
    if with_day:
        return short_day(day, day)
    short = QLocale(language()).standaloneMonthName(day.month, QLocale.FormatType.ShortFormat)
    return short.removesuffix(".")


def moment_short(at: datetime, now: datetime, time_zone: str) -> str:
    """Return when something was: "today, 6:20 PM", "May 3", as seen from `now`."""
    then, here = wall_time(at, time_zone), wall_time(now, time_zone)
    if then.date() == here.date():
        return _("today, {time}").format(time=clock_time(then))
    if then.date() == here.date() - timedelta(days=1):
        return _("yesterday, {time}").format(time=clock_time(then))
    return short_day(then.date(), here.date())
