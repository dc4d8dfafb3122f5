"""The door through its widgets: type, Enter, signed in."""

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from chapter_desk.app import open_app
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.gui.door.evening import OPEN_NEXT, DoorPlace
from chapter_desk.gui.door.match_rows import WALK_IN
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.evening import ALT, CTRL, SHIFT, band, names_of, press, shown, type_text
from tests.gui.geometry import settle
from tests.gui.opened import close_chapter, founded, now, unlocked


@pytest.fixture
def three(evening):
    """Three people whom "mar gu" means, and somebody else."""
    evening.person("Maria Gutierrez", phone="(757) 555-0141", postal_code="23505", email="maria@example.org")
    evening.person("Mario Guzmán", phone="(757) 555-0108", postal_code="23517")
    evening.person("Margaret Gunn", postal_code="23455")
    evening.person("Jo Li")
    return evening


@pytest.fixture
def door(qtbot, three):
    """The page, its window, and an open door."""
    meeting = three.meeting(quorum=2)
    return shown(qtbot, three, "door", DoorPlace(meeting.id, open=True))


@pytest.fixture
def said(monkeypatch):
    """What screen readers are told: words, and whether at once."""
    heard = []
    for module in ("finding", "walk_in_form"):
        monkeypatch.setattr(
            f"chapter_desk.gui.door.{module}.announce",
            lambda _widget, words, *, at_once=False: heard.append((words, at_once)),
        )
    monkeypatch.setattr(
        "chapter_desk.gui.widgets.notices.announce",
        lambda _widget, words, *, at_once=False: heard.append((words, at_once)),
    )
    return heard


def counted(page):
    return page.columns.counter.counter.accessibleName()


def sign_in(window, evening, name):
    type_text(window, name)
    press(window, Qt.Key.Key_Return)
    evening.let_go()


def test_three_letters_and_enter_sign_somebody_in(door, three):
    window, page = door
    sign_in(window, three, "mari")
    assert band(page).startswith("Maria Gutierrez is in 6:4")
    assert "first time here" in band(page)
    assert counted(page) == "1 signed in"
    assert page.finding.search.text() == ""
    assert window.focusWidget() is page.finding.search


def test_the_tick_comes_after_the_commit_and_the_field_is_free_before(door, three, tasks):
    window, page = door
    type_text(window, "mari")
    press(window, Qt.Key.Key_Return)
    type_text(window, "jo")
    assert (band(page), page.finding.search.text()) == ("", "jo")
    press(window, Qt.Key.Key_Return)
    tasks.let_go(1)
    assert band(page).startswith("Maria Gutierrez is in")
    three.let_go()
    assert band(page).startswith("Jo Li is in")
    assert counted(page) == "2 signed in"
    assert page.finding.search.text() == ""


def test_a_row_says_who_is_being_saved_and_enter_does_not_sign_in_twice(door, three):
    window, page = door
    for _time in range(2):
        type_text(window, "maria")
        press(window, Qt.Key.Key_Return)
    type_text(window, "maria")
    assert page.finding.matches.matches()[0].pill == "Saving"
    three.let_go()
    assert counted(page) == "1 signed in"


def test_matched_letters_are_underlined_and_nobody_can_be_reached_by_what_shows(door):
    window, page = door
    type_text(window, "mar gu")
    rows = page.finding.matches.matches()
    assert names_of(rows)[-1] == "Not here? Walk-in “mar gu”"
    maria = next(row for row in rows if row.name == "Maria Gutierrez")
    assert maria.spans == ((0, 3), (6, 8))
    assert maria.hint == "235••  ·  phone ends 41  ·  not here before"
    everything = " ".join(f"{row.name} {row.hint} {row.spoken}" for row in rows)
    for secret in ("555", "0141", "23505", "@", "example"):
        assert secret not in everything


def test_a_screen_reader_hears_the_chosen_match_the_sign_in_and_nothing_twice(door, three, said):
    window, _page = door
    type_text(window, "maria")
    assert ("Maria Gutierrez, 235, phone ends 41, not in yet, 1 of 2", False) in said
    assert len(said) == len(set(said))
    press(window, Qt.Key.Key_Return)
    three.let_go()
    assert any(words.startswith("Maria Gutierrez is in") and not at_once for words, at_once in said)


def test_up_down_and_alt_choose_among_the_matches(door, three):
    window, page = door
    type_text(window, "mar")
    first = page.finding.matches.current()
    press(window, Qt.Key.Key_Down)
    assert page.finding.matches.current() != first
    press(window, Qt.Key.Key_Up)
    assert page.finding.matches.current() == first
    second = page.finding.matches.matches()[1].name
    press(window, Qt.Key.Key_2, ALT)
    three.let_go()
    assert band(page).startswith(f"{second} is in")
    type_text(window, "jo")
    press(window, Qt.Key.Key_5, ALT)
    assert three.tasks.held == 0


