"""Four words by which two people compare a public key on the telephone."""

import hashlib
from functools import cache

from chapter_desk.core.safekeeping.words import words
from chapter_desk.core.sync.signing import VerifyKey

_WORDS = 4
_BITS_PER_WORD = 11


@cache
def four_words(key: VerifyKey) -> str:
    """Return the key's four words, the same on every laptop and in every language.

    44 bits, made slow (scrypt, about 40 ms once per key): a forger would have to try 2^44 keys at that price
    to find one with the same words.
    """
    return _words_of(key.public, b"chapter-desk four words")


@cache
def recipients_words(recipient: str) -> str:
    """Return the four words of a key that bundles are sealed to (age), as `four_words` makes them."""
    return _words_of(recipient.encode(), b"chapter-desk recipient's words")


def _words_of(public: bytes, purpose: bytes) -> str:
    # Always the English list: both ends of a telephone must read the same words.
    choices = words("en")
    digest = hashlib.scrypt(public, salt=purpose, n=2**14, r=8, p=1, dklen=8)
    bits = int.from_bytes(digest)
    return " ".join(
        choices[bits >> shift & (1 << _BITS_PER_WORD) - 1]
        for shift in range(0, _WORDS * _BITS_PER_WORD, _BITS_PER_WORD)
    )
