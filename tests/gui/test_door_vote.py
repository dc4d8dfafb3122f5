"""The roll and the ballots at the door: wrong numbers are said, and every act can be taken back."""

import pytest
from PySide6.QtCore import Qt

from chapter_desk.gui.door.evening import DoorPlace
from tests.gui.evening import ALT, hit, shown, type_text


@pytest.fixture
def evening(evening):
    evening.person("Jo Li")
    return evening


@pytest.fixture
def vote(qtbot, evening):
    """A door with one ballot handed out, and the panel open: (window, panel, meeting)."""
    meeting = evening.meeting(voting_days=0)
    window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True))
    for list_key in (Qt.Key.Key_D, Qt.Key.Key_V):
        hit(evening, window, list_key, ALT)
        type_text(window, "jo li")
        hit(evening, window, Qt.Key.Key_Return)
    hit(evening, window, Qt.Key.Key_R, ALT)
    return window, page.stances.vote.panel, meeting


def undo(evening, window):
    window.view.page.stances.vote.panel.notice.buttons[0].setFocus()
    hit(evening, window, Qt.Key.Key_Space)


@pytest.mark.parametrize(("typed", "said"), [("", "came back"), ("ten", "came back"), ("-1", "came back")])
def test_what_is_no_number_of_ballots_is_said_and_nothing_is_counted(evening, vote, typed, said):
    window, panel, meeting = vote
    type_text(window, typed)
    hit(evening, window, Qt.Key.Key_Return)
    assert said in panel.returned.problem() and not panel.spoiled.problem()
    assert window.focusWidget() is panel.returned.editor and panel.rest.isHidden()
    assert evening.app.votes.ballots(meeting.id).returned is None


def test_the_wrong_one_of_two_numbers_gets_the_focus(evening, vote):
    window, panel, _meeting = vote
    type_text(window, "1")
    panel.spoiled.setFocus()
    type_text(window, "one")
    panel.returned.setFocus()
    hit(evening, window, Qt.Key.Key_Return)
    assert "spoiled" in panel.spoiled.problem() and window.focusWidget() is panel.spoiled.editor


def test_a_count_says_that_it_is_kept_and_is_taken_back(evening, vote):
    window, panel, meeting = vote
    type_text(window, "1")
    hit(evening, window, Qt.Key.Key_Return)
    assert panel.notice.accessibleName() == "The count is kept."
    assert panel.rest.text() == "It closes: every ballot came back."
    undo(evening, window)
    assert evening.app.votes.ballots(meeting.id).returned is None
    assert (panel.returned.text(), panel.spoiled.text()) == ("", "") and panel.rest.isHidden()
    assert panel.notice.accessibleName() == "The count is taken back."
    assert window.focusWidget() is panel.returned.editor


def test_freezing_the_roll_is_told_leaves_the_focus_and_is_taken_back(evening, vote):
    window, panel, meeting = vote
    hit(evening, window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    hit(evening, window, Qt.Key.Key_Space)
    assert evening.app.votes.roll(meeting.id) is not None
    assert panel.notice.accessibleName().startswith("The roll is frozen.")
    assert window.focusWidget() is panel.returned.editor
    undo(evening, window)
    assert evening.app.votes.roll(meeting.id) is None and panel.freeze.isVisible()
