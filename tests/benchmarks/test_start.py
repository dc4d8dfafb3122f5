"""Window: process start to the first paint of the start page, against a bare QMainWindow."""

import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT
from tests.benchmarks.interleaved import interleaved

TURNS = 15

BARE = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, lambda: (print("painted", flush=True), app.quit()))
        return False

app = QApplication(sys.argv)
window = QMainWindow()
window.setCentralWidget(QLabel("Chapter Desk"))
painted = Painted()
window.centralWidget().installEventFilter(painted)
window.resize(1366, 768)
window.show()
app.exec()
"""

OURS = """
import sys
from chapter_desk import __main__, display  # in the order of a real start
from chapter_desk.gui.shell import window

window.MainWindow._first_shown = lambda self: (print("painted", flush=True), self.close())
sys.exit(__main__.main([]))
"""


def as_installed() -> dict[str, str]:
    """Return an environment in which Python keeps what it compiled, as an installed program has it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def painted_by(code: str, home: str) -> None:
    """Start a Python with this code, and come back when it says that its window was painted."""
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=as_installed() | {"CHAPTER_DESK_HOME": home, "PYTHONPYCACHEPREFIX": f"{home}/compiled"},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"painted\n"
    process.kill()  # its end is not measured, and may not run into the next turn
    process.stdout.close()
    process.wait()


@pytest.mark.benchmark
def test_the_start_page_is_painted_within_one_and_a_half_bare_windows(home):
    home.mkdir()
    turn = interleaved(
        "process start to first paint",
        lambda: painted_by(OURS, str(home)),
        lambda: painted_by(BARE, str(home)),
        TURNS,
        warm_up=3,
    )

    assert turn.ratio(50) <= 1.5
