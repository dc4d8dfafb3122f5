"""The manifest of a bundle: a Data Package (version 2) with our facts under "chapter_desk:".

What a stranger wrote is decoded here and nowhere else: size, depth, types, lengths, characters.
"""

import re
from datetime import datetime
from typing import Annotated, Final, Literal, get_args

import msgspec
from msgspec import Meta

from chapter_desk.core.sync.trust import Certificate
from chapter_desk.errors import BundleRefused

FORMAT: Final = 1
"""The bundle format that this version writes; it reads every one up to it."""

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 8

Kind = Literal[
    "summary", "delta", "snapshot", "door-pack", "attendance", "receipt", "promotion", "nomination"
]
KINDS: Final[frozenset[str]] = frozenset(get_args(Kind))
KINDS_FROM_NATIONAL: Final[frozenset[str]] = frozenset({"receipt", "promotion"})
"""What a key without a chapter may sign: never anything that changes a chapter's people or meetings."""

DOOR_PACK: Final = "door-pack"
ATTENDANCE: Final = "attendance"
"""The one kind that a door laptop may sign."""

UNDERSTOOD: Final[frozenset[str]] = frozenset()
"""Names of later additions, beyond format 1, that this version reads rightly."""

_SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"

_Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.:-]{1,64}\Z")]
_Line = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*\Z")]
_Count = Annotated[int, Meta(ge=0, le=2**63 - 1)]
_Hash = Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}\Z")]
_Moment = Annotated[datetime, Meta(tz=True)]
BundleName = Annotated[str, Meta(pattern=r"^cd-[0-9a-f]{4,32}-[0-9]{1,12}\Z")]
TableName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,62}\Z")]


class Resource(msgspec.Struct, frozen=True, rename={"rows": "chapter_desk:rows"}):
    """One table of the bundle, as a Data Package describes it; `bytes` and `hash` are of the whole member."""

    name: TableName
    path: Annotated[str, Meta(pattern=r"^data/[a-z][a-z0-9_]{0,62}\.jsonl\Z")]
    bytes: _Count
    hash: _Hash
    rows: _Count
    format: Literal["jsonl"] = "jsonl"
    mediatype: Literal["application/jsonl"] = "application/jsonl"
    encoding: Literal["utf-8"] = "utf-8"


class Confirmed(msgspec.Struct, frozen=True):
    """How far the writer has taken in what a peer wrote: the peer's own count, for one incarnation."""

    replica_id: _Id
    incarnation: _Id
    upto: _Count


def _in_package(name: str) -> str:
    """Return a field's name in the file: the Data Package's own, or ours with our prefix."""
    if name in ("name", "created", "resources"):
        return name
    return "$schema" if name == "schema" else f"chapter_desk:{name}"


class Preamble(msgspec.Struct, frozen=True, rename=_in_package):
    """What must be known before anything else in a manifest is believed, in every format."""

    format: _Count
    minimum_reader: _Count
    kind: _Line
    must_understand: Annotated[tuple[_Line, ...], Meta(max_length=100)] = ()
    certificate: Certificate | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True, rename=_in_package):
    """All a bundle says of itself.

    The caller of `bundle.drafted` fills everything down to `must_understand`; the rest is filled in
    when the tables are packed.

    Attributes:
        name: `cd-<random>-<sequence>`, also the name of the file.
        created: When it was written by the writer's clock, aware.
        sequence: Counts this incarnation's bundles from 1.
        since, upto: The bundle holds what the writer's `change_seq` counted after `since`, up to `upto`.
        confirmed: What the writer has taken in of each peer; a peer's next delta starts there.
        recipients: Age recipients; all that the bundle is sealed to, and signed, so that nobody can
            pass it on as if it had been meant for another.
        digest: Of all replicated state of the writer (hexadecimal), "" where it has no meaning.
        program: Who wrote it, for the helper: "chapter-desk 0.1.0".
        must_understand: A reader that does not know one of these must not take the bundle in.
        key_id: The name of the signing key, as minisign prints it.
        packed: SHA-256 of the packed tables as they lie in the bundle; proved before they are unpacked.
    """

    schema: str = _SCHEMA
    name: BundleName
    created: _Moment
    kind: Kind
    chapter_id: _Id
    chapter_name: _Line
    replica_id: _Id
    incarnation: _Id
    sequence: _Count
    since: _Count
    upto: _Count
    recipients: Annotated[tuple[_Id, ...], Meta(min_length=1, max_length=32)]
    confirmed: Annotated[tuple[Confirmed, ...], Meta(max_length=1000)] = ()
    digest: Annotated[str, Meta(pattern=r"^[0-9a-f]{0,64}\Z")] = ""
    program: _Line = ""
    must_understand: Annotated[tuple[_Line, ...], Meta(max_length=100)] = ()
    key_id: _Id = "-"
    certificate: Certificate | None = None
    packed: _Hash = "sha256:" + "0" * 64
    format: _Count = FORMAT
    minimum_reader: _Count = FORMAT
    resources: Annotated[tuple[Resource, ...], Meta(max_length=62)] = ()

    @property
    def rows(self) -> int:
        """How many rows the bundle holds, in all tables."""
        return sum(resource.rows for resource in self.resources)

    def encoded(self) -> bytes:
        """Return the manifest as the bytes of `datapackage.json`, indented, ending in a line feed."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


def preamble(untrusted: bytes) -> Preamble:
    """Return what a manifest says before it is known who signed it.

    Raises:
        BundleRefused: `too-large`, or `not-a-bundle` where it is not a manifest of any version.
    """
    if len(untrusted) > MOST_BYTES:
        raise BundleRefused("too-large", detail=f"manifest of {len(untrusted)} bytes")
    if _depth(untrusted) > MOST_DEPTH:
        raise BundleRefused("not-a-bundle", detail="manifest nested too deep")
    try:
        return msgspec.json.decode(untrusted, type=Preamble)
    except (ValueError, RecursionError) as trouble:  # msgspec's own errors are ValueErrors
        raise BundleRefused("not-a-bundle", detail=f"manifest: {trouble}") from None


def check_readable(said: Preamble) -> None:
    """Return if this version can read such a bundle: whatever its format, the writer says which readers can.

    Raises:
        BundleRefused: `newer`.
    """
    unknown = sorted(set(said.must_understand) - UNDERSTOOD)
    if said.minimum_reader > FORMAT or said.kind not in KINDS or unknown:
        detail = f"format {said.format}, reader {said.minimum_reader}, {said.kind}, {unknown}"
        raise BundleRefused("newer", detail=detail)


def decoded(signed: bytes) -> Manifest:
    """Return a manifest whose signature was checked and whose format can be read.

    Raises:
        BundleRefused: `wrong-content`: a trusted sender wrote what cannot be right.
    """
    try:
        return msgspec.json.decode(signed, type=Manifest)
    except (ValueError, RecursionError) as trouble:  # msgspec's own errors are ValueErrors
        raise BundleRefused("wrong-content", detail=f"manifest: {trouble}") from None


_BRACKETS_OUTSIDE_TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|([\[{])|([\]}])', re.DOTALL)


def _depth(untrusted: bytes) -> int:
    """Return how deep brackets nest, without parsing: a parser might run out of stack."""
    depth = deepest = 0
    for found in _BRACKETS_OUTSIDE_TEXT.finditer(untrusted):
        if found[1]:
            depth += 1
            deepest = max(deepest, depth)
        elif found[2]:
            depth -= 1
    return deepest
