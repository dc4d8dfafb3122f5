"""A first start, through the real window and with real work behind it: from nothing to Today, and again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from chapter_desk.gui.opening.desk import Desk
from chapter_desk.gui.opening.start_page import StartPage
from chapter_desk.gui.opening.unlock_page import UnlockPage
from chapter_desk.gui.opening.wizard.passphrase_step import PassphraseStep
from chapter_desk.gui.opening.wizard.wizard import Wizard
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import WorkerTasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.shell.window import MainWindow
from tests.gui.opened import CHEAP, now

PASSPHRASE = "maple harbor violet seven bridge"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def lanes() -> Iterator[WorkerTasks]:
    """The real lanes of work."""
    lanes = WorkerTasks()
    yield lanes
    lanes.close()


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's Documents folder."""
    place = tmp_path / "Documents"
    place.mkdir()
    monkeypatch.setattr("chapter_desk.gui.opening.wizard.answers.documents", lambda: place)
    return place


def started(qtbot: Any, lanes: WorkerTasks, chapter: Path | None = None) -> Desk:
    """Start the program as a person does."""
    if not theme().installed:
        theme().install("light", 1.0)
    theme().use(colours="light", scale=1.0, no_motion=True)
    settings = LaptopSettings.load()
    settings.window = settings.window or [0, 0, 1366, 768]
    window = MainWindow(settings)
    qtbot.addWidget(window)
    desk = Desk(window, settings, lanes, now, cost=CHEAP)
    desk.begin(chapter)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: desk.painted)
    return desk


def type_lines(qtbot: Any, *lines: str) -> None:
    """Type each line into what has the focus, with Enter after it."""
    for line in lines:
        qtbot.keyClicks(QApplication.focusWidget(), line)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def closed(qtbot: Any, desk: Desk) -> None:
    """Close the window, and wait until the chapter is put away."""
    qtbot.keyClick(desk.window, Qt.Key.Key_Q, CTRL)
    qtbot.waitUntil(lambda: not desk.window.isVisible(), timeout=20_000)


def test_from_the_first_start_to_today_and_again_the_next_morning(
    qtbot: Any, lanes: WorkerTasks, documents: Path
):
    desk = started(qtbot, lanes)
    window = desk.window
    assert isinstance(window.view, StartPage)

    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    wizard = window.view
    assert isinstance(wizard, Wizard)
    qtbot.keyClick(window, Qt.Key.Key_Return, CTRL)
    type_lines(qtbot, "Our Revolution Norfolk", "23510", "Denise Whitfield", "", "", PASSPHRASE, PASSPHRASE)
    qtbot.waitUntil(lambda: wizard.answers.is_founded, timeout=20_000)
    step = wizard.step
    assert isinstance(step, PassphraseStep)
    assert step.card is not None
    step.card.have_it.click()
    type_lines(qtbot, wizard.answers.code.groups[step.card.asked - 1])  # type: ignore[union-attr]
    qtbot.keyClick(window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: desk.host is not None, timeout=20_000)

    assert desk.host is not None
    assert window.windowTitle() == "Our Revolution Norfolk — Chapter Desk"
    assert desk.host.view.key == "today"
    qtbot.waitUntil(lambda: "Everything is saved" in desk.host.view.state_line.sentence())  # type: ignore[union-attr]

    qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    assert isinstance(window.view, UnlockPage)
    type_lines(qtbot, "maple harbour")
    qtbot.waitUntil(lambda: bool(window.view.field.problem()), timeout=20_000)  # type: ignore[union-attr]
    window.view.field.editor.selectAll()
    type_lines(qtbot, PASSPHRASE)
    qtbot.waitUntil(lambda: desk.host is not None, timeout=20_000)
    closed(qtbot, desk)
    path = documents / "Our Revolution Norfolk.chapter"
    assert len(list((path / "backups").glob("*-daily.db"))) == 1

    morning = started(qtbot, lanes)
    page = morning.window.view
    assert isinstance(page, StartPage)
    assert [row.words() for row in page.rows] == ["Our Revolution Norfolk"]
    qtbot.keyClick(page.rows[0], Qt.Key.Key_Return)
    type_lines(qtbot, PASSPHRASE)
    qtbot.waitUntil(lambda: morning.host is not None, timeout=20_000)
    assert morning.host is not None
    assert morning.host.card.locality == "Norfolk"
    closed(qtbot, morning)