def test_two_people_of_one_name_are_chosen_by_hand(qtbot, three, door):
    window, page = door
    three.person("Cora Marsh", phone="(757) 555-0133")
    three.person("Cora Marsh")
    three.let_go()
    type_text(window, "cora")
    assert page.finding.matches.current() is None
    assert all(row.strong_hint for row in page.finding.matches.matches()[:2])
    assert page.finding.note.text().startswith("2 people are called Cora Marsh")
    press(window, Qt.Key.Key_Return)
    assert three.tasks.held == 0
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)
    three.let_go()
    assert counted(page) == "1 signed in"


def test_a_second_sign_in_is_told_kindly_and_changes_nothing(door, three):
    window, page = door
    sign_in(window, three, "maria")
    type_text(window, "maria")
    row = page.finding.matches.matches()[0]
    assert row.pill.startswith("In since 6:4")
    press(window, Qt.Key.Key_Escape)
    sign_in(window, three, "maria gutierrez")
    assert band(page).startswith("Maria Gutierrez is in Already in, since 6:4")
    assert page.finding.band.undo.isHidden()
    assert counted(page) == "1 signed in"


def test_those_still_to_come_stand_before_those_who_are_in(door, three):
    window, page = door
    sign_in(window, three, "maria")
    type_text(window, "mar")
    names = names_of(page.finding.matches.matches())
    assert names.index("Maria Gutierrez") == len(names) - 2


def test_ctrl_z_takes_the_sign_in_back_and_history_shows_both(door, three):
    window, page = door
    sign_in(window, three, "maria")
    sign_in(window, three, "jo")
    type_text(window, "half")
    press(window, Qt.Key.Key_Z, CTRL)
    three.let_go()
    assert band(page).startswith("Jo Li is out again")
    assert counted(page) == "1 signed in"
    assert page.finding.search.text() == "half"
    kinds = [(step.kind, step.undone_by is not None) for step in three.app.steps.latest(2)]
    assert kinds == [("undo", False), ("sign-in", True)]
    press(window, Qt.Key.Key_Z, CTRL)
    three.let_go()
    assert counted(page) == "0 signed in"
    press(window, Qt.Key.Key_Z, CTRL | SHIFT)
    three.let_go()
    assert counted(page) == "1 signed in"


def test_undoing_a_walk_in_takes_the_person_off_the_file_again(door, three):
    window, page = door
    type_text(window, "nora")
    press(window, Qt.Key.Key_N, CTRL)
    press(window, Qt.Key.Key_Return)
    three.let_go()
    assert band(page).startswith("Nora is in")
    page.finding.band.undo.click()
    three.let_go()
    assert counted(page) == "0 signed in"
    assert three.app.roster.search("nora") == []


def test_one_person_is_taken_back_from_the_list_and_put_back(door, three):
    window, page = door
    for name in ("maria", "jo"):
        sign_in(window, three, name)
    page.columns.who.all.click()
    assert page.everybody.list.isVisible()
    listed = page.everybody.list
    assert [each.name for each in listed.people()] == ["Jo Li", "Maria Gutierrez"]
    row = listed.visualRect(listed.model().index(1, 0))
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=listed.button_in(row).center())
    three.let_go()
    assert counted(page) == "1 signed in"
    type_text(window, "x")
    assert page.finding.search.text() == "x"
    assert band(page).startswith("Maria Gutierrez is out again")
    press(window, Qt.Key.Key_Z, CTRL)
    three.let_go()
    assert counted(page) == "2 signed in"
    assert three.app.door.counts(page._evening.meeting.id).signed_in == 2


def test_touching_a_row_beside_its_button_takes_nobody_back(door, three):
    window, page = door
    sign_in(window, three, "maria")
    page.columns.who.all.click()
    listed = page.everybody.list
    row = listed.visualRect(listed.model().index(0, 0))
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=row.topLeft() + QPoint(30, 30))
    assert three.tasks.held == 0


def test_a_letter_typed_anywhere_is_in_the_search(door):
    window, page = door
    page.close_button.setFocus()
    type_text(window, "jo")
    assert page.finding.search.text() == "jo"
    assert window.focusWidget() is page.finding.search


def test_esc_clears_and_up_brings_back_so_nothing_typed_is_lost(door):
    window, page = door
    type_text(window, "margaret gu")
    for _time in range(5):
        press(window, Qt.Key.Key_Escape)
    assert page.finding.search.text() == ""
    assert window.view.key == "door"
    press(window, Qt.Key.Key_Up)
    assert page.finding.search.text() == "margaret gu"


