"""Name badges from the door: for who is in or expected, on the sheet that is in the printer."""

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.shell.theme import theme
from tests.gui.accessibility import nameless
from tests.gui.evening import press, shown
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle


def busy(qtbot, evening, out, size=(1366, 768)):
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True), size)
    page.scanning.badges._saving._ask_where = lambda _window, _name: out
    return meeting, window, page


def test_badges_of_who_is_in_by_mouse(qtbot, evening, tmp_path):
    out = tmp_path / "badges.pdf"
    meeting, _window, page = busy(qtbot, evening, out)
    evening.app.sign_ins.walk_in(meeting.id, WalkIn("Bo Diaz"))
    ana = evening.person("Ana Ruiz")
    evening.app.answers.note(meeting.id, ana, "accepted")
    evening.let_go()
    page.columns.everybody_asked.emit()
    settle()
    QTest.mouseClick(page.everybody.badges, Qt.MouseButton.LeftButton)
    panel = page.scanning.badges.panel
    QTest.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    evening.let_go()
    text = pypdf.PdfReader(out).pages[0].extract_text()
    assert text.count("First time here") == 2
    panel.whom.chosen.emit("in")
    panel.whom.choose("in")
    panel.first_time.click()
    QTest.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    evening.let_go()
    text = "".join(pypdf.PdfReader(out).pages[0].extract_text().split())
    assert "BoDiaz" in text and "Ana" not in text and "First" not in text


def test_under_18_have_a_badge_only_if_that_is_ticked(qtbot, evening, tmp_path):
    out = tmp_path / "badges.pdf"
    meeting, window, page = busy(qtbot, evening, out)
    for name, minor in (("Bo Diaz", False), ("Kai Young", True)):
        evening.app.sign_ins.walk_in(meeting.id, WalkIn(name, under_18=minor))
    evening.let_go()
    page.scanning.badges.ask()
    panel = page.scanning.badges.panel

    def saved() -> str:
        panel.save.setFocus()
        press(window, Qt.Key.Key_Return)
        evening.let_go()
        return "".join(each.extract_text() for each in pypdf.PdfReader(out).pages)

    assert "Kai" not in saved()
    panel.minors.setFocus()
    press(window, Qt.Key.Key_Space)
    assert "Kai" in saved()


def test_badges_by_keys_and_for_nobody_say_so(qtbot, evening, tmp_path):
    out = tmp_path / "badges.pdf"
    _meeting, window, page = busy(qtbot, evening, out)
    (command,) = [each for each in page.commands() if each.name == "door.badges"]
    assert command.able is not None and command.able()
    command.run()
    settle()
    assert window.focusWidget() is page.scanning.badges.panel.save
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert not out.exists()
    notice = window.view.frame.notices.notice
    assert notice is not None and "There is nobody to print this for." in notice.accessibleName()


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
def test_the_panel_fits_every_room(qtbot, evening, tmp_path, width, height, colours, scale):
    theme().use(colours=colours, scale=scale)
    meeting, window, page = busy(qtbot, evening, tmp_path / "b.pdf", (width, height))
    evening.app.sign_ins.walk_in(meeting.id, WalkIn("Bo Diaz"))
    evening.let_go()
    page.columns.everybody_asked.emit()
    assert_well_laid_out(window)
    page.scanning.badges.ask()
    assert_well_laid_out(window)
    assert nameless(window) == []
