"""The roll of a meeting: who was present, excused or a visitor, and from when there was a quorum.

A meeting that ended without a door ever opened was not counted: that is a state of its own, never nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.door import Door, Present
from chapter_desk.core.meetings.meeting import Meeting, MeetingState, require_meeting
from chapter_desk.core.meetings.voting_roll import NO_BALLOTS, Ballots, read_ballots
from chapter_desk.core.members.naming import sort_key
from chapter_desk.core.members.same_person import all_components
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, PersonId

_GAVE_NOTICE = """
SELECT r.person_id, p.display_name FROM rsvp r
JOIN person p ON p.chapter_id = r.chapter_id AND p.id = r.person_id
WHERE r.meeting_id = ? AND r.removed_at IS NULL AND r.status IN ('declined', 'cancelled')
AND p.removed_at IS NULL AND p.display_name IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Named:
    """A person on a roll."""

    person_id: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class Roll:
    """Who was there.

    `present` are people with a name, by name; `visitors` counts those without one.  `excused` said
    beforehand that they would not come, and did not.  `measured` is false for a meeting that ended and
    was never counted.  `ballots` are those of its vote, if there was one.
    """

    meeting: Meeting
    present: tuple[Present, ...]
    visitors: int
    excused: tuple[Named, ...]
    measured: bool
    ballots: Ballots = NO_BALLOTS

    @property
    def count(self) -> int:
        """How many were there, with a name or without."""
        return len(self.present) + self.visitors

    @property
    def first_timers(self) -> int:
        return sum(each.first_time for each in self.present)

    @property
    def members_made(self) -> int:
        return sum(each.member_made for each in self.present)

    def late(self) -> int:
        """Return how many people with a name came after the meeting had begun."""
        return sum(each.at > self.meeting.starts_at for each in self.present)

    def left_early(self) -> tuple[Present, ...]:
        """Return who had left before the meeting ended, by name."""
        ended = self.meeting.ended_at
        return tuple(
            each
            for each in self.present
            if each.left_at is not None and (ended is None or each.left_at < ended)
        )

    def quorum_met_at(self) -> datetime | None:
        """Return from which moment (UTC) there was a quorum; None: never, or none is asked for."""
        wanted = self.meeting.quorum
        came = sorted(each.at for each in self.present)
        return came[wanted - 1] if wanted and len(came) >= wanted else None


def present_at(present: Sequence[Present], moment: datetime) -> int:
    """Return how many people with a name were in by a moment (UTC)."""
    return sum(each.at <= moment for each in present)


class Rolls:
    """Reads the roll of a meeting, ended or not."""

    def __init__(self, db: Database, door: Door) -> None:
        self._db = db
        self._door = door

    def roll(self, meeting_id: MeetingId) -> Roll:
        """Return a meeting's roll.

        Raises:
            NoSuchRecord: There is no such meeting.
        """
        with self._db.read() as connection:
            meeting = require_meeting(connection, self._db, meeting_id)
            of = all_components(connection).of
            notice = look(connection, _GAVE_NOTICE, (meeting_id,))
            ballots = read_ballots(connection, meeting_id)
        everybody = self._door.who_is_in(meeting_id)
        named = [each for each in everybody if each.person_id is not None]
        here = {each.person_id for each in named}
        excused = {of(PersonId(id)): name for id, name in notice if of(PersonId(id)) not in here}
        counted = bool(everybody) or meeting.opened_at is not None
        return Roll(
            meeting=meeting,
            present=tuple(sorted(named, key=lambda each: (sort_key(each.name), each.sign_in_id))),
            visitors=len(everybody) - len(named),
            excused=tuple(
                Named(person, name)
                for person, name in sorted(excused.items(), key=lambda item: (sort_key(item[1]), item[0]))
            ),
            measured=counted or meeting.state is not MeetingState.ENDED,
            ballots=ballots,
        )
