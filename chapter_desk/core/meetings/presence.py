"""Who was in the room when: people come, leave early, and come back.

Pure functions of the comings and goings that stand (taken-back ones are left out before), so that a
quorum, a roll and a ballot ask the same question in the same words.  Each list of a meeting has its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

ENTRY = "entry"
EXIT = "exit"


class Passing(NamedTuple):
    """Somebody passed the door, inwards or outwards.

    `who` is the id a person goes by, or a nameless visitor's sign-in; `type` is `ENTRY` or `EXIT`; `id`
    is the sign-in's, and settles the order of two at one moment.
    """

    who: str
    type: str
    at: datetime
    id: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A time in the room: from when, by which sign-in, and until when; `left` is nothing while it lasts."""

    came: datetime
    sign_in_id: str
    left: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Return whether they were in at a moment; the moment of leaving is outside."""
        return self.came <= moment and (self.left is None or moment < self.left)


def stays(passings: Iterable[Passing]) -> tuple[Stay, ...]:
    """Return the stays of one person, in order, in whatever order their passings come.

    A second entry is the same stay (two doors, one person); an exit of somebody who is not in is nothing.
    """
    found: list[Stay] = []
    for each in sorted(passings, key=lambda passing: (passing.at, passing.id)):
        inside = bool(found) and found[-1].left is None
        if each.type == EXIT:
            if inside:
                found[-1] = Stay(found[-1].came, found[-1].sign_in_id, each.at)
        elif not inside:
            found.append(Stay(each.at, each.id))
    return tuple(found)


def stays_of_all(passings: Iterable[Passing]) -> dict[str, tuple[Stay, ...]]:
    """Return everybody's stays, without those who never came in."""
    by_person: dict[str, list[Passing]] = {}
    for each in passings:
        by_person.setdefault(each.who, []).append(each)
    found = {who: stays(theirs) for who, theirs in by_person.items()}
    return {who: theirs for who, theirs in found.items() if theirs}


def present_at(everybody: Mapping[str, Sequence[Stay]], moment: datetime) -> frozenset[str]:
    """Return who was in the room at a moment (UTC)."""
    return frozenset(who for who, theirs in everybody.items() if any(each.holds(moment) for each in theirs))


def heads_over_time(everybody: Mapping[str, Sequence[Stay]]) -> list[tuple[datetime, int]]:
    """Return how many were in from each moment on at which that changed, oldest first."""
    steps: dict[datetime, int] = {}
    for theirs in everybody.values():
        for each in theirs:
            steps[each.came] = steps.get(each.came, 0) + 1
            if each.left is not None:
                steps[each.left] = steps.get(each.left, 0) - 1
    heads, found = 0, []
    for moment in sorted(steps):
        if steps[moment]:
            heads += steps[moment]
            found.append((moment, heads))
    return found
