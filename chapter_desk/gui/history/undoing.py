"""Ctrl Z and Ctrl Shift Z of the whole window, in the words of the act: "Undo sign-in of Ana Ruiz"."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from chapter_desk.app import App
from chapter_desk.core.history import HistoryEntry
from chapter_desk.core.step_titles import StepTitle
from chapter_desk.core.steps import TakenBack
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.history.words import undo_words
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.notices import told_about
from chapter_desk.gui.shell.taking_back import taken_back
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.i18n import _
from chapter_desk.values import Area, StepId

Next = tuple[HistoryEntry | None, HistoryEntry | None]


class Undoing(QObject):
    """Knows which step would be taken back or done again next, and does it.

    A page that has an undo of its own (the door) is asked first by the same keys.

    Signals:
        told(Told): What was taken back, or why not.
        commands_changed(): The commands are called something else now.
    """

    told = Signal(object)
    commands_changed = Signal()

    def __init__(self, app: App, tasks: Tasks, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history, self._tasks = app.history, tasks
        self._undo: HistoryEntry | None = None
        self._redo: HistoryEntry | None = None
        self._reading = self._again = False
        bridge.changed.connect(self._hear)
        QTimer.singleShot(0, self, self._read)  # behind the first page's own reading

    def commands(self) -> Sequence[Command]:
        """Return the two commands, as they are called now."""
        undo, redo = self._undo, self._redo
        return (
            Command(
                "chapter.undo",
                undo_words(undo.title) if undo is not None else _("Undo the last step"),
                self.undo,
                "Ctrl+Z",
                "undo-2",
                able=lambda: self._undo is not None,
            ),
            Command(
                "chapter.redo",
                undo_words(redo.title) if redo is not None else _("Redo the last step"),
                self.redo,
                "Ctrl+Shift+Z",
                "rotate-cw",
                able=lambda: self._redo is not None,
            ),
        )

    def undo(self) -> None:
        """Take the newest step in force back."""
        if self._undo is not None:
            self._run(self._undo.step.id)

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._redo is not None:
            self._run(self._redo.step.id)

    def _run(self, id: StepId) -> None:
        # the step that was shown, not whatever is newest by then: nobody takes back what they did not read
        self._tasks.run(self, lambda: self._history.take_back(id), self._done, self._failed)

    def _done(self, done: tuple[StepTitle, TakenBack]) -> None:
        self.told.emit(taken_back(*done))

    def _failed(self, error: ChapterDeskError) -> None:
        self.told.emit(told_about(error))
        self._read()

    def _hear(self, areas: frozenset[Area]) -> None:
        if Area.STEPS in areas:
            self._read()

    def _read(self) -> None:
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._tasks.run(
            self, lambda: (self._history.next_undo(), self._history.next_redo()), self._known, self._not_known
        )

    def _known(self, found: Next) -> None:
        self._reading = False
        if found != (self._undo, self._redo):
            self._undo, self._redo = found
            self.commands_changed.emit()
        if self._again:
            self._again = False
            self._read()

    def _not_known(self, _error: ChapterDeskError) -> None:
        self._reading = False
        self._undo = self._redo = None  # what cannot be read cannot be taken back
