"""What every screen keeps to by keyboard: Tab reaches everything, Esc loses nothing (`ui/design.md` 16)."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QWidget,
)

from chapter_desk.gui.shell.theme import theme
from tests.gui.geometry import settle
from tests.gui.screens import CTRL

PAGES = ("today", "door", "members", "import", "meetings", "plan", "agreement", "exchange", "history",
         "settings", "recovery-code")  # fmt: skip
PANELS = ("door, walk-in", "door, closing", "members, story", "members, form", "members, add",
          "meetings, new", "meetings, meeting", "plan, action", "plan, issue", "exchange, keys",
          "settings, passphrase", "who works here", "help, today")  # fmt: skip


def wanted(window):
    """Return what Tab should come to: what shows, is on, and takes the keyboard by Tab."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox)
        and not widget.objectName().startswith("qt_")
        and not _by_arrows(widget)
    ]


def _by_arrows(widget):
    """Whether it is one of a group that Tab comes to once: the arrows go on inside."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and not widget.isChecked()


def tabbed(window, steps=160, look=lambda _widget: None):
    """Return what Tab comes to, in order, until it comes round; `look` at each while it has the focus."""
    first = window.focusWidget()
    seen = []
    for _step in range(steps):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        settle()
        here = window.focusWidget()
        seen.append(here)
        look(here)
        if here is first:
            break
    return seen


def place(window, widget):
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("screen", [*PAGES, *PANELS])
def test_tab_reaches_everything_and_comes_round(visit, screen):
    list(visit.walk(screen))
    visit.go_on()
    window = visit.window
    expected = wanted(window)
    seen = tabbed(window)
    assert len(set(seen)) == len(seen), "it went in a circle before it came round"
    assert [_said(widget) for widget in expected if widget not in seen and widget.isVisible()] == []
    assert all(widget.isVisible() for widget in seen)


def _said(widget):
    return f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()!r}"


@pytest.mark.parametrize("screen", PAGES)
def test_tab_goes_through_one_part_of_the_window_after_the_other(visit, screen):
    list(visit.walk(screen))
    view = visit.view
    frame = view.frame
    parts = [view.rail, view._banner, frame.header, frame.notices, frame.page, view.state_line]
    order = [next((number for number, part in enumerate(parts) if part.isAncestorOf(widget)), -1)
             for widget in tabbed(visit.window)]  # fmt: skip
    changes = [now for before, now in zip([None, *order], order, strict=False) if now != before]
    if changes and changes[0] == changes[-1] and len(changes) > 1:
        changes.pop()  # it began in the middle of a part
    assert len(changes) == len(set(changes)), [_said(widget) for widget in tabbed(visit.window)]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_ring_shows_on_everything_also_on_the_filled_button(visit, colours):
    theme().use(colours=colours)
    marked = []

    def look(widget):
        if not isinstance(widget, QAbstractItemView):  # those draw their own, inside the current row
            assert visit.window.ring.around is not None, _said(widget)
            marked.append(widget.property("kind"))

    for _screen in visit.walk("today", "meetings", "plan", "exchange", "members, story", "door, walk-in"):
        tabbed(visit.window, look=look)
    assert marked.count("primary") >= 3


def test_a_person_is_found_and_opened_from_anywhere_and_esc_gives_the_focus_back(visit):
    visit.go("plan")
    before = visit.window.focusWidget()
    visit.press(Qt.Key.Key_K, CTRL)
    visit.type("@mar")
    visit.press(Qt.Key.Key_Escape)
    assert visit.window.focusWidget() is before and visit.view.key == "plan"
    visit.press(Qt.Key.Key_K, CTRL)
    visit.type("@mar")
    wanted = visit.window.palette_of_commands.finder.chosen().text
    visit.press(Qt.Key.Key_Return)
    assert visit.view.key == "members"
    assert visit.page.panel.isVisible() and visit.page.panel.card.display_name == wanted


@pytest.mark.parametrize("screen", (*PAGES, *PANELS))
def test_no_key_means_two_things_where_somebody_is(visit, screen):
    list(visit.walk(screen))
    visit.go_on()
    page = visit.page
    keys = [
        key
        for command in page.commands()
        if command.heard and command.can_run()
        for key in (command.key, *command.more_keys)
        if key
    ]
    assert sorted(keys) == sorted(set(keys))
