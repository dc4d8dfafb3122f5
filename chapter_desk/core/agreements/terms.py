"""The terms of the memorandum: read from national's pack, filled with the chapter's facts.

    terms = read_terms(pack.mou_path)
    missing_facts(terms, facts)            # ("contact_name", "people_counted_on")
    filled(terms, facts, "es").parts       # nine parts of numbered clauses, in Spanish, in pieces

Pure.  The words are national's data: nothing here knows what a clause says, only which facts it
asks for.  `mou_pdf` puts the result on paper.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, field

from chapter_desk.core.documents.dates import day_in_words
from chapter_desk.core.national.text import Text
from chapter_desk.errors import PackRefused, PartyNotNamed

SCHEMA = "chapter-desk.mou"
SCHEMA_VERSION = 1
BLANK = "________"
"""What stands where a fact is not known yet."""

_LARGEST_BYTES = 2 * 1024 * 1024
_ANCHOR = re.compile(r"/[a-z]{2}[0-9]/")
_THE_ANCHORS = {f"/{what}{who}/" for what in ("sn", "ds", "nm", "tt") for who in (1, 2)}

Side = Literal["national", "group", "both"]


class Guard(Struct, frozen=True):
    """What the program watches for a clause; `kind` says how hard, `rule` says it in words."""

    id: str
    kind: Literal["block", "warn", "remind", "record", "none"]
    rule: str = ""


class Clause(Struct, frozen=True):
    """A numbered clause.  `id` is its number ("4.2"), `side` who is bound or who benefits."""

    id: Annotated[str, Meta(pattern=r"^[0-9]{1,2}\.[0-9]{1,2}$")]
    slug: str
    title: Text
    en: str
    es: str = ""
    side: Side = "both"
    origin: str = ""
    guard: Guard = Guard("none", "none")

    @property
    def text(self) -> Text:
        """The words of the clause, with `{names}` of facts still to be filled in."""
        return Text(self.en, self.es)


class Part(Struct, frozen=True):
    """A part of the memorandum: its number and heading."""

    number: Annotated[int, Meta(ge=1, le=99)]
    title: Text


class Anchor(Struct, frozen=True):
    """A mark that DocuSign looks for in the text: signer 1 is the Group's, 2 is National's."""

    id: str
    text: Annotated[str, Meta(pattern=r"^/[a-z]{2}[0-9]/$")]
    signer: Literal[1, 2]
    label: Text


class Sides(Struct, frozen=True):
    """What the two parties are called in headings."""

    national: Text
    group: Text


class ScheduleRow(Struct, frozen=True):
    """A line about the Group.  An optional one is left out while a fact it needs is not known."""

    id: str
    label: Text
    text: Text
    optional: bool = False


class Schedule(Struct, frozen=True):
    """The facts listed before the signatures: counts only, never a name of a member."""

    title: Text
    note: Text = Text("")
    rows: tuple[ScheduleRow, ...] = field(default=(), name="row")


class Terms(Struct, frozen=True):
    """The memorandum as national offers it.  `id` and `version` name the text that was signed."""

    id: str
    version: str
    languages: tuple[str, ...]
    title: Text
    between: Text
    definitions: Text = field(name="terms")
    sides: Sides
    schedule: Schedule
    parts: Annotated[tuple[Part, ...], Meta(min_length=1)] = field(name="part")
    clauses: Annotated[tuple[Clause, ...], Meta(min_length=1)] = field(name="clause")
    anchors: tuple[Anchor, ...] = field(name="anchor")
    notice: Text = Text("")
    otherwise: Mapping[str, Text] = {}

    def texts(self) -> Iterator[Text]:
        """Yield every text that facts are put into and that cannot do without them."""
        yield self.between
        yield self.definitions
        yield from (clause.text for clause in self.clauses)
        yield from (row.text for row in self.schedule.rows if not row.optional)

    def clauses_of(self, part: Part) -> tuple[Clause, ...]:
        """Return the clauses of a part, in the order of the pack."""
        return tuple(clause for clause in self.clauses if clause.id.split(".")[0] == str(part.number))


class _Header(Struct, frozen=True):
    schema: str
    schema_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MouFacts:
    """What the chapter and its pack put into the terms.  Empty text and None are not known yet.

    `group_area` is in words ("14 ZIP codes in Norfolk, Virginia").  `people_count` is by the pack's
    rule, on `people_counted_on`; `roster_digest` is a hash of the list that was counted, which
    proves the list later and shows no name.  `promotion_cap` comes from the pack's `promotion`.
    `document_id` stands in the footer of each page.
    """

    national_name: str = ""
    group_name: str = ""
    group_area: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    promotion_cap: int | None = None
    people_count: int | None = None
    people_counted_on: date | None = None
    roster_digest: str = ""
    plan_version: int | None = None
    plan_date: date | None = None
    number_of_issues: int | None = None
    number_of_actions: int | None = None
    platform_name: str = ""
    date_group_agreed: date | None = None
    call_date: date | None = None
    call_attendee: str = ""
    end_or_review_date: date | None = None
    later_endorsement_rule: str = ""
    governing_language: str = ""
    document_id: str = ""


_FACTS = frozenset(each.name for each in fields(MouFacts))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of filled text.  `fact` names what was filled in, "" for the pack's own words.

    What the pack says otherwise, for a fact nobody gave, is the pack's own words too.

    `known` is False for the blank that stands where the fact is not known yet.
    """

    text: str
    fact: str = ""
    known: bool = True


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FilledClause:
    """A clause in one language: its number, its heading, its words in pieces."""

    id: str
    slug: str
    title: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class FilledPart:
    """A part in one language with its clauses."""

    number: int
    title: str
    clauses: tuple[FilledClause, ...]


