"""Taking back a bundle that was taken in: the rows are as before it, and it can be taken in again.

Only on this laptop, with the old values and their old stamps: nothing of it travels.  So it is offered
until this laptop writes its next bundle, for then others rely on what it said it has.  What was edited
since stays, and is counted.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, Table, exists, select

from chapter_desk.core.steps import LINE, TAKE_IN, TakenBack
from chapter_desk.core.sync import peers
from chapter_desk.core.sync.merge import fields_of_row, is_shell, row_of_fields
from chapter_desk.errors import CannotBeTakenBack, NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.schema import Kind
from chapter_desk.store.tombstones import masked
from chapter_desk.store.writer import WireRow, Writer, read_journal_value
from chapter_desk.values import StepId

UNDO_TAKE_IN = "undo-take-in"


def take_back(db: Database, id: StepId) -> TakenBack:
    """Put the file as it was before a bundle was taken in; one step.

    Raises:
        NoSuchRecord: There is no such step.
        CannotBeTakenBack: It is taken back already, or this laptop wrote a bundle since.
    """
    params: dict[str, Any] = {"take_in": id}  # kept by the step as it is at the end
    with db.write(UNDO_TAKE_IN, params, undoes=id) as writer:
        step = _step(writer.connection, id)
        params |= {key: step.params[key] for key in (LINE, "laptop") if key in step.params}
        undoing = _TakingBack(writer, step)
        undoing.run()
        _forget_entry(writer.connection, step.params["bundle_id"])
    return TakenBack(id, undoing.put_as_before, undoing.kept)


def can_be_taken_back(connection: Connection, step: Row[Any]) -> bool:
    """Return whether a bundle taken in can still be taken back."""
    return step.undone_by is None and not _passed_on(connection, step)


class _TakingBack:
    def __init__(self, writer: Writer, step: Row[Any]) -> None:
        self._writer = writer
        self._connection = writer.connection
        self._step = step
        self._forgotten = set(self._connection.scalars(select(schema.forgotten.c.id)))
        self._of_forgotten: set[str] = set()
        self.put_as_before = 0
        self.kept = 0

    def run(self) -> None:
        self._connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        images = self._images()
        new = self._new_rows(images)
        for (name, row_id), (before, after) in images.items():
            self._row_as_before(schema.REPLICATED[name], row_id, before, after)
        kept = self._leaned_on(new)
        leaned_on_by_older = self._named_by(new, "any")
        for name in reversed(schema.REPLICATED):
            table = schema.REPLICATED[name]
            rows = self._writer.rows(table, sorted(new.get(name, set()) - kept))
            for row in rows.values():
                self._row_away(table, row, stays_as_shell=row["id"] in leaned_on_by_older)
        self.kept += len(kept - self._of_forgotten)
        # What is left of the step told of values that are no longer here.
        change = schema.change
        self._connection.execute(change.delete().where(change.c.step_id == self._step.id))
        self._writer.touched_tables.add(schema.laptop)  # the step is kept even if no row was left of it

    def _images(self) -> dict[tuple[str, str], tuple[WireRow, WireRow]]:
        """Return the rows that the bundle changed: first as they were before, and as they were after."""
        c = schema.change.c
        query = schema.change.select().where(c.step_id == self._step.id, c.field == "*").order_by(c.id)
        found: dict[tuple[str, str], tuple[WireRow, WireRow]] = {}
        for change in self._connection.execute(query):
            before = read_journal_value(change.before)
            first = found.get((change.table_name, change.row_id), (before, None))[0]
            found[change.table_name, change.row_id] = (first, read_journal_value(change.after))
        return found

    def _new_rows(self, images: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
        """Return the rows that came with the bundle and were not touched since, by table.

        Whatever forgetting a person left of a row carries the same count but may have been here
        before: it stays.
        """
        changed = set(images)
        found: dict[str, set[str]] = {}
        for name, table in schema.REPLICATED.items():
            if schema.kind_of(table) is Kind.TOMBSTONE:
                continue
            who = table.c.id if table is schema.person else table.c.get("person_id")
            query = select(table.c.id, *([] if who is None else [who])).where(
                table.c.change_seq == self._step.change_seq
            )
            rows = [row for row in self._connection.execute(query) if (name, row[0]) not in changed]
            found[name] = {row[0] for row in rows}
            self._of_forgotten |= {row[0] for row in rows if row[-1] in self._forgotten}
        return found

    def _row_as_before(self, table: Table, id: str, before: WireRow, after: WireRow) -> None:
        now = self._writer.row(table, id)
        kept = masked(table, before, self._forgotten)
        if now is None or kept is None:
            self.kept += 1
            return
        wanted = dict(kept) if now == after else self._fields_as_before(table, now, before, after)
        self.kept += now != after
        if wanted != now:
            self._writer.replace(table, now, wanted)
            self.put_as_before += 1

    def _fields_as_before(self, table: Table, now: WireRow, before: WireRow, after: WireRow) -> WireRow:
        """Return a row that was edited since: only fields that are still the bundle's are as before."""
        if schema.kind_of(table) is not Kind.FIELDS or is_shell(now):
            return now
        fields, old, bundles = (fields_of_row(table, row) for row in (now, before, after))
        for field, stamped in bundles.items():
            if fields.get(field) == stamped and old.get(field) != stamped:
                if field in old:
                    fields[field] = old[field]
                else:
                    del fields[field]
        return dict(masked(table, row_of_fields(table, now, fields), self._forgotten) or now)

    def _row_away(self, table: Table, row: WireRow, *, stays_as_shell: bool) -> None:
        if not stays_as_shell:
            self._writer.remove(table, row)
        elif not is_shell(row):
            empty: WireRow = dict.fromkeys(row)
            self._writer.replace(table, row, empty | {"id": row["id"]})
        self.put_as_before += not is_shell(row)

    def _leaned_on(self, new: dict[str, set[str]]) -> set[str]:
        """Return the new rows that must stay, because something written since names them.

        A person who stays keeps all that came with them, and whatever that refers to.
        """
        everything = {id for ids in new.values() for id in ids}
        kept = (self._named_by(new, "later") | self._of_forgotten) & everything
        waiting = kept | self._edited_people()
        while waiting:
            more = self._with_people(new, waiting) | self._referred_to(new, waiting)
            waiting = (more & everything) - kept
            kept |= waiting
        return kept

    def _named_by(self, new: dict[str, set[str]], when: str) -> set[str]:
        """Return new rows that rows of another step refer to: of `any` other, or only of a `later` one."""
        found: set[str] = set()
        seq = self._step.change_seq
        for table in schema.REPLICATED.values():
            for column, target in schema.references_of(table).items():
                if not new.get(target):
                    continue
                since = table.c.change_seq > seq if when == "later" else table.c.change_seq != seq
                query = select(table.c[column]).where(since, table.c[column].is_not(None)).distinct()
                if when == "later":
                    query = query.where(table.c.change_seq != self._writer.seq)
                found |= set(self._connection.scalars(query)) & new[target]
        return found

    def _edited_people(self) -> set[str]:
        """Return the people who came with the bundle and were edited since."""
        c, person = schema.change.c, schema.person.c
        came = select(c.row_id).where(c.step_id == self._step.id, c.field.is_(None))
        query = select(person.id).where(person.id.in_(came), person.change_seq != self._step.change_seq)
        return set(self._connection.scalars(query))

    def _with_people(self, new: dict[str, set[str]], people: set[str]) -> set[str]:
        """Return new rows about these people."""
        found: set[str] = set()
        for name, ids in new.items():
            table = schema.REPLICATED[name]
            if ids and "person_id" in schema.references_of(table):
                query = select(table.c.id, table.c.person_id).where(
                    table.c.change_seq == self._step.change_seq, table.c.person_id.is_not(None)
                )
                found |= {id for id, person in self._connection.execute(query) if person in people}
        return found

    def _referred_to(self, new: dict[str, set[str]], rows: set[str]) -> set[str]:
        found: set[str] = set()
        for name, ids in new.items():
            table = schema.REPLICATED[name]
            for row in self._writer.rows(table, sorted(ids & rows)).values():
                found |= {str(row[column]) for column in schema.references_of(table) if row[column]}
        return found