def test_nothing_typed_lists_only_who_is_in(door, three):
    window, page = door
    assert page.finding.matches.matches() == ()
    sign_in(window, three, "maria")
    assert names_of(page.finding.matches.matches()) == ["Maria Gutierrez"]
    press(window, Qt.Key.Key_Return)
    assert three.tasks.held == 0


def test_without_a_match_only_the_walk_in_is_there_and_chosen(door):
    window, page = door
    type_text(window, "zzyzx")
    assert [row.key for row in page.finding.matches.matches()] == [WALK_IN]
    assert page.finding.matches.current() == WALK_IN


def test_the_counter_is_the_ledgers_with_those_who_said_yes_and_the_quorum(qtbot, three):
    meeting = three.meeting(quorum=2, capacity=2)
    for hit in three.app.roster.search("mar"):
        three.app.answers.note(meeting.id, hit.row.id, "accepted", over_the_limit=True)
    window, page = shown(qtbot, three, "door", DoorPlace(meeting.id, open=True))
    sign_in(window, three, "maria")
    card = page.columns.counter
    assert counted(page) == "1 signed in of 3 who said yes"
    assert card.quorum.text() == "1 more for quorum"
    assert card.first_timers.text() == "1 first-timer"
    sign_in(window, three, "jo")
    assert card.quorum.text() == "Quorum 2 met"
    assert card.capacity.text() == "Room for 2 is full"
    type_text(window, "mario")
    assert page.finding.matches.matches()[0].hint.endswith("said yes to tonight")


def test_the_state_line_names_the_count_and_the_last_saved_sign_in(door, three):
    window, page = door
    assert page.state() is None
    sign_in(window, three, "maria")
    sign_in(window, three, "jo")
    line = window.view.state_line.sentence()
    assert "Nothing is lost: 2 sign-ins saved on this laptop, the last at 6:4" in line
    window.view.go("meetings")
    three.let_go()
    assert "Everything is saved on this laptop" in window.view.state_line.sentence()


def test_sign_ins_from_elsewhere_show_by_themselves(door, three):
    _window, page = door
    jo = three.app.roster.search("jo li")[0].row.id
    three.app.sign_ins.sign_in(page._evening.meeting.id, jo)
    three.let_go()
    assert counted(page) == "1 signed in"


def test_closing_shows_the_evening_and_the_door_opens_again(door, three):
    window, page = door
    sign_in(window, three, "maria")
    page.close_button.click()
    assert page.closing.isVisible()
    assert window.focusWidget() is page.closing.close_door
    press(window, Qt.Key.Key_Return)
    three.let_go()
    assert page.body.shown is page.closed
    assert page.closed.open.words() == "Open the door again"
    assert [copy.reason for copy in three.app.backups.all()] == ["close-door"]
    press(window, Qt.Key.Key_Return)
    three.let_go()
    assert counted(page) == "1 signed in"
    assert window.focusWidget() is page.finding.search
    sign_in(window, three, "jo")
    assert counted(page) == "2 signed in"


def test_the_door_of_a_near_meeting_opens_at_once_and_letters_typed_before_are_kept(qtbot, three):
    three.meeting()
    window, page = shown(qtbot, three, "meetings")
    window.view.go("door", OPEN_NEXT)
    page = window.view.page
    type_text(window, "mari")
    press(window, Qt.Key.Key_Return)
    three.let_go()
    assert band(page).startswith("Maria Gutierrez is in")


def test_a_meeting_weeks_away_is_not_opened_without_asking(qtbot, three):
    later = three.meeting("June meeting", starts_at=datetime(2026, 12, 9, 19, 0))  # noqa: DTZ001
    window, page = shown(qtbot, three, "door", OPEN_NEXT)
    assert three.app.calendar.meeting(later.id).opened_at is None
    assert page.closed.accessibleName() is not None
    assert window.focusWidget() is page.closed.open
    press(window, Qt.Key.Key_Return)
    three.let_go()
    assert page.finding.isVisible()


def test_without_any_meeting_the_page_offers_a_new_one(qtbot, evening):
    window, page = shown(qtbot, evening)
    assert window.focusWidget() is page.closed.plan
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert window.view.key == "meetings"
    assert window.view.page.new_panel.isVisible()


