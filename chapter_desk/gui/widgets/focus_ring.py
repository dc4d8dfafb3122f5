"""The ring around the widget that has the focus: one overlay per window."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from chapter_desk.gui.shell.theme import theme

_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox)
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)
_PLACE = QEvent.Type(QEvent.registerEventType())


class FocusRing(QWidget):
    """Two pixels, two pixels outside the widget, never in the way of the mouse.

    A border would vanish on filled buttons and make fields jump; QFocusFrame loses the gap.  The
    ring shows for the keyboard always, for the mouse on fields only.  Views draw their own ring
    inside the current cell.
    """

    REACH = 4

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._around: QWidget | None = None
        self._followed: list[QObject] = []
        self._place_asked = False
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    @property
    def around(self) -> QWidget | None:
        """The widget the ring is drawn around, if it is drawn."""
        return self._around if self.isVisible() else None

    def follow(self) -> None:
        """Go around what has the focus by now."""
        self._focus_changed(None, QApplication.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES and not self._place_asked:
            self._place_asked = True  # once for all that a layout moves, and still before it is painted
            QCoreApplication.postEvent(self, QEvent(_PLACE))
        return False

    def customEvent(self, event: QEvent) -> None:
        if event.type() == _PLACE:
            self._place_asked = False
            self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("focus"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self):
            return
        for watched in self._followed:
            if isValid(watched):
                watched.removeEventFilter(self)
        self._followed = []
        self._around = None
        window = self.parentWidget()
        if new is not None and window is not None and window.isAncestorOf(new) and self._wants_ring(new):
            self._around = _ringed(new)
            step: QWidget | None = self._around
            while step is not None and step is not window:
                step.installEventFilter(self)
                self._followed.append(step)
                step = step.parentWidget()
        self._place()

    @staticmethod
    def _wants_ring(widget: QWidget) -> bool:
        if isinstance(widget, QAbstractItemView) or widget.property("noring"):
            return False
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        return not pressed or isinstance(widget, _FIELDS)

    def _place(self) -> None:
        around, window = self._around, self.parentWidget()
        if around is None or not isValid(around) or not around.isVisible() or window is None:
            self.hide()
            return
        seen = _seen_part(around, window)
        whole = QRect(around.mapTo(window, QPoint(0, 0)), around.size())
        if seen.height() < min(8, whole.height()):  # scrolled out of sight
            self.hide()
            return
        reach = self.REACH
        self.setGeometry(whole.adjusted(-reach, -reach, reach, reach))
        self.show()
        self.raise_()
        self.update()


def _ringed(widget: QWidget) -> QWidget:
    # the line edit inside a combo or spin box has the focus, the box has the border
    parent = widget.parentWidget()
    if isinstance(parent, (QComboBox, QAbstractSpinBox)):
        return parent
    target = widget.property("ringaround")
    return target if isinstance(target, QWidget) else widget


def _seen_part(widget: QWidget, window: QWidget) -> QRect:
    rect = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    step = widget.parentWidget()
    while step is not None and step is not window:
        rect = rect.intersected(QRect(step.mapTo(window, QPoint(0, 0)), step.size()))
        step = step.parentWidget()
    return rect
