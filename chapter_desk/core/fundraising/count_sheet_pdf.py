"""The count sheet of an evening's money: what was written, lines to count on, two signatures.

It names the two who count, and nobody who gave.  Pure: what stands on it comes in as a `CountSheet`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chapter_desk.core.documents.dates import day_in_words
from chapter_desk.core.fundraising.amounts import dollars
from chapter_desk.core.fundraising.box_lines import Totals
from chapter_desk.i18n import _, speaking

if TYPE_CHECKING:  # loaded only when a document is drawn: opening a chapter must not load reportlab
    from chapter_desk.core.documents.pages import Paper

_WRITTEN, _COUNTED, _DIFFERENCE, _WIDTH = 150.0, 250.0, 350.0, 100.0  # columns, in points


@dataclass(frozen=True, slots=True)
class CountSheet:
    """One evening's money.  `counted` is None for a sheet to count on with a pen.

    `gifts_cents` and `event_line_cents` add up to what is written; `aside_cents` is not the chapter's.
    """

    chapter: str
    meeting: str
    day: date
    written: Totals
    gifts_cents: int
    event_line_cents: int
    aside_cents: int
    hand_over_by: date | None
    counted: Totals | None = None
    counters: tuple[str, str] = ("", "")


def count_sheet_pdf(sheet: CountSheet, language: str) -> bytes:
    """Return the sheet as a tagged PDF of one page in `language` (`en` or `es`), US letter."""
    from chapter_desk.core.documents.pages import Paper
    from chapter_desk.core.documents.styles import BODY, LEAD, SMALL

    with speaking(language):
        title = _("Count of the money")
        paper = Paper(title=f"{title}: {sheet.meeting}", author=sheet.chapter, language=language)
        paper.heading(1, title, bookmark=title)
        paper.paragraph(f"{sheet.chapter}  ·  {sheet.meeting}", LEAD)
        paper.paragraph(day_in_words(sheet.day, language), LEAD)
        _table(paper, sheet)
        sums = _("Gifts {gifts}, coins and small gifts {coins}: {all} written in all.")
        paper.paragraph(
            sums.format(
                gifts=dollars(sheet.gifts_cents),
                coins=dollars(sheet.event_line_cents),
                all=dollars(sheet.written.all),
            )
        )
        if sheet.aside_cents:
            words = _("Set aside, not ours to keep: {amount}. It lies apart and is not counted above.")
            paper.paragraph(words.format(amount=dollars(sheet.aside_cents)))
        if sheet.hand_over_by is not None:
            day = day_in_words(sheet.hand_over_by, language)
            paper.paragraph(_("Hand over to the treasurer by {day}.").format(day=day), BODY)
        paper.heading(2, _("Counted by two people"))
        for number, name in enumerate(sheet.counters, 1):
            _signature(paper, number, name)
        paper.space(14)
        paper.paragraph(_("Never put this money in a personal account. This is no legal advice."), SMALL)
        return paper.drawn(footer=f"{sheet.chapter} · {title}").pdf


def _table(paper: Paper, sheet: CountSheet) -> None:
    from chapter_desk.core.documents.pages import Box, Cell
    from chapter_desk.core.documents.styles import BODY, BODY_STRONG, CONTROL, LINE, SMALL

    lefts = (_WRITTEN, _COUNTED, _DIFFERENCE)
    written, counted = sheet.written, sheet.counted
    rows = [
        (_("Cash"), written.cash, None if counted is None else counted.cash),
        (_("Checks"), written.check, None if counted is None else counted.check),
        (_("Other"), written.other, None if counted is None else counted.other),
        (_("In all"), written.all, None if counted is None else counted.all),
    ]
    paper.space(12)
    with paper.part("Table"):
        heads = ("", _("Written"), _("Counted"), _("Difference"))
        cells = [
            Cell("TH", left, _WIDTH, words, SMALL, "right" if left else "left")
            for left, words in zip((0.0, *lefts), heads, strict=True)
        ]
        paper.row(cells, tag="TR", held=True)
        for number, (words, there, here) in enumerate(rows):
            last = number == len(rows) - 1
            style = BODY_STRONG if last else BODY
            figures = (
                dollars(there),
                "" if here is None else dollars(here),
                "" if here is None else dollars(here - there),
            )
            cells = [Cell("TH", 0, _WRITTEN, words, style, scope="Row")]
            cells += [
                Cell("TD", left, _WIDTH, figure, style, "right", tabular=True)
                for left, figure in zip(lefts, figures, strict=True)
            ]
            rule = Box(0, -4, paper.page.measure, 0.7, CONTROL if last else LINE)
            paper.row(cells, tag="TR", above=10, held=not last, boxes=[rule])
    paper.space(8)


def _signature(paper: Paper, number: int, name: str) -> None:
    from chapter_desk.core.documents.pages import Span
    from chapter_desk.core.documents.styles import CONTROL, SMALL

    paper.space(34)
    paper.rule(width=paper.page.measure * 0.75, colour=CONTROL, held=True)
    label = _("{number}. Signature and day").format(number=number)
    paper.paragraph([Span(f"{label}  "), Span(name, typed=True)] if name else label, SMALL)
