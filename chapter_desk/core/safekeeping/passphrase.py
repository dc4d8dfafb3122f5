"""How long a passphrase would hold, and a good one to take instead.

The estimate is of a guesser who knows this program: it takes the cheapest way to build the
passphrase from words, years, runs, repeats and single letters, so it errs towards "weak".  What it
cannot know are quotations: a line of a song counts as so many words.
"""

import math
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from chapter_desk.core.safekeeping.kdf import folded
from chapter_desk.core.safekeeping.words import words
from chapter_desk.files import resource

SUGGESTED_WORDS = 6

_GUESSES_PER_S = 10_000.0
"""What somebody with a room of graphics cards reaches against Argon2id at our least cost."""

_LIMITS_BITS = (20.0, 32.0, 44.0, 62.0)
_SURELY_STRONG = 100
_PIECE_BITS = 1.0
"""Each piece more costs the guesser this: how many there are must be tried too."""

_WORD_BITS = 12.0
_YEAR_BITS = 7.0
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop")
_LOOK_ALIKE = str.maketrans("0134578@$!", "oieastbasi")
_SPOKEN = re.compile(r"[bcdfghj-np-tvwxz]{0,3}(?:[aeiouy]{1,2}[bcdfghj-np-tvwxz]{1,3})*[aeiouy]{0,2}")


class Weakness(Enum):
    """Why a passphrase is weaker than its length; the strongest reason only."""

    NONE = "none"
    SHORT = "short"
    COMMON = "common"
    KNOWN = "known"
    RUN = "run"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class Strength:
    """How long a passphrase would hold.

    `score` is 0 (none) to 4 (six random words); 3 and 4 are strong, below 2 should not be taken.
    `seconds` is how long guessing it takes on average with a copy of the file.
    """

    score: int
    bits: float
    seconds: float
    weakness: Weakness


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    bits: float
    weakness: Weakness = Weakness.NONE


def strength(passphrase: str, known: Iterable[str] = ()) -> Strength:
    """Return how strong a passphrase is.

    Args:
        passphrase: As typed.
        known: What anybody knows here (the chapter's name, its ZIP, the lead's name): counts little.
    """
    text = folded(passphrase)[:_SURELY_STRONG]
    path = _cheapest(text, frozenset(part for name in known for part in folded(name).lower().split()))
    bits = sum(piece.bits + _PIECE_BITS for piece in path)
    score = sum(bits >= limit for limit in _LIMITS_BITS)
    # 2**(bits - 1) tries on average; far beyond any lifetime the exact figure says nothing.
    seconds = 2.0 ** min(bits - 1, 200) / _GUESSES_PER_S
    return Strength(score, bits, seconds, _weakness(path, score))


def suggested(language: str = "en") -> str:
    """Return six random words: 66 bits from the English list, 60 from the Spanish one."""
    choices = words(language)
    return " ".join(secrets.choice(choices) for _ in range(SUGGESTED_WORDS))


def _weakness(path: list[_Piece], score: int) -> Weakness:
    if score >= 3:
        return Weakness.NONE
    found = [piece for piece in path if piece.weakness is not Weakness.NONE]
    if found:
        return max(found, key=lambda piece: piece.end - piece.start).weakness
    return Weakness.SHORT


def _cheapest(text: str, known: frozenset[str]) -> list[_Piece]:
    """Return the pieces, first to last, that a guesser would build the text from most easily."""
    ending: dict[int, list[_Piece]] = {}
    for piece in _pieces(text, known):
        ending.setdefault(piece.end, []).append(piece)
    best: list[tuple[float, _Piece | None]] = [(0.0, None)]
    for end in range(1, len(text) + 1):
        ways = [(best[piece.start][0] + piece.bits + _PIECE_BITS, piece) for piece in ending[end]]
        best.append(min(ways, key=lambda way: way[0]))
    path: list[_Piece] = []
    last = best[-1][1]
    while last is not None:
        path.append(last)
        last = best[last.start][1]
    return path[::-1]


def _pieces(text: str, known: frozenset[str]) -> Iterator[_Piece]:
    lower = text.lower()
    for at, letter in enumerate(text):
        # A space tells a guesser nothing: words come with spaces between them.
        yield _Piece(at, at + 1, -_PIECE_BITS if letter == " " else math.log2(_alphabet(letter)))
    yield from _dictionary_pieces(text, known)
    yield from _run_pieces(lower)
    yield from _repeat_pieces(lower)
    for found in re.finditer(r"(?=((?:19|20)\d\d))", lower):
        yield _Piece(found.start(1), found.end(1), _YEAR_BITS, Weakness.COMMON)
    for found in re.finditer(r"[a-z]{3,}", lower):
        if _SPOKEN.fullmatch(found[0]):
            # A word of some language, or like one: about 2.6 bits a letter.
            yield _Piece(found.start(), found.end(), max(_WORD_BITS, 2.6 * len(found[0])))


def _dictionary_pieces(text: str, known: frozenset[str]) -> Iterator[_Piece]:
    lower, plain = text.lower(), _everyday_words()
    for spelling in {lower, lower.translate(_LOOK_ALIKE)}:
        twisted = 0.0 if spelling == lower else 2.0
        for start in range(len(spelling)):
            for end in range(start + 2, min(len(spelling), start + 24) + 1):
                word = spelling[start:end]
                capitals = 0.0 if text[start:end].islower() or text[start:end].isdigit() else 1.0
                if word in known:
                    yield _Piece(start, end, 3.0 + twisted + capitals, Weakness.KNOWN)
                if word in plain:
                    yield _Piece(start, end, plain[word] + twisted + capitals)
                elif word in _common():
                    yield _Piece(start, end, 7.0 + twisted + capitals, Weakness.COMMON)


def _run_pieces(lower: str) -> Iterator[_Piece]:
    for run in (*_RUNS, *(run[::-1] for run in _RUNS)):
        for start in range(len(lower) - 2):
            end = start + 3
            while end <= len(lower) and lower[start:end] in run:
                yield _Piece(start, end, 4.0 + math.log2(end - start), Weakness.RUN)
                end += 1


def _repeat_pieces(lower: str) -> Iterator[_Piece]:
    # Something again right after itself costs only the thought of how often.
    for found in re.finditer(r"(?=((.{1,20}?) ?(?:\2 ?)+))", lower):
        first, whole = found[2], found[1]
        again = found.start(1) + len(first)
        if len(whole) >= 3 and again < found.end(1):
            yield _Piece(again, found.end(1), 1.0 + math.log2(len(whole) / len(first)), Weakness.REPEAT)


def _alphabet(letter: str) -> int:
    if letter.isdigit():
        return 10
    if letter.isascii() and letter.isalpha():
        return 26 if letter.islower() else 40
    return 33 if letter.isascii() else 100


@cache
def _everyday_words() -> dict[str, float]:
    """Return our own words with what each is worth: a guesser has the very lists."""
    return {word: math.log2(len(words(code))) for code in ("es", "en") for word in words(code)}


@cache
def _common() -> frozenset[str]:
    return frozenset(resource("words", "common-passwords.txt").read_text("utf-8").split())
