"""Forgetting leaves no letter behind, in the decrypted file byte by byte, and the counts as they were."""

import secrets
import shutil
import subprocess
from contextlib import closing
from datetime import UTC, datetime

import pytest

from chapter_desk.core.members.forgetting import Forgetting
from chapter_desk.core.safekeeping.backups import Backups
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.columns import Day, Flag, Json, UtcDateTime
from chapter_desk.store.connecting import connected
from chapter_desk.store.database import Database, create
from chapter_desk.values import ChapterId, PersonId

KEY = secrets.token_bytes(32)
CANARY = "zzcanaryzz"
NOW = datetime(2026, 11, 12, 19, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    folder = ChapterFolder(tmp_path / "Norfolk.chapter")
    folder.make()
    create(folder.database, KEY, ChapterId("norfolk"), install_id="here")
    return folder


@pytest.fixture
def db(folder):
    db = Database(folder.database, KEY, lambda: NOW, install_id="here")
    yield db
    db.close()


def canary_in(column):
    if isinstance(column.type, UtcDateTime):
        return NOW
    if isinstance(column.type, Day):
        return NOW.date()
    if isinstance(column.type, Flag):
        return True
    return [CANARY] if isinstance(column.type, Json) else CANARY


def fill_every_personal_field(db):
    """Insert a person, and a row about them in every table that has one, with the canary in each field."""
    person = PersonId("")
    with db.write("fill") as writer:
        for table in schema.REPLICATED.values():
            references = schema.references_of(table)
            if table is not schema.person and "person_id" not in references:
                continue
            values = {field: canary_in(table.c[field]) for field in schema.personal_of(table)}
            values |= {field: None for field in references if field in values}
            if table is schema.person:
                person = PersonId(writer.insert(table, values))
            else:
                writer.insert(table, {**values, "person_id": person})
        writer.set(schema.person, person, {"display_name": f"{CANARY} again"})
    return person


def decrypted(path, tmp_path):
    """Return the bytes of the chapter file without its encryption, free pages included."""
    plain = tmp_path / "plain.db"
    plain.unlink(missing_ok=True)
    with closing(connected(path, KEY)) as connection:
        connection.execute(f"ATTACH DATABASE '{plain}' AS plain KEY ''")
        connection.execute("SELECT sqlcipher_export('plain')")
    return plain.read_bytes()


def raw_pages(path):
    """Return what stands in every page, free ones and the free space in pages too.

    SQLCipher 4 seals each page of 4,096 bytes with AES-256-CBC; its last 80 bytes are the nonce and the seal,
    and the first page begins with 16 bytes of salt.
    """
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not on this computer")
    content, plain = path.read_bytes(), bytearray()
    for start in range(0, len(content), 4096):
        page = content[start : start + 4096]
        sealed, nonce = page[16 if start == 0 else 0 : 4016], page[4016:4032]
        words = [openssl, "enc", "-d", "-aes-256-cbc", "-nopad", "-K", KEY.hex(), "-iv", nonce.hex()]
        plain += subprocess.run(words, input=sealed, capture_output=True, check=True).stdout
    return bytes(plain)


def test_nothing_of_a_forgotten_person_is_left_in_any_byte(db, folder, tmp_path):
    person = fill_every_personal_field(db)
    db.checkpoint()
    assert CANARY.encode() in decrypted(folder.database, tmp_path)
    assert CANARY.encode() in raw_pages(folder.database)
    Forgetting(db, Backups(db, folder, KEY)).forget(person)

    assert CANARY.encode() not in decrypted(folder.database, tmp_path)
    assert CANARY.encode() not in raw_pages(folder.database)


def test_a_new_backup_does_not_hold_a_forgotten_person(db, folder, tmp_path):
    person = fill_every_personal_field(db)
    backups = Backups(db, folder, KEY)
    Forgetting(db, backups).forget(person)
    new = backups.make("asked")
    assert CANARY.encode() not in decrypted(folder.backups / new.name, tmp_path)


def test_the_page_that_asks_first_can_count_what_goes(db, folder):
    person = fill_every_personal_field(db)
    would = Forgetting(db, Backups(db, folder, KEY)).look(person)
    assert would.people == (person,) and would.rows["email_address"] == 1 and would.rows["sign_in"] == 1
    with pytest.raises(NoSuchRecord):
        Forgetting(db, Backups(db, folder, KEY)).look(PersonId("nobody"))


def test_every_personal_field_is_filled_by_this_test(db):
    fill_every_personal_field(db)
    with db.read() as connection:
        for table in schema.REPLICATED.values():
            if "person_id" not in schema.references_of(table):
                continue
            row = connection.execute(table.select()).one()._mapping
            own = set(schema.personal_of(table)) - set(schema.references_of(table))
            assert all(row[field] is not None for field in own), table.name
