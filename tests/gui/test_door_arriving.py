"""Arriving at the desk: households, lists, leaving early, what people ask for, who brought them."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from chapter_desk.core.meetings.attendance import CHILDCARE, DOOR, VOTING
from chapter_desk.core.meetings.needs import Need
from chapter_desk.gui.door.arrivals import Arrival, kept, unkept
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from tests.gui.evening import ALT, CTRL, SHIFT, band, hit, press, shown, type_text
from tests.gui.geometry import ROOMS, assert_well_laid_out


@pytest.fixture
def evening(evening):
    evening.ella = evening.person("Ella Marsh", phone="757-555-0122", postal_code="23517")
    evening.cora = evening.person("Cora Marsh", postal_code="23517")
    evening.jo = evening.person("Jo Li")
    evening.app.households.put_together([evening.ella, evening.cora])
    return evening


@pytest.fixture
def meeting(evening):
    return evening.meeting(quorum=2)


@pytest.fixture
def door(qtbot, evening, meeting):
    return shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True))


def who_is_in(evening, meeting, on_list=DOOR):
    return {each.name for each in evening.app.door.who_is_in(meeting.id, on_list) if each.left_at is None}


# ---------------------------------------------------------------- the household


def test_shift_enter_signs_the_household_in_with_one_step_and_ctrl_z_takes_it_back(evening, meeting, door):
    window, page = door
    type_text(window, "ella")
    (row, _walk_in) = page.finding.matches.matches()
    assert row.home == "Same household: Cora Marsh" and row.home_button == "Sign in both"
    assert page.finding.matches.visualRect(page.finding.matches.currentIndex()).height() > theme().px(100)
    hit(evening, window, Qt.Key.Key_Return, SHIFT)
    assert who_is_in(evening, meeting) == {"Ella Marsh", "Cora Marsh"}
    assert band(page).startswith("Ella Marsh and Cora Marsh are in")
    assert page.finding.search.text() == ""
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert who_is_in(evening, meeting) == set()
    assert band(page).startswith("Ella Marsh and Cora Marsh are out again")
    hit(evening, window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert who_is_in(evening, meeting) == {"Ella Marsh", "Cora Marsh"}
    assert band(page).startswith("Ella Marsh and Cora Marsh are in again")


def test_the_button_under_the_chosen_row_does_the_same(evening, meeting, door):
    window, page = door
    type_text(window, "cora")
    matches = page.finding.matches
    index = matches.currentIndex()
    rect = matches.visualRect(index)
    box = matches.itemDelegate().home_button_in(rect, matches.matches()[0])
    QTest.mouseClick(matches.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    evening.let_go()
    assert who_is_in(evening, meeting) == {"Ella Marsh", "Cora Marsh"}


def test_a_press_on_the_row_itself_takes_one_person(evening, meeting, door):
    window, page = door
    type_text(window, "cora")
    matches = page.finding.matches
    at = matches.visualRect(matches.currentIndex()).topLeft() + QPoint(80, 20)
    QTest.mouseClick(matches.viewport(), Qt.MouseButton.LeftButton, pos=at)
    evening.let_go()
    assert who_is_in(evening, meeting) == {"Cora Marsh"}
    type_text(window, "cora")
    assert page.finding.matches.matches()[0].home == "Same household: Ella Marsh"
    hit(evening, window, Qt.Key.Key_Return, SHIFT)
    assert who_is_in(evening, meeting) == {"Cora Marsh", "Ella Marsh"}


def test_shift_enter_without_a_household_signs_in_one(evening, meeting, door):
    window, _page = door
    type_text(window, "jo li")
    hit(evening, window, Qt.Key.Key_Return, SHIFT)
    assert who_is_in(evening, meeting) == {"Jo Li"}


def test_walk_ins_added_one_after_the_other_are_a_household(evening, meeting, door):
    window, page = door
    type_text(window, "Ana Pena")
    hit(evening, window, Qt.Key.Key_N, CTRL)
    press(window, Qt.Key.Key_Return, CTRL)
    type_text(window, "Bo")
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    people = {row.name: row.person_id for row in evening.app.door.who_is_in(meeting.id)}
    assert len(people) == 2
    ana, bo = (next(id for name, id in people.items() if name.startswith(each)) for each in ("Ana", "Bo"))
    assert [mate.person_id for mate in evening.app.households.of(ana)] == [bo]
    type_text(window, "Di")
    hit(evening, window, Qt.Key.Key_N, CTRL)
    hit(evening, window, Qt.Key.Key_Return)
    assert len(evening.app.households.of(ana)) == 1
    assert page.body.shown is page.finding


# ---------------------------------------------------------------- lists


def test_the_voting_list_is_reached_by_key_says_so_and_is_left_by_esc(evening, meeting, door):
    window, page = door
    type_text(window, "jo li")
    hit(evening, window, Qt.Key.Key_Return)
    hit(evening, window, Qt.Key.Key_V, ALT)
    assert page.lists.isVisible() and "Voting list" in page.lists.accessibleName()
    type_text(window, "ella")
    assert "not signed in at the door" in page.finding.matches.matches()[0].hint
    page.finding.search.clear()
    type_text(window, "jo li")
    assert not page.finding.matches.matches()[0].pill
    hit(evening, window, Qt.Key.Key_Return)
    assert band(page).startswith("Jo Li is on the voting list")
    assert page.columns.counter.counter.accessibleName() == "1 given a ballot"
    assert not page.columns.counter.quorum.isVisible()
    assert who_is_in(evening, meeting, VOTING) == {"Jo Li"} and who_is_in(evening, meeting) == {"Jo Li"}
    type_text(window, "jo li")
    assert page.finding.matches.matches()[0].pill  # valid once
    press(window, Qt.Key.Key_Escape)
    hit(evening, window, Qt.Key.Key_Escape)
    assert not page.lists.isVisible()
    type_text(window, "jo li")
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert who_is_in(evening, meeting, VOTING) == set() and who_is_in(evening, meeting) == {"Jo Li"}


def test_a_walk_in_without_a_vote_is_told_why_and_red_is_kept_for_what_is_not_saved(qtbot, evening):
    meeting = evening.meeting(voting_days=30)
    window, _page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True, on_list=VOTING))
    press(window, Qt.Key.Key_N, CTRL)
    type_text(window, "Kai")
    hit(evening, window, Qt.Key.Key_Return)
    notice = window.view.frame.notices.notice
    assert "Kai" in notice.accessibleName() and notice.tone == "warn"
    assert who_is_in(evening, meeting, VOTING) == set()


def test_a_list_is_chosen_with_the_mouse(evening, meeting, door):
    _window, page = door
    menu = page.lists.menu()
    actions = {action.text(): action for action in menu.actions()}
    assert [action.isChecked() for action in actions.values() if action.isCheckable()] == [True, False, False]
    next(action for words, action in actions.items() if words.startswith("Childcare")).trigger()
    evening.let_go()
    assert page.place() == DoorPlace(meeting.id, on_list=CHILDCARE)
    page.signing.visitor()
    evening.let_go()
    assert band(page).startswith("A child is counted")
    assert evening.app.door.counts(meeting.id).signed_in == 0
    page.lists.back.click()
    evening.let_go()
    assert page.place() == DoorPlace(meeting.id)


# ---------------------------------------------------------------- leaving


def test_somebody_leaves_early_and_comes_back(evening, meeting, door):
    window, page = door
    for name in ("jo li", "cora"):
        type_text(window, name)
        hit(evening, window, Qt.Key.Key_Return)
    page.columns.who.all.click()
    evening.let_go()
    press(window, Qt.Key.Key_Down)
    assert page.everybody.list.current().name == "Jo Li"
    assert page.everybody.leave.text() == "Has left"
    hit(evening, window, Qt.Key.Key_L, ALT)
    assert who_is_in(evening, meeting) == {"Cora Marsh"}
    counts = evening.app.door.counts(meeting.id)
    assert (counts.signed_in, counts.in_the_room) == (2, 1)
    assert "1 in the room" in page.columns.counter.beside.text()
    assert page.everybody.leave.text() == "Is back"
    page.everybody.leave.click()
    evening.let_go()
    assert who_is_in(evening, meeting) == {"Cora Marsh", "Jo Li"}
    hit(evening, window, Qt.Key.Key_L, ALT)
    press(window, Qt.Key.Key_Escape)
    type_text(window, "jo")
    assert "left" in page.finding.matches.matches()[0].hint
    page.finding.search.clear()
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert who_is_in(evening, meeting) == {"Cora Marsh", "Jo Li"}
    assert band(page).startswith("Jo Li is in again")


# ---------------------------------------------------------------- what people ask for


def test_what_somebody_asks_for_shows_with_the_match_and_in_the_band_until_it_is_seen_to(
    evening, meeting, door
):
    window, page = door
    evening.app.needs.note(evening.jo, Need("interpreter", "Cantonese"))
    evening.let_go()
    type_text(window, "jo")
    (row, _walk_in) = page.finding.matches.matches()
    assert row.notes == ("Interpreter: Cantonese",) and "Cantonese" in row.spoken
    hit(evening, window, Qt.Key.Key_Return)
    assert "Asks for: Interpreter: Cantonese" in band(page)
    page.columns.who.all.click()
    evening.let_go()
    assert page.everybody.settle.isVisible()
    hit(evening, window, Qt.Key.Key_S, ALT)
    assert evening.app.needs.open_of(evening.jo, meeting.id) == ()
    assert not page.everybody.settle.isVisible()
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert len(evening.app.needs.open_of(evening.jo, meeting.id)) == 1


def test_a_walk_in_brings_children_asks_for_a_ride_and_says_who_told_them(evening, meeting, door):
    window, page = door
    type_text(window, "Ana Pena")
    hit(evening, window, Qt.Key.Key_N, CTRL)
    besides = page.form.besides
    besides.count.set_text("2")
    besides._chips["ride-home"].click()
    besides._chips["other"].click()
    besides.note.set_text("large print")
    besides.who.editor.setFocus()
    type_text(window, "jo li")
    (offered,) = besides._buttons
    offered.click()
    page.form._may["email"].setChecked(True)
    kept_values = page.form.values()
    page.form.clear()
    page.form.restore(kept_values)
    assert besides.brought_by() == evening.jo and besides.how_many_children() == 2
    page.form.given.set_text("Ana")
    page.form.sign.click()
    evening.let_go()
    (ana,) = evening.app.door.who_is_in(meeting.id)
    assert ana.children == 2
    assert {(need.kind, need.note) for need in ana.needs} == {("ride-home", ""), ("other", "large print")}
    assert evening.app.door.counts(meeting.id).children == 2
    assert "2 children" in page.columns.counter.beside.text()
    assert evening.app.cards.about(ana.person_id).brought_by == evening.jo


def test_an_arrival_outlives_a_lock_as_it_was(evening, meeting, door):
    import json

    window, page = door
    type_text(window, "Ana Pena")
    hit(evening, window, Qt.Key.Key_N, CTRL)
    page.form.besides._chips["ride-home"].click()
    arrival = Arrival(meeting.id, "Ana", walk_in=page.form.walk_in(), home="h", on_list=VOTING)
    assert unkept(json.loads(json.dumps(kept(arrival)))) == arrival
    both = Arrival(meeting.id, "Two", together=(evening.ella, evening.cora))
    assert unkept(json.loads(json.dumps(kept(both)))) == both


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
@pytest.mark.parametrize("tongue", ["en", "es"])
def test_everything_about_arriving_fits_in_any_room(
    qtbot, evening, meeting, tongue, width, height, colours, scale
):
    use_language(tongue)
    theme().use(colours=colours, scale=scale)
    window, page = shown(
        qtbot, evening, "door", DoorPlace(meeting.id, open=True, on_list=VOTING), size=(width, height)
    )
    evening.app.needs.note(evening.ella, Need("interpreter", "American Sign Language"))
    evening.let_go()
    type_text(window, "ella")
    assert_well_laid_out(window)
    page.tell(Told("info", "A fact about the meeting.", "And a line that says the rest of it."))
    assert_well_laid_out(window)
    page.untell()
    hit(evening, window, Qt.Key.Key_Return, SHIFT)
    page._show_everybody()
    evening.let_go()
    assert page.everybody.leave.isVisible()
    assert_well_laid_out(window)
    hit(evening, window, Qt.Key.Key_N, CTRL)
    page.form.besides._chips["other"].click()
    page.form.besides.who.set_text("jo")
    page.form.besides.who.set_text("jo li")
    assert_well_laid_out(window)


# ---------------------------------------------------------------- the wrong person


def test_a_tick_meant_for_another_is_given_to_them_in_two_steps_and_taken_back(evening, meeting, door):
    window, page = door
    type_text(window, "jo li")
    hit(evening, window, Qt.Key.Key_Return)
    (before,) = evening.app.door.who_is_in(meeting.id)
    page.columns.who.all.click()
    evening.let_go()
    hit(evening, window, Qt.Key.Key_W, ALT)
    panel = page.body.wrong_person
    assert window.focusWidget() is panel.field.editor and panel.heading.text() == "It was not Jo Li"
    type_text(window, "cora")
    hit(evening, window, Qt.Key.Key_Return)
    (after,) = evening.app.door.who_is_in(meeting.id)
    assert (after.name, after.at) == ("Cora Marsh", before.at)
    assert not panel.isVisible()
    assert band(page) == "" or "Cora Marsh is in" in page.finding.band.accessibleName()
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    (back,) = evening.app.door.who_is_in(meeting.id)
    assert (back.name, back.at) == ("Jo Li", before.at)


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
def test_the_panel_that_asks_who_it_was_fits_in_any_room(
    qtbot, evening, meeting, width, height, colours, scale
):
    use_language("es")
    theme().use(colours=colours, scale=scale)
    evening.app.sign_ins.sign_in(meeting.id, evening.jo)
    window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True), size=(width, height))
    page._show_everybody()
    page.everybody.ask_wrong()
    type_text(window, "marsh")
    assert page.body.wrong_person.isVisible()
    assert_well_laid_out(window)


def test_beside_a_panel_the_search_keeps_its_room_and_names_are_whole(evening, meeting, door):
    evening.person("María Guadalupe Hernández Ríos", phone="757-555-0174", postal_code="23517")
    window, page = door
    evening.app.sign_ins.sign_in(meeting.id, evening.jo)
    evening.let_go()
    assert page.columns.third.isVisible()
    page._show_everybody()
    page.everybody.ask_wrong()
    evening.let_go()
    assert page.body.wrong_person.isVisible() and not page.columns.third.isVisible()
    assert page.everybody.width() >= theme().px(560)
    type_text(window, "guadalupe")
    (row,) = page.body.wrong_person.matches.matches()
    assert not row.button  # it would stand where the name does
    press(window, Qt.Key.Key_Escape)
    evening.let_go()
    assert page.columns.third.isVisible()
