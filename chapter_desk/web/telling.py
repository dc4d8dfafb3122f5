"""What phones changed, told a few times a second: to show each of ten entries a second is too much."""

import threading
import time

from chapter_desk.core.changes import Listener
from chapter_desk.values import Area


class Telling:
    """Tells the first change at once and those right after it together; `tell` is called on any thread."""

    def __init__(self, tell: Listener, every_s: float) -> None:
        self._tell = tell
        self._every_s = every_s
        self._lock = threading.Lock()
        self._waiting: frozenset[Area] = frozenset()
        self._timer: threading.Timer | None = None
        self._told_at = float("-inf")

    def hear(self, areas: frozenset[Area]) -> None:
        """Something was written."""
        with self._lock:
            wait_s = self._told_at + self._every_s - time.monotonic()
            if self._timer is not None or wait_s > 0:
                self._waiting |= areas
                if self._timer is None:
                    self._timer = threading.Timer(wait_s, self.flush)
                    self._timer.daemon = True
                    self._timer.start()
                return
            self._told_at = time.monotonic()
        self._tell(areas)

    def flush(self) -> None:
        """Tell what waits, now."""
        with self._lock:
            waiting, self._waiting = self._waiting, frozenset()
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
            self._told_at = time.monotonic()
        if waiting:
            self._tell(waiting)
