"""The other stances of the door: from the greeter's desk to the kiosk, and back."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from chapter_desk.app import App
from chapter_desk.core.meetings.meeting import Meeting
from chapter_desk.core.meetings.sort_out import Waiting
from chapter_desk.gui.door.arrivals import Arrivals
from chapter_desk.gui.door.evening import Evening
from chapter_desk.gui.door.laptops_corner import LaptopsCorner
from chapter_desk.gui.door.laptops_line import DoorLine
from chapter_desk.gui.door.vote_panel import VoteAtDoor
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.i18n import _


class Stances(QObject):
    """Starts a stance over the page of the door; `evening` is what the page shows."""

    def __init__(
        self,
        page: Page,
        app: App,
        tasks: Tasks,
        arrivals: Arrivals,
        settings: LaptopSettings,
        evening: Callable[[], Evening | None],
        line: DoorLine | None = None,
    ) -> None:
        super().__init__(page)
        from chapter_desk.gui.kiosk.start_panel import KioskPanel

        self.laptops = LaptopsCorner(page, app, tasks, line or DoorLine(app, tasks))
        self.vote = VoteAtDoor(page, app, tasks, evening)
        self._page, self._app, self._tasks = page, app, tasks
        self._arrivals, self._settings, self._evening = arrivals, settings, evening
        self.kiosk_button = ActionButton(_("Kiosk"), "", "large", icon="monitor-smartphone", key="F11")
        self.kiosk_panel = KioskPanel(app.pin, tasks, settings)
        self.paper_button = ActionButton(_("Paper sheet"), "", "large", icon="file-text")
        self.paper_button.clicked.connect(lambda: self.go_to_paper())
        self.kiosk_button.clicked.connect(self.ask_kiosk)
        self.kiosk_panel.start_asked.connect(self.start_kiosk)

    def header_buttons(self) -> Sequence[ActionButton]:
        """Return the buttons that lead to the other stances."""
        evening = self._evening()
        helps, late = (evening.helps, evening.late) if evening is not None else (False, False)
        paper = () if helps else (self.paper_button,)  # sheets are the chapter's, with all their meetings
        return (
            *self.vote.header_buttons(),
            *paper,
            self.laptops.button,
            *(() if late else (self.kiosk_button,)),
        )

    def show_evening(self, evening: Evening | None) -> None:
        """Follow the evening in what stands beside the door."""
        self.laptops.show_evening(evening)
        self.vote.evening_changed()

    def when_closed(self, evening: Evening | None) -> Sequence[ActionButton]:
        """Return the buttons of a closed door: on a laptop that helps, the way to bring back who came."""
        return (self.laptops.button,) if evening is not None and evening.helps else ()

    def commands(self) -> Sequence[Command]:
        """Return the keys of the stances."""
        return (
            Command(
                "door.kiosk",
                _("Kiosk: people sign themselves in"),
                self.ask_kiosk,
                "F11",
                "monitor-smartphone",
                able=lambda: self._meeting() is not None,
            ),
            Command(
                "door.ready",
                _("Ready for the door?"),
                lambda: self._page.go("today", "ready"),
                icon="circle-check",
                able=self._has_the_chapter,
            ),
            *self.laptops.commands(),
            *self.vote.commands(),
            Command("door.paper", _("Paper sheets of this meeting"), self.go_to_paper, icon="file-text",
                    able=self._has_the_chapter),
        )  # fmt: skip

    def _has_the_chapter(self) -> bool:
        return self._app.door_laptops.helps_at is None

    def go_to_paper(self, waiting: Waiting | None = None) -> None:
        """Go to the sheets of the meeting at whose door this is, or to the line that waits to be read."""
        from chapter_desk.gui.meetings.sheets_now import SheetPlace

        if waiting is not None:
            sheet, line = str(waiting.raw.get("sheet", "")), int(waiting.raw.get("line", 0))
            self._page.go("sheet", SheetPlace(waiting.meeting_id, sheet, line))
            return
        evening = self._evening()
        self._page.go("sheets", SheetPlace(evening.meeting.id if evening is not None else None))

    def ask_kiosk(self) -> None:
        """Show what the kiosk is, and ask for a PIN where there is none."""
        self._tasks.run(self._page, self._app.pin.is_set, self._show_panel, self._page.tell_error)

    def start_kiosk(self) -> None:
        """Give the screen to whoever arrives."""
        from chapter_desk.gui.kiosk.view import KioskView

        meeting = self._meeting()
        if meeting is None:
            return
        self._page.close_panel()
        read = self._app.chapter.card
        self._tasks.run(
            self._page,
            read,
            lambda card: self._page.cover(
                KioskView(
                    self._app,
                    self._tasks,
                    self._arrivals,
                    card.name,
                    meeting,
                    tap_twice=self._settings.kiosk_tap_twice,
                    by_camera=self._settings.kiosk_camera,
                )
            ),
            self._page.tell_error,
        )

    def _meeting(self) -> Meeting | None:
        evening = self._evening()
        return evening.meeting if evening is not None and evening.is_open and not evening.late else None

    def _show_panel(self, has_pin: bool) -> None:
        self._page.open_panel(self.kiosk_panel)
        self.kiosk_panel.begin(has_pin=has_pin)
