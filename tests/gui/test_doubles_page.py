"""Same person?  Two entries on file side by side, decided by one key or the mouse, and taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from chapter_desk.core.members.likely_doubles import LikelyDoubles, Question
from chapter_desk.errors import NotSaved
from chapter_desk.gui.members.two_entries import HOUSEHOLD, LATER, NOT_SAME, SAME
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from tests.gui.accessibility import nameless
from tests.gui.evening import CTRL, SHIFT, hit, press, told, type_text
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.gui.people import held_meeting, shown_people

LANDLINE = "757-555-0141"


def names(page):
    return [set(row.names) for row in page.table.rows_model().rows]


def words_in(widget):
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if not each.isHidden())


@pytest.fixture
def three(qtbot, evening):
    """James and Jim with one phone, two Ana Ruiz with nothing against it, two people on one landline."""
    evening.james = evening.person("James Williams", phone=LANDLINE, email="james@example.org")
    evening.jim = evening.person("Jim Williams", phone=LANDLINE)
    evening.person("Ana Ruiz", postal_code="23508")
    evening.person("Ana Ruiz")
    evening.person("Cy Tran", phone="757-555-0177")
    evening.person("Di Doe", phone="757-555-0177")
    return shown_people(qtbot, evening, "same-person")


JAMES, ANA, HOME = {"James Williams", "Jim Williams"}, {"Ana Ruiz"}, {"Cy Tran", "Di Doe"}


def test_the_likeliest_stand_first_and_the_first_shows_at_once(three):
    window, page = three
    assert names(page) == [JAMES, ANA, HOME]
    assert [row.question for row in page.table.rows_model().rows] == [
        Question.LIKELY,
        Question.PERHAPS,
        Question.HOUSEHOLD,
    ]
    assert window.focusWidget() is page.table and page.context() == "3 pairs to look at"
    said = words_in(page.two)
    for words in (
        "James Williams",
        "Jim Williams",
        "james@example.org",
        "same phone",
        "As one person they are shown as James Williams.",
    ):
        assert words in said
    assert page.primary() is page.two.buttons[SAME]


def test_one_key_joins_them_and_ctrl_z_takes_it_back(evening, three):
    window, page = three
    hit(evening, window, Qt.Key.Key_1)
    assert names(page) == [ANA, HOME] and window.focusWidget() is page.table
    assert evening.app.cards.about(evening.jim).id == evening.james
    assert "James Williams and Jim Williams are one person now." in told(window)
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert names(page) == [JAMES, ANA, HOME] and "joining James Williams and Jim Williams" in told(window)
    assert set(page.table.current_row().names) == JAMES  # what was taken back is looked at again
    assert evening.app.cards.about(evening.jim).id == evening.jim


@pytest.mark.parametrize(("key", "at"), [(Qt.Key.Key_2, 0), (Qt.Key.Key_3, 0), (Qt.Key.Key_3, 2)])
def test_not_the_same_and_one_household_are_not_asked_again_until_taken_back(evening, three, key, at):
    window, page = three
    page.table.choose(page.table.rows_model().rows[at].pair)
    evening.let_go()
    before = names(page)
    hit(evening, window, key)
    assert names(page) == [each for number, each in enumerate(before) if number != at]
    page.look()
    evening.let_go()
    assert len(names(page)) == 2
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert names(page) == before


def test_one_household_is_noted_with_both_and_offered_first_where_only_a_contact_is_shared(evening, three):
    _window, page = three
    pair = page.table.rows_model().rows[2].pair
    page.table.choose(pair)
    evening.let_go()
    assert page.primary() is page.two.buttons[HOUSEHOLD]
    page.two.buttons[HOUSEHOLD].click()
    evening.let_go()
    assert [mate.name for mate in evening.app.households.of(pair[0])] == ["Di Doe"]


def test_later_puts_them_at_the_end_and_ctrl_z_brings_them_back(evening, three):
    window, page = three
    steps = len(evening.app.steps.latest())
    hit(evening, window, Qt.Key.Key_4)
    assert names(page) == [ANA, HOME, JAMES] and set(page.table.current_row().names) == ANA
    assert len(evening.app.steps.latest()) == steps  # nothing is written
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert names(page) == [JAMES, ANA, HOME] and set(page.table.current_row().names) == JAMES


def test_by_mouse_every_button_decides(evening, three):
    _window, page = three
    page.two.buttons[LATER].click()
    evening.let_go()
    page.two.buttons[NOT_SAME].click()
    evening.let_go()
    assert names(page) == [HOME, JAMES]


def test_enter_goes_to_the_answers_and_esc_back_to_the_list(evening, three):
    window, page = three
    hit(evening, window, Qt.Key.Key_Return)
    assert window.focusWidget() is page.two.buttons[SAME]
    hit(evening, window, Qt.Key.Key_Escape)
    assert window.focusWidget() is page.table
    hit(evening, window, Qt.Key.Key_Return)
    hit(evening, window, Qt.Key.Key_Return)
    assert names(page) == [ANA, HOME]


def test_keys_wait_until_the_pair_shows(evening, three):
    window, page = three
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_1)  # Ana is not read yet: nothing is decided unseen
    evening.let_go()
    assert names(page) == [JAMES, ANA, HOME] and set(page.two.shown.one.display_name.split()) == {
        "Ana",
        "Ruiz",
    }


def test_what_wins_is_said_plainly(qtbot, evening):
    app = evening.app
    james = evening.person("James Williams", phone=LANDLINE)
    jim = evening.person("Jim Williams", phone=LANDLINE)
    app.consents.note(jim, "email", given=False)
    app.records.add_note(james, "Brings chairs")
    app.sign_ins.sign_in(held_meeting(evening, "April meeting", "2026-04-13T19:00").id, jim)
    app.sign_ins.sign_in(held_meeting(evening, "May meeting").id, james)
    older = app.standings.of(jim).since
    _window, page = shown_people(qtbot, evening, "same-person")
    said = words_in(page.two)
    assert "Said no to" in said and "Notes" in said and "A no to being contacted holds" in said
    assert "Nothing is deleted" in said and page.two.shown.joined.standing.since == older
    page.two.buttons[SAME].click()
    evening.let_go()
    assert app.standings.of(james).since == older and not app.cards.about(james).consents["email"].given


def test_nobody_alike_says_so_and_leads_on(qtbot, evening):
    evening.person("Ana Ruiz")
    window, page = shown_people(qtbot, evening, "same-person")
    assert not page.table.isVisible() and page.to_members.isVisible() and page.context() == ""
    assert window.focusWidget() is page.to_members
    page.to_members.click()
    evening.let_go()
    assert window.view.page.title() == "Members"


def test_looking_can_be_stopped_and_begun_again(qtbot, evening):
    evening.person("Ana Ruiz")
    evening.person("Ana Ruiz")
    window, page = shown_people(qtbot, evening, "members")
    window.view.go("same-person")
    settle()
    page = window.view.page
    evening.tasks.let_go()
    page.progress.cancelled.emit()
    evening.let_go()
    assert page.again.isVisible() and not page.progress.isVisible()
    page.again.click()
    evening.let_go()
    assert names(page) == [ANA]


def test_what_cannot_be_read_or_written_is_told_and_nothing_is_lost(evening, three, monkeypatch):
    window, page = three

    def fails(*_asked):
        raise NotSaved("disk-full")

    with monkeypatch.context() as patch:
        patch.setattr(evening.app.two_entries, "same", fails)
        hit(evening, window, Qt.Key.Key_1)
    assert names(page) == [JAMES, ANA, HOME] and told(window)
    hit(evening, window, Qt.Key.Key_1)  # and again, once there is room
    assert names(page) == [ANA, HOME]
    with monkeypatch.context() as patch:
        patch.setattr(LikelyDoubles, "find", fails)
        page.look()
        evening.let_go()
    assert names(page) == [ANA, HOME] and page.table.isVisible()


def test_a_person_is_compared_with_anybody_from_their_panel_and_taken_apart_there(qtbot, evening):
    ana, mary = evening.person("Ana Ruiz"), evening.person("Mary Alvarez")
    window, page = shown_people(qtbot, evening, "members", ana)
    hit(evening, window, Qt.Key.Key_M, CTRL)
    assert window.focusWidget() is page.panel.entries.picker.editor
    type_text(window, "alvarez")
    hit(evening, window, Qt.Key.Key_Down)
    hit(evening, window, Qt.Key.Key_Return)
    doubles = window.view.page
    assert doubles.title() == "Same person?" and doubles.two.shown.double.pair == (ana, mary)
    hit(evening, window, Qt.Key.Key_1)
    assert evening.app.cards.about(mary).id == ana and names(doubles) == []

    window.view.go("members", ana)
    evening.let_go()
    assert "Made of 2 entries" in words_in(page.panel.entries)
    page.panel.entries.apart[mary].setFocus()
    hit(evening, window, Qt.Key.Key_Space)
    evening.let_go()
    assert evening.app.cards.about(mary).id == mary and not page.panel.entries.apart
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert evening.app.cards.about(mary).id == ana and mary in page.panel.entries.apart


def test_two_who_were_chosen_and_joined_come_back_with_the_undo_and_are_one_when_gone_back_to(qtbot, evening):
    ana, mary = evening.person("Ana Ruiz"), evening.person("Mary Alvarez")
    window, page = shown_people(qtbot, evening, "same-person", (mary, ana))
    hit(evening, window, Qt.Key.Key_1)
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert page.two.shown.double.pair == (ana, mary) and evening.app.cards.about(mary).id == mary
    hit(evening, window, Qt.Key.Key_1)
    window.view.go("members")
    evening.let_go()
    window.view.go("same-person", (ana, mary))
    evening.let_go()
    assert names(page) == [] and "one person already" in told(window)


def test_two_who_are_chosen_in_the_list_are_compared(qtbot, evening):
    ana, mary = evening.person("Ana Ruiz"), evening.person("Mary Alvarez")
    evening.person("Zoe Young")
    window, page = shown_people(qtbot, evening, "members")
    page.table.setFocus()
    page.table.choose_first()
    hit(evening, window, Qt.Key.Key_M, CTRL)  # one alone is compared with nobody
    assert window.view.page is page
    hit(evening, window, Qt.Key.Key_Down, SHIFT)
    hit(evening, window, Qt.Key.Key_M, CTRL)
    assert window.view.page.two.shown.double.pair == (ana, mary)


def test_a_contact_of_the_other_entry_is_taken_off_in_the_form(qtbot, evening):
    ana = evening.person("Ana Ruiz", email="ana@example.org")
    twin = evening.person("Ana Ruiz", email="old@example.org")
    evening.app.two_entries.same(ana, twin)
    window, page = shown_people(qtbot, evening, "members", ana)
    page.panel.flip_form()
    page.panel.form.emails.crosses[1].click()
    qtbot.waitUntil(lambda: bool(evening.tasks.held))  # a line goes once the press is over
    evening.let_go()
    assert [each.address for each in evening.app.cards.about(ana).email_addresses] == ["ana@example.org"]
    page.panel.flip_form()
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    assert len(evening.app.cards.about(ana).email_addresses) == 2


def test_what_else_they_are_called_and_who_they_live_with_stands_there(qtbot, evening):
    ana, twin, bo = evening.person("Ana Ruiz"), evening.person("Nita Ruiz"), evening.person("Bo Diaz")
    other = evening.person("Ana Ruiz")
    evening.app.two_entries.same(ana, twin)
    evening.app.households.put_together([other, bo])
    _window, page = shown_people(qtbot, evening, "same-person", (ana, other))
    assert {"Also called", "Nita Ruiz", "Household"} <= set(words_in(page.two).splitlines())
    assert [mate.name for mate in page.two.shown.joined.household] == ["Bo Diaz"]


def test_nobody_is_compared_with_themselves(qtbot, evening):
    ana, twin = evening.person("Ana Ruiz"), evening.person("Ana Maria Ruiz")
    evening.app.same_person.link(ana, twin)
    window, page = shown_people(qtbot, evening, "members", ana)
    page.panel.begin_comparing()
    type_text(window, "ana")
    hit(evening, window, Qt.Key.Key_Down)
    hit(evening, window, Qt.Key.Key_Return)
    assert window.view.page is page and page.panel.entries.picker.property("problem") is not False


def test_members_leads_here_by_its_button_and_the_palette(qtbot, evening):
    evening.person("Ana Ruiz")
    window, page = shown_people(qtbot, evening, "members")
    page.doubles_button.click()
    evening.let_go()
    assert window.view.page.title() == "Same person?"
    window.view.go("members")
    evening.let_go()
    window.open_palette()
    settle()
    type_text(window, "same person?")
    hit(evening, window, Qt.Key.Key_Return)
    assert window.view.page.title() == "Same person?"


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
@pytest.mark.parametrize("tongue", ["en", "es"])
def test_it_is_well_laid_out_in_every_room(qtbot, evening, width, height, colours, scale, tongue):
    use_language(tongue)
    evening.person("Esperanza Villanueva-Tan Fassbinder", phone=LANDLINE, email="esperanza@example.org")
    evening.person("Esperanza “Pera” Villanueva-Tan", phone=LANDLINE, postal_code="23508")
    window, _page = shown_people(qtbot, evening, "same-person")
    theme().use(colours=colours, scale=scale)
    window.resize(width, height)
    evening.let_go()
    assert_well_laid_out(window)
    assert nameless(window.view.page) == []


def test_what_both_entries_have_stands_once_where_they_are_together(qtbot, evening):
    for _each in range(2):
        evening.person(
            "Ana Ruiz", phone=LANDLINE, email="ana.ruiz.of.norfolk@example.org", postal_code="23508"
        )
    _window, page = shown_people(qtbot, evening, "same-person")
    said = words_in(page.two).splitlines()
    assert said.count("(757) 555-0141") == said.count("ana.ruiz.of.norfolk@example.org") == 3
