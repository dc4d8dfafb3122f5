"""The Exchange page over a real chapter, with every piece of work in the test's hand."""

import dataclasses
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QWidget

from chapter_desk.core.changes import ChangeFeed
from chapter_desk.core.chapter import Chapter
from chapter_desk.core.history import History
from chapter_desk.core.members.consents import Consents
from chapter_desk.core.members.records import PersonDraft, Records
from chapter_desk.core.steps import Steps
from chapter_desk.core.sync.exchange import Exchange
from chapter_desk.core.sync.kept_answers import KeptAnswers
from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.core.sync.mailbox import Mailbox
from chapter_desk.gui.exchange.page import ExchangePage
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.chapter_view import ChapterView
from chapter_desk.gui.shell.navigation import PageEntry
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.window import MainWindow
from chapter_desk.i18n import _
from tests.exchanging import PACK, Desk
from tests.fakes import HeldTasks
from tests.gui.geometry import settle
from tests.gui.pages import SmallPage, shown_window

OWN_KEYS = dataclasses.replace(PACK, keys=msgspec.structs.replace(PACK.keys, sample_only=False))
"""National's pack with keys that are its own, as far as anybody here knows."""


class Services:
    """What the page needs of an open chapter, over a test's laptop."""

    def __init__(self, desk: Desk, pack=OWN_KEYS) -> None:
        self.desk, self.pack = desk, pack
        desk.exchange = Exchange(desk.db, desk.folder, pack)
        self.changes = ChangeFeed()
        desk.db.on_commit = lambda committed: self.changes.publish(*committed.areas)
        (desk.folder / "inbox").mkdir(exist_ok=True)

    @property
    def exchange(self):
        return self.desk.exchange

    @cached_property
    def mailbox(self) -> Mailbox:
        return Mailbox(self.desk.db, self.desk.folder)

    @cached_property
    def kept_answers(self) -> KeptAnswers:
        return KeptAnswers(self.desk.db)

    @cached_property
    def laptops(self) -> Laptops:
        return Laptops(self.desk.db)

    @cached_property
    def chapter(self) -> Chapter:
        return Chapter(self.desk.db)

    @cached_property
    def history(self) -> History:
        return History(self.desk.db, self.steps, self.exchange.can_undo_take_in)

    @cached_property
    def steps(self) -> Steps:
        return Steps(self.desk.db, undo_take_in=self.exchange.undo_take_in)

    def add_person(self, name: str, *, shares: bool | None = None) -> str:
        """Keep a person, with their answer to sharing with national if they gave one."""
        person = Records(self.desk.db).add(PersonDraft(name))
        if shares is not None:
            self.note_answer(person, shares)
        return person

    def note_answer(self, person: str, shares: bool) -> None:
        """Note whether somebody may be named to national."""
        Consents(self.desk.db).note(person, "share-with-national", given=shares, wording="May we?")


@dataclass
class Shown:
    """A window with the page in it.  `chosen` is what the file dialogs answer."""

    window: MainWindow
    view: ChapterView
    services: Services
    tasks: HeldTasks
    settings: LaptopSettings
    chosen: list[Path]

    @property
    def page(self) -> ExchangePage:
        page = self.view.page
        assert isinstance(page, ExchangePage)
        return page

    def run(self) -> None:
        """Let all work go, and what it leads to."""
        self.tasks.let_go_all()
        settle()
        self.tasks.let_go_all()

    def press(self, button: QWidget) -> None:
        """Press a button that can be pressed, and let all work go."""
        assert button.isEnabled() and not button.isHidden(), button
        button.click()
        self.run()

    def notice(self) -> str:
        """Return what the notice says, "" for none."""
        notice = self.view.frame.notices.notice
        return notice.accessibleName() if notice is not None else ""

    def press_in_notice(self, number: int = 0) -> None:
        self.press(self.view.frame.notices.notice.buttons[number])


def show_exchange(
    qtbot, services: Services, tasks: HeldTasks, width: int = 1366, height: int = 768, *, settled: bool = True
) -> Shown:
    """Open the Exchange page of a chapter; work waits unless `settled`."""
    settings, chosen = LaptopSettings(), []

    def answer(_window: QWidget, _start: Path) -> Path | None:
        return chosen.pop() if chosen else None

    def make() -> ExchangePage:
        return ExchangePage(services, tasks, settings, ask_folder=answer, ask_bundle=answer)

    entries = [
        PageEntry("exchange", "arrow-left-right", lambda: _("Exchange"), make),
        PageEntry("today", "sun", lambda: _("Today"), lambda: SmallPage("today")),
    ]
    view = ChapterView("Our Revolution Norfolk", entries, Bridge(services.changes))
    window = shown_window(qtbot, view, width, height)
    if (window.width(), window.height()) != (width, height):  # the screen of the tests is a small one
        window.showNormal()
        window.resize(width, height)
        settle()
    shown = Shown(window, view, services, tasks, settings, chosen)
    if settled:
        shown.run()
    return shown
