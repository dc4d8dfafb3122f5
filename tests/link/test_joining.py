"""Joining by a code, step by step: how far it is, stopped on either side, cut and taken up again."""

import threading

import pytest

from chapter_desk.core.safekeeping.founding_door import found_door
from chapter_desk.core.steps import Steps
from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.errors import JoinRefused, NotSaved
from chapter_desk.link.entering import Entering, JoinStep, join
from chapter_desk.link.joining import TRIES, Void
from tests.doors import CHEAP, Helper
from tests.link.relay import Relay

HALFWAY = 4096
"""Bytes: the digits are agreed by then, and the names are on their way."""


class Stopped(Exception):  # noqa: N818 (a wish, not an error)
    pass


@pytest.fixture
def relay(door_host):
    relays = []

    def lay(clog_after=None) -> Relay:
        relays.append(Relay(door_host.port, clog_after))
        return relays[-1]

    yield lay
    for each in relays:
        each.cut()


def keeping(folder, host):
    """Return what writes a welcome into a folder, as the page does."""

    def keep(welcome, *, report, confirm):
        found_door(folder, welcome, "open the door please", host.clock, install_id="install-Door-2",
                   cost=CHEAP, report=report, confirm=confirm)  # fmt: skip
        return welcome

    return keep


def entered(place, code, folder, host, told=lambda *_far: None):
    """Join on a thread; return it and what came of it."""
    came = {}
    entering = Entering(place, code, told)

    def run() -> None:
        try:
            came["welcome"] = entering.run(keeping(folder, host))
        except (JoinRefused, Stopped) as error:
            came["error"] = error

    thread = threading.Thread(target=run)
    thread.start()
    return entering, thread, came


def nothing_stays(host, folder) -> bool:
    return [each.is_this for each in Laptops(host.db).laptops()] == [True] and not folder.exists()


def test_each_step_is_told_in_its_order_with_how_far_it_is(host, door_host, tmp_path, maria, changed):
    told = []
    folder = tmp_path / "other"
    entering = Entering(
        ("127.0.0.1", door_host.port), door_host.new_code().digits, lambda *far: told.append(far)
    )
    welcome = entering.run(keeping(folder, host))
    assert list(dict.fromkeys(step for step, *_far in told)) == list(JoinStep)
    coming = [(done, total) for step, done, total, _people in told if step is JoinStep.COMING]
    assert coming[0][0] == 0 and coming[-1][0] == coming[-1][1] > HALFWAY and coming == sorted(coming)
    written = [(done, total) for step, done, total, _people in told if step is JoinStep.KEEPING]
    assert all(done <= total for done, total in written) and written[-1][0] == written[-1][1] > 0
    assert told[-1][-1] == welcome.people == 1
    assert (folder / "chapter.db").exists()
    assert changed.until(lambda: door_host.joined == "Door-2")


@pytest.mark.parametrize("at", [JoinStep.FOUND, JoinStep.AGREED, JoinStep.COMING, JoinStep.KEEPING])
def test_stopped_at_any_step_nothing_stays_and_the_same_digits_are_good(
    host, door_host, tmp_path, changed, at
):
    code = door_host.new_code()
    folder = tmp_path / "other"

    def told(step, *_far) -> None:
        if step is at:
            raise Stopped

    place = ("127.0.0.1", door_host.port)
    _entering, thread, came = entered(place, code.digits, folder, host, told)
    thread.join(20)
    assert isinstance(came["error"], Stopped)
    assert changed.until(lambda: door_host.joining is None and nothing_stays(host, folder))
    assert changed.until(lambda: code.void is None and code.tries_left == TRIES)
    assert join(place, code.digits).laptop == "Door-2"
    assert changed.until(lambda: code.void is Void.USED)


def test_stopped_while_nothing_comes_it_ends_at_once(host, door_host, tmp_path, changed, relay):
    code, folder, cable = door_host.new_code(), tmp_path / "other", relay(HALFWAY)
    entering, thread, came = entered(cable.place, code.digits, folder, host)
    assert cable.clogged.wait(20)
    entering.stop()
    thread.join(5)
    assert not thread.is_alive() and came["error"].reason == "gone"
    cable.cut()
    assert changed.until(lambda: nothing_stays(host, folder))


def test_a_cable_cut_in_the_middle_is_told_on_both_sides_and_taken_up_again(
    host, door_host, tmp_path, changed, relay
):
    code, folder, cable = door_host.new_code(), tmp_path / "other", relay(HALFWAY)
    _entering, thread, came = entered(cable.place, code.digits, folder, host)
    assert cable.clogged.wait(20)
    assert door_host.joining.name == "Door-2" and len(Laptops(host.db).laptops()) == 2
    cable.cut()
    thread.join(20)
    assert came["error"].reason == "gone"
    assert changed.until(lambda: door_host.lost == "Door-2" and nothing_stays(host, folder))
    _again, thread, came = entered(relay().place, code.digits, folder, host)
    thread.join(20)
    assert came["welcome"].laptop == "Door-2" and door_host.lost == ""
    assert changed.until(lambda: code.void is Void.USED)
    assert [each.name for each in Laptops(host.db).laptops()] == ["desk", "Door-2"]


def test_stopped_at_the_chapters_laptop_it_ends_on_both(host, door_host, tmp_path, changed, relay):
    code, folder, cable = door_host.new_code(), tmp_path / "other", relay(HALFWAY)
    _entering, thread, came = entered(cable.place, code.digits, folder, host)
    assert cable.clogged.wait(20)
    door_host.no_code()
    assert changed.until(lambda: door_host.joining is None)
    cable.unclog()
    thread.join(20)
    assert came["error"].reason == "gone"
    assert nothing_stays(host, folder) and door_host.lost == "" and door_host.code is None


def test_while_one_joins_another_with_the_same_digits_does_not(host, door_host, tmp_path, changed, relay):
    code, folder, cable = door_host.new_code(), tmp_path / "other", relay(HALFWAY)
    _entering, thread, came = entered(cable.place, code.digits, folder, host)
    assert cable.clogged.wait(20)
    with pytest.raises(JoinRefused) as refused:
        join(("127.0.0.1", door_host.port), code.digits)
    assert refused.value.reason == "wrong-code"
    cable.unclog()
    thread.join(20)
    assert came["welcome"].laptop == "Door-2"
    assert len(Laptops(host.db).laptops()) == 2


def test_where_the_other_laptop_cannot_write_nothing_stays_here(host, door_host, changed, tmp_path):
    code = door_host.new_code()

    def keep(welcome, *, report, confirm):
        raise NotSaved("disk-full")

    with pytest.raises(NotSaved):
        Entering(("127.0.0.1", door_host.port), code.digits).run(keep)
    assert changed.until(lambda: nothing_stays(host, tmp_path / "other"))
    assert join(("127.0.0.1", door_host.port), code.digits).laptop == "Door-2"


def test_the_keys_of_one_that_did_not_join_are_good_for_nothing(host, meeting, maria, tmp_path):
    welcome = host.laptops.take_in(meeting, "Door-2")
    host.laptops.withdraw(welcome.replica_id)
    door = Helper(tmp_path, welcome, host.clock)
    door.sign_ins.sign_in(meeting, maria)
    with pytest.raises(Exception, match="revoked"):
        host.hear(door)
    assert host.laptops.next_name() == "Door-2"
    steps = Steps(host.db, undo_take_in=pytest.fail)
    latest = steps.latest(1)[0]
    assert latest.kind == "withdraw-laptop" and not latest.can_be_taken_back
    door.db.close()
