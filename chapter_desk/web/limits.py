"""How much is taken from one address and from all together; more is asked to wait."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

_MOST_ADDRESSES = 4096


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and then so many a second."""

    at_once: float
    a_second: float


@dataclass(frozen=True, slots=True)
class Rates:
    """What phones may do.  One address may stand for a whole room behind a router, so it may do much."""

    looks_each: Rate = Rate(60, 4)
    looks: Rate = Rate(400, 40)
    entries_each: Rate = Rate(40, 1)
    entries: Rate = Rate(200, 20)


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


@dataclass(slots=True)
class Limit:
    """Counts what comes, from each address and from all; `steady` gives seconds that only go forward."""

    each: Rate
    together: Rate
    steady: Callable[[], float]
    _all: _Bucket | None = None
    _by_address: OrderedDict[str, _Bucket] = field(default_factory=OrderedDict)

    def take(self, address: str) -> bool:
        """Return whether one more may come from this address now."""
        now = self.steady()
        own = self._by_address.setdefault(address, _Bucket(self.each.at_once, now))
        self._by_address.move_to_end(address)
        while len(self._by_address) > _MOST_ADDRESSES:
            self._by_address.popitem(last=False)
        if self._all is None:
            self._all = _Bucket(self.together.at_once, now)
        _fill(own, self.each, now)
        _fill(self._all, self.together, now)
        if own.left < 1 or self._all.left < 1:
            return False
        own.left -= 1
        self._all.left -= 1
        return True


def _fill(bucket: _Bucket, rate: Rate, now: float) -> None:
    bucket.left = min(rate.at_once, bucket.left + (now - bucket.at) * rate.a_second)
    bucket.at = now
