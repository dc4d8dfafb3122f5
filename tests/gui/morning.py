"""A chapter on a certain morning, in a window: for the tests of Today, History and Settings."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from chapter_desk.app import App, open_app
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.national.pack import sample_pack_folder
from chapter_desk.core.safekeeping.founding import ChapterDraft, found_chapter
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.chapter_view import ChapterView
from chapter_desk.gui.shell.navigation import PageEntry
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.shell.window import MainWindow
from tests.gui.geometry import settle
from tests.gui.pages import SmallPage

PASSPHRASE = "maple harbor violet seven bridge"
NOON = datetime(2026, 11, 12, 17, 0, tzinfo=UTC)  # noon in Norfolk


class Clock:
    """Goes on a millisecond each time it is looked at, and where the test puts it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


class Morning:
    """An open chapter with what a morning needs.  Close it at the end."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        draft = ChapterDraft("Our Revolution Norfolk", "23517", "Denise Walker", "denise@example.org")
        self.key = found_chapter(
            folder, draft, PASSPHRASE, sample_pack_folder(), self.clock,
            install_id=install_id(), cost=Cost(1024, 1),
        ).data_key  # fmt: skip
        self.folder = folder
        self.app: App = open_app(folder, self.key, clock=self.clock)
        self.settings = LaptopSettings()

    def person(self, name: str) -> Any:
        return self.app.records.add(PersonDraft(name, email_addresses=(f"{name[:3]}@example.org",)))

    def meeting(self, day: date, title: str = "General meeting", hour: int = 19) -> Any:
        draft = MeetingDraft(title, datetime.combine(day, time(hour)), "meeting", postal_code="23508",
                             venue="Park Place Library, Room B")  # fmt: skip
        return self.app.calendar.add(draft).id

    def held(self, day: date, *people: Any, title: str = "General meeting") -> Any:
        meeting = self.meeting(day, title)
        self.app.calendar.open_door(meeting)
        for person in people:
            self.app.sign_ins.sign_in_afterwards(meeting, person)
        self.app.calendar.end(meeting)
        return meeting

    def busy(self) -> None:
        """Fill the morning: meetings, calls, actions, and one tonight."""
        new = ["Rosa Delgado", "Terrence Boyd", "Kim Sato", "Andre Wilkes"]
        people = [self.person(name) for name in (*new, "Maria Gutierrez", "Siobhan O'Connor-Villanueva")]
        for month in (8, 9, 10):
            self.held(date(2026, month, 8), *people[4:])
        self.held(date(2026, 11, 11), *people)
        self.meeting(date(2026, 11, 12), "November general meeting with everybody's neighbors")
        issue = self.app.planning.add_issue("Fix the Route 3 cuts", priority_id="climate")
        for title, days in (
            ("Print bus-stop flyers in English and Spanish", -1),
            ("Ask Hart", 1),
            ("Knock", 11),
        ):
            due = date(2026, 11, 12) + timedelta(days=days)
            owner = people[0] if days < 5 else None
            self.app.planning.add_action(issue.id, title, due_on=due, owner_id=owner)

    def close(self) -> None:
        self.app.close()


def shown(
    qtbot: Any,
    morning: Morning,
    tasks: Any,
    make: Callable[[], Page],
    key: str = "today",
    size: tuple[int, int] = (1366, 768),
) -> tuple[MainWindow, ChapterView]:
    """Return a window that shows a page among small ones, with everything read."""
    others = ("today", "door", "members", "meetings", "plan", "agreement", "exchange", "history", "settings",
              "recovery-code")  # fmt: skip
    entries = [
        PageEntry(
            each, "sun", lambda each=each: each.title(),
            make if each == key else lambda each=each: SmallPage(each), low=each in ("history", "settings"),
            under="settings" if each == "recovery-code" else "",
        )
        for each in others
    ]  # fmt: skip
    view = ChapterView("Our Revolution Norfolk", entries, Bridge(morning.app.changes))
    window = MainWindow(morning.settings)
    qtbot.addWidget(window)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*size)
    window.show_view(view)
    view.go(key)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    tasks.let_go_all()
    settle()
    return window, view


def in_room(window: MainWindow, tasks: Any, room: tuple[int, int, str, float]) -> None:
    """Look at a window in another room: size, colors and text size."""
    width, height, colours, scale = room
    theme().use(colours=colours, scale=scale)  # type: ignore[arg-type]
    window.resize(width, height)
    settle()
    tasks.let_go_all()
    settle()
