"""To sort out: everything that waits, over all meetings, fixed by one key or the mouse, and taken back."""

import shutil
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from chapter_desk.app import open_app
from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.sheet import UNREADABLE
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.sync.matrix import Destination
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.sorting.words import age_words, question, source, why
from chapter_desk.gui.today.state_keeper import StateKeeper
from chapter_desk.i18n import use_language
from tests.gui.accessibility import nameless
from tests.gui.evening import CTRL, hit, shown, told, type_text
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle


def reasons(evening):
    return sorted(each.reason for each in evening.app.sort_out.waiting())


@pytest.fixture
def tray(qtbot, evening):
    """What waits from two meetings: a doubtful match, an address, a ZIP, an initial, a line of paper."""
    app, may, june = evening.app, evening.meeting(), evening.meeting("June meeting", hour=12)
    for meeting in (may, june):
        app.calendar.open_door(meeting.id)
    evening.ana = evening.person("Ana Ruiz", phone="(757) 555-0177", postal_code="23508")
    app.sign_ins.walk_in(may.id, WalkIn("Ana Ruiz"))
    app.sign_ins.walk_in(june.id, WalkIn("Bo Diaz", email="bo at example"))
    app.sign_ins.walk_in(june.id, WalkIn("Cy Tran", postal_code="00001"))
    app.sign_ins.walk_in(may.id, WalkIn("J."), method="phone")
    sheet = app.sheets.make_own(june.id, 5)
    app.sheet_entry.mark(sheet.id, 3, UNREADABLE, written_as="Al--")
    evening.clock.pass_(days=2)
    return shown(qtbot, evening, "sort-out")


def choose(evening, page, reason):
    waiting = next(each for each in evening.app.sort_out.waiting() if each.reason == reason)
    assert page.table.choose(waiting.id)
    settle()
    return waiting


def test_everything_of_all_meetings_is_told_with_reason_meeting_and_age(evening, tray):
    window, page = tray
    rows = page._now.waiting
    assert {row.meeting_title for row in rows} == {"May general meeting", "June meeting"}
    assert {age_words(row.age) for row in rows} == {"2 days"}
    assert len(rows) == 5 and all(question(row) and source(row) and why(row) for row in rows)
    assert window.focusWidget() is page.table and page.context() == "5 things wait. No hurry."
    assert page.table.current_row() == rows[0]


def test_one_key_says_that_it_is_the_same_person_and_ctrl_z_takes_it_back(evening, tray):
    window, page = tray
    choose(evening, page, sort_out.MAYBE_ON_FILE)
    assert len(evening.app.roster.search("ana ruiz")) == 2
    hit(evening, window, Qt.Key.Key_1)
    assert sort_out.MAYBE_ON_FILE not in reasons(evening)
    assert len(evening.app.roster.search("ana ruiz")) == 1
    assert "Sorted out" in told(window) and window.focusWidget() is page.table
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert sort_out.MAYBE_ON_FILE in reasons(evening)
    assert len(evening.app.roster.search("ana ruiz")) == 2


def test_the_second_key_says_that_they_are_new(evening, tray):
    window, page = tray
    choose(evening, page, sort_out.MAYBE_ON_FILE)
    hit(evening, window, Qt.Key.Key_2)
    assert sort_out.MAYBE_ON_FILE not in reasons(evening)
    assert len(evening.app.roster.search("ana ruiz")) == 2


def test_who_is_joined_on_the_page_of_doubles_waits_here_no_more(evening, tray):
    window, _page = tray
    waiting = next(each for each in evening.app.sort_out.waiting() if each.reason == sort_out.MAYBE_ON_FILE)
    window.view.go("same-person", (waiting.person_id, evening.ana))
    evening.let_go()
    hit(evening, window, Qt.Key.Key_1)
    assert sort_out.MAYBE_ON_FILE not in reasons(evening)
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert sort_out.MAYBE_ON_FILE in reasons(evening)


def test_by_mouse_the_button_beside_the_list_does_the_same(evening, tray):
    _window, page = tray
    choose(evening, page, sort_out.MAYBE_ON_FILE)
    assert "same person as Ana Ruiz" in page.fix.buttons[0].accessibleName()
    page.fix.buttons[0].click()
    evening.let_go()
    assert sort_out.MAYBE_ON_FILE not in reasons(evening)


