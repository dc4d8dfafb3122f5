"""Lists as spreadsheets read them (CSV): UTF-8 with a mark at the start, lines end with CR LF.

A cell that a spreadsheet would take for a formula begins with an apostrophe, so that nothing somebody typed
into a name is ever carried out on another computer.  Reading a list takes that apostrophe off again.
"""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "\ufeff"


def safe_cell(text: str) -> str:
    """Return a text as it may stand in a spreadsheet's cell; `plain_cell` gives it back."""
    return f"'{text}" if _is_formula(text) else text


def plain_cell(cell: str) -> str:
    """Return what was typed into a cell: without the apostrophe that kept it from being a formula."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell) else cell


def _is_formula(text: str) -> bool:
    return text.lstrip("'").lstrip(" ").startswith(_FORMULA)


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as the bytes of a CSV file, every cell safe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return (_MARK + out.getvalue()).encode("utf-8")
