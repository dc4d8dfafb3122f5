"""A large chapter file for measuring: people with contacts, a few years of meetings, and who came."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from chapter_desk.store import schema
from chapter_desk.store.database import Database, create
from chapter_desk.values import ChapterId, new_id, utc_now
from tests.benchmarks.crowd import crowd

KEY = bytes(range(32))
_FIRST = datetime(2022, 1, 5, 0, 0, tzinfo=UTC)


def large_chapter(path: Path, people: int, meetings: int, sign_ins: int) -> Database:
    """Make a chapter file of this size and return it open."""
    create(path, KEY, ChapterId("norfolk"), install_id="bench")
    db = Database(path, KEY, utc_now, install_id="bench")
    fill(db, people, meetings, sign_ins)
    return db


def fill(db: Database, people: int, meetings: int, sign_ins: int) -> None:
    """Put a crowd, their meetings and who came into a chapter."""
    random = Random(people)
    persons = crowd(people)
    with db.write("fill") as writer:
        writer.insert_many(
            schema.person,
            (
                {
                    "id": person.id, "display_name": person.display_name, "given_name": person.given_name,
                    "family_name": person.family_name,
                    "sort_name": f"{person.family_name}, {person.given_name}",
                }
                for person in persons
            ),
        )  # fmt: skip
        for table, field, values in (
            (schema.email_address, "address", {p.id: p.emails for p in persons}),
            (schema.phone_number, "number", {p.id: p.phones for p in persons}),
            (schema.postal_address, "postal_code", {p.id: (p.postal_code,) for p in persons}),
        ):
            writer.insert_many(
                table,
                [{"person_id": id, field: each} for id, those in values.items() for each in those if each],
            )
        gatherings = [(new_id(), _FIRST + timedelta(days=1500 * n / meetings)) for n in range(meetings)]
        writer.insert_many(
            schema.meeting,
            [
                {
                    "id": id, "kind": "meeting" if n % 10 else "regional-call", "title": f"Meeting {n}",
                    "starts_at": at, "time_zone": "America/New_York", "opened_at": at, "ended_at": at,
                }
                for n, (id, at) in enumerate(gatherings)
            ],
        )  # fmt: skip
        rows = []
        for _ in range(sign_ins):
            id, at = gatherings[random.randrange(meetings)]
            rows.append(
                {
                    "meeting_id": id, "person_id": persons[int(people * random.random() ** 1.4)].id,
                    "at": at + timedelta(seconds=random.randrange(7200)), "list": "door", "type": "entry",
                    "method": "desk", "laptop": db.replica_id, "greeter": new_id(), "clock_suspect": False,
                }
            )  # fmt: skip
        writer.insert_many(schema.sign_in, rows)
    db.checkpoint()
