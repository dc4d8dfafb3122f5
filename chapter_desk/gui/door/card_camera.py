"""The laptop's camera with cards before it: switched on while it is wanted, off at once when it is not."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from chapter_desk.errors import ChapterDeskError, NoCamera
from chapter_desk.gui.door.camera_reader import CameraReader
from chapter_desk.gui.door.media import load_media
from chapter_desk.gui.shell.tasks import Tasks

if TYPE_CHECKING:  # the media library is long to load: only who switches a camera on waits for it
    from chapter_desk.gui.door.camera import Camera


def web_camera(parent: QObject) -> "Camera":
    """Return the camera the system offers first."""
    from chapter_desk.gui.door.camera import WebCamera

    return WebCamera(parent)


class CardCamera(QObject):
    """Shows what it sees and reads the codes in it; no picture is kept.

    Signals:
        ready(): It is on.
        seen(QImage): A picture, and a null one when it goes off.
        read(str): A code was held before it.
        failed(object): The `ChapterDeskError` why it is off.
    """

    ready = Signal()
    seen = Signal(QImage)
    read = Signal(str)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._wanted = False
        self._camera: Camera | None = None
        self.make: Callable[[QObject], Camera] = web_camera
        self.reader = CameraReader(self)
        self.reader.read.connect(self._read)

    def start(self) -> None:
        """Switch it on; `ready` or `failed` follows."""
        self._wanted = True
        self._tasks.run(self, load_media, lambda _none: self._on(), self._off)

    def stop(self) -> None:
        """Switch it off."""
        self._wanted = False
        if self._camera is not None:
            self._camera.stop()
        self.reader.forget()
        self.seen.emit(QImage())

    def _on(self) -> None:
        if not self._wanted:
            return
        if self._camera is None:
            self._camera = self.make(self)
        self.ready.emit()
        self._camera.start(self._see, lambda reason: self._off(NoCamera(reason)))

    def _see(self, picture: QImage) -> None:
        if self._wanted:
            self.seen.emit(picture)
            self.reader.look_at(picture)

    def _read(self, text: str) -> None:
        if self._wanted:
            self.read.emit(text)

    def _off(self, error: ChapterDeskError) -> None:
        self.stop()
        self.failed.emit(error)
