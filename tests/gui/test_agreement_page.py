"""The agreement's page through its widgets, on a real chapter."""

import subprocess
import sys
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.gui.planned import CTRL, Planned

Key = Qt.Key


@pytest.fixture
def desk(qtbot, tmp_path, tasks):
    desk = Planned(qtbot, tmp_path / "Norfolk.chapter", tasks)
    yield desk
    desk.close()


@pytest.fixture
def page(desk):
    return desk.show("agreement")


@pytest.fixture
def ready(desk):
    """The page of a chapter that has all that is asked for, the call noted."""
    desk.make_ready()
    return desk.show("agreement")


def typed(desk, field, text):
    """Type a text in the place of another, as a person does."""
    field.setFocus()
    field.editor.selectAll()
    desk.type(text)


def test_the_fields_are_filled_from_the_chapter(page):
    facts = page.facts
    assert facts.name.text() == "Our Revolution Norfolk"
    assert facts.contact.name() == "Denise Whitfield"
    assert facts.area.text() == "23517"
    assert "(757) 555-0100 · denise@example.org" in facts.contact.editor.accessibleDescription()
    assert facts.count.text() == "Count on the paper: 1 person, no names"


def test_the_focus_starts_at_the_first_check_that_fails(desk, page):
    button = desk.window.focusWidget()
    assert button is page.checks.gates.buttons["enough-people"]
    button.click()
    assert desk.view.key == "members"


def test_the_focus_starts_at_the_contact_when_nothing_is_missing(desk, ready):
    assert desk.window.focusWidget() is ready.facts.contact.editor


def test_each_check_leads_to_where_it_is_put_right(desk, page):
    page.checks.gates.buttons["local-plan"].click()
    assert desk.view.key == "plan"
    desk.view.back()
    desk.go_on()
    page.checks.gates.buttons["organizing-call"].click()
    assert desk.window.focusWidget() is page.steps.day.editor
    desk.app.chapter.edit({"contact_id": None})
    desk.go_on()
    page.checks.gates.buttons["point-of-contact"].click()
    assert desk.window.focusWidget() is page.facts.contact.editor


def test_a_check_that_was_met_opens_again_when_its_reason_goes(desk, ready):
    assert "enough-people" not in ready.checks.gates.buttons and ready.preview.save.isEnabled()
    lead = desk.app.chapter.card().contact_id
    desk.app.records.archive(lead)
    desk.go_on()
    assert "enough-people" in ready.checks.gates.buttons
    assert not ready.preview.save.isEnabled() and "enough people" in ready.preview.waits.text()


def test_the_name_is_saved_as_it_is_left_and_an_empty_one_is_not(desk, page):
    typed(desk, page.facts.name, "Norfolk Tomorrow")
    page.facts.attendee.setFocus()
    desk.go_on()
    assert desk.app.chapter.card().name == "Norfolk Tomorrow"
    page.facts.name.setFocus()
    page.facts.name.editor.selectAll()
    QTest.keyClick(desk.window.focusWidget(), Key.Key_Delete)
    page.facts.attendee.setFocus()
    desk.go_on()
    assert page.facts.name.problem() == "The chapter needs a name."
    assert desk.app.chapter.card().name == "Norfolk Tomorrow"


def test_the_contact_is_chosen_among_the_people(desk, page):
    rosa = desk.person("Rosa Delgado", phone_numbers=["757-555-0141"])
    desk.go_on()
    typed(desk, page.facts.contact, "ros")
    desk.press(Key.Key_Return)
    assert desk.app.chapter.card().contact_id == rosa
    assert "(757) 555-0141" in page.facts.contact.editor.accessibleDescription()
    page.facts.see_contact.click()
    assert desk.went[-1] == rosa


def test_the_area_takes_zips_and_says_which_one_is_none(desk, page):
    typed(desk, page.facts.area, "23517 23508, 23510")
    page.facts.name.setFocus()
    desk.go_on()
    assert desk.app.chapter.card().zips == ("23508", "23510", "23517")
    typed(desk, page.facts.area, "23517, 2350O")
    page.facts.name.setFocus()
    desk.go_on()
    assert "2350O" in page.facts.area.problem()
    assert desk.app.chapter.card().zips == ("23508", "23510", "23517")


