"""Meetings through the widgets: planned, edited as each field is left, held, put right afterwards."""

from datetime import UTC, datetime, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from chapter_desk.core.meetings.meeting import MeetingState
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.meetings.meeting_panels import CAME, ROLL
from chapter_desk.gui.meetings.when import long_day, read_time, time_words, when_words
from chapter_desk.gui.opening.moments import clock_time
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import speaking
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.evening import CTRL, press, shown, told, type_text
from tests.gui.geometry import ROOMS, assert_well_laid_out, filled_buttons


def only(evening):
    (entry,) = evening.app.calendar.all()
    return entry.meeting


def fill(panel, **texts):
    for name, text in texts.items():
        getattr(panel.form, name).set_text(text)


def edit(evening, field, text):
    """Type in a field of the panel and go on to the next one."""
    field.set_text(text)
    field.editor.editingFinished.emit()
    evening.let_go()


def titles(page):
    return [entry.meeting.title for entry in page.table.rows_model().rows]


def test_the_first_meeting_is_planned_by_typing(qtbot, evening):
    window, page = shown(qtbot, evening, "meetings")
    assert window.focusWidget() is page.first
    press(window, Qt.Key.Key_N, CTRL)
    assert filled_buttons(window) == [page.new_panel.plan]
    press(window, Qt.Key.Key_Escape)
    assert filled_buttons(window) == [page.first]
    press(window, Qt.Key.Key_N, CTRL)
    type_text(window, "May general meeting")
    fill(page.new_panel, day="thursday", starts="7", postal_code="23508", venue="Library", quorum="12")
    assert "Norfolk, VA" in page.new_panel.form.postal_code.editor.accessibleDescription()
    press(window, Qt.Key.Key_Return, CTRL)
    evening.let_go()
    meeting = only(evening)
    assert meeting.local_start == datetime(2026, 11, 26, 19, 0)  # noqa: DTZ001
    assert (meeting.venue, meeting.quorum, meeting.time_zone) == ("Library", 12, "America/New_York")
    assert titles(page) == ["May general meeting"]
    assert page.panel.isVisible()
    assert "is planned" in told(window)


def test_what_is_missing_is_said_at_its_field_and_nothing_is_planned(qtbot, evening):
    _window, page = shown(qtbot, evening, "meetings")
    page.open_new()
    fill(page.new_panel, starts="soon", postal_code="00000", capacity="many")
    page.new_panel.plan.click()
    evening.let_go()
    form = page.new_panel.form
    for field in (form.title, form.day, form.starts, form.postal_code, form.capacity):
        assert field.problem()
    assert evening.app.calendar.all() == []


def test_the_first_thing_missing_has_the_focus_and_enter_goes_on(qtbot, evening):
    window, page = shown(qtbot, evening, "meetings")
    page.open_new()
    type_text(window, "Library night")
    page.new_panel.plan.click()
    form = page.new_panel.form
    assert window.focusWidget() is form.day.editor
    press(window, Qt.Key.Key_Return)
    assert window.focusWidget() is form.starts.editor
    form.voting_days.editor.setFocus()
    press(window, Qt.Key.Key_Return)
    assert window.focusWidget() is page.new_panel.plan


def test_a_half_typed_meeting_stays_when_the_panel_is_closed(qtbot, evening):
    window, page = shown(qtbot, evening, "meetings")
    press(window, Qt.Key.Key_N, CTRL)
    type_text(window, "June")
    for _time in range(5):
        press(window, Qt.Key.Key_Escape)
    assert not page.new_panel.isVisible()
    press(window, Qt.Key.Key_N, CTRL)
    assert page.new_panel.form.title.text() == "June"
    left = page.draft()
    page.new_panel.form.begin()
    page.take_draft(left)
    assert page.new_panel.form.title.text() == "June"


def test_each_field_is_saved_as_it_is_left_and_undone(qtbot, evening):
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "meetings", meeting.id)
    form = page.panel.form
    edit(evening, form.title, "May social")
    edit(evening, form.starts, "6:30 pm")
    edit(evening, form.quorum, "20")
    saved = only(evening)
    assert (saved.title, saved.local_start.time(), saved.quorum) == ("May social", time(18, 30), 20)
    assert saved.local_end.time() == time(20, 0)
    page.table.setFocus()
    press(window, Qt.Key.Key_Z, CTRL)
    evening.let_go()
    assert only(evening).quorum is None
    assert form.quorum.text() == ""
    assert "Taken back" in told(window)


