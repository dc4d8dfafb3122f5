"""Paper through the window: printed, photographed, entered by Tab and Enter, checked; the wet sheet."""

import io
import subprocess

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QTransform
from PySide6.QtWidgets import QFrame

from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.sheet import BLANK, CROSSED, ENTERED, UNREADABLE
from chapter_desk.core.meetings.sheet_layout import LINES
from chapter_desk.gui.meetings.sheets_now import SheetPlace
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from tests.gui.accessibility import nameless
from tests.gui.evening import ALT, CTRL, SHIFT, hit, shown, told, type_text
from tests.gui.geometry import ROOMS, assert_well_laid_out, filled_buttons, settle


@pytest.fixture
def evening(evening, tmp_path):
    evening.save_to = tmp_path / "sheets.pdf"
    return evening


def write(evening, window, text, key=Qt.Key.Key_Return, held=Qt.KeyboardModifier.NoModifier):
    """Type on the line in hand, and press a key."""
    type_text(window, text)
    hit(evening, window, key, held)


def states(evening, sheet):
    return {line.number: (line.state, line.name) for line in evening.app.sheets.in_full(sheet.id).lines}


def printed(qtbot, evening, meeting):
    """Print sheets through the window; return it, the page and the PDF."""
    window, page = shown(qtbot, evening, "sheets", SheetPlace(meeting.id))
    hit(evening, window, Qt.Key.Key_P, CTRL)
    page.print_panel.make.click()
    evening.let_go()
    return window, page, evening.save_to.read_bytes()


def photo_of(pdf, tmp_path, number=1, turns=0):
    """Return a JPEG of a page, as a phone held in some way takes it."""
    (tmp_path / "p.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "120", "-f", str(number), "-l", str(number), "-png", "p.pdf", f"n{number}"],
        cwd=tmp_path, check=True, timeout=60,
    )  # fmt: skip
    image = QImage(str(next(tmp_path.glob(f"n{number}*.png")))).transformed(QTransform().rotate(90 * turns))
    path = tmp_path / f"photo-{number}-{turns}.jpg"
    assert image.save(str(path))
    return path


def test_sheets_are_printed_with_who_is_expected_and_blank_lines(qtbot, evening):
    meeting = evening.meeting()
    for name in ("Ana Ruíz", "김민준"):
        evening.app.answers.note(meeting.id, evening.person(name), "accepted")
    window, page = shown(qtbot, evening, "sheets", SheetPlace(meeting.id))
    assert window.focusWidget() is page.first_print
    assert filled_buttons(window) == [page.first_print]
    hit(evening, window, Qt.Key.Key_P, CTRL)
    assert filled_buttons(window) == [page.print_panel.make]
    type_text(window, "11")
    hit(evening, window, Qt.Key.Key_Return)
    pages = pypdf.PdfReader(io.BytesIO(evening.save_to.read_bytes())).pages
    assert len(pages) == 1
    assert "Ana Ruíz" in pages[0].extract_text() and "김민준" in pages[0].extract_text()
    assert "Saved as" in told(window)
    (sheet,) = evening.app.sheets.of_meeting(meeting.id)
    assert sheet.totals.lines == LINES
    assert page.table.current_row() == sheet


def test_nothing_is_made_when_no_place_is_chosen(qtbot, evening):
    meeting = evening.meeting()
    evening.save_to = None
    window, page = shown(qtbot, evening, "sheets", SheetPlace(meeting.id))
    hit(evening, window, Qt.Key.Key_P, CTRL)
    page.print_panel.make.click()
    evening.let_go()
    assert evening.app.sheets.of_meeting(meeting.id) == []


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_a_photo_finds_its_sheet_and_marks_the_line_in_hand(qtbot, evening, tmp_path, turns):
    meeting = evening.meeting()
    window, page, pdf = printed(qtbot, evening, meeting)
    evening.photos = [photo_of(pdf, tmp_path, 2, turns)]
    page.add_photos()
    evening.let_go()
    one, two = evening.app.sheets.of_meeting(meeting.id)
    assert (one.photo, bool(two.photo)) == (None, True)
    assert "1 photo is kept" in told(window)
    page._open(two)
    evening.let_go()
    entry = window.view.page
    assert entry.photo.isVisible() and entry.photo.marked()
    assert entry.photo.turns == (4 - turns) % 4
    entry.photo.turn()
    hit(evening, window, Qt.Key.Key_Equal, ALT)
    assert entry.photo.zoom > 1
    hit(evening, window, Qt.Key.Key_Minus, ALT)
    assert entry.photo.zoom == 1


