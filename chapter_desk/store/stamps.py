"""Which write each field of a row comes from.  Pure.

A *stamp* is (clock, replica).  A field's stamp is the row's own (`made_clock`, `made_replica`), unless
`stamps` names a later one; a field that was never written has `NEVER`.  `stamps` is canonical: it
lists a field only if the rule above does not already give its stamp, so that equal rows are equal bytes.
"""

import json
from collections.abc import Mapping

from chapter_desk.store.columns import Wire, wired_json

Stamp = tuple[int, str]
NEVER: Stamp = (0, "")

Stamped = tuple[Wire, Stamp]
"""A field's value and the write it comes from."""


def made(row: Mapping[str, Wire]) -> Stamp | None:
    """Return the stamp of a row's making; nothing for a shell."""
    clock = row["made_clock"]
    return None if clock is None else (int(clock), str(row["made_replica"]))


def named_stamps(row: Mapping[str, Wire]) -> dict[str, Stamp]:
    """Return the fields that `stamps` lists, with their stamps."""
    text = row["stamps"]
    if text is None:
        return {}
    return {field: (clock, replica) for field, (clock, replica) in json.loads(str(text)).items()}


def unknown_values(row: Mapping[str, Wire]) -> dict[str, Wire]:
    """Return the fields that a later version of the program wrote and this one only keeps."""
    text = row["unknown_fields"]
    return {} if text is None else dict(json.loads(str(text)))


def stamp_of(value: Wire, field: str, named: Mapping[str, Stamp], row_made: Stamp | None) -> Stamp:
    """Return the stamp of one field, given its value, the row's named stamps and the row's making."""
    found = named.get(field)
    if found is not None:
        return found
    return NEVER if value is None or row_made is None else row_made


def canonical(fields: Mapping[str, Stamped], row_made: Stamp | None) -> str | None:
    """Return the `stamps` text of a row whose fields and making are these; nothing when it would be empty."""
    named = {
        field: list(stamp)
        for field, (value, stamp) in fields.items()
        if stamp != NEVER and (stamp != row_made or value is None)
    }
    return wired_json(named) if named else None


def stamp_text(stamp: Stamp) -> str:
    """Return a stamp as the journal keeps it."""
    return f"{stamp[0]}:{stamp[1]}"
