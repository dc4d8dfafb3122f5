"""Confirmations for those who said yes: when and where, and a code that signs them in at the door.

Only here a private address leaves the chapter: everybody on these pages said yes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chapter_desk.core.documents.dates import day_in_words
from chapter_desk.core.documents.pages import Paper
from chapter_desk.core.documents.qr_code import QUIET, qr_boxes, qr_squares
from chapter_desk.core.documents.styles import BODY, LEAD, SMALL, TITLE
from chapter_desk.core.meetings.meeting import Meeting
from chapter_desk.core.meetings.reminder import address_for
from chapter_desk.i18n import _, language, ngettext

_SIDE = 170.0  # points, well over the inch and a half that a phone's camera wants


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One page: who said yes, how many they bring, and the code (`Cards.confirm`)."""

    name: str
    guests: int
    token: str


def confirmations_pdf(chapter: str, meeting: Meeting, confirmations: Sequence[Confirmation]) -> bytes:
    """Return a page for each as one tagged PDF, in the language of the context."""
    paper = Paper(title=_("You said yes"), author=chapter, language=language(), subject=meeting.title)
    for number, each in enumerate(confirmations):
        if number:
            paper.turn()
        _page(paper, chapter, meeting, each)
    return paper.drawn(footer=chapter).pdf


def _page(paper: Paper, chapter: str, meeting: Meeting, confirmation: Confirmation) -> None:
    starts = meeting.local_start
    time = f"{starts:%H:%M}" if language() != "en" else f"{starts:%I:%M %p}".lstrip("0")
    paper.paragraph(chapter, LEAD)
    paper.heading(1, meeting.title, TITLE)
    paper.paragraph(confirmation.name, LEAD)
    if confirmation.guests:
        words = ngettext("With {n} guest", "With {n} guests", confirmation.guests)
        paper.paragraph(words.format(n=confirmation.guests), BODY)
    paper.paragraph(f"{day_in_words(starts.date(), language())}, {time}", BODY)
    where = address_for(meeting, said_yes=True)
    if where:
        paper.paragraph(where, BODY)
    squares = qr_squares(confirmation.token)
    side = _SIDE / (len(squares) + 2 * QUIET)
    paper.space(QUIET * side)
    for boxes in qr_boxes(squares, side, QUIET * side):
        paper.boxes(boxes, height=side)
    paper.space(QUIET * side)
    paper.paragraph(_("Hold this code to the laptop at the door, or just say your name."), BODY)
    paper.paragraph(_("The code says nothing about you to anybody else, and is good at this meeting."), SMALL)
    paper.paragraph(_("If you cannot come after all, tell us in time."), SMALL)
