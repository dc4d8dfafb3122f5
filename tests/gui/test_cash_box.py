"""The cash box through the window, by mouse and keyboard: gifts, limits, coins, what is asked, the count."""

import io
from zoneinfo import ZoneInfo

import pypdf
import pytest
from PySide6.QtCore import Qt

from chapter_desk.core.fundraising.box_lines import ANONYMOUS, EVENT_LINE, SET_ASIDE, Totals
from chapter_desk.core.fundraising.money_counts import CountDraft
from chapter_desk.core.fundraising.rules import CASH_BOX
from chapter_desk.gui.exchange.words import field_words, value_words
from chapter_desk.gui.fundraising.box_card import TO_ASK
from chapter_desk.gui.fundraising.cash_box_now import CashBoxPlace, method_words
from chapter_desk.gui.fundraising.gift_panel import BOTH, COINS, FIRST, NO_NAME
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from tests.gui.accessibility import nameless
from tests.gui.evening import CTRL, hit, shown, told, type_text
from tests.gui.geometry import ROOMS, assert_well_laid_out, filled_buttons, settle


@pytest.fixture
def evening(evening, tmp_path):
    evening.save_to = tmp_path / "count.pdf"
    return evening


@pytest.fixture
def box(qtbot, evening):
    """A meeting whose chapter has chosen the cash box: (window, page)."""
    evening.denise = evening.app.chapter.card().lead_id or evening.person("Denise Whitfield")
    evening.app.money_rule.choose(CASH_BOX, evening.denise, "The room costs forty dollars")
    evening.ana, evening.bo = evening.person("Ana Ruiz"), evening.person("Bo Diaz")
    evening.held = evening.meeting()
    return shown(qtbot, evening, "cash-box", CashBoxPlace(evening.held.id))


def lines(page):
    return [(line.kind, line.amount_cents, line.method, line.name) for line in page._now.box.lines]


def choose(evening, window, picker, name):
    """Type a name in a picker and take the first match."""
    picker.setFocus()
    picker.editor.selectAll()
    type_text(window, name)
    hit(evening, window, Qt.Key.Key_Return)


def test_without_a_rule_that_takes_money_the_page_says_whom_to_ask(qtbot, evening):
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "cash-box", CashBoxPlace(meeting.id))
    assert page._stack.currentWidget() is page.closed
    words = page.closed_words._line.text()
    assert "In Virginia, ask first: Department of Elections." in words
    assert "It is not the secretary of state." in words and "no legal advice" in words
    assert window.focusWidget() is page.rules and filled_buttons(window) == [page.rules]
    hit(evening, window, Qt.Key.Key_N, CTRL)
    assert not page.gift_panel.isVisible()


def test_without_a_meeting_there_is_no_box(qtbot, evening):
    _window, page = shown(qtbot, evening, "cash-box")
    assert page._stack.currentWidget() is page.nothing


def test_a_gift_by_keyboard_makes_a_member_and_ctrl_z_takes_it_back(evening, box):
    window, page = box
    assert page._stack.currentWidget() is page.empty and window.focusWidget() is page.first
    hit(evening, window, Qt.Key.Key_N, CTRL)
    assert page.gift_panel.ways.isHidden()  # nothing is over a limit yet
    type_text(window, "27.50")
    hit(evening, window, Qt.Key.Key_Return)
    type_text(window, "ana r")
    hit(evening, window, Qt.Key.Key_Return)
    hit(evening, window, Qt.Key.Key_Return, CTRL)
    assert lines(page) == [("", 2750, "cash", "Ana Ruiz")]
    assert evening.app.standings.of(evening.ana).member
    assert "$27.50 is written down" in told(window) and "Gifts $27.50" in page.box.sums.text()
    assert page.gift_panel.amount.text() == "" and window.focusWidget() is page.gift_panel.amount.editor
    hit(evening, window, Qt.Key.Key_Escape)
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert lines(page) == [] and not evening.app.standings.of(evening.ana).member


