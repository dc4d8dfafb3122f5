"""Two laptops of one chapter: each works on its own, they swap bundles by hand, and agree."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from chapter_desk.app import App, open_app
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.national.pack import sample_pack_folder
from chapter_desk.core.safekeeping.founding import ChapterDraft, found_chapter
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.kdf import LEAST_COST
from chapter_desk.gui.exchange.page import ExchangePage
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.chapter_view import ChapterView
from chapter_desk.gui.shell.navigation import PageEntry
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.shell.window import MainWindow
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.store import schema
from chapter_desk.values import MeetingId, PersonId
from tests.fakes import HeldTasks
from tests.gui.geometry import settle

FIVE_PM = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)


class Evening:
    """A clock that both laptops look at; each look is a second later."""

    def __init__(self) -> None:
        self.now = FIVE_PM

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Laptop:
    """A real chapter in a real window, used as a person would: through what is on the Exchange page."""

    app: App
    window: MainWindow
    page: ExchangePage
    tasks: HeldTasks
    chosen: list[Path]
    """What the file dialog answers next."""

    def run(self) -> None:
        for _turn in range(3):
            settle()
            self.tasks.let_go_all()

    def press(self, button) -> None:
        assert button.isVisible() and button.isEnabled(), button.accessibleName()
        button.click()
        self.run()

    def press_named(self, name: str) -> None:
        (button,) = [
            each for each in self.page.findChildren(ActionButton)
            if each.accessibleName() == name and each.isVisible()
        ]  # fmt: skip
        self.press(button)

    def write(self, stick: Path, how_much: str = "What is new, 1 of 2") -> Path:
        """Write a bundle for our own laptops to a stick, and return it."""
        before = set(stick.iterdir())
        self.press_named("Our own laptops, 2 of 2")
        self.press_named(how_much)
        self.press(self.page.leaving.write)
        (written,) = set(stick.iterdir()) - before
        assert self.page.leaving.done.name.text() == written.name
        self.press(self.page.leaving.done.again)
        return written

    def look_inside(self, path: Path) -> dict[str, int]:
        self.chosen.append(path)
        self.press(self.page.inbox.open)
        return {key: tile.effect.count for key, tile in self.page.inside.tiles.tiles.items()}

    def take_in(self, path: Path) -> str:
        """Look inside a bundle, take it in, and return what the page says then."""
        self.look_inside(path)
        self.press(self.page.inside.take)
        return self.said()

    def said(self) -> str:
        notice = self.window.view.frame.notices.notice
        return "" if notice is None else notice.accessibleName()


EVERYTHING = "Everything, 2 of 2"


@pytest.fixture
def stick(tmp_path) -> Path:
    stick = tmp_path / "KINGSTON"
    stick.mkdir()
    return stick


@pytest.fixture
def laptops(qtbot, request, tmp_path, stick):
    """The lead's laptop, with a chapter just founded, and Door-2, to which its folder was copied."""
    if not theme().installed:
        theme().install("light", 1.0)
    clock, first = Evening(), tmp_path / "desk" / "Norfolk.chapter"
    first.parent.mkdir()
    draft = ChapterDraft("Our Revolution Norfolk", "23517", "Denise Whitfield")
    key = found_chapter(
        first, draft, "six plain words are quite enough", sample_pack_folder(), clock,
        install_id=install_id(), cost=LEAST_COST,
    ).data_key  # fmt: skip
    app = open_app(first, key, clock=clock)
    app.laptops.rename(app.db.replica_id, "Denise's laptop")
    app.records.add(PersonDraft("María García López", phone_numbers=["757-555-0141"]))
    app.calendar.add(MeetingDraft("November meeting", datetime.fromisoformat("2026-11-24T19:00")))
    app.close()
    second = tmp_path / "door" / "Norfolk.chapter"
    shutil.copytree(first, second)

    opened = []
    for folder in (first, second):
        app = open_app(folder, key, clock=clock)
        request.addfinalizer(app.close)
        tasks, settings, chosen = HeldTasks(), LaptopSettings(bundle_folder=str(stick)), []

        def make(app=app, tasks=tasks, settings=settings, chosen=chosen) -> ExchangePage:
            return ExchangePage(app, tasks, settings, ask_bundle=lambda *_asked: chosen.pop())

        entries = [PageEntry("exchange", "arrow-left-right", lambda: "Exchange", make)]
        view = ChapterView("Our Revolution Norfolk", entries, Bridge(app.changes))
        window = MainWindow(settings)
        qtbot.addWidget(window)
        window.show_view(view)
        window.show()
        laptop = Laptop(app, window, view.page, tasks, chosen)
        laptop.run()
        opened.append(laptop)
    desk, door = opened
    door.app.laptops.rename(door.app.db.replica_id, "Door-2")
    door.run()
    return desk, door


