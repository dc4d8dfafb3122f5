"""A disk that is full or read-only: no false promise, what was saved stays, and it goes on afterwards."""

import secrets
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from chapter_desk.errors import NotSaved
from chapter_desk.store import database, schema
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


def test_a_really_full_disk_is_said_and_it_goes_on_when_there_is_room(small_disk):
    create(small_disk.place / "chapter.db", KEY, ChapterId("norfolk"), install_id="here")
    db = Database(
        small_disk.place / "chapter.db", KEY, lambda: datetime(2026, 11, 12, tzinfo=UTC), install_id="here"
    )
    add(db)
    heard = []
    db.on_commit = heard.append
    ballast = small_disk.filled()
    kept = 1
    with pytest.raises(NotSaved) as refused:
        for _more in range(1000):  # what room the log still has is used up first
            add(db)
            kept += 1
    assert refused.value.reason == "disk-full"
    assert people(db) == kept and len(heard) == kept - 1
    ballast.unlink()
    add(db)
    assert people(db) == kept + 1
    db.close()


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


@pytest.mark.parametrize(("free", "reason"), [(0, "disk-full"), (1 << 30, "io")])
def test_a_disk_without_room_for_the_log_is_called_full(tmp_path, monkeypatch, free, reason):
    monkeypatch.setattr(database, "disk_usage", lambda _path: SimpleNamespace(free=free))
    with pytest.raises(NotSaved) as refused:
        database.raise_named(OSError("disk I/O error"), tmp_path / "chapter.db")
    assert refused.value.reason == reason


def test_a_disk_that_was_pulled_out_does_not_answer(tmp_path):
    with pytest.raises(NotSaved) as refused:
        database.raise_named(OSError("unable to open database file"), tmp_path / "gone" / "chapter.db")
    assert refused.value.reason == "io"