def test_a_photo_without_a_code_and_one_of_another_meeting_ask_which_sheet_it_is(qtbot, evening, tmp_path):
    other = evening.meeting("April meeting", hour=12)
    _window, _page, foreign = printed(qtbot, evening, other)
    meeting = evening.meeting()
    sheet = evening.app.sheets.make_own(meeting.id, 8)
    bare = tmp_path / "bare.png"
    QImage(300, 200, QImage.Format.Format_RGB32).save(str(bare))
    evening.photos = [photo_of(foreign, tmp_path), bare]
    _window, page = shown(qtbot, evening, "sheets", SheetPlace(meeting.id))
    page.add_photos()
    evening.let_go()
    assert "April meeting" in page.which_panel.why.text()
    page.which_panel.choices[0].click()
    evening.let_go()
    assert evening.app.sheets.photo(sheet.id)
    assert "No code" in page.which_panel.why.text()
    page.which_panel.count.set_text("12")
    page.which_panel.own.click()
    evening.let_go()
    assert [each.totals.lines for each in evening.app.sheets.of_meeting(meeting.id)] == [8, 12]
    assert not page.which_panel.isVisible()


@pytest.mark.parametrize("typed", ["", "ten", "0"])
def test_what_is_no_number_of_lines_is_said_at_its_field(qtbot, evening, typed):
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "sheets", SheetPlace(meeting.id))
    hit(evening, window, Qt.Key.Key_N, CTRL)
    type_text(window, typed)
    page.own_panel.make.setFocus()
    hit(evening, window, Qt.Key.Key_Space)
    assert page.own_panel.count.problem() == "Type how many lines, such as 20."
    assert window.focusWidget() is page.own_panel.count.editor


def test_a_file_that_is_no_photo_is_refused_in_words(qtbot, evening, tmp_path):
    meeting = evening.meeting()
    evening.app.sheets.make_own(meeting.id, 3)
    (tmp_path / "x.jpg").write_bytes(b"nothing of the kind")
    window, page = shown(qtbot, evening, "sheets", SheetPlace(meeting.id))
    for path in (tmp_path / "x.jpg", tmp_path / "gone.jpg"):
        evening.photos = [path]
        page.add_photos()
        evening.let_go()
        assert told(window)
    assert evening.app.attachments.unusable() == 0


def test_a_scan_of_two_pages_is_the_photo_of_two_sheets(qtbot, evening, tmp_path):
    meeting = evening.meeting()
    _window, page, pdf = printed(qtbot, evening, meeting)
    (tmp_path / "scan.pdf").write_bytes(pdf)
    evening.photos = [tmp_path / "scan.pdf"]
    page.add_photos()
    evening.let_go()
    sheets = evening.app.sheets.of_meeting(meeting.id)
    assert len(sheets) == 2 and all(sheet.photo for sheet in sheets)


def test_a_photo_on_another_laptop_is_said_calmly_and_the_lines_are_entered_all_the_same(qtbot, evening):
    meeting = evening.meeting()
    sheet = evening.app.sheets.make_own(meeting.id, 3)
    evening.app.sheets.add_photo(sheet.id, b"no image")
    window, page = shown(qtbot, evening, "sheet", SheetPlace(meeting.id, sheet.id))
    assert not page.photo.isVisible()
    assert "no photo or scan" in page.about_photo.text()
    write(evening, window, "Suharto")
    assert states(evening, sheet)[1] == (ENTERED, "Suharto")