def evening(desk: Laptop, door: Laptop) -> None:
    """Both work: the door signs people in, the desk notes an employer and adds a person."""
    meeting, maria = meeting_of(door.app), maria_of(door.app)
    door.app.sign_ins.sign_in(meeting, maria)
    for name in ("Li Bo", "Jo Ng", "Fatima Al-Ahmad"):
        door.app.sign_ins.walk_in(meeting, WalkIn(name))
    desk.app.records.edit(maria, {"employer": "Harbor Coffee"})
    desk.app.records.add(PersonDraft("Ana Sofía Peña-Núñez"))
    for laptop in (desk, door):
        laptop.run()


def meeting_of(app: App) -> MeetingId:
    return app.calendar.all()[0].meeting.id


def maria_of(app: App) -> PersonId:
    app.roster.load()
    return app.roster.search("maria")[0].row.id


def employer_of_maria(app: App) -> str:
    with app.db.read() as connection:
        query = select(schema.person.c.employer).where(schema.person.c.id == maria_of(app))
        return connection.scalar(query)


def signed_in(app: App) -> int:
    return app.calendar.all()[0].turnout.signed_in


@pytest.mark.parametrize("first", ["the desk", "the door"])
def test_two_laptops_swap_bundles_and_hold_the_same(laptops, stick, first):
    desk, door = laptops
    evening(desk, door)
    assert desk.app.digest() != door.app.digest()
    one, other = (desk, door) if first == "the desk" else (door, desk)
    other.take_in(one.write(stick))
    said = one.take_in(other.write(stick))
    assert "Both laptops hold the same now." in said
    assert desk.app.digest() == door.app.digest()
    assert signed_in(desk.app) == signed_in(door.app) == 4


def test_bundles_that_crossed_on_the_way_lead_to_the_same(laptops, stick):
    desk, door = laptops
    evening(desk, door)
    from_desk, from_door = desk.write(stick), door.write(stick)
    desk.take_in(from_door)
    door.take_in(from_desk)
    assert desk.app.digest() == door.app.digest()
    assert {entry.line for entry in desk.page.laptops.list.entries()} == {"This laptop", "Last heard today"}


def test_the_same_bundle_twice_is_nothing_new(laptops, stick):
    desk, door = laptops
    evening(desk, door)
    path = door.write(stick, EVERYTHING)
    desk.take_in(path)
    before = desk.app.digest()
    counted = desk.look_inside(path)
    assert (counted["new"], counted["changed"]) == (0, 0) and not desk.page.inside.take.isVisible()
    desk.press(desk.page.inside.back)
    assert desk.app.digest() == before and signed_in(desk.app) == 4


def test_a_bundle_taken_back_is_as_before_and_comes_again(laptops, stick):
    desk, door = laptops
    before = desk.app.digest()
    evening(desk, door)
    here = desk.app.digest()
    path = door.write(stick)
    assert "taken in from Door-2." in desk.take_in(path) and signed_in(desk.app) == 4
    desk.press(desk.window.view.frame.notices.notice.buttons[0])
    assert desk.app.digest() == here != before and signed_in(desk.app) == 0
    assert "All is as before this bundle." in desk.said()
    desk.take_in(path)
    door.take_in(desk.write(stick))
    assert desk.app.digest() == door.app.digest() and signed_in(desk.app) == 4


def test_two_answers_are_picked_on_one_laptop_and_hold_on_both(laptops, stick):
    desk, door = laptops
    maria = maria_of(desk.app)
    desk.app.records.edit(maria, {"employer": "Harbor Coffee"})
    door.app.records.edit(maria, {"employer": "Norfolk Port"})
    said = desk.take_in(door.write(stick))
    assert "1 field has two answers: pick one." in said
    ((in_use, other),) = desk.page.answers.buttons.values()
    assert (in_use.value, other.value) == ("Norfolk Port", "Harbor Coffee")
    desk.press(other)
    assert desk.page.answers.buttons == {}
    door.take_in(desk.write(stick))
    assert desk.app.digest() == door.app.digest()
    assert employer_of_maria(desk.app) == employer_of_maria(door.app) == "Harbor Coffee"
