"""A helper's laptop as a process of its own: joins by a code, then does what it is told line by line."""

import json
import os
import sys
from pathlib import Path

from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.link import talk
from chapter_desk.link.entering import Place, join
from chapter_desk.link.finding import Looking
from chapter_desk.link.guest import DoorGuest
from tests.doors import Helper
from tests.link.conftest import Signal, app_of


def main(root: str, where: str, port: str, code: str) -> None:
    """`where` is an address, or without a port the two words that the other laptop calls itself."""
    be_impatient()
    changed = Signal()
    place = (where, int(port)) if port else find(where, changed)
    welcome = join(place, code)
    door = Helper(Path(root), welcome)
    meeting = welcome.meeting_id
    guest = call(door, place, changed)
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
            say(changed.until(lambda many=many: len(door.in_(meeting)) == many, 60))
        elif word == "wait-with":
            say(changed.until(lambda person=rest: len(door.in_(meeting).get(person, ())) == 2, 60))
        elif word == "apart":
            say(changed.until(lambda line=guest: not line.is_linked, 60))
        elif word == "hang-up":
            guest.stop()
            say("done")
        elif word == "call":
            guest = call(door, place, changed)
            say("done")
        elif word == "in":
            say({person: sorted(laptops) for person, laptops in door.in_(meeting).items()})
    guest.stop()
    door.db.close()


def call(door: Helper, place: Place, changed: Signal) -> DoorGuest:
    guest = DoorGuest(app_of(door), lambda: [place], changed)
    door.db.on_commit = lambda _committed: (guest.wake(), changed())
    guest.start()
    return guest


def find(name: str, changed: Signal) -> Place:
    """Return where the laptop answers that calls out two words in the network."""
    looking = Looking(changed)
    assert changed.until(lambda: any(each.name == name for each in looking.found), 60)
    found = next(each for each in looking.found if each.name == name)
    looking.stop()
    return found.address, found.port


def be_impatient() -> None:
    """Take a silent peer for gone after as long as the test says."""
    seconds = float(os.environ.get("CHAPTER_DESK_TEST_SILENT_S", "0"))
    if seconds:
        talk.SILENT_FOR_S, talk.BEAT_S = seconds, seconds / 6


def say(what: object) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
