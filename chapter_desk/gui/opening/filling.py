"""A bar that fills inside a button while a key is made: about a second, on purpose."""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton

_EVERY_MS = 40
_STEPS_WHEN_STILL = 4
_MOST = 0.96


class Filling(QObject):
    """Fills the bar of a button by the time it usually takes; it never claims to be full."""

    def __init__(self, button: ActionButton, usual_ms: int = 900) -> None:
        super().__init__(button)
        self._button = button
        self._usual_ms = usual_ms
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._fill)

    def start(self) -> None:
        """Begin with an empty bar."""
        self._clock.start()
        self._timer.start()
        self._fill()

    def stop(self) -> None:
        """Take the bar away."""
        self._timer.stop()
        self._button.show_part_done(None)

    def _fill(self) -> None:
        part = min(_MOST, self._clock.elapsed() / self._usual_ms)
        if theme().still:
            part = int(part * _STEPS_WHEN_STILL) / _STEPS_WHEN_STILL
        self._button.show_part_done(part)
