"""Everything the chapter keeps about one person, on one card."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from chapter_desk.core.looking import look
from chapter_desk.core.members.consents import Answer, answers
from chapter_desk.core.members.contact import EmailAddress, PhoneNumber, PostalAddress
from chapter_desk.core.members.evidence import evidence_of
from chapter_desk.core.members.households import Housemate, housemates
from chapter_desk.core.members.membership import Evidence, MembershipRule, Standing, standing
from chapter_desk.core.members.minors import is_minor
from chapter_desk.core.members.same_person import Components, component
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.columns import wired_json
from chapter_desk.store.database import Database
from chapter_desk.values import PersonId

_TAGS = """
SELECT DISTINCT t.name FROM tagging g JOIN tag t ON t.chapter_id = g.chapter_id AND t.id = g.tag_id
WHERE g.person_id IN (SELECT value FROM json_each(?)) AND t.removed_at IS NULL AND t.name IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = g.id)
ORDER BY t.name
"""


@dataclass(frozen=True, slots=True)
class CardNote:
    """A note about a person, with who wrote it and when (UTC)."""

    id: str
    body: str
    written_at: datetime | None
    written_by: str


@dataclass(frozen=True, slots=True)
class CardEntry:
    """One of the entries that are a person, with the name as it is written there."""

    id: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person, with what every entry that is one with them holds.

    Names and single fields are those of the entry they go by (`id`, the first of `ids`); contacts,
    tags, notes and evidence are everybody's.  `do_not_contact`, `deceased_on` and `under_18` hold when any
    entry has them (of `under_18_until` the first known counts), archived is who is so in every entry.
    Contacts come preferred first.  `evidence` is all they did, oldest first; `standing.because` is what of
    it makes a member.
    """

    id: PersonId
    ids: tuple[PersonId, ...]
    entries: tuple[CardEntry, ...]
    display_name: str
    sort_name: str
    given_name: str
    additional_name: str
    family_name: str
    honorific_prefix: str
    honorific_suffix: str
    other_names: tuple[str, ...]
    gender_pronouns: str
    preferred_language: str
    employer: str
    occupation: str
    source: str
    brought_by: PersonId | None
    brought_by_name: str
    do_not_contact: bool
    deceased_on: date | None
    under_18: bool
    under_18_until: date | None
    archived_at: datetime | None
    removed: bool
    email_addresses: tuple[EmailAddress, ...]
    phone_numbers: tuple[PhoneNumber, ...]
    postal_addresses: tuple[PostalAddress, ...]
    tags: tuple[str, ...]
    consents: Mapping[str, Answer]
    notes: tuple[CardNote, ...]
    household: tuple[Housemate, ...]
    standing: Standing
    evidence: tuple[Evidence, ...]

    def is_minor(self, today: date) -> bool:
        """Return whether they are under 18, as far as anybody said."""
        return is_minor(self.under_18, self.under_18_until, today)

    @property
    def first_seen(self) -> date | None:
        """Return the day of their first sign-in."""
        return min((piece.on for piece in self.evidence if piece.kind == "sign_in"), default=None)

    @property
    def meetings(self) -> int:
        """Return how many meetings they were at."""
        return len({piece.meeting_id for piece in self.evidence if piece.kind == "sign_in"})

    @property
    def last_seen(self) -> date | None:
        """Return the day of their latest sign-in."""
        return max((piece.on for piece in self.evidence if piece.kind == "sign_in"), default=None)

    def standing_without(self, evidence_id: str, rule: MembershipRule) -> Standing:
        """Return what their standing would be if one piece of evidence were taken back."""
        rest = (piece for piece in self.evidence if piece.id != evidence_id)
        return standing(rest, rule, date.max)


