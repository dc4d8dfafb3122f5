"""The recovery code: 128 random bits on paper, in 8 groups of 4 letters, each with its own check.

A group is 20 bits: 16 of the code, then 4 that check them and the group's place, so that a slip is
noticed while the group is typed (15 times of 16) and swapped groups too.  The letters are
Crockford's 32: no I, L, O, U; what is typed may be in either case and may have O for 0, I or L for 1.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from chapter_desk.errors import WrongRecoveryCode

GROUPS = 8
LETTERS_PER_GROUP = 4

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FORGIVEN = str.maketrans("OIL", "011")
_BYTES_PER_GROUP = 2


class Typed(Enum):
    """What can be said about a group as far as it is typed."""

    UNFINISHED = "unfinished"
    MISTYPED = "mistyped"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, repr=False)
class RecoveryCode:
    """The code itself; its 16 bytes open the vault.  Shown once, printed, never stored."""

    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != GROUPS * _BYTES_PER_GROUP:
            raise ValueError("a recovery code is 16 bytes")

    @classmethod
    def generate(cls) -> "RecoveryCode":
        """Return a new random code."""
        return cls(secrets.token_bytes(GROUPS * _BYTES_PER_GROUP))

    @classmethod
    def from_groups(cls, typed: Sequence[str]) -> "RecoveryCode":
        """Return the code that was typed, group by group.

        Raises:
            WrongRecoveryCode: `group` says which group cannot be right, 0 that the count is not 8.
        """
        if len(typed) != GROUPS:
            raise WrongRecoveryCode()
        parts = [_decoded(number, text) for number, text in enumerate(typed, start=1)]
        return cls(b"".join(parts))

    @classmethod
    def from_text(cls, typed: str) -> "RecoveryCode":
        """Return the code that was typed in one line, with or without spaces and hyphens.

        Raises:
            WrongRecoveryCode: As `from_groups`.
        """
        letters = _tidied(typed)
        size = LETTERS_PER_GROUP
        return cls.from_groups([letters[at : at + size] for at in range(0, len(letters), size)])

    @property
    def groups(self) -> tuple[str, ...]:
        """The 8 groups as printed, each 4 capitals and digits."""
        size = _BYTES_PER_GROUP
        return tuple(
            _encoded(at // size + 1, self.secret[at : at + size]) for at in range(0, len(self.secret), size)
        )

    def has_group(self, number: int, typed: str) -> bool:
        """Say whether `typed` is group `number` (from 1) of this code: proof that it was copied."""
        return _tidied(typed) == self.groups[number - 1]

    def __str__(self) -> str:
        return "-".join(self.groups)


def checked(number: int, typed: str) -> Typed:
    """Say what can be said of group `number` (from 1) as far as it is typed, without the code."""
    letters = _tidied(typed)
    if len(letters) > LETTERS_PER_GROUP or any(letter not in _ALPHABET for letter in letters):
        return Typed.MISTYPED
    if len(letters) < LETTERS_PER_GROUP:
        return Typed.UNFINISHED
    try:
        _decoded(number, letters)
    except WrongRecoveryCode:
        return Typed.MISTYPED
    return Typed.RIGHT


def _tidied(typed: str) -> str:
    letters = "".join(letter for letter in typed.upper() if not letter.isspace() and letter not in "-–.·")
    return letters.translate(_FORGIVEN)


def _encoded(number: int, two_bytes: bytes) -> str:
    bits = int.from_bytes(two_bytes) << 4 | _check(number, two_bytes)
    return "".join(_ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))


def _decoded(number: int, typed: str) -> bytes:
    letters = _tidied(typed)
    if len(letters) != LETTERS_PER_GROUP or any(letter not in _ALPHABET for letter in letters):
        raise WrongRecoveryCode(number)
    bits = 0
    for letter in letters:
        bits = bits << 5 | _ALPHABET.index(letter)
    two_bytes = (bits >> 4).to_bytes(_BYTES_PER_GROUP)
    if bits & 15 != _check(number, two_bytes):
        raise WrongRecoveryCode(number)
    return two_bytes


def _check(number: int, two_bytes: bytes) -> int:
    digest = hashlib.blake2b(bytes([number]) + two_bytes, digest_size=1, person=b"recovery group")
    return digest.digest()[0] & 15
