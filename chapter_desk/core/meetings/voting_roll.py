"""The frozen roll of a vote and the count of its ballots: who was given one, never what is on it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.attendance import NOT_TAKEN_BACK, ON_LIST, VOTING
from chapter_desk.core.meetings.meeting import require_meeting
from chapter_desk.core.meetings.voting import VotingRule, VotingStanding, read_rule
from chapter_desk.core.members.evidence import Standings, evidence_of
from chapter_desk.core.members.membership import standing
from chapter_desk.core.members.naming import sort_key
from chapter_desk.core.members.same_person import all_components
from chapter_desk.errors import VoteRefused
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, PersonId, new_id

Report = Callable[[int, int], None]

_NAMES = "SELECT id, display_name, deceased_on FROM person WHERE removed_at IS NULL"
_BALLOTS = f"""
SELECT count(DISTINCT s.person_id), count(DISTINCT CASE WHEN s.forced THEN s.person_id END) FROM sign_in s
WHERE s.meeting_id = ? AND {ON_LIST} = '{VOTING}' AND s.type = 'entry' AND s.person_id IS NOT NULL
AND {NOT_TAKEN_BACK}
"""
_COUNTED = """
SELECT returned, spoiled, counted_at FROM ballot_count b WHERE b.meeting_id = ? AND b.made_clock IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM void v WHERE v.target_id = b.id)
ORDER BY made_clock DESC, made_replica DESC, id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Voter:
    """A person on a roll, and since when they are a member."""

    person_id: PersonId
    name: str
    since: date | None


@dataclass(frozen=True, slots=True)
class VotingRoll:
    """A frozen roll, by name, and beside it what has changed since: who would be on it now, who would not."""

    frozen_at: datetime
    voters: tuple[Voter, ...]
    now_too: tuple[Voter, ...] = ()
    no_longer: tuple[Voter, ...] = ()


@dataclass(frozen=True, slots=True)
class Ballots:
    """The ballots of a meeting.  `returned` and `spoiled` are None until somebody counted them.

    `forced` of those handed out went to people whom the rule gave none.
    """

    handed_out: int
    forced: int = 0
    returned: int | None = None
    spoiled: int | None = None
    counted_at: datetime | None = None

    @property
    def not_returned(self) -> int | None:
        """How many are still out, below zero if more came back than were given; None: not counted yet."""
        if self.returned is None or self.spoiled is None:
            return None
        return self.handed_out - self.returned - self.spoiled

    @property
    def closes(self) -> bool:
        """Whether handed out is returned and spoiled and not returned."""
        return self.not_returned is not None and self.not_returned >= 0


NO_BALLOTS = Ballots(0)


