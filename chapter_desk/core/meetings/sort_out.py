"""To sort out later: what was counted at once at the door and waits for a quiet moment.

Nothing here keeps anybody out or moves a time; each entry says why it waits and how it was solved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.card_code import kept_of
from chapter_desk.core.members.contact import address_of, address_row, email_of, email_row, is_email
from chapter_desk.core.members.records import change_person
from chapter_desk.core.members.required import require_person
from chapter_desk.core.members.same_person import say_not_same, say_same
from chapter_desk.core.places.zips import require_place
from chapter_desk.errors import NoSuchRecord, NotAnEmail
from chapter_desk.store import schema
from chapter_desk.store.columns import from_wire
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import MeetingId, PersonId, SignInId, natural_id

MAYBE_ON_FILE = "maybe-on-file"
"""A walk-in has the name of somebody on file; `raw["people"]` are whom it may be."""
SHARED_CONTACT = "shared-contact"
"""A walk-in shares an e-mail or phone with people of other names: one household?"""
UNREADABLE_EMAIL = "unreadable-email"
"""What was written as an e-mail, `raw["email"]`, is none."""
UNKNOWN_ZIP = "unknown-zip"
"""What was written as a ZIP, `raw["postal_code"]`, is none that is known; it is kept as written."""
NO_CONTACT = "no-contact"
"""Somebody wrote no more than an initial on a phone, `raw["name"]`: who is it?"""
UNREADABLE_LINE = "unreadable-line"
"""A line of a paper sheet cannot be read: `raw` has its `sheet`, the sheet's `number` and the `line`."""
UNKNOWN_CODE = "unknown-code"
"""A code that is nobody's here, `raw["code"]`; who showed it is counted as somebody new, or nobody was."""
CLOCK = "clock"
"""The clock of the laptop `raw["laptop"]` was in doubt; its sign-ins are kept, in their order."""
BUNDLE_ROWS = "bundle-rows"
"""Rows of a bundle are dated too far ahead: `core.sync.held_rows` has them, no exception is written."""

_LAPTOPS = "SELECT id, name FROM laptop"
_WAITS = "solved_at IS NULL AND removed_at IS NULL AND reason IS NOT NULL"
_EMAIL = "SELECT id FROM email_address WHERE person_id = ? AND address = ? AND removed_at IS NULL"
_ADDRESS = "SELECT id FROM postal_address WHERE person_id = ? AND postal_code = ? AND removed_at IS NULL"

SAME = "same"
DIFFERENT = "different"
DONE = "done"
CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to sort out later.

    `people` are those it may be about besides `person_id`; `raw` is what was written in the moment.
    `laptop` is the name of the laptop it is about, where it is about one.
    """

    id: str
    reason: str
    meeting_id: MeetingId | None
    meeting_title: str
    person_id: PersonId | None
    name: str
    sign_in_id: SignInId | None
    people: tuple[PersonId, ...]
    raw: Mapping[str, Any]
    at: datetime
    age: timedelta
    laptop: str = ""


def leave(
    writer: Writer,
    reason: str,
    meeting_id: MeetingId,
    person_id: PersonId | None,
    sign_in_id: SignInId | None,
    raw: Mapping[str, Any],
) -> str:
    """Leave something for later, within the transaction that counted the person; return its id."""
    return writer.insert(
        schema.exception,
        {
            "meeting_id": meeting_id,
            "person_id": person_id,
            "sign_in_id": sign_in_id,
            "reason": reason,
            "raw": dict(raw),
            "at": writer.at,
        },
    )


def doubt_clock(writer: Writer, meeting_id: MeetingId) -> None:
    """Note, once a meeting and laptop, that the clock is in doubt."""
    id = natural_id("exception", CLOCK, meeting_id, writer.replica)
    row = writer.row(schema.exception, id)
    if row is None or row["made_clock"] is None:
        raw = {"laptop": writer.replica, "doubt": writer.doubt.value if writer.doubt else ""}
        writer.put(
            schema.exception, id, {"meeting_id": meeting_id, "reason": CLOCK, "raw": raw, "at": writer.at}
        )
    elif row["removed_at"] is not None:
        writer.set(schema.exception, id, {"removed_at": None, "at": writer.at})


def leave_code(
    writer: Writer,
    meeting_id: MeetingId,
    untrusted_code: str,
    person_id: PersonId | None = None,
    sign_in_id: SignInId | None = None,
    name: str = "",
) -> None:
    """Leave a code that is nobody's here for later, once a meeting, with who came in with it, if anybody."""
    raw = {**kept_of(untrusted_code), **({"name": name} if name else {})}
    id = natural_id("exception", UNKNOWN_CODE, meeting_id, raw["token"])
    row = writer.row(schema.exception, id)
    who = {"person_id": person_id, "sign_in_id": sign_in_id, "raw": raw}
    if row is None or row["made_clock"] is None:
        about = {"meeting_id": meeting_id, "reason": UNKNOWN_CODE, "at": writer.at}
        writer.put(schema.exception, id, {**about, **who})
    elif person_id is not None:
        writer.set(schema.exception, id, {**who, "solved_at": None, "removed_at": None, "at": writer.at})


