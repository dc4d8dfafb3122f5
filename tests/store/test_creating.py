"""A chapter file is made whole, or not at all."""

import pytest

from chapter_desk.store import database, schema
from chapter_desk.store.connecting import connected
from chapter_desk.store.database import Database, create
from chapter_desk.values import ChapterId, utc_now

KEY = bytes(range(32))


def tables_in(path):
    connection = connected(path, KEY)
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    return names


def test_a_file_whose_making_is_broken_off_has_no_tables(tmp_path, monkeypatch):
    def broken_off(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(database, "arrived", broken_off)
    with pytest.raises(KeyboardInterrupt):
        create(tmp_path / "chapter.db", KEY, ChapterId("norfolk"), install_id="laptop")
    assert tables_in(tmp_path / "chapter.db") == set()


def test_a_file_that_is_made_has_all_tables_and_opens(tmp_path):
    create(tmp_path / "chapter.db", KEY, ChapterId("norfolk"), install_id="laptop")
    assert tables_in(tmp_path / "chapter.db") >= set(schema.metadata.tables)
    Database(tmp_path / "chapter.db", KEY, utc_now, install_id="laptop").close()
