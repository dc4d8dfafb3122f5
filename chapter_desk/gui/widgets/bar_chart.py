"""Bars with their numbers on them: who came, meeting by meeting."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.i18n import _


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its caption, the lower part and the part on top of it (0 for none)."""

    caption: str
    lower: int
    upper: int = 0

    @property
    def total(self) -> int:
        """Both parts."""
        return self.lower + self.upper


class BarChart(QWidget):
    """Bars of one or two parts.  Left and Right read their values; a table says the same elsewhere.

    `legend` names the upper and the lower part; leave it empty for bars of one part.
    """

    def __init__(
        self,
        name: str,
        bars: Sequence[Bar] = (),
        legend: tuple[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._legend = legend
        self._bars: tuple[Bar, ...] = ()
        self._read = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_bars(bars)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars, left to right."""
        self._bars = tuple(bars)
        self._read = -1
        said = ", ".join(f"{bar.caption} {bar.total}" for bar in bars)
        self.setAccessibleName(
            f"{self._name}: {said}" if said else _("{name}: none yet").format(name=self._name)
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), theme().px(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(130))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step or not self._bars:
            super().keyPressEvent(event)
            return
        self._read = max(0, min(len(self._bars) - 1, self._read + step))
        self.update()
        announce(self, self._value_words(self._bars[self._read]))

    def _value_words(self, bar: Bar) -> str:
        if self._legend is None:
            return f"{bar.caption}: {bar.total}"
        upper, lower = self._legend
        return f"{bar.caption}: {bar.total}. {upper} {bar.upper}, {lower} {bar.lower}."

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = self._paint_legend(painter)
        ceiling = _ceiling(max((bar.total for bar in self._bars), default=0))
        painter.setFont(t.font("caption", tabular=True))
        scale = max(t.px(26), painter.fontMetrics().horizontalAdvance(f"{ceiling:,}") + t.px(8))
        plot = QRectF(self.rect()).adjusted(scale, top + t.px(20), 0, -t.px(24))
        self._paint_scale(painter, plot, ceiling)
        if not self._bars:
            return
        slot = plot.width() / len(self._bars)
        for number, bar in enumerate(self._bars):
            self._paint_bar(painter, plot, slot, number, bar, ceiling)

    def _paint_legend(self, painter: QPainter) -> float:
        if self._legend is None:
            return 0
        t = theme()
        painter.setFont(t.font("caption"))
        left = 0.0
        for words, role in zip(self._legend, ("good", "accent"), strict=True):
            side = t.px(10)
            _fill(painter, QRectF(left, t.px(4), side, side), role)
            width = painter.fontMetrics().horizontalAdvance(words) + 2
            painter.setPen(t.colour("ink-2"))
            painter.drawText(
                QRectF(left + side + t.px(4), 0, width, t.px(18)), int(Qt.AlignmentFlag.AlignVCenter), words
            )
            left += side + t.px(4) + width + t.px(14)
        return t.px(18)

    def _paint_scale(self, painter: QPainter, plot: QRectF, ceiling: int) -> None:
        t = theme()
        painter.setFont(t.font("caption", tabular=True))
        lines = 3
        for step in range(lines + 1):
            y = round(plot.bottom() - plot.height() * step / lines) + 0.5
            painter.setPen(QPen(t.colour("line"), 1))
            painter.drawLine(int(plot.left()), int(y), int(plot.right()), int(y))
            painter.setPen(t.colour("ink-3"))
            words = QRectF(0, y - t.px(8), plot.left() - t.px(6), t.px(16))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(words, int(right), f"{ceiling * step // lines:,}")

    def _paint_bar(
        self, painter: QPainter, plot: QRectF, slot: float, number: int, bar: Bar, ceiling: int
    ) -> None:
        t = theme()
        width = min(slot * 0.55, t.px(44))
        left = plot.left() + slot * number + (slot - width) / 2
        lower = plot.height() * bar.lower / ceiling
        upper = plot.height() * bar.upper / ceiling
        _fill(painter, QRectF(left, plot.bottom() - lower, width, lower), "accent")
        if bar.upper:
            gap = 1 if bar.lower else 0
            _fill(painter, QRectF(left, plot.bottom() - lower - upper, width, max(1.0, upper - gap)), "good")
        middle = int(Qt.AlignmentFlag.AlignCenter)
        painter.setFont(t.font("caption", weight=600, tabular=True))
        painter.setPen(t.colour("ink"))
        top = plot.bottom() - lower - upper
        painter.drawText(
            QRectF(left - slot, top - t.px(18), width + 2 * slot, t.px(16)), middle, f"{bar.total:,}"
        )
        painter.setFont(t.font("caption", weight=600 if number == self._read else None))
        painter.setPen(t.colour("ink-2"))
        slot_left = plot.left() + slot * number
        caption = painter.fontMetrics().elidedText(bar.caption, Qt.TextElideMode.ElideRight, int(slot))
        painter.drawText(QRectF(slot_left, plot.bottom() + t.px(4), slot, t.px(18)), middle, caption)


def _fill(painter: QPainter, rect: QRectF, role: str) -> None:
    """Fill a part of a bar, or its place in the legend; the upper one is hatched, for who sees no colour."""
    painter.fillRect(rect, theme().colour(role))
    if role == "good":
        painter.fillRect(rect, QBrush(theme().colour("surface"), Qt.BrushStyle.BDiagPattern))


def _ceiling(highest: int) -> int:
    """Return the top of the scale: a round number that three lines divide."""
    for size in (3, 6, 15, 30, 60, 90, 150, 300, 600, 900, 1500, 3000, 6000, 15000):
        if highest <= size:
            return size
    return -(-highest // 30000) * 30000
