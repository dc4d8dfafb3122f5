"""How invented people are reached: nothing here reaches anybody.

E-mails end in the names kept for examples (RFC 2606), telephone numbers are 555-0100 to 555-0199 of
many area codes, which are kept for fiction, streets do not exist.
"""

import re
import unicodedata
from dataclasses import dataclass
from random import Random

from chapter_desk.core.samples.words import word_list

_DOMAINS = ("example.org", "example.com", "example.net", "mail.example.org", "home.example.net")

# Letters that do not come apart into a plain letter and an accent.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "þ": "th"})


@dataclass(frozen=True, slots=True)
class SamplePhone:
    """A telephone number: E.164, and as it was written down.  `number_type` as in OSDI."""

    number: str
    raw: str
    number_type: str
    extension: str = ""


@dataclass(frozen=True, slots=True)
class SampleAddress:
    """A postal address, in OSDI's field names; with a ZIP alone, the other fields are empty."""

    address_lines: tuple[str, ...]
    locality: str
    region: str
    postal_code: str
    country: str = "US"


def email(name: str, serial: int, random: Random) -> str:
    """Return an e-mail address made of a name; the serial number makes it nobody else's."""
    plain = unicodedata.normalize("NFKD", name.lower()).translate(_PLAIN)
    words = re.findall(
        r"[a-z]+", re.sub(r"['’]", "", "".join(c for c in plain if not unicodedata.combining(c)))
    )
    local = ".".join([words[0], words[-1]] if len(words) > 1 else words) or "neighbor"
    return f"{local[:40]}.{serial}@{random.choice(_DOMAINS)}"


def phone(serial: int, number_type: str, random: Random) -> SamplePhone:
    """Return the number with this serial; there are 100 to an area code, then they come again."""
    codes = word_list("places")["area_codes"]
    code = codes[serial // 100 % len(codes)]
    tail = f"01{serial * 37 % 100:02}"  # 37 has no factor in common with 100: each comes once
    raw = random.choice(("({}) 555-{}", "{}-555-{}", "{}.555.{}", "{}555{}")).format(code, tail)
    return SamplePhone(f"+1{code}555{tail}", raw, number_type)


def odd_phone(oddity: str, plain: SamplePhone, random: Random) -> SamplePhone:
    """Return a number as some write it: with an extension, from abroad, with a remark."""
    if oddity == "extension":
        extension = str(random.randint(10, 99))
        return SamplePhone(plain.number, f"{plain.raw} ext. {extension}", "Work", extension)
    if oddity == "abroad":
        raw = word_list("places")["abroad"][0].format(tail=f"{random.randint(0, 999):03}")
        return SamplePhone(raw.replace(" ", ""), raw, plain.number_type)
    return SamplePhone(plain.number, f"call after 6: {plain.raw}", plain.number_type)


def address(sort: str, random: Random) -> SampleAddress | None:
    """Return an address of one of the sorts of `chapter_desk.core.samples.mix`, None for none."""
    if sort == "none":
        return None
    if sort == "military":
        line, locality, region, postal_code = random.choice(word_list("places")["military"])
        line = line.format(number=random.randint(1000, 4999), box=random.randint(10, 999))
        return SampleAddress((line,), locality, region, postal_code)
    town = random.choice(word_list("places")["town"])
    postal_code = random.choice(town["postal_codes"])
    if sort == "zip":
        return SampleAddress((), "", "", postal_code)
    if sort == "po-box":
        return SampleAddress((f"PO Box {random.randint(10, 999)}",), town["locality"], "VA", postal_code)
    if sort == "route":
        line = f"RR {random.randint(1, 6)} Box {random.randint(10, 99)}{random.choice('ABC')}"
        return SampleAddress((line,), "Suffolk", "VA", "23434")
    return SampleAddress(_street(random), town["locality"], "VA", postal_code)


def address_away(random: Random) -> SampleAddress:
    """Return where somebody lives who moved away."""
    town = random.choice(word_list("places")["away"])
    return SampleAddress(_street(random), town["locality"], town["region"], town["postal_code"])


def _street(random: Random) -> tuple[str, ...]:
    number = f"{random.randint(2, 2999)}"
    if random.random() < 0.02:
        number = f"{number} 1/2"
    line = f"{number} {random.choice(word_list('places')['streets'])}"
    unit = f"Apt {random.randint(1, 40)}{random.choice('ABCD')}"
    match random.random():
        case chance if chance < 0.15:
            return (line, unit)
        case chance if chance < 0.25:
            return (f"{line} {unit}",)
    return (line,)
