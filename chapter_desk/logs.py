"""What the program notes about itself: ids and counts, never people.

Membership is political data, so the log is made safe from both ends. Log calls carry ids and
counts by design (a test reads every call). And whatever reaches the file passes `Discreet`, which
keeps the words of the program, drops every other text, and of an exception keeps only its type and
the lines of code: its message may hold anything.
"""

import errno
import faulthandler
import logging
import re
from datetime import date, time
from enum import Enum
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import extract_tb
from typing import IO, ClassVar
from uuid import UUID

from chapter_desk.files import data_home

LEFT_OUT = "…"
"""Stands where something was left out."""

_ID = r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b"
_MOMENT = r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?\b"
_KEPT = re.compile(rf"{_ID}|{_MOMENT}")
_PERSONAL = re.compile(
    rf"(?P<kept>{_ID}|{_MOMENT})"
    r"|\[parameters: .*?\](?=\n|$)"  # what SQLAlchemy adds to its messages
    r"|[^\s@<>\"'(]+@[^\s@<>\"')]+"
    r"|(?:file:/*)?(?:[A-Za-z]:[\\/]Users|/home|/Users)[\\/][^\s\\/:\"'»”)]+"  # a home tells its owner's name
    r"|“[^”\n]*”|«[^»\n]*»|‘[^’\n]*’|\"[^\"\n]*\"|(?<!\w)'[^'\n]*'"
    r"|\+?\(?\d(?:[\s().-]?\d){6,}"  # seven digits or more: a phone, a card, an account
    r"|\b\d{5}(?:-\d{4})?\b",  # a ZIP
    re.DOTALL,
)


def scrubbed(text: str) -> str:
    """Return `text` without e-mails, long numbers, ZIPs, quoted words, home folders and SQL parameters.

    Ids and moments stay. Names that stand there unquoted cannot be told from other words: text
    about an exception is made with `described`, which never looks at a message.
    """
    return _PERSONAL.sub(lambda found: found["kept"] or LEFT_OUT, text)


def described(error: BaseException) -> str:
    """Return an exception and its causes as types and lines of code, newest last, without its words."""
    parts: list[str] = []
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        lines = [
            f"  {_in_the_program(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in extract_tb(at.__traceback__)
        ]
        parts.append("\n".join([*lines, f"{_kind(at)}{_fact(at)}"]))
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return "\nled to\n".join(reversed(parts))


class Discreet(logging.Formatter):
    """Formats a record so that nothing about a person is left in it."""

    _SAFE: ClassVar = (bool, int, float, type(None), UUID, date, time)

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {self._message(record)}"
        error = record.exc_info[1] if record.exc_info else None
        return line if error is None else f"{line}\n{described(error)}"

    def _message(self, record: logging.LogRecord) -> str:
        if not record.args:
            return scrubbed(str(record.msg))
        given = record.args
        values = (
            {key: self._value(value) for key, value in given.items()}
            if isinstance(given, dict)
            else tuple(self._value(value) for value in given)
        )
        try:
            return str(record.msg) % values
        except (TypeError, ValueError):  # a text left out where the message wanted a number
            return scrubbed(str(record.msg))

    def _value(self, value: object) -> object:
        if isinstance(value, Enum):
            return value.name
        if isinstance(value, self._SAFE) or (isinstance(value, str) and _KEPT.fullmatch(value)):
            return value
        return type(value).__name__ if isinstance(value, BaseException) else LEFT_OUT


_open: tuple[logging.Handler, IO[str]] | None = None


def start(kind: str) -> None:
    """Write the log of this kind of start (`window`, `commands`) to `logs/` of this person's data.

    Three files of 1 MB each are kept. A computer that lets nothing be written there gets no log:
    that is no reason to stop. Starting again replaces the file of before.
    """
    global _open
    stop()
    folder = data_home() / "logs"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        stopped_in = _left_by_the_last_crash(folder / f"{kind}.crash")
        crash = (folder / f"{kind}.crash").open("w", encoding="utf-8")
        handler = RotatingFileHandler(
            folder / f"{kind}.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8"
        )
    except OSError:
        return
    handler.setFormatter(Discreet())
    faulthandler.enable(crash)
    logging.getLogger().addHandler(handler)
    logging.getLogger("chapter_desk").setLevel(logging.INFO)  # libraries: warnings only, as Python has it
    _open = (handler, crash)
    if stopped_in:
        logging.getLogger(__name__).warning("the start before this one was ended by:\n" + stopped_in)


def stop() -> None:
    """Close the log; without one nothing happens."""
    global _open
    if _open is None:
        return
    handler, crash = _open
    _open = None
    faulthandler.disable()
    logging.getLogger().removeHandler(handler)
    handler.close()
    crash.close()


def _left_by_the_last_crash(path: Path) -> str:
    """Return what Python wrote when the process was ended, with paths cut to the program's own."""
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8", errors="replace") as file:
        found = file.read(20_000)
    return re.sub(r'File "([^"\n]*)"', lambda file: "File " + _in_the_program(file[1]), found)


def _in_the_program(filename: str) -> str:
    """Return a source path from `chapter_desk` or a library's own folder on, without the folders above."""
    parts = Path(filename).parts
    for start_at in ("site-packages", "chapter_desk"):
        if start_at in parts:
            return "/".join(parts[parts.index(start_at) + (start_at == "site-packages") :])
    return parts[-1] if parts else ""


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _fact(error: BaseException) -> str:
    """Return what the interpreter itself noted beside the message: an error number, a name in the code."""
    if isinstance(error, OSError) and error.errno is not None:
        return f" ({errno.errorcode.get(error.errno, error.errno)})"
    if isinstance(error, AttributeError | NameError | ImportError):
        name = error.name
        return f" ({name})" if isinstance(name, str) and re.fullmatch(r"[A-Za-z_][\w.]*", name) else ""
    reason = getattr(error, "reason", None)
    return f" ({reason})" if isinstance(reason, str) and re.fullmatch(r"[a-z][a-z-]*", reason) else ""
