"""Scrolls until what is meant is seen, for acts that lead to the middle of a long page."""

from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

_AROUND = 8


def bring_in_sight(widget: QWidget) -> None:
    """Scroll whatever lies around `widget` so that it is seen, and in it what has the focus."""
    focused = QApplication.focusWidget()
    inside = focused if focused is not None and widget.isAncestorOf(focused) else None
    step = widget.parentWidget()
    while step is not None:
        if isinstance(step, QScrollArea):
            for each in (widget, inside):
                if each is not None:
                    step.ensureWidgetVisible(each, _AROUND, _AROUND)
        step = step.parentWidget()
