"""What somebody decides about two entries on file, with what waited to be sorted out about them: one step."""

from collections.abc import Callable

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.sort_out import DIFFERENT, MAYBE_ON_FILE, SAME, SHARED_CONTACT, solved
from chapter_desk.core.members.households import put_together
from chapter_desk.core.members.same_person import component, say_not_same, say_same
from chapter_desk.store import schema
from chapter_desk.store.columns import from_wire
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import PersonId

_ASKED = """
SELECT id, person_id, raw FROM exception
WHERE solved_at IS NULL AND removed_at IS NULL AND person_id IS NOT NULL AND raw IS NOT NULL
AND reason IN (?, ?)
"""


class TwoEntries:
    """Puts two entries together or tells them apart; nobody is asked about them again."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def same(self, one: PersonId, other: PersonId) -> PersonId:
        """Say that they are one person; return the id they go by.  Raises NoSuchRecord."""
        with self._db.write("same-person", {"people": sorted((one, other))}) as writer:
            _sort_out(writer, one, other, SAME)
            return say_same(writer, one, other)

    def not_the_same(self, one: PersonId, other: PersonId) -> None:
        """Say that they are two people."""
        with self._db.write("not-same-person", {"people": sorted((one, other))}) as writer:
            _sort_out(writer, one, other, DIFFERENT)
            say_not_same(writer, one, other)

    def one_household(self, one: PersonId, other: PersonId) -> None:
        """Say that they are two people who live together.  Raises NoSuchRecord."""
        with self._db.write("household", {"people": sorted((one, other))}) as writer:
            _sort_out(writer, one, other, DIFFERENT)
            put_together(writer, (one, other))
            say_not_same(writer, one, other)


def _sort_out(writer: Writer, one: PersonId, other: PersonId, solution: str) -> None:
    """Sort out what asks this very question; with `DIFFERENT` only where it asks of nobody else."""
    both = [set(component(writer.connection, each)) for each in (one, other)]
    answers: Callable[[set[str], set[PersonId]], bool] = (
        (lambda asked, meant: not asked.isdisjoint(meant))
        if solution == SAME
        else (lambda asked, meant: bool(asked) and asked <= meant)
    )
    for id, person, raw in look(writer.connection, _ASKED, (MAYBE_ON_FILE, SHARED_CONTACT)):
        asked = set((from_wire(schema.exception.c.raw.type, raw) or {}).get("people", ()))
        for mine, theirs in (both, reversed(both)):
            if person in mine and answers(asked, theirs):
                solved(writer, id, solution)
                break
