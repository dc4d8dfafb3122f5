"""Sheets as the pages show them: read off the window's thread, and put into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chapter_desk.app import App
from chapter_desk.core.chapter import Operator
from chapter_desk.core.meetings.meeting import Meeting
from chapter_desk.core.meetings.sheet import PASTED, Sheet, SheetInFull
from chapter_desk.core.meetings.sheets import LAST_MEETINGS
from chapter_desk.errors import AttachmentUnusable
from chapter_desk.gui.meetings.sheet_picture import SheetPicture, read_picture
from chapter_desk.gui.widgets.labels import Tone
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import MeetingId


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Where among the sheets to go: a meeting (without one the next), a sheet of it, a line of that."""

    meeting_id: MeetingId | None = None
    sheet_id: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class SheetsNow:
    """A meeting, its sheets, how many said yes, and who works here."""

    meeting: Meeting
    sheets: tuple[Sheet, ...]
    said_yes: int
    regulars: int
    operators: tuple[Operator, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class SheetNow:
    """A sheet with its lines, its meeting, and on how many lines of a pasted list only one can be meant."""

    meeting: Meeting
    full: SheetInFull
    certain: int = 0


def read_sheets(app: App, place: SheetPlace) -> SheetsNow | None:
    """Return the sheets of a meeting, without one of the next or the last; None without any meeting.

    Raises:
        NoSuchRecord: There is no such meeting.
    """
    meeting = app.calendar.meeting(place.meeting_id) if place.meeting_id else app.calendar.next_or_last()
    if meeting is None:
        return None
    return SheetsNow(
        meeting=meeting,
        sheets=tuple(app.sheets.of_meeting(meeting.id)),
        said_yes=len(app.sheets.expected(meeting.id)),
        regulars=len(app.sheets.expected(meeting.id, LAST_MEETINGS)),
        operators=tuple(app.chapter.operators()),
        now=app.db.now(),
    )


def read_sheet(app: App, sheet_id: str) -> SheetNow:
    """Return a sheet with its lines.  Raises NoSuchRecord."""
    if not app.roster.loaded:
        app.roster.load()
    full = app.sheets.in_full(sheet_id)
    meeting = app.calendar.meeting(full.sheet.meeting_id)
    app.door.present(meeting.id)  # so that the search reads nothing in the window's thread
    certain = len(app.sheet_entry.certain(sheet_id)) if full.sheet.kind == PASTED else 0
    return SheetNow(meeting, full, certain)


def read_photo(app: App, sheet_id: str) -> SheetPicture | AttachmentUnusable | None:
    """Return the photo of a sheet, why it cannot be shown, or None if there is none."""
    try:
        content = app.sheets.photo(sheet_id)
        return None if content is None else read_picture(content)
    except AttachmentUnusable as trouble:
        return trouble


def sheet_name(sheet: Sheet) -> str:
    """Return "Sheet 2", or "List 2" for a pasted one."""
    if sheet.kind == PASTED:
        return _("List {number}").format(number=sheet.number)
    return _("Sheet {number}").format(number=sheet.number)


def state_words(sheet: Sheet, operators: Sequence[Operator]) -> tuple[str, Tone, str]:
    """Return how far a sheet is, its tone and its icon."""
    names = {each.id: each.name for each in operators}
    if sheet.checked_at is not None:
        by = names.get(sheet.checked_by, "") if sheet.checked_by else ""
        words = _("Done, checked by {name}").format(name=by) if by else _("Done, checked")
        return words, "good", "check"
    if sheet.done_at is not None:
        return _("Done, not checked"), "", "check"
    if sheet.totals.unreadable:
        words = ngettext("{n} line unreadable", "{n} lines unreadable", sheet.totals.unreadable)
        return words.format(n=sheet.totals.unreadable), "warn", "circle-question-mark"
    if sheet.totals.left == sheet.totals.lines:
        return _("Not entered yet"), "", ""
    if not sheet.totals.left:
        return _("Every line entered"), "", "check"
    return _("Being entered"), "", ""


def how_far(sheet: Sheet) -> str:
    """Return "14 of 18"."""
    totals = sheet.totals
    return _("{done} of {total}").format(done=totals.lines - totals.left, total=totals.lines)
