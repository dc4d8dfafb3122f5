"""A helper's laptop as a process of its own: joins by a code, then does what it is told line by line."""

import json
import sys
from pathlib import Path

from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.link.entering import join
from chapter_desk.link.guest import DoorGuest
from tests.doors import Helper
from tests.link.conftest import Signal, app_of


def main(root: str, address: str, port: str, code: str) -> None:
    place = (address, int(port))
    changed = Signal()
    welcome = join(place, code)
    door = Helper(Path(root), welcome)
    meeting = welcome.meeting_id
    guest = DoorGuest(app_of(door), lambda: [place], changed)
    door.db.on_commit = lambda _committed: (guest.wake(), changed())
    guest.start()
    say(door.id)
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "walk-in":
            door.sign_ins.walk_in(meeting, WalkIn(rest, "guest@example.org"), method="desk")
            say("done")
        elif word == "sign-in":
            door.sign_ins.sign_in(meeting, rest)
            say("done")
        elif word == "wait":
            many = int(rest)
            say(changed.until(lambda many=many: len(door.in_(meeting)) == many))
        elif word == "apart":
            say(changed.until(lambda: not guest.is_linked))
        elif word == "in":
            say({person: sorted(laptops) for person, laptops in door.in_(meeting).items()})
    guest.stop()
    door.db.close()


def say(what: object) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
