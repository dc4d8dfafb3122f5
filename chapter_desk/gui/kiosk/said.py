"""One large thing said in the middle of the kiosk: in, or not written down."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.labels import TextLabel

_MIDDLE = Qt.AlignmentFlag.AlignHCenter


class _Sign(QWidget):
    """A tick or a warning in a circle."""

    def __init__(self, icon: str, role: str) -> None:
        super().__init__()
        self._icon, self._role = icon, role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = theme().px(112)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(self._role))
        painter.drawEllipse(QRectF(self.rect()))
        picture = theme().pixmap(self._icon, "surface", 64, dpr=self.devicePixelRatioF())
        side = theme().px(64)
        painter.drawPixmap(QPointF((self.width() - side) / 2, (self.height() - side) / 2), picture)


class KioskSaid(QWidget):
    """Says one thing, with at most one button.

    Signals:
        pressed(): The button.
    """

    pressed = Signal()

    def __init__(self, icon: str, role: str, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.title = TextLabel("", "kiosk-title", wrap=True)
        self.line = TextLabel("", "kiosk-line", wrap=True)
        self.button = ActionButton(button, "", "kiosk", icon="undo-2")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(16))
        box.addStretch(2)
        box.addWidget(_Sign(icon, role), 0, _MIDDLE)
        for label in (self.title, self.line):
            label.setAlignment(_MIDDLE)
            box.addWidget(label)
        box.addSpacing(t.px(8))
        box.addWidget(self.button, 0, _MIDDLE)
        box.addStretch(3)
        self.button.clicked.connect(self.pressed)

    def say(self, title: str, line: str, *, with_button: bool = True) -> None:
        """Say it, also to screen readers."""
        self.title.setText(title)
        self.line.setText(line)
        self.button.setVisible(with_button)
        announce(self, f"{title} {line}")
