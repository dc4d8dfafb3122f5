"""Taking in a list of people: a plan whose effects are counted first, then carried out as one step.

The preview and the import are the same plan object; nothing is decided again when it is carried out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, BinaryIO, Literal

from sqlalchemy import Connection, func, select

from chapter_desk.core.members.cleaning import ImportedPerson, Problem, RowCleaner
from chapter_desk.core.members.columns import ColumnMapping, recognised
from chapter_desk.core.members.csv_reading import CsvTable
from chapter_desk.core.members.imported_rows import ChangeDraft, insert_new, set_changed
from chapter_desk.core.members.matching import MatchKind, Particulars
from chapter_desk.core.members.on_file import TEXT_FIELDS, Known, known_people, matcher
from chapter_desk.core.places.zips import place
from chapter_desk.core.safekeeping.backups import Backups
from chapter_desk.errors import ImportOutdated
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import PersonId, StepId, new_id

OnDuplicate = Literal["skip", "update", "fill", "none"]
"""What becomes of somebody on file: left alone; overwritten by what the list says; only blanks filled; or
nobody is looked for and every row is somebody new."""

Heard = Callable[[int, int], None]
"""Told (done, in all): bytes while planning, people while importing.  What it raises stops the work."""

_MOST_PROBLEMS_KEPT = 2000
_TELL_EVERY = 500
_COMPARED = (
    schema.person, schema.email_address, schema.phone_number, schema.postal_address, schema.identifier,
    schema.consent, schema.tagging, schema.same_person,
)  # fmt: skip


class Effect(Enum):
    """What the import does with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row that does something: somebody new, or what changes about somebody on file."""

    person_id: PersonId
    effect: Effect
    person: ImportedPerson
    change: ChangeDraft | None = None


@dataclass(slots=True)
class ImportPlan:
    """What an import would do, counted and named, and all that is needed to do it.

    `rows` holds the new and the changed; `same` counts rows that change nothing, `left_out` those that
    nobody can be made of.  `problems` keeps the first 2,000 in the file's order, `problem_counts` all.
    """

    mapping: ColumnMapping
    on_duplicate: OnDuplicate
    rows: list[PlannedRow] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    same: int = 0
    left_out: int = 0
    problems: list[Problem] = field(default_factory=list)
    problem_counts: dict[str, int] = field(default_factory=dict)
    seen_upto: int = 0

    def note(self, problems: Sequence[Problem]) -> None:
        for problem in problems:
            self.problem_counts[problem.kind] = self.problem_counts.get(problem.kind, 0) + 1
            if len(self.problems) < _MOST_PROBLEMS_KEPT:
                self.problems.append(problem)


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
            mapping: What its columns mean; None recognises them.

        Raises:
            CsvRefused: It is no list that can be read.
        """
        table = CsvTable(untrusted, heard)
        plan = ImportPlan(mapping or recognised(table.headers), on_duplicate)
        with self._db.read() as connection:
            plan.seen_upto = _newest(connection)
            people = {} if on_duplicate == "none" else known_people(connection)
        planning = _Planning(plan, people)
        cleaner = RowCleaner(plan.mapping, lambda zip_code: place(zip_code) is not None, self._area_code)
        for number, cells in table.rows():
            person, problems = cleaner.cleaned(number, cells)
            plan.note(problems)
            if person is None:
                plan.left_out += 1
            else:
                planning.place(person)
        plan.note([Problem(each.line, each.kind, "") for each in table.problems.kept])
        plan.problems.sort(key=lambda problem: problem.row)
        return plan

    def carry_out(self, plan: ImportPlan, heard: Heard = lambda _done, _all: None) -> Imported:
        """Do what a plan says, as one step that can be taken back, after a backup.

        Raises:
            ImportOutdated: People were changed since the plan was made; nothing was written.
            NotSaved: The disk did not take it; nothing was written.
        """
        if not plan.rows:
            return Imported(None, 0, 0, plan.same, tuple(plan.problems))
        self._backups.make("before-import")
        params = {"new": plan.new, "changed": plan.changed, "format": plan.mapping.format}
        with self._db.write("import", params) as writer:
            if _newest(writer.connection) != plan.seen_upto:
                raise ImportOutdated()
            done = 0
            for batch in _batches(plan.rows):
                insert_new(writer, [row for row in batch if row.effect is Effect.NEW])
                for row in batch:
                    if row.change is not None:
                        set_changed(writer, row.person_id, row.change)
                done += len(batch)
                heard(done, len(plan.rows))
            seq = writer.seq
        with self._db.read() as connection:
            step = connection.scalar(select(schema.step.c.id).where(schema.step.c.change_seq == seq))
        return Imported(step and StepId(step), plan.new, plan.changed, plan.same, tuple(plan.problems))


