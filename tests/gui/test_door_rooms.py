"""The door in every room: nothing cut, nothing overlapping; at the smallest window everything that counts."""

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel

from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from tests.gui.evening import CTRL, press, shown, type_text
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle

PEOPLE = ("Maria Gutierrez", "Mario Guzmán", "Margaret Gunn", "Marisol Gutiérrez", "Tyrone Banks", "Jo Li")


@pytest.fixture
def evening(evening):
    for name in PEOPLE:
        evening.person(name, phone="(757) 555-0141", postal_code="23505")
    evening.person("Bartholomew Featherstonehaugh-Vandenberg de la Torre y Aragón")
    return evening


def busy(qtbot, evening, size):
    meeting = evening.meeting("May general meeting of the whole chapter", quorum=20, capacity=3)
    window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True), size)
    for hit in evening.app.roster.search("mar"):
        evening.app.answers.note(meeting.id, hit.row.id, "accepted")
    evening.app.sign_ins.walk_in(meeting.id, WalkIn("Jo Li", email="jo@"))
    evening.app.sign_ins.visitor(meeting.id)
    for name in ("tyrone", "barth"):
        evening.let_go()
        type_text(window, name)
        press(window, Qt.Key.Key_Return)
    evening.let_go()
    return window, page


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
def test_the_door_fits_every_room(qtbot, evening, width, height, colours, scale):
    theme().use(colours=colours, scale=scale)
    window, page = busy(qtbot, evening, (width, height))
    assert_well_laid_out(window)
    type_text(window, "mar")
    assert_well_laid_out(window)
    press(window, Qt.Key.Key_N, CTRL)
    page.form.family.set_text("Gutierrez")
    page.form.given.set_text("Maria")
    assert page.form.offered() is not None
    assert_well_laid_out(window)
    press(window, Qt.Key.Key_Escape)
    page.close_button.click()
    assert_well_laid_out(window)
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_J, CTRL)
    assert_well_laid_out(window)
    press(window, Qt.Key.Key_Return)
    assert_well_laid_out(window)
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_Escape)
    page._show_everybody()
    assert_well_laid_out(window)
    page.closing.close_asked.emit()
    evening.let_go()
    assert_well_laid_out(window)


def test_in_spanish_at_130_per_cent_nothing_is_cut(qtbot, evening):
    use_language("es")
    theme().use(scale=1.3)
    window, _page = busy(qtbot, evening, (1366, 696))
    type_text(window, "mar")
    assert_well_laid_out(window)
    press(window, Qt.Key.Key_N, CTRL)
    assert_well_laid_out(window)


def test_the_smallest_window_shows_search_last_sign_in_three_matches_walk_in_and_counter(qtbot, evening):
    window, page = busy(qtbot, evening, (1024, 640))
    type_text(window, "mar")
    settle()
    finding = page.finding
    rows = finding.matches.matches()
    assert len(rows) >= 4
    seen = finding.matches.viewport().rect()
    for number in (0, 1, 2, len(rows) - 1):
        assert seen.contains(finding.matches.visualRect(finding.matches.model().index(number, 0)))
    for widget in (finding.search, finding.band, finding.matches, page.columns.counter):
        assert widget.isVisible()
        assert window.rect().contains(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()))
    assert page.columns.sort_button in page.header_widgets()
    assert not page.columns.third.isVisible()


def test_in_the_smallest_window_a_panel_of_the_third_column_says_its_title_once(qtbot, evening):
    window, page = busy(qtbot, evening, (1024, 640))
    for panel, open_it in (
        (page.columns.panel, lambda: press(window, Qt.Key.Key_J, CTRL)),
        (page.columns.phone_panel, page.columns.phone_button.click),
    ):
        open_it()
        evening.let_go()
        assert panel.isVisible()
        said = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
        assert said.count(panel.accessibleName()) == 1, said
        assert_well_laid_out(window)


def test_a_door_without_a_meeting_and_a_closed_one_fit_too(qtbot, evening):
    window, page = shown(qtbot, evening, "door", None, (1024, 640))
    assert_well_laid_out(window)
    evening.meeting(starts_at=datetime(2026, 12, 9, 19, 0))  # noqa: DTZ001
    evening.let_go()
    assert "is not open yet" in page.closed._words.accessibleName()
    assert_well_laid_out(window)
