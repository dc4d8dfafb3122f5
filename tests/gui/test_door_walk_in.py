"""The walk-in form: only a name is needed, and what is typed is never lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.door.walk_in_form import Parts, parts_of
from chapter_desk.gui.door.who_is_in import fitting, pills_of
from chapter_desk.i18n import use_language
from tests.gui.evening import ALT, CTRL, press, shown, type_text


@pytest.fixture
def evening(evening):
    evening.person("Marisol Gutiérrez", phone="(757) 555-0177", postal_code="23517", email="mg@example.org")
    return evening


@pytest.fixture
def door(qtbot, evening):
    return shown(qtbot, evening, "door", DoorPlace(evening.meeting().id, open=True))


def who_is_in(evening, page):
    return [each.name for each in evening.app.door.who_is_in(page._evening.meeting.id)]


def card_of(evening, page, at=0):
    present = evening.app.door.who_is_in(page._evening.meeting.id)[at]
    return evening.app.cards.about(present.person_id)


def test_a_name_alone_is_enough_and_the_next_letter_is_in_the_search(door, evening):
    window, page = door
    press(window, Qt.Key.Key_N, CTRL)
    type_text(window, "Nora")
    press(window, Qt.Key.Key_Return)
    type_text(window, "j")
    assert (page.finding.search.text(), page.finding.isVisible()) == ("j", True)
    evening.let_go()
    assert who_is_in(evening, page) == ["Nora"]


def test_enter_on_the_walk_in_line_brings_the_typed_name_along(door, evening):
    window, page = door
    type_text(window, "nora de la cruz")
    press(window, Qt.Key.Key_Return)
    assert (page.form.given.text(), page.form.family.text()) == ("Nora", "De La Cruz")
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert len(who_is_in(evening, page)) == 1


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("", Parts()),
        ("cher", Parts(given="Cher")),
        ("ana ruiz", Parts(given="Ana", family="Ruiz")),
        ("bell Hooks", Parts(given="bell", family="Hooks")),
        ("Ana Maria Ruiz", Parts(given="Ana Maria", family="Ruiz")),
        ("757 555 0141", Parts(phone="757 555 0141")),
        ("23508", Parts(postal_code="23508")),
        ("3", Parts(given="3")),
        ("ana@example.org", Parts(email="ana@example.org")),
        ("محمد", Parts(given="محمد")),
    ],
)
def test_what_was_typed_goes_where_it_belongs(typed, parts):
    assert parts_of(typed) == parts


def test_a_number_alone_is_a_name(door, evening):
    window, page = door
    type_text(window, "3")
    press(window, Qt.Key.Key_N, CTRL)
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert who_is_in(evening, page) == ["Guest 3"]


def test_a_visitor_without_a_name_is_counted(door, evening):
    window, page = door
    press(window, Qt.Key.Key_N, CTRL)
    press(window, Qt.Key.Key_Return)
    assert page.form.given.problem() == "Type a name, or count them without one."
    page.form.count.click()
    evening.let_go()
    assert evening.app.door.counts(page._evening.meeting.id).visitors == 1
    assert page.finding.band.accessibleName().startswith("A visitor is counted")
    assert window.focusWidget() is page.finding.search


def test_everything_they_give_is_kept_and_permission_only_where_they_said_so(door, evening):
    window, page = door
    press(window, Qt.Key.Key_N, CTRL)
    form = page.form
    assert not any(box.isChecked() for box in form._may.values())
    for field, text in (
        (form.given, "Nora"),
        (form.family, "Ek"),
        (form.phone, "757 555 0199"),
        (form.email, "nora@example.org"),
        (form.postal_code, "23508"),
    ):
        field.set_text(text)
    form._heard["flyer"].click()
    form._may["sms"].click()
    form.phone.editor.setFocus()
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    card = card_of(evening, page)
    assert card.email_addresses[0].address == "nora@example.org"
    person = evening.app.door.who_is_in(page._evening.meeting.id)[0].person_id
    answers = evening.app.consents.of(person)
    assert [(each.channel, each.given) for each in answers.values()] == [("sms", True)]
    press(window, Qt.Key.Key_N, CTRL)
    assert not any(box.isChecked() for box in form._may.values())


@pytest.mark.parametrize("by", ["mouse", "keys"])
def test_under_18_is_said_in_the_form_and_stands_beside_the_name(qtbot, door, evening, by):
    window, page = door
    press(window, Qt.Key.Key_N, CTRL)
    type_text(window, "Kai")
    chip = page.form.besides.minor
    if by == "mouse":
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    else:
        chip.setFocus()
        press(window, Qt.Key.Key_Space)
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert card_of(evening, page).under_18 and not chip.isChecked()
    (present,) = evening.app.door.who_is_in(page._evening.meeting.id)
    assert ("Under 18", "warn", "shield") in pills_of(present, "UTC")
    just_came = page.finding.matches.matches()[0]
    assert just_came.guarded == "Under 18" and "Under 18" in just_came.spoken
    type_text(window, "kai")
    match = page.finding.matches.matches()[0]
    assert match.guarded == "Under 18" and "Under 18" in match.spoken


def test_the_zip_shows_its_town_while_it_is_typed(door):
    window, page = door
    press(window, Qt.Key.Key_N, CTRL)
    page.form.postal_code.set_text("23508")
    assert page.form.postal_code.editor.accessibleDescription() == "Norfolk, VA"
    page.form.postal_code.set_text("2350")
    assert page.form.postal_code.editor.accessibleDescription() == ""


@pytest.mark.parametrize(
    ("field", "typed"),
    [("phone", "(757) 555-0177"), ("email", "mg@example.org"), ("name", "Marisol Gutierrez")],
)
def test_somebody_on_file_is_offered_and_alt_m_uses_them(door, evening, field, typed):
    window, page = door
    if field == "name":
        type_text(window, typed)
    press(window, Qt.Key.Key_N, CTRL)
    if field != "name":
        page.form.given.set_text("Mari")
        getattr(page.form, field).set_text(typed)
    assert page.form.found.question.text() == "Is this Marisol Gutiérrez?"
    shown_words = page.form.found.hint.text()
    assert "235••" in shown_words
    assert "0177" not in shown_words
    press(window, Qt.Key.Key_M, ALT)
    evening.let_go()
    assert who_is_in(evening, page) == ["Marisol Gutiérrez"]
    assert len(evening.app.roster.search("mari")) == 1


def test_a_first_name_alone_offers_nobody(door):
    window, page = door
    press(window, Qt.Key.Key_N, CTRL)
    type_text(window, "Marisol")
    assert page.form.offered() is None


def test_ctrl_enter_signs_in_and_stays_for_another_of_the_household(door, evening):
    window, page = door
    press(window, Qt.Key.Key_N, CTRL)
    page.form.given.set_text("Nora")
    page.form.family.set_text("Ek")
    page.form.postal_code.set_text("23508")
    page.form._may["call"].setChecked(True)
    press(window, Qt.Key.Key_Return, CTRL)
    form = page.form
    assert (form.given.text(), form.family.text(), form.postal_code.text()) == ("", "Ek", "23508")
    assert not form._may["call"].isChecked()
    assert window.focusWidget() is form.given.editor
    type_text(window, "Per")
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert who_is_in(evening, page) == ["Per Ek", "Nora Ek"]


def test_esc_keeps_the_name_in_the_search_and_the_rest_for_when_it_is_opened_again(door):
    window, page = door
    type_text(window, "nora ek")
    press(window, Qt.Key.Key_N, CTRL)
    page.form.phone.set_text("757 555")
    for _time in range(5):
        press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_Up)
    assert page.finding.search.text() == "Nora Ek"
    press(window, Qt.Key.Key_N, CTRL)
    assert page.form.phone.text() == "757 555"


def test_ctrl_z_in_the_form_takes_back_a_letter_and_no_sign_in(door, evening):
    window, page = door
    type_text(window, "marisol")
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    press(window, Qt.Key.Key_N, CTRL)
    type_text(window, "No")
    press(window, Qt.Key.Key_Z, CTRL)
    evening.let_go()
    assert who_is_in(evening, page) == ["Marisol Gutiérrez"]


def test_a_name_that_is_no_writing_is_refused_in_words_and_the_next_is_taken(door, evening):
    window, page = door
    press(window, Qt.Key.Key_N, CTRL)
    page.form.given.set_text("x" * 2000)
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert "too long" in window.view.frame.notices.notice.accessibleName()
    assert page.finding.search.text() == "x" * 2000
    press(window, Qt.Key.Key_N, CTRL)
    assert page.form.given.text() == "x" * 2000
    page.form.given.editor.selectAll()
    type_text(window, "Nora")
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert who_is_in(evening, page) == ["Nora"]


@pytest.mark.parametrize("tongue", ["en", "es"])
def test_nothing_of_the_form_is_below_the_fold_of_a_laptop_even_under_the_samples_banner(visit, tongue):
    use_language(tongue)
    visit.window.resize(1366, 748)  # 768 less the bar with the window's title
    visit.door()
    visit.press(Qt.Key.Key_N, CTRL)
    visit.page.form.postal_code.set_text("23508")  # with its town below
    visit.go_on()
    (area,) = visit.page.form.findChildren(QScrollArea)
    assert visit.page.form.besides.minor.isVisible()
    assert area.widget().height() <= area.viewport().height()


def test_where_there_is_no_room_for_words_the_shield_stays(qtbot):
    marks = [("First time", "good", ""), ("Under 18", "warn", "shield"), ("Interpreter", "warn", "")]
    assert fitting(marks, 1000) == marks
    assert fitting(marks, 60) == [("", "warn", "shield")]
    assert fitting(marks, 0) == []