class _Planning:
    """Places rows, one after the other: a person who comes twice in the list is one person."""

    def __init__(self, plan: ImportPlan, people: dict[PersonId, Known]) -> None:
        self._plan = plan
        self._people = people
        self._on_file = None if plan.on_duplicate == "none" else matcher(people)
        self._from_list: set[PersonId] = set()

    def place(self, person: ImportedPerson) -> None:
        if self._on_file is None:
            self._add(person)
            return
        particulars = _particulars(person)
        match = self._on_file.match(particulars)
        if match.kind is MatchKind.SAME and match.person_id is not None:
            self._meet(person, match.person_id)
            return
        if match.kind is MatchKind.DOUBTFUL:
            self._plan.note([Problem(person.row, "maybe-on-file", person.display_name)])
        elif match.household:
            self._plan.note([Problem(person.row, "shared-email", person.display_name)])
        id = self._add(person)
        self._from_list.add(id)
        self._on_file.add(id, particulars)

    def _add(self, person: ImportedPerson) -> PersonId:
        id = PersonId(new_id())
        self._plan.rows.append(PlannedRow(id, Effect.NEW, person))
        self._plan.new += 1
        return id

    def _meet(self, person: ImportedPerson, id: PersonId) -> None:
        if id in self._from_list:
            self._plan.note([Problem(person.row, "twice-in-list", person.display_name)])
            self._plan.same += 1
            return
        change = (
            None
            if self._plan.on_duplicate == "skip"
            else _change(person, self._people[id], self._plan.on_duplicate)
        )
        if change is None:
            self._plan.same += 1
            return
        self._plan.rows.append(PlannedRow(id, Effect.CHANGED, person, change))
        self._plan.changed += 1
        _learn(self._people[id], change)


def _change(person: ImportedPerson, known: Known, on_duplicate: OnDuplicate) -> ChangeDraft | None:
    """Return what a row says that is not on file; nothing when it says nothing new.

    Contacts, tags and answers are added in either way; a "no" to being written to is never overruled by
    an older list's "yes".
    """
    fields: dict[str, Any] = {}
    for name in TEXT_FIELDS:
        text, before = getattr(person, name), known.fields.get(name, "")
        if text and text != before and (on_duplicate == "update" or not before):
            fields[name] = text
    if on_duplicate == "update" and person.display_name != known.display_name:
        fields["display_name"] = person.display_name
    address = person.postal_address
    street = address is not None and bool(address.address_lines) and not known.has_street
    new_zip = address is not None and bool(address.postal_code) and address.postal_code not in known.zips
    change = ChangeDraft(
        fields=fields,
        emails=tuple(each for each in person.email_addresses if each.address not in known.emails),
        phones=tuple(each for each in person.phone_numbers if (each.number or each.raw) not in known.phones),
        address=address if street or (new_zip and (on_duplicate == "update" or not known.zips)) else None,
        tags=tuple(tag for tag in person.tags if tag.casefold() not in known.tags),
        consents=tuple(
            each
            for each in person.consents
            if known.answers.get(each.channel) != ("given" if each.given else "refused")
            and not (each.given and known.answers.get(each.channel) == "refused")
        ),
        identifiers=tuple(each for each in person.identifiers if each not in known.identifiers),
    )
    return change if change else None


def _learn(known: Known, change: ChangeDraft) -> None:
    """Remember what a row brought, so that the same row further down changes nothing."""
    known.fields |= {name: text for name, text in change.fields.items() if name != "display_name"}
    known.display_name = change.fields.get("display_name", known.display_name)
    known.emails += [each.address for each in change.emails]
    known.phones += [each.number or each.raw for each in change.phones]
    if change.address is not None:
        known.zips.append(change.address.postal_code)
        known.has_street = known.has_street or bool(change.address.address_lines)
    known.tags |= {tag.casefold() for tag in change.tags}
    known.answers |= {each.channel: "given" if each.given else "refused" for each in change.consents}
    known.identifiers += change.identifiers


def _particulars(person: ImportedPerson) -> Particulars:
    return Particulars(
        person.display_name,
        person.given_name,
        person.family_name,
        person.other_names,
        tuple(each.address for each in person.email_addresses),
        tuple(each.number for each in person.phone_numbers if each.number),
        person.postal_code,
        person.identifiers,
    )


def _newest(connection: Connection) -> int:
    """Return the newest change to anything that a plan compares with."""
    found = (connection.scalar(select(func.max(table.c.change_seq))) for table in _COMPARED)
    return max((seq for seq in found if seq is not None), default=0)


def _batches(rows: Sequence[PlannedRow]) -> Iterator[Sequence[PlannedRow]]:
    for start in range(0, len(rows), _TELL_EVERY):
        yield rows[start : start + _TELL_EVERY]
