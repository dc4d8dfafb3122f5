"""By which way somebody may be written to or called: only one they agreed to, and can be reached by."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from chapter_desk.core.looking import Row, look
from chapter_desk.core.members.consents import Answer, answers
from chapter_desk.core.members.same_person import Components
from chapter_desk.store.columns import wired_json
from chapter_desk.values import PersonId

Channel = Literal["email", "sms", "call"]
WhyNot = Literal["", "do-not-contact", "refused", "not-asked", "no-address", "under-18"]

CHANNELS: tuple[Channel, ...] = ("email", "sms", "call")
"""In the order in which they are used."""

_GONE_STATUS = frozenset({"bouncing", "bounced", "unsubscribed", "spam complaint", "cleaned"})

_PEOPLE = """
SELECT p.id, p.preferred_email, p.preferred_phone FROM person p
WHERE p.id IN (SELECT value FROM json_each(?)) AND p.made_clock IS NOT NULL
AND (coalesce(p.do_not_contact, 0) = 1 OR p.archived_at IS NOT NULL OR p.deceased_on IS NOT NULL
     OR p.removed_at IS NOT NULL) = ?
"""
_SILENT = """
SELECT p.id FROM person p
WHERE p.chapter_id = (SELECT chapter_id FROM here) AND p.id IN (SELECT value FROM json_each(?))
AND (coalesce(p.do_not_contact, 0) = 1 OR p.deceased_on IS NOT NULL)
"""
_EMAILS = """
SELECT e.person_id, e.id, e.address, e.status FROM email_address e
WHERE e.person_id IN (SELECT value FROM json_each(?)) AND e.removed_at IS NULL AND e.address IS NOT NULL
ORDER BY e.id
"""
_PHONES = """
SELECT n.person_id, n.id, coalesce(n.number, n.raw), coalesce(n.sms_capable, 1), coalesce(n.do_not_call, 0)
FROM phone_number n WHERE n.person_id IN (SELECT value FROM json_each(?)) AND n.removed_at IS NULL
AND coalesce(n.number, n.raw) IS NOT NULL ORDER BY n.id
"""


@dataclass(frozen=True, slots=True)
class Reach:
    """How a person may be reached: an address for each way they agreed to.

    `why_not` tells why there is none, and is empty where there is one.
    """

    addresses: dict[Channel, str]
    why_not: WhyNot = ""

    @property
    def channel(self) -> Channel | None:
        """The way to use: e-mail before a text before a call."""
        return next((each for each in CHANNELS if each in self.addresses), None)


def silent_people(
    connection: Connection, people: Iterable[PersonId], components: Components
) -> set[PersonId]:
    """Return who of these, by the id they go by, wants no contact or died, in any of their entries."""
    everybody = sorted({id for person in people for id in components.all_of(person)})
    return {components.of(id) for (id,) in look(connection, _SILENT, (wired_json(everybody),))}


def reach_of(
    connection: Connection,
    people: Iterable[PersonId],
    components: Components,
    minors: Collection[PersonId] = (),
) -> dict[PersonId, Reach]:
    """Return how each of these people, by the id they go by, may be reached; none of `minors` may."""
    wanted = {components.of(person) for person in people}
    everybody = wired_json(sorted({id for person in wanted for id in components.all_of(person)}))
    said = answers(connection, wanted, components)
    silent = {components.of(row[0]) for row in look(connection, _PEOPLE, (everybody, 1))}
    preferred: dict[PersonId, set[str]] = {}
    for id, email, phone in look(connection, _PEOPLE, (everybody, 0)):
        preferred.setdefault(components.of(id), set()).update(filter(None, (email, phone)))
    emails = _gathered(look(connection, _EMAILS, (everybody,)), components)
    phones = _gathered(look(connection, _PHONES, (everybody,)), components)
    found = {}
    for person in wanted:
        if person in silent:
            found[person] = Reach({}, "do-not-contact")
            continue
        if person in minors:
            found[person] = Reach({}, "under-18")
            continue
        first = preferred.get(person, set())
        found[person] = _reach(
            said.get(person, {}),
            _preferred(emails.get(person, []), first),
            _preferred(phones.get(person, []), first),
        )
    return found


def _reach(said: dict[str, Answer], emails: list[Row], phones: list[Row]) -> Reach:
    usable: dict[Channel, list[str]] = {
        "email": [address for _p, _id, address, status in emails if (status or "") not in _GONE_STATUS],
        "sms": [number for _p, _id, number, sms, _no in phones if sms],
        "call": [number for _p, _id, number, _sms, no in phones if not no],
    }
    agreed = [each for each in CHANNELS if each in said and said[each].given]
    addresses: dict[Channel, str] = {each: usable[each][0] for each in agreed if usable[each]}
    if addresses:
        return Reach(addresses)
    if agreed:
        return Reach({}, "no-address")
    return Reach({}, "refused" if any(each in said for each in CHANNELS) else "not-asked")


def _gathered(rows: Iterable[Row], components: Components) -> dict[PersonId, list[Row]]:
    found: dict[PersonId, list[Row]] = {}
    for row in rows:
        found.setdefault(components.of(PersonId(row[0])), []).append(row)
    return found


def _preferred(rows: list[Row], first: set[str]) -> list[Row]:
    return sorted(rows, key=lambda row: row[1] not in first)
