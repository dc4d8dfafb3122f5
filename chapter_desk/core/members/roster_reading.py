"""Reading people for the roster: everybody at once, or the few a commit touched, by the same statements."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from chapter_desk.core.looking import Row, look, looking
from chapter_desk.core.meetings.meeting import chapter_zone
from chapter_desk.core.members.contact import PhoneNumber
from chapter_desk.core.members.evidence import LocalDays, attended
from chapter_desk.core.members.findable import Findable
from chapter_desk.core.members.membership import MembershipRule
from chapter_desk.core.members.minors import is_minor
from chapter_desk.core.members.naming import sort_key
from chapter_desk.core.members.same_person import Components
from chapter_desk.store.columns import wired_json
from chapter_desk.values import PersonId

_AMONG = "IN (SELECT value FROM json_each(?))"
_PEOPLE = """
SELECT id, display_name, sort_name, given_name, family_name, other_names, preferred_language, archived_at,
deceased_on, do_not_contact, preferred_email, preferred_phone, preferred_address, made_clock, under_18,
under_18_until
FROM person WHERE removed_at IS NULL AND made_clock IS NOT NULL
"""
_SOME_PEOPLE = f"{_PEOPLE} AND chapter_id = (SELECT chapter_id FROM here) AND id {_AMONG}"
_EMAILS = "SELECT person_id, id, address FROM email_address WHERE removed_at IS NULL AND address IS NOT NULL"
_PHONES = "SELECT person_id, id, number, raw, extension FROM phone_number WHERE removed_at IS NULL"
_ADDRESSES = "SELECT person_id, id, postal_code, locality FROM postal_address WHERE removed_at IS NULL"
_TAGS = """
SELECT g.person_id, t.name FROM tagging g
JOIN tag t ON t.chapter_id = g.chapter_id AND t.id = g.tag_id
WHERE t.removed_at IS NULL AND t.name IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = g.id)
"""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A person in a list.

    `id` is the one they go by; `phone` is as people write it, `phone_digits` what it ends in can be
    taken from; `times_lately` counts meetings in the last 183 days; `since` is set for members;
    `on_file_since` is the clock of the laptop that added them, in milliseconds since 1970.
    """

    id: PersonId
    display_name: str
    sort_name: str
    postal_code: str
    locality: str
    email: str
    phone: str
    phone_digits: str
    preferred_language: str
    since: date | None
    last_seen: date | None
    times_lately: int
    tags: tuple[str, ...]
    archived: bool
    deceased: bool
    do_not_contact: bool
    on_file_since: int
    sort_key: str
    under_18: bool = False
    under_18_until: date | None = None

    def is_minor(self, today: date) -> bool:
        """Return whether they are under 18, as far as anybody said."""
        return is_minor(self.under_18, self.under_18_until, today)

    @property
    def member(self) -> bool:
        return self.since is not None


@dataclass(frozen=True, slots=True)
class _Contacts:
    """Rows of contacts by person, taken out as they are used, so that nobody is held twice for long."""

    emails: dict[str, list[Row]]
    phones: dict[str, list[Row]]
    addresses: dict[str, list[Row]]
    tags: dict[str, list[Row]]


_NONE: list[Row] = []


def read_roster(
    connection: Connection,
    rule: MembershipRule,
    components: Components,
    *,
    people: Collection[PersonId] | None = None,
    meetings: Mapping[str, str] | None = None,
    lately_since: str,
) -> Iterator[tuple[RosterRow, Findable]]:
    """Yield everybody on file, or those among `people` (whole components), one entry for each person."""
    contacts = _Contacts(
        _by_person(connection, _EMAILS, people),
        _by_person(connection, _PHONES, people),
        _by_person(connection, _ADDRESSES, people),
        _by_person(connection, _TAGS, people, "g.person_id"),
    )
    did = attended(connection, rule, components, people=people, meetings=meetings, lately_since=lately_since)
    days = LocalDays(chapter_zone(connection))
    joined: dict[PersonId, list[Row]] = {}
    for row in _person_rows(connection, people):
        goes_by = components.of(row[0])
        if goes_by in components.members:
            joined.setdefault(goes_by, []).append(row)
            continue
        last_at = did.last_at.get(goes_by)
        yield _entry(
            goes_by, [row], contacts, did.since.get(goes_by), last_at and days.of(last_at),
            did.lately.get(goes_by, 0),
        )  # fmt: skip
    for goes_by, rows in joined.items():
        rows.sort(key=lambda row: str(row[0]))
        last_at = did.last_at.get(goes_by)
        yield _entry(
            goes_by, rows, contacts, did.since.get(goes_by), last_at and days.of(last_at),
            did.lately.get(goes_by, 0),
        )  # fmt: skip


