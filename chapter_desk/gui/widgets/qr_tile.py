"""A QR code on the screen: always black on white, also in dark, with its quiet zone."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from chapter_desk.core.documents.qr_code import QUIET, qr_squares
from chapter_desk.gui.shell.theme import theme

_BLACK, _WHITE = QColor("#000000"), QColor("#FFFFFF")


class QrTile(QWidget):
    """A white square with a code in it, as large as there is room; `name` says where it leads.

    `side` fixes its size in pixels of the design; without one it grows.
    """

    def __init__(self, name: str, side: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._squares: tuple[tuple[bool, ...], ...] = ()
        self.text = ""
        """What the code says, "" for none."""
        self.setAccessibleName(name)
        if side:
            self.setFixedSize(theme().px(side), theme().px(side))
        else:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_text(self, text: str) -> None:
        """Show the code of a text; "" for an empty tile."""
        if text != self.text:
            self.text = text
            self._squares = qr_squares(text) if text else ()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(self._side or 400), theme().px(self._side or 400))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = min(self.width(), self.height())
        tile = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.setBrush(_WHITE)
        painter.drawRoundedRect(QRectF(tile).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self._squares:
            self._paint_squares(painter, tile)

    def _paint_squares(self, painter: QPainter, tile: QRect) -> None:
        count = len(self._squares)
        each = max(1, tile.width() // (count + 2 * QUIET))  # whole pixels: cameras like sharp edges
        left = tile.left() + (tile.width() - each * count) // 2
        top = tile.top() + (tile.height() - each * count) // 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        for down, row in enumerate(self._squares):
            for along, dark in enumerate(row):
                if dark:
                    painter.fillRect(left + along * each, top + down * each, each, each, _BLACK)
