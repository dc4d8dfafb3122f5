"""A chapter of one day: nobody but its lead, no meeting.  Each page says what is next, and keys get there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from chapter_desk.core.national.pack import sample_pack_folder
from chapter_desk.core.safekeeping.founding import ChapterDraft, found_chapter
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.kdf import Cost
from tests.gui.geometry import geometry_problems
from tests.gui.opened import PASSPHRASE
from tests.gui.screens import CTRL, KeptSample, Ticking


@pytest.fixture
def visit(qtbot, tasks, tmp_path, home):
    folder = tmp_path / "Norfolk.chapter"
    draft = ChapterDraft("Our Revolution Norfolk", "23510", "Denise Whitfield")
    founded = found_chapter(
        folder, draft, PASSPHRASE, sample_pack_folder(), Ticking(), install_id=install_id(), cost=Cost(8, 1)
    )
    there = tmp_path / "opened"
    there.mkdir()
    return KeptSample(folder, founded.data_key).opened(qtbot, tasks, there)


def in_page(visit) -> bool:
    """Whether what has the focus is on the page, and seen."""
    here = visit.window.focusWidget()
    return here is not None and here.isVisible() and visit.page.isAncestorOf(here)


def test_on_every_page_the_focus_is_seen_and_comes_back_from_the_help(visit):
    lost = {}
    for key in (*visit.keys(), *visit.keys()):  # the second time the page is there already
        visit.go(key)
        entered = in_page(visit)
        visit.press(Qt.Key.Key_F1)
        visit.press(Qt.Key.Key_Escape)
        if not (entered and in_page(visit)):
            here = visit.window.focusWidget()
            lost[key] = (entered, type(here).__name__, here is not None and here.isVisible())
        assert geometry_problems(visit.window) == [], key
    assert lost == {}


@pytest.mark.parametrize("key", ["expected", "cash-box", "sheets"])
def test_what_belongs_to_a_meeting_leads_to_planning_one(visit, key):
    page = visit.go(key)
    said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "No meetings yet" in said and any("Plan one first." in words for words in said)
    visit.press(Qt.Key.Key_Return, CTRL)
    assert visit.page is not page and visit.page.new_panel.isVisible()
    assert visit.page.new_panel.isAncestorOf(visit.window.focusWidget())
