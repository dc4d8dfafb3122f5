"""Writing on labels: each a few lines in the middle of its place, as large as there is room for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from chapter_desk.core.documents.label_stock import LabelStock, on_sheets
from chapter_desk.core.documents.pages import Box, Cell, Paper, Span
from chapter_desk.core.documents.styles import PageSize, TextStyle

_MOST_LINES = 3

_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class LabelLine:
    """One line on a label; `typed` when a person wrote it."""

    text: str
    style: TextStyle
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """What is on one label.  Lines stand from `left` of it, `width` wide; boxes count from its corner."""

    lines: Sequence[LabelLine]
    left: float
    width: float
    boxes: Sequence[Box] = ()
    centred: bool = False


def label_paper(title: str, author: str, language: str, stock: LabelStock) -> Paper:
    """Return the paper for a kind of sheet: without margins, for the labels have theirs."""
    width, height = stock.page
    page = PageSize(width=width, height=height, left=0, right=0, top=0, bottom=0, footer=0)
    return Paper(title=title, author=author, language=language, page=page)


def put_labels(
    paper: Paper,
    stock: LabelStock,
    things: Sequence[_Thing],
    start: int,
    draw: Callable[[_Thing], Label],
) -> None:
    """Put one label after another onto as many sheets as it takes, beginning at label `start`."""
    sheets: dict[int, list[tuple[int, Label]]] = {}
    for thing, (page, number) in zip(things, on_sheets(len(things), stock, start), strict=True):
        sheets.setdefault(page, []).append((number, draw(thing)))
    for labels in sheets.values():
        paper.turn([box for number, label in labels for box in _moved(label.boxes, *stock.place(number))])
        for number, label in labels:
            with paper.part("Sect"):
                _write(paper, stock, label, *stock.place(number))


def name_lines(
    paper: Paper, name: str, width: float, height: float, sizes: Sequence[float]
) -> list[LabelLine]:
    """Return a name on up to three lines, in the first of these sizes that has room, else cut in the last."""
    for size in sizes:
        style = TextStyle(size, size * 1.15, "semibold")
        lines = _broken(paper, name, width, style)
        if 0 < len(lines) <= _MOST_LINES and len(lines) * style.leading <= height:
            return [LabelLine(line, style, typed=True) for line in lines]
    return [LabelLine(fitting(paper, name, style, width), style, typed=True)]


def fitting(paper: Paper, text: str, style: TextStyle, width: float) -> str:
    """Return a text, cut at its end if it is too long for one line of this width."""
    if paper.measure(text, style) <= width:
        return text
    while len(text) > 1 and paper.measure(text.rstrip() + "…", style) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _broken(paper: Paper, name: str, width: float, style: TextStyle) -> list[str]:
    """Return the words of a name line by line; nothing when a word alone is too long for a line."""
    lines: list[str] = []
    for word in name.split():
        if paper.measure(word, style) > width:
            return []
        if lines and paper.measure(f"{lines[-1]} {word}", style) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _moved(boxes: Sequence[Box], left: float, top: float) -> list[Box]:
    return [replace(box, left=box.left + left, top=box.top + top) for box in boxes]


def _write(paper: Paper, stock: LabelStock, label: Label, left: float, top: float) -> None:
    height = sum(line.style.leading for line in label.lines)
    paper.go_to(top + (stock.height - height) / 2)
    for line in label.lines:
        wide = paper.measure(line.text, line.style)
        at = left + label.left + (max(0.0, label.width - wide) / 2 if label.centred else 0.0)
        text = Span(line.text, typed=line.typed)
        paper.row([Cell("P", at, label.width + 1, text, line.style)], above=0, held=True)
