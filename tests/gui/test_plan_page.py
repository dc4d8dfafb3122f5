"""The plan's page through its widgets, on a real chapter."""

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtTest import QTest

from chapter_desk.gui.plan.card_list import MIME
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.gui.planned import ALT, CTRL, Planned

Key = Qt.Key


@pytest.fixture
def desk(qtbot, tmp_path, tasks):
    desk = Planned(qtbot, tmp_path / "Norfolk.chapter", tasks)
    yield desk
    desk.close()


@pytest.fixture
def page(desk):
    desk.plan()
    return desk.show("plan")


def cards(page):
    """Return the cards on the board, a column a list, as a screen reader says them."""
    role = Qt.ItemDataRole.AccessibleTextRole
    return [
        [str(column.cards.cards.index(row, 0).data(role)) for row in range(column.cards.cards.rowCount())]
        for column in page.board.columns.values()
    ]


def titles(page):
    return [[action.title for action in column.cards.cards.actions] for column in page.board.columns.values()]


def on_card(page, desk, title):
    assert page.board.choose(desk.action(title).id, focus=True)


def test_a_chapter_without_a_plan_says_what_a_plan_is_and_offers_one_button(desk):
    page = desk.show("plan")
    assert page.primary() is page.body.first_issue and page.body.first_issue.isVisible()
    assert desk.window.focusWidget() is page.body.first_issue
    assert not page.new_issue.isVisible()


def test_the_board_says_who_does_what_by_when(page):
    assert cards(page) == [
        [
            "Print bus-stop flyers in English and Spanish, Linh Tran, overdue 1 day, not done yet",
            "Collect 200 rider cards, Linh Tran, Nov 30, not done yet",
            "Ride-along with the press, Bill Osei, done Nov 12",
        ],
        [
            "Ask Councilmember Hart, Bill Osei, Saturday, not done yet",
            "Door-knock the 800 block, No owner, Jan 5, 2027, not done yet",
        ],
        [],
    ]


def test_the_first_card_that_is_due_has_the_focus(desk, page):
    column = next(iter(page.board.columns.values()))
    assert desk.window.focusWidget() is column.cards
    assert column.cards.current() == desk.action("Print").id


def test_arrows_go_among_the_cards_and_past_an_issue_without_any(desk, page):
    desk.press(Key.Key_Down)
    assert page.board.current() == desk.action("Collect").id
    desk.press(Key.Key_Right)
    assert page.board.current() == desk.action("Door-knock").id
    desk.press(Key.Key_Right)  # nothing to stand on there
    assert page.board.current() == desk.action("Door-knock").id
    desk.press(Key.Key_Left)
    assert page.board.current() == desk.action("Collect").id


def test_alt_and_arrows_move_the_card_and_the_focus_goes_with_it(desk, page):
    desk.press(Key.Key_Down, ALT)
    assert desk.titles()[0][:2] == ["Collect 200 rider cards", "Print bus-stop flyers in English and Spanish"]
    desk.press(Key.Key_Right, ALT)  # Alt Right is not "forward" here
    assert [len(each) for each in desk.titles()] == [2, 3, 0]
    assert page.board.current() == desk.action("Print").id
    desk.press(Key.Key_Right, ALT)
    desk.press(Key.Key_Up, ALT)  # alone in its issue: it stays
    assert [len(each) for each in desk.titles()] == [2, 2, 1]
    assert titles(page) == desk.titles()


def test_space_marks_done_and_once_more_opens_again(desk, page):
    desk.press(Key.Key_Space)
    assert desk.action("Print").done and "done Nov 12" in cards(page)[0][0]
    desk.press(Key.Key_Space)
    assert not desk.action("Print").done


def test_a_press_on_the_box_marks_done(desk, page):
    column = next(iter(page.board.columns.values())).cards
    box = column.itemDelegate().box_rect(column.visualRect(column.cards.index(1, 0)))
    QTest.mouseClick(
        column.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, box.center()
    )
    desk.go_on()
    assert desk.action("Collect").done


