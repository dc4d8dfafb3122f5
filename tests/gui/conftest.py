"""For the window: the theme as a person first sees it, and work that waits for the test."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from tests.fakes import HeldTasks

if TYPE_CHECKING:
    from tests.gui.evening import Evening
    from tests.gui.screens import KeptSample, Visit


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


@pytest.fixture
def evening(tmp_path: Path, tasks: HeldTasks) -> Iterator["Evening"]:
    """A chapter of nobody but its lead, open, twenty minutes before a meeting would begin."""
    from tests.gui.evening import opened_evening

    evening = opened_evening(tmp_path, tasks)
    yield evening
    evening.app.close()


def _dress() -> None:
    if not theme().installed:
        theme().install("light", 1.0)
    theme().use(colours="light", scale=1.0, no_motion=True)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> "KeptSample":
    """The sample chapter, made once; each visit opens a copy of its own."""
    from tests.gui.screens import kept_sample

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHAPTER_DESK_HOME", str(tmp_path_factory.mktemp("sample-home")))
        return kept_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def visit(qtbot: Any, tasks: HeldTasks, sample: "KeptSample", tmp_path: Path) -> "Visit":
    """The sample in the program's own window, to go about in."""
    return sample.opened(qtbot, tasks, tmp_path)
