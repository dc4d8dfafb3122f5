"""Who may vote and from when, the frozen roll, and the count of the ballots."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.explain import explain
from chapter_desk.core.meetings.attendance import DOOR, VOTING
from chapter_desk.core.meetings.calendar import Calendar
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.meetings.sign_in import SignIns
from chapter_desk.core.meetings.voting import VotingRule
from chapter_desk.core.meetings.voting_roll import Ballots, Votes
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.evidence import Standings
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.members.same_person import SamePerson
from chapter_desk.errors import MayNotVote, VoteRefused
from chapter_desk.store import schema
from chapter_desk.values import PersonId


class Chapter:
    """A chapter whose clock stands on the evening of a vote."""

    def __init__(self, db, pack, records, steps):
        self.db, self.records, self.steps = db, records, steps
        self.calendar = Calendar(db, pack)
        rule = rule_of(pack)
        self.votes = Votes(db, Standings(db, rule))
        self.sign_ins = SignIns(db, None, rule)
        self.vote = self.calendar.add(
            MeetingDraft("Endorsement", datetime(2026, 11, 12, 19), voting_days=30)  # noqa: DTZ001
        )

    def came(self, name, day):
        """Put somebody on file who first came on a day."""
        person = self.records.add(PersonDraft(name))
        at = self.calendar.add(MeetingDraft(f"Meeting of {day}", datetime(day.year, day.month, day.day, 19)))  # noqa: DTZ001
        self.sign_ins.sign_in_afterwards(at.id, person)
        return person

    def takes_ballot(self, person, **how):
        return self.sign_ins.sign_in(self.vote.id, person, on_list=VOTING, **how)


@pytest.fixture
def chapter(db, pack, records, steps):
    return Chapter(db, pack, records, steps)


def test_the_days_run_from_the_first_evidence_and_the_day_itself_counts(chapter):
    early = chapter.came("Ann", date(2026, 10, 13))  # 30 days before
    late = chapter.came("Bob", date(2026, 10, 15))  # 28 days before
    never = chapter.records.add(PersonDraft("Cy"))
    assert chapter.votes.standing(chapter.vote.id, early).may
    found = chapter.votes.standing(chapter.vote.id, late)
    assert (found.may, found.since, found.from_day) == (False, date(2026, 10, 15), date(2026, 11, 14))
    found = chapter.votes.standing(chapter.vote.id, never)
    assert (found.may, found.since, found.from_day) == (False, None, None)


def test_a_ballot_is_refused_with_the_reason_and_given_when_somebody_says_so(chapter):
    late = chapter.came("Bob", date(2026, 10, 15))
    with pytest.raises(MayNotVote) as refused:
        chapter.takes_ballot(late)
    said = explain(refused.value)
    assert "Oct 15, 2026" in said.happened and "Nov 14, 2026" in said.happened
    assert chapter.votes.ballots(chapter.vote.id).handed_out == 0
    assert chapter.sign_ins.sign_in(chapter.vote.id, late, on_list=DOOR)  # the door knows no such rule
    chapter.takes_ballot(late, anyway=True)
    assert chapter.votes.ballots(chapter.vote.id) == Ballots(handed_out=1, forced=1)
    assert chapter.takes_ballot(late).repeated


def test_neither_a_household_nor_a_walk_in_goes_round_the_rule_and_nothing_is_half_written(chapter):
    early, late = chapter.came("Ann", date(2026, 10, 1)), chapter.came("Bob", date(2026, 10, 15))
    with pytest.raises(MayNotVote):
        chapter.sign_ins.sign_in_together(chapter.vote.id, [early, late], on_list=VOTING)
    with pytest.raises(MayNotVote) as refused:
        chapter.sign_ins.walk_in(chapter.vote.id, WalkIn("Di"), on_list=VOTING)
    assert refused.value.since is not None or "not a member" in explain(refused.value).happened
    assert chapter.votes.ballots(chapter.vote.id).handed_out == 0


def test_without_a_rule_everybody_may_be_given_a_ballot(chapter):
    plain = chapter.calendar.add(MeetingDraft("Plain", datetime(2026, 11, 12, 19)))  # noqa: DTZ001
    never = chapter.records.add(PersonDraft("Cy"))
    assert chapter.votes.standing(plain.id, never) is None
    assert chapter.sign_ins.sign_in(plain.id, never, on_list=VOTING)


def test_a_frozen_roll_holds_through_merges_and_corrections_which_stand_beside_it(chapter):
    old = chapter.came("James Williams", date(2025, 3, 1))
    twin = chapter.came("Jim Williams", date(2026, 10, 20))
    gone = chapter.came("Ann", date(2026, 9, 1))
    chapter.votes.freeze(chapter.vote.id)
    roll = chapter.votes.roll(chapter.vote.id)
    assert [voter.name for voter in roll.voters] == ["Ann", "James Williams"]
    later = chapter.came("Zed", date(2026, 8, 1))  # written down late
    SamePerson(chapter.db).link(old, twin)
    with chapter.db.read() as connection:
        (entry,) = [row.id for row in connection.execute(schema.sign_in.select()) if row.person_id == gone]
    chapter.sign_ins.take_back(entry)
    roll = chapter.votes.roll(chapter.vote.id)
    assert {voter.name for voter in roll.voters} == {"Ann", "James Williams"}
    assert [voter.name for voter in roll.now_too] == ["Zed"]
    assert [voter.name for voter in roll.no_longer] == ["Ann"]
    chapter.takes_ballot(gone)
    chapter.takes_ballot(twin)  # one with James, who is on the roll
    with pytest.raises(MayNotVote) as refused:
        chapter.takes_ballot(later)
    assert refused.value.by_roll
    with pytest.raises(VoteRefused):
        chapter.votes.freeze(chapter.vote.id)


def test_freezing_writes_what_made_each_a_member_and_is_taken_back_as_one_step(chapter):
    ann = chapter.came("Ann", date(2026, 9, 1))
    chapter.votes.freeze(chapter.vote.id)
    with chapter.db.read() as connection:
        (row,) = connection.execute(schema.roll_entry.select()).all()
        (signed,) = connection.execute(schema.sign_in.select()).all()
    assert (row.person_id, row.because_kind, row.because_id) == (ann, "sign_in", signed.id)
    assert (row.member_since, row.voting_days) == (date(2026, 9, 1), 30)
    chapter.steps.take_back(chapter.steps.next_undo().id)
    assert chapter.votes.roll(chapter.vote.id) is None
    chapter.votes.freeze(chapter.vote.id)
    assert len(chapter.votes.roll(chapter.vote.id).voters) == 1


def test_of_two_rolls_frozen_at_once_the_earlier_holds_whatever_the_order(chapter):
    ann, bob = chapter.came("Ann", date(2026, 9, 1)), chapter.came("Bob", date(2026, 9, 1))
    with chapter.db.write("freeze-roll", {"meeting": chapter.vote.id}) as writer:
        for roll, person, minute in (("b", bob, 2), ("a", ann, 1)):
            row = {"meeting_id": chapter.vote.id, "person_id": person, "roll_id": roll}
            at = datetime.fromisoformat(f"2026-11-12T23:0{minute}:00+00:00")
            writer.insert(schema.roll_entry, {**row, "frozen_at": at, "member_since": date(2026, 9, 1)})
    assert [voter.name for voter in chapter.votes.roll(chapter.vote.id).voters] == ["Ann"]


def test_nobody_to_freeze_is_said(chapter):
    with pytest.raises(VoteRefused) as refused:
        chapter.votes.freeze(chapter.vote.id)
    assert refused.value.reason == "nobody"


def test_handed_out_is_returned_and_spoiled_and_not_returned(chapter):
    for name in ("Ann", "Bob", "Cy"):
        chapter.takes_ballot(chapter.came(name, date(2026, 9, 1)))
    found = chapter.votes.ballots(chapter.vote.id)
    assert found.handed_out == 3 and found.not_returned is None and not found.closes
    found = chapter.votes.count(chapter.vote.id, 1, 1)
    assert found.not_returned == 1 and found.closes
    found = chapter.votes.count(chapter.vote.id, 4, 0)  # the last count holds
    assert found.not_returned == -1 and not found.closes
    chapter.steps.take_back(chapter.steps.next_undo().id)
    assert chapter.votes.ballots(chapter.vote.id).returned == 1
    with pytest.raises(VoteRefused):
        chapter.votes.count(chapter.vote.id, -1, 0)


@given(days=st.integers(0, 400), since=st.dates(date(2020, 1, 1), date(2026, 12, 31)))
def test_whoever_may_vote_may_on_every_later_day(days, since):
    on_day = date(2026, 11, 12)
    found = VotingRule(days, on_day).standing(PersonId("a"), since)
    assert found.may == ((on_day - since).days >= days)
    assert VotingRule(days, found.from_day).standing(PersonId("a"), since).may
