"""An older chapter file becomes a new one with every row in it, or stays as it was."""

import re
import secrets
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chapter_desk.errors import ChapterTooNew, MigrationDue
from chapter_desk.store import database, schema
from chapter_desk.store.connecting import connected
from chapter_desk.store.database import Database, create
from chapter_desk.store.migrations import REVISIONS, DanglingReferencesError, migrate
from chapter_desk.values import ChapterId

KEY = secrets.token_bytes(32)
SHIPPED = Path(database.__file__).parent / "migrations"
VERSIONS = sorted((SHIPPED / "versions").glob("0*.py"))


def now():
    return datetime(2026, 11, 12, 19, 0, tzinfo=UTC)


def structure(path):
    with closing(connected(path, KEY)) as connection:
        rows = connection.execute(
            "SELECT type, name, sql FROM sqlite_master"
            " WHERE name NOT LIKE 'sqlite_%' AND name != 'alembic_version'"
        ).fetchall()
    return {(kind, name): sorted(parts(sql)) for kind, name, sql in rows}


def parts(sql):
    """The columns and constraints of a CREATE statement, bare; their order says nothing."""
    bare = re.sub(r'[\s"]', "", sql).removesuffix(")")
    return re.split(r",(?![^()]*\))", bare)


def with_revision(tmp_path, body):
    """Return a copy of the shipped scripts with one more revision in it."""
    scripts = tmp_path / "scripts"
    (scripts / "versions").mkdir(parents=True)
    shipped = ("env.py", "script.py.mako", *(f"versions/{path.name}" for path in VERSIONS))
    for name in shipped:
        (scripts / name).write_text((SHIPPED / name).read_text())
    (scripts / "versions" / "9998_test.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '9998'\ndown_revision = '{REVISIONS[-1]}'\n"
        f"branch_labels = None\ndepends_on = None\ndef upgrade():\n{body}\n"
    )
    return scripts


@pytest.fixture
def chapter(tmp_path):
    path = tmp_path / "chapter.db"
    create(path, KEY, ChapterId("norfolk"), install_id="here")
    db = Database(path, KEY, now, install_id="here")
    with db.write("work") as writer:
        for number in range(20):
            person = writer.insert(schema.person, {"display_name": f"Person {number}"})
            writer.insert(schema.email_address, {"person_id": person, "address": f"p{number}@example.org"})
            writer.insert(schema.sign_in, {"person_id": person, "at": now()})
    db.close()
    return path


def counts(path):
    with closing(connected(path, KEY)) as connection:
        tables = ("person", "email_address", "sign_in", "step", "change")
        return [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def test_migrating_from_nothing_gives_the_schema_of_today(tmp_path):
    migrate(tmp_path / "migrated.db", KEY)
    create(tmp_path / "made.db", KEY, ChapterId("norfolk"), install_id="here")
    assert structure(tmp_path / "migrated.db") == structure(tmp_path / "made.db")


def test_every_revision_is_named():
    files = tuple(path.name[:4] for path in VERSIONS)
    assert files == REVISIONS


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(tmp_path, chapter):
    before = counts(chapter)
    scripts = with_revision(
        tmp_path,
        "    with op.batch_alter_table('person', recreate='always') as batch:\n"
        "        batch.add_column(sa.Column('nickname', sa.Text()))",
    )
    migrate(chapter, KEY, scripts=scripts)
    assert counts(chapter) == before == [20, 20, 20, 1, 60]
    with closing(connected(chapter, KEY)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9998",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ("    op.execute('DELETE FROM person')", DanglingReferencesError),
        ("    op.execute('DELETE FROM sign_in')\n    raise ZeroDivisionError", ZeroDivisionError),
    ],
)
def test_a_revision_that_goes_wrong_leaves_the_file_as_it_was(tmp_path, chapter, body, trouble):
    before = counts(chapter)
    with pytest.raises(trouble):
        migrate(chapter, KEY, scripts=with_revision(tmp_path, body))
    assert counts(chapter) == before
    Database(chapter, KEY, now, install_id="here").close()


@pytest.mark.parametrize(("found", "error"), [("0000", MigrationDue), ("9999", ChapterTooNew)])
def test_an_older_file_waits_to_be_migrated_and_a_newer_one_is_refused(chapter, monkeypatch, found, error):
    monkeypatch.setattr(database, "REVISIONS", ("0000", "0001"))
    with closing(connected(chapter, KEY)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (found,))
    with pytest.raises(error):
        Database(chapter, KEY, now, install_id="here")


def test_fields_a_newer_laptop_sent_before_the_update_are_learned(tmp_path):
    path = tmp_path / "older.db"
    migrate(path, KEY, to="0001")
    row = "INSERT INTO meeting (chapter_id, id, title, made_clock, change_seq, unknown_fields)"
    with closing(connected(path, KEY)) as connection:
        connection.execute(row + """ VALUES ('n', 'm', 'May', 1, 1, '{"headcount":41,"lanterns":2}')""")
        connection.execute(row + """ VALUES ('n', 'k', 'June', 1, 1, '{"headcount":7}')""")
    migrate(path, KEY)
    with closing(connected(path, KEY)) as connection:
        found = connection.execute("SELECT id, headcount, unknown_fields FROM meeting ORDER BY id").fetchall()
    assert found == [("k", 7, None), ("m", 41, '{"lanterns":2}')]
