"""Text to lines of a given width."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import NamedTuple

from chapter_desk.core.documents.bidi import as_seen, begins_leftwards, has_leftward_letters, levels
from chapter_desk.core.documents.shaping import Run, clean, shaped, space_like
from chapter_desk.core.documents.styles import TextStyle, Weight

_Measured = tuple[tuple[Run, ...], float]
_PIECES = re.compile(" |[^ ]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one look.

    `weight` and `colour` override the style of the paragraph.  `typed` says that a person wrote it:
    its place on the page is told (see `pages.Drawn.typed`), and its words are forgotten with the
    document, while the shapes of our own words are kept for the next one.
    `exact` text is set letter for letter, past the document's substitutions.
    """

    text: str
    weight: Weight | None = None
    colour: str | None = None
    typed: bool = False
    exact: bool = False


Text = str | Span | Sequence[Span]


def spans(text: Text) -> Sequence[Span]:
    """Return any form of text as spans."""
    if isinstance(text, str):
        return (Span(text),)
    return (text,) if isinstance(text, Span) else text


def filled_spans(template: str, **values: str | Span) -> list[Span]:
    """Return a sentence with what belongs at its `{names}`; plain values count as typed by a person."""
    parts: list[Span] = []
    for words, name, _spec, _conversion in Formatter().parse(template):
        if words:
            parts.append(Span(words))
        if name is not None:
            value = values[name]
            parts.append(Span(value, typed=True) if isinstance(value, str) else value)
    return parts


