"""The rows of another laptop's bundle, checked before anything else sees them.

The bundle's sender is proved, but a trusted laptop can be broken too: whatever comes out of here fits
its table, is canonical, and names ids, times and clocks that can be.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import Integer, Table
from sqlalchemy.types import TypeEngine

from chapter_desk.core.sync.merge import canonical_row
from chapter_desk.errors import BundleRefused
from chapter_desk.store import schema
from chapter_desk.store.clock import REMOTE_AHEAD_MS, milliseconds
from chapter_desk.store.columns import Day, Flag, Json, UtcDateTime, Wire, wired_json
from chapter_desk.store.schema import Kind
from chapter_desk.store.writer import WireRow

PORTION = 2000
"""How many rows are held at once."""

_DAY_MS = 24 * 60 * 60 * 1000
_MOST_TEXT = 200_000
_MOST_UNKNOWN_FIELDS = 64
_MOST_WHOLE = 2**63
_SYNC = ("id", "made_clock", "made_replica", "made_by", "stamps", "unknown_fields")
_RESERVED = frozenset((*_SYNC, "chapter_id", "change_seq", "table"))

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}\Z")
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,62}\Z")
_TIME_LENGTH, _DAY_LENGTH = len("2026-05-12T23:00:00.000Z"), len("2026-05-12")
# In JSON a control character can only stand escaped: one look at the bytes spares a look at each text.
_PERHAPS_CONTROL = re.compile(rb"\\(?:u00[01]|u007[fF]|[bf])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_decode = msgspec.json.Decoder(dict[str, str | int | dict[str, tuple[int, str]] | None]).decode


@dataclass(frozen=True, slots=True)
class Portion:
    """Some rows of a table, and how many more were stamped too far ahead to be believed."""

    rows: list[WireRow]
    ahead: int
    latest: int  # clock value among the rows


def latest_believed(last: int, now: datetime) -> int:
    """Return the latest clock value of another laptop that is believed: 48 hours from now.

    `last` is this laptop's last clock value; it stands for the present where the wall clock is more than
    a day behind it, for then this laptop's date is wrong and not the others'.
    """
    wall = milliseconds(now)
    present = wall if wall >= (last >> 16) - _DAY_MS else last >> 16
    return (present + REMOTE_AHEAD_MS) << 16 | 0xFFFF


class _RowError(ValueError):
    """A row that cannot be right; its text names the place, never the value."""


def portions(table: Table, lines: Iterable[bytes], *, latest: int, sender: str = "") -> Iterator[Portion]:
    """Yield a table's rows in portions.

    Args:
        table: Whose rows these are.
        lines: One row each, as `Bundle.rows` gives them.
        latest: The latest clock value that is believed.
        sender: Named when the bundle is refused.

    Raises:
        BundleRefused: `wrong-content`.
    """
    form = _Form(table)
    waiting = iter(enumerate(lines, start=1))
    while some := list(islice(waiting, PORTION)):
        rows: list[WireRow] = []
        seen = 0
        for number, line in some:
            try:
                row, clock = form.read(line)
            except (ValueError, RecursionError) as trouble:  # msgspec's and json's are ValueErrors
                place = f": {trouble}" if isinstance(trouble, _RowError) else ""
                raise BundleRefused("wrong-content", sender, f"{table.name} line {number}{place}") from None
            if clock <= latest:
                rows.append(row)
                seen = max(seen, clock)
        if len({row["id"] for row in rows}) < len(rows):
            raise BundleRefused("wrong-content", sender, f"{table.name}: one id twice")
        yield Portion(rows, len(some) - len(rows), seen)


class _Form:
    """What a row of one table must look like."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._grows = schema.kind_of(table) is not Kind.FIELDS
        self._fits: Mapping[str, Callable[[Wire], bool]] = {
            field: _is_id if field in schema.references_of(table) else _fitting(table.c[field].type)
            for field in schema.fields_of(table)
        }
        self._empty: WireRow = dict.fromkeys((*_SYNC, *self._fits))

    def read(self, line: bytes) -> tuple[WireRow, int]:
        """Return the row on a line, and the latest clock value in it."""
        said: dict[str, Any] = _decode(line)
        if _PERHAPS_CONTROL.search(line):
            _refuse_control_characters(said)
        row, unknown, fits = dict(self._empty), {}, self._fits
        stamps = said.pop("stamps", None)
        for name, value in said.items():
            if value is None:
                continue
            check = fits.get(name)
            if check is not None:
                if not check(value):
                    raise _RowError(name)
                row[name] = value
            elif name in _SYNC:
                row[name] = value
            else:
                unknown[name] = value
        clock = self._check_making(row)
        if stamps is not None:
            clock = max(clock, _latest_of(stamps))
            row["stamps"] = wired_json({field: list(stamp) for field, stamp in stamps.items()})
        if not clock:
            raise _RowError("made_clock")  # a shell: it tells nothing
        if unknown:
            row["unknown_fields"] = _unknown(unknown)
        return canonical_row(self._table, row), clock

    def _check_making(self, row: WireRow) -> int:
        clock, replica, by = row["made_clock"], row["made_replica"], row["made_by"]
        if not _is_id(row["id"]) or not (by is None or _is_id(by)) or row["unknown_fields"] is not None:
            raise _RowError("id")
        if clock is None and replica is None and by is None and not self._grows:
            return 0  # edited where only a shell of it was; who made it comes from elsewhere
        if not _is_clock(clock) or not _is_id(replica):
            raise _RowError("made_clock")
        assert isinstance(clock, int)
        return clock


