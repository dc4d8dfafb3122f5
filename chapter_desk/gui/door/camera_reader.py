"""Looking for codes in pictures, away from the window's thread: one at a time, the newest, none kept."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage

from chapter_desk.core.meetings.card_picture import code_in

_WIDEST = 1280
"""Pixels a picture is made smaller to: more cost time and find no more."""
_AGAIN_MS = 2_500
"""A card that is still held there is not taken twice; one that was away this long is."""


class CameraReader(QObject):
    """Reads the pictures it is shown; those that come while it reads are let go.

    Signals:
        read(str): A code was held before the camera.
        looked(): One picture was gone through.
    """

    read = Signal(str)
    looked = Signal()
    _done = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._reading = False
        self._last, self._since = "", QElapsedTimer()
        self._done.connect(self._found)

    def look_at(self, picture: QImage) -> None:
        """Look for a code in a picture, unless one is being looked at."""
        if not self._reading:
            self._reading = True
            self._pool.start(_Look(picture, self._done.emit))

    def forget(self) -> None:
        """Wait for the picture that is being looked at, and take the next card whichever it is."""
        self._pool.waitForDone()
        self._last = ""

    def _found(self, text: str) -> None:
        self._reading = False
        if text and (text != self._last or self._since.elapsed() > _AGAIN_MS):
            self.read.emit(text)
        if text:
            self._last = text
            self._since.restart()
        self.looked.emit()


class _Look(QRunnable):
    def __init__(self, picture: QImage, done: Callable[[str], None]) -> None:
        super().__init__()
        self._picture, self._done = picture, done

    def run(self) -> None:
        picture = self._picture
        if picture.width() > _WIDEST:
            picture = picture.scaledToWidth(_WIDEST)
        grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
        width, height, line = grey.width(), grey.height(), grey.bytesPerLine()
        whole = bytes(grey.constBits())
        pixels = b"".join(whole[row * line : row * line + width] for row in range(height))
        found = code_in(pixels, width, height) if pixels else None
        self._done(found or "")
