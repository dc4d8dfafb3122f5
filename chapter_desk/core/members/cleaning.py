"""Makes a person of a row of an imported list: each cell cleaned, each doubt named.  Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from chapter_desk.core.members.cell_values import cents, day, email, yes_or_no, zip_code
from chapter_desk.core.members.columns import ColumnMapping
from chapter_desk.core.members.contact import EmailAddress, PhoneNumber, PostalAddress, phone_of
from chapter_desk.core.members.naming import LONGEST_NAME

_HOME = frozenset(
    ["", "us", "usa", "u s", "u s a", "united states", "united states of america", "estados unidos"]
)
_PHONE_TYPES = {"phone_number": "", "mobile_phone": "Mobile", "home_phone": "Home", "work_phone": "Work"}
_SIMPLE = (
    "additional_name", "honorific_prefix", "honorific_suffix", "gender_pronouns", "preferred_language",
    "employer", "occupation", "source",
)  # fmt: skip
_ADDRESS = frozenset(
    ["address_line_1", "address_line_2", "po_box", "locality", "region", "postal_code", "country"]
)
_MEETING = frozenset(["meeting_title", "meeting_identifier", "attended"])
_MORE = _MEETING | {
    "other_name", "tags", "note", "identifier", "subscribed_on", "lifetime_value", "amount",
}  # fmt: skip
_CHANNELS = (("email_status", "email", True), ("sms_status", "sms", True), ("do_not_call", "call", False))
"""Field, channel, and which answer in it is the consent."""

_SEVERAL = re.compile(r"\s*(?::::|;|[\r\n])\s*")
_SEVERAL_EMAILS = re.compile(r"\s*(?::::|[;,\s])\s*")
_TAG_ENDS = re.compile(r"\s*(?:,|;|:::|\n)\s*")
_POWERED = re.compile(r"\d(?:\.\d+)?[eE]\+?(\d{1,2})")
_NO_WRITING = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000)))
_LOCAL_NUMBER = 7
_NO_TAGS = frozenset(["* mycontacts", "mycontacts", "* starred"])


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a row that could not be meant, or had to be guessed.

    `row` is its line in the file, `typed` what stands there.  `kind` is one of `no-name` (the row is
    left out), `too-long` (the cell is left out), `bad-email`, `odd-phone` (kept as typed),
    `area-code` (the chapter's was taken), `odd-zip` and `unknown-zip` (kept as typed), `odd-date`,
    `odd-amount` (left out).
    """

    row: int
    kind: str
    typed: str


@dataclass(frozen=True, slots=True)
class ImportedConsent:
    """What the list says a person answered.  Channels are those of `consents.CHANNELS`."""

    channel: str
    given: bool


@dataclass(frozen=True, slots=True)
class ImportedGift:
    """A gift in a row.  `source_line` is its id in the tool it comes from, empty when there is none."""

    amount_cents: int
    received_on: date | None
    method: str = ""
    source_line: str = ""
    refunded: bool = False


@dataclass(frozen=True, slots=True)
class ImportedAttendance:
    """A meeting in a row.  `attended` is None where it was not noted: that is not an absence."""

    meeting_title: str
    meeting_identifier: str
    meeting_date: date | None
    attended: bool | None
    rsvp_status: str


@dataclass(frozen=True, slots=True)
class ImportedPerson:
    """A person as a row tells of them, cleaned; a blank says nothing.

    The first e-mail, phone and address are the preferred ones.  `identifiers` are written
    `system:id`.
    """

    row: int
    display_name: str
    given_name: str = ""
    additional_name: str = ""
    family_name: str = ""
    honorific_prefix: str = ""
    honorific_suffix: str = ""
    other_names: tuple[str, ...] = ()
    email_addresses: tuple[EmailAddress, ...] = ()
    phone_numbers: tuple[PhoneNumber, ...] = ()
    postal_address: PostalAddress | None = None
    gender_pronouns: str = ""
    preferred_language: str = ""
    employer: str = ""
    occupation: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    identifiers: tuple[str, ...] = ()
    consents: tuple[ImportedConsent, ...] = ()
    subscribed_on: date | None = None
    lifetime_value_cents: int | None = None
    gift: ImportedGift | None = None
    attendance: ImportedAttendance | None = None

    @property
    def postal_code(self) -> str:
        return self.postal_address.postal_code if self.postal_address else ""


