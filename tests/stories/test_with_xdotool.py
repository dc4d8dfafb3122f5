"""The real program on a real (virtual) screen, moved by keys alone."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.source import ROOT
from tests.paper import needs_poppler
from tests.stories.norfolk import (
    ACTION,
    CHAPTER,
    ISSUE,
    LIST,
    PAPER,
    PASSPHRASE,
    TITLE,
    assert_is_to_be_signed,
)
from tests.stories.screen import PATIENCE_S, Screen, missing, virtual_screen

pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(bool(missing()), reason=f"not on this computer: {', '.join(missing())}"),
]


@pytest.fixture
def person(tmp_path: Path) -> Path:
    """The home of a person who starts the program for the first time."""
    home = tmp_path / "person"
    (home / "Documents").mkdir(parents=True)
    return home


@pytest.fixture
def screen(person: Path) -> Iterator[Screen]:
    with virtual_screen(person) as screen:
        yield screen


def ended_well(program: "subprocess.Popen[bytes]") -> None:
    """The program ended by itself, and said nothing on the way."""
    assert program.wait(timeout=PATIENCE_S) == 0
    assert program.stderr is not None
    with program.stderr as said:
        assert said.read() == b""


def test_first_start_to_today_lock_close_and_the_next_morning(screen: Screen, person: Path):
    program = screen.start()
    screen.wait_for_title("Chapter Desk")
    screen.key("ctrl+n")
    screen.wait_for_title("New chapter — Chapter Desk")
    screen.key("ctrl+Return")
    screen.lines(CHAPTER, "23510", "Denise Whitfield", "", "", PASSPHRASE, PASSPHRASE)
    path = person / "Documents" / f"{CHAPTER}.chapter"
    settings = person / "chapter-desk" / "settings.json"
    screen.wait_until(lambda: settings.exists() and str(path) in settings.read_text(), "chapter set up")
    screen.key("Escape")  # finish later: the code is asked for in the chapter
    screen.wait_for_title(TITLE)

    screen.key("ctrl+l")
    screen.wait_for_title("Chapter Desk")
    screen.lines(PASSPHRASE)
    screen.wait_for_title(TITLE)
    screen.key("ctrl+q")
    ended_well(program)
    assert len(list((path / "backups").glob("*-on-close.db"))) == 1

    program = screen.start(str(path))
    screen.wait_for_title("Chapter Desk")
    screen.rest()
    screen.lines(PASSPHRASE)
    screen.wait_for_title(TITLE)
    second = screen.start(str(path))
    ended_well(second)
    screen.wait_for_title(TITLE)
    screen.key("ctrl+q")
    ended_well(program)


def told(path: Path, *words: str) -> dict[str, Any]:
    """Return what the command line says of the chapter, while no window holds it."""
    done = subprocess.run(
        [sys.executable, "-m", "chapter_desk", *words[:2], str(path), *words[2:], "--json"],
        cwd=ROOT,
        env={**os.environ, "CHAPTER_DESK_PASSPHRASE": PASSPHRASE},
        capture_output=True,
        text=True,
        check=True,
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@needs_poppler
def test_the_main_job_by_keys_alone_to_the_signed_agreement(screen: Screen, person: Path):
    people = person / "people.csv"
    people.write_text(LIST, encoding="utf-8")
    program = screen.start()
    screen.wait_for_title("Chapter Desk")
    screen.key("ctrl+n")
    screen.wait_for_title("New chapter — Chapter Desk")
    screen.key("ctrl+Return")
    screen.lines(CHAPTER, "23510", "Denise Whitfield", "denise@example.org", "", PASSPHRASE, PASSPHRASE)
    path = person / "Documents" / f"{CHAPTER}.chapter"
    settings = person / "chapter-desk" / "settings.json"
    screen.wait_until(lambda: settings.exists() and str(path) in settings.read_text(), "chapter set up")
    screen.key("Escape")
    screen.wait_for_title(TITLE)

    screen.key("ctrl+3")
    screen.do("import a list")
    screen.key("ctrl+o")
    screen.wait_for_title("Choose a list")
    screen.lines(str(people))
    screen.wait_for_title(TITLE)
    screen.rest()
    screen.key("ctrl+Return")
    screen.rest()
    screen.key("ctrl+Return")
    screen.rest()

    screen.key("ctrl+4")
    screen.do("open a door right now")
    screen.rest()
    screen.lines("fatima", "sam", "Zora Quill", "")
    screen.rest()
    screen.key("ctrl+z")

    screen.key("ctrl+5", "ctrl+n")
    screen.lines(ISSUE)
    screen.rest()
    screen.key("Tab", "Down", "Tab", "Escape", "ctrl+shift+n")
    screen.lines(ACTION)
    screen.rest()

    screen.key("ctrl+6")
    screen.rest()
    screen.do("note the organizing call")
    screen.key("Return")
    screen.rest()
    paper = person / PAPER
    screen.do("save the agreement for signing")
    screen.wait_for_title("Save as")
    screen.key("ctrl+a")
    screen.lines(str(paper))
    screen.wait_until(paper.exists, "paper")
    for _step in ("sent", "signed"):
        screen.do("note the day of the next step")
        screen.key("Return")
        screen.rest()
    screen.key("ctrl+l")
    screen.wait_for_title("Chapter Desk")
    screen.lines(PASSPHRASE)
    screen.wait_for_title(TITLE)
    screen.key("ctrl+q")
    screen.key("ctrl+q")  # the door is open: closing asks once, in the state line
    ended_well(program)

    gate = told(path, "mou", "gate")
    assert gate["ready"] and all(each["met"] for each in gate["gates"])
    people_there = told(path, "members", "list")["people"]
    assert len(people_there) == 10  # whom Ctrl Z took out again is not on file
    assert {each["name"] for each in people_there if each["member"]} == {"Fatima Al-Ahmad", "Sam O'Neil"}
    assert told(path, "info")["sign_ins"] == 2
    (issue,) = told(path, "plan", "show")["issues"]
    assert issue["title"] == ISSUE and issue["priority"]
    assert [action["title"] for action in issue["actions"]] == [ACTION]
    status = told(path, "mou", "status")
    assert status["status"] == "signed", status
    assert_is_to_be_signed(paper)
