"""Who is expected, as the page shows it: read off the window's thread, and put into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chapter_desk.app import App
from chapter_desk.core.meetings.expected import Expected, ExpectedList
from chapter_desk.core.meetings.sheets import LAST_MEETINGS
from chapter_desk.core.members.reach import Channel, Reach
from chapter_desk.core.members.roster import RosterView
from chapter_desk.gui.widgets.labels import Tone
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import MeetingId, PersonId

ALL_MEMBERS, EVERYBODY, REGULARS, TAG = "members", "everyone", "regulars", "tag:"


@dataclass(frozen=True, slots=True)
class ExpectedPlace:
    """Whose list to show: a meeting's, without one that of the next."""

    meeting_id: MeetingId | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """People who may be invited at once.  `key` is one of the words above, or `tag:` and a tag."""

    key: str
    name: str
    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class ExpectedNow:
    """The list of a meeting, and groups with those of their people who are not on it."""

    list: ExpectedList
    groups: tuple[Group, ...]
    now: datetime


def read_expected(app: App, place: ExpectedPlace) -> ExpectedNow | None:
    """Return a meeting's list, without one that of the next or the last; None without any meeting.

    Raises:
        NoSuchRecord: There is no such meeting.
    """
    if not app.roster.loaded:
        app.roster.load()
    meeting = app.calendar.meeting(place.meeting_id) if place.meeting_id else app.calendar.next_or_last()
    if meeting is None:
        return None
    listed = app.expected.of(meeting.id)
    return ExpectedNow(listed, tuple(_groups(app, listed)), app.db.now())


def _groups(app: App, listed: ExpectedList) -> Sequence[Group]:
    here = {each.person_id for each in listed.people}
    roster = app.roster
    found = [
        (ALL_MEMBERS, _("All members"), [row.id for row in roster.rows(RosterView.MEMBERS).rows]),
        (EVERYBODY, _("Everybody on file"), [row.id for row in roster.rows().rows]),
        (REGULARS, _("Who came to the last meetings"), app.sheets.expected(listed.meeting.id, LAST_MEETINGS)),
        *(
            (f"{TAG}{tag}", _("Tag: {tag}").format(tag=tag), [row.id for row in roster.rows(tag=tag).rows])
            for tag in roster.tags()
        ),
    ]
    may = set(app.expected.may_be_invited({id for _key, _name, ids in found for id in ids} - here))
    return [Group(key, name, tuple(id for id in ids if id in may)) for key, name, ids in found]


def answer_words(person: Expected) -> tuple[str, Tone, str]:
    """Return what somebody answered, its tone and its icon."""
    if person.waiting:
        return _("Waits for a place"), "warn", "timer"
    words: dict[str, tuple[str, Tone, str]] = {
        "invited": (_("No answer yet"), "", ""),
        "accepted": (_("Yes"), "good", "check"),
        "tentative": (_("Maybe"), "", "circle-question-mark"),
        "declined": (_("No"), "", "x"),
        "cancelled": (_("Cancelled"), "", "ban"),
    }
    return words.get(person.status, (_("An answer of a newer version"), "", ""))


def numbers(listed: ExpectedList) -> str:
    """Return the numbers of a list in one line."""
    counts = listed.counts
    parts = [ngettext("{n} said yes", "{n} said yes", counts.accepted).format(n=counts.accepted)]
    if counts.guests:
        parts.append(ngettext("{n} guest", "{n} guests", counts.guests).format(n=counts.guests))
    waiting = len(listed.waiting)
    if waiting:
        parts.append(ngettext("{n} waits for a place", "{n} wait for a place", waiting).format(n=waiting))
    if maybe := counts.tentative - waiting:
        parts.append(ngettext("{n} maybe", "{n} maybe", maybe).format(n=maybe))
    if no := counts.declined + counts.cancelled:
        parts.append(ngettext("{n} no", "{n} no", no).format(n=no))
    if counts.invited:
        parts.append(ngettext("{n} without an answer", "{n} without an answer", counts.invited).format(
            n=counts.invited
        ))  # fmt: skip
    return "  ·  ".join(parts)


def room_words(listed: ExpectedList) -> tuple[str, Tone]:
    """Return how much room there is, and its tone; "" where any number fits."""
    free, capacity = listed.free, listed.meeting.capacity
    if free is None:
        return "", ""
    if free > 0:
        words = ngettext("Room for {n} more of {all}", "Room for {n} more of {all}", free)
        return words.format(n=free, all=capacity), ""
    if not free:
        return _("Full: all {all} places are taken").format(all=capacity), "warn"
    words = ngettext("{n} more than the {all} places", "{n} more than the {all} places", -free)
    return words.format(n=-free, all=capacity), "warn"


def channel_name(channel: Channel) -> str:
    """Return what a way to reach somebody is called."""
    return {"email": _("E-mail"), "sms": _("Text message"), "call": _("Call")}[channel]


def reach_words(reach: Reach) -> str:
    """Return how somebody may be reached, or why not."""
    if reach.channel is not None:
        return channel_name(reach.channel)
    return {
        "do-not-contact": _("Not to be contacted"),
        "refused": _("Said no"),
        "not-asked": _("Never asked"),
        "no-address": _("Nothing to reach them by"),
        "under-18": _("Under 18"),
        "": "",
    }[reach.why_not]
