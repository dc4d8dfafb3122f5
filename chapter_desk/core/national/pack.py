"""The national pack: all that belongs to the national organization and not to the program.

A pack is a folder with `pack.toml` (name, keys, affiliation, membership rule, priorities, kinds of
meetings) and `mou.toml` (the terms of the memorandum, read by `chapter_desk.core.agreements`).
Reading is strict about what it knows and calm about what it does not: unknown keys are passed over,
so that an older program reads a newer pack of the same schema.
"""

import re
import tomllib
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, field

from chapter_desk.core.national.text import Text
from chapter_desk.errors import PackRefused
from chapter_desk.files import resource

SCHEMA = "chapter-desk.national-pack"
SCHEMA_VERSION = 1
SAMPLE_PACK = "our-revolution-2017"

_LARGEST_BYTES = 2 * 1024 * 1024

Id = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]


class Keys(Struct, frozen=True):
    """National's public keys; either may be empty when the pack does not carry it.

    `recipient` is what bundles to national are sealed for (age), `verify_key` the 56 letters of a
    minisign public key.  `sample_only` keys have secret halves that everybody can read.
    """

    recipient: str = ""
    verify_key: str = ""
    sample_only: bool = False


class National(Struct, frozen=True):
    """The national organization itself.  Its name is a proper name and is never translated."""

    id: Id
    name: Name
    short_name: str = ""
    gloss: Text = Text("")
    platform_name: Text = Text("")
    platform_location: Text = Text("")
    website: str = field(default="", name="website_placeholder")
    legal_status: str = ""


class Goal(Struct, frozen=True):
    """What national wants to bring about."""

    id: Id
    title: Text
    summary: Text = Text("")
    order: int = 0


class Contact(Struct, frozen=True):
    """A desk at national that answers a kind of question."""

    id: Id
    title: Text
    handles: Text = Text("")
    email: str = ""
    phone: str = ""


class ContactRole(Struct, frozen=True):
    """A role that national asks a chapter to fill."""

    id: Id
    title: Text
    duty: Text = Text("")
    required: bool = False


class Check(Struct, frozen=True):
    """One thing that must be, or should be, so before the memorandum is sent.

    `kind` is `count_at_least`, `present`, `dated` or `acknowledged`; a kind we do not know is
    something a person can tick.  `required` None means: as its kind has it.
    """

    id: Id
    kind: str
    ask: Text
    target: str = ""
    blocks: str = ""
    required: bool | None = None


class Affiliation(Struct, frozen=True):
    """What national asks of a group that wants to affiliate."""

    min_people: Count
    counts_as_a_person: Text = Text("")
    signature_method: str = ""
    checks: tuple[Check, ...] = field(default=(), name="check")


class Membership(Struct, frozen=True):
    """What makes a person a member; see `chapter_desk.core.members.membership`."""

    basis: tuple[str, ...]
    automatic: bool = True
    minimum_donation_cents: Count = 1
    rule: Text = Text("")


class Priority(Struct, frozen=True):
    """One of national's priorities, to which a chapter ties its local issues."""

    id: Id
    title: Text
    order: int = 0
    theme: str = ""
    summary: Text = Text("")


class GuidingQuestion(Struct, frozen=True):
    """A question asked aloud at a watch party; its answers feed the local plan."""

    id: Id
    text: Text
    order: int = 0
    feeds: Literal["plan.issues", "plan.actions", ""] = ""
    prompts: tuple[Text, ...] = ()


class EventType(Struct, frozen=True):
    """A kind of meeting.  `minutes` is how long one usually lasts."""

    id: Id
    title: Text
    minutes: Annotated[int, Meta(ge=1, le=7 * 24 * 60)] = 90
    promotable: bool = False
    makes_members: bool = False
    private_address: bool = False
    uses_guiding_questions: bool = False


class Promotion(Struct, frozen=True):
    """How far national carries word of a local meeting."""

    max_people: Count = 0
    lead_time_days: Count = 0
    message_max_characters: Count = 0


class RegionalCall(Struct, frozen=True):
    """National's recurring telephone call with the groups of a region; `rrule` as in RFC 5545."""

    frequency: str = ""
    rrule: str = ""
    medium: str = ""


class _Header(Struct, frozen=True):
    schema: str
    schema_version: int


class _About(Struct, frozen=True):
    id: Id
    version: Name
    title: Text
    as_of: date | None = None
    status: str = ""
    languages: tuple[str, ...] = ("en",)
    notice: Text = Text("")


class _PackFile(Struct, frozen=True):
    """`pack.toml` as it is written; `NationalPack` is what the program works with."""

    pack: _About
    national: National
    affiliation: Affiliation
    membership: Membership
    event_type: Annotated[tuple[EventType, ...], Meta(min_length=1)]
    keys: Keys = Keys()
    goal: tuple[Goal, ...] = ()
    national_contact: tuple[Contact, ...] = ()
    contact_role: tuple[ContactRole, ...] = ()
    priority: tuple[Priority, ...] = ()
    guiding_question: tuple[GuidingQuestion, ...] = ()
    promotion: Promotion = Promotion()
    regional_call: RegionalCall = RegionalCall()


