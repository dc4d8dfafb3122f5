"""The room a page stands in: all there is, and a scroll bar where that is less than the page needs."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from shiboken6 import isValid


class PageRoom(QScrollArea):
    """Gives a page the width of the room, and its height or, where that is too little, what it needs.

    A resizable scroll area would go by the page's smallest hint, which counts words that wrap as
    if they stood in the narrowest column, and by the height that its tables would like.

    Args:
        shrinks: Whether the page does with as little as it can (tables, the door) before it scrolls;
            else it keeps the height it likes (cards).
    """

    def __init__(self, page: QWidget, *, shrinks: bool) -> None:
        super().__init__()
        self._page = page
        self._shrinks = shrinks
        self.setObjectName("canvas")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(0)
        page.setObjectName(page.objectName() or "canvas")
        self.setWidget(page)
        self.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fill()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and isValid(self) and watched is self._page:
            self._fill()
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        room = self.maximumViewportSize()
        if (needed := self._needed(room.width())) > room.height():
            room.setWidth(room.width() - self.verticalScrollBar().sizeHint().width())
            needed = self._needed(room.width())
        self._page.resize(room.expandedTo(QSize(0, needed)))

    def _needed(self, width: int) -> int:
        layout = self._page.layout()
        if layout is None or not layout.hasHeightForWidth():
            hint = self._page.minimumSizeHint() if self._shrinks else self._page.sizeHint()
            return max(hint.height(), self._page.minimumHeight())
        needed = layout.minimumHeightForWidth(width) if self._shrinks else layout.heightForWidth(width)
        return max(needed, self._page.minimumHeight())
