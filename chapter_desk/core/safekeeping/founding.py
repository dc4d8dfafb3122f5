"""Setting up a chapter: its folder, vault and file, who leads it, its keys, and national's pack."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chapter_desk.core.agreements.agreeing import draft_agreement
from chapter_desk.core.members.contact import email_of, email_row, phone_of, phone_row
from chapter_desk.core.members.naming import clean_name, sort_name
from chapter_desk.core.national.pack import NationalPack, is_recipient, read_pack
from chapter_desk.core.places.zips import require_place
from chapter_desk.core.safekeeping import vault
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.core.safekeeping.recovery_code import RecoveryCode
from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.errors import NameNeeded, NotAKey, PackRefused
from chapter_desk.store import schema
from chapter_desk.store.clock import BUILT
from chapter_desk.store.database import Database, create
from chapter_desk.store.writer import Writer
from chapter_desk.values import ChapterId, Clock, OperatorId, new_id

FIRST_LAPTOP = "Laptop 1"
"""What a laptop is called until somebody names it: a computer's own name often holds a person's."""


@dataclass(frozen=True, slots=True)
class ChapterDraft:
    """What the wizard asks.  Only a name, a ZIP and who leads it are needed.

    `national_recipient` overrides where bundles to national are sealed (an age recipient).
    """

    name: str
    postal_code: str
    lead_name: str
    lead_email: str = ""
    lead_phone: str = ""
    national_recipient: str = ""
    is_sample: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Founded:
    """A new chapter: its id, the data key that opens it now, and the code to print."""

    chapter_id: ChapterId
    data_key: bytes
    recovery_code: RecoveryCode


def found_chapter(
    path: Path,
    draft: ChapterDraft,
    passphrase: str,
    pack_folder: Path,
    clock: Clock,
    *,
    install_id: str,
    cost: Cost | None = None,
    not_before: datetime = BUILT,
) -> Founded:
    """Make a chapter at `path`; nothing is left behind if it cannot be made.

    Args:
        cost: Of the passphrase's key derivation; None tunes it to this computer.
        not_before: No time before this is believed; only the sample's past goes below the build date.

    Raises:
        NameNeeded, UnknownZip, NotAKey, PackRefused, PassphraseTooWeak: The draft is not complete.
        NotAPlaceForAChapter, NotSaved: The folder cannot hold a chapter.
    """
    draft = _checked(draft)
    pack = read_pack(pack_folder)
    folder = ChapterFolder(path)
    existed = path.exists()
    folder.make()
    try:
        data_key, code = vault.create(path, passphrase, cost)
        chapter_id = ChapterId(new_id())
        create(folder.database, data_key, chapter_id, install_id=install_id)
        db = Database(folder.database, data_key, clock, install_id=install_id, not_before=not_before)
        try:
            _fill(db, draft, pack)
        finally:
            db.close()
    except BaseException:
        take_away(folder, existed)
        raise
    return Founded(chapter_id, data_key, code)


def _checked(draft: ChapterDraft) -> ChapterDraft:
    if not draft.name.strip():
        raise NameNeeded("chapter")
    if not draft.lead_name.strip():
        raise NameNeeded("lead")
    require_place(draft.postal_code)
    if draft.national_recipient and not is_recipient(draft.national_recipient):
        raise NotAKey("recipient")
    return draft


def _fill(db: Database, draft: ChapterDraft, pack: NationalPack) -> None:
    _take_pack(db, pack)
    if draft.is_sample:
        with db.write_local() as connection:
            connection.execute(schema.setting.insert().values(key="sample", value=True))
    operator = OperatorId(new_id())
    with db.write("found-chapter", {}, by=operator) as writer:
        lead = _lead(writer, draft)
        writer.insert(
            schema.operator, {"name": draft.lead_name, "role": "lead", "person_id": lead}, id=operator
        )
        place = require_place(draft.postal_code)
        writer.insert(
            schema.chapter,
            {
                "name": clean_name(draft.name),
                "postal_code": place.postal_code,
                "locality": place.locality,
                "region": place.region,
                "time_zone": place.time_zone,
                "languages": list(pack.languages),
                "lead_id": lead,
                "contact_id": lead,
                "national_pack_id": pack.id,
                "national_recipient": draft.national_recipient or None,
            },
            id=db.chapter_id,
        )
        writer.insert(schema.chapter_zip, {"postal_code": place.postal_code, "reason": "home"})
        draft_agreement(writer, pack.id, pack.version, place.time_zone)
    Laptops(db).ensure_this_laptop(FIRST_LAPTOP)


def _lead(writer: Writer, draft: ChapterDraft) -> str:
    name = clean_name(draft.lead_name)
    lead = writer.insert(
        schema.person, {"display_name": name, "sort_name": sort_name(name), "source": "set-up"}
    )
    if draft.lead_email.strip():
        email = email_row(email_of(draft.lead_email))
        writer.insert(schema.email_address, {"person_id": lead, **email})
    if draft.lead_phone.strip():
        phone = phone_row(phone_of(draft.lead_phone))
        writer.insert(schema.phone_number, {"person_id": lead, **phone})
    return lead


def _take_pack(db: Database, pack: NationalPack) -> None:
    """Keep the pack inside the file, so that a copied folder has all it needs."""
    if pack.folder is None or pack.mou_path is None:
        raise PackRefused(pack.id, "missing")
    with db.write_local() as connection:
        connection.execute(
            schema.pack.insert().values(
                id=pack.id,
                content=(pack.folder / "pack.toml").read_text("utf-8-sig"),
                terms=pack.mou_path.read_text("utf-8-sig"),
                taken_in_at=db.now(),
            )
        )


def take_away(folder: ChapterFolder, existed: bool) -> None:
    """Take away what was begun in a folder, and the folder itself unless it existed."""
    with suppress(OSError):
        for part in folder.path.iterdir():
            if part.is_dir():
                shutil.rmtree(part, ignore_errors=True)
            else:
                part.unlink()
        if not existed:
            folder.path.rmdir()
