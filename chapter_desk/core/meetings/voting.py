"""Who may vote at a meeting, and from when: the rule of so many days, and the frozen roll.

Membership begins with the first attendance or gift that counts, so the days run from there.  Once the roll
is frozen it alone decides: later merges and corrections stand beside it and change nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.meeting import chapter_zone
from chapter_desk.core.meetings.times import local_day
from chapter_desk.core.members.evidence import evidence_of
from chapter_desk.core.members.membership import MembershipRule, standing
from chapter_desk.core.members.same_person import Components, component
from chapter_desk.core.sync.laptops import door_meeting
from chapter_desk.errors import MayNotVote
from chapter_desk.values import MeetingId, PersonId

_MEETING = "SELECT voting_days, starts_at, time_zone FROM meeting WHERE id = ? AND removed_at IS NULL"
_FROZEN = """
SELECT roll_id, person_id, member_since, frozen_at FROM roll_entry e
WHERE e.meeting_id = ? AND e.person_id IS NOT NULL AND e.made_clock IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = e.id)
ORDER BY frozen_at, roll_id
"""


@dataclass(frozen=True, slots=True)
class VotingStanding:
    """Whether somebody may vote, and why.

    `since` is the day they became a member (None: they are none), `from_day` the first day on which they
    may vote, `days` the rule.  `by_roll` tells that the frozen roll decided.
    """

    may: bool
    since: date | None
    from_day: date | None
    days: int
    by_roll: bool = False


@dataclass(frozen=True, slots=True)
class VotingRule:
    """The rule of a meeting with a vote: members of at least `days` days on the day it is held.

    `roll` has since when each on the frozen roll is a member, by the id they go by; None: it is not frozen.
    """

    days: int
    on_day: date
    roll: Mapping[PersonId, date | None] | None = None
    frozen_at: datetime | None = None

    def standing(self, person: PersonId, since: date | None) -> VotingStanding:
        """Return how a person stands who is a member since that day."""
        if self.roll is not None:
            on_roll = person in self.roll
            since = self.roll[person] if on_roll else since
            from_day = None if since is None else since + timedelta(days=self.days)
            return VotingStanding(on_roll, since, from_day, self.days, by_roll=True)
        if since is None:
            return VotingStanding(False, None, None, self.days)
        from_day = since + timedelta(days=self.days)
        return VotingStanding(from_day <= self.on_day, since, from_day, self.days)


def read_rule(connection: Connection, meeting_id: MeetingId, components: Components) -> VotingRule | None:
    """Return the rule of a meeting; None where none is set, or where it cannot be known.

    A laptop that only helps at the door knows nobody's first meeting: there only a frozen roll tells.
    Of two rolls frozen on two laptops at once the earlier holds.
    """
    meeting = next(iter(look(connection, _MEETING, (meeting_id,))), None)
    if meeting is None:
        return None
    days, starts_at, time_zone = meeting
    roll: dict[PersonId, date | None] | None = None
    frozen_at: datetime | None = None
    rows = look(connection, _FROZEN, (meeting_id,))
    if rows:
        holds, *_person, first_at = rows[0]
        frozen_at = datetime.fromisoformat(first_at)
        roll = {
            components.of(person): None if since is None else date.fromisoformat(since)
            for roll_id, person, since, _at in rows
            if roll_id == holds
        }
    if roll is None and (days is None or door_meeting(connection) is not None):
        return None
    on_day = local_day(datetime.fromisoformat(starts_at), time_zone or chapter_zone(connection))
    return VotingRule(days or 0, on_day, roll, frozen_at)


def require_vote(
    connection: Connection,
    membership: MembershipRule,
    meeting_id: MeetingId,
    person_id: PersonId,
    name: str,
    components: Components,
) -> None:
    """Refuse a ballot to whom the rule of the meeting gives none.

    Raises:
        MayNotVote: With since when they are a member, and from when they may vote.
    """
    rule = read_rule(connection, meeting_id, components)
    if rule is None:
        return
    evidence = evidence_of(connection, component(connection, person_id))
    found = rule.standing(components.of(person_id), standing(evidence, membership, date.max).since)
    if not found.may:
        raise MayNotVote(name, found.since, found.from_day, found.days, found.by_roll)