def test_the_wet_sheet(qtbot, evening):
    """Evening 5: 7 unreadable, 8 "Dee", 9 ditto, 12 crossed out, 14 and 15 one person; a second checks."""
    app, meeting = evening.app, evening.meeting()
    known = ["Ana Ruíz", "Ben Okafor", "Cy Tran", "Eva Stone", "Fay Noor", "Gus Li", "Hal Price", "Ida Cole",
             "Jo Ng", "Kim Bell", "Siobhan O'Neill"]  # fmt: skip
    for name in known:
        evening.person(name)
    app.chapter.add_operator("Bill Banks", "greeter")
    window, page = shown(qtbot, evening, "sheets", SheetPlace(meeting.id))
    hit(evening, window, Qt.Key.Key_N, CTRL)
    write(evening, window, "15")
    (sheet,) = app.sheets.of_meeting(meeting.id)
    entry = window.view.page
    assert window.focusWidget() is entry.editor.field
    for name in known[:6]:
        write(evening, window, name.lower()[:6])
    write(evening, window, "Ro-- M?", Qt.Key.Key_U, ALT)
    type_text(window, "Dee")
    hit(evening, window, Qt.Key.Key_Return)
    assert states(evening, sheet)[8][0] == "", "Dee is a nickname of Denise: nobody is taken by Enter alone"
    hit(evening, window, Qt.Key.Key_Up)
    hit(evening, window, Qt.Key.Key_Return)
    write(evening, window, "Tom O'Neill")
    for name in known[6:8]:
        write(evening, window, name)
    hit(evening, window, Qt.Key.Key_X, ALT)
    hit(evening, window, Qt.Key.Key_B, ALT)
    write(evening, window, "siobhan")
    write(evening, window, "siobhan")
    now = states(evening, sheet)
    assert now[7] == (UNREADABLE, "") and now[8] == (ENTERED, "Dee") and now[9] == (ENTERED, "Tom O'Neill")
    assert now[12][0] == CROSSED and now[13][0] == BLANK
    assert now[14] == now[15] == (ENTERED, "Siobhan O'Neill")
    totals = app.sheets.in_full(sheet.id).sheet.totals
    assert (totals.entered, totals.unreadable, totals.crossed, totals.blank, totals.left) == (12, 1, 1, 1, 0)
    assert totals.people == 11 == app.door.counts(meeting.id).signed_in
    (waiting,) = [
        each for each in app.sort_out.waiting(meeting.id) if each.reason == sort_out.UNREADABLE_LINE
    ]
    assert waiting.raw["line"] == 7
    assert window.focusWidget() is entry.done and filled_buttons(window) == [entry.done]
    hit(evening, window, Qt.Key.Key_Return)
    page = window.view.page
    page.check_button.click()
    evening.let_go()
    assert page.check_panel.who.editor.currentText() == "Bill Banks"
    write(evening, window, "12")
    assert "12 names counted" in told(window)
    page.check_panel.count.set_text("13")
    hit(evening, window, Qt.Key.Key_Return)
    assert app.sheets.in_full(sheet.id).sheet.checked_at is not None
    assert "Done, checked by Bill Banks" in page.table.rows_model().index(0, 3).data()


def open_sheet(qtbot, evening, lines=5, size=(1366, 768)):
    meeting = evening.meeting()
    sheet = evening.app.sheets.make_own(meeting.id, lines)
    window, page = shown(qtbot, evening, "sheet", SheetPlace(meeting.id, sheet.id), size=size)
    return meeting, sheet, window, page


def test_a_household_is_taken_with_shift_enter(qtbot, evening):
    ella, cora = evening.person("Ella Marsh"), evening.person("Cora Marsh")
    evening.app.households.put_together([ella, cora])
    meeting, _sheet, window, page = open_sheet(qtbot, evening)
    type_text(window, "Ella")
    evening.let_go()
    assert page.editor.home.isVisible() and "Cora Marsh" in page.editor.home.words()
    hit(evening, window, Qt.Key.Key_Return, SHIFT)
    assert evening.app.door.counts(meeting.id).signed_in == 2


def test_somebody_new_with_what_they_wrote_and_ticked(qtbot, evening):
    _meeting, sheet, window, page = open_sheet(qtbot, evening)
    type_text(window, "Marisol Vega")
    hit(evening, window, Qt.Key.Key_N, CTRL)
    assert window.focusWidget() is page.editor.details.phone.editor
    type_text(window, "757-555-0123")
    page.editor.details.postal_code.set_text("23517")
    page.editor.details.may["email"].setChecked(True)
    hit(evening, window, Qt.Key.Key_Return)
    line = evening.app.sheets.in_full(sheet.id).lines[0]
    about = evening.app.cards.about(line.person_id)
    assert line.name == "Marisol Vega" and about.phone_numbers
    assert evening.app.consents.of(line.person_id)["email"].given
    assert page._in_hand == 2 and not page.editor.details.isVisible()


