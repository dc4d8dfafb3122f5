"""The sheets people write themselves in on: numbered lines to write on, a code on each page, two languages.

A line that is expected shows the name only; nobody reads more about another.  Pure: what stands on the
pages comes in as a `SheetDocument`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chapter_desk.core.meetings import sheet_layout as layout
from chapter_desk.core.meetings.page_code import code_text
from chapter_desk.i18n import _, speaking

if TYPE_CHECKING:  # loaded only when a document is drawn: opening a chapter must not load reportlab
    from chapter_desk.core.documents.pages import Box, Paper
    from chapter_desk.core.documents.styles import TextStyle

_TICK = 9.5  # points: a box to tick with a pen


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page: its number among the meeting's sheets, and a name for each line, "" for a blank one."""

    number: int
    first_line: int
    names: tuple[str, ...]
    token: str


@dataclass(frozen=True, slots=True)
class SheetDocument:
    """The sheets of one meeting; `when` is the day, the time and the place in words."""

    chapter: str
    meeting: str
    when: str
    pages: Sequence[PrintedPage]


def sheet_pdf(document: SheetDocument, language: str) -> bytes:
    """Return the sheets as a tagged PDF in `language` (`en` or `es`), US letter on its side."""
    from chapter_desk.core.documents.pages import Paper
    from chapter_desk.core.documents.styles import PageSize

    page = PageSize(
        width=layout.WIDTH,
        height=layout.HEIGHT,
        left=layout.LEFT,
        right=layout.LEFT,
        top=layout.TOP,
        bottom=layout.BOTTOM,
        footer=20.0,
    )
    with speaking(language):
        title = _("Sign in: {meeting}").format(meeting=document.meeting)
        paper = Paper(title=title, author=document.chapter, language=language, page=page)
        for each in document.pages:
            _draw_page(paper, document, each)
        whom = _("Give this sheet to whoever signs people in, also if it is not full.")
        return paper.drawn(footer=f"{document.chapter} · {whom}").pdf


def _draw_page(paper: Paper, document: SheetDocument, page: PrintedPage) -> None:
    from chapter_desk.core.documents.pages import Span
    from chapter_desk.core.documents.styles import SMALL, TextStyle

    room = layout.MEASURE - layout.CODE - 24
    paper.turn([*_code(page.token, 1), *_code(page.token, 2)])
    title = _("Sign in, sheet {number}").format(number=page.number)
    paper.heading(1, title, TextStyle(17, 22, "semibold"), bookmark=title)
    style = TextStyle(10.5, 15, "semibold")
    when = _fitting(paper, " · " + document.when, style, room * 0.6)
    meeting = _fitting(paper, document.meeting, style, room - paper.measure(when, style))
    about = [Span(meeting, weight="semibold", typed=True), Span(when)]
    paper.paragraph(about, TextStyle(10.5, 15), width=room, held=True)
    paper.paragraph(_how_words(expected=any(page.names)), SMALL, width=room, held=True)
    paper.down_to(layout.HEAD)
    with paper.part("Table"):
        _heads(paper)
        for place, name in enumerate(page.names):
            _line(paper, page.first_line + place, name)
    paper.down_to(layout.HEIGHT - layout.BOTTOM - layout.CODE - layout.TOP + 8)
    left = layout.CODE + 20
    paper.paragraph(_rights_words(), SMALL, left=left, width=layout.MEASURE - left)


def _how_words(*, expected: bool) -> str:
    words = _("Only your name is needed. Tick a box only if you want it: an empty box is a no.")
    return words + " " + _("Is your name printed? Tick the box before it.") if expected else words


def _rights_words() -> str:
    return _(
        "What you write stays with this chapter, on its own laptop. Only if you tick the last box does the"
        " national office hear your name. You can be taken off every list at any time: say so to anybody."
    )


def head_words() -> dict[str, str]:
    """Return the words above the columns, by the column's key."""
    return {
        "line": _("#"),
        "name": _("Name, as you want to be called"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "zip": _("ZIP"),
        "first": _("My first time"),
        "may-email": _("You may e-mail me"),
        "may-sms": _("You may text me"),
        "may-share": _("Tell the national office"),
    }


def _heads(paper: Paper) -> None:
    from chapter_desk.core.documents.pages import Cell
    from chapter_desk.core.documents.styles import INK_2, TextStyle

    style = TextStyle(7.4, 9.4, "medium", INK_2)
    words = head_words()
    cells = [Cell("TH", each.left + 2, each.width - 3, words[each.key], style) for each in layout.COLUMNS]
    paper.row(cells, tag="TR", above=0, held=True)
    paper.down_to(layout.ROWS_TOP)


def _line(paper: Paper, number: int, name: str) -> None:
    from chapter_desk.core.documents.pages import Box, Cell, Span
    from chapter_desk.core.documents.styles import CONTROL, INK_2, LINE, TextStyle

    boxes = [Box(0, layout.ROW - 0.7, layout.MEASURE, 0.7, CONTROL)]
    boxes += [Box(each.left - 0.25, 0, 0.5, layout.ROW, LINE) for each in layout.COLUMNS[1:]]
    for each in layout.COLUMNS:
        if each.box:
            boxes += _tick_box(each.left + (each.width - _TICK) / 2)
    figure = TextStyle(9, layout.ROW, colour=INK_2)
    cells = [Cell("TH", 2, 22, str(number), figure, tabular=True, scope="Row")]
    if name:
        column, room = layout.COLUMNS[1], layout.COLUMNS[1].width - 14 - _TICK
        boxes += _tick_box(column.left + 5)
        styles = [TextStyle(size, layout.ROW) for size in (11, 9.5, 8.4, 7.6)]  # a long name is set smaller
        style = next((each for each in styles if paper.measure(name, each) <= room), styles[-1])
        shown = _fitting(paper, name, style, room)
        cells.append(Cell("TD", column.left + 9 + _TICK, column.width, Span(shown, typed=True), style))
    paper.row(cells, tag="TR", above=0, boxes=boxes)


def _tick_box(left: float) -> list[Box]:
    from chapter_desk.core.documents.pages import Box
    from chapter_desk.core.documents.styles import CONTROL, PAPER

    top = (layout.ROW - _TICK) / 2
    inside = _TICK - 1.6
    return [Box(left, top, _TICK, _TICK, CONTROL), Box(left + 0.8, top + 0.8, inside, inside, PAPER)]


def _fitting(paper: Paper, text: str, style: TextStyle, width: float) -> str:
    """Return the text, shortened at its end if it would not go on one line of this width."""
    if paper.measure(text, style) <= width:
        return text
    length = len(text)
    while length > 1 and paper.measure(text[:length].rstrip() + "…", style) > width:
        length -= max(1, length // 20)
    return text[:length].rstrip() + "…"


def _code(token: str, corner: int) -> list[Box]:
    from chapter_desk.core.documents.qr_boxes import qr_boxes

    (left, top), *_rest = layout.code_corners(corner)
    return qr_boxes(code_text(token, corner), left - layout.LEFT, top - layout.TOP, layout.CODE)
