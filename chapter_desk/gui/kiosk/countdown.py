"""Seconds until the kiosk is ready for the next person."""

from PySide6.QtCore import QObject, QTimer, Signal


class Countdown(QObject):
    """Counts down; every sign of a person begins it anew.

    Signals:
        ticked(int): So many seconds are left.
        ran_out(): None are.
    """

    ticked = Signal(int)
    ran_out = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left = 0
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.tick)

    @property
    def left_s(self) -> int:
        """The seconds left; 0 while nothing is counted."""
        return self._left

    def start(self, seconds: int) -> None:
        """Count down from here."""
        self._left = seconds
        self._timer.start()
        self.ticked.emit(seconds)

    def stop(self) -> None:
        """Count no more."""
        self._left = 0
        self._timer.stop()

    def tick(self) -> None:
        """A second went by."""
        if not self._left:
            return
        self._left -= 1
        if self._left:
            self.ticked.emit(self._left)
        else:
            self._timer.stop()
            self.ran_out.emit()
