"""Declaring a replicated table: its key, its sync columns, how its rows merge and what forgetting does to it.

The tables themselves stand in `store.schema`.
"""

from enum import Enum
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, MetaData, Table, Text

from chapter_desk.store.columns import Day, Flag, Json, UtcDateTime
from chapter_desk.values import Area

metadata = MetaData()


class Kind(Enum):
    """How the rows of a table merge."""

    FIELDS = "fields"
    """The last writer per field wins; `removed_at` takes a row away and clearing it puts it back."""
    GROW = "grow"
    """Inserted, never changed; taken back by a row in `void`."""
    LINK = "link"
    """An undirected pair, grow-only, voidable."""
    TOMBSTONE = "tombstone"
    """Wins for ever."""


class OnForget(Enum):
    """What becomes of a row when its person is forgotten."""

    KEEP = "keep"
    DELETE = "delete"
    BLANK = "blank"


_SYNC = (
    "chapter_id",
    "id",
    "made_clock",
    "made_replica",
    "made_by",
    "stamps",
    "change_seq",
    "unknown_fields",
)

REPLICATED: dict[str, Table] = {}
"""All replicated tables by name, each after the tables it refers to."""


def kind_of(table: Table) -> Kind:
    kind: Kind = table.info["kind"]
    return kind


def area_of(table: Table) -> Area:
    area: Area = table.info["area"]
    return area


def fields_of(table: Table) -> tuple[str, ...]:
    """Return the names of a replicated table's own columns, without key and sync columns."""
    fields: tuple[str, ...] = table.info["fields"]
    return fields


def references_of(table: Table) -> dict[str, str]:
    """Return `{column: table it refers to}`; all references are to ids of the same chapter."""
    references: dict[str, str] = table.info["references"]
    return references


def on_forget_of(table: Table) -> OnForget:
    on_forget: OnForget = table.info["on_forget"]
    return on_forget


def personal_of(table: Table) -> tuple[str, ...]:
    """Return the columns that hold personal data: the one list that forget and the canary search read."""
    personal: tuple[str, ...] = table.info["personal"]
    return personal


def texts(*names: str) -> list[Column[Any]]:
    return [Column(name, Text) for name in names]


def wholes(*names: str) -> list[Column[Any]]:
    return [Column(name, Integer) for name in names]


def flags(*names: str) -> list[Column[Any]]:
    return [Column(name, Flag) for name in names]


def times(*names: str) -> list[Column[Any]]:
    return [Column(name, UtcDateTime) for name in names]


def days(*names: str) -> list[Column[Any]]:
    return [Column(name, Day) for name in names]


def structures(*names: str) -> list[Column[Any]]:
    return [Column(name, Json) for name in names]


def refs(**targets: str) -> list[Column[Any]]:
    return [Column(name, Text, info={"refers_to": table}) for name, table in targets.items()]


def replicated(
    name: str,
    kind: Kind,
    area: Area,
    *groups: list[Column[Any]],
    personal: tuple[str, ...] = (),
    on_forget: OnForget = OnForget.KEEP,
    look_up: tuple[str, ...] = (),
    covered: tuple[str, ...] = (),
) -> Table:
    """Declare a replicated table; every own column is nullable, for a row may come first as a shell.

    References and `look_up` have an index each; `covered` is one index that answers a frequent question
    without the rows, in the place of the index on its first column.
    """
    columns = [column for group in groups for column in group]
    if kind is Kind.FIELDS:
        columns += times("removed_at")
    references = {str(c.name): c.info["refers_to"] for c in columns if "refers_to" in c.info}
    table = Table(
        name,
        metadata,
        Column("chapter_id", Text, primary_key=True),
        Column("id", Text, primary_key=True),
        *columns,
        Column("made_clock", BigInteger),
        Column("made_replica", Text),
        Column("made_by", Text),
        Column("stamps", Text),
        Column("change_seq", BigInteger, nullable=False),
        Column("unknown_fields", Text),
        *(
            ForeignKeyConstraint(["chapter_id", column], [f"{target}.chapter_id", f"{target}.id"])
            for column, target in references.items()
        ),
        Index(f"ix_{name}_change_seq", "change_seq"),
        *(
            Index(f"ix_{name}_{column}", column)
            for column in dict.fromkeys([*references, *look_up])
            if column not in covered[:1]
        ),
        *([Index(f"ix_{name}_covered", *covered)] if covered else []),
        info={
            "kind": kind,
            "area": area,
            "fields": tuple(str(c.name) for c in columns),
            "references": references,
            "personal": personal,
            "on_forget": on_forget,
        },
    )
    REPLICATED[name] = table
    return table