def _latest_of(untrusted: Any) -> int:
    if not isinstance(untrusted, dict) or not untrusted:
        raise _RowError("stamps")
    for field, (clock, replica) in untrusted.items():
        if not _FIELD.match(field) or field in _RESERVED or not _is_clock(clock) or not _is_id(replica):
            raise _RowError("stamps")
    return max(int(clock) for clock, _replica in untrusted.values())


def _unknown(untrusted: dict[str, Any]) -> str:
    if len(untrusted) > _MOST_UNKNOWN_FIELDS:
        raise _RowError("too many unknown fields")
    for name, value in untrusted.items():
        if not _FIELD.match(name) or name in _RESERVED or not (_is_text(value) or _is_whole(value)):
            raise _RowError("an unknown field")
    return wired_json(untrusted)


def _refuse_control_characters(said: Mapping[str, Any]) -> None:
    for value in said.values():
        if isinstance(value, str) and _CONTROL.search(value):
            raise _RowError("control character")


def _fitting(kind: TypeEngine[Any]) -> Callable[[Wire], bool]:
    if isinstance(kind, UtcDateTime):
        return _is_time
    if isinstance(kind, Day):
        return _is_day
    if isinstance(kind, Json):
        return _is_json
    if isinstance(kind, Flag):
        return _is_flag
    return _is_whole if isinstance(kind, Integer) else _is_text


def _is_id(value: Wire) -> bool:
    return isinstance(value, str) and _ID.match(value) is not None


def _is_text(value: Wire) -> bool:
    return isinstance(value, str) and len(value) <= _MOST_TEXT and _is_composed(value)


def _is_composed(text: str) -> bool:
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def _is_whole(value: Wire) -> bool:
    return isinstance(value, int) and -_MOST_WHOLE <= value < _MOST_WHOLE


def _is_clock(value: Wire) -> bool:
    return isinstance(value, int) and 0 < value < _MOST_WHOLE


def _is_flag(value: Wire) -> bool:
    return value == 0 or value == 1


def _is_time(value: Wire) -> bool:
    if not isinstance(value, str) or len(value) != _TIME_LENGTH or value[-1] != "Z" or value[10] != "T":
        return False
    datetime.fromisoformat(value)
    return True


def _is_day(value: Wire) -> bool:
    if not isinstance(value, str) or len(value) != _DAY_LENGTH:
        return False
    date.fromisoformat(value)
    return True


def _is_json(value: Wire) -> bool:
    if not isinstance(value, str) or "\\u0000" in value or not _is_composed(value):
        return False
    return wired_json(json.loads(value)) == value
