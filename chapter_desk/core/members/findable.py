"""What a person can be found by, and the words it makes in the index."""

import re
from dataclasses import dataclass
from datetime import date

from chapter_desk.core.members.folding import APOSTROPHES, folded

_LATEST = date.max.toordinal()
_APOSTROPHES = re.compile("[" + "".join(sorted(APOSTROPHES)) + "]")
_LATER_PIECES = re.compile(r"(?<=[^a-z])[a-z]{3,}")
# fmt: off
_PARTICLES = frozenset((
    "al", "abu", "ap", "ben", "bin", "da", "das", "de", "del", "della", "der", "den", "di", "do",
    "dos", "du", "el", "fitz", "ibn", "la", "las", "le", "los", "mac", "mc", "o", "san", "santa",
    "saint", "st", "ten", "ter", "van", "von"
))
# fmt: on
"""Small words that people leave a space after, or do not: de la Cruz, Delacruz."""
_ARTICLE = "ال"


@dataclass(frozen=True, slots=True)
class Findable:
    """A person as the index knows them: everything somebody at the door may type.

    `emails` and `phones` (E.164) are theirs, `other_names` are nicknames, earlier and Latin forms;
    `last_seen` is the day of their latest sign-in.  Whoever is archived comes after everyone else.
    """

    id: str
    display_name: str
    given_name: str = ""
    family_name: str = ""
    other_names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    postal_code: str = ""
    tags: tuple[str, ...] = ()
    last_seen: date | None = None
    archived: bool = False
    sort_name: str = ""


class Spelling:
    """Takes names apart into the words they are found by; remembers words while it lives.

    One is made for each building of the index and dropped with it, so that no name outlives the
    index it was read for.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {}

    def text(self, person: Findable) -> str:
        """Return the words of a person's names, each with a space before and after it.

        The name as displayed comes first and ends with a bar; what else they are called, and what
        their name looks like when spaces and apostrophes are left out or put in, comes after it.
        """
        main, extra = self._words(person.display_name)
        more = list(extra)
        displayed = f" {person.display_name} "
        for name in (person.given_name, person.family_name, *person.other_names):
            if name and f" {name} " not in displayed:
                words, extra = self._words(name)
                more += words
                more += extra
        if not more:
            return f" {' '.join(main)} | "
        known = set(main)
        return f" {' '.join(main)} | {' '.join(w for w in dict.fromkeys(more) if w not in known)} "

    def rank(self, person: Findable) -> str:
        """Return a text that sorts people as they are shown: on file, lately seen, by name."""
        seen = _LATEST - person.last_seen.toordinal() if person.last_seen else _LATEST
        name = person.sort_name or f"{person.family_name} {person.given_name}"
        by = self.plain(name) or self.plain(person.display_name)
        return f"{'z' if person.archived else 'a'}{seen:07d}{by}\0{person.id}"

    def plain(self, name: str) -> str:
        """Return a name folded, word by word."""
        known = self._known
        return " ".join(
            [known[word][0] if word in known else self._word(word)[0] for word in name.split()]
        ).strip()

    def _words(self, name: str) -> tuple[list[str], list[str]]:
        main: list[str] = []
        extra: list[str] = []
        known = self._known
        for word in name.split():
            _, parts, others = known.get(word) or self._word(word)
            main += parts
            extra += others
        if not _PARTICLES.isdisjoint(main):
            extra += _joined(main)
        return main, extra

    def _word(self, word: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        plain = folded(word)
        parts = tuple(plain.split())
        others: list[str] = []
        if len(parts) > 1:
            others.append("".join(parts))
        opened = tuple(folded(_APOSTROPHES.sub(" ", word)).split())
        if opened != parts:
            others.extend(opened)
        others.extend(part[2:] for part in parts if part.startswith(_ARTICLE) and len(part) > 4)
        spelled = plain, parts, tuple(others)
        self._known[word] = spelled
        return spelled


def _joined(parts: list[str]) -> list[str]:
    """Return the names that begin with small words, written as one: delacruz, lacruz."""
    joined = []
    for at, part in enumerate(parts):
        if part not in _PARTICLES:
            continue
        end = at + 1
        while end < len(parts) - 1 and parts[end] in _PARTICLES:
            end += 1
        if end < len(parts):
            joined.append("".join(parts[at : end + 1]))
    return joined


def email_words(email: str) -> set[str]:
    """Return what an address is found by: itself, and the later pieces of what stands before the @."""
    address = email.lower()
    return {address, *_LATER_PIECES.findall(address.partition("@")[0])}


def phone_digits(phone: str) -> str:
    """Return the digits of a phone number."""
    return "".join(filter(str.isdigit, phone)) if not phone[1:].isdigit() else phone.lstrip("+")
