"""What leaves this laptop: the choice, the preview, the question, the file."""

import dataclasses
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt

from chapter_desk.core.sync.bundle import Reader, read
from chapter_desk.core.sync.laptops import identity, trust
from chapter_desk.core.sync.matrix import Destination
from chapter_desk.gui.exchange.leaving_card import Choice
from chapter_desk.gui.exchange.places import Place
from chapter_desk.gui.widgets.notices import Notice
from chapter_desk.store import schema
from tests.exchanging import PACK, copied, new_chapter
from tests.gui.exchanging_pages import Services, show_exchange

DETAILS = Choice("delta", Destination.NATIONAL)
OWN = Choice("delta", Destination.CHAPTER)


@pytest.fixture
def desk(tmp_path):
    desk = new_chapter(tmp_path)
    yield desk
    desk.db.close()


@pytest.fixture
def services(desk):
    return Services(desk)


@pytest.fixture
def five_people(services):
    """Two said yes to sharing with national, one no, and two were never asked."""
    for name, shares in (("Ana", True), ("Bo", True), ("Cy", False), ("Di", None), ("Ed", None)):
        services.add_person(name, shares=shares)


def lines(shown) -> dict[str, tuple[str, str]]:
    return {row.kind: (row.how_much, row.form) for row in shown.page.leaving.table.rows_model().rows}


def choose(shown, choice: Choice) -> None:
    shown.page.leaving.choose(choice)
    shown.page.writing.prepare()
    shown.run()


def written(desk) -> list:
    return sorted((desk.folder / "outbox").glob("*.cdb")) if (desk.folder / "outbox").is_dir() else []


def test_counts_for_national_are_what_is_offered_first(qtbot, services, tasks, five_people):
    shown = show_exchange(qtbot, services, tasks)
    assert shown.page.leaving.choice == Choice("summary", Destination.NATIONAL)
    assert lines(shown)["Member counts"] == ("5 people, 0 members", "Numbers only")
    assert lines(shown)["Names, phones, e-mail"] == ("0", "Do not leave")
    focused = shown.window.focusWidget()
    assert focused.accessibleName() == "Counts only, 1 of 3"


def test_a_written_bundle_says_its_name_its_place_and_that_it_cannot_be_called_back(
    qtbot, desk, services, tasks
):
    shown = show_exchange(qtbot, services, tasks)
    assert shown.page.leaving.write.words() == "Write bundle to the outbox"
    shown.press(shown.page.leaving.write)
    (path,) = written(desk)
    done = shown.page.leaving.done
    assert done.isVisible() and done.name.text() == path.name
    assert "cannot be called back" in done._warning.text()
    assert [entry.title for entry in shown.page.sent.list.entries()] == ["Today, to national"]
    shown.press(done.again)
    assert shown.page.leaving.preview.isVisible() and shown.page.leaving.write.isEnabled()


def test_what_the_preview_counts_is_what_lies_in_the_file(qtbot, desk, services, tasks, five_people):
    shown = show_exchange(qtbot, services, tasks)
    choose(shown, OWN)
    rows = {table.table: table.rows for table in shown.page.writing.prepared.leaving.tables}
    shown.press(shown.page.leaving.write)
    with desk.db.read() as connection:
        reader = Reader(
            (identity(connection),), trust(connection, ""), desk.db.chapter_id, frozenset({"delta"})
        )
    bundle = read(written(desk)[0], reader)
    assert {each.name: each.rows for each in bundle.manifest.resources if each.name != "heard"} == rows
    assert rows["person"] == 5


def test_details_name_only_who_agreed_and_say_who_is_left_out_and_why(qtbot, services, tasks, five_people):
    shown = show_exchange(qtbot, services, tasks)
    choose(shown, DETAILS)
    assert lines(shown)["People who agreed"] == ("2 people", "Name, language, their yes")
    assert lines(shown)["People who said no"] == ("1", "Left out")
    assert lines(shown)["People never asked"] == ("2", "Left out")
    assert lines(shown)["Notes, calls, gifts"] == ("0", "Never leave")

    table = shown.page.leaving.table
    table.choose("never-asked")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    panel = shown.page.asides.panel
    assert [panel.lists[0].item(n).text() for n in range(panel.lists[0].count())] == ["Di", "Ed"]
    assert panel.lists[0].hasFocus()
    qtbot.keyClick(panel.lists[0], Qt.Key.Key_Escape)
    assert shown.page.asides.panel is None and table.hasFocus()