class SortOut:
    """What waits to be sorted out, and sorting it out."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def waiting(self, meeting_id: MeetingId | None = None) -> list[Waiting]:
        """Return what waits, newest first: all of it, or of one meeting."""
        e, p, m = schema.exception.c, schema.person.c, schema.meeting.c
        query = (
            select(schema.exception, p.display_name, m.title)
            .outerjoin(schema.person, (p.chapter_id == e.chapter_id) & (p.id == e.person_id))
            .outerjoin(schema.meeting, (m.chapter_id == e.chapter_id) & (m.id == e.meeting_id))
            .where(e.solved_at.is_(None), e.removed_at.is_(None), e.reason.is_not(None))
            .order_by(e.at.desc(), e.id)
        )
        if meeting_id is not None:
            query = query.where(e.meeting_id == meeting_id)
        now = self._db.now()
        with self._db.read() as connection:
            laptops: dict[str | None, str | None] = dict(look(connection, _LAPTOPS))
            return [
                Waiting(
                    id=row.id,
                    reason=row.reason,
                    meeting_id=row.meeting_id,
                    meeting_title=row.title or "",
                    person_id=row.person_id,
                    name=row.display_name or "",
                    sign_in_id=row.sign_in_id,
                    people=tuple((row.raw or {}).get("people", ())),
                    raw=row.raw or {},
                    at=row.at,
                    age=max(now - row.at, timedelta(0)),
                    laptop=laptops.get((row.raw or {}).get("laptop")) or "",
                )
                for row in connection.execute(query)
            ]

    def count(self, meeting_id: MeetingId | None = None) -> int:
        """Return how many things wait."""
        with self._db.read() as connection:
            return count_waiting(connection, meeting_id)

    def leave_code(
        self, meeting_id: MeetingId, untrusted_code: str, person_id: PersonId | None = None
    ) -> None:
        """Leave a scanned code that is nobody's here for later, with who on file showed it, if known."""
        with self._db.write("unknown-code", {"meeting": meeting_id}) as writer:
            leave_code(writer, meeting_id, untrusted_code, person_id)

    def solve(self, id: str, solution: str = DONE) -> None:
        """Say that something is sorted out, and how.

        Raises:
            NoSuchRecord: Nothing of this id waits here.
        """
        with self._db.write("sort-out", {"exception": id}) as writer:
            solved(writer, id, solution)

    def same(self, id: str, person_id: PersonId) -> PersonId:
        """Say that the person in question is `person_id`; return the id they go by from now on.

        Raises:
            NoSuchRecord: Nothing of this id waits here, or the person is not on file.
        """
        with self._db.write("sort-out", {"exception": id, "person": person_id}) as writer:
            row = solved(writer, id, SAME)
            if row["person_id"] is None:
                raise NoSuchRecord("person", "")
            return say_same(writer, PersonId(row["person_id"]), person_id)

    def correct(self, id: str, person_id: PersonId, field: str, text: str) -> None:
        """Keep what was written so that it could not be read, and say that this is sorted out: one step.

        Args:
            id: What waits.
            person_id: Whose it is.
            field: `display_name`, `email_addresses` (the text is one more) or `postal_addresses` (a ZIP).
            text: As it should have been written.

        Raises:
            NotAnEmail, UnknownZip, NameNeeded, TextRefused: It cannot be read either.
            NoSuchRecord: Nothing of this id waits here, or the person is not on file.
        """
        if field == "email_addresses" and not is_email(text):
            raise NotAnEmail(text)
        if field == "postal_addresses":
            require_place(text)
        with self._db.write("sort-out", {"exception": id, "person": person_id}) as writer:
            row = solved(writer, id, CORRECTED)
            if field == "email_addresses":
                _add_email(writer, person_id, text)
            elif field == "postal_addresses":
                _replace_zip(writer, person_id, str(_raw(row).get("postal_code", "")), text)
            else:
                change_person(writer, person_id, {field: text})

    def different(self, id: str) -> None:
        """Say that the person in question is none of those it may have been; nobody is asked again.

        Raises:
            NoSuchRecord: Nothing of this id waits here.
        """
        with self._db.write("sort-out", {"exception": id}) as writer:
            row = solved(writer, id, DIFFERENT)
            for other in _raw(row).get("people", ()):
                if row["person_id"] is not None and writer.row(schema.person, other) is not None:
                    say_not_same(writer, PersonId(row["person_id"]), PersonId(other))


def solved(writer: Writer, id: str, solution: str) -> Mapping[str, Any]:
    """Mark something as sorted out in a caller's transaction; return its row.  Raises NoSuchRecord."""
    row = writer.row(schema.exception, id)
    if row is None or row["made_clock"] is None:
        raise NoSuchRecord("exception", id)
    writer.set(schema.exception, id, {"solved_at": writer.at, "solution": solution})
    return row


def _add_email(writer: Writer, person_id: PersonId, text: str) -> None:
    require_person(writer, person_id)
    values = email_row(email_of(text))
    if not look(writer.connection, _EMAIL, (person_id, values["address"])):
        writer.insert(schema.email_address, {"person_id": person_id, **values})


def _replace_zip(writer: Writer, person_id: PersonId, written: str, text: str) -> None:
    """Put a ZIP in the place of the one that was written, or beside the addresses there are."""
    require_person(writer, person_id)
    values = address_row(address_of(text))
    found = look(writer.connection, _ADDRESS, (person_id, written.strip()))
    if found:
        told = {field: value for field, value in values.items() if value is not None}
        writer.set(schema.postal_address, str(found[0][0]), {**told, "raw": None})
    else:
        writer.insert(schema.postal_address, {"person_id": person_id, **values})


def count_waiting(connection: Connection, meeting_id: MeetingId | None = None) -> int:
    """Return how many things wait, in all or of one meeting."""
    if meeting_id is None:
        return int(look(connection, f"SELECT count(*) FROM exception WHERE {_WAITS}")[0][0])
    sql = f"SELECT count(*) FROM exception WHERE {_WAITS} AND meeting_id = ?"
    return int(look(connection, sql, (meeting_id,))[0][0])


def _raw(row: Mapping[str, Any]) -> Mapping[str, Any]:
    raw: Mapping[str, Any] = from_wire(schema.exception.c.raw.type, row["raw"]) or {}
    return raw
