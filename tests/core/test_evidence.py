"""Why is she a member: evidence for one, and the same answer for everybody at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapter_desk.core.fundraising.gifts import GiftDraft, Gifts
from chapter_desk.core.members.evidence import Counts, Standings
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.same_person import SamePerson
from chapter_desk.errors import NoSuchRecord, NotAnAmount
from chapter_desk.store import schema


@pytest.fixture
def standings(db, pack):
    return Standings(db, rule_of(pack))


@pytest.fixture
def gifts(db):
    return Gifts(db)


def test_evidence_says_what_when_and_who_wrote_it_down(db, standings, sign_ins, gifts, person, meeting):
    with db.write("set-up") as writer:
        writer.insert(schema.operator, {"name": "Tyrone Banks"}, id="tyrone")
        writer.insert(schema.laptop, {"name": "Door-1"}, id=db.replica_id)
    ana = person("Ana")
    gifts.record(GiftDraft(1000, date(2026, 1, 13), ana, method="cash"))
    sign_ins.sign_in(meeting(), ana)

    standing = standings.of(ana)
    gift, came = standing.because
    assert (standing.member, standing.since) == (True, date(2026, 1, 13))
    assert (gift.amount_cents, gift.title, gift.recorded_by) == (1000, "cash", "Tyrone Banks, Door-1")
    assert (came.title, came.meeting_kind, came.on) == ("May general meeting", "meeting", date(2026, 11, 12))
    assert came.recorded_by == "Tyrone Banks, Door-1"


def test_taking_the_evidence_back_takes_the_standing_back(standings, sign_ins, person, meeting):
    ana = person("Ana")
    signed = sign_ins.sign_in(meeting(), ana)
    assert standings.of(ana).member and standings.members() == {ana: date(2026, 11, 12)}
    sign_ins.take_back(signed.id)
    assert not standings.of(ana).member and standings.members() == {}


def test_a_wrong_tick_leaves_the_father_as_he_was(standings, records, sign_ins, person, meeting):
    """Father or son: the greeter ticks Senior, who died last winter, and takes it back later."""
    senior, junior, may = person("Luis Rodríguez"), person("Luis A. Rodríguez Jr."), meeting()
    records.edit(senior, {"deceased_on": date(2026, 1, 20)})
    wrong = sign_ins.sign_in(may, senior)
    sign_ins.move(wrong.id, junior)
    assert not standings.of(senior).member
    assert standings.of(junior).since == date(2026, 11, 12)


def test_standing_can_be_asked_as_of_any_day(clock, standings, sign_ins, gifts, person, meeting):
    ana = person("Ana")
    sign_ins.sign_in(meeting(), ana)
    gifts.record(GiftDraft(500, date(2026, 11, 20), ana))
    before, on_the_day = date(2026, 11, 11), date(2026, 11, 12)
    assert not standings.of(ana, before).member and standings.members(before) == {}
    assert len(standings.of(ana, on_the_day).because) == 1
    assert standings.members(on_the_day) == {ana: on_the_day}


def test_counts_leave_out_the_archived_and_the_removed(standings, records, sign_ins, person, meeting):
    ana, bo, cy, may = person("Ana"), person("Bo"), person("Cy"), meeting()
    for each in (ana, bo):
        sign_ins.sign_in(may, each)
    sign_ins.visitor(may)
    assert standings.counts() == Counts(people=3, members=2, meetings=1, sign_ins=3)
    records.archive(ana)
    records.remove(cy)
    assert standings.counts() == Counts(people=1, members=1, meetings=1, sign_ins=3)


def test_an_anonymous_gift_makes_nobody_a_member(db, standings, gifts):
    gifts.record(GiftDraft(6000, date(2026, 11, 12), method="cash"))
    assert standings.counts().members == 0


def test_a_gift_from_the_same_line_of_a_list_is_one_gift(gifts, person):
    ana = person("Ana")
    for _ in range(2):
        gifts.record(GiftDraft(2500, date(2026, 3, 1), ana, source_line="list-1:14"))
    (gift,) = gifts.of(ana)
    assert gifts.take_back(gift.id) and gifts.of(ana) == []


def test_a_gift_of_nothing_or_of_nobody_is_refused(gifts):
    with pytest.raises(NotAnAmount):
        gifts.record(GiftDraft(0, date(2026, 3, 1)))
    with pytest.raises(NoSuchRecord):
        gifts.record(GiftDraft(100, date(2026, 3, 1), "nobody"))


def test_a_meeting_far_away_counts_on_its_own_day(clock, standings, sign_ins, person, meeting):
    """Half past eight in Honolulu is the next day in Norfolk."""
    ana = person("Ana")
    there = meeting("Far away", postal_code="96813")
    clock.now = datetime(2026, 11, 13, 6, 30, tzinfo=UTC)
    sign_ins.sign_in(there, ana)
    assert standings.of(ana).since == date(2026, 11, 12) == standings.members()[ana]


EVENING = st.tuples(
    st.integers(0, 3), st.integers(0, 400), st.sampled_from(["23508", "96813"]),
    st.sampled_from(["meeting", "training", "regional-call"]), st.booleans(),
)  # fmt: skip
GIFT = st.tuples(st.integers(0, 3), st.integers(0, 400), st.booleans())


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EVENING, max_size=8), st.lists(GIFT, max_size=4), st.integers(0, 400), st.booleans())
def test_everybody_at_once_gets_the_answer_that_each_one_gets(
    db, clock, standings, sign_ins, gifts, person, meeting, evenings, given_, asked, joined
):
    people = [person(f"Person {number}") for number in range(4)]
    start = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
    for who, hours, zip_, kind, back in evenings:
        there = meeting("Evening", postal_code=zip_, kind=kind)
        signed = sign_ins.sign_in_afterwards(there, people[who], at=start + timedelta(hours=hours))
        if back:
            sign_ins.take_back(signed.id)
    for who, days, back in given_:
        gift = gifts.record(GiftDraft(100, date(2026, 11, 2) + timedelta(days=days % 20), people[who]))
        if back:
            gifts.take_back(gift)
    if joined:
        SamePerson(db).link(people[0], people[3])
    for on_day in (None, date(2026, 11, 2) + timedelta(days=asked % 20)):
        everybody = standings.members(on_day)
        for each in people:
            alone = standings.of(each, on_day)
            goes_by = people[0] if joined and each == people[3] else each
            assert everybody.get(goes_by) == alone.since
