"""A laptop that only helps at a door, through its window: opened and closed by the chapter's, late ones."""

import pytest
from PySide6.QtCore import Qt

from chapter_desk.app import open_app
from chapter_desk.core.meetings.meeting import MeetingState
from chapter_desk.core.safekeeping.founding_door import found_door
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.door.laptops_line import DoorLine
from chapter_desk.gui.today.state_keeper import StateKeeper
from chapter_desk.i18n import use_language
from tests.gui.accessibility import nameless
from tests.gui.evening import Evening, press, shown, type_text
from tests.gui.geometry import assert_well_laid_out
from tests.gui.test_door_laptops import use


@pytest.fixture
def evening(evening):
    for name in ("Maria Gutierrez", "Rosa Parks", "Leo Park"):
        evening.person(name)
    return evening


@pytest.fixture
def meeting(evening):
    return evening.meeting()


@pytest.fixture
def helper(evening, meeting, tmp_path):
    """The evening at the other laptop."""
    welcome = evening.app.door_laptops.take_in(meeting.id, "Door-2")
    path = tmp_path / "Norfolk Door-2.chapter"
    key = found_door(path, welcome, "open the door please", evening.clock, install_id=install_id(),
                     cost=Cost(8, 1))  # fmt: skip
    helper = Evening(open_app(path, key, clock=evening.clock), evening.clock, evening.tasks)
    yield helper
    helper.app.close()


@pytest.fixture
def give(evening, helper):
    """Bring over what is new, as the line does; both ways."""

    def over() -> None:
        there, here = helper.app, evening.app
        replica = there.db.replica_id
        here.exchange.hear(there.door_bundles.attendance(here.door_bundles.has_of(replica)).sealed())
        there.exchange.hear(here.door_bundles.pack(replica, there.door_bundles.has_of_host()).sealed())
        helper.let_go()

    return over


@pytest.fixture
def page(qtbot, helper):
    page = shown(qtbot, helper, "door", DoorPlace())[1]
    use(page.stances.laptops, DoorLine(helper.app, helper.tasks, list, call=None))
    helper.let_go()
    page.told_of = []
    page.told.connect(page.told_of.append)
    return page


def told(page) -> str:
    return " ".join(f"{each.fact} {each.line}" for each in page.told_of)


def test_before_it_opens_the_helper_waits_for_the_chapters_or_opens_it(page, evening, helper, meeting, give):
    assert page.body.shown is page.closed and page.closed.open.text() == "Open the door"
    for gone in (page.closed.plan, page.closed.others, page.closed.came):
        assert not gone.isVisible()
    evening.app.calendar.open_door(meeting.id)
    give()
    assert page.body.shown is page.finding and not page.close_button.isVisible()
    assert not page.stances.paper_button.isVisible() and page.stances.kiosk_button.isVisible()


def test_a_door_opened_at_the_helper_is_open_at_the_chapters(page, evening, helper, meeting, give):
    page.closed.open.setFocus()
    press(page.window(), Qt.Key.Key_Space)
    helper.let_go()
    assert page.body.shown is page.finding
    give()
    assert evening.app.calendar.meeting(meeting.id).state is MeetingState.OPEN


def test_the_door_closed_at_the_chapters_is_told_and_a_late_one_is_signed_in(
    page, evening, helper, meeting, give
):
    evening.app.calendar.open_door(meeting.id)
    give()
    evening.clock.now = evening.clock.now.replace(hour=2, minute=4, second=0, day=24)
    evening.app.calendar.end(meeting.id)
    give()
    assert page.body.shown is page.closed
    assert page.closed._words.accessibleName().startswith("The door was closed at 9:04 PM")
    assert page.closed.open.text() == "Sign in a late one" and page.closed.open.hasFocus()
    press(page.window(), Qt.Key.Key_Space)
    helper.let_go()
    assert page.body.shown is page.finding and "The door was closed at 9:04" in page.context()
    assert not page.stances.kiosk_button.isVisible() and not page.close_button.isVisible()
    type_text(page.window(), "rosa")
    press(page.window(), Qt.Key.Key_Return)
    helper.let_go()
    assert helper.app.door.evening(meeting.id)[1].signed_in == 1
    assert page.body.shown is page.finding, "the next late one can be typed"
    give()
    assert evening.app.door.evening(meeting.id)[1].signed_in == 1
    assert evening.app.calendar.meeting(meeting.id).state is MeetingState.ENDED
    evening.app.calendar.open_door(meeting.id)
    give()
    assert "closed" not in page.context() and page.stances.kiosk_button.isVisible()


def test_a_greeter_in_the_middle_of_a_name_is_not_interrupted(page, evening, helper, meeting, give):
    evening.app.calendar.open_door(meeting.id)
    give()
    type_text(page.window(), "leo")
    evening.app.calendar.end(meeting.id)
    give()
    assert page.body.shown is page.finding and page.finding.search.text() == "leo"
    assert "after the fact" in told(page)
    press(page.window(), Qt.Key.Key_Return)
    helper.let_go()
    assert helper.app.door.evening(meeting.id)[1].signed_in == 1


def test_on_a_helper_nothing_closes_the_door_and_nothing_leads_where_it_has_no_page(
    page, evening, helper, meeting, give
):
    evening.app.calendar.open_door(meeting.id)
    give()
    commands = {each.name: each for each in page.commands()}
    for name in ("door.close", "door.paper", "door.ready"):
        assert not commands[name].able(), name
    assert commands["door.kiosk"].able()
    evening.app.calendar.end(meeting.id)
    give()
    assert page.stances.laptops.button.isVisible(), "who came can still be brought back on a stick"
    assert commands["door.laptops"].able() and not commands["door.kiosk"].able()


def test_the_foot_of_a_helper_says_nothing_of_national(page, evening, helper, meeting, give):
    evening.app.calendar.open_door(meeting.id)
    give()
    keeper = StateKeeper(helper.app, helper.tasks, page.window().view._bridge, page)
    keeper.read()
    helper.let_go()
    assert helper.app.door_laptops.helps_at is not None and keeper.parts() == ()


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_closed_door_fits(page, evening, helper, meeting, give, language):
    use_language(language)
    evening.app.calendar.open_door(meeting.id)
    evening.app.calendar.end(meeting.id)
    give()
    assert_well_laid_out(page.window())
    assert not nameless(page.window())
