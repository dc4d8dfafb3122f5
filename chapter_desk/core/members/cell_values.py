"""Reads single cells of a list: yes or no, days, amounts, ZIPs, e-mails.  Pure."""

import re
from datetime import date

from chapter_desk.core.places.zips import five_digits

_YES = frozenset(
    ["yes", "y", "true", "t", "1", "x", "sí", "si", "s", "verdadero", "presente", "subscribed", "suscrito",
     "opt-in", "opted in", "checked in", "attended", "active", "on"]
)  # fmt: skip
_NO = frozenset(
    ["no", "n", "false", "f", "0", "falso", "ausente", "unsubscribed", "not subscribed", "opt-out",
     "opted out", "bouncing", "bounced", "spam complaint", "cleaned", "off", "no show"]
)  # fmt: skip

_ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_SLASHED_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})(?:[T ,].*)?")
_AMOUNT = re.compile(r"-?\$?\s*-?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2})\d*)?\s*(?:usd)?", re.IGNORECASE)
_PLAIN_EMAIL = re.compile(
    r"[a-z0-9_%+-]+(?:[.'][a-z0-9_%+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
)
_PADDED = {3: 5, 4: 5, 7: 9, 8: 9}
_CENTURY = 2000
_LONGEST_EMAIL = 254


def yes_or_no(cell: str) -> bool | None:
    """Return what a cell answers, in English or Spanish; None when it is empty or says something else."""
    word = cell.strip().lower()
    if word in _YES:
        return True
    return False if word in _NO else None


def day(cell: str, day_first: bool = False) -> date | None:
    """Return the day a cell names, None when it cannot be read.  Times behind it are not looked at.

    ISO days are taken first.  4/5/2017 is April 5 unless `day_first`; where only one of the two
    readings is a day, it is that one.
    """
    text = cell.strip()
    iso = _ISO_DAY.fullmatch(text)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    slashed = _SLASHED_DAY.fullmatch(text)
    if not slashed:
        return None
    first, second, year = int(slashed[1]), int(slashed[2]), int(slashed[3])
    year += _CENTURY if len(slashed[3]) == 2 else 0
    month_first = _day(year, first, second)
    other = _day(year, second, first)
    return (other or month_first) if day_first else (month_first or other)


def _day(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None


def cents(cell: str) -> int | None:
    """Return an amount of dollars in cents, None when it cannot be read; "1,250.5" is 125050."""
    text = cell.strip()
    found = _AMOUNT.fullmatch(text)
    if not found:
        return None
    amount = int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))
    return -amount if "-" in text else amount


def zip_code(cell: str) -> str:
    """Return the ZIP a cell holds, in five digits, empty when it holds none.

    The four digits behind it are cut off, and zeros that a spreadsheet took from the front are put
    back: 2139 and 2139.0 are 02139.
    """
    found = five_digits(cell)
    if found:
        return found
    digits = re.sub(r"\.0+$", "", cell.strip())
    if digits.isascii() and digits.isdecimal() and len(digits) in _PADDED:
        return digits.zfill(_PADDED[len(digits)])[:5]
    return ""


def email(cell: str) -> str:
    """Return the address a cell holds, lower case, empty when it cannot be one.

    Whether anybody reads it is not asked: that would need a network.
    """
    address = cell.strip().strip("<>").removeprefix("mailto:").lower()
    if len(address) > _LONGEST_EMAIL:
        return ""
    if _PLAIN_EMAIL.fullmatch(address):
        return address
    if "@" not in address[1:-1]:
        return ""
    from email_validator import EmailNotValidError, validate_email  # imported late: for odd ones only

    try:
        return validate_email(address, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return ""
