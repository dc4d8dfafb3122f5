"""Who has exactly this name: everybody's folded whole name in memory, for a front end without the roster."""

from collections.abc import Iterable

from sqlalchemy import select

from chapter_desk.core.members.naming import name_key
from chapter_desk.core.members.same_person import all_components
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import PersonId


class NamesOnFile:
    """Everybody's name, read once; who is added later has to be told (`add`)."""

    def __init__(self, db: Database) -> None:
        person = schema.person.c
        self._by_name: dict[tuple[str, ...], set[PersonId]] = {}
        with db.read() as connection:
            self._of = all_components(connection).of
            rows = connection.execute(
                select(person.id, person.display_name).where(
                    person.removed_at.is_(None),
                    person.archived_at.is_(None),
                    person.display_name.is_not(None),
                )
            )
            for id, name in rows:
                self.add(id, name)

    def add(self, id: PersonId, name: str) -> None:
        """Note a person who came on file."""
        self._by_name.setdefault(name_key(name), set()).add(self._of(id))

    def of(self, name: str) -> Iterable[PersonId]:
        """Return everybody of this name, folded, in whatever order it is written."""
        return sorted(self._by_name.get(name_key(name), ()))
