"""The chapter's laptop as a process of its own: answers at its door and calls out in the network, then does
what it is told line by line."""

import sys
from pathlib import Path

from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.link.host import DoorHost
from tests.doors import Host
from tests.link.conftest import Signal, app_of
from tests.link.helper_process import be_impatient, say


def main(root: str, address: str) -> None:
    be_impatient()
    changed = Signal()
    host = Host(Path(root))
    meeting = host.meeting()
    host.person("Maria Gutierrez")
    answering = DoorHost(app_of(host), meeting, told=changed, address=address, port=0)
    host.db.on_commit = lambda _committed: (answering.wake(), changed())
    answering.start(address)
    say({"name": answering.name, "port": answering.port, "code": answering.new_code().digits})
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "walk-in":
            host.sign_ins.walk_in(meeting, WalkIn(rest), method="desk")
            say("done")
        elif word == "wait":
            say(changed.until(lambda many=int(rest): len(host.in_(meeting)) == many, 60))
        elif word == "apart":
            say(changed.until(lambda: not answering.linked, 60))
        elif word == "in":
            say({person: sorted(laptops) for person, laptops in host.in_(meeting).items()})
    answering.stop()
    host.db.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
