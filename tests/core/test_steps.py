"""Taking steps back, putting them back, and what people did afterwards."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from chapter_desk.core.steps import Steps
from chapter_desk.errors import CannotBeTakenBack
from chapter_desk.store import schema
from chapter_desk.store.database import Database, create
from chapter_desk.values import ChapterId, PersonId

KEY = secrets.token_bytes(32)


class Ticking:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 12, 19, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def db(tmp_path):
    create(tmp_path / "chapter.db", KEY, ChapterId("norfolk"), install_id="this-laptop")
    db = Database(tmp_path / "chapter.db", KEY, Ticking(), install_id="this-laptop")
    yield db
    db.close()


@pytest.fixture
def steps(db):
    return Steps(db, undo_take_in=lambda _step: pytest.fail("no bundle here"))


def standing(db, table):
    query = select(func.count()).select_from(table)
    if "removed_at" in table.c:
        query = query.where(table.c.removed_at.is_(None), table.c.made_clock.is_not(None))
    else:
        query = query.where(table.c.id.not_in(select(schema.void.c.target_id)))
    with db.read() as connection:
        return connection.scalar(query)


def name_of(db, id):
    with db.read() as connection:
        return connection.scalar(select(schema.person.c.display_name).where(schema.person.c.id == id))


def imported(db, count):
    with db.write("import", {"new": count}) as writer:
        tag = writer.insert(schema.tag, {"name": "March list"})
        people = []
        for number in range(count):
            person = writer.insert(schema.person, {"display_name": f"Person {number}"})
            writer.insert(schema.email_address, {"person_id": person, "address": f"p{number}@example.org"})
            writer.insert(schema.tagging, {"person_id": person, "tag_id": tag})
            people.append(person)
    return people


def test_a_field_goes_back_and_forth(db, steps):
    (ana,) = imported(db, 1)
    with db.write("edit-person") as writer:
        writer.set(schema.person, ana, {"display_name": "Ana"})

    taken = steps.take_back(steps.next_undo().id)
    assert (taken.put_as_before, taken.kept) == (1, 0)
    assert name_of(db, ana) == "Person 0"
    steps.take_back(steps.next_redo().id)
    assert name_of(db, ana) == "Ana"
    assert steps.next_redo() is None


def test_a_later_edit_by_a_person_stays(db, steps):
    (ana,) = imported(db, 1)
    with db.write("edit-person") as writer:
        writer.set(schema.person, ana, {"display_name": "Ana", "employer": "Shipyard"})
        edit = writer.seq
    with db.write("edit-person") as writer:
        writer.set(schema.person, ana, {"display_name": "Ana Ruíz"})

    step = next(step for step in steps.latest() if step.kind == "edit-person" and step.id == edit)
    taken = steps.take_back(step.id)
    assert (taken.put_as_before, taken.kept) == (1, 1)
    assert name_of(db, ana) == "Ana Ruíz"


def test_an_import_is_one_step_back_and_keeps_whoever_was_touched_since(db, steps):
    people = imported(db, 4)
    step = steps.next_undo()
    with db.write("edit-person") as writer:
        writer.set(schema.person, people[0], {"display_name": "Edited since"})
    with db.write("sign-in") as writer:
        meeting = writer.insert(schema.meeting, {"title": "May"})
        writer.insert(schema.sign_in, {"person_id": people[1], "meeting_id": meeting})

    taken = steps.take_back(step.id)
    assert taken.kept == 7  # two people, their addresses and tags, and the tag
    assert standing(db, schema.person) == standing(db, schema.email_address) == 2
    assert standing(db, schema.tagging) == 2

    steps.take_back(steps.next_redo().id)
    assert standing(db, schema.person) == standing(db, schema.email_address) == 4
    assert standing(db, schema.tagging) == 4


def test_an_untouched_import_goes_altogether(db, steps):
    imported(db, 3)
    assert steps.take_back(steps.next_undo().id).kept == 0
    assert standing(db, schema.person) == standing(db, schema.tag) == standing(db, schema.tagging) == 0


def test_a_sign_in_taken_back_and_put_back_is_a_new_row_and_both_are_told(db, steps):
    (ana,) = imported(db, 1)
    with db.write("sign-in") as writer:
        writer.insert(schema.sign_in, {"person_id": ana, "name_as_written": "Ana"})
    for wanted in (0, 1, 0, 1):
        steps.take_back((steps.next_undo() if wanted == 0 else steps.next_redo()).id)
        assert standing(db, schema.sign_in) == wanted
    with db.read() as connection:
        assert connection.scalar(select(func.count()).select_from(schema.sign_in)) == 3
    assert len(steps.latest()) == 6


def test_undo_goes_further_back_and_a_new_step_ends_redo(db, steps):
    (ana,) = imported(db, 1)
    for name in ("A", "B"):
        with db.write("edit-person") as writer:
            writer.set(schema.person, ana, {"display_name": name})
    steps.take_back(steps.next_undo().id)
    steps.take_back(steps.next_undo().id)
    assert name_of(db, ana) == "Person 0"
    steps.take_back(steps.next_redo().id)
    assert name_of(db, ana) == "A"
    with db.write("edit-person") as writer:
        writer.set(schema.person, ana, {"display_name": "C"})
    assert steps.next_redo() is None
    steps.take_back(steps.next_undo().id)
    assert name_of(db, ana) == "A"


def test_a_step_is_taken_back_once_and_forgetting_never(db, steps):
    (ana,) = imported(db, 1)
    first = steps.next_undo().id
    steps.take_back(first)
    with pytest.raises(CannotBeTakenBack):
        steps.take_back(first)
    with db.write("forget") as writer:
        writer.forget([PersonId(ana)])
    with pytest.raises(CannotBeTakenBack):
        steps.take_back(steps.latest(1)[0].id)


def test_what_was_edited_and_put_as_before_goes_with_the_step_that_made_it(db, steps, records, person):
    ana = person("Ana")
    note = records.add_note(ana, "calls back")
    records.edit_note(note.id, "calls back on Monday")
    for _step in range(2):
        steps.take_back(steps.next_undo().id)
    with db.read() as connection:
        (row,) = connection.execute(schema.note.select()).all()
    assert row.removed_at is not None, "the edit was taken back, so nothing leans on the note any more"
    steps.take_back(steps.next_redo().id)
    with db.read() as connection:
        assert connection.execute(schema.note.select()).one().removed_at is None


def test_a_field_that_was_empty_and_is_empty_again_is_no_edit(db, steps, records, person):
    ana = person("Ana")
    records.edit(ana, {"employer": "Port of Norfolk"})
    for _step in range(2):
        steps.take_back(steps.next_undo().id)
    with db.read() as connection:
        row = connection.execute(schema.person.select().where(schema.person.c.id == ana)).one()
    assert row.removed_at is not None
