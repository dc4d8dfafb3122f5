"""The one list of pages: a page that exists stands here, and nowhere else.

A page engineer adds one line to `pages`, and one small function that imports the page when it is first
opened, so that opening a chapter does not load every page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from chapter_desk.app import App
from chapter_desk.gui.settings.asks import ChapterAsks
from chapter_desk.gui.shell.navigation import PageEntry
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.i18n import _

if TYPE_CHECKING:
    from chapter_desk.gui.door.arrivals import Arrivals
    from chapter_desk.gui.door.laptops_line import DoorLine
    from chapter_desk.gui.door.phone_switch import PhoneSwitch


_OF_A_HELPER = ("door", "sort-out", "settings")
"""The pages of a laptop that only helps at a door."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a page may be made with."""

    app: App
    tasks: Tasks
    settings: LaptopSettings
    asks: ChapterAsks = field(default_factory=ChapterAsks)


def pages(given: Given) -> Sequence[PageEntry]:
    """Return the pages of an open chapter in the order of the rail; the first is shown first."""
    arrivals = cache(lambda: _arrivals(given))  # who waits at the door outlives its page
    phone = cache(lambda: _phone(given, arrivals()))
    line = cache(lambda: _line(given))
    all_pages = [
        PageEntry("today", "sun", lambda: _("Today"), lambda: _today(given)),
        PageEntry("door", "door-open", lambda: _("Door"), lambda: _door(given, arrivals(), phone(), line())),
        PageEntry("sort-out", "circle-question-mark", lambda: _("To sort out"), lambda: _sort_out(given)),
        PageEntry("members", "users", lambda: _("Members"), lambda: _members(given)),
        PageEntry("import", "upload", lambda: _("Import a list"), lambda: _import(given), under="members"),
        PageEntry(
            "same-person",
            "git-compare",
            lambda: _("Same person?"),
            lambda: _same_person(given),
            under="members",
        ),
        PageEntry("meetings", "calendar-days", lambda: _("Meetings"), lambda: _meetings(given)),
        PageEntry(
            "expected", "users", lambda: _("Who is expected"), lambda: _expected(given), under="meetings"
        ),
        PageEntry(
            "calendar",
            "calendar-days",
            lambda: _("Calendar files"),
            lambda: _calendar(given),
            under="meetings",
        ),
        PageEntry("after", "phone", lambda: _("Afterwards"), lambda: _after(given), under="meetings"),
        PageEntry("cash-box", "hand", lambda: _("Cash box"), lambda: _cash_box(given), under="meetings"),
        PageEntry("sheets", "file-text", lambda: _("Paper sheets"), lambda: _sheets(given), under="meetings"),
        PageEntry(
            "sheet",
            "file-text",
            lambda: _("Enter a sheet"),
            lambda: _sheet(given),
            under="meetings",
            needs_place=True,
        ),
        PageEntry("plan", "list-checks", lambda: _("Plan"), lambda: _plan(given)),
        PageEntry("agreement", "file-pen-line", lambda: _("Agreement"), lambda: _agreement(given)),
        PageEntry("exchange", "arrow-left-right", lambda: _("Exchange"), lambda: _exchange(given)),
        PageEntry("history", "history", lambda: _("History"), lambda: _history(given), low=True),
        PageEntry("settings", "settings", lambda: _("Settings"), lambda: _settings(given), low=True),
        PageEntry(
            "recovery-code",
            "key-round",
            lambda: _("Recovery code"),
            lambda: _recovery_code(given),
            under="settings",
        ),
    ]
    if given.app.door_laptops.helps_at is None:
        return all_pages
    return [entry for entry in all_pages if entry.key in _OF_A_HELPER]


def _today(given: Given) -> Page:
    from chapter_desk.gui.today.page import TodayPage

    return TodayPage(given.app, given.tasks, given.settings)


def _arrivals(given: Given) -> "Arrivals":
    from chapter_desk.gui.door.arrivals import Arrivals

    return Arrivals(given.app.sign_ins, given.tasks)


def _phone(given: Given, arrivals: "Arrivals") -> "PhoneSwitch":
    from chapter_desk.gui.door.phone_switch import PhoneSwitch

    return PhoneSwitch(given.app, given.tasks, arrivals, given.settings)


def _line(given: Given) -> "DoorLine":
    from chapter_desk.gui.door.laptops_line import DoorLine

    return DoorLine(given.app, given.tasks)


def _sort_out(given: Given) -> Page:
    from chapter_desk.gui.sorting.page import SortOutPage

    return SortOutPage(given.app, given.tasks)


def _members(given: Given) -> Page:
    from chapter_desk.gui.members.members_page import MembersPage

    return MembersPage(given.app, given.tasks)


def _import(given: Given) -> Page:
    from chapter_desk.gui.members.import_page import ImportPage

    return ImportPage(given.app, given.tasks)


def _same_person(given: Given) -> Page:
    from chapter_desk.gui.members.doubles_page import DoublesPage

    return DoublesPage(given.app, given.tasks)


def _meetings(given: Given) -> Page:
    from chapter_desk.gui.meetings.page import MeetingsPage

    return MeetingsPage(given.app, given.tasks)


def _expected(given: Given) -> Page:
    from chapter_desk.gui.meetings.expected_page import ExpectedPage

    return ExpectedPage(given.app, given.tasks)


def _calendar(given: Given) -> Page:
    from chapter_desk.gui.meetings.calendar_page import CalendarPage

    return CalendarPage(given.app, given.tasks)


def _after(given: Given) -> Page:
    from chapter_desk.gui.meetings.after_page import AfterPage

    return AfterPage(given.app, given.tasks)


def _cash_box(given: Given) -> Page:
    from chapter_desk.gui.fundraising.cash_box_page import CashBoxPage

    return CashBoxPage(given.app, given.tasks)


def _sheets(given: Given) -> Page:
    from chapter_desk.gui.meetings.sheets_page import SheetsPage

    return SheetsPage(given.app, given.tasks)


def _sheet(given: Given) -> Page:
    from chapter_desk.gui.meetings.sheet_page import SheetPage

    return SheetPage(given.app, given.tasks)


def _door(given: Given, arrivals: "Arrivals", phone: "PhoneSwitch", line: "DoorLine") -> Page:
    from chapter_desk.gui.door.page import DoorPage

    return DoorPage(given.app, given.tasks, arrivals, given.settings, phone, line)


def _plan(given: Given) -> Page:
    from chapter_desk.gui.plan.plan_page import PlanPage

    return PlanPage(given.app, given.tasks)


def _agreement(given: Given) -> Page:
    from chapter_desk.gui.agreements.agreement_page import AgreementPage

    return AgreementPage(given.app, given.tasks)


def _exchange(given: Given) -> Page:
    from chapter_desk.gui.exchange.page import ExchangePage

    return ExchangePage(given.app, given.tasks, given.settings)


def _history(given: Given) -> Page:
    from chapter_desk.gui.history.page import HistoryPage

    return HistoryPage(given.app, given.tasks)


def _settings(given: Given) -> Page:
    from chapter_desk.gui.settings.page import SettingsPage

    return SettingsPage(given.app, given.tasks, given.settings, given.asks)


def _recovery_code(given: Given) -> Page:
    from chapter_desk.gui.opening.recovery_code_page import RecoveryCodePage

    return RecoveryCodePage(given.app, given.tasks)
