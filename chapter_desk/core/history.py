"""History: every step made on this laptop, newest first, whose it was, and what it changed field by field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from chapter_desk.core.line_steps import all_of_line, comes_again, folded, newest_of_line
from chapter_desk.core.looking import look
from chapter_desk.core.members.same_person import component
from chapter_desk.core.step_titles import StepTitle, StepTitles
from chapter_desk.core.step_words import GROUPS
from chapter_desk.core.steps import LINE, TAKE_IN, UNDO, Step, Steps, TakenBack, step_of
from chapter_desk.core.sync.taking_back import UNDO_TAKE_IN
from chapter_desk.store import schema
from chapter_desk.store.columns import from_wire, wired_json
from chapter_desk.store.database import Database
from chapter_desk.store.writer import read_journal_value
from chapter_desk.values import OperatorId, PersonId, StepId

PAGE = 100
_MOST_CHANGES = 200
_FOLLOW = frozenset({"sort_name", "position"})
"""Fields that follow from others: nobody wrote them."""
_NAMED_BY = {
    "person": "display_name", "meeting": "title", "issue": "title", "action": "title", "laptop": "name",
    "operator": "name", "chapter": "name", "tag": "name",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which steps are asked for: of a group of kinds (`step_words.GROUPS`), an operator, about a person."""

    group: str = ""
    operator: OperatorId | None = None
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step as a line: its words, who did it, and whether it can be taken back now.

    It may stand for all that a laptop told at a door (`line_steps`); `comes_again` tells that this laptop is
    still believed, so that what is taken back would be told once more.
    """

    step: Step
    title: StepTitle
    by: str
    may_take_back: bool
    comes_again: bool = False


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A stretch of the list; `more` tells that older steps follow."""

    entries: tuple[HistoryEntry, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class ChangedField:
    """What a step did to one row.

    `field` is empty where the whole row came; then `before` and `after` are None.  References are
    told by the name of what they are to.  `about` is the name of the row or of the person it is about.
    """

    table: str
    row_id: str
    about: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class StepDetails:
    """A step with what it changed; `in_all` counts changes that are not listed too."""

    entry: HistoryEntry
    changes: tuple[ChangedField, ...]
    in_all: int


class History:
    """Lists what was done on this laptop, and takes it back."""

    def __init__(self, db: Database, steps: Steps, can_undo_take_in: Callable[[StepId], bool]) -> None:
        self._db = db
        self._steps = steps
        self._titles = StepTitles(db)
        self._can_undo_take_in = can_undo_take_in

    def page(self, wanted: HistoryFilter = HistoryFilter(), *, before: StepId | None = None) -> HistoryPage:
        """Return at most `PAGE` steps, newest first; `before` pages on."""
        c = schema.step.c
        query = schema.step.select().order_by(c.id.desc()).limit(PAGE + 1)
        if before is not None:
            query = query.where(c.id < before)
        with self._db.read() as connection:
            rows = connection.execute(self._narrowed(connection, query, wanted)).all()
        return HistoryPage(tuple(self._entries(list(map(step_of, rows[:PAGE])))), len(rows) > PAGE)

    def entry(self, id: StepId) -> HistoryEntry:
        """Return one step as a line.  Raises NoSuchRecord."""
        return self._entries([self._steps.step(id)])[0]

    def details(self, id: StepId) -> StepDetails:
        """Return a step with what it changed.  Raises NoSuchRecord."""
        entry = self.entry(id)
        c = schema.change.c
        listed = c.table_name != "void"
        listed &= or_(c.field.is_(None), c.field.not_in(["*", *_FOLLOW]))
        with self._db.read() as connection:
            ids = [each.id for each in all_of_line(connection, self._steps.step(id))]
            in_all = connection.scalar(select(func.count()).where(c.step_id.in_(ids))) or 0
            listed &= c.step_id.in_(ids)
            query = schema.change.select().where(listed).order_by(c.id).limit(_MOST_CHANGES)
            changes = _changes(connection, connection.execute(query).all())
            came = _came_in(connection, ids) if entry.title.kind == TAKE_IN else ()
            changes, in_all = (*changes, *came)[:_MOST_CHANGES], in_all + len(came)
        return StepDetails(entry, changes, in_all)

    def made_since(self, moment: datetime) -> int:
        """Return how many steps were made on this laptop after a moment: what an older copy lacks."""
        with self._db.read() as connection:
            return connection.scalar(select(func.count()).where(schema.step.c.at > moment)) or 0

    def take_back(self, id: StepId) -> tuple[StepTitle, TakenBack]:
        """Take a step back, or put one that was taken back in force again; return its words and what it did.

        Raises:
            NoSuchRecord, CannotBeTakenBack: Nothing was changed.
        """
        step = self._steps.step(id)
        with self._db.read() as connection:
            together = all_of_line(connection, step)
        title = self._titles.title(folded(together))
        may = [each.id for each in together if self._may_take_back(each)]
        back = [self._steps.take_back(each) for each in may or [id]]
        return title, TakenBack(id, sum(each.put_as_before for each in back), sum(each.kept for each in back))

    def next_undo(self) -> HistoryEntry | None:
        """Return the step that Ctrl Z takes back, None if there is none."""
        step = self._steps.next_undo()
        return None if step is None else self._entries([step])[0]

    def next_redo(self) -> HistoryEntry | None:
        """Return the undo that Ctrl Shift Z takes back, None if there is none."""
        step = self._steps.next_redo()
        return None if step is None else self._entries([step])[0]

    # ------------------------------------------------------------ within

    def _entries(self, steps: Sequence[Step]) -> list[HistoryEntry]:
        c = schema.operator.c
        with self._db.read() as connection:
            steps = [folded(all_of_line(connection, step)) for step in steps]
            again = [comes_again(connection, step) for step in steps]
            whose = {each.by for each in steps if each.by is not None}
            rows = connection.execute(select(c.id, c.name).where(c.id.in_(whose))) if whose else ()
            names = {row.id: row.name for row in rows}
        return [
            HistoryEntry(step, title, _whose(step, names), not twice and self._may_take_back(step), twice)
            for step, title, twice in zip(steps, self._titles.of(steps), again, strict=True)
        ]

    def _may_take_back(self, step: Step) -> bool:
        if not step.can_be_taken_back or step.kind == UNDO_TAKE_IN:
            return False
        return step.kind != TAKE_IN or self._can_undo_take_in(step.id)

    def _narrowed(self, connection: Connection, query: Select[Any], wanted: HistoryFilter) -> Select[Any]:
        c = schema.step.c
        if wanted.person is None:
            query = query.where(newest_of_line())
        if wanted.group:
            query = query.where(_of_kinds(GROUPS[wanted.group]))
        if wanted.operator is not None:
            query = query.where(c.by == wanted.operator)
        if wanted.person is not None:
            query = query.where(c.id.in_(_steps_about(connection, wanted.person)))
        return query


def _whose(step: Step, names: Mapping[str, str | None]) -> str:
    """Return who did a step; nobody here did what came over the line."""
    return "" if LINE in step.params else names.get(step.by or "") or ""


def _of_kinds(kinds: frozenset[str]) -> ColumnElement[bool]:
    c = schema.step.c
    meant = func.json_extract(c.params, "$.kind")
    found = c.kind.in_(kinds) | ((c.kind == UNDO) & meant.in_(kinds))
    return found | (c.kind == UNDO_TAKE_IN) if TAKE_IN in kinds else found


def _steps_about(connection: Connection, person: PersonId) -> list[int]:
    """Return the steps that touched a person: their own row, or any row that is about them."""
    ids = component(connection, person)
    rows = set(ids)
    for table in schema.REPLICATED.values():
        for column, target in schema.references_of(table).items():
            if target == "person":
                rows |= set(connection.scalars(select(table.c.id).where(table.c[column].in_(ids))))
    found = look(
        connection,
        "SELECT DISTINCT step_id FROM change WHERE row_id IN (SELECT value FROM json_each(?))",
        (wired_json(sorted(rows)),),
    )
    sign_in, step = schema.sign_in.c, schema.step.c  # a bundle's are not journalled one by one
    came = select(sign_in.change_seq).where(sign_in.person_id.in_(ids))
    brought = connection.scalars(select(step.id).where(step.kind == TAKE_IN, step.change_seq.in_(came)))
    return [*(step for (step,) in found), *brought]


def _came_in(connection: Connection, steps: Sequence[StepId]) -> Sequence[ChangedField]:
    """Return the sign-ins that came with bundles: that each came is told by its count alone."""
    counts = select(schema.step.c.change_seq).where(schema.step.c.id.in_(steps))
    c = schema.sign_in.c
    query = select(c.id).where(c.change_seq.in_(counts)).order_by(c.at, c.id).limit(_MOST_CHANGES)
    names = _Names(connection)
    return [
        ChangedField("sign_in", id, names.about("sign_in", id), "", None, None)
        for id in connection.scalars(query)
    ]


# ---------------------------------------------------------------- what changed


def _changes(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[ChangedField, ...]:
    names = _Names(connection)
    found = []
    for row in rows:
        table = schema.REPLICATED.get(row.table_name)
        if table is None or (row.field is not None and row.field not in table.c):
            continue
        about = names.about(row.table_name, row.row_id)
        if row.field is None:
            found.append(ChangedField(row.table_name, row.row_id, about, "", None, None))
            continue
        kind, to = table.c[row.field].type, schema.references_of(table).get(row.field)
        before, after = (
            names.named(to, value) if to else from_wire(kind, value)
            for value in map(read_journal_value, (row.before, row.after))
        )
        found.append(ChangedField(row.table_name, row.row_id, about, row.field, before, after))
    return tuple(found)


class _Names:
    """Present names of rows, asked for once each."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str], str] = {}

    def named(self, table: str, id: Any) -> str | None:
        """Return the name of a row; None for no row, empty for one without a name (any more)."""
        if id is None:
            return None
        if table not in _NAMED_BY:
            return ""
        key = (table, str(id))
        if key not in self._known:
            sql = f'SELECT "{_NAMED_BY[table]}" FROM "{table}" WHERE id = ?'
            rows = look(self._connection, sql, (str(id),))
            self._known[key] = (rows[0][0] or "") if rows else ""
        return self._known[key]

    def about(self, table: str, id: str) -> str:
        """Return the name of a row, or of the person or the meeting that it is about."""
        if table in _NAMED_BY:
            return self.named(table, id) or ""
        references: Mapping[str, str] = schema.references_of(schema.REPLICATED[table])
        for column in ("person_id", "person_a", "meeting_id", "issue_id"):
            if column in references:
                sql = f'SELECT "{column}" FROM "{table}" WHERE id = ?'
                rows = look(self._connection, sql, (id,))
                name = self.named(references[column], rows[0][0]) if rows else ""
                if name:
                    return name
        return ""
