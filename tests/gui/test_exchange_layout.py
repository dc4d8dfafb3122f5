"""Every state of the page in every room: nothing cut, nothing overlapping, everything named."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from chapter_desk.core.sync.matrix import Destination
from chapter_desk.gui.exchange.leaving_card import Choice
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import use_language
from chapter_desk.store import schema
from tests.exchanging import Ticking, copied, new_chapter, swap
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.exchanging_pages import Services, show_exchange
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle

ROOMS_AND_TONGUES = [
    *(("en", *room) for room in ROOMS),
    ("es", 1366, 768, "light", 1.0),
    ("es", 1024, 640, "light", 1.5),
]


@pytest.fixture
def full(tmp_path):
    """A chapter with something of everything: people, answers, bundles sent, come, unread and refused."""
    desk = new_chapter(tmp_path)
    services = Services(desk)
    for number in range(12):
        services.add_person(f"Person {number}", shares=(True, False, None)[number % 3])
    ana = desk.add(
        schema.person, display_name="Wolfeschlegelsteinhausenbergerdorff, Ana María de los Ángeles"
    )
    meeting = desk.add(schema.meeting, title="May general meeting in the library", starts_at=desk.clock.now)
    door = copied(desk, "The laptop at the side door of the library")
    swap(desk, door)
    desk.bundle("summary", Destination.NATIONAL)
    desk.clock.now += timedelta(days=9)
    door.clock = door.db._clock = Ticking(desk.clock.now)
    desk.set(schema.person, ana, employer="The Harbor Coffee and Tea Company")
    desk.set(schema.meeting, meeting, venue="Library")
    door.clock.now += timedelta(minutes=1)
    door.set(schema.person, ana, employer="Norfolk International Terminals")
    door.set(schema.meeting, meeting, venue="Union hall")
    desk.take(door.bundle())
    door.add(schema.tag, name="Ward 3")
    unread = door.bundle(folder=services.mailbox.inbox)
    kept = services.exchange.quarantine
    kept.mkdir()
    (kept / "cd-4f1a-12.cdb").write_bytes(b"x")
    (kept / "cd-4f1a-12.cdb.reason").write_text("cut-short\n", encoding="utf-8")
    yield services, unread
    door.db.close()
    desk.db.close()


def dress(colours: str, scale: float) -> None:
    theme().use(colours=colours, scale=scale)


def look_over(shown) -> None:
    assert_well_laid_out(shown.window)
    assert nameless(shown.window) == []
    assert [text for text in rich_labels(shown.window) if "<script" in text] == []


@pytest.mark.parametrize(("tongue", "width", "height", "colours", "scale"), ROOMS_AND_TONGUES)
def test_each_state_fits_each_room(qtbot, full, tasks, tongue, width, height, colours, scale):
    services, unread = full
    dress(colours, scale)
    use_language(tongue)
    shown = show_exchange(qtbot, services, tasks, width, height)
    look_over(shown)
    shown.page._choose(Choice("delta", Destination.NATIONAL))
    shown.run()
    look_over(shown)
    shown.press(shown.page.leaving.write)
    look_over(shown)
    shown.page._choose(Choice("snapshot", Destination.CHAPTER))
    shown.run()
    look_over(shown)
    shown.page.asides.show_keys()
    shown.run()
    look_over(shown)
    shown.page.asides.show_laptop(shown.page._now.laptops[1])
    shown.page.asides.panel.lost.click()
    look_over(shown)
    shown.view.frame.escape()
    shown.press(shown.page.inbox.list.buttons[str(unread), "look"])
    look_over(shown)
    shown.press(shown.page.inside.take)
    look_over(shown)
    shown.press(shown.page.leaving.write)
    look_over(shown)


def test_a_panel_takes_the_place_of_the_right_column_and_gives_it_back(qtbot, full, tasks):
    services, _unread = full
    shown = show_exchange(qtbot, services, tasks)
    page, width = shown.page, shown.page.leaving.width()
    page.laptops.keys.setFocus()
    shown.press(page.laptops.keys)
    assert not page.inbox.isVisible() and abs(page.leaving.width() - width) < 40
    shown.view.frame.escape()
    settle()
    assert page.inbox.isVisible() and page.laptops.keys.hasFocus()


def test_tab_reaches_everything_and_ends_where_it_began(qtbot, full, tasks):
    services, _unread = full
    shown = show_exchange(qtbot, services, tasks)
    page, seen = shown.page, []
    for _press in range(60):
        qtbot.keyClick(shown.window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(shown.window.focusWidget())
    wanted = [
        page.leaving.table, page.leaving.another, page.leaving.lines, page.leaving.write, page.inbox.open,
        page.laptops.keys, *page.inbox.list.buttons.values(), *page.laptops.list.buttons.values(),
        *(button for pair in page.answers.buttons.values() for button in pair),
    ]  # fmt: skip
    assert [widget for widget in wanted if widget not in seen] == []
    order = [seen.index(widget) for widget in (page.leaving.table, page.leaving.another, page.leaving.write)]
    assert order == sorted(order)


def test_another_text_size_comes_back_to_the_same_choice(qtbot, full, tasks):
    services, unread = full
    shown = show_exchange(qtbot, services, tasks)
    shown.page._choose(Choice("snapshot", Destination.CHAPTER))
    shown.run()
    shown.press(shown.page.inbox.list.buttons[str(unread), "look"])
    dress("light", 1.3)
    shown.run()
    assert shown.page.leaving.choice == Choice("snapshot", Destination.CHAPTER)
    assert shown.page.inside.isVisible()
