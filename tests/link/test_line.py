"""Two laptops at one door: joined by a code, in step, apart when the cable is pulled, together again."""

import pytest

from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.errors import JoinRefused
from chapter_desk.link import talk
from chapter_desk.link.channel import ChannelError
from chapter_desk.link.entering import join
from chapter_desk.link.host import DoorHost
from chapter_desk.link.joining import TRIES, Code, Void, read_code
from chapter_desk.store import schema
from tests.link.conftest import app_of
from tests.link.test_attacks import KEY, keyed


def test_a_laptop_joins_by_the_code_and_both_count_together(
    host, door_host, joined, line, meeting, maria, changed
):
    door = joined()
    assert changed.until(lambda: door_host.joined == "Door-2" and door_host.code.void is Void.USED)
    assert door.rows(schema.person)[maria].display_name == "Maria Gutierrez"
    guest = line(door, [("127.0.0.1", door_host.port)])
    door.sign_ins.sign_in(meeting, maria)
    assert changed.until(lambda: host.in_(meeting) == {maria: {door.id}})
    host.sign_ins.walk_in(meeting, WalkIn("Rosa Parks"), method="desk")
    assert changed.until(lambda: len(door.in_(meeting)) == 2)
    assert changed.until(lambda: guest.in_step and door_host.linked and door_host.linked[0].in_step)


def test_both_go_on_when_the_cable_is_pulled_and_catch_up_when_it_is_back(
    host, door_host, joined, line, meeting, maria, changed
):
    door = joined()
    places = [("127.0.0.1", door_host.port)]
    guest = line(door, places)
    assert changed.until(lambda: guest.is_linked)
    door_host.stop()
    assert changed.until(lambda: not guest.is_linked)
    door.sign_ins.sign_in(meeting, maria)
    host.sign_ins.sign_in(meeting, maria)
    host.sign_ins.walk_in(meeting, WalkIn("Rosa Parks"), method="desk")
    assert host.in_(meeting) != door.in_(meeting)
    back = DoorHost(app_of(host), meeting, told=changed, address="127.0.0.2", port=0, call=None)
    back.start()
    places[:] = [("127.0.0.1", 9), ("127.0.0.2", back.port)]
    try:
        assert changed.until(lambda: host.in_(meeting) == door.in_(meeting))
        assert host.in_(meeting)[maria] == {host.id, door.id}
        assert host.laptops.tonight(meeting).all_in == door.laptops.tonight(meeting).all_in == 2
    finally:
        back.stop()


def test_what_one_door_writes_reaches_the_third(host, door_host, joined, line, meeting, maria, changed):
    one, two = joined(), joined()
    place = [("127.0.0.1", door_host.port)]
    for each in (one, two):
        line(each, place)
    one.sign_ins.walk_in(meeting, WalkIn("Rosa Parks", "rosa@example.org"), method="desk")
    assert changed.until(lambda: two.in_(meeting) == one.in_(meeting) != {})
    assert {each.name for each in two.laptops.tonight(meeting).laptops} >= {"Door-2", "Door-3"}


def test_a_laptop_that_was_taken_off_the_list_is_hung_up_on(
    host, door_host, joined, line, meeting, maria, changed
):
    door = joined()
    guest = line(door, [("127.0.0.1", door_host.port)])
    assert changed.until(lambda: guest.is_linked)
    host.laptops.remove(door.id)
    assert changed.until(lambda: not door_host.linked and not guest.is_linked)
    door.sign_ins.sign_in(meeting, maria)
    assert host.in_(meeting) == {}


def test_a_wrong_code_joins_nobody_and_after_three_the_code_is_void(host, door_host):
    code = door_host.new_code()
    wrong = "000000" if code.digits != "000000" else "111111"
    place = ("127.0.0.1", door_host.port)
    for _try in range(TRIES):
        with pytest.raises(JoinRefused) as refused:
            join(place, wrong)
        assert refused.value.reason == "wrong-code"
    assert code.void is Void.WRONG
    with pytest.raises(JoinRefused):
        join(place, code.digits)
    assert len(Laptops(host.db).laptops()) == 1


def test_a_code_lets_one_laptop_in_and_no_second(host, door_host, joined):
    joined()
    with pytest.raises(JoinRefused):
        join(("127.0.0.1", door_host.port), door_host.code.digits)
    assert len(Laptops(host.db).laptops()) == 2


def test_nobody_joins_while_no_code_is_shown(door_host):
    with pytest.raises(JoinRefused):
        join(("127.0.0.1", door_host.port), "123456")


def test_where_nobody_answers_that_is_said(door_host):
    port = door_host.port
    door_host.stop()
    with pytest.raises(JoinRefused) as refused:
        join(("127.0.0.1", port), "123456")
    assert refused.value.reason == "not-there"


def test_a_code_is_good_for_five_minutes():
    now = [0.0]
    code = Code(clock=lambda: now[0])
    assert code.begin_try() and code.seconds_left == 300
    code.give_back()
    now[0] = 300.0
    assert (code.void, code.seconds_left, code.begin_try()) == (Void.EXPIRED, 0.0, False)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("123456", "123456"), ("123 456", "123456"), (" 12-34-56 ", "123456"), ("12345", ""), ("1234567", ""),
     ("12345a", ""), ("", ""), ("١٢٣٤٥٦", "")],
)  # fmt: skip
def test_a_code_is_read_however_it_is_grouped(typed, code):
    assert read_code(typed) == code


def test_a_peer_that_says_nothing_any_more_is_gone(monkeypatch):
    """A cable that is out ends no connection by itself: only silence tells."""
    monkeypatch.setattr(talk, "SILENT_FOR_S", 0.3)
    guest, silent, *_ends = keyed(KEY, KEY)
    ours, theirs = talk.waker()
    side = talk.Side(lambda: 0, lambda: 0, pytest.fail, pytest.fail, lambda: True)
    talking = talk.Talk(guest, side, theirs, lambda: None, lambda: False)
    with pytest.raises(ChannelError, match="silent"):
        talking.run()
    assert silent is not None
    ours.close()
    theirs.close()