class RowCleaner:
    """Cleans the rows of one list; remembers nothing of a row but the ZIPs it judged."""

    def __init__(
        self,
        mapping: ColumnMapping,
        known_zip: Callable[[str], bool],
        area_code: str = "",
        day_first: bool = False,
    ) -> None:
        """`known_zip` says whether there is such a ZIP; `area_code` is the chapter's, three digits."""
        self._mapping = mapping
        self._known_zip = known_zip
        self._area_code = area_code
        self._day_first = day_first
        self._columns: dict[str, tuple[int, ...]] = {
            name: mapping.columns_of(name) for name in sorted(set(mapping.fields.values()))
        }
        self._answers = [
            (column, channel, means)
            for field, channel, means in _CHANNELS
            for column in self._columns.get(field, ())
        ]
        self._zips: dict[str, tuple[str, str]] = {}
        self._texts = [field for field in _SIMPLE if field in self._columns]
        self._phone_types = {at: name for at, name in _PHONE_TYPES.items() if at in self._columns}
        self._has_addresses = not _ADDRESS.isdisjoint(self._columns)
        self._has_more = not _MORE.isdisjoint(self._columns)
        self._has_gifts = "amount" in self._columns
        self._has_meetings = not _MEETING.isdisjoint(self._columns)

    def cleaned(self, row: int, cells: list[str]) -> tuple[ImportedPerson | None, tuple[Problem, ...]]:
        """Return the person of a row and its problems; None when there is no name in it."""
        problems: list[Problem] = []
        line = _Row(row, cells, self._columns, problems)
        name, given, family = _names(line)
        if not name:
            return None, (*problems, Problem(row, "no-name", ""))
        rest: dict[str, Any] = {field: line.text(field) for field in self._texts}
        if self._has_more:
            rest |= self._more(line)
        person = ImportedPerson(
            row=row,
            display_name=name,
            given_name=given,
            family_name=family,
            email_addresses=self._emails(line),
            phone_numbers=self._phones(line),
            postal_address=self._address(line) if self._has_addresses else None,
            consents=self._consents(line),
            **rest,
        )
        return person, tuple(problems)

    def _more(self, line: "_Row") -> dict[str, Any]:
        return {
            "other_names": tuple(map(_one_line, line.texts("other_name"))),
            "tags": _tags(line.texts("tags", longest=10_000)),
            "note": "\n".join(line.texts("note", longest=100_000)),
            "identifiers": self._identifiers(line),
            "subscribed_on": self._day(line, "subscribed_on"),
            "lifetime_value_cents": self._cents(line, "lifetime_value"),
            "gift": self._gift(line) if self._has_gifts else None,
            "attendance": self._attendance(line) if self._has_meetings else None,
        }

    # Contacts

    def _emails(self, line: "_Row") -> tuple[EmailAddress, ...]:
        found: dict[str, None] = {}
        for cell in line.texts("email_address"):
            for typed in (cell,) if _one_address(cell) else _split(_SEVERAL_EMAILS, cell):
                address = email(typed)
                if address:
                    found[address] = None
                else:
                    line.problem("bad-email", typed)
        return tuple([EmailAddress(address) for address in found])

    def _phones(self, line: "_Row") -> tuple[PhoneNumber, ...]:
        found: dict[str, PhoneNumber] = {}
        for field, number_type in self._phone_types.items():
            for cell in line.texts(field):
                for typed in _split(_SEVERAL, cell) if _SEVERAL.search(cell) else (cell,):
                    phone = self._phone(line, _one_line(typed), number_type)
                    found.setdefault(phone.number or phone.raw, phone)
        return tuple(found.values())

    def _phone(self, line: "_Row", typed: str, number_type: str) -> PhoneNumber:
        text = _whole_number(typed)
        digits = re.sub(r"[\s.-]", "", text)
        local = digits.isdecimal() and len(digits) == _LOCAL_NUMBER
        phone = phone_of(f"{self._area_code}{digits}" if local and self._area_code else text)
        if not phone.number:
            line.problem("odd-phone", typed)
        elif local:
            line.problem("area-code", typed)
        return PhoneNumber(typed, phone.number, phone.extension, number_type)

    def _address(self, line: "_Row") -> PostalAddress | None:
        country = line.text("country")
        typed = line.text("postal_code")
        postal_code = typed
        if typed and country.casefold().replace(".", " ").strip() in _HOME:
            postal_code = self._zip(line, typed)
        lines = tuple(
            part
            for field in ("address_line_1", "address_line_2", "po_box")
            for cell in line.texts(field)[:1]
            for part in map(_one_line, cell.split("\n"))
            if part.strip()
        )
        address = PostalAddress(postal_code, lines, line.text("locality"), line.text("region"), country)
        return None if address.empty and not country else address

    def _zip(self, line: "_Row", typed: str) -> str:
        known = self._zips.get(typed)
        if known is None:
            postal_code = zip_code(typed)
            kind = "odd-zip" if not postal_code else "" if self._known_zip(postal_code) else "unknown-zip"
            known = self._zips[typed] = postal_code or typed, kind
        if known[1]:
            line.problem(known[1], typed)
        return known[0]

    # What else a row may tell

    def _identifiers(self, line: "_Row") -> tuple[str, ...]:
        """Ids of a tool that is known; the number in any other list may mean somebody else in the next."""
        system = self._mapping.system
        return tuple([f"{system}:{cell}" for cell in line.texts("identifier")]) if system else ()

    def _consents(self, line: "_Row") -> tuple[ImportedConsent, ...]:
        """Return one answer a channel: whoever said no anywhere in the row said no."""
        said: dict[str, bool] = {}
        for column, channel, means in self._answers:
            answer = self._answer(line, column)
            if answer is not None:
                said[channel] = said.get(channel, True) and answer is means
        return tuple([ImportedConsent(channel, given) for channel, given in said.items()])

    def _answer(self, line: "_Row", column: int) -> bool | None:
        cell = line.cell(column)
        if not cell:
            return None
        answer = yes_or_no(cell)
        if column not in self._mapping.inverted:
            return answer
        # Such a column may hold the day of it: filled in means it happened, and that means no.
        return False if answer is None else not answer

    def _gift(self, line: "_Row") -> ImportedGift | None:
        amount = self._cents(line, "amount")
        if not amount:
            return None
        return ImportedGift(
            amount,
            self._day(line, "received_on"),
            line.text("method"),
            line.text("source_line"),
            refunded=bool(line.text("refund_identifier")),
        )

    def _attendance(self, line: "_Row") -> ImportedAttendance | None:
        column = next((at for at in self._columns.get("attended", ()) if line.cell(at)), None)
        attended = None if column is None else self._answer(line, column)
        title, identifier = line.text("meeting_title"), line.text("meeting_identifier")
        if attended is None and not title and not identifier:
            return None
        held_on = self._day(line, "meeting_date")
        return ImportedAttendance(title, identifier, held_on, attended, line.text("rsvp_status"))

    def _day(self, line: "_Row", field: str) -> date | None:
        typed = line.text(field) if field in self._columns else ""
        found = day(typed, self._day_first) if typed else None
        if typed and found is None:
            line.problem("odd-date", typed)
        return found

    def _cents(self, line: "_Row", field: str) -> int | None:
        typed = line.text(field) if field in self._columns else ""
        found = cents(typed) if typed else None
        if typed and found is None:
            line.problem("odd-amount", typed)
        return found


