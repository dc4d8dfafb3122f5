"""The phone form's switch as the window has it: turned off the window's thread, and outliving its page."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from chapter_desk.app import App
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.door.arrivals import Arrivals
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.values import MeetingId
from chapter_desk.web.networks import Network, networks
from chapter_desk.web.phone_form import Address, PhoneForm, Stage

_LOOK_EVERY_MS = 5000


class PhoneSwitch(QObject):
    """Turns the phone form on and off and says how it is.

    Signals:
        changed(): Another stage, or trouble, or it is being turned.
    """

    changed = Signal()

    def __init__(
        self,
        app: App,
        tasks: Tasks,
        arrivals: Arrivals,
        settings: LaptopSettings,
        find: Callable[[], list[Network]] = networks,
        tell_every_s: float = 0.3,
    ) -> None:
        super().__init__()
        self._tasks = tasks
        self.settings = settings
        self.form = PhoneForm(
            app,
            told=self._tell,
            desk_waits=lambda: arrivals.writing,
            find=find,
            tell_every_s=tell_every_s,
        )
        self.turning = False
        """Whether it is on its way on or off."""
        self.trouble: ChapterDeskError | None = None
        """Why it could not be turned on."""
        arrivals.not_saved.connect(self._pause)
        self._looking = QTimer(self, interval=_LOOK_EVERY_MS)
        self._looking.timeout.connect(self.look)
        self.changed.connect(self._keep_looking)

    @property
    def stage(self) -> Stage:
        return self.form.stage

    @property
    def address(self) -> Address | None:
        return self.form.address

    def is_on(self, meeting_id: MeetingId) -> bool:
        """Whether phones in the room come to this meeting."""
        return self.form.meeting_id == meeting_id

    def turn(self, meeting_id: MeetingId, *, on: bool) -> None:
        """Turn it on or off; what cannot be is told in `trouble`."""
        self.turning, self.trouble = True, None
        network, port = self.settings.phone_network, self.settings.phone_port
        work = partial(self.form.switch_on, meeting_id, network, port) if on else self.form.switch_off
        self._tasks.run_long(self, lambda _progress: work(), lambda _done: self._turned(), self._turned)
        self.changed.emit()

    def try_again(self, meeting_id: MeetingId) -> None:
        """Turn it on where it could not be; have phones try again where it is paused."""
        if self.stage is Stage.OFF:
            self.turn(meeting_id, on=True)
        elif self.stage is Stage.OUT_OF_REACH:
            self.look()
        else:
            self.form.resume()

    def look(self) -> None:
        """Find out whether phones can still reach this laptop."""
        self._tasks.run_long(
            self, lambda _progress: self.form.look_at_network(), lambda _none: None, lambda _error: None
        )

    def _turned(self, trouble: ChapterDeskError | None = None) -> None:
        self.turning, self.trouble = False, trouble
        self.changed.emit()

    def _pause(self, _error: ChapterDeskError) -> None:
        self.form.pause()

    def _keep_looking(self) -> None:
        if self.stage is Stage.OFF:
            self._looking.stop()
        elif not self._looking.isActive():
            self._looking.start()

    def _tell(self) -> None:
        """Called on whichever thread the form changed, perhaps when the window is gone."""
        if isValid(self):
            with suppress(RuntimeError):
                self.changed.emit()
