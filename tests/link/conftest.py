"""A chapter and laptops that help at its door, in one process, on loopback addresses."""

import threading
from types import SimpleNamespace

import pytest

from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.link.entering import join
from chapter_desk.link.guest import DoorGuest
from chapter_desk.link.host import DoorHost
from tests.doors import Helper, Host


class Signal:
    """Tells that something changed, for tests that wait for it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()

    def __call__(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, true, seconds: float = 20.0) -> bool:
        with self._changed:
            return self._changed.wait_for(true, seconds)


def app_of(laptop):
    """Return as much of an open chapter as the line needs."""
    return SimpleNamespace(
        db=laptop.db,
        laptops=Laptops(laptop.db),
        door_laptops=laptop.laptops,
        door_bundles=laptop.bundles,
        exchange=laptop.exchange,
    )


@pytest.fixture
def changed():
    return Signal()


@pytest.fixture
def host(tmp_path):
    host = Host(tmp_path)
    yield host
    host.db.close()


@pytest.fixture
def meeting(host):
    return host.meeting()


@pytest.fixture
def maria(host):
    return host.person("Maria Gutierrez", email_addresses=["maria@example.org"])


@pytest.fixture
def door_host(host, meeting, maria, changed):
    answering = DoorHost(app_of(host), meeting, told=changed, address="127.0.0.1", port=0, call=None)
    answering.start()
    host.db.on_commit = lambda _committed: (answering.wake(), changed())
    yield answering
    answering.stop()


@pytest.fixture
def joined(host, door_host, tmp_path, changed):
    """Return a helper's laptop that joined by the code."""
    helpers = []

    def join_one() -> Helper:
        code = door_host.new_code()
        helpers.append(Helper(tmp_path, join(("127.0.0.1", door_host.port), code.digits), host.clock))
        return helpers[-1]

    yield join_one
    for each in helpers:
        each.db.close()


@pytest.fixture
def line(changed):
    """Return the line of a helper's laptop to the place that a list names, up until it is stopped."""
    lines = []

    def begin(helper, places) -> DoorGuest:
        guest = DoorGuest(app_of(helper), lambda: list(places), changed)
        helper.db.on_commit = lambda _committed: (guest.wake(), changed())
        guest.start()
        lines.append(guest)
        return guest

    yield begin
    for each in lines:
        each.stop()
