"""A window that is open all evening."""

import subprocess
import sys

from tests.architecture.source import ROOT

CALLS = """
import chapter_desk.gui
from PySide6.QtGui import QFont, QGuiApplication
app = QGuiApplication([])
font = QFont()
for _call in range(30_000):
    font.setFamilies(["Inter"])
print("alive")
"""


def test_the_window_outlives_a_great_many_calls_into_qt():
    done = subprocess.run(
        [sys.executable, "-c", CALLS], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr
