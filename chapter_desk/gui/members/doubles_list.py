"""The pairs of "Same person?" in their order, as they are found, chosen, put off and decided.  No Qt."""

from collections.abc import Sequence

from chapter_desk.core.members.likely_doubles import LikelyDouble
from chapter_desk.values import PersonId

Pair = tuple[PersonId, PersonId]


class DoublesList:
    """What is left to decide; nothing here is written to the file."""

    def __init__(self) -> None:
        self.found: Sequence[LikelyDouble] | None = None
        """What the last look found, without what was decided since; None before the first look is over."""
        self.chosen: LikelyDouble | None = None
        """Two whom a person put beside each other, if any."""
        self._later: list[Pair] = []

    def rows(self) -> list[LikelyDouble]:
        """Return the pairs: who was chosen, what was found, what is for later in the order it was put off."""
        found = list(self.found or ())
        if self.chosen is not None and self.chosen.pair not in {each.pair for each in found}:
            found.insert(0, self.chosen)
        later = {pair: number for number, pair in enumerate(self._later)}
        return sorted(found, key=lambda each: later.get(each.pair, -1))

    def take_out(self, double: LikelyDouble, *, joined: bool) -> None:
        """Take a decided pair out; of a joined person every pair goes: those are found anew."""
        gone = set(double.pair)
        if self.chosen is not None and self.chosen.pair == double.pair:
            self.chosen = None
        self.found = [
            each
            for each in self.found or ()
            if each.pair != double.pair and not (joined and gone & set(each.pair))
        ]

    def put_off(self, double: LikelyDouble) -> None:
        """Put a pair behind all others."""
        if double.pair in self._later:
            self._later.remove(double.pair)
        self._later.append(double.pair)

    def bring_back(self) -> Pair | None:
        """Put the pair that was put off last back in its place, and return it; None if none is."""
        return self._later.pop() if self._later else None
