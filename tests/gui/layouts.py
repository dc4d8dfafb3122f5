"""What stands in a layout, without `itemAt`: see `chapter_desk.gui.shell.reading_order`."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def widgets_in(layout: QLayout) -> list[QWidget]:
    """Return the widgets of a layout in its order, those of layouts inside it left out."""
    around = layout.parentWidget()
    inside = around.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return sorted((each for each in inside if layout.indexOf(each) >= 0), key=layout.indexOf)
