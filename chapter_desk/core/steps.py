"""The list of named steps: what was done on this laptop, taking one back, putting it back.

Undo is read from the journal, so no service writes any of its own.  It touches a field only while the
value in it is still the step's; what people did afterwards stays, and is counted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, exists, func, select

from chapter_desk.core.looking import look
from chapter_desk.errors import CannotBeTakenBack, NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.columns import from_wire, wired_json
from chapter_desk.store.database import Database
from chapter_desk.store.identity import copied_upto
from chapter_desk.store.schema import Kind
from chapter_desk.store.stamps import Stamp, made, named_stamps, stamp_of, stamp_text
from chapter_desk.store.writer import WireRow, Writer, read_journal_value
from chapter_desk.values import OperatorId, StepId

UNDO = "undo"
TAKE_IN = "take-in"
LINE = "over_the_line"
"""The parameter of a step that came over the line between laptops: nobody here did it."""
_FOR_EVER = frozenset({"forget", "found-chapter", "add-laptop", "withdraw-laptop", "restore", "undo-take-in"})

UndoTakeIn = Callable[[StepId], "TakenBack"]

Heard = Callable[[int, int], None]
"""Told (done, of how many) changes.  What it raises stops the work, with everything as it was."""

_COPY_OF = "SELECT row_id FROM change WHERE field IS NULL AND before = ? ORDER BY id DESC LIMIT 1"
_TELL_EVERY = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One named thing a person did here.

    `params` holds ids and counts.  `undoes` is set when the step took another one back, `undone_by`
    while this one is taken back.
    """

    id: StepId
    kind: str
    params: Mapping[str, Any]
    by: OperatorId | None
    at: datetime
    undoes: StepId | None
    undone_by: StepId | None

    @property
    def in_force(self) -> bool:
        return self.undone_by is None

    @property
    def can_be_taken_back(self) -> bool:
        return self.in_force and self.kind not in _FOR_EVER


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking a step back did: rows or fields put as before, and later edits that were kept."""

    step: StepId | None
    put_as_before: int
    kept: int


class Steps:
    """Shows and takes back what was done on this laptop.  Never another laptop's acts."""

    def __init__(self, db: Database, undo_take_in: UndoTakeIn) -> None:
        self._db = db
        self._undo_take_in = undo_take_in

    def latest(self, limit: int = 100, *, before: StepId | None = None) -> list[Step]:
        """Return steps, newest first; `before` pages on."""
        query = schema.step.select().order_by(schema.step.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(schema.step.c.id < before)
        with self._db.read() as connection:
            return [step_of(row) for row in connection.execute(query)]

    def step(self, id: StepId) -> Step:
        """Return one step.

        Raises:
            NoSuchRecord: There is none of this number.
        """
        with self._db.read() as connection:
            row = connection.execute(schema.step.select().where(schema.step.c.id == id)).one_or_none()
        if row is None:
            raise NoSuchRecord("step", str(id))
        return step_of(row)

    def next_undo(self, kind: str = "") -> Step | None:
        """Return the step that Ctrl Z takes back: the newest in force that was made here and can be.

        With `kind`, the newest of that kind.  In a copied folder that is nothing at first: what came before
        is another laptop's.  History, where a person sees what they choose, takes that back too.
        """
        c = schema.step.c
        # A bundle stays once this laptop wrote one of its own: then what came before is next.
        passed_on = (c.kind == TAKE_IN) & exists().where(schema.outbox.c.upto >= c.change_seq)
        query = schema.step.select().where(
            c.undoes.is_(None),
            c.undone_by.is_(None),
            c.kind.not_in(_FOR_EVER),
            ~passed_on,
            by_a_person(c.params),
        )
        if kind:
            query = query.where(c.kind == kind)
        with self._db.read() as connection:
            own = query.where(c.change_seq > copied_upto(connection))
            row = connection.execute(own.order_by(c.id.desc()).limit(1)).one_or_none()
        return None if row is None else step_of(row)

    def next_redo(self) -> Step | None:
        """Return the undo that Ctrl Shift Z takes back: the newest, if nothing else was done since."""
        c, later = schema.step.c, schema.step.alias()
        done_since = exists().where(later.c.id > c.id, later.c.undoes.is_(None), by_a_person(later.c.params))
        query = schema.step.select().where(
            c.kind == UNDO, c.undone_by.is_(None), ~done_since, by_a_person(c.params)
        )
        with self._db.read() as connection:
            own = query.where(c.change_seq > copied_upto(connection))
            rows = connection.execute(own.order_by(c.id.desc())).all()
            undone = set(
                connection.scalars(
                    select(c.id).where(c.id.in_([row.undoes for row in rows]), c.undoes.is_(None))
                )
            )
        return next((step_of(row) for row in rows if row.undoes in undone), None)

    def take_back(self, id: StepId, heard: Heard = lambda _done, _all: None) -> TakenBack:
        """Undo a step, or undo an undo.  One step itself; it can be taken back in turn.

        `heard` is told how far a long step is.

        Raises:
            NoSuchRecord: There is no such step.
            CannotBeTakenBack: It is taken back already, or is of a kind that stands for ever.
        """
        step = self.step(id)
        if not step.can_be_taken_back:
            raise CannotBeTakenBack(step.kind, already=not step.in_force)
        if step.kind == TAKE_IN:
            return self._undo_take_in(id)
        with self._db.write(UNDO, {"kind": step.kind, **step.params}, undoes=id) as writer:
            undoing = _Undoing(writer, id)
            undoing.run(heard)
        return TakenBack(id, undoing.put_as_before, undoing.kept)


class _Undoing:
    """Takes one step's changes back, newest first."""

    def __init__(self, writer: Writer, id: StepId) -> None:
        self._writer = writer
        self._connection: Connection = writer.connection
        self._changes = self._connection.execute(
            schema.change.select().where(schema.change.c.step_id == id).order_by(schema.change.c.id.desc())
        ).all()
        self._seq = self._connection.scalar(select(schema.step.c.change_seq).where(schema.step.c.id == id))
        self.put_as_before = 0
        self.kept = 0

    def run(self, heard: Heard) -> None:
        inserted = [change for change in self._changes if change.field is None]
        kept = self._leaned_on(inserted)
        for number, change in enumerate(self._changes):
            if number % _TELL_EVERY == 0:
                heard(number, len(self._changes))
            table = schema.REPLICATED[change.table_name]
            if change.field is not None:
                done = self._field_as_before(table, change)
            elif change.row_id in kept:
                done = False
            else:
                done = self._row_away(table, change.row_id)
            if done:
                self.put_as_before += 1
            else:
                self.kept += 1

    def _field_as_before(self, table: Table, change: Row[Any]) -> bool:
        row = self._writer.row(table, change.row_id)
        if row is None:
            return False
        now = stamp_of(row[change.field], change.field, named_stamps(row), made(row))
        if not self._stands(change, stamp_text(now)):
            return False  # somebody wrote this field since
        before = from_wire(table.c[change.field].type, read_journal_value(change.before))
        return bool(self._writer.set(table, change.row_id, {change.field: before}))

    def _row_away(self, table: Table, id: str) -> bool:
        match schema.kind_of(table):
            case Kind.FIELDS:
                return bool(self._writer.set(table, id, {"removed_at": self._writer.at}))
            case Kind.GROW if table is schema.void:
                return self._put_back_voided(id)
            case Kind.GROW | Kind.LINK:
                return self._writer.void(table, self._newest_copy(id), "undo")
            case Kind.TOMBSTONE:
                return False

    def _stands(self, change: Row[Any], stamp: str) -> bool:
        """Return whether the value in a field, stamped so, is this change's, seen through undo and redo."""
        c, step = schema.change.c, schema.step.c
        same_field = (c.row_id == change.row_id) & (c.field == change.field)
        while stamp != change.after_stamp:
            undone = self._connection.scalar(
                select(step.undoes)
                .join(schema.change, c.step_id == step.id)
                .where(same_field, c.after_stamp == stamp)
            )
            before = undone and self._connection.scalar(
                select(c.before_stamp).where(same_field, c.step_id == undone)
            )
            if not before:
                return False
            stamp = before
        return True

    def _newest_copy(self, id: str) -> str:
        """Return the row that stands for `id` now: a row that was put back is a copy of it."""
        while True:
            copy = next((row_id for (row_id,) in look(self._connection, _COPY_OF, (wired_json(id),))), None)
            if copy is None:
                return id
            id = copy

    def _put_back_voided(self, void_id: str) -> bool:
        """A void cannot be voided, so the row it took back is made again: what was taken back stays told."""
        void = self._writer.row(schema.void, void_id)
        assert void is not None, "the journal names a row that is not here"
        table = schema.REPLICATED[str(void["target_table"])]
        target = self._writer.row(table, str(void["target_id"]))
        if target is None:
            return False
        self._writer.insert_again(table, target)
        return True

    def _leaned_on(self, inserted: Sequence[Row[Any]]) -> set[str]:
        """Return the inserted rows that must stay: edited since, or named by something made since.

        A person who stays keeps all that came with them, and whatever that refers to.
        """
        own = {change.row_id for change in inserted}
        by_table: dict[str, list[str]] = {}
        for change in inserted:
            by_table.setdefault(change.table_name, []).append(change.row_id)
        rows: dict[str, tuple[Table, WireRow]] = {}
        kept: set[str] = set()
        for name, ids in by_table.items():
            table = schema.REPLICATED[name]
            kept |= self._named_since(table, own)
            for id, row in self._writer.rows(table, ids).items():
                rows[id] = (table, row)
                if schema.kind_of(table) is Kind.FIELDS and self._edited_since(id, row):
                    kept.add(id)
        kept &= own
        if not kept:
            return kept
        people = {id: _named(table, row, "person") & own for id, (table, row) in rows.items()}
        kept |= {person for id in kept for person in people[id]}
        kept |= {id for id, named in people.items() if named & kept}
        return kept | {named for id in kept for named in _named(*rows[id]) & own}

    def _edited_since(self, id: str, row: WireRow) -> bool:
        """Return whether a row says something else than when it was made, seen through undo."""
        row_made = made(row)
        if row_made is None:
            return True
        later = [(field, stamp) for field, stamp in named_stamps(row).items() if stamp > row_made]
        return not all(self._is_as_made(id, field, stamp, row_made) for field, stamp in later)

    def _is_as_made(self, id: str, field: str, stamp: Stamp, row_made: Stamp) -> bool:
        c, step = schema.change.c, schema.step.c
        same_field = (c.row_id == id) & (c.field == field)
        text: str | None = stamp_text(stamp)
        while text is not None and text != stamp_text(row_made):
            undone = self._connection.scalar(
                select(step.undoes)
                .join(schema.change, c.step_id == step.id)
                .where(same_field, c.after_stamp == text)
            )
            before = self._connection.execute(
                select(c.before_stamp).where(same_field, c.step_id == undone)
            ).first()
            if undone is None or before is None:
                return False
            text = before.before_stamp
        return True

    def _named_since(self, table: Table, own: set[str]) -> set[str]:
        """Return ids of `table` that rows written after the step, and not part of it, refer to."""
        named: set[str] = set()
        for other in schema.REPLICATED.values():
            for column, target in schema.references_of(other).items():
                if target != table.name:
                    continue
                query = select(other.c[column], other.c.id).where(
                    other.c.change_seq > self._seq, other.c[column].is_not(None)
                )
                if schema.kind_of(other) is Kind.FIELDS:
                    query = query.where(other.c.removed_at.is_(None))
                else:
                    query = query.where(~exists().where(schema.void.c.target_id == other.c.id))
                named |= {name for name, id in self._connection.execute(query) if id not in own}
        return named


def _named(table: Table, row: WireRow, only: str | None = None) -> set[str]:
    """Return the ids that a row refers to, of all tables or of one."""
    return {
        str(row[column])
        for column, target in schema.references_of(table).items()
        if row[column] is not None and only in (None, target)
    }


def by_a_person(params: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition for steps that a person did here, by their parameters."""
    return func.json_extract(params, f"$.{LINE}").is_(None)


def step_of(row: Row[Any]) -> Step:
    """Return a row of the table `step` as a step."""
    return Step(row.id, row.kind, row.params, row.by, row.at, row.undoes, row.undone_by)
