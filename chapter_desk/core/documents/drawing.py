"""Strips in their places onto a canvas."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from chapter_desk.core.documents.canvas import TaggedCanvas
from chapter_desk.core.documents.embedding import EmbeddedFace
from chapter_desk.core.documents.layout import Box, Placed
from chapter_desk.core.documents.styles import PageSize, TextStyle
from chapter_desk.core.documents.typesetter import Line

_SEAM = 0.4  # backgrounds of neighbouring lines overlap by this, or a viewer shows a hairline between


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


def draw_boxes(canvas: TaggedCanvas, page: PageSize, placed: Iterable[Placed]) -> None:
    """Draw the backgrounds, then the rules and bars, of one page."""
    with canvas.decoration():
        for place in placed:
            for box in place.strip.backgrounds:
                lifted = Box(box.left, -place.gap, box.width, box.height + place.gap + _SEAM, box.colour)
                _fill(canvas, page, lifted, place.top)
        for place in placed:
            for box in place.strip.boxes:
                _fill(canvas, page, box, place.top)


def draw_text(canvas: TaggedCanvas, page: PageSize, placed: Iterable[Placed]) -> None:
    """Draw the text of one page, each element of the structure in one go where it can be."""
    inks = [(ink, place.top) for place in placed for ink in place.strip.inks]
    for _element, group in groupby(inks, key=lambda pair: id(pair[0].element)):
        same = list(group)
        with canvas.content_of(same[0][0].element):
            for ink, top in same:
                up = page.height - page.top - top - ink.baseline
                draw_line(canvas, ink.line, ink.style, page.left + ink.left, up)


def typed_places(page: PageSize, placed: Iterable[Placed], number: int) -> Iterator[TypedPlace]:
    """Yield where typed words stand on page `number`."""
    for place in placed:
        for ink in place.strip.inks:
            top = page.top + place.top + ink.baseline - ink.style.size * 0.95
            left = page.left + ink.left
            for span, group in groupby(ink.line.atoms, key=lambda atom: atom.span):
                width = sum(atom.width for atom in group)
                if span.typed:
                    yield TypedPlace(number, left, top, width, ink.style.size * 1.25)
                left += width


def draw_line(canvas: TaggedCanvas, line: Line, style: TextStyle, left: float, up: float) -> None:
    """Draw a line with as few changes of font and colour as it has."""
    out = ["BT"]
    font: EmbeddedFace | None = None
    colour = look = ""
    marks: list[str] = []
    shown: list[str] = []
    for atom in line.atoms:
        wanted = atom.span.colour or style.colour
        for run in atom.runs:
            if font is None or run.face is not font.face or wanted != colour:
                if shown:
                    out.append(f"[{''.join(shown)}] TJ")
                font, colour, shown = canvas.embedded(run.face), wanted, []
                look = f"{fill_colour(colour)} /{font.name} {style.size:g} Tf 1 0 0 1"
                out.append(f"{look} {left:.2f} {up:.2f} Tm")
            array, over = font.shown(run)
            shown.append(array)
            for right, raised, code in over:
                x, y = left + right * style.size, up + raised * style.size
                marks.append(f"{look} {x:.2f} {y:.2f} Tm <{code}> Tj")
            left += run.ems * style.size
    out.append(f"[{''.join(shown)}] TJ")
    canvas.addLiteral(" ".join([*out, *marks, "ET"]))


def _fill(canvas: TaggedCanvas, page: PageSize, box: Box, top: float) -> None:
    bottom = page.height - page.top - top - box.top - box.height
    left = page.left + box.left
    canvas.addLiteral(
        f"{fill_colour(box.colour)} {left:.2f} {bottom:.2f} {box.width:.2f} {box.height:.2f} re f"
    )


@cache
def fill_colour(colour: str) -> str:
    """Return the operator that fills with a colour (`#RRGGBB`)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return f"{red:.3f} {green:.3f} {blue:.3f} rg"
