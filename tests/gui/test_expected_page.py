"""Who is expected, through the window: invited, answered by one key, full, reminded, taken back."""

import io
import subprocess

import numpy
import pypdf
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from chapter_desk.gui.meetings.expected_now import EVERYBODY, ExpectedPlace, numbers, room_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from tests.gui.accessibility import nameless
from tests.gui.evening import CTRL, hit, shown, told, type_text
from tests.gui.geometry import ROOMS, assert_well_laid_out, filled_buttons, settle


def answers(page):
    return {each.name: each.status for each in page._now.list.people}


@pytest.fixture
def listed(qtbot, evening):
    """A meeting for three with three people on its list, whose consents differ."""
    meeting = evening.meeting(capacity=2, venue="Maria's home", location_public=False)
    ana = evening.person("Ana Ruiz", email="ana@example.org")
    bo = evening.person("Bo Diaz", phone="757 555 0101")
    cy = evening.person("Cy Tran", email="cy@example.org")
    evening.app.consents.note(ana, "email", given=True)
    evening.app.consents.note(bo, "call", given=True)
    evening.app.answers.invite(meeting.id, [ana, bo, cy])
    window, page = shown(qtbot, evening, "expected", ExpectedPlace(meeting.id))
    return meeting, window, page


def test_an_empty_list_says_what_it_is_and_one_person_is_put_on_it_by_keyboard(qtbot, evening):
    meeting = evening.meeting()
    evening.person("Ana Ruiz")
    window, page = shown(qtbot, evening, "expected", ExpectedPlace(meeting.id))
    assert page.empty.isVisible() and window.focusWidget() is page.first
    assert filled_buttons(window) == [page.first]
    hit(evening, window, Qt.Key.Key_N, CTRL)
    assert window.focusWidget() is page.invite_panel.picker.editor
    type_text(window, "ana")
    hit(evening, window, Qt.Key.Key_Return)
    assert answers(page) == {"Ana Ruiz": "invited"} and "1 person is invited" in told(window)
    assert window.focusWidget() is page.invite_panel.picker.editor, "the next one can be typed at once"
    hit(evening, window, Qt.Key.Key_Escape)
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert page.empty.isVisible()


def test_a_whole_group_is_invited_by_mouse_without_who_wants_to_be_left_alone(qtbot, evening):
    meeting = evening.meeting()
    for name in ("Ana", "Bo", "Cy"):
        evening.person(name)
    dee = evening.person("Dee")
    evening.app.records.edit(dee, {"do_not_contact": True})
    window, page = shown(qtbot, evening, "expected", ExpectedPlace(meeting.id))
    page.first.click()
    panel = page.invite_panel
    panel.group.setCurrentIndex(panel.group.findData(EVERYBODY))
    assert panel.invite.words() == "Invite 4 people"  # the lead who set the chapter up too
    assert filled_buttons(window) == [panel.invite]
    panel.invite.click()
    evening.let_go()
    assert {"Ana", "Bo", "Cy"} <= answers(page).keys() and "Dee" not in answers(page)
    assert not panel.invite.isEnabled()


def test_one_key_notes_an_answer_and_ctrl_z_takes_it_back(evening, listed):
    _meeting, window, page = listed
    assert window.focusWidget() is page.table and page.table.current_row().name == "Ana Ruiz"
    keys = {Qt.Key.Key_1: "accepted", Qt.Key.Key_2: "tentative", Qt.Key.Key_3: "declined",
            Qt.Key.Key_4: "cancelled", Qt.Key.Key_5: "invited"}  # fmt: skip
    for key, status in keys.items():
        hit(evening, window, key)
        assert answers(page)["Ana Ruiz"] == status
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert answers(page)["Ana Ruiz"] == "cancelled"
    assert window.focusWidget() is page.table


