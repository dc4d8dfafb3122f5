"""Several laptops through two windows: a code on one, typed on the other, both doors count together."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from chapter_desk.app import open_app
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.door.laptops_line import DoorLine
from chapter_desk.gui.opening.join_page import JoinPage
from chapter_desk.gui.pages import Given, pages
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.shell.window import MainWindow
from chapter_desk.i18n import use_language
from chapter_desk.link.joining import Void
from tests.gui.accessibility import nameless
from tests.gui.evening import press, shown
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.phones import LOOPBACK

PASSPHRASE = "maple harbor violet seven bridge"
CHEAP = Cost(8, 1)
NOW = datetime(2026, 11, 23, 23, 45, tzinfo=UTC)


@pytest.fixture
def evening(evening):
    evening.person("Maria Gutierrez", phone="(757) 555-0141", email="maria@example.org")
    return evening


@pytest.fixture
def meeting(evening):
    return evening.meeting()


@pytest.fixture
def page(qtbot, evening, meeting):
    return open_door(qtbot, evening, meeting)[1]


def open_door(qtbot, evening, meeting, size=(1366, 768)):
    window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True), size)
    line = DoorLine(evening.app, evening.tasks, lambda: [LOOPBACK], address="127.0.0.1", port=0, call=None)
    use(page.stances.laptops, line)
    return window, page


def use(corner, line):
    """Give the corner a line on the loopback."""
    line.setParent(corner)
    corner.line = line
    line.changed.connect(corner._line_changed)
    corner.panel.cancel_asked.connect(line.no_more)


def add(page, evening):
    """Press Laptops and Add a laptop; return the code on the screen."""
    corner = page.stances.laptops
    corner.button.click()
    evening.let_go()
    corner.panel.add.click()
    evening.let_go()
    return corner.panel.code.text()


@pytest.fixture
def joining(qtbot, evening, tmp_path):
    """The start of the other laptop."""
    joining = JoinPage(
        evening.tasks, lambda: NOW, cost=CHEAP, look=None, ask=lambda _w: None, folder=tmp_path / "other"
    )
    (tmp_path / "other").mkdir()
    window = a_window(qtbot, joining)
    yield joining
    window.close()


def a_window(qtbot, joining) -> MainWindow:
    window = MainWindow(LaptopSettings(window=[0, 0, 1366, 768]))
    qtbot.addWidget(window)
    window.show_view(joining)
    window.show()
    return window


def type_in(joining, address, code):
    joining.address.set_text(address)
    joining.code.set_text(code)
    joining.passphrase.first.set_text(PASSPHRASE)
    joining.passphrase.again.set_text(PASSPHRASE)


def test_a_laptop_joins_by_the_code_and_both_windows_count_everybody(
    qtbot, evening, meeting, page, joining, home
):
    corner = page.stances.laptops
    code = add(page, evening)
    assert len(code) == 7 and corner.line.address == LOOPBACK.address
    made = []
    joining.joined.connect(lambda *folder: made.append(folder))
    type_in(joining, f"127.0.0.1:{corner.line.host.port}", code)
    joining.join.click()
    evening.let_go()
    ((path, key),) = made
    other = open_app(path, key, clock=lambda: NOW)
    try:
        assert other.door_laptops.helps_at == meeting.id
        shown_there = [entry.key for entry in pages(Given(other, evening.tasks, evening.settings))]
        assert shown_there == ["door", "sort-out", "settings"]
        line = DoorLine(other, evening.tasks, list, call=None)
        line.keep_in_step()
        maria = evening.app.roster.search("maria")[0].row.id
        other.sign_ins.sign_in(meeting.id, maria)
        qtbot.waitUntil(lambda: evening.app.door_laptops.tonight(meeting.id).all_in == 1, timeout=20_000)
        qtbot.waitUntil(lambda: "1 in at all doors" in _read(corner, evening), timeout=20_000)
        assert corner.panel.counts.text() == "1 in at all doors, 0 on this laptop"
        assert [row[1:3] for row in corner.panel._shown] == [("Laptop 1", 0), ("Door-2", 1)]
        assert corner.panel.left.text() == "Door-2 has joined."
        assert corner.line.code.void is Void.USED and not corner.panel.code.isVisible()
    finally:
        other.close()


def _read(corner, evening) -> str:
    evening.let_go()
    return corner.panel.counts.text()


def test_by_keys_alone_a_code_is_shown_and_put_away(evening, page):
    corner = page.stances.laptops
    (open_and_add,) = [each for each in page.commands() if each.name == "door.add_laptop"]
    assert open_and_add.able()
    open_and_add.run()
    evening.let_go()
    assert corner.panel.isVisible() and corner.panel.code.isVisible()
    corner.panel.cancel.setFocus()
    press(page.window(), Qt.Key.Key_Space)
    evening.let_go()
    assert not corner.panel.code_card.isVisible() and corner.panel.add.isVisible()
    press(page.window(), Qt.Key.Key_Escape)
    assert not corner.panel.isVisible()


def test_a_wrong_code_is_said_at_the_other_laptop_and_everything_typed_stays(evening, page, joining):
    code = add(page, evening)
    wrong = "000 000" if code != "000 000" else "111 111"
    type_in(joining, f"127.0.0.1:{page.stances.laptops.line.host.port}", wrong)
    joining.join.click()
    evening.let_go()
    assert "did not take this code" in joining.trouble.text()
    assert joining.code.text() == wrong and joining.passphrase.text() == PASSPHRASE
    assert joining.join.isEnabled()


def test_what_is_missing_is_said_before_anything_is_tried(evening, joining):
    type_in(joining, "somewhere", "123456")
    joining.join.click()
    assert "not an address" in joining.trouble.text()
    type_in(joining, "127.0.0.1:9", "12345")
    joining.join.click()
    assert joining.code.problem() == "The code has six digits."
    joining.code.set_text("123456")
    joining.passphrase.again.set_text("other")
    joining.join.click()
    assert joining.trouble.text() == "Type it once more, so that no slip locks you out."
    joining.passphrase.again.set_text(PASSPHRASE)
    joining.join.click()
    evening.let_go()
    assert "No laptop answers there." in joining.trouble.text()


def test_a_laptop_joins_by_a_stick_and_brings_back_who_came_on_one(
    evening, meeting, page, joining, tmp_path, home
):
    corner = page.stances.laptops
    stick = tmp_path / "stick"
    stick.mkdir()
    corner.ask = lambda _window: stick
    corner.button.click()
    evening.let_go()
    corner.panel.stick.click()
    evening.let_go()
    spoken = corner.panel.stick_words.text()
    (file,) = stick.iterdir()
    assert len(spoken.split()) == 5 and file.name in corner.panel.stick_how.text()
    joining._ask = lambda _window: file
    joining.stick.click()
    assert not joining.place_field.isVisible() and not joining.address.isVisible()
    type_in(joining, "", spoken)
    made = []
    joining.joined.connect(lambda *folder: made.append(folder))
    joining.join.click()
    evening.let_go()
    ((path, key),) = made
    other = open_app(path, key, clock=lambda: NOW)
    try:
        maria = evening.app.roster.search("maria")[0].row.id
        other.sign_ins.sign_in(meeting.id, maria)
        back = other.door_bundles.write_attendance(stick)
    finally:
        other.close()
    evening.app.exchange.take_in(back)
    evening.let_go()
    assert evening.app.door_laptops.tonight(meeting.id).all_in == 1


def test_a_laptop_is_taken_off_the_list_and_that_is_taken_back(evening, meeting, page):
    evening.app.door_laptops.take_in(meeting.id, "Door-2")
    corner = page.stances.laptops
    corner.button.click()
    evening.let_go()
    (button,) = corner.panel.remove_buttons
    assert button.accessibleName() == "Take Door-2 off the list"
    button.click()
    evening.let_go()
    assert corner.panel._shown[1][3] == "taken off the list"
    evening.app.steps.take_back(evening.app.steps.next_undo("revoke-laptop").id)
    corner.read()
    evening.let_go()
    assert corner.panel._shown[1][3] == "not heard of yet"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
def test_the_panel_fits_every_room(qtbot, evening, meeting, language, width, height, colours, scale):
    use_language(language)
    theme().use(colours=colours, scale=scale)
    evening.app.door_laptops.take_in(meeting.id, "Door-2")
    window, page = open_door(qtbot, evening, meeting, (width, height))
    corner = page.stances.laptops
    corner.open()
    evening.let_go()
    assert_well_laid_out(window)
    corner.add()
    evening.let_go()
    assert corner.panel.code.isVisible()
    assert_well_laid_out(window)
    assert not nameless(corner.panel)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
def test_joining_fits_every_room(joining, language, width, height, colours, scale):
    use_language(language)
    theme().use(colours=colours, scale=scale)
    joining.window().resize(width, height)
    settle()
    assert_well_laid_out(joining.window())
    joining._say(joining.passphrase.hindrance())
    assert_well_laid_out(joining.window())
    assert not nameless(joining)


def test_the_chapters_laptop_answers_helpers_for_hours_after_it_closed_the_door(qtbot, evening, meeting):
    corner = open_door(qtbot, evening, meeting)[1].stances.laptops
    evening.let_go()
    evening.app.calendar.end(meeting.id)
    evening.let_go()
    assert corner.line.host is None, "nobody helped"
    evening.app.door_laptops.take_in(meeting.id, "Door-2")
    corner._page.changed(corner._page.areas)
    evening.let_go()
    assert corner.line.host is not None and corner.line.host.port
    corner.add()
    evening.let_go()
    assert corner.line.code is None, "nobody joins a closed door"
    corner.line.stop()
    corner._looked_for = None
    evening.clock.pass_(hours=13)
    corner._page.changed(corner._page.areas)
    evening.let_go()
    assert corner.line.host is None
