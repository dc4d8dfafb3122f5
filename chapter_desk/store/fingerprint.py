"""The digest: a sum of row hashes that two laptops compare without reading everything again.

A row counts with what replicates (key, maker, fields, stamps), never with local columns.  An empty
shell counts nothing: it only keeps a reference from dangling.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import msgspec

from chapter_desk.store.columns import Wire

MODULUS = 1 << 256

_encode = msgspec.json.Encoder(order="sorted").encode


def row_hash(table: str, row: Mapping[str, Wire]) -> int:
    """Return the hash of one row given all its columns as wire values; 0 for a shell.

    `row` has the row's own fields, `id`, `made_clock`, `made_replica`, `made_by`, `stamps` and
    `unknown_fields` (JSON text or nothing); other keys must not be in it.
    """
    if row["made_clock"] is None and row["stamps"] is None:
        return 0
    content: dict[str, Any] = {name: value for name, value in row.items() if value is not None}
    content["table"] = str(table)  # SQLAlchemy's names are a kind of str that JSON refuses
    if row["stamps"] is not None:
        content["stamps"] = json.loads(str(row["stamps"]))
    unknown = content.pop("unknown_fields", None)
    if unknown is not None:  # flat, so that a version that knows the field counts the same
        content |= json.loads(str(unknown))
    return int.from_bytes(hashlib.sha256(_encode(content)).digest(), "big")
