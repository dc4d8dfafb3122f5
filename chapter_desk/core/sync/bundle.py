"""The bundle: tables packed and signed, then sealed; and a stranger's file, checked layer by layer.

Writing goes `drafted` -> look at `Draft.contents` -> `write`.  What the person looks at is unpacked
from the very bytes that are sealed.  Reading is `opened`: cheap checks first, nothing unpacked
before its signature proved right, nothing written to the disk, and either a `Bundle` comes back whose
every byte was vouched for by its sender, or `BundleRefused` is raised.
"""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from chapter_desk.core.safekeeping.durable import write_durably
from chapter_desk.core.sync import container
from chapter_desk.core.sync.container import MANIFEST, SIGNATURE, Member
from chapter_desk.core.sync.manifest import (
    ATTENDANCE,
    KINDS,
    KINDS_FROM_NATIONAL,
    Manifest,
    Resource,
    check_readable,
    decoded,
    preamble,
)
from chapter_desk.core.sync.sealing import BLOCK, MOST_SEALED_BYTES, Identity, sealed, unsealed
from chapter_desk.core.sync.signing import Signature
from chapter_desk.core.sync.trust import Sender, Signer, TrustList
from chapter_desk.errors import BundleRefused, BundleTooLarge
from chapter_desk.values import ChapterId

SUFFIX = ".cdb"


class Contents:
    """What lies in the zip of a bundle: its manifest and its tables, unpacked as they are asked for."""

    def __init__(self, manifest: Manifest, members: Sequence[Member]) -> None:
        self.manifest = manifest
        self._members = {member.name: member for member in members}

    @property
    def manifest_bytes(self) -> bytes:
        """The exact bytes that are signed: `datapackage.json`."""
        return bytes(self._members[MANIFEST].packed)

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables, in the bundle's order."""
        return tuple(resource.name for resource in self.manifest.resources)

    def rows(self, table: str) -> Iterator[bytes]:
        """Yield the rows of a table, each one line of JSON without its line feed; none if it is not there."""
        rest = b""
        for block in self._blocks(table):
            *lines, rest = (rest + block).split(b"\n")
            yield from lines

    def content(self, table: str) -> bytes:
        """Return all lines of a table at once; empty if it is not there."""
        return b"".join(self._blocks(table))

    def _blocks(self, table: str) -> Iterator[bytes]:
        member = self._members.get(_path(table))
        return iter(()) if member is None else container.unpacked(member)


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """A bundle packed and signed, but not sealed: `plain` is the zip, to be looked at and then sealed."""

    manifest: Manifest
    plain: bytes

    @property
    def name(self) -> str:
        """The name of the file to come: `cd-<random>-<sequence>.cdb`."""
        return self.manifest.name + SUFFIX

    @property
    def contents(self) -> Contents:
        """What will leave this laptop, read back from the bytes that will be sealed."""
        return preview(self.plain)


@dataclass(frozen=True, slots=True, repr=False)
class Bundle:
    """A bundle that proved whole and meant for this reader, and who wrote it.

    `id` is the SHA-256 of the signed manifest (hexadecimal): the same bundle sealed anew, or
    copied, has the same id.
    """

    id: str
    sender: Sender
    contents: Contents

    @property
    def manifest(self) -> Manifest:
        """What the bundle says of itself, every word signed."""
        return self.contents.manifest

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables, in the bundle's order; a later version may send unknown ones."""
        return self.contents.tables

    def rows(self, table: str) -> Iterator[bytes]:
        """Yield the rows of a table, each one line of JSON (UTF-8, not parsed yet, 1 MiB at most)."""
        return self.contents.rows(table)


@dataclass(frozen=True, slots=True, repr=False)
class Reader:
    """Who reads: what it can unseal, whom it believes, and what it takes.

    `chapter_id` is the chapter the bundle must be of; None takes every chapter on the trust list
    (national's side).  `kinds` narrows what is taken here.
    """

    identities: Sequence[Identity]
    trust: TrustList
    chapter_id: ChapterId | None = None
    kinds: Collection[str] = KINDS


