"""One chapter opened before, on the start page."""

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton


class RecentRow(ActionButton):
    """A chapter's name and where it lies; a press opens it.

    Signals:
        taken_off(): Delete was pressed: the row goes, the chapter stays where it is.
    """

    taken_off = Signal()

    def __init__(self, name: str, line: str, parent: QWidget | None = None) -> None:
        self._name_shown, self._line = name, line
        super().__init__(name, "tile", "large", icon="folder-open", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{name}, {line}" if line else name)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(300), theme().px(52))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(52))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.taken_off.emit()
            return
        super().keyPressEvent(event)

    def paint_words(self, painter: QPainter, left: int, ink: QColor) -> None:
        t = theme()
        side, gap = t.px(20), t.px(14)
        icons = (("folder-open", gap), ("chevron-right", self.width() - gap - side))
        for name, at in icons:
            picture = t.pixmap(name, "ink-2", 20, dpr=self.devicePixelRatioF())
            painter.drawPixmap(at, (self.height() - side) // 2, picture)
        room = self.width() - 2 * (gap + side) - 2 * gap
        middle = self.height() // 2
        alone = not self._line
        for text, font, role, top, height in (
            (self._name_shown, t.font("strong"), "ink", 0 if alone else t.px(5), None),
            (self._line, t.font("small"), "ink-3", middle, middle - t.px(5)),
        ):
            painter.setFont(font)
            painter.setPen(t.colour(role))
            rect = QRect(2 * gap + side, top, room, height or (self.height() if alone else middle - t.px(5)))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room)
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


def place_in_words(path: Path) -> str:
    """Return where a folder lies, with the person's home as a tilde."""
    folder, home = path.parent, Path.home()
    if folder == home or home in folder.parents:
        return str(Path("~") / folder.relative_to(home))
    return str(folder)
