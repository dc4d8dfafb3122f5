"""The mark of the program: an open door."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from chapter_desk.gui.shell.theme import theme


def paint_mark(painter: QPainter, rect: QRect) -> None:
    """Draw the mark of the program: an open door on a square of the accent."""
    t = theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(t.colour("accent"))
    painter.drawRoundedRect(rect, rect.width() / 4, rect.width() / 4)
    side = rect.width() * 20 / 32
    device = painter.device()
    picture = t.pixmap(
        "door-open", "on-accent", side / t.scale, dpr=device.devicePixelRatioF() if device else 1
    )
    at = QPointF(rect.center().x() + 0.5 - side / 2, rect.center().y() + 0.5 - side / 2)
    painter.drawPixmap(at, picture)
    painter.restore()


class Mark(QWidget):
    """The mark as a widget: decoration, so it has no name of its own."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = theme().px(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_mark(QPainter(self), QRect(0, 0, self.width(), self.height()))