def test_another_zip_brings_its_zone_and_keeps_the_hour(qtbot, evening):
    meeting = evening.meeting()
    _window, page = shown(qtbot, evening, "meetings", meeting.id)
    edit(evening, page.panel.form.postal_code, "60601")
    saved = only(evening)
    assert (saved.time_zone, saved.local_start.time()) == ("America/Chicago", time(19, 0))


@pytest.mark.parametrize(
    ("field", "text"), [("ends", "5 pm"), ("postal_code", "99"), ("title", " "), ("starts", "x")]
)
def test_what_cannot_be_saved_is_said_at_the_field_and_the_text_stays(qtbot, evening, field, text):
    meeting = evening.meeting()
    _window, page = shown(qtbot, evening, "meetings", meeting.id)
    edit(evening, getattr(page.panel.form, field), text)
    assert getattr(page.panel.form, field).problem()
    assert getattr(page.panel.form, field).text() == text
    assert only(evening) == meeting


def test_half_typed_text_survives_a_change_from_elsewhere(qtbot, evening):
    meeting = evening.meeting()
    _window, page = shown(qtbot, evening, "meetings", meeting.id)
    page.panel.form.venue.set_text("Union h")
    evening.app.calendar.edit(meeting.id, {"quorum": 9})
    evening.let_go()
    assert (page.panel.form.venue.text(), page.panel.form.quorum.text()) == ("Union h", "9")


def test_a_meeting_is_opened_closed_called_off_and_put_back(qtbot, evening):
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "meetings", meeting.id)
    page.panel.cancel.click()
    evening.let_go()
    assert only(evening).state is MeetingState.CANCELLED
    page.panel.put_back.click()
    evening.let_go()
    assert only(evening).state is MeetingState.PLANNED
    page.panel.open.click()
    evening.let_go()
    assert window.view.key == "door"
    assert only(evening).state is MeetingState.OPEN
    window.view.back()
    evening.let_go()
    assert page.panel.end.isVisible()
    page.panel.end.click()
    evening.let_go()
    assert only(evening).state is MeetingState.ENDED
    assert [copy.reason for copy in evening.app.backups.all()] == ["close-door"]
    window.view.frame.notices.notice.buttons[0].click()
    evening.let_go()
    assert only(evening).state is MeetingState.OPEN


def test_somebody_is_signed_in_after_the_fact_and_taken_back(qtbot, evening):
    jo = evening.person("Jo Li")
    meeting = evening.meeting()
    evening.app.calendar.open_door(meeting.id)
    evening.app.calendar.end(meeting.id)
    window, page = shown(qtbot, evening, "meetings", meeting.id)
    came = page.panel.came
    assert came.isVisible()
    came.picker.editor.setFocus()
    type_text(window, "jo")
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert came.count.text() == "1 came"
    assert evening.app.door.who_is_in(meeting.id)[0].person_id == jo
    assert "Jo Li is counted in" in told(window)
    came.list.setFocus()
    press(window, Qt.Key.Key_Delete)
    evening.let_go()
    assert came.count.text() == "0 came"
    window.view.frame.notices.notice.buttons[0].click()
    evening.let_go()
    assert came.count.text() == "1 came"


def test_coming_and_past_are_two_lists_with_their_numbers(qtbot, evening):
    evening.meeting("Later", starts_at=datetime(2026, 12, 9, 19, 0))  # noqa: DTZ001
    old = evening.meeting("Long ago", starts_at=datetime(2026, 4, 14, 19, 0))  # noqa: DTZ001
    jo = evening.person("Jo Li")
    evening.app.answers.note(old.id, jo, "accepted")
    evening.app.sign_ins.sign_in_afterwards(old.id, jo)
    _window, page = shown(qtbot, evening, "meetings")
    assert titles(page) == ["Later"]
    page.which._press("past")
    assert titles(page) == ["Long ago"]
    texts = [column.text(page.table.rows_model().rows[0]) for column in page.table.rows_model().columns]
    assert texts[0] == "Apr 14, 7:00 PM"
    assert texts[-3:] == ["1", "1", "1"]


def test_a_door_can_be_opened_right_now(qtbot, evening):
    window, page = shown(qtbot, evening, "meetings")
    page.open_right_now()
    evening.let_go()
    assert window.view.key == "door"
    assert only(evening).title == "Meeting of November 23"
    assert only(evening).state is MeetingState.OPEN