def drop(onto, id, at):
    data = QMimeData()
    data.setData(MIME, id.encode())
    event = QDropEvent(
        QPointF(at), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    onto.dropEvent(event)
    return event


def test_a_card_dropped_between_two_others_stands_there(desk, page):
    rent = list(page.board.columns.values())[1].cards
    second = rent.visualRect(rent.cards.index(1, 0))
    assert drop(rent, desk.action("Collect").id, second.topLeft() + QPoint(10, 4)).isAccepted()
    desk.go_on()
    assert desk.titles()[1] == [
        "Ask Councilmember Hart",
        "Collect 200 rider cards",
        "Door-knock the 800 block",
    ]


def test_a_card_dropped_beside_the_cards_goes_to_the_end(desk, page):
    clinic = list(page.board.columns.values())[2]
    drop(clinic, desk.action("Print").id, QPoint(20, 300))
    desk.go_on()
    assert [len(each) for each in desk.titles()] == [2, 2, 1]


def test_something_else_dropped_is_not_taken(desk, page):
    before = desk.titles()
    column = next(iter(page.board.columns.values())).cards
    data = QMimeData()
    data.setText("Ana")
    left, held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, held)
    column.dropEvent(event)
    desk.go_on()
    assert not event.isAccepted() and desk.titles() == before


def test_actions_are_added_in_place_one_after_the_other(desk, page):
    clinic = list(page.board.columns.values())[2]
    clinic.add.click()
    desk.type("Talk with three nurses")
    desk.press(Key.Key_Return)
    desk.type("Draft a letter")
    desk.press(Key.Key_Escape)  # Esc closes the line, the words are kept
    assert desk.titles()[2] == ["Talk with three nurses", "Draft a letter"]
    assert not clinic.new_title.isVisible()


def test_an_action_half_typed_is_kept_when_the_page_is_left(desk, page):
    next(iter(page.board.columns.values())).add.click()
    desk.type("Call the depot")
    desk.view.go("members")
    desk.go_on()
    assert "Call the depot" in desk.titles()[0]


def test_e_opens_the_card_and_each_field_is_saved_as_it_is_left(desk, page):
    desk.press(Key.Key_E)
    panel = page.action_panel
    assert desk.window.focusWidget() is panel.title.editor
    panel.title.set_text("Print 400 flyers")
    panel.due.setFocus()
    desk.go_on()
    assert desk.action("Print 400 flyers").due_on == date(2026, 11, 11)
    panel.due.set_text("dec 1")
    panel.where.setFocus()
    panel.where.set_text("Library")
    panel.details.setFocus()
    panel.details.editor.setPlainText("Ask Ana first.")
    desk.press(Key.Key_Escape)
    action = desk.action("Print 400 flyers")
    assert (action.due_on, action.place, action.details) == (date(2026, 12, 1), "Library", "Ask Ana first.")
    assert page.action_panel is None
    assert page.board.current() == action.id


def test_an_action_cannot_lose_its_title(desk, page):
    desk.press(Key.Key_E)
    page.action_panel.title.set_text("  ")
    page.action_panel.owner.setFocus()
    desk.go_on()
    assert page.action_panel.title.problem()
    desk.press(Key.Key_Escape)
    assert desk.action("Print bus-stop flyers")


def test_a_day_that_is_none_is_said_below_the_field(desk, page):
    desk.press(Key.Key_E)
    page.action_panel.due.setFocus()
    page.action_panel.due.editor.selectAll()
    desk.type("13/25/24")
    page.action_panel.where.setFocus()
    desk.go_on()
    assert page.action_panel.due.problem() == "No month 13"
    assert desk.action("Print").due_on == date(2026, 11, 11)


def test_o_chooses_the_owner_by_part_of_a_name(desk, page):
    on_card(page, desk, "Door-knock")
    desk.press(Key.Key_O)
    picker = page.action_panel.owner
    assert desk.window.focusWidget() is picker.editor
    desk.type("bil")
    assert [match.name for match in picker.matches.matches()] == ["Bill Osei"]
    desk.press(Key.Key_Return)
    assert desk.action("Door-knock").owner_name == "Bill Osei"
    desk.press(Key.Key_Escape)
    assert page.action_panel is None
    assert "Bill Osei" in cards(page)[1][1]


