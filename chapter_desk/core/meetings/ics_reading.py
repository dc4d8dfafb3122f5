"""A calendar file of another program (.ics), read into plain events.  Pure; nothing in it is believed.

A meeting that repeats becomes its dates, as far as `ics_repeating` takes them.  What is no meeting with an
hour, or cannot be read, is left out and told; it never spoils the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from chapter_desk.core.meetings.ics_repeating import RuleNotTaken, dates_of
from chapter_desk.core.meetings.times import instant, known_zone
from chapter_desk.errors import CalendarRefused, TimeRefused

MOST_BYTES = 4 * 1024 * 1024
MOST_EVENTS = 2000

Why = Literal["all-day", "no-time", "rule", "no-name"]
"""Why an event is left out: no hour, no readable start, a rule of repeating that is not taken, no title."""

Event = Any
"""`icalendar.Event`, whose properties are of whatever kind the file made of them."""

_READING = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError)
"""What the library raises over a file that is none."""


@dataclass(frozen=True, slots=True)
class IcsEvent:
    """One date of an event.  Times are UTC; `time_zone` is an IANA name, or empty where none is told.

    `key` is the same for the same date in a later file; `series` for all dates of one event that repeats.
    A text that the file does not have is None.
    """

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    time_zone: str
    location: str | None
    description: str | None
    cancelled: bool
    private: bool
    categories: tuple[str, ...]
    series: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An event that was not read, and why."""

    title: str
    why: Why


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds, soonest first.  `going_on` are titles of what repeats beyond the dates taken."""

    events: tuple[IcsEvent, ...]
    left_out: tuple[LeftOut, ...]
    going_on: tuple[str, ...]


def read_calendar(untrusted: bytes, here: str, now: datetime) -> Reading:
    """Return the events in a calendar file.

    Args:
        untrusted: The bytes of the file.
        here: The time zone of the chapter, for times that name none.
        now: UTC; of what repeats, only dates from now on are read.

    Raises:
        CalendarRefused: It is no calendar file, or holds no event or too many; nothing was changed.
    """
    events: list[IcsEvent] = []
    left_out: list[LeftOut] = []
    going_on: list[str] = []
    found = list(_found(untrusted))
    if len(found) > MOST_EVENTS:
        raise CalendarRefused("too-large")
    if not found:
        raise CalendarRefused("no-events")
    moved = {(_text(event, "UID"), _moment(at, here)) for event, _off in found if (at := _recurs_at(event))}
    for event, off in found:
        title = (_text(event, "SUMMARY") or "").strip()
        try:
            one = _read(event, here, off)
        except _NotTakenError as why:
            left_out.append(LeftOut(title, why.why))
            continue
        if not event.get("RRULE") and not event.get("RDATE"):
            events.append(one)
            continue
        try:
            dates = dates_of(event, now)
        except RuleNotTaken:
            left_out.append(LeftOut(title, "rule"))
            continue
        length = one.ends_at - one.starts_at if one.ends_at is not None else None
        for wall in dates.starts:
            at = _moment(wall, here)
            if (_text(event, "UID"), at) not in moved:
                ends = at + length if length is not None else None
                events.append(replace(one, key=_key(event, at), starts_at=at, ends_at=ends, series=one.key))
        if dates.more:
            going_on.append(title)
    events.sort(key=lambda each: (each.starts_at, each.key))
    return Reading(tuple(events), tuple(left_out), tuple(going_on))


class _NotTakenError(ValueError):
    """An event that cannot be a meeting."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def _found(untrusted: bytes) -> Iterator[tuple[Event, bool]]:
    """Yield the events of every calendar in a file, and whether the whole file calls them off."""
    from icalendar import Calendar

    if not untrusted.strip():
        raise CalendarRefused("empty")
    if len(untrusted) > MOST_BYTES:
        raise CalendarRefused("too-large")
    try:
        parts: list[Any] = list(Calendar.from_ical(untrusted.removeprefix(b"\xef\xbb\xbf"), multiple=True))
    except _READING:
        raise CalendarRefused("not-a-calendar") from None
    calendars = [part for part in parts if part.name == "VCALENDAR"]
    if not calendars:
        raise CalendarRefused("not-a-calendar")
    for calendar in calendars:
        off = (_text(calendar, "METHOD") or "").upper() == "CANCEL"
        for event in calendar.walk("VEVENT"):
            yield event, off


def _read(event: Event, here: str, off: bool) -> IcsEvent:
    title = (_text(event, "SUMMARY") or "").strip()
    starts = _time(event, "DTSTART")
    if starts is None:
        raise _NotTakenError("no-time")
    if not isinstance(starts, datetime):
        raise _NotTakenError("all-day")
    if not title:
        raise _NotTakenError("no-name")
    at = _moment(starts, here)
    recurs = _recurs_at(event)
    key = _key(event, _moment(recurs, here)) if recurs is not None else _text(event, "UID") or _key(event, at)
    return IcsEvent(
        key=key,
        title=title,
        starts_at=at,
        ends_at=_end(event, at, here),
        time_zone=_zone_name(starts),
        location=_text(event, "LOCATION"),
        description=_text(event, "DESCRIPTION"),
        cancelled=off or (_text(event, "STATUS") or "").upper() == "CANCELLED",
        private=(_text(event, "CLASS") or "").upper() in ("PRIVATE", "CONFIDENTIAL"),
        categories=_categories(event),
        series=_text(event, "UID") or "" if recurs is not None else "",
    )


def _key(event: Event, at: datetime) -> str:
    name = _text(event, "UID") or (_text(event, "SUMMARY") or "").strip()
    return f"{name} {at:%Y%m%dT%H%M%SZ}"


def _end(event: Event, starts_at: datetime, here: str) -> datetime | None:
    ends = _time(event, "DTEND")
    if isinstance(ends, datetime):
        at = _moment(ends, here)
        return at if at >= starts_at else None
    try:
        lasts: timedelta = event["DURATION"].dt
        return starts_at + lasts if lasts.total_seconds() >= 0 else None
    except _READING:
        return None


def _time(event: Event, name: str) -> object:
    """Return a date or a time, None if there is none that can be read."""
    try:
        at: object = event[name].dt
        return at
    except _READING:
        return None


def _recurs_at(event: Event) -> datetime | None:
    at = _time(event, "RECURRENCE-ID")
    return at if isinstance(at, datetime) else None


def _moment(at: datetime, here: str) -> datetime:
    try:
        return (at if at.tzinfo is not None else instant(at, here)).astimezone(UTC)
    except _READING:  # in the year 1 or 9999
        raise _NotTakenError("no-time") from None


def _zone_name(at: datetime) -> str:
    name = str(getattr(at.tzinfo, "key", "") or "")
    try:
        return "" if name in ("", "UTC") else known_zone(name).key
    except TimeRefused:
        return ""


def _text(part: Any, name: str) -> str | None:
    value = part.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    return None if value is None else str(value)


def _categories(event: Event) -> tuple[str, ...]:
    try:
        return tuple(str(each) for each in event.categories)
    except _READING:
        return ()
