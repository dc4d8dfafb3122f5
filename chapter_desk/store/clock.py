"""The hybrid logical clock that orders writes of all laptops.  Pure.

A clock value is one 64-bit integer, `milliseconds << 16 | counter`.  Two writes are compared by
(clock, replica, value bytes), which is a total order on every laptop alike.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

_DAY_MS = 24 * 60 * 60 * 1000
BUILT = datetime(2026, 11, 1, tzinfo=UTC)
"""No wall clock before this is believed: the program did not exist then."""

FAR_AHEAD_MS = 366 * _DAY_MS
REMOTE_AHEAD_MS = 2 * _DAY_MS
"""A row from another laptop stamped further ahead than this waits in quarantine."""


class Doubt(Enum):
    """Why the wall clock of this laptop is not believed."""

    BEHIND = "behind"
    BEFORE_BUILD = "before-build"
    FAR_AHEAD = "far-ahead"


@dataclass(frozen=True, slots=True)
class Tick:
    """The clock of one transaction, and why it was counted up rather than read, if so."""

    clock: int
    doubt: Doubt | None


def ticked(last: int, wall_ms: int, *, not_before_ms: int, accepted_until_ms: int = 0) -> Tick:
    """Return the clock value of the next transaction: always above `last`.

    A wall clock more than a day behind the last stamp, or before `not_before_ms`, is not believed;
    nor is one more than 366 days ahead, until a person said it is right (`accepted_until_ms`).
    Then the clock only counts up, so that the order of this laptop's writes stays true.
    """
    doubt = _doubt(last >> 16, wall_ms, not_before_ms, accepted_until_ms)
    if doubt is not None or wall_ms << 16 <= last:
        return Tick(max(last, not_before_ms << 16) + 1, doubt)
    return Tick(wall_ms << 16, None)


def heard(last: int, remote: int) -> int:
    """Return the last clock value after seeing a believable stamp of another laptop."""
    return max(last, remote)


def milliseconds(moment: datetime) -> int:
    """Return an aware moment as milliseconds since 1970, UTC."""
    return int(moment.timestamp() * 1000)


def moment_of(clock: int) -> datetime:
    """Return the wall time inside a clock value, in UTC."""
    return datetime.fromtimestamp((clock >> 16) / 1000, UTC)


def _doubt(last_ms: int, wall_ms: int, not_before_ms: int, accepted_until_ms: int) -> Doubt | None:
    if wall_ms < not_before_ms:
        return Doubt.BEFORE_BUILD
    if wall_ms < last_ms - _DAY_MS:
        return Doubt.BEHIND
    if last_ms and wall_ms > last_ms + FAR_AHEAD_MS and wall_ms > accepted_until_ms:
        return Doubt.FAR_AHEAD
    return None
