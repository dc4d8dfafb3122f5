"""Words that one slip of the finger makes of another, found without comparing them all.

A slip is a letter too many, a letter too few, a wrong letter, or two letters swapped.  The words
stand in alphabetical order, so whatever was typed before the slip names a narrow stretch of them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

SHORTEST = 4
"""Shorter words are so close to one another that every one of them would be a slip of another."""

_NARROW = 48
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_LAST = "\U0010ffff"


def one_typo_away(words: Sequence[str], typed: str) -> set[str]:
    """Return the words of a sorted list that begin with what `typed` was meant to be.

    Empty when fewer than four letters were typed.  A slip in the last letter counts only when the
    rest of the word is known too: otherwise every word that begins almost alike would be meant.
    Words that begin with `typed` itself are not among them, except by another slip.
    """
    if len(typed) < SHORTEST:
        return set()
    found: set[str] = set()
    low, high = 0, len(words)
    for at in range(len(typed) - 1):
        if high - low <= _NARROW:
            found.update(_slips_among(words[low:high], typed, at))
        else:
            found.update(_slips_by_letter(words, typed, at, low, high))
        low, high = _stretch(words, typed[: at + 1], low, high)
    whole, end = len(typed), typed[-1]
    found.update(word for word in words[low:high] if len(word) == whole or word.startswith(end, whole))
    # A letter too many leaves whole words only, unless enough is left to begin one with.
    found.update(_known(words, (typed[:at] + typed[at + 1 :] for at in range(len(typed)))))
    return found


def _known(words: Sequence[str], wanted: Iterable[str]) -> Iterator[str]:
    for word in wanted:
        at = bisect_left(words, word)
        if at < len(words) and words[at] == word:
            yield word


def _stretch(words: Sequence[str], prefix: str, low: int, high: int) -> tuple[int, int]:
    first = bisect_left(words, prefix, low, high)
    return first, bisect_left(words, prefix + _LAST, first, high)


def _swapped(typed: str, at: int) -> str:
    return typed[at + 1] + typed[at] + typed[at + 2 :]


def _slips_among(words: Sequence[str], typed: str, at: int) -> Iterator[str]:
    """The words, all of which begin with what stands before `at`, that fit after a slip there."""
    rest, shorter, swapped = typed[at:], typed[at + 1 :], _swapped(typed, at)
    too_many = len(typed) > SHORTEST
    for word in words:
        if len(word) > at and (
            word.startswith((shorter, rest), at + 1)
            or word.startswith(swapped, at)
            or (too_many and word.startswith(shorter, at))
        ):
            yield word


def _slips_by_letter(words: Sequence[str], typed: str, at: int, low: int, high: int) -> Iterator[str]:
    """The same, asking for each letter that may have been meant: for a stretch too wide to read."""
    before, rest, shorter = typed[:at], typed[at:], typed[at + 1 :]
    beginnings = [before + _swapped(typed, at)]
    if len(typed) > SHORTEST:
        beginnings.append(before + shorter)
    for letter in _alphabet(typed):
        beginnings.append(before + letter + shorter)
        beginnings.append(before + letter + rest)
    for beginning in beginnings:
        first = bisect_left(words, beginning, low, high)
        while first < high and words[first].startswith(beginning):
            yield words[first]
            first += 1


def _alphabet(typed: str) -> str:
    """Letters that may have been meant: the Latin ones, or those near the script that was typed."""
    if typed.isascii():
        return _LATIN
    block = ord(typed[-1]) & ~0x7F
    return "".join(chr(code) for code in range(block, block + 128) if chr(code).isalpha())
