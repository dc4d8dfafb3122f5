"""The one red state of the door: the disk refuses, nobody is lost, the search keeps the focus."""

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from PySide6.QtCore import Qt
from sqlalchemy import event

from chapter_desk.gui.door.arrivals import Arrival, kept, unkept
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.shell.theme import theme
from tests.gui.evening import CTRL, names_of, opened_evening, press, shown, type_text
from tests.gui.geometry import ROOMS, assert_well_laid_out


class Disk:
    """The disk of a chapter: while it is full, or not writable, no commit reaches it."""

    def __init__(self, db):
        self.trouble = ""
        event.listen(db._writes, "commit", self._commit)

    def _commit(self, _connection):
        if self.trouble:
            raise sqlcipher.OperationalError(self.trouble)


@pytest.fixture
def evening(tmp_path, home, tasks):
    evening = opened_evening(tmp_path, tasks)
    for name in ("Maria Gutierrez", "Jo Li", "Sam Whitaker"):
        evening.person(name)
    evening.disk = Disk(evening.app.db)
    yield evening
    evening.disk.trouble = ""
    evening.app.close()


@pytest.fixture
def door(qtbot, evening):
    window, page = shown(qtbot, evening, "door", DoorPlace(evening.meeting().id, open=True))
    come_in(window, evening, "sam")
    evening.disk.trouble = "database or disk is full"
    return window, page


@pytest.fixture
def at_once(monkeypatch):
    heard = []

    def announce(_widget, words, *, at_once=False):
        if at_once:
            heard.append(words)

    monkeypatch.setattr("chapter_desk.gui.widgets.notices.announce", announce)
    return heard


def come_in(window, evening, name):
    type_text(window, name)
    press(window, Qt.Key.Key_Return)
    evening.let_go()


def in_the_ledger(evening, page):
    return [each.name for each in evening.app.door.who_is_in(page._evening.meeting.id)][::-1]


def test_not_saved_says_what_happened_what_is_safe_what_to_do_and_the_search_keeps_the_focus(
    door, evening, at_once
):
    window, page = door
    come_in(window, evening, "maria")
    said = page.not_saved.accessibleName()
    assert page.not_saved.isVisible()
    assert said.startswith("Not saved: Maria Gutierrez. Use paper for now.")
    assert "disk is full" in said
    assert "The 1 sign-in before it." in said
    assert "make room and press Try again" in said
    assert at_once[-1] == said
    assert window.focusWidget() is page.finding.search
    assert not page.finding.band.isVisible()
    assert page.columns.counter.counter.accessibleName() == "1 signed in"
    assert "1 sign-in is not saved. 1 is." in window.view.state_line.sentence()
    assert in_the_ledger(evening, page) == ["Sam Whitaker"]


def test_names_wait_in_their_order_and_one_key_writes_them_all(door, evening):
    window, page = door
    come_in(window, evening, "maria")
    come_in(window, evening, "jo")
    type_text(window, "nora")
    press(window, Qt.Key.Key_N, CTRL)
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert names_of(page.finding.matches.matches()) == ["Maria Gutierrez", "Jo Li", "Nora"]
    assert page.not_saved.accessibleName().startswith("Not saved: Maria Gutierrez and 2 more.")
    evening.disk.trouble = ""
    press(window, Qt.Key.Key_R, CTRL)
    evening.let_go()
    assert not page.not_saved.isVisible()
    assert in_the_ledger(evening, page) == ["Sam Whitaker", "Maria Gutierrez", "Jo Li", "Nora"]
    assert page.columns.counter.counter.accessibleName() == "4 signed in"
    assert page.finding.band.accessibleName().startswith("Nora is in")
    assert "Nothing is lost: 4 sign-ins" in window.view.state_line.sentence()


def test_the_next_arrival_tries_again_by_itself(door, evening):
    window, page = door
    come_in(window, evening, "maria")
    evening.disk.trouble = ""
    come_in(window, evening, "jo")
    assert in_the_ledger(evening, page) == ["Sam Whitaker", "Maria Gutierrez", "Jo Li"]
    assert not page.not_saved.isVisible()


