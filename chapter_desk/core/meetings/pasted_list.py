"""A list of names from elsewhere (a message, a spreadsheet, a video call) as lines to be entered."""

import re
from dataclasses import dataclass

from chapter_desk.core.meetings.sheet import MOST_LINES
from chapter_desk.core.members.contact import is_email, phone_of
from chapter_desk.core.members.naming import LONGEST_NAME
from chapter_desk.errors import SheetRefused

_MARK = re.compile(r"^\s*(?:[-*•–—·✓✔☑☐\u25a1]|\d{1,3}\s*[.):]|\[[ xX]?\])\s*")
"""What stands before a name in a list: a dash, a dot, a number, a tick."""
_CELLS = re.compile(r"[\t;,|]")
_ANGLED = re.compile(r"<([^<>\s]+@[^<>\s]+)>")
_FEWEST_DIGITS = 7
_OF_AGE = 18
_UNDER_18 = re.compile(
    r"[(\[]?\b(?:under[ -]?18|menor de (?:edad|18(?: años)?))(?![\w-])[)\]]?", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"[(\[]\s*(minor|menor|\d{1,2})\s*[)\]]", re.IGNORECASE)
_AGE = re.compile(
    r"minor|menor|(?:aged?|edad):? (?P<age>\d{1,2})|(?P<years>\d{1,2}) ?(?:(?:yrs?|years?)(?: old)?|años)",
    re.IGNORECASE,
)
"""What a cell beside a name may say instead: "minor", "age 17".  A bare number is an age in brackets only."""


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A line of a pasted list: the name as written, and an e-mail and a phone if they stand beside it.

    `under_18` is said by "under 18", by "(minor)", or by an age beside the name; the age is not kept.
    """

    name: str
    email: str = ""
    phone: str = ""
    under_18: bool = False

    @property
    def contact(self) -> dict[str, str]:
        return {field: text for field, text in (("email", self.email), ("phone", self.phone)) if text}


def read_list(untrusted: str) -> list[PastedLine]:
    """Return the lines of a list that name somebody, in order; the same line twice is one.

    "3. Ana Ruíz, ana@example.org" and "Ruíz, Ana" are both read.

    Raises:
        SheetRefused: Nobody is named (`no-names`), or far too many are (`too-many-lines`).
    """
    lines = list(dict.fromkeys(filter(None, map(_read, untrusted.splitlines()))))
    if not lines:
        raise SheetRefused("no-names")
    if len(lines) > MOST_LINES:
        raise SheetRefused("too-many-lines")
    return lines


def _read(text: str) -> PastedLine | None:
    text = _MARK.sub("", _ANGLED.sub(r", \1", text)).strip()
    under_18 = bool(_UNDER_18.search(text))
    text = _IN_BRACKETS.sub(_age_beside, _UNDER_18.sub("", text))
    names: list[str] = []
    email = phone = ""
    for cell in filter(None, (each.strip(" \"'") for each in _CELLS.split(text))):
        if (age := _AGE.fullmatch(cell)) is not None:
            under_18 = under_18 or int(age["age"] or age["years"] or 0) < _OF_AGE
        elif is_email(cell):
            email = email or cell
        elif sum(map(str.isdecimal, cell)) >= _FEWEST_DIGITS and phone_of(cell).number:
            phone = phone or cell
        elif any(map(str.isalpha, cell)):
            names.append(cell)
    name = names[0] if names else ""
    if len(names) > 1 and "," in text and "\t" not in text and len(names[1].split()) == 1:
        name = f"{names[1]} {names[0]}"
    return PastedLine(name[:LONGEST_NAME], email, phone, under_18) if name else None


def _age_beside(found: re.Match[str]) -> str:
    """Return what stands in brackets as a cell of its own."""
    return f", age {found[1]}" if found[1].isdecimal() else f", {found[1]}"
