"""The only way to change replicated tables: stamps, counts, journals and keeps the digest.

It works on the driver's own connection, beneath SQLAlchemy: a sign-in stays a few times the price of a
bare commit (measured in `tests/benchmarks`), and the guard that refuses every other write to these
tables can sit above it.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table

from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.clock import Doubt, heard, milliseconds, ticked
from chapter_desk.store.columns import Wire, to_wire, wired_json, wired_time
from chapter_desk.store.fingerprint import MODULUS, row_hash
from chapter_desk.store.schema import Kind
from chapter_desk.store.stamps import (
    NEVER,
    canonical,
    made,
    named_stamps,
    stamp_of,
    stamp_text,
    unknown_values,
)
from chapter_desk.store.tombstones import masked
from chapter_desk.values import OperatorId, PersonId, StepId, new_id

WireRow = dict[str, Wire]
"""A whole row as wire values: `id`, own fields, `made_*`, `stamps`, `unknown_fields`; no local column."""

_BATCH = 2000
_MOST_JOURNAL_HELD = 20_000
_TOO_MANY_PEOPLE = 500


@dataclass(frozen=True, slots=True)
class _Layout:
    """What is known of a table before any row: made once."""

    name: str
    fields: tuple[str, ...]
    columns: tuple[str, ...]  # of a WireRow, in the order of `insert`
    wire: Mapping[str, Callable[[Any], Wire]]
    insert: str
    select: str
    people: tuple[str, ...]  # columns that name a person whose entry in the index must be made anew


@cache
def _layout(table: Table) -> _Layout:
    fields = schema.fields_of(table)
    columns = ("id", *fields, "made_clock", "made_replica", "made_by", "stamps", "unknown_fields")
    listed = ", ".join(f'"{c}"' for c in columns)
    return _Layout(
        name=str(table.name),
        fields=fields,
        columns=columns,
        wire={field: to_wire(table.c[field].type) for field in fields},
        insert=f'INSERT INTO "{table.name}" ({listed}, change_seq, chapter_id) '
        f"VALUES ({', '.join('?' * (len(columns) + 2))})",
        select=f'SELECT {listed} FROM "{table.name}" WHERE chapter_id = ? AND id',
        people=("id",)
        if table in (schema.person, schema.forgotten)
        else tuple(c for c in ("person_id", "person_a", "person_b") if c in fields),
    )


class Writer:
    """Writes within one transaction, which has one clock value and one `change_seq`.

    `connection` may be used to read inside the transaction.
    """

    def __init__(
        self, connection: Connection, *, at: datetime, by: OperatorId | None, not_before_ms: int
    ) -> None:
        self.connection = connection
        self.at = at
        self.by = by
        self.touched_tables: set[Table] = set()
        raw: Any = connection.connection.dbapi_connection
        self._raw = raw
        self._chapter, self.replica, seq, last, accepted, digest = self._raw.execute(
            "SELECT chapter_id, replica_id, change_seq, clock, clock_accepted_until_ms, digest FROM here"
        ).fetchone()
        tick = ticked(last, milliseconds(at), not_before_ms=not_before_ms, accepted_until_ms=accepted)
        self.clock = tick.clock
        self.doubt: Doubt | None = tick.doubt
        self.seq: int = seq + 1
        self._heard = 0
        self._digest = int(digest, 16)
        self._journal: list[tuple[str, str, str | None, str | None, str | None, str | None, str | None]] = []
        self._people: set[str] | None = set()
        self._step: int | None = None

    # ------------------------------------------------------------ what services use

    def insert(self, table: Table, values: Mapping[str, Any], *, id: str | None = None) -> str:
        """Insert one row and return its id (a new one, unless a natural one is given)."""
        return self.insert_many(table, [{**values, "id": id or new_id()}])[0]

    def insert_many(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> list[str]:
        """Insert rows of Python values and return their ids; a row may bring its `id`."""
        layout = _layout(table)
        whole = [self._made(layout, values) for values in rows]
        self._add(table, whole)
        self._journal.extend((layout.name, str(row["id"]), None, None, None, None, None) for row in whole)
        return [str(row["id"]) for row in whole]

    def put(self, table: Table, id: str, values: Mapping[str, Any]) -> None:
        """Insert a row with a natural id, or set its fields if it is here; a row that only grows stays."""
        before = self.row(table, id)
        if before is None:
            self.insert(table, values, id=id)
        elif made(before) is None:
            after = self._made(_layout(table), {**values, "id": id})
            self.replace(table, before, after)
            self._journal.append((str(table.name), id, None, None, None, None, None))
        elif schema.kind_of(table) is Kind.FIELDS:
            self.set(table, id, values)

    def insert_again(self, table: Table, row: WireRow) -> str:
        """Insert a copy of a row that was taken back, under a new id, and return it.

        The journal names the row it stands for, so that taking back the first takes back the copy.
        """
        layout = _layout(table)
        new = row | {
            "id": new_id(),
            "made_clock": self.clock,
            "made_replica": self.replica,
            "made_by": self.by,
        }
        self._add(table, [new])
        self._journal.append((layout.name, str(new["id"]), None, wired_json(row["id"]), None, None, None))
        return str(new["id"])

    def set(self, table: Table, id: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Write fields of a row; return those that had another value before.

        Raises:
            NoSuchRecord: No such row, or only a shell of it.
        """
        assert schema.kind_of(table) is Kind.FIELDS, f"{table.name} only grows"
        before = self.row(table, id)
        if before is None:
            raise NoSuchRecord(table.name, id)
        wire = _layout(table).wire
        new = {field: None if value is None else wire[field](value) for field, value in values.items()}
        changed = tuple(field for field, value in new.items() if value != before[field])
        if not changed:
            return ()
        row_made, named, stamp = made(before), named_stamps(before), (self.clock, self.replica)
        after = before | {field: new[field] for field in changed}
        named_after = named | dict.fromkeys(changed, stamp)
        values = unknown_values(before) | after
        after["stamps"] = canonical(
            {f: (values.get(f), stamp_of(values.get(f), f, named_after, row_made)) for f in named_after},
            row_made,
        )
        self.replace(table, before, after)
        for field in changed:
            was = stamp_of(before[field], field, named, row_made)
            self.note(table, id, field, before[field], was, after[field], stamp)
        return changed

    def void(self, table: Table, id: str, reason: str = "") -> bool:
        """Take back a row of a table that only grows; return whether it stood until now.

        Raises:
            NoSuchRecord: The row was never seen here.
        """
        assert schema.kind_of(table) in (Kind.GROW, Kind.LINK), f"{table.name} is not voided"
        row = self.row(table, id)
        if row is None:
            raise NoSuchRecord(table.name, id)
        if self.is_void(id):
            return False
        self.insert(schema.void, {"target_table": str(table.name), "target_id": id, "reason": reason})
        self._touch_people(_layout(table), [row])
        self.touched_tables.add(table)
        return True

    def is_void(self, id: str) -> bool:
        """Return whether a row was taken back."""
        found = self._raw.execute(
            "SELECT 1 FROM void WHERE chapter_id = ? AND target_id = ? LIMIT 1", (self._chapter, id)
        )
        return found.fetchone() is not None

    def forget(self, people: Iterable[PersonId]) -> None:
        """Erase people for ever: fields, rows that are only about them, journal and drafts.

        Give the whole same-person component.  Head-counts stay: their sign-ins remain, without a word
        of what was written.
        """
        ids = set(people)
        for person_id in sorted(ids):
            if self.row(schema.forgotten, person_id) is None:
                self._add(schema.forgotten, [self._made(_layout(schema.forgotten), {"id": person_id})])
        self.mask(ids)

    # ------------------------------------------------------------ what the merge uses too

    def row(self, table: Table, id: str) -> WireRow | None:
        """Return a row as wire values."""
        layout = _layout(table)
        found = self._raw.execute(f"{layout.select} = ?", (self._chapter, id)).fetchone()
        return None if found is None else dict(zip(layout.columns, found, strict=True))

    def rows(self, table: Table, ids: Sequence[str]) -> dict[str, WireRow]:
        """Return the rows that are here, by id."""
        return rows_here(self.connection, self._chapter, table, ids)

    def add(self, table: Table, rows: Sequence[WireRow]) -> None:
        """Insert whole rows as another laptop made them; what they refer to must be here (`add_shells`)."""
        self._add(table, rows)

    def add_shells(self, table: Table, ids: Iterable[str]) -> None:
        """Insert an empty row for each id that is not here, so that a reference to it may stand."""
        wanted = sorted(set(ids))
        here = self.rows(table, wanted)
        empty: WireRow = dict.fromkeys(_layout(table).columns)
        self._add(table, [empty | {"id": id} for id in wanted if id not in here])

    def replace(self, table: Table, before: WireRow, after: WireRow) -> None:
        """Write a whole row in the place of `before`, uncommented: the caller journals."""
        layout = _layout(table)
        changed = [c for c in layout.columns if before[c] != after[c]]
        if not changed:
            return
        listed = ", ".join(f'"{c}" = ?' for c in changed)
        self._raw.execute(
            f'UPDATE "{layout.name}" SET {listed}, change_seq = ? WHERE chapter_id = ? AND id = ?',
            (*(after[c] for c in changed), self.seq, self._chapter, before["id"]),
        )
        self._digest += row_hash(layout.name, after) - row_hash(layout.name, before)
        self._touched(table, [before, after])

    def remove(self, table: Table, before: WireRow) -> None:
        """Take a row out of the file: only for forgetting, and for undoing a bundle that was taken in."""
        self._raw.execute(
            f'DELETE FROM "{table.name}" WHERE chapter_id = ? AND id = ?', (self._chapter, before["id"])
        )
        self._digest -= row_hash(table.name, before)
        self._touched(table, [before])

    def note(
        self,
        table: Table,
        id: str,
        field: str,
        before: Wire,
        was: tuple[int, str],
        after: Wire,
        now: tuple[int, str],
    ) -> None:
        """Add one field's change, or the loser of a merge, to the journal of this step."""
        self._journal.append(
            (
                str(table.name), id, field,
                None if before is None else wired_json(before), stamp_text(was) if was != NEVER else None,
                None if after is None else wired_json(after), stamp_text(now),
            )
        )  # fmt: skip

    def note_row(self, table: Table, id: str, before: WireRow | None, after: WireRow | None) -> None:
        """Add a whole row's before- and after-image to the journal of this step."""
        images = [None if row is None else wired_json(row) for row in (before, after)]
        self._journal.append((str(table.name), id, "*", images[0], None, images[1], None))

    def note_added(self, table: Table, ids: Iterable[str]) -> None:
        """Add to the journal of this step that rows came, as `insert` does by itself."""
        self._journal.extend((str(table.name), id, None, None, None, None, None) for id in ids)

    def hear(self, clock: int) -> None:
        """Move this laptop's clock past a believable stamp of another one."""
        self._heard = heard(self._heard, clock)

    def mask(self, ids: Collection[PersonId]) -> None:
        """Erase what this file holds of forgotten people (their tombstones are in it already)."""
        gone: list[str] = list(ids)
        for table in reversed(schema.REPLICATED.values()):
            if table is schema.person or "person_id" not in schema.references_of(table):
                continue
            for row in self._of_people(table, ids):
                rest = masked(table, row, ids)
                if rest is row:
                    continue
                gone.append(str(row["id"]))
                if rest is None:
                    self.remove(table, row)
                else:
                    self.replace(table, row, dict(rest))
        for row in self.rows(schema.person, sorted(ids)).values():
            empty: WireRow = dict.fromkeys(row)
            self.replace(schema.person, row, empty | {"id": row["id"]})
        self._raw.executemany("DELETE FROM change WHERE row_id = ?", [(id,) for id in gone])
        self._journal = [entry for entry in self._journal if entry[1] not in set(gone)]
        self._raw.execute("DELETE FROM draft")
        self.touched_tables.add(schema.forgotten)

    # ------------------------------------------------------------ closing the step

    @property
    def people(self) -> frozenset[PersonId] | None:
        """The people whose entries changed; nothing when there are too many to name."""
        return None if self._people is None else frozenset(map(PersonId, self._people))

    def step(self) -> StepId | None:
        """Return the id of the step that this becomes, for what is noted beside it; None without a change."""
        return StepId(self._flush_journal()) if self.touched_tables else None

    @property
    def digest(self) -> str:
        """The sum over all replicated rows as they stand now, 64 hexadecimal digits."""
        return f"{self._digest % MODULUS:064x}"

    def finish(self, kind: str, params: Mapping[str, Any], undoes: StepId | None) -> StepId | None:
        """Write the step, its journal and the counters; return its id, or nothing if nothing changed."""
        if not self.touched_tables:
            return None
        step = self._flush_journal()
        self._raw.execute(
            "UPDATE step SET kind = ?, params = ?, undoes = ? WHERE id = ?",
            (kind, wired_json(dict(params)), undoes, step),
        )
        self._raw.execute(
            "UPDATE here SET change_seq = ?, clock = ?, digest = ?",
            (self.seq, max(self.clock, self._heard), self.digest),
        )
        if undoes is not None:
            self._raw.execute("UPDATE step SET undone_by = ? WHERE id = ?", (step, undoes))
            self._raw.execute(  # undoing an undo puts the first step back in force
                "UPDATE step SET undone_by = NULL WHERE id = (SELECT undoes FROM step WHERE id = ?)",
                (undoes,),
            )
        return StepId(step)

    # ------------------------------------------------------------ within

    def _flush_journal(self) -> int:
        """Write the journal so far; a long step does so on the way, for its memory's sake."""
        if self._step is None:
            self._step = self._raw.execute(
                """INSERT INTO step (kind, params, "by", at, change_seq) VALUES ('', '{}', ?, ?, ?)""",
                (self.by, wired_time(self.at), self.seq),
            ).lastrowid
        step = self._step
        self._raw.executemany(
            "INSERT INTO change"
            " (step_id, table_name, row_id, field, before, before_stamp, after, after_stamp)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(step, *entry) for entry in self._journal],
        )
        self._journal.clear()
        assert step is not None
        return step

    def _made(self, layout: _Layout, values: Mapping[str, Any]) -> WireRow:
        row: WireRow = dict.fromkeys(layout.columns)
        wire = layout.wire
        for field, value in values.items():
            if value is not None and field != "id":
                row[field] = wire[field](value)
        row["id"] = values.get("id") or new_id()
        row["made_clock"], row["made_replica"], row["made_by"] = self.clock, self.replica, self.by
        return row

    def _add(self, table: Table, rows: Sequence[WireRow]) -> None:
        if not rows:
            return
        layout = _layout(table)
        columns, rest = layout.columns, (self.seq, self._chapter)
        for start in range(0, len(rows), _BATCH):
            self._raw.executemany(
                layout.insert, [(*(row[c] for c in columns), *rest) for row in rows[start : start + _BATCH]]
            )
        self._digest += sum(row_hash(layout.name, row) for row in rows)
        self._touched(table, rows)
        if len(self._journal) > _MOST_JOURNAL_HELD:
            self._flush_journal()

    def _of_people(self, table: Table, ids: Iterable[str]) -> list[WireRow]:
        layout = _layout(table)
        select = layout.select.replace("AND id", "AND person_id = ?")
        return [
            dict(zip(layout.columns, values, strict=True))
            for id in sorted(ids)
            for values in self._raw.execute(select, (self._chapter, id)).fetchall()
        ]

    def _touched(self, table: Table, rows: Sequence[WireRow]) -> None:
        self.touched_tables.add(table)
        self._touch_people(_layout(table), rows)

    def _touch_people(self, layout: _Layout, rows: Sequence[WireRow]) -> None:
        if self._people is None or not layout.people:
            return
        self._people.update(str(row[c]) for row in rows for c in layout.people if row[c] is not None)
        if len(self._people) > _TOO_MANY_PEOPLE:
            self._people = None


def rows_here(
    connection: Connection, chapter_id: str, table: Table, ids: Sequence[str]
) -> dict[str, WireRow]:
    """Return the rows that are in the file, by id, within the connection's transaction."""
    raw: Any = connection.connection.dbapi_connection
    layout, found = _layout(table), {}
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        places = ", ".join("?" * len(some))
        for values in raw.execute(f"{layout.select} IN ({places})", (chapter_id, *some)):
            row = dict(zip(layout.columns, values, strict=True))
            found[str(row["id"])] = row
    return found


def read_journal_value(text: str | None) -> Any:
    """Return a value of the journal (`before`, `after`) as it was written: a wire value, or a whole row."""
    return None if text is None else json.loads(text)