@dataclass(frozen=True, slots=True)
class NationalPack:
    """A national pack, checked.

    Lists are in the pack's order (priorities, goals and questions by their `order`).  `folder` is
    where it was read from, None for one that came from bytes.
    """

    id: str
    version: str
    title: Text
    notice: Text
    as_of: date | None
    status: str
    languages: tuple[str, ...]
    national: National
    keys: Keys
    affiliation: Affiliation
    membership: Membership
    event_types: tuple[EventType, ...]
    priorities: tuple[Priority, ...]
    goals: tuple[Goal, ...]
    guiding_questions: tuple[GuidingQuestion, ...]
    contacts: tuple[Contact, ...]
    contact_roles: tuple[ContactRole, ...]
    promotion: Promotion
    regional_call: RegionalCall
    folder: Path | None = None

    @property
    def is_sample(self) -> bool:
        """Return whether this pack was made to try things out, with keys that are no secret."""
        return self.status == "sample" or self.keys.sample_only

    @property
    def mou_path(self) -> Path | None:
        """Return where the terms of the memorandum lie, or None when this pack brings none."""
        path = self.folder / "mou.toml" if self.folder else None
        return path if path is not None and path.is_file() else None

    def event_type(self, kind: str) -> EventType | None:
        """Return a kind of meeting by its id, or None when this pack does not know it."""
        return next((each for each in self.event_types if each.id == kind), None)

    def priority(self, priority_id: str) -> Priority | None:
        """Return a priority by its id, or None when this pack does not know it."""
        return next((each for each in self.priorities if each.id == priority_id), None)


def sample_pack_folder() -> Path:
    """Return the folder of the pack that is shipped with the program."""
    return resource("national", SAMPLE_PACK)


def read_pack(folder: Path) -> NationalPack:
    """Return the pack that lies in a folder.

    Raises:
        PackRefused: There is none, or it cannot be used; see the error's reasons.
    """
    try:
        with (folder / "pack.toml").open("rb") as file:
            untrusted = file.read(_LARGEST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise PackRefused(folder.name, "missing") from None
    except OSError as error:
        raise PackRefused(folder.name, "unreadable", error.strerror or "") from error
    return parse_pack(untrusted, name=folder.name, folder=folder)


def parse_pack(untrusted: bytes, *, name: str, folder: Path | None = None) -> NationalPack:
    """Return the pack whose `pack.toml` has these bytes.

    Args:
        untrusted: The file, as somebody handed it over.
        name: What a refusal calls it.
        folder: Where `mou.toml` lies beside it, if it does.

    Raises:
        PackRefused: It cannot be used.
    """
    if len(untrusted) > _LARGEST_BYTES:
        raise PackRefused(name, "foreign", "larger than any pack")
    try:
        tables = tomllib.loads(untrusted.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise PackRefused(name, "unreadable", str(error)) from error
    try:
        header = msgspec.convert(tables, _Header)
    except msgspec.ValidationError as error:
        raise PackRefused(name, "foreign", str(error)) from error
    if header.schema != SCHEMA:
        raise PackRefused(name, "foreign", header.schema)
    if header.schema_version > SCHEMA_VERSION:
        raise PackRefused(name, "too-new", str(header.schema_version))
    try:
        written = msgspec.convert(tables, _PackFile)
    except msgspec.ValidationError as error:
        raise PackRefused(name, "incomplete", str(error)) from error
    _check(written, name)
    return _pack(written, folder)


def is_recipient(text: str) -> bool:
    """Return whether this has the shape of an age recipient (its checksum is age's to verify)."""
    return re.fullmatch(r"age1[02-9ac-hj-np-z]{58}", text) is not None


def is_verify_key(text: str) -> bool:
    """Return whether this is a minisign public key: "Ed", eight bytes of key id, 32 of key."""
    try:
        key = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return False
    return len(key) == 42 and key.startswith(b"Ed")


def _check(written: _PackFile, name: str) -> None:
    keys = _bare(written.keys)
    if keys.recipient and not is_recipient(keys.recipient):
        raise PackRefused(name, "keys", "keys.recipient")
    if keys.verify_key and not is_verify_key(keys.verify_key):
        raise PackRefused(name, "keys", "keys.verify_key")
    lists: dict[str, Iterable[str]] = {
        "event_type": (each.id for each in written.event_type),
        "priority": (each.id for each in written.priority),
        "goal": (each.id for each in written.goal),
        "affiliation.check": (each.id for each in written.affiliation.checks),
        "guiding_question": (each.id for each in written.guiding_question),
        "contact_role": (each.id for each in written.contact_role),
    }
    for where, ids in lists.items():
        seen: set[str] = set()
        for each in ids:
            if each in seen:
                raise PackRefused(name, "incomplete", f"two of {where} are {each}")
            seen.add(each)


def _bare(keys: Keys) -> Keys:
    """Return the keys without what a pasted `.pub` file brings along: comment lines, line ends."""
    return Keys(_last_line(keys.recipient), _last_line(keys.verify_key), keys.sample_only)


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else ""


def _pack(written: _PackFile, folder: Path | None) -> NationalPack:
    about = written.pack
    return NationalPack(
        id=about.id,
        version=about.version,
        title=about.title,
        notice=about.notice,
        as_of=about.as_of,
        status=about.status,
        languages=about.languages,
        national=written.national,
        keys=_bare(written.keys),
        affiliation=written.affiliation,
        membership=written.membership,
        event_types=written.event_type,
        priorities=tuple(sorted(written.priority, key=lambda each: each.order)),
        goals=tuple(sorted(written.goal, key=lambda each: each.order)),
        guiding_questions=tuple(sorted(written.guiding_question, key=lambda each: each.order)),
        contacts=written.national_contact,
        contact_roles=written.contact_role,
        promotion=written.promotion,
        regional_call=written.regional_call,
        folder=folder,
    )
