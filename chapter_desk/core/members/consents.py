"""What people agreed to and refused, channel by channel.

Every answer is kept.  The newest counts; of two at one moment the refusal does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.members.required import require_person
from chapter_desk.core.members.same_person import Components, all_components
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
    """What a person's newest answer for a channel is.  `at` is UTC."""

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
        """Return everybody, by the id they go by, whose newest answer for a channel is yes."""
        with self._db.read() as connection:
            components = all_components(connection)
            newest = _newest(look(connection, _OF_CHANNEL, (channel,)), components)
        return frozenset(person for (person, _), answer in newest.items() if answer.given)


def answers(
    connection: Connection, people: Iterable[PersonId], components: Components
) -> dict[PersonId, dict[str, Answer]]:
    """Return the newest answers of these people, by the id they go by and by channel."""
    everybody = {id for person in people for id in components.all_of(person)}
    rows = look(connection, _OF_PEOPLE, (wired_json(sorted(everybody)),))
    found: dict[PersonId, dict[str, Answer]] = {}
    for (person, channel), answer in _newest(rows, components).items():
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
    """Insert an answer within a caller's transaction."""
    assert channel in CHANNELS, channel
    assert decision in (GIVEN, REFUSED), decision
    values: dict[str, Any] = {"how": how, "wording": wording, "place": place}
    writer.insert(
        schema.consent,
        {
            "person_id": person_id,
            "channel": channel,
            "decision": decision,
            "at": at or writer.at,
            **{field: text or None for field, text in values.items()},
        },
    )


def _newest(rows: Iterable[tuple[Any, ...]], components: Components) -> dict[tuple[PersonId, str], Answer]:
    """Return each person's newest answer for each channel, whatever the order of the rows."""
    best: dict[tuple[PersonId, str], tuple[str, bool, str]] = {}
    found: dict[tuple[PersonId, str], Answer] = {}
    for person, channel, decision, at, id, how, wording in rows:
        key, given = (components.of(PersonId(person)), channel), decision == GIVEN
        order = (at, not given, id)
        if key not in best or order > best[key]:
            best[key] = order
            found[key] = Answer(channel, given, datetime.fromisoformat(at), how or "", wording or "")
    return found
