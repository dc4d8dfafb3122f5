"""The code of a printed sheet: a random token, in two corners of the page, found again in a photo."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import choice
from typing import Any

from chapter_desk.core.meetings.sheet_layout import Corners

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read as another
_LENGTH = 16
_MARK = "CDS"


@dataclass(frozen=True, slots=True)
class SeenCode:
    """A code in a picture: which sheet, which corner of it (1 above right, 2 below left), and where.

    `corners` are pixels of the picture, clockwise from what is the code's top left on the paper.
    """

    token: str
    corner: int
    corners: Corners


def new_token() -> str:
    """Return the token of a new sheet: random, so that it tells nothing."""
    return "".join(choice(_LETTERS) for _ in range(_LENGTH))


def code_text(token: str, corner: int) -> str:
    """Return what a code says: twenty letters and digits, the most that the smallest code holds."""
    return f"{_MARK}{corner}{token}"


def read_code(untrusted_text: str) -> tuple[str, int] | None:
    """Return the token and the corner of a code's text; None if it is no code of a sheet."""
    mark, corner, token = untrusted_text[:3], untrusted_text[3:4], untrusted_text[4:]
    if mark != _MARK or corner not in ("1", "2") or len(token) != _LENGTH or not set(token) <= set(_LETTERS):
        return None
    return token, int(corner)


def codes_in(pixels: bytes, width: int, height: int) -> Sequence[SeenCode]:
    """Return the codes of sheets in a grey picture, however it is turned.

    `pixels` are `width` times `height` bytes, row by row.  Takes a tenth of a second for a photo.
    """
    import zxingcpp  # late: only who looks at a photo needs it

    assert len(pixels) == width * height
    image = memoryview(pixels).cast("B", shape=(height, width))
    seen = []
    for each in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
        read = read_code(each.text)
        if read is not None:
            seen.append(SeenCode(*read, _corners(each.position)))
    return seen


def _corners(position: Any) -> Corners:
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    one, two, three, four = ((float(point.x), float(point.y)) for point in points)
    return one, two, three, four
