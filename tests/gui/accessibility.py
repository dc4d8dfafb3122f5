"""Walks the widgets of a window and says which of them a screen reader could not name."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

_SPEECHLESS = {"qt_scrollarea_viewport", "qt_scrollarea_hcontainer", "qt_scrollarea_vcontainer"}


def nameless(window: QWidget) -> list[str]:
    """Return the visible widgets that take the keyboard and have no name, one line each."""
    found = []
    for widget in window.findChildren(QWidget):
        takes_keys = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if not widget.isVisible() or not takes_keys or widget.objectName() in _SPEECHLESS:
            continue
        if widget.focusProxy() is not None:
            continue
        words = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        if not words.strip():
            found.append(f"{type(widget).__name__} {widget.objectName()!r} in {_where(widget)}")
    return found


def rich_labels(window: QWidget) -> list[str]:
    """Return labels that would read markup typed by a stranger, one line each."""
    return [
        label.text()
        for label in window.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText and not label.property("ourmarkup")
    ]


def _where(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return type(parent).__name__ if parent is not None else "nothing"