def test_everything_has_a_name_and_markup_stays_text(qtbot, evening):
    meeting = evening.meeting("<b>May</b>")
    window, page = shown(qtbot, evening, "meetings", meeting.id)
    assert nameless(window) == []
    page.panel.show_view(CAME)
    evening.let_go()
    assert nameless(window) == []
    assert rich_labels(window) == []
    page.open_new()
    assert nameless(window) == []


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("7", time(19)), ("7 pm", time(19)), ("7:30pm", time(19, 30)), ("9", time(9)), ("19:00", time(19)),
        ("1930", time(19, 30)), ("12 am", time(0)), ("07:00", time(7)), ("12", time(12)),
        ("6.30 p.m.", time(18, 30)),
        ("25", None), ("13 pm", None), ("noon", None), ("", None),
    ],
)  # fmt: skip
def test_times_are_read_as_people_type_them(typed, at):
    assert read_time(typed) == at


def test_when_a_meeting_is_depends_on_today(evening):
    meeting = evening.meeting()
    for now, words in (
        (datetime(2026, 11, 23, 15, 0, tzinfo=UTC), "tonight 7:00 PM"),
        (datetime(2026, 11, 22, 15, 0, tzinfo=UTC), "tomorrow 7:00 PM"),
        (datetime(2026, 11, 19, 15, 0, tzinfo=UTC), "Monday 7:00 PM"),
        (datetime(2026, 10, 1, 15, 0, tzinfo=UTC), "Nov 23, 7:00 PM"),
        (datetime(2027, 1, 1, 15, 0, tzinfo=UTC), "Nov 23, 2026, 7:00 PM"),
    ):
        assert when_words(meeting, now) == words


def test_times_are_written_one_way_in_spanish():
    with speaking("es"):
        shown = time_words(time(19, 30))
        assert shown == clock_time(datetime(2026, 11, 23, 19, 30, tzinfo=UTC))
        assert read_time(shown) == time(19, 30)  # the field shows it, so it must be read again


def test_days_are_said_in_spanish_too():
    day = datetime(2026, 4, 14, tzinfo=UTC).date()
    with speaking("es"):
        assert long_day(day, day) == "14 de abril"


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
def test_the_meetings_fit_every_room(qtbot, evening, width, height, colours, scale):
    theme().use(colours=colours, scale=scale)
    meeting = evening.meeting(
        "May general meeting of the chapter with a long name", venue="Park Place Library"
    )
    evening.person("Jo Li")
    window, page = shown(qtbot, evening, "meetings", None, (width, height))
    assert_well_laid_out(window)
    page.open_meeting(meeting.id)
    evening.let_go()
    assert_well_laid_out(window)
    page.panel.show_view(CAME)
    assert_well_laid_out(window)
    page.open_new()
    page.new_panel.plan.click()
    assert_well_laid_out(window)


def test_the_roll_is_shown_and_copied_for_the_minutes(qtbot, evening):
    meeting = evening.meeting()
    evening.app.calendar.open_door(meeting.id)
    evening.app.sign_ins.sign_in(meeting.id, evening.person("Maria Gutierrez"))
    evening.app.sign_ins.visitor(meeting.id)
    window, page = shown(qtbot, evening, "meetings", meeting.id)
    page.panel.views._press(ROLL)
    evening.let_go()
    roll = page.panel.roll
    assert roll.isVisible() and roll.count.text() == "2 present" and "1 visitor" in roll.lines.text()
    page.panel.begin()
    press(window, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == roll.block.toPlainText()
    assert "Maria Gutierrez" in roll.block.toPlainText() and roll.copy.words() == "Copied"


def test_an_ended_meeting_that_was_never_counted_says_so(qtbot, evening):
    meeting = evening.meeting()
    evening.app.calendar.end(meeting.id)
    _window, page = shown(qtbot, evening, "meetings", meeting.id)
    page.panel.views._press(ROLL)
    evening.let_go()
    assert page.panel.roll.count.text() == "Not counted"


def test_pages_under_another_are_found_from_anywhere_and_named_once(qtbot, evening):
    window, _page = shown(qtbot, evening, "door")
    names = [command.name for command in window.view.commands()]
    assert "go.sheets" in names and "go.sheet" not in names
    window.view.go("meetings")
    evening.let_go()
    words = [command.text for command in window.view.commands() if command.group == "go"]
    assert len(words) == len(set(words))
    next(each for each in window.view.commands() if each.text == "Paper sheets").run()
    evening.let_go()
    assert window.view.page.title() == "Paper sheets"


def test_what_is_called_just_so_is_found_first(qtbot, evening):
    meeting = evening.meeting()
    window, _page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True))
    found = [each.text for each in window.palette_of_commands.findings("who is in")]
    assert found[0] == "Who is in"