@pytest.mark.parametrize(
    ("reason", "typed", "find"),
    [(sort_out.UNREADABLE_EMAIL, "bo@example.org", "bo@example.org"), (sort_out.UNKNOWN_ZIP, "23517", "cy")],
)
def test_enter_types_it_again_and_enter_keeps_it_as_one_step(evening, tray, reason, typed, find):
    window, page = tray
    choose(evening, page, reason)
    hit(evening, window, Qt.Key.Key_Return)
    window.focusWidget().selectAll()
    type_text(window, "no")
    hit(evening, window, Qt.Key.Key_Return)
    assert reason in reasons(evening) and page.fix.field.property("problem") is not False
    window.focusWidget().selectAll()
    type_text(window, typed)
    hit(evening, window, Qt.Key.Key_Return)
    assert reason not in reasons(evening) and evening.app.roster.search(find)
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert reason in reasons(evening)


def test_digits_typed_into_a_field_are_digits(evening, tray):
    window, page = tray
    choose(evening, page, sort_out.UNKNOWN_ZIP)
    hit(evening, window, Qt.Key.Key_Return)
    window.focusWidget().selectAll()
    type_text(window, "2351")
    assert page.fix.field.text() == "2351" and sort_out.UNKNOWN_ZIP in reasons(evening)
    hit(evening, window, Qt.Key.Key_Escape)
    assert window.focusWidget() is page.table and page.fix.field.text() == "2351"


def test_an_initial_is_found_among_the_people_on_file(evening, tray):
    window, page = tray
    choose(evening, page, sort_out.NO_CONTACT)
    hit(evening, window, Qt.Key.Key_Return)
    type_text(window, "ana r")
    assert page.fix.who.matches
    page.fix.who.matches[0].click()
    evening.let_go()
    assert sort_out.NO_CONTACT not in reasons(evening)


def test_whose_code_it_was_is_counted_in_when_it_was_shown_and_taken_back(qtbot, evening):
    app, meeting = evening.app, evening.meeting()
    app.calendar.open_door(meeting.id)
    ana = evening.person("Ana Ruiz")
    app.sort_out.leave_code(meeting.id, "no code of ours")
    (waiting,) = app.sort_out.waiting()
    evening.clock.pass_(hours=3)
    app.calendar.end(meeting.id)
    window, page = shown(qtbot, evening, "sort-out")
    assert question(waiting) == "A code that is nobody's here" and not page.fix.who.keep.isVisible()
    hit(evening, window, Qt.Key.Key_Return)
    type_text(window, "ana")
    hit(evening, window, Qt.Key.Key_Return)
    (present,) = app.door.who_is_in(meeting.id)
    assert (present.person_id, present.at) == (ana, waiting.at) and app.sort_out.count() == 0
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert app.door.who_is_in(meeting.id) == [] and app.sort_out.count() == 1
    page.fix.who.leave.click()
    evening.let_go()
    assert app.sort_out.count() == 0 and app.door.who_is_in(meeting.id) == []


def test_who_came_in_with_an_unknown_code_is_found(qtbot, evening):
    app, meeting = evening.app, evening.meeting()
    app.calendar.open_door(meeting.id)
    evening.person("Ana Ruiz")
    app.sign_ins.walk_in(meeting.id, WalkIn("Anna R", code="no code of ours"))
    window, page = shown(qtbot, evening, "sort-out")
    assert reasons(evening) == [sort_out.UNKNOWN_CODE] and page.fix.who.keep.isVisible()
    hit(evening, window, Qt.Key.Key_Return)
    type_text(window, "ana ruiz")
    page.fix.who.matches[0].click()
    evening.let_go()
    assert reasons(evening) == [] and len(app.door.who_is_in(meeting.id)) == 1


def test_a_line_of_paper_opens_its_sheet_at_that_line(evening, tray):
    window, page = tray
    choose(evening, page, sort_out.UNREADABLE_LINE)
    hit(evening, window, Qt.Key.Key_1)
    assert window.view.key == "sheet" and window.view.page._in_hand == 3


def test_when_all_is_sorted_out_it_says_so(evening, tray):
    window, page = tray
    for each in evening.app.sort_out.waiting():
        evening.app.sort_out.solve(each.id)
    evening.let_go()
    assert page.empty.isVisible() and page.context() == ""
    hit(evening, window, Qt.Key.Key_1)
    assert told(window) == "" or "Sorted" not in told(window)
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert not page.empty.isVisible() and len(page._now.waiting) == 1


