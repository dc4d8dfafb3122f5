"""What a door laptop tells all evening is one line of History, and Ctrl Z passes it over."""

import pytest

from chapter_desk.core.history import History, HistoryFilter
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.steps import Steps
from chapter_desk.core.sync.mailbox import Mailbox
from chapter_desk.errors import CannotBeTakenBack
from chapter_desk.store import schema
from tests.doors import helper


@pytest.fixture
def meeting(host):
    return host.meeting()


@pytest.fixture
def people(host):
    return [host.person(name) for name in ("Maria Gutierrez", "Rosa Parks", "Leo Park")]


@pytest.fixture
def doors(host, meeting, people):
    doors = [helper(host, meeting, f"Door-{number}") for number in (2, 3)]
    yield doors
    for door in doors:
        door.db.close()


@pytest.fixture
def steps(host):
    return Steps(host.db, host.exchange.undo_take_in)


@pytest.fixture
def history(host, steps):
    return History(host.db, steps, host.exchange.can_undo_take_in)


def titles(history, wanted=HistoryFilter()):
    return [entry.title.text for entry in history.page(wanted).entries]


def an_evening(host, doors, meeting, people) -> None:
    """Both doors sign in one after the other, and each tells it at once."""
    for person in people:
        for door in doors:
            door.sign_ins.sign_in(meeting, person)
            host.hear(door)


def test_what_each_laptop_told_is_one_line_with_the_counts_of_all(host, doors, meeting, people, history):
    before = titles(history)
    an_evening(host, doors, meeting, people)
    entries = history.page().entries
    new = [entry.title for entry in entries[: len(entries) - len(before)]]
    assert [title.text for title in new] == [f"What Door-{n} wrote at the door" for n in (3, 2)]
    assert {title.line for title in new} == {"May meeting: 3 new, 1 changed"}, "each had opened the door"
    details = history.details(entries[0].step.id)
    came = [change for change in details.changes if change.table == "sign_in"]
    assert [change.about for change in came] == ["Maria Gutierrez", "Rosa Parks", "Leo Park"]


def test_another_meeting_is_another_line(host, doors, meeting, people, history):
    an_evening(host, doors[:1], meeting, people)
    june = host.meeting("June meeting")
    other = helper(host, june, "Door-4")
    other.sign_ins.sign_in(june, people[0])
    host.hear(other)
    found = [entry.title for entry in history.page().entries if "wrote at the door" in entry.title.text]
    assert [title.line.split(":")[0] for title in found] == ["June meeting", "May meeting"]
    other.db.close()


def test_contacts_of_walk_ins_are_one_line_too(host, doors, meeting, history):
    for number in range(3):
        guest = WalkIn(f"Guest {number}x", f"guest{number}@example.org")
        doors[0].sign_ins.walk_in(meeting, guest, method="desk")
        host.hear(doors[0])
    assert titles(history).count("E-mails and phones from a door laptop") == 1


def test_the_list_about_one_person_shows_the_step_that_brought_them(host, doors, meeting, people, history):
    an_evening(host, doors, meeting, people)
    about_maria = titles(history, HistoryFilter(person=people[0]))
    assert about_maria.count("What Door-2 wrote at the door") == 1


def test_undo_passes_over_what_came_over_the_line(host, doors, meeting, people, history, steps):
    host.records.edit(people[0], {"given_name": "María"})
    an_evening(host, doors, meeting, people)
    assert steps.next_undo().kind == "edit-person"
    steps.take_back(steps.next_undo().id)
    doors[0].sign_ins.walk_in(meeting, WalkIn("Ana Lopez"))
    host.hear(doors[0])
    assert history.next_redo().title.kind == "edit-person"
    steps.take_back(steps.next_redo().id)
    assert host.rows(schema.person)[people[0]].given_name == "María"


def test_a_laptop_that_still_helps_would_bring_it_again_so_it_is_not_taken_back(
    host, doors, meeting, people, history
):
    an_evening(host, doors, meeting, people)
    entry = history.page().entries[0]
    assert entry.comes_again and not entry.may_take_back


def test_all_that_a_laptop_brought_is_taken_back_and_nothing_else(host, doors, meeting, people, history):
    before = history.page().entries[0].title.text
    an_evening(host, doors, meeting, people)
    host.laptops.remove(doors[1].id)
    entry = next(each for each in history.page().entries if "Door-3 wrote" in each.title.text)
    assert entry.may_take_back
    title, back = history.take_back(entry.step.id)
    assert title.text == "What Door-3 wrote at the door" and back.put_as_before >= 3
    assert host.in_(meeting) == {person: {doors[0].id} for person in people}
    texts = titles(history)
    assert texts.count("Taken back: what Door-3 wrote at the door") == 1
    assert texts.count("What Door-3 wrote at the door") == 1 and texts.count(before) == 1
    assert not any(each.may_take_back for each in history.page().entries if "Door-3 wrote" in each.title.text)
    with pytest.raises(CannotBeTakenBack):
        history.take_back(
            next(e.step.id for e in history.page().entries if e.title.text == "What Door-3 wrote at the door")
        )


def test_pages_go_on_where_the_one_before_ended(host, doors, meeting, people, history):
    an_evening(host, doors, meeting, people)
    all_of_them = [entry.step.id for entry in history.page().entries]
    assert all_of_them == sorted(all_of_them, reverse=True)
    rest = [entry.step.id for entry in history.page(before=all_of_them[1]).entries]
    assert rest == all_of_them[2:]


def test_what_came_over_the_line_is_not_among_the_bundles_of_exchange(host, doors, meeting, people, tmp_path):
    an_evening(host, doors, meeting, people)
    mailbox = Mailbox(host.db, host.folder)
    assert mailbox.received() == ()
    doors[0].sign_ins.walk_in(meeting, WalkIn("Ana Lopez"))
    host.exchange.take_in(doors[0].bundles.write_attendance(tmp_path))
    assert [each.sender for each in mailbox.received()] == ["Door-2"]