class PersonCards:
    """Draws up cards."""

    def __init__(self, db: Database, rule: MembershipRule) -> None:
        self._db = db
        self._rule = rule

    def about(self, person_id: PersonId) -> PersonCard:
        """Return the card of a person, by any of their ids.

        Raises:
            NoSuchRecord: Nobody of this id is here, or they were forgotten.
        """
        with self._db.read() as connection:
            return self._card(connection, component(connection, person_id))

    def joined(self, one: PersonId, other: PersonId) -> PersonCard:
        """Return the card there would be if these two were one person.  Raises as `about`."""
        with self._db.read() as connection:
            ids = {*component(connection, one), *component(connection, other)}
            return self._card(connection, tuple(sorted(ids)))

    def _card(self, connection: Connection, ids: tuple[PersonId, ...]) -> PersonCard:
        p = schema.person.c
        query = schema.person.select().where(
            p.chapter_id == self._db.chapter_id, p.id.in_(ids), p.made_clock.is_not(None)
        )
        rows = connection.execute(query.order_by(p.removed_at.is_not(None), p.id)).all()
        if not rows:
            raise NoSuchRecord("person", ids[0])
        row = rows[0]
        pieces = evidence_of(connection, ids)
        components = Components(dict.fromkeys(ids, ids[0]), {ids[0]: ids})
        texts = (
            "display_name", "sort_name", "given_name", "additional_name", "family_name", "honorific_prefix",
            "honorific_suffix", "gender_pronouns", "preferred_language", "employer", "occupation", "source",
        )  # fmt: skip
        return PersonCard(
            id=ids[0],
            ids=ids,
            entries=tuple(CardEntry(each.id, each.display_name or "") for each in rows),
            **{field: getattr(row, field) or "" for field in texts},
            other_names=tuple(row.other_names or ()),
            brought_by=row.brought_by,
            brought_by_name=self._name(connection, row.brought_by),
            do_not_contact=any(each.do_not_contact for each in rows),
            deceased_on=min((each.deceased_on for each in rows if each.deceased_on), default=None),
            under_18=any(each.under_18 for each in rows),
            under_18_until=next((each.under_18_until for each in rows if each.under_18_until), None),
            archived_at=row.archived_at if all(each.archived_at for each in rows) else None,
            removed=row.removed_at is not None,
            email_addresses=_emails(connection, ids, row.preferred_email),
            phone_numbers=_phones(connection, ids, row.preferred_phone),
            postal_addresses=_addresses(connection, ids, row.preferred_address),
            tags=tuple(name for (name,) in look(connection, _TAGS, (wired_json(list(ids)),))),
            consents=answers(connection, ids, components).get(ids[0], {}),
            notes=_notes(connection, ids),
            household=housemates(connection, ids),
            standing=standing(pieces, self._rule, date.max),
            evidence=pieces,
        )

    def _name(self, connection: Connection, person_id: str | None) -> str:
        if person_id is None:
            return ""
        p = schema.person.c
        query = select(p.display_name).where(p.chapter_id == self._db.chapter_id, p.id == person_id)
        return connection.scalar(query) or ""


def _contact_rows(
    connection: Connection, table: Any, ids: tuple[PersonId, ...], preferred: str | None
) -> list[Row[Any]]:
    query = table.select().where(table.c.person_id.in_(ids), table.c.removed_at.is_(None))
    rows = connection.execute(query.where(table.c.made_clock.is_not(None)))
    return sorted(rows, key=lambda row: (row.id != preferred, row.id))


def _emails(
    connection: Connection, ids: tuple[PersonId, ...], preferred: str | None
) -> tuple[EmailAddress, ...]:
    rows = _contact_rows(connection, schema.email_address, ids, preferred)
    return tuple(EmailAddress(row.address or "", row.status or "", row.id) for row in rows)


def _phones(
    connection: Connection, ids: tuple[PersonId, ...], preferred: str | None
) -> tuple[PhoneNumber, ...]:
    return tuple(
        PhoneNumber(
            raw=row.raw or "",
            number=row.number or "",
            extension=row.extension or "",
            number_type=row.number_type or "",
            sms_capable=row.sms_capable,
            do_not_call=row.do_not_call,
            id=row.id,
        )
        for row in _contact_rows(connection, schema.phone_number, ids, preferred)
    )


def _addresses(
    connection: Connection, ids: tuple[PersonId, ...], preferred: str | None
) -> tuple[PostalAddress, ...]:
    return tuple(
        PostalAddress(
            postal_code=row.postal_code or "",
            address_lines=tuple(row.address_lines or ()),
            locality=row.locality or "",
            region=row.region or "",
            country=row.country or "",
            raw=row.raw or "",
            id=row.id,
        )
        for row in _contact_rows(connection, schema.postal_address, ids, preferred)
    )


def _notes(connection: Connection, ids: tuple[PersonId, ...]) -> tuple[CardNote, ...]:
    """Return the notes, newest first."""
    n, o = schema.note.c, schema.operator.c
    query = (
        select(n.id, n.body, n.written_at, o.name)
        .outerjoin(schema.operator, (o.chapter_id == n.chapter_id) & (o.id == n.made_by))
        .where(n.person_id.in_(ids), n.removed_at.is_(None), n.body.is_not(None))
        .order_by(n.written_at.desc(), n.id.desc())
    )
    return tuple(
        CardNote(row.id, row.body, row.written_at, row.name or "") for row in connection.execute(query)
    )
