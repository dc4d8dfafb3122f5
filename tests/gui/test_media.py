"""The library of sound and pictures on a laptop that has neither."""

import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

ASK = """
import chapter_desk.gui
from PySide6.QtCore import QObject, qWarning
from PySide6.QtWidgets import QApplication
from chapter_desk.gui.door.media import load_media
app = QApplication([])
load_media()
{ask}
qWarning("and after it warnings are heard again")
"""
SPEAKER = "from chapter_desk.gui.door.tones import loudspeaker; assert loudspeaker(QObject()) is None"
CAMERA = """
from chapter_desk.gui.door.camera import WebCamera
WebCamera().start(lambda image: None, lambda why: None)
app.processEvents()
"""


@pytest.mark.parametrize("ask", [SPEAKER, CAMERA], ids=["loudspeaker", "camera"])
def test_a_laptop_without_a_sound_server_says_nothing_on_the_terminal(ask, tmp_path):
    environment = {**os.environ, "PULSE_SERVER": f"unix:{tmp_path}/none", "QT_QPA_PLATFORM": "offscreen"}
    asked = subprocess.run(
        [sys.executable, "-c", ASK.format(ask=ask)], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert asked.returncode == 0
    assert asked.stderr.splitlines() == ["and after it warnings are heard again"]
