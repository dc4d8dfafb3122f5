"""What an import would do, row by row: counted, named, and packed so that 100,000 rows are no burden."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

import msgspec

from chapter_desk.core.members.additions import Addition
from chapter_desk.core.members.cleaning import ImportedPerson, Problem
from chapter_desk.core.members.columns import ColumnMapping
from chapter_desk.values import PersonId

OnDuplicate = Literal["skip", "update", "fill", "none"]
"""What becomes of somebody on file: left alone; overwritten by what the list says; only blanks filled; or
nobody is looked for and every row is somebody new."""

MOST_PROBLEMS_KEPT = 2000
"""So many problems of each kind are kept; all are counted."""

_PACK = 64


class Effect(Enum):
    """What the import does with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    AGAIN = "again"  # more about somebody who came further up in the list
    LEFT_OUT = "left-out"


_CHANGING = frozenset([Effect.NEW, Effect.CHANGED, Effect.AGAIN])


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the list (`line` in the file) and what becomes of it.

    `person` is there for somebody new, `addition` for somebody on file or further up in the list.
    """

    line: int
    name: str
    effect: Effect
    person_id: PersonId | None = None
    person: ImportedPerson | None = None
    addition: Addition | None = None


_PACKER = msgspec.msgpack.Encoder()
_UNPACKER = msgspec.msgpack.Decoder(list[PlannedRow])


class PlannedRows(Sequence[PlannedRow]):
    """The rows of a plan, packed: looked at one by one or in order, hardly any memory each."""

    def __init__(self) -> None:
        self._packs: list[bytes] = []
        self._open: list[PlannedRow] = []
        self._unpacked: tuple[int, list[PlannedRow]] = (-1, [])

    def append(self, row: PlannedRow) -> None:
        self._open.append(row)
        if len(self._open) == _PACK:
            self._packs.append(_PACKER.encode(self._open))
            self._open = []

    def __len__(self) -> int:
        return len(self._packs) * _PACK + len(self._open)

    def __getitem__(self, number: int) -> PlannedRow:  # type: ignore[override]  # no slices are asked for
        if not 0 <= number < len(self):
            raise IndexError(number)
        pack, place = divmod(number, _PACK)
        return self._pack(pack)[place]

    def __iter__(self) -> Iterator[PlannedRow]:
        for batch in self.batches():
            yield from batch

    def batches(self) -> Iterator[list[PlannedRow]]:
        """Yield the rows in the list's order, some hundred at a time."""
        for packed in self._packs:
            yield _UNPACKER.decode(packed)
        if self._open:
            yield self._open

    def _pack(self, pack: int) -> list[PlannedRow]:
        if pack == len(self._packs):
            return self._open
        if self._unpacked[0] != pack:
            self._unpacked = (pack, _UNPACKER.decode(self._packs[pack]))
        return self._unpacked[1]


@dataclass(slots=True)
class ImportPlan:
    """What an import would do, and all that is needed to do it.

    `new` and `changed` count people, `same` rows that change nothing, `again` rows that add to
    somebody further up, `left_out` rows nobody can be made of: together they are all rows.
    `fields` counts what is written about people on file.  `problems` are in the file's order, at most
    2,000 of a kind; `problem_counts` has all.  `places` are the numbers of the rows by effect,
    `changing` those of all that write something, `lines` the line in the file that each row begins on.
    """

    mapping: ColumnMapping
    on_duplicate: OnDuplicate
    rows: PlannedRows = field(default_factory=PlannedRows)
    new: int = 0
    changed: int = 0
    same: int = 0
    again: int = 0
    left_out: int = 0
    fields: int = 0
    problems: list[Problem] = field(default_factory=list)
    problem_counts: dict[str, int] = field(default_factory=dict)
    places: dict[Effect, "array[int]"] = field(
        default_factory=lambda: {effect: array("I") for effect in Effect}
    )
    changing: "array[int]" = field(default_factory=lambda: array("I"))
    lines: "array[int]" = field(default_factory=lambda: array("L"))
    seen_upto: int = 0
    _problem_places: dict[str, "array[int]"] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """How many people it would write something about."""
        return self.new + self.changed

    @property
    def does_nothing(self) -> bool:
        return not (self.new or self.changed or self.again)

    def add(self, row: PlannedRow) -> None:
        """Take a row into the plan and count it."""
        self.places[row.effect].append(len(self.rows))
        self.lines.append(row.line)
        if row.effect in _CHANGING:
            self.changing.append(len(self.rows))
        self.rows.append(row)
        match row.effect:
            case Effect.NEW:
                self.new += 1
            case Effect.CHANGED:
                self.changed += 1
            case Effect.SAME:
                self.same += 1
            case Effect.AGAIN:
                self.again += 1
            case Effect.LEFT_OUT:
                self.left_out += 1
        if row.addition is not None:
            self.fields += len(row.addition)

    def places_with_problems(self, kind: str = "") -> "array[int]":
        """Return the numbers of the rows with a problem that was kept, of one kind or of any.

        Asked when all rows are in; remembered.
        """
        if kind not in self._problem_places:
            found = array("I")
            for line in sorted({each.row for each in self.problems if kind in ("", each.kind)}):
                number = bisect_right(self.lines, line) - 1  # it may lie in a later line of its row
                if number >= 0 and (not found or found[-1] != number):
                    found.append(number)
            self._problem_places[kind] = found
        return self._problem_places[kind]

    def note(self, problems: Sequence[Problem]) -> None:
        """Count problems, and keep the first of each kind."""
        for problem in problems:
            count = self.problem_counts.get(problem.kind, 0) + 1
            self.problem_counts[problem.kind] = count
            if count <= MOST_PROBLEMS_KEPT:
                self.problems.append(problem)
