"""An evening in Norfolk for tests of the door and of meetings: a real chapter, held work, a clock to move."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from chapter_desk.app import App, open_app
from chapter_desk.core.meetings.meeting import Meeting, MeetingDraft
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.national.pack import sample_pack_folder
from chapter_desk.core.safekeeping.founding import ChapterDraft, found_chapter
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.gui.door.arrivals import Arrivals
from chapter_desk.gui.door.page import DoorPage
from chapter_desk.gui.door.phone_switch import PhoneSwitch
from chapter_desk.gui.fundraising.cash_box_page import CashBoxPage
from chapter_desk.gui.meetings.after_page import AfterPage
from chapter_desk.gui.meetings.calendar_page import CalendarPage
from chapter_desk.gui.meetings.expected_page import ExpectedPage
from chapter_desk.gui.meetings.page import MeetingsPage
from chapter_desk.gui.meetings.sheet_page import SheetPage
from chapter_desk.gui.meetings.sheets_page import SheetsPage
from chapter_desk.gui.members.doubles_page import DoublesPage
from chapter_desk.gui.members.members_page import MembersPage
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.chapter_view import ChapterView
from chapter_desk.gui.shell.navigation import PageEntry
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.window import MainWindow
from chapter_desk.gui.sorting.page import SortOutPage
from chapter_desk.gui.widgets.state_line import StatePart
from chapter_desk.i18n import _
from chapter_desk.values import PersonId
from tests.fakes import HeldTasks
from tests.gui.geometry import settle
from tests.phones import LOOPBACK

SIX_FORTY_PM = datetime(2026, 11, 23, 23, 40, tzinfo=UTC)
"""In Norfolk, where the meeting begins at 7 PM."""

NO = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Ticking:
    """A clock the test moves; it goes on by a second with each look, as a real evening does."""

    def __init__(self, now: datetime = SIX_FORTY_PM) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=250)
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Evening:
    """A chapter, its clock, and held work."""

    app: App
    clock: Ticking
    tasks: HeldTasks
    save_to: Path | None = None
    photos: Sequence[Path] = ()
    settings: LaptopSettings = field(default_factory=lambda: LaptopSettings(door_tones=False))
    calendar_file: Path | None = None

    def person(self, name: str, *, phone: str = "", postal_code: str = "", email: str = "") -> PersonId:
        """Put a person on file."""
        emails = [email] if email else []
        phones = [phone] if phone else []
        zips = [postal_code] if postal_code else []
        id = self.app.records.add(PersonDraft(name, email_addresses=emails, phone_numbers=phones,
                                              postal_addresses=zips))  # fmt: skip
        self.clock.pass_(seconds=1)
        return id

    def meeting(self, title: str = "May general meeting", hour: int = 19, **draft: Any) -> Meeting:
        """Plan a meeting for tonight."""
        starts = draft.pop("starts_at", datetime(2026, 11, 23, hour, 0))  # noqa: DTZ001 (wall time)
        return self.app.calendar.add(MeetingDraft(title, starts, postal_code="23508", **draft))

    def let_go(self) -> None:
        """Let held work run, and what it causes, until nothing is left."""
        settle()
        while self.tasks.held:
            self.tasks.let_go_all()
            settle()


def opened_evening(folder: Path, tasks: HeldTasks) -> Evening:
    """Found a chapter in `folder` and open it; close `evening.app` at the end."""
    clock = Ticking()
    path = folder / "Norfolk.chapter"
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
    return Evening(app, clock, tasks)


def shown(
    qtbot: Any,
    evening: Evening,
    page: str = "door",
    place: object = None,
    size: tuple[int, int] = (1366, 768),
    tell_every_s: float = 0,
) -> tuple[MainWindow, Any]:
    """Return a window with the door and the meetings in it, and the page asked for, ready."""
    arrivals = Arrivals(evening.app.sign_ins, evening.tasks)
    by_phone = LaptopSettings(phone_port=0, phone_wifi="NorfolkMeeting")
    phone = PhoneSwitch(
        evening.app, evening.tasks, arrivals, by_phone, find=lambda: [LOOPBACK], tell_every_s=tell_every_s
    )
    entries = [
        PageEntry(
            "door",
            "door-open",
            lambda: _("Door"),
            lambda: DoorPage(evening.app, evening.tasks, arrivals, evening.settings, phone),
        ),
        PageEntry(
            "sort-out",
            "list-checks",
            lambda: _("To sort out"),
            lambda: SortOutPage(evening.app, evening.tasks),
        ),
        PageEntry("members", "users", lambda: _("Members"), lambda: MembersPage(evening.app, evening.tasks)),
        PageEntry(
            "same-person",
            "git-compare",
            lambda: _("Same person?"),
            lambda: DoublesPage(evening.app, evening.tasks),
            under="members",
        ),
        PageEntry(
            "meetings",
            "calendar-days",
            lambda: _("Meetings"),
            lambda: MeetingsPage(evening.app, evening.tasks),
        ),
        PageEntry(
            "expected",
            "users",
            lambda: _("Who is expected"),
            lambda: ExpectedPage(evening.app, evening.tasks, lambda *_asked: evening.save_to),
            under="meetings",
        ),
        PageEntry(
            "calendar",
            "calendar-days",
            lambda: _("Calendar files"),
            lambda: CalendarPage(
                evening.app, evening.tasks, lambda *_asked: evening.save_to, lambda _w: evening.calendar_file
            ),
            under="meetings",
        ),
        PageEntry(
            "after",
            "phone",
            lambda: _("Afterwards"),
            lambda: AfterPage(evening.app, evening.tasks, lambda *_asked: evening.save_to),
            under="meetings",
        ),
        PageEntry(
            "cash-box",
            "hand",
            lambda: _("Cash box"),
            lambda: CashBoxPage(evening.app, evening.tasks, lambda *_asked: evening.save_to),
            under="meetings",
        ),
        PageEntry(
            "sheets",
            "file-text",
            lambda: _("Paper sheets"),
            lambda: SheetsPage(
                evening.app, evening.tasks, lambda *_asked: evening.save_to, lambda _w: evening.photos
            ),
            under="meetings",
        ),
        PageEntry(
            "sheet",
            "file-text",
            lambda: _("Enter a sheet"),
            lambda: SheetPage(evening.app, evening.tasks),
            under="meetings",
            needs_place=True,
        ),
    ]
    return shown_window(qtbot, evening, entries, page, place, size, (arrivals, phone))


def shown_window(
    qtbot: Any,
    evening: Evening,
    entries: Sequence[PageEntry],
    page: str,
    place: object,
    size: tuple[int, int],
    owned: Sequence[QObject] = (),
) -> tuple[MainWindow, Any]:
    """Return a window with pages in it, and the page asked for, ready; `owned` goes with the window."""
    bridge = Bridge(evening.app.changes)
    view = ChapterView("Our Revolution Norfolk", entries, bridge)
    for each in (bridge, *owned):
        each.setParent(view)
    view.show_who("Norfolk", "Denise · Lead")
    view.state_line.say(
        StatePart(_("Everything is saved on this laptop"), "shield-check", "good"),
        StatePart(_("Working offline"), "wifi-off", right=True),
    )
    window = MainWindow(LaptopSettings(window=[0, 0, *size]))
    qtbot.addWidget(window, before_close_func=lambda _window: bridge.close())
    window.show_view(view)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view.go(page, place)
    evening.let_go()
    return window, view.page


def type_text(window: QWidget, text: str) -> None:
    """Type letter by letter, wherever the focus is."""
    for letter in text:
        QTest.keyClicks(window.focusWidget() or window, letter)


def press(window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = NO) -> None:
    """Press a key, wherever the focus is."""
    QTest.keyClick(window.focusWidget() or window, key, held)


def hit(evening: Evening, window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = NO) -> None:
    """Press a key, and let what it asked for be done."""
    press(window, key, held)
    evening.let_go()


def told(window: MainWindow) -> str:
    """Return what the notice of the page says, "" if there is none."""
    view = window.view
    assert isinstance(view, ChapterView)
    notice = view.frame.notices.notice
    return notice.accessibleName() if notice is not None else ""


def band(page: DoorPage) -> str:
    """Return what the band at the door says, "" where it does not show."""
    return page.finding.band.accessibleName() if page.finding.band.isVisible() else ""


def who_is_in(evening: Evening) -> list[str]:
    """Return the names of who is in tonight, as the door lists them."""
    return [name for name, _method in how_they_came(evening)]


def how_they_came(evening: Evening) -> list[tuple[str, str]]:
    """Return who is in tonight, and how each signed in: "card", "kiosk"."""
    meeting = evening.app.calendar.next_meeting()
    assert meeting is not None
    return [(each.name, each.method) for each in evening.app.door.who_is_in(meeting.id)]


def names_of(matches: Sequence[Any]) -> list[str]:
    """Return the names in a list of matches."""
    return [match.name for match in matches]