def test_ctrl_z_takes_back_the_last_line_and_page_up_corrects_one(qtbot, evening):
    _meeting, sheet, window, page = open_sheet(qtbot, evening)
    write(evening, window, "Suharto")
    write(evening, window, "Wulandari")
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert told(window) == "Taken back: Wulandari from the paper sheet, line 2."
    assert states(evening, sheet)[2][0] == "" and states(evening, sheet)[1][0] == ENTERED
    page._go_to_line(2)
    hit(evening, window, Qt.Key.Key_PageUp)
    assert page.editor.field.text() == "Suharto"
    write(evening, window, "Sukarno")
    assert states(evening, sheet)[1] == (ENTERED, "Sukarno")


def test_half_typed_text_is_there_when_somebody_comes_back_to_the_line(qtbot, evening):
    _meeting, _sheet, window, page = open_sheet(qtbot, evening)
    type_text(window, "Half a na")
    hit(evening, window, Qt.Key.Key_PageDown)
    assert page.editor.field.text() == ""
    hit(evening, window, Qt.Key.Key_PageUp)
    assert page.editor.field.text() == "Half a na"
    hit(evening, window, Qt.Key.Key_Escape)
    assert window.view.page is not page
    window.view.go("sheet", page.place())
    evening.let_go()
    assert page.editor.field.text() == "Half a na"


def test_an_expected_person_is_taken_by_enter_alone(qtbot, evening):
    meeting = evening.meeting()
    evening.app.answers.note(meeting.id, evening.person("Ana Ruíz"), "accepted")
    window, page, _pdf = printed(qtbot, evening, meeting)
    page._open_current()
    evening.let_go()
    hit(evening, window, Qt.Key.Key_Return)
    sheet = evening.app.sheets.of_meeting(meeting.id)[0]
    assert states(evening, sheet)[1] == (ENTERED, "Ana Ruíz")


def test_tab_and_enter_alone_suffice(qtbot, evening):
    _meeting, sheet, window, page = open_sheet(qtbot, evening, lines=2)
    for _step in range(12):
        if window.focusWidget() is page.editor.unreadable:
            break
        hit(evening, window, Qt.Key.Key_Tab)
    hit(evening, window, Qt.Key.Key_Return)
    assert states(evening, sheet)[1][0] == UNREADABLE
    assert window.focusWidget() is page.editor.field


def test_what_is_on_paper_can_be_reached_from_the_door_and_from_its_meeting(qtbot, evening):
    meeting = evening.meeting()
    evening.app.calendar.open_door(meeting.id)
    window, page = shown(qtbot, evening, "door")
    page.stances.paper_button.click()
    evening.let_go()
    assert window.view.page.title() == "Paper sheets"
    window.view.go("meetings", meeting.id)
    evening.let_go()
    window.view.page.panel.sheets.click()
    evening.let_go()
    assert window.view.page.title() == "Paper sheets"


def test_an_unreadable_line_is_opened_from_what_is_to_sort_out(qtbot, evening):
    meeting = evening.meeting()
    evening.app.calendar.open_door(meeting.id)
    sheet = evening.app.sheets.make_own(meeting.id, 5)
    evening.app.sheet_entry.mark(sheet.id, 3, UNREADABLE, written_as="Al--")
    window, _page = shown(qtbot, evening, "door")
    hit(evening, window, Qt.Key.Key_J, CTRL)
    hit(evening, window, Qt.Key.Key_Return)
    hit(evening, window, Qt.Key.Key_Return)
    entry = window.view.page
    assert entry._in_hand == 3 and entry.editor.field.text() == "Al--"
    write(evening, window, "Albert Vega")
    assert states(evening, sheet)[3] == (ENTERED, "Albert Vega")
    assert evening.app.sort_out.waiting(meeting.id) == []


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
@pytest.mark.parametrize("tongue", ["en", "es"])
def test_nothing_is_cut_in_any_room(qtbot, evening, tmp_path, tongue, width, height, colours, scale):
    use_language(tongue)
    theme().use(colours=colours, scale=scale)
    evening.person("Maria Gutierrez", phone="757-555-0141", postal_code="23517")
    meeting, sheet, window, _page = open_sheet(qtbot, evening, size=(width, height))
    evening.app.sheets.add_photo(sheet.id, photo_bytes(tmp_path))
    evening.let_go()
    window.resize(width, height)
    write(evening, window, "Al--", Qt.Key.Key_U, ALT)
    type_text(window, "mar")
    settle()
    assert_well_laid_out(window)
    assert not nameless(window)
    hit(evening, window, Qt.Key.Key_N, CTRL)
    assert_well_laid_out(window)
    window.view.go("sheets", SheetPlace(meeting.id))
    evening.let_go()
    assert_well_laid_out(window)
    for open_panel in (window.view.page.open_print, window.view.page.open_own):
        open_panel()
        evening.let_go()
        assert_well_laid_out(window)


