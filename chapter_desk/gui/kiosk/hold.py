"""A button that wants to be held: what brushes against a screen in passing signs nobody in."""

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from chapter_desk.gui.shell.theme import theme, tokens

_STEPS_WHEN_STILL = 4


class HoldButton(QPushButton):
    """Acts after being held for a second, filling meanwhile; or after two touches, for those who cannot hold.

    Enter and Space act at once: nobody presses a key in passing.

    Signals:
        held(): Held long enough, touched twice, or pressed by key.
    """

    held = Signal()

    def __init__(self, *, tap_twice: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)
        self._tap_twice = tap_twice
        self._tapped = False
        self._since = QElapsedTimer()
        self._tick = QTimer(self, interval=30)
        self._tick.timeout.connect(self.look)

    @property
    def part_held(self) -> float:
        """How much of the holding is done, 0 to 1."""
        if self._tap_twice:
            return 0.5 if self._tapped else 0.0
        if not self._since.isValid():
            return 0.0
        part = min(1.0, self._since.elapsed() / tokens()["motion"]["kiosk-hold-ms"])
        return int(part * _STEPS_WHEN_STILL) / _STEPS_WHEN_STILL if theme().still else part

    def begin(self) -> None:
        """A finger came down."""
        if self._tap_twice:
            if self._tapped:
                self.act()
            else:
                self._tapped = True
        else:
            self._since.start()
            self._tick.start()
        self.update()

    def end(self) -> None:
        """The finger went up: before its time that was nothing."""
        self._since.invalidate()
        self._tick.stop()
        self.update()

    def look(self) -> None:
        """Act, if it was held long enough."""
        if self._since.isValid() and self._since.elapsed() >= tokens()["motion"]["kiosk-hold-ms"]:
            self.act()
        self.update()

    def act(self) -> None:
        """Do what the button is for."""
        self._tapped = False
        self.end()
        self.held.emit()

    def forget_tap(self) -> None:
        """Somebody touched another button: the first touch counts no more."""
        self._tapped = False
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setDown(True)
            self.begin()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.rect().contains(event.position().toPoint()):
            self.setDown(False)
            self.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setDown(False)
        self.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.act()
        else:
            event.ignore()

    def paint_part_held(self, painter: QPainter) -> None:
        """Draw how much of the holding is done, along the lower edge."""
        part = self.part_held
        if part:
            height = theme().px(6)
            bar = QRectF(6, self.height() - height - 3, (self.width() - 12) * part, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("accent"))
            painter.drawRoundedRect(bar, height / 2, height / 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_part_held(painter)