def test_the_same_by_mouse_with_guests(evening, listed):
    _meeting, window, page = listed
    page.yes.click()
    page.more.click()
    evening.let_go()
    assert "Ana Ruiz brings 1 guest" in told(window)
    assert numbers(page._now.list) == "1 said yes  ·  1 guest  ·  2 without an answer"
    page.fewer.click()
    evening.let_go()
    assert page._now.list.counts.guests == 0 and not page.fewer.isEnabled()
    page.off.click()
    evening.let_go()
    assert "Ana Ruiz" not in answers(page)


def test_when_it_is_full_a_yes_waits_and_it_is_said_and_a_place_is_given(evening, listed):
    _meeting, window, page = listed
    for _person in range(2):
        hit(evening, window, Qt.Key.Key_1)
        hit(evening, window, Qt.Key.Key_Down)
    assert room_words(page._now.list) == ("Full: all 2 places are taken", "warn")
    hit(evening, window, Qt.Key.Key_1)
    assert "Full: Cy Tran waits for a place" in told(window) and "second yes" in told(window)
    assert answers(page)["Cy Tran"] == "tentative" and not page.next.isVisible()
    page.table.choose(page._now.list.people[0].person_id)
    hit(evening, window, Qt.Key.Key_4)
    assert page.next.words() == "Give a place to Cy Tran" and page.next.isVisible()
    page.next.click()
    evening.let_go()
    assert answers(page)["Cy Tran"] == "accepted" and page._now.list.free == 0


def test_a_second_yes_lets_in_over_the_limit(evening, listed):
    _meeting, window, page = listed
    for _person in range(3):
        hit(evening, window, Qt.Key.Key_1)
        hit(evening, window, Qt.Key.Key_Down)
    page.table.choose(page._now.list.people[2].person_id)
    hit(evening, window, Qt.Key.Key_1)
    assert answers(page)["Cy Tran"] == "accepted"
    assert room_words(page._now.list)[0] == "1 more than the 2 places"


def test_delete_takes_off_the_list_and_plus_and_minus_count_guests(evening, listed):
    _meeting, window, page = listed
    hit(evening, window, Qt.Key.Key_Plus)
    assert page._now.list.people[0].guests == 1
    hit(evening, window, Qt.Key.Key_Minus)
    hit(evening, window, Qt.Key.Key_Minus)
    assert page._now.list.people[0].guests == 0
    hit(evening, window, Qt.Key.Key_Delete)
    assert "Ana Ruiz" not in answers(page)
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert "Ana Ruiz" in answers(page)


def test_reminders_go_only_by_a_way_somebody_agreed_to_and_are_noted(evening, listed):
    _meeting, window, page = listed
    hit(evening, window, Qt.Key.Key_R, CTRL)
    panel = page.remind_panel
    assert filled_buttons(window) == [panel.mark] and set(panel.copies) == {"email", "call"}
    panel.copies["email"].click()
    assert QGuiApplication.clipboard().text() == "ana@example.org"
    panel.copies["call"].click()
    assert QGuiApplication.clipboard().text() == "Bo Diaz: +17575550101"
    panel.copy_text.click()
    assert "Maria's home" not in QGuiApplication.clipboard().text()
    assert panel.mark.words() == "Note that 2 people are reminded"
    hit(evening, window, Qt.Key.Key_Return, CTRL)
    assert [bool(each.reminded_at) for each in page._now.list.people] == [True, True, False]
    hit(evening, window, Qt.Key.Key_Escape)
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert not any(each.reminded_at for each in page._now.list.people)


def test_the_private_address_is_in_the_text_for_those_who_said_yes_alone(evening, listed):
    _meeting, window, page = listed
    hit(evening, window, Qt.Key.Key_1)
    hit(evening, window, Qt.Key.Key_R, CTRL)
    panel = page.remind_panel
    panel.whom["no-answer"].click()
    panel.whom["yes"].click()
    assert "Maria's home" in panel.text.toPlainText()
    panel.whom["no-answer"].click()
    assert "Maria's home" not in panel.text.toPlainText() and panel.about.isVisible()