def test_the_card_at_the_door_and_the_page_share_what_waits(evening, tray):
    window, _page = tray
    window.view.go("door")
    evening.let_go()
    door = window.view.page
    assert door.columns.sorting.rows
    window.view.go("sort-out")
    evening.let_go()
    assert len(window.view.page._now.waiting) == 5


def test_the_rail_counts_until_nothing_waits(evening, tray, tasks):
    window, _page = tray
    keeper = StateKeeper(evening.app, tasks, window.view._bridge, window)
    keeper.read()
    evening.let_go()
    assert keeper.counts()["sort-out"] == (5, "5 wait")
    for each in evening.app.sort_out.waiting():
        evening.app.sort_out.solve(each.id)
    evening.let_go()
    assert keeper.counts()["sort-out"][0] == 0


@pytest.fixture
def ahead(qtbot, evening, tmp_path):
    """A bundle of another laptop was taken in whose date is five days ahead: some rows wait."""
    app = evening.app
    app.db.checkpoint()
    other = shutil.copytree(app.folder.path, tmp_path / "other" / app.folder.path.name)
    later = evening.clock.now + timedelta(days=5)
    door = open_app(other, app.key, clock=lambda: later)
    door.laptops.ensure_this_laptop("Door-2")
    door.records.add(PersonDraft("Ana Ruiz"))
    written = door.exchange.write(door.exchange.prepare("delta", Destination.CHAPTER), tmp_path)
    door.close()
    app.exchange.take_in(written.path)
    return shown(qtbot, evening, "sort-out")


def test_rows_of_a_bundle_that_wait_are_told_and_tried_again(evening, ahead):
    window, page = ahead
    (waiting,) = page._now.waiting
    assert waiting.reason == sort_out.BUNDLE_ROWS and question(waiting).endswith("wait")
    hit(evening, window, Qt.Key.Key_1)
    assert "still dated too far ahead" in told(window) and len(page._now.waiting) == 1
    evening.clock.pass_(days=4)
    page.fix.buttons[0].click()
    evening.let_go()
    assert "The rows are taken in" in told(window) and page.empty.isVisible()
    assert evening.app.roster.search("ana ruiz")


def test_nobody_has_to_wait_for_rows_and_it_is_taken_back(evening, ahead):
    window, page = ahead
    hit(evening, window, Qt.Key.Key_3)
    assert page.empty.isVisible() and "Nobody waits" in told(window)
    window.view.frame.notices.notice.buttons[0].click()
    evening.let_go()
    assert len(page._now.waiting) == 1
    assert_well_laid_out(window)


def test_a_clock_in_doubt_says_why_and_is_sorted_out_by_one_key(qtbot, evening):
    meeting = evening.meeting()
    evening.app.calendar.open_door(meeting.id)
    ana = evening.person("Ana Ruiz")
    evening.clock.pass_(days=-4)
    evening.app.sign_ins.sign_in(meeting.id, ana)
    window, page = shown(qtbot, evening, "sort-out")
    (waiting,) = page._now.waiting
    assert waiting.reason == sort_out.CLOCK and "before things it had written" in why(waiting)
    assert "Sign-ins keep their order." in why(waiting)
    hit(evening, window, Qt.Key.Key_1)
    assert page.empty.isVisible()
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert reasons(evening) == [sort_out.CLOCK]


def test_ages_in_words(evening, tray):
    ages = [timedelta(0), timedelta(minutes=5), timedelta(hours=1, minutes=5), timedelta(days=1, hours=5)]
    assert [age_words(each) for each in ages] == ["just now", "5 minutes", "1 hour", "1 day"]


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
@pytest.mark.parametrize("tongue", ["en", "es"])
def test_every_kind_is_well_laid_out(qtbot, evening, tray, width, height, colours, scale, tongue):
    window, page = tray
    use_language(tongue)
    theme().use(colours=colours, scale=scale)
    window.resize(width, height)
    evening.let_go()
    page = window.view.page
    for each in evening.app.sort_out.waiting():
        page.table.choose(each.id)
        settle()
        assert page.fix.waiting.id == each.id
        assert_well_laid_out(window)
        assert not nameless(window)