def test_fifty_without_a_name_is_allowed_and_a_cent_more_is_not(evening, box):
    window, page = box
    page.first.click()
    evening.let_go()
    panel = page.gift_panel
    panel.whose.choose(NO_NAME)
    panel.whose.chosen.emit(NO_NAME)
    panel.amount.set_text("50")
    assert panel.limit is None and panel.keep.isEnabled()
    panel.amount.set_text("50.01")
    assert panel.limit is not None and not panel.keep.isEnabled() and not panel.ways.isHidden()
    assert panel.name_it.isVisible() and not panel.by_check.isVisible()
    panel.name_it.click()
    assert window.focusWidget() is panel.person.editor and panel.limit is None
    panel.whose.choose(NO_NAME)
    panel._judge()
    panel.amount.set_text("60")
    assert panel.aside.words() == "Keep $50, set $10 aside"
    panel.aside.click()
    evening.let_go()
    assert lines(page) == [(ANONYMOUS, 5000, "cash", ""), (SET_ASIDE, 1000, "cash", "")]
    assert told(window).startswith("$60 is written down") and "$10 of it is set aside" in told(window)
    assert "$10 set aside" in page.box.aside.text() and "$50 written" in page.box.sums.text()


@pytest.mark.parametrize("typed", ["ten", "-5", "0", ""])
def test_what_is_no_amount_is_said_at_once_and_enter_does_not_go_on(evening, box, typed):
    window, page = box
    hit(evening, window, Qt.Key.Key_N, CTRL)
    type_text(window, typed)
    hit(evening, window, Qt.Key.Key_Return)
    panel = page.gift_panel
    assert panel.amount.problem() == "Type an amount, such as $10."
    assert window.focusWidget() is panel.amount.editor
    type_text(window, "1")
    assert panel.amount.problem() == ""


def test_a_check_is_a_cheque_in_spanish(evening, box):
    use_language("es")
    assert method_words("check") == "Cheque"


def test_cash_over_a_hundred_of_one_person_offers_a_check(evening, box):
    window, page = box
    evening.app.cash_boxes.keep(evening.held.id, *_gift(6000, evening.ana))
    evening.let_go()
    page.open_gift()
    panel = page.gift_panel
    panel.amount.set_text("$50")
    choose(evening, window, panel.person, "ana r")
    assert panel.limit is not None and panel.aside.words() == "Keep $40, set $10 aside"
    assert panel.by_check.isVisible() and not panel.name_it.isVisible()
    panel.by_check.click()
    assert panel.limit is None and panel.keep.isEnabled()
    panel.keep.click()
    evening.let_go()
    assert lines(page)[1] == ("", 5000, "check", "Ana Ruiz")


def _gift(cents, person, method="cash"):
    from chapter_desk.core.fundraising.cash_box import BoxGift

    return (BoxGift(cents, method, person),)


def test_one_check_of_a_couple_asks_whose_gift_it_is(evening, box):
    window, page = box
    page.open_gift()
    panel = page.gift_panel
    panel.amount.set_text("300.01")
    choose(evening, window, panel.person, "ana r")
    panel.method.choose("check")
    panel._judge()
    assert panel.joint.isVisible() and not panel.other.isVisible()
    panel.joint.click()
    choose(evening, window, panel.other, "bo d")
    panel.keep.click()
    evening.let_go()
    assert lines(page) == [] and "never split by itself" in panel.whose_check.problem()
    combo = panel.whose_check.editor
    assert [combo.itemText(n) for n in range(combo.count())][1:] == [
        "Ana Ruiz", "Bo Diaz", "Half each: $150.01 and $150",
    ]  # fmt: skip
    combo.setCurrentIndex(combo.findData(BOTH))
    panel.keep.click()
    evening.let_go()
    assert lines(page) == [("", 15001, "check", "Ana Ruiz"), ("", 15000, "check", "Bo Diaz")]
    page.open_gift()
    assert panel.whose_check.editor.currentData() == "" and not panel.joint.isChecked()
    panel.amount.set_text("20")
    choose(evening, window, panel.person, "ana r")
    panel.method.choose("check")
    panel.joint.setChecked(True)
    choose(evening, window, panel.other, "bo d")
    combo.setCurrentIndex(combo.findData(FIRST))
    hit(evening, window, Qt.Key.Key_Return, CTRL)
    assert lines(page)[2] == ("", 2000, "check", "Ana Ruiz")


