"""A card at the kiosk: in at once, and nothing about anybody when it does not work."""

import pytest
from PySide6.QtCore import Qt

from chapter_desk.core.meetings.cards import new_cards
from chapter_desk.gui.kiosk.view import KioskView
from tests.gui.cards import UNKNOWN, issued, scan
from tests.gui.evening import how_they_came, press, shown, type_text
from tests.gui.geometry import settle
from tests.gui.kiosks import PIN, started, words


@pytest.fixture
def maria(evening):
    return evening.person("Maria Gutierrez", postal_code="23517")


@pytest.fixture
def token(evening, maria):
    return issued(evening, maria)


@pytest.fixture
def kiosk(qtbot, evening, token) -> KioskView:
    meeting = evening.meeting()
    evening.app.calendar.open_door(meeting.id)
    window, _page = shown(qtbot, evening)
    return started(window, evening, PIN)


def test_a_card_signs_in_as_fast_as_it_is_scanned(kiosk, evening, token):
    scan(kiosk.window(), evening, token)
    assert how_they_came(evening) == [("Maria Gutierrez", "card")]
    assert kiosk.stack.currentWidget() is kiosk.done
    assert "You are in, Maria." in words(kiosk)
    assert "Gutierrez" not in words(kiosk) and token not in words(kiosk)
    kiosk.reset()
    assert kiosk.finding.field.text() == ""


def test_the_next_in_line_scans_without_waiting_and_takes_nobody_back(kiosk, evening, token):
    bo = evening.person("Bo Diaz")
    (card,) = new_cards([bo])
    evening.app.sign_in_cards.issue([card])
    evening.let_go()
    scan(kiosk.window(), evening, UNKNOWN)
    for code in (token, card.token):
        scan(kiosk.window(), evening, code)
    assert how_they_came(evening) == [("Bo Diaz", "card"), ("Maria Gutierrez", "card")]
    assert "You are in, Bo." in words(kiosk)


def test_that_was_not_me_takes_a_card_back(kiosk, evening, token):
    scan(kiosk.window(), evening, token)
    kiosk.done.button.click()
    evening.let_go()
    assert how_they_came(evening) == []


@pytest.mark.parametrize("kind", ["revoked", "unknown"])
def test_a_card_that_does_not_work_tells_nothing_about_anybody(kiosk, evening, token, maria, kind):
    if kind == "revoked":
        evening.app.sign_in_cards.revoke([maria])
        evening.let_go()
    scan(kiosk.window(), evening, token if kind == "revoked" else UNKNOWN)
    assert kiosk.stack.currentWidget() is kiosk.trouble
    assert "This card does not work here." in words(kiosk)
    assert "Maria" not in words(kiosk)
    assert how_they_came(evening) == []
    assert evening.app.sort_out.count() == (kind == "unknown")
    press(kiosk.window(), Qt.Key.Key_Escape)
    settle()
    assert kiosk.stack.currentWidget() is kiosk.finding


def test_a_card_scanned_while_somebody_fills_in_the_form_is_no_name(kiosk, evening, token):
    kiosk.finding.new.click()
    settle()
    type_text(kiosk.window(), "Ann")
    scan(kiosk.window(), evening, token)
    assert how_they_came(evening) == [("Maria Gutierrez", "card")]


def test_in_spanish_a_card_that_does_not_work_says_so_in_spanish(kiosk, evening):
    kiosk.languages.chosen.emit("es")
    settle()
    scan(kiosk.window(), evening, UNKNOWN)
    assert "Esta tarjeta no sirve aquí." in words(kiosk)
