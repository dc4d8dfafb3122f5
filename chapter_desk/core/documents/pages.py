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
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, zip_longest
from typing import Literal

from chapter_desk.core.documents.canvas import TaggedCanvas
from chapter_desk.core.documents.embedding import EmbeddedFace
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
from chapter_desk.core.documents.typesetter import Line, Span, Text, Typesetter, filled_spans
from chapter_desk.i18n import _, speaking

_HEADINGS = {1: TITLE, 2: HEADING, 3: SUBHEADING}
_SEAM = 0.4  # backgrounds of neighbouring lines overlap by this, or a viewer shows a hairline between


@dataclass(frozen=True, slots=True)
class Cell:
    """Text in one column of a row.  `left` and `width` are points from the left margin.

    `tag` is its structure type (`TD`, `TH`, `Lbl`, `LBody`, `P`), `scope` what a `TH` heads, `spoken`
    replaces the text for a screen reader.  `align` natural hangs what a person typed leftwards
    (Arabic, Hebrew) from the right.  `tabular` sets figures of one width, for columns of numbers.
    """

    tag: str
    left: float
    width: float
    text: Text
    style: TextStyle = BODY
    align: Literal["left", "right", "natural"] = "left"
    tabular: bool = False
    spoken: str = ""
    scope: Literal["Column", "Row"] = "Column"


