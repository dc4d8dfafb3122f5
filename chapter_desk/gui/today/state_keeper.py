"""Keeps what the foot of every page and the rail say of what waits: counted again after each commit."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from chapter_desk.app import App
from chapter_desk.core.today import Waiting
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.state_line import StatePart
from chapter_desk.i18n import _, ngettext


class StateKeeper(QObject):
    """Knows how much national does not have yet, what is due in the plan.

    Signals:
        changed(): `parts()` and `counts()` say something else now.
    """

    changed = Signal()

    def __init__(self, app: App, tasks: Tasks, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app, self._tasks = app, tasks
        self._waiting: Waiting | None = None
        self._reading = self._again = False
        bridge.changed.connect(self.read)
        QTimer.singleShot(0, self, self.read)  # behind the first page's own reading

    def parts(self) -> Sequence[StatePart]:
        """Return what the state line says at its right; nothing until it was counted.

        A laptop that only helps at the door sends national nothing.
        """
        if self._waiting is None or self._app.door_laptops.helps_at is not None:
            return ()
        count = self._waiting.unsent.total
        words = (
            ngettext("{n} change not sent to national", "{n} changes not sent to national", count)
            if count
            else _("Nothing waiting for national")
        )
        return (StatePart(words.format(n=f"{count:,}"), "send", "national", "exchange", right=True),)

    def counts(self) -> Mapping[str, tuple[int, str]]:
        """Return what waits on each page, for the rail: a number and its words."""
        due = self._waiting.actions_due if self._waiting is not None else 0
        open_ = self._waiting.to_sort_out if self._waiting is not None else 0
        return {
            "plan": (due, ngettext("{n} due", "{n} due", due).format(n=due)),
            "sort-out": (open_, ngettext("{n} waits", "{n} wait", open_).format(n=open_)),
        }

    def read(self) -> None:
        """Count again, behind whatever the window is doing; a burst of writes is counted once more only."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._tasks.run(self, self._app.today.waiting, self._known, self._not_known)

    def _known(self, waiting: Waiting) -> None:
        self._reading = False
        if waiting != self._waiting:
            self._waiting = waiting
            self.changed.emit()
        if self._again:
            self._again = False
            self.read()

    def _not_known(self, _error: ChapterDeskError) -> None:
        self._reading = False  # the page that wrote says what is wrong; here the last count stands
