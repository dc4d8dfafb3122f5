"""Ten large keys for a PIN, by finger or by keyboard; what is typed shows as dots."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.core.meetings.pin import MOST_DIGITS
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.i18n import _, ngettext


class _Dots(QWidget):
    """How many digits stand there."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(ngettext("{n} digit typed", "{n} digits typed", count).format(n=count))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown, step = max(4, self._count), theme().px(26)
        left = self.width() / 2 - (shown - 1) * step / 2
        for number in range(shown):
            painter.setPen(QPen(theme().colour("control"), 1.5))
            painter.setBrush(theme().colour("ink" if number < self._count else "surface"))
            painter.drawEllipse(QPointF(left + number * step, self.height() / 2), 7, 7)


_FINGER = 64
"""Pixels that a finger needs, however large the text is; the style sheet has them too."""


class _Key(ActionButton):
    """As high as a finger needs, and no higher: with large text four rows still fit a small screen."""

    def __init__(self, words: str) -> None:
        super().__init__(words, "", "kiosk-key")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the pad hears the keyboard itself
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(_FINGER, theme().px(46)))


class PinPad(QWidget):
    """Takes a PIN.

    Signals:
        entered(str): Enter was pressed.
    """

    entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self._digits = ""
        self.setAccessibleName(_("Greeter PIN"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dots = _Dots()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(14))
        box.addWidget(self._dots)
        grid = QGridLayout()
        grid.setSpacing(t.px(8))
        self.keys: dict[str, ActionButton] = {}
        for number, digit in enumerate("123456789"):
            grid.addWidget(self._key(digit, digit), number // 3, number % 3)
        grid.addWidget(self._key("back", _("Erase")), 3, 0)
        grid.addWidget(self._key("0", "0"), 3, 1)
        grid.addWidget(self._key("enter", _("Enter")), 3, 2)
        for column in range(3):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, t.px(110))
        box.addLayout(grid)

    def press(self, key: str) -> None:
        """Press a key: a digit, "back" or "enter"."""
        if key == "enter":
            typed, self._digits = self._digits, ""
            self._dots.show_count(0)
            if typed:
                self.entered.emit(typed)
            return
        if key == "back":
            self._digits = self._digits[:-1]
        elif len(self._digits) < MOST_DIGITS:
            self._digits += key
        self._dots.show_count(len(self._digits))

    def clear(self) -> None:
        """Forget what was typed."""
        self._digits = ""
        self._dots.show_count(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text() in "0123456789":
            self.press(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self.press("back")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.press("enter")
        else:
            super().keyPressEvent(event)

    def _key(self, key: str, words: str) -> ActionButton:
        button = _Key(words)
        button.clicked.connect(lambda _on=False: self.press(key))
        self.keys[key] = button
        return button
