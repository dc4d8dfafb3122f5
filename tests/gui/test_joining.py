"""Joining through two windows with a real cable between them: how far it is, Cancel, the cable out."""

import pytest
from PySide6.QtCore import Qt

from chapter_desk.gui.opening.join_page import JoinPage
from chapter_desk.gui.shell.tasks import WorkerTasks
from tests.gui.evening import press
from tests.gui.geometry import assert_well_laid_out
from tests.gui.test_door_laptops import CHEAP, NOW, a_window, add, open_door, type_in
from tests.link.relay import Relay

HALFWAY = 4096
"""Bytes: the digits are agreed by then, and the names are on their way."""


@pytest.fixture
def evening(evening):
    evening.person("Maria Gutierrez", email="maria@example.org")
    return evening


@pytest.fixture
def corner(qtbot, evening):
    return open_door(qtbot, evening, evening.meeting())[1].stances.laptops


@pytest.fixture
def joining(qtbot, tmp_path):
    """The start of the other laptop, whose work is done on threads of its own."""
    tasks = WorkerTasks()
    folder = tmp_path / "other"
    folder.mkdir()
    joining = JoinPage(tasks, lambda: NOW, cost=CHEAP, look=None, ask=lambda _w: None, folder=folder)
    window = a_window(qtbot, joining)
    yield joining
    window.close()
    tasks.close()


@pytest.fixture
def cable(evening, corner):
    """Lay a cable to the door that is clogged half way; return its code too."""
    laid = []

    def lay(clog_after=HALFWAY, code="") -> tuple[Relay, str]:
        code = code or add(corner._page, evening)
        laid.append(Relay(corner.line.host.port, clog_after))
        return laid[-1], code

    yield lay
    for each in laid:
        each.cut()


def begin(qtbot, joining, cable, code):
    type_in(joining, f"127.0.0.1:{cable.place[1]}", code)
    joining.join.click()
    assert joining.steps.isVisible() and not joining.join.isEnabled() and joining.back.text() == "Cancel"
    if cable._left is not None:
        qtbot.waitUntil(cable.clogged.is_set, timeout=20_000)
        qtbot.waitUntil(lambda: "come over" in joining.steps.words.text(), timeout=20_000)


def only_this_laptop(evening, tmp_path) -> bool:
    return len(evening.app.laptops.laptops()) == 1 and not list((tmp_path / "other").iterdir())


def test_both_windows_show_how_far_it_is_and_that_it_is_ready(qtbot, evening, corner, joining, cable):
    made = []
    joining.joined.connect(lambda *folder: made.append(folder))
    wire, code = cable()
    begin(qtbot, joining, wire, code)
    assert joining.steps.words.text().startswith("The name of 1 person comes over: ") or (
        joining.steps.words.text().startswith("The names of ")
    )
    assert "%" in joining.steps.words.text()
    assert [step.state for step in joining.steps.steps._steps] == ["done", "done", "now", "later"]
    qtbot.waitUntil(lambda: corner.panel.left.text().startswith("Door-2 is joining: "), timeout=20_000)
    assert corner.panel.meter.isVisible() and not corner.panel.code.isVisible()
    assert corner.panel.cancel.text() == "Cancel"
    assert_well_laid_out(joining.window())
    wire.unclog()
    qtbot.waitUntil(lambda: bool(made), timeout=30_000)
    assert joining.steps.words.text() == "Ready"
    qtbot.waitUntil(lambda: corner.panel.left.text() == "Door-2 has joined.", timeout=20_000)
    assert not corner.panel.meter.isVisible()


@pytest.mark.parametrize("by", ["press", "Esc"])
def test_cancel_leaves_nothing_half_behind(qtbot, evening, corner, joining, cable, tmp_path, by):
    wire, code = cable()
    begin(qtbot, joining, wire, code)
    assert joining.back.hasFocus()
    if by == "press":
        press(joining.window(), Qt.Key.Key_Space)
    else:
        press(joining.window(), Qt.Key.Key_Escape)
    qtbot.waitUntil(joining.join.isEnabled, timeout=20_000)
    assert joining.trouble.text() == "Joining was stopped. Nothing of it stays on either laptop."
    assert not joining.steps.isVisible() and joining.back.text() == "Back"
    wire.cut()
    qtbot.waitUntil(lambda: only_this_laptop(evening, tmp_path), timeout=20_000)
    qtbot.waitUntil(lambda: "went away; nothing of it stays" in corner.panel.left.text(), timeout=20_000)
    assert corner.panel.code.text() == code and corner.panel.code.isVisible()


def test_a_cable_that_falls_out_is_told_and_joining_is_taken_up_again(
    qtbot, evening, corner, joining, cable, tmp_path
):
    made = []
    joining.joined.connect(lambda *folder: made.append(folder))
    wire, code = cable()
    begin(qtbot, joining, wire, code)
    wire.cut()
    qtbot.waitUntil(joining.join.isEnabled, timeout=20_000)
    assert "connection was lost" in joining.trouble.text() and "same digits" in joining.trouble.text()
    qtbot.waitUntil(lambda: only_this_laptop(evening, tmp_path), timeout=20_000)
    again, code = cable(None, code)
    begin(qtbot, joining, again, code)
    qtbot.waitUntil(lambda: bool(made), timeout=30_000)
    assert [each.name for each in evening.app.laptops.laptops()] == ["Laptop 1", "Door-2"]


def test_cancel_at_the_chapters_laptop_ends_it_on_both(qtbot, evening, corner, joining, cable, tmp_path):
    wire, code = cable()
    begin(qtbot, joining, wire, code)
    qtbot.waitUntil(corner.panel.meter.isVisible, timeout=20_000)
    corner.panel.cancel.click()
    wire.unclog()
    qtbot.waitUntil(joining.join.isEnabled, timeout=20_000)
    assert "joining was stopped on the other laptop" in joining.trouble.text()
    qtbot.waitUntil(lambda: only_this_laptop(evening, tmp_path), timeout=20_000)
    assert not corner.panel.code_card.isVisible() and corner.panel.add.isVisible()
