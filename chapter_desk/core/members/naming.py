"""Names and other short texts as people write them: cleaned of what is no writing, and sorted by.

A name is kept exactly as written, in Unicode's composed form.  Given and family names are helpers;
where nobody said what to sort by, `sort_name` guesses and a person may correct it.
"""

import re
import unicodedata

from chapter_desk.core.members.folding import fold_parts, folded
from chapter_desk.errors import NameNeeded, TextRefused

LONGEST_NAME = 1000
LONGEST_TEXT = 100_000

# fmt: off
_PARTICLES = frozenset((
    "af", "al", "am", "ap", "av", "ben", "bin", "bint", "da", "das", "de", "del", "della",
    "den", "der", "des", "di", "do", "dos", "du", "el", "en", "het", "ibn", "la", "las", "le",
    "lo", "los", "mac", "mc", "of", "op", "st", "saint", "san", "santa", "ste", "ten", "ter",
    "til", "to", "van", "ver", "vom", "von", "za", "zu", "zum", "zur"
))
_TITLES = frozenset((
    "dr", "dra", "mr", "mrs", "ms", "mx", "miss", "sr", "sra", "srta", "prof", "rev", "father",
    "fr", "sister", "brother", "hon", "lic", "ing", "don", "dona"
))
# fmt: on
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "v", "phd", "md", "esq", "dds", "jd", "rn", "cpa"])


def clean_name(untrusted: str, field: str = "display_name", what: str = "person") -> str:
    """Return a name fit to be kept: composed, without blanks at its ends, otherwise as written.

    Raises:
        NameNeeded: There is nothing in it; `what` says whose name it is.
        TextRefused: It is longer than any name, or it holds signs that are no writing (NUL, other
            control characters, halves of a letter).
    """
    name = clean_text(untrusted, field)
    if not name:
        raise NameNeeded(what)
    return name


def clean_text(untrusted: str, field: str, *, longest: int = LONGEST_NAME, lines: bool = False) -> str:
    """Return a text fit to be kept, perhaps empty; with `lines`, line ends and tabs are writing too.

    Raises:
        TextRefused: See `clean_name`.
    """
    text = untrusted.replace("\r\n", "\n").replace("\r", "\n") if lines else untrusted
    text = text.strip(" \t\n\r\u00a0\u3000")
    if not text.isascii() or not text.isprintable():
        for letter in text:
            category = unicodedata.category(letter)
            if category == "Cs":
                raise TextRefused(field, "broken")
            if category == "Cc" and not (lines and letter in "\n\t"):
                raise TextRefused(field, "control")
        text = unicodedata.normalize("NFC", text)
    if len(text) > longest:
        raise TextRefused(field, "too-long")
    return text


def sort_name(display_name: str, given_name: str = "", family_name: str = "") -> str:
    """Return what a list is sorted by: "Peña-Núñez, Ana Sofía", or the name itself where it has one part.

    A known family name goes first.  Otherwise the last word is taken for it, with the particles
    before it ("de la Cruz, José"); titles are left out, "Jr." and "III" go to the end.  A name
    written with a comma, or in a script that does not part its words, stays as it is.
    """
    if family_name:
        given = given_name or _without(display_name, family_name)
        return f"{family_name}, {given}" if given else family_name
    words = [word for word in re.split(r"\s+", display_name) if word]
    if len(words) < 2 or "," in display_name.rstrip(","):
        trimmed = _trimmed_comma(words)
        if trimmed is None:
            return display_name
        words = trimmed
    while len(words) > 1 and _bare(words[0]) in _TITLES:
        words = words[1:]
    suffixes: list[str] = []
    while len(words) > 1 and _bare(words[-1]) in _SUFFIXES:
        suffixes.insert(0, words.pop())
    if len(words) < 2:
        return " ".join([*words, *suffixes])
    first = len(words) - 1
    while first > 1 and _bare(words[first - 1]) in _PARTICLES:
        first -= 1
    if first > 2 and words[first - 1] in ("y", "e"):
        first -= 2  # Pérez y Ortega is one family name
    family, given = " ".join(words[first:]), " ".join(words[:first])
    return ", ".join([family.rstrip(","), " ".join([given, *suffixes])])


def sort_key(text: str) -> str:
    """Return what two sort names are compared by: letters of any accent side by side."""
    return folded(text) or text


def name_key(name: str) -> tuple[str, ...]:
    """Return what two names are compared by: their folded parts, in whatever order they were written."""
    return tuple(sorted(fold_parts(name)))


def _trimmed_comma(words: list[str]) -> list[str] | None:
    """Return the words of "Reid, Ph.D." without its comma; nothing when the comma parts a name."""
    commas = [i for i, word in enumerate(words) if word.endswith(",")]
    if len(words) < 2 or len(commas) != 1 or not all(_bare(w) in _SUFFIXES for w in words[commas[0] + 1 :]):
        return None
    return [word.rstrip(",") for word in words]


def _without(display_name: str, family_name: str) -> str:
    """Return the rest of a name whose family name is known, where that can be told."""
    if display_name.endswith(" " + family_name):
        return display_name[: -len(family_name)].strip()
    return display_name[len(family_name) :].strip() if display_name.startswith(family_name + " ") else ""


def _bare(word: str) -> str:
    return folded(word).replace(" ", "")