def test_a_row_says_not_saved_yet_and_only_try_again_is_filled(door, evening):
    window, page = door
    come_in(window, evening, "maria")
    type_text(window, "maria")
    row = page.finding.matches.matches()[0]
    assert (row.pill, row.pill_tone) == ("Not saved yet", "bad")
    assert not any(match.filled and match.button for match in page.finding.matches.matches()[:-1])
    assert page.primary() is page.not_saved.again


def test_a_name_taken_in_error_can_be_taken_off_the_list(door, evening):
    window, page = door
    come_in(window, evening, "maria")
    come_in(window, evening, "jo")
    press(window, Qt.Key.Key_Z, CTRL)
    assert names_of(page.finding.matches.matches()) == ["Maria Gutierrez"]
    press(window, Qt.Key.Key_Z, CTRL)
    assert not page.not_saved.isVisible()
    assert evening.tasks.held == 0


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("attempt to write a readonly database", "cannot be written to"),
        ("database is locked", "is busy"),
        ("disk I/O error", "did not answer"),
    ],
)
def test_each_trouble_of_the_disk_has_its_sentence(door, evening, trouble, words):
    window, page = door
    evening.disk.trouble = trouble
    come_in(window, evening, "maria")
    assert words in page.not_saved.accessibleName()


def test_another_text_size_loses_nobody(door, evening):
    window, page = door
    come_in(window, evening, "maria")
    type_text(window, "jo")
    theme().use(scale=1.3)
    evening.let_go()
    page = window.view.page
    assert page.not_saved.isVisible()
    evening.disk.trouble = ""
    press(window, Qt.Key.Key_R, CTRL)
    evening.let_go()
    assert in_the_ledger(evening, page) == ["Sam Whitaker", "Maria Gutierrez"]


def test_who_waits_and_what_is_typed_outlive_a_lock(qtbot, door, evening):
    window, page = door
    come_in(window, evening, "maria")
    type_text(window, "jo")
    left = page.draft()
    assert left["typed"] == "jo"
    evening.disk.trouble = ""
    _other_window, after = shown(qtbot, evening, "door")
    after.take_draft(left)
    evening.let_go()
    assert after.finding.search.text() == "jo"
    assert in_the_ledger(evening, after) == ["Sam Whitaker", "Maria Gutierrez"]


def test_an_arrival_comes_back_from_a_draft_as_it_was(evening):
    from chapter_desk.core.meetings.walk_in import WalkIn

    meeting = evening.meeting().id
    for arrival in (
        Arrival(meeting, "Jo", "p"),
        Arrival(meeting),
        Arrival(meeting, "Bo", walk_in=WalkIn("Bo")),
    ):
        assert unkept(kept(arrival)) == arrival


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
def test_the_red_band_fits_every_room(qtbot, evening, width, height, colours, scale):
    theme().use(colours=colours, scale=scale)
    place = DoorPlace(evening.meeting().id, open=True)
    window, page = shown(qtbot, evening, "door", place, (width, height))
    evening.disk.trouble = "database or disk is full"
    come_in(window, evening, "maria")
    come_in(window, evening, "jo")
    type_text(window, "sam")
    assert page.not_saved.isVisible()
    assert_well_laid_out(window)


def test_on_a_really_full_disk_nobody_is_lost_and_it_goes_on_when_there_is_room(
    qtbot, small_disk, home, tasks
):
    evening = opened_evening(small_disk.place, tasks)
    guests = [f"Guest{chr(97 + n // 26)}{chr(97 + n % 26)} Marsh" for n in range(80)]
    for name in guests:
        evening.person(name)
    window, page = shown(qtbot, evening, "door", DoorPlace(evening.meeting().id, open=True))
    evening.app.db.checkpoint()
    ballast = small_disk.filled()
    for name in guests:
        come_in(window, evening, name.split()[0])
    waiting = [each.name for each in page._arrivals.waiting]
    assert page.not_saved.isVisible() and "disk is full" in page.not_saved.accessibleName()
    assert waiting and in_the_ledger(evening, page) == guests[: len(guests) - len(waiting)]
    ballast.unlink()
    press(window, Qt.Key.Key_R, CTRL)
    evening.let_go()
    assert not page.not_saved.isVisible() and in_the_ledger(evening, page) == guests
    evening.app.close()
