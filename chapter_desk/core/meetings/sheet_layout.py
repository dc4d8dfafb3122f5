"""Where everything stands on a printed sheet, in points: shared by who draws it and who reads its photo.

Page points count from the top left corner of the paper.  US letter, lying on its side.
"""

from dataclasses import dataclass

WIDTH, HEIGHT = 792.0, 612.0
LEFT, TOP = 36.0, 30.0
MEASURE = WIDTH - 2 * LEFT
BOTTOM = 46.0

ROW = 27.0
"""The height of a line to write on: 9.5 mm."""
LINES = 13
"""Lines on a full page."""

CODE = 62.0
"""The side of a page's code without its quiet zone: 22 mm."""

HEAD = 76.0
"""Where the heads of the columns begin, below the upper margin."""
ROWS_TOP = 110.0
"""Where the first line begins, below the upper margin."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: `left` from the margin; a `box` is ticked, not written in."""

    key: str
    left: float
    width: float
    box: bool = False


COLUMNS = (
    Column("line", 0, 26),
    Column("name", 26, 196),
    Column("phone", 222, 104),
    Column("email", 326, 166),
    Column("zip", 492, 52),
    Column("first", 544, 44, box=True),
    Column("may-email", 588, 44, box=True),
    Column("may-sms", 632, 44, box=True),
    Column("may-share", 676, 44, box=True),
)

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Clockwise from the top left."""


def code_corners(corner: int) -> Corners:
    """Return where a code stands on the paper: 1 above at the right, 2 below at the left."""
    left = WIDTH - LEFT - CODE if corner == 1 else LEFT
    top = TOP if corner == 1 else HEIGHT - BOTTOM - CODE
    return (left, top), (left + CODE, top), (left + CODE, top + CODE), (left, top + CODE)


def line_corners(place: int) -> Corners:
    """Return where the line at `place` (0 is the page's first) stands on the paper."""
    top = TOP + ROWS_TOP + place * ROW
    right = LEFT + MEASURE
    return (LEFT, top), (right, top), (right, top + ROW), (LEFT, top + ROW)
