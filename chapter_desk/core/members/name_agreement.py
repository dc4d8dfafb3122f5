"""Whether two names may be one person's.  Pure."""

from enum import IntEnum
from typing import NamedTuple

from chapter_desk.core.members.folding import fold_parts
from chapter_desk.core.members.nicknames import Nicknames

_GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
# fmt: off
_TITLES = frozenset((
    "mr", "mrs", "ms", "mx", "miss", "dr", "dra", "prof", "rev", "sra", "srta", "don", "dona", "sister",
    "brother", "father", "fr", "hon", "phd", "md", "esq",
))
# fmt: on
_LONG_ENOUGH_FOR_A_SLIP = 5


class Agreement(IntEnum):
    """How far two names agree; a larger one agrees more."""

    DIFFERENT = 0
    UNSURE = 1  # Jr. on one side only, a changed surname, an initial for a first name, a slip
    FITTING = 2  # a nickname, a middle name or a second surname left out
    SAME = 3  # the same parts, in any order


class ComparedName(NamedTuple):
    """A name as it is compared: `key` is the same for the same parts in any order."""

    key: str
    given: str
    parts: tuple[str, ...]
    generation: str


class NameComparison:
    """Compares names; remembers how words fold while it lives."""

    def __init__(self, nicknames: Nicknames) -> None:
        self._nicknames = nicknames
        self._folded: dict[str, tuple[str, ...]] = {}

    def compared(
        self, display_name: str, given_name: str, family_name: str, other_names: tuple[str, ...]
    ) -> tuple[ComparedName, ...]:
        """Return the names somebody goes by, without those that come to the same."""
        first = self._name(display_name, given_name)
        both = f"{given_name} {family_name}".strip()
        if not other_names and (not both or both == display_name or not given_name or not family_name):
            return (first,)
        names = [first, *(self._name(name, "") for name in other_names)]
        if given_name and family_name:
            parts = self._name(both, given_name)  # without the Jr. that may stand in the whole name
            names.append(parts._replace(generation=parts.generation or first.generation))
        return tuple({(name.key, name.generation): name for name in reversed(names)}.values())

    def agreement(self, some: tuple[ComparedName, ...], others: tuple[ComparedName, ...]) -> Agreement:
        """Return the best agreement of any name of one with any name of the other."""
        if len(some) == 1 and len(others) == 1:
            return self._agreement(some[0], others[0])
        return max(self._agreement(one, other) for one in some for other in others)

    def _name(self, written: str, given_name: str) -> ComparedName:
        words: list[str] = []
        generation = ""
        for word in self._parts(written):
            if word in _GENERATIONS and words:
                generation = _GENERATIONS[word]
            elif word not in _TITLES:
                words.append(word)
        parts = tuple(words) or self._parts(written)
        given = next((part for part in self._parts(given_name) if part in parts), "") if given_name else ""
        if not given and parts:
            given = self._after_the_comma(written) or parts[0]
        return ComparedName(" ".join(sorted(parts)), given, parts, generation)

    def _after_the_comma(self, written: str) -> str:
        _, comma, after = written.partition(",")
        words = [word for word in self._parts(after) if word not in _GENERATIONS and word not in _TITLES]
        return words[0] if comma and words else ""

    def _parts(self, name: str) -> tuple[str, ...]:
        parts: list[str] = []
        for word in name.split():
            known = self._folded.get(word)
            if known is None:
                known = self._folded[word] = fold_parts(word.replace(".", ""))
            parts += known
        return tuple(parts)

    def _agreement(self, one: ComparedName, other: ComparedName) -> Agreement:
        if not one.parts or not other.parts:
            return Agreement.DIFFERENT
        if one.generation != other.generation and one.generation and other.generation:
            return Agreement.DIFFERENT
        if one.key == other.key:
            found = Agreement.SAME
        elif len(one.parts) <= len(other.parts):
            found = self._fit(one, other)
        else:
            found = self._fit(other, one)
        return found if one.generation == other.generation else min(found, Agreement.UNSURE)

    def _fit(self, short: ComparedName, long: ComparedName) -> Agreement:
        """Whether every part of the shorter name answers a part of its own in the longer one."""
        given, answered = self._given(short.given, long.given), long.given
        if given is Agreement.DIFFERENT:
            # "María Guadalupe Hernández Ríos" may sign as Lupe Ríos.
            answered = self._second_name(short.given, long.parts)
            if not answered:
                return given
            given = Agreement.UNSURE
        left = list(long.parts)
        left.remove(answered)
        for part in _without(short.parts, short.given):
            answer = _answer(part, left)
            if answer is None:
                # The first name fits, another does not: a changed surname, or a namesake.
                return Agreement.UNSURE if given is Agreement.FITTING else Agreement.DIFFERENT
            if answer != part and len(part) > 1 and len(answer) > 1:
                given = Agreement.UNSURE
            left.remove(answer)
        return given

    def _second_name(self, given: str, parts: tuple[str, ...]) -> str:
        if given in parts:
            return given
        nicknames = self._nicknames.of(given)
        return next((part for part in parts if part in nicknames), "") if nicknames else ""

    def _given(self, one: str, other: str) -> Agreement:
        if one == other or self._nicknames.related(one, other):
            return Agreement.FITTING
        if (len(one) == 1 or len(other) == 1) and one[:1] == other[:1]:
            return Agreement.UNSURE
        return Agreement.DIFFERENT


def _without(parts: tuple[str, ...], given: str) -> list[str]:
    rest = list(parts)
    if given in rest:
        rest.remove(given)
    return rest


def _answer(part: str, among: list[str]) -> str | None:
    """The part that is this one, begins with this initial (or the other way round), or is a slip of it."""
    if part in among:
        return part
    for other in among:
        if (len(part) == 1 or len(other) == 1) and part[0] == other[0]:
            return other
    if len(part) < _LONG_ENOUGH_FOR_A_SLIP:
        return None
    from rapidfuzz.distance import OSA  # imported late: most names need no measuring

    for other in among:
        if len(other) >= _LONG_ENOUGH_FOR_A_SLIP and OSA.distance(part, other, score_cutoff=1) <= 1:
            return other
    return None
