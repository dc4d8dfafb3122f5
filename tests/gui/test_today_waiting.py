"""What stands beside the pages: the state line's count, the rail's numbers, what Ctrl K finds."""

from datetime import date

import pytest

from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.today.finding_people import PeopleAndMeetings
from chapter_desk.gui.today.state_keeper import StateKeeper
from tests.gui.geometry import settle
from tests.gui.morning import Morning


@pytest.fixture
def morning(qapp, tmp_path):
    morning = Morning(tmp_path / "Norfolk.chapter")
    yield morning
    morning.close()


@pytest.fixture
def bridge(morning):
    bridge = Bridge(morning.app.changes)
    yield bridge
    bridge.close()


def words(keeper):
    return [part.text for part in keeper.parts()]


def test_nothing_is_said_before_it_was_counted(morning, tasks, bridge):
    keeper = StateKeeper(morning.app, tasks, bridge, bridge)
    assert keeper.parts() == ()
    settle()
    tasks.let_go_all()
    assert len(words(keeper)) == 1 and keeper.parts()[0].opens == "exchange"


def test_each_change_is_counted_after_it_was_kept(morning, tasks, bridge):
    keeper = StateKeeper(morning.app, tasks, bridge, bridge)
    settle()
    tasks.let_go_all()
    before = int(words(keeper)[0].split()[0])
    heard = []
    keeper.changed.connect(lambda: heard.append(words(keeper)[0]))
    morning.person("Ana Ruiz")
    tasks.let_go_all()
    assert heard == [f"{before + 1} changes not sent to national"]


def test_the_rail_says_what_is_due_in_the_plan(morning, tasks, bridge):
    keeper = StateKeeper(morning.app, tasks, bridge, bridge)
    morning.busy()
    settle()
    tasks.let_go_all()
    assert keeper.counts()["plan"] == (2, "2 due")


@pytest.fixture
def found(morning, tasks, bridge):
    """Everybody and every meeting in memory, and the pages that were asked for."""
    morning.busy()
    went = []
    finding = PeopleAndMeetings(
        morning.app, tasks, bridge, lambda page, place: went.append((page, place)), bridge
    )
    finding._load()
    tasks.let_go_all()
    finding.went = went
    return finding


def test_people_are_found_by_part_of_a_name_and_open_on_their_page(found):
    (maria,) = found.people("gutie")
    assert (maria.group, maria.text, maria.line) == ("People", "Maria Gutierrez", "Member")
    maria.run()
    assert found.went[0][0] == "members"


def test_nobody_is_found_while_everybody_is_still_being_read(morning, tasks, bridge):
    finding = PeopleAndMeetings(morning.app, tasks, bridge, lambda *_: None, bridge)
    assert finding.people("maria") == ()


def test_meetings_are_found_by_words_of_their_name_latest_first(found, morning, tasks):
    names = [each.text for each in found.meetings("general")]
    assert names[0].startswith("November general") and len(names) == 5
    assert found.meetings("neighbors")[0].line == "Nov 12, 2026"
    found.meetings("neighbors")[0].run()
    assert found.went[-1] == ("meetings", morning.app.calendar.next_meeting().id)


def test_a_new_meeting_is_found_a_moment_later(found, morning, tasks, qtbot):
    morning.meeting(date(2026, 12, 3), "Potluck")
    assert found.meetings("potluck") == []
    qtbot.waitUntil(lambda: tasks.held > 0, timeout=4000)
    tasks.let_go_all()
    assert [each.text for each in found.meetings("potluck")] == ["Potluck"]


def test_the_chosen_person_is_signed_in_while_a_door_is_open(found, morning, tasks):
    assert found.people("gutie")[0].run_more is None
    meeting = morning.app.calendar.next_meeting().id
    morning.app.calendar.open_door(meeting)
    found._read_meetings()
    tasks.let_go_all()
    told = []
    found.told.connect(told.append)
    for _turn in range(2):
        found.people("gutie")[0].run_more()
        tasks.let_go_all()
    assert {each.fact for each in told} == {"Maria Gutierrez"}
    assert [each.line for each in told] == ["signed in", "Already in, since 12:00 PM"]
    assert morning.app.calendar.entry(meeting).turnout.signed_in == 1


def test_the_sources_ask_for_two_letters(found):
    assert [(source.prefix, source.at_least) for source in found.sources()] == [("@", 2), ("#", 2)]
