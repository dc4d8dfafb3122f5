"""Names as they are compared: without case, accents, apostrophes and the shape of a hyphen.

Only copies are folded.  What a person wrote is shown, printed and handed on as they wrote it.
"""

import unicodedata

APOSTROPHES = frozenset("'’‘‛ʼʻʽʾʿˈ′´`＇")
"""Signs written for an apostrophe, an okina or a glottal stop: one name is typed with any of them."""

_LETTERS = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "ŋ": "n",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ə": "e",
    # Arabic keyboards differ in these, and so do writers of one name.
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "ـ": "",  # tatweel only stretches a word
}
"""Letters that Unicode does not take apart into a letter and a mark."""


def _folded_letter(letter: str) -> str:
    if letter in APOSTROPHES:
        return ""
    bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if unicodedata.category(c) != "Mn")
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", bare.casefold()) if unicodedata.category(c) != "Mn"
    )
    kept = []
    for c in bare:
        category = unicodedata.category(c)
        if c in _LETTERS:
            kept.append(_LETTERS[c])
        elif c in APOSTROPHES or category in ("Cf", "Mn"):
            continue
        elif category[0] in "LNM" or category == "So":
            kept.append(c)
        else:
            kept.append(" ")
    return unicodedata.normalize("NFC", "".join(kept))


class _Letters(dict[int, str]):
    """What each letter folds to, worked out when it is first met (letters, never names)."""

    def __missing__(self, code: int) -> str:
        folded = _folded_letter(chr(code))
        self[code] = folded
        return folded


_FOLDS = _Letters()
for _code in range(128):
    _FOLDS[_code] = _folded_letter(chr(_code))


def folded(text: str) -> str:
    """Return `text` as it is compared: lower case, bare letters, single spaces, nothing at either end.

    Accents go (also ł ø đ ı ß æ œ þ), apostrophes of every shape vanish, hyphens, dots, quotes and
    other signs count as a space, composed and decomposed letters come out alike, and Arabic alef
    and yeh forms are one.  Folding twice changes nothing.  The rules are those of
    `sample_people.md`, section 2.
    """
    if text.isascii():
        return " ".join(text.translate(_FOLDS).split())
    while True:
        once = " ".join(unicodedata.normalize("NFC", text).translate(_FOLDS).split())
        if once == text:
            return once
        text = once


def fold_parts(text: str) -> tuple[str, ...]:
    """Return the folded parts of a name in the order written, empty when there is no letter in it."""
    return tuple(folded(text).split())


def folded_letters(text: str) -> list[str]:
    """Return what each letter of `text` folds to: a list as long as `text`.

    An entry is empty where a sign vanishes, a space where it parts two words, and may be two
    letters long.  Joined, it is `folded(text)` but for the spaces and for decomposed Hangul.
    """
    return [_FOLDS[ord(letter)] for letter in text]
