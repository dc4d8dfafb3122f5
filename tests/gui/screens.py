"""Every screen of an open chapter, in the real window: how to come to it, by name.

    for problem in walk(desk): ...          each screen is visited in turn

A page that is added to `chapter_desk.gui.pages` is here by itself; its panels are added to `SCREENS`.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chapter_desk.core.fundraising.cash_box import BoxGift
from chapter_desk.core.fundraising.rules import CASH_BOX
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.core.samples.chapter import make_sample
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.fundraising.cash_box_now import CashBoxPlace
from chapter_desk.gui.meetings.meeting_panels import CAME
from chapter_desk.gui.opening.desk import Desk
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.window import MainWindow
from tests.gui.geometry import settle

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
EVENING = datetime(2026, 11, 12, 23, 31, 8, tzinfo=UTC)
"""Half past six in Norfolk, on the day of the sample's meeting."""


class Ticking:
    """An evening that goes on a little whenever it is looked at."""

    def __init__(self) -> None:
        self._now = EVENING

    def __call__(self) -> datetime:
        self._now += timedelta(milliseconds=200)
        return self._now


@dataclass(frozen=True)
class KeptSample:
    """A sample chapter that was made once, and its key."""

    folder: Path
    key: bytes

    def opened(self, qtbot: Any, tasks: Any, where: Path, size: tuple[int, int] = (1366, 768)) -> "Visit":
        """Open a copy of it, in a window of this size."""
        copy = shutil.copytree(self.folder, where / self.folder.name)
        window = MainWindow(LaptopSettings(window=[0, 0, *size]))
        qtbot.addWidget(window, before_close_func=_put_away)
        desk = Desk(window, window.settings, tasks, Ticking(), cost=Cost(8, 1))
        desk.begin()
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        desk.keeper.open(copy, self.key)
        visit = Visit(desk, tasks)
        visit.go_on()
        window.resize(*size)
        visit.app.roster.load()
        return visit


def kept_sample(folder: Path) -> KeptSample:
    """Make the sample chapter that the visits are copies of."""
    path = folder / "Sample.chapter"
    made = make_sample(path, clock=Ticking(), install_id=install_id(), cost=Cost(8, 1))
    return KeptSample(path, made.data_key)


