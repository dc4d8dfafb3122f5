"""Lines to pages: what belongs together stays together, and every piece of text has its tag.

    paper = Paper(title="Local plan", author="Norfolk", language="en")
    with paper.part("Sect"):
        paper.heading(1, "Local plan")
        paper.paragraph([Span("Adopted by "), Span(name, typed=True)])
    drawn = paper.drawn(footer="Local plan")      # Drawn(pdf, page_count, typed)

Nothing is drawn before the last line is known, so a footer can say "Page 2 of 5".
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest

from chapter_desk.core.documents.canvas import TaggedCanvas
from chapter_desk.core.documents.drawing import (
    TypedPlace,
    draw_boxes,
    draw_line,
    draw_text,
    fill_colour,
    typed_places,
)
from chapter_desk.core.documents.layout import Box, Cell, Ink, Placed, Strip, hold, indent, paginated
from chapter_desk.core.documents.shaping import clean
from chapter_desk.core.documents.structure import Element
from chapter_desk.core.documents.styles import (
    BODY,
    CAPTION,
    HEADING,
    LINE,
    SUBHEADING,
    TITLE,
    US_LETTER,
    PageSize,
    TextStyle,
)
from chapter_desk.core.documents.typesetter import Span, Text, Typesetter, filled_spans
from chapter_desk.i18n import _, speaking

_HEADINGS = {1: TITLE, 2: HEADING, 3: SUBHEADING}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished document: the file, how many pages it has, and where the typed words are."""

    pdf: bytes
    page_count: int
    typed: tuple[TypedPlace, ...]


