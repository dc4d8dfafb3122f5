"""A paper sheet as everybody is handed one, and reading and writing its rows within a transaction.

The lines of a meeting's sheets are numbered on and on, so "line 14" is one line.  A line that nobody has
entered yet has no state; every other has one of four, so the numbers of a sheet always add up.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.attendance import STANDS
from chapter_desk.core.meetings.meeting import require_meeting
from chapter_desk.core.meetings.page_code import new_token
from chapter_desk.core.members.same_person import Components, all_components
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.columns import wired_json
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import MeetingId, OperatorId, PersonId, SignInId, natural_id, new_id

PRINTED = "printed"
OWN = "own"
"""Somebody's own paper, without our code."""
PASTED = "pasted"

ENTERED = "entered"
UNREADABLE = "unreadable"
CROSSED = "crossed"
"""Crossed out; on a pasted list: not here."""
BLANK = "blank"
STATES = (ENTERED, UNREADABLE, CROSSED, BLANK)

MOST_LINES = 400
"""Of one sheet; a pasted list may be one sheet."""

KEPT = (
    schema.sheet.c.removed_at.is_(None),
    schema.sheet.c.made_clock.is_not(None),
    schema.sheet.c.line_count.is_not(None),
)
"""The conditions on a sheet that it is on file."""

_NAMES = "SELECT id, display_name FROM person WHERE id IN (SELECT value FROM json_each(?))"
_STANDING = f"SELECT s.id, s.at, s.sheet_line FROM sign_in s WHERE s.meeting_id = ? AND {STANDS}"


@dataclass(frozen=True, slots=True)
class Totals:
    """The numbers of a sheet: `lines` is always the sum of the others and of what is `left`.

    `people` are the different people on its entered lines.
    """

    lines: int
    entered: int = 0
    unreadable: int = 0
    crossed: int = 0
    blank: int = 0
    people: int = 0

    @property
    def left(self) -> int:
        return self.lines - self.entered - self.unreadable - self.crossed - self.blank

    @property
    def written(self) -> int:
        """Lines with a name on them that is not crossed out: what a second person counts."""
        return self.entered + self.unreadable


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet.  `photo` is the id of its attachment; `done_by` and `checked_by` are operators."""

    id: str
    meeting_id: MeetingId
    number: int
    first_line: int
    kind: str
    language: str
    token: str
    photo: str | None
    done_at: datetime | None
    done_by: OperatorId | None
    checked_at: datetime | None
    checked_by: OperatorId | None
    totals: Totals

    @property
    def last_line(self) -> int:
        return self.first_line + self.totals.lines - 1


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a sheet.

    `state` is empty while it is not entered.  `expected` is who the line was printed for, or who it was
    entered as.  `in_since` is when they came (UTC), None if that was taken back; `from_here` tells that
    this line is what counted them in.  `email` and `phone` stood beside the name of a pasted line;
    `under_18` stood there or was said when it was entered.
    """

    number: int
    state: str = ""
    written: str = ""
    expected: bool = False
    person_id: PersonId | None = None
    name: str = ""
    sign_in_id: SignInId | None = None
    in_since: datetime | None = None
    from_here: bool = False
    with_them: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    under_18: bool = False


@dataclass(frozen=True, slots=True)
class SheetInFull:
    """A sheet with all its lines, in order."""

    sheet: Sheet
    lines: tuple[SheetLine, ...]

    def next_open(self, after: int = 0) -> int | None:
        """Return the number of the next line to enter after a line, else the first; None if all are."""
        waiting = [line.number for line in self.lines if not line.state]
        return next((number for number in waiting if number > after), waiting[0] if waiting else None)


def require_sheet(connection: Connection, sheet_id: str) -> Row[Any]:
    """Return a sheet's row.  Raises NoSuchRecord."""
    row = connection.execute(schema.sheet.select().where(schema.sheet.c.id == sheet_id, *KEPT)).first()
    if row is None:
        raise NoSuchRecord("sheet", sheet_id)
    return row


def insert_sheet(
    writer: Writer, db: Database, meeting_id: MeetingId, kind: str, lines: int, language: str
) -> str:
    """Insert a sheet whose number and lines go on from the meeting's others; return its id."""
    require_meeting(writer.connection, db, meeting_id)
    s = schema.sheet.c
    query = select(s.number, s.first_line, s.line_count).where(s.meeting_id == meeting_id, *KEPT)
    before = writer.connection.execute(query).all()
    return writer.insert(
        schema.sheet,
        {
            "meeting_id": meeting_id,
            "number": max((row.number for row in before), default=0) + 1,
            "first_line": max((row.first_line + row.line_count for row in before), default=1),
            "line_count": lines,
            "token": new_token(),
            "kind": kind,
            "language": language or None,
            "printed_at": writer.at if kind == PRINTED else None,
        },
        id=new_id(),
    )


