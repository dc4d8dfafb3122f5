"""People on file in a real chapter, and the pages about them, for tests."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from chapter_desk.app import App, open_app
from chapter_desk.core.fundraising.gifts import GiftDraft
from chapter_desk.core.meetings.meeting import Meeting, MeetingDraft
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.national.pack import sample_pack_folder
from chapter_desk.core.safekeeping.founding import ChapterDraft, found_chapter
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.gui.members.doubles_page import DoublesPage
from chapter_desk.gui.members.import_page import ImportPage
from chapter_desk.gui.members.members_page import MembersPage
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.chapter_view import ChapterView
from chapter_desk.gui.shell.navigation import PageEntry
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.window import MainWindow
from chapter_desk.gui.widgets.state_line import StatePart
from chapter_desk.i18n import _
from chapter_desk.values import PersonId
from tests.fakes import HeldTasks
from tests.gui.geometry import settle

SIX_FORTY_PM = datetime(2026, 11, 23, 23, 40, tzinfo=UTC)
"""In Norfolk."""

NO = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass
class Evening:
    """A chapter, its clock, and held work."""

    app: App
    tasks: HeldTasks

    def person(self, name: str, phone: str = "", postal_code: str = "", email: str = "") -> PersonId:
        """Put a person on file."""
        return self.app.records.add(
            PersonDraft(
                name,
                email_addresses=[email] if email else (),
                phone_numbers=[phone] if phone else (),
                postal_addresses=[postal_code] if postal_code else (),
            )
        )

    def meeting(self, title: str, starts_at: str = "2026-11-23T19:00") -> Meeting:
        """Open the door of a meeting."""
        draft = MeetingDraft(title, datetime.fromisoformat(starts_at), postal_code="23508")
        return self.app.calendar.open_door(self.app.calendar.add(draft).id)

    def let_go(self) -> None:
        """Let held work run, and what it causes, until nothing is left."""
        settle()
        while self.tasks.held:
            self.tasks.let_go_all()
            settle()


def opened_evening(folder: Path, tasks: HeldTasks) -> Evening:
    """Found a chapter in `folder` and open it; close `evening.app` at the end."""
    path, clock = folder / "Norfolk.chapter", _Ticking()
    founded = found_chapter(
        path,
        ChapterDraft("Our Revolution Norfolk", "23510", "Denise Whitfield"),
        "maple harbor violet seven bridge",
        sample_pack_folder(),
        clock,
        install_id=install_id(),
        cost=Cost(8, 1),
    )
    app = open_app(path, founded.data_key, clock=clock)
    app.roster.load()
    return Evening(app, tasks)


class _Ticking:
    """A clock that goes on a little with each look."""

    def __init__(self) -> None:
        self.now = SIX_FORTY_PM

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=50)
        return self.now


def type_text(window: QWidget, text: str) -> None:
    """Type letter by letter, wherever the focus is."""
    for letter in text:
        QTest.keyClicks(window.focusWidget() or window, letter)


def press(window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = NO) -> None:
    """Press a key, wherever the focus is."""
    QTest.keyClick(window.focusWidget() or window, key, held)


def fill(evening: Evening) -> dict[str, PersonId]:
    """Put some people on file: two who came, one who gave, two who did neither."""
    app = evening.app
    people = {
        "Maria Gutierrez": evening.person(
            "Maria Gutierrez", phone="757-555-0138", email="maria@example.org", postal_code="23517"
        ),
        "Bill Osei": evening.person("Bill Osei", phone="757-555-0122", postal_code="23508"),
        "Ana Peña": evening.person("Ana Peña", email="ana@example.org", postal_code="23508"),
        "Jo Li": evening.person("Jo Li"),
        "Nadia Brooks": evening.person("Nadia Brooks", email="nadia@example.org", postal_code="23505"),
    }
    meeting = evening.meeting("October meeting", "2026-11-23T18:30")
    for name in ("Maria Gutierrez", "Bill Osei"):
        app.sign_ins.sign_in(meeting.id, people[name])
    app.gifts.record(GiftDraft(1000, date(2026, 11, 20), people["Ana Peña"], method="cash"))
    app.records.tag([people["Maria Gutierrez"], people["Jo Li"]], "phone bank")
    return people


def shown_people(
    qtbot: Any,
    evening: Evening,
    page: str = "members",
    place: object = None,
    size: tuple[int, int] = (1366, 768),
) -> tuple[MainWindow, Any]:
    """Return a window with Members and the pages under it, and the page asked for, ready."""
    entries = [
        PageEntry("members", "users", lambda: _("Members"), lambda: MembersPage(evening.app, evening.tasks)),
        PageEntry(
            "import", "upload", lambda: _("Import a list"), lambda: ImportPage(evening.app, evening.tasks),
            under="members",
        ),
        PageEntry(
            "same-person", "git-compare", lambda: _("Same person?"),
            lambda: DoublesPage(evening.app, evening.tasks), under="members",
        ),
    ]  # fmt: skip
    bridge = Bridge(evening.app.changes)
    view = ChapterView("Our Revolution Norfolk", entries, bridge)
    bridge.setParent(view)
    view.show_who("Norfolk", "Denise · Lead")
    view.state_line.say(StatePart(_("Everything is saved on this laptop"), "shield-check", "good"))
    settings = LaptopSettings()
    settings.window = [0, 0, *size]
    window = MainWindow(settings)
    qtbot.addWidget(window, before_close_func=lambda _window: bridge.close())
    window.show_view(view)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view.go(page, place)
    evening.let_go()
    return window, view.page
