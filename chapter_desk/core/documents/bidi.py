"""Which way each letter reads, by the Unicode bidirectional algorithm (UAX 9, python-bidi)."""

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar
from unicodedata import bidirectional

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

_DROPPED = {"BN", "LRE", "RLE", "LRO", "RLO", "PDF"}  # what rule X9 takes out
_NEUTRAL_INSTEAD = {"LRI": " ", "RLI": " ", "FSI": " ", "PDI": " ", "": "a"}  # not known to python-bidi


class Levelled(Protocol):
    """Anything with a level: even reads rightwards, odd leftwards, higher lies inside lower."""

    @property
    def level(self) -> int: ...


_Levelled = TypeVar("_Levelled", bound=Levelled)


def has_leftward_letters(text: str) -> bool:
    """Say whether any letter is of a script written from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def begins_leftwards(text: str) -> bool:
    """Say whether the first letter that has a direction is read from right to left."""
    if not has_leftward_letters(text):
        return False
    from bidi import algorithm

    return bool(algorithm.get_base_level(text) == 1)


def levels(text: str) -> list[int]:
    """Return the level of each letter; the first strong letter gives the direction of the whole.

    The text stands for itself, like an isolate: what lies around it has no say in its order.
    """
    if not has_leftward_letters(text):
        return [0] * len(text)
    from bidi import algorithm

    classes = [bidirectional(letter) for letter in text]
    known = "".join(_NEUTRAL_INSTEAD.get(kind, letter) for letter, kind in zip(text, classes, strict=True))
    base = algorithm.get_base_level(known)
    storage = algorithm.get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = "LR"[base]
    algorithm.get_embedding_levels(known, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    resolved = iter(storage["chars"])
    found: list[int] = []
    for kind in classes:  # a dropped letter, a joiner for instance, goes where the one before it goes
        found.append((found[-1] if found else base) if kind in _DROPPED else next(resolved)["level"])
    return found


def as_seen(parts: Sequence[_Levelled]) -> list[_Levelled]:
    """Return the parts of one line in the order they are seen (rule L2)."""
    seen = list(parts)
    highest = max((part.level for part in seen), default=0)
    for level in range(highest, 0, -1):
        at = 0
        while at < len(seen):
            end = at
            while end < len(seen) and seen[end].level >= level:
                end += 1
            if end > at + 1:
                seen[at:end] = reversed(seen[at:end])
            at = max(end, at + 1)
    return seen
