"""Cards from the list of members: for somebody, for several, for all members; saved, ended, taken back."""

import subprocess

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chapter_desk.errors import NotSaved
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from tests.gui.accessibility import nameless
from tests.gui.evening import press
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.gui.people import fill, shown_people
from tests.paper import needs_poppler

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def people(evening):
    return fill(evening)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out.pdf"


@pytest.fixture
def members(qtbot, evening, people, out):
    window, page = shown_people(qtbot, evening)
    page.asked_for = []

    def ask(_window, name):
        page.asked_for.append(name)
        return out

    page.cards._saving._ask_where = ask
    return window, page


def codes(pdf, tmp_path):
    command = ["pdftoppm", "-r", "150", "-gray", "-singlefile", str(pdf), "page"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
    return [each.text for each in zxingcpp.read_barcodes(Image.open(tmp_path / "page.pgm"))]


def choose(page, *names):
    page.table.clearSelection()
    for name in names:
        row = next(n for n, each in enumerate(page.model.rows) if each.display_name == name)
        flags = page.table.selectionModel().SelectionFlag
        page.table.selectionModel().select(page.model.index(row, 0), flags.Select | flags.Rows)
    settle()


def click(evening, button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    evening.let_go()


@needs_poppler
def test_a_card_for_somebody_by_mouse_signs_them_in_and_is_ended(members, evening, out, tmp_path):
    _window, page = members
    row = next(each for each in page.model.rows if each.display_name == "Jo Li")
    page.show_person(row.id)
    evening.let_go()
    click(evening, page.panel.card_link)
    panel = page.cards.panel
    assert panel.isVisible() and panel.about.text() == "Jo Li has no card yet."
    assert panel.revoke.isHidden()
    click(evening, panel.make)
    (code,) = codes(out, tmp_path)
    assert evening.app.sign_in_cards.find(code).name == "Jo Li"
    assert page.asked_for == ["Member cards.pdf"]
    assert panel.about.text() == "Jo Li has a card." and not panel.make.isEnabled()
    click(evening, panel.revoke)
    assert evening.app.sign_in_cards.find(code).state == "revoked"
    assert panel.about.text() == "Jo Li has no card yet."
    press(_window, Qt.Key.Key_Z, CTRL)
    evening.let_go()
    assert evening.app.sign_in_cards.find(code).state == "valid"


@needs_poppler
def test_cards_for_several_by_keys_leave_who_has_one_alone(members, evening, out, tmp_path):
    window, page = members
    choose(page, "Jo Li")
    page.cards.ask()
    evening.let_go()
    page.cards.panel.make.click()
    evening.let_go()
    (first,) = codes(out, tmp_path)
    choose(page, "Jo Li", "Ana Peña", "Bill Osei")
    page.chosen.cards.setFocus()
    press(window, Qt.Key.Key_Space)
    evening.let_go()
    panel = page.cards.panel
    assert panel.about.text() == "2 cards will be made. 1 has one already."
    assert window.focusWidget() is panel.make
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert len(codes(out, tmp_path)) == 2
    assert evening.app.sign_in_cards.find(first).state == "valid"
    panel.again.click()
    panel.make.click()
    evening.let_go()
    assert len(codes(out, tmp_path)) == 3
    assert evening.app.sign_in_cards.find(first).state == "revoked"


def test_for_all_members_without_anybody_chosen(members, evening, out):
    _window, page = members
    page.table.clearSelection()
    (command,) = [each for each in page.commands() if each.name == "members.cards"]
    command.run()
    evening.let_go()
    panel = page.cards.panel
    assert panel.whom.isHidden() and panel.about.text() == "3 cards will be made."
    panel.make.click()
    evening.let_go()
    assert out.exists() and len(evening.app.sign_in_cards.holders()) == 3
    assert not panel.make.isEnabled() and panel.revoke.isHidden()


def test_a_label_that_is_not_on_the_sheet_is_told_at_the_field(members, evening, out):
    _window, page = members
    page.cards.ask()
    evening.let_go()
    panel = page.cards.panel
    panel.sheet.start.set_text("11")
    panel.make.click()
    evening.let_go()
    assert panel.sheet.start.problem() == "A number from 1 to 10." and not out.exists()
    panel.sheet.stock.editor.setCurrentIndex(panel.sheet.stock.editor.findData("labels-30"))
    assert panel.sheet.start.problem() == ""


def test_a_card_that_could_not_be_kept_leaves_no_file(members, evening, out, monkeypatch):
    _window, page = members
    page.cards.ask()
    evening.let_go()

    def refuse(_cards):
        raise NotSaved("disk-full")

    monkeypatch.setattr(evening.app.sign_in_cards, "issue", refuse)
    page.cards.panel.make.click()
    evening.let_go()
    assert not out.exists()
    assert evening.app.sign_in_cards.holders() == {}


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
def test_the_panel_fits_every_room(qtbot, evening, people, width, height, colours, scale):
    theme().use(colours=colours, scale=scale)
    window, page = shown_people(qtbot, evening, size=(width, height))
    choose(page, "Jo Li", "Ana Peña")
    assert_well_laid_out(window)
    page.cards.ask()
    evening.let_go()
    assert_well_laid_out(window)
    assert nameless(window) == []


def test_in_spanish_the_panel_fits_too(qtbot, evening, people):
    use_language("es")
    theme().use(colours="light", scale=1.3)
    window, page = shown_people(qtbot, evening, size=(1024, 640))
    choose(page, "Jo Li", "Ana Peña")
    page.cards.ask()
    evening.let_go()
    assert_well_laid_out(window)
