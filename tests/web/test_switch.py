"""The switch of the phone form: on, off, paused, out of reach, and over with the meeting."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.errors import MeetingEnded, NoNetwork, NotSaved, PortTaken
from chapter_desk.web import networks as nets
from chapter_desk.web.networks import Network, chosen, networks
from chapter_desk.web.phone_form import PhoneForm, Stage
from chapter_desk.web.server import bound
from tests.fakes import HeldTasks
from tests.gui.evening import opened_evening
from tests.phones import LOOPBACK, Phone


def is_there(address) -> bool:
    try:
        return Phone(address).look().status == 200
    except ConnectionError:
        return False


def test_nothing_listens_and_nothing_is_loaded_until_it_is_switched_on():
    heavy = ["uvicorn", "starlette", "jinja2", "segno", "h11", "ifaddr"]
    code = (
        "import sys, chapter_desk.web.phone_form, chapter_desk.app\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_off_means_that_nobody_answers(form):
    address = form.address
    assert is_there(address) and form.stage is Stage.ON
    form.switch_off()
    assert not is_there(address)
    assert (form.stage, form.address, form.meeting_id) == (Stage.OFF, None, None)
    form.switch_off()


def test_switching_on_again_keeps_the_path_that_was_printed(form, meeting):
    path = form.address.path
    form.switch_off()
    assert form.switch_on(meeting.id, port=0).path == path


def test_it_listens_at_the_chosen_address_only(form):
    sockets = form._running.server._server.servers[0].sockets
    assert [each.getsockname()[0] for each in sockets] == ["127.0.0.1"]


def test_a_port_in_use_is_passed_by_and_ten_in_use_are_told(evening, meeting):
    first = bound("127.0.0.1", 0)
    port = first.getsockname()[1]
    form = PhoneForm(evening.app, find=lambda: [LOOPBACK])
    held = [first]
    try:
        assert port < form.switch_on(meeting.id, port=port).port < port + 10
        form.switch_off()
        with pytest.raises(PortTaken):
            while True:
                held.append(bound("127.0.0.1", port))
    finally:
        for each in held:
            each.close()


def test_without_a_network_it_says_so_and_stays_off(evening, meeting):
    form = PhoneForm(evening.app, find=list)
    with pytest.raises(NoNetwork):
        form.switch_on(meeting.id)
    gone = PhoneForm(evening.app, find=lambda: [Network("Wi-Fi", "203.0.113.9")])
    with pytest.raises(NoNetwork):
        gone.switch_on(meeting.id)
    assert form.stage is gone.stage is Stage.OFF


def test_a_network_that_goes_and_comes_back_is_noticed(evening, meeting):
    here, told = [LOOPBACK], []
    form = PhoneForm(evening.app, find=lambda: here, told=lambda: told.append(form.stage))
    form.switch_on(meeting.id, port=0)
    here = []
    form.look_at_network()
    here = [LOOPBACK]
    form.look_at_network()
    form.look_at_network()
    form.switch_off()
    assert told == [Stage.ON, Stage.OUT_OF_REACH, Stage.ON, Stage.OFF]


def test_only_an_open_door_has_a_form(evening):
    planned = evening.meeting("Planned")
    form = PhoneForm(evening.app, find=lambda: [LOOPBACK])
    with pytest.raises(MeetingEnded):
        form.switch_on(planned.id)
    assert form.stage is Stage.OFF


def test_it_ends_with_the_meeting(evening, meeting):
    over = Event()
    form = PhoneForm(
        evening.app, find=lambda: [LOOPBACK], told=lambda: form.stage is Stage.OFF and over.set()
    )
    address = form.switch_on(meeting.id, port=0)
    evening.app.calendar.end(meeting.id)
    assert over.wait(10)
    assert not is_there(address)


def test_whoever_filled_it_in_while_the_meeting_ended_is_told(
    evening, meeting, form, phone, came, monkeypatch
):
    token = phone.look().token
    form._running.stop_hearing()
    evening.app.calendar.end(meeting.id)
    answer = phone.send({"form": token, "name": "Dee"})
    assert (answer.status, came()) == (410, 0)
    assert "The door is closed." in answer.html and "La entrada está cerrada." in answer.html


def test_a_laptop_that_cannot_write_tells_phones_to_use_paper(
    evening, meeting, form, phone, came, monkeypatch
):
    pages = [phone.look(), phone.look()]

    def full(*_args, **_named):
        raise NotSaved("disk-full")

    with monkeypatch.context() as patch:
        patch.setattr(evening.app.sign_ins, "walk_in", full)
        refused = phone.send({"form": pages[0].token, "name": "Dee"})
    assert (refused.status, form.stage, came()) == (503, Stage.PAUSED, 0)
    assert "Write your name on the paper list." in refused.html and "lista de papel" in refused.html
    assert phone.look().status == 503
    assert phone.send({"form": pages[1].token, "name": "Bo"}).status == 503
    evening.app.sign_ins.sign_in(meeting.id, evening.person("Tom"))  # the desk could write: so can phones
    assert form.stage is Stage.ON
    assert phone.send({"form": pages[0].token, "name": "Dee"}).status == 303
    assert came() == 1


def test_pausing_by_hand_and_trying_again(form, phone):
    form.pause()
    assert phone.look().status == 503
    form.resume()
    assert phone.look().status == 200


def test_closing_the_chapter_ends_it_first(tmp_path, home):
    evening = opened_evening(tmp_path, HeldTasks())
    meeting = evening.app.calendar.open_door(evening.meeting().id)
    form = PhoneForm(evening.app, find=lambda: [LOOPBACK])
    address = form.switch_on(meeting.id, port=0)
    assert Phone(address).sign_in("Dee").status == 303
    evening.app.close()
    assert form.stage is Stage.OFF and not is_there(address)


def test_the_desk_goes_first(evening, meeting):
    busy, looked = Event(), Event()
    busy.set()

    def desk_waits() -> bool:
        looked.set()
        return busy.is_set()

    form = PhoneForm(evening.app, find=lambda: [LOOPBACK], desk_waits=desk_waits)
    address = form.switch_on(meeting.id, port=0)
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(Phone(address).sign_in, "From a phone")
        assert looked.wait(10)
        evening.app.sign_ins.walk_in(meeting.id, WalkIn("At the desk"))
        busy.clear()
        assert sent.result().status == 303
    names = [each.name for each in evening.app.door.who_is_in(meeting.id)]
    assert names == ["From a phone", "At the desk"]
    form.switch_off()


@pytest.fixture
def adapters(monkeypatch):
    """Have this computer say that it has these cards."""
    from ifaddr import IP, Adapter

    def say(*cards: tuple[str, str]) -> None:
        made = [Adapter(name, name, [IP(address, 24, name)]) for name, address in cards]
        monkeypatch.setattr("ifaddr.get_adapters", lambda: made)

    return say


def test_the_rooms_wifi_comes_first_and_what_nobody_can_reach_not_at_all(adapters):
    adapters(
        ("lo", "127.0.0.1"), ("docker0", "172.17.0.1"), ("eth0", "192.168.7.2"), ("wlp2s0", "192.168.1.20"),
        ("Ethernet 3", "169.254.8.8"), ("tun0", "10.8.0.2"), ("wwan0", "8.8.4.4"),
    )  # fmt: skip
    assert [each.name for each in networks()] == ["wlp2s0", "eth0", "wwan0", "docker0", "tun0"]
    assert networks()[0].is_wireless
    assert chosen(networks(), "eth0").address == "192.168.7.2"
    assert chosen(networks(), "gone").name == "wlp2s0"
    assert chosen([], "eth0") is None


@pytest.mark.parametrize("name", ["Wi-Fi", "wlan0", "Wireless Network Connection", "wlx00c0ca"])
def test_names_of_wireless_cards_are_known(name):
    assert nets.Network(name, "192.168.1.2").is_wireless
