"""A table model over plain rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
COLUMN_ROLE = int(Qt.ItemDataRole.UserRole) + 2


@dataclass(frozen=True, slots=True)
class Pill:
    """A cell that is a state: its word, its tone, and an icon where the word could be missed."""

    text: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its heading, what it shows, what it sorts by, and how it looks.

    `pill` draws the cell as a state; `text` must still say it.  `figures` aligns to the right with
    figures of equal width.  `width` is in design pixels; 0 takes what is left.
    """

    heading: str
    text: Callable[[Row], str]
    sort_by: Callable[[Row], Any] | None = None
    pill: Callable[[Row], Pill | None] | None = None
    strong: bool = False
    figures: bool = False
    width: int = 0
    tone: Callable[[Row], str] | None = None
    line: Callable[[Row], str] | None = None
    """A second, quieter line under the text; the table's rows must be tall enough (44)."""
    initials: Callable[[Row], str] | None = None
    """The name whose initials stand before the text in a circle."""
    least: int = 140
    """What a column without a width keeps, in design pixels, before others are dropped for it."""
    drops: int = 0
    """In a narrow table columns with 1 or more go, the highest number first; 0 stays always."""


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Shows a list of rows, one per line, through a list of columns.

    `key` names what makes a row the same row after a reload, so that the choice survives; without
    it rows are compared as they are.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key or (lambda row: row)
        self._given: list[Row] = []
        self._rows: list[Row] = []
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns, left to right."""
        return self._columns

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they are shown, top to bottom."""
        return self._rows

    def show(self, rows: Sequence[Row]) -> None:
        """Replace what is shown, in the given order or the one the person sorted by."""
        self.beginResetModel()
        self._given = list(rows)
        self._order()
        self.endResetModel()

    def row_number(self, key: object) -> int | None:
        """Return where the row with this key stands; None if it does not."""
        return next((number for number, row in enumerate(self._rows) if self._key(row) == key), None)

    def key_of(self, row: Row) -> object:
        """Return what makes this row the same row after a reload."""
        return self._key(row)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [(self._key(self._rows[index.row()]), index.column()) for index in before]
        self._sorted_by = (column, order) if 0 <= column < len(self._columns) else None
        self._order()
        numbers = {self._key(row): number for number, row in enumerate(self._rows)} if before else {}
        self.changePersistentIndexList(before, [self.index(numbers[key], column) for key, column in keys])
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == ROW_ROLE:
            return row
        if role == COLUMN_ROLE:
            return column
        if role == Qt.ItemDataRole.TextAlignmentRole and column.figures:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight if self._columns[section].figures else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _order(self) -> None:
        self._rows = list(self._given)
        if self._sorted_by is None:
            return
        column, order = self._sorted_by
        shown = self._columns[column]
        by = shown.sort_by or (lambda row: shown.text(row).casefold())
        self._rows.sort(key=by, reverse=order == Qt.SortOrder.DescendingOrder)