@dataclass(frozen=True, slots=True)
class Box:
    """A plain rectangle: a rule, a bar, a background.  `top` is points below the top of its strip."""

    left: float
    top: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class TypedPlace:
    """Where on the paper something stands that a person typed.

    `page` counts from 0; the rest is in points from the top left corner of the page.
    """

    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished document: the file, how many pages it has, and where the typed words are."""

    pdf: bytes
    page_count: int
    typed: tuple[TypedPlace, ...]


@dataclass(frozen=True, slots=True)
class _Ink:
    line: Line
    element: Element
    style: TextStyle
    left: float
    baseline: float


@dataclass(slots=True)
class _Strip:
    """One line across the page, the smallest thing that is moved to the next page."""

    height: float
    inks: list[_Ink] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    backgrounds: list[Box] = field(default_factory=list)
    gap: float = 0.0
    held: bool = False
    bookmark: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    strip: _Strip
    top: float
    gap: float


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
        self._strips: list[_Strip] = []

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
        strips = [_Strip(leading, [ink for ink in inks if ink]) for inks in zip_longest(*columns)]
        if tag:
            self._open.pop()
        if strips:
            strips[0].boxes = list(boxes)
            strips[0].gap = max(cell.style.above for cell in cells) if above is None else above
            _hold(strips, together=together, held=held)
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
        self._strips.append(_Strip(height, boxes=list(boxes), gap=above, held=held))

    def space(self, height: float) -> None:
        """Add white space that stays with what is around it."""
        self._strips.append(_Strip(height, held=True))

    @contextmanager
    def panel(
        self, colour: str, *, bar: str | None = None, above: float = 10.0, padding: float = 9.0
    ) -> Iterator[None]:
        """Lay a background under what follows, from margin to margin, with a bar at its left."""
        self._strips.append(_Strip(0.0, gap=above, held=True))
        first = len(self._strips)
        self._strips.append(_Strip(padding, held=True))
        yield
        self._strips[-1].held = True
        self._strips.append(_Strip(padding))
        if first + 1 < len(self._strips):
            self._strips[first + 1].gap = 0.0
        for strip in self._strips[first:]:
            strip.backgrounds.append(Box(0.0, 0.0, self.page.measure, strip.height, colour))
            if bar:
                strip.backgrounds.append(Box(0.0, 0.0, 2.5, strip.height, bar))

    def measure(self, text: Text, style: TextStyle) -> float:
        """Return the width of text on one line, in points."""
        return self._typesetter.width(text, style)

    def drawn(self, footer: str = "") -> Drawn:
        """Return the finished document; `footer` stands at the foot of each page, beside its number."""
        pages = self._paginated()
        canvas = TaggedCanvas(
            self.page,
            title=self._plain(self._title),
            author=self._plain(self._author),
            subject=self._plain(self._subject),
            language=self._language,
        )
        typed: list[TypedPlace] = []
        for number, placed in enumerate(pages):
            self._draw_boxes(canvas, placed)
            self._draw_text(canvas, placed)
            self._draw_footer(canvas, footer, number, len(pages))
            self._add_bookmarks(canvas, placed, number)
            typed += self._typed_places(placed, number)
            canvas.showPage()
        return Drawn(canvas.finish(self._root), len(pages), tuple(typed))

    def _element(self, tag: str, spoken: str = "", attributes: dict[str, str] | None = None) -> Element:
        element = Element(tag, self._plain(spoken), attributes or {})
        self._open[-1].inside.append(element)
        return element

    def _plain(self, text: str) -> str:
        return clean(text).translate(self._translation).strip()

    def _inks(self, cell: Cell, baseline: float) -> list[_Ink]:
        heads = {"O": "Table", "Scope": cell.scope} if cell.tag == "TH" else None
        element = self._element(cell.tag, cell.spoken, heads)
        lines = self._typesetter.lines(cell.text, cell.style, cell.width, tabular=cell.tabular)
        return [_Ink(line, element, cell.style, cell.left + _indent(cell, line), baseline) for line in lines]

    def _paginated(self) -> list[list[_Placed]]:
        pages: list[list[_Placed]] = [[]]
        at = 0.0
        for group in _groups(self._strips):
            height = sum(strip.gap + strip.height for strip in group)
            whole = at + height <= self.page.depth or not pages[-1]
            if not whole:
                pages.append([])
                at = 0.0
            for strip in group:
                gap = strip.gap if pages[-1] else 0.0
                if at + gap + strip.height > self.page.depth and pages[-1]:
                    pages.append([])
                    at = gap = 0.0
                pages[-1].append(_Placed(strip, at + gap, gap))
                at += gap + strip.height
        return pages

    def _draw_boxes(self, canvas: TaggedCanvas, placed: Iterable[_Placed]) -> None:
        with canvas.decoration():
            for place in placed:
                for box in place.strip.backgrounds:
                    lifted = Box(box.left, -place.gap, box.width, box.height + place.gap + _SEAM, box.colour)
                    self._fill(canvas, lifted, place.top)
            for place in placed:
                for box in place.strip.boxes:
                    self._fill(canvas, box, place.top)

    def _fill(self, canvas: TaggedCanvas, box: Box, top: float) -> None:
        bottom = self.page.height - self.page.top - top - box.top - box.height
        left = self.page.left + box.left
        canvas.addLiteral(
            f"{_colour(box.colour)} {left:.2f} {bottom:.2f} {box.width:.2f} {box.height:.2f} re f"
        )

    def _draw_text(self, canvas: TaggedCanvas, placed: Iterable[_Placed]) -> None:
        inks = [(ink, place.top) for place in placed for ink in place.strip.inks]
        for _element, group in groupby(inks, key=lambda pair: id(pair[0].element)):
            same = list(group)
            with canvas.content_of(same[0][0].element):
                for ink, top in same:
                    up = self.page.height - self.page.top - top - ink.baseline
                    _draw_line(canvas, ink.line, ink.style, self.page.left + ink.left, up)

    def _draw_footer(self, canvas: TaggedCanvas, footer: str, number: int, count: int) -> None:
        page = self.page
        with speaking(self._language):
            folio = _("Page {page} of {pages}").format(page=number + 1, pages=count)
        widths = [page.measure - 90, 90.0]
        with canvas.decoration("Footer"):
            canvas.addLiteral(
                f"{_colour(LINE)} {page.left:.2f} {page.footer + 13:.2f} {page.measure:.2f} 0.5 re f"
            )
            for text, width, from_right in zip((footer, folio), widths, (False, True), strict=True):
                for line in self._typesetter.lines(text, CAPTION, width, tabular=True)[:1]:
                    left = page.left + (page.measure - line.width if from_right else 0.0)
                    _draw_line(canvas, line, CAPTION, left, page.footer)

    def _add_bookmarks(self, canvas: TaggedCanvas, placed: Iterable[_Placed], number: int) -> None:
        for at, place in enumerate(placed):
            if place.strip.bookmark:
                title, level = place.strip.bookmark
                key = f"{number}-{at}"
                top = self.page.height - self.page.top - place.top + 8
                canvas.bookmarkHorizontal(key, 0, top)
                canvas.addOutlineEntry(self._plain(title), key, max(level - 2, 0))

    def _typed_places(self, placed: Iterable[_Placed], number: int) -> Iterator[TypedPlace]:
        for place in placed:
            for ink in place.strip.inks:
                top = self.page.top + place.top + ink.baseline - ink.style.size * 0.95
                left = self.page.left + ink.left
                for span, group in groupby(ink.line.atoms, key=lambda atom: atom.span):
                    width = sum(atom.width for atom in group)
                    if span.typed:
                        yield TypedPlace(number, left, top, width, ink.style.size * 1.25)
                    left += width


def _hold(strips: list[_Strip], *, together: bool, held: bool) -> None:
    for strip in strips[:-1]:
        strip.held = together
    if not together and len(strips) > 1:
        strips[0].held = strips[-2].held = True  # no first or last line of a paragraph alone on a page
    strips[-1].held = held


def _indent(cell: Cell, line: Line) -> float:
    from_right = cell.align == "right" or (cell.align == "natural" and line.from_right)
    return cell.width - line.width if from_right else 0.0


def _groups(strips: Iterable[_Strip]) -> Iterator[list[_Strip]]:
    group: list[_Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.held:
            yield group
            group = []
    if group:
        yield group


def _draw_line(canvas: TaggedCanvas, line: Line, style: TextStyle, left: float, up: float) -> None:
    """Draw a line with as few changes of font and colour as it has."""
    out = ["BT"]
    font: EmbeddedFace | None = None
    colour = ""
    marks: list[str] = []
    shown: list[str] = []
    for atom in line.atoms:
        wanted = atom.span.colour or style.colour
        for run in atom.runs:
            if font is None or run.face is not font.face or wanted != colour:
                if shown:
                    out.append(f"[{''.join(shown)}] TJ")
                font, colour, shown = canvas.embedded(run.face), wanted, []
                out.append(f"{_colour(colour)} /{font.name} {style.size:g} Tf 1 0 0 1 {left:.2f} {up:.2f} Tm")
            array, over = font.shown(run)
            shown.append(array)
            for right, raised, code in over:
                x, y = left + right * style.size, up + raised * style.size
                marks.append(
                    f"{_colour(colour)} /{font.name} {style.size:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{code}> Tj"
                )
            left += run.ems * style.size
    out.append(f"[{''.join(shown)}] TJ")
    canvas.addLiteral(" ".join([*out, *marks, "ET"]))


@cache
def _colour(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return f"{red:.3f} {green:.3f} {blue:.3f} rg"


__all__ = ["Box", "Cell", "Drawn", "Paper", "Span", "TypedPlace", "filled_spans"]
