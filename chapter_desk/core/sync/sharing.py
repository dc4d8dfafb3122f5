"""Who may be named to national, who was left out and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.members.consents import answers
from chapter_desk.core.members.minors import ever_marked, minors
from chapter_desk.core.members.same_person import Components, all_components
from chapter_desk.core.sync.matrix import SHARE
from chapter_desk.store import schema
from chapter_desk.values import PersonId

TOLD_NATIONAL = "told-national"
"""What the access log calls a bundle that named people to national; its details hold their ids."""

_PEOPLE = "SELECT id, display_name, removed_at FROM person WHERE made_clock IS NOT NULL OR stamps IS NOT NULL"
_ASKED_SINCE = """
SELECT c.person_id FROM consent c LEFT JOIN void v ON v.target_id = c.id
WHERE c.person_id IS NOT NULL AND (c.change_seq > ? OR v.change_seq > ?)
UNION SELECT person_a FROM same_person WHERE change_seq > ? AND person_a IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A person who is not named to national.  `reason` is `minor`, `refused` or `never-asked`."""

    person_id: PersonId
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who may be named to national, by every id they ever had.

    `agreed` said yes and are not `minors`, who are never named, whatever they said; `told` are people
    whom national was told about before, `anew` those of whom something decisive changed since the last
    bundle, so that all of theirs goes.
    """

    agreed: frozenset[PersonId]
    told: frozenset[PersonId]
    anew: frozenset[PersonId]
    left_out: tuple[LeftOut, ...]
    minors: frozenset[PersonId] = frozenset()


def sharing(connection: Connection, since: int, today: date) -> Sharing:
    """Return who may be named today.  The newest answer counts; of two at one moment, no does."""
    components = all_components(connection)
    young = minors(connection, components, today)
    told = _told_before(connection)
    names: dict[PersonId, str] = {}
    for id, name, removed_at in look(connection, _PEOPLE):
        if removed_at is None or id in told:
            person = components.of(PersonId(id))
            names[person] = name or names.get(person, "")
    given = {
        person: by_channel[SHARE].given
        for person, by_channel in answers(connection, names, components).items()
        if SHARE in by_channel
    }
    left_out = sorted(
        (
            LeftOut(person, name, _why(person in young, person in given))
            for person, name in names.items()
            if person in young or not given.get(person)
        ),
        key=lambda each: (each.name, each.person_id),
    )
    agreed = _all_ids(components, (person for person in names if given.get(person) and person not in young))
    asked = look(connection, _ASKED_SINCE, (since, since, since))
    # Nothing is written when somebody turns 18, so all of theirs goes each time.
    once_young = {components.of(id) for id in ever_marked(connection)}
    anew = _all_ids(components, {*once_young, *(components.of(PersonId(id)) for (id,) in asked)})
    return Sharing(agreed, told, anew, tuple(left_out), _all_ids(components, young))


def _why(minor: bool, asked: bool) -> str:
    return "minor" if minor else "refused" if asked else "never-asked"


def note_told(
    connection: Connection, bundle: str, people: Iterable[PersonId], at: datetime, by: str | None
) -> None:
    """Note in the access log whom a bundle names to national: ids, never names."""
    connection.execute(
        schema.access_log.insert().values(
            at=at, by=by, what=TOLD_NATIONAL, details={"bundle": bundle, "people": sorted(people)}
        )
    )


def _told_before(connection: Connection) -> frozenset[PersonId]:
    log = schema.access_log
    entries = connection.execute(log.select().where(log.c.what == TOLD_NATIONAL))
    return frozenset(PersonId(id) for entry in entries for id in entry.details["people"])


def _all_ids(components: Components, people: Iterable[PersonId]) -> frozenset[PersonId]:
    return frozenset(id for person in people for id in components.all_of(person))
