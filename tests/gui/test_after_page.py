"""After a meeting, through the window: calls by one key or with a note, what follows, and whom to thank."""

import csv
import io

import pytest
from PySide6.QtCore import Qt

from chapter_desk.gui.meetings.after_now import AfterPlace
from chapter_desk.gui.meetings.meetings_now import read_meetings
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from tests.gui.accessibility import nameless
from tests.gui.evening import CTRL, hit, shown, told, type_text
from tests.gui.geometry import ROOMS, assert_well_laid_out, filled_buttons, settle


@pytest.fixture
def evening(evening, tmp_path):
    evening.save_to = tmp_path / "thanks.csv"
    return evening


def names(page):
    return [line.call.name for line in page._now.calls]


@pytest.fixture
def held(evening):
    """A meeting that three people came to for the first time, one of them agreeing to e-mail."""
    app, meeting = evening.app, evening.meeting()
    app.calendar.open_door(meeting.id)
    evening.people = {}
    for name, phone, email in (
        ("Ana Ruiz", "757 555 0100", "ana@example.org"),
        ("Bo Diaz", "757 555 0101", "bo@example.org"),
        ("Cy Tran", "", ""),
    ):
        evening.people[name] = person = evening.person(name, phone=phone, email=email)
        app.sign_ins.sign_in(meeting.id, person)
    app.consents.note(evening.people["Ana Ruiz"], "email", given=True)
    app.consents.note(evening.people["Bo Diaz"], "call", given=True)
    app.calendar.end(meeting.id)
    return meeting


@pytest.fixture
def after(qtbot, evening, held):
    return shown(qtbot, evening, "after")


def test_the_calls_stand_by_urgency_with_the_number_to_call(evening, after):
    window, page = after
    assert names(page) == ["Ana Ruiz", "Bo Diaz", "Cy Tran"] and page.context() == "3 calls to make"
    assert window.focusWidget() is page.calls and page.calls.current_row().call.name == "Ana Ruiz"
    assert [line.number and line.number.shown for line in page._now.calls] == [
        "(757) 555-0100", "(757) 555-0101", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "outcome"),
    [(Qt.Key.Key_1, "reached"), (Qt.Key.Key_2, "will-come"), (Qt.Key.Key_3, "left-word")],
)
def test_one_key_says_how_it_went_and_ctrl_z_takes_it_back(evening, after, key, outcome):
    window, page = after
    hit(evening, window, key)
    assert names(page) == ["Bo Diaz", "Cy Tran"] and window.focusWidget() is page.calls
    assert [(call.name, call.outcome) for call in page._now.made] == [("Ana Ruiz", outcome)]
    assert "Ana Ruiz:" in told(window)
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert names(page) == ["Ana Ruiz", "Bo Diaz", "Cy Tran"] and page._now.made == ()


def test_nobody_answered_is_due_again_tomorrow_and_says_so(evening, after):
    window, page = after
    hit(evening, window, Qt.Key.Key_4)
    assert "due again tomorrow" in told(window)
    ana = next(line for line in page._now.calls if line.call.name == "Ana Ruiz")
    assert ana.call.tried and "Nobody answered before" in page._why(ana)


def test_a_wrong_number_comes_off_by_mouse_and_back(evening, after):
    window, page = after
    page.outcomes["wrong-number"].click()
    evening.let_go()
    card = evening.app.cards.about(evening.people["Ana Ruiz"])
    assert card.phone_numbers == () and "number is taken off" in told(window)
    window.view.frame.notices.notice.buttons[0].click()
    evening.let_go()
    assert len(evening.app.cards.about(evening.people["Ana Ruiz"]).phone_numbers) == 1


def test_do_not_call_again_withdraws_the_consent(evening, after):
    window, page = after
    page.calls.choose(page._now.calls[1].call.id)
    hit(evening, window, Qt.Key.Key_6)
    bo = evening.people["Bo Diaz"]
    assert not evening.app.consents.of(bo)["call"].given and "noted as their answer" in told(window)
    assert "Bo Diaz" not in names(page)
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert evening.app.consents.of(bo)["call"].given and "Bo Diaz" in names(page)


def test_a_note_is_typed_then_how_it_went(evening, after):
    window, page = after
    hit(evening, window, Qt.Key.Key_Return)
    panel = page.call_panel
    assert window.focusWidget() is panel.note.editor and filled_buttons(window) == [panel.buttons["reached"]]
    type_text(window, "Can drive 3 people")
    assert names(page)[0] == "Ana Ruiz", "a digit in the note is a digit"
    hit(evening, window, Qt.Key.Key_Return, CTRL)
    (made,) = page._now.made
    assert (made.outcome, made.note) == ("reached", "Can drive 3 people") and not panel.isVisible()
    page.which._press("made")
    settle()
    assert page.made.isVisible() and page.made.rows_model().rows[0].note == "Can drive 3 people"