def test_an_owner_is_taken_away_by_emptying_the_field_and_nobody_is_chosen_by_half_a_name(desk, page):
    desk.press(Key.Key_O)
    picker = page.action_panel.owner
    desk.type("li")
    page.action_panel.where.setFocus()
    desk.go_on()
    assert picker.problem() and desk.action("Print").owner_name == "Linh Tran"
    picker.setFocus()
    desk.press(Key.Key_Escape)
    assert picker.text() == "Linh Tran" and page.action_panel is not None
    picker.editor.clear()
    page.action_panel.where.setFocus()
    desk.go_on()
    assert desk.action("Print").owner_id is None


def test_an_action_moves_to_another_issue_from_its_panel(desk, page):
    desk.press(Key.Key_E)
    box = page.action_panel.issue.editor
    box.setCurrentIndex(2)
    box.activated.emit(2)
    desk.go_on()
    assert desk.titles()[2] == ["Print bus-stop flyers in English and Spanish"]


def test_a_removed_action_comes_back_with_the_undo_of_the_notice(desk, page):
    desk.press(Key.Key_Delete)
    assert len(desk.titles()[0]) == 2 and "out of the plan" in desk.notice()
    assert page.board.current() == desk.action("Collect").id
    desk.view.frame.notices.notice.buttons[0].click()
    desk.go_on()
    assert len(desk.titles()[0]) == 3 and titles(page) == desk.titles()
    assert desk.notice() == "Taken back: removing Print bus-stop flyers in English and Spanish."


