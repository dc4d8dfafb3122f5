"""Carries word of changes from the core to the GUI thread."""

from PySide6.QtCore import QObject, Signal

from chapter_desk.core.changes import ChangeFeed


class Bridge(QObject):
    """Repeats the change feed as a Qt signal.

    Signals:
        changed(frozenset[Area]): Something was written.  Slots of widgets run on the GUI thread,
            whichever thread did the writing.
    """

    changed = Signal(object)

    def __init__(self, changes: ChangeFeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = changes.subscribe(self.changed.emit)
        self.destroyed.connect(self._stop)

    def close(self) -> None:
        """Hear nothing more: the chapter is being closed."""
        self._stop()
