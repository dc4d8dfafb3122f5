"""A card at the desk: scanned by what types like a keyboard, into whichever field has the focus."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chapter_desk.core.meetings.card_code import new_token
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.door.tones import AGAIN, IN, LOOK
from tests.gui.cards import UNKNOWN, issued, scan
from tests.gui.evening import band, how_they_came, press, shown, type_text, who_is_in
from tests.gui.geometry import settle


@pytest.fixture
def maria(evening):
    return evening.person("Maria Gutierrez", postal_code="23505")


@pytest.fixture
def token(evening, maria):
    return issued(evening, maria)


@pytest.fixture
def door(qtbot, evening, token):
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True))
    page.played = []
    page.tones.play = lambda tone: page.played.append(tone) if tone else None
    return window, page


def test_a_scanned_card_signs_its_person_in(door, evening, token):
    window, page = door
    scan(window, evening, token)
    assert how_they_came(evening) == [("Maria Gutierrez", "card")]
    assert band(page).startswith("Maria Gutierrez is in")
    assert page.finding.band.property("tone") == "good"
    assert page.finding.search.text() == ""
    assert page.played[-1] == IN
    scan(window, evening, token.lower())
    assert how_they_came(evening) == [("Maria Gutierrez", "card")]
    assert page.played[-1] == AGAIN


def test_what_a_greeter_had_typed_stays_beside_a_card(door, evening, token):
    window, page = door
    scan(window, evening, "bob" + token)
    assert who_is_in(evening) == ["Maria Gutierrez"]
    assert page.finding.search.text() == "bob"


def test_a_revoked_card_says_so_and_signs_nobody_in(door, evening, token, maria):
    window, page = door
    evening.app.sign_in_cards.revoke([maria])
    scan(window, evening, token)
    assert who_is_in(evening) == []
    assert band(page).startswith("Not signed in: Maria Gutierrez This card was revoked.")
    assert page.finding.band.property("tone") == "warn"
    assert page.finding.band.undo.isHidden()
    assert page.played[-1] == LOOK
    assert evening.app.sort_out.count() == 0


def test_the_code_of_another_meeting_signs_nobody_in(door, evening, maria):
    window, page = door
    june = evening.meeting("June general meeting", hour=22)
    code = evening.app.sign_in_cards.confirm(june.id, [maria])[maria]
    scan(window, evening, code)
    assert who_is_in(evening) == []
    assert "June general meeting" in band(page)
    assert page.finding.band.property("tone") == "warn" and page.played[-1] == LOOK


@pytest.mark.parametrize("code", [UNKNOWN, "https://example.org/t/12345"])
def test_an_unknown_code_asks_for_a_name_and_is_kept_with_them(door, evening, code):
    window, page = door
    scan(window, evening, code)
    assert page.body.shown is page.form
    assert page.form.said.text().startswith("The code ") and page.played[-1] == LOOK
    type_text(window, "Bo Diaz")
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert how_they_came(evening) == [("Bo Diaz", "card")]
    (waiting,) = evening.app.sort_out.waiting()
    assert (waiting.reason, waiting.name) == ("unknown-code", "Bo Diaz")
    assert page.form.code == ""


@pytest.mark.parametrize("leave", ["key", "mouse"])
def test_an_unknown_code_nobody_came_in_with_waits_to_be_sorted_out(door, evening, leave):
    window, page = door
    scan(window, evening, UNKNOWN)
    if leave == "key":
        press(window, Qt.Key.Key_Escape)
    else:
        QTest.mouseClick(page.form.back, Qt.MouseButton.LeftButton)
    evening.let_go()
    assert page.body.shown is page.finding and page.finding.search.text() == ""
    (waiting,) = evening.app.sort_out.waiting()
    assert (waiting.reason, waiting.person_id) == ("unknown-code", None)
    assert UNKNOWN not in str(waiting.raw)
    assert who_is_in(evening) == []
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.form.code == ""  # the next walk-in has nothing to do with it


def test_an_unknown_code_of_somebody_found_on_file_waits_with_them(door, evening):
    window, _page = door
    evening.person("Bo Diaz")
    scan(window, evening, UNKNOWN)
    type_text(window, "Bo Diaz")
    press(window, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    evening.let_go()
    assert who_is_in(evening) == ["Bo Diaz"]
    (waiting,) = evening.app.sort_out.waiting()
    assert waiting.name == "Bo Diaz"


def test_a_card_scanned_into_the_walk_in_form_is_no_name(door, evening, token):
    window, page = door
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle()
    type_text(window, "Ann")
    scan(window, evening, token)
    assert who_is_in(evening) == ["Maria Gutierrez"]
    assert page.body.shown is page.finding and page.finding.search.text() == "Ann"
    assert band(page).startswith("Maria Gutierrez is in")


def test_a_second_unknown_code_keeps_the_first(door, evening):
    window, page = door
    scan(window, evening, UNKNOWN)
    other = new_token()
    scan(window, evening, other)
    assert page.form.code == other and page.form.given.text() == ""
    assert evening.app.sort_out.count() == 1


def test_a_scan_at_a_closed_door_or_while_another_writes_is_no_harm(door, evening, token):
    window, page = door
    type_text(window, token)
    press(window, Qt.Key.Key_Return)
    type_text(window, token)
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert who_is_in(evening) == ["Maria Gutierrez"]
    meeting = evening.app.calendar.next_meeting()
    evening.app.calendar.end(meeting.id)
    evening.let_go()
    page.scanning.take(token)
    evening.let_go()
    assert evening.app.sort_out.count() == 0
