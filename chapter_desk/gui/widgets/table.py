"""The table of people, meetings, files: rows of 36, one look, one set of keys."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import paint_pill, pill_width
from chapter_desk.gui.widgets.labels import initials, paint_initials
from chapter_desk.gui.widgets.rows_model import COLUMN_ROLE, ROW_ROLE, Column, Pill, RowsModel
from chapter_desk.i18n import ngettext

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex


class RowsDelegate(QStyledItemDelegate):
    """Draws the cells of a `RowsModel`: words, figures, pills, a line below, the ring of the keyboard."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme()
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, t.colour("selection") if chosen else t.colour("surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.colour("line"))
        column: Column[Any] = index.data(COLUMN_ROLE)
        row = index.data(ROW_ROLE)
        inside = rect.adjusted(t.px(16 if index.column() == 0 else 10), 0, -t.px(10), -1)
        if column.initials is not None:
            side = t.px(30)
            circle = QRect(inside.left(), inside.center().y() - side // 2, side, side)
            paint_initials(painter, circle, initials(column.initials(row)))
            inside.setLeft(inside.left() + side + t.px(10))
        pill = column.pill(row) if column.pill is not None else None
        if pill is not None:
            _paint_pill(painter, inside, pill)
        else:
            _paint_words(painter, inside, column, row, chosen)
        if option.state & QStyle.StateFlag.State_HasFocus:
            _paint_row_ring(painter, option)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(60), theme().size("row"))


def _paint_pill(painter: QPainter, rect: QRect, pill: Pill) -> None:
    icon = theme().px(16) if pill.icon else 0
    width = min(rect.width(), pill_width(pill.text) + icon)
    metrics = QFontMetrics(theme().font("caption", weight=600))
    words = metrics.elidedText(pill.text, Qt.TextElideMode.ElideRight, width - icon - theme().px(14))
    paint_pill(painter, QRect(rect.left(), rect.top(), width, rect.height()), words, pill.tone, pill.icon)


def _paint_words(painter: QPainter, rect: QRect, column: Column[Any], row: Any, chosen: bool) -> None:
    t = theme()
    tone = column.tone(row) if column.tone is not None else ""
    role = tone or ("ink" if column.strong or chosen else "ink-2")
    font = t.font("small", tabular=column.figures, weight=600 if column.strong or tone else None)
    side = Qt.AlignmentFlag.AlignRight if column.figures else Qt.AlignmentFlag.AlignLeft
    line = column.line(row) if column.line is not None else ""
    half = rect.height() // 2
    first = QRect(rect.left(), rect.top(), rect.width(), half) if line else rect
    up = Qt.AlignmentFlag.AlignBottom if line else Qt.AlignmentFlag.AlignVCenter
    painter.setFont(font)
    painter.setPen(t.colour(role))
    shown = painter.fontMetrics().elidedText(column.text(row), Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(first, int(side | up), shown)
    if line:
        painter.setFont(t.font("caption"))
        painter.setPen(t.colour("ink-2" if chosen else "ink-3"))
        shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, rect.width())
        below = QRect(rect.left(), rect.top() + half, rect.width(), half)
        painter.drawText(below, int(side | Qt.AlignmentFlag.AlignTop), shown)


def _paint_row_ring(painter: QPainter, option: QStyleOptionViewItem) -> None:
    view = option.widget
    if not isinstance(view, RowsTable) or not view.ring_shows:
        return
    painter.setPen(QPen(theme().colour("focus"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 2, -2, -3), 4, 4)


class RowsTable(QTableView, Generic[Row]):
    """A table over a `RowsModel`.

    Up, Down, Home, End move; Enter opens; Space chooses; Delete retires; Shift F10 is the menu of the
    row; typing finds by the first column.

    Signals:
        row_opened(object): Enter or a double press: the row.
        row_chosen(object): Another row is the current one: the row, None when there is none.
        retired(object): Delete was pressed on a row.
    """

    row_opened = Signal(object)
    row_chosen = Signal(object)
    retired = Signal(object)

    def __init__(
        self,
        model: RowsModel[Row],
        name: str,
        *,
        row_height: int = 36,
        sortable: bool = True,
        many: bool = False,
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        t = theme()
        self._rows: RowsModel[Row] = model
        self._name = name
        self._kept: object = None
        self._menu: Callable[[Row], QMenu | None] | None = None
        self.ring_shows = True
        if bare:
            self.setProperty("kind", "bare")
        self.setModel(model)
        self.setItemDelegate(RowsDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        chooses = QAbstractItemView.SelectionMode
        self.setSelectionMode(chooses.ExtendedSelection if many else chooses.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(t.px(row_height))
        self.verticalHeader().setMinimumSectionSize(t.px(row_height))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(sortable)
        head.setMinimumHeight(t.px(30))
        head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)  # before: Qt sorts when it is enabled
        head.setSortIndicatorClearable(True)
        self.setSortingEnabled(sortable)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda _index: self._show_ring(False))
        self.doubleClicked.connect(lambda index: self.row_opened.emit(index.data(ROW_ROLE)))
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        self._count()

    def rows_model(self) -> RowsModel[Row]:
        """Return the model, with its type."""
        return self._rows

    def set_name(self, name: str) -> None:
        """Name the table for screen readers; the number of rows is added ("People, 38 rows")."""
        self._name = name
        self._count()

    def set_row_menu(self, make: Callable[[Row], QMenu | None]) -> None:
        """Have the right button and Shift F10 show what `make` returns for the row."""
        self._menu = make

    def current_row(self) -> Row | None:
        """Return the row the keyboard is on; None if there is none."""
        index = self.currentIndex()
        row: Row | None = index.data(ROW_ROLE) if index.isValid() else None
        return row

    def chosen_rows(self) -> Sequence[Row]:
        """Return the chosen rows, top to bottom."""
        indexes = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [index.data(ROW_ROLE) for index in indexes]

    def choose(self, key: object) -> bool:
        """Put the keyboard on the row with this key and bring it into sight; False if it is not there."""
        number = self._rows.row_number(key)
        if number is None:
            return False
        index = self._rows.index(number, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def choose_first(self) -> None:
        """Put the keyboard on the first row, if there is one."""
        if self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._show_ring(True)
        key = event.key()
        row = self.current_row()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None and not event.modifiers():
            self.row_opened.emit(row)
        elif key == Qt.Key.Key_Delete and row is not None:
            self.retired.emit(row)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers() and self._rows.rowCount():
            last = self._rows.rowCount() - 1
            self.setCurrentIndex(self._rows.index(last if key == Qt.Key.Key_End else 0, 0))
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        # typing finds by name wherever the current column is
        here = self.currentIndex()
        if here.isValid() and here.column():
            self.setCurrentIndex(here.siblingAtColumn(0))
        super().keyboardSearch(search)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self._show_ring(True)
            if not self.currentIndex().isValid():
                self.choose_first()
        super().focusInEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row() or not current.isValid():
            self.row_chosen.emit(current.data(ROW_ROLE) if current.isValid() else None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.current_row()
        menu = self._menu(row) if self._menu is not None and row is not None else None
        if menu is None:
            return
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            cell = self.visualRect(self.currentIndex())
            at = self.viewport().mapToGlobal(QPoint(cell.left() + theme().px(24), cell.bottom()))
        menu.popup(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(480), theme().px(240))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self._share_width()

    def _share_width(self) -> None:
        # fixed columns get their width; the rest is shared by those without one, each at its least or more;
        # where there is no room, the columns that may go are hidden, the least needed first
        t = theme()
        columns = self._rows.columns
        shown = list(range(len(columns)))
        room = self.viewport().width()

        head = self.horizontalHeader()
        # words of another language may need more than the design's width
        widths = [
            max(t.px(column.width), head.sectionSizeHint(number)) if column.width else 0
            for number, column in enumerate(columns)
        ]

        def needed() -> int:
            return sum(widths[number] or t.px(columns[number].least) for number in shown)

        while needed() > room and any(columns[number].drops for number in shown):
            shown.remove(max(shown, key=lambda number: columns[number].drops))
        fixed = sum(widths[number] for number in shown)
        free = [number for number in shown if not columns[number].width]
        share = max(t.px(100), (room - fixed) // len(free)) if free else 0
        for number, width in enumerate(widths):
            self.setColumnHidden(number, number not in shown)
            self.setColumnWidth(number, width or share)

    def _keep(self) -> None:
        row = self.current_row()
        self._kept = self._rows.key_of(row) if row is not None else None
        self._scrolled = self.verticalScrollBar().value()

    def _restore(self) -> None:
        self._count()
        number = self._rows.row_number(self._kept) if self._kept is not None else None
        if number is None:
            self.row_chosen.emit(None)
            return
        self.blockSignals(True)  # the same row is chosen as before
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self._rows.index(number, 0), flags.ClearAndSelect | flags.Rows)
        self.blockSignals(False)
        self.verticalScrollBar().setValue(self._scrolled)
        self.row_chosen.emit(self.current_row())

    def _count(self) -> None:
        count = self._rows.rowCount()
        words = ngettext("{name}, {count} row", "{name}, {count} rows", count)
        self.setAccessibleName(words.format(name=self._name, count=f"{count:,}"))

    def _show_ring(self, shows: bool) -> None:
        if self.ring_shows != shows:
            self.ring_shows = shows
            self.viewport().update()