def test_nobody_chosen_turns_the_button_off_and_says_why(evening, listed):
    _meeting, _window, page = listed
    page.open_remind()
    page.remind_panel.whom["no-answer"].click()
    assert not page.remind_panel.mark.isEnabled() and page.remind_panel.mark.toolTip()


def test_the_list_is_reached_from_its_meeting_and_who_came_is_a_thing_of_its_own(qtbot, evening, listed):
    meeting, window, _page = listed
    evening.app.sign_ins.sign_in(meeting.id, evening.app.roster.search("cy")[0].row.id)
    evening.let_go()
    window.view.go("meetings", meeting.id)
    evening.let_go()
    window.view.page.panel.expected.click()
    evening.let_go()
    page = window.view.page
    assert window.view.key == "expected"
    assert [(each.name, each.came) for each in page._now.list.people][-1] == ("Cy Tran", True)
    assert answers(page)["Cy Tran"] == "invited"


def test_without_any_meeting_it_says_so(qtbot, evening):
    _window, page = shown(qtbot, evening, "expected")
    assert page.nothing.isVisible() and page.header_widgets() == ()


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
@pytest.mark.parametrize("tongue", ["en", "es"])
def test_list_and_panels_are_well_laid_out(evening, listed, width, height, colours, scale, tongue):
    meeting, window, _page = listed
    for each in evening.app.expected.of(meeting.id).people:
        evening.app.answers.note(meeting.id, each.person_id, "accepted", guests=1)
    evening.let_go()
    use_language(tongue)
    theme().use(colours=colours, scale=scale)
    window.resize(width, height)
    evening.let_go()
    page = window.view.page
    for show in (lambda: None, page.open_invite, page.open_remind):
        show()
        evening.let_go()
        settle()
        assert_well_laid_out(window)
        assert not nameless(window)


# ---------------------------------------------------------------- confirmations


def codes_on(pdf, tmp_path):
    """Return what a camera reads on each page."""
    (tmp_path / "c.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "110", "-png", "c.pdf", "page"], cwd=tmp_path, check=True, timeout=60)
    pages = sorted(tmp_path.glob("page*.png"))
    return [zxingcpp.read_barcode(qimage_to_grey(QImage(str(page)))).text for page in pages]


def qimage_to_grey(image):
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = numpy.frombuffer(grey.constBits(), numpy.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].copy()


def test_who_said_yes_gets_a_page_with_the_address_and_a_code_that_signs_them_in(
    qtbot, evening, listed, tmp_path
):
    meeting, window, page = listed
    assert not page.confirm.isVisible()
    people = {each.name: each.person_id for each in page._now.list.people}
    evening.app.answers.note(meeting.id, people["Ana Ruiz"], "accepted", guests=1)
    evening.let_go()
    assert page.confirm.isVisible()
    evening.save_to = tmp_path / "confirmations.pdf"
    hit(evening, window, Qt.Key.Key_P, CTRL)
    pdf = evening.save_to.read_bytes()
    (only,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    text = only.extract_text()
    assert "Ana Ruiz" in text and "Maria's home" in text and "With 1 guest" in text
    assert "Bo Diaz" not in text
    (code,) = codes_on(pdf, tmp_path)
    found = evening.app.sign_in_cards.find(code, meeting.id)
    assert (found.name, found.state) == ("Ana Ruiz", "valid")
    other = evening.meeting("Another meeting", hour=12)
    assert evening.app.sign_in_cards.find(code, other.id).state == "other-meeting"


def test_no_file_no_code(qtbot, evening, listed):
    meeting, _window, page = listed
    person = page._now.list.people[0].person_id
    evening.app.answers.note(meeting.id, person, "accepted")
    evening.let_go()
    steps = len(evening.app.steps.latest(100))
    evening.save_to = None
    page.confirm.click()
    evening.let_go()
    assert len(evening.app.steps.latest(100)) == steps
