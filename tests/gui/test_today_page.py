"""Today: what stands on it is true, and what can be done on it is done with one key and taken back."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from chapter_desk.errors import NotSaved
from chapter_desk.gui.door.evening import OPEN_NEXT
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.today.page import READY, TodayPage
from chapter_desk.gui.today.when import day_due, moment_due, starts_in_words
from chapter_desk.i18n import use_language
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.gui.morning import NOON, Morning, in_room, shown


@pytest.fixture
def morning(tmp_path):
    morning = Morning(tmp_path / "Norfolk.chapter")
    yield morning
    morning.close()


@pytest.fixture
def busy(morning):
    morning.busy()
    return morning


@pytest.fixture
def today(qtbot, tasks):
    """Show Today of a morning and return the page."""

    def show(morning, **about):
        window, view = shown(
            qtbot,
            morning,
            tasks,
            lambda: TodayPage(morning.app, tasks, LaptopSettings(door_tones=False)),
            **about,
        )
        show.window, show.view = window, view
        return view.page

    return show


def told(view):
    notice = view.frame.notices.notice
    return notice.accessibleName() if notice is not None else ""


def test_a_new_chapter_asks_for_its_first_meeting(today, morning):
    page = today(morning)
    assert page.primary().words() == "Plan a meeting" and page.primary().isVisible()
    assert not page.meeting.door.isVisible()
    assert page.calls.rows == [] and page.plan.rows == []
    words = [label.text() for label in page.findChildren(type(page.meeting._when)) if label.isVisible()]
    assert "All calls are made." in words and "The plan has no open action." in words
    assert "Nobody has come through a door yet." in words
    page.primary().click()
    assert today.view.key == "meetings"


def test_the_meeting_tonight_says_where_and_who_will_come(today, busy):
    meeting = busy.app.calendar.next_meeting().id
    for name, answer in (("Newcomer One", "accepted"), ("Newcomer Two", "accepted")):
        busy.app.answers.note(meeting, busy.person(name), answer)
    page = today(busy)
    assert page.meeting._when.text() == "Tonight at 7:00 PM"
    assert page.meeting._place.text() == "Park Place Library, Room B  ·  2 said yes  ·  2 likely first-timers"
    assert page.title() == "Today" and page.context() == "Thursday, November 12, 2026"


def test_the_door_has_the_focus_when_the_meeting_is_near_and_the_first_call_otherwise(today, busy):
    page = today(busy)
    assert page.calls.rows[0].log.hasFocus()
    busy.clock.now = NOON + timedelta(hours=5)
    today.view.go("plan")
    page._tasks.let_go_all()
    today.view.go("today")
    page._tasks.let_go_all()
    today.view.go("plan")
    today.view.go("today")
    assert page.meeting.door.hasFocus()


def test_the_door_opens_with_control_enter(qtbot, today, busy):
    page = today(busy)
    went = []
    page.going.connect(lambda key, place: went.append((key, place)))
    qtbot.keyClick(today.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert went == [("door", OPEN_NEXT)] and today.view.key == "door"


def test_a_call_is_logged_in_its_row_and_taken_back(qtbot, tasks, today, busy):
    page = today(busy)
    before = [row.follow_up.name for row in page.calls.rows]
    row = page.calls.rows[0]
    qtbot.keyClick(row.log, Qt.Key.Key_Return)
    assert row.asking and row.answers[0].hasFocus()
    assert [answer.words() for answer in row.answers] == ["Reached", "Left word", "Wrong number", "Will come"]
    qtbot.keyClick(row.answers[0], Qt.Key.Key_Return)
    tasks.let_go_all()
    assert told(today.view) == f"{before[0]}: Reached."
    assert before[0] not in [row.follow_up.name for row in page.calls.rows]
    assert page.calls.rows[0].log.hasFocus(), "the next call is at hand"
    today.view.frame.notices.notice.buttons[0].click()
    tasks.let_go_all()
    assert sorted(row.follow_up.name for row in page.calls.rows) == sorted(before)


def test_escape_closes_the_answers_and_logs_nothing(qtbot, today, busy):
    page = today(busy)
    row = page.calls.rows[1]
    row.log.click()
    qtbot.keyClick(row.answers[2], Qt.Key.Key_Escape)
    assert not row.asking and row.log.hasFocus() and len(page._app.follow_ups.due()) == 4


def test_all_calls_are_shown_when_asked(today, busy):
    for number in range(6):
        person = busy.person(f"Person {number}")
        busy.app.follow_ups.add(person, "Asked about rides", busy.clock.now + timedelta(hours=30))
    page = today(busy)
    assert len(page.calls.rows) == 4 and page.calls.more.words() == "All 10"
    page.calls.more.click()
    assert len(page.calls.rows) == 10 and page.calls.more.words() == "Fewer"


def test_an_action_is_ticked_and_taken_back(qtbot, tasks, today, busy):
    page = today(busy)
    assert page.plan.rows[0].action.title.startswith("Print bus-stop flyers")
    page.plan.rows[0].box.setFocus()
    qtbot.keyClick(page.plan.rows[0].box, Qt.Key.Key_Space)
    tasks.let_go_all()
    assert told(today.view) == "Done: Print bus-stop flyers in English and Spanish."
    assert [row.action.title for row in page.plan.rows] == ["Ask Hart", "Knock"]
    assert page.plan.rows[0].box.hasFocus()
    today.view.frame.notices.notice.buttons[0].click()
    tasks.let_go_all()
    assert len(page.plan.rows) == 3


def test_what_was_not_saved_stands_as_it_was(tasks, today, busy, monkeypatch):
    page = today(busy)

    def full(*_about):
        raise NotSaved("disk-full")

    monkeypatch.setattr(busy.app.planning, "mark_done", full)
    page.plan.rows[0].box.click()
    tasks.let_go_all()
    assert not page.plan.rows[0].box.isChecked() and page.plan.rows[0].box.isEnabled()
    assert today.view.frame.notices.notice.tone == "bad"


def test_another_page_that_writes_is_heard(tasks, today, busy):
    page = today(busy)
    busy.person("Somebody New")
    unsent = page.unsent._number.text()
    tasks.let_go_all()
    assert page.unsent._number.text() != unsent
    assert int(page.unsent._number.text()) == int(unsent) + 1


def test_a_burst_of_writes_is_read_once_more_and_not_each_time(tasks, today, busy):
    today(busy)
    for number in range(5):
        busy.person(f"Person {number}")
    tasks.let_go(1)
    assert tasks.held == 1


def test_links_go_where_they_say(today, busy):
    page = today(busy)
    went = []
    page.going.connect(lambda key, _place: went.append(key))
    for button in (page.plan.plan, page.unsent.see, page.meeting.details):
        button.click()
    assert went == ["plan", "exchange", "meetings"]


def test_the_bars_can_be_read_as_a_table(today, busy):
    page = today(busy)
    assert page.who_came.chart.isVisible()
    assert "Nov 6" in page.who_came.chart.accessibleName()
    page.who_came.turn.click()
    assert page.who_came.table.isVisible() and page.who_came.model.rowCount() == 4
    assert page.who_came.turn.words() == "Bars"


def test_the_agreement_says_what_it_waits_for(today, busy):
    busy.app.agreements.set_status("called", date(2026, 11, 10))
    page = today(busy)
    assert page.affiliation.steps.accessibleName() == "Step 3 of 4, Send, 1 check left"


def test_ready_says_only_what_was_looked_at(tasks, today, busy):
    page = today(busy)
    assert page.meeting.ready.words() == "Look before the door opens"
    page.meeting.ready.click()
    tasks.let_go_all()
    button = today.view.frame.panel.list.buttons["backup"]
    button.click()
    tasks.let_go_all()
    settle()
    assert len(busy.app.backups.all()) == 1
    assert page.meeting.ready.words() == "Ready for the door"
    assert "internet" not in " ".join(label.text() for label in page.findChildren(type(page.meeting._when)))


def gates(today):
    return {each.key: each for each in today.view.frame.panel.list.gates()}


def test_an_evening_is_rehearsed_and_leaves_nothing_behind(tasks, today, busy):
    page = today(busy)
    page.go_to(READY)
    tasks.let_go_all()
    before = sorted(busy.app.folder.path.iterdir())
    steps = len(busy.app.steps.latest(500))
    panel = today.view.frame.panel
    panel.trial.click()
    assert not panel.trial.isEnabled()
    tasks.let_go_all()
    settle()
    found = gates(today)
    assert found["rehearsal"].passed and {"network", "sound", "printer", "backup"} <= set(found)
    assert found["sound"].name == "Sounds are off"
    assert sorted(busy.app.folder.path.iterdir()) == before
    assert len(busy.app.steps.latest(500)) == steps
    assert panel.trial.isEnabled()


def test_a_rehearsal_that_fails_says_what_is_safe_and_what_to_do(tasks, today, busy, monkeypatch):
    page = today(busy)
    page.go_to(READY)
    tasks.let_go_all()
    (busy.app.folder.path / ".rehearsal").write_bytes(b"in the way")
    today.view.frame.panel.trial.click()
    tasks.let_go_all()
    failed = gates(today)["rehearsal"]
    assert not failed.passed and "cannot be written" in failed.line


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-2, "overdue 2 days", "bad"),
        (-1, "overdue 1 day", "bad"),
        (0, "due today", "warn"),
        (1, "due tomorrow", "warn"),
        (3, "due Sunday", "warn"),
        (11, "due Nov 23", ""),
    ],
)
def test_a_day_is_due_in_words(days, words, tone):
    day = date(2026, 11, 12)
    due = day_due(day + timedelta(days=days), day)
    assert (due.words, due.tone) == (words, tone)


def test_a_call_is_due_by_the_hour():
    zone = "America/New_York"

    def words(**away):
        return moment_due(NOON + timedelta(**away), NOON, zone).words

    assert words(hours=3) == "due today 3:00 PM"
    assert words(hours=25) == "due tomorrow 1:00 PM"
    assert words(hours=-2) == "was due 10:00 AM"
    assert words(days=-2) == "overdue 2 days"


def test_a_meeting_begins_in_words():
    noon = NOON.replace(tzinfo=None)
    assert starts_in_words(noon.replace(hour=19), noon) == "Tonight at 7:00 PM"
    assert starts_in_words(noon + timedelta(days=1), noon) == "Tomorrow at 5:00 PM"
    assert starts_in_words(noon + timedelta(days=4), noon) == "Monday at 5:00 PM"
    assert starts_in_words(noon + timedelta(days=20), noon) == "Dec 2 at 5:00 PM"


# ---------------------------------------------------------------- how it looks


def test_every_widget_has_a_name(tasks, today, busy):
    page = today(busy)
    page.calls.rows[0].ask()
    page.meeting.ready.click()
    tasks.let_go_all()
    assert not nameless(today.window) and not rich_labels(page)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: "-".join(map(str, room)))
def test_it_is_well_laid_out_in_every_room(tasks, today, busy, room):
    page = today(busy)
    in_room(today.window, tasks, room)
    page = today.view.page
    assert_well_laid_out(page.window().view.frame)
    page.calls.rows[0].ask()
    assert_well_laid_out(page.window().view.frame)


def test_nothing_is_cut_beside_the_panel_of_the_door(tasks, today, busy):
    page = today(busy)
    page.meeting.ready.click()
    tasks.let_go_all()
    settle()
    assert today.view.frame.panel.isVisible()
    assert_well_laid_out(today.view.frame)


def test_it_is_well_laid_out_with_nothing_in_it(tasks, today, morning):
    today(morning)
    for room in (ROOMS[0], ROOMS[-1]):
        in_room(today.window, tasks, room)
        assert_well_laid_out(today.view.frame)


def test_it_is_well_laid_out_in_spanish(tasks, today, busy):
    today(busy)
    use_language("es")
    in_room(today.window, tasks, (1024, 640, "light", 1.3))
    assert_well_laid_out(today.view.frame)


def test_calls_with_notes_have_a_page_of_their_own(today, busy):
    page = today(busy)
    went = []
    page.going.connect(lambda key, place: went.append((key, place)))
    page.calls.notes.click()
    assert went == [("after", None)]
