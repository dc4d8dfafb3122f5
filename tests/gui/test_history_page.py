"""History: every step in words, its fields, and taking it back with what was kept counted."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from chapter_desk.app import open_app
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.safekeeping.founding_door import found_door
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.gui.history.page import HistoryPage, HistoryPlace
from chapter_desk.gui.history.undoing import Undoing
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.widgets.labels import TextLabel
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.gui.morning import Morning, in_room, shown
from tests.gui.opened import close_chapter, founded, unlocked


@pytest.fixture
def morning(tmp_path):
    morning = Morning(tmp_path / "Norfolk.chapter")
    yield morning
    morning.close()


@pytest.fixture
def history(qtbot, tasks):
    def show(morning, **about):
        make = lambda: HistoryPage(morning.app, tasks)  # noqa: E731
        window, view = shown(qtbot, morning, tasks, make, key="history", **about)
        show.window, show.view = window, view
        return view.page

    return show


def lines(page):
    return [entry.title.text for entry in page.model.rows]


def words_in(widget):
    return [label.text() for label in widget.findChildren(TextLabel) if label.isVisible()]


def test_the_newest_step_stands_first_with_who_and_when(history, morning):
    ana = morning.person("Ana Ruiz")
    morning.app.records.edit(ana, {"employer": "Harbor Clinic"})
    page = history(morning)
    assert lines(page)[:2] == ["The change to Ana Ruiz", "Adding Ana Ruiz"]
    assert lines(page)[-1] == "Setting up the chapter"
    first, when = (page.model.index(0, column).data() for column in (0, 2))
    assert first == "The change to Ana Ruiz" and when == "today, 12:00 PM"
    assert page.model.columns[0].line(page.model.rows[0]) == "Denise Walker"
    assert page.table.hasFocus() and page.table.current_row() is page.model.rows[0]


def test_enter_shows_the_fields_before_and_after(qtbot, tasks, history, morning):
    ana = morning.person("Ana Ruiz")
    morning.app.records.edit(ana, {"employer": "Harbor Clinic"})
    page = history(morning)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    tasks.let_go_all()
    settle()
    panel = history.view.frame.panel
    assert "Employer: nothing → Harbor Clinic" in words_in(panel)
    assert "Ana Ruiz" in words_in(panel) and "Denise Walker, on Laptop 1" in words_in(panel)
    assert panel.take_back.hasFocus() and panel.take_back.accessibleName() == "Undo the change to Ana Ruiz"
    qtbot.keyClick(panel.take_back, Qt.Key.Key_Escape)
    assert history.view.frame.panel is None and page.table.hasFocus()


def test_a_step_is_taken_back_and_done_again(qtbot, tasks, history, morning):
    ana = morning.person("Ana Ruiz")
    morning.app.records.edit(ana, {"employer": "Harbor Clinic"})
    page = history(morning)
    for text, employer in (
        ("Taken back: the change to Ana Ruiz", ""),
        ("Done again: the change to Ana Ruiz", "Harbor Clinic"),
    ):
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
        tasks.let_go_all()
        settle()
        history.view.frame.panel.take_back.click()
        tasks.let_go_all()
        assert lines(page)[0] == text
        assert morning.app.history.details(page.model.rows[0].step.id).changes
        with morning.app.db.read() as connection:
            row = connection.exec_driver_sql("SELECT employer FROM person WHERE id = ?", (ana,)).one()
        assert (row[0] or "") == employer
        page.table.choose_first()
        page.table.setFocus()
    assert page.model.index(2, 1).data() == "", "put in force again"


def test_the_notice_counts_the_later_edits_that_were_kept(tasks, history, morning):
    ana = morning.person("Ana Ruiz")
    morning.app.records.edit(ana, {"employer": "Harbor Clinic", "occupation": "Nurse"})
    morning.app.records.edit(ana, {"occupation": "Head nurse"})
    page = history(morning)
    page.table.choose(page.model.rows[1].step.id)
    page._take_back_current()
    tasks.let_go_all()
    notice = history.view.frame.notices.notice
    assert notice.accessibleName() == "Taken back: the change to Ana Ruiz. 1 later edit by people was kept."
    assert page.model.index(2, 1).data() == "Taken back"


def test_what_stands_for_ever_has_no_undo(qtbot, tasks, history, morning):
    page = history(morning)
    page.table.choose(page.model.rows[-1].step.id)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    tasks.let_go_all()
    settle()
    panel = history.view.frame.panel
    assert not panel.take_back.isVisible()
    assert "This step stands. It cannot be taken back." in words_in(panel)


def test_filters_by_kind_operator_and_person(tasks, history, morning):
    ana = morning.person("Ana Ruiz")
    morning.held(morning.app.chapter.today(), ana)
    tyrone = morning.app.chapter.add_operator("Tyrone", "greeter")
    morning.app.chapter.sit_down(tyrone.id)
    morning.person("Bo Li")
    page = history(morning)
    page.kind.setCurrentIndex(2)
    tasks.let_go_all()
    assert lines(page) == [
        "Closing the door of General meeting", "Later sign-in of Ana Ruiz",
        "Opening the door of General meeting", "Planning General meeting",
    ]  # fmt: skip
    page.kind.setCurrentIndex(0)
    page.who.setCurrentIndex(page.who.findText("Tyrone"))
    tasks.let_go_all()
    assert lines(page) == ["Adding Bo Li"]
    page.all.click()
    tasks.let_go_all()
    page.go_to(HistoryPlace(person=ana, name="Ana Ruiz"))
    tasks.let_go_all()
    assert lines(page) == ["Later sign-in of Ana Ruiz", "Adding Ana Ruiz"]
    assert page.person.text() == "Ana Ruiz"


def test_filters_that_nothing_fits_say_so_and_can_be_removed(tasks, history, morning):
    page = history(morning)
    morning.app.chapter.add_operator("Tyrone", "greeter")
    tasks.let_go_all()
    page.who.setCurrentIndex(page.who.findText("Tyrone"))
    tasks.let_go_all()
    assert page.nothing.isVisible() and page.nothing.accessibleName() == "No step fits these filters."
    page.all.click()
    tasks.let_go_all()
    assert page.model.rowCount() and not page.nothing.isVisible()


def test_older_steps_come_a_hundred_at_a_time(qtbot, tasks, history, morning):
    for number in range(120):
        morning.person(f"Person {number}")
    page = history(morning)
    assert page.model.rowCount() == 100 and page.older.isVisible()
    page.older.setFocus()
    qtbot.keyClick(page.older, Qt.Key.Key_Return)
    tasks.let_go_all()
    assert page.model.rowCount() > 120 and not page.older.isVisible()
    assert page.table.hasFocus() and page.table.currentIndex().row() == 100
    assert page.count.text() == f"{page.model.rowCount()} steps"


def test_a_name_with_markup_is_a_name(qtbot, tasks, history, morning):
    morning.person("<b>Ana</b> & Co")
    page = history(morning)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    tasks.let_go_all()
    assert "Adding <b>Ana</b> & Co" in words_in(history.view.frame.panel)
    assert not rich_labels(history.window)


# ---------------------------------------------------------------- Ctrl Z of the whole window


@pytest.fixture
def undoing(qapp, tasks, morning):
    bridge = Bridge(morning.app.changes)
    undoing = Undoing(morning.app, tasks, bridge, bridge)
    undoing.heard = []
    undoing.told.connect(undoing.heard.append)
    settle()
    tasks.let_go_all()
    yield undoing
    bridge.close()


def commands(undoing):
    return {command.key: (command.text, command.can_run()) for command in undoing.commands()}


def test_nothing_was_done_so_nothing_is_undone(undoing):
    assert commands(undoing)["Ctrl+Z"] == ("Undo the last step", False)
    undoing.undo()
    assert undoing.heard == []


def test_the_words_name_the_act_and_follow_it(tasks, undoing, morning):
    meeting, ana = morning.meeting(morning.app.chapter.today()), morning.person("Maria Gutierrez")
    morning.app.sign_ins.sign_in(meeting, ana)
    tasks.let_go_all()
    assert commands(undoing) == {
        "Ctrl+Z": ("Undo sign-in of Maria Gutierrez", True),
        "Ctrl+Shift+Z": ("Redo the last step", False),
    }
    undoing.undo()
    tasks.let_go_all()
    assert undoing.heard[-1].fact == "Taken back: sign-in of Maria Gutierrez."
    assert commands(undoing)["Ctrl+Shift+Z"] == ("Do again: sign-in of Maria Gutierrez", True)
    undoing.redo()
    tasks.let_go_all()
    assert undoing.heard[-1].fact == "Done again: sign-in of Maria Gutierrez."
    assert morning.app.calendar.entry(meeting).turnout.signed_in == 1


def test_only_the_step_that_was_shown_is_taken_back(tasks, undoing, morning):
    morning.person("Ana Ruiz")
    tasks.let_go_all()
    undoing.undo()  # held: meanwhile another step is made
    morning.person("Bo Li")
    tasks.let_go_all()
    assert undoing.heard[-1].fact == "Taken back: adding Ana Ruiz."
    assert commands(undoing)["Ctrl+Z"] == ("Undo adding Bo Li", True)


def test_twice_the_key_is_no_bug(tasks, undoing, morning):
    morning.person("Ana Ruiz")
    tasks.let_go_all()
    undoing.undo()
    undoing.undo()
    tasks.let_go_all()
    assert [told.tone for told in undoing.heard] == ["good", "bad"]


def test_the_keys_work_on_every_page_of_an_open_chapter(qtbot, tasks, tmp_path):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    desk = unlocked(qtbot, tasks, path)
    person = desk.host.app.records.add(PersonDraft("Maria Gutierrez"))
    settle()
    tasks.let_go_all()
    for page, held, fact in (
        ("settings", Qt.KeyboardModifier.ControlModifier, "Taken back: adding Maria Gutierrez."),
        ("today", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
         "Done again: adding Maria Gutierrez."),
    ):  # fmt: skip
        desk.host.view.go(page)
        tasks.let_go_all()
        desk.host.view.setFocus()
        qtbot.keyClick(desk.window, Qt.Key.Key_Z, held)
        tasks.let_go_all()
        assert desk.host.view.frame.notices.notice.accessibleName() == fact
    assert desk.host.app.cards.about(person).removed is False
    close_chapter(desk, tasks)


# ---------------------------------------------------------------- how it looks


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: "-".join(map(str, room)))
def test_it_is_well_laid_out_in_every_room(tasks, history, morning, room):
    morning.busy()
    history(morning)
    in_room(history.window, tasks, room)
    assert_well_laid_out(history.view.frame)
    history.view.page._open_current()
    tasks.let_go_all()
    assert_well_laid_out(history.view.frame)
    assert not nameless(history.window)


def test_what_a_helper_told_is_one_line_that_says_how_to_take_it_back(
    qtbot, tasks, history, morning, tmp_path
):
    people = [morning.person(name) for name in ("Ana Ruiz", "Leo Park", "Kim Sato")]
    app, meeting = morning.app, morning.meeting(date(2026, 11, 12), "November meeting")
    welcome = app.door_laptops.take_in(meeting, "Door-2")
    path = tmp_path / "Door-2.chapter"
    key = found_door(path, welcome, "open the door please", morning.clock, install_id=install_id(),
                     cost=Cost(8, 1))  # fmt: skip
    door = open_app(path, key, clock=morning.clock)
    for person in people:
        door.sign_ins.sign_in(meeting, person)
        app.exchange.hear(door.door_bundles.attendance(app.door_bundles.has_of(door.db.replica_id)).sealed())
    door.close()
    page = history(morning)
    assert lines(page)[:2] == ["What Door-2 wrote at the door", "Adding Door-2"]
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    tasks.let_go_all()
    settle()
    panel = history.view.frame.panel
    said = words_in(panel)
    assert "November meeting: 3 new, 1 changed" in said and "On Laptop 1" in said
    assert not panel.take_back.isVisible() and any("off the list first" in each for each in said)
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    app.door_laptops.remove(door.db.replica_id)
    tasks.let_go_all()
    page.table.choose(page.model.rows[1].step.id)
    page._take_back_current()
    tasks.let_go_all()
    assert lines(page)[0] == "Taken back: what Door-2 wrote at the door"
    assert app.door.who_is_in(meeting) == []