def new_name(sequence: int) -> str:
    """Return the name of a new bundle; it tells nothing but its place in the sequence."""
    return f"cd-{secrets.token_hex(6)}-{sequence}"


def drafted(manifest: Manifest, tables: Mapping[str, Iterable[bytes]], signer: Signer) -> Draft:
    """Pack and sign a bundle; the same arguments give the same bytes.

    Args:
        manifest: Everything but key, certificate, hashes and resources, which are filled in here.
        tables: For each table chunks of whole lines of JSON, UTF-8, each line ended by a line feed.
            They are read once, in order, and never held all at once.  Empty tables are left out.
        signer: The laptop's key with its certificate, or national's key.

    Raises:
        BundleTooLarge: It is more than one bundle holds; nothing was written.
    """
    packed = {table: container.packed(_path(table), chunks) for table, chunks in tables.items()}
    packed = {table: one for table, one in packed.items() if one.tally.lines}
    members = [one.member for one in packed.values()]
    if len(members) + 2 > container.MOST_MEMBERS:
        raise ValueError(f"{len(members)} tables do not fit a bundle")
    if sum(member.size for member in members) + BLOCK * BLOCK > container.MOST_UNPACKED_BYTES:
        raise BundleTooLarge(container.MOST_UNPACKED_BYTES)
    complete = msgspec.structs.replace(
        manifest,
        key_id=signer.key.verify_key.name,
        certificate=signer.certificate,
        packed=container.fingerprint(members),
        resources=tuple(
            Resource(table, _path(table), one.tally.size, one.tally.hash, one.tally.lines)
            for table, one in packed.items()
        ),
    )
    text = complete.encoded()
    msgspec.json.decode(text, type=Manifest)  # what a reader would refuse is our bug and is met here
    return Draft(complete, _signed_zip(text, members, signer, manifest.name))


def write(draft: Draft, folder: Path) -> Path:
    """Seal a draft to the recipients in its manifest and write it; returns where, once it is on the disk.

    Raises:
        AlreadyThere: A bundle of that name is there; bundles are never changed.
        BundleTooLarge, NotSaved, NotAKey: Nothing was written.
    """
    content = sealed_draft(draft)
    path = folder / draft.name
    write_durably(path, content, private=False)
    return path


def sealed_draft(draft: Draft) -> bytes:
    """Return the sealed bytes of a draft, different each time though they hold the same.

    Raises:
        BundleTooLarge, NotAKey: As `write`.
    """
    content = sealed(draft.plain, draft.manifest.recipients)
    if len(content) > MOST_SEALED_BYTES:
        raise BundleTooLarge(MOST_SEALED_BYTES)
    return content


def preview(plain: bytes) -> Contents:
    """Return what a draft's zip holds, by reading it as any recipient would."""
    members = container.members(plain)
    return Contents(decoded(bytes(members[0].packed)), members)


def read(path: Path, reader: Reader) -> Bundle:
    """Return the bundle in a file.

    Raises:
        BundleRefused: As `opened`; `unreadable` where the disk does not give the file out.
    """
    try:
        if path.stat().st_size > MOST_SEALED_BYTES:
            raise BundleRefused("too-large", detail=f"{path.stat().st_size} bytes")
        with path.open("rb") as file:
            untrusted = file.read(MOST_SEALED_BYTES + 1)
    except OSError as trouble:
        raise BundleRefused("unreadable", detail=str(trouble.strerror)) from trouble
    return opened(untrusted, reader)


def opened(untrusted: bytes, reader: Reader) -> Bundle:
    """Return the bundle in sealed bytes, every byte of it proved to be what its sender wrote.

    In this order: size, seal, zip directory, signature, format, kind, chapter, recipients, then size,
    hash and lines of each table.  The rows themselves are not parsed.

    Raises:
        BundleRefused: Its `reason` says which of these did not hold.
    """
    plain = unsealed(untrusted, reader.identities)
    members = container.members(plain)
    if (
        [member.name for member in members[:2]] != [MANIFEST, SIGNATURE]
        or members[0].method
        or members[1].method
    ):
        raise BundleRefused("not-a-bundle", detail="does not begin with a signed manifest")
    signed, signature = bytes(members[0].packed), _signature(bytes(members[1].packed))
    said = preamble(signed)
    sender = reader.trust.sender(said.certificate, signed, signature)
    check_readable(said)
    manifest = decoded(signed)
    _check_meant(manifest, sender, reader)
    _check_tables(manifest, members[2:])
    return Bundle(hashlib.sha256(signed).hexdigest(), sender, Contents(manifest, members))


