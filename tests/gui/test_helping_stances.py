"""The kiosk, the phone form and paper on a laptop that only helps at a door."""

import pytest

from chapter_desk.gui.kiosk import finding
from chapter_desk.gui.pages import Given, pages
from chapter_desk.store import schema
from chapter_desk.web.phone_form import Stage
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


def test_paper_is_the_chapters_and_not_offered(helper, open_page):
    assert not open_page.stances.paper_button.isVisible()
    assert [each.key for each in pages(Given(helper.app, helper.tasks, helper.settings))] == [
        "door", "sort-out", "settings",
    ]  # fmt: skip
