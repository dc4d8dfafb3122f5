"""What kills and power cuts must leave: a whole chapter file, and in it everybody who was said to be in."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from chapter_desk.core.meetings.calendar import Calendar
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.meetings.sign_in import SignIns
from chapter_desk.core.meetings.sign_up import SignUps
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.naming import sort_name
from chapter_desk.core.national.pack import read_pack, sample_pack_folder
from chapter_desk.core.safekeeping.soundness import problems_of_file
from chapter_desk.store import schema
from chapter_desk.store.database import Database, create
from chapter_desk.store.fingerprint import MODULUS, row_hash
from chapter_desk.values import ChapterId, MeetingId, PersonId, natural_id, utc_now

KEY = bytes(range(32))


def opened(path: Path) -> Database:
    return Database(path, KEY, utc_now, install_id="this-laptop")


@dataclass(frozen=True)
class Evening:
    """A meeting whose door is open, and the people on file.

    Entry number n is the same people on each run: a member, two of one home, or somebody's phone form.
    """

    meeting_id: MeetingId
    people: tuple[PersonId, ...]

    @classmethod
    def of(cls, db: Database) -> "Evening":
        with db.read() as connection:
            named = schema.person.c.display_name.startswith("Person ")
            people = connection.scalars(select(schema.person.c.id).where(named).order_by(schema.person.c.id))
            return cls(MeetingId(connection.scalar(select(schema.meeting.c.id))), tuple(people))

    def enter(self, db: Database, number: int) -> tuple[str, ...]:
        """Sign in entry `number`; return the ids of its sign-ins once that is said to be saved."""
        sign_ins = SignIns(db)
        if number % 4 == 0:
            form = f"form-{number}"
            SignUps(db, sign_ins).take(
                self.meeting_id, form, WalkIn(f"Guest {number}", f"g{number}@example.org")
            )
            return (natural_id("sign_in", self.meeting_id, form),)
        if number % 4 == 2:
            home = (self.people[number], self.people[-number])
            return tuple(signed.id for signed in sign_ins.sign_in_together(self.meeting_id, home))
        return (sign_ins.sign_in(self.meeting_id, self.people[number]).id,)


def new_evening(path: Path, people: int) -> None:
    """Make a chapter file with so many people and tonight's meeting, closed and at rest."""
    create(path, KEY, ChapterId("norfolk"), install_id="this-laptop")
    db = opened(path)
    with db.write("fill") as writer:
        names = [f"Person {n}" for n in range(people)]
        writer.insert_many(
            schema.person, [{"display_name": name, "sort_name": sort_name(name)} for name in names]
        )
    calendar = Calendar(db, read_pack(sample_pack_folder()))
    meeting = calendar.add(MeetingDraft("Tonight", utc_now().replace(tzinfo=None), postal_code="23508"))
    calendar.open_door(meeting.id)
    db.checkpoint()
    db.close()


def kept(db: Database) -> set[str]:
    """Return the ids of all sign-ins that are in the file."""
    with db.read() as connection:
        return set(connection.scalars(select(schema.sign_in.c.id)))


def assert_sound(db: Database) -> None:
    """Fail unless the file is whole and no step is half there; nobody else has it open."""
    _assert_no_step_is_half_there(db)
    db.checkpoint()
    assert problems_of_file(db.path, KEY) == []


def _assert_no_step_is_half_there(db: Database) -> None:
    step, change, here, person = schema.step, schema.change, schema.here, schema.person
    rows: dict[tuple[str, str], int] = {}
    total = 0
    with db.write("look") as writer:
        connection = writer.connection
        for table in schema.REPLICATED.values():
            seqs = dict(connection.execute(select(table.c.id, table.c.change_seq)).all())
            rows |= {(str(table.name), id): seq for id, seq in seqs.items()}
            total += sum(row_hash(table.name, row) for row in writer.rows(table, list(seqs)).values())
        steps = dict(connection.execute(select(step.c.id, step.c.change_seq)).all())
        journal = connection.execute(
            select(change.c.step_id, change.c.table_name, change.c.row_id, change.c.field)
        ).all()
        counted = connection.execute(select(here.c.change_seq, here.c.digest)).one()
        nameless = connection.scalar(
            select(func.count())
            .select_from(schema.sign_in.outerjoin(person, person.c.id == schema.sign_in.c.person_id))
            .where(person.c.sort_name.is_(None))
        )
    assert nameless == 0, "somebody is in whom the search at the door cannot find"
    assert {entry.step_id for entry in journal} == set(steps), "a step without its journal, or the reverse"
    inserted = {(entry.table_name, entry.row_id): entry.step_id for entry in journal if entry.field is None}
    assert set(inserted) == set(rows), "a row without its journal, or the reverse"
    assert set(rows.values()) <= set(steps.values())
    assert all(rows[row] >= steps[step_id] for row, step_id in inserted.items())
    assert counted == (max(steps.values()), f"{total % MODULUS:064x}")
