"""The squares of a QR code, for a screen or for paper."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from chapter_desk.core.documents.pages import Box
from chapter_desk.core.documents.styles import INK

QUIET = 4
"""How many light squares must surround a code (ISO/IEC 18004)."""

_PIXELS = 8
"""Of a picture, for each square: large enough for any screen."""


def qr_picture(text: str) -> bytes:
    """Return a code as a PNG, with its quiet zone, for a message."""
    from io import BytesIO

    from segno import make_qr

    file = BytesIO()
    make_qr(text, error="m").save(file, kind="png", scale=_PIXELS, border=QUIET)
    return file.getvalue()


def qr_squares(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of a code, True for dark, without the quiet zone; it can lose 15 % and be read."""
    from segno import make_qr  # late: only who draws a code needs it

    return tuple(tuple(bool(square) for square in row) for row in make_qr(text, error="m").matrix)


def qr_boxes(squares: Sequence[Sequence[bool]], side: float, left: float) -> Iterator[list[Box]]:
    """Yield for each row its dark stretches on paper; `side` of a square and `left` edge in points.

    A hair higher than the row: viewers show a line between rows else.
    """
    for row in squares:
        boxes, at = [], 0
        for dark, stretch in groupby(row):
            length = len(list(stretch))
            if dark:
                boxes.append(Box(left + at * side, 0.0, length * side, side + 0.2, INK))
            at += length
        yield boxes
