"""The inbox: look inside, take in, take back, refuse; and the laptops that write to each other."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication

from chapter_desk.core.sync.matrix import Destination
from chapter_desk.gui.exchange.waiting_watch import WaitingWatch
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.store import schema
from tests.exchanging import Ticking, copied, new_chapter, swap
from tests.gui.exchanging_pages import Services, show_exchange
from tests.gui.layouts import widgets_in


@pytest.fixture
def desk(tmp_path):
    desk = new_chapter(tmp_path)
    yield desk
    desk.db.close()


@pytest.fixture
def services(desk):
    return Services(desk)


@pytest.fixture
def door(desk, services):
    door = copied(desk, "Door-2")
    yield door
    door.db.close()


@pytest.fixture
def inbox(services):
    return services.mailbox.inbox


def looks(shown, path) -> None:
    shown.press(shown.page.inbox.list.buttons[str(path), "look"])


def tiles(shown) -> dict[str, int]:
    return {key: tile.effect.count for key, tile in shown.page.inside.tiles.tiles.items()}


def test_a_bundle_in_the_inbox_is_listed_with_what_it_brings(qtbot, desk, door, services, inbox, tasks):
    for number in range(3):
        door.add(schema.person, display_name=f"New {number}")
    path = door.bundle(folder=inbox)
    shown = show_exchange(qtbot, services, tasks)
    (entry,) = shown.page.inbox.list.entries()
    assert entry.title.startswith("Door-2, today") and entry.line == "4 new"  # three, and the laptop itself
    assert shown.page.inbox.unread.text() == "1 to read"
    assert entry.actions[0].name == f"Look inside {entry.title}"
    assert path.is_file() and not desk.rows(schema.person)


def test_looking_inside_changes_nothing_and_taking_in_does_what_was_counted(
    qtbot, desk, door, services, inbox, tasks
):
    door.add(schema.person, display_name="Ana")
    path = door.bundle(folder=inbox)
    shown = show_exchange(qtbot, services, tasks)
    before = desk.digest
    looks(shown, path)
    inside = shown.page.inside
    assert inside.isVisible() and desk.digest == before
    assert tiles(shown) == {"new": 2, "changed": 0, "conflicts": 0, "already": 2, "refused": 0}
    assert inside.take.words() == "Take in 2 changes" and inside.take.hasFocus()
    assert shown.page.primary() is inside.take

    shown.press(inside.take)
    assert not inside.isVisible() and desk.digest == door.digest
    assert shown.notice().startswith("2 changes were taken in from Door-2.")
    assert "Both laptops hold the same now." in shown.notice()
    assert not path.exists() and shown.page.inbox.unread.isHidden()


def test_the_same_bundle_again_is_calmly_nothing_new(qtbot, desk, door, services, tmp_path, tasks):
    door.add(schema.person, display_name="Ana")
    path = door.bundle()
    shown = show_exchange(qtbot, services, tasks)
    shown.page.go_to(path)
    shown.run()
    shown.press(shown.page.inside.take)
    before = desk.here()
    shown.page.go_to(path)
    shown.run()
    assert tiles(shown) == {"new": 0, "changed": 0, "conflicts": 0, "already": 4, "refused": 0}
    assert not shown.page.inside.take.isVisible()
    assert widgets_in(shown.page.inside._notices)[0].accessibleName().startswith("0 new.")
    shown.press(shown.page.inside.back)
    assert desk.here() == before


def test_a_bundle_can_be_taken_back_until_the_next_one_is_written(qtbot, desk, door, services, inbox, tasks):
    before = desk.digest
    door.add(schema.person, display_name="Ana")
    path = door.bundle(folder=inbox)
    shown = show_exchange(qtbot, services, tasks)
    looks(shown, path)
    shown.press(shown.page.inside.take)
    shown.press_in_notice()
    assert desk.digest == before and path.is_file()
    assert shown.notice() == "The bundle was taken back. All is as before this bundle."
    looks(shown, path)
    shown.press(shown.page.inside.take)
    key = services.mailbox.received()[0].bundle_id
    assert (key, "undo") in shown.page.inbox.list.buttons
    desk.bundle()
    shown.page.changed(frozenset())
    shown.run()
    assert (key, "undo") not in shown.page.inbox.list.buttons


def test_what_was_edited_since_is_kept_and_counted(qtbot, desk, door, services, tasks):
    ana = desk.add(schema.person, display_name="Ana")
    swap(desk, door)
    door.set(schema.person, ana, employer="Port", occupation="Crane driver")
    shown = show_exchange(qtbot, services, tasks)
    shown.page.go_to(door.bundle())
    shown.run()
    shown.press(shown.page.inside.take)
    desk.set(schema.person, ana, occupation="Foreman")
    shown.run()
    shown.press(shown.page.inbox.list.buttons[services.mailbox.received()[0].bundle_id, "undo"])
    assert "1 later edit was kept." in shown.notice()


def test_taking_in_that_is_stopped_changes_nothing(qtbot, desk, door, services, tasks):
    door.add(schema.person, display_name="Ana")
    shown = show_exchange(qtbot, services, tasks)
    shown.page.go_to(door.bundle())
    shown.run()
    before = desk.digest
    shown.page.inside.take.click()
    shown.page._long.card.cancelled.emit()
    shown.run()
    assert desk.digest == before and shown.notice() == "Stopped. Nothing was changed."


def test_a_bundle_cut_short_is_refused_in_three_sentences_and_kept(qtbot, desk, door, services, inbox, tasks):
    whole = door.bundle()
    broken = inbox / "cd-4f1a-12.cdb"
    broken.write_bytes(whole.read_bytes()[:-60])
    before = desk.digest
    shown = show_exchange(qtbot, services, tasks)
    looks(shown, broken)
    assert shown.notice() == (
        "This bundle was cut short. Nothing was changed. Ask the sender to write it again."
        " The file is kept in the inbox's quarantine."
    )
    assert desk.digest == before and not broken.exists()
    (entry,) = shown.page.inbox.list.entries()
    assert entry.title == "cd-4f1a-12, cut short"

    shown.press(shown.page.inbox.list.buttons[entry.key, "why"])
    said = shown.page.asides.panel.findChildren(type(shown.page.inbox._hint))
    assert any("Ask the sender to write it again." in label.text() for label in said)


def test_details_for_the_helper_can_be_copied(qtbot, door, services, inbox, tasks):
    broken = inbox / "cd-4f1a-12.cdb"
    broken.write_bytes(door.bundle().read_bytes()[:-60])
    shown = show_exchange(qtbot, services, tasks)
    looks(shown, broken)
    shown.press_in_notice()
    assert QGuiApplication.clipboard().text().startswith("cd-4f1a-12.cdb: cut-short")


def test_a_file_that_is_no_bundle_stays_where_it_was(qtbot, desk, services, tmp_path, tasks):
    other = tmp_path / "minutes.cdb"
    other.write_text("not a bundle at all, but long enough to be looked at", encoding="utf-8")
    shown = show_exchange(qtbot, services, tasks)
    shown.page.go_to(other)
    shown.run()
    assert shown.notice().startswith("This file is not a bundle of Chapter Desk. Nothing was changed.")
    assert "quarantine" not in shown.notice() and other.is_file()


def test_a_hole_is_named_with_whom_to_ask(qtbot, desk, door, services, tasks):
    swap(desk, door)
    door.add(schema.tag, name="one")
    door.bundle()
    with door.db.write_local() as connection:  # as if the desk had said that it took the lost one in
        connection.execute(schema.peer.update().values(confirmed_upto=door.here().change_seq))
    door.add(schema.tag, name="two")
    shown = show_exchange(qtbot, services, tasks)
    shown.page.go_to(door.bundle())
    shown.run()
    notice = widgets_in(shown.page.inside._notices)[0]
    assert notice.accessibleName().startswith("A hole: bundle 2 of Door-2 is missing.")
    assert "Ask Door-2" in notice.accessibleName()
    shown.press(shown.page.inside.take)
    assert "A hole: bundle 2 of Door-2 is missing." in shown.notice()


def test_rows_from_far_ahead_are_said_and_the_rest_comes(qtbot, desk, door, services, tasks):
    door.clock = door.db._clock = Ticking(desk.clock.now + timedelta(days=5))
    door.add(schema.person, display_name="Ana")
    shown = show_exchange(qtbot, services, tasks)
    shown.page.go_to(door.bundle())
    shown.run()
    assert tiles(shown)["refused"] == 1
    shown.press(shown.page.inside.take)
    assert "1 row dated too far ahead waits in quarantine." in shown.notice()
    assert not desk.rows(schema.person)


def test_a_bundle_for_national_is_looked_into_but_not_taken_in(qtbot, door, services, tasks):
    shown = show_exchange(qtbot, services, tasks)
    shown.page.go_to(door.bundle("summary", Destination.NATIONAL))
    shown.run()
    inside = shown.page.inside
    assert inside.isVisible() and not inside.take.isVisible() and inside.back.hasFocus()
    assert "for national" in widgets_in(inside._notices)[0].accessibleName()


def test_a_tile_sifts_the_kinds_below(qtbot, desk, door, services, tasks):
    ana = desk.add(schema.person, display_name="Ana")
    swap(desk, door)
    door.set(schema.person, ana, employer="Port")
    door.add(schema.meeting, title="May")
    shown = show_exchange(qtbot, services, tasks)
    shown.page.go_to(door.bundle())
    shown.run()
    table = shown.page.inside.table.rows_model()
    assert [(row.group, row.new, row.changed) for row in table.rows] == [("people", 0, 1), ("meetings", 1, 0)]
    shown.page.inside.tiles.tiles["changed"].click()
    assert [row.group for row in table.rows] == ["people"]


def test_a_bundle_that_is_dropped_on_the_page_is_looked_into(qtbot, door, services, tasks):
    shown = show_exchange(qtbot, services, tasks)
    path = door.bundle()
    assert drag(shown.page, path)
    shown.page.dropEvent(dropped(path))
    shown.run()
    assert shown.page.inside.isVisible()
    assert not drag(shown.page, path.with_name("people.csv"))


def dropped(path) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.data = data  # the event does not own it
    event.ignore()
    return event


def drag(page, path) -> bool:
    event = dropped(path)
    page.dragEnterEvent(event)
    return event.isAccepted()


def test_ctrl_o_asks_for_a_bundle_and_esc_comes_back(qtbot, door, services, tasks):
    shown = show_exchange(qtbot, services, tasks)
    shown.chosen.append(door.bundle())
    qtbot.keyClick(shown.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    shown.run()
    assert shown.page.inside.isVisible()
    qtbot.keyClick(shown.window.focusWidget(), Qt.Key.Key_Escape)
    shown.run()
    assert shown.page.leaving.isVisible() and not shown.page.inside.isVisible()


def test_an_inbox_that_is_empty_says_how_bundles_come(qtbot, services, tasks):
    shown = show_exchange(qtbot, services, tasks)
    assert "Drop a bundle here" in shown.page.inbox._hint.text()
    assert shown.page.sent._hint.text() == "No bundle was written on this laptop yet."
    assert shown.page.answers._line.text() == "No field was written differently on two laptops."
    assert "adds itself" in shown.page.laptops._hint.text()


# ---------------------------------------------------------------- two answers


@pytest.fixture
def two_answers(desk, door):
    ana = desk.add(schema.person, display_name="Ana")
    swap(desk, door)
    door.clock = door.db._clock = Ticking(desk.clock.now)
    desk.set(schema.person, ana, family_name="Ruiz")
    door.clock.now = desk.clock.now + timedelta(minutes=1)
    door.set(schema.person, ana, family_name="Ruíz")
    desk.take(door.bundle())
    return ana


def test_two_answers_show_both_and_the_other_can_be_used(qtbot, desk, services, tasks, two_answers):
    shown = show_exchange(qtbot, services, tasks)
    ((in_use, other),) = shown.page.answers.buttons.values()
    assert in_use.accessibleName() == "Ana, last name: Ruíz, in use, in use: Door-2, today"
    assert (in_use.isChecked(), other.isChecked(), other.value) == (True, False, "Ruiz")
    shown.press(other)
    assert desk.rows(schema.person)[two_answers].family_name == "Ruiz"
    assert shown.page.answers.buttons == {}
    shown.press_in_notice()
    assert desk.rows(schema.person)[two_answers].family_name == "Ruíz"


def test_the_answer_in_use_can_be_kept_and_asked_about_again(qtbot, desk, services, tasks, two_answers):
    shown = show_exchange(qtbot, services, tasks)
    ((in_use, _other),) = shown.page.answers.buttons.values()
    shown.press(in_use)
    assert shown.page.answers.buttons == {}
    shown.press_in_notice()
    assert len(shown.page.answers.buttons) == 1
    assert desk.rows(schema.person)[two_answers].family_name == "Ruíz"


# ---------------------------------------------------------------- laptops and keys


def test_laptops_say_what_waits_for_them(qtbot, desk, door, services, tasks):
    desk.take(door.bundle())
    desk.add(schema.tag, name="Ward 3")
    shown = show_exchange(qtbot, services, tasks)
    this, other = shown.page.laptops.list.entries()
    assert (this.title, this.line) == ("desk", "This laptop")
    assert (other.title, other.line, other.tone) == ("Door-2", "Last heard today", "warn")
    assert other.state.endswith("waiting")


def test_a_laptop_can_be_named(qtbot, desk, door, services, tasks):
    desk.take(door.bundle())
    shown = show_exchange(qtbot, services, tasks)
    shown.press(shown.page.laptops.list.buttons[door.db.replica_id, "edit"])
    field = shown.page.asides.panel.name
    field.set_text("Side door")
    qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    shown.run()
    assert [entry.title for entry in shown.page.laptops.list.entries()] == ["desk", "Side door"]
    assert len(services.steps.latest(1)) == 1 and services.steps.latest(1)[0].kind == "rename-laptop"
    shown.press_in_notice()
    assert [entry.title for entry in shown.page.laptops.list.entries()] == ["desk", "Door-2"]


def test_a_name_typed_but_not_entered_is_kept_when_the_panel_closes(qtbot, desk, door, services, tasks):
    desk.take(door.bundle())
    shown = show_exchange(qtbot, services, tasks)
    shown.press(shown.page.laptops.list.buttons[door.db.replica_id, "edit"])
    field = shown.page.asides.panel.name
    field.set_text("Side door")
    qtbot.keyClick(field.editor, Qt.Key.Key_Escape)
    shown.run()
    assert [entry.title for entry in shown.page.laptops.list.entries()] == ["desk", "Side door"]


def test_a_lost_laptop_is_trusted_no_more_after_its_consequences_were_read(
    qtbot, desk, door, services, inbox, tasks
):
    desk.take(door.bundle())
    shown = show_exchange(qtbot, services, tasks)
    shown.press(shown.page.laptops.list.buttons[door.db.replica_id, "edit"])
    panel = shown.page.asides.panel
    shown.press(panel.lost)
    assert panel.back.hasFocus()
    shown.press(panel.confirm)
    other = shown.page.laptops.list.entries()[1]
    assert (other.state, other.tone) == ("not trusted", "bad")
    door.add(schema.tag, name="Ward 3")
    path = door.bundle(folder=inbox)
    shown.page.go_to(path)
    shown.run()
    assert shown.notice().startswith("This bundle was written by a laptop that is no longer trusted.")


def test_this_laptop_cannot_be_distrusted_by_itself(qtbot, desk, services, tasks):
    shown = show_exchange(qtbot, services, tasks)
    shown.press(shown.page.laptops.list.buttons[desk.db.replica_id, "edit"])
    assert not shown.page.asides.panel.lost.isVisible()


def test_public_keys_are_copied_whole(qtbot, services, tasks):
    shown = show_exchange(qtbot, services, tasks)
    shown.press(shown.page.laptops.keys)
    panel = shown.page.asides.panel
    assert len(panel.copies) == 5
    shown.press(panel.copies[0])
    assert QGuiApplication.clipboard().text() == services.laptops.public_keys().recipient
    assert panel.copies[0].words() == "Copied"


# ---------------------------------------------------------------- for the shell


def test_the_rail_says_what_waits(qtbot, desk, door, services, inbox, tasks):
    desk.bundle("summary", Destination.NATIONAL)
    watch = WaitingWatch(services, tasks, Bridge(services.changes))
    heard = []
    watch.changed.connect(heard.append)
    watch.look()
    tasks.let_go_all()
    assert (watch.now.count, watch.now.words()) == (0, "")
    door.bundle(folder=inbox)
    desk.add(schema.meeting, title="May")
    watch.look()
    tasks.let_go_all()
    assert (watch.now.count, watch.now.words()) == (1, "1 bundle to read")
    assert len(heard) == 2


def test_what_waits_is_counted_a_moment_after_a_change_and_not_at_each(qtbot, desk, services, tasks):
    watch = WaitingWatch(services, tasks, Bridge(services.changes))
    for number in range(5):
        desk.add(schema.tag, name=f"Ward {number}")
    assert tasks.held == 0 and watch._timer.isActive()
    qtbot.waitUntil(lambda: tasks.held == 1)
