"""People on file in a real chapter, and the pages about them, for tests."""

from datetime import date, datetime
from typing import Any

from chapter_desk.core.fundraising.gifts import GiftDraft
from chapter_desk.core.meetings.meeting import Meeting
from chapter_desk.gui.members.doubles_page import DoublesPage
from chapter_desk.gui.members.import_page import ImportPage
from chapter_desk.gui.members.members_page import MembersPage
from chapter_desk.gui.shell.navigation import PageEntry
from chapter_desk.gui.shell.window import MainWindow
from chapter_desk.i18n import _
from chapter_desk.values import PersonId
from tests.gui.evening import Evening, shown_window


def held_meeting(evening: Evening, title: str, starts_at: str = "2026-11-23T19:00") -> Meeting:
    """Open the door of a meeting; `starts_at` is the time on the wall."""
    return evening.app.calendar.open_door(
        evening.meeting(title, starts_at=datetime.fromisoformat(starts_at)).id
    )


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
    meeting = held_meeting(evening, "October meeting", "2026-11-23T18:30")
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
    return shown_window(qtbot, evening, entries, page, place, size)
