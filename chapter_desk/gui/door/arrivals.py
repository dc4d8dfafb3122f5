"""Who is at the door and not on disk yet: saved one after the other, never overtaken, never dropped."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from chapter_desk.core.meetings.attendance import DOOR
from chapter_desk.core.meetings.needs import Need
from chapter_desk.core.meetings.sign_in import SignedIn, SignIns
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.errors import ChapterDeskError, NotSaved
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.values import MeetingId, PersonId, SignInId

Signed = SignedIn | tuple[SignedIn, ...] | SignInId
"""What is on disk of an arrival: a person, a household, or a visitor without a name."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody to be signed in: a person on file, a walk-in, or with neither a visitor without a name.

    `method` is how they came: at the desk, or at the kiosk.  `together` are those of a household who come
    in with one step; walk-ins of the same `home` live with each other.  `card` is the id of the card
    they showed; `anyway` puts them on the voting list against the meeting's rule.
    """

    meeting_id: MeetingId
    name: str = ""
    person_id: PersonId | None = None
    walk_in: WalkIn | None = None
    method: str = "desk"
    together: tuple[PersonId, ...] = ()
    home: str = ""
    on_list: str = DOOR
    card: str = ""
    anyway: bool = False

    @property
    def people(self) -> tuple[PersonId, ...]:
        """The people on file among whom this is."""
        return self.together if self.person_id is None else (self.person_id,)


def kept(arrival: Arrival) -> dict[str, Any]:
    """Return an arrival as JSON can say it, to outlive a lock."""
    return asdict(arrival)


def unkept(content: Mapping[str, Any]) -> Arrival:
    """Return the arrival that `kept` gave."""
    walk_in = content["walk_in"]
    if walk_in:
        needs = tuple(Need(**need) for need in walk_in["needs"])
        walk_in = WalkIn(**{**walk_in, "needs": needs, "consents": tuple(walk_in["consents"])})
    return Arrival(**{**content, "walk_in": walk_in or None, "together": tuple(content["together"])})


class Arrivals(QObject):
    """The queue at the door.  It outlives the page, so that another text size loses nobody.

    One arrival is written at a time.  Where the disk refuses, that one and all behind it wait, in
    their order, until somebody tries again or the next arrival comes.

    Signals:
        signed_in(Arrival, object): Is on disk: the `SignedIn` (of a household several), or a visitor's id.
        not_saved(NotSaved): The first of those who wait could not be written.
        refused(Arrival, ChapterDeskError): Cannot be signed in at all; is not waiting any more.
        changed(): Others wait than before, or the trouble is over.
    """

    signed_in = Signal(object, object)
    not_saved = Signal(object)
    refused = Signal(object, object)
    changed = Signal()

    def __init__(self, sign_ins: SignIns, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sign_ins = sign_ins
        self._tasks = tasks
        self._waiting: deque[Arrival] = deque()
        self._homes: dict[str, PersonId] = {}
        self._writing = False
        self._trouble: NotSaved | None = None

    @property
    def waiting(self) -> tuple[Arrival, ...]:
        """Everybody who is not on disk yet, in the order they came."""
        return tuple(self._waiting)

    @property
    def trouble(self) -> NotSaved | None:
        """Why the first could not be written, while that lasts."""
        return self._trouble

    @property
    def writing(self) -> bool:
        """Whether somebody is being written just now; may be asked on any thread."""
        return self._writing

    def come_in(self, arrival: Arrival) -> None:
        """Sign somebody in, after everybody who came before."""
        self._waiting.append(arrival)
        self._next()
        self.changed.emit()

    def try_again(self) -> None:
        """Write those who wait, in their order."""
        self._next()

    def drop_last(self) -> Arrival | None:
        """Take the last who waits off the queue, unless it is being written; None if there is none."""
        if len(self._waiting) <= int(self._writing):
            return None
        arrival = self._waiting.pop()
        if not self._waiting:
            self._trouble = None
        self.changed.emit()
        return arrival

    def _next(self) -> None:
        if self._writing or not self._waiting:
            return
        self._writing = True
        self._tasks.run(self, self._work(self._waiting[0]), self._written, self._failed)

    def _work(self, arrival: Arrival) -> Callable[[], Signed]:
        sign, meeting = self._sign_ins, arrival.meeting_id
        how, on_list = arrival.method, arrival.on_list
        if arrival.walk_in is not None:
            home = self._homes.get(arrival.home)
            return partial(
                sign.walk_in, meeting, arrival.walk_in, method=how, on_list=on_list, household_of=home
            )
        if arrival.together:
            return partial(sign.sign_in_together, meeting, arrival.together, method=how, on_list=on_list)
        if arrival.person_id is not None:
            return partial(
                sign.sign_in,
                meeting,
                arrival.person_id,
                method=how,
                on_list=on_list,
                card=arrival.card,
                anyway=arrival.anyway,
            )
        return partial(sign.visitor, meeting, on_list=on_list)

    def _written(self, signed: Signed) -> None:
        self._writing = False
        self._trouble = None
        arrival = self._waiting.popleft()
        if arrival.home and isinstance(signed, SignedIn):
            self._homes.setdefault(arrival.home, signed.person_id)
        self._next()
        self.signed_in.emit(arrival, signed)
        self.changed.emit()

    def _failed(self, error: ChapterDeskError) -> None:
        self._writing = False
        if isinstance(error, NotSaved):
            self._trouble = error
            self.not_saved.emit(error)
        else:
            arrival = self._waiting.popleft()
            self._next()
            self.refused.emit(arrival, error)
        self.changed.emit()
