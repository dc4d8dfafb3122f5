"""The one way to write: stamps, counters, the journal, the digest, and the guard around it."""

import json
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from chapter_desk.errors import NoSuchRecord, NotAChapter
from chapter_desk.store import schema
from chapter_desk.store.database import Database, create
from chapter_desk.store.fingerprint import MODULUS, row_hash
from chapter_desk.store.identity import Arrival
from chapter_desk.values import Area, ChapterId, OperatorId, PersonId

SEVEN_PM = datetime(2026, 11, 12, 19, 0, tzinfo=UTC)
KEY = secrets.token_bytes(32)


class Ticking:
    """A clock the test moves."""

    def __init__(self) -> None:
        self.now = SEVEN_PM

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock():
    return Ticking()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "chapter.db"
    create(path, KEY, ChapterId("norfolk"), install_id="this-laptop")
    return path


@pytest.fixture
def db(path, clock):
    db = Database(path, KEY, clock, install_id="this-laptop")
    db.operator = OperatorId("tyrone")
    yield db
    db.close()


def add_person(db, **values) -> str:
    with db.write("add-person") as writer:
        return writer.insert(schema.person, values)


def digest_from_scratch(db) -> str:
    total = 0
    with db.write("look") as writer:
        for table in schema.REPLICATED.values():
            ids = [row.id for row in writer.connection.execute(select(table.c.id))]
            total += sum(row_hash(table.name, row) for row in writer.rows(table, ids).values())
    return f"{total % MODULUS:064x}"


def here(db):
    with db.read() as connection:
        return connection.execute(schema.here.select()).one()


def test_a_row_carries_who_made_it_and_one_count_per_transaction(db):
    with db.write("add-two") as writer:
        ana = writer.insert(schema.person, {"display_name": "Ana Ruíz"})
        writer.insert(schema.email_address, {"person_id": ana, "address": "ana@example.org"})

    with db.read() as connection:
        person = connection.execute(schema.person.select()).one()
        email = connection.execute(schema.email_address.select()).one()
    assert (person.made_by, person.made_replica, person.stamps) == ("tyrone", db.replica_id, None)
    assert person.change_seq == email.change_seq == 1 == here(db).change_seq
    assert person.made_clock == email.made_clock == int(SEVEN_PM.timestamp() * 1000) << 16


def test_a_later_write_is_stamped_per_field_and_journalled(db, clock):
    ana = add_person(db, display_name="Ana", employer="Shipyard")
    clock.now += timedelta(minutes=1)
    with db.write("edit-person") as writer:
        assert writer.set(schema.person, ana, {"display_name": "Ana Ruíz", "employer": "Shipyard"}) == (
            "display_name",
        )

    with db.read() as connection:
        row = connection.execute(schema.person.select()).one()
        change = connection.execute(schema.change.select().where(schema.change.c.field.is_not(None))).one()
    later = int(clock.now.timestamp() * 1000) << 16
    assert json.loads(row.stamps) == {"display_name": [later, db.replica_id]}
    assert (change.before, change.after) == ('"Ana"', '"Ana Ruíz"')
    assert change.after_stamp == f"{later}:{db.replica_id}"


def test_writing_the_same_value_again_leaves_no_step(db):
    ana = add_person(db, display_name="Ana")
    with db.write("edit-person") as writer:
        assert writer.set(schema.person, ana, {"display_name": "Ana"}) == ()

    assert here(db).change_seq == 1
    with db.read() as connection:
        assert connection.scalar(select(func.count()).select_from(schema.step)) == 1


def test_an_emptied_field_keeps_the_stamp_of_its_emptying(db, clock):
    ana = add_person(db, display_name="Ana", employer="Shipyard")
    with db.write("edit-person") as writer:
        writer.set(schema.person, ana, {"employer": None})

    with db.read() as connection:
        row = connection.execute(schema.person.select()).one()
    assert row.employer is None
    assert list(json.loads(row.stamps)) == ["employer"]


def test_the_digest_kept_up_equals_the_digest_from_scratch(db, clock):
    ana = add_person(db, display_name="Ana", other_names=["Anita"])
    with db.write("work") as writer:
        meeting = writer.insert(schema.meeting, {"title": "May", "starts_at": SEVEN_PM, "capacity": 40})
        signed = writer.insert(
            schema.sign_in, {"meeting_id": meeting, "person_id": ana, "at": SEVEN_PM, "clock_suspect": False}
        )
        writer.set(schema.meeting, meeting, {"title": "May meeting"})
    with db.write("take-back") as writer:
        assert writer.void(schema.sign_in, signed)
        assert not writer.void(schema.sign_in, signed)
    assert here(db).digest == digest_from_scratch(db)

    with db.write("forget") as writer:
        writer.forget([PersonId(ana)])
    assert here(db).digest == digest_from_scratch(db)


