"""Sheets of a meeting: printed ones, people's own paper, pasted lists; with photos, done and checked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.attendance import STANDS
from chapter_desk.core.meetings.pasted_list import read_list
from chapter_desk.core.meetings.rsvps import accepted_people
from chapter_desk.core.meetings.sheet import (
    KEPT,
    MOST_LINES,
    OWN,
    PASTED,
    PRINTED,
    Sheet,
    SheetInFull,
    insert_sheet,
    names_of,
    put_line,
    require_sheet,
    sheet_in_full,
    sheet_of,
)
from chapter_desk.core.meetings.sheet_layout import LINES
from chapter_desk.core.members.folding import fold_parts
from chapter_desk.core.members.naming import clean_text
from chapter_desk.core.members.same_person import all_components
from chapter_desk.core.safekeeping.attachments import (
    Attachments,
    insert_attachment,
    remove_attachment,
)
from chapter_desk.errors import NoSuchRecord, SheetRefused
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, OperatorId, PersonId

LONGEST_LIST = 40_000
"""Letters of a pasted list."""

LAST_MEETINGS = 3
"""At so many past meetings one looks to know who comes regularly."""

_CAME_LATELY = f"""
SELECT DISTINCT s.person_id FROM sign_in s WHERE s.person_id IS NOT NULL AND {STANDS} AND s.meeting_id IN (
    SELECT m.id FROM meeting m WHERE m.removed_at IS NULL AND m.opened_at IS NOT NULL AND m.id <> ?
    ORDER BY m.starts_at DESC LIMIT ?)
