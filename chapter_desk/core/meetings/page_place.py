"""Where the lines of a sheet lie in a photo of it: from the corners of its codes.  Pure.

Two codes give the photo's perspective; with one the page is taken for flat and seen from straight above.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees

from chapter_desk.core.meetings.page_code import SeenCode
from chapter_desk.core.meetings.sheet_layout import HEIGHT, WIDTH, Point, code_corners, line_corners

_Pair = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class PagePlace:
    """How the paper lies in a photo: `matrix` takes page points to pixels (nine numbers, row by row)."""

    matrix: tuple[float, ...]

    def pixel(self, point: Point) -> Point:
        """Return where a point of the page is in the photo."""
        a, b, c, d, e, f, g, h, i = self.matrix
        x, y = point
        depth = g * x + h * y + i
        return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth

    def line(self, place: int) -> tuple[Point, ...]:
        """Return the corners of the line at `place` (0 is the page's first) in the photo."""
        return tuple(self.pixel(corner) for corner in line_corners(place))

    def quarter_turns(self) -> int:
        """Return by how many quarter turns clockwise the photo must be turned to stand upright (0 to 3)."""
        (x1, y1), (x2, y2) = self.pixel((0.0, HEIGHT / 2)), self.pixel((WIDTH, HEIGHT / 2))
        return round(-degrees(atan2(y2 - y1, x2 - x1)) / 90) % 4


def page_place(codes: Sequence[SeenCode]) -> PagePlace | None:
    """Return how a page lies in a photo, from its codes; None without any, or if they make no sense."""
    pairs = [pair for code in codes for pair in zip(code_corners(code.corner), code.corners, strict=True)]
    if not pairs:
        return None
    solved = _perspective(pairs) if len({code.corner for code in codes}) > 1 else _flat(pairs)
    return None if solved is None else PagePlace(solved)


def _flat(pairs: Sequence[_Pair]) -> tuple[float, ...] | None:
    rows = [[x, y, 1.0] for (x, y), _seen in pairs]
    across = _least_squares(rows, [u for _page, (u, _v) in pairs])
    down = _least_squares(rows, [v for _page, (_u, v) in pairs])
    return None if across is None or down is None else (*across, *down, 0.0, 0.0, 1.0)


def _perspective(pairs: Sequence[_Pair]) -> tuple[float, ...] | None:
    rows: list[list[float]] = []
    wanted: list[float] = []
    big = max(max(abs(u), abs(v)) for _page, (u, v) in pairs) or 1.0
    for (px, py), (pu, pv) in pairs:
        x, y, u, v = px / WIDTH, py / WIDTH, pu / big, pv / big  # of one size, so that nothing is lost
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    solved = _least_squares(rows, wanted)
    if solved is None:
        return None
    a, b, c, d, e, f, g, h = solved
    return a * big, b * big, c * big * WIDTH, d * big, e * big, f * big * WIDTH, g, h, WIDTH


def _least_squares(rows: Sequence[Sequence[float]], wanted: Sequence[float]) -> list[float] | None:
    """Return the numbers that bring `rows` nearest to `wanted`; None if they do not decide it."""
    size = len(rows[0])
    normal = [
        [sum(row[i] * row[j] for row in rows) for j in range(size)]
        + [sum(row[i] * value for row, value in zip(rows, wanted, strict=True))]
        for i in range(size)
    ]
    for at in range(size):
        best = max(range(at, size), key=lambda row: abs(normal[row][at]))
        if abs(normal[best][at]) < 1e-12:
            return None
        normal[at], normal[best] = normal[best], normal[at]
        for row in range(size):
            if row != at:
                share = normal[row][at] / normal[at][at]
                normal[row] = [x - share * y for x, y in zip(normal[row], normal[at], strict=True)]
    return [normal[at][size] / normal[at][at] for at in range(size)]
