"""Text to lines of a given width."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from string import Formatter

from chapter_desk.core.documents.bidi import as_seen, begins_leftwards, has_leftward_letters, levels
from chapter_desk.core.documents.shaping import Run, clean, shaped, space_like
from chapter_desk.core.documents.styles import TextStyle, Weight

_PIECES = re.compile(" |[^ ]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one look.

    `weight` and `colour` override the style of the paragraph.  `typed` says that a person wrote it:
    it keeps its own direction and its place on the page is told (see `pages.Drawn.typed`).
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


@dataclass(frozen=True, slots=True)
class Atom:
    """Shaped text that is never broken: a word or a part of one, or a single space."""

    span: Span
    text: str
    runs: tuple[Run, ...]
    width: float
    level: int

    @property
    def is_space(self) -> bool:
        """Say whether it is the space between two words."""
        return self.text == " "


@dataclass(frozen=True, slots=True)
class Line:
    """One line: atoms in the order they are seen, their width in points, and where it hangs."""

    atoms: tuple[Atom, ...]
    width: float
    from_right: bool


@dataclass(slots=True)
class _Word:
    """Atoms that stay together, with the space before them, if any."""

    space: Atom | None
    atoms: list[Atom] = field(default_factory=list)

    @property
    def width(self) -> float:
        return sum(atom.width for atom in self.atoms)


class Typesetter:
    """Breaks text into lines; one for each document, because it remembers the words it shaped."""

    def __init__(self, substitutes: dict[str, str] | None = None) -> None:
        self._substitutes = str.maketrans(substitutes or {})
        self._words: dict[tuple[str, Weight, bool, bool], tuple[tuple[Run, ...], float]] = {}

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
                lines.append(_line(row, word.space, from_right))
                row, filled, gap = [], 0.0, 0.0
            elif word.space and row:
                row.append(word.space)
            row += word.atoms
            filled += gap + word.width
        if row:
            lines.append(_line(row, None, from_right))
        return lines

    def width(self, text: Text, style: TextStyle, *, tabular: bool = False) -> float:
        """Return the width of text on one line, in points."""
        words = self._as_words(spans(text), style, tabular)
        return sum(word.width + (word.space.width if word.space else 0.0) for word in words)

    def _as_words(self, parts: Iterable[Span], style: TextStyle, tabular: bool) -> Iterator[_Word]:
        word = _Word(None)
        for atom in self._atoms(parts, style, tabular):
            if atom.is_space:
                if word.atoms:
                    yield word
                    word = _Word(atom)
            elif word.atoms and _may_part(word.atoms[-1].text[-1], atom.text[0]):
                yield word
                word = _Word(None, [atom])
            else:
                word.atoms.append(atom)
        if word.atoms:
            yield word

    def _atoms(self, parts: Iterable[Span], style: TextStyle, tabular: bool) -> Iterator[Atom]:
        for span in parts:
            text = clean(span.text)
            if not span.exact:
                text = text.translate(self._substitutes)
            if has_leftward_letters(text):
                yield from self._levelled_atoms(span, text, style, tabular)
                continue
            for found in _PIECES.finditer(text):
                for piece in _partings(found[0]):
                    yield self._atom(span, piece, style, 0, tabular)

    def _levelled_atoms(self, span: Span, text: str, style: TextStyle, tabular: bool) -> Iterator[Atom]:
        level_of = levels(text)
        last: Atom | None = None
        for found in _PIECES.finditer(text):
            start = found.start()
            for at in range(start + 1, found.end() + 1):
                if at == found.end() or level_of[at] != level_of[start]:
                    atom = self._atom(span, text[start:at], style, level_of[start], tabular)
                    yield _beside(last, atom) if atom.is_space and last else atom
                    last, start = atom, at

    def _atom(self, span: Span, text: str, style: TextStyle, level: int, tabular: bool) -> Atom:
        weight = span.weight or style.weight
        key = (text, weight, level % 2 == 0, tabular)
        known = self._words.get(key)
        if known is None:
            runs = shaped(text, weight, rightwards=level % 2 == 0, tabular=tabular)
            known = self._words[key] = (runs, sum(run.ems for run in runs))
        runs, ems = known
        return Atom(span, text, runs, ems * style.size, level)

    def _fitting(
        self, words: Iterable[_Word], style: TextStyle, width: float, tabular: bool
    ) -> Iterator[_Word]:
        for word in words:
            if word.width <= width:
                yield word
                continue
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
    return replace(space, runs=(run,), width=run.ems * per_em)


def _line(row: list[Atom], space_after: Atom | None, from_right: bool) -> Line:
    width = sum(atom.width for atom in row)
    if space_after and not from_right and row[-1].level == 0:
        # a space at the end keeps the words of two lines apart for those who read the file
        return Line(tuple(as_seen([*row, space_after])), width, from_right)
    return Line(tuple(as_seen(row)), width, from_right)


def _last_hyphen(row: list[Atom]) -> int:
    """Return how many letters stand before the place to cut: after a hyphen, or all of them."""
    after = [at for at, atom in enumerate(row, 1) if atom.text in ("-", "‐", "–")]
    return after[-1] if after and after[-1] > 1 else len(row)


def _partings(word: str) -> Iterator[str]:
    """Cut a word where a line may end inside it: between letters that stand for words of their own."""
    if word.isascii():
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
