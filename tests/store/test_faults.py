"""A disk that is full or read-only: no false promise, what was saved stays, and it goes on afterwards."""

import secrets
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from chapter_desk.errors import NotSaved
from chapter_desk.store import schema
from chapter_desk.store.database import Database, create
from chapter_desk.values import ChapterId

KEY = secrets.token_bytes(32)


@pytest.fixture
def db(tmp_path):
    create(tmp_path / "chapter.db", KEY, ChapterId("norfolk"), install_id="here")
    db = Database(tmp_path / "chapter.db", KEY, lambda: datetime(2026, 11, 12, tzinfo=UTC), install_id="here")
    with db.write("add") as writer:
        writer.insert(schema.person, {"display_name": "Saved"})
    yield db
    db.close()


def pragma(db, text):
    """Say something to the connection that writes."""
    with db._writes.connect() as connection:
        raw = connection.connection.dbapi_connection
        return raw.execute(f"PRAGMA {text}").fetchone()


def add(db, count=1):
    with db.write("add") as writer:
        writer.insert_many(schema.person, [{"display_name": "x" * 900} for _ in range(count)])


def people(db):
    with db.read() as connection:
        return connection.scalar(select(func.count()).select_from(schema.person))


def test_a_full_disk_is_said_and_leaves_everything_as_it_was(db):
    heard = []
    db.on_commit = heard.append
    pages = pragma(db, "page_count")[0]
    pragma(db, f"max_page_count = {pages + 2}")
    with pytest.raises(NotSaved) as refused:
        add(db, 200)
    assert refused.value.reason == "disk-full"
    assert people(db) == 1 and heard == []

    pragma(db, "max_page_count = 1000000")
    add(db, 200)
    assert people(db) == 201


def test_a_read_only_disk_is_said_and_what_was_saved_can_be_read(db):
    pragma(db, "query_only = 1")
    with pytest.raises(NotSaved) as refused:
        add(db)
    assert refused.value.reason == "read-only"
    assert people(db) == 1
    pragma(db, "query_only = 0")
    add(db)
    assert people(db) == 2


def test_a_file_held_by_somebody_else_is_said(db, monkeypatch):
    pragma(db, "busy_timeout = 0")
    other = Database(db.path, KEY, lambda: datetime(2026, 11, 12, tzinfo=UTC), install_id="here")
    try:
        with other.write("hold") as writer:
            writer.insert(schema.person, {"display_name": "y"})
            with pytest.raises(NotSaved) as refused:
                add(db)
        assert refused.value.reason == "busy"
    finally:
        other.close()
    add(db)
    assert people(db) == 3