class _Row:
    """The cells of a row by what they hold."""

    __slots__ = ("_cells", "_columns", "_problems", "_row")

    def __init__(
        self, row: int, cells: list[str], columns: dict[str, tuple[int, ...]], problems: list[Problem]
    ) -> None:
        self._row = row
        self._cells = cells
        self._columns = columns
        self._problems = problems

    def problem(self, kind: str, typed: str) -> None:
        self._problems.append(Problem(self._row, kind, typed[:200]))

    def cell(self, column: int) -> str:
        return self._cells[column].strip()

    def text(self, field: str) -> str:
        """Return the first filled cell of a field as one line, empty when there is none."""
        for column in self._columns.get(field, ()):
            if (typed := self._cells[column]) and (cell := self._clean(typed, LONGEST_NAME)):
                return _one_line(cell)
        return ""

    def texts(self, field: str, longest: int = LONGEST_NAME) -> tuple[str, ...]:
        """Return the filled cells of a field."""
        columns = self._columns.get(field)
        if columns is None:
            return ()
        cells = (self._clean(self._cells[column], longest) for column in columns)
        return tuple(filter(None, cells))

    def _clean(self, typed: str, longest: int) -> str:
        """Return a cell composed and without what is no writing; one too long is named and left out."""
        cell = typed.strip()
        if not cell.isascii() or not cell.isprintable():
            cell = unicodedata.normalize("NFC", cell if cell.isprintable() else cell.translate(_NO_WRITING))
            cell = cell.strip()
        if len(cell) > longest:
            self.problem("too-long", cell)
            return ""
        return cell


def _names(line: _Row) -> tuple[str, str, str]:
    """Return the name as written, the given and the family name; on one line each."""
    given = line.text("given_name")
    surnames = (line.text("first_surname"), line.text("second_surname"))
    family = line.text("family_name") or " ".join(filter(None, surnames))
    written = line.text("display_name")
    if not written:
        parts = (given, line.text("additional_name"), family, line.text("honorific_suffix"))
        written = " ".join(filter(None, parts))
    return written or line.text("other_name"), given, family


def _one_line(text: str) -> str:
    return " ".join(text.split()) if "\n" in text or "\r" in text or "\t" in text else text


def _one_address(cell: str) -> bool:
    """Whether a cell is one address, or none at all and so not worth parting."""
    count = cell.count("@")
    return not count or (count == 1 and " " not in cell)


def _split(ends: re.Pattern[str], cell: str) -> Iterable[str]:
    return filter(None, ends.split(cell))


def _whole_number(typed: str) -> str:
    """Return a phone as it was before a spreadsheet took it for a number: 7.575550142E9, 7575550142.0."""
    text = re.sub(r"(?<=\d)\.0+$", "", typed)
    if _POWERED.fullmatch(text):
        return f"{float(text):.0f}"
    return text


def _tags(cells: tuple[str, ...]) -> tuple[str, ...]:
    tags = (_one_line(tag.strip('" ')) for cell in cells for tag in _TAG_ENDS.split(cell))
    return tuple(dict.fromkeys(tag for tag in tags if tag and tag.lower() not in _NO_TAGS))
