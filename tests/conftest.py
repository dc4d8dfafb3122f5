"""For the whole suite: no screen, and for each test a home of its own."""

import gc
import os

# before anything imports Qt; a screen as a laptop has it, for Qt's own is smaller than our window
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={__file__.removesuffix('conftest.py')}data/screen.json"

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

# What it keeps names paths of this machine: not in the tree.
set_hypothesis_home_dir(Path(tempfile.gettempdir(), "chapter-desk-hypothesis"))
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


_SWEEP_EVERY, _SWEEP_ALL_EVERY = 25, 500  # tests
_ran = 0


@pytest.fixture(autouse=True)
def sweeping() -> Iterator[None]:
    """Put away what tests left on the thread that made it: Qt's objects may not go on another.

    Left to itself Python would collect it wherever it is at work, on a worker of a later test too.
    """
    global _ran
    gc.disable()
    yield
    _destroy_windows()
    _ran += 1
    if _ran % _SWEEP_ALL_EVERY == 0:
        gc.unfreeze()  # a large chapter that was read froze what the tests before it had left
        gc.collect()
    elif _ran % _SWEEP_EVERY == 0:
        gc.collect(1)  # what came since; all there is takes seconds, for whole source trees are kept


def _destroy_windows() -> None:
    """Destroy what still stands on the screen: each new look of a later test would dress it too."""
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return
    for window in QApplication.topLevelWidgets():
        if window.parent() is None:  # the list of a combo box, a menu, a calendar goes with its own
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where this test's program keeps settings and logs: beside `tmp_path`, not made yet."""
    home = tmp_path.with_name(tmp_path.name + "-home")
    monkeypatch.setenv("CHAPTER_DESK_HOME", str(home))
    monkeypatch.setenv("CHAPTER_DESK_LANGUAGE", "en")
    return home


@dataclass(frozen=True)
class SmallDisk:
    """A file system of its own, full when somebody fills it."""

    place: Path

    def filled(self) -> Path:
        """Leave no room on it; return the file that takes it."""
        ballast = self.place / "ballast"
        with ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))
        return ballast


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A disk of 12 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "none", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk, and not on every computer")
    yield SmallDisk(place)
    subprocess.run(["umount", "-l", str(place)], check=True)
