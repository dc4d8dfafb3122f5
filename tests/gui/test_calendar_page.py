"""Calendar files through the window: what is saved is shown first, what comes is looked at first."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar as AnyCalendar
from PySide6.QtCore import Qt

from chapter_desk.gui.meetings.calendar_now import CalendarPlace, fate_words, why_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from tests.core.test_calendar_files import PICNIC, WEEKLY, ics
from tests.gui.accessibility import nameless
from tests.gui.evening import CTRL, hit, shown, told
from tests.gui.geometry import ROOMS, assert_well_laid_out, filled_buttons, settle


@pytest.fixture
def evening(evening, tmp_path):
    evening.save_to = tmp_path / "saved.ics"
    return evening


def private_party(evening):
    return evening.meeting("House party", venue="Maria's home", location_public=False)


@pytest.fixture
def read(qtbot, evening, tmp_path):
    """The page, looking into a file."""

    def read(content):
        evening.calendar_file = tmp_path / "theirs.ics"
        evening.calendar_file.write_bytes(content)
        window, page = shown(qtbot, evening, "calendar")
        hit(evening, window, Qt.Key.Key_O, CTRL)
        return window, page

    return read


def test_a_meeting_is_saved_without_its_private_address(qtbot, evening):
    party = private_party(evening)
    window, page = shown(qtbot, evening, "meetings")
    page.open_meeting(party.id)
    evening.let_go()
    page.panel.calendar.click()
    evening.let_go()
    page = window.view.page
    panel = page.save_panel
    assert window.view.key == "calendar" and window.focusWidget() is panel.save
    assert filled_buttons(window) == [panel.save] and panel.save.words() == "Save 1 meeting"
    assert "Maria" not in panel.text.toPlainText() and "address left out" in panel.text.toPlainText()
    hit(evening, window, Qt.Key.Key_Return)
    (event,) = AnyCalendar.from_ical(evening.save_to.read_bytes()).walk("VEVENT")
    assert str(event["LOCATION"]) == "Norfolk VA 23508" and event.uid == party.id
    assert event.start.astimezone(UTC) == datetime(2026, 11, 24, tzinfo=UTC)
    assert "Saved as saved.ics" in told(window)


def test_the_address_is_in_it_only_when_it_is_ticked_and_never_ticked_by_itself(qtbot, evening):
    party = private_party(evening)
    window, page = shown(qtbot, evening, "calendar", CalendarPlace(party.id))
    panel = page.save_panel
    panel.private.click()
    assert "Maria's home" in panel.text.toPlainText() and panel.about.isVisible()
    panel.save.click()
    evening.let_go()
    assert b"Maria" in evening.save_to.read_bytes()
    hit(evening, window, Qt.Key.Key_E, CTRL)
    assert not panel.private.isChecked()


def test_all_meetings_to_come_are_saved_by_keyboard(qtbot, evening):
    evening.meeting("May meeting")
    evening.meeting("June meeting", hour=20)
    window, page = shown(qtbot, evening, "calendar")
    assert window.focusWidget() is page.choose and filled_buttons(window) == [page.choose]
    hit(evening, window, Qt.Key.Key_E, CTRL)
    assert page.save_panel.save.words() == "Save 2 meetings" and not page.save_panel.private.isVisible()
    hit(evening, window, Qt.Key.Key_Return, CTRL)
    assert len(AnyCalendar.from_ical(evening.save_to.read_bytes()).walk("VEVENT")) == 2


def test_nothing_is_written_where_no_place_is_chosen(qtbot, evening, tmp_path):
    evening.meeting()
    evening.save_to = None
    window, page = shown(qtbot, evening, "calendar")
    page.out.click()
    page.save_panel.save.click()
    evening.let_go()
    assert list(tmp_path.glob("*.ics")) == [] and told(window) == ""


def test_a_file_is_looked_at_then_taken_over_then_taken_back(evening, read):
    window, page = read(ics(PICNIC, "UID:h\nSUMMARY:Holiday\nDTSTART;VALUE=DATE:20261225"))
    rows = page.table.rows_model().rows
    assert [(row.title, fate_words(row)[0]) for row in rows] == [("Picnic", "New"), ("Holiday", "Left out")]
    assert why_words(rows[1]) == "It has a day and no hour."
    assert page.counts.text() == "1 new  ·  1 not taken"
    assert evening.app.calendar.upcoming() == [] and window.focusWidget() is page.take
    hit(evening, window, Qt.Key.Key_Return)
    (entry,) = evening.app.calendar.upcoming()
    assert entry.meeting.title == "Picnic" and "1 meeting is taken over" in told(window)
    assert page.empty.isVisible()
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert evening.app.calendar.upcoming() == []


def test_a_change_names_its_fields_and_by_mouse_is_taken_over(evening, read):
    evening.app.calendar_files.take_over(ics(PICNIC))
    evening.let_go()
    _window, page = read(ics(PICNIC.replace("T120000", "T130000")))
    (row,) = page.table.rows_model().rows
    assert (fate_words(row)[0], why_words(row)) == ("Changed", "start")
    page.take.click()
    evening.let_go()
    assert evening.app.calendar.upcoming()[0].meeting.local_start.hour == 13


def test_a_file_with_nothing_new_says_so_and_esc_puts_it_away(evening, read):
    evening.app.calendar_files.take_over(ics(PICNIC))
    evening.let_go()
    window, page = read(ics(PICNIC))
    assert page.counts.text() == "Nothing in this file is new." and not page.take.isEnabled()
    assert page.take.toolTip()
    hit(evening, window, Qt.Key.Key_Escape)
    assert page.empty.isVisible() and window.focusWidget() is page.choose


def test_what_repeats_longer_is_told(evening, read):
    _window, page = read(ics(WEEKLY))
    assert page.going_on.isVisible() and "Phone bank" in page.going_on.text()
    assert page.take.words() == "Take over 57 meetings"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "That file is empty."), (b"name,email", "That file is no calendar."),
     (ics(), "There is no meeting in that file.")],
)  # fmt: skip
def test_a_bad_file_is_explained_and_changes_nothing(evening, read, content, words):
    evening.meeting()
    before = evening.app.calendar.all()
    window, page = read(content)
    assert words in told(window) and "Nothing was changed." in told(window)
    assert page.empty.isVisible() and evening.app.calendar.all() == before


def test_a_file_that_is_gone_is_explained(qtbot, evening, tmp_path):
    window, page = shown(qtbot, evening, "calendar")
    page.look_into(tmp_path / "gone.ics")
    evening.let_go()
    assert "gone.ics" in told(window)


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
@pytest.mark.parametrize("tongue", ["en", "es"])
def test_reading_and_saving_are_well_laid_out(evening, read, width, height, colours, scale, tongue):
    private_party(evening)
    window, page = read(ics(PICNIC, WEEKLY, "UID:h\nSUMMARY:Holiday\nDTSTART;VALUE=DATE:20261225"))
    use_language(tongue)
    theme().use(colours=colours, scale=scale)
    window.resize(width, height)
    evening.let_go()
    page = window.view.page
    page.look_into(evening.calendar_file)
    evening.let_go()
    for show in (lambda: None, page.open_save):
        show()
        evening.let_go()
        settle()
        assert_well_laid_out(window)
        assert not nameless(window)