def test_what_is_in_doubt_is_counted_and_sorted_out_in_the_third_column(door, three):
    window, page = door
    meeting = page._evening.meeting
    old = three.person("Ana Ruiz", phone="(757) 555-0177")
    three.app.sign_ins.walk_in(meeting.id, WalkIn("Ana Ruiz", email="ana@"))
    three.let_go()
    assert counted(page) == "1 signed in"
    card = page.columns.sorting
    assert {row.waiting.reason for row in card.rows} == {"maybe-on-file", "unreadable-email"}
    press(window, Qt.Key.Key_J, CTRL)
    assert window.focusWidget() is card.rows[0]
    maybe = next(row for row in card.rows if row.waiting.reason == "maybe-on-file")
    maybe.opened.emit(maybe.waiting)
    same = next(
        b for b in card.findChildren(type(page.close_button)) if "same person as" in b.accessibleName()
    )
    same.click()
    three.let_go()
    assert [row.waiting.reason for row in card.rows] == ["unreadable-email"]
    assert three.app.same_person is not None
    assert len(three.app.roster.search("ana ruiz")) == 1
    assert three.app.roster.row(old).display_name == "Ana Ruiz"
    card.rows[0].opened.emit(card.rows[0].waiting)
    settle()
    field = next(f for f in card.findChildren(type(page.form.email)) if f.isVisible())
    field.set_text("ana@example.org")
    field.editor.returnPressed.emit()
    three.let_go()
    assert card.rows == []
    assert three.app.sort_out.count() == 0
    assert three.app.roster.search("ana@example.org")


def test_there_is_never_a_dialog_and_markup_in_a_name_stays_text(qtbot, three):
    three.person("<b>Bo</b> <img src=x>")
    window, page = shown(qtbot, three, "door", DoorPlace(three.meeting().id, open=True))
    sign_in(window, three, "bo")
    assert band(page).startswith("<b>Bo</b> <img src=x> is in")
    assert rich_labels(window) == []
    assert not any(isinstance(each, QDialog) for each in QApplication.topLevelWidgets())


def test_everything_on_the_page_has_a_name_and_can_be_reached_by_tab(door, three):
    window, page = door
    sign_in(window, three, "maria")
    type_text(window, "mar")
    assert nameless(window) == []
    reached = set()
    for _step in range(40):
        press(window, Qt.Key.Key_Tab)
        reached.add(window.focusWidget())
    assert {page.finding.matches, page.finding.band.undo, page.columns.who.all} <= reached


def test_touch_targets_are_44_with_8_between(door, three):
    window, page = door
    sign_in(window, three, "maria")
    type_text(window, "mar")
    press(window, Qt.Key.Key_N, CTRL)
    press(window, Qt.Key.Key_Escape)
    settle()
    targets = [page.finding.search, page.finding.band.undo, page.close_button]
    assert all(target.height() >= 44 for target in targets)
    matches = page.finding.matches
    assert matches.visualRect(matches.model().index(0, 0)).height() >= 60
    press(window, Qt.Key.Key_N, CTRL)
    settle()
    form = page.form
    touched = [*form._heard.values(), *form._may.values(), form.sign, form.another, form.count, form.back]
    rects = [QRect(each.mapTo(window, QPoint(0, 0)), each.size()) for each in touched]
    assert all(rect.height() >= 44 for rect in rects)
    apart = [one.adjusted(-7, -7, 0, 0).intersects(other) for one in rects for other in rects if one != other]
    assert not any(apart)


def test_nothing_on_the_page_is_smaller_than_nine_points(door, three):
    window, _page = door
    sign_in(window, three, "maria")
    assert min(label.font().pointSizeF() for label in window.findChildren(QLabel)) >= 9


def test_esc_from_the_closing_panel_goes_back_to_the_search(door, three):
    window, page = door
    sign_in(window, three, "maria")
    page.close_button.click()
    press(window, Qt.Key.Key_Escape)
    settle()
    assert not page.closing.isVisible()
    assert window.focusWidget() is page.finding.search
    assert page._evening.is_open


def test_from_unlock_to_the_first_sign_in_without_a_mouse(qtbot, tasks, tmp_path):
    path = tmp_path / "Norfolk.chapter"
    app = open_app(path, founded(path).data_key, clock=now)
    app.records.add(PersonDraft("Maria Gutierrez"))
    tonight = datetime(2026, 11, 23, 19, 0)  # noqa: DTZ001 (wall time)
    meeting = app.calendar.add(MeetingDraft("May general meeting", tonight))
    app.close()
    desk = unlocked(qtbot, tasks, path)
    press(desk.window, Qt.Key.Key_D, CTRL)
    type_text(desk.window, "mar")
    press(desk.window, Qt.Key.Key_Return)
    for _turn in range(4):
        tasks.let_go_all()
        settle()
    assert [each.name for each in desk.host.app.door.who_is_in(meeting.id)] == ["Maria Gutierrez"]
    close_chapter(desk, tasks)