def test_what_is_half_typed_stays_while_others_work_and_goes_with_another_call(evening, after):
    window, page = after
    hit(evening, window, Qt.Key.Key_Return)
    type_text(window, "half a")
    evening.person("Somebody Else")
    evening.let_go()
    assert page.call_panel.typed() == "half a"
    page.open_call(page._now.calls[1])
    assert page.call_panel.typed() == ""


def test_a_made_call_is_made_once_more(evening, after):
    window, page = after
    hit(evening, window, Qt.Key.Key_3)
    page.which._press("made")
    settle()
    page.again.click()
    evening.let_go()
    assert page._now.made == () and "Ana Ruiz" in names(page)
    assert page.none.isVisible() and page.none.text() == "No call was made yet."


def test_whoever_sits_here_takes_a_call_on_and_gives_it_back(evening, after):
    _window, page = after
    page.mine.click()
    evening.let_go()
    assert page._now.calls[0].mine
    page.mine.click()
    evening.let_go()
    assert not page._now.calls[0].mine


def test_when_all_calls_are_made_it_says_so(evening, after):
    window, page = after
    for _call in range(3):
        hit(evening, window, Qt.Key.Key_1)
    assert page.none.text() == "All calls are made." and page.none.isVisible() and page.context() == ""


def test_who_agreed_to_email_is_thanked_and_the_others_are_told(evening, after):
    window, page = after
    hit(evening, window, Qt.Key.Key_E, CTRL)
    panel = page.thanks_panel
    assert filled_buttons(window) == [panel.save] and window.focusWidget() is panel.save
    assert panel.who.toPlainText() == "Ana Ruiz, ana@example.org"
    assert panel.left.text() == "Left out: did not agree to e-mail: 1, never asked: 1"
    hit(evening, window, Qt.Key.Key_Return)
    (row,) = csv.DictReader(io.StringIO(evening.save_to.read_text("utf-8-sig")))
    assert (row["email"], row["first_time"]) == ("ana@example.org", "yes")
    assert "Saved as thanks.csv" in told(window)


def test_who_is_under_18_is_thanked_only_if_that_is_ticked(evening, after):
    window, page = after
    evening.app.records.edit(evening.people["Ana Ruiz"], {"under_18": True})
    evening.let_go()
    hit(evening, window, Qt.Key.Key_E, CTRL)
    panel = page.thanks_panel
    assert "Ana" not in panel.who.toPlainText() and "under 18: 1" in panel.left.text()
    panel.minors.setFocus()
    hit(evening, window, Qt.Key.Key_Space)
    assert panel.who.toPlainText() == "Ana Ruiz, ana@example.org" and "under 18" not in panel.left.text()
    panel.save.setFocus()
    hit(evening, window, Qt.Key.Key_Return)
    assert "ana@example.org" in evening.save_to.read_text("utf-8-sig")


def test_nothing_is_written_where_nobody_agreed_or_no_place_is_chosen(evening, after, tmp_path):
    _window, page = after
    evening.save_to = None
    page.thank.click()
    page.thanks_panel.save.click()
    evening.let_go()
    assert list(tmp_path.glob("*.csv")) == []
    evening.app.consents.note(evening.people["Ana Ruiz"], "email", given=False)
    evening.let_go()
    page.open_thanks()
    assert not page.thanks_panel.save.isEnabled() and page.thanks_panel.save.toolTip()


def test_it_is_reached_from_the_meeting_that_was_held(qtbot, evening, held):
    window, page = shown(qtbot, evening, "meetings")
    assert read_meetings(evening.app).past[0].meeting.id == held.id
    page.open_meeting(held.id)
    evening.let_go()
    page.panel.after.click()
    evening.let_go()
    assert window.view.key == "after" and window.view.page._now.meeting.id == held.id


def test_before_any_meeting_it_is_calm_and_says_who_will_be_here(qtbot, evening):
    _window, page = shown(qtbot, evening, "after", AfterPlace())
    assert page.none.text().startswith("Nobody has come through a door yet.") and page.header_widgets() == ()
    assert "within 48 hours" in page.none.text() and page.none.isVisible()


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
@pytest.mark.parametrize("tongue", ["en", "es"])
def test_calls_and_panels_are_well_laid_out(evening, after, width, height, colours, scale, tongue):
    window, _page = after
    use_language(tongue)
    theme().use(colours=colours, scale=scale)
    window.resize(width, height)
    evening.let_go()
    page = window.view.page
    for show in (lambda: None, page._open_current, page.open_thanks, lambda: page.which._press("made")):
        show()
        evening.let_go()
        settle()
        assert_well_laid_out(window)
        assert not nameless(window)
