"""How many people the pack's rule of affiliation counts.

The rule: different living people with a name and a way to reach them; merged people are one.
Here it is asked of the file; `gate.people_counted` says it for a list.
"""

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from chapter_desk.core.agreements.gate import PeopleCount
from chapter_desk.core.members.same_person import all_components
from chapter_desk.store import schema
from chapter_desk.values import PersonId


def people_count(connection: Connection) -> PeopleCount:
    """Return how many people count, and how many more only lack a way to reach them."""
    person = schema.person.c
    if all_components(connection).canonical:
        counted, named = _merged(connection)
        return PeopleCount(len(counted), len(named) - len(counted))
    counted_rows = connection.scalar(
        select(func.count()).select_from(schema.person).where(_named(), _reachable())
    )
    named_rows = connection.scalar(select(func.count(person.id)).where(_named()))
    return PeopleCount(counted_rows or 0, (named_rows or 0) - (counted_rows or 0))


def counted_people(connection: Connection) -> set[PersonId]:
    """Return the canonical ids of the people who count."""
    return _merged(connection)[0]


def _merged(connection: Connection) -> tuple[set[PersonId], set[PersonId]]:
    of = all_components(connection).of
    counted = {of(id) for id in connection.scalars(select(schema.person.c.id).where(_named(), _reachable()))}
    named = {of(id) for id in connection.scalars(select(schema.person.c.id).where(_named()))}
    return counted, named


def _named() -> ColumnElement[bool]:
    person = schema.person.c
    return and_(
        person.display_name.is_not(None),
        person.removed_at.is_(None),
        person.archived_at.is_(None),
        person.deceased_on.is_(None),
    )


def _reachable() -> ColumnElement[bool]:
    email, phone, address = schema.email_address.c, schema.phone_number.c, schema.postal_address.c
    person = schema.person.c.id
    return (
        exists().where(email.person_id == person, email.removed_at.is_(None), email.address.is_not(None))
        | exists().where(phone.person_id == person, phone.removed_at.is_(None))
        | exists().where(
            address.person_id == person, address.removed_at.is_(None), address.address_lines.is_not(None)
        )
    )
