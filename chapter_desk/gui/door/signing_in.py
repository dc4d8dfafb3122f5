"""What a greeter does with people at the door: in, alone or together, out again, and back."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from chapter_desk.app import App
from chapter_desk.core.meetings.attendance import DOOR
from chapter_desk.core.meetings.cards import FoundCard
from chapter_desk.core.meetings.door import DoorMatch, Present
from chapter_desk.core.meetings.needs import OpenNeed
from chapter_desk.core.meetings.sign_in import SignedIn
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.gui.door import done_words
from chapter_desk.gui.door.arrivals import Arrival, Arrivals, kept, unkept
from chapter_desk.gui.door.evening import Evening
from chapter_desk.gui.door.finding import waiting_people
from chapter_desk.gui.door.names import together
from chapter_desk.gui.door.taking_back import TakenOut, TakingBack
from chapter_desk.gui.door.vote_words import vote_greeting
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.values import MeetingId, PersonId, new_id


class SigningIn(QObject):
    """Puts people into the queue of arrivals and takes them back, and says what was done.

    `evening` is what the page shows; nothing is done without one.

    Signals:
        done(object): A `Done` for the band.
        refused(object, object): An `Arrival` who cannot be signed in at all, and the `ChapterDeskError`.
        failed(object): A `ChapterDeskError`; nothing was changed.
    """

    done = Signal(object)
    refused = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self,
        app: App,
        tasks: Tasks,
        arrivals: Arrivals,
        evening: Callable[[], Evening | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._app, self._tasks, self._arrivals, self._evening = app, tasks, arrivals, evening
        self._home = ""
        self._taking_back = TakingBack(app, tasks, self)
        self._taking_back.taken_out.connect(lambda taken: self.done.emit(done_words.taken_out(taken)))
        self._taking_back.put_in.connect(self._put_in)
        self._taking_back.failed.connect(self.failed)
        arrivals.signed_in.connect(self._signed_in)
        arrivals.refused.connect(self.refused)

    def take(self, match: DoorMatch) -> None:
        """Sign a person in, unless they are in or on the way."""
        evening = self._now()
        if match.in_since is not None:
            self.done.emit(done_words.already_in(match, evening.meeting.time_zone))
        elif match.person_id not in waiting_people(self._arrivals.waiting):
            self._come_in(match.name, match.person_id, anyway=_against_the_rule(match))

    def say_may_not_vote(self, match: DoorMatch) -> None:
        """Say why somebody has no vote here, before a second Enter gives them a ballot anyway."""
        self.done.emit(done_words.may_not_vote(match, self._now().today))

    def take_household(self, match: DoorMatch) -> None:
        """Sign a person in with everybody of their household who is still to come, as one step."""
        waiting = waiting_people(self._arrivals.waiting)
        others = [mate for mate in match.still_to_come if mate.person_id not in waiting]
        if not others:
            self.take(match)
            return
        comes = [] if match.in_since is not None or match.person_id in waiting else [match]
        everybody: list[Any] = [*comes, *others]
        ids = tuple(each.person_id for each in everybody)
        names = together([each.name for each in everybody])
        self._come_in(names, together=ids)

    def tick(self, person_id: PersonId) -> None:
        """Sign in somebody who was ticked off on the list."""
        row = self._app.roster.row(person_id)
        self._come_in(row.display_name if row is not None else "", person_id, method="roster")

    def meeting(self) -> MeetingId | None:
        """Return the meeting people are signed in to, if its door is open."""
        evening = self._evening()
        return evening.meeting.id if evening is not None and evening.is_open else None

    def scan(self, card: FoundCard) -> None:
        """Sign in whose card was scanned, unless they are on the way; another signs nobody in."""
        if card.state != "valid":
            self.done.emit(done_words.card_refused(card))
        elif card.person_id not in waiting_people(self._arrivals.waiting):
            self._come_in(card.name, card.person_id, method="card", card=card.card_id)

    def walk_in(self, walk_in: WalkIn, *, another_comes: bool = False) -> None:
        """Sign in somebody who is not found; with `another_comes` the next lives with them."""
        if another_comes and not self._home:
            self._home = new_id()
        method = "card" if walk_in.code else "desk"
        self._come_in(walk_in.name, walk_in=walk_in, home=self._home, method=method)
        if not another_comes:
            self._home = ""

    def household_ends(self) -> None:
        """Whoever comes next lives elsewhere."""
        self._home = ""

    def visitor(self) -> None:
        """Count somebody without a name."""
        self._come_in("")

    def undo(self) -> None:
        """Take back the last who came, on disk or not yet."""
        dropped = self._arrivals.drop_last()
        if dropped is None:
            self._taking_back.undo(self._now().meeting.id)
        else:
            self.done.emit(done_words.taken_off(dropped.name))

    def put_back(self) -> None:
        """Put back in who was taken back last."""
        self._taking_back.put_back(self._now().meeting.id)

    def take_out(self, present: Present) -> None:
        """Take somebody back who is in, however they came in."""
        self._taking_back.take_out(present)

    def give_to(self, present: Present, person_id: PersonId) -> None:
        """Give a sign-in to the person it belongs to."""

        def moved(signed: SignedIn) -> None:
            self.done.emit(done_words.moved(present.name, signed.name))

        work = partial(self._app.sign_ins.move, present.sign_in_id, person_id)
        self._tasks.run(self, work, moved, self.failed.emit)

    def let_go(self, present: Present) -> None:
        """Note that somebody left early, or that they are back."""
        if present.person_id is None:
            return
        if present.left_at is not None:
            self._come_in(present.name, present.person_id)
            return
        evening = self._now()
        work = partial(
            self._app.sign_ins.leave, evening.meeting.id, present.person_id, on_list=evening.on_list
        )
        said = done_words.has_left(present.name)
        self._tasks.run(self, work, lambda _id: self.done.emit(said), self.failed.emit)

    def settle(self, present: Present) -> None:
        """Note that what somebody asked for is seen to."""
        ids = [need.id for need in present.needs]

        work = partial(self._app.needs.settle, *ids, meeting_id=self._now().meeting.id)
        said = done_words.settled(present.name)
        if ids:
            self._tasks.run(self, work, lambda _nothing: self.done.emit(said), self.failed.emit)

    # over a lock

    def draft(self, *, in_trouble: bool) -> Sequence[Any]:
        """Return who could not be written, as JSON can say it."""
        return [kept(arrival) for arrival in self._arrivals.waiting] if in_trouble else []

    def take_draft(self, waiting: Sequence[Any]) -> None:
        """Put back what `draft` returned; nobody is put in the queue twice."""
        if not self._arrivals.waiting:
            for each in waiting:
                self._arrivals.come_in(unkept(each))

    # the inside

    def _now(self) -> Evening:
        evening = self._evening()
        assert evening is not None
        return evening

    def _come_in(
        self,
        name: str,
        person_id: PersonId | None = None,
        *,
        together: tuple[PersonId, ...] = (),
        walk_in: WalkIn | None = None,
        home: str = "",
        method: str = "desk",
        card: str = "",
        anyway: bool = False,
    ) -> None:
        evening = self._now()
        self._arrivals.come_in(
            Arrival(
                evening.meeting.id,
                name,
                person_id,
                walk_in,
                method,
                together=together,
                home=home,
                on_list=evening.on_list,
                card=card,
                anyway=anyway,
            )
        )

    def _signed_in(self, arrival: Arrival, signed: object) -> None:
        self._taking_back.forget()
        evening = self._evening()
        zone = evening.meeting.time_zone if evening is not None else "UTC"
        needs: Sequence[OpenNeed] = ()
        vote = ""
        if evening is not None and arrival.person_id is not None:
            needs = self._app.door.needs(evening.meeting.id, arrival.person_id)
            if arrival.on_list == DOOR:
                vote = vote_greeting(
                    self._app.door.vote(evening.meeting.id, arrival.person_id), evening.today
                )
        self.done.emit(done_words.signed_in(signed, zone, arrival.on_list, needs, vote))

    def _put_in(self, taken: TakenOut | None) -> None:
        if taken is not None:
            self.done.emit(done_words.put_in(taken))


def _against_the_rule(match: DoorMatch) -> bool:
    return match.vote is not None and not match.vote.may
