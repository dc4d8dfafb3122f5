"""The code of a member's card: random, never an id, typed alike by every scanner on every keyboard.

A scanner types as an American keyboard would.  The letters of a code are where they are on English,
Spanish, French, German, Italian and Portuguese keyboards alike, and mean the same small and capital;
a vowel would make words, a digit would be a sign where the row of digits is shifted.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from secrets import choice

_LETTERS = "BCDFGHJKLNPRSTVX"
_MARK = "CDP"
_LENGTH = 32  # 16 letters are 4 bits each: 128 bits
_TOKEN = re.compile(f"{_MARK}[{_LETTERS}]{{{_LENGTH}}}")
_BESIDE = re.compile(r"[^A-Z]")
_FOREIGN = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[^\s@]{12,}$|^\w{3,}:\S{6,}$")
_KEPT = 200  # letters of a code that is none of ours


def new_token() -> str:
    """Return the code of a new card: 35 capital letters, of which 32 are random."""
    return _MARK + "".join(choice(_LETTERS) for _ in range(_LENGTH))


def read_token(untrusted_text: str) -> str | None:
    """Return the code that is in a text, the last of several; None if there is none.

    What a greeter had typed before, or a scanner puts around a code, does no harm.
    """
    found = _TOKEN.findall(_BESIDE.sub("", untrusted_text.upper()))
    return found[-1] if found else None


def is_some_code(untrusted_text: str) -> bool:
    """Return whether a text was scanned rather than typed: a card's code, or that of anything else.

    No name, phone, ZIP or e-mail address is taken for a code.
    """
    text = untrusted_text.strip()
    return read_token(text) is not None or _FOREIGN.search(text) is not None


def fingerprint(token: str) -> str:
    """Return what is kept of a code: who reads the chapter's file, or a door pack, has no card by that."""
    return sha256(token.encode()).hexdigest()


def kept_of(untrusted_text: str) -> Mapping[str, str]:
    """Return what is kept of a code that is nobody's: of a card's the end alone, of another all of it."""
    token = read_token(untrusted_text)
    if token is not None:
        return {"code": f"{_MARK}…{token[-4:]}", "token": fingerprint(token)}
    text = "".join(each for each in untrusted_text.strip() if each.isprintable())[:_KEPT]
    return {"code": text, "token": fingerprint(text)}
