"""A chapter on disk and a desk to open it with, for tests of how the program opens."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from chapter_desk.core.national.pack import sample_pack_folder
from chapter_desk.core.safekeeping.founding import ChapterDraft, Founded, found_chapter
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.gui.opening.desk import Desk
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.window import MainWindow
from tests.gui.geometry import settle

PASSPHRASE = "maple harbor violet seven bridge"
CHEAP = Cost(8, 1)
NOW = datetime(2026, 11, 23, 18, 48, tzinfo=UTC)


def now() -> datetime:
    """A clock that stands still."""
    return NOW


def founded(path: Path, name: str = "Our Revolution Norfolk") -> Founded:
    """Set up a chapter at `path`."""
    draft = ChapterDraft(name, "23510", "Denise Whitfield")
    return found_chapter(
        path, draft, PASSPHRASE, sample_pack_folder(), now, install_id=install_id(), cost=CHEAP
    )


def shown_desk(
    qtbot: Any,
    tasks: Tasks,
    settings: LaptopSettings | None = None,
    *,
    chapter: Path | None = None,
    sample: bool = False,
    size: tuple[int, int] = (1366, 768),
) -> Desk:
    """Return a desk whose window shows its first view, at work or holding it, as the tasks are."""
    settings = settings or LaptopSettings()
    settings.window = [0, 0, *size]
    window = MainWindow(settings)
    qtbot.addWidget(window, before_close_func=_close_at_once)
    desk = Desk(window, settings, tasks, now, cost=CHEAP)
    desk.begin(chapter, sample=sample)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: desk.painted)
    settle()
    assert window.size().toTuple() == size
    return desk


def unlocked(qtbot: Any, tasks: Any, path: Path, passphrase: str = PASSPHRASE) -> Desk:
    """Return a desk with the chapter at `path` open in it."""
    desk = shown_desk(qtbot, tasks, chapter=path)
    tasks.let_go_all()
    type_passphrase(desk, passphrase)
    tasks.let_go_all()
    settle()
    assert desk.host is not None
    return desk


def type_passphrase(desk: Desk, passphrase: str) -> None:
    """Type it on the unlock page, and press Unlock."""
    page = desk.window.view
    page.field.set_text(passphrase)
    page.button.click()


def close_chapter(desk: Desk, tasks: Any) -> None:
    """Close the window with everything that belongs to it."""
    desk.window.close()
    tasks.let_go_all()


def _close_at_once(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    desk = next((child for child in window.children() if isinstance(child, Desk)), None)
    if desk is not None and desk.host is not None:
        desk.host.let_go()
        desk.host.app.close()
    window.may_close = lambda: True
