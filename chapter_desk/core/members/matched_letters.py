"""Which letters of a name answer what was typed, for underlining them."""

from collections.abc import Collection, Mapping, Sequence

from chapter_desk.core.members.folding import folded_letters

Span = tuple[int, int]
"""From and up to (not including) which letter of the text: a slice of it, in Python's letters."""

_Word = tuple[str, list[int]]


def matched_letters(
    name: str, typed: Sequence[str], taken_for: Mapping[str, Collection[str]]
) -> tuple[Span, ...]:
    """Return the spans of `name` that answer the folded words `typed`, from left to right.

    `taken_for` gives the words that a typed one may have been meant for (nicknames, slips): those
    are marked whole.  Empty when it is not the displayed name that answers.
    """
    words = _words(name)
    spans = []
    for wanted in sorted(typed, key=len, reverse=True):
        span, used = _answer(words, wanted, taken_for.get(wanted, ()))
        if span:
            spans.append(span)
            words = [word for at, word in enumerate(words) if at not in used]
    return tuple(sorted(spans))


def _words(name: str) -> list[_Word]:
    """The folded words of a name, each with the place in `name` that every letter of it came from."""
    words: list[_Word] = []
    letters, origins = "", list[int]()
    for at, letter in enumerate(folded_letters(name)):
        if letter.isspace():
            if letters:
                words.append((letters, origins))
                letters, origins = "", []
        elif letter:
            letters += letter
            origins += [at] * len(letter)
    if letters:
        words.append((letters, origins))
    return words


def _answer(words: list[_Word], wanted: str, instead: Collection[str]) -> tuple[Span | None, set[int]]:
    length = len(wanted)
    for at, (letters, origins) in enumerate(words):
        if letters.startswith(wanted):
            return (origins[0], origins[length - 1] + 1), {at}
    for at, (letters, origins) in enumerate(words):
        if letters in instead:
            return (origins[0], origins[-1] + 1), {at}
    for at, (letters, origins) in enumerate(words):
        inside = letters.find(wanted)
        if inside >= 0:
            return (origins[inside], origins[inside + length - 1] + 1), {at}
    return _across(words, wanted)


def _across(words: list[_Word], wanted: str) -> tuple[Span | None, set[int]]:
    """The answer of neighbouring words written as one: "delacruz" in "de la Cruz"."""
    for start in range(len(words)):
        letters, origins, end = "", list[int](), start
        while end < len(words) and len(letters) < len(wanted):
            letters, origins = letters + words[end][0], origins + words[end][1]
            end += 1
        if letters.startswith(wanted):
            return (origins[0], origins[len(wanted) - 1] + 1), set(range(start, end))
    return None, set()
