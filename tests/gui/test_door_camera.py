"""Cards before the camera: a fake one at the outermost edge, pictures of real codes, really read."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from chapter_desk.core.meetings.card_code import new_token
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.shell.theme import theme
from tests.gui.accessibility import nameless
from tests.gui.cards import FakeCamera, issued, photo
from tests.gui.evening import ALT, press, shown, who_is_in
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle


@pytest.fixture
def token(evening):
    return issued(evening, evening.person("Maria Gutierrez"))


@pytest.fixture
def camera():
    return FakeCamera()


@pytest.fixture
def door(qtbot, evening, token, camera):
    return opened(qtbot, evening, camera)


def opened(qtbot, evening, camera, size=(1366, 768)):
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True), size)
    page.scanning.camera.camera.make = lambda _parent: camera
    return window, page


def hold(qtbot, evening, page, camera, picture):
    """Hold something before the camera until it was looked at."""
    with qtbot.waitSignal(page.scanning.camera.camera.reader.looked, timeout=5000):
        camera.seen(picture)
    evening.let_go()


@pytest.mark.parametrize(
    "how",
    [{}, {"turn": 33}, {"turn": 180}, {"blurred": 3}, {"turn": 12, "blurred": 2, "noise": 9000}],
    ids=["plain", "turned", "upside-down", "blurred", "all"],
)
def test_a_card_before_the_camera_signs_its_person_in(qtbot, door, evening, token, camera, how):
    window, page = door
    press(window, Qt.Key.Key_B, ALT)
    evening.let_go()
    assert camera.on
    hold(qtbot, evening, page, camera, photo(token, **how))
    assert who_is_in(evening) == ["Maria Gutierrez"]
    assert page.finding.band.accessibleName().startswith("Maria Gutierrez is in")
    assert page.scanning.camera.panel.said.text().startswith("Maria Gutierrez is in\n")


def test_by_mouse_and_a_card_held_on_is_read_once_and_nothing_is_kept(qtbot, door, evening, token, camera):
    window, page = door
    QTest.mouseClick(page.finding.camera, Qt.MouseButton.LeftButton)
    evening.let_go()
    read = []
    page.scanning.camera.camera.reader.read.connect(read.append)
    for _ in range(3):
        hold(qtbot, evening, page, camera, photo(token))
    assert read == [token]
    panel = page.scanning.camera.panel
    assert panel.mirror.has_picture()
    press(window, Qt.Key.Key_Escape)
    settle()
    assert not panel.isVisible() and not camera.on
    assert not panel.mirror.has_picture()


def test_a_picture_without_a_code_does_nothing(qtbot, door, evening, camera):
    window, page = door
    press(window, Qt.Key.Key_B, ALT)
    evening.let_go()
    empty = QImage(641, 480, QImage.Format.Format_RGB32)  # a width that is no multiple of four
    empty.fill(QColor("white"))
    hold(qtbot, evening, page, camera, empty)
    assert who_is_in(evening) == [] and evening.app.sort_out.count() == 0


def test_an_unknown_card_before_the_camera_asks_for_a_name(qtbot, door, evening, camera):
    window, page = door
    press(window, Qt.Key.Key_B, ALT)
    evening.let_go()
    hold(qtbot, evening, page, camera, photo(new_token()))
    assert page.body.shown is page.form and page.form.code


def test_pictures_are_read_off_the_windows_thread_and_none_waits(qtbot, door, evening, token, camera):
    window, page = door
    press(window, Qt.Key.Key_B, ALT)
    evening.let_go()
    reader, looked = page.scanning.camera.camera.reader, []
    reader.looked.connect(lambda: looked.append(1))
    picture = photo(token)
    with qtbot.waitSignal(reader.looked, timeout=5000):
        for _ in range(5):
            camera.seen(picture)
        assert looked == []  # the window goes on while the first is read
    settle()
    assert looked == [1]


@pytest.mark.parametrize("trouble", ["none", "denied", "stopped"])
def test_without_pictures_it_says_why_what_is_safe_and_what_to_do(qtbot, evening, token, trouble):
    camera = FakeCamera(trouble)
    window, page = opened(qtbot, evening, camera)
    press(window, Qt.Key.Key_B, ALT)
    evening.let_go()
    panel = page.scanning.camera.panel
    assert "The door works as before." in panel.said.text() and panel.mirror.isHidden()
    camera.trouble = ""
    QTest.mouseClick(panel.again, Qt.MouseButton.LeftButton)
    evening.let_go()
    assert camera.on and panel.said.text() == "Hold a card before the camera."


def test_the_camera_of_this_machine_is_switched_on_or_said_to_be_missing(qtbot, evening, token):
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True))
    press(window, Qt.Key.Key_B, ALT)
    evening.let_go()
    from PySide6.QtMultimedia import QMediaDevices

    none = QMediaDevices.defaultVideoInput().isNull()
    said = page.scanning.camera.panel.said.text()
    assert said.startswith("This laptop has no camera." if none else "Hold a card")


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
def test_the_panel_fits_every_room(qtbot, evening, token, width, height, colours, scale):
    theme().use(colours=colours, scale=scale)
    camera = FakeCamera()
    window, page = opened(qtbot, evening, camera, (width, height))
    assert_well_laid_out(window)
    page.scanning.camera.ask()
    evening.let_go()
    assert_well_laid_out(window)
    camera.trouble = "denied"
    page.scanning.camera.panel.again_asked.emit()
    evening.let_go()
    assert_well_laid_out(window)
    assert nameless(window) == []
