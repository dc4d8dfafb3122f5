"""The numbers somebody is called at, and what a call teaches about them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.members.consents import REFUSED, insert_consent
from chapter_desk.core.members.contact import PhoneNumber
from chapter_desk.core.members.same_person import Components, component
from chapter_desk.store import schema
from chapter_desk.store.columns import wired_json
from chapter_desk.store.writer import Writer
from chapter_desk.values import PersonId

BY_CALL = "call"
"""How an answer about being contacted was given: on the phone."""

_NUMBERS = """
SELECT n.person_id, n.id, coalesce(n.number, n.raw), coalesce(n.do_not_call, 0) FROM phone_number n
WHERE n.person_id IN (SELECT value FROM json_each(?)) AND n.removed_at IS NULL
AND coalesce(n.number, n.raw) IS NOT NULL ORDER BY n.id
"""


@dataclass(frozen=True, slots=True)
class CallNumber:
    """A number of a person, E.164 where it could be read; `may` tells whether it may be called."""

    id: str
    number: str
    may: bool

    @property
    def shown(self) -> str:
        """Return the number as people here write it."""
        return PhoneNumber(self.number, self.number if self.number.startswith("+") else "").shown


def numbers_of(
    connection: Connection, people: Iterable[PersonId], components: Components
) -> dict[PersonId, tuple[CallNumber, ...]]:
    """Return the numbers of these people by the id they go by, those that may be called first."""
    wanted = {components.of(person) for person in people}
    everybody = wired_json(sorted({id for person in wanted for id in components.all_of(person)}))
    found: dict[PersonId, list[CallNumber]] = {}
    for person, id, number, do_not_call in look(connection, _NUMBERS, (everybody,)):
        found.setdefault(components.of(person), []).append(CallNumber(id, number, not do_not_call))
    return {person: tuple(sorted(each, key=lambda n: not n.may)) for person, each in found.items()}


def take_number_off(writer: Writer, person_id: PersonId, phone_id: str = "") -> None:
    """Take a number off a person, or their only one: it is somebody else's."""
    ids = [row[1] for row in _of(writer, person_id)]
    wrong = [id for id in ids if id == phone_id] if phone_id else ids if len(ids) == 1 else []
    for id in wrong:
        writer.set(schema.phone_number, id, {"removed_at": writer.at})


def no_more_calls(writer: Writer, person_id: PersonId) -> None:
    """Withdraw the consent to calls, and mark every number of a person."""
    insert_consent(writer, person_id, "call", REFUSED, how=BY_CALL)
    for row in _of(writer, person_id):
        writer.set(schema.phone_number, str(row[1]), {"do_not_call": True})


def _of(writer: Writer, person_id: PersonId) -> list[tuple[str, str, str, int]]:
    everybody = wired_json(list(component(writer.connection, person_id)))
    return [(row[0], row[1], row[2], row[3]) for row in look(writer.connection, _NUMBERS, (everybody,))]
