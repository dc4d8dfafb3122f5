"""Esc, pressed five times anywhere, loses no typed text and ends on the page (`ui/design.md` 16, 15)."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit
from sqlalchemy import text as sql

from chapter_desk.gui.door.door_search import DoorSearch
from chapter_desk.gui.members.person_picker import PersonPicker
from chapter_desk.gui.widgets.fields import SearchEdit
from tests.gui.screens import CTRL, Visit

TYPED = "Quirin"
SCREENS = ("door, open", "door, walk-in", "members, notes", "members, form", "members, gift",
           "members, add", "meetings, meeting", "meetings, new", "plan, action", "plan, issue", "agreement",
           "exchange, laptop", "settings", "who works here")  # fmt: skip


def editors(visit: Visit):
    """Return the fields that take any text, in the order they are read."""
    found = [
        widget
        for kind in (QLineEdit, QPlainTextEdit)
        for widget in visit.view.findChildren(kind)
        if widget.isVisible() and widget.isEnabled() and not widget.isReadOnly() and _takes_text(widget)
    ]
    return sorted(found, key=lambda each: each.mapTo(visit.window, QPoint(0, 0)).toTuple())


def _takes_text(widget):
    # what is typed in a picker or a search of a list only searches; the door's search holds a name
    if isinstance(widget, SearchEdit) and not isinstance(widget, DoorSearch):
        return False
    step = widget
    while step is not None:
        if isinstance(step, PersonPicker):
            return False
        step = step.parentWidget()
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None


def shown_text(widget):
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


def in_file(visit: Visit):
    """Whether what was typed stands anywhere in the chapter."""
    with visit.app.db.read() as connection:
        tables = (
            connection.execute(sql("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        )
        return any(
            TYPED in str(row)
            for table in tables
            for row in connection.execute(sql(f'SELECT * FROM "{table}"'))
        )


@pytest.mark.parametrize("screen", SCREENS)
def test_five_times_esc_loses_no_text_and_ends_on_the_page(visit, screen):
    list(visit.walk(screen))
    lost, count = [], len(editors(visit))
    assert count, "no field to type in"
    for number in range(count):
        list(visit.walk(screen))
        editor = editors(visit)[number]
        name, key = editor.accessibleName() or type(editor).__name__, visit.view.key
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        visit.type(TYPED)
        for _time in range(5):
            visit.press(Qt.Key.Key_Escape)
        assert visit.view.key == key and visit.view.frame.panel is None
        assert not any(
            isinstance(each, QDialog) and each.isVisible() for each in QApplication.topLevelWidgets()
        )
        if in_file(visit) or any(TYPED in shown_text(each) for each in editors(visit)):
            continue
        if visit.view.key == "door":
            visit.press(Qt.Key.Key_Up)  # what Esc cleared comes back, and so does the form it was typed in
            if screen == "door, walk-in":
                visit.press(Qt.Key.Key_N, CTRL)
        else:
            list(visit.walk(screen))
        if not any(TYPED in shown_text(each) for each in editors(visit)):
            lost.append(name)
    assert lost == []
