"""The kiosk, as those who arrive and those who are curious meet it."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from chapter_desk.core.meetings.kiosk import MOST_SHOWN
from chapter_desk.gui.kiosk import finding
from chapter_desk.gui.kiosk.view import DONE_S, KioskView
from chapter_desk.gui.shell.theme import theme
from tests.gui.evening import ALT, CTRL, NO, SHIFT, press, shown, type_text, who_is_in
from tests.gui.geometry import assert_well_laid_out, settle
from tests.gui.kiosks import PIN, come_in, started, words


@pytest.fixture
def evening(evening, monkeypatch):
    monkeypatch.setattr(finding, "TYPING_MS", 0)
    evening.person("Maria Gutierrez", phone="757-555-0141", postal_code="23517", email="mg@example.org")
    evening.person("Marian Tran", postal_code="23508")
    evening.person("Li Bo")
    return evening


@pytest.fixture
def door(qtbot, evening):
    meeting = evening.meeting()
    evening.app.calendar.open_door(meeting.id)
    window, page = shown(qtbot, evening)
    return window, page


@pytest.fixture
def kiosk(evening, door) -> KioskView:
    window, _page = door
    return started(window, evening, PIN)


def test_f11_asks_for_a_pin_the_first_time_and_refuses_one_that_anybody_tries(evening, door):
    window, page = door
    press(window, Qt.Key.Key_F11)
    evening.let_go()
    type_text(window, "1111")
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert "first one anybody would try" in page.stances.kiosk_panel.new_pin.problem()
    assert not isinstance(window.view, KioskView)


def test_a_name_and_enter_signs_in_and_the_screen_is_ready_for_the_next(evening, kiosk):
    come_in(evening, kiosk, "mar gut")
    assert who_is_in(evening) == ["Maria Gutierrez"]
    assert "You are in, Maria." in words(kiosk)
    for _second in range(DONE_S):
        kiosk.countdown.tick()
    assert kiosk.stack.currentWidget() is kiosk.finding and kiosk.finding.field.text() == ""
    assert kiosk.finding.field.hasFocus()


def test_the_sign_in_says_that_it_came_by_kiosk(evening, kiosk):
    come_in(evening, kiosk, "marian")
    meeting = evening.app.calendar.next_meeting()
    assert [each.method for each in evening.app.door.who_is_in(meeting.id)] == ["kiosk"]


def test_two_letters_show_no_name_no_count_and_no_hint(kiosk):
    type_text(kiosk.window(), "ma")
    settle()
    seen = words(kiosk)
    assert "One more letter, and we will look for you." in seen
    assert not any(each in seen for each in ("Maria", "Marian", "235", "41"))


def test_a_name_of_two_letters_enters_by_the_whole_of_it(evening, kiosk):
    come_in(evening, kiosk, "li")
    assert "Li" in kiosk.finding.rows[0].accessibleName()
    press(kiosk.window(), Qt.Key.Key_Return)
    evening.let_go()
    assert who_is_in(evening) == ["Li Bo"]


def test_matches_are_masked_and_at_most_five_and_cannot_be_scrolled(evening, kiosk):
    for family in ("Adams", "Bell", "Cruz", "Dunn", "Ellis"):
        evening.person(f"Marisol {family}", phone="757-555-0199")
    evening.let_go()
    type_text(kiosk.window(), "mari")
    settle()
    assert 2 <= len([row for row in kiosk.finding.rows if row.isVisible()]) <= MOST_SHOWN
    seen = words(kiosk)
    assert not any(each in seen for each in ("Gutierrez", "555", "0141", "23517", "example", "Tran"))


def test_a_phone_a_zip_or_an_address_finds_nobody(kiosk):
    for typed in ("0141", "23517", "mg@ex"):
        kiosk.finding.field.setText(typed)
        assert kiosk.finding.rows == []


def test_holding_a_second_signs_in_and_brushing_past_does_not(evening, kiosk, monkeypatch):
    type_text(kiosk.window(), "gutierrez")
    (row,) = kiosk.finding.rows
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    evening.let_go()
    assert who_is_in(evening) == []
    monkeypatch.setattr("chapter_desk.gui.kiosk.hold.tokens", lambda: {"motion": {"kiosk-hold-ms": 0}})
    QTest.mousePress(row, Qt.MouseButton.LeftButton)
    row.look()
    evening.let_go()
    assert who_is_in(evening) == ["Maria Gutierrez"]


def test_who_cannot_hold_touches_twice(evening, door, qtbot):
    window, page = door
    evening.app.pin.choose(PIN)
    press(window, Qt.Key.Key_F11)
    evening.let_go()
    page.stances.kiosk_panel.tap_twice.setChecked(True)
    page.stances.kiosk_panel.start.click()
    evening.let_go()
    kiosk = window.view
    type_text(window, "gutierrez")
    (row,) = kiosk.finding.rows
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    evening.let_go()
    assert who_is_in(evening) == []
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    evening.let_go()
    assert who_is_in(evening) == ["Maria Gutierrez"]


def test_enter_within_the_typing_signs_nobody_in(evening, kiosk, monkeypatch):
    monkeypatch.setattr(finding, "TYPING_MS", 60_000)
    come_in(evening, kiosk, "gutierrez")
    assert who_is_in(evening) == []


def test_that_is_not_me_takes_it_back(evening, kiosk):
    come_in(evening, kiosk, "gutierrez")
    kiosk.done.button.click()
    evening.let_go()
    assert who_is_in(evening) == []
    assert kiosk.stack.currentWidget() is kiosk.finding


def test_who_is_in_already_sees_the_same_and_stays_in(evening, kiosk):
    come_in(evening, kiosk, "gutierrez")
    kiosk.reset()
    come_in(evening, kiosk, "gutierrez")
    seen = words(kiosk)
    assert "You are in, Maria." in seen and "since" not in seen
    kiosk.done.button.click()
    evening.let_go()
    assert who_is_in(evening) == ["Maria Gutierrez"]


def test_half_a_minute_after_the_last_key_nothing_is_left_of_a_person(evening, kiosk):
    kiosk.languages._press("es")
    type_text(kiosk.window(), "gutierrez")
    settle()
    for _second in range(30):
        kiosk.countdown.tick()
    assert kiosk.finding.field.text() == "" and kiosk.finding.rows == []
    assert "Welcome" in kiosk.finding.title.text()
    assert not kiosk.finding.field.isUndoAvailable() or "gut" not in kiosk.finding.field.text()


def test_spanish_for_one_person_and_back_by_itself(evening, kiosk):
    kiosk.languages._press("es")
    settle()
    assert kiosk.finding.title.text() == "Le damos la bienvenida. Registre aquí su llegada."
    come_in(evening, kiosk, "gutierrez")
    assert "Ya está, Maria." in words(kiosk)
    for _second in range(DONE_S):
        kiosk.countdown.tick()
    assert kiosk.finding.title.text() == "Welcome. Sign in here."


def test_who_is_new_needs_a_name_and_nothing_else_and_ticks_her_own_boxes(evening, kiosk):
    type_text(kiosk.window(), "ella marsh")
    settle()
    kiosk.finding.new.click()
    assert kiosk.new.name.editor.text() == "Ella Marsh"
    assert not any(box.isChecked() for box in kiosk.new.may.values())
    kiosk.new.may["email"].setChecked(True)
    kiosk.new.email.editor.setText("ella@example.org")
    kiosk.new.sign_in.click()
    evening.let_go()
    assert who_is_in(evening) == ["Ella Marsh"]
    person = evening.app.roster.search("ella marsh")[0].row.id
    assert {c: a.given for c, a in evening.app.consents.of(person).items()} == {"email": True}


def test_without_a_name_the_form_says_so_and_keeps_what_was_typed(evening, kiosk):
    kiosk.finding.new.click()
    kiosk.new.phone.editor.setText("757-555-0110")
    kiosk.new.give()
    assert kiosk.new.name.problem() and kiosk.new.phone.editor.text() == "757-555-0110"


# leaving


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_K, CTRL), (Qt.Key.Key_1, CTRL), (Qt.Key.Key_3, CTRL), (Qt.Key.Key_F11, NO),
        (Qt.Key.Key_Escape, NO), (Qt.Key.Key_F1, NO), (Qt.Key.Key_F6, NO), (Qt.Key.Key_L, CTRL),
        (Qt.Key.Key_H, CTRL), (Qt.Key.Key_Comma, CTRL), (Qt.Key.Key_Q, CTRL), (Qt.Key.Key_Z, CTRL),
        (Qt.Key.Key_P, CTRL), (Qt.Key.Key_N, CTRL), (Qt.Key.Key_J, CTRL), (Qt.Key.Key_Left, ALT),
        (Qt.Key.Key_Plus, CTRL), (Qt.Key.Key_D, CTRL), (Qt.Key.Key_Z, CTRL | SHIFT),
    ],
)  # fmt: skip
def test_no_key_leads_out(evening, kiosk, key, held):
    window = kiosk.window()
    for _time in range(3):
        press(window, key, held)
        evening.let_go()
    assert window.view is kiosk


def test_closing_the_window_asks_for_the_pin(kiosk):
    window = kiosk.window()
    window.close()
    assert window.isVisible() and kiosk.stack.currentWidget() is kiosk.leaving


def test_the_greeter_leaves_by_pin_and_finds_the_door_as_it_was(evening, door, kiosk):
    window, page = door
    press(window, Qt.Key.Key_K, CTRL | SHIFT)
    evening.let_go()
    type_text(window, PIN)
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert window.view is not kiosk and window.view.page is page
    assert not window.isFullScreen()
    assert page.finding.search.hasFocus()


def test_a_wrong_pin_waits_and_five_need_the_passphrase(evening, kiosk):
    window = kiosk.window()
    kiosk.ask_pin()
    evening.let_go()
    pad = kiosk.leaving.pad
    for number in range(5):
        for digit in "1357":
            pad.press(digit)
        pad.press("enter")
        evening.let_go()
        assert window.view is kiosk
        if 2 <= number < 4:
            assert not pad.isEnabled() and "Wait" in kiosk.leaving.line.text()
            evening.clock.pass_(seconds=60)
    kiosk.leaving.begin()
    evening.let_go()
    assert kiosk.leaving.passphrase.isVisible() and "passphrase" in kiosk.leaving.line.text()
    kiosk.leaving.passphrase.set_text("not this one at all")
    kiosk.leaving.passphrase.editor.returnPressed.emit()
    evening.let_go()
    assert window.view is kiosk
    kiosk.leaving.passphrase.set_text("maple harbor violet seven bridge")
    kiosk.leaving.passphrase.editor.returnPressed.emit()
    evening.let_go()
    assert window.view is not kiosk


@pytest.fixture
def sized(request):
    """The text size of the test, before the kiosk is made."""
    theme().use(scale=request.param)


@pytest.mark.parametrize(
    ("sized", "width", "height"), [(1.0, 1366, 768), (1.0, 1024, 640), (1.5, 1024, 640)], indirect=["sized"]
)
def test_every_key_of_the_pin_pad_is_whole_and_apart_from_the_next(sized, evening, kiosk, width, height):
    window = kiosk.window()
    window.showNormal()
    window.resize(width, height)
    kiosk.ask_pin()
    evening.let_go()
    settle()
    keys = [*kiosk.leaving.pad.keys.values(), kiosk.leaving.back]
    places = [QRect(key.mapTo(kiosk, QPoint(0, 0)), key.size()) for key in keys]
    pad = kiosk.leaving.pad
    room = QRect(pad.mapTo(kiosk, QPoint(0, 0)), pad.size())
    assert all(room.contains(place) for place in places[:-1]) and kiosk.rect().contains(room)
    assert min(place.height() for place in places) >= 64, "a finger's width, whatever the size of the text"
    grown = [place.adjusted(0, 0, theme().px(7), theme().px(7)) for place in places]
    assert not any(one.intersects(other) for one, other in combinations(grown, 2))
    assert_well_laid_out(window)


def test_another_language_in_the_middle_of_the_form_loses_nothing_that_was_written(evening, kiosk):
    come_in(evening, kiosk, "zora")
    press(kiosk.window(), Qt.Key.Key_Return)
    evening.let_go()
    assert kiosk.stack.currentWidget() is kiosk.new
    kiosk.new.phone.editor.setText("757-555-0107")
    kiosk.new.email.editor.setText("z@example.org")
    kiosk.new.may["call"].setChecked(True)
    kiosk.languages._press("es")
    evening.let_go()
    assert "Qué bueno que vino." in words(kiosk)
    assert (kiosk.new.name.editor.text(), kiosk.new.phone.editor.text()) == ("Zora", "757-555-0107")
    assert kiosk.new.email.editor.text() == "z@example.org" and kiosk.new.may["call"].isChecked()


def test_the_pin_pad_is_left_alone_and_the_kiosk_comes_back(evening, kiosk):
    kiosk.ask_pin()
    evening.let_go()
    for _second in range(30):
        kiosk.countdown.tick()
    assert kiosk.stack.currentWidget() is kiosk.finding


def test_what_is_not_written_is_said_and_waits_at_the_desk(evening, door, kiosk, monkeypatch):
    from chapter_desk.errors import NotSaved

    _window, page = door
    monkeypatch.setattr(
        evening.app.sign_ins, "sign_in", lambda *_a, **_k: (_ for _ in ()).throw(NotSaved("disk-full"))
    )
    come_in(evening, kiosk, "gutierrez")
    seen = words(kiosk)
    assert "could not be written" in seen and "You are in" not in seen
    assert [each.name for each in page._arrivals.waiting] == ["Maria G."]


def test_a_door_that_was_closed_elsewhere_is_said(evening, kiosk):
    evening.app.calendar.end(evening.app.calendar.next_meeting().id)
    come_in(evening, kiosk, "gutierrez")
    assert "Ask at the table" in words(kiosk)
    assert isinstance(kiosk.window().view, KioskView)


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize(("width", "height", "scale"), [(1366, 768, 1.0), (1024, 640, 1.0), (1024, 640, 1.5)])
@pytest.mark.parametrize("code", ["en", "es"])
def test_the_kiosk_fits_and_its_targets_are_large(evening, kiosk, width, height, scale, colours, code):
    theme().use(colours=colours, scale=scale)
    window = kiosk.window()
    window.showNormal()
    window.resize(width, height)
    kiosk._speak(code)
    type_text(window, "mari")
    kiosk.finding.field.setText("mari")
    settle()
    view = kiosk.rect()
    for row in kiosk.finding.rows:
        if row.isVisible():
            assert row.height() >= theme().px(64)
    new = [button for button in (kiosk.finding.new, kiosk._new_low) if button.isVisible()]
    assert len(new) == 1
    for button in (*new, kiosk.corner, *kiosk.finding.rows):
        if button.isVisible():
            place = button.rect().translated(button.mapTo(kiosk, button.rect().topLeft()))
            assert view.contains(place), button.accessibleName()
            assert button.height() >= theme().px(64), button.accessibleName()
    assert sum(row.isVisible() for row in kiosk.finding.rows) >= 2