def _step(connection: Connection, id: StepId) -> Row[Any]:
    step = connection.execute(schema.step.select().where(schema.step.c.id == id)).one_or_none()
    if step is None or step.kind != TAKE_IN:
        raise NoSuchRecord("step", str(id))
    if not can_be_taken_back(connection, step):
        raise CannotBeTakenBack(step.kind, already=step.undone_by is not None)
    return step


def _passed_on(connection: Connection, step: Row[Any]) -> bool:
    """Return whether others rely on what came: by a bundle of ours, or as a copy of this file."""
    if step.change_seq <= peers.copied_upto(connection):
        return True
    return bool(connection.scalar(select(exists().where(schema.outbox.c.upto >= step.change_seq))))


def _forget_entry(connection: Connection, bundle_id: str) -> None:
    """Make as if the bundle had never come.

    Bundles taken in after it were told to be here already where it had brought the same: they do not
    count any more either, and may come again.
    """
    inbox = schema.inbox
    orders = {row.bundle_id: row.counts for row in connection.execute(inbox.select())}
    first = orders[bundle_id]["order"]
    for id, counts in orders.items():
        if counts["order"] >= first:
            connection.execute(
                inbox.update().where(inbox.c.bundle_id == id).values(counts={**counts, "standing": False})
            )
    peers.note_taken(connection)
