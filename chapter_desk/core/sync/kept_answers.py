"""Fields that two laptops wrote without knowing of each other: the later answer stands, the other is kept.

Read from the journal of the bundles that were taken in.  An answer is open until somebody picks one,
or writes the field anew.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from chapter_desk.core.members.naming import sort_name
from chapter_desk.core.steps import TAKE_IN
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.columns import from_wire
from chapter_desk.store.database import Database
from chapter_desk.store.schema import Kind
from chapter_desk.store.stamps import made, named_stamps, stamp_of, stamp_text
from chapter_desk.store.writer import read_journal_value, rows_here
from chapter_desk.values import Area, StepId

PUT_BACK = "put-back"

_SETTLED = "settled-answers"
_FOLLOW = frozenset({"sort_name", "position", "stamps"})
"""Fields that follow from others, or that nobody would want to be asked about."""
_MOST = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What one laptop wrote in a field, and when.  A reference is told by the name of what it is to."""

    value: Any
    laptop: str
    is_here: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class TwoKept:
    """One field with two answers.  `about` is the name or title of what the field belongs to."""

    id: int
    table: str
    row_id: str
    field: str
    about: str
    in_use: Answer
    other: Answer


class KeptAnswers:
    """Shows the answers that lost, and puts one in use."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def open(self) -> tuple[TwoKept, ...]:
        """Return the fields of which nobody picked an answer yet, newest first."""
        change, step = schema.change.c, schema.step.c
        came = select(step.id).where(step.kind == TAKE_IN, step.undone_by.is_(None)).order_by(step.id.desc())
        with self._db.read() as connection:
            steps = connection.scalars(came.limit(_MOST)).all()
            if not steps:
                return ()
            query = (
                schema.change.select()
                .where(change.step_id.in_(steps), change.field.is_not(None), change.field != "*")
                .order_by(change.id.desc())
                .limit(_MOST)
            )
            settled, names = set(_settled(connection)), _laptops(connection)
            found: dict[tuple[str, str], TwoKept] = {}
            for row in connection.execute(query).all():
                if row.id not in settled and (row.row_id, row.field) not in found:
                    kept = self._kept(connection, row, names)
                    if kept is not None:
                        found[row.row_id, row.field] = kept
        return tuple(found.values())

    def use_other(self, kept: TwoKept) -> StepId | None:
        """Put the other answer in use; return the step, None when it stood already.

        Raises:
            NoSuchRecord: What the field belongs to is not here any more.
        """
        table = schema.REPLICATED[kept.table]
        with self._db.read() as connection:
            row = connection.execute(
                schema.change.select().where(schema.change.c.id == kept.id)
            ).one_or_none()
        if row is None:
            raise NoSuchRecord(kept.table, kept.row_id)
        value = from_wire(table.c[kept.field].type, read_journal_value(row.before))
        values = {kept.field: value}
        if kept.field == "display_name" and value:
            values["sort_name"] = sort_name(str(value))
        with self._db.write(PUT_BACK, {"row": kept.row_id, "field": kept.field}) as writer:
            writer.set(table, kept.row_id, values)
            seq = writer.seq
        with self._db.read() as connection:
            return connection.scalar(select(schema.step.c.id).where(schema.step.c.change_seq == seq))

    def keep(self, kept: TwoKept) -> None:
        """Leave the answer in use, and ask no more."""
        self._settle(lambda settled: [*settled, kept.id])

    def ask_again(self, kept: TwoKept) -> None:
        """Take back that somebody kept the answer in use."""
        self._settle(lambda settled: [each for each in settled if each != kept.id])

    def _settle(self, change: Any) -> None:
        setting = schema.setting
        with self._db.write_local(Area.EXCHANGE) as connection:
            settled = change(_settled(connection))[-10 * _MOST :]
            connection.execute(setting.delete().where(setting.c.key == _SETTLED))
            connection.execute(setting.insert().values(key=_SETTLED, value=settled))

    def _kept(self, connection: Connection, change: Row[Any], names: dict[str, str]) -> TwoKept | None:
        table = schema.REPLICATED[change.table_name]
        if schema.kind_of(table) is not Kind.FIELDS or change.field in _FOLLOW:
            return None
        if change.field not in schema.fields_of(table) or change.before_stamp is None:
            return None
        row = rows_here(connection, self._db.chapter_id, table, [change.row_id]).get(change.row_id)
        if row is None or row.get("removed_at") is not None:
            return None
        stands = stamp_of(row[change.field], change.field, named_stamps(row), made(row))
        if stamp_text(stands) != change.after_stamp:
            return None  # somebody wrote it since
        column = table.c[change.field]

        def answer(value: str | None, stamp: str) -> Answer:
            clock, _colon, replica = stamp.partition(":")
            here = replica == self._db.replica_id
            said = from_wire(column.type, read_journal_value(value))
            target = schema.references_of(table).get(change.field)
            if target is not None and said is not None:
                said = _called(connection, schema.REPLICATED[target], str(said))
            return Answer(
                said, names.get(replica, ""), here, datetime.fromtimestamp((int(clock) >> 16) / 1000, UTC)
            )

        return TwoKept(
            id=change.id,
            table=change.table_name,
            row_id=change.row_id,
            field=change.field,
            about=_about(connection, table, row),
            in_use=answer(change.after, change.after_stamp),
            other=answer(change.before, change.before_stamp),
        )


def _about(connection: Connection, table: Table, row: Any) -> str:
    """Return what a row is called: by itself, or by the person, meeting or issue it belongs to."""
    own = next((row[name] for name in ("display_name", "title", "name") if row.get(name)), None)
    if own is not None:
        return str(own)
    for column, target in schema.references_of(table).items():
        if column in ("person_id", "meeting_id", "issue_id") and row[column] is not None:
            return _called(connection, schema.REPLICATED[target], str(row[column]))
    return ""


def _called(connection: Connection, table: Table, id: str) -> str:
    shown = next((table.c[name] for name in ("display_name", "title", "name") if name in table.c), None)
    if shown is None:
        return ""
    return str(connection.scalar(select(shown).where(table.c.id == id)) or "")


def _settled(connection: Connection) -> list[int]:
    setting = schema.setting.c
    return connection.scalar(select(setting.value).where(setting.key == _SETTLED)) or []


def _laptops(connection: Connection) -> dict[str, str]:
    laptop = schema.laptop.c
    return {row.id: row.name or "" for row in connection.execute(select(laptop.id, laptop.name))}
