"""Strips of paper: what stands beside each other, what stays together, where each page ends."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from chapter_desk.core.documents.structure import Element
from chapter_desk.core.documents.styles import BODY, TextStyle
from chapter_desk.core.documents.typesetter import Line, Text


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
class Ink:
    """A line of text in its place; `left` from the margin, `baseline` from the top of its strip."""

    line: Line
    element: Element
    style: TextStyle
    left: float
    baseline: float


@dataclass(slots=True)
class Strip:
    """One line across the page, the smallest thing that is moved to the next page."""

    height: float
    inks: list[Ink] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    backgrounds: list[Box] = field(default_factory=list)
    gap: float = 0.0
    held: bool = False
    turned: bool = False  # it begins a page
    bookmark: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip on its page: how far below the top margin, and the white space that is left above it."""

    strip: Strip
    top: float
    gap: float


def indent(cell: Cell, line: Line) -> float:
    """Return how far from the left of its cell a line begins."""
    from_right = cell.align == "right" or (cell.align == "natural" and line.from_right)
    return cell.width - line.width if from_right else 0.0


def hold(strips: list[Strip], *, together: bool, held: bool) -> None:
    """Say which strips of one paragraph or row stay with the next."""
    for strip in strips[:-1]:
        strip.held = together
    if not together and len(strips) > 1:
        strips[0].held = strips[-2].held = True  # no first or last line of a paragraph alone on a page
    strips[-1].held = held


def paginated(strips: Iterable[Strip], depth: float) -> list[list[Placed]]:
    """Return the strips page by page; a page is `depth` points deep, and there is always one page."""
    pages: list[list[Placed]] = [[]]
    at = 0.0
    for group in _groups(strips):
        height = sum(strip.gap + strip.height for strip in group)
        whole = (at + height <= depth and not group[0].turned) or not pages[-1]
        if not whole:
            pages.append([])
            at = 0.0
        for strip in group:
            gap = strip.gap if pages[-1] else 0.0
            if at + gap + strip.height > depth and pages[-1]:
                pages.append([])
                at = gap = 0.0
            pages[-1].append(Placed(strip, at + gap, gap))
            at += gap + strip.height
    return pages


def _groups(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        if strip.turned and group:
            yield group
            group = []
        group.append(strip)
        if not strip.held:
            yield group
            group = []
    if group:
        yield group