class Visit:
    """Goes from screen to screen of a chapter in the program's own window."""

    def __init__(self, desk: Desk, tasks: Any) -> None:
        self.desk, self.tasks = desk, tasks

    @property
    def window(self) -> MainWindow:
        return self.desk.window

    @property
    def view(self) -> Any:
        assert self.desk.host is not None
        return self.desk.host.view

    @property
    def app(self) -> Any:
        assert self.desk.host is not None
        return self.desk.host.app

    @property
    def page(self) -> Any:
        page = self.view.page
        assert isinstance(page, Page)
        return page

    def keys(self) -> list[str]:
        """Return the keys of all pages there are."""
        return list(self.view._entries)

    def go_on(self) -> None:
        """Let all work be done, and what it leads to."""
        settle()
        while self.tasks.held:
            self.tasks.let_go_all()
            settle()

    def go(self, key: str, place: object = None) -> Any:
        """Show a page; return it."""
        self.view.frame.close_panel()
        self.view.go(key, place)
        self.go_on()
        return self.page

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key, wherever the focus is."""
        QTest.keyClick(self.window.focusWidget() or self.window, key, held)
        self.go_on()

    def type(self, text: str) -> None:
        """Type letter by letter, wherever the focus is."""
        for letter in text:
            QTest.keyClicks(self.window.focusWidget() or self.window, letter)
        self.go_on()

    def somebody(self) -> str:
        """Return somebody with a story."""
        return str(self.app.roster.search("mar", 1)[0].row.id)

    def door(self) -> Any:
        """Open the door of the next meeting; return its page."""
        meeting = self.app.calendar.next_meeting()
        page = self.go("door", DoorPlace(meeting.id, open=True))
        self.press(Qt.Key.Key_Escape)
        return page

    def person(self, tab: int = 0) -> Any:
        """Show somebody beside the list, turned to a tab."""
        page = self.go("members")
        page.show_person(self.somebody())
        self.go_on()
        page.panel.show_form(False)
        page.panel.tabs.setCurrentIndex(tab)
        return page.panel

    def walk(self, *names: str) -> Iterator[str]:
        """Visit each screen, or these, and stop at each with its name."""
        for key in self.keys():
            if not names or key in names:
                self.go(key)
                yield key
        for name, come in SCREENS.items():
            if not names or name in names:
                come(self)
                self.go_on()
                yield name
                self.window.palette_of_commands.finder.close_finder()


def _letters(visit: Visit) -> None:
    visit.door()
    visit.type("mar")


def _walk_in(visit: Visit) -> None:
    visit.door()
    visit.press(Qt.Key.Key_N, CTRL)
    visit.type("Marisol Gutierrez")


def _signed_in(visit: Visit) -> None:
    visit.door()
    visit.type("jo")
    visit.press(Qt.Key.Key_Return)


def _run(visit: Visit, page: Any, name: str) -> None:
    """Do what the palette does with a command of this page."""
    next(command for command in page.commands() if command.name == name).run()
    visit.go_on()


def _under_18(visit: Visit) -> None:
    door = visit.door()
    visit.press(Qt.Key.Key_N, CTRL)
    visit.type("Kai Young")
    door.form.besides.minor.click()
    visit.press(Qt.Key.Key_Return)
    visit.type("kai y")


def _vote(visit: Visit) -> None:
    """A roll that is frozen, a ballot that was handed out, and a count that does not close."""
    visit.door()
    visit.press(Qt.Key.Key_V, ALT)
    visit.type("jo")
    visit.press(Qt.Key.Key_Return)
    visit.press(Qt.Key.Key_R, ALT)
    panel = visit.page.stances.vote.panel
    if panel.freeze.isVisible():
        panel.freeze.click()
        visit.go_on()
    panel.returned.set_text("9")
    visit.press(Qt.Key.Key_Return)


def _household(visit: Visit) -> None:
    panel = visit.person(2)
    mates = [hit.row.id for hit in visit.app.roster.search("jo", 3)]
    visit.app.households.put_together([visit.somebody(), *mates])
    panel.read()


def _form(visit: Visit) -> None:
    visit.person().flip_form()


def _gift(visit: Visit) -> None:
    visit.person().story.add_gift.click()


def _two_alike(visit: Visit) -> None:
    jim = visit.app.records.add(PersonDraft("Jim Example", phone_numbers=["757-555-0199"]))
    james = visit.app.records.add(PersonDraft("James Example", phone_numbers=["757-555-0199"]))
    visit.go("same-person", (jim, james))


def _joined(visit: Visit) -> None:
    panel = visit.person()
    visit.app.same_person.link(visit.somebody(), visit.app.roster.search("jo", 1)[0].row.id)
    panel.read()
    panel.begin_comparing()


def _plan_as_list(visit: Visit) -> None:
    page = visit.go("plan")
    if not page.body.as_list:
        page.turn_view()


def _plan_as_board(visit: Visit) -> Any:
    page = visit.go("plan")
    if page.body.as_list:
        page.turn_view()
    return page


def _action(visit: Visit) -> None:
    page = _plan_as_board(visit)
    page.open_action(visit.app.planning.issues()[0].actions[0].id)


def _meeting(visit: Visit, view: str = "") -> None:
    page = visit.go("meetings")
    meeting = visit.app.calendar.past()[0].meeting if view else visit.app.calendar.next_meeting()
    page.open_meeting(meeting.id, view=view)


def _in_doubt(visit: Visit, page: Any) -> None:
    meeting = visit.app.calendar.next_meeting()
    visit.app.calendar.open_door(meeting.id)
    name = visit.app.roster.search("mar", 1)[0].row.display_name
    visit.app.sign_ins.walk_in(meeting.id, WalkIn(name, email="mar@"))
    visit.go_on()
    page.table.choose_first()


def _cash_box(visit: Visit) -> Any:
    """The box of the last meeting, with a gift of somebody and one over the limit."""
    app = visit.app
    meeting, giver = app.calendar.past()[0].meeting.id, app.roster.search("mar", 1)[0].row.id
    if not app.money_rule.now().rule.money_entry:
        app.money_rule.choose(CASH_BOX, giver, "The room costs forty dollars")
        app.cash_boxes.keep(meeting, BoxGift(9000, "cash", giver))
        app.cash_boxes.keep(meeting, BoxGift(6000), set_aside=True)
    return visit.go("cash-box", CashBoxPlace(meeting))


def _paper(visit: Visit) -> None:
    visit.go("agreement").show_paper()


def _laptop(visit: Visit) -> None:
    page = visit.go("exchange")
    page.asides.show_laptop(page._now.laptops[0])


def _step(visit: Visit) -> None:
    page = visit.go("history")
    page.table.setFocus()
    page._open_current()


def _palette(visit: Visit) -> None:
    visit.go("today")
    visit.window.open_palette()
    visit.go_on()
    visit.type("mar")


def _help(visit: Visit, key: str) -> None:
    visit.go(key)
    visit.view._help()


def _who(visit: Visit) -> None:
    visit.go("today")
    visit.view.who_asked.emit()


SCREENS: dict[str, Callable[[Visit], object]] = {
    "door, open": Visit.door,
    "door, letters typed": _letters,
    "door, signed in": _signed_in,
    "door, walk-in": _walk_in,
    "door, who is in": lambda visit: visit.door()._show_everybody(),
    "door, to sort out": lambda visit: (visit.door(), visit.press(Qt.Key.Key_J, CTRL)),
    "door, who ticks": lambda visit: (visit.door(), visit.press(Qt.Key.Key_T, ALT)),
    "door, under 18": lambda visit: _under_18(visit),
    "door, vote": lambda visit: _vote(visit),
    "door, kiosk": lambda visit: (visit.door(), visit.press(Qt.Key.Key_F11)),
    "door, badges": lambda visit: _run(visit, visit.door(), "door.badges"),
    "door, laptops": lambda visit: _run(visit, visit.door(), "door.laptops"),
    "today, ready": lambda visit: _run(visit, visit.go("today"), "today.ready"),
    "members, cards": lambda visit: _run(visit, visit.go("members"), "members.cards"),
    "door, closing": lambda visit: visit.door().close_button.click(),
    "sort-out, chosen": lambda visit: _in_doubt(visit, visit.go("sort-out")),
    "members, story": Visit.person,
    "members, notes": lambda visit: visit.person(1),
    "members, household": _household,
    "members, changes": lambda visit: visit.person(3),
    "members, form": _form,
    "members, gift": _gift,
    "members, add": lambda visit: visit.go("members").add_person(),
    "members, made of two": _joined,
    "same-person, two": _two_alike,
    "meetings, meeting": _meeting,
    "meetings, who came": lambda visit: _meeting(visit, CAME),
    "expected, invite": lambda visit: visit.go("expected").open_invite(),
    "expected, remind": lambda visit: visit.go("expected").open_remind(),
    "calendar, save": lambda visit: visit.go("calendar").open_save(),
    "cash-box, lines": _cash_box,
    "cash-box, gift": lambda visit: _cash_box(visit).open_gift(),
    "cash-box, count": lambda visit: _cash_box(visit).open_count(),
    "after, call": lambda visit: visit.go("after")._open_current(),
    "after, thanks": lambda visit: visit.go("after").open_thanks(),
    "meetings, new": lambda visit: visit.go("meetings").open_new(),
    "plan, list": _plan_as_list,
    "plan, action": _action,
    "plan, issue": lambda visit: _plan_as_board(visit).add_issue(),
    "agreement, paper": _paper,
    "exchange, keys": lambda visit: visit.go("exchange").asides.show_keys(),
    "exchange, laptop": _laptop,
    "history, step": _step,
    "settings, passphrase": lambda visit: visit.go("settings").change_passphrase(),
    "palette": _palette,
    "who works here": _who,
    "help, today": lambda visit: _help(visit, "today"),
    "help, door": lambda visit: _help(visit, "door"),
    "help, members": lambda visit: _help(visit, "members"),
    "help, exchange": lambda visit: _help(visit, "exchange"),
}
"""The states of the pages, each by what brings a person there."""


def _put_away(window: MainWindow) -> None:
    desk = next((child for child in window.children() if isinstance(child, Desk)), None)
    if desk is not None and desk.host is not None:
        desk.host.let_go()
        desk.host.app.close()
    window.may_close = lambda: True