def test_coins_are_added_to_one_line_and_corrected(evening, box):
    window, page = box
    for amount in ("61.50", "$3"):
        page.open_gift()
        page.gift_panel.whose.choose(COINS)
        page.gift_panel._judge()
        page.gift_panel.amount.set_text(amount)
        page.gift_panel.amount.setFocus()
        hit(evening, window, Qt.Key.Key_Return)
    assert lines(page) == [(EVENT_LINE, 6450, "cash", "")]
    page.gift_panel.closed.emit()
    page.box.table.setFocus()
    hit(evening, window, Qt.Key.Key_Return)
    panel = page.gift_panel
    assert panel.line is not None and panel.amount.text() == "$64.50" and not panel.whose.isEnabled()
    panel.amount.set_text("64")
    panel.keep.click()
    evening.let_go()
    assert lines(page) == [(EVENT_LINE, 6400, "cash", "")] and not panel.isVisible()


def test_what_is_missing_waits_on_a_list_and_leaves_it_when_it_is_told(evening, box):
    window, page = box
    evening.app.cash_boxes.keep(evening.held.id, *_gift(6000, evening.ana))
    evening.app.cash_boxes.keep(evening.held.id, *_gift(1000, evening.bo))
    evening.let_go()
    page.box.which.choose(TO_ASK)
    page.box._fill()
    (line,) = page.box.table.rows_model()._rows
    assert line.name == "Ana Ruiz" and line.missing == ("address",)
    page.box.table.choose_first()
    page.box.table.setFocus()
    hit(evening, window, Qt.Key.Key_Return)
    assert window.focusWidget() is page.gift_panel.address.editor
    type_text(window, "1420 Lantern St, Norfolk")
    hit(evening, window, Qt.Key.Key_Return, CTRL)
    assert page._now.box.still_to_ask == () and page.box.none.isVisible()


def test_somebody_who_is_not_on_the_list_is_put_on_file(evening, box):
    window, page = box
    page.open_gift()
    panel = page.gift_panel
    type_text(window, "5")
    panel.person.setFocus()
    type_text(window, "Zed Newman")
    panel.keep.click()
    assert "Choose who gave it" in panel.person.problem()
    panel.add.click()
    evening.let_go()
    panel.keep.click()
    evening.let_go()
    assert lines(page) == [("", 500, "cash", "Zed Newman")]


@pytest.mark.parametrize("typed", ["", "0", "-5", "five"])
def test_what_is_no_amount_is_said_at_the_field(evening, box, typed):
    _window, page = box
    page.open_gift()
    page.gift_panel.amount.set_text(typed)
    page.gift_panel.keep.click()
    evening.let_go()
    assert "such as $10" in page.gift_panel.amount.problem() and lines(page) == []


def test_delete_takes_a_line_out_and_a_gift_is_given_back_in_part(evening, box):
    window, page = box
    evening.app.cash_boxes.keep(evening.held.id, *_gift(1000, evening.bo))
    evening.app.cash_boxes.keep(evening.held.id, *_gift(4000, evening.ana))
    evening.let_go()
    page.box.table.choose(page._now.box.lines[0].id)
    page.box.table.setFocus()
    hit(evening, window, Qt.Key.Key_Delete)
    assert lines(page) == [("", 4000, "cash", "Ana Ruiz")] and "Recorded as taken back" in told(window)
    page.box.table.choose_first()
    page.box.back.click()
    page.back_panel.amount.set_text("41")
    page.back_panel.give.click()
    assert "at most $40" in page.back_panel.amount.problem()
    page.back_panel.amount.set_text("15")
    hit(evening, window, Qt.Key.Key_Return, CTRL)
    assert page._now.box.written.all == 2500 and "$15 is given back" in told(window)
    page.box.table.choose(next(line.id for line in page._now.box.lines if line.kind))
    assert not page.box.correct.isEnabled() and not page.box.back.isEnabled()


def test_two_people_count_and_the_difference_shows_while_one_types(evening, box):
    window, page = box
    evening.app.cash_boxes.keep(evening.held.id, *_gift(6000, evening.ana))
    evening.app.cash_boxes.add_coins(evening.held.id, 6150)
    evening.let_go()
    hit(evening, window, Qt.Key.Key_E, CTRL)
    panel = page.count_panel
    assert window.focusWidget() is panel.cash.editor and "Dec 3" in panel.by.text()
    type_text(window, "121")
    assert "$0.50 less than written" in panel.difference.text()
    choose(evening, window, panel.first, "ana r")
    choose(evening, window, panel.second, "ana r")
    panel.sign.click()
    evening.let_go()
    assert "second person" in panel.second.problem() and page._now.box.count is None
    choose(evening, window, panel.second, "bo d")
    panel.cash.set_text("121.50")
    assert "the same as written" in panel.difference.text()
    hit(evening, window, Qt.Key.Key_Return, CTRL)
    count = page._now.box.count
    assert (count.counted, count.first_name, count.second_name) == (Totals(12150), "Ana Ruiz", "Bo Diaz")
    assert "Counted by Ana Ruiz, Bo Diaz" in page.box.by.text() and not panel.isVisible()
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert page._now.box.count is None and "Not counted yet" in page.box.difference.text()


