"""Beside the door: cards held before the laptop's camera."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from chapter_desk.core.explain import explain
from chapter_desk.errors import ChapterDeskError, NoCamera
from chapter_desk.gui.door.camera_reader import CameraReader
from chapter_desk.gui.door.done_words import Done
from chapter_desk.gui.door.media import load_media
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _
from chapter_desk.values import MeetingId

if TYPE_CHECKING:  # the media library is long to load: only who opens the panel waits for it
    from chapter_desk.gui.door.camera import Camera


class _Mirror(QWidget):
    """Shows the last picture as in a mirror, so that people move the card the right way."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self.setAccessibleName(_("What the camera sees"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), theme().px(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(160))

    def show_picture(self, picture: QImage) -> None:
        """Show a picture in the place of the one before; a null one shows nothing."""
        self._picture = picture
        self.update()

    def has_picture(self) -> bool:
        """Return whether anything of a picture is held here."""
        return not self._picture.isNull()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("sunken"))
        if self._picture.isNull():
            return
        fit = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - fit.width()) // 2, (self.height() - fit.height()) // 2
        painter.translate(self.width(), 0)
        painter.scale(-1, 1)
        painter.drawImage(left, top, self._picture.scaled(fit))


class CameraPanel(SidePanel):
    """What the camera sees, and what to do.

    Signals:
        again_asked(): The camera is to be tried again.
        hidden(): The panel is gone, so the camera must be off.
    """

    again_asked = Signal()
    hidden = Signal()

    def __init__(self) -> None:
        super().__init__(_("Scan with the camera"))
        self.head.addWidget(TextLabel(_("Scan with the camera"), "h2", wrap=True), 1)
        self.mirror = _Mirror()
        self.said = TextLabel("", "body", wrap=True)
        self.again = ActionButton(_("Try again"), "", "large", icon="rotate-cw")
        self.again.clicked.connect(self.again_asked)
        words = _("Pictures are looked at and let go. None is kept, and none leaves this laptop.")
        for widget in (self.mirror, self.said, self.again, TextLabel(words, "hint", wrap=True)):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def say(self, words: str, *, trouble: bool = False) -> None:
        """Say how it goes; after trouble the camera can be tried again."""
        self.said.setText(words)
        self.mirror.setVisible(not trouble)
        self.again.setVisible(trouble)
        announce(self, words)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hidden.emit()


class CameraScan(QObject):
    """The camera while its panel shows: each code it reads goes to `take`."""

    def __init__(
        self,
        page: Page,
        tasks: Tasks,
        meeting: Callable[[], MeetingId | None],
        take: Callable[[str], None],
        make: "Callable[[QObject], Camera] | None" = None,
    ) -> None:
        super().__init__(page)
        self._page, self._tasks, self._meeting, self._take = page, tasks, meeting, take
        self._make = make
        self._panel: CameraPanel | None = None
        self._camera: Camera | None = None
        self.reader = CameraReader(self)
        self.reader.read.connect(self._read)

    @property
    def panel(self) -> CameraPanel:
        """The panel, made when it is first asked for."""
        if self._panel is None:
            self._panel = CameraPanel()
            self._panel.again_asked.connect(self._start)
            self._panel.hidden.connect(self._stop)
        return self._panel

    def commands(self) -> Sequence[Command]:
        """Return what the palette offers, and the key."""
        words = _("Scan cards with the camera")
        return (Command("door.camera", words, self.ask, "Alt+B", "qr-code", able=self._has_meeting),)

    def _has_meeting(self) -> bool:
        return self._meeting() is not None

    def ask(self) -> None:
        """Show the panel and switch the camera on."""
        self._page.open_panel(self.panel)
        self._start()

    def tell(self, done: Done) -> None:
        """Say below the picture what the band of the door says, which has less room beside the panel."""
        if self._panel is not None and self._panel.isVisible() and self._panel.again.isHidden():
            self._panel.say("\n".join(filter(None, (done.what, done.line))))

    def _start(self) -> None:
        self.panel.say(_("The camera is being switched on."))
        self._tasks.run(self, load_media, lambda _none: self._on(), self._off)

    def _on(self) -> None:
        if not self.panel.isVisible():
            return
        if self._camera is None:
            make = self._make if self._make is not None else _web_camera
            self._camera = make(self)
        self.panel.say(_("Hold a card before the camera."))
        self._camera.start(self._see, lambda reason: self._off(NoCamera(reason)))

    def _see(self, picture: QImage) -> None:
        if self._panel is not None and self._panel.isVisible():
            self._panel.mirror.show_picture(picture)
            self.reader.look_at(picture)

    def _read(self, text: str) -> None:
        if self.panel.isVisible():
            self._take(text)

    def _off(self, error: ChapterDeskError) -> None:
        words = explain(error)
        self.panel.say(f"{words.happened} {words.safe} {words.do}", trouble=True)
        self._stop()

    def _stop(self) -> None:
        if self._camera is not None:
            self._camera.stop()
        self.reader.forget()
        self.panel.mirror.show_picture(QImage())


def _web_camera(parent: QObject) -> "Camera":
    from chapter_desk.gui.door.camera import WebCamera

    return WebCamera(parent)