def test_the_chapters_own_zip_stays_in_its_area_and_a_zip_put_back_is_there_once(desk, page):
    set_zips = desk.app.chapter.set_zips
    assert set_zips(["23508"]) == ("23508", "23517")
    assert set_zips([]) == ("23517",)
    assert set_zips(["23508"]) == ("23508", "23517") == desk.app.chapter.card().zips


def test_what_is_half_typed_is_kept_when_the_page_is_left(desk, page):
    typed(desk, page.facts.attendee, "Tyrone and Denise")
    desk.view.go("plan")
    desk.go_on()
    assert desk.app.agreements.agreement().call_attendee == "Tyrone and Denise"


def test_the_paper_follows_what_is_typed_after_a_pause_and_before_it_is_saved(desk, page):
    assert "Our Revolution Norfolk" in page.preview.paper.words()
    page.facts.name.setFocus()
    QTest.keyClick(page.facts.name.editor, Key.Key_End)
    desk.type(" Tide")
    assert page.follow.isActive() and page.follow.interval() == 400
    assert desk.tasks.held == 0  # nothing is drawn with each letter
    page.follow.timeout.emit()
    desk.go_on()
    assert "Our Revolution Norfolk Tide" in page.preview.paper.words()
    assert desk.app.chapter.card().name == "Our Revolution Norfolk"


def test_a_paper_that_is_no_longer_wanted_is_not_drawn(desk, page):
    drawn = []
    show = page.preview.show_paper
    page.preview.show_paper = lambda document: (drawn.append(document), show(document))
    page._drawn = None
    for letter in "ab":
        page.facts.name.setFocus()
        desk.type(letter)
        page.follow.timeout.emit()
    desk.go_on()
    assert len(drawn) == 1


def test_the_same_paper_is_not_drawn_twice(desk, page):
    desk.app.agreements.tick("name-clear")
    desk.tasks.let_go()
    assert desk.tasks.held == 0


def test_the_paper_is_in_the_language_that_was_chosen(desk, page):
    page.facts.language.chosen.emit("es")
    desk.go_on()
    assert desk.app.agreements.agreement().language == "es"
    assert "Memorando" in page.preview.paper.words()


def test_filled_in_words_are_tinted_where_they_stand(desk, page):
    paper = page.preview.paper
    page_rect = paper._page_rect(0)
    rects = paper.tinted()
    assert rects and all(rect.left() > page_rect.left() for rect in rects)
    image = paper.viewport().grab().toImage()
    first = rects[0].toRect()
    tint = theme_tint()
    across = range(first.left() + 1, first.right() - 1)
    seen = {image.pixelColor(x, first.top() + 1).name() for x in across}
    assert tint in seen, seen


def theme_tint():
    from chapter_desk.gui.shell.theme import tokens

    return tokens()["colour"]["accent-tint"]["light"].lower()


def test_a_larger_paper_keeps_its_tints_on_the_words(desk, page):
    paper = page.preview.paper
    before = paper.tinted()[0].width()
    page.preview.larger.click()
    assert paper.tinted()[0].width() > before
    paper.step_size(0)
    assert paper.tinted()[0].width() == before


def test_pages_are_turned_by_key_and_button_and_said(desk, page):
    paper = page.preview.paper
    paper.setFocus()
    desk.press(Key.Key_PageDown)
    assert paper.accessibleName() == f"Preview, page 2 of {paper.pages()}"
    desk.press(Key.Key_PageUp)
    assert "page 1" in paper.accessibleName()
    page.preview.next.click()
    assert "page 2" in paper.accessibleName()


def test_the_call_is_noted_with_its_day_and_the_day_is_corrected(desk, page):
    assert page.steps.day.text() == "Nov 12, 2026"
    typed(desk, page.steps.day, "11/4")
    page.steps.note.click()
    desk.go_on()
    assert desk.app.agreements.agreement().days["called"] == date(2026, 11, 4)
    assert "Send" in page.steps.steps.accessibleName()
    page.steps.steps.opened.emit(1)
    assert page.steps.day.day() == date(2026, 11, 4)
    assert page.steps.note.words() == "Correct the day"
    typed(desk, page.steps.day, "yesterday")
    desk.press(Key.Key_Return)
    assert desk.app.agreements.agreement().days["called"] == date(2026, 11, 11)


