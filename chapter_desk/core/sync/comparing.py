"""What a bundle's rows would change here, portion by portion.  Reads, and writes nothing."""

from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection, Table, select

from chapter_desk.core.sync.bundle import Bundle
from chapter_desk.core.sync.incoming import portions
from chapter_desk.core.sync.matrix import HEARD
from chapter_desk.core.sync.merge import Knowledge, TwoAnswers, is_shell, joined, two_answers
from chapter_desk.core.sync.outgoing import is_ours
from chapter_desk.errors import BundleRefused
from chapter_desk.store import schema
from chapter_desk.store.tombstones import masked
from chapter_desk.store.writer import WireRow

RowsHere = Callable[[Table, Sequence[str]], Mapping[str, WireRow]]

_clocks = msgspec.json.Decoder(dict[str, str | int]).decode


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not as the bundle would have it.

    `mine` is what is here (None: nothing), `after` what both sides hold then (None: nothing of it may
    be kept; `mine` itself: ours stands); `answers` are fields that both sides wrote.
    """

    mine: WireRow | None
    after: WireRow | None
    answers: tuple[TwoAnswers, ...] = ()

    @property
    def id(self) -> str:
        return str((self.after or self.mine or {})["id"])

    @property
    def is_new(self) -> bool:
        """Whether nothing of the row was here, but perhaps a shell that kept a reference."""
        return self.mine is None or is_shell(self.mine)

    @property
    def changes(self) -> bool:
        """Whether a row that was here becomes another, or goes."""
        return not self.is_new and self.after is not self.mine


@dataclass(frozen=True, slots=True)
class Compared:
    """A portion of one table: rows that differ, how many were looked at, and the latest clock in them."""

    table: Table
    differences: list[Difference]
    looked_at: int
    ahead: int
    latest: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a bundle is compared on: the latest clock believed, who is forgotten, who knows whose writes."""

    latest: int
    forgotten: Container[str]
    known_here: Knowledge
    known_there: Knowledge


@dataclass(slots=True)
class Effects:
    """What taking a bundle in does, in rows.  `tables` has the new and the changed of each table."""

    new: int = 0
    changed: int = 0
    conflicts: int = 0
    refused: int = 0
    tables: dict[str, tuple[int, int]] = field(default_factory=dict)
    differing: dict[str, set[str]] = field(default_factory=dict)

    def add(self, compared: Compared) -> None:
        """Count one more portion."""
        new = sum(each.is_new for each in compared.differences)
        changed = sum(each.changes for each in compared.differences)
        self.new += new
        self.changed += changed
        self.conflicts += sum(len(each.answers) for each in compared.differences)
        self.refused += compared.ahead
        if not compared.differences:
            return
        name = str(compared.table.name)
        before = self.tables.get(name, (0, 0))
        self.tables[name] = (before[0] + new, before[1] + changed)
        self.differing.setdefault(name, set()).update(each.id for each in compared.differences)


def compared(
    bundle: Bundle,
    rows_here: RowsHere,
    terms: Terms,
    only: Mapping[str, Collection[str]] | None = None,
) -> Iterator[Compared]:
    """Yield what a bundle's rows would change, parents before what refers to them.

    With `only`, just these rows of these tables are compared.

    Raises:
        BundleRefused: `newer` for a table that this version does not know, `wrong-content` for a row
            that cannot be right; what was yielded before must not be kept.
    """
    strange = [table for table in bundle.tables if not is_ours(table)]
    if strange:
        raise BundleRefused("newer", bundle.manifest.chapter_name, f"tables {strange}")
    for name, table in schema.REPLICATED.items():
        if name not in bundle.tables or (only is not None and name not in only):
            continue
        wanted = None if only is None else only[name]
        for portion in portions(
            table, bundle.rows(name), latest=terms.latest, sender=bundle.manifest.chapter_name
        ):
            theirs = portion.rows if wanted is None else [row for row in portion.rows if row["id"] in wanted]
            differences = _differences(table, theirs, rows_here, terms) if theirs else []
            looked_at = len(portion.rows) + portion.ahead
            yield Compared(table, differences, looked_at, portion.ahead, portion.latest)


def tombstones_in(bundle: Bundle, latest: int) -> set[str]:
    """Return the people whom the bundle says are forgotten."""
    if schema.forgotten.name not in bundle.tables:
        return set()
    found = portions(schema.forgotten, bundle.rows("forgotten"), latest=latest)
    return {str(row["id"]) for portion in found for row in portion.rows}


def tombstones_here(connection: Connection) -> set[str]:
    """Return the people who are forgotten here."""
    return set(connection.scalars(select(schema.forgotten.c.id)))


def known_by_sender(bundle: Bundle) -> dict[str, int]:
    """Return whose writes the sender of a bundle knew: replica -> clock.

    Raises:
        BundleRefused: `wrong-content`.
    """
    known: dict[str, int] = {}
    for line in bundle.rows(HEARD):
        try:
            said = _clocks(line)
        except ValueError:  # msgspec's own errors are ValueErrors
            raise BundleRefused("wrong-content", bundle.manifest.chapter_name, HEARD) from None
        replica, clock = said.get("replica_id"), said.get("clock")
        if not isinstance(replica, str) or not isinstance(clock, int) or len(known) > 1000:
            raise BundleRefused("wrong-content", bundle.manifest.chapter_name, HEARD)
        known[replica] = clock
    return known


def _differences(
    table: Table, theirs: Sequence[WireRow], rows_here: RowsHere, terms: Terms
) -> list[Difference]:
    ids = [str(row["id"]) for row in theirs]
    here = rows_here(table, ids)
    found = (_difference(table, here.get(id), row, terms) for id, row in zip(ids, theirs, strict=True))
    return [each for each in found if each is not None]


def _difference(table: Table, mine: WireRow | None, theirs: WireRow, terms: Terms) -> Difference | None:
    kept = masked(table, theirs, terms.forgotten)
    if kept is None or kept == mine:
        return None
    if mine is None:
        return Difference(None, dict(kept))
    both = joined(table, mine, dict(kept))
    # Joining may bring a person and a text together that came apart: once more, then.
    after = masked(table, both, terms.forgotten)
    answers = tuple(two_answers(table, mine, theirs, terms.known_here, terms.known_there))
    if after == mine and not answers:
        return None
    return Difference(mine, mine if after == mine else None if after is None else dict(after), answers)
