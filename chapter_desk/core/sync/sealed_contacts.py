"""What a walk-in wrote at a door laptop: sealed on entry, opened when it is home.

A helper's laptop can be lost on the way, so it keeps no e-mail, phone or ZIP that anybody could read there,
not even itself.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.members.contact import (
    address_of,
    address_row,
    email_of,
    email_row,
    is_email,
    phone_of,
    phone_row,
)
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
SELECT c.id, c.person_id, c.content FROM sealed_contact c
JOIN person p ON p.chapter_id = c.chapter_id AND p.id = c.person_id
WHERE c.content IS NOT NULL AND p.made_clock IS NOT NULL AND p.removed_at IS NULL
AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = c.id)
AND NOT EXISTS (SELECT 1 FROM access_log WHERE what = 'sealed-contact' AND details ->> 'id' = c.id)
"""
_OPENED = "sealed-contact"


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
    that cannot be read is left sealed.
    """
    with db.read() as connection:
        if laptops.door_meeting(connection) is not None:
            return 0
        waiting = look(connection, _UNREAD)
        identity = laptops.identity(connection)
    if not waiting:
        return 0
    found = {id: (person, _opened(content, identity)) for id, person, content in waiting}
    with db.write("open-contacts", {**(told or {}), "people": len(found)}) as writer:
        for id, (person, contact) in found.items():
            _put(writer, id, person, contact)
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


def _put(writer: Writer, id: str, person: str, contact: Mapping[str, str]) -> None:
    rows = []
    try:
        if is_email(contact.get("email", "")):
            rows.append((schema.email_address, email_row(email_of(contact["email"]))))
        if contact.get("phone"):
            rows.append((schema.phone_number, phone_row(phone_of(contact["phone"]))))
        if contact.get("postal_code"):
            rows.append((schema.postal_address, address_row(address_of(contact["postal_code"]))))
    except ChapterDeskError:  # what was typed is no writing
        return
    for table, values in rows:
        # The same id on every laptop that opens it.
        writer.put(table, natural_id(str(table.name), id), {"person_id": person, **values})