class Votes:
    """Freezes the roll of a meeting, reads it, and keeps the count of the ballots."""

    def __init__(self, db: Database, standings: Standings) -> None:
        self._db = db
        self._standings = standings

    def rule(self, meeting_id: MeetingId) -> VotingRule | None:
        """Return who may vote at a meeting; None where no rule is set and no roll is frozen."""
        with self._db.read() as connection:
            return read_rule(connection, meeting_id, all_components(connection))

    def standing(self, meeting_id: MeetingId, person_id: PersonId) -> VotingStanding | None:
        """Return how a person stands by the rule of a meeting; None without a rule."""
        with self._db.read() as connection:
            components = all_components(connection)
            rule = read_rule(connection, meeting_id, components)
        if rule is None:
            return None
        return rule.standing(components.of(person_id), self._standings.of(person_id).since)

    def may_vote(self, meeting_id: MeetingId) -> tuple[Voter, ...]:
        """Return everybody who may vote by the rule as things stand now, by name, whatever is frozen.

        Raises:
            NoSuchRecord: There is no such meeting.
        """
        with self._db.read() as connection:
            meeting = require_meeting(connection, self._db, meeting_id)
            names = _names(connection)
        rule = VotingRule(meeting.voting_days or 0, meeting.local_start.date())
        found = self._standings.members().items()
        may = [(person, since) for person, since in found if rule.standing(person, since).may]
        return _by_name(Voter(person, names[person], since) for person, since in may if person in names)

    def roll(self, meeting_id: MeetingId) -> VotingRoll | None:
        """Return the frozen roll and what has changed since; None while it is not frozen.

        Raises:
            NoSuchRecord: There is no such meeting.
        """
        now = {each.person_id: each for each in self.may_vote(meeting_id)}
        with self._db.read() as connection:
            rule = read_rule(connection, meeting_id, all_components(connection))
            names = _names(connection)
        if rule is None or rule.roll is None or rule.frozen_at is None:
            return None
        then = [Voter(person, names.get(person, ""), since) for person, since in rule.roll.items()]
        return VotingRoll(
            frozen_at=rule.frozen_at,
            voters=_by_name(then),
            now_too=_by_name(each for person, each in now.items() if person not in rule.roll),
            no_longer=_by_name(each for each in then if each.person_id not in now),
        )

    def freeze(self, meeting_id: MeetingId, report: Report | None = None) -> VotingRoll:
        """Freeze the roll: write down who may vote, and the event or gift that made each a member.

        `report` is told how many of them are looked up, of how many; it may raise to stop.

        Raises:
            NoSuchRecord: There is no such meeting.
            VoteRefused: It is frozen already, or by the rule nobody may vote.
        """
        voters = self.may_vote(meeting_id)
        if not voters:
            raise VoteRefused("nobody")
        rows = self._rows(meeting_id, voters, report)
        with self._db.write("freeze-roll", {"meeting": meeting_id, "people": len(rows)}) as writer:
            rule = read_rule(writer.connection, meeting_id, all_components(writer.connection))
            if rule is not None and rule.roll is not None:
                raise VoteRefused("frozen")
            roll = {"roll_id": new_id(), "frozen_at": writer.at}
            writer.insert_many(schema.roll_entry, [{**row, **roll} for row in rows])
            return VotingRoll(writer.at, voters)

    def _rows(
        self, meeting_id: MeetingId, voters: Sequence[Voter], report: Report | None
    ) -> list[dict[str, Any]]:
        """Return a roll's rows but for what all of them share once it is frozen."""
        rows = []
        with self._db.read() as connection:
            components = all_components(connection)
            days = require_meeting(connection, self._db, meeting_id).voting_days
            for number, voter in enumerate(voters, 1):
                evidence = evidence_of(connection, components.all_of(voter.person_id))
                because = standing(evidence, self._standings.rule, date.max).because[0]
                row = {"meeting_id": meeting_id, "person_id": voter.person_id, "member_since": voter.since}
                proof = {"because_kind": because.kind, "because_id": because.id}
                rows.append({**row, **proof, "voting_days": days})
                if report is not None:
                    report(number, len(voters))
        return rows

    def ballots(self, meeting_id: MeetingId) -> Ballots:
        """Return how many ballots were handed out, and the last count of them."""
        with self._db.read() as connection:
            return read_ballots(connection, meeting_id)

    def count(self, meeting_id: MeetingId, returned: int, spoiled: int) -> Ballots:
        """Keep how many ballots came back, and how many of the others were spoiled.

        A count that does not close is kept too, and says so: two people will look again.

        Raises:
            NoSuchRecord: There is no such meeting.
            VoteRefused: One of them is no number of ballots.
        """
        if returned < 0 or spoiled < 0:
            raise VoteRefused("not-a-number")
        with self._db.write("count-ballots", {"meeting": meeting_id}) as writer:
            require_meeting(writer.connection, self._db, meeting_id)
            row = {
                "meeting_id": meeting_id,
                "returned": returned,
                "spoiled": spoiled,
                "counted_at": writer.at,
            }
            writer.insert(schema.ballot_count, row)
        return self.ballots(meeting_id)


def read_ballots(connection: Connection, meeting_id: MeetingId) -> Ballots:
    """Return how many ballots were handed out at a meeting, and the last count of them."""
    ((handed_out, forced),) = look(connection, _BALLOTS, (meeting_id,))
    counted = next(iter(look(connection, _COUNTED, (meeting_id,))), None)
    if counted is None:
        return Ballots(handed_out, forced)
    returned, spoiled, at = counted
    return Ballots(handed_out, forced, returned, spoiled, datetime.fromisoformat(at))


def _names(connection: Connection) -> dict[PersonId, str]:
    """Return what everybody is called who is on file and alive."""
    return {PersonId(id): name or "" for id, name, died in look(connection, _NAMES) if died is None}


def _by_name(voters: Iterable[Voter]) -> tuple[Voter, ...]:
    return tuple(sorted(voters, key=lambda voter: (sort_key(voter.name), voter.person_id)))
