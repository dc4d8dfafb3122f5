"""Text to glyphs, in the order they are seen from left to right.

Each glyph carries the letters it stands for.  The PDF gives every pair of glyph and letters a
code of its own, so that a ligature, a stacked accent or a stand-in box is read back as exactly
what was typed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import uharfbuzz as hb

from chapter_desk.core.documents.faces import MISSING_LETTER, Face, face_for, own_face
from chapter_desk.core.documents.styles import Weight

_DRAWN_AS = {"∕": "/", "‑": "-", "\u00a0": " ", "\u202f": " "}
"""Letters that look like another one; the reader of the file still gets the letter itself."""

_SPACES = re.compile(" {2,}")
_JOINERS = "\u200c\u200d"


class Glyph(NamedTuple):
    """One drawn shape: its number in the font, the letters it stands for, measures in font units."""

    number: int
    text: str
    advance: int
    right: int
    up: int


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Glyphs of one font side by side; `ems` is their width at a size of 1 point."""

    face: Face
    glyphs: tuple[Glyph, ...]
    ems: float


def clean(text: str) -> str:
    """Return text that can be set: one line, no control or direction marks, no broken letters.

    Tabs and line ends become spaces, several spaces one.  Direction marks go because each typed
    value is set in a direction of its own; nothing typed may turn the text around it.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(_cleaned(letter) for letter in text)
    return _SPACES.sub(" ", text)


def _cleaned(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter in "\t\n\r\v\f\u0085\u2028\u2029":
        return " "
    if category in ("Cc", "Cf") and letter not in _JOINERS:
        return ""
    if "\ufe00" <= letter <= "\ufe0f":  # picks a picture form of the letter before; nothing to show
        return ""
    return "\ufffd" if category == "Cs" else letter


def shaped(text: str, weight: Weight, *, rightwards: bool = True, tabular: bool = False) -> tuple[Run, ...]:
    """Return the runs of a piece of text in one direction, left to right as they are seen.

    The piece must not be empty.  With `rightwards` false it is read from right to left.
    """
    runs = [
        _run(face, part, rightwards, tabular) if face else _missing(part, weight)
        for face, part in _by_face(text, weight)
    ]
    return tuple(runs if rightwards else reversed(runs))


def space_like(run: Run) -> Run:
    """Return a space in the font of `run`: a reader of the file takes words of one font as one phrase."""
    return _run(run.face, " ", True, False)


def _by_face(text: str, weight: Weight) -> Iterator[tuple[Face | None, str]]:
    """Cut text where the font changes; marks and joiners stay with the letter they belong to."""
    face: Face | None = None
    start = 0
    for at, letter in enumerate(text):
        clings = at > 0 and (letter in _JOINERS or unicodedata.category(letter).startswith("M"))
        if clings and (face is None or letter in _JOINERS or face.draws(letter)):
            continue
        found = face_for(_DRAWN_AS.get(letter, letter), weight)
        if at > start and found is not face:
            yield face, text[start:at]
            start = at
        face = found
    yield face, text[start:]


def _run(face: Face, text: str, rightwards: bool, tabular: bool) -> Run:
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(_DRAWN_AS.get(letter, letter)) for letter in text])
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_GRAPHEMES
    buffer.direction = "ltr" if rightwards else "rtl"
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer, {"tnum": True} if tabular else None)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    letters = _letters([info.cluster for info in infos], [at.x_advance for at in positions], text, rightwards)
    glyphs = tuple(
        Glyph(info.codepoint, part, at.x_advance, at.x_offset, at.y_offset)
        for info, at, part in zip(infos, positions, letters, strict=True)
    )
    return Run(face, glyphs, sum(glyph.advance for glyph in glyphs) / face.upem)


def _letters(clusters: list[int], advances: list[int], text: str, rightwards: bool) -> list[str]:
    """Share the letters of each cluster out among its glyphs, so that reading along gives the text.

    Glyphs that take no room get none; a reader of the file would take a wide glyph without letters
    for a space.
    """
    members: dict[int, list[int]] = {}
    for at, cluster in enumerate(clusters):
        members.setdefault(cluster, []).append(at)
    starts = sorted(members)
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    letters = [""] * len(clusters)
    for start in starts:
        wide = [at for at in members[start] if advances[at]] or members[start][:1]
        if not rightwards:
            wide.reverse()
        shared = text[start : ends[start]]
        for at, letter in zip(wide, shared, strict=False):
            letters[at] = letter
        letters[wide[min(len(wide), len(shared)) - 1]] += shared[len(wide) :]
    return letters


def _missing(text: str, weight: Weight) -> Run:
    face = own_face(weight)
    box, advance = _box(face)
    parts: list[str] = []
    for letter in text:
        if parts and (letter in _JOINERS or unicodedata.category(letter).startswith("M")):
            parts[-1] += letter
        else:
            parts.append(letter)
    glyphs = tuple(Glyph(box, part, advance, 0, 0) for part in parts)
    return Run(face, glyphs, len(glyphs) * advance / face.upem)


@cache
def _box(face: Face) -> tuple[int, int]:
    number = face.font.get_nominal_glyph(ord(MISSING_LETTER))
    return number, face.font.get_glyph_h_advance(number)
