"""What leaves this laptop with a bundle, read back from the very bytes that will be sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from chapter_desk.core.sync.bundle import Contents
from chapter_desk.core.sync.matrix import COUNTS, HEARD, Destination
from chapter_desk.core.sync.progress import Report, silent
from chapter_desk.core.sync.sharing import LeftOut

_SYNC = frozenset({"id", "made_clock", "made_replica", "made_by", "stamps"})
_TOLD_EVERY = 5000

_raw_line = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


@dataclass(frozen=True, slots=True)
class TableLeaving:
    """How many rows of a table leave, and which of their fields, sorted."""

    table: str
    rows: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One number of a summary; see `counts.counts_table`."""

    what: str
    count: int
    kind: str = ""
    month: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class PersonNamed:
    """Somebody whom the bundle names."""

    person_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves with a bundle.

    `size` is in bytes, before sealing adds a few hundred.  `people` are named to national, sorted by
    name; a bundle to the chapter's own laptops carries everybody and lists nobody.
    """

    kind: str
    destination: Destination
    tables: tuple[TableLeaving, ...]
    counted: tuple[Counted, ...]
    people: tuple[PersonNamed, ...]
    left_out: tuple[LeftOut, ...]
    size: int
    since: int
    upto: int
    created: datetime

    @property
    def rows(self) -> int:
        """How many rows leave; a count of a summary is one."""
        return sum(table.rows for table in self.tables) + len(self.counted)


def leaving(
    contents: Contents,
    destination: Destination,
    size: int,
    left_out: tuple[LeftOut, ...] = (),
    report: Report = silent,
) -> Leaving:
    """Return what a packed bundle of `size` bytes holds."""
    manifest = contents.manifest
    found: list[TableLeaving] = []
    people: list[PersonNamed] = []
    done = 0
    for resource in manifest.resources:
        if resource.name in (COUNTS, HEARD):
            continue
        fields: set[str] = set()
        for number, line in enumerate(contents.rows(resource.name), start=1):
            said = _raw_line(line)
            fields |= said.keys()
            if resource.name == "person" and destination is Destination.NATIONAL:
                people.append(_named(said))
            if number % _TOLD_EVERY == 0:
                report(done + number, manifest.rows)
        done += resource.rows
        found.append(TableLeaving(resource.name, resource.rows, tuple(sorted(fields - _SYNC))))
    return Leaving(
        kind=manifest.kind,
        destination=destination,
        tables=tuple(found),
        counted=tuple(_counted(line) for line in contents.rows(COUNTS)),
        people=tuple(sorted(people, key=lambda each: (each.name, each.person_id))),
        left_out=left_out,
        size=size,
        since=manifest.since,
        upto=manifest.upto,
        created=manifest.created,
    )


def _named(said: dict[str, msgspec.Raw]) -> PersonNamed:
    name: Any = msgspec.json.decode(said["display_name"]) if "display_name" in said else ""
    return PersonNamed(msgspec.json.decode(said["id"]), name)


def _counted(line: bytes) -> Counted:
    return msgspec.json.decode(line, type=Counted)
