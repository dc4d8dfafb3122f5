"""A chapter with a plan, opened on one page of the shell: for tests of the plan and the agreement."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from chapter_desk.app import App, open_app
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.national.pack import sample_pack_folder
from chapter_desk.core.safekeeping.founding import ChapterDraft, found_chapter
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.gui.agreements.agreement_page import AgreementPage
from chapter_desk.gui.plan.plan_page import PlanPage
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.chapter_view import ChapterView
from chapter_desk.gui.shell.navigation import PageEntry
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.window import MainWindow
from chapter_desk.i18n import _
from chapter_desk.values import PersonId
from tests.fakes import HeldTasks
from tests.gui.geometry import settle

NOON = datetime(2026, 11, 12, 17, 0, tzinfo=UTC)
TODAY = date(2026, 11, 12)

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Planned:
    """The open chapter, its window, and the work it waits for; `saved_to` is where PDFs go."""

    def __init__(self, qtbot: Any, folder: Path, tasks: HeldTasks) -> None:
        self._qtbot = qtbot
        self.tasks = tasks
        self.now = NOON
        draft = ChapterDraft(
            "Our Revolution Norfolk", "23517", "Denise Whitfield", "denise@example.org", "757-555-0100"
        )
        founded = found_chapter(
            folder, draft, "x", sample_pack_folder(), self._clock, install_id=install_id(), cost=Cost(8, 1)
        )
        self.app: App = open_app(folder, founded.data_key, clock=self._clock)
        self.app.roster.load()
        self.saved_to: Path | None = None
        self.went: list[str] = []
        self.window: MainWindow
        self.view: ChapterView

    def _clock(self) -> datetime:
        return self.now

    def person(self, name: str, **draft: Any) -> PersonId:
        """Keep a person."""
        return self.app.records.add(PersonDraft(name, **draft))

    def people(self, count: int) -> list[PersonId]:
        """Keep people who can be reached."""
        return [
            self.person(f"Person {number}", email_addresses=[f"p{number}@example.org"])
            for number in range(count)
        ]

    def plan(self) -> None:
        """Three issues with actions: one overdue, one without an owner, one done."""
        planning, linh = self.app.planning, self.person("Linh Tran")
        bill = self.person("Bill Osei", other_names=["William"])
        route = planning.add_issue("Fix the Route 3 cuts", priority_id="climate")
        rent = planning.add_issue("Rent relief for Park Place", priority_id="affordable-housing")
        planning.add_issue("Clinic hours in Berkley")
        flyers = "Print bus-stop flyers in English and Spanish"
        planning.add_action(route.id, flyers, owner_id=linh, due_on=date(2026, 11, 11))
        planning.add_action(route.id, "Collect 200 rider cards", owner_id=linh, due_on=date(2026, 11, 30))
        ride = planning.add_action(route.id, "Ride-along with the press", owner_id=bill)
        planning.mark_done(ride.id)
        planning.add_action(rent.id, "Ask Councilmember Hart", owner_id=bill, due_on=date(2026, 11, 14))
        planning.add_action(rent.id, "Door-knock the 800 block", due_on=date(2027, 1, 5))

    def make_ready(self) -> None:
        """Enough people, a plan, the call: what the agreement asks for."""
        self.people(9)
        self.plan()
        self.app.agreements.set_status("called", date(2026, 11, 10))

    def titles(self) -> list[list[str]]:
        """Return the titles of the actions, an issue a list, as they are on the disk."""
        return [[action.title for action in issue.actions] for issue in self.app.planning.issues()]

    def action(self, title: str) -> Any:
        """Return an action by the beginning of its title, as it is on the disk."""
        return next(a for i in self.app.planning.issues() for a in i.actions if a.title.startswith(title))

    def show(self, key: str, size: tuple[int, int] = (1366, 738)) -> Any:
        """Show the window with a page; return the page."""
        entries = [
            PageEntry(
                "plan",
                "list-checks",
                lambda: _("Plan"),
                lambda: PlanPage(self.app, self.tasks, ask_where=self._where),
            ),
            PageEntry(
                "agreement",
                "file-pen-line",
                lambda: _("Agreement"),
                lambda: AgreementPage(self.app, self.tasks, ask_where=self._where),
            ),
            PageEntry("members", "users", lambda: _("Members"), lambda: _Elsewhere(self.went)),
        ]
        self.view = ChapterView("Our Revolution Norfolk", entries, Bridge(self.app.changes))
        self.view.show_who("Norfolk", "Denise · Lead")
        self.window = MainWindow(LaptopSettings())
        self._qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.show_view(self.view)
        self.window.show()
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow)
        self.window.resize(*size)  # showing it may have fitted it to the screen
        self.view.go(key)
        self.go_on()
        return self.view.page

    def go_on(self) -> None:
        """Let all work that waits be done and shown."""
        self.tasks.let_go_all()
        settle()
        self.tasks.let_go_all()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, and let what it asked for be done."""
        QTest.keyClick(self.window.focusWidget() or self.window, key, held)
        self.go_on()

    def type(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(self.window.focusWidget(), text)
        settle()

    def notice(self) -> str:
        """Return what the notice says, "" if there is none."""
        notice = self.view.frame.notices.notice
        return notice.accessibleName() if notice is not None else ""

    def close(self) -> None:
        """Close the chapter."""
        self.app.close()

    def _where(self, _window: QWidget, name: str) -> Path | None:
        self.proposed = name
        return self.saved_to


class _Elsewhere(Page):
    """Another page, that only remembers why it was opened."""

    def __init__(self, went: list[str]) -> None:
        super().__init__()
        self._went = went

    def title(self) -> str:
        return _("Members")

    def enter(self) -> None:
        self._went.append("")

    def go_to(self, place: object) -> None:
        self._went.append(str(place))
