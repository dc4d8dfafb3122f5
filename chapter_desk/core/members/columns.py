"""What the columns of an imported list mean: known exports by name, others by what people call things."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from chapter_desk.core.members.folding import folded
from chapter_desk.files import resource

_LEADING = re.compile(r"^(?:can2 user|can2|user|donor|attendee|primary|home) ")
_TRAILING = re.compile(r" ?\d+$")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column of a list holds which field.

    `format` is the export that was recognised, empty for any other list; `system` names whose ids its
    identifiers are.  `fields` goes by the column's number, from 0; a field may have several columns.
    `inverted` are columns whose yes means no.  `unknown` are headers nobody recognised, `left_out`
    those that are known and deliberately not read: a person may still place either.
    """

    format: str
    system: str
    fields: Mapping[int, str]
    inverted: frozenset[int]
    unknown: tuple[str, ...]
    left_out: tuple[str, ...]
    headers: tuple[str, ...]

    def columns_of(self, *fields: str) -> tuple[int, ...]:
        """Return the numbers of the columns that hold one of the fields, in the file's order."""
        return tuple(column for column, field in sorted(self.fields.items()) if field in fields)

    def placed(self, column: int, field: str) -> "ColumnMapping":
        """Return the mapping with one column placed by a person; an empty field leaves it out."""
        fields = {at: held for at, held in self.fields.items() if at != column}
        if field:
            fields[column] = field
        header = self.headers[column]
        return replace(
            self,
            fields=fields,
            unknown=tuple(name for name in self.unknown if name != header),
            left_out=tuple(name for name in self.left_out if name != header) + (() if field else (header,)),
        )


def recognised(headers: Sequence[str]) -> ColumnMapping:
    """Return what the columns under these headers mean.

    Asked in this order: the export's own names, the traps (headers that look like one field and are
    another), the names people use, and those once more without a leading "donor", "primary" or a
    number behind.  Seven columns of one name are seven columns: nothing is overwritten.
    """
    known = _known()
    names = [header_name(header) for header in headers]
    export = _export(names)
    fields: dict[int, str] = {}
    unknown, left_out = [], []
    for column, (header, name) in enumerate(zip(headers, names, strict=True)):
        meant = export.columns.get(name) or known.field_of(name)
        if name in export.columns or (name not in export.ignored and meant and not export.only):
            fields[column] = meant
        elif name in export.ignored or name in known.traps or export.only or not name:
            left_out.append(header)
        else:
            unknown.append(header)
    return ColumnMapping(
        format=export.id,
        system=export.system,
        fields=fields,
        inverted=frozenset(column for column, name in enumerate(names) if name in known.inverted),
        unknown=tuple(unknown),
        left_out=tuple(header for header in left_out if header.strip()),
        headers=tuple(headers),
    )


def field_names() -> tuple[str, ...]:
    """Return every field a column may be placed under, in the order in which to offer them."""
    return (*_known().fields, "subscribed_on", "lifetime_value", "refund_identifier")


def header_name(header: str) -> str:
    """Return a header as it is compared: folded, "#" as the word it stands for."""
    return folded(header.replace("#", " no "))


@dataclass(frozen=True, slots=True)
class _Export:
    id: str = ""
    system: str = ""
    telling: frozenset[str] = frozenset()
    beginning: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    only: bool = False

    def told_by(self, names: Sequence[str]) -> int:
        """Return how strongly the headers tell that it is this export; 0: it is another."""
        told = len(self.telling.intersection(names))
        if self.beginning:
            told += sum(name.startswith(self.beginning) for name in names)
        return told


@dataclass(frozen=True, slots=True)
class _Known:
    names: Mapping[str, str]
    traps: frozenset[str]
    inverted: frozenset[str]
    exports: tuple[_Export, ...]
    fields: tuple[str, ...]

    def field_of(self, name: str) -> str:
        """Return the field that people mean by a header, empty when there is none or it is a trap."""
        for candidate in (name, _LEADING.sub("", name), _TRAILING.sub("", _LEADING.sub("", name))):
            if candidate in self.traps:
                return ""
            if candidate in self.names:
                return self.names[candidate]
        return ""


def _export(names: Sequence[str]) -> _Export:
    best = max(_known().exports, key=lambda export: export.told_by(names))
    return best if best.told_by(names) else _Export()


@cache
def _known() -> _Known:
    """Return the facts of `resources/names/import_columns.toml`: nothing personal, read once."""
    text = resource("names", "import_columns.toml").read_text(encoding="utf-8")
    facts = tomllib.loads(text)
    return _Known(
        names={header_name(name): field for field, names in facts["fields"].items() for name in names},
        traps=frozenset(map(header_name, facts["traps"])),
        inverted=frozenset(map(header_name, facts["inverted"])),
        exports=tuple(_export_of(export) for export in facts["formats"]),
        fields=tuple(facts["fields"]),
    )


def _export_of(facts: dict[str, Any]) -> _Export:
    return _Export(
        id=facts["id"],
        system=facts.get("system", ""),
        telling=frozenset(map(header_name, facts["telling"])),
        beginning=header_name(facts.get("beginning", "")),
        columns={header_name(name): field for name, field in facts["columns"].items()},
        ignored=frozenset(map(header_name, facts.get("ignored", ()))),
        only=facts.get("only", False),
    )
