"""A process that signs people in, until it is killed: run by `test_kill.py`, not by hand.

It loads the program once and forks for each round, so that a thousand rounds take minutes.  Each line on
its input is `FIRST PAGES`: a child opens the chapter, has the log moved into the file every so many pages,
and signs in entry after entry from FIRST on, writing the ids of each to the output when the service returned.
"""

import os
import sys
from itertools import count
from pathlib import Path

from tests.stories.signed_in import Evening, opened


def sign_in_for_ever(path: Path, evening: Evening, first: int, pages: int) -> None:
    db = opened(path)
    with db._writes.connect() as connection:
        connection.connection.dbapi_connection.execute(f"PRAGMA wal_autocheckpoint = {pages}")
    for number in count(first):
        os.write(1, f"in {' '.join(evening.enter(db, number))}\n".encode())


def main() -> None:
    path = Path(sys.argv[1])
    db = opened(path)
    evening = Evening.of(db)
    db.close()
    for line in sys.stdin:
        first, pages = map(int, line.split())
        child = os.fork()
        if child == 0:
            sign_in_for_ever(path, evening, first, pages)
        os.write(1, f"pid {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main()
