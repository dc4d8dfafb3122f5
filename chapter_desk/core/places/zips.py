"""What a ZIP says about a place: its town, state, county, point on the map and time zone.

Answered offline from `resources/places`, which carries GeoNames' postal codes in the form pgeocode
reads (`US.txt`) and the time zone of each (`zones.csv`); both are sorted by ZIP, one line each, so
one look-up is two bisections over the lines and nothing is parsed before it is asked for.  pgeocode
itself costs half a second to import and is left to `chapter_desk.core.places.nearby`.
"""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from chapter_desk.errors import UnknownZip
from chapter_desk.files import resource

MILITARY = ("AA", "AE", "AP")
"""The postal service's "states" for people served overseas: mail arrives there, nobody lives there."""

_TERRITORIES = {"PR", "VI", "GU", "AS", "MP"}

# GeoNames lists only some ZIPs of military mail and no P.O. boxes in the territories; the first
# three digits, which the postal service keeps for them, tell at least that the ZIP is theirs.
_MILITARY_PREFIXES = {
    "AE": ("Armed Forces Europe", [f"{prefix:03}" for prefix in range(90, 99)]),
    "AA": ("Armed Forces Americas", ["340"]),
    "AP": ("Armed Forces Pacific", [str(prefix) for prefix in range(962, 967)]),
}
_ISLAND_PREFIXES = {
    "PR": ("Puerto Rico", "America/Puerto_Rico", ["006", "007", "009"]),
    "VI": ("U.S. Virgin Islands", "America/St_Thomas", ["008"]),
}

# What a hurried hand or a typewriter habit puts in a digit's place, and what it may have meant.
_SLIPS = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "S": "5", "B": "8", "Z": "2", "G": "6"}

_FIVE = re.compile(r"[0-9]{5}")
_FIVE_AND_FOUR = re.compile(r"([0-9]{5})[- ]?[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ZIP is.

    Field names follow OSDI.  `locality` and `county` may be empty (GeoNames names no towns in the
    territories); `region` is the two-letter postal code, `time_zone` an IANA name or empty when the
    ZIP does not tell.  Degrees are WGS 84; both are None when the ZIP has no point on a map.
    """

    postal_code: str
    locality: str
    region: str
    region_name: str
    county: str
    latitude: float | None
    longitude: float | None
    time_zone: str

    @property
    def on_the_map(self) -> bool:
        """Return False for military mail, whose area is unknown: such people count all the same."""
        return self.latitude is not None and self.longitude is not None

    @property
    def in_a_territory(self) -> bool:
        """Return whether this is Puerto Rico, the Virgin Islands, Guam, Samoa or the Marianas."""
        return self.region in _TERRITORIES

    @property
    def label(self) -> str:
        """Return how an envelope would say it: "Norfolk, VA", "Puerto Rico", "APO AE"."""
        if self.region in MILITARY:
            return f"{self.locality} {self.region}"
        return f"{self.locality}, {self.region}" if self.locality else self.region_name


def place(untrusted_zip: str) -> Place | None:
    """Return the place of a ZIP as somebody typed it, or None where there is none.

    Spaces around it and the four digits of a ZIP+4 are ignored.  Nothing is guessed: a letter O or
    a lost leading zero gives None here and a proposal from `suggestion`.
    """
    postal_code = five_digits(untrusted_zip)
    if postal_code is None:
        return None
    return _listed(postal_code) or _reserved(postal_code)


def require_place(untrusted_zip: str) -> Place:
    """Return the place of a ZIP.

    Raises:
        UnknownZip: It is not a ZIP, or none we know; carries what was typed and, when one slip
            explains it, the ZIP that may have been meant.
    """
    found = place(untrusted_zip)
    if found is None:
        raise UnknownZip(untrusted_zip.strip(), suggestion(untrusted_zip) or "")
    return found


def five_digits(untrusted_zip: str) -> str | None:
    """Return the five digits of something written as a ZIP or a ZIP+4, else None.

    Digits of other scripts and full-width digits are read as digits.  Whether the ZIP exists is
    not looked at.
    """
    text = _tidy(untrusted_zip)
    if _FIVE.fullmatch(text):
        return text
    longer = _FIVE_AND_FOUR.fullmatch(text)
    return longer[1] if longer else None


def suggestion(untrusted_zip: str) -> str | None:
    """Return the one existing ZIP that a single kind of slip explains, else None.

    Read are letters in a digit's place (2350O), zeros that a spreadsheet took away (918 or 2139.0
    for 00918 and 02139) and blanks or dots inside (23 508).
    """
    text = _tidy(untrusted_zip).upper()
    text = re.sub(r"\.0+$", "", text)
    text = re.sub(r"[ .,_]", "", text)
    text = re.sub(r"-[0-9]{0,4}$", "", text)
    digits = "".join(_SLIPS.get(letter, letter) for letter in text)
    if not digits.isdecimal() or not any(letter.isdecimal() for letter in text):
        return None
    if digits == text and len(digits) in (3, 4, 7, 8):
        digits = digits.zfill(5 if len(digits) < 5 else 9)
    if len(digits) == 9:
        digits = digits[:5]
    if len(digits) != 5 or digits == five_digits(untrusted_zip) or _listed(digits) is None:
        return None
    return digits


def every_zip() -> tuple[str, ...]:
    """Return all ZIPs that have a point on the map, sorted."""
    return tuple(
        fields[1] for fields in (line.decode().split(",") for line in _places()) if fields[4] not in MILITARY
    )


def _tidy(untrusted_zip: str) -> str:
    text = unicodedata.normalize("NFKC", untrusted_zip).strip()
    text = "".join(str(unicodedata.decimal(letter, letter)) for letter in text)
    return re.sub(r"[\u2010-\u2015\u2212]", "-", text)


def _listed(postal_code: str) -> Place | None:
    lines, key = _places(), f"US,{postal_code},".encode()
    at = bisect_left(lines, key)
    if at == len(lines) or not lines[at].startswith(key):
        return None
    _, _, locality, region_name, region, county, _, _, _, latitude, longitude, _ = (
        lines[at].decode().split(",")
    )
    time_zone = _time_zone(postal_code)
    if region in MILITARY:
        return Place(postal_code, locality.split()[0], region, region_name, "", None, None, time_zone)
    return Place(
        postal_code, locality, region, region_name, county, float(latitude), float(longitude), time_zone
    )


def _reserved(postal_code: str) -> Place | None:
    """Return the little that the first three digits tell: whose mail it is, with no point."""
    for region, (name, prefixes) in _MILITARY_PREFIXES.items():
        if postal_code[:3] in prefixes:
            return Place(postal_code, "APO/FPO", region, name, "", None, None, "")
    for region, (name, time_zone, prefixes) in _ISLAND_PREFIXES.items():
        if postal_code[:3] in prefixes:
            return Place(postal_code, "", region, name, "", None, None, time_zone)
    return None


def _time_zone(postal_code: str) -> str:
    lines, key = _zones(), f"{postal_code},".encode()
    at = bisect_left(lines, key)
    if at == len(lines) or not lines[at].startswith(key):
        return ""
    return lines[at][len(key) :].decode()


@cache
def _places() -> list[bytes]:
    return _lines("US.txt")


@cache
def _zones() -> list[bytes]:
    return _lines("zones.csv")


def _lines(name: str) -> list[bytes]:
    return resource("places", name).read_bytes().splitlines()[1:]
