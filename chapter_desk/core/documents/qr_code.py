"""The squares of a QR code, for a screen or for paper."""

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
