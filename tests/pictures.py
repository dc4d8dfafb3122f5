"""Makes the pictures of the README from the sample chapter, as the window draws it.

    python -m tests.pictures [FOLDER]      (default: resources/help/pictures)

The same sample, the same evening and the same size every time; nobody in the pictures exists.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

screen = Path(__file__).with_name("data") / "screen.json"
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={screen}")
os.environ["TZ"] = "America/New_York"
time.tzset()

from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from chapter_desk.gui.opening.chapter_host import ChapterHost
from chapter_desk.gui.opening.desk import Desk
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.window import MainWindow
from chapter_desk.gui.start import TasksBehind, dressed_application, put_on
from chapter_desk.i18n import use_language

HERE = Path(__file__).parents[1] / "resources" / "help" / "pictures"
EVENING = datetime(2026, 11, 12, 23, 31, 8, tzinfo=UTC)  # half past six in Norfolk
SIZE = (1366, 768)


class Ticking:
    """An evening that goes on by a second whenever it is looked at."""

    def __init__(self) -> None:
        self._now = EVENING

    def __call__(self) -> datetime:
        self._now += timedelta(milliseconds=200)
        return self._now


class Studio:
    """The program in its window, open on the sample."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        dressed_application()
        use_language("en")
        settings = LaptopSettings()
        settings.colours = "light"
        settings.window = [0, 0, *SIZE]
        put_on(settings)
        self.window = MainWindow(settings)
        self.tasks = TasksBehind()
        self.desk = Desk(self.window, settings, self.tasks, Ticking())
        self.desk.begin(None, sample=True)
        self.window.show()
        self.wait_for(lambda: self.desk.host is not None)

    @property
    def host(self) -> ChapterHost:
        assert self.desk.host is not None
        return self.desk.host

    def wait_for(self, ready: Callable[[], bool], seconds: float = 60) -> None:
        """Let the window work until `ready`, then until it has nothing more to do."""
        deadline = QDeadlineTimer(int(seconds * 1000))
        while not ready():
            assert not deadline.hasExpired(), "the window is not ready"
            QApplication.processEvents()
            time.sleep(0.005)
        self.settle()

    def settle(self, seconds: float = 1.5) -> None:
        """Let everything asked for be read and drawn (`QTest.qWait` keeps the workers waiting)."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.005)

    def go(self, key: str) -> None:
        self.host.view.go(key)
        self.settle()

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        target = QApplication.focusWidget() or self.window
        held = Qt.KeyboardModifier.NoModifier
        for each in modifiers:
            held |= each
        QTest.keyClick(target, key, held)
        self.settle()

    def type(self, text: str) -> None:
        target: QWidget = QApplication.focusWidget() or self.window
        QTest.keyClicks(target, text)
        self.settle()

    def take(self, name: str) -> None:
        path = self.folder / f"{name}.png"
        assert self.window.grab().save(str(path))
        print(path.name)


def main(folder: Path) -> None:
    """Take all the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    studio = Studio(folder)
    for key in ("today", "plan", "agreement", "exchange"):
        studio.go(key)
        studio.take(key)
    studio.go("members")
    studio.press(Qt.Key.Key_Down)
    studio.press(Qt.Key.Key_Return)
    studio.take("members")
    app = studio.host.app
    meeting = app.calendar.next_meeting()
    assert meeting is not None
    app.calendar.open_door(meeting.id)
    studio.go("door")
    studio.wait_for(lambda: app.roster.loaded)
    for hit in ("booker", "ruiz", "ng", "walker", "reid", "bo"):
        found = app.roster.search(hit, 1)
        if found:
            app.sign_ins.sign_in(meeting.id, found[0].row.id)
    studio.type("jo")
    studio.press(Qt.Key.Key_Return)
    studio.type("mar g")
    studio.take("door")
    studio.window.close()
    studio.settle(0.5)
    studio.tasks.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["CHAPTER_DESK_HOME"] = home
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