@pytest.mark.parametrize(("tongue", "head"), [("en", "Count of the money"), ("es", "Conteo del dinero")])
def test_the_count_sheet_is_printed_for_two_signatures(evening, box, tongue, head):
    _window, page = box
    evening.app.cash_boxes.keep(evening.held.id, *_gift(6000, evening.ana))
    evening.app.cash_boxes.add_coins(evening.held.id, 6150)
    evening.let_go()
    page.open_count()
    page.count_panel.tongue.choose(tongue)
    page.count_panel.paper.click()
    evening.let_go()
    reader = pypdf.PdfReader(io.BytesIO(evening.save_to.read_bytes()))
    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1 and head in text and "$121.50" in text
    assert "Ana" not in text  # who gave is nobody's to read there


def test_a_half_typed_gift_survives_the_lock(evening, box):
    _window, page = box
    page.open_gift()
    page.gift_panel.amount.set_text("12")
    page.gift_panel.whose.choose(NO_NAME)
    kept = page.draft()
    page.gift_panel.done()
    assert page.draft() is None
    page.take_draft(kept)
    assert page.gift_panel.amount.text() == "12" and page.gift_panel.whose.current() == NO_NAME


def test_the_meetings_page_leads_to_the_box(qtbot, evening, box):
    window, _page = box
    window.view.go("meetings", evening.held.id)
    evening.let_go()
    window.view.page.panel.cash.click()
    evening.let_go()
    assert window.view.page.title() == "Cash box" and window.view.page._now.box.meeting.id == evening.held.id
    names = {command.name for command in window.view.page.commands()}
    assert {"cash.new", "cash.count", "cash.paper", "cash.back", "cash.rules"} <= names


@pytest.mark.parametrize("tongue", ["en", "es"])
@pytest.mark.parametrize("what", ["closed", "lines", "gift", "count"])
def test_nothing_is_cut_in_any_room(qtbot, evening, what, tongue):
    use_language(tongue)
    denise = evening.person("Denise Whitfield")
    meeting = evening.meeting()
    if what != "closed":
        evening.app.money_rule.choose(CASH_BOX, denise, "The room")
    if what in ("lines", "gift", "count"):
        evening.app.cash_boxes.keep(meeting.id, *_gift(9000, evening.person("Ana Ruiz")))
        evening.app.cash_boxes.keep(meeting.id, *_gift(6000, None), set_aside=True)
    window, page = shown(qtbot, evening, "cash-box", CashBoxPlace(meeting.id))
    if what == "gift":
        page.open_gift()
        page.gift_panel.whose.choose(NO_NAME)
        page.gift_panel.amount.set_text("60")
    if what == "count":
        page.open_count()
        page.count_panel.cash.set_text("1")
    for width, height, colours, scale in (ROOMS[0], ROOMS[5], ROOMS[7]):
        theme().use(colours=colours, scale=scale)
        window.resize(width, height)
        settle()
        evening.let_go()
        assert_well_laid_out(window)
        assert nameless(window) == []
        assert len(filled_buttons(window)) <= 1


def test_the_history_tells_of_a_rule_and_of_a_count_in_words(qtbot, evening, box):
    _window, _page = box
    app, zone = evening.app, ZoneInfo("America/New_York")
    app.cash_boxes.keep(evening.held.id, *_gift(6000, evening.ana))
    for cents in (5900, 6000):
        app.money_counts.sign_off(evening.held.id, CountDraft(Totals(cents), evening.ana, evening.bo))
    (changed,) = [each for each in _newest(app, "count-money") if each.field == "cash_cents"]
    day = app.chapter.today()
    assert [value_words(value, zone, day, changed.field) for value in (changed.before, changed.after)] == [
        "$59", "$60",
    ]  # fmt: skip
    (changed,) = _newest(app, "money-rule")
    words = value_words(changed.after, zone, day, changed.field)
    assert words == "Cash box: The room costs forty dollars" and field_words(changed.field) == "money rules"


def _newest(app, kind):
    return app.history.details(app.steps.next_undo(kind).id).changes
