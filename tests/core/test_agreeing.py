"""The agreement's steps and checks on a real chapter: failing, passing, regressed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader

from chapter_desk.core.agreements.agreeing import Agreements
from chapter_desk.core.agreements.terms import read_terms
from chapter_desk.core.chapter import Chapter
from chapter_desk.core.national.pack import read_pack, sample_pack_folder
from chapter_desk.core.plan.planning import Planning
from chapter_desk.core.safekeeping.founding import ChapterDraft, found_chapter
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.core.steps import Steps
from chapter_desk.errors import AgreementNotReady, NoSuchPriority, NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.database import Database

PACK = read_pack(sample_pack_folder())


class Ticking:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 12, 19, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class Desk:
    """A chapter with what the agreement needs."""

    def __init__(self, folder) -> None:
        draft = ChapterDraft("Our Revolution Norfolk", "23517", "Denise Walker", "denise@example.org")
        clock = Ticking()
        founded = found_chapter(
            folder, draft, "x", sample_pack_folder(), clock, install_id="here", cost=Cost(1024, 1)
        )
        self.db = Database(folder / "chapter.db", founded.data_key, clock, install_id="here")
        self.chapter = Chapter(self.db)
        self.planning = Planning(self.db, self.chapter, PACK)
        self.agreements = Agreements(self.db, self.chapter, self.planning, PACK, read_terms(PACK.mou_path))
        self.steps = Steps(self.db, undo_take_in=lambda _step: pytest.fail("no bundle here"))

    def add_people(self, count):
        ids = []
        with self.db.write("add-people") as writer:
            for number in range(count):
                person = writer.insert(schema.person, {"display_name": f"Person {number}"})
                writer.insert(
                    schema.email_address, {"person_id": person, "address": f"p{number}@example.org"}
                )
                ids.append(person)
        return ids

    def make_ready(self):
        people = self.add_people(9)  # and the lead
        issue = self.planning.add_issue("Flooding", priority_id="climate")
        self.planning.add_action(issue.id, "Ask the council", owner_id=people[0], due_on=date(2026, 12, 1))
        self.agreements.set_status("called", date(2026, 11, 10))
        return people, issue

    def met(self, check):
        return next(gate.met for gate in self.agreements.agreement().checks if gate.id == check)


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "Norfolk.chapter")
    yield desk
    desk.db.close()


def test_there_is_a_draft_from_the_first_day(desk):
    agreement = desk.agreements.agreement()
    assert agreement.status == "drafted" and agreement.days == {"drafted": date(2026, 11, 12)}
    assert not agreement.ready


def test_people_nine_are_too_few_ten_are_enough_and_an_archived_tenth_is_nine_again(desk):
    people = desk.add_people(8)
    assert not desk.met("enough-people")
    people += desk.add_people(1)
    assert desk.met("enough-people")
    with desk.db.write("archive") as writer:
        writer.set(schema.person, people[0], {"archived_at": writer.at})
    assert not desk.met("enough-people")


def test_two_records_of_one_person_count_once(desk):
    people = desk.add_people(9)
    assert desk.met("enough-people")
    with desk.db.write("merge") as writer:
        writer.insert(schema.same_person, {"person_a": people[0], "person_b": people[1]})
    assert not desk.met("enough-people")


def test_a_name_without_a_way_to_reach_it_does_not_count(desk):
    desk.add_people(8)
    with desk.db.write("add-person") as writer:
        writer.insert(schema.person, {"display_name": "Dee"})
    assert not desk.met("enough-people")


def test_the_contact_is_named_and_may_be_lost(desk):
    assert desk.met("point-of-contact")
    desk.chapter.edit({"contact_id": None})
    assert not desk.met("point-of-contact")


def test_the_plan_needs_an_issue_tied_to_a_priority_and_an_action(desk):
    assert not desk.met("local-plan")
    issue = desk.planning.add_issue("Flooding", priority_id="climate")
    action = desk.planning.add_action(issue.id, "Ask the council")
    assert desk.met("local-plan")
    desk.planning.remove_action(action.id)
    assert not desk.met("local-plan")


def test_the_call_is_held_and_may_be_taken_back(desk):
    assert not desk.met("organizing-call")
    desk.agreements.set_status("called", date(2026, 11, 10))
    assert desk.met("organizing-call")
    desk.agreements.take_back("called")
    assert not desk.met("organizing-call")


def test_it_is_sent_only_when_ready_and_called_and_signed_only_when_sent(desk):
    with pytest.raises(AgreementNotReady) as refused:
        desk.agreements.set_status("sent", date(2026, 11, 12))
    assert refused.value.reason == "not-called"
    desk.agreements.set_status("called", date(2026, 11, 10))
    with pytest.raises(AgreementNotReady) as refused:
        desk.agreements.set_status("sent", date(2026, 11, 12))
    assert refused.value.reason == "gates" and len(refused.value.open_gates) == 2
    with pytest.raises(AgreementNotReady):
        desk.agreements.set_status("signed", date(2026, 11, 12))

    desk.make_ready()
    assert desk.agreements.set_status("sent", date(2026, 11, 11)).status == "sent"
    assert desk.agreements.set_status("signed", date(2026, 11, 12)).status == "signed"


def test_a_day_to_come_is_refused_and_a_day_noted_again_is_corrected(desk):
    with pytest.raises(AgreementNotReady) as refused:
        desk.agreements.set_status("called", date(2026, 12, 24))
    assert refused.value.reason == "future"
    desk.agreements.set_status("called", date(2026, 11, 10))
    desk.agreements.set_status("called", date(2026, 11, 9))
    assert desk.agreements.agreement().days["called"] == date(2026, 11, 9)


def test_a_step_is_undone_like_any_other(desk):
    desk.agreements.set_status("called", date(2026, 11, 10))
    desk.steps.take_back(desk.steps.next_undo().id)
    assert desk.agreements.agreement().status == "drafted"


def test_a_tick_is_kept_and_can_be_taken_away(desk):
    assert not desk.met("platform-aligned")
    desk.agreements.tick("platform-aligned")
    assert desk.met("platform-aligned")
    desk.agreements.tick("platform-aligned", False)
    assert not desk.met("platform-aligned")
    with pytest.raises(NoSuchRecord):
        desk.agreements.tick("nothing")


@pytest.mark.parametrize(
    ("step", "on"), [("sent", 9), ("signed", 10), ("called", 12)], ids=["sent", "signed", "called"]
)
def test_no_step_is_dated_before_the_one_that_goes_first(desk, step, on):
    desk.make_ready()
    desk.agreements.set_status("called", date(2026, 11, 10))
    desk.agreements.set_status("sent", date(2026, 11, 11))
    with pytest.raises(AgreementNotReady) as refused:
        desk.agreements.set_status(step, date(2026, 11, on))
    assert refused.value.reason == "order"
    assert desk.agreements.agreement().days["sent"] == date(2026, 11, 11)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_paper_is_filled_from_the_chapter(desk, tmp_path, language):
    desk.make_ready()
    document = desk.agreements.document(language)
    path = tmp_path / "mou.pdf"
    path.write_bytes(document.pdf)
    text = "".join(page.extract_text() for page in PdfReader(path).pages)
    assert "Our Revolution Norfolk" in text and "Denise Walker" in text
    assert document.pages == len(PdfReader(path).pages)
    for anchor in ("/sn1/", "/ds1/", "/nm1/", "/tt1/", "/sn2/", "/ds2/", "/nm2/", "/tt2/"):
        assert text.count(anchor) == 1, anchor


def test_the_plan_knows_its_order_its_days_and_its_gaps(desk):
    people = desk.add_people(1)
    water = desk.planning.add_issue(
        "Flooding", priority_id="climate", story="Larchmont floods at each spring tide."
    )
    wages = desk.planning.add_issue("Minimum wage")
    late = desk.planning.add_action(water.id, "Ask the council", owner_id=people[0], due_on=date(2026, 11, 1))
    soon = desk.planning.add_action(water.id, "Map the culverts", due_on=date(2026, 12, 1))
    desk.planning.add_action(wages.id, "Visit the union hall")

    assert [action.title for action in desk.planning.due()] == ["Ask the council", "Map the culverts"]
    assert desk.planning.action(late.id).overdue and desk.planning.action(late.id).owner_name == "Person 0"
    desk.planning.mark_done(late.id)
    assert not desk.planning.action(late.id).overdue
    desk.planning.move_action(soon.id, wages.id, 0)
    assert [[action.title for action in issue.actions] for issue in desk.planning.issues()] == [
        ["Ask the council"],
        ["Map the culverts", "Visit the union hall"],
    ]
    meter = desk.planning.meter()
    assert meter.untied_issues == 1 and meter.actions_done == 1
    assert meter.priorities_without_issue == len(PACK.priorities) - 1
    assert desk.planning.pdf("es").startswith(b"%PDF")


def test_a_priority_national_does_not_have_is_refused(desk):
    with pytest.raises(NoSuchPriority):
        desk.planning.add_issue("Flooding", priority_id="weather")
    assert desk.planning.issues() == ()


def test_an_issue_goes_with_its_actions_and_comes_back_whole(desk):
    issue = desk.planning.add_issue("Flooding", priority_id="climate")
    desk.planning.add_action(issue.id, "Ask the council")
    desk.planning.remove_issue(issue.id)
    assert desk.planning.issues() == () and desk.planning.due() == []
    desk.steps.take_back(desk.steps.next_undo().id)
    assert [len(issue.actions) for issue in desk.planning.issues()] == [1]