@dataclass(frozen=True, slots=True)
class FilledTerms:
    """The whole memorandum in one language.  `schedule` is (label, words) in order."""

    language: str
    title: str
    between: Pieces
    definitions: Pieces
    notice: str
    parts: tuple[FilledPart, ...]
    schedule: tuple[tuple[str, Pieces], ...]


def read_terms(path: Path) -> Terms:
    """Return the terms that lie in a file (`mou.toml` of a pack, see `NationalPack.mou_path`).

    Raises:
        PackRefused: There are none, or they cannot be used: they ask for a fact the program does
            not know, a clause is in no part or double, an anchor is missing, double or inside a text.
    """
    name = path.parent.name
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise PackRefused(name, "incomplete", path.name) from None
    except OSError as error:
        raise PackRefused(name, "unreadable", error.strerror or "") from error
    if len(raw) > _LARGEST_BYTES:
        raise PackRefused(name, "foreign", f"{path.name}: larger than any terms")
    return parsed_terms(raw.decode("utf-8", errors="replace"), name)


def parsed_terms(untrusted_text: str, name: str) -> Terms:
    """Return the terms written in a text of `mou.toml`; `name` is the pack's, for the error.

    Raises:
        PackRefused: As `read_terms`.
    """
    try:
        table = tomllib.loads(untrusted_text)
    except tomllib.TOMLDecodeError as error:
        raise PackRefused(name, "unreadable", f"mou.toml: {error}") from error
    try:
        header = msgspec.convert(table, _Header)
    except msgspec.ValidationError as error:
        raise PackRefused(name, "foreign", f"mou.toml: {error}") from error
    if header.schema != SCHEMA:
        raise PackRefused(name, "foreign", f"mou.toml: {header.schema}")
    if header.schema_version > SCHEMA_VERSION:
        raise PackRefused(name, "too-new", f"mou.toml: {header.schema_version}")
    try:
        terms = msgspec.convert(table, Terms)
    except msgspec.ValidationError as error:
        raise PackRefused(name, "incomplete", f"mou.toml: {error}") from error
    for problem in _problems(terms):
        raise PackRefused(name, "incomplete", f"mou.toml: {problem}")
    return terms


def missing_facts(terms: Terms, facts: MouFacts) -> tuple[str, ...]:
    """Return the names of the facts that the text asks for and that are not known, in text order.

    Empty when the memorandum has no blanks.  What the pack says otherwise counts as known.
    """
    known = _known(facts, "en").keys() | terms.otherwise.keys()
    asked = (name for text in terms.texts() for name in _asked(text.en))
    return tuple(dict.fromkeys(name for name in asked if name not in known))


