"""A QR code as rectangles for paper."""

from itertools import groupby

from chapter_desk.core.documents.layout import Box
from chapter_desk.core.documents.qr_code import qr_squares
from chapter_desk.core.documents.styles import INK

_SEAM = 0.2  # a hair higher: viewers show a line between rows else


def qr_boxes(text: str, left: float, top: float, side: float) -> list[Box]:
    """Return the dark runs of a code whose squares fill `side` points; its quiet zone must stay empty."""
    squares = qr_squares(text)
    step = side / len(squares)
    boxes = []
    for down, row in enumerate(squares):
        at = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                boxes.append(Box(left + at * step, top + down * step, length * step, step + _SEAM, INK))
            at += length
    return boxes