def line_id(sheet_id: str, line: int) -> str:
    """Return the id of a line: the same on every laptop."""
    return natural_id("sheet_line", sheet_id, str(line))


def put_line(writer: Writer, sheet_id: str, line: int, values: Mapping[str, Any]) -> None:
    """Write fields of a line, which may be its first."""
    key = {"sheet_id": sheet_id, "line": line, "removed_at": None}
    writer.put(schema.sheet_line, line_id(sheet_id, line), {**key, **values})


def line_mark(token: str, line: int) -> str:
    """Return what a sign-in says of the line it comes from."""
    return f"{token}:{line}"


def names_of(connection: Connection, people: Collection[PersonId]) -> dict[PersonId, str]:
    """Return names by id, of those who are on file."""
    rows = look(connection, _NAMES, (wired_json(sorted(people)),))
    return {PersonId(id): name for id, name in rows if name}


def sheet_in_full(connection: Connection, row: Row[Any]) -> SheetInFull:
    """Return a sheet with its lines, read in the connection's transaction."""
    rows = {each.line: each for each in connection.execute(_lines_of(row.id))}
    components = all_components(connection)
    standing = {id: (at, mark) for id, at, mark in look(connection, _STANDING, (row.meeting_id,))}
    ids = {PersonId(each.person_id) for each in rows.values() if each.person_id}
    ids |= {PersonId(id) for each in rows.values() for id in _others(each)}
    names = names_of(connection, {components.of(id) for id in ids})
    numbers = range(row.first_line, row.first_line + row.line_count)
    lines = [
        _line(rows[number], row.token or "", standing, names, components)
        if number in rows
        else SheetLine(number)
        for number in numbers
    ]
    return SheetInFull(sheet_of(connection, row), tuple(lines))


def _line(
    row: Row[Any],
    token: str,
    standing: dict[str, tuple[str, str | None]],
    names: dict[PersonId, str],
    components: Components,
) -> SheetLine:
    person = components.of(PersonId(row.person_id)) if row.person_id else None
    at, mark = standing.get(row.sign_in_id or "", ("", None))
    beside = row.contact or {}
    return SheetLine(
        number=row.line,
        state=row.state or "",
        written=row.written or "",
        expected=bool(row.expected),
        person_id=person,
        name=names.get(person, "") if person else "",
        sign_in_id=row.sign_in_id,
        in_since=datetime.fromisoformat(at) if at else None,
        from_here=mark == line_mark(token, row.line),
        with_them=tuple(
            name for id in _others(row) if (name := names.get(components.of(PersonId(id)))) is not None
        ),
        email=str(beside.get("email", "")),
        phone=str(beside.get("phone", "")),
        under_18=bool(beside.get("under_18")),
    )


def _others(row: Row[Any]) -> list[str]:
    contact = row.contact or {}
    return list(contact.get("with_them", ()))


def _lines_of(sheet_id: str) -> Select[Any]:
    c = schema.sheet_line.c
    return schema.sheet_line.select().where(
        c.sheet_id == sheet_id, c.removed_at.is_(None), c.made_clock.is_not(None), c.line.is_not(None)
    )


def sheet_of(connection: Connection, row: Row[Any]) -> Sheet:
    """Return a sheet by its row, with its numbers."""
    count: dict[str, int] = dict.fromkeys(STATES, 0)
    people = set()
    for line in connection.execute(_lines_of(row.id)):
        if line.state in count and row.first_line <= line.line < row.first_line + row.line_count:
            count[line.state] += 1
            if line.state == ENTERED:
                people |= {line.person_id, *_others(line)}
    return Sheet(
        id=row.id,
        meeting_id=MeetingId(row.meeting_id),
        number=row.number or 0,
        first_line=row.first_line,
        kind=row.kind or "",
        language=row.language or "",
        token=row.token or "",
        photo=row.attachment_id,
        done_at=row.done_at,
        done_by=row.done_by,
        checked_at=row.checked_at,
        checked_by=row.checked_by,
        totals=Totals(row.line_count, **count, people=len(people - {None})),
    )
