"""What people agreed to and refused, channel by channel.

Every answer is kept.  The newest counts; of two at one moment the refusal does.  Where entries were found
to be one person, a refusal at any of them holds, until they are asked again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.members.required import require_person
from chapter_desk.core.members.same_person import Components, all_components, component
from chapter_desk.store import schema
from chapter_desk.store.columns import wired_json
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import PersonId

CHANNELS = ("email", "sms", "call", "mail", "share-with-national")
GIVEN = "given"
REFUSED = "refused"

_COLUMNS = "c.person_id, c.channel, c.decision, c.at, c.id, c.how, c.wording"
_STANDING = (
    "c.person_id IS NOT NULL AND c.decision IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = c.id)"
)
_OF_PEOPLE = (
    f"SELECT {_COLUMNS} FROM consent c WHERE c.person_id IN (SELECT value FROM json_each(?)) AND {_STANDING}"
)
_OF_CHANNEL = f"SELECT {_COLUMNS} FROM consent c WHERE c.channel = ? AND {_STANDING}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person's answer for a channel is.  `at` is UTC."""

    channel: str
    given: bool
    at: datetime
    how: str = ""
    wording: str = ""


class Consents:
    """Notes and reads consents."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(
        self,
        person_id: PersonId,
        channel: str,
        *,
        given: bool,
        how: str = "",
        wording: str = "",
        place: str = "",
        at: datetime | None = None,
    ) -> None:
        """Note a person's answer for a channel (one of `CHANNELS`).

        `how` is the way it was said (`desk`, `paper`, `import`), `wording` the version of the question,
        `place` where.  `at` is when, if that was earlier.

        Raises:
            NoSuchRecord: The person is not on file.
        """
        decision = GIVEN if given else REFUSED
        with self._db.write("consent", {"person": person_id, "channel": channel}) as writer:
            require_person(writer, person_id)
            insert_consent(writer, person_id, channel, decision, how=how, wording=wording, place=place, at=at)

    def of(self, person_id: PersonId) -> Mapping[str, Answer]:
        """Return a person's answers by channel, without the channels they were never asked about."""
        with self._db.read() as connection:
            return answers(connection, [person_id], all_components(connection)).get(person_id, {})

    def who_agreed(self, channel: str) -> frozenset[PersonId]:
        """Return everybody, by the id they go by, whose answer for a channel is yes."""
        with self._db.read() as connection:
            components = all_components(connection)
            holding = _holding(look(connection, _OF_CHANNEL, (channel,)), components)
        return frozenset(person for (person, _), answer in holding.items() if answer.given)


def answers(
    connection: Connection, people: Iterable[PersonId], components: Components
) -> dict[PersonId, dict[str, Answer]]:
    """Return the answers of these people that hold, by the id they go by and by channel."""
    everybody = {id for person in people for id in components.all_of(person)}
    rows = look(connection, _OF_PEOPLE, (wired_json(sorted(everybody)),))
    found: dict[PersonId, dict[str, Answer]] = {}
    for (person, channel), answer in _holding(rows, components).items():
        found.setdefault(person, {})[channel] = answer
    return found


def insert_consent(
    writer: Writer,
    person_id: PersonId,
    channel: str,
    decision: str,
    *,
    how: str = "",
    wording: str = "",
    place: str = "",
    at: datetime | None = None,
) -> None:
    """Insert an answer within a caller's transaction: at every entry that is this person."""
    assert channel in CHANNELS, channel
    assert decision in (GIVEN, REFUSED), decision
    values: dict[str, Any] = {"how": how, "wording": wording, "place": place}
    for entry in component(writer.connection, person_id):
        writer.insert(
            schema.consent,
            {
                "person_id": entry,
                "channel": channel,
                "decision": decision,
                "at": at or writer.at,
                **{field: text or None for field, text in values.items()},
            },
        )


def _holding(rows: Iterable[tuple[Any, ...]], components: Components) -> dict[tuple[PersonId, str], Answer]:
    """Return the answer that holds of each person for each channel, whatever the order of the rows."""
    newest: dict[tuple[str, str], tuple[Any, ...]] = {}
    for row in rows:
        entry, channel = row[0], row[1]
        if (entry, channel) not in newest or _order(row) > _order(newest[entry, channel]):
            newest[entry, channel] = row
    found: dict[tuple[PersonId, str], tuple[Any, ...]] = {}
    for (entry, channel), row in newest.items():
        key = (components.of(PersonId(entry)), channel)
        if key not in found or (row[2] != GIVEN, _order(row)) > (found[key][2] != GIVEN, _order(found[key])):
            found[key] = row
    return {
        key: Answer(key[1], decision == GIVEN, datetime.fromisoformat(at), how or "", wording or "")
        for key, (_entry, _channel, decision, at, _id, how, wording) in found.items()
    }


def _order(row: tuple[Any, ...]) -> tuple[str, bool, str]:
    """When an answer was given; of two at one moment the refusal comes later."""
    return (row[3], row[2] != GIVEN, row[4])