"""


@dataclass(frozen=True, slots=True)
class ToPrint:
    """What to print: who is expected, in this order, and how many lines to write on besides."""

    expected: Sequence[PersonId] = ()
    blank_lines: int = 2 * LINES
    language: str = "en"


class Sheets:
    """Makes sheets, keeps their photos, and says how far they are."""

    def __init__(self, db: Database, attachments: Attachments) -> None:
        self._db = db
        self._attachments = attachments

    # ------------------------------------------------------------ reading

    def of_meeting(self, meeting_id: MeetingId) -> list[Sheet]:
        """Return the sheets of a meeting, in the order of their numbers."""
        with self._db.read() as connection:
            s = schema.sheet.c
            query = schema.sheet.select().where(s.meeting_id == meeting_id, *KEPT).order_by(s.number, s.id)
            return [sheet_of(connection, row) for row in connection.execute(query)]

    def in_full(self, sheet_id: str) -> SheetInFull:
        """Return a sheet with its lines.  Raises NoSuchRecord."""
        with self._db.read() as connection:
            return sheet_in_full(connection, require_sheet(connection, sheet_id))

    def of_token(self, token: str) -> Sheet | None:
        """Return the sheet with this code, of whichever meeting; None if none of this chapter has it."""
        with self._db.read() as connection:
            query = schema.sheet.select().where(schema.sheet.c.token == token, *KEPT)
            row = connection.execute(query).first()
            return None if row is None else sheet_of(connection, row)

    def expected(self, meeting_id: MeetingId, last_meetings: int = 0) -> list[PersonId]:
        """Return who said yes, and who was at the last meetings, by name; nobody twice."""
        with self._db.read() as connection:
            components = all_components(connection)
            people = {components.of(id) for id in accepted_people(connection, meeting_id)}
            if last_meetings:
                came = look(connection, _CAME_LATELY, (meeting_id, last_meetings))
                people |= {components.of(PersonId(id)) for (id,) in came}
            names = names_of(connection, people)
        return sorted(names, key=lambda id: (fold_parts(names[id]), id))

    def names(self, people: Collection[PersonId]) -> dict[PersonId, str]:
        """Return the names of these people, as far as they are on file."""
        with self._db.read() as connection:
            return names_of(connection, people)

    def photo(self, sheet_id: str) -> bytes | None:
        """Return the photo of a sheet, None if it has none.

        Raises:
            NoSuchRecord: There is no such sheet.
            AttachmentUnusable: It lies on another laptop, is gone, or is damaged.
        """
        with self._db.read() as connection:
            photo = require_sheet(connection, sheet_id).attachment_id
        return None if photo is None else self._attachments.content(photo)

    # ------------------------------------------------------------ making

    def make_printed(self, meeting_id: MeetingId, to_print: ToPrint) -> list[Sheet]:
        """Make as many sheets as it takes: expected people first, then blank lines to the foot of the page.

        Raises:
            NoSuchRecord: There is no such meeting, or one of the people is not on file.
            SheetRefused: There would be nothing on it, or far too much.
        """
        count = len(to_print.expected) + max(0, to_print.blank_lines)
        if not 0 < count <= MOST_LINES:
            raise SheetRefused("no-lines" if count <= 0 else "too-many-lines")
        pages = -(-count // LINES)
        expected = [*to_print.expected, *[None] * (pages * LINES - len(to_print.expected))]
        params = {"meeting": meeting_id, "sheets": pages}
        with self._db.write("print-sheets", params) as writer:
            known = names_of(writer.connection, to_print.expected)
            for person in to_print.expected:
                if person not in known:
                    raise NoSuchRecord("person", person)
            ids = [
                insert_sheet(writer, self._db, meeting_id, PRINTED, LINES, to_print.language)
                for _ in range(pages)
            ]
            for at, id in enumerate(ids):
                first = require_sheet(writer.connection, id).first_line
                for place, who in enumerate(expected[at * LINES : (at + 1) * LINES]):
                    if who is not None:
                        put_line(writer, id, first + place, {"person_id": who, "expected": True})
            return [sheet_of(writer.connection, require_sheet(writer.connection, id)) for id in ids]

    def make_own(self, meeting_id: MeetingId, lines: int) -> Sheet:
        """Make a sheet for paper that is not ours, with so many lines on it.

        Raises:
            NoSuchRecord: There is no such meeting.
            SheetRefused: It has no lines, or far too many.
        """
        if not 0 < lines <= MOST_LINES:
            raise SheetRefused("no-lines" if lines <= 0 else "too-many-lines")
        with self._db.write("own-sheet", {"meeting": meeting_id}) as writer:
            id = insert_sheet(writer, self._db, meeting_id, OWN, lines, "")
            return sheet_of(writer.connection, require_sheet(writer.connection, id))

    def make_pasted(self, meeting_id: MeetingId, untrusted: str) -> Sheet:
        """Make a sheet of the lines of a pasted list; nobody is signed in by that.

        Raises:
            NoSuchRecord: There is no such meeting.
            SheetRefused, TextRefused: Nobody is named on it, far too many are, or it is no writing.
        """
        lines = read_list(clean_text(untrusted, "note", longest=LONGEST_LIST, lines=True))
        params = {"meeting": meeting_id, "people": len(lines)}
        with self._db.write("paste-list", params) as writer:
            id = insert_sheet(writer, self._db, meeting_id, PASTED, len(lines), "")
            first = require_sheet(writer.connection, id).first_line
            for at, line in enumerate(lines):
                beside = {**line.contact, **({"under_18": True} if line.under_18 else {})}
                values = {"written": line.name, "contact": beside or None}
                put_line(writer, id, first + at, values)
            return sheet_of(writer.connection, require_sheet(writer.connection, id))

    def remove(self, sheet_id: str) -> None:
        """Take away a sheet nothing was entered from.

        Raises:
            NoSuchRecord: There is no such sheet.
            SheetRefused: Lines of it were entered (`in-use`).
        """
        with self._db.write("remove-sheet", {"sheet": sheet_id}) as writer:
            sheet = sheet_of(writer.connection, require_sheet(writer.connection, sheet_id))
            if sheet.totals.left < sheet.totals.lines:
                raise SheetRefused("in-use")
            writer.set(schema.sheet, sheet_id, {"removed_at": writer.at})
            if sheet.photo is not None:
                remove_attachment(writer, sheet.photo)

    def add_photo(self, sheet_id: str, content: bytes) -> None:
        """Keep a photo or scan as the evidence of a sheet, in the place of one it has.

        Raises:
            NoSuchRecord: There is no such sheet.
            AttachmentUnusable: It is empty or too large.
            NotSaved: The disk did not take it.
        """
        self._attachments.sweep()
        kept = self._attachments.keep(content)
        try:
            with self._db.write("sheet-photo", {"sheet": sheet_id}) as writer:
                before = require_sheet(writer.connection, sheet_id).attachment_id
                writer.set(
                    schema.sheet, sheet_id, {"attachment_id": insert_attachment(writer, "sheet", kept)}
                )
                if before is not None:
                    remove_attachment(writer, before)
        except BaseException:
            self._attachments.drop(kept)
            raise

    # ------------------------------------------------------------ done and checked

    def mark_done(self, sheet_id: str) -> None:
        """Say that a sheet is entered as a whole.

        Raises:
            NoSuchRecord: There is no such sheet.
            SheetRefused: Lines of it are not entered (`lines-left`).
        """
        with self._db.write("sheet-done", {"sheet": sheet_id}) as writer:
            if sheet_of(writer.connection, require_sheet(writer.connection, sheet_id)).totals.left:
                raise SheetRefused("lines-left")
            writer.set(schema.sheet, sheet_id, {"done_at": writer.at, "done_by": writer.by})

    def check(self, sheet_id: str, by: OperatorId, counted: int) -> None:
        """Note that a second person counted the names on the paper, crossed out ones aside.

        Raises:
            NoSuchRecord: There is no such sheet.
            SheetRefused: It is not done (`not-done`), the same person entered it (`same-person`), or the
                count is another than that of the lines (`count-differs`).
        """
        with self._db.write("sheet-checked", {"sheet": sheet_id}) as writer:
            sheet = sheet_of(writer.connection, require_sheet(writer.connection, sheet_id))
            if sheet.done_at is None:
                raise SheetRefused("not-done")
            if by == sheet.done_by:
                raise SheetRefused("same-person")
            if counted != sheet.totals.written:
                raise SheetRefused("count-differs", counted, sheet.totals.written)
            values = {"checked_at": writer.at, "checked_by": by, "counted": counted}
            writer.set(schema.sheet, sheet_id, values)
