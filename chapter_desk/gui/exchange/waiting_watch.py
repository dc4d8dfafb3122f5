"""Keeps the rail true about what waits on the Exchange page: bundles to read, answers to pick."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from chapter_desk.core.sync.kept_answers import KeptAnswers
from chapter_desk.core.sync.mailbox import Mailbox
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.i18n import ngettext

_PATIENCE_MS = 1000
"""So long after a change it is counted anew, however many changes come: the door is never kept waiting."""


class WaitingServices(Protocol):
    """What the watch needs of an open chapter (`App` has all of it)."""

    @property
    def mailbox(self) -> Mailbox: ...
    @property
    def kept_answers(self) -> KeptAnswers: ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many bundles are to be read, and fields to be picked."""

    bundles: int = 0
    answers: int = 0

    @property
    def count(self) -> int:
        """The number on the rail."""
        return self.bundles + self.answers

    def words(self) -> str:
        """Return what the number on the rail means."""
        parts = []
        if self.bundles:
            words = ngettext("{n} bundle to read", "{n} bundles to read", self.bundles)
            parts.append(words.format(n=self.bundles))
        if self.answers:
            words = ngettext("{n} with two answers", "{n} with two answers", self.answers)
            parts.append(words.format(n=self.answers))
        return ", ".join(parts)


def waiting(services: WaitingServices) -> Waiting:
    """Return what waits now."""
    return Waiting(
        bundles=sum(not each.refused for each in services.mailbox.waiting()),
        answers=len(services.kept_answers.open()),
    )


class WaitingWatch(QObject):
    """Counts anew a moment after each change, and says when the numbers are others.

    Signals:
        changed(object): The `Waiting` now.
    """

    changed = Signal(object)

    def __init__(
        self, services: WaitingServices, tasks: Tasks, bridge: Bridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._tasks = tasks
        self.now: Waiting | None = None
        """What waited when it was counted last; None before."""
        self._timer = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._timer.timeout.connect(self.look)
        bridge.changed.connect(self._hear)
        self._folder = QFileSystemWatcher(self)
        if services.mailbox.inbox.is_dir():
            self._folder.addPath(str(services.mailbox.inbox))
        self._folder.directoryChanged.connect(self._hear)
        self._timer.start()

    def look(self) -> None:
        """Count now, beside the sign-ins."""
        services = self._services
        self._tasks.run_long(self, lambda _progress: waiting(services), self._show, lambda _error: None)

    def _hear(self, _areas: object) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _show(self, now: Waiting) -> None:
        if now != self.now:
            self.now = now
            self.changed.emit(now)