def test_who_is_under_18_is_left_out_and_the_preview_says_so(qtbot, desk, services, tasks, five_people):
    (ana,) = [id for id, row in desk.rows(schema.person).items() if row.display_name == "Ana"]
    desk.set(schema.person, ana, under_18=True)
    shown = show_exchange(qtbot, services, tasks)
    choose(shown, DETAILS)
    assert lines(shown)["People who agreed"][0] == "1 person"
    assert lines(shown)["People under 18"] == ("1", "Left out")
    table = shown.page.leaving.table
    table.choose("minor")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    panel = shown.page.asides.panel
    assert [panel.lists[0].item(n).text() for n in range(panel.lists[0].count())] == ["Ana"]


def test_fields_that_travel_are_named(qtbot, services, tasks, five_people):
    shown = show_exchange(qtbot, services, tasks)
    choose(shown, DETAILS)
    table = shown.page.leaving.table
    table.row_opened.emit(next(row for row in table.rows_model().rows if row.key == "people"))
    named, fields = shown.page.asides.panel.lists
    assert [named.item(n).text() for n in range(named.count())] == ["Ana", "Bo"]
    assert "name" in [fields.item(n).text() for n in range(fields.count())]


def test_naming_people_to_a_key_for_the_first_time_asks_and_counts_what_it_means(
    qtbot, desk, services, tasks, five_people
):
    shown = show_exchange(qtbot, services, tasks)
    choose(shown, DETAILS)
    shown.press(shown.page.leaving.write)
    asking = shown.page.leaving.asking
    assert asking.isVisible() and not written(desk)
    assert asking.accessibleName() == "This names 2 people to Our Revolution for the first time."
    assert asking.confirm.words() == "Name 2 people, write to the outbox"
    assert shown.page.primary() is asking.confirm
    assert asking.back.hasFocus()  # Enter by habit does not send names

    shown.press(asking.back)
    assert shown.page.leaving.preview.isVisible() and not written(desk)
    shown.press(shown.page.leaving.write)
    shown.press(asking.confirm)
    assert len(written(desk)) == 1

    shown.press(shown.page.leaving.done.again)
    services.add_person("Fay", shares=True)
    shown.run()
    shown.press(shown.page.leaving.write)
    assert len(written(desk)) == 2  # the same key is not asked about again


def test_counts_and_our_own_laptops_are_not_asked_about(qtbot, desk, services, tasks, five_people):
    shown = show_exchange(qtbot, services, tasks)
    shown.press(shown.page.leaving.write)
    choose(shown, OWN)
    shown.press(shown.page.leaving.write)
    assert len(written(desk)) == 2


def test_a_key_that_everybody_has_is_warned_of_and_gets_counts_only(qtbot, desk, tasks):
    shown = show_exchange(qtbot, Services(desk, PACK), tasks)
    leaving = shown.page.leaving
    assert leaving._sample.isVisible() and leaving.write.isEnabled()
    choose(shown, DETAILS)
    assert leaving._trouble.isVisible() and not leaving.write.isEnabled()
    choose(shown, OWN)
    assert not leaving._sample.isVisible() and leaving.write.isEnabled()


def test_counting_that_is_stopped_writes_nothing_and_can_be_begun_again(qtbot, desk, services, tasks):
    shown = show_exchange(qtbot, services, tasks, settled=False)
    tasks.let_go()
    shown.page._long.card.cancelled.emit()
    shown.run()
    leaving = shown.page.leaving
    assert not leaving.write.isEnabled() and "Nothing was written" in leaving._waiting.text()
    shown.press(leaving._again)
    assert leaving.write.isEnabled() and not written(desk)


def test_writing_that_is_stopped_leaves_no_file_and_no_entry(qtbot, desk, services, tasks):
    shown = show_exchange(qtbot, services, tasks)
    shown.page.leaving.write.click()
    shown.page._long.card.cancelled.emit()
    shown.run()
    assert not written(desk) and not services.mailbox.sent()
    assert shown.notice() == "Stopped. Nothing was written."
    assert shown.page.leaving.preview.isVisible()


def test_an_older_wish_never_shows_over_a_newer_one(qtbot, services, tasks, five_people):
    shown = show_exchange(qtbot, services, tasks)
    shown.page._choose(DETAILS)
    shown.page._choose(OWN)
    shown.run()
    assert shown.page.writing.prepared.leaving.destination is Destination.CHAPTER


def test_a_folder_is_remembered_and_a_stick_that_is_out_is_said(qtbot, desk, services, tasks, tmp_path):
    shown = show_exchange(qtbot, services, tasks)
    stick = tmp_path / "KINGSTON"
    stick.mkdir()
    shown.chosen.append(stick)
    shown.page.leaving.folder_asked.emit()
    assert shown.page.leaving.write.words() == "Write bundle to KINGSTON"
    assert shown.settings.bundle_folder == str(stick)
    shown.press(shown.page.leaving.write)
    assert [path.suffix for path in stick.iterdir()] == [".cdb"]

    shown.press(shown.page.leaving.done.again)
    for path in stick.iterdir():
        path.unlink()
    stick.rmdir()
    shown.press(shown.page.leaving.write)
    assert shown.notice().startswith("“KINGSTON” is not in this laptop. Nothing was written.")
    assert len(services.mailbox.sent()) == 1
    shown.page.leaving.place_chosen.emit(Place())
    shown.press(shown.page.leaving.write)
    assert len(written(desk)) == 1


