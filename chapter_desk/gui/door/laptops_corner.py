"""What the door page does with other laptops: its button and panel, and the acts behind them."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from chapter_desk.app import App
from chapter_desk.core.meetings.door_laptops import LaptopsTonight
from chapter_desk.core.meetings.meeting import Meeting, MeetingState
from chapter_desk.gui.door.evening import Evening
from chapter_desk.gui.door.laptops_line import DoorLine
from chapter_desk.gui.door.laptops_panel import LaptopsPanel
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.i18n import _
from chapter_desk.values import ReplicaId

AskFolder = Callable[[QWidget], Path | None]
"""Given the window, returns the folder of a stick, None for none."""

_COUNTS_DOWN_EVERY_MS = 1000
_STILL_HEARD = timedelta(hours=12)
"""How long after it closed the door a chapter's laptop still answers those that helped."""


def ask_for_stick(parent: QWidget) -> Path | None:
    """Return the folder a person chose to write to."""
    chosen = QFileDialog.getExistingDirectory(parent, _("Choose the USB stick"))
    return Path(chosen) if chosen else None


class LaptopsCorner(QObject):
    """Keeps the panel of one page in step with the line, which outlives the page."""

    def __init__(
        self, page: Page, app: App, tasks: Tasks, line: DoorLine, ask: AskFolder = ask_for_stick
    ) -> None:
        super().__init__(page)
        self._page, self._app, self._tasks, self.line = page, app, tasks, line
        self.ask = ask
        self._meeting: Meeting | None = None
        self._open = False
        self._looked_for: object = None
        self._helps = app.door_laptops.helps_at is not None
        self.button = ActionButton(_("Laptops"), "", "large", icon="laptop")
        self.panel = LaptopsPanel(helps=self._helps)
        self.button.clicked.connect(self.open)
        self.panel.add_asked.connect(self.add)
        self.panel.cancel_asked.connect(line.no_more)
        self.panel.stick_asked.connect(self.write_to_stick)
        self.panel.removed.connect(self.remove)
        self._clock = QTimer(self, interval=_COUNTS_DOWN_EVERY_MS)
        self._clock.timeout.connect(self._tick)
        line.changed.connect(self._line_changed)

    def show_evening(self, evening: Evening | None) -> None:
        """Show the laptops of this evening's door.

        A laptop that helps is in step before the door opens and after it closes.  The chapter's goes on
        answering once it closed it: somebody may have come late at another one.
        """
        about = evening is not None and (evening.is_open or self._helps or _ended_lately(evening))
        self._meeting = evening.meeting if evening is not None and about else None
        self._open = evening is not None and evening.is_open
        if self._meeting is None:
            return
        if self._helps:
            self.line.keep_in_step()
        self.read()

    def commands(self) -> Sequence[Command]:
        """Return what the palette offers."""
        here = self._is_open
        return (
            Command("door.laptops", _("Laptops tonight"), self.open, icon="laptop", able=here),
            Command("door.add_laptop", _("Add a laptop to this door"), self._open_and_add, icon="laptop",
                    able=lambda: here() and not self._helps),
        )  # fmt: skip

    def open(self) -> None:
        """Show the panel."""
        if self._meeting is None:
            return
        self._page.open_panel(self.panel)
        self.panel.show_line(self.line)
        self._clock.start()
        self.read()

    def add(self) -> None:
        """Show a code by which one more laptop joins."""
        if self._meeting is not None and self._open and not self._helps:
            self.line.ask(self._meeting.id)

    def read(self) -> None:
        """Read who helps, off the window's thread."""
        meeting = self._meeting
        if meeting is None:
            return
        read = self._app.door_laptops.tonight
        self._tasks.run(self._page, lambda: read(meeting.id), self._show, self._page.tell_error)

    def remove(self, replica_id: ReplicaId) -> None:
        """Believe a laptop no more; Ctrl Z in History takes it back."""
        self._tasks.run(
            self._page,
            lambda: self._app.door_laptops.remove(replica_id),
            lambda _none: self.read(),
            self._page.tell_error,
        )

    def write_to_stick(self) -> None:
        """Write a file for one more laptop; on a helper's laptop, who came."""
        meeting = self._meeting
        folder = self.ask(self._page.window()) if meeting is not None else None
        if folder is None or meeting is None:
            return

        def write() -> tuple[str, str]:
            if self._helps:
                return "", self._app.door_bundles.write_attendance(folder).name
            doors = self._app.door_laptops
            path, spoken = doors.write_file(meeting.id, doors.next_name(), folder)
            return spoken, path.name

        def written(told: tuple[str, str]) -> None:
            self.panel.show_stick(*told)
            self.read()

        self._tasks.run_long(self._page, lambda _progress: write(), written, self._page.tell_error)

    def _open_and_add(self) -> None:
        self.open()
        self.add()

    def _is_open(self) -> bool:
        return self._meeting is not None and (self._open or self._helps)

    def _show(self, tonight: LaptopsTonight) -> None:
        self.panel.show_tonight(tonight, self.line)
        helpers = [each for each in tonight.laptops if each.helps and not each.revoked]
        self.button.set_badge(str(len(helpers)) if helpers else "")
        meeting = self._meeting
        if helpers and not self._helps and meeting is not None and self._looked_for != meeting.id:
            self._looked_for = meeting.id
            self.line.answer(meeting.id)  # laptops that joined before find their way back

    def _line_changed(self) -> None:
        self.panel.show_line(self.line)
        self.read()

    def _tick(self) -> None:
        if not self.panel.isVisible():
            self._clock.stop()
            return
        self.panel.show_line(self.line)


def _ended_lately(evening: Evening) -> bool:
    ended = evening.meeting.ended_at
    over = evening.meeting.state is MeetingState.ENDED and ended is not None
    return over and ended is not None and evening.now - ended < _STILL_HEARD
