"""Two laptops with a real cable: two network namespaces, found by zeroconf, the cable down and up again.

Namespaces need root, or a kernel that lets anybody make them; elsewhere this is left out and says why.
"""

import shutil
import subprocess
import sys
from secrets import token_hex

import pytest

from tests.link.test_two_processes import Process

pytestmark = pytest.mark.timeout(180)

ADDRESSES = ("10.97.0.1", "10.97.0.2")


def ip(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["ip", *words], capture_output=True, text=True, check=False, timeout=20)


def why_not() -> str:
    """Return why no two namespaces can be joined on this machine; "" where they can."""
    if sys.platform != "linux":
        return "network namespaces are Linux's"
    if shutil.which("ip") is None:
        return "iproute2 is not installed: there is no command `ip`"
    probe = f"cdp{token_hex(3)}"
    made = ip("netns", "add", probe)
    if made.returncode:
        return f"this machine lets nobody make a network namespace: {made.stderr.strip()}"
    try:
        laid = ip("-n", probe, "link", "add", "wire0", "type", "veth", "peer", "name", "wire1")
        return f"this machine's kernel joins no two: {laid.stderr.strip()}" if laid.returncode else ""
    finally:
        ip("netns", "del", probe)


class Cable:
    """Two namespaces with one end of a cable in each."""

    def __init__(self) -> None:
        tail = token_hex(3)
        self.ends = [f"cda{tail}", f"cdb{tail}"]

    def lay(self) -> None:
        for end in self.ends:
            self._do("netns", "add", end)
        one, other = self.ends
        self._do("-n", one, "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", other)
        for end, address in zip(self.ends, ADDRESSES, strict=True):
            self._do("-n", end, "addr", "add", f"{address}/24", "dev", "wire")
            self._do("-n", end, "link", "set", "lo", "up")
            self._do("-n", end, "link", "set", "wire", "up")

    def pull(self) -> None:
        self._do("-n", self.ends[0], "link", "set", "wire", "down")

    def plug_in(self) -> None:
        self._do("-n", self.ends[0], "link", "set", "wire", "up")

    def take_away(self) -> None:
        for end in self.ends:
            ip("netns", "del", end)

    def _do(self, *words: str) -> None:
        done = ip(*words)
        assert done.returncode == 0, (words, done.stderr)


@pytest.fixture
def cable():
    hindrance = why_not()
    if hindrance:
        pytest.skip(hindrance)
    cable = Cable()
    try:
        cable.lay()
        yield cable
    finally:
        cable.take_away()


@pytest.fixture
def laptops(cable, tmp_path, monkeypatch):
    """The chapter's laptop at one end, and a helper at the other that finds it without an address."""
    monkeypatch.setenv("CHAPTER_DESK_TEST_SILENT_S", "3")
    running = []

    def run(end: int, module: str, *arguments: str) -> Process:
        within = ("ip", "netns", "exec", cable.ends[end])
        running.append(Process(*arguments, module=module, within=within))
        return running[-1]

    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    host = run(0, "tests.link.host_process", str(tmp_path / "a"), ADDRESSES[0])
    host.said = host.read()
    name, code = host.said["name"], host.said["code"]
    helper = run(1, "tests.link.helper_process", str(tmp_path / "b"), name, "", code)
    helper.id = helper.read()
    yield host, helper
    assert [each.end() for each in running] == [0, 0]


def test_found_without_an_address_joined_and_in_step_again_after_the_cable_was_out(cable, laptops):
    host, helper = laptops
    assert helper.tell("walk-in Ana Lopez") == "done"
    assert host.tell("wait 1") is True

    cable.pull()
    assert helper.tell("apart") is True and host.tell("apart") is True
    assert helper.tell("walk-in Tom Alvarez") == "done"
    assert host.tell("walk-in Rosa Parks") == "done"
    assert len(helper.tell("in")) == len(host.tell("in")) == 2

    cable.plug_in()
    assert host.tell("wait 3") is True and helper.tell("wait 3") is True
    assert host.tell("in") == helper.tell("in")