def photo_bytes(tmp_path):
    path = tmp_path / "plain.png"
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(0xFFEEEEEE)
    image.save(str(path))
    return path.read_bytes()


def test_the_program_says_so_where_no_meeting_is(qtbot, evening):
    window, page = shown(qtbot, evening, "sheets")
    assert page._stack.currentWidget() is page.nothing
    assert QGuiApplication.instance() is not None
    assert_well_laid_out(window)


# ---------------------------------------------------------------- a pasted list


def test_a_pasted_list_is_gone_through_by_keys(qtbot, evening):
    evening.person("Ana Ruíz")
    evening.person("Maria Gutierrez", phone="757-555-0141")
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "sheets", SheetPlace(meeting.id))
    hit(evening, window, Qt.Key.Key_V, CTRL | SHIFT)
    assert window.focusWidget() is page.paste_panel.names.editor
    assert filled_buttons(window) == [page.paste_panel.make]
    hit(evening, window, Qt.Key.Key_Return, CTRL)
    assert evening.app.sheets.of_meeting(meeting.id) == []  # nothing is pasted yet
    QGuiApplication.clipboard().setText("1. Ana Ruíz\n2. maria gut\n3. Di New, di@example.org")
    hit(evening, window, Qt.Key.Key_V, CTRL)
    hit(evening, window, Qt.Key.Key_Return, CTRL)
    (sheet,) = evening.app.sheets.of_meeting(meeting.id)
    entry = window.view.page
    assert entry.certain.isVisible() and "1" in entry.certain.text()
    rows = [each.accessibleName() for each in entry.lines.findChildren(QFrame) if each.isVisible()]
    assert "Line 3: Di New" in rows  # who is still to be entered can be read
    assert evening.app.door.counts(meeting.id).signed_in == 0
    hit(evening, window, Qt.Key.Key_S, ALT)
    assert states(evening, sheet)[1] == (ENTERED, "Ana Ruíz")
    assert entry.editor.typed() == "maria gut"
    hit(evening, window, Qt.Key.Key_Return)
    assert states(evening, sheet)[2] == (ENTERED, "Maria Gutierrez")
    hit(evening, window, Qt.Key.Key_N, CTRL)
    assert entry.editor.details.email.text() == "di@example.org"
    hit(evening, window, Qt.Key.Key_Return)
    assert states(evening, sheet)[3] == (ENTERED, "Di New")
    assert evening.app.door.counts(meeting.id).signed_in == 3
    for _line in range(3):
        hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert evening.app.door.counts(meeting.id).signed_in == 0


def test_a_list_that_names_nobody_says_so_and_is_kept(qtbot, evening):
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "sheets", SheetPlace(meeting.id))
    page.open_paste()
    page.paste_panel.names.editor.setPlainText("12, 13")
    page.paste_panel.make.click()
    evening.let_go()
    assert "No line of this list" in told(window)
    assert page.paste_panel.names.editor.toPlainText() == "12, 13"


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
def test_a_pasted_list_fits_in_any_room(qtbot, evening, width, height, colours, scale):
    use_language("es")
    theme().use(colours=colours, scale=scale)
    evening.person("Ana Ruíz")
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "sheets", SheetPlace(meeting.id), size=(width, height))
    page.open_paste()
    assert_well_laid_out(window)
    page.paste_panel.names.editor.setPlainText("Ana Ruíz\nBo Li, bo@example.org")
    page.paste_panel.make.click()
    evening.let_go()
    assert_well_laid_out(window)