def test_the_call_asked_for_before_the_page_is_read_is_asked_about_when_it_is(desk, tasks, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(desk, "go_on", settle)
        page = desk.show("agreement")
        (call,) = [command for command in page.commands() if command.name == "agreement.call"]
        call.run()
        QTest.keyClick(desk.window.focusWidget() or desk.window, Key.Key_Return)
        tasks.let_go_all()
    assert desk.window.focusWidget() is page.steps.day.editor
    desk.press(Key.Key_Return)
    assert "called" in desk.app.agreements.agreement().days


def test_after_the_call_the_focus_is_at_what_is_missing(desk, page):
    page.steps.note.setFocus()
    desk.press(Key.Key_Space)
    assert not page.steps.note.isEnabled()
    assert desk.window.focusWidget() is page.checks.gates.buttons["enough-people"]
    desk.press(Key.Key_Z, CTRL)
    assert "called" not in desk.app.agreements.agreement().days


def test_after_the_call_the_focus_is_at_the_paper_when_nothing_is_missing(desk):
    desk.people(9)
    desk.plan()
    page = desk.show("agreement")
    desk.press(Key.Key_Return)  # the one open check: the call
    desk.press(Key.Key_Return)  # its day
    assert desk.app.agreements.agreement().status == "called"
    assert desk.window.focusWidget() is page.preview.save


def test_enter_twice_takes_one_step(desk, ready):
    ready.steps.ask_for("sent")
    desk.press(Key.Key_Return)
    assert desk.window.focusWidget() is ready.steps.steps
    desk.press(Key.Key_Return)
    assert desk.app.agreements.agreement().status == "sent"
    assert desk.window.focusWidget() is ready.steps.day.editor
    desk.press(Key.Key_Return)
    assert desk.app.agreements.agreement().status == "signed"


def test_after_a_step_is_taken_back_the_focus_is_at_the_steps(desk, ready):
    ready.steps.steps.opened.emit(1)
    ready.steps.back.setFocus()
    desk.press(Key.Key_Space)
    assert desk.app.agreements.agreement().status == "drafted"
    assert desk.window.focusWidget() is ready.steps.steps


def test_in_a_narrow_window_the_focus_after_the_call_is_in_sight(desk):
    desk.people(9)
    desk.plan()
    page = desk.show("agreement", (1024, 640))
    page.steps.ask_for("called")
    desk.press(Key.Key_Return)
    assert desk.window.focusWidget() is page.steps.steps and page.steps.steps.isVisible()


def test_a_day_still_to_come_is_refused_in_three_sentences(desk, page):
    typed(desk, page.steps.day, "Nov 30, 2026")
    page.steps.note.click()
    desk.go_on()
    assert desk.notice().startswith("That day is still to come. The agreement is as it was.")
    assert "called" not in desk.app.agreements.agreement().days


def test_a_day_that_is_none_notes_nothing(desk, page):
    typed(desk, page.steps.day, "Nov 31")
    page.steps.note.click()
    desk.go_on()
    assert page.steps.day.problem() == "That month has no day 31"
    assert "called" not in desk.app.agreements.agreement().days


def test_it_cannot_be_sent_before_it_is_ready_and_says_what_is_missing(desk, page):
    desk.app.agreements.set_status("called", date(2026, 11, 10))
    desk.go_on()
    assert page.steps.note.words() == "Mark as sent" and not page.steps.note.isEnabled()
    assert page.steps.line.text() == "Waits for: enough people, the plan."
    assert page.steps.note.toolTip() == page.steps.line.text()
    page.steps._note()
    desk.go_on()
    assert "sent" not in desk.app.agreements.agreement().days


def test_it_goes_from_called_to_signed_and_back(desk, ready):
    assert ready.steps.note.isEnabled()
    ready.steps.note.click()
    desk.go_on()
    assert desk.notice() == "Marked as sent."
    ready.steps.note.click()
    desk.go_on()
    assert desk.app.agreements.agreement().status == "signed"
    ready.steps.steps.opened.emit(2)
    assert ready.steps.back.isVisible()
    ready.steps.back.click()
    desk.go_on()
    assert desk.app.agreements.agreement().status == "called"
    desk.view.frame.notices.notice.buttons[0].click()
    desk.go_on()
    assert desk.app.agreements.agreement().status == "signed"


def test_a_tick_is_kept_and_undone(desk, page):
    page.checks.ticks["platform-aligned"].box.click()
    desk.go_on()
    assert next(g for g in desk.app.agreements.agreement().checks if g.id == "platform-aligned").met
    page.facts.see_contact.setFocus()
    desk.press(Key.Key_Z, CTRL)
    assert not page.checks.ticks["platform-aligned"].box.isChecked()
    assert desk.notice() == "Taken back: a tick on the agreement."


def test_the_whole_line_of_a_tick_is_the_target(desk, page):
    row = page.checks.ticks["name-clear"]
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, row.rect().center())
    desk.go_on()
    assert row.box.isChecked()


