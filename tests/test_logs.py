"""Nothing about a person reaches a log, whatever the program or a library tries to write there."""

import logging
import subprocess
import sys
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk import logs
from chapter_desk.errors import NotAChapter, NotSaved

CANARIES = {
    "name": "Maríacanary Gutiérrezcanary",
    "email": "canary.maria@example.org",
    "phone": "(757) 555-0141",
    "e164": "+17575550141",
    "postal_code": "23517",
    "home": "/home/canaryperson/Documents/Norfolk.chapter",
    "windows": r"C:\Users\canaryperson\Norfolk.chapter",
    "mac": "/Users/canaryperson/Norfolk.chapter",
}
KEPT = "0198c0de-0000-7000-8000-000000000001"


class Colour(Enum):
    RED = "canary"


@pytest.fixture
def log():
    """Return what the log's file would hold for a record, as a function of the logging call's words."""

    def write(message: str, *values: object, error: BaseException | None = None) -> str:
        info = (type(error), error, error.__traceback__) if error else None
        record = logging.LogRecord("chapter_desk.x", logging.INFO, "x.py", 1, message, values, info)
        return logs.Discreet().format(record)

    return write


def nothing_personal(text: str) -> bool:
    return not any(canary in text for canary in CANARIES.values()) and "canary" not in text.lower()


@pytest.mark.parametrize("canary", CANARIES.values(), ids=CANARIES)
def test_a_text_given_to_a_log_call_is_left_out(log, canary: str):
    line = log("saved %s for %s", canary, KEPT)

    assert nothing_personal(line)
    assert line.endswith(f"saved … for {KEPT}")


def test_ids_counts_and_words_of_the_program_are_kept(log):
    line = log("%d people, %s, %s, %.1f s", 12345, KEPT, Colour.RED, 0.5)

    assert line.endswith(f"12345 people, {KEPT}, RED, 0.5 s")


def test_a_message_that_cannot_take_what_it_was_given_still_tells_nothing(log):
    assert log("%d people", CANARIES["name"]).endswith("%d people")


@pytest.mark.parametrize("canary", [c for k, c in CANARIES.items() if k != "name"])
def test_a_message_put_together_by_hand_is_scrubbed(canary: str):
    text = logs.scrubbed(f"saved {canary} of {KEPT} on 2026-05-12 19:00")

    assert nothing_personal(text)
    assert KEPT in text
    assert "2026-05-12 19:00" in text


@pytest.mark.parametrize("quotes", ["''", '""', "“”", "«»", "‘’"])
def test_quoted_words_are_scrubbed(quotes: str):
    assert logs.scrubbed(f"no {quotes[0]}Maria Canary{quotes[1]} here") == "no … here"


def test_sql_parameters_are_scrubbed():
    text = "UNIQUE\n[SQL: INSERT INTO person VALUES (?)]\n[parameters: ('Ana', Canary(x), [1])]\n(more)"

    assert nothing_personal(logs.scrubbed(text))
    assert "INSERT INTO person" in logs.scrubbed(text)


@pytest.mark.parametrize("kind", [ValueError, KeyError, TypeError, AttributeError, ImportError, OSError])
def test_of_an_exception_only_its_type_and_the_lines_of_code_are_written(log, kind: type[Exception]):
    try:
        try:
            raise kind(" ".join(CANARIES.values()))
        except kind as cause:
            cause.add_note(CANARIES["name"])
            raise RuntimeError(CANARIES["name"]) from cause
    except RuntimeError as error:
        text = log("a page stopped", error=error)

    assert nothing_personal(text)
    assert kind.__name__ in text
    assert "RuntimeError" in text
    assert "in test_of_an_exception_only_its_type_and_the_lines_of_code_are_written" in text


def test_the_facts_of_the_interpreter_are_kept():
    with pytest.raises(FileNotFoundError) as missing:
        Path(CANARIES["home"]).read_text()
    with pytest.raises(AttributeError) as unknown:
        "".no_such_thing  # noqa: B018 - the point of the test

    assert logs.described(missing.value).endswith("FileNotFoundError (ENOENT)")
    assert logs.described(unknown.value).endswith("AttributeError (no_such_thing)")
    assert logs.described(NotSaved("disk-full")) == "chapter_desk.errors.NotSaved (disk-full)"
    assert nothing_personal(logs.described(NotAChapter("canary", "empty")))


def test_a_ring_of_causes_ends():
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first

    assert logs.described(first).count("led to") == 1


@given(st.text(max_size=80))
def test_scrubbing_twice_is_scrubbing_once(text: str):
    assert logs.scrubbed(logs.scrubbed(text)) == logs.scrubbed(text)


STARTED = """
import faulthandler, logging, sys
from chapter_desk import logs
logs.start("window")
log = logging.getLogger("chapter_desk.core.members")
log.info("saved %s and %d more", "Maria Canary", 3)
logging.getLogger("sqlalchemy.engine").info("INSERT 'Maria Canary'")
logging.getLogger("sqlalchemy.pool").warning("pool of %s", "Maria Canary")
try:
    raise KeyError("Maria Canary")
except KeyError:
    log.exception("a step stopped")
{end}
"""


def start(end: str = "") -> "subprocess.CompletedProcess[str]":
    code = STARTED.format(end=end)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_a_started_program_writes_its_log_beside_the_settings(home: Path):
    done = start()
    files = {path.name: path.read_text() for path in (home / "logs").iterdir()}

    assert done.stderr == ""
    assert files.keys() == {"window.log", "window.crash"}
    assert "saved … and 3 more" in files["window.log"]
    assert "pool of …" in files["window.log"]
    assert "INSERT" not in files["window.log"]
    assert "KeyError" in files["window.log"]
    assert nothing_personal("".join(files.values()))
    assert (home / "logs").stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def test_a_process_that_was_ended_is_told_of_at_the_next_start(home: Path):
    assert start("faulthandler._sigsegv()").returncode != 0
    assert "Segmentation fault" in (home / "logs" / "window.crash").read_text()

    start()

    log = (home / "logs" / "window.log").read_text()
    assert "the start before this one was ended by" in log
    assert "Segmentation fault" in log
    assert (home / "logs" / "window.crash").read_text() == ""


def test_a_home_that_cannot_be_written_stops_nobody(home: Path):
    home.write_text("a file where the folder should be")

    assert start().returncode == 0
