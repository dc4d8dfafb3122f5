"""Reads a table that somebody exported somewhere, whatever wrote it, without trusting any of it.

Nothing is interpreted here: a cell stays as it was typed, formulas too.  What cannot be meant is
noted with the number of its line, and reading goes on; only what is no table at all is refused.
"""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import BinaryIO

from chapter_desk.core.members.csv_writing import plain_cell
from chapter_desk.errors import CsvRefused

CsvRow = tuple[int, list[str]]
"""The number of the line on which a row begins (from 1), and its cells, as many as there are headers."""

Heard = Callable[[int, int], None]
"""Told how many bytes of how many were read; whatever it raises stops the reading."""

MOST_COLUMNS = 16_384
LONGEST_LINE = 4 * 1024 * 1024
MOST_LINES_OF_A_ROW = 500
MOST_PROBLEMS_KEPT = 1000
_MOST_LOST_QUOTES = 200

# A table this wide is told from an address or a note by one swallowed row, a narrower one by two.
_WIDE = 5
_NARROW = 3

_CHUNK = 1024 * 1024
_TELL_EVERY = 1000
_SEPARATORS = ",;\t|"
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_LETTERS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))
_NO_TABLES = {
    b"PK\x03\x04": "spreadsheet",
    b"\xd0\xcf\x11\xe0": "spreadsheet",
    b"%PDF": "not-text",
    b"\x89PNG": "not-text",
    b"\xff\xd8\xff": "not-text",
    b"SQLite format 3": "not-text",
}


@dataclass(frozen=True, slots=True)
class CsvProblem:
    """Something in the file that could not be meant.  `kind` is one of

    `too-many-cells` (more than there are headers; the rest was left out), `too-few-cells` (read as
    empty), `quote-not-closed` (the quotation mark was read as a letter), `unreadable-letters`,
    `control-characters` (left out).
    """

    line: int
    kind: str


@dataclass(slots=True)
class CsvProblems:
    """The problems met so far: all are counted, the first of each kind are kept."""

    counts: dict[str, int] = field(default_factory=dict)
    kept: list[CsvProblem] = field(default_factory=list)

    def note(self, line: int, kind: str) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self.counts[kind] <= MOST_PROBLEMS_KEPT:
            self.kept.append(CsvProblem(line, kind))


class CsvTable:
    """A table in a file: its headers, and its rows one after the other, in little memory.

    `encoding` and `separator` say what it was taken to be, `problems` grows while rows are read.
    """

    def __init__(self, untrusted: BinaryIO, heard: Heard = lambda _done, _size: None) -> None:
        """Look through the file once and read its headers.  The file stays the caller's to close.

        Raises:
            CsvRefused: It is empty, no text, a spreadsheet, or has more columns or a longer line
                than any table.
        """
        self.problems = CsvProblems()
        self._file = untrusted
        self._heard = heard
        self.headers: tuple[str, ...] = ()
        self._look = _Look(untrusted)
        self.encoding = self._look.encoding
        self._lines = _Lines(_read_lines(untrusted, self._look, self.problems))
        self.separator = self._separator()
        filled = (record for record in self._records() if any(map(str.strip, record[1])))
        line, headers = next(filled, (0, []))
        if not headers:
            raise CsvRefused("empty", 0)
        if len(headers) > MOST_COLUMNS:
            raise CsvRefused("too-many-columns", line)
        self.headers = tuple(header.strip() for header in headers)

    def rows(self) -> Iterator[CsvRow]:
        """Yield the rows that hold anything, in the file's order, each as long as the headers.

        Raises:
            CsvRefused: A line is longer than any line of a table, or quotation marks are lost all over.
        """
        width = len(self.headers)
        for count, (line, cells) in enumerate(self._records(), 1):
            if count % _TELL_EVERY == 0:
                self._heard(min(self._file.tell(), self._look.size), self._look.size)
            if len(cells) != width:
                if not any(map(str.strip, cells)):
                    continue
                cells = self._as_wide_as_the_headers(line, cells)
            elif not any(cells):
                continue
            yield line, [plain_cell(cell) if cell[:1] == "'" else cell for cell in cells]
        self._heard(self._look.size, self._look.size)

    def _as_wide_as_the_headers(self, line: int, cells: list[str]) -> list[str]:
        width = len(self.headers)
        if len(cells) < width:
            self.problems.note(line, "too-few-cells")
            return cells + [""] * (width - len(cells))
        if any(cell.strip() for cell in cells[width:]):
            self.problems.note(line, "too-many-cells")
        return cells[:width]

    def _separator(self) -> str:
        """Return what parts the cells of the first line: what stands in it most often, outside quotes."""
        first = next((line for line in self._lines if line.strip()), "")
        named = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)
        if named:
            return named[1]
        self._lines.put_back([first])
        bare = re.sub(r'"[^"]*"', "", first)
        return max(_SEPARATORS, key=bare.count)

    def _records(self) -> Iterator[CsvRow]:
        """Yield each record with the line it begins on; mend those whose quotation mark never closes."""
        csv.field_size_limit(LONGEST_LINE * 2)  # of the whole process: only ever larger than the default
        lost = 0
        while True:
            lines = self._lines
            lines.begin_record()
            for cells in csv.reader(lines, delimiter=self.separator):
                if lines.at_end or (len(lines.record) > 1 and self._ran_away(cells)):
                    lost += 1
                    if lost > _MOST_LOST_QUOTES:
                        raise CsvRefused("quotes", lines.first_of_record)
                    break
                yield lines.first_of_record, cells
                lines.begin_record()
            else:
                return
            line = lines.first_of_record
            self.problems.note(line, "quote-not-closed")
            yield line, self._without_quoting()

    def _ran_away(self, cells: list[str]) -> bool:
        """Whether an opened quotation mark swallowed the rows after it."""
        if self._lines.cut_short:
            return True
        separators = len(self.headers) - 1
        inner = [
            line.count(self.separator)
            for cell in cells
            if "\n" in cell or "\r" in cell
            for line in cell.splitlines()[1:]
        ]
        if separators >= _WIDE:
            return any(count >= separators for count in inner)
        return separators >= _NARROW and inner.count(separators) > 1

    def _without_quoting(self) -> list[str]:
        """Read the first line of the record again with its quotation marks as letters; put back the rest."""
        first, *rest = self._lines.record
        self._lines.put_back(rest)
        cells = next(csv.reader([first], delimiter=self.separator, quoting=csv.QUOTE_NONE), [])
        return [
            cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
            for cell in cells
        ]