def _path(table: str) -> str:
    return f"data/{table}.jsonl"


def _signed_zip(manifest: bytes, members: Sequence[Member], signer: Signer, name: str) -> bytes:
    """Return the whole zip, its manifest lengthened by spaces until the zip comes in whole blocks."""

    def head(padding: int) -> list[Member]:
        text = manifest[:-1] + b" " * padding + b"\n"
        signature = signer.key.signed(text, f"chapter-desk bundle {name}").text.encode()
        return [container.stored(MANIFEST, text), container.stored(SIGNATURE, signature)]

    padding = -container.size([*head(0), *members]) % BLOCK
    return container.assembled([*head(padding), *members])


def _head(members: Sequence[Member]) -> tuple[bytes, Signature]:
    """Return the manifest, just as it was signed, and its signature; neither is believed yet."""
    head = [(member.name, member.stored) for member in members[:2]]
    if head != [(MANIFEST, True), (SIGNATURE, True)]:
        raise BundleRefused("not-a-bundle", detail="does not begin with a manifest and its signature")
    return bytes(members[0].packed), _signature(bytes(members[1].packed))


def _signature(untrusted: bytes) -> Signature:
    try:
        return Signature.from_text(untrusted.decode())
    except ValueError as trouble:
        raise BundleRefused("not-a-bundle", detail=f"signature: {trouble}") from None


def _check_meant(manifest: Manifest, sender: Sender, reader: Reader) -> None:
    """Raise unless this sender may write such a bundle, and this reader is meant to take it."""
    allowed = KINDS_FROM_NATIONAL if sender.is_national else KINDS - {ATTENDANCE}
    if sender.door_meeting:
        allowed = frozenset({ATTENDANCE})
    if manifest.kind not in allowed or manifest.kind not in reader.kinds:
        raise BundleRefused("wrong-kind", manifest.chapter_name, manifest.kind)
    of_sender = sender.chapter_id in (None, manifest.chapter_id)
    ours = reader.chapter_id in (None, manifest.chapter_id)
    if not (of_sender and ours):
        raise BundleRefused("wrong-chapter", manifest.chapter_name, manifest.chapter_id)
    if sender.replica_id not in (None, manifest.replica_id) or manifest.key_id != sender.key.name:
        raise BundleRefused("wrong-content", manifest.chapter_name, "not the laptop of its certificate")
    if not {one.recipient for one in reader.identities}.intersection(manifest.recipients):
        # Somebody who could open it sealed it on to us; its writer meant it for others.
        raise BundleRefused("not-for-us", manifest.chapter_name, "sealed to us by another than its sender")


def _check_tables(manifest: Manifest, tables: Sequence[Member]) -> None:
    if container.fingerprint(tables) != manifest.packed:
        raise BundleRefused("altered", manifest.chapter_name, "packed tables")
    if [resource.path for resource in manifest.resources] != [member.name for member in tables]:
        raise BundleRefused("wrong-content", manifest.chapter_name, "other tables than the manifest lists")
    for resource, member in zip(manifest.resources, tables, strict=True):
        if resource.path != _path(resource.name) or not _is_as_said(resource, member):
            raise BundleRefused("wrong-content", manifest.chapter_name, resource.path)


def _is_as_said(resource: Resource, member: Member) -> bool:
    tally = container.Tally()
    for block in container.unpacked(member):
        tally.add(block)
    said = (resource.bytes, resource.rows, resource.hash)
    return tally.whole and said == (tally.size, tally.lines, tally.hash)