def filled(terms: Terms, facts: MouFacts, language: str) -> FilledTerms:
    """Return the memorandum in `language` with every known fact in its place.

    Dates and numbers are in the words of that language.  Unknown facts are `BLANK`.
    """
    known = _known(facts, language)
    otherwise = {name: text.in_language(language) for name, text in terms.otherwise.items()}

    def said(text: Text) -> Pieces:
        return tuple(_pieces(text.in_language(language), known, otherwise))

    return FilledTerms(
        language=language,
        title=terms.title.in_language(language),
        between=said(terms.between),
        definitions=said(terms.definitions),
        notice=terms.notice.in_language(language),
        parts=tuple(
            FilledPart(
                part.number,
                part.title.in_language(language),
                tuple(
                    FilledClause(
                        clause.id, clause.slug, clause.title.in_language(language), said(clause.text)
                    )
                    for clause in terms.clauses_of(part)
                ),
            )
            for part in terms.parts
        ),
        schedule=tuple(
            (row.label.in_language(language), said(row.text))
            for row in terms.schedule.rows
            if not row.optional or known.keys() >= set(_asked(row.text.en))
        ),
    )


def require_parties(facts: MouFacts) -> None:
    """Check that both sides have a name: without one there is no memorandum (MOU 1.1).

    Raises:
        PartyNotNamed: One has none.
    """
    for side, name in (("national", facts.national_name), ("group", facts.group_name)):
        if not name.strip():
            raise PartyNotNamed(side)


def _known(facts: MouFacts, language: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for each in fields(facts):
        value = getattr(facts, each.name)
        if isinstance(value, date):
            words[each.name] = day_in_words(value, language)
        elif isinstance(value, int):
            words[each.name] = f"{value:,}"
        elif isinstance(value, str) and value.strip():
            words[each.name] = value.strip()
    return words


def _pieces(template: str, known: Mapping[str, str], otherwise: Mapping[str, str]) -> Iterator[Piece]:
    for words, name, _spec, _conversion in Formatter().parse(template):
        if words:
            yield Piece(words)
        if name is None:
            continue
        if name in known:
            yield Piece(known[name], name)
        elif name in otherwise:
            yield Piece(otherwise[name])
        else:
            yield Piece(BLANK, name, known=False)


def _asked(template: str) -> list[str]:
    return [name for _words, name, _spec, _conversion in Formatter().parse(template) if name is not None]


def _problems(terms: Terms) -> Iterator[str]:
    numbers = [clause.id for clause in terms.clauses]
    parts = {str(part.number) for part in terms.parts}
    yield from (f"clause {each} is there twice" for each in set(numbers) if numbers.count(each) > 1)
    yield from (f"clause {each} is in no part" for each in numbers if each.split(".")[0] not in parts)
    if sorted(anchor.text for anchor in terms.anchors) != sorted(_THE_ANCHORS):
        yield "the anchors are not the eight that DocuSign is told to look for"
    fixed = (terms.title, *terms.otherwise.values(), *(anchor.label for anchor in terms.anchors))
    for text in (*terms.texts(), *(row.text for row in terms.schedule.rows), *fixed):
        yield from _problems_of(text, terms.languages)


def _problems_of(text: Text, languages: tuple[str, ...]) -> Iterator[str]:
    if "es" in languages and not text.es:
        yield f"no Spanish for: {text.en[:60]}"
    asked: dict[str, set[str]] = {}
    for language in languages:
        template = text.in_language(language)
        try:
            asked[language] = set(_asked(template))
        except ValueError:
            yield f"a brace is open or closed alone in: {template[:60]}"
            return
        yield from (f"no such fact: {name}" for name in asked[language] - _FACTS)
        if _ANCHOR.search(template.casefold()):
            yield f"an anchor stands inside: {template[:60]}"
    if len({frozenset(names) for names in asked.values()}) > 1:
        yield f"the languages ask for different facts in: {text.en[:60]}"
