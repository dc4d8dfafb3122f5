"""Members' cards and the codes of RSVP confirmations: whom a scanned code signs in, and when it ends.

Only a fingerprint of a code is kept, so a card is printed when it is made and never again: another card
is another code, and the one before stops working.  The code of a confirmation is good at its meeting.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.card_code import fingerprint, new_token, read_token
from chapter_desk.core.members.required import require_person
from chapter_desk.core.members.same_person import all_components, component
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.columns import wired_json
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import MeetingId, PersonId

CardState = Literal["valid", "revoked", "other-meeting"]

_STANDS = "c.removed_at IS NULL AND c.revoked_at IS NULL AND c.made_clock IS NOT NULL"
_WHOSE = """
SELECT c.id, c.person_id, c.meeting_id, c.revoked_at, m.title FROM card c
LEFT JOIN meeting m ON m.chapter_id = c.chapter_id AND m.id = c.meeting_id
WHERE c.token = ? AND c.removed_at IS NULL AND c.person_id IS NOT NULL AND c.made_clock IS NOT NULL
ORDER BY c.revoked_at IS NOT NULL, c.id
"""
_NAME = """
SELECT display_name FROM person
WHERE chapter_id = (SELECT chapter_id FROM here) AND id = ?
AND removed_at IS NULL AND made_clock IS NOT NULL
"""
_HAVE = f"""
SELECT c.person_id, max(c.issued_at) FROM card c
WHERE c.meeting_id IS NULL AND c.person_id IS NOT NULL AND c.issued_at IS NOT NULL
AND {_STANDS} GROUP BY c.person_id
"""
_OF = f"""
SELECT c.id FROM card c
WHERE c.person_id IN (SELECT value FROM json_each(?)) AND (c.meeting_id IS NULL OR ?) AND {_STANDS}
"""
_NAMED_IN_STEP = 3  # a step that makes cards for more people says how many


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card still to be issued.  Nothing keeps its `token`: what is printed from here is all there is."""

    person_id: PersonId
    token: str


@dataclass(frozen=True, slots=True)
class FoundCard:
    """What a scanned code is: whose, and whether it signs them in.

    A `revoked` one was lost or replaced, one of an `other-meeting` confirmed an answer to that meeting,
    whose title is `meeting_title`.  `person_id` is the id the person goes by.
    """

    card_id: str
    person_id: PersonId
    name: str
    state: CardState
    revoked_at: datetime | None = None
    meeting_title: str = ""


def new_cards(people: Iterable[PersonId]) -> tuple[NewCard, ...]:
    """Return a card for each of these people, in their order; `Cards.issue` makes them work."""
    return tuple(NewCard(person, new_token()) for person in dict.fromkeys(people))


class Cards:
    """Issues cards, finds whose a code is, and revokes cards."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def issue(self, cards: Sequence[NewCard]) -> None:
        """Make new cards work, once they are printed or saved; those their people had stop working.

        Raises:
            NoSuchRecord: One of the people is not on file; no card was issued.
        """
        with self._db.write("issue-cards", {"people": _told(cards)}) as writer:
            for card in cards:
                _end(writer, card.person_id, confirmations_too=False)
                _insert(writer, card, None)

    def confirm(self, meeting_id: MeetingId, people: Iterable[PersonId]) -> dict[PersonId, str]:
        """Return a code for each of these people's confirmation, good at this meeting from now on.

        Those sent before stay good: whoever reads the older message gets in too.

        Raises:
            NoSuchRecord: There is no such meeting, or one of the people is not on file.
        """
        cards = new_cards(people)
        params = {"meeting": meeting_id, "people": _told(cards)}
        with self._db.write("issue-codes", params) as writer:
            row = writer.row(schema.meeting, meeting_id)
            if row is None or row["made_clock"] is None or row["removed_at"] is not None:
                raise NoSuchRecord("meeting", meeting_id)
            for card in cards:
                _insert(writer, card, meeting_id)
        return {card.person_id: card.token for card in cards}

    def find(self, untrusted_code: str, meeting_id: MeetingId | None = None) -> FoundCard | None:
        """Return whose code this is, at a meeting; None if it is nobody's here."""
        token = read_token(untrusted_code)
        if token is None:
            return None
        with self._db.read() as connection:
            for card_id, person, meeting, revoked_at, title in look(
                connection, _WHOSE, (fingerprint(token),)
            ):
                person_id = component(connection, PersonId(person))[0]
                name = look(connection, _NAME, (person_id,))
                if not name:
                    continue
                revoked = datetime.fromisoformat(revoked_at) if revoked_at else None
                elsewhere = meeting is not None and meeting != meeting_id
                state: CardState = "revoked" if revoked else "other-meeting" if elsewhere else "valid"
                return FoundCard(card_id, person_id, name[0][0] or "", state, revoked, title or "")
        return None

    def holders(self) -> Mapping[PersonId, datetime]:
        """Return since when each who has a card that works has it, by the id they go by."""
        with self._db.read() as connection:
            return _holders(connection)

    def revoke(self, people: Sequence[PersonId]) -> int:
        """End every card and code of these people; return how many ended.

        Raises:
            NoSuchRecord: One of the people is not on file.
        """
        with self._db.write("revoke-cards", {"people": list(people)}) as writer:
            return sum(_end(writer, person, confirmations_too=True) for person in people)


def _insert(writer: Writer, card: NewCard, meeting_id: MeetingId | None) -> None:
    require_person(writer, card.person_id)
    values = {"person_id": card.person_id, "meeting_id": meeting_id, "issued_at": writer.at}
    writer.insert(schema.card, {**values, "token": fingerprint(card.token)})


def _end(writer: Writer, person_id: PersonId, *, confirmations_too: bool) -> int:
    require_person(writer, person_id)
    people = wired_json(list(component(writer.connection, person_id)))
    cards = look(writer.connection, _OF, (people, confirmations_too))
    for (card_id,) in cards:
        writer.set(schema.card, card_id, {"revoked_at": writer.at})
    return len(cards)


def _holders(connection: Connection) -> dict[PersonId, datetime]:
    components = all_components(connection)
    since: dict[PersonId, datetime] = {}
    for person, issued_at in look(connection, _HAVE):
        goes_by, issued = components.of(PersonId(person)), datetime.fromisoformat(issued_at)
        since[goes_by] = max(issued, since.get(goes_by, issued))
    return since


def _told(cards: Sequence[NewCard]) -> list[PersonId] | int:
    """Return what a step says of whom it was about."""
    return [card.person_id for card in cards] if len(cards) <= _NAMED_IN_STEP else len(cards)
