"""Two ways of doing one thing, measured turn by turn in one run.

Near-identical code measured 1.7 x in sequence and 1.0 x turn by turn on the same laptop: only what
runs side by side can be compared.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Comparison:
    """Seconds each turn took, ours and the bare baseline's."""

    name: str
    ours: tuple[float, ...]
    bare: tuple[float, ...]

    def ratio(self, percent: float) -> float:
        """Return ours over bare at a percentile, for instance `ratio(95)`."""
        return percentile(self.ours, percent) / percentile(self.bare, percent)

    def __str__(self) -> str:
        columns = [
            f"p{percent}: {percentile(self.ours, percent) * 1000:.3f} / "
            f"{percentile(self.bare, percent) * 1000:.3f} ms = {self.ratio(percent):.2f} x"
            for percent in (50, 95, 99)
        ]
        return f"{self.name} ({len(self.ours)} turns)  " + "   ".join(columns)


def percentile(seconds: Sequence[float], percent: float) -> float:
    """Return the smallest measured value that `percent` of all do not exceed."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def interleaved(
    name: str, ours: Callable[[], object], bare: Callable[[], object], turns: int, warm_up: int = 1
) -> Comparison:
    """Run both by turns (A B A B), after a few turns that are not counted, and print what they took."""
    return interleaved_pairs(name, [(ours, bare)] * turns, warm_up)


def interleaved_pairs(
    name: str, pairs: Sequence[tuple[Callable[[], object], Callable[[], object]]], warm_up: int = 1
) -> Comparison:
    """The same for a list of pairs, each measured once: a benchmark of many different inputs."""
    for ours, bare in pairs[:warm_up]:
        ours()
        bare()
    ours_s, bare_s = [], []
    for ours, bare in pairs:
        ours_s.append(_seconds(ours))
        bare_s.append(_seconds(bare))
    comparison = Comparison(name, tuple(ours_s), tuple(bare_s))
    print(f"\n{comparison}")
    return comparison


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
