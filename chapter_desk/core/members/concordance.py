"""A concordance: words in alphabetical order, each with the places where it stands.

A place is a small number that the owner of the concordance gives to a person.  There are far fewer
words than people, so a search walks the words and gathers places only at the end.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")

_LAST = "\U0010ffff"
_RUN = 2048


def sorted_gently(items: Iterable[T], key: Callable[[T], Any] | None = None) -> list[T]:
    """Return `items` sorted, by text unless there is a `key`, holding up other threads only for moments.

    One sort of a hundred thousand words would keep the window's thread waiting for its whole
    length.  Short runs are sorted one by one; the last sort only joins them.
    """
    waiting = list(items)
    order: Callable[[T], Any] = key or str
    joined: list[T] = []
    for start in range(0, len(waiting), _RUN):
        joined += sorted(waiting[start : start + _RUN], key=order)
    joined.sort(key=order)
    return joined


class Concordance:
    """Words and where they stand, kept in alphabetical order as they come and go."""

    def __init__(self, places_of: Mapping[str, "int | array[int]"] | None = None) -> None:
        self.words: list[str] = []
        self._places: list[int | array[int]] = []
        if places_of:
            self.words = sorted_gently(places_of)
            self._places = [places_of[word] for word in self.words]

    def add(self, word: str, place: int) -> bool:
        """Note that `word` stands at `place`; true when the word was not known before."""
        at = bisect_left(self.words, word)
        if at == len(self.words) or self.words[at] != word:
            self.words.insert(at, word)
            self._places.insert(at, place)
            return True
        held = self._places[at]
        if isinstance(held, int):
            if held != place:
                self._places[at] = array("I", (held, place))
        elif place not in held:
            held.append(place)
        return False

    def discard(self, word: str, place: int) -> bool:
        """Forget that `word` stands at `place`; true when it stood nowhere else and is forgotten too."""
        at = bisect_left(self.words, word)
        if at == len(self.words) or self.words[at] != word:
            return False
        held = self._places[at]
        if not isinstance(held, int) and place in held:
            held.remove(place)
        if held == place or (not isinstance(held, int) and not held):
            del self.words[at]
            del self._places[at]
            return True
        return False

    def __contains__(self, word: str) -> bool:
        at = bisect_left(self.words, word)
        return at < len(self.words) and self.words[at] == word

    def span(self, prefix: str, low: int = 0, high: int | None = None) -> tuple[int, int]:
        """Return the first and the one-past-last index of the words that begin with `prefix`."""
        first = bisect_left(self.words, prefix, low, high)
        if first == len(self.words) or not self.words[first].startswith(prefix):
            return first, first
        return first, bisect_left(self.words, prefix + _LAST, first, high)

    def count(self, first: int, last: int, enough: int) -> int:
        """Return how many places the words from `first` to `last` have, counting to `enough` only."""
        total = last - first
        if total >= enough:
            return total
        for held in self._places[first:last]:
            if not isinstance(held, int):
                total += len(held) - 1
                if total >= enough:
                    break
        return total

    def places(self, first: int, last: int) -> set[int]:
        """Return the places of the words from index `first` up to, not including, `last`."""
        found: set[int] = set()
        for held in self._places[first:last]:
            if isinstance(held, int):
                found.add(held)
            else:
                found.update(held)
        return found

    def places_of(self, word: str) -> set[int]:
        """Return the places of exactly this word, empty when it stands nowhere."""
        at = bisect_left(self.words, word)
        if at == len(self.words) or self.words[at] != word:
            return set()
        return self.places(at, at + 1)

    def places_of_all(self, words: Iterable[str]) -> set[int]:
        """Return the places of all these words."""
        found: set[int] = set()
        for word in words:
            found |= self.places_of(word)
        return found

    def places_from(self, prefix: str) -> set[int]:
        """Return the places of every word that begins with `prefix`."""
        return self.places(*self.span(prefix))


class Insides:
    """Finds words by letters inside them: one long text is faster to look through than many words."""

    _MOST_LATE = 20_000

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._text = "\n".join(("", *words, ""))
        self._late = "\n"

    def add(self, word: str) -> None:
        """Take in another word."""
        self._late += word + "\n"
        if len(self._late) > self._MOST_LATE:
            self._text += self._late[1:]
            self._late = "\n"

    def discard(self, word: str) -> None:
        """Forget a word: it may be the name of somebody who asked to be forgotten."""
        line = f"\n{word}\n"
        self._text, self._late = self._text.replace(line, "\n"), self._late.replace(line, "\n")

    def count(self, letters: str) -> int:
        """Return how often the letters stand in the words."""
        return self._text.count(letters) + self._late.count(letters)

    def words_with(self, letters: str) -> set[str]:
        """Return the words in which the letters stand, at the beginning too."""
        found: set[str] = set()
        for text in (self._text, self._late):
            at = text.find(letters)
            while at >= 0:
                end = text.find("\n", at)
                found.add(text[text.rfind("\n", 0, at) + 1 : end])
                at = text.find(letters, end)
        return found
