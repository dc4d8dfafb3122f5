"""Meetings as a calendar file (.ics, RFC 5545), as other calendar programs read it.  Pure.

A meeting keeps its UID, so that a later file changes the entry in somebody's calendar and adds no second.
Times are written on the clock of their place, with the rules of its time zone beside them.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from chapter_desk.core.meetings.meeting import Meeting, MeetingState
from chapter_desk.core.meetings.reminder import address_for, is_private
from chapter_desk.core.meetings.times import zone

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Chapter Desk//Chapter Desk//EN"


def calendar_file(
    meetings: Iterable[Meeting], chapter: str, now: datetime, *, with_private_address: bool = False
) -> bytes:
    """Return these meetings as the bytes of a calendar file.

    Args:
        meetings: In the order in which they are written; those called off are told as cancelled.
        chapter: The chapter's name, which the calendar program may show.
        now: UTC.  A later file is the newer one.
        with_private_address: For those who said yes; else of a private address only the town is told.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", chapter)
    for meeting in meetings:
        calendar.add_component(_event(meeting, now, with_private_address))
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(meeting: Meeting, now: datetime, with_private_address: bool) -> "Event":
    from icalendar import Event

    there = zone(meeting.time_zone)
    event = Event()
    event.add("uid", meeting.id)
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("sequence", int(now.timestamp()) // 60 % 2**31)
    event.add("summary", meeting.title)
    event.add("dtstart", _there(meeting.starts_at, there))
    if meeting.ends_at is not None:
        event.add("dtend", _there(meeting.ends_at, there))
    if meeting.description:
        event.add("description", meeting.description)
    where = location(meeting, with_private_address=with_private_address)
    if where:
        event.add("location", where)
    if is_private(meeting):
        event.add("class", "PRIVATE")
    event.add("categories", [meeting.kind])
    off = meeting.state is MeetingState.CANCELLED
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    return event


def location(meeting: Meeting, *, with_private_address: bool) -> str:
    """Return where a meeting is as the file tells it, with its ZIP."""
    where = address_for(meeting, said_yes=with_private_address)
    return " ".join(filter(None, (where, meeting.postal_code)))


def _there(moment: datetime, there: ZoneInfo) -> datetime:
    return moment.replace(microsecond=0).astimezone(there)
