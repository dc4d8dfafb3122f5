"""Two real processes on two loopback addresses: joined by a code, the cable pulled, and back."""

import json
import subprocess
import sys
from collections.abc import Sequence
from time import monotonic

from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.link.host import DoorHost
from tests.link.conftest import app_of


class Process:
    """A laptop, a helper's if nothing else is said; each command is answered with one line."""

    def __init__(
        self, *arguments: str, module: str = "tests.link.helper_process", within: Sequence[str] = ()
    ) -> None:
        command = [*within, sys.executable, "-m", module, *arguments]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def read(self):
        return json.loads(self._process.stdout.readline())

    def tell(self, command: str):
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        return self.read()

    def end(self) -> int:
        self._process.stdin.close()
        code = self._process.wait(20)
        self._process.stdout.close()
        return code


def test_two_processes_join_part_and_meet_again(host, meeting, maria, changed, tmp_path):
    leo = host.person("Leo Park")
    answers = answering(host, meeting, changed, 0)
    port, code = answers.port, answers.new_code()
    begun = monotonic()
    helper = Process(str(tmp_path), "127.0.0.2", str(port), code.digits)
    try:
        door = helper.read()
        assert monotonic() - begun < 60
        assert helper.tell(f"sign-in {maria}") == "done"
        assert changed.until(lambda: host.in_(meeting) == {maria: {door}})
        host.sign_ins.walk_in(meeting, WalkIn("Rosa Parks"), method="desk")
        assert helper.tell("wait 2") is True

        answers.stop()
        assert helper.tell("apart") is True
        assert helper.tell("walk-in Ana Lopez") == "done"
        assert helper.tell(f"sign-in {leo}") == "done"
        host.sign_ins.sign_in(meeting, leo)
        host.sign_ins.walk_in(meeting, WalkIn("Tom Alvarez"), method="desk")
        assert len(host.in_(meeting)) == len(helper.tell("in")) == 4

        answers = answering(host, meeting, changed, port)
        assert helper.tell("wait 5") is True
        assert changed.until(lambda: len(host.in_(meeting)) == 5)
        there = {person: set(laptops) for person, laptops in helper.tell("in").items()}
        assert there == host.in_(meeting)
        assert there[leo] == {host.id, door}
    finally:
        assert helper.end() == 0
        answers.stop()


def answering(host, meeting, changed, port: int) -> DoorHost:
    """Return the chapter's laptop, answering at its door."""
    answers = DoorHost(app_of(host), meeting, told=changed, address="127.0.0.2", port=port, call=None)
    answers.start()
    host.db.on_commit = lambda _committed: (answers.wake(), changed())
    return answers
