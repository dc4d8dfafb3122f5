"""Rows of a list as they were painted, kept: a list read anew three times a second shows mostly the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPixmap

from chapter_desk.gui.shell.theme import theme

_MOST = 128
"""Two screens of rows; a row of a wide window is a quarter of a megabyte."""


Told = TypeVar("Told")


class RowPictures(Generic[Told]):
    """Paints a row once for each way it looks, and afterwards only lays the picture down.

    A picture is of one size, one look of the theme and one screen's density; the row must be opaque.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[QPixmap, Told]] = OrderedDict()

    def paint(
        self, painter: QPainter, rect: QRect, row: Hashable, paint: Callable[[QPainter, QRect], Told]
    ) -> Told:
        """Lay the picture of `row` at `rect`; where there is none yet, `paint` paints it in a rectangle.

        Returns what `paint` returned for this picture, for what is to be painted over it.
        """
        device = painter.device()
        density = device.devicePixelRatioF() if device is not None else 1.0
        key = (row, rect.width(), rect.height(), density, theme().look)
        kept = self._kept.get(key)
        if kept is None:
            picture = QPixmap(round(rect.width() * density), round(rect.height() * density))
            picture.setDevicePixelRatio(density)
            picture.fill(theme().colour("surface"))
            within = QPainter(picture)
            kept = picture, paint(within, QRect(QPoint(0, 0), rect.size()))
            within.end()
            if len(self._kept) >= _MOST:
                self._kept.popitem(last=False)
            self._kept[key] = kept
        self._kept.move_to_end(key)
        picture, told = kept
        painter.drawPixmap(rect.topLeft(), picture)
        return told
