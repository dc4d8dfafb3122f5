"""The cards of one issue: a list that the mouse drags in and the keyboard moves in."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyleOptionViewItem,
    QWidget,
)

from chapter_desk.core.plan.planning import Action
from chapter_desk.gui.plan.cards import ACTION, RING, CardDelegate, CardsModel
from chapter_desk.gui.plan.plan_keys import asked_by, keep_for_the_view
from chapter_desk.gui.plan.plan_now import PlanNow
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import ngettext
from chapter_desk.values import ActionId

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-chapter-desk-action"


class CardList(QListView):
    """The cards of one issue, as tall as they are.

    Signals:
        asked(str, str): What (see `plan_keys.Act`) of which action.
        dropped(str, int): A card was dropped before this row; it may come from another issue.
        went_sideways(int): Left (-1) or Right (+1): the issue beside takes the focus.
        current_changed(str): Another card is the current one, "" for none.
    """

    asked = Signal(str, str)
    dropped = Signal(str, int)
    went_sideways = Signal(int)
    current_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = CardsModel()
        self.ring_shows = True
        self._drop_row = -1
        self._pressed_box = False
        self._name = ""
        self._drawing = CardDelegate(self)
        self.setModel(self.cards)
        self.setItemDelegate(self._drawing)
        self.setProperty("kind", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(lambda index: self.asked.emit("open", index.data(ACTION).id))

    def show_cards(self, name: str, actions: Sequence[Action], plan: PlanNow) -> None:
        """Show the cards of an issue; the current one stays current."""
        current = self.current()
        self.cards.show(actions, plan)
        told = ngettext("{name}, {count} action", "{name}, {count} actions", len(actions))
        self.setAccessibleName(told.format(name=name, count=len(actions)))
        if current is not None:
            self.choose(current)
        self.updateGeometry()

    def current(self) -> ActionId | None:
        """Return the card the keyboard is on."""
        index = self.currentIndex()
        return index.data(ACTION).id if index.isValid() else None

    def choose(self, id: object) -> bool:
        """Put the keyboard on a card and bring it into sight; False if it is not here."""
        return self.choose_row(self.cards.row_of(id))

    def choose_row(self, row: int) -> bool:
        """Put the keyboard on the card at a row; False if there is none."""
        if not 0 <= row < self.cards.rowCount():
            return False
        self.setCurrentIndex(self.cards.index(row, 0))
        self.scrollTo(self.currentIndex())
        return True

    def sizeHint(self) -> QSize:
        option = QStyleOptionViewItem()
        rows = (self.cards.index(row, 0) for row in range(self.cards.rowCount()))
        height = sum(self._drawing.sizeHint(option, index).height() for index in rows)
        return QSize(theme().px(240), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), min(self.sizeHint().height(), theme().px(80)))

    def event(self, event: QEvent) -> bool:
        if keep_for_the_view(event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._show_ring(True)
        act, current = asked_by(event), self.current()
        if act is not None:
            if current is not None:
                self.asked.emit(act, current)
            return
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if sideways is not None and not event.modifiers():
            self.went_sideways.emit(sideways)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._show_ring(False)
        index = self.indexAt(event.position().toPoint())
        self._pressed_box = index.isValid() and self._on_box(index, event)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if self._pressed_box and index.isValid() and self._on_box(index, event):
            self.asked.emit("done", index.data(ACTION).id)
        self._pressed_box = False

    def focusInEvent(self, event: Any) -> None:
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self._show_ring(True)
            if not self.currentIndex().isValid():
                self.choose_row(0)
        super().focusInEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit(current.data(ACTION).id if current.isValid() else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    # dragging

    def startDrag(self, actions: Qt.DropAction) -> None:
        index = self.currentIndex()
        if not index.isValid() or self._pressed_box:
            return
        drag = QDrag(self)
        data = QMimeData()
        data.setData(MIME, index.data(ACTION).id.encode())
        drag.setMimeData(data)
        cell = self.visualRect(index)
        drag.setPixmap(self.viewport().grab(cell))
        drag.setHotSpot(QPoint(cell.width() // 2, theme().px(20)))
        drag.exec(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        _take_in(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if _take_in(event):
            self._show_drop(self.row_at(event.position().toPoint()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_drop(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_drop(-1)
        if _take_in(event):
            moving = bytes(event.mimeData().data(MIME).data()).decode()
            self.dropped.emit(moving, self.row_at(event.position().toPoint()))

    def row_at(self, at: QPoint) -> int:
        """Return before which row something dropped at a point would stand."""
        for row in range(self.cards.rowCount()):
            if at.y() < self.visualRect(self.cards.index(row, 0)).center().y():
                return row
        return self.cards.rowCount()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop_row < 0:
            return
        rows = self.cards.rowCount()
        edge = 1
        if self._drop_row < rows:
            edge = max(1, self.visualRect(self.cards.index(self._drop_row, 0)).top())
        elif rows:
            edge = self.visualRect(self.cards.index(rows - 1, 0)).bottom() - 1
        painter = QPainter(self.viewport())
        painter.setPen(QPen(theme().colour("accent"), 2))
        painter.drawLine(RING, edge, self.viewport().width() - RING, edge)

    def _show_drop(self, row: int) -> None:
        self._drop_row = row
        self.viewport().update()

    def _on_box(self, index: Index, event: QMouseEvent) -> bool:
        reach = theme().px(6)
        box = self._drawing.box_rect(self.visualRect(index))
        return box.adjusted(-reach, -reach, reach, reach).contains(event.position().toPoint())

    def _show_ring(self, shows: bool) -> None:
        if self.ring_shows != shows:
            self.ring_shows = shows
            self.viewport().update()


def _take_in(event: QDropEvent) -> bool:
    if not event.mimeData().hasFormat(MIME):
        event.ignore()
        return False
    event.setDropAction(Qt.DropAction.MoveAction)
    event.accept()
    return True
