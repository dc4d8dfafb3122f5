"""From a passphrase to a key, slowly on purpose: Argon2id, and how slow it should be here."""

import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

KEY_BYTES = 32
LEAST_MEMORY_KIB = 64 * 1024
MOST_MEMORY_KIB = 1024 * 1024
_TUNED_MEMORY_KIB = 256 * 1024
_AIM_S = 0.75
_PASSES_WORTH_HAVING = 3
_MOST_PASSES = 64
_MOST_LANES = 8
_MOST_WORK_KIB = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try at a passphrase costs: memory, passes over it, and lanes."""

    memory_kib: int
    passes: int
    lanes: int = 1

    @property
    def bearable(self) -> bool:
        """Whether this computer may be asked to do it: what a file says is never run unchecked."""
        return (
            1 <= self.lanes <= _MOST_LANES
            and 8 * self.lanes <= self.memory_kib <= MOST_MEMORY_KIB
            and 1 <= self.passes <= _MOST_PASSES
            and self.memory_kib * self.passes <= _MOST_WORK_KIB
        )


LEAST_COST = Cost(LEAST_MEMORY_KIB, 1)
"""What every real vault costs at least; tests pass a cheaper one in process."""


def tuned_cost(stopwatch: Callable[[], float] = time.perf_counter) -> Cost:
    """Return the cost that takes 0.5 to 1 second on this computer, never under `LEAST_COST`.

    Memory comes first (to 256 MiB), for it is what an attacker's graphics cards lack; passes fill
    the rest of the time.  Takes about a third of a second itself.
    """
    derived("once, so that loading the library is not measured", bytes(16), Cost(8, 1))
    memory_kib = LEAST_MEMORY_KIB
    while True:
        began = stopwatch()
        derived("how long does this take", bytes(16), Cost(memory_kib, 1))
        pass_s = max(stopwatch() - began, 0.001)
        if memory_kib >= _TUNED_MEMORY_KIB or pass_s * 2 * _PASSES_WORTH_HAVING > _AIM_S:
            break
        memory_kib *= 2
    most = min(_MOST_PASSES, _MOST_WORK_KIB // memory_kib)
    return Cost(memory_kib, max(LEAST_COST.passes, min(most, round(_AIM_S / pass_s))))


def derived(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Return the 32-byte key of a passphrase.  How spaces and accents were typed makes no difference."""
    from argon2.low_level import Type, hash_secret_raw  # only who unlocks needs it

    return hash_secret_raw(
        secret=folded(passphrase).encode("utf-8", "surrogatepass"),
        salt=salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def folded(passphrase: str) -> str:
    """Return the passphrase as it is used: NFC, one space where there were several, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", passphrase).split())
