"""Bars that show how much: painted, because a style sheet rounds narrow ones badly."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import _


class Meter(QWidget):
    """How much of a whole, with an optional mark at a limit.  Says it in its accessible name."""

    def __init__(
        self, value: float = 0, total: float = 0, *, tone: str = "accent", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._limit: float | None = None
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_value(value, total)

    def show_value(
        self, value: float, total: float, words: str = "", *, tone: str = "", limit: float | None = None
    ) -> None:
        """Show `value` of `total`; 0 of 0 is an empty bar.  `words` are for screen readers."""
        self._value, self._total = value, total
        self._limit = limit
        self._tone = tone or self._tone
        self.setAccessibleName(
            words or _("{done} of {total}").format(done=f"{value:,g}", total=f"{total:,g}")
        )
        self.update()

    def part(self) -> float:
        """Return how much is filled, from 0 to 1."""
        return min(1.0, max(0.0, self._value / self._total)) if self._total else 0.0

    def sizeHint(self) -> QSize:
        return QSize(theme().px(80), theme().px(8))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(24), theme().px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        trough = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(t.colour("line"))
        painter.setBrush(t.colour("sunken"))
        painter.drawRoundedRect(trough, trough.height() / 2, trough.height() / 2)
        if self.part():
            filled = trough.adjusted(0.5, 0.5, -0.5, -0.5)
            filled.setWidth(max(filled.height(), filled.width() * self.part()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.colour(self._tone))
            painter.drawRoundedRect(filled, filled.height() / 2, filled.height() / 2)
        if self._limit is not None and self._total:
            x = trough.left() + trough.width() * min(1.0, self._limit / self._total)
            painter.setPen(QPen(t.colour("ink"), 2))
            painter.drawLine(int(x), 0, int(x), self.height())


class GapMeter(QWidget):
    """One block an action: filled is done, open is not; dashed when there is none yet."""

    def __init__(self, name: str, done: int = 0, total: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_gap(name, done, total)

    def show_gap(self, name: str, done: int, total: int) -> None:
        """Show how many of the actions for `name` are done."""
        self._done, self._total = done, total
        words = _("{name}, {done} of {total} done") if total else _("{name}, no action yet")
        self.setAccessibleName(words.format(name=name, done=done, total=total))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(10))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(40), theme().px(10))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if not self._total:
            pen = QPen(t.colour("warn"), 1, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            painter.drawRoundedRect(whole, 3, 3)
            return
        gap = t.px(4)
        width = min(t.px(20), (whole.width() + gap) / self._total - gap)
        for number in range(self._total):
            block = QRectF(
                whole.left() + number * (width + gap), whole.top(), max(2.0, width), whole.height()
            )
            done = number < self._done
            painter.setPen(t.colour("good" if done else "control"))
            painter.setBrush(t.colour("good" if done else "surface"))
            painter.drawRoundedRect(block, 3, 3)
