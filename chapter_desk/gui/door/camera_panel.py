"""Beside the door: cards held before the laptop's camera."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QHideEvent

from chapter_desk.core.explain import explain
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.door.card_camera import CardCamera
from chapter_desk.gui.door.done_words import Done
from chapter_desk.gui.door.mirror import Mirror
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _
from chapter_desk.values import MeetingId


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
        self.mirror = Mirror()
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
    ) -> None:
        super().__init__(page)
        self._page, self._meeting = page, meeting
        self._panel: CameraPanel | None = None
        self.camera = CardCamera(tasks, self)
        self.camera.ready.connect(lambda: self.panel.say(_("Hold a card before the camera.")))
        self.camera.seen.connect(lambda picture: self.panel.mirror.show_picture(picture))
        self.camera.read.connect(take)
        self.camera.failed.connect(self._say_why)

    @property
    def panel(self) -> CameraPanel:
        """The panel, made when it is first asked for."""
        if self._panel is None:
            self._panel = CameraPanel()
            self._panel.again_asked.connect(self._start)
            self._panel.hidden.connect(self.camera.stop)
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
        self.camera.start()

    def _say_why(self, error: ChapterDeskError) -> None:
        words = explain(error)
        self.panel.say(f"{words.happened} {words.safe} {words.do}", trouble=True)
