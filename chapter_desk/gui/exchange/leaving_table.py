"""The table of the preview: a sign before each kind says whether it leaves."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionViewItem, QWidget

from chapter_desk.gui.exchange.leaving_rows import LeavingRow
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.rows_model import ROW_ROLE, Column, RowsModel
from chapter_desk.gui.widgets.table import RowsDelegate, RowsTable
from chapter_desk.i18n import _

_SIGN = 28
_ROW = 35
_MORE = 3

Index = QModelIndex | QPersistentModelIndex


class LeavingTable(RowsTable[LeavingRow]):
    """As tall as its rows; Enter, or a press on "See" or "Why", says more about one.

    Signals:
        asked(object): The `LeavingRow` of which a person wants to know more.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        model: RowsModel[LeavingRow] = RowsModel(
            [
                Column(_("Kind"), lambda row: row.kind, strong=True),
                Column(_("How much"), lambda row: row.how_much),
                Column(_("In what form"), lambda row: row.form, width=196, drops=1),
                Column("", lambda row: row.more, width=84, tone=lambda _row: "accent"),
            ],
            key=lambda row: row.key,
        )
        super().__init__(
            model, _("What leaves this laptop"), row_height=_ROW, sortable=False, bare=True, parent=parent
        )
        self.setItemDelegate(_SignedRows(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.row_opened.connect(self._ask)
        self.clicked.connect(self._pressed)
        self.show_rows([])

    def show_rows(self, rows: Sequence[LeavingRow]) -> None:
        """Show the lines of a preview."""
        self.rows_model().show(rows)
        head = max(self.horizontalHeader().sizeHint().height(), theme().px(30))
        self.setFixedHeight(head + theme().px(_ROW) * max(1, len(rows)) + 2)

    def _pressed(self, index: QModelIndex) -> None:
        if index.column() == _MORE:
            self._ask(index.data(ROW_ROLE))

    def _ask(self, row: LeavingRow) -> None:
        if row.more:
            self.asked.emit(row)


class _SignedRows(RowsDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column():
            super().paint(painter, option, index)
            return
        t = theme()
        row: LeavingRow = index.data(ROW_ROLE)
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, t.colour("selection" if chosen else "surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.colour("line"))
        name, role = ("circle-check", "good") if row.leaves else ("ban", "ink-2" if chosen else "ink-3")
        device = painter.device()
        picture = t.pixmap(name, role, 18, dpr=device.devicePixelRatioF() if device else 1)
        painter.drawPixmap(rect.left() + t.px(16), rect.center().y() - t.px(18) // 2, picture)
        words = rect.adjusted(t.px(16 + _SIGN), 0, -t.px(10), -1)
        painter.setFont(t.font("small", weight=600 if row.leaves else None))
        painter.setPen(t.colour("ink" if row.leaves or chosen else "ink-2"))
        shown = painter.fontMetrics().elidedText(row.kind, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), shown)
        table = option.widget
        if (
            option.state & QStyle.StateFlag.State_HasFocus
            and isinstance(table, RowsTable)
            and table.ring_shows
        ):
            painter.setPen(QPen(t.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -3), 4, 4)
        painter.restore()
