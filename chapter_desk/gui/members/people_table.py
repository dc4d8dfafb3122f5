"""The table of people: any number of them, sorted by the roster and not by the view."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QItemSelectionModel, QObject, Qt, Signal

from chapter_desk.core.members.roster import RosterRow, RosterSort
from chapter_desk.gui.members.words import NOTHING, seen_words
from chapter_desk.gui.widgets.rows_model import Column, Pill, RowsModel
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.i18n import _

SORTS = (
    RosterSort.NAME,
    RosterSort.STANDING,
    RosterSort.LAST_SEEN,
    RosterSort.TIMES_LATELY,
    RosterSort.POSTAL_CODE,
)
"""What the columns sort by, left to right; those after them by nothing."""


class PeopleModel(RowsModel[RosterRow]):
    """Shows the rows the roster answered with, in their order; a hundred thousand cost no copy each.

    Signals:
        order_asked(object, bool): A heading was pressed: the `RosterSort` (None: no order of a column),
            and whether it should go down.
    """

    order_asked = Signal(object, bool)

    def __init__(self, today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(_columns(today), key=lambda row: row.id, parent=parent)
        self._numbers: dict[object, int] = {}

    def show(self, rows: Sequence[RosterRow]) -> None:
        self._numbers = {}
        super().show(rows)

    def row_number(self, key: object) -> int | None:
        if not self._numbers:
            self._numbers = {row.id: number for number, row in enumerate(self.rows)}
        return self._numbers.get(key)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        by = SORTS[column] if 0 <= column < len(SORTS) else None
        self.order_asked.emit(by, order == Qt.SortOrder.DescendingOrder)


class PeopleTable(RowsTable[RosterRow]):
    """The list of people; many may be chosen."""

    def __init__(self, model: PeopleModel) -> None:
        super().__init__(model, _("People"), many=True, bare=True)

    def choose(self, key: object) -> bool:
        number = self.rows_model().row_number(key)
        if number is None:
            return False
        index = self.rows_model().index(number, 0)
        flags = QItemSelectionModel.SelectionFlag
        # whatever keys are held: this row and no other
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def show_order(self, sort: RosterSort | None, *, descending: bool) -> None:
        """Show the arrow of an order that was set elsewhere."""
        head = self.horizontalHeader()
        head.blockSignals(True)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        head.setSortIndicator(SORTS.index(sort) if sort in SORTS else -1, order)
        head.blockSignals(False)


def _columns(today: Callable[[], date]) -> Sequence[Column[RosterRow]]:
    return (
        Column(_("Name"), lambda row: row.display_name, strong=True),
        Column(_("Standing"), lambda row: standing_pill(row).text, pill=standing_pill, width=118),
        Column(_("Last here"), lambda row: seen_words(row.last_seen, today()), width=126),
        Column(
            _("Times, 6 mo"), lambda row: str(row.times_lately) if row.last_seen else NOTHING,
            figures=True, width=104, drops=1,
        ),
        Column(_("ZIP"), lambda row: row.postal_code or NOTHING, width=84),
        Column(_("Phone"), lambda row: row.phone or NOTHING, width=150, drops=2),
    )  # fmt: skip


def standing_pill(row: RosterRow) -> Pill:
    """Return somebody's standing as a pill."""
    if row.archived:
        return Pill(_("Archived"))
    if row.deceased:
        return Pill(_("Died"))
    return Pill(_("Member"), "accent") if row.member else Pill(_("Supporter"))
