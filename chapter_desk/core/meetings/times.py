"""Wall time and instants: a meeting is planned by the clock on its wall and kept as an instant."""

from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chapter_desk.errors import TimeRefused
from chapter_desk.store.columns import wired_time


def known_zone(name: str) -> ZoneInfo:
    """Return a time zone by the IANA name that somebody gives.

    Raises:
        TimeRefused: There is none of this name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise TimeRefused("unknown-zone", name) from None


@cache
def zone(name: str) -> ZoneInfo:
    """Return the time zone that a meeting was kept with, or UTC.

    A newer laptop may have sent a name that this computer does not know; its meeting is shown all the same.
    """
    try:
        return known_zone(name)
    except TimeRefused:
        return ZoneInfo("UTC")


def instant(wall: datetime, time_zone: str) -> datetime:
    """Return the instant, in UTC, of a time as the clock on the wall shows it.

    A time that the change to summer time leaps over counts on from the leap (2:30 is 3:30); one that
    comes twice in autumn is the first.
    """
    return wall.replace(tzinfo=zone(time_zone), fold=0).astimezone(UTC)


def wall_time(moment: datetime, time_zone: str) -> datetime:
    """Return an instant as the clock on the wall shows it, without a zone."""
    return moment.astimezone(zone(time_zone)).replace(tzinfo=None)


def local_day(moment: datetime, time_zone: str) -> date:
    """Return the day on which an instant falls by the clock on the wall."""
    return moment.astimezone(zone(time_zone)).date()


def year_began(moment: datetime, time_zone: str) -> str:
    """Return, as the file keeps times, when the local year of `moment` began."""
    return _year_began(moment.astimezone(zone(time_zone)).year, time_zone)


@cache
def _year_began(year: int, time_zone: str) -> str:
    return wired_time(datetime(year, 1, 1, tzinfo=zone(time_zone)))
