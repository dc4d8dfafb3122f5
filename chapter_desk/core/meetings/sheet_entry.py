"""Entering a sheet line by line: each line is one transaction, said again it changes nothing.

A line that cannot be read stays a line, and waits to be sorted out.  Correcting a line takes back what it
counted in before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from chapter_desk.core.looking import look
from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.attendance import STANDS
from chapter_desk.core.meetings.counting_in import (
    MeetingDoor,
    SignedIn,
    come_in,
    count_in,
    require_door,
)
from chapter_desk.core.meetings.meeting import MeetingState, opened, require_meeting
from chapter_desk.core.meetings.sheet import (
    BLANK,
    CROSSED,
    ENTERED,
    STATES,
    UNREADABLE,
    line_id,
    line_mark,
    put_line,
    require_sheet,
    sheet_in_full,
)
from chapter_desk.core.meetings.walk_in import Namesakes, WalkIn, likeness, named, written
from chapter_desk.core.members.minors import mark_minor
from chapter_desk.core.members.same_person import component
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.columns import from_wire
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import MeetingId, PersonId, natural_id

PAPER = "paper"
"""The method of a sign-in that comes from a sheet."""

_FROM_LINE = f"SELECT s.id FROM sign_in s WHERE s.meeting_id = ? AND s.sheet_line = ? AND {STANDS}"
_Count = Callable[[Writer, Row[Any], MeetingDoor], tuple[SignedIn, ...]]


@dataclass(frozen=True, slots=True)
class Entered:
    """What entering a line did: who is in, the first of them being whose name stands on the line."""

    line: int
    signed: tuple[SignedIn, ...]


class SheetEntry:
    """Enters lines.  The meeting may have ended: paper is often typed in the morning after."""

    def __init__(self, db: Database, namesakes: Namesakes | None = None) -> None:
        """`namesakes` finds people by their whole name in memory; without it the file is read for them."""
        self._db = db
        self._namesakes = namesakes

    def enter(
        self,
        sheet_id: str,
        line: int,
        person_id: PersonId,
        *,
        written_as: str = "",
        household: Sequence[PersonId] = (),
        at: datetime | None = None,
        under_18: bool = False,
    ) -> Entered:
        """Count in whose name stands on a line, and who stands there with them.

        Whoever is in already stays in since then.  `at` is when they came (UTC); without it, when the
        meeting began.  What the line said before is taken back.  `under_18` marks whose name it is.

        Raises:
            NoSuchRecord: There is no such sheet, line or person.
            MeetingCancelled: The meeting was called off.
            NotSaved: It could not be written.
        """
        people = tuple(dict.fromkeys((person_id, *household)))

        def count(writer: Writer, sheet: Row[Any], door: MeetingDoor) -> tuple[SignedIn, ...]:
            wrote = self._wrote(sheet, line, door, writer, at)
            return tuple(
                count_in(
                    writer, self._db, door, each, {**wrote, "name_as_written": written_as.strip() or None}
                )
                for each in people
            )

        return self._entered(sheet_id, line, count, written_as, people, under_18=under_18)

    def enter_new(self, sheet_id: str, line: int, walk_in: WalkIn, *, at: datetime | None = None) -> Entered:
        """Count in somebody who is not on file, as `SignIns.walk_in` does.

        Raises:
            NameNeeded, TextRefused: There is no name, or what was typed is no writing.
            NoSuchRecord, MeetingCancelled, NotSaved: See `enter`.
        """
        name = written(walk_in).display_name
        named_alike = None if self._namesakes is None else list(self._namesakes(name) or ())

        def count(writer: Writer, sheet: Row[Any], door: MeetingDoor) -> tuple[SignedIn, ...]:
            wrote = {**self._wrote(sheet, line, door, writer, at), "name_as_written": walk_in.name}
            return (come_in(writer, self._db, door, walk_in, named_alike, wrote),)

        return self._entered(sheet_id, line, count, walk_in.name, (), under_18=walk_in.under_18)

    def certain(self, sheet_id: str) -> dict[int, PersonId]:
        """Return by line who is meant on the lines that are not entered, where only one person can be.

        That is the person with that e-mail or phone, or the only one of that whole name.

        Raises:
            NoSuchRecord: There is no such sheet.
        """
        found: dict[int, PersonId] = {}
        with self._db.read() as connection:
            for line in sheet_in_full(connection, require_sheet(connection, sheet_id)).lines:
                if line.state or not line.written or line.expected:
                    continue
                guest = written(WalkIn(line.written, email=line.email, phone=line.phone))
                named_alike = named(connection, line.written, self._namesakes)
                alike = likeness(connection, guest, named_alike)
                people = {component(connection, each)[0] for each in named_alike}
                who = alike.certain or (next(iter(people)) if len(people) == 1 else None)
                if who is not None:
                    found[line.number] = who
        return found

    def enter_certain(self, sheet_id: str) -> int:
        """Count in everybody who is `certain`, with one step; return on how many lines they stand.

        Raises:
            NoSuchRecord: There is no such sheet.
            MeetingCancelled, NotSaved: See `enter`.
        """
        certain = self.certain(sheet_id)
        if not certain:
            return 0
        self._be_held(sheet_id)
        params: dict[str, Any] = {"sheet": sheet_id, "people": len(certain)}
        with self._db.write("enter-list", params) as writer:
            sheet = require_sheet(writer.connection, sheet_id)
            meeting_id = params["meeting"] = MeetingId(str(sheet.meeting_id))
            door = require_door(writer, self._db, meeting_id, ended_too=True)
            young = {each.number for each in sheet_in_full(writer.connection, sheet).lines if each.under_18}
            for line, person_id in certain.items():
                signed = count_in(
                    writer, self._db, door, person_id, self._wrote(sheet, line, door, writer, None)
                )
                put_line(
                    writer,
                    sheet_id,
                    line,
                    {
                        "person_id": signed.person_id,
                        "state": ENTERED,
                        "sign_in_id": signed.id,
                        "entered_by": writer.by,
                    },
                )
                _mark_young(writer, sheet_id, line, signed.person_id, line in young)
            _not_done(writer, sheet)
        return len(certain)

    def mark(self, sheet_id: str, line: int, state: str, *, written_as: str = "") -> None:
        """Say that a line is `UNREADABLE`, `BLANK` or `CROSSED`; who it counted in is taken back.

        Raises:
            NoSuchRecord: There is no such sheet or line.
        """
        assert state in (UNREADABLE, BLANK, CROSSED), state
        with self._db.write("mark-line", {"sheet": sheet_id, "line": line, "state": state}) as writer:
            sheet = _require_line(writer, sheet_id, line)
            if _state(writer, sheet_id, line) == state and not written_as:
                return
            self._take_back(writer, sheet, line)
            _mark(writer, sheet, line, state, written_as)

    def rest_is_blank(self, sheet_id: str) -> int:
        """Say of every line that is not entered yet that nothing stands on it; return of how many.

        Raises:
            NoSuchRecord: There is no such sheet.
        """
        with self._db.write("rest-blank", {"sheet": sheet_id}) as writer:
            sheet = require_sheet(writer.connection, sheet_id)
            left = [line.number for line in sheet_in_full(writer.connection, sheet).lines if not line.state]
            for line in left:
                _mark(writer, sheet, line, BLANK, "")
        return len(left)

    # ------------------------------------------------------------ within

    def _entered(
        self,
        sheet_id: str,
        line: int,
        count: _Count,
        written_as: str,
        people: tuple[PersonId, ...],
        *,
        under_18: bool,
    ) -> Entered:
        """Enter a line; one that says so already, as these `people` or by what is written, stays."""
        self._be_held(sheet_id)
        params: dict[str, Any] = {"sheet": sheet_id, "line": line}
        with self._db.write("enter-line", params) as writer:
            sheet = _require_line(writer, sheet_id, line)
            meeting_id = params["meeting"] = MeetingId(str(sheet.meeting_id))
            door = require_door(writer, self._db, meeting_id, ended_too=True)
            same = _entered_as(writer, sheet, line, people, written_as)
            if same:
                signed = tuple(count_in(writer, self._db, door, each, {"method": PAPER}) for each in same)
                _mark_young(writer, sheet_id, line, signed[0].person_id, under_18)
                return Entered(line, signed)
            self._take_back(writer, sheet, line)
            signed = count(writer, sheet, door)
            params["person"] = signed[0].person_id
            with_them = [each.person_id for each in signed[1:]]
            values = {
                "person_id": signed[0].person_id,
                "state": ENTERED,
                "written": written_as.strip() or None,
                "sign_in_id": signed[0].id,
                "entered_by": writer.by,
                "contact": {"with_them": with_them} if with_them else None,
            }
            put_line(writer, sheet_id, line, values)
            _mark_young(writer, sheet_id, line, signed[0].person_id, under_18)
            _not_done(writer, sheet)
            _settle_unreadable(writer, sheet_id, line)
        return Entered(line, signed)

    def _wrote(
        self, sheet: Row[Any], line: int, door: MeetingDoor, writer: Writer, at: datetime | None
    ) -> dict[str, Any]:
        began = datetime.fromisoformat(door.starts_at)
        return {
            "method": PAPER,
            "at": at or min(began, writer.at),
            "sheet_line": line_mark(sheet.token or "", line),
        }

    def _take_back(self, writer: Writer, sheet: Row[Any], line: int) -> None:
        """Take back what a line counted in, so that it can be entered as another."""
        mark = line_mark(sheet.token or "", line)
        for (id,) in look(writer.connection, _FROM_LINE, (sheet.meeting_id, mark)):
            writer.void(schema.sign_in, id, "line corrected")

    def _be_held(self, sheet_id: str) -> None:
        """A meeting that was only planned is opened by its first line, or was held if it is over.

        As a step of its own, so that taking the line back leaves the meeting.
        """
        with self._db.read() as connection:
            meeting_id = MeetingId(str(require_sheet(connection, sheet_id).meeting_id))
            meeting = require_meeting(connection, self._db, meeting_id)
        if meeting.state is not MeetingState.PLANNED:
            return
        over = meeting.ends_at is not None and meeting.ends_at <= self._db.now()
        with self._db.write("end-meeting" if over else "open-door", {"meeting": meeting_id}) as writer:
            if over:
                values = {"opened_at": meeting.starts_at, "ended_at": meeting.ends_at}
                writer.set(schema.meeting, meeting_id, values)
            else:
                opened(writer, self._db, meeting_id)


def _mark_young(writer: Writer, sheet_id: str, line: int, person_id: PersonId, under_18: bool) -> None:
    """Mark who stands on a line as under 18, and leave it written there, if that was said."""
    if not under_18:
        return
    mark_minor(writer, person_id)
    row = writer.row(schema.sheet_line, line_id(sheet_id, line))
    beside = from_wire(schema.sheet_line.c.contact.type, row["contact"]) if row is not None else None
    put_line(writer, sheet_id, line, {"contact": {**(beside or {}), "under_18": True}})


def _require_line(writer: Writer, sheet_id: str, line: int) -> Row[Any]:
    sheet = require_sheet(writer.connection, sheet_id)
    if not sheet.first_line <= line < sheet.first_line + sheet.line_count:
        raise NoSuchRecord("sheet_line", str(line))
    return sheet


def _entered_as(
    writer: Writer, sheet: Row[Any], line: int, people: tuple[PersonId, ...], written_as: str
) -> tuple[PersonId, ...]:
    """Return whom a line is entered as if that is what is asked for and they are in; else nobody."""
    row = writer.row(schema.sheet_line, line_id(sheet.id, line))
    if row is None or row["removed_at"] is not None or row["state"] != ENTERED:
        return ()
    sign_in = str(row["sign_in_id"])
    if writer.row(schema.sign_in, sign_in) is None or writer.is_void(sign_in):
        return ()
    others = (from_wire(schema.sheet_line.c.contact.type, row["contact"]) or {}).get("with_them", ())
    was = (PersonId(str(row["person_id"])), *map(PersonId, others))
    asked = people or ((was[0],) if row["written"] == written_as.strip() else ())
    return was if asked == was else ()


def _state(writer: Writer, sheet_id: str, line: int) -> str:
    row = writer.row(schema.sheet_line, line_id(sheet_id, line))
    return str(row["state"] or "") if row is not None and row["removed_at"] is None else ""


def _mark(writer: Writer, sheet: Row[Any], line: int, state: str, written_as: str) -> None:
    assert state in STATES
    values = {
        "state": state,
        "written": written_as.strip() or None,
        "sign_in_id": None,
        "entered_by": writer.by,
        "contact": None,
    }
    put_line(writer, sheet.id, line, values)
    _not_done(writer, sheet)
    if state != UNREADABLE:
        _settle_unreadable(writer, sheet.id, line)
        return
    writer.put(
        schema.exception,
        unreadable_id(sheet.id, line),
        {
            "meeting_id": sheet.meeting_id,
            "reason": sort_out.UNREADABLE_LINE,
            "raw": {"sheet": sheet.id, "number": sheet.number, "line": line, "written": written_as.strip()},
            "at": writer.at,
            "solved_at": None,
            "solution": None,
            "removed_at": None,
        },
    )


def unreadable_id(sheet_id: str, line: int) -> str:
    """Return the id of what waits because of a line that cannot be read."""
    return natural_id("exception", sort_out.UNREADABLE_LINE, sheet_id, str(line))


def _settle_unreadable(writer: Writer, sheet_id: str, line: int) -> None:
    id = unreadable_id(sheet_id, line)
    row = writer.row(schema.exception, id)
    if row is not None and row["made_clock"] is not None and row["solved_at"] is None:
        writer.set(schema.exception, id, {"solved_at": writer.at, "solution": sort_out.DONE})


def _not_done(writer: Writer, sheet: Row[Any]) -> None:
    """A sheet with a line entered since is neither done nor checked as it stands."""
    if sheet.done_at is not None or sheet.checked_at is not None:
        values = dict.fromkeys(("done_at", "done_by", "checked_at", "checked_by", "counted"))
        writer.set(schema.sheet, sheet.id, values)
