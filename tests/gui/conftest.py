"""For the window: the theme as a person first sees it, and work that waits for the test."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from tests.fakes import HeldTasks


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    """Light colors at 100 %, in English, whatever the test before left."""
    _dress()
    yield
    use_language("en")


@pytest.fixture(autouse=True)
def _every_window_is_dressed(request: pytest.FixtureRequest) -> None:
    if "qapp" in request.fixturenames or "qtbot" in request.fixturenames:
        request.getfixturevalue("dressed")


@pytest.fixture
def tasks() -> HeldTasks:
    """Work that waits until the test lets it go."""
    return HeldTasks()


def _dress() -> None:
    if not theme().installed:
        theme().install("light", 1.0)
    theme().use(colours="light", scale=1.0, no_motion=True)
