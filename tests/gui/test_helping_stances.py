"""The kiosk, the phone form and paper on a laptop that only helps at a door."""

import pytest
from PySide6.QtCore import Qt

from chapter_desk.gui.kiosk import finding
from chapter_desk.gui.pages import Given, pages
from chapter_desk.gui.settings.page import SettingsPage
from chapter_desk.gui.sorting.page import SortOutPage
from chapter_desk.store import schema
from chapter_desk.web.phone_form import Stage
from tests.gui.evening import ALT, press
from tests.gui.kiosks import PIN, come_in, started, words
from tests.gui.test_door_phone import arrive, turn
from tests.gui.test_helping import evening, give, helper, meeting, page
from tests.phones import Phone

__all__ = ["evening", "give", "helper", "meeting", "page"]


@pytest.fixture
def open_page(evening, meeting, page, give):
    evening.app.calendar.open_door(meeting.id)
    give()
    return page


@pytest.fixture
def kiosk(open_page, helper, monkeypatch):
    monkeypatch.setattr(finding, "TYPING_MS", 0)
    return started(open_page.window(), helper, PIN)


def who_came(evening, meeting) -> dict[str, str]:
    return {each.name: each.method for each in evening.app.door.who_is_in(meeting.id)}


def test_who_signs_in_at_a_helpers_kiosk_is_in_at_the_chapters(evening, meeting, helper, kiosk, give):
    assert "Norfolk" in words(kiosk) and meeting.title in words(kiosk)
    come_in(helper, kiosk, "mar gut")
    assert "You are in, Maria." in words(kiosk)
    give()
    assert who_came(evening, meeting) == {"Maria Gutierrez": "kiosk"}


def test_a_kiosk_left_standing_after_the_door_was_closed_writes_nothing(
    evening, meeting, helper, kiosk, give
):
    evening.app.calendar.end(meeting.id)
    give()
    come_in(helper, kiosk, "mar gut")
    assert "Nothing was written. Ask at the table." in words(kiosk)
    give()
    assert who_came(evening, meeting) == {}


def test_what_a_phone_writes_at_a_helper_is_sealed_there_and_opened_at_the_chapters(
    qtbot, evening, meeting, helper, open_page, give
):
    turn(open_page, helper)
    phone = Phone(open_page.phones.switch.address)
    sent = phone.sign_in("Cora Marsh", email="cora@example.org", phone="757-555-0144")
    assert sent.status == 303
    arrive(helper)
    assert [each.name for each in open_page.columns.who.list.people()] == ["Cora Marsh"]
    with helper.app.db.read() as connection:
        for table in (schema.email_address, schema.phone_number):
            assert not connection.execute(table.select()).all()
    give()
    assert who_came(evening, meeting) == {"Cora Marsh": "phone"}
    with evening.app.db.read() as connection:
        addresses = [row.address for row in connection.execute(schema.email_address.select())]
    assert "cora@example.org" in addresses
    evening.app.calendar.end(meeting.id)
    with qtbot.waitSignal(open_page.phones.switch.changed):
        give()
    assert open_page.phones.switch.stage is Stage.OFF, "the form stops with the meeting"
    with pytest.raises(ConnectionError):
        phone.look()


def test_the_roll_and_the_count_of_a_vote_are_the_chapters(helper, open_page):
    window = open_page.window()
    press(window, Qt.Key.Key_R, ALT)
    helper.let_go()
    panel = open_page.stances.vote.panel
    assert panel.isVisible() and panel.isAncestorOf(window.focusWidget())
    assert not any(each.isVisible() for each in (panel.freeze, panel.returned, panel.spoiled, panel.keep))
    assert "at the chapter's laptop" in panel.elsewhere.text() and panel.elsewhere.isVisible()
    assert panel.roll.text() == "The roll is not frozen yet."


def test_where_nothing_waits_the_way_leads_to_the_door_there_is(helper):
    page = SortOutPage(helper.app, helper.tasks)
    gone = []
    page.going.connect(lambda key, *_place: gone.append(key))
    page.go_on.click()
    assert page.go_on.words() == "Go to the door" and gone == ["door"]


def test_settings_change_nothing_of_the_chapter(qtbot, helper):
    page = SettingsPage(helper.app, helper.tasks, helper.settings)
    qtbot.addWidget(page)
    page.show()
    helper.let_go()
    assert page.look.isVisible() and page.lock.isVisible()
    assert not page.chapter.isVisible() and not page.money.isVisible()
    (money,) = [command for command in page.commands() if command.name == "settings.money"]
    assert money.able is not None and not money.able()


def test_paper_is_the_chapters_and_not_offered(helper, open_page):
    assert not open_page.stances.paper_button.isVisible()
    assert [each.key for each in pages(Given(helper.app, helper.tasks, helper.settings))] == [
        "door", "sort-out", "settings",
    ]  # fmt: skip
