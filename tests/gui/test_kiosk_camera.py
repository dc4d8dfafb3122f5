"""Cards before the camera of the kiosk: a fake camera, pictures of real codes, really read."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from chapter_desk.gui.door import card_camera
from chapter_desk.gui.kiosk.view import KioskView
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import theme
from tests.gui.cards import UNKNOWN, FakeCamera, issued, photo
from tests.gui.evening import SHIFT, how_they_came, press, shown, type_text
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.gui.kiosks import PIN, started, words


@pytest.fixture
def evening(evening):
    evening.app.pin.choose(PIN)
    return evening


@pytest.fixture
def token(evening):
    return issued(evening, evening.person("Maria Gutierrez"))


@pytest.fixture
def camera(monkeypatch):
    camera = FakeCamera()
    monkeypatch.setattr(card_camera, "web_camera", lambda _parent: camera)
    return camera


def begun(qtbot, evening, size=(1366, 768)) -> KioskView:
    """Start the kiosk by keys."""
    meeting = evening.meeting()
    evening.app.calendar.open_door(meeting.id)
    window, _page = shown(qtbot, evening, size=size)
    return started(window, evening)


def hold(qtbot, evening, kiosk, camera, text):
    with qtbot.waitSignal(kiosk.cards.camera.reader.looked, timeout=5000):
        camera.seen(photo(text))
    evening.let_go()


def test_it_is_switched_on_before_the_kiosk_starts_and_kept(qtbot, evening, camera):
    meeting = evening.meeting()
    evening.app.calendar.open_door(meeting.id)
    window, page = shown(qtbot, evening)
    press(window, Qt.Key.Key_F11)
    evening.let_go()
    press(window, Qt.Key.Key_Tab, SHIFT)  # from "Start the kiosk"
    assert page.stances.kiosk_panel.camera.hasFocus()
    press(window, Qt.Key.Key_Space)
    assert LaptopSettings.load().kiosk_camera
    page.stances.kiosk_panel.start.click()
    evening.let_go()
    assert camera.on and "or hold your card before the camera" in words(window.view)


def test_a_card_held_there_signs_in_and_another_tells_nothing(qtbot, evening, token, camera):
    evening.settings.kiosk_camera = True
    kiosk = begun(qtbot, evening)
    hold(qtbot, evening, kiosk, camera, token)
    assert how_they_came(evening) == [("Maria Gutierrez", "card")]
    assert "You are in, Maria." in words(kiosk) and "Gutierrez" not in words(kiosk)
    hold(qtbot, evening, kiosk, camera, UNKNOWN)
    assert "This card does not work here." in words(kiosk)


def test_the_pin_is_not_disturbed_and_with_the_kiosk_the_camera_ends(qtbot, evening, token, camera):
    evening.settings.kiosk_camera = True
    kiosk = begun(qtbot, evening)
    window = kiosk.window()
    kiosk.ask_pin()
    hold(qtbot, evening, kiosk, camera, token)
    assert kiosk.stack.currentWidget() is kiosk.leaving and how_they_came(evening) == []
    type_text(window, PIN)
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert window.view is not kiosk and not camera.on


def test_in_another_language_it_goes_on(qtbot, evening, token, camera):
    evening.settings.kiosk_camera = True
    kiosk = begun(qtbot, evening)
    kiosk.languages.chosen.emit("es")
    settle()
    assert "acerque su tarjeta a la cámara" in words(kiosk)
    hold(qtbot, evening, kiosk, camera, token)
    assert how_they_came(evening) == [("Maria Gutierrez", "card")]


def test_without_a_camera_the_kiosk_says_nothing_of_it_and_goes_on(qtbot, evening, camera):
    evening.settings.kiosk_camera = True
    camera.trouble = "none"
    kiosk = begun(qtbot, evening)
    assert "camera" not in words(kiosk) and not kiosk.finding.mirror.isVisible()


def test_nobody_switched_it_on(qtbot, evening, camera):
    kiosk = begun(qtbot, evening)
    assert not camera.on and not kiosk.finding.mirror.isVisible()


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
@pytest.mark.parametrize("typed", ["", "gut"])
def test_nothing_is_cut_off(qtbot, evening, token, camera, width, height, colours, scale, typed):
    evening.settings.kiosk_camera = True
    theme().use(colours=colours, scale=scale)
    kiosk = begun(qtbot, evening, (width, height))
    camera.seen(QImage(640, 480, QImage.Format.Format_RGB32))
    type_text(kiosk.window(), typed)
    evening.let_go()
    assert_well_laid_out(kiosk.window())
