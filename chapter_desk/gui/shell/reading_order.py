"""The order of Tab: that in which the layouts place things, however late a row, notice or panel was made.

Qt goes by the order in which widgets came into being: a notice, a row read from the file or a button in
the header would come last.  A widget whose parts are gone through in another order than they stand in
has a method `tab_order()`, which returns them; those left out follow.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QWidget


def reading_order(root: QWidget) -> Iterator[QWidget]:
    """Yield what shows inside `root`, as it is read: layout by layout, then what is placed by hand."""
    for child in _children(root):
        if child.isVisible() and not child.isWindow():
            yield child
            yield from reading_order(child)


def tab_stops(root: QWidget) -> list[QWidget]:
    """Return what Tab comes to inside `root`, in order."""
    return [widget for widget in reading_order(root) if _is_stop(widget)]


def go_on_by_tab(root: QWidget, *, forward: bool) -> bool:
    """Give the focus to the next stop inside `root`, or the one before; False if there is no other.

    At the end it begins anew.  What is scrolled out of sight is brought in.
    """
    here = QApplication.focusWidget()
    order = list(reading_order(root))
    at = order.index(here) if here in order else -1
    after, before = order[at + 1 :], order[: max(at, 0)]
    line = [*after, *before] if forward else [*reversed(before), *reversed(after)]
    target = next((widget for widget in line if _is_stop(widget)), None)
    if target is None:
        return False
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _bring_in_sight(target)
    return True


def _is_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None


def _children(parent: QWidget) -> list[QWidget]:
    own = [child for child in parent.children() if isinstance(child, QWidget)]
    own_order = getattr(parent, "tab_order", None)
    first: list[QWidget] = list(own_order()) if own_order is not None else []
    layout = parent.layout()
    placed = [*first, *(_placed(layout, own) if layout is not None else ())]
    known = {child: number for number, child in reversed(list(enumerate(placed)))}
    last = len(placed)
    return sorted(own, key=lambda child: (known.get(child, last), *_corner(child, child in known)))


def _corner(child: QWidget, is_placed: bool) -> tuple[int, int]:
    return (0, 0) if is_placed else (child.y(), child.x())


def _placed(layout: QLayout, widgets: Sequence[QWidget]) -> Iterator[QWidget]:
    """Yield those of `widgets` that stand in a layout, in its order.

    Each is asked for its place.  `itemAt` would leave Python with an item that lives as long as the
    layout, while Qt deletes its own with the widget: whatever came to lie at its address would be taken
    for it, and the program would end at once.
    """
    inside: dict[int, QWidget | QLayout] = {layout.indexOf(each): each for each in widgets}
    inside |= {layout.indexOf(each): each for each in layout.children() if isinstance(each, QLayout)}
    for _place, each in sorted((place, each) for place, each in inside.items() if place >= 0):
        if isinstance(each, QLayout):
            yield from _placed(each, widgets)
        else:
            yield each


def _bring_in_sight(widget: QWidget) -> None:
    step = widget.parentWidget()
    while step is not None:
        if isinstance(step, QScrollArea):
            step.ensureWidgetVisible(widget, 8, 8)
        step = step.parentWidget()
