"""Self-service at the door: a person finds themselves, and nobody learns who else there is.

Nothing is shown under three letters (a short name is found by writing the whole of it), never more than
five people, each with a first name, an initial and two masked hints of one shape.  Only names are
searched: a phone, a ZIP or an address typed here finds nobody.  Whoever goes on looking without signing
in is shown no more until somebody does, or until a while has passed.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chapter_desk.core.members.folding import fold_parts
from chapter_desk.core.members.people_index import HitKind
from chapter_desk.core.members.roster import Roster
from chapter_desk.core.members.roster_reading import RosterRow
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import PersonId

FEWEST_LETTERS = 3
MOST_SHOWN = 5
MOST_LOOKED_AT = 40
"""People shown without anybody signing in, within `LOOKING_TIME`, before the kiosk asks for whole names."""
LOOKING_TIME = timedelta(minutes=10)

LOOKED_TOO_LONG = "kiosk-looked-too-long"
"""What the access log calls somebody who only looked; its details hold a count."""

_BY_NAME = frozenset(
    {HitKind.SAME_NAME, HitKind.WORDS, HitKind.NAME_START, HitKind.PART_START, HitKind.NICKNAME}
)
_LOOK_AT = 60


@dataclass(frozen=True, slots=True)
class KioskMatch:
    """A person as strangers may see them: "María G.", "235••" or empty, the phone's last two or empty."""

    person_id: PersonId
    name: str
    zip_hint: str
    phone_ends: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the kiosk answers.

    `letters_missing` says how many are to be typed before anybody is looked for; `too_many` that more
    people fit than are shown; `whole_name_only` that only a whole name is answered for now.
    """

    matches: tuple[KioskMatch, ...] = ()
    letters_missing: int = 0
    too_many: bool = False
    whole_name_only: bool = False


class Kiosk:
    """Finds people for the kiosk, from memory."""

    def __init__(self, db: Database, roster: Roster, now: Callable[[], datetime]) -> None:
        """`now` tells the time; the roster must be loaded."""
        self._db = db
        self._roster = roster
        self._now = now
        self._shown: deque[tuple[datetime, PersonId]] = deque()
        self._told_log = False

    def find(self, typed: str) -> Found:
        """Return who may be meant by letters typed so far."""
        letters = sum(map(len, fold_parts(typed)))
        if letters < FEWEST_LETTERS:
            return Found(letters_missing=FEWEST_LETTERS - letters)
        named = [
            hit.row
            for hit in self._roster.search(typed, _LOOK_AT)
            if hit.kind in _BY_NAME and not hit.row.deceased
        ]
        if self._looked_too_long():
            named = [row for row in named if _is_whole_name(row, typed)]
            return self._answer(named, whole_name_only=True)
        return self._answer(named)

    def find_exactly(self, typed: str) -> Found:
        """Return who has exactly this name, or this as a whole part of it: for names of two letters."""
        wanted = fold_parts(typed)
        if not wanted:
            return Found(letters_missing=FEWEST_LETTERS)
        rows = [hit.row for hit in self._roster.search(typed, _LOOK_AT)]
        named = [row for row in rows if not row.deceased and set(wanted) <= set(fold_parts(row.display_name))]
        return self._answer(named, whole_name_only=self._looked_too_long())

    def came_in(self) -> None:
        """Somebody signed in: those who look are arriving people again."""
        self._shown.clear()
        self._told_log = False

    def _answer(self, named: Sequence[RosterRow], *, whole_name_only: bool = False) -> Found:
        shown = named[:MOST_SHOWN]
        now = self._now()
        seen = {person for _, person in self._shown}
        self._shown.extend((now, row.id) for row in shown if row.id not in seen)
        return Found(
            tuple(map(masked, shown)), too_many=len(named) > MOST_SHOWN, whole_name_only=whole_name_only
        )

    def _looked_too_long(self) -> bool:
        """Return whether too many different people were shown lately without anybody signing in."""
        now = self._now()
        while self._shown and self._shown[0][0] < now - LOOKING_TIME:
            self._shown.popleft()
        if len(self._shown) < MOST_LOOKED_AT:
            return False
        if not self._told_log:
            self._told_log = True
            with self._db.write_local() as connection:
                connection.execute(
                    schema.access_log.insert().values(
                        at=now,
                        by=self._db.operator,
                        what=LOOKED_TOO_LONG,
                        details={"shown": len(self._shown)},
                    )
                )
        return True


def masked(row: RosterRow) -> KioskMatch:
    """Return what strangers may see of a person: ui/design.md 8."""
    return KioskMatch(
        person_id=row.id,
        name=short_name(row.display_name, row.sort_name),
        zip_hint=f"{row.postal_code[:3]}••" if len(row.postal_code) == 5 else "",
        phone_ends=row.phone_digits[-2:],
    )


def short_name(display_name: str, sort_name: str) -> str:
    """Return a first name and an initial ("María G."); a name of one part stays as it is."""
    family, comma, given = sort_name.partition(", ")
    if not comma or not given.split() or not family:
        words = display_name.split()
        return words[0] if len(words) > 1 else display_name
    initial = next((letter for letter in family if letter.isalpha()), "")
    return f"{given.split()[0]} {initial.upper()}." if initial else given.split()[0]


def _is_whole_name(row: RosterRow, typed: str) -> bool:
    return sorted(fold_parts(row.display_name)) == sorted(fold_parts(typed))
