"""The last line of a card: a few words, then its buttons; one below the other where there is no room."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.labels import ElidedLabel


class FootLine(QWidget):
    """Buttons keep their whole words: the line breaks before a word does."""

    def __init__(self, buttons: Sequence[ActionButton], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.words = ElidedLabel("", "hint", figures=True)
        """What stands before the buttons."""
        self._buttons = tuple(buttons)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(t.px(15), t.px(2), t.px(15), t.px(14))
        self._line.setSpacing(t.px(10))
        self._line.addWidget(self.words, 1)
        for button in self._buttons:
            self._line.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def minimumSizeHint(self) -> QSize:
        margins = self._line.contentsMargins()
        widest = max(button.sizeHint().width() for button in self._buttons)
        return QSize(widest + margins.left() + margins.right(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Stand in one line or in several; called again when the words on a button are others."""
        shown = [button for button in self._buttons if not button.isHidden()]
        margins = self._line.contentsMargins()
        needed = sum(button.sizeHint().width() + self._line.spacing() for button in shown)
        room = self.width() - margins.left() - margins.right() - self.words.minimumSizeHint().width()
        way = QBoxLayout.Direction
        self._line.setDirection(way.LeftToRight if needed <= room else way.TopToBottom)
