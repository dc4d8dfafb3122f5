"""A door that the chapter's laptop closed, on a laptop that helps there: late ones can still come."""

from dataclasses import replace

from chapter_desk.core.meetings.meeting import MeetingState
from chapter_desk.gui.door.evening import Evening, closed_words
from chapter_desk.gui.shell.notices import Told
from chapter_desk.i18n import _


def was_closed(before: Evening | None, now: Evening | None) -> bool:
    """Return whether the door was closed on another laptop since this page showed it open."""
    if before is None or now is None or not now.helps:
        return False
    return before.meeting.state is MeetingState.OPEN and now.meeting.state is MeetingState.ENDED


def closed_notice(evening: Evening) -> Told:
    """Return what is said when that happens."""
    fact = _("{closed} on the chapter's laptop.").format(closed=closed_words(evening.meeting))
    return Told("info", fact, late_words())


def late_words() -> str:
    """Return what can be done at a closed door."""
    return _("Whoever still comes can be signed in here; they are written down as after the fact.")


def kept_open(evening: Evening) -> Evening:
    """Return an evening that goes on taking late ones, so that a greeter in the middle of a name is not
    interrupted."""
    return replace(evening, late=True)
