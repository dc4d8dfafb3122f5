"""The real program on a real (virtual) screen, moved by keys alone."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.screen import Screen, missing, virtual_screen

pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(bool(missing()), reason=f"not on this computer: {', '.join(missing())}"),
]

PASSPHRASE = "maple harbor violet seven bridge"
TITLE = "Our Revolution Norfolk — Chapter Desk"


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
    assert program.wait(timeout=30) == 0
    assert program.stderr is not None
    assert program.stderr.read() == b""
    program.stderr.close()


def test_first_start_to_today_lock_close_and_the_next_morning(screen: Screen, person: Path):
    program = screen.start()
    screen.wait_for_title("Chapter Desk")
    screen.key("ctrl+n")
    screen.wait_for_title("New chapter — Chapter Desk")
    screen.key("ctrl+Return")
    screen.lines("Our Revolution Norfolk", "23510", "Denise Whitfield", "", "", PASSPHRASE, PASSPHRASE)
    path = person / "Documents" / "Our Revolution Norfolk.chapter"
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
    assert len(list((path / "backups").glob("*-daily.db"))) == 1

    program = screen.start(str(path))
    screen.wait_for_title("Chapter Desk")
    screen.lines(PASSPHRASE)
    screen.wait_for_title(TITLE)
    second = screen.start(str(path))
    ended_well(second)
    screen.wait_for_title(TITLE)
    screen.key("ctrl+q")
    ended_well(program)
