"""The mark of a national priority: a star and its title, shortened where there is no room."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import paint_pill, pill_width
from chapter_desk.i18n import _


class NationalTag(QWidget):
    """A pill in national's colour that never sticks out."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_title(title)

    def show_title(self, title: str) -> None:
        """Show another priority, or nothing for ""."""
        self._title = title
        self.setAccessibleName(_("National priority: {title}").format(title=title) if title else "")
        self.setVisible(bool(title))
        self._explain()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._needed(), theme().px(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._needed(), theme().px(60)), theme().px(22))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._explain()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme()
        width = min(self.width(), self._needed())
        metrics = QFontMetrics(t.font("caption", weight=600))
        room = width - t.px(8 + 8 + 16)
        words = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room + 1)
        paint_pill(QPainter(self), QRect(0, 0, width, self.height()), words, "national", "star")

    def _needed(self) -> int:
        return pill_width(self._title) + theme().px(17)

    def _explain(self) -> None:
        self.setToolTip(self._title if self._needed() > self.width() else "")
