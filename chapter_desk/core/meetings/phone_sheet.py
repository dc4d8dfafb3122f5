"""The phone form's address on a page for the wall: a large code, the address in words, two languages."""

from dataclasses import dataclass

from chapter_desk.core.documents.pages import Paper
from chapter_desk.core.documents.qr_code import QUIET, qr_boxes, qr_squares
from chapter_desk.core.documents.styles import HEADING, LEAD, SMALL, TITLE, TextStyle
from chapter_desk.i18n import LANGUAGES, _, language, speaking

_SIDE = 300.0  # points: four inches, read from some steps away
_ADDRESS = TextStyle(17, 24, "semibold", above=4)


@dataclass(frozen=True, slots=True)
class PhoneSheet:
    """What stands on the page; `wifi` is the name of the network, empty where nobody said it."""

    chapter: str
    meeting: str
    url: str
    wifi: str = ""


def phone_sheet_pdf(sheet: PhoneSheet) -> bytes:
    """Return one page as a tagged PDF, first in the language of the context, then in the other.

    The code is decoration: what it says stands below it in words.
    """
    first = language()
    codes = (first, *(code for code in LANGUAGES if code != first))
    paper = Paper(
        title=_("Sign in on your phone"), author=sheet.chapter, language=first, subject=sheet.meeting
    )
    paper.paragraph(f"{sheet.chapter}  ·  {sheet.meeting}", LEAD)
    for code in codes:
        with speaking(code), paper.part("Sect"):
            paper.heading(1, _("Sign in on your phone"), TITLE if code == first else HEADING)
            paper.paragraph(_how(sheet.wifi), LEAD)
    _draw_code(paper, sheet.url)
    paper.paragraph(sheet.url, _ADDRESS)
    for code in codes:
        with speaking(code):
            paper.paragraph(who_could_read(), SMALL)
    return paper.drawn(footer=sheet.chapter).pdf


def who_could_read() -> str:
    """Return what people are told about a Wi-Fi without a password."""
    return _("If this Wi-Fi has no password, others on it could read along. Paper at the door does as well.")


def _how(wifi: str) -> str:
    if wifi:
        return _("Join the Wi-Fi {name}, then scan the code. Only your name is needed.").format(name=wifi)
    return _("Join the room's Wi-Fi, then scan the code. Only your name is needed.")


def _draw_code(paper: Paper, url: str) -> None:
    squares = qr_squares(url)
    side = _SIDE / (len(squares) + 2 * QUIET)
    left = (paper.page.measure - _SIDE) / 2 + QUIET * side
    paper.space(QUIET * side)
    for boxes in qr_boxes(squares, side, left):
        paper.boxes(boxes, height=side)
    paper.space(QUIET * side)
