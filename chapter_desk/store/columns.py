"""How values are kept: everything is text, a whole number, or nothing.

A *wire value* (`str | int | None`) is what stands in the file, in the journal, in a bundle and in
the digest; the column types here turn wire values into Python's and back.  No REAL columns, so
that no laptop rounds differently.
"""

import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Integer, SmallInteger, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

Wire = str | int | None


def wired_time(value: datetime) -> str:
    """Return an aware time as fixed-width UTC text, to the millisecond, so that text order is time order."""
    utc = value.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='milliseconds')}Z"


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time, kept as `2026-05-12T23:00:00.000Z`."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else wired_time(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A day without a time, kept as `2026-05-12`."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """Yes or no, kept as 1 or 0."""

    impl = SmallInteger
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Json(TypeDecorator[Any]):
    """A small structure, kept as JSON text with sorted keys; it merges as one value."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else wired_json(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def wired_json(value: Any) -> str:
    """Return JSON text that is the same for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def composed(text: str) -> str:
    """Return a text as it is kept and sent: in Unicode's composed form (NFC), whoever typed it and how."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def to_wire(kind: TypeEngine[Any]) -> Callable[[Any], Wire]:
    """Return the function that turns a Python value of a column's type into its wire value."""
    if isinstance(kind, UtcDateTime):
        return wired_time
    if isinstance(kind, Day):
        return date.isoformat
    if isinstance(kind, Json):
        return lambda value: composed(wired_json(value))
    if isinstance(kind, Flag | Integer):
        return int
    return lambda value: composed(str(value))


def from_wire(kind: TypeEngine[Any], value: Wire) -> Any:
    """Return the Python value of a wire value of a column's type."""
    if isinstance(kind, UtcDateTime):
        return None if value is None else datetime.fromisoformat(str(value))
    if isinstance(kind, Day):
        return None if value is None else date.fromisoformat(str(value))
    if isinstance(kind, Json):
        return None if value is None else json.loads(str(value))
    if isinstance(kind, Flag):
        return None if value is None else bool(value)
    return value
