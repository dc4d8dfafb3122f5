"""Name badges on sheets of labels: a name large enough to read across a table.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chapter_desk.core.documents.label_stock import LabelStock
from chapter_desk.i18n import _, speaking

if TYPE_CHECKING:  # loaded only when a document is drawn: opening a chapter must not load reportlab
    from chapter_desk.core.documents.labels import Label
    from chapter_desk.core.documents.pages import Paper

_NAME_SIZES = (30, 26, 22, 19, 16, 14, 12, 10)
_MARGIN = 8.0
_BELOW = 15.0  # points of each line below the name
_BAR = 5.0


@dataclass(frozen=True, slots=True)
class Badge:
    """Whose name is on a badge, the pronouns they use (or ""), and whether it is their first time."""

    name: str
    pronouns: str = ""
    first_time: bool = False


def badge_pdf(
    badges: Sequence[Badge],
    chapter: str,
    stock: LabelStock,
    language: str,
    start: int = 1,
) -> bytes:
    """Return the badges as a tagged PDF in `language` (`en` or `es`), from label `start` of the first sheet.

    A first time is marked by a bar at the left edge and by words, never by colour alone.
    """
    from chapter_desk.core.documents.labels import label_paper, put_labels

    with speaking(language):
        paper = label_paper(_("Name badges"), chapter, language, stock)
        put_labels(paper, stock, badges, start, lambda badge: _label(paper, stock, badge, chapter))
        return paper.drawn(footer=None).pdf


def _label(paper: Paper, stock: LabelStock, badge: Badge, chapter: str) -> Label:
    from chapter_desk.core.documents.labels import Label, LabelLine, fitting, name_lines
    from chapter_desk.core.documents.pages import Box
    from chapter_desk.core.documents.styles import ACCENT, INK_2, TextStyle

    width = stock.width - 2 * _MARGIN - 2 * _BAR
    below, small = TextStyle(11, _BELOW, colour=INK_2), TextStyle(8.4, 11.5, colour=INK_2)
    first = _("First time here") if badge.first_time else ""
    beside = " · ".join(filter(None, (badge.pronouns, first)))
    high = stock.height - 2 * _MARGIN - (_BELOW if beside else 0) - small.leading
    lines = name_lines(paper, badge.name, width, high, _NAME_SIZES)
    if beside:
        lines.append(LabelLine(fitting(paper, beside, below, width), below, typed=True))
    lines.append(LabelLine(fitting(paper, chapter, small, width), small))
    bar = [Box(_MARGIN, _MARGIN, _BAR, stock.height - 2 * _MARGIN, ACCENT)] if badge.first_time else []
    return Label(lines, _MARGIN + _BAR, width, bar, centred=True)
