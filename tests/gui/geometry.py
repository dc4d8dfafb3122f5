"""Looks at a window as a strict stranger would: nothing cut, nothing overlapping, nothing outside.

    for problem in geometry_problems(window): ...

Page tests call `assert_well_laid_out(window)` in each of `ROOMS`.
"""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QWidget,
)

from chapter_desk.gui.shell.header import FindButton
from chapter_desk.gui.shell.rail import RailButton
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.finder import Finder
from chapter_desk.gui.widgets.focus_ring import FocusRing
from chapter_desk.gui.widgets.labels import ElidedLabel

ROOMS = [
    (width, height, colours, scale)
    for width, height in ((1366, 768), (1024, 640))
    for colours in ("light", "dark")
    for scale in (1.0, 1.5)
]
"""Width, height, colours and text size of every room a screen is looked at in."""

_SLACK = 1
"""Pixels that rounding may cost."""


def assert_well_laid_out(window: QWidget) -> None:
    """Fail with every problem found, in words."""
    problems = geometry_problems(window)
    assert not problems, "\n".join(problems)


def geometry_problems(window: QWidget) -> list[str]:
    """Return what is wrong with the layout of a window that shows, one line a problem."""
    settle()
    return [*_cut_words(window), *_overlaps(window), *_outside(window)]


def filled_buttons(window: QWidget) -> list[ActionButton]:
    """Return the filled buttons that show and are on."""
    buttons = [widget for widget in _shown(window) if isinstance(widget, ActionButton)]
    return [button for button in buttons if button.property("kind") == "primary" and button.isEnabled()]


def settle() -> None:
    """Let layouts and deferred deletions run."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for _turn in range(3):
        app.processEvents()
        app.sendPostedEvents(None, 52)  # QEvent.DeferredDelete


def _cut_words(window: QWidget) -> Iterator[str]:
    for widget in _shown(window):
        if isinstance(widget, ElidedLabel):
            if widget.height() + _SLACK < widget.fontMetrics().height():
                yield f"{_said(widget)} is cut in height: {widget.height()}"
        elif isinstance(widget, QLabel) and widget.text() and widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            if needed > widget.height() + _SLACK:
                yield f"{_said(widget)} wraps to {needed} but has {widget.height()}"
            longest = max(widget.text().split(), key=len, default="")
            plain = widget.textFormat() == Qt.TextFormat.PlainText
            if plain and widget.fontMetrics().horizontalAdvance(longest) > widget.width() + _SLACK:
                yield f"{_said(widget)}: the word {longest!r} is wider than {widget.width()}"
        elif _has_words(widget):
            shrinks = isinstance(widget, (QLineEdit, FindButton, RailButton))
            hint = widget.minimumSizeHint() if shrinks else widget.sizeHint()
            wide = isinstance(widget, (QLineEdit, QComboBox)) or hint.width() <= widget.width() + _SLACK
            if not wide or hint.height() > widget.height() + _SLACK:
                yield (
                    f"{_said(widget)} needs {hint.width()}x{hint.height()}"
                    f" but has {widget.width()}x{widget.height()}"
                )


def _overlaps(window: QWidget) -> Iterator[str]:
    for parent in [window, *_shown(window)]:
        if isinstance(parent, (QStackedWidget, QAbstractItemView, QLineEdit, QComboBox)):
            continue
        inside = [child for child in parent.children() if isinstance(child, QWidget)]
        inside = [child for child in inside if child.isVisible() and not _floats(child) and child.size()]
        for one, other in combinations(inside, 2):
            both = one.geometry().intersected(other.geometry())
            if both.width() > _SLACK and both.height() > _SLACK:
                yield f"{_said(one)} and {_said(other)} overlap by {both.width()}x{both.height()}"


def _outside(window: QWidget) -> Iterator[str]:
    for widget in _shown(window):
        parent = widget.parentWidget()
        if parent is None or isinstance(widget, (FocusRing, QScrollBar)):
            continue
        if not (_has_words(widget) or isinstance(widget, (QFrame, QAbstractScrollArea))):
            continue
        frame = _scrolled_by(widget)
        rect = QRect(widget.mapTo(frame or window, QPoint(0, 0)), widget.size())
        room = frame.rect() if frame is not None else window.rect()
        sideways = frame is not None and _goes_sideways(frame)  # its bar leads to the rest
        if not sideways and (rect.left() < -_SLACK or rect.right() > room.right() + _SLACK):
            yield f"{_said(widget)} sticks out sideways: {rect.left()} to {rect.right()} of {room.width()}"
        if frame is None and (rect.top() < -_SLACK or rect.bottom() > room.bottom() + _SLACK):
            yield f"{_said(widget)} sticks out: {rect.top()} to {rect.bottom()} of {room.height()}"


def _shown(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.window() is window and not _inside_editor(widget)
    ]


def _inside_editor(widget: QWidget) -> bool:
    step = widget.parentWidget()
    while step is not None:
        if isinstance(step, (QAbstractItemView, QComboBox, QLineEdit)):
            return True
        step = step.parentWidget()
    return False


def _has_words(widget: QWidget) -> bool:
    if isinstance(widget, (QLabel, QAbstractButton)):
        return bool(widget.text())
    return isinstance(widget, (QLineEdit, QComboBox, QCheckBox, QRadioButton))


def _floats(widget: QWidget) -> bool:
    # these lie over others because they are meant to
    return isinstance(widget, (FocusRing, Finder, SidePanel)) or bool(widget.property("floats"))


def _scrolled_by(widget: QWidget) -> QWidget | None:
    step = widget.parentWidget()
    while step is not None:
        if isinstance(step, QScrollArea):
            return step.viewport() if step.widget().isAncestorOf(widget) or step.widget() is widget else None
        step = step.parentWidget()
    return None


def _goes_sideways(viewport: QWidget) -> bool:
    area = viewport.parentWidget()
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return isinstance(area, QScrollArea) and area.horizontalScrollBarPolicy() != off


def _said(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)) else ""
    words = words or widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__} {words[:50]!r}"
