import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import getAllValidWrappers

from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.shell.reading_order import tab_stops
from chapter_desk.gui.shell.view import View
from chapter_desk.gui.widgets.cards import scrolling
from tests.gui.evening import opened_evening, press, shown, type_text
from tests.gui.geometry import settle


class TwoColumns(View):
    """Made in another order than it is read in."""

    def __init__(self) -> None:
        super().__init__()
        right, left = QVBoxLayout(), QVBoxLayout()
        right.addWidget(QPushButton("right"))
        self.left = left
        left.addWidget(QPushButton("last at the left"))
        left.insertWidget(0, QLineEdit("first at the left", accessibleName="first"))
        row = QHBoxLayout()
        row.addLayout(left)
        row.addLayout(right)
        whole = QVBoxLayout(self)
        whole.addLayout(row)
        whole.insertWidget(0, QPushButton("above"))


@pytest.fixture
def view(qtbot):
    view = TwoColumns()
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    return view


def words(widgets):
    return [widget.text() for widget in widgets]


READ = ["above", "first at the left", "last at the left", "right"]


def test_tab_goes_as_the_layouts_are_read_and_begins_anew(view):
    stops = tab_stops(view)
    assert words(stops) == READ
    stops[0].setFocus()
    seen = []
    for _step in range(5):
        QTest.keyClick(view.focusWidget(), Qt.Key.Key_Tab)
        seen.append(view.focusWidget())
    assert words(seen) == [*READ[1:], *READ[:2]]


def test_nothing_of_a_layout_outlives_the_widgets_that_stood_in_it(view):
    rows = [QPushButton(str(number)) for number in range(30)]
    for row in rows:
        view.left.addWidget(row)
    settle()
    before = len(kept_items())

    assert words(tab_stops(view))[3:33] == [row.text() for row in rows]

    for row in rows:
        row.deleteLater()
    settle()
    assert len(kept_items()) <= before


def kept_items():
    """Return the items of layouts that Python knows by their address."""
    items = (each for each in getAllValidWrappers() if isinstance(each, QLayoutItem))
    return [item for item in items if not isinstance(item, QLayout)]


def test_shift_tab_goes_back(view):
    tab_stops(view)[0].setFocus()
    seen = []
    for _step in range(4):
        QTest.keyClick(view.focusWidget(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        seen.append(view.focusWidget())
    assert words(seen) == [*reversed(READ[1:]), READ[0]]


def test_what_is_made_later_stands_where_it_is_shown(view):
    view.left.insertWidget(1, QPushButton("new"))
    settle()
    assert words(tab_stops(view)) == ["above", "first at the left", "new", "last at the left", "right"]


def test_what_is_off_hidden_or_only_for_the_mouse_is_passed_by(view):
    above, first, last, right = tab_stops(view)
    above.hide()
    first.setEnabled(False)
    last.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    assert tab_stops(view) == [right]
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Tab)
    assert view.focusWidget() is right


def test_what_is_scrolled_out_of_sight_is_brought_in_also_from_outside(qtbot, view):
    inside = QWidget()
    column = QVBoxLayout(inside)
    buttons = [QPushButton(str(number)) for number in range(40)]
    for button in buttons:
        column.addWidget(button)
    area = scrolling(inside)
    area.setFixedHeight(100)
    view.layout().addWidget(area)
    settle()
    tab_stops(view)[0].setFocus()
    QTest.keyClick(view.focusWidget(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert view.focusWidget() is buttons[-1]
    assert not buttons[-1].visibleRegion().isEmpty()


def test_at_the_door_tab_goes_from_the_search_to_the_matches_then_to_the_band(qtbot, tasks, tmp_path, home):
    evening = opened_evening(tmp_path, tasks)
    for name in ("Maria Gutierrez", "Mario Guzmán"):
        evening.person(name)
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True))
    type_text(window, "mario")
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    type_text(window, "mar")
    seen = []
    for _step in range(2):
        press(window, Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    assert seen == [page.finding.matches, page.finding.band.undo]
    evening.app.close()