class Atom(NamedTuple):
    """Shaped text that is never broken: a word or a part of one, or a single space."""

    span: Span
    text: str
    runs: tuple[Run, ...]
    width: float
    level: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line: atoms in the order they are seen, their width in points, and where it hangs."""

    atoms: tuple[Atom, ...]
    width: float
    from_right: bool


class _Word:
    """Atoms that stay together, with the space before them, if any."""

    __slots__ = ("atoms", "space", "width")

    def __init__(self, space: Atom | None, atoms: Iterable[Atom] = ()) -> None:
        self.space = space
        self.atoms = list(atoms)
        self.width = sum([atom.width for atom in self.atoms])

    def add(self, atom: Atom) -> None:
        self.atoms.append(atom)
        self.width += atom.width


class Typesetter:
    """Breaks text into lines; one for each document, because it remembers the words it shaped."""

    def __init__(self, substitutes: dict[str, str] | None = None) -> None:
        self._substitutes = str.maketrans(substitutes or {})
        self._words: dict[tuple[str, Weight, bool, bool], _Measured] = {}

    def lines(self, text: Text, style: TextStyle, width: float, *, tabular: bool = False) -> list[Line]:
        """Return the lines of a paragraph; text of nothing but spaces gives none.

        A word wider than the line is cut between letters.  A paragraph whose first strong letter
        reads leftwards and that a person typed alone hangs from the right.
        """
        parts = spans(text)
        from_right = len(parts) == 1 and parts[0].typed and begins_leftwards(parts[0].text)
        lines: list[Line] = []
        row: list[Atom] = []
        filled = 0.0
        for word in self._fitting(self._as_words(parts, style, tabular), style, width, tabular):
            gap = word.space.width if word.space and row else 0.0
            if row and filled + gap + word.width > width + 0.01:
                lines.append(_line(row, filled, word.space, from_right))
                row, filled, gap = [], 0.0, 0.0
            elif word.space and row:
                row.append(word.space)
            row += word.atoms
            filled += gap + word.width
        if row:
            lines.append(_line(row, filled, None, from_right))
        return lines

    def width(self, text: Text, style: TextStyle, *, tabular: bool = False) -> float:
        """Return the width of text on one line, in points."""
        words = self._as_words(spans(text), style, tabular)
        return sum(word.width + (word.space.width if word.space else 0.0) for word in words)

    def _as_words(self, parts: Iterable[Span], style: TextStyle, tabular: bool) -> Iterator[_Word]:
        word = _Word(None)
        for span in parts:
            for atom in self._atoms(span, style, tabular):
                if atom.text == " ":
                    if word.atoms:
                        yield word
                        word = _Word(atom)
                elif word.atoms and _may_part(word.atoms[-1].text[-1], atom.text[0]):
                    yield word
                    word = _Word(None, [atom])
                else:
                    word.add(atom)
        if word.atoms:
            yield word

    def _atoms(self, span: Span, style: TextStyle, tabular: bool) -> Iterator[Atom]:
        text = clean(span.text)
        if not span.exact:
            text = text.translate(self._substitutes)
        if has_leftward_letters(text):
            yield from self._levelled_atoms(span, text, style, tabular)
            return
        space = self._atom(span, " ", style, 0, tabular)
        for at, word in enumerate(text.split(" ")):
            if at:
                yield space
            for piece in _partings(word):
                yield self._atom(span, piece, style, 0, tabular)

    def _levelled_atoms(self, span: Span, text: str, style: TextStyle, tabular: bool) -> Iterator[Atom]:
        level_of = levels(text)
        last: Atom | None = None
        for found in _PIECES.finditer(text):
            start = found.start()
            for at in range(start + 1, found.end() + 1):
                if at == found.end() or level_of[at] != level_of[start]:
                    atom = self._atom(span, text[start:at], style, level_of[start], tabular)
                    yield _beside(last, atom) if atom.text == " " and last else atom
                    last, start = atom, at

    def _atom(self, span: Span, text: str, style: TextStyle, level: int, tabular: bool) -> Atom:
        key = (text, span.weight or style.weight, level % 2 == 0, tabular)
        known = self._words.get(key)
        if known is None:
            known = self._words[key] = _measured(*key) if span.typed else _measured_once(*key)
        return Atom(span, text, known[0], known[1] * style.size, level)

    def _fitting(
        self, words: Iterable[_Word], style: TextStyle, width: float, tabular: bool
    ) -> Iterator[_Word]:
        for word in words:
            if word.width <= width:
                yield word
                continue
            # letter by letter: the rare word that no line can hold
            space = word.space
            row: list[Atom] = []
            for atom in word.atoms:
                for letter in _letters(atom.text):
                    cut = self._atom(atom.span, letter, style, atom.level, tabular)
                    if row and sum(each.width for each in row) + cut.width > width:
                        at = _last_hyphen(row)
                        yield _Word(space, self._joined(row[:at], style, tabular))
                        space, row = None, row[at:]
                    row.append(cut)
            yield _Word(space, self._joined(row, style, tabular))

    def _joined(self, row: list[Atom], style: TextStyle, tabular: bool) -> list[Atom]:
        """Shape cut letters together again, so that they join as they do in the word."""
        joined: list[Atom] = []
        for atom in row:
            last = joined[-1] if joined else None
            if last and last.span is atom.span and last.level == atom.level:
                joined[-1] = self._atom(atom.span, last.text + atom.text, style, atom.level, tabular)
            else:
                joined.append(atom)
        return joined


def _beside(last: Atom, space: Atom) -> Atom:
    run = space_like(last.runs[0])
    per_em = space.width / sum(run.ems for run in space.runs)
    return space._replace(runs=(run,), width=run.ems * per_em)


def _measured(text: str, weight: Weight, rightwards: bool, tabular: bool) -> _Measured:
    runs = shaped(text, weight, rightwards=rightwards, tabular=tabular)
    return runs, sum(run.ems for run in runs)


_measured_once = lru_cache(maxsize=8192)(_measured)


def _line(row: list[Atom], width: float, space_after: Atom | None, from_right: bool) -> Line:
    turned = any(atom.level for atom in row)
    if space_after and not turned:
        # a space at the end keeps the words of two lines apart for those who read the file
        return Line((*row, space_after), width, from_right)
    return Line(tuple(as_seen(row) if turned else row), width, from_right)


def _last_hyphen(row: list[Atom]) -> int:
    """Return how many letters stand before the place to cut: after a hyphen, or all of them."""
    after = [at for at, atom in enumerate(row, 1) if atom.text in ("-", "‐", "–")]
    return after[-1] if after and after[-1] > 1 else len(row)


def _partings(word: str) -> Iterator[str]:
    """Cut a word where a line may end inside it: between letters that stand for words of their own."""
    if word.isascii():
        if word:
            yield word
        return
    start = 0
    for at in range(1, len(word)):
        if _may_part(word[at - 1], word[at]):
            yield word[start:at]
            start = at
    yield word[start:]


def _may_part(before: str, after: str) -> bool:
    if before.isascii() and after.isascii():
        return False
    return (_stands_alone(before) or _stands_alone(after)) and unicodedata.category(after)[0] in "LS"


def _stands_alone(letter: str) -> bool:
    return (
        "\u2e80" <= letter <= "\u9fff"
        or "\uf900" <= letter <= "\ufaff"
        or "\U00020000" <= letter <= "\U0003ffff"
    )


def _letters(text: str) -> Iterator[str]:
    """Yield each letter with its marks."""
    start = 0
    for at in range(1, len(text)):
        if text[at] not in "\u200c\u200d" and not unicodedata.category(text[at]).startswith("M"):
            yield text[start:at]
            start = at
    yield text[start:]
