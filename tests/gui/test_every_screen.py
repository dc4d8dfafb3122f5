"""What every screen keeps to, looked at in the program's own window: `ui/design.md` 16.

Its twenty points are held here (1, 2, 3, 6, 7), by keyboard in `test_every_screen_keys` (14, 17) and
`test_every_screen_escape` (15), and where a page has one of its own: `test_door_rooms` (4),
`test_shell_theme` (5, 7), `test_door_page` (1, 9, 11, 13, 18, 19), `test_door_not_saved` (10, 18),
`test_door_walk_in` (12), `test_import_page` (20).  8 comes with the kiosk, 16 with merging.
"""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.labels import ElidedLabel
from chapter_desk.i18n import use_language
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.geometry import ROOMS, geometry_problems
from tests.gui.screens import SCREENS, Visit

SPOKEN_ROOMS = [
    *(("en", *room) for room in ROOMS),
    ("en", 1366, 696, "light", 1.3),
    ("es", 1366, 696, "light", 1.0),
    ("es", 1366, 696, "light", 1.3),
]
"""Rooms of point 3 too: a laptop's screen less its taskbar, in both languages."""


@pytest.mark.parametrize(("tongue", "width", "height", "colours", "scale"), SPOKEN_ROOMS)
def test_nothing_is_cut_and_nothing_overlaps(visit, tongue, width, height, colours, scale):
    use_language(tongue)
    theme().use(colours=colours, scale=scale)
    visit.window.resize(width, height)
    visit.go_on()
    found = {name: geometry_problems(visit.window) for name in visit.walk()}
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("tongue", ["en", "es"])
def test_no_title_of_a_card_is_cut(visit, tongue):
    use_language(tongue)
    theme().use(colours="dark")  # each page is made anew
    visit.go_on()
    found = {name: _cut_titles(visit.window) for name in visit.walk()}
    assert {name: titles for name, titles in found.items() if titles} == {}


def _cut_titles(window: QWidget) -> list[str]:
    titles = [label for label in window.findChildren(ElidedLabel) if label.property("role") == "h3"]
    return [
        title.text()
        for title in titles
        if title.isVisible() and title.fontMetrics().horizontalAdvance(title.text()) > title.width()
    ]


def test_each_screen_says_what_is_saved_has_one_filled_button_and_names_everything(visit):
    found = {}
    for name in visit.walk():
        found[name] = [
            *_state_line(visit),
            *_filled(visit.window),
            *nameless(visit.window),
            *rich_labels(visit.window),
            *_small_print(visit.window),
            *_colour_alone(visit.window),
        ]
    assert {name: problems for name, problems in found.items() if problems} == {}


def _state_line(visit: Visit) -> list[str]:
    line = visit.view.state_line
    foot = line.mapTo(visit.window, QPoint(0, line.height())).y()
    told = line.isVisible() and line.sentence() and foot == visit.window.height()
    return [] if told else [f"the state line is not at the foot: {foot}"]


def _filled(window: QWidget) -> list[str]:
    """Return the filled buttons, where there is more than one, or one that names no effect."""
    filled = [
        button.text()
        for button in window.findChildren(QPushButton)
        if button.isVisible() and button.property("kind") == "primary"
    ]
    vague = [words for words in filled if words in ("OK", "Submit", "Yes", "Apply")]
    return [*vague, *(filled if len(filled) > 1 else ())]


def _small_print(window: QWidget) -> list[str]:
    return [
        f"{widget.text()!r} is {widget.font().pointSizeF()} pt"
        for kind in (QLabel, ActionButton)
        for widget in window.findChildren(kind)
        if widget.isVisible() and widget.text() and widget.font().pointSizeF() < 9
    ]


def _colour_alone(window: QWidget) -> list[str]:
    """Return what has a meaning's colour and no word beside it: in greyscale it could not be told apart."""
    return [
        f"{type(widget).__name__} is only {widget.property('tone')}"
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.property("tone") and not _words(widget)
    ]


def _words(widget: QWidget) -> str:
    inside = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    own = widget.text() if isinstance(widget, QLabel | QPushButton) else ""
    return own or widget.accessibleName() or "".join(inside)


def test_every_screen_there_is_is_looked_at(visit):
    seen = list(visit.walk("today", *SCREENS))
    assert seen == ["today", *SCREENS]