def test_the_menu_of_places_offers_the_outbox_and_a_folder(qtbot, services, tasks):
    shown = show_exchange(qtbot, services, tasks)
    menu = shown.page.leaving.places_menu()
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words[0] == "The outbox in the chapter's folder" and words[-1] == "Choose a folder…"


def test_the_preview_follows_what_is_changed_meanwhile(qtbot, services, tasks, five_people):
    shown = show_exchange(qtbot, services, tasks)
    services.add_person("Fay")
    shown.run()
    assert lines(shown)["Member counts"][0] == "6 people, 0 members"


def test_a_preview_that_no_longer_holds_is_made_again_and_nothing_is_written(
    qtbot, desk, services, tasks, five_people
):
    shown = show_exchange(qtbot, services, tasks)
    services.changes = None
    desk.db.on_commit = lambda _committed: None  # as if the word of the change came too late
    services.add_person("Fay")
    shown.press(shown.page.leaving.write)
    assert not written(desk)
    assert "Nothing was written." in shown.notice() or "No bundle was written." in shown.notice()
    assert lines(shown)["Member counts"][0] == "6 people, 0 members"


def test_without_a_key_of_nationals_it_is_said_what_to_do(qtbot, desk, tasks):
    pack = dataclasses.replace(PACK, keys=msgspec.structs.replace(PACK.keys, recipient=""))
    services = Services(desk, pack)
    shown = show_exchange(qtbot, services, tasks)
    leaving = shown.page.leaving
    assert leaving._trouble.isVisible() and not leaving.write.isEnabled()
    assert "National has no key in its pack yet." in leaving._trouble.findChild(Notice).accessibleName()
    assert leaving.write.toolTip()
    choose(shown, OWN)
    assert not leaving._trouble.isVisible() and leaving.write.isEnabled()


def test_ctrl_enter_writes_and_esc_comes_back_to_the_preview(qtbot, desk, services, tasks):
    shown = show_exchange(qtbot, services, tasks)
    qtbot.keyClick(shown.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shown.run()
    assert len(written(desk)) == 1 and shown.page.leaving.done.isVisible()
    qtbot.keyClick(shown.window.focusWidget(), Qt.Key.Key_Escape)
    shown.run()
    assert shown.page.leaving.preview.isVisible()


def test_the_amount_is_chosen_with_the_arrows(qtbot, services, tasks, five_people):
    shown = show_exchange(qtbot, services, tasks)
    qtbot.keyClick(shown.window.focusWidget(), Qt.Key.Key_Right)
    shown.run()
    assert shown.page.leaving.choice == DETAILS
    assert shown.window.focusWidget().accessibleName() == "New details, 2 of 3"


def test_it_can_be_read_line_by_line(qtbot, services, tasks, five_people):
    shown = show_exchange(qtbot, services, tasks)
    choose(shown, DETAILS)
    shown.press(shown.page.leaving.lines)
    text = shown.page.asides.panel.text.toPlainText()
    assert '"display_name":"Ana"' in text and '"Di' not in text


def test_without_a_receipt_for_seven_days_sending_again_is_safe(qtbot, desk, services, tasks):
    desk.bundle("summary", Destination.NATIONAL)
    desk.clock.now += timedelta(days=7)
    shown = show_exchange(qtbot, services, tasks)
    (entry,) = shown.page.sent.list.entries()
    assert entry.line == "No receipt for 7 days. Sending again is safe."


def test_a_receipt_that_came_back_is_shown(qtbot, desk, services, tasks):
    door = copied(desk, "door")
    desk.take(door.bundle())
    name = desk.bundle().name
    door.take(desk.folder / "outbox" / name)
    desk.take(door.bundle())
    door.db.close()
    shown = show_exchange(qtbot, services, tasks)
    assert "Receipt back today" in shown.page.sent.list.entries()[0].line


def test_a_name_in_any_script_leaves_as_it_is_written(qtbot, desk, services, tasks):
    services.add_person("王小明 <b>", shares=True)
    shown = show_exchange(qtbot, services, tasks)
    choose(shown, DETAILS)
    table = shown.page.leaving.table
    table.row_opened.emit(next(row for row in table.rows_model().rows if row.key == "people"))
    assert shown.page.asides.panel.lists[0].item(0).text() == "王小明 <b>"
    assert desk.rows(schema.person)
