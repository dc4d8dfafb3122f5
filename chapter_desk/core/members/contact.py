"""E-mail addresses, phone numbers and postal addresses as they are kept.

What can be read is kept in one comparable form (lower-case e-mail, E.164 phone, five-digit ZIP); what
was typed is kept beside it wherever the two differ, so nothing a person gave is lost.
"""

import re
from dataclasses import dataclass
from typing import Any

from chapter_desk.core.members.naming import clean_text
from chapter_desk.core.places.zips import five_digits, place

HOME = "US"

_EMAIL = re.compile(r"[^\s@<>\"(),;:\\\[\]]{1,64}@[^\s@<>\"(),;:\\\[\]_]{1,253}")
_NORTH_AMERICAN = re.compile(
    r"\s*(?:\+?1[\s.-]*)?\(?([2-9]\d{2})\)?[\s./-]*([2-9]\d{2})[\s.-]*(\d{4})"
    r"(?:\s*(?:,|;)?\s*(?:x|ext\.?|extension)\s*(\d{1,7}))?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """An e-mail address.  `id` is empty until it is kept; `status` is OSDI's ("subscribed", "bouncing")."""

    address: str
    status: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A phone number.  `number` is E.164 or empty when it could not be read; `raw` is as written."""

    raw: str
    number: str = ""
    extension: str = ""
    number_type: str = ""
    sms_capable: bool | None = None
    do_not_call: bool | None = None
    id: str = ""

    @property
    def shown(self) -> str:
        """Return the number as people here write it, "(757) 555-0141"; any other one as it was typed."""
        home = re.fullmatch(r"\+1(\d{3})(\d{3})(\d{4})", self.number)
        text = f"({home[1]}) {home[2]}-{home[3]}" if home else self.raw or self.number
        return f"{text} x{self.extension}" if home and self.extension else text

    @property
    def digits(self) -> str:
        """Return the digits to look for: the number's without the country's 1, else those typed."""
        if self.number:
            return self.number.removeprefix("+1") if len(self.number) == 12 else self.number[1:]
        return re.sub(r"\D", "", self.raw)


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """A postal address, any part of which may be missing; `raw` is as written where that says more."""

    postal_code: str = ""
    address_lines: tuple[str, ...] = ()
    locality: str = ""
    region: str = ""
    country: str = ""
    raw: str = ""
    id: str = ""

    @property
    def empty(self) -> bool:
        return not (self.postal_code or self.address_lines or self.locality or self.region or self.raw)


def is_email(untrusted: str) -> bool:
    """Return whether this has the shape of an e-mail address; whether it exists nobody can say offline."""
    text = untrusted.strip()
    if not _EMAIL.fullmatch(text):
        return False
    local, _, domain = text.partition("@")
    labels = domain.split(".")
    return (
        len(labels) > 1
        and all(label and len(label) <= 63 and label[0] != "-" and label[-1] != "-" for label in labels)
        and not (local[0] == "." or local[-1] == "." or ".." in local)
    )


def email_of(untrusted: "str | EmailAddress") -> EmailAddress:
    """Return an address as it is kept: lower case, composed.  Its shape is not judged here.

    Raises:
        TextRefused: It holds signs that are no writing.
    """
    given = untrusted if isinstance(untrusted, EmailAddress) else EmailAddress(untrusted)
    address = clean_text(given.address, "email_address").removeprefix("mailto:").lower()
    return EmailAddress(address, given.status, given.id)


def phone_of(untrusted: "str | PhoneNumber") -> PhoneNumber:
    """Return a phone number as it is kept: E.164 where it can be read, and what was typed.

    Seven digits without an area code, or words ("call after 6"), stay as typed.

    Raises:
        TextRefused: It holds signs that are no writing.
    """
    given = untrusted if isinstance(untrusted, PhoneNumber) else PhoneNumber(untrusted)
    raw = clean_text(given.raw or given.number, "phone_number")
    if given.number and given.raw:
        number, extension = given.number, given.extension
    else:
        number, extension = _read_phone(raw)
    return PhoneNumber(
        raw=raw,
        number=number,
        extension=given.extension or extension,
        number_type=given.number_type,
        sms_capable=given.sms_capable,
        do_not_call=given.do_not_call,
        id=given.id,
    )


def address_of(untrusted: "str | PostalAddress") -> PostalAddress:
    """Return a postal address as it is kept; a text alone is a ZIP if it can be one.

    A ZIP fills town and state where they are missing.  A ZIP that nobody knows stays as typed.

    Raises:
        TextRefused: It holds signs that are no writing.
    """
    if isinstance(untrusted, str):
        text = clean_text(untrusted, "postal_address")
        short = len(text) <= 12 and any(letter.isdigit() for letter in text)
        given = PostalAddress(postal_code=text) if short else PostalAddress(raw=text)
    else:
        given = untrusted
    typed = clean_text(given.postal_code, "postal_code")
    raw = clean_text(given.raw, "postal_address", lines=True)
    lines = tuple(filter(None, (clean_text(line, "address_lines") for line in given.address_lines)))
    locality, region = clean_text(given.locality, "locality"), clean_text(given.region, "region")
    country = clean_text(given.country, "country")
    postal_code = typed
    if country in ("", HOME) and (digits := five_digits(typed)):
        postal_code, raw = digits, raw or (typed if typed != digits else "")
        if not locality and not region and (known := place(digits)):
            locality, region = known.locality, known.region
    return PostalAddress(postal_code, lines, locality, region, country, raw, given.id)


def email_row(email: EmailAddress) -> dict[str, Any]:
    """Return the fields of an `email_address` row."""
    return {"address": email.address, "status": email.status or None}


def phone_row(phone: PhoneNumber) -> dict[str, Any]:
    """Return the fields of a `phone_number` row."""
    return {
        "number": phone.number or None,
        "extension": phone.extension or None,
        "number_type": phone.number_type or None,
        "raw": phone.raw or None,
        "sms_capable": phone.sms_capable,
        "do_not_call": phone.do_not_call,
    }


def address_row(address: PostalAddress) -> dict[str, Any]:
    """Return the fields of a `postal_address` row."""
    return {
        "address_lines": list(address.address_lines) or None,
        "locality": address.locality or None,
        "region": address.region or None,
        "postal_code": address.postal_code or None,
        "country": address.country or None,
        "raw": address.raw or None,
    }


def _read_phone(raw: str) -> tuple[str, str]:
    """Return (E.164, extension), empty where it cannot be read.

    The usual North American way of writing is read here; a library of every country's numbers is
    loaded for the rest only.
    """
    usual = _NORTH_AMERICAN.fullmatch(raw)
    if usual:
        return f"+1{usual[1]}{usual[2]}{usual[3]}", usual[4] or ""
    if sum(letter.isdigit() for letter in raw) < 8:
        return "", ""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(raw, HOME)
    except phonenumbers.NumberParseException:
        return "", ""
    if not phonenumbers.is_possible_number(parsed):
        return "", ""
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return number, parsed.extension or ""
