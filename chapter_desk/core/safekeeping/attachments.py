"""Files kept as evidence beside the chapter file: photos and scans, each encrypted, under a random name.

What is in a file is told by its row (`attachment`: kind, name on disk, SHA-256 and length of what it
holds); the row travels to the chapter's other laptops, the file does not.  The key is derived from the
chapter's data key, and a file is bound to its name, so that one cannot stand for another.
"""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError
from sqlalchemy import Row

from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.core.safekeeping.durable import write_durably
from chapter_desk.errors import AttachmentUnusable, NoSuchRecord, NotSaved
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer

MOST_BYTES = 32 * 1024 * 1024
"""A photo of a phone takes a tenth of this; a larger file is something else."""

_KEPT_AFTER_REMOVAL = timedelta(days=7)
"""So long an undo can bring a row back, and finds its file."""
_ENDING = ".kept"
_NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that is on the disk and has no row yet: give it one with `insert_attachment`."""

    name: str
    sha256: str
    size_bytes: int


class Attachments:
    """Keeps, reads and removes the files of one chapter."""

    def __init__(self, db: Database, folder: ChapterFolder, key: bytes) -> None:
        self._db = db
        self._folder = folder
        self._key = _file_key(key)

    def keep(self, content: bytes) -> KeptFile:
        """Write a file, read it back, and return it for a row; the disk has it when this returns.

        Raises:
            AttachmentUnusable: It is empty or too large.
            NotSaved: The disk did not take it.
        """
        if not content:
            raise AttachmentUnusable("empty")
        if len(content) > MOST_BYTES:
            raise AttachmentUnusable("too-large")
        kept = KeptFile(secrets.token_hex(16), hashlib.sha256(content).hexdigest(), len(content))
        nonce = secrets.token_bytes(_NONCE)
        sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(content, kept.name.encode(), nonce, self._key)
        try:
            self._folder.attachments.mkdir(mode=0o700, exist_ok=True)
        except OSError:
            raise NotSaved("read-only") from None
        write_durably(self._folder.attachments / f"{kept.name}{_ENDING}", nonce + sealed)
        if self._opened(kept.name) != content:
            self.drop(kept)
            raise NotSaved("io")
        return kept

    def drop(self, kept: KeptFile) -> None:
        """Take away a file that got no row."""
        self._delete(kept.name)

    def content(self, id: str) -> bytes:
        """Return what an attachment holds.

        Raises:
            NoSuchRecord: There is no such attachment, or it was removed.
            AttachmentUnusable: Its file lies on another laptop (`elsewhere`), is gone, or is damaged.
        """
        with self._db.read() as connection:
            query = schema.attachment.select().where(schema.attachment.c.id == id, *_STANDING)
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NoSuchRecord("attachment", id)
        return self._content_of(row)

    def unusable(self) -> int:
        """Return how many files are damaged, or are gone that were kept on this laptop."""
        with self._db.read() as connection:
            rows = connection.execute(schema.attachment.select().where(*_STANDING)).all()
        bad = 0
        for row in rows:
            try:
                self._content_of(row)
            except AttachmentUnusable as trouble:
                bad += trouble.reason != "elsewhere"
        return bad

    def sweep(self) -> int:
        """Delete the files of rows removed a week ago and more; return how many."""
        before = self._db.now() - _KEPT_AFTER_REMOVAL
        with self._db.read() as connection:
            query = schema.attachment.select().where(schema.attachment.c.removed_at < before)
            gone = connection.execute(query).all()
        return sum(self._delete(row.name or "") for row in gone)

    def _content_of(self, row: Row[tuple[object, ...]]) -> bytes:
        content = self._opened(row.name or "")
        if content is None:
            raise AttachmentUnusable("missing" if row.made_replica == self._db.replica_id else "elsewhere")
        if hashlib.sha256(content).hexdigest() != row.sha256:
            raise AttachmentUnusable("damaged")
        return content

    def _delete(self, name: str) -> bool:
        if not _is_ours(name):
            return False
        with suppress(OSError):  # gone already; or it cannot be deleted now, and goes another day
            (self._folder.attachments / f"{name}{_ENDING}").unlink()
            return True
        return False

    def _opened(self, name: str) -> bytes | None:
        """Return what a file holds; nothing in it when it is damaged, None when it is not here."""
        if not _is_ours(name):
            return None
        path = self._folder.attachments / f"{name}{_ENDING}"
        try:
            if path.stat().st_size > MOST_BYTES + 1024:
                return b""
            sealed = path.read_bytes()
        except OSError:
            return None
        try:
            return crypto_aead_xchacha20poly1305_ietf_decrypt(
                sealed[_NONCE:], name.encode(), sealed[:_NONCE], self._key
            )
        except (CryptoError, ValueError, TypeError):
            return b""


_STANDING = (schema.attachment.c.removed_at.is_(None), schema.attachment.c.made_clock.is_not(None))


def insert_attachment(writer: Writer, kind: str, kept: KeptFile) -> str:
    """Give a kept file its row, within the transaction that says what it is evidence of; return its id."""
    return writer.insert(
        schema.attachment,
        {"kind": kind, "name": kept.name, "sha256": kept.sha256, "bytes": kept.size_bytes},
    )


def remove_attachment(writer: Writer, id: str) -> None:
    """Remove an attachment's row within a transaction; its file goes a week later (`Attachments.sweep`)."""
    writer.set(schema.attachment, id, {"removed_at": writer.at})


def _is_ours(name: str) -> bool:
    """Names come from other laptops too: nothing but what `keep` makes leads to a file."""
    return len(name) == 32 and set(name) <= set("0123456789abcdef")


def _file_key(data_key: bytes) -> bytes:
    return hashlib.blake2b(key=data_key, digest_size=32, person=b"attachments").digest()
