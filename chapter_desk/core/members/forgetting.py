"""Forgetting a person, for good: every word about them goes, their head in each count stays."""

from dataclasses import dataclass

from chapter_desk.core.members.same_person import component
from chapter_desk.core.safekeeping.backups import Backups
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import PersonId


@dataclass(frozen=True, slots=True)
class WouldBeForgotten:
    """What forgetting somebody takes: rows by table, and the ids that are one person with them."""

    people: tuple[PersonId, ...]
    rows: dict[str, int]


class Forgetting:
    """Forgets people; it cannot be taken back, and travels to the chapter's other laptops."""

    def __init__(self, db: Database, backups: Backups) -> None:
        self._db = db
        self._backups = backups

    def look(self, person_id: PersonId) -> WouldBeForgotten:
        """Return what would go, for the page that asks first.

        Raises:
            NoSuchRecord: The person is not on file.
        """
        with self._db.read() as connection:
            people = component(connection, person_id)
            rows: dict[str, int] = {}
            for table in schema.REPLICATED.values():
                if "person_id" in schema.references_of(table):
                    query = table.select().where(table.c.person_id.in_(people))
                    count = len(connection.execute(query).all())
                    if count:
                        rows[str(table.name)] = count
            known = connection.execute(
                schema.person.select().where(
                    schema.person.c.id.in_(people), schema.person.c.made_clock.is_not(None)
                )
            ).first()
        if known is None:
            raise NoSuchRecord("person", person_id)
        return WouldBeForgotten(people, rows)

    def forget(self, person_id: PersonId) -> None:
        """Erase a person and everybody who is one with them: fields, history, notes, drafts.

        Older backups still hold them; none of those is kept longer than 30 days from now.

        Raises:
            NoSuchRecord: The person is not on file.
        """
        people = self.look(person_id).people
        self._backups.make("before-forget")
        with self._db.write("forget", {"people": len(people)}) as writer:
            writer.forget(people)
        self._db.checkpoint()  # what the log still holds of them goes too