class Paper:
    """A document being written, top to bottom.

    `substitutes` replaces letters in all text that is not `exact`, metadata and bookmarks included.
    """

    def __init__(
        self,
        *,
        title: str,
        author: str,
        language: str,
        subject: str = "",
        substitutes: dict[str, str] | None = None,
        page: PageSize = US_LETTER,
    ) -> None:
        self.page = page
        self._language = language
        self._title, self._author, self._subject = title, author, subject
        self._translation = str.maketrans(substitutes or {})
        self._typesetter = Typesetter(substitutes)
        self._root = Element("Document")
        self._open = [self._root]
        self._strips: list[Strip] = []

    @contextmanager
    def part(self, tag: str, **attributes: str) -> Iterator[None]:
        """Put what follows inside a structure element: `Sect`, `L`, `Table`, `TR`..."""
        self._open.append(self._element(tag, attributes=attributes))
        yield
        self._open.pop()

    def heading(self, level: int, text: Text, style: TextStyle | None = None, *, bookmark: str = "") -> None:
        """Add a heading of level 1 to 3; it never stands alone at the foot of a page."""
        self.paragraph(text, style or _HEADINGS[level], tag=f"H{level}", held=True)
        if bookmark and self._strips:
            self._strips[-1].bookmark = (bookmark, level)

    def paragraph(
        self,
        text: Text,
        style: TextStyle = BODY,
        *,
        tag: str = "P",
        left: float = 0.0,
        width: float | None = None,
        held: bool = False,
    ) -> None:
        """Add a paragraph; `held` keeps its last line with what follows."""
        measure = self.page.measure - left if width is None else width
        self.row([Cell(tag, left, measure, text, style, "natural")], held=held, together=False)

    def row(
        self,
        cells: Sequence[Cell],
        *,
        tag: str | None = None,
        above: float | None = None,
        held: bool = False,
        together: bool = True,
        boxes: Sequence[Box] = (),
    ) -> None:
        """Add cells side by side, on one first baseline, inside an element `tag` if one is given.

        `boxes` are drawn with its first line, `above` is the white space before it (else what its
        widest style asks for), `together` keeps its lines on one page (unless they are more than a
        page), `held` keeps it with what follows.
        """
        if tag:
            self._open.append(self._element(tag))
        leading = max(cell.style.leading for cell in cells)
        baseline = leading / 2 + max(cell.style.size for cell in cells) * 0.36
        columns = [self._inks(cell, baseline) for cell in cells]
        strips = [Strip(leading, [ink for ink in inks if ink]) for inks in zip_longest(*columns)]
        if tag:
            self._open.pop()
        if strips:
            strips[0].boxes = list(boxes)
            strips[0].gap = max(cell.style.above for cell in cells) if above is None else above
            hold(strips, together=together, held=held)
            self._strips += strips

    def rule(
        self,
        *,
        width: float | None = None,
        colour: str = LINE,
        thickness: float = 0.7,
        above: float = 8.0,
        held: bool = False,
    ) -> None:
        """Add a thin line from the left margin, as wide as the column unless `width` says less."""
        measure = self.page.measure if width is None else width
        self.boxes([Box(0.0, 0.0, measure, thickness, colour)], height=thickness, above=above, held=held)

    def boxes(self, boxes: Sequence[Box], *, height: float, above: float = 0.0, held: bool = True) -> None:
        """Add plain rectangles side by side, `height` points in all."""
        self._strips.append(Strip(height, boxes=list(boxes), gap=above, held=held))

    def space(self, height: float) -> None:
        """Add white space that stays with what is around it."""
        self._strips.append(Strip(height, held=True))

    def turn(self, boxes: Sequence[Box] = ()) -> None:
        """Begin a page, with `boxes` on it: their `top` is points below its upper margin."""
        self._strips.append(Strip(0.0, boxes=list(boxes), held=True, turned=True))

    def down_to(self, height: float) -> None:
        """Add white space down to `height` points below the upper margin of a page begun by `turn`."""
        self.space(max(0.0, height - self._used()))

    def go_to(self, height: float) -> None:
        """Go on `height` points below the upper margin of a page begun by `turn`, further up if need be."""
        self.space(height - self._used())

    @contextmanager
    def panel(
        self, colour: str, *, bar: str | None = None, above: float = 10.0, padding: float = 9.0
    ) -> Iterator[None]:
        """Lay a background under what follows, from margin to margin, with a bar at its left."""
        self._strips.append(Strip(0.0, gap=above, held=True))
        first = len(self._strips)
        self._strips.append(Strip(padding, held=True))
        yield
        self._strips[-1].held = True
        self._strips.append(Strip(padding))
        if first + 1 < len(self._strips):
            self._strips[first + 1].gap = 0.0
        for strip in self._strips[first:]:
            strip.backgrounds.append(Box(0.0, 0.0, self.page.measure, strip.height, colour))
            if bar:
                strip.backgrounds.append(Box(0.0, 0.0, 2.5, strip.height, bar))

    def measure(self, text: Text, style: TextStyle) -> float:
        """Return the width of text on one line, in points."""
        return self._typesetter.width(text, style)

    def drawn(self, footer: str | None = "") -> Drawn:
        """Return the finished document; `footer` stands at the foot of each page, beside its number.

        Without one (None) the foot of the page is left alone: labels may be there.
        """
        pages = paginated(self._strips, self.page.depth)
        canvas = TaggedCanvas(
            self.page,
            title=self._plain(self._title),
            author=self._plain(self._author),
            subject=self._plain(self._subject),
            language=self._language,
        )
        typed: list[TypedPlace] = []
        for number, placed in enumerate(pages):
            draw_boxes(canvas, self.page, placed)
            draw_text(canvas, self.page, placed)
            if footer is not None:
                self._draw_footer(canvas, footer, number, len(pages))
            self._add_bookmarks(canvas, placed, number)
            typed += typed_places(self.page, placed, number)
            canvas.showPage()
        return Drawn(canvas.finish(self._root), len(pages), tuple(typed))

    def _used(self) -> float:
        begun = max(at for at, strip in enumerate(self._strips) if strip.turned)
        return sum(strip.gap + strip.height for strip in self._strips[begun:])

    def _element(self, tag: str, spoken: str = "", attributes: dict[str, str] | None = None) -> Element:
        element = Element(tag, self._plain(spoken), attributes or {})
        self._open[-1].inside.append(element)
        return element

    def _plain(self, text: str) -> str:
        return clean(text).translate(self._translation).strip()

    def _inks(self, cell: Cell, baseline: float) -> list[Ink]:
        heads = {"O": "Table", "Scope": cell.scope} if cell.tag == "TH" else None
        element = self._element(cell.tag, cell.spoken, heads)
        lines = self._typesetter.lines(cell.text, cell.style, cell.width, tabular=cell.tabular)
        return [Ink(line, element, cell.style, cell.left + indent(cell, line), baseline) for line in lines]

    def _draw_footer(self, canvas: TaggedCanvas, footer: str, number: int, count: int) -> None:
        page = self.page
        with speaking(self._language):
            folio = _("Page {page} of {pages}").format(page=number + 1, pages=count)
        widths = [page.measure - 90, 90.0]
        with canvas.decoration("Footer"):
            canvas.addLiteral(
                f"{fill_colour(LINE)} {page.left:.2f} {page.footer + 13:.2f} {page.measure:.2f} 0.5 re f"
            )
            for text, width, from_right in zip((footer, folio), widths, (False, True), strict=True):
                for line in self._typesetter.lines(text, CAPTION, width, tabular=True)[:1]:
                    left = page.left + (page.measure - line.width if from_right else 0.0)
                    draw_line(canvas, line, CAPTION, left, page.footer)

    def _add_bookmarks(self, canvas: TaggedCanvas, placed: Iterable[Placed], number: int) -> None:
        for at, place in enumerate(placed):
            if place.strip.bookmark:
                title, level = place.strip.bookmark
                key = f"{number}-{at}"
                top = self.page.height - self.page.top - place.top + 8
                canvas.bookmarkHorizontal(key, 0, top)
                canvas.addOutlineEntry(self._plain(title), key, max(level - 2, 0))


__all__ = ["Box", "Cell", "Drawn", "Paper", "Span", "TypedPlace", "filled_spans"]
