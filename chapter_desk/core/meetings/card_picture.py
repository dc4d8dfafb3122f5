"""Reading the code of a card in a picture.  Pure; nothing of the picture is kept."""

from chapter_desk.core.meetings.card_code import read_token


def code_in(pixels: bytes, width: int, height: int) -> str | None:
    """Return the code held before a camera: a card's if there is one, else any other; None without one.

    `pixels` are `width` times `height` bytes, grey, row by row; turned, slanted or a little blurred is fine.
    """
    import zxingcpp  # late: only who scans needs it

    assert len(pixels) == width * height
    image = memoryview(pixels).cast("B", shape=(height, width))
    seen = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    texts = [each.text for each in seen if each.text]
    cards = [text for text in texts if read_token(text) is not None]
    return next(iter(cards or texts), None)
