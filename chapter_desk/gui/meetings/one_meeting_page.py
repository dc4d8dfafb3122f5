"""A page about one meeting, read anew whenever it is entered, sent elsewhere, or something has changed."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from chapter_desk.app import App
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.taking_back import TakingBack
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.values import Area

Place = TypeVar("Place")


class OneMeetingPage(Page, Generic[Place]):
    """`go_to` and `place` know a `Place`; the empty one leaves the choice of the meeting to the page.

    Subclasses name the kind of place, and read and show in `_read`.
    """

    place_kind: type[Place]

    def __init__(self, app: App, tasks: Tasks) -> None:
        super().__init__()
        self._app, self._tasks = app, tasks
        self._place = self.place_kind()
        self._undoing = TakingBack(self, app.history, tasks)

    def enter(self) -> None:
        self._read()

    def changed(self, areas: frozenset[Area]) -> None:
        self._read()

    def place(self) -> object:
        return self._place

    def go_to(self, place: object) -> None:
        assert isinstance(place, self.place_kind)
        self._place = place
        self._read()

    def _read(self) -> None:
        raise NotImplementedError

    def _run(self, work: Callable[[], Any], done: Callable[[Any], Any]) -> None:
        """Work off the window's thread; an expected error is told above the page."""
        self._tasks.run(self, work, done, self.tell_error)
