"""Low windows and small screens: rail and page give way, then scroll; the state line stays."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout

from chapter_desk.core.changes import ChangeFeed
from chapter_desk.gui.shell import window as window_module
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.chapter_view import ChapterView
from chapter_desk.gui.shell.navigation import PageEntry
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import theme, tokens
from chapter_desk.gui.shell.window import MainWindow
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.labels import TextLabel
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.gui.pages import SmallPage, shown_window, small_chapter

MANY = ("today", "door", "members", "meetings", "plan", "agreement", "endorsements", "money", "directory",
        "exchange")  # fmt: skip
"""The pages of the whole program, with those that come later."""


def long_chapter(*more: str) -> ChapterView:
    """Return a chapter with every page there will ever be, and `more`."""
    entries = [
        PageEntry(key, "sun", lambda key=key: key.title(), lambda key=key: SmallPage(key), low=low)
        for keys, low in (((*MANY, *more), False), (("history", "settings"), True))
        for key in keys
    ]
    return ChapterView("Our Revolution Norfolk", entries, Bridge(ChangeFeed()))


def buttons(view):
    return [*view.rail._buttons.values(), view.rail._lock]


def in_sight(view, button):
    rect = QRect(button.mapTo(view.rail, QPoint(0, 0)), button.size())
    room = view.rail._list
    return QRect(room.pos(), room.viewport().size()).contains(rect)


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
def test_a_rail_with_every_page_there_will_be_shows_all_of_them(qtbot, width, height, colours, scale):
    theme().use(colours=colours, scale=scale)
    view = long_chapter()
    window = shown_window(qtbot, view, width, height)
    assert_well_laid_out(window)
    assert [button for button in buttons(view) if not in_sight(view, button)] == []
    icon = theme().px(20)
    assert all(button.height() >= icon + 8 for button in buttons(view))
    heights = {button.height() for button in buttons(view)}
    assert max(heights) - min(heights) <= 1


def test_where_even_that_is_not_enough_the_rail_scrolls_to_the_page_wanted(qtbot):
    theme().use(scale=1.5)
    view = long_chapter("one", "two", "three", "four")
    window = shown_window(qtbot, view, 1024, 640)
    assert_well_laid_out(window)
    assert not in_sight(view, view.rail._lock)
    view.rail.focus_chosen()
    for _step in range(20):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    assert window.focusWidget() is view.rail._lock and in_sight(view, view.rail._lock)
    view.go("today")
    assert in_sight(view, view.rail._buttons["today"])
    view.go("settings")
    assert in_sight(view, view.rail._buttons["settings"])
    for _step in range(30):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        focused = window.focusWidget()
        assert focused not in buttons(view) or in_sight(view, focused)


def test_the_rail_is_as_roomy_as_it_was_where_there_is_room(qtbot):
    view = long_chapter()
    shown_window(qtbot, view, 1366, 768)
    assert {button.height() for button in buttons(view)} == {theme().px(36)}
    view.rail.set_narrow(True)
    settle()
    assert {button.height() for button in buttons(view)} == {theme().px(40)}


class TallPage(Page):
    """A page of things one below the other that cannot get smaller."""

    def __init__(self) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        self.buttons = [ActionButton(f"Thing {number}") for number in range(9)]
        box.addWidget(
            TextLabel("Words that wrap where the window is as narrow as it can be. " * 4, wrap=True)
        )
        for button in self.buttons:
            box.addWidget(button)

    def title(self) -> str:
        return "Tall"


@pytest.fixture
def tall(qapp):
    view = small_chapter(ChangeFeed())
    view._entries["members"] = PageEntry("members", "users", lambda: "Members", TallPage)
    return view


def test_on_a_smaller_screen_the_page_scrolls_and_the_state_line_stays(qtbot, monkeypatch, tall):
    monkeypatch.setattr(window_module, "_room_on", lambda _screen: QSize(1024, 460))
    window = shown_window(qtbot, tall, 1024, 460)
    window.resize(1024, 460)
    tall.go("members")
    assert_well_laid_out(window)
    assert window.height() == 460
    line = tall.state_line
    assert line.mapTo(window, QPoint(0, line.height())).y() == 460
    last = tall.page.buttons[-1]
    bar = tall.frame._shown.verticalScrollBar()
    assert bar.maximum() > 0 and bar.isVisible()
    tall.page.buttons[-2].setFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert last.hasFocus()
    seen = QRect(tall.frame._shown.mapTo(window, QPoint(0, 0)), tall.frame._shown.size())
    assert seen.contains(QRect(last.mapTo(window, QPoint(0, 0)), last.size()))


def test_where_there_is_room_no_page_scrolls(qtbot, monkeypatch, tall):
    monkeypatch.setattr(window_module, "_room_on", lambda _screen: QSize(1024, 460))
    window = shown_window(qtbot, tall, 1024, 768)
    tall.go("members")
    settle()
    bar = tall.frame._shown.verticalScrollBar()
    assert bar.maximum() == 0 and not bar.isVisible()
    window.resize(1024, 480)
    settle()
    assert bar.maximum() > 0
    window.resize(1024, 768)
    settle()
    assert bar.maximum() == 0 and tall.page.height() == tall.frame._shown.viewport().height()


def test_the_window_asks_for_no_more_than_the_screen_has(qtbot, monkeypatch, tall):
    least = tuple(tokens()["breakpoints"]["min"])
    monkeypatch.setattr(window_module, "_room_on", lambda _screen: QSize(1920, 1040))
    assert shown_window(qtbot, tall).minimumSize().toTuple() == least == (1024, 640)
    monkeypatch.setattr(window_module, "_room_on", lambda _screen: QSize(1024, 600))
    window = shown_window(qtbot, small_chapter(ChangeFeed()))
    assert window.minimumSize().toTuple() == (1024, 600)


def test_a_place_from_a_larger_screen_fits_the_one_there_is(qtbot, monkeypatch):
    monkeypatch.setattr(window_module, "_room_on", lambda _screen: QSize(1024, 600))
    window = MainWindow(LaptopSettings(window=[200, 100, 1366, 768]))
    qtbot.addWidget(window)
    assert window.geometry().getRect() == (0, 0, 1024, 600)
    assert window.isMaximized()


def test_a_place_that_fits_is_kept(qtbot):
    window = MainWindow(LaptopSettings(window=[200, 100, 1366, 768]))
    qtbot.addWidget(window)
    assert window.geometry().getRect() == (200, 100, 1366, 768)
    assert not window.isMaximized()
