"""Locks the chapter when nobody has pressed a key for a while, after saying so for 20 seconds."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

COUNT_DOWN_S = 20

_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
    }
)


class QuietWatch(QObject):
    """Watches one window for signs of life.

    Both clocks are looked at: the steady one, and the wall clock, which goes on while a laptop sleeps.

    Signals:
        counting(int): So many seconds until the lock; 0 when somebody came back in time.
        ran_out(): Lock now.
    """

    counting = Signal(int)
    ran_out = Signal()

    def __init__(
        self,
        window: QWidget,
        minutes: float,
        *,
        steady: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(window)
        self._limit_s = minutes * 60
        self._steady, self._wall = steady, wall
        self._counted = 0
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.look)
        self._window = window
        self._handle = window.windowHandle()
        if self._handle is not None:
            self._handle.installEventFilter(self)  # the window's own input only, not every widget's events
        self.touch()
        if self._limit_s > 0:
            self._timer.start()

    def touch(self) -> None:
        """Somebody is here, or the door is at work: begin to wait again."""
        self._steady_at, self._wall_at = self._steady(), self._wall()
        if self._counted:
            self._counted = 0
            self.counting.emit(0)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        if self._handle is not None:
            self._handle.removeEventFilter(self)

    def look(self) -> None:
        """Count down, or lock, if it has been quiet for long enough."""
        quiet = max(self._steady() - self._steady_at, self._wall() - self._wall_at)
        left = round(self._limit_s - quiet)
        if left <= 0:
            self.stop()
            self.ran_out.emit()
        elif left <= COUNT_DOWN_S:
            self._counted = left
            self.counting.emit(left)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LIFE:
            self.touch()
        return False
