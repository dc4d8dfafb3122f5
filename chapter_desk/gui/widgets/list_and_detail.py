"""A list, and what is known of its chosen row: side by side where there is room, else one under the other."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from chapter_desk.gui.shell.theme import theme

Shares = tuple[int, int]
"""How the room is divided between the list and the detail."""


class ListAndDetail(QWidget):
    """Two widgets; from `beside_from` design pixels of width on they stand beside each other."""

    def __init__(
        self, listed: QWidget, detail: QWidget, *, beside_from: int, beside: Shares, below: Shares
    ) -> None:
        super().__init__()
        self._beside_from, self._beside, self._below = beside_from, beside, below
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(theme().px(14))
        for widget, share in zip((listed, detail), beside, strict=True):
            self._columns.addWidget(widget, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() / theme().scale >= self._beside_from
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        for at, share in enumerate(self._beside if beside else self._below):
            self._columns.setStretch(at, share)
