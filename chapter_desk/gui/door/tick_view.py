"""The lines of the tick list: a box, a name, since when; Space, Enter or a press ticks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.labels import text_width
from chapter_desk.i18n import _
from chapter_desk.values import PersonId

Index = QModelIndex | QPersistentModelIndex
_LINE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class ToTick:
    """Somebody on the tick list, and the folded parts of the name."""

    person_id: PersonId
    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is shown."""

    person: ToTick
    ticked: bool = False
    waits: bool = False
    words: str = ""


class Lines(QAbstractListModel):
    """The lines, and for a screen reader whether each is ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines; where they are of the same people, the chosen one stays chosen."""
        same = [each.person for each in lines] == [each.person for each in self.lines]
        if not same:
            self.beginResetModel()
        self.lines = tuple(lines)
        if not same:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, 0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == _LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.person.name
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = line.words if line.ticked else _("not ticked")
            return f"{line.person.name}, {state}"
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(200), theme().size("touch-min"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme()
        line: Line = index.data(_LINE)
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, t.colour("selection" if chosen else "surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.colour("line"))
        box = self._paint_box(painter, rect, ticked=line.ticked)
        right = rect.right() - t.px(16)
        painter.setFont(t.font("small", tabular=True))
        painter.setPen(t.colour("ink-2" if chosen else "ink-3"))
        width = text_width(painter.fontMetrics(), line.words)
        painter.drawText(
            QRect(right - width, rect.top(), width, rect.height()),
            int(Qt.AlignmentFlag.AlignVCenter),
            line.words,
        )
        left = box.right() + t.px(14)
        room = QRect(left, rect.top(), max(0, right - width - t.px(12) - left), rect.height())
        painter.setFont(t.font("strong"))
        painter.setPen(t.colour("ink"))
        shown = painter.fontMetrics().elidedText(line.person.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(t.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -2), 4, 4)
        painter.restore()

    def _paint_box(self, painter: QPainter, row: QRect, *, ticked: bool) -> QRect:
        t = theme()
        side = t.px(22)
        box = QRect(row.left() + t.px(16), row.center().y() - side // 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(t.colour("accent" if ticked else "control"), 1.5))
        painter.setBrush(t.colour("accent" if ticked else "surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 4, 4)
        if ticked:
            device = painter.device()
            picture = t.pixmap("check", "on-accent", 16, dpr=device.devicePixelRatioF() if device else 1)
            painter.drawPixmap(box.center() - QPoint(t.px(8) - 1, t.px(8) - 1), picture)
        return box


class TickView(QListView):
    """The lines; Space, Enter or a press ticks.

    Signals:
        ticked(object): The `PersonId` whose tick is to change.
    """

    ticked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.lines = Lines()
        self.setModel(self.lines)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setProperty("kind", "bare")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Tick list"))
        self.clicked.connect(self._tick)

    def choose_one(self) -> None:
        """Show which line the next Space ticks: of a list that came late Qt knows it and shows none."""
        at = self.currentIndex()
        if self.lines.lines and not self.selectionModel().isSelected(at):
            self.setCurrentIndex(at if at.isValid() else self.lines.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tick(self.currentIndex())
        elif event.text().strip() or key == Qt.Key.Key_Escape:
            event.ignore()  # letters go to the search
        else:
            super().keyPressEvent(event)

    def _tick(self, index: Index) -> None:
        if index.isValid():
            self.ticked.emit(index.data(_LINE).person.person_id)
