"""Rows to read, counted by Qt itself.

It asks for their number a dozen times for each row it lays out; a model written in Python would wait for
the interpreter each time, behind whatever a worker has in hand.
"""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


class ShownRows(QStringListModel, Generic[Row]):
    """A list that a delegate paints from `row_at`; a screen reader hears `said`."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def name(self, row: Row) -> str:
        """Return what a row is called."""
        raise NotImplementedError

    def said(self, row: Row) -> str:
        """Return what a screen reader says of a row."""
        raise NotImplementedError

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.rows = tuple(rows)
        self.setStringList([self.name(row) for row in self.rows])

    def row_at(self, index: Index) -> Row:
        """Return the row of a valid index."""
        return self.rows[index.row()]

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.said(self.rows[index.row()])
        return super().data(index, role)
