"""Sheets of labels and cards as shops sell them: where each label lies on the page, in points."""

from collections.abc import Iterator
from dataclasses import dataclass

_INCH = 72.0
_MM = 72.0 / 25.4
_LETTER = (612.0, 792.0)
_A4 = (595.28, 841.89)


@dataclass(frozen=True, slots=True)
class LabelStock:
    """One kind of sheet.  `across` and `down` are from the edge of a label to the same edge of the next.

    `number` is the maker's, under which others sell the same.
    """

    key: str
    number: str
    page: tuple[float, float]
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float

    @property
    def labels(self) -> int:
        """How many labels a sheet has."""
        return self.columns * self.rows

    def place(self, number: int) -> tuple[float, float]:
        """Return the left and top edge of a label, counted from 0, row by row."""
        row, column = divmod(number, self.columns)
        return self.left + column * self.across, self.top + row * self.down


def _inches(key: str, number: str, columns: int, rows: int, *sizes: float) -> LabelStock:
    return LabelStock(key, number, _LETTER, columns, rows, *(each * _INCH for each in sizes))


def _millimetres(key: str, number: str, columns: int, rows: int, *sizes: float) -> LabelStock:
    return LabelStock(key, number, _A4, columns, rows, *(each * _MM for each in sizes))


STOCKS = {
    each.key: each
    for each in (
        _inches("cards-10", "Avery 5371", 2, 5, 3.5, 2.0, 0.75, 0.5, 3.5, 2.0),
        _inches("badges-8", "Avery 5395", 2, 4, 3.375, 7 / 3, 0.6875, 7 / 12, 3.75, 2.5),
        _inches("labels-10", "Avery 5163", 2, 5, 4.0, 2.0, 0.15625, 0.5, 4.1875, 2.0),
        _inches("labels-30", "Avery 5160", 3, 10, 2.625, 1.0, 0.1875, 0.5, 2.75, 1.0),
        _millimetres("a4-21", "Avery L7160", 3, 7, 63.5, 38.1, 7.21, 15.15, 66.04, 38.1),
    )
}
"""The sheets that can be printed on, by key; sizes are those of the maker's templates."""


def on_sheets(count: int, stock: LabelStock, start: int = 1) -> Iterator[tuple[int, int]]:
    """Yield the page (from 0) and the label on it (from 0) of each of `count` things.

    `start` is the first label of the first sheet that is still there, from 1.
    """
    assert 1 <= start <= stock.labels
    for at in range(start - 1, start - 1 + count):
        yield divmod(at, stock.labels)
