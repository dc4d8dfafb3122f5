"""Which given names one person may go by: Jim and James, Lupe and Guadalupe."""

import tomllib
from bisect import bisect_left
from collections.abc import Iterable

from chapter_desk.core.members.folding import fold_parts
from chapter_desk.files import resource

_SHORTEST_BEGINNING = 3


class Nicknames:
    """Circles of given names, compared folded."""

    def __init__(self, circles: Iterable[str]) -> None:
        """`circles` are lines of names that one person may go by."""
        others: dict[str, set[str]] = {}
        for circle in circles:
            names = set(fold_parts(circle))
            for name in names:
                others.setdefault(name, set()).update(names - {name})
        self._others = {name: frozenset(found) for name, found in others.items()}
        self._names = sorted(self._others)

    def of(self, name: str) -> frozenset[str]:
        """Return the other folded names of a person called `name`, empty when none are known."""
        return self._others.get(name, frozenset())

    def beginning(self, typed: str) -> set[str]:
        """Return the other names of whoever is called `typed`, or may be when typing goes on.

        A name that is known is taken as it stands, and so are one or two letters: "Jo", "Al".
        """
        if typed in self._others or len(typed) < _SHORTEST_BEGINNING:
            return set(self.of(typed))
        found: set[str] = set()
        for name in self._names[bisect_left(self._names, typed) :]:
            if not name.startswith(typed):
                break
            found |= self._others[name]
        return found

    def related(self, one: str, other: str) -> bool:
        """Say whether one person may go by both folded names."""
        return other in self._others.get(one, ())


def shipped_nicknames() -> Nicknames:
    """Return the English and Spanish circles that are shipped in `resources/names`."""
    text = resource("names", "nicknames.toml").read_text(encoding="utf-8")
    return Nicknames(tomllib.loads(text)["circles"])