def test_the_paper_for_signing_is_written_only_when_nothing_is_missing(desk, page, tmp_path):
    desk.saved_to = tmp_path / "mou.pdf"
    page.save(True)
    desk.go_on()
    assert not desk.saved_to.exists()
    page.preview.draft.click()
    desk.go_on()
    assert desk.saved_to.read_bytes().startswith(b"%PDF")
    assert desk.proposed == "Our Revolution Norfolk agreement draft.pdf"


def test_the_paper_for_signing_is_saved(desk, ready, tmp_path):
    desk.saved_to = tmp_path / "mou.pdf"
    desk.press(Key.Key_Return, CTRL)  # the page's primary button
    assert desk.saved_to.read_bytes() == desk.app.agreements.document().pdf
    assert "mou.pdf" in desk.notice()


def test_a_disk_that_takes_nothing_is_explained(desk, ready, tmp_path):
    desk.saved_to = tmp_path / "no-such-folder" / "mou.pdf"
    ready.save(True)
    desk.go_on()
    assert desk.notice().startswith("Not saved")


def test_in_a_narrow_window_the_paper_is_a_tab(desk, page):
    desk.window.resize(1024, 640)
    desk.go_on()
    assert page.tabs.isVisible() and page.facts.isVisible() and not page.preview.isVisible()
    page.tabs.setCurrentIndex(1)
    assert page.preview.isVisible() and not page.facts.isVisible() and page.steps.isVisible()
    desk.window.resize(1366, 738)
    desk.go_on()
    assert page.preview.isVisible() and page.facts.isVisible() and not page.tabs.isVisible()


def test_names_are_never_read_as_markup(desk):
    evil = "<b>Ana</b> <img src=x> & /sn1/"
    desk.app.chapter.edit({"contact_id": desk.person(evil), "name": evil})
    desk.show("agreement")
    assert rich_labels(desk.window) == []


def test_everything_on_the_page_has_a_name(desk, page):
    assert nameless(desk.window) == []
    desk.window.resize(1024, 640)
    settle()
    assert nameless(desk.window) == []


def test_qtpdf_is_loaded_with_the_first_paper_not_with_the_page():
    code = (
        "import sys, chapter_desk.gui.agreements.agreement_page;"
        "sys.exit(any(name.startswith('PySide6.QtPdf') or name == 'reportlab' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("stage", ["draft", "ready"])
def test_nothing_is_cut_and_nothing_overlaps(desk, stage):
    if stage == "ready":
        desk.make_ready()
    for spoken in ("en", "es"):
        use_language(spoken)
        desk.show("agreement")
        for width, height, colours, scale in ROOMS:
            if (colours == "dark") != (scale > 1):
                continue  # colours change no size
            theme().use(colours=colours, scale=scale)
            desk.window.resize(width, height)
            desk.go_on()
            for tab in (0, 1):
                desk.view.page.tabs.setCurrentIndex(tab)
                desk.go_on()
                assert_well_laid_out(desk.window)
        theme().use(colours="light", scale=1.0)


def test_with_help_beside_it_the_paper_never_lies_over_the_fields(desk, page):
    desk.window.resize(1366, 738)
    desk.press(Key.Key_F1)
    desk.go_on()
    assert page.tabs.isVisible() and not page.preview.isVisible()
    assert_well_laid_out(desk.window)
    desk.press(Key.Key_Escape)
    desk.go_on()
    assert page.preview.isVisible() and page.facts.isVisible()
