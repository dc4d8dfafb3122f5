"""The morning's card: true numbers, and nothing that nobody looked at."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from chapter_desk.core.agreements.agreeing import Agreements
from chapter_desk.core.agreements.gate import open_gates
from chapter_desk.core.agreements.terms import read_terms
from chapter_desk.core.chapter import Chapter
from chapter_desk.core.meetings.calendar import Calendar
from chapter_desk.core.meetings.follow_ups import FollowUps
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.meetings.rsvps import Answers
from chapter_desk.core.meetings.sign_in import SignIns
from chapter_desk.core.members.records import PersonDraft, Records
from chapter_desk.core.members.same_person import SamePerson
from chapter_desk.core.national.pack import read_pack, sample_pack_folder
from chapter_desk.core.plan.planning import Planning
from chapter_desk.core.safekeeping.backups import Backups
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.core.safekeeping.founding import ChapterDraft, found_chapter
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.core.today import Today
from chapter_desk.core.unsent import unsent
from chapter_desk.store import schema
from chapter_desk.store.database import Database

PACK = read_pack(sample_pack_folder())
NOON = datetime(2026, 11, 12, 17, 0, tzinfo=UTC)  # noon in Norfolk


class Desk:
    """A chapter with everything that the card tells of, and a clock the test moves."""

    def __init__(self, folder) -> None:
        self.now = NOON
        draft = ChapterDraft("Our Revolution Norfolk", "23517", "Denise Walker", "denise@example.org")
        founded = found_chapter(
            folder, draft, "x", sample_pack_folder(), self.clock, install_id="here", cost=Cost(1024, 1)
        )
        self.folder, self.key = ChapterFolder(folder), founded.data_key
        self.db = Database(self.folder.database, self.key, self.clock, install_id="here")
        self.chapter = Chapter(self.db)
        self.db.operator = self.chapter.operators()[0].id
        self.planning = Planning(self.db, self.chapter, PACK)
        self.agreements = Agreements(self.db, self.chapter, self.planning, PACK, read_terms(PACK.mou_path))
        self.calendar, self.sign_ins = Calendar(self.db, PACK), SignIns(self.db)
        self.records, self.answers = Records(self.db), Answers(self.db)
        self.today = Today(self.db, self.folder, self.calendar, PACK)

    def clock(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def meeting(self, day, title="General meeting", kind="meeting", hour=19):
        starts = datetime.combine(day, time(hour))
        return self.calendar.add(MeetingDraft(title, starts, kind, postal_code="23508")).id

    def person(self, name, **draft):
        return self.records.add(PersonDraft(name, **draft))

    def came(self, meeting, *people):
        return [self.sign_ins.sign_in_afterwards(meeting, person) for person in people]

    def held(self, day, *people, **about):
        """Hold a meeting to which these people came, in the past."""
        meeting = self.meeting(day, **about)
        self.calendar.open_door(meeting)
        self.came(meeting, *people)
        self.calendar.end(meeting)
        return meeting


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "Norfolk.chapter")
    yield desk
    desk.db.close()


def test_a_new_chapter_has_a_card_without_invention(desk):
    card = desk.today.card()
    assert card.next_meeting is None and card.calls == () and card.actions == () and card.who_came == ()
    assert card.chapter_name == "Our Revolution Norfolk" and card.today == date(2026, 11, 12)
    assert card.ready.copied_at is None and card.ready.doubt is None and card.ready.free_bytes > 0
    assert card.affiliation.status == "drafted"


def test_the_next_meeting_says_who_will_come_and_for_whom_it_would_be_the_first_time(desk):
    ana, bo, jo = (desk.person(name) for name in ("Ana Ruiz", "Bo Li", "Jo Ng"))
    desk.held(date(2026, 10, 8), ana)
    tonight = desk.meeting(date(2026, 11, 12))
    for person, answer in ((ana, "accepted"), (bo, "accepted"), (jo, "declined")):
        desk.answers.note(tonight, person, answer)
    expected = desk.today.card().next_meeting
    assert expected.meeting.id == tonight and not expected.door_is_open
    assert (expected.said_yes, expected.never_came, expected.signed_in) == (2, 1, None)


def test_an_open_door_says_how_many_are_in(desk):
    tonight = desk.meeting(date(2026, 11, 12))
    ana = desk.person("Ana Ruiz")
    desk.calendar.open_door(tonight)
    signed = desk.sign_ins.sign_in(tonight, ana)
    desk.sign_ins.visitor(tonight)
    assert desk.today.card().next_meeting.signed_in == 2
    desk.sign_ins.take_back(signed.id)
    assert desk.today.card().next_meeting.signed_in == 1


def test_calls_are_those_of_the_list_of_calls_that_are_due_within_two_days(desk):
    desk.held(date(2026, 11, 11), desk.person("Rosa Delgado"), desk.person("Bo Li"))
    calls = FollowUps(desk.db)
    calls.add(desk.person("Kim Sato"), "Asked about rides", desk.now + timedelta(hours=20))
    calls.add(desk.person("Andre Wilkes"), "Wants to help", desk.now + timedelta(days=9))
    card = desk.today.card()
    assert {call.follow_up.name for call in card.calls} == {"Rosa Delgado", "Bo Li", "Kim Sato"}
    assert [c.follow_up for c in card.calls] == [c for c in calls.due() if c.name != "Andre Wilkes"]
    assert card.due_within(timedelta(hours=30)) == 1
    assert card.due_within(timedelta(hours=48)) == 3


def test_a_call_that_was_made_is_gone_and_one_that_was_taken_on_has_an_owner(desk):
    desk.held(date(2026, 11, 11), desk.person("Rosa Delgado"), desk.person("Bo Li"))
    calls, lead = FollowUps(desk.db), desk.chapter.card().lead_id
    rosa = next(call for call in calls.due() if call.name == "Rosa Delgado")
    bo = next(call for call in calls.due() if call.name == "Bo Li")
    calls.log(rosa, "reached")
    calls.take_on(bo, lead)
    (left,) = desk.today.card().calls
    assert (left.follow_up.name, left.owner_name, left.mine) == ("Bo Li", "Denise Walker", True)
    desk.chapter.sit_down(desk.chapter.add_operator("Tyrone", "greeter").id)
    assert not desk.today.card().calls[0].mine


def test_actions_are_the_open_ones_overdue_first(desk):
    issue = desk.planning.add_issue("Route 3", priority_id="climate")
    owner = desk.person("Linh Tran")
    days = {"Flyers": date(2026, 11, 11), "Councilmember": date(2026, 11, 20), "Later": date(2027, 1, 4)}
    made = {
        title: desk.planning.add_action(issue.id, title, due_on=day, owner_id=owner)
        for title, day in days.items()
    }
    desk.planning.add_action(issue.id, "Some day")
    card = desk.today.card()
    assert [(each.title, each.overdue_days) for each in card.actions] == [("Flyers", 1), ("Councilmember", 0)]
    assert (card.actions[0].issue_title, card.actions[0].owner_name) == ("Route 3", "Linh Tran")
    assert card.actions_open == 4
    desk.planning.mark_done(made["Flyers"].id)
    assert [each.title for each in desk.today.card().actions] == ["Councilmember"]


@pytest.mark.parametrize("people", [3, 9])
@pytest.mark.parametrize("called", [True, False])
def test_the_agreement_stands_as_its_own_page_says(desk, people, called):
    for number in range(people):
        desk.person(f"Person {number}", email_addresses=(f"p{number}@example.org",))
    issue = desk.planning.add_issue("Flooding", priority_id="climate")
    desk.planning.add_action(issue.id, "Ask the council")
    if called:
        desk.agreements.set_status("called", date(2026, 11, 10))
    desk.agreements.tick(PACK.affiliation.checks[-1].id)
    known, told = desk.agreements.agreement(), desk.today.card().affiliation
    assert told.days == known.days and told.status == known.status
    assert [gate.id for gate in told.open_checks] == [gate.id for gate in open_gates(known.checks)]


def test_who_came_is_counted_as_the_list_of_meetings_counts(desk):
    people = [desk.person(f"Person {number}") for number in range(6)]
    desk.held(date(2026, 8, 6), *people[:2], kind="training", title="Training")
    desk.held(date(2026, 9, 3), *people[:3])
    october = desk.held(date(2026, 10, 8), *people)
    told = desk.today.card().who_came
    assert [(each.on.month, each.first_time, each.came_before) for each in told] == [(9, 1, 2), (10, 3, 3)]
    entry = desk.calendar.entry(october)
    assert (told[1].signed_in, told[1].first_time) == (entry.turnout.signed_in, entry.turnout.first_timers)


def test_a_meeting_that_ended_before_its_hour_took_place(desk):
    meeting = desk.meeting(date(2026, 11, 12), hour=23)
    desk.calendar.open_door(meeting)
    assert desk.today.card().who_came == ()
    desk.came(meeting, desk.person("Ana Ruiz"))
    desk.calendar.end(meeting)
    assert [(each.meeting_id, each.signed_in) for each in desk.today.card().who_came] == [(meeting, 1)]


def test_a_first_sign_in_that_was_taken_back_makes_the_next_one_the_first(desk):
    ana = desk.person("Ana Ruiz")
    september = desk.meeting(date(2026, 9, 3))
    desk.calendar.open_door(september)
    (wrong,) = desk.came(september, ana)
    desk.held(date(2026, 10, 8), ana)
    assert [each.first_time for each in desk.today.card().who_came] == [1, 0]
    desk.sign_ins.take_back(wrong.id)
    assert [each.first_time for each in desk.today.card().who_came] == [0, 1]


def test_two_entries_that_are_one_person_come_for_the_first_time_once(desk):
    tom, thomas = desk.person("Tom Alvarez"), desk.person("Thomas Alvarez")
    desk.held(date(2026, 9, 3), tom)
    desk.held(date(2026, 10, 8), thomas, tom)
    assert [(each.first_time, each.came_before) for each in desk.today.card().who_came] == [(1, 0), (1, 1)]
    SamePerson(desk.db).link(tom, thomas)
    assert [(each.first_time, each.came_before) for each in desk.today.card().who_came] == [(1, 0), (0, 1)]


def test_a_visitor_without_a_name_is_counted_and_nothing_is_said_of_before(desk):
    tonight = desk.meeting(date(2026, 11, 12), hour=8)
    desk.sign_ins.visitor(tonight)
    (gathering,) = desk.today.card().who_came
    assert (gathering.first_time, gathering.came_before, gathering.visitors) == (0, 0, 1)
    assert gathering.signed_in == 1


def test_a_backup_and_a_doubtful_date_are_told(desk):
    desk.now += timedelta(seconds=2)
    made = Backups(desk.db, desk.folder, desk.key).make("asked")
    ready = desk.today.card().ready
    assert abs(ready.copied_at - made.made_at) < timedelta(seconds=1) and not ready.done_since
    desk.now += timedelta(minutes=1)
    desk.person("Bo Ek")
    assert desk.today.card().ready.done_since
    desk.now = datetime(2099, 1, 1, tzinfo=UTC)
    desk.person("Ana Ruiz")
    assert desk.today.card().ready.doubt.value == "far-ahead"


def test_what_waits_in_the_plan_is_overdue_or_due_within_a_week(desk):
    issue = desk.planning.add_issue("Route 3", priority_id="climate")
    for days in (-3, 0, 7, 8):
        due = date(2026, 11, 12) + timedelta(days=days)
        desk.planning.add_action(issue.id, f"In {days}", due_on=due)
    done = desk.planning.add_action(issue.id, "Done", due_on=date(2026, 11, 12))
    desk.planning.mark_done(done.id)
    desk.planning.add_action(issue.id, "Some day")
    assert desk.today.waiting().actions_due == 3
    assert desk.today.waiting().unsent == desk.today.card().unsent


# ---------------------------------------------------------------- what national has not


def unsent_now(desk):
    with desk.db.read() as connection:
        return unsent(connection)


def write_bundle_row(desk, *, receipt=False):
    with desk.db.write_local() as connection:
        upto = connection.scalar(schema.here.select().with_only_columns(schema.here.c.change_seq))
        connection.execute(
            schema.outbox.insert().values(
                bundle_id=f"b{upto}{receipt}", sequence=upto, kind="delta", destination="national",
                file_name="b", upto=upto, written_at=desk.now, contents={},
                receipt_at=desk.now if receipt else None,
            )
        )  # fmt: skip


def test_everything_is_unsent_until_a_bundle_was_written(desk):
    before = unsent_now(desk)
    assert before.written_at is None and before.people == 1 and before.total > 0
    write_bundle_row(desk)
    after = unsent_now(desk)
    assert after.total == 0 and after.waits_for_receipt and after.confirmed_at is None
    write_bundle_row(desk, receipt=True)
    assert unsent_now(desk).confirmed_at is not None


def test_what_is_done_after_a_bundle_is_counted_by_what_it_is(desk):
    ana, bo = desk.person("Ana Ruiz"), desk.person("Bo Li")
    meeting = desk.meeting(date(2026, 11, 12), hour=8)
    first = desk.sign_ins.sign_in(meeting, ana)
    write_bundle_row(desk)
    second = desk.sign_ins.sign_in(meeting, bo)
    desk.planning.add_issue("Flooding")
    now = unsent_now(desk)
    assert (now.sign_ins, now.people, now.plan, now.total) == (1, 0, 1, 2)
    desk.sign_ins.take_back(second.id)
    assert unsent_now(desk).sign_ins == 0, "national never heard of it"
    desk.sign_ins.take_back(first.id)
    assert unsent_now(desk).sign_ins == 1, "national was told of it, so it is told of this too"
