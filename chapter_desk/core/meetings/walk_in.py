"""Somebody at the door who was not found: what they wrote, and whether they are on file after all."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection

from chapter_desk.core.looking import look, looking
from chapter_desk.core.meetings.needs import Need
from chapter_desk.core.members.contact import address_of, email_of, is_email, phone_of
from chapter_desk.core.members.folding import fold_parts
from chapter_desk.core.members.matching import MatchKind, Particulars, PeopleOnFile, Reason
from chapter_desk.core.members.naming import clean_name, name_key
from chapter_desk.core.members.nicknames import Nicknames, shipped_nicknames
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.members.same_person import component
from chapter_desk.values import PersonId

Namesakes = Callable[[str], Iterable[PersonId] | None]
"""Finds the people whose name has the same folded parts; nothing: they are to be looked for in the file."""

_HERE = "(SELECT chapter_id FROM here)"
_WITH_EMAIL = "SELECT DISTINCT person_id FROM email_address WHERE address = ? AND removed_at IS NULL"
_WITH_PHONE = "SELECT DISTINCT person_id FROM phone_number WHERE number = ? AND removed_at IS NULL"
_NAMES = "SELECT id, display_name FROM person WHERE removed_at IS NULL AND made_clock IS NOT NULL"
_PERSON = f"""
SELECT display_name, given_name, family_name, other_names FROM person
WHERE chapter_id = {_HERE} AND id = ? AND removed_at IS NULL AND made_clock IS NOT NULL
"""
_EMAILS_OF = "SELECT address FROM email_address WHERE person_id = ? AND removed_at IS NULL AND address <> ''"
_PHONES_OF = "SELECT number FROM phone_number WHERE person_id = ? AND removed_at IS NULL AND number <> ''"
_ZIPS_OF = "SELECT postal_code FROM postal_address WHERE person_id = ? AND removed_at IS NULL"
_SURE = frozenset((Reason.EMAIL, Reason.PHONE))


@dataclass(frozen=True, slots=True)
class WalkIn:
    """What somebody at the door wrote or said; only `name` is needed.

    `consents` are the channels they said yes to themselves, never ticked for them, and `wording` the
    version of the words they were asked with.  `children` come along and are counted with them;
    `needs` are what they ask for; `brought_by` is who told them to come.  `code` is what was scanned
    and is nobody's here; `under_18` marks them (see `members.minors`).
    """

    name: str
    email: str = ""
    phone: str = ""
    postal_code: str = ""
    given_name: str = ""
    family_name: str = ""
    source: str = ""
    preferred_language: str = ""
    consents: Sequence[str] = ()
    wording: str = ""
    children: int = 0
    needs: Sequence[Need] = ()
    brought_by: PersonId | None = None
    code: str = ""
    under_18: bool = False

    @property
    def contact(self) -> dict[str, str]:
        """Return what they wrote besides the name, without what they left empty."""
        contact = {"email": self.email, "phone": self.phone, "postal_code": self.postal_code}
        return {field: text for field, text in contact.items() if text}


@dataclass(frozen=True, slots=True)
class Likeness:
    """Who on file a walk-in may be.

    `certain` has the same name and an e-mail or phone in common, and nobody else has.  `maybe` it is
    one of these, likeliest first; `household` share the e-mail under another name.
    """

    certain: PersonId | None = None
    maybe: tuple[PersonId, ...] = ()
    household: tuple[PersonId, ...] = ()


def written(walk_in: WalkIn) -> PersonDraft:
    """Return the person a walk-in would be, with everything of theirs that can be read.

    Raises:
        NameNeeded, TextRefused: There is no name, or what was typed is no writing.
    """
    return PersonDraft(
        display_name=clean_name(walk_in.name),
        given_name=walk_in.given_name,
        family_name=walk_in.family_name,
        email_addresses=[walk_in.email] if is_email(walk_in.email) else [],
        phone_numbers=[walk_in.phone],
        postal_addresses=[walk_in.postal_code],
        source=walk_in.source,
        preferred_language=walk_in.preferred_language,
        brought_by=walk_in.brought_by,
        under_18=walk_in.under_18 or None,
    )


def only_initials(name: str) -> bool:
    """Return whether a name tells nobody apart: "J.", "J. M.", or a number."""
    return all(len(part) < 2 or part.isdecimal() for part in fold_parts(name))


def likeness(
    connection: Connection, guest: PersonDraft, named_alike: Iterable[PersonId] | None = None
) -> Likeness:
    """Return who on file a guest may be; a name alone, or an e-mail or phone alone, is never certain."""
    emails = tuple(email_of(each).address for each in guest.email_addresses)
    phones = tuple(filter(None, (phone_of(each).number for each in guest.phone_numbers)))
    near = {id for email in emails for (id,) in look(connection, _WITH_EMAIL, (email,))}
    near |= {id for phone in phones for (id,) in look(connection, _WITH_PHONE, (phone,))}
    near |= set(_called(connection, guest.display_name) if named_alike is None else named_alike)
    if not near:
        return Likeness()
    on_file = PeopleOnFile(_nicknames())
    for person_id in {component(connection, id)[0] for id in near}:
        known = _particulars(connection, person_id)
        if known is not None:
            on_file.add(person_id, known)
    zips = tuple(address_of(each).postal_code for each in guest.postal_addresses)
    match = on_file.match(
        Particulars(
            guest.display_name, guest.given_name, guest.family_name, (), emails, phones, next(iter(zips), "")
        )
    )
    if match.kind is MatchKind.SAME and not _SURE.isdisjoint(match.reasons):
        return Likeness(certain=match.person_id)
    maybe = () if match.person_id is None else (match.person_id, *match.others)
    return Likeness(maybe=maybe, household=match.household)


def named(connection: Connection, name: str, namesakes: "Namesakes | None" = None) -> list[PersonId]:
    """Return everybody of a whole name, from memory where `namesakes` has it, else from the file."""
    known = None if namesakes is None else namesakes(name)
    return _called(connection, name) if known is None else list(known)


def _particulars(connection: Connection, person_id: PersonId) -> Particulars | None:
    """Return what is known of a person and of everybody who is one with them."""
    people = component(connection, person_id)
    rows = [row for each in people for row in look(connection, _PERSON, (each,))]
    if not rows:
        return None
    names = [name for row in rows for name in (row[0], *json.loads(row[3] or "[]")) if name]

    def known(sql: str) -> tuple[str, ...]:
        return tuple(value for each in people for (value,) in look(connection, sql, (each,)) if value)

    return Particulars(
        display_name=rows[0][0] or "",
        given_name=rows[0][1] or "",
        family_name=rows[0][2] or "",
        other_names=tuple(names[1:]),
        emails=known(_EMAILS_OF),
        phones=known(_PHONES_OF),
        postal_code=next(iter(known(_ZIPS_OF)), ""),
    )


def _called(connection: Connection, name: str) -> list[PersonId]:
    """Look for a name through the whole file, where nobody keeps the names in memory."""
    key = name_key(name)
    if not key:
        return []
    return [PersonId(id) for id, other in looking(connection, _NAMES) if other and name_key(other) == key]


@cache
def _nicknames() -> Nicknames:
    return shipped_nicknames()
