"""A photo or scan of a sheet: read from its bytes, its code found, each page of a PDF a photo of its own."""

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

from chapter_desk.core.meetings.page_code import codes_in
from chapter_desk.core.meetings.page_place import PagePlace, page_place
from chapter_desk.errors import AttachmentUnusable

_MOST_PAGES = 60
_PAGE_PIXELS = 2200
"""The longer side of a scanned page: 200 dots an inch."""


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """A picture, the sheet its code names ("" without one), and how the paper lies in it."""

    image: QImage
    token: str = ""
    place: PagePlace | None = None


def read_picture(content: bytes) -> SheetPicture:
    """Return the picture in a JPEG or PNG, upright as the camera says.  Not for the window's thread.

    Raises:
        AttachmentUnusable: It is no picture.
    """
    device = QBuffer()
    device.setData(QByteArray(content))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(device)
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        raise AttachmentUnusable("not-an-image")
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    width, stride = grey.width(), grey.bytesPerLine()
    rows = bytes(grey.constBits())
    pixels = b"".join(rows[at * stride : at * stride + width] for at in range(grey.height()))
    codes = codes_in(pixels, width, grey.height())
    if not codes:
        return SheetPicture(image)
    same = [code for code in codes if code.token == codes[0].token]
    return SheetPicture(image, codes[0].token, page_place(same))


def pages_of(content: bytes) -> list[bytes]:
    """Return the pages of a file as pictures: of a PDF each as a JPEG, else the file itself.

    Raises:
        AttachmentUnusable: It is a PDF that cannot be read, or one of far too many pages.
    """
    if not content.startswith(b"%PDF"):
        return [content]
    from PySide6.QtPdf import QPdfDocument  # late: only who adds a scan needs it

    device = QBuffer()
    device.setData(QByteArray(content))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument(None)  # type: ignore[call-overload]
    document.load(device)
    if document.status() is not QPdfDocument.Status.Ready or not 0 < document.pageCount() <= _MOST_PAGES:
        raise AttachmentUnusable("not-an-image")
    pages = [_as_jpeg(document.render(number, _size(document.pagePointSize(number).toSize())))
             for number in range(document.pageCount())]  # fmt: skip
    document.close()
    return pages


def _size(page: QSize) -> QSize:
    longer = max(page.width(), page.height(), 1)
    return QSize(page.width() * _PAGE_PIXELS // longer, page.height() * _PAGE_PIXELS // longer)


def _as_jpeg(image: QImage) -> bytes:
    white = QImage(image.size(), QImage.Format.Format_RGB32)
    white.fill(0xFFFFFFFF)
    from PySide6.QtGui import QPainter

    painter = QPainter(white)
    painter.drawImage(0, 0, image)
    painter.end()
    device = QBuffer()
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    if not white.save(device, "JPEG", 88):  # type: ignore[call-overload]
        raise AttachmentUnusable("not-an-image")
    return bytes(device.data().data())