def read_attendance(
    connection: Connection,
    rule: MembershipRule,
    known: Collection[tuple[RosterRow, Findable]],
    *,
    meetings: Mapping[str, str],
    days: LocalDays,
    lately_since: str,
) -> Iterator[tuple[RosterRow, Findable]]:
    """Yield the entries of people, each of one id, whose attendance alone has changed."""
    people = [row.id for row, _ in known]
    did = attended(
        connection, rule, Components({}, {}), people=people, meetings=meetings, lately_since=lately_since
    )
    for row, findable in known:
        last_at = did.last_at.get(row.id)
        last_seen = days.of(last_at) if last_at else None
        now = (did.since.get(row.id), last_seen, did.lately.get(row.id, 0))
        if now != (row.since, row.last_seen, row.times_lately):
            row = replace(row, since=now[0], last_seen=last_seen, times_lately=now[2])
        yield row, findable if findable.last_seen == last_seen else replace(findable, last_seen=last_seen)


def _person_rows(connection: Connection, people: Collection[PersonId] | None) -> Iterable[Row]:
    if people is None:
        return looking(connection, _PEOPLE)  # type: ignore[no-any-return]  # a cursor over rows
    return look(connection, _SOME_PEOPLE, (wired_json(sorted(people)),))


def _by_person(
    connection: Connection, sql: str, people: Collection[PersonId] | None, column: str = "person_id"
) -> dict[str, list[Row]]:
    if people is None:
        rows = looking(connection, sql)
    else:
        rows = look(connection, f"{sql} AND {column} {_AMONG}", (wired_json(sorted(people)),))
    found: dict[str, list[Row]] = {}
    for row in rows:
        held = found.get(row[0])
        if held is None:
            found[row[0]] = [row[1:]]
        else:
            held.append(row[1:])
    return found


def _entry(
    goes_by: PersonId,
    rows: list[Row],
    contacts: _Contacts,
    since: date | None,
    last_seen: Any,
    times_lately: int,
) -> tuple[RosterRow, Findable]:
    (_, display_name, sort_name, given, family, other_names, language, _archived, _died, _silent,
     best_email, best_phone, best_address, made_clock, _minor, _until) = rows[0]  # fmt: skip
    ids = [row[0] for row in rows]
    emails = _ordered(contacts.emails, ids, best_email)
    phones = _ordered(contacts.phones, ids, best_phone)
    addresses = _ordered(contacts.addresses, ids, best_address)
    tags = tuple(sorted({tag for id in ids for (tag,) in contacts.tags.pop(id, _NONE)}))
    phone = PhoneNumber(phones[0][2] or "", phones[0][1] or "", phones[0][3] or "") if phones else None
    name, sort = display_name or "", sort_name or display_name or ""
    others: list[str] = json.loads(other_names) if other_names else []
    for row in rows[1:]:
        others += [row[1] or "", *(json.loads(row[5]) if row[5] else [])]
    entry = RosterRow(
        id=goes_by,
        display_name=name,
        sort_name=sort,
        postal_code=next((a[1] for a in addresses if a[1]), ""),
        locality=next((a[2] for a in addresses if a[2]), ""),
        email=emails[0][1] if emails else "",
        phone=phone.shown if phone else "",
        phone_digits=phone.digits if phone else "",
        preferred_language=language or "",
        since=since,
        last_seen=last_seen or None,
        times_lately=times_lately,
        tags=tags,
        archived=all(row[7] is not None for row in rows),
        deceased=any(row[8] is not None for row in rows),
        do_not_contact=any(row[9] for row in rows),
        on_file_since=(made_clock or 0) >> 16,
        sort_key=sort_key(sort),
        under_18=any(row[14] for row in rows),
        under_18_until=next((date.fromisoformat(row[15]) for row in rows if row[15]), None),
    )
    findable = Findable(
        id=goes_by,
        display_name=name,
        given_name=given or "",
        family_name=family or "",
        other_names=tuple(other for other in others if other and other != name),
        emails=tuple(email[1] for email in emails),
        phones=tuple(number[1] or number[2] or "" for number in phones if number[1] or number[2]),
        postal_code=entry.postal_code,
        tags=tags,
        last_seen=entry.last_seen,
        archived=entry.archived,
        sort_name=sort,
    )
    return entry, findable


def _ordered(by_person: dict[str, list[Row]], ids: list[str], preferred: str | None) -> list[Row]:
    """Return a person's contacts, the preferred one first, then the oldest."""
    if len(ids) == 1:
        rows = by_person.pop(ids[0], _NONE)
    else:
        rows = [row for id in ids for row in by_person.pop(id, _NONE)]
    return rows if len(rows) < 2 else sorted(rows, key=lambda row: (row[0] != preferred, row[0]))
