"""The roster stance: who is expected is ticked off, by mouse and by keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from chapter_desk.errors import NoSuchRecord
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from tests.gui.accessibility import nameless
from tests.gui.evening import ALT, CTRL, hit, press, shown, told, type_text
from tests.gui.geometry import ROOMS, assert_well_laid_out


@pytest.fixture
def evening(evening):
    evening.ana, evening.bo, evening.jo = map(evening.person, ("Ana Ruíz", "Bo Li", "Jo Ng"))
    return evening


@pytest.fixture
def meeting(evening):
    meeting = evening.meeting()
    for person in (evening.jo, evening.ana):
        evening.app.answers.note(meeting.id, person, "accepted")
    return meeting


@pytest.fixture
def ticks(qtbot, evening, meeting):
    window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True))
    hit(evening, window, Qt.Key.Key_T, ALT)
    return window, page


def test_the_line_that_space_ticks_is_seen(evening, ticks):
    window, page = ticks

    def chosen():
        return [index.data() for index in page.ticks.view.selectedIndexes()]

    assert window.focusWidget() is page.ticks.view and chosen() == ["Ana Ruíz"]
    press(window, Qt.Key.Key_Down)
    assert chosen() == ["Jo Ng"]
    hit(evening, window, Qt.Key.Key_Space)
    assert chosen() == ["Jo Ng"] and page.ticks.lines()["Jo Ng"]


def came(evening, meeting):
    return {each.name: each.method for each in evening.app.door.who_is_in(meeting.id)}


def test_space_ticks_and_unticks_who_is_expected(evening, meeting, ticks):
    window, page = ticks
    assert page.ticks.lines() == {"Ana Ruíz": False, "Jo Ng": False}
    hit(evening, window, Qt.Key.Key_Space)
    assert came(evening, meeting) == {"Ana Ruíz": "roster"}
    assert page.ticks.lines() == {"Ana Ruíz": True, "Jo Ng": False}
    press(window, Qt.Key.Key_Down)
    hit(evening, window, Qt.Key.Key_Return)
    assert set(came(evening, meeting)) == {"Ana Ruíz", "Jo Ng"}
    hit(evening, window, Qt.Key.Key_Space)
    assert set(came(evening, meeting)) == {"Ana Ruíz"}
    hit(evening, window, Qt.Key.Key_Z, CTRL)  # the untick is taken back
    assert set(came(evening, meeting)) == {"Ana Ruíz", "Jo Ng"}


def test_a_press_ticks_and_who_was_signed_in_elsewhere_is_ticked(evening, meeting, ticks):
    _window, page = ticks
    evening.app.sign_ins.sign_in(meeting.id, evening.ana)
    evening.let_go()
    assert page.ticks.lines() == {"Ana Ruíz": True, "Jo Ng": False}
    view = page.ticks.view
    at = view.visualRect(view.lines.index(1, 0)).topLeft() + QPoint(100, 10)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    evening.let_go()
    assert came(evening, meeting) == {"Ana Ruíz": "desk", "Jo Ng": "roster"}


def test_letters_narrow_the_list_and_enter_ticks_the_only_one(evening, meeting, ticks):
    window, page = ticks
    type_text(window, "ru")
    assert page.ticks.lines() == {"Ana Ruíz": False}
    hit(evening, window, Qt.Key.Key_Return)
    assert came(evening, meeting) == {"Ana Ruíz": "roster"}
    assert page.ticks.field.text() == ""
    type_text(window, "zz")
    assert page.ticks.nobody.isVisible() and "Nobody of that name" in page.ticks.nobody.text()
    for _times in range(2):
        press(window, Qt.Key.Key_Escape)
    assert page.body.shown is page.finding


def test_all_members_can_be_ticked_off_too(evening, meeting, ticks):
    _window, page = ticks
    page.ticks.which._press("members")
    evening.let_go()
    assert page.ticks.lines() == {} and "no members" in page.ticks.nobody.text()
    held = evening.meeting("April meeting", hour=12)
    evening.app.sign_ins.sign_in(held.id, evening.bo)
    evening.let_go()
    page.lists.ticks_asked.emit()
    evening.let_go()
    assert page.ticks.lines() == {"Bo Li": False}


def test_nobody_expected_says_so(qtbot, evening):
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True))
    assert page.body.shown is page.finding  # names show only when they are asked for
    hit(evening, window, Qt.Key.Key_T, ALT)
    assert "Nobody has said yes" in page.ticks.nobody.text()


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
@pytest.mark.parametrize("tongue", ["en", "es"])
def test_the_tick_list_fits_in_any_room(qtbot, evening, meeting, tongue, width, height, colours, scale):
    use_language(tongue)
    theme().use(colours=colours, scale=scale)
    place = DoorPlace(meeting.id, open=True)
    window, page = shown(qtbot, evening, "door", place, size=(width, height))
    hit(evening, window, Qt.Key.Key_T, ALT)
    hit(evening, window, Qt.Key.Key_Space)
    assert any(page.ticks.lines().values())
    assert_well_laid_out(window)
    assert nameless(window) == []


def test_a_list_that_cannot_be_read_says_so(evening, meeting, ticks, monkeypatch):
    window, page = ticks

    def gone(*_asked: object) -> None:
        raise NoSuchRecord("meeting", meeting.id)

    monkeypatch.setattr(evening.app.sheets, "expected", gone)
    page.ticks.which.chosen.emit("expected")
    evening.let_go()
    assert told(window)
    assert page.ticks.lines() == {"Ana Ruíz": False, "Jo Ng": False}
