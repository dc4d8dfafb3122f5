"""The camera of this laptop: pictures as they come, and why there are none."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QMediaDevices, QVideoFrame, QVideoSink


class Camera(Protocol):
    """Gives pictures from `start` to `stop`; nobody keeps one longer than it shows."""

    def start(self, seen: Callable[[QImage], None], failed: Callable[[str], None]) -> None:
        """Call `seen` with each picture, or `failed` with "none", "denied" or "stopped"."""

    def stop(self) -> None:
        """Let go of the camera; its light goes out."""


class WebCamera(QObject):
    """The camera the system offers first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: QMediaCaptureSession | None = None
        self._camera: QCamera | None = None
        self._seen: Callable[[QImage], None] = lambda _image: None
        self._failed: Callable[[str], None] = lambda _reason: None
        self._wanted = False

    def start(self, seen: Callable[[QImage], None], failed: Callable[[str], None]) -> None:
        """See `Camera`."""
        self._seen, self._failed, self._wanted = seen, failed, True
        app = QCoreApplication.instance()
        assert app is not None
        permission = QCameraPermission()
        state = app.checkPermission(permission)
        if state == Qt.PermissionStatus.Undetermined:
            app.requestPermission(permission, self, lambda _answer: self._go())
        else:
            self._go()

    def stop(self) -> None:
        """See `Camera`."""
        self._wanted = False
        if self._camera is not None:
            self._camera.stop()
        self._camera = self._session = None

    def _go(self) -> None:
        app = QCoreApplication.instance()
        if not self._wanted or app is None:
            return
        if app.checkPermission(QCameraPermission()) == Qt.PermissionStatus.Denied:
            self._failed("denied")
            return
        device = QMediaDevices.defaultVideoInput()
        if device.isNull():
            self._failed("none")
            return
        self._camera, self._session = QCamera(device, self), QMediaCaptureSession(self)
        sink = QVideoSink(self._session)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(sink)
        sink.videoFrameChanged.connect(self._take)
        self._camera.errorOccurred.connect(lambda *_why: self._failed("stopped"))
        self._camera.start()

    def _take(self, frame: QVideoFrame) -> None:
        if self._wanted and frame.isValid():
            self._seen(frame.toImage())
