"""The photo of a sheet beside its lines: zoomed, turned, the line in hand marked on it."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsPixmapItem, QGraphicsPolygonItem, QGraphicsScene, QGraphicsView

from chapter_desk.gui.meetings.sheet_picture import SheetPicture
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import _

_STEP = 1.25
_FURTHEST, _NEAREST = 1.0, 8.0


class SheetPhoto(QGraphicsView):
    """Shows a picture as large as fits; the mouse drags it about."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: SheetPicture | None = None
        self._zoom = 1.0
        self._turns = 0
        self._scene = QGraphicsScene(self)
        self._item = QGraphicsPixmapItem()
        self._mark = QGraphicsPolygonItem(self._item)
        self._scene.addItem(self._item)
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Photo of the sheet"))
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)

    @property
    def turns(self) -> int:
        """Quarter turns clockwise."""
        return self._turns

    @property
    def zoom(self) -> float:
        """How much nearer than the whole picture."""
        return self._zoom

    def show_picture(self, picture: SheetPicture | None) -> None:
        """Show another picture, turned as its code says."""
        self._picture = picture
        self._zoom = 1.0
        self._turns = picture.place.quarter_turns() if picture and picture.place else 0
        self._item.setPixmap(QPixmap.fromImage(picture.image) if picture else QPixmap())
        self._mark.setPolygon(QPolygonF())
        self._fit()

    def mark_line(self, place: int | None) -> None:
        """Mark the line at `place` (0 is the page's first) and show it; None marks nothing."""
        known = self._picture.place if self._picture else None
        if known is None or place is None:
            self._mark.setPolygon(QPolygonF())
            return
        colour = QColor(theme().colour("warn-tint"))
        colour.setAlpha(110)
        self._mark.setBrush(colour)
        self._mark.setPen(QPen(theme().colour("warn"), 0))
        self._mark.setPolygon(QPolygonF([QPointF(x, y) for x, y in known.line(place)]))
        if self._zoom > 1:
            self.ensureVisible(self._mark)

    def marked(self) -> bool:
        """Whether a line is marked."""
        return not self._mark.polygon().isEmpty()

    def come_nearer(self) -> None:
        """Zoom in."""
        self._zoom = min(_NEAREST, self._zoom * _STEP)
        self._fit()

    def go_back(self) -> None:
        """Zoom out, down to the whole picture."""
        self._zoom = max(_FURTHEST, self._zoom / _STEP)
        self._fit()

    def turn(self) -> None:
        """Turn the picture by a quarter, clockwise."""
        self._turns = (self._turns + 1) % 4
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(360), theme().px(320))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(120))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._item.setRotation(90 * self._turns)
        self._scene.setSceneRect(self._item.sceneBoundingRect())
        if self._item.pixmap().isNull():
            return
        self.fitInView(self._item, Qt.AspectRatioMode.KeepAspectRatio)
        self.scale(self._zoom, self._zoom)
        if self._zoom > 1 and self.marked():
            self.centerOn(self._mark)