class _Lines:
    """Hands out lines one by one, remembers those of the record in hand, and takes lines back."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self._back: deque[str] = deque()
        self._number = 0
        self._size = 0
        self.begin_record()

    def begin_record(self) -> None:
        self.record: list[str] = []
        self.first_of_record = self._number + 1
        self.cut_short = self.at_end = False
        self._size = 0

    def put_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))
        self._number -= len(lines)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.record) >= MOST_LINES_OF_A_ROW or self._size > LONGEST_LINE:
            self.cut_short = True
            raise StopIteration
        if self._back:
            line = self._back.popleft()
        else:
            found = next(self._source, None)
            if found is None:
                self.at_end = True
                raise StopIteration
            line = found
        self._number += 1
        self._size += len(line)
        self.record.append(line)
        return line


class _Look:
    """What one look through the bytes tells: how they are written, and what has to be watched for."""

    def __init__(self, file: BinaryIO) -> None:
        file.seek(0)
        head = file.read(_CHUNK)
        if not head.strip(b" \t\r\n\0"):
            raise CsvRefused("empty", 0)
        for signature, reason in _NO_TABLES.items():
            if head.startswith(signature):
                raise CsvRefused(reason, 0)
        self.start = 0
        self.has_controls = self.has_broken = False
        self.encoding = self._wide(head)
        if not self.encoding:
            if head.startswith(BOM_UTF8):
                self.start = len(BOM_UTF8)
            if head.count(0) * 20 > len(head):
                raise CsvRefused("not-text", 0)
            self._look_through(file)
        else:
            self.has_controls = True
        self.size = file.seek(0, 2)

    def _wide(self, head: bytes) -> str:
        """Return the kind of UTF-16, with or without a mark at the beginning, else nothing."""
        if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            self.start = 2
            return "utf-16-le" if head.startswith(BOM_UTF16_LE) else "utf-16-be"
        sample = head[:4096]
        half = len(sample) // 2
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if max(even, odd) > half * 0.4 and min(even, odd) < half * 0.05:
            return "utf-16-le" if odd > even else "utf-16-be"
        return ""

    def _look_through(self, file: BinaryIO) -> None:
        """Read to the end: UTF-8 if all of it can be, Windows-1252 if nothing beyond ASCII ever was."""
        file.seek(self.start)
        decoder = getincrementaldecoder("utf-8")()
        self.encoding, wide = "utf-8", False
        chunk = b"begin"
        while chunk:
            chunk = file.read(_CHUNK)
            self.has_controls = self.has_controls or _CONTROLS.search(chunk) is not None
            if self.has_broken or self.encoding != "utf-8":
                continue
            try:
                text = decoder.decode(chunk, not chunk)
                wide = wide or not text.isascii()
            except UnicodeDecodeError as broken:
                before = broken.object[: broken.start]
                self.has_broken = wide or not before.isascii()
                self.encoding = "utf-8" if self.has_broken else "cp1252"
        if self.encoding == "cp1252":
            self.has_broken = True  # five of its 256 letters are none


def _read_lines(file: BinaryIO, look: _Look, problems: CsvProblems) -> Iterator[str]:
    """Yield the lines with their ends (line feed, carriage return or both), cleaned and counted."""
    file.seek(look.start)
    decoder = getincrementaldecoder(look.encoding)("replace")
    rest, number, chunk = "", 0, b"begin"
    while chunk:
        chunk = file.read(_CHUNK)
        lines = StringIO(rest + decoder.decode(chunk, not chunk), newline="").readlines()
        # The last line may go on, and a carriage return at the end may belong to a line feed.
        rest = lines.pop() if chunk and lines and not lines[-1].endswith("\n") else ""
        if len(rest) > LONGEST_LINE:
            raise CsvRefused("line-too-long", number + len(lines) + 1)
        if not (look.has_controls or look.has_broken):
            yield from lines
            number += len(lines)
            continue
        for line in lines:
            number += 1
            yield _cleaned(line, number, problems)


def _cleaned(line: str, number: int, problems: CsvProblems) -> str:
    if "\ufffd" in line:
        problems.note(number, "unreadable-letters")
    clean = line.translate(_CONTROL_LETTERS)
    if clean != line:
        problems.note(number, "control-characters")
    return clean
