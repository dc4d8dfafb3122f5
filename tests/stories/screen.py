"""A virtual screen with a window manager, and xdotool as its hands: the program as a person meets it."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.architecture.source import ROOT

NEEDED = ("Xvfb", "xdotool", "openbox", "xwd")
PATIENCE_S = 90.0  # for a machine at work with something else; a person sees that it is not idle


def missing() -> list[str]:
    """Return the programs that are not on this computer."""
    return [name for name in NEEDED if shutil.which(name) is None]


class Screen:
    """One display; `type`, `key` and `wait_for_title` do what a person does and sees."""

    def __init__(self, display: str, home: Path) -> None:
        self._environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "CHAPTER_DESK_HOME": str(home / "chapter-desk"),
            "CHAPTER_DESK_LANGUAGE": "en",
        }

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start the program with these words."""
        return subprocess.Popen(
            [sys.executable, "-m", "chapter_desk", *words],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def type(self, text: str) -> None:
        """Type a text into whatever has the focus."""
        self._do("type", "--delay", "15", text)

    def key(self, *keys: str) -> None:
        """Press keys one after the other, as xdotool names them ("ctrl+n")."""
        for key in keys:
            self._do("key", key)
            time.sleep(0.15)  # a person's hand; xdotool does not wait for the window to act

    def lines(self, *lines: str) -> None:
        """Type each line and press Enter."""
        for line in lines:
            if line:
                self.type(line)
            self.key("Return")

    def do(self, words: str) -> None:
        """Do what "Find anything" finds first for these words."""
        self.key("ctrl+k")
        self.type(">" + words)
        self.key("Return")

    def rest(self) -> None:
        """Wait until the picture stands still, but for the caret: what was asked for is done and drawn."""
        time.sleep(0.4)
        before, until = "", time.monotonic() + PATIENCE_S
        while (now := self._picture()) != before:
            assert time.monotonic() < until, "the window never came to rest"
            before = now
            time.sleep(0.2)

    def _picture(self) -> str:
        shot = subprocess.run(
            ["xwd", "-root", "-silent"], env=self._environment, capture_output=True, check=True
        )
        return hashlib.sha256(shot.stdout).hexdigest()

    def wait_for_title(self, title: str) -> None:
        """Wait until the active window has exactly this title."""
        self.wait_until(lambda: self._title() == title, f"a window called {title!r}")

    def wait_until(self, holds: object, what: str) -> None:
        """Wait until `holds()`."""
        until = time.monotonic() + PATIENCE_S
        while not holds():  # type: ignore[operator]
            assert time.monotonic() < until, f"there was no {what}; the window is {self._title()!r}"
            time.sleep(0.05)

    def _title(self) -> str:
        done = subprocess.run(
            ["xdotool", "getactivewindow", "getwindowname"],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip()

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._environment, check=True, timeout=30)


@contextmanager
def virtual_screen(home: Path, size: str = "1400x900") -> Iterator[Screen]:
    """A screen of its own, gone afterwards."""
    number, tell = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tell), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=[tell],
        stderr=subprocess.DEVNULL,
    )
    os.close(tell)
    with os.fdopen(number) as answer:
        display = f":{answer.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"],
        env={**os.environ, "DISPLAY": display, "HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Screen(display, home)
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(timeout=10)
