"""Reading the evening again and again, off the window's thread, never twice for one change."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from chapter_desk.app import App
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.door.evening import DoorPlace, Evening, read_evening
from chapter_desk.gui.shell.tasks import Tasks


class Reading(QObject):
    """Reads where the door page is; a later question makes the answer to an earlier one void.

    Signals:
        read(object): The `Evening`, or None without any meeting.
        failed(object): The `ChapterDeskError`.
    """

    read = Signal(object)
    failed = Signal(object)

    def __init__(self, app: App, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._tasks = tasks
        self._asked = 0
        self._again = False
        self._place = DoorPlace()
        self.running = False
        """Whether an answer is on its way."""

    def ask(self, place: DoorPlace) -> None:
        """Read a place, whatever is being read."""
        self._asked += 1
        self.running, self._again = True, False
        asked = self._asked
        self._tasks.run(
            self,
            partial(read_evening, self._app, place),
            lambda evening: self._answer(asked, evening),
            lambda error: self._trouble(asked, error),
        )

    def ask_anew(self, place: DoorPlace) -> None:
        """Read a place again because something changed: once, however much changes meanwhile."""
        self._place = place
        if self.running:
            self._again = True
        else:
            self.ask(place)

    def _answer(self, asked: int, evening: Evening | None) -> None:
        if asked != self._asked:
            return
        self.running = False
        self.read.emit(evening)
        if self._again and not self.running:
            self.ask(self._place if evening is None else evening.place)

    def _trouble(self, asked: int, error: ChapterDeskError) -> None:
        if asked == self._asked:
            self.running = False
            self.failed.emit(error)
