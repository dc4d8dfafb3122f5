"""The panel about a person: why they are a member, saved as each field is left, put back from the history."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from chapter_desk.core.fundraising.amounts import dollars
from chapter_desk.core.members.contact import PhoneNumber, PostalAddress
from chapter_desk.gui.members.contact_lines import typed_address
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.labels import ElidedLabel, StatusPill
from chapter_desk.i18n import use_language
from tests.gui.evening import CTRL, press, type_text
from tests.gui.geometry import geometry_problems, settle
from tests.gui.layouts import widgets_in
from tests.gui.people import fill, held_meeting, shown_people


@pytest.fixture
def people(evening):
    return fill(evening)


@pytest.fixture
def members(qtbot, evening, people):
    return shown_people(qtbot, evening)


@pytest.fixture
def panel(members, evening, people):
    _window, page = members
    page.show_person(people["Maria Gutierrez"])
    evening.let_go()
    return page.panel


def shown_person(members, evening, people, name):
    _window, page = members
    page.show_person(people[name])
    evening.let_go()
    return page.panel


def evidence(panel):
    settle()
    rows = panel.story.evidence.findChildren(type(panel._name))
    return [label.text() for label in rows if label.isVisibleTo(panel.story.evidence)]


def edit(panel, field, text, evening):
    """Type in a field and leave it."""
    editor = panel.form.fields[field].editor
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text)
    press(panel.window(), Qt.Key.Key_Tab)
    evening.let_go()


# ---------------------------------------------------------------- under 18


def pills(panel):
    return [pill.accessibleName() for pill in panel.contacts.findChildren(StatusPill) if pill.isVisible()]


def test_under_18_is_ticked_with_a_day_shown_in_the_panel_and_taken_back(qtbot, panel, evening, people):
    maria = people["Maria Gutierrez"]
    panel.flip_form()
    field = panel.form.minor
    assert not field.box.isChecked() and field.until.isHidden()
    field.box.setFocus()
    press(panel.window(), Qt.Key.Key_Space)
    evening.let_go()
    assert evening.app.cards.about(maria).under_18
    field.until.editor.setFocus()
    QTest.keyClicks(field.until.editor, "May 4, 2028")
    press(panel.window(), Qt.Key.Key_Tab)
    evening.let_go()
    assert evening.app.cards.about(maria).under_18_until == date(2028, 5, 4)
    panel.flip_form()
    assert "Under 18 until May 4, 2028" in pills(panel)
    panel.flip_form()
    qtbot.mouseClick(field.box, Qt.MouseButton.LeftButton, pos=QPoint(8, field.box.height() // 2))
    evening.let_go()
    card = evening.app.cards.about(maria)
    assert not card.under_18 and card.under_18_until is None and field.until.isHidden()
    press(panel.window(), Qt.Key.Key_Z, CTRL)
    evening.let_go()
    assert evening.app.cards.about(maria).under_18_until == date(2028, 5, 4) and field.box.isChecked()


def test_a_day_that_is_none_is_said_and_who_turned_18_is_marked_no_more(panel, evening, people):
    maria = people["Maria Gutierrez"]
    evening.app.records.edit(maria, {"under_18": True, "under_18_until": evening.app.chapter.today()})
    panel.read()
    evening.let_go()
    assert not [words for words in pills(panel) if "18" in words]
    panel.flip_form()
    assert not panel.form.minor.box.isChecked()
    panel.form.minor.box.click()
    evening.let_go()
    panel.form.minor.until.editor.setFocus()
    QTest.keyClicks(panel.form.minor.until.editor, "soon")
    press(panel.window(), Qt.Key.Key_Tab)
    evening.let_go()
    assert panel.form.minor.until.problem()
    assert evening.app.cards.about(maria).is_minor(evening.app.chapter.today())


# ---------------------------------------------------------------- why


def test_why_lists_each_proof_and_what_would_be_without_the_first(panel):
    story = panel.story

    assert story._why.text() == "Why is Maria a member?"
    assert story._line.text() == "Came to a meeting. One visit or one gift is enough."
    words = evidence(panel)
    assert words[0] == "Signed in, November 23, 2026, 6:40 PM"
    assert words[1].startswith("October meeting. Denise Whitfield")
    assert words[2] == "Member since November 23, 2026"
    what_if = widgets_in(story._if_place)[0].accessibleName()
    assert what_if == "If that sign-in were removed, Maria would be a supporter and no member."


def test_a_gift_alone_makes_a_member_and_a_second_proof_holds(members, evening, people):
    panel = shown_person(members, evening, people, "Ana Peña")
    assert evidence(panel)[0] == "Gave $10 cash, November 20, 2026"
    evening.app.sign_ins.sign_in(evening.app.calendar.upcoming()[0].meeting.id, people["Ana Peña"])
    evening.let_go()

    what_if = widgets_in(panel.story._if_place)[0].accessibleName()

    assert what_if == "If that gift were removed, Ana would still be a member because of the sign-in."
    assert "1 more sign-in since then" in evidence(panel)


def test_who_is_no_member_yet_is_told_what_would_be_enough(members, evening, people):
    panel = shown_person(members, evening, people, "Jo Li")

    assert panel.story._why.text() == "Why is Jo not a member yet?"
    assert panel.story._line.text() == "One visit or one gift is enough."
    assert evidence(panel) == []


def test_many_proofs_are_shown_when_asked(members, evening, people):
    for day in range(1, 9):
        meeting = held_meeting(evening, f"Meeting {day}")
        evening.app.sign_ins.sign_in(meeting.id, people["Bill Osei"])
    panel = shown_person(members, evening, people, "Bill Osei")
    few = len(evidence(panel))

    panel.story.more.click()

    assert panel.story.more.isHidden()
    assert len(evidence(panel)) > few + 8


def test_a_gift_is_recorded_in_the_panel_and_undone(members, evening, people):
    window, _page = members
    panel = shown_person(members, evening, people, "Jo Li")
    panel.story.add_gift.click()
    assert window.focusWidget() is panel.story.gift.amount.editor
    assert panel.story.gift.closed_hint.isVisible()  # no rule that takes money was chosen
    panel.story.gift.keep.click()
    assert panel.story.gift.amount.problem() == "Type an amount, such as $10."

    type_text(window, "$12.50")
    press(window, Qt.Key.Key_Return)
    evening.let_go()

    assert evidence(panel)[0] == "Gave $12.50 cash, November 23, 2026"
    assert panel.story.gift.isHidden()
    press(window, Qt.Key.Key_Z, CTRL)
    evening.let_go()
    assert not panel.card.standing.member


def test_amounts_are_written_as_people_write_them():
    assert [dollars(cents) for cents in (1000, 1050, 123456)] == ["$10", "$10.50", "$1,234.56"]


# ---------------------------------------------------------------- editing


def test_a_field_is_saved_as_it_is_left_and_undone(members, panel, evening):
    window, _page = members
    panel.flip_form()

    edit(panel, "display_name", "Maria Ruiz", evening)

    assert panel.card.display_name == "Maria Ruiz"
    assert panel._name.text() == "Maria Ruiz"
    press(window, Qt.Key.Key_Z, CTRL)
    evening.let_go()
    assert panel.card.display_name == "Maria Gutierrez"
    assert panel.form.fields["display_name"].text() == "Maria Gutierrez"


def test_a_name_cannot_be_emptied(panel, evening):
    panel.flip_form()
    field = panel.form.fields["display_name"]
    field.setFocus()
    field.set_text("")
    press(panel.window(), Qt.Key.Key_Tab)
    evening.let_go()

    assert field.problem() == "A person needs a name. The one before is kept."
    assert panel.card.display_name == "Maria Gutierrez"


def test_a_text_that_cannot_be_kept_says_why_below_its_field(panel, evening):
    panel.flip_form()
    field = panel.form.fields["employer"]
    field.set_text("x" * 1200)
    panel.form.keep_typed()
    evening.let_go()

    assert field.problem()
    assert panel.card.employer == ""


def test_leaving_the_page_keeps_what_was_typed(members, panel, evening):
    _window, page = members
    panel.flip_form()
    panel.form.fields["occupation"].set_text("Teacher")

    page.leave()
    evening.let_go()

    assert panel.card.occupation == "Teacher"


def test_turning_to_another_person_keeps_what_was_typed(members, panel, evening, people):
    _window, page = members
    panel.flip_form()
    panel.form.fields["occupation"].set_text("Teacher")

    page.show_person(people["Jo Li"])
    evening.let_go()

    assert panel.card.display_name == "Jo Li" and panel.card.occupation == ""
    assert evening.app.cards.about(people["Maria Gutierrez"]).occupation == "Teacher"


def test_an_edit_from_elsewhere_does_not_overwrite_what_is_being_typed(panel, evening, people):
    panel.flip_form()
    editor = panel.form.fields["employer"].editor
    editor.setFocus()
    QTest.keyClicks(editor, "City sch")

    evening.app.records.edit(people["Maria Gutierrez"], {"occupation": "Teacher"})
    evening.let_go()

    assert editor.text() == "City sch"
    assert panel.form.fields["occupation"].text() == "Teacher"


def test_other_names_are_parted_by_commas(panel, evening):
    panel.flip_form()
    edit(panel, "other_names", "Mari, Lupe", evening)

    assert panel.card.other_names == ("Mari", "Lupe")


def test_e_mails_are_added_changed_and_taken_away(panel, evening):
    panel.flip_form()
    emails = panel.form.emails
    emails.add_button.click()
    type_text(panel.window(), "second@example.org")
    press(panel.window(), Qt.Key.Key_Return)
    evening.let_go()
    assert [each.address for each in panel.card.email_addresses] == [
        "maria@example.org",
        "second@example.org",
    ]

    first = panel.card.email_addresses[0].id
    emails.lines[0].setFocus()
    emails.lines[0].set_text("new@example.org")
    press(panel.window(), Qt.Key.Key_Return)
    evening.let_go()
    assert panel.card.email_addresses[0].address == "new@example.org"
    assert panel.card.email_addresses[0].id == first

    emails.crosses[0].click()
    QTest.qWait(5)
    evening.let_go()
    assert [each.address for each in panel.card.email_addresses] == ["second@example.org"]
    assert len(emails.lines) == 1


def test_what_is_no_e_mail_is_not_kept_and_says_so(panel, evening):
    panel.flip_form()
    line = panel.form.emails.lines[0]
    line.set_text("maria@")
    panel.form.keep_typed()
    evening.let_go()

    assert line.problem() == "Not an e-mail address, such as ana@example.org"
    assert panel.card.email_addresses[0].address == "maria@example.org"


def test_a_phone_is_read_and_shown_as_people_write_it(panel, evening):
    panel.flip_form()
    line = panel.form.phones.lines[0]
    line.set_text("7575550141")
    panel.form.keep_typed()
    evening.let_go()

    assert line.text() == "(757) 555-0141"
    assert panel.card.phone_numbers[0].number == "+17575550141"


def test_an_address_on_one_line_brings_its_town(panel, evening):
    panel.flip_form()
    panel.form.addresses.lines[0].set_text("12 Colonial Ave, 23508")
    panel.form.keep_typed()
    evening.let_go()

    (address,) = panel.card.postal_addresses
    assert address.address_lines == ("12 Colonial Ave",)
    assert (address.postal_code, address.locality, address.region) == ("23508", "Norfolk", "VA")
    assert panel.form.addresses.lines[0].text() == "12 Colonial Ave, Norfolk, VA, 23508"
    assert panel.form.addresses.lines[0].editor.cursorPosition() == 0  # cut, it shows the street


def test_in_spanish_what_somebody_agreed_to_is_not_cut(members, people, evening):
    window, page = members
    page.show_person(people["Maria Gutierrez"])
    evening.let_go()
    use_language("es")
    theme().use(colours="dark")  # the page is made anew
    evening.let_go()
    panel = window.view.page.panel
    panel.flip_form()
    evening.let_go()
    labels = [label for label in panel.form.findChildren(ElidedLabel) if label.isVisible()]
    cut = [each.text() for each in labels if each.fontMetrics().horizontalAdvance(each.text()) > each.width()]
    assert labels and cut == []
    assert geometry_problems(window) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("23517", PostalAddress("23517")),
        ("12 Colonial Ave, Apt 3, 23517", PostalAddress("23517", ("12 Colonial Ave", "Apt 3"))),
        ("12 Colonial Ave, Norfolk, VA 23517", PostalAddress("23517", ("12 Colonial Ave",), "Norfolk", "VA")),
        (
            "12 Colonial Ave, Norfolk, VA, 23517",
            PostalAddress("23517", ("12 Colonial Ave",), "Norfolk", "VA"),
        ),
        ("Norfolk, VA, 23517", PostalAddress("23517", ("Norfolk",))),
        ("behind the old mill", PostalAddress(raw="behind the old mill")),
    ],
)
def test_an_address_line_is_read(typed, meant):
    assert typed_address(typed) == meant


def test_permission_is_theirs_to_give_and_each_answer_is_kept(panel, evening, people):
    panel.flip_form()
    permissions = panel.form.permissions
    assert not any(button.isChecked() for button in permissions.buttons.values()), "nobody was asked yet"

    permissions.buttons["sms", True].click()
    evening.let_go()
    assert panel.card.consents["sms"].given
    permissions.buttons["sms", False].click()
    evening.let_go()

    assert not panel.card.consents["sms"].given
    assert permissions.buttons["sms", False].isChecked()
    assert set(evening.app.consents.of(people["Maria Gutierrez"])) == {"sms"}
    assert permissions.buttons["sms", True].accessibleName() == "Text messages: Yes"


def test_tags_come_and_go(panel, evening):
    panel.flip_form()
    tags = panel.form.tags
    tags.new.setFocus()
    type_text(panel.window(), "canvass")
    press(panel.window(), Qt.Key.Key_Return)
    evening.let_go()
    assert panel.card.tags == ("canvass", "phone bank")

    tags.chips["phone bank"].setFocus()
    press(panel.window(), Qt.Key.Key_Delete)
    QTest.qWait(5)
    evening.let_go()

    assert panel.card.tags == ("canvass",)


def test_escape_leaves_the_form_keeping_what_was_typed(members, panel, evening):
    window, page = members
    panel.flip_form()
    editor = panel.form.fields["employer"].editor
    editor.setFocus()
    QTest.keyClicks(editor, "City schools")

    for _time in range(5):
        press(window, Qt.Key.Key_Escape)
    evening.let_go()

    assert panel.card.employer == "City schools"
    assert page.isVisible()


# ---------------------------------------------------------------- notes, changes


def test_a_note_is_kept_and_taken_away_again(members, panel, evening):
    window, _page = members
    panel.tabs.setCurrentIndex(1)
    panel.notes.edit.setFocus()
    type_text(window, "Brings chairs.")
    press(window, Qt.Key.Key_Return, CTRL)
    evening.let_go()
    assert panel.card.notes[0].body == "Brings chairs."
    assert panel.tabs.tabText(1) == "Notes 1"
    assert panel.card.notes[0].written_by == "Denise Whitfield"

    panel.notes.taken_away.emit(panel.card.notes[0].id)
    evening.let_go()

    assert panel.card.notes == () and panel.tabs.tabText(1) == "Notes"


# ---------------------------------------------------------------- household


def lives_with(panel, evening, typed):
    """Type somebody's name in the household's field and take the first match."""
    window = panel.window()
    panel.tabs.setCurrentIndex(2)
    panel.household.picker.editor.setFocus()
    type_text(window, typed)
    press(window, Qt.Key.Key_Return)
    evening.let_go()


def test_somebody_who_lives_here_is_found_by_name_shown_and_undone(members, panel, evening, people):
    _window, page = members
    assert panel.tabs.tabText(2) == "Household"
    assert panel.household._nobody.isVisibleTo(panel.household)
    lives_with(panel, evening, "bill")
    assert [mate.name for mate in panel.card.household] == ["Bill Osei"]
    assert panel.tabs.tabText(2) == "Household 1"
    assert panel.household.picker.text() == "" and not panel.household._nobody.isVisibleTo(panel.household)

    panel.household.buttons["open", people["Bill Osei"]].click()
    evening.let_go()
    assert page.panel.card.display_name == "Bill Osei"
    assert [mate.name for mate in panel.card.household] == ["Maria Gutierrez"]

    step = evening.app.steps.latest(1)[0]
    evening.app.steps.take_back(step.id)
    evening.let_go()
    assert panel.card.household == () and panel.tabs.tabText(2) == "Household"


def test_somebody_who_moved_out_is_taken_from_the_household(members, panel, evening, people):
    lives_with(panel, evening, "bill")
    panel.household.buttons["part", people["Bill Osei"]].click()
    evening.let_go()
    assert panel.card.household == ()
    assert evening.app.households.of(people["Bill Osei"]) == ()


def test_nobody_lives_with_themselves_or_twice(panel, evening):
    lives_with(panel, evening, "maria gutierrez")
    assert panel.card.household == ()
    assert panel.household.picker.problem() == "Choose somebody else."
    lives_with(panel, evening, "bill")
    lives_with(panel, evening, "bill")
    assert len(panel.card.household) == 1
    assert panel.household.picker.problem() == "They are in this household already."


def test_each_change_can_be_put_back(panel, evening, people):
    maria = people["Maria Gutierrez"]
    (phone,) = panel.card.phone_numbers
    evening.app.records.edit(maria, {"phone_numbers": [PhoneNumber("757-555-0141", id=phone.id)]})
    evening.app.records.edit(maria, {"employer": "City schools"})
    evening.let_go()
    panel.tabs.setCurrentIndex(3)
    words = [button.accessibleName() for button in panel.changes.buttons]
    assert words == [
        "Put back: Employer — → City schools",
        "Put back: Phone (757) 555-0138 → (757) 555-0141",
    ]

    panel.changes.buttons[1].click()
    evening.let_go()

    assert panel.card.phone_numbers[0].shown == "(757) 555-0138"
    assert panel.card.employer == "City schools"


def test_nothing_changed_yet_is_said(panel):
    assert panel.changes.buttons == []
    assert panel.latest.isHidden()


def test_the_panel_archives_and_brings_back(panel, evening):
    panel.archive.click()
    evening.let_go()
    assert panel.card.archived_at is not None
    assert panel.archive.words() == "Bring back into the list"

    panel.archive.click()
    evening.let_go()

    assert panel.card.archived_at is None


def test_somebody_who_is_gone_closes_the_panel(members, panel, evening, people):
    _window, page = members
    evening.app.forgetting  # noqa: B018 (made before anybody is forgotten)
    with evening.app.db.write("forget") as writer:
        writer.forget([people["Maria Gutierrez"]])
    evening.let_go()
    settle()

    assert not page.panel.isVisible()


def test_days_are_written_in_spanish_too(qtbot, evening, people):
    use_language("es")
    _window, page = shown_people(qtbot, evening)
    page.show_person(people["Maria Gutierrez"])
    evening.let_go()

    assert any("23 de noviembre de 2026" in text for text in evidence(page.panel))


def test_a_language_is_shown_and_typed_in_words(panel, evening):
    panel.flip_form()
    edit(panel, "preferred_language", "spanish", evening)

    assert panel.card.preferred_language == "es"
    assert panel._line.text() == "Spanish"
    assert panel.form.fields["preferred_language"].text() == "Spanish"
