"""What phones changed is told at once, and what follows right after it together: never lost."""

from threading import Event

from chapter_desk.values import Area
from chapter_desk.web.phone_form import PhoneForm
from chapter_desk.web.telling import Telling
from tests.phones import LOOPBACK, Phone


def test_the_first_is_told_at_once_and_the_rest_together():
    told = []
    telling = Telling(lambda areas: told.append(set(areas)), every_s=3600)
    telling.hear(frozenset({Area.PEOPLE}))
    telling.hear(frozenset({Area.MEETINGS}))
    telling.hear(frozenset({Area.PEOPLE, Area.STEPS}))
    assert told == [{Area.PEOPLE}]
    telling.flush()
    telling.flush()
    assert told == [{Area.PEOPLE}, {Area.MEETINGS, Area.PEOPLE, Area.STEPS}]


def test_what_waits_is_told_by_itself():
    over = Event()
    told = []

    def tell(areas):
        told.append(areas)
        if len(told) == 2:
            over.set()

    telling = Telling(tell, every_s=0.05)
    telling.hear(frozenset({Area.PEOPLE}))
    telling.hear(frozenset({Area.PEOPLE}))
    assert over.wait(10)


def test_many_phones_are_few_words_to_the_pages_and_the_desk_is_told_at_once(evening, meeting, came):
    told = []
    stop = evening.app.changes.subscribe(told.append)
    form = PhoneForm(evening.app, find=lambda: [LOOPBACK], tell_every_s=3600)
    address = form.switch_on(meeting.id, port=0)
    told.clear()
    for number in range(5):
        Phone(address, number).sign_in(f"Guest {number}")
    assert len(told) == 1
    evening.app.sign_ins.sign_in(meeting.id, evening.person("Tom"))
    assert len(told) == 3  # Tom put on file, Tom signed in
    form.switch_off()
    assert len(told) == 4 and came() == 5
    stop()