def test_an_interrupted_step_leaves_nothing(db):
    with pytest.raises(ZeroDivisionError), db.write("half") as writer:
        writer.insert(schema.person, {"display_name": "Ana"})
        raise ZeroDivisionError
    with db.read() as connection:
        assert connection.scalar(select(func.count()).select_from(schema.person)) == 0
    assert here(db).change_seq == 0


@pytest.mark.parametrize(
    "statement",
    [
        schema.person.insert().values(chapter_id="norfolk", id="x", change_seq=1),
        schema.person.update().values(display_name="x"),
        schema.person.delete(),
    ],
)
def test_any_other_write_to_a_replicated_table_raises(db, statement):
    with pytest.raises(AssertionError, match="Writer"), db.write_local() as connection:
        connection.execute(statement)


def test_a_reader_cannot_write(db):
    with pytest.raises(Exception, match=r"readonly|Not saved|read-only|NotSaved"), db.read() as connection:
        connection.exec_driver_sql("DELETE FROM person")


def test_what_was_never_seen_cannot_be_taken_back_or_changed(db):
    with pytest.raises(NoSuchRecord), db.write("x") as writer:
        writer.void(schema.sign_in, "nothing")
    with pytest.raises(NoSuchRecord), db.write("x") as writer:
        writer.set(schema.person, "nobody", {"display_name": "x"})


def test_listeners_hear_areas_and_people_after_the_commit(db):
    heard = []
    db.on_commit = lambda committed: heard.append((committed, here(db).change_seq))
    ana = add_person(db, display_name="Ana")
    with db.write("mail") as writer:
        writer.insert(schema.email_address, {"person_id": ana, "address": "a@example.org"})

    (first, seq_then), (second, _) = heard
    assert first.areas == {Area.PEOPLE, Area.STEPS} and seq_then == 1
    assert second.people == {ana}


def test_forgetting_leaves_a_shell_a_head_count_and_no_letter(db, path):
    ana = add_person(db, display_name="Ana Canary", employer="Canary Works")
    with db.write("work") as writer:
        meeting = writer.insert(schema.meeting, {"title": "May"})
        writer.insert(schema.note, {"person_id": ana, "body": "canary note"})
        writer.insert(
            schema.sign_in,
            {"meeting_id": meeting, "person_id": ana, "at": SEVEN_PM, "name_as_written": "Canary"},
        )
        writer.set(schema.person, ana, {"employer": "Canary & Sons"})
    with db.write("forget") as writer:
        writer.forget([PersonId(ana)])

    with db.read() as connection:
        for table in schema.metadata.sorted_tables:
            for row in connection.execute(table.select()):
                assert "canary" not in str(row).lower(), table.name
        assert connection.scalar(select(func.count()).select_from(schema.sign_in)) == 1
        assert connection.execute(schema.person.select()).one().made_clock is None
        assert connection.execute(schema.forgotten.select()).one().id == ana


def test_a_clock_that_jumps_back_counts_up_and_is_doubted(db, clock):
    add_person(db, display_name="Ana")
    first = here(db).clock
    clock.now -= timedelta(days=40)
    add_person(db, display_name="Bo")
    assert here(db).clock > first
    assert db.clock_doubt is not None


def test_a_copied_file_is_another_laptop_and_a_restored_one_another_incarnation(db, path, tmp_path, clock):
    replica, incarnation = db.replica_id, db.incarnation
    db.checkpoint()
    db.close()
    copy = tmp_path / "elsewhere" / "chapter.db"
    copy.parent.mkdir()
    copy.write_bytes(path.read_bytes())
    other = Database(copy, KEY, clock, install_id="this-laptop")
    assert other.arrival is Arrival.COPIED
    assert other.replica_id != replica and other.incarnation != incarnation
    other.close()

    kept = path.read_bytes()
    path.rename(tmp_path / "old.db")  # keeps the inode in use, so that the new file has another one
    path.write_bytes(kept)
    again = Database(path, KEY, clock, install_id="this-laptop")
    assert again.arrival is Arrival.RESTORED
    assert again.replica_id == replica and again.incarnation != incarnation
    again.close()

    moved = tmp_path / "moved.db"
    path.rename(moved)
    last = Database(moved, KEY, clock, install_id="this-laptop")
    assert last.arrival is Arrival.MOVED
    assert last.replica_id == replica
    last.close()


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "missing"), (b"", "empty"), (b"not a database at all" * 400, "damaged")]
)
def test_what_is_not_a_chapter_is_refused_and_left_alone(tmp_path, clock, content, reason):
    path = tmp_path / "chapter.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NotAChapter) as refused:
        Database(path, KEY, clock, install_id="this-laptop")
    assert refused.value.reason == reason
    assert (path.read_bytes() if path.exists() else None) == content
