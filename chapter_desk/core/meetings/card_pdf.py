"""Members' cards on sheets of cards or labels: a code to scan, the name, the chapter.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chapter_desk.core.documents.label_stock import LabelStock
from chapter_desk.i18n import _, speaking

if TYPE_CHECKING:  # loaded only when a document is drawn: opening a chapter must not load reportlab
    from chapter_desk.core.documents.labels import Label
    from chapter_desk.core.documents.pages import Paper

_QUIET = 11.0  # points left of a code, more than four of its squares
_NAME_SIZES = (15, 13, 11.5, 10, 8.5)
_TALL = 100.0  # from here a card has room for what to do with it


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """One card: whose it is and the code on it."""

    name: str
    token: str


def card_pdf(
    cards: Sequence[PrintedCard], chapter: str, stock: LabelStock, language: str, start: int = 1
) -> bytes:
    """Return the cards as a tagged PDF in `language` (`en` or `es`), from label `start` of a sheet."""
    from chapter_desk.core.documents.labels import label_paper, put_labels

    with speaking(language):
        paper = label_paper(_("Member cards"), chapter, language, stock)
        put_labels(paper, stock, cards, start, lambda card: _label(paper, stock, card, chapter))
        return paper.drawn(footer=None).pdf


def _label(paper: Paper, stock: LabelStock, card: PrintedCard, chapter: str) -> Label:
    from chapter_desk.core.documents.labels import Label, LabelLine, fitting, name_lines
    from chapter_desk.core.documents.qr_boxes import qr_boxes
    from chapter_desk.core.documents.styles import INK_2, TextStyle

    side = min(stock.height - 2 * _QUIET, stock.width * 0.36, 96.0)
    left = 2 * _QUIET + side
    width = stock.width - left - 8
    small = TextStyle(8.4, 11.5, colour=INK_2)
    lines = name_lines(paper, card.name, width, stock.height * 0.5, _NAME_SIZES)
    lines.append(LabelLine(fitting(paper, chapter, small, width), small))
    if stock.height >= _TALL:
        for words in (_("Show this at the door."), _("Lost it? Tell us.")):
            lines.append(LabelLine(fitting(paper, words, small, width), small))
    boxes = qr_boxes(card.token, _QUIET, (stock.height - side) / 2, side)
    return Label(lines, left, width, boxes)
