"""What a walk-in wrote at a door laptop: sealed on entry, opened when it is home.

A helper's laptop can be lost on the way, so it keeps no e-mail, phone or ZIP that anybody could read there,
not even itself.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table

from chapter_desk.core.looking import look
from chapter_desk.core.meetings import sort_out
from chapter_desk.core.members.contact import (
    address_of,
    address_row,
    email_of,
    email_row,
    is_email,
    phone_of,
    phone_row,
)
from chapter_desk.core.places.zips import place
from chapter_desk.core.sync import laptops
from chapter_desk.core.sync.sealing import Identity, sealed, unsealed
from chapter_desk.errors import BundleRefused, ChapterDeskError
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import natural_id

_FIELDS = ("email", "phone", "postal_code")
_MOST_TEXT = 500
_UNREAD = """
SELECT c.id, c.person_id, c.content, c.sign_in_id, s.meeting_id, p.display_name FROM sealed_contact c
JOIN person p ON p.chapter_id = c.chapter_id AND p.id = c.person_id
LEFT JOIN sign_in s ON s.chapter_id = c.chapter_id AND s.id = c.sign_in_id
WHERE c.content IS NOT NULL AND p.made_clock IS NOT NULL AND p.removed_at IS NULL
AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = c.id)
AND NOT EXISTS (SELECT 1 FROM access_log WHERE what = 'sealed-contact' AND details ->> 'id' = c.id)
"""
_OPENED = "sealed-contact"


class _Walked(NamedTuple):
    """A walk-in at a door laptop, by the id of what was sealed."""

    sealed: str
    person: str
    name: str
    sign_in: str | None
    meeting: str | None


def sealed_contact(connection: Connection, contact: Mapping[str, str]) -> str | None:
    """Return what a walk-in wrote, sealed to the chapter; None where it may be kept as it is.

    That is on every laptop that has the chapter, and where they wrote nothing.
    """
    if not contact or laptops.door_meeting(connection) is None:
        return None
    text = json.dumps(dict(contact)).encode()
    return b64encode(sealed(text, [laptops.chapter_recipient(connection)])).decode()


def open_contacts(db: Database, told: Mapping[str, str] | None = None) -> int:
    """Put what walk-ins wrote at door laptops beside their names; return how many were opened.

    `told` is what else the step tells.  Each is opened once: what is taken away afterwards stays away.  One
    that cannot be read is left sealed; what is no e-mail or no ZIP waits to be sorted out, as at the desk.
    """
    with db.read() as connection:
        if laptops.door_meeting(connection) is not None:
            return 0
        waiting = look(connection, _UNREAD)
        if not waiting:
            return 0
        identity = laptops.identity(connection)
    found = {
        id: (_Walked(id, person, name or "", sign_in, meeting), _opened(content, identity))
        for id, person, content, sign_in, meeting, name in waiting
    }
    with db.write("open-contacts", {**(told or {}), "people": len(found)}) as writer:
        for walked, contact in found.values():
            _put(writer, walked, contact)
    with db.write_local() as connection:
        for id in found:
            connection.execute(
                schema.access_log.insert().values(at=db.now(), by=None, what=_OPENED, details={"id": id})
            )
    return len(found)


def _opened(content: str, identity: Identity) -> dict[str, str]:
    """Return what was sealed, texts only; nothing where it cannot be read."""
    try:
        said = json.loads(unsealed(b64decode(content, validate=True), (identity,)))
    except (ValueError, RecursionError, BundleRefused):
        return {}
    if not isinstance(said, dict):
        return {}
    return {
        field: text
        for field in _FIELDS
        if isinstance(text := said.get(field), str) and 0 < len(text) <= _MOST_TEXT
    }


def _put(writer: Writer, walked: _Walked, contact: Mapping[str, str]) -> None:
    email, phone, zip_code = (contact.get(field, "") for field in _FIELDS)
    rows: list[tuple[Table, Callable[[], dict[str, Any]]]] = []
    if is_email(email):
        rows.append((schema.email_address, lambda: email_row(email_of(email))))
    elif email:
        _ask(writer, walked, sort_out.UNREADABLE_EMAIL, {"email": email})
    if phone:
        rows.append((schema.phone_number, lambda: phone_row(phone_of(phone))))
    if zip_code:
        rows.append((schema.postal_address, lambda: address_row(address_of(zip_code))))
    if zip_code and place(zip_code) is None:
        _ask(writer, walked, sort_out.UNKNOWN_ZIP, {"postal_code": zip_code})
    for table, values in rows:
        with suppress(ChapterDeskError):  # what was typed is no writing
            # The same id on every laptop that opens it.
            id = natural_id(str(table.name), walked.sealed)
            writer.put(table, id, {"person_id": walked.person, **values()})


def _ask(writer: Writer, walked: _Walked, reason: str, typed: Mapping[str, str]) -> None:
    """Leave for later what was typed and is not that; once, whichever laptop opens it."""
    about = {"person_id": walked.person, "sign_in_id": walked.sign_in, "meeting_id": walked.meeting}
    raw = {"name": walked.name, **typed}
    id = natural_id("exception", reason, walked.sealed)
    writer.put(schema.exception, id, {**about, "reason": reason, "raw": raw, "at": writer.at})
