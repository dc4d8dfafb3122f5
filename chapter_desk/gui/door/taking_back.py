"""Taking somebody back at the door, and putting them back in: recorded, never erased."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from chapter_desk.app import App
from chapter_desk.core.meetings.door import Present
from chapter_desk.core.steps import Step
from chapter_desk.gui.door.names import together
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.values import MeetingId, StepId

_AT_THE_DOOR = frozenset(
    {"sign-in", "sign-in-household", "walk-in", "visitor", "child", "leave", "settle-need", "move-sign-in"}
)
_LOOK_BACK = 200
HOUSEHOLD = "sign-in-household"
"""The kind of step that signed several in."""


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Somebody was taken out or put back: their name ("" for a visitor), and the step that undoes that.

    `kind` is that of the step which was taken back.
    """

    name: str
    step: StepId | None = None
    kind: str = "sign-in"


class TakingBack(QObject):
    """Ctrl Z and the buttons that take back.

    Ctrl Z takes back this laptop's last sign-in, and one more each time; after somebody was taken
    back by hand it puts them in again.

    Signals:
        taken_out(object): A `TakenOut`, or None when there was nobody left to take back.
        put_in(object): A `TakenOut` who is in again.
        failed(object): A `ChapterDeskError`.
    """

    taken_out = Signal(object)
    put_in = Signal(object)
    failed = Signal(object)

    def __init__(self, app: App, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._tasks = tasks
        self._by_hand: TakenOut | None = None

    def forget(self) -> None:
        """Somebody else came in since: Ctrl Z means them now."""
        self._by_hand = None

    def undo(self, meeting_id: MeetingId) -> None:
        """Do what Ctrl Z does."""
        if self._by_hand is not None:
            self._put_back_by_hand()
        else:
            self._run(partial(take_back_last, self._app, meeting_id), self.taken_out.emit)

    def put_back(self, meeting_id: MeetingId) -> None:
        """Put back in whoever was taken back last, if nothing else was done since."""
        if self._by_hand is not None:
            self._put_back_by_hand()
        else:
            self._run(partial(put_back_last, self._app, meeting_id), self.put_in.emit)

    def take_out(self, present: Present) -> None:
        """Take somebody back who is in, however they came in."""
        self._run(partial(take_out, self._app, present), self._taken_by_hand)

    def _taken_by_hand(self, taken: TakenOut) -> None:
        self._by_hand = taken if taken.step is not None else None
        self.taken_out.emit(taken)

    def _put_back_by_hand(self) -> None:
        taken, self._by_hand = self._by_hand, None
        assert taken is not None
        self._run(partial(put_back, self._app, taken), self.put_in.emit)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._tasks.run(self, work, done, self.failed.emit)


def take_back_last(app: App, meeting_id: MeetingId) -> TakenOut | None:
    """Take this laptop's last sign-in at a meeting back; None if there is none to take back."""
    for step in app.steps.latest(_LOOK_BACK):
        at_the_door = step.kind in _AT_THE_DOOR and step.in_force and step.undoes is None
        if at_the_door and step.params.get("meeting") == meeting_id:
            name = _whose(app, step)
            app.steps.take_back(step.id)
            return TakenOut(name, kind=step.kind)
    return None


def take_out(app: App, present: Present) -> TakenOut:
    """Take somebody back who is in, and remember the step that can put them back."""
    app.sign_ins.take_back(present.sign_in_id)
    newest = app.steps.latest(1)
    return TakenOut(present.name, newest[0].id if newest and newest[0].kind == "take-back" else None)


def put_back(app: App, taken: TakenOut) -> TakenOut:
    """Put somebody back in who was taken out by hand."""
    assert taken.step is not None
    app.steps.take_back(taken.step)
    return TakenOut(taken.name)


def put_back_last(app: App, meeting_id: MeetingId) -> TakenOut | None:
    """Put back in whoever Ctrl Z took out last, if nothing was done since; else None."""
    step = app.steps.next_redo()
    if step is None or step.params.get("meeting") != meeting_id:
        return None
    app.steps.take_back(step.id)
    return TakenOut(_whose(app, step), kind=str(step.params.get("kind", step.kind)))


def _whose(app: App, step: Step) -> str:
    ids = step.params.get("people") or [step.params.get("person")]
    rows = [app.roster.row(person) for person in ids if person]
    return together([row.display_name for row in rows if row is not None])