def test_ctrl_z_takes_the_last_act_back_in_its_words_and_ctrl_shift_z_puts_it_back(desk, page):
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Z, CTRL)
    assert not desk.action("Print").done and "Taken back: marking Print bus-stop" in desk.notice()
    desk.press(Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert desk.action("Print").done


def test_ctrl_n_adds_an_issue_as_its_title_is_left(desk, page):
    desk.press(Key.Key_N, CTRL)
    panel = page.issue_panel
    panel.priority.editor.setCurrentIndex(panel.priority.editor.findData("living-wage"))
    desk.type("Minimum wage at the port")
    desk.press(Key.Key_Return)
    issue = desk.app.planning.issues()[-1]
    assert (issue.title, issue.priority_id) == ("Minimum wage at the port", "living-wage")
    assert page.issue_panel is panel and panel.id == issue.id
    panel.story.setFocus()
    panel.story.editor.setPlainText("Eleven people asked for it.")
    desk.press(Key.Key_Escape)
    assert desk.app.planning.issues()[-1].story == "Eleven people asked for it."
    assert len(desk.app.planning.issues()) == 4


def test_ctrl_n_before_the_plan_is_read_opens_the_panel_when_it_is(desk, tasks, monkeypatch):
    monkeypatch.setattr(desk, "go_on", settle)
    page = desk.show("plan")
    QTest.keyClick(desk.window.focusWidget() or desk.window, Key.Key_N, CTRL)
    assert page.issue_panel is None
    tasks.let_go_all()
    assert page.issue_panel.title.editor.hasFocus()


def test_a_priority_chosen_while_the_issue_is_being_added_is_kept(desk, page, tasks):
    desk.press(Key.Key_N, CTRL)
    panel = page.issue_panel
    panel.title.set_text("Minimum wage at the port")
    QTest.keyClick(panel.title.editor, Key.Key_Return)  # the work of adding it waits
    panel.priority.editor.setCurrentIndex(panel.priority.editor.findData("living-wage"))
    panel.priority.editor.activated.emit(panel.priority.editor.currentIndex())
    desk.go_on()
    assert desk.app.planning.issues()[-1].priority_id == "living-wage"


def test_the_primary_key_adds_the_issue_that_was_typed_and_keeps_its_panel(desk, page):
    desk.press(Key.Key_N, CTRL)
    panel = page.issue_panel
    desk.type("Minimum wage at the port")
    desk.press(Key.Key_Return, CTRL)
    assert desk.app.planning.issues()[-1].title == "Minimum wage at the port"
    assert page.issue_panel is panel and panel.id is not None
    desk.press(Key.Key_Return, CTRL)
    assert page.issue_panel is not panel and len(desk.app.planning.issues()) == 4


def test_an_issue_given_up_before_it_has_a_title_leaves_nothing(desk, page):
    desk.press(Key.Key_N, CTRL)
    desk.press(Key.Key_Escape)
    assert len(desk.app.planning.issues()) == 3 and page.issue_panel is None


def test_a_removed_issue_takes_its_actions_and_comes_back_whole(desk, page):
    page.open_issue(str(desk.app.planning.issues()[0].id))
    page.issue_panel.remove.click()
    desk.go_on()
    assert len(desk.app.planning.issues()) == 2 and "3 actions went with it." in desk.notice()
    desk.press(Key.Key_Z, CTRL)
    assert [len(each) for each in desk.titles()] == [3, 2, 0]


def test_the_gaps_name_every_priority_and_filter_the_board(desk, page):
    rows = page.gaps.rows
    assert len(rows) == len(desk.app.pack.priorities)
    assert rows["climate"].accessibleName() == "Combating Climate Change, 1 of 3 done"
    assert rows["living-wage"].accessibleName() == "A Living Wage, nothing planned yet"
    rows["climate"].click()
    assert len(titles(page)) == 1 and page.body.chip.isVisible()
    desk.press(Key.Key_Escape)
    assert len(titles(page)) == 3 and not page.body.chip.isVisible()


def test_a_priority_without_an_issue_offers_one(desk, page):
    page.gaps.rows["living-wage"].click()
    assert page.body.plan_something.isVisible()
    page.body.plan_something.click()
    assert page.issue_panel.priority.editor.currentData() == "living-wage"
    page.issue_panel.title.set_text("Wages")
    page.issue_panel.keep_typed()
    desk.go_on()
    assert titles(page) == [[]] and "living-wage" in desk.app.planning.issues()[-1].priority_id


def test_counts_filter_to_the_actions_they_count(desk, page):
    page.gaps.counts["no-owner"].click()
    assert titles(page) == [["Door-knock the 800 block"]]
    page.gaps.counts["overdue"].click()
    assert titles(page) == [["Print bus-stop flyers in English and Spanish"]]
    page.gaps.counts["overdue"].click()
    assert len(titles(page)) == 3


def test_a_move_among_some_cards_keeps_the_place_of_those_that_do_not_show(desk, page):
    rent = desk.app.planning.issues()[1]
    desk.app.planning.add_action(rent.id, "Write to the mayor")
    desk.go_on()
    page.gaps.counts["no-owner"].click()
    on_card(page, desk, "Write")
    desk.press(Key.Key_Up, ALT)
    assert desk.titles()[1] == ["Ask Councilmember Hart", "Write to the mayor", "Door-knock the 800 block"]


def test_the_list_shows_the_same_plan_and_stands_on_the_same_action(desk, page):
    desk.press(Key.Key_Down)
    page.turn_view()
    assert page.list.current() == desk.action("Collect").id
    assert desk.window.focusWidget() is page.list
    assert [row.id for row in page.list.rows_model().rows][-1] == desk.app.planning.issues()[2].id
    desk.press(Key.Key_Space)
    assert desk.action("Collect").done
    page.turn_view()
    assert page.board.current() == desk.action("Collect").id


def test_back_returns_to_the_view_the_filter_and_the_card(desk, page):
    page.view.choose("list")
    page._show_view("list")
    page.gaps.rows["climate"].click()
    page.list.choose(desk.action("Collect").id)
    desk.view.go("members")
    desk.view.back()
    desk.go_on()
    assert page.list.isVisible() and page.list.current() == desk.action("Collect").id
    assert len(titles(page)) == 1


def test_another_page_can_open_an_action_that_the_filter_hides(desk, page):
    page.gaps.rows["climate"].click()
    desk.view.go("members")
    desk.view.go("plan", desk.action("Door-knock").id)
    desk.go_on()
    assert page.board.current() == desk.action("Door-knock").id


def test_the_pdf_is_written_where_the_person_says(desk, page, tmp_path):
    desk.saved_to = tmp_path / "plan.pdf"
    page.gaps.pdf.click()
    assert not desk.saved_to.exists()  # not in the window's thread
    desk.go_on()
    assert desk.saved_to.read_bytes().startswith(b"%PDF")
    assert desk.proposed == "Our Revolution Norfolk plan.pdf" and "plan.pdf" in desk.notice()


def test_a_pdf_that_is_stopped_leaves_no_file(desk, page, tmp_path):
    desk.saved_to = tmp_path / "plan.pdf"
    page.save_pdf()
    page._saving.card.cancelled.emit()
    desk.go_on()
    assert not desk.saved_to.exists() and desk.notice() == "No file was written."


def test_a_disk_that_takes_nothing_is_explained(desk, page, tmp_path):
    desk.saved_to = tmp_path / "no-such-folder" / "plan.pdf"
    page.save_pdf()
    desk.go_on()
    assert desk.notice().startswith("Not saved")


def test_what_another_laptop_removed_closes_its_card(desk, page):
    desk.press(Key.Key_E)
    desk.app.planning.remove_action(desk.action("Print").id)
    desk.go_on()
    assert page.action_panel is None and len(titles(page)[0]) == 2


def test_names_are_never_read_as_markup(desk):
    evil = "<b>Ana</b> <img src=x> & /sn1/"
    issue = desk.app.planning.add_issue(evil, priority_id="climate")
    desk.app.planning.add_action(issue.id, evil, owner_id=desk.person(evil))
    desk.show("plan")
    assert rich_labels(desk.window) == []


def test_everything_on_the_page_has_a_name(desk, page):
    desk.press(Key.Key_E)
    assert nameless(desk.window) == []
    column = next(iter(page.board.columns.values())).cards
    spoken = QAccessible.queryAccessibleInterface(column)
    assert "Fix the Route 3 cuts, 3 actions" in spoken.text(QAccessible.Text.Name)


def test_at_1024_two_issues_show_at_1366_three(desk, page):
    assert page.board.shown_columns() == 3
    desk.window.resize(1024, 640)
    settle()
    assert page.board.shown_columns() == 2


def test_tab_reaches_the_header_the_cards_and_the_gaps_and_comes_round(desk, page):
    seen = []
    for _step in range(60):
        QTest.keyClick(desk.window.focusWidget(), Key.Key_Tab)
        seen.append(desk.window.focusWidget())
        if len(seen) > 1 and seen[-1] is seen[0]:
            break
    first, second, _third = page.board.columns.values()
    wanted = [first.add, second.edit, second.cards, second.add, page.gaps.pdf, page.new_issue, page.view]
    for widget in wanted:
        assert any(each is widget or each.parent() is widget for each in seen), widget
    order = [seen.index(widget) for widget in (second.edit, second.cards, second.add)]
    assert order == sorted(order)


@pytest.mark.parametrize("view", ["board", "list", "nothing", "card", "issue"])
def test_nothing_is_cut_and_nothing_overlaps(desk, view):
    if view != "nothing":
        desk.plan()
    for spoken in ("en", "es"):
        use_language(spoken)
        page = desk.show("plan")
        for width, height, colours, scale in ROOMS:
            if (colours == "dark") != (scale > 1):
                continue  # colours change no size
            theme().use(colours=colours, scale=scale)
            desk.window.resize(width, height)
            desk.go_on()
            page = desk.view.page
            if view == "list":
                page.turn_view()
            if view == "card":
                page.open_action(desk.action("Print").id)
            if view == "issue":
                page.add_issue()
            desk.go_on()
            assert_well_laid_out(desk.window)
            if view == "list":
                page.turn_view()
        theme().use(colours="light", scale=1.0)
