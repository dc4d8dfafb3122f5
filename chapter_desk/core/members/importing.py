"""Taking in a list of people: a plan whose effects are counted first, then carried out as one step.

The preview and the import are the same plan object; nothing is decided again when it is carried out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import Connection, func, select

from chapter_desk.core.heap import no_collection
from chapter_desk.core.members.cleaning import Problem, RowCleaner
from chapter_desk.core.members.columns import ColumnMapping, recognised
from chapter_desk.core.members.csv_reading import CsvTable
from chapter_desk.core.members.import_plan import Effect, ImportPlan, OnDuplicate, PlannedRow
from chapter_desk.core.members.imported_rows import insert_new, set_changed
from chapter_desk.core.members.on_file import gift_lines, known_people
from chapter_desk.core.members.placing import Placing
from chapter_desk.core.places.zips import place
from chapter_desk.core.safekeeping.backups import Backups
from chapter_desk.errors import CsvRefused, ImportOutdated
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import StepId

__all__ = ["Effect", "ImportPlan", "Imported", "Importing", "OnDuplicate", "PlannedRow"]

Heard = Callable[[int, int], None]
"""Told (done, of about how many) rows.  What it raises stops the work, with everything as it was."""

_TELL_EVERY = 100
_CHUNK = 1024 * 1024
_COMPARED = (
    schema.person, schema.email_address, schema.phone_number, schema.postal_address, schema.identifier,
    schema.consent, schema.tagging, schema.note, schema.gift, schema.same_person,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.  `step` is nothing when it changed nothing."""

    step: StepId | None
    new: int
    changed: int
    same: int
    problems: tuple[Problem, ...]


class Importing:
    """Plans and carries out imports."""

    def __init__(self, db: Database, backups: Backups, area_code: str = "") -> None:
        """`area_code` is the chapter's, for phone numbers of seven digits; empty leaves them as typed."""
        self._db = db
        self._backups = backups
        self._area_code = area_code

    def plan(
        self,
        untrusted: BinaryIO,
        *,
        on_duplicate: OnDuplicate = "fill",
        mapping: ColumnMapping | None = None,
        heard: Heard = lambda _done, _all: None,
    ) -> ImportPlan:
        """Return what taking in a list would do; nothing is written.

        Args:
            untrusted: The file, open for reading bytes; it stays the caller's to close.
            on_duplicate: What becomes of people on file.
            mapping: What its columns mean; None recognises them.
            heard: Told how far it is.

        Raises:
            CsvRefused: It is no list that can be read, or has no rows, or no column that is known.
        """
        rows = _rows_in(untrusted)
        table = CsvTable(untrusted)
        known = mapping or recognised(table.headers)
        if not known.fields:
            raise CsvRefused("no-headers", 1)
        plan = ImportPlan(known, on_duplicate)
        with no_collection(), self._placing(plan, lambda: heard(0, rows)) as placing:
            cleaner = RowCleaner(plan.mapping, lambda zip_code: place(zip_code) is not None, self._area_code)
            for count, (number, cells) in enumerate(table.rows()):
                if count % _TELL_EVERY == 0:
                    heard(min(number - 1, rows), rows)
                person, problems = cleaner.cleaned(number, cells)
                if problems:
                    plan.note(problems)
                if person is None:
                    plan.add(PlannedRow(number, "", Effect.LEFT_OUT))
                else:
                    placing.place(person)
        if not len(plan.rows):
            raise CsvRefused("no-rows", 1)
        _note_problems_of_the_file(plan, table)
        heard(rows, rows)
        return plan

    def carry_out(self, plan: ImportPlan, heard: Heard = lambda _done, _all: None) -> Imported:
        """Do what a plan says, as one step that can be taken back, after a backup.

        Raises:
            ImportOutdated: People were changed since the plan was made; nothing was written.
            NotSaved: The disk did not take it; nothing was written.
        """
        if plan.does_nothing:
            return Imported(None, 0, 0, plan.same, tuple(plan.problems))
        self._backups.make("before-import")
        params = {"new": plan.new, "changed": plan.changed, "format": plan.mapping.format}
        with no_collection(), self._db.write("import", params) as writer:
            if _newest(writer.connection) != plan.seen_upto:
                raise ImportOutdated
            done, rows = 0, len(plan.rows)
            for batch in plan.rows.batches():
                heard(done, rows)
                _write(writer, batch)
                done += len(batch)
            heard(done, rows)
            seq = writer.seq
        with self._db.read() as connection:
            step = connection.scalar(select(schema.step.c.id).where(schema.step.c.change_seq == seq))
        return Imported(step and StepId(step), plan.new, plan.changed, plan.same, tuple(plan.problems))

    def _placing(self, plan: ImportPlan, heard: Callable[[], None]) -> Placing:
        with self._db.read() as connection:
            plan.seen_upto = _newest(connection)
            lines = gift_lines(connection)
            people = None if plan.on_duplicate == "none" else known_people(connection, heard)
        return Placing(plan, people, lines, heard)


def columns_of(untrusted: BinaryIO, rows: int = 3) -> tuple[ColumnMapping, list[list[str]]]:
    """Return what a list's columns seem to mean, and its first rows as examples.

    Raises:
        CsvRefused: It is no list that can be read.
    """
    table = CsvTable(untrusted)
    found = [cells for (_, cells), _row in zip(table.rows(), range(rows), strict=False)]
    return recognised(table.headers), found


def _write(writer: Writer, rows: list[PlannedRow]) -> None:
    """Write some rows of a plan: who is new first, for rows further down may add to them."""
    insert_new(writer, [(row.person_id, row.person) for row in rows if row.person_id and row.person])
    for row in rows:
        if row.person_id and row.addition:
            set_changed(writer, row.person_id, row.addition)


def _note_problems_of_the_file(plan: ImportPlan, table: CsvTable) -> None:
    plan.note([Problem(each.line, each.kind, "") for each in table.problems.kept])
    plan.problem_counts |= table.problems.counts
    plan.problems.sort(key=lambda problem: problem.row)
    plan.places_with_problems()


def _rows_in(file: BinaryIO) -> int:
    """Return about how many rows of a list come: its lines, without the one of the headers."""
    file.seek(0)
    lines, ended = 0, False
    while chunk := file.read(_CHUNK):
        lines += max(chunk.count(b"\n"), chunk.count(b"\r"))
        ended = chunk.endswith((b"\n", b"\r"))
    return max(1, lines - ended)


def _newest(connection: Connection) -> int:
    """Return the newest change to anything that a plan compares with."""
    found = (connection.scalar(select(func.max(table.c.change_seq))) for table in _COMPARED)
    return max((seq for seq in found if seq is not None), default=0)
