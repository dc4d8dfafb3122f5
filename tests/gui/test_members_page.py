"""Members: found as you type, filtered, opened, edited field by field, archived and brought back."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.members.roster import RosterSort, RosterView
from chapter_desk.gui.members.list_now import Filter, ListQuery
from chapter_desk.gui.shell.theme import theme
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.evening import CTRL, SHIFT, press, type_text
from tests.gui.geometry import ROOMS, assert_well_laid_out, filled_buttons, settle
from tests.gui.layouts import widgets_in
from tests.gui.people import fill, shown_people


@pytest.fixture
def people(evening):
    return fill(evening)


@pytest.fixture
def members(qtbot, evening, people):
    return shown_people(qtbot, evening)


def names(page):
    return [row.display_name for row in page.model.rows]


def search(page, evening, text):
    page.bar.search.setFocus()
    page.bar.search.setText(text)
    QTest.qWait(60)
    evening.let_go()


def filtered(page, evening, *filters):
    page._ask(ListQuery(filters=filters))
    evening.let_go()


# ---------------------------------------------------------------- the list


def test_everybody_is_listed_by_name_with_their_standing(members):
    _window, page = members

    assert names(page) == [
        "Nadia Brooks",
        "Maria Gutierrez",
        "Jo Li",
        "Bill Osei",
        "Ana Peña",
        "Denise Whitfield",
    ]
    standing = {row.display_name: page.model.columns[1].text(row) for row in page.model.rows}
    assert standing["Maria Gutierrez"] == standing["Ana Peña"] == "Member"
    assert standing["Jo Li"] == "Supporter"
    assert page.context() == "6 people, 3 members"


def test_the_search_has_the_focus_and_finds_as_one_types(members, evening):
    window, page = members
    assert window.focusWidget() is page.bar.search

    type_text(window, "gutie")
    QTest.qWait(60)
    evening.let_go()

    assert names(page) == ["Maria Gutierrez"]
    assert page.bar.found.text() == "1 of 6"


def test_one_typo_accents_and_phone_endings_find_too(members, evening):
    _window, page = members

    for typed, found in (
        ("gutierez", "Maria Gutierrez"),
        ("pena", "Ana Peña"),
        ("0122", "Bill Osei"),
        ("23505", "Nadia Brooks"),
    ):
        search(page, evening, typed)
        assert names(page) == [found], typed


def test_an_answer_that_was_overtaken_is_not_shown(members, evening):
    _window, page = members
    page._ask(ListQuery(text="maria"))
    page._ask(ListQuery(text="bill"))

    evening.tasks.let_go(1)
    assert len(names(page)) == 6
    evening.let_go()
    assert names(page) == ["Bill Osei"]


def test_views_are_counted_and_show_their_part(members, evening):
    _window, page = members
    views = page.bar.views
    assert [views.tabText(at) for at in range(views.count())] == [
        "Everyone  6", "Members  3", "Supporters  3", "New this month  6", "No contact  2", "Archived  0",
    ]  # fmt: skip
    assert views.accessibleTabName(1) == "Members, 3 people"

    views.setCurrentIndex(1)
    evening.let_go()

    assert names(page) == ["Maria Gutierrez", "Bill Osei", "Ana Peña"]


def test_filters_narrow_and_come_off_one_by_one(members, evening):
    window, page = members
    filtered(page, evening, Filter("tag", "phone bank"), Filter("has-email"))
    assert names(page) == ["Maria Gutierrez"]
    assert [chip.text() for chip in page.bar.chips] == ["Tag: phone bank", "Has an e-mail"]

    page.bar.chips[1].setFocus()
    press(window, Qt.Key.Key_Delete)
    QTest.qWait(5)
    evening.let_go()

    assert names(page) == ["Maria Gutierrez", "Jo Li"]
    assert window.focusWidget() is page.bar.chips[0]


def test_the_menu_offers_what_there_is_and_adds_a_filter(members, evening):
    _window, page = members
    menu = page.bar.open_menu()
    tags, zips, *_rest = menu.actions()
    assert [each.text() for each in tags.menu().actions()] == ["phone bank"]
    assert zips.menu().actions()[0].text() == "23508", "the most frequent first"

    tags.menu().actions()[0].trigger()
    menu.close()
    evening.let_go()

    assert names(page) == ["Maria Gutierrez", "Jo Li"]


def test_nobody_matching_says_so_and_offers_the_last_filter_back(members, evening):
    window, page = members
    filtered(page, evening, Filter("tag", "phone bank"), Filter("zip", "23508"), Filter("no-phone"))
    assert page.nobody.accessibleName() == "Nobody matches all 3 filters."

    page.nobody.remove.click()
    evening.let_go()

    assert page._query.filters == (Filter("tag", "phone bank"), Filter("zip", "23508"))
    assert page.nobody.accessibleName() == "Nobody matches all 2 filters."
    search(page, evening, "{text}")
    assert page.nobody.remove.words() == "Clear the search"
    assert window.isActiveWindow()


def test_columns_sort_by_the_roster_and_back(members, evening):
    _window, page = members
    head = page.table.horizontalHeader()

    head.setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    evening.let_go()
    assert set(names(page)[:2]) == {"Maria Gutierrez", "Bill Osei"}
    assert page._query.sort is RosterSort.LAST_SEEN

    head.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    evening.let_go()
    assert names(page)[0] == "Denise Whitfield"


def test_escape_clears_the_search_and_keeps_the_filters(members, evening):
    window, page = members
    filtered(page, evening, Filter("has-email"))
    search(page, evening, "maria")

    for _time in range(5):
        press(window, Qt.Key.Key_Escape)
    QTest.qWait(60)
    evening.let_go()

    assert page.bar.search.text() == ""
    assert page.bar.filters == (Filter("has-email"),)


def test_a_sign_in_elsewhere_shows_at_once(members, evening, people):
    _window, page = members
    meeting = evening.app.calendar.upcoming()[0].meeting

    evening.app.sign_ins.sign_in(meeting.id, people["Jo Li"])
    evening.let_go()

    row = next(row for row in page.model.rows if row.display_name == "Jo Li")
    assert row.member and page.bar.views.tabText(1) == "Members  4"
    assert page.window().view.frame.header._context.text() == page.context() and "4 members" in page.context()


def test_a_first_use_says_what_will_be_here(qtbot, evening):
    evening.app.records.remove(*[row.id for row in evening.app.roster.rows().rows])
    window, page = shown_people(qtbot, evening)

    assert page._stack.currentIndex() == 1
    assert window.focusWidget() is page.first_import
    assert page.primary() is page.first_import
    assert page.header_widgets() == ()
    assert_well_laid_out(window)

    press(window, Qt.Key.Key_N, CTRL)
    assert filled_buttons(window) == [page.add_panel.add]
    press(window, Qt.Key.Key_Escape)
    assert filled_buttons(window) == [page.first_import]
    press(window, Qt.Key.Key_N, CTRL)
    type_text(window, "Ana Perez")
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert names(page) == ["Ana Perez"] and page._stack.currentIndex() == 0


# ---------------------------------------------------------------- adding


def test_a_name_alone_adds_a_person_and_undo_takes_them_back(members, evening):
    window, page = members
    press(window, Qt.Key.Key_N, CTRL)
    assert page.primary() is page.add_panel.add
    assert page.add_button.property("kind") == "", "one filled button a page"

    type_text(window, "Rosa Delgado")
    press(window, Qt.Key.Key_Return)
    evening.let_go()

    assert page.panel.card.display_name == "Rosa Delgado"
    assert page.table.current_row().display_name == "Rosa Delgado"
    press(window, Qt.Key.Key_Z, CTRL)
    evening.let_go()
    assert "Rosa Delgado" not in names(page)
    assert not page.panel.isVisible()


def test_a_person_without_a_name_or_with_half_an_e_mail_is_asked_again(members, evening):
    window, page = members
    press(window, Qt.Key.Key_N, CTRL)
    panel = page.add_panel
    panel.add.click()
    assert panel.name.problem() == "A name is needed, whatever they go by."

    panel.name.set_text("Rosa")
    panel.email.set_text("rosa@")
    panel.add.click()
    evening.let_go()

    assert panel.email.problem() and window.focusWidget() is panel.email.editor
    assert len(names(page)) == 6


def test_adding_somebody_of_a_name_that_is_here_says_so(members, evening, people):
    window, page = members
    press(window, Qt.Key.Key_N, CTRL)
    type_text(window, "gutierrez maria")
    QTest.qWait(200)

    (notice,) = widgets_in(page.add_panel._same)
    assert "Maria Gutierrez is here already." in notice.accessibleName()
    notice.buttons[0].click()
    evening.let_go()
    assert page.panel.person == people["Maria Gutierrez"]


def test_what_was_typed_for_a_new_person_is_not_lost(members, evening):
    window, page = members
    press(window, Qt.Key.Key_N, CTRL)
    type_text(window, "Rosa")
    for _time in range(5):
        press(window, Qt.Key.Key_Escape)

    press(window, Qt.Key.Key_N, CTRL)

    assert page.add_panel.name.text() == "Rosa"


# ---------------------------------------------------------------- archive, choose, tag


def test_delete_archives_with_undo_and_the_archive_brings_back(members, evening):
    window, page = members
    page.table.setFocus()
    page.table.choose(page.model.rows[2].id)
    press(window, Qt.Key.Key_Delete)
    evening.let_go()
    assert "Jo Li" not in names(page)
    assert page.bar.views.tabText(5) == "Archived  1"

    page._ask(ListQuery(view=RosterView.ARCHIVED))
    evening.let_go()
    page.table.choose(page.model.rows[0].id)
    page.table.setFocus()
    press(window, Qt.Key.Key_Delete)
    evening.let_go()

    assert page.bar.views.tabText(5) == "Archived  0"
    assert page.nobody.accessibleName() == "Nobody is archived."


def test_several_are_tagged_and_archived_together(members, evening):
    window, page = members
    page.table.setFocus()
    page.table.choose_first()
    press(window, Qt.Key.Key_Down, SHIFT)
    assert page.chosen.isVisible() and page.chosen._count.text() == "2 chosen"

    page.chosen.tag.setText("canvass")
    page.chosen.give.click()
    evening.let_go()
    assert evening.app.roster.tags()["canvass"] == 2
    assert_well_laid_out(window)

    page.table.selectAll()
    page.chosen.archive.click()
    evening.let_go()
    assert names(page) == []
    evening.app.steps.take_back(evening.app.steps.next_undo().id)
    evening.let_go()
    assert len(names(page)) == 6


# ---------------------------------------------------------------- places, keys, rooms


def test_enter_opens_the_person_and_escape_goes_back_to_the_row(members, evening):
    window, page = members
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert page.panel.card.display_name == "Maria Gutierrez"
    assert page.panel.isAncestorOf(window.focusWidget())

    press(window, Qt.Key.Key_Escape)
    settle()

    assert not page.panel.isVisible()
    assert window.focusWidget() is page.table
    assert page.table.current_row().display_name == "Maria Gutierrez"


def test_another_row_shows_another_person_in_the_open_panel(members, evening, people):
    _window, page = members
    page.show_person(people["Jo Li"])
    evening.let_go()

    page.table.choose(people["Bill Osei"])
    evening.let_go()

    assert page.panel.card.display_name == "Bill Osei"


def test_a_place_is_come_back_to(members, evening, people):
    window, page = members
    page._ask(ListQuery(view=RosterView.MEMBERS, filters=(Filter("zip", "23517"),)))
    page.show_person(people["Maria Gutierrez"])
    evening.let_go()
    place = page.place()
    page.close_panel()
    page.show_everyone()
    evening.let_go()

    page.go_to(place)
    evening.let_go()

    assert names(page) == ["Maria Gutierrez"]
    assert page.panel.isVisible() and page.panel.card.display_name == "Maria Gutierrez"
    assert page.bar.views.view() is RosterView.MEMBERS and window.isVisible()


def test_tab_reaches_everything_and_everything_has_a_name(members, evening, people):
    window, page = members
    page.show_person(people["Maria Gutierrez"])
    evening.let_go()
    assert nameless(window) == []
    assert rich_labels(window) == []

    seen = set()
    page.bar.search.setFocus()
    for _step in range(60):
        seen.add(window.focusWidget())
        press(window, Qt.Key.Key_Tab)
    panel = page.panel
    for wanted in (
        page.bar.search,
        page.bar.add_filter,
        page.table,
        panel.edit,
        panel.tabs,
        panel.story.add_gift,
    ):
        assert wanted in seen, wanted


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
def test_members_fit_every_room(qtbot, evening, people, width, height, colours, scale):
    theme().use(colours=colours, scale=scale)
    evening.app.records.edit(
        people["Maria Gutierrez"], {"display_name": "Maria Guadalupe Gutiérrez de la Cruz"}
    )
    window, page = shown_people(qtbot, evening, size=(width, height))
    assert_well_laid_out(window)
    filtered(page, evening, Filter("has-email"), Filter("came-twice"))
    assert_well_laid_out(window)
    page.show_everyone()
    page.show_person(people["Maria Gutierrez"])
    evening.let_go()
    assert_well_laid_out(window)
    page.panel.flip_form()
    page.panel.form.emails.add_line()
    assert_well_laid_out(window)
    page.add_person()
    page.add_panel.ask()
    assert_well_laid_out(window)


def test_a_long_list_is_shown_without_a_copy_of_each_row(qtbot, evening):
    draft = [PersonDraft(f"Person {number}") for number in range(300)]
    for each in draft:
        evening.app.records.add(each)
    _window, page = shown_people(qtbot, evening)

    page.table.scrollToBottom()
    settle()

    assert page.model.rowCount() == 301
    assert page.table.verticalScrollBar().value() == page.table.verticalScrollBar().maximum()
    assert page.model.row_number(page.model.rows[-1].id) == 300


def test_a_day_is_shown_without_the_present_year(members):
    _window, page = members
    row = next(row for row in page.model.rows if row.display_name == "Bill Osei")

    assert row.last_seen == date(2026, 11, 23)
    assert page.model.columns[2].text(row) == "Nov 23"
