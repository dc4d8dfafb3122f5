"""A process that signs people in, until it is killed: run by `test_kill.py`, not by hand.

It loads the program once and forks for each round, so that a hundred rounds take seconds.  For each line
on its input a child opens the chapter and signs people in, writing each sign-in's id to the output when
the service returned.
"""

import os
import sys
from itertools import count
from pathlib import Path

from sqlalchemy import select

from chapter_desk.core.meetings.sign_in import SignIns
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, PersonId, utc_now


def sign_in_for_ever(path: Path, key: bytes, meeting_id: str, first: int) -> None:
    db = Database(path, key, utc_now, install_id="this-laptop")
    with db.read() as connection:
        on_file = select(schema.person.c.id).where(schema.person.c.display_name.startswith("Person "))
        people = list(connection.scalars(on_file.order_by(schema.person.c.id)))
    sign_ins = SignIns(db)
    for number in count(first):
        if number % 4:
            signed = sign_ins.sign_in(MeetingId(meeting_id), PersonId(people[number % len(people)]))
        else:
            signed = sign_ins.walk_in(MeetingId(meeting_id), WalkIn(f"Walk-in {os.getpid()} {number}"))
        os.write(1, f"{signed.id}\n".encode())


def main() -> None:
    path, key, meeting_id = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3]
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            sign_in_for_ever(path, key, meeting_id, int(line))
        os.write(1, f"pid {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main()
