"""A door that the chapter's laptop closed, on a laptop that helps there: late ones can still come."""

from collections.abc import Callable
from dataclasses import replace

from chapter_desk.core.meetings.meeting import MeetingState
from chapter_desk.gui.door.evening import Evening, closed_words
from chapter_desk.gui.shell.notices import Told
from chapter_desk.i18n import _


def told_of(
    before: Evening | None, now: Evening | None, tell: Callable[[Told], None], *, busy: bool
) -> Evening | None:
    """Return the evening as the page is to show it, and tell of it if the door was closed meanwhile.

    A greeter who is `busy` with somebody is not interrupted: the page goes on, for late ones.
    """
    if before is None or now is None or not now.helps or now.meeting.state is not MeetingState.ENDED:
        return now
    if before.meeting.state is not MeetingState.OPEN:
        return now
    fact = _("{closed} on the chapter's laptop.").format(closed=closed_words(now.meeting))
    tell(Told("info", fact, late_words()))
    return replace(now, late=True) if busy else now


def late_words() -> str:
    """Return what can be done at a closed door."""
    return _("Whoever still comes can be signed in here; they are written down as after the fact.")
