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


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A line of a pasted list: the name as written, and an e-mail and a phone if they stand beside it."""

    name: str
    email: str = ""
    phone: str = ""

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
    names: list[str] = []
    email = phone = ""
    for cell in filter(None, (each.strip(" \"'") for each in _CELLS.split(text))):
        if is_email(cell):
            email = email or cell
        elif sum(map(str.isdecimal, cell)) >= _FEWEST_DIGITS and phone_of(cell).number:
            phone = phone or cell
        elif any(map(str.isalpha, cell)):
            names.append(cell)
    name = names[0] if names else ""
    if len(names) > 1 and "," in text and "\t" not in text and len(names[1].split()) == 1:
        name = f"{names[1]} {names[0]}"
    return PastedLine(name[:LONGEST_NAME], email, phone) if name else None
