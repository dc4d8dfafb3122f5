"""The code by which one laptop joins: six digits, a few tries, a few minutes, and then it is void."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from threading import Lock
from time import monotonic
from typing import Final

TRIES: Final = 3
VALID_FOR_S: Final = 300.0
DIGITS: Final = 6


class Void(Enum):
    """Why a code is good for nothing any more."""

    USED = "used"
    EXPIRED = "expired"
    WRONG = "wrong"
    """It was guessed at too often."""


@dataclass(slots=True)
class Code:
    """A code as long as it is good.  `clock` counts seconds."""

    digits: str = field(default_factory=lambda: f"{secrets.randbelow(10**DIGITS):0{DIGITS}}")
    clock: Callable[[], float] = monotonic
    tries_left: int = TRIES
    _made: float = field(init=False)
    _void: Void | None = None
    _held: bool = False
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._made = self.clock()

    @property
    def seconds_left(self) -> float:
        """How long it is good still; 0 once it is void."""
        return 0.0 if self.void is not None else max(0.0, self._made + VALID_FOR_S - self.clock())

    @property
    def void(self) -> Void | None:
        """Why it is good for nothing; None while it is good."""
        if self._void is None and self.clock() >= self._made + VALID_FOR_S:
            self._void = Void.EXPIRED
        return self._void

    def begin_try(self) -> bool:
        """Take one try; False where none is left.  A try that is not settled stays taken."""
        with self._lock:
            if self.void is not None or self._held or self.tries_left <= 0:
                return False
            self.tries_left -= 1
            return True

    def hold(self) -> None:
        """The right laptop told it and is joining: nobody else tries meanwhile."""
        with self._lock:
            self._held = True

    def let_go(self) -> None:
        """The laptop that was joining went away before it had all: it may come again by the same code."""
        with self._lock:
            self._held = False
            self.tries_left += 1

    def right(self) -> None:
        """The right laptop has joined: no other does by it."""
        with self._lock:
            self._void = self._void or Void.USED

    def wrong(self) -> None:
        """A try was wrong."""
        with self._lock:
            if self.tries_left <= 0 and self._void is None:
                self._void = Void.WRONG

    def give_back(self) -> None:
        """Whoever tried went away before there was an answer to be had: they learned nothing."""
        with self._lock:
            self.tries_left += 1


def read_code(untrusted: str) -> str:
    """Return the six digits somebody typed, however they grouped them; "" where it is no code."""
    digits = "".join(letter for letter in untrusted if letter.isdigit() and letter.isascii())
    rest = {letter for letter in untrusted if not letter.isdigit()}
    return digits if len(digits) == DIGITS and rest <= set(" -") else ""
