"""How the window opens: start page, recent chapters, lock, second window, sample, closing."""

import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from chapter_desk.app import open_app
from chapter_desk.core.drafts import Drafts
from chapter_desk.core.safekeeping import vault
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.core.safekeeping.holding import Hold
from chapter_desk.errors import ChapterHeld, NotSaved
from chapter_desk.gui.opening import sample as sample_module
from chapter_desk.gui.opening.closing_view import ClosingView
from chapter_desk.gui.opening.quiet import QuietWatch
from chapter_desk.gui.opening.start_page import StartPage
from chapter_desk.gui.opening.unlock_page import UnlockPage
from chapter_desk.gui.opening.wizard.wizard import Wizard
from chapter_desk.gui.shell.navigation import PageEntry
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.notices import Notice
from tests.architecture.source import ROOT
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.gui.opened import NOW, PASSPHRASE, close_chapter, founded, shown_desk, type_passphrase, unlocked
from tests.gui.pages import SmallPage

WAITS_FOR_THE_PAINT = {
    "sqlalchemy",
    "sqlcipher3",
    "typer",
    "click",
    "reportlab",
    "alembic",
    "pandas",
    "argon2",
}

AT_FIRST_PAINT = """
import sys
from pathlib import Path
from chapter_desk.gui import start
from chapter_desk.gui.opening.desk import Desk

def report(desk):
    print(*sorted({names!r} & sys.modules.keys()))
    desk.window.close()

Desk._load_behind = report
sys.exit(start.main({chapter}, False))
"""


@pytest.mark.parametrize("chapter", ["None", "Path('nowhere.chapter')"])
def test_nothing_heavy_is_loaded_when_the_first_view_is_painted(chapter: str):
    code = AT_FIRST_PAINT.format(names=WAITS_FOR_THE_PAINT, chapter=chapter)

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stdout, done.stderr) == (0, "\n", "")


# the start page


def test_the_first_start_offers_a_new_chapter_and_has_the_focus_on_it(qtbot, tasks):
    page = shown_desk(qtbot, tasks).window.view

    assert page.new.hasFocus()
    assert page.new.property("kind") == "primary"
    assert page.rows == []


def test_recent_chapters_come_first_and_the_latest_has_the_focus(qtbot, tasks, tmp_path):
    settings = LaptopSettings(recent=[str(tmp_path / "Norfolk.chapter"), str(tmp_path / "Hampton.chapter")])
    page = shown_desk(qtbot, tasks, settings).window.view

    assert [row.words() for row in page.rows] == ["Norfolk", "Hampton"]
    assert page.rows[0].hasFocus()
    assert page.new.property("kind") == ""


def test_names_are_hidden_where_others_see_the_screen(qtbot, tasks, tmp_path):
    settings = LaptopSettings(recent=[str(tmp_path / "Norfolk.chapter")], hide_names=True)
    desk = shown_desk(qtbot, tasks, settings)

    assert [row.accessibleName() for row in desk.window.view.rows] == ["Chapter 1"]
    desk.window.view.rows[0].click()
    assert "Norfolk" not in desk.window.windowTitle()
    assert desk.window.view._name == "Your chapter"


@pytest.mark.parametrize("harm", ["gone", "foreign", "empty", "no-key-file", "broken-key-file"])
def test_what_cannot_be_opened_says_so_in_its_place_with_a_way_on(qtbot, tasks, tmp_path, harm):
    path = tmp_path / "Norfolk.chapter"
    words = harmed(path, harm)

    page = shown_desk(qtbot, tasks, LaptopSettings(recent=[str(path)])).window.view
    tasks.let_go_all()
    settle()

    notices = page.findChildren(Notice)
    assert [words in notice.accessibleName() for notice in notices] == [True]
    assert notices[0].buttons[0].isVisible()
    assert page.rows == []


def harmed(path: Path, harm: str) -> str:
    """Make a chapter that cannot be opened, and return what is said of it."""
    if harm == "gone":
        return "There is no chapter at “Norfolk”."
    if harm == "foreign":
        path.mkdir()
        return "is not a chapter"
    founded(path)
    if harm == "empty":
        (path / "chapter.db").write_bytes(b"")
        return "is empty"
    if harm == "no-key-file":
        (path / "vault.json").unlink()
        return "is not there"
    (path / "vault.json").write_text('{"format": "chapter-desk vault"')
    return "is damaged"


def test_delete_takes_a_chapter_off_the_list_and_leaves_it_on_the_disk(qtbot, tasks, tmp_path):
    founded(tmp_path / "Norfolk.chapter")
    settings = LaptopSettings(recent=[str(tmp_path / "Norfolk.chapter")])
    desk = shown_desk(qtbot, tasks, settings)

    qtbot.keyClick(desk.window.view.rows[0], Qt.Key.Key_Delete)

    assert desk.window.view.rows == []
    assert LaptopSettings.load().recent == []
    assert (tmp_path / "Norfolk.chapter" / "chapter.db").exists()


def test_a_folder_is_chosen_and_unlocked(qtbot, tasks, tmp_path, monkeypatch):
    founded(tmp_path / "Norfolk.chapter")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "Norfolk.chapter"))
    desk = shown_desk(qtbot, tasks)
    qtbot.keyClick(desk.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    tasks.let_go_all()

    type_passphrase(desk, "maple harbor violet seven bridge")
    tasks.let_go_all()

    assert desk.window.windowTitle() == "Our Revolution Norfolk — Chapter Desk"
    assert LaptopSettings.load().recent == [str(tmp_path / "Norfolk.chapter")]
    close_chapter(desk, tasks)


def test_a_folder_that_is_no_chapter_is_explained_on_the_start_page(qtbot, tasks, tmp_path):
    desk = shown_desk(qtbot, tasks, chapter=tmp_path)
    tasks.let_go_all()

    assert isinstance(desk.window.view, StartPage)
    assert "is not a chapter" in desk.window.view._told.fact


def test_a_network_drive_is_refused(qtbot, tasks, tmp_path, monkeypatch):
    founded(tmp_path / "Norfolk.chapter")
    monkeypatch.setattr("chapter_desk.core.safekeeping.chapter_folder._file_system", lambda _path: "nfs4")
    desk = shown_desk(qtbot, tasks, chapter=tmp_path / "Norfolk.chapter")
    tasks.let_go_all()

    assert "network drive" in desk.window.view._told.fact


def test_another_language_changes_the_page_at_once(qtbot, tasks):
    desk = shown_desk(qtbot, tasks)
    desk.window.view._foot_pressed("language")
    settle()

    assert LaptopSettings.load().language == "es"
    assert desk.window.view.foot.parts()[0].text == "Español"


def test_help_opens_beside_the_page_and_esc_gives_the_focus_back(qtbot, tasks):
    desk = shown_desk(qtbot, tasks)
    page = desk.window.view
    qtbot.keyClick(desk.window, Qt.Key.Key_F1)

    assert page.help_panel is not None
    qtbot.keyClick(page.help_panel, Qt.Key.Key_Escape)
    assert page.help_panel is None
    assert page.new.hasFocus()


# locking


def test_ctrl_l_blanks_the_window_drops_the_key_and_lets_go_of_the_file(qtbot, tasks, tmp_path):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    desk = unlocked(qtbot, tasks, path)
    with pytest.raises(ChapterHeld):
        Hold(ChapterFolder(path), "command")

    qtbot.keyClick(desk.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    page = desk.window.view
    tasks.let_go_all()

    assert isinstance(page, UnlockPage)
    assert desk.host is None
    assert desk.window.windowTitle() == "Chapter Desk"
    Hold(ChapterFolder(path), "command").let_go()


class Minutes(SmallPage):
    """A page with half-typed minutes."""

    half: object = None

    def draft(self) -> object:
        return self.half

    def take_draft(self, content: object) -> None:
        self.half = content


def test_half_typed_text_is_kept_in_the_file_and_comes_back(qtbot, tasks, tmp_path, monkeypatch):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    entries = [PageEntry("minutes", "gavel", lambda: "Minutes", lambda: Minutes("minutes"))]
    monkeypatch.setattr("chapter_desk.gui.opening.chapter_host.pages", lambda _given: entries)
    desk = unlocked(qtbot, tasks, path)

    desk.host.view.page.half = {"text": "Rosa moved that"}
    desk.keeper.lock()
    tasks.let_go_all()
    assert "half-typed" in desk.window.view._note.kept
    type_passphrase(desk, "maple harbor violet seven bridge")
    tasks.let_go_all()

    assert desk.host.view.page.half == {"text": "Rosa moved that"}
    desk.host.view.page.half = None
    close_chapter(desk, tasks)
    assert unlocked_drafts(path) == {}


def unlocked_drafts(path: Path) -> dict[str, object]:
    """Return what the file of a closed chapter keeps of half-typed text."""
    app = open_app(path, vault.unlock(path, PASSPHRASE), clock=lambda: NOW)
    try:
        return Drafts(app.db).load_all()
    finally:
        app.close()


class Watch:
    """Two clocks the test turns itself."""

    def __init__(self) -> None:
        self.steady_s = self.wall_s = 0.0

    def wait(self, seconds: float) -> None:
        self.steady_s += seconds
        self.wall_s += seconds


@pytest.fixture
def watched(qtbot, tasks):
    """A quiet watch of five minutes over a shown window, its clocks, and what it said."""
    desk, watch = shown_desk(qtbot, tasks), Watch()
    quiet = QuietWatch(desk.window, 5, steady=lambda: watch.steady_s, wall=lambda: watch.wall_s)
    said: list[object] = []
    quiet.counting.connect(said.append)
    quiet.ran_out.connect(lambda: said.append("locked"))
    return quiet, watch, said, desk.window


def test_five_quiet_minutes_lock_after_a_count_down_of_20_seconds(watched):
    quiet, watch, said, _window = watched
    for wait in (279, 1, 10, 9, 1):
        watch.wait(wait)
        quiet.look()

    assert said == [20, 10, 1, "locked"]


def test_any_key_stops_the_count_down(watched, qtbot):
    quiet, watch, said, window = watched
    watch.wait(285)
    quiet.look()
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    watch.wait(200)
    quiet.look()

    assert said == [15, 0]


def test_a_laptop_that_slept_is_locked_when_it_wakes(watched):
    quiet, watch, said, _window = watched
    watch.wall_s += 3600
    quiet.look()

    assert said == ["locked"]


def test_a_sign_in_at_the_door_counts_as_life(qtbot, tasks, tmp_path):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    desk = unlocked(qtbot, tasks, path)
    lived = []
    desk.host.lived.connect(lambda: lived.append(1))

    desk.host.app.chapter.add_operator("Tyrone Hall", "greeter")
    settle()

    assert lived
    close_chapter(desk, tasks)


def test_the_state_line_counts_down(qtbot, tasks, tmp_path):
    founded(tmp_path / "Norfolk.chapter")
    desk = unlocked(qtbot, tasks, tmp_path / "Norfolk.chapter")
    line = desk.host.view.state_line

    desk.host.count_down(12)
    assert line.parts()[0].text == "Locks in 12 s. Any key keeps it open."
    desk.host.count_down(0)
    assert line.parts()[0].text == "Everything is saved on this laptop"
    close_chapter(desk, tasks)


# a second window


def test_a_second_start_raises_the_first_window_and_ends(qtbot, tasks, tmp_path, home):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    desk = shown_desk(qtbot, tasks, chapter=path)
    rung = []
    desk._bell.rung.connect(lambda: rung.append(1))

    second = subprocess.Popen(
        [sys.executable, "-m", "chapter_desk", str(path)],
        cwd=ROOT,
        env=os.environ | {"CHAPTER_DESK_HOME": str(home)},
        stderr=subprocess.PIPE,
    )
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)

    assert (second.returncode, second.stderr.read()) == (0, b"")
    second.stderr.close()
    assert rung


def test_the_name_a_window_is_called_by_tells_nothing(tmp_path):
    from chapter_desk.gui.opening.one_window import meeting_point

    name = meeting_point(tmp_path / "Norfolk.chapter")

    assert "orfolk" not in name
    assert tmp_path.name not in name
    assert name != meeting_point(tmp_path / "Hampton.chapter")
    assert name == meeting_point(tmp_path / "x" / ".." / "Norfolk.chapter")


# closing


def test_quiet_does_not_lock_while_long_work_runs(qtbot, tasks, tmp_path):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    desk = unlocked(qtbot, tasks, path)
    done = []
    tasks.run_long(desk, lambda _progress: None, done.append, lambda _error: None)
    desk.keeper._lock_in_quiet()
    assert desk.host is not None
    tasks.let_go_all()
    assert done == [None]
    desk.keeper._lock_in_quiet()
    tasks.let_go_all()
    assert desk.host is None


def test_closing_copies_what_was_done_since_the_last_copy(qtbot, tasks, tmp_path):
    path = tmp_path / "Norfolk.chapter"
    founded(path)

    for _evening in range(2):
        desk = unlocked(qtbot, tasks, path)
        close_chapter(desk, tasks)
        assert not desk.window.isVisible()

    copies = list((path / "backups").glob("*.db"))
    assert [copy.name.partition("Z-")[2] for copy in copies] == ["on-close.db"]
    Hold(ChapterFolder(path), "command").let_go()


def test_a_backup_that_cannot_be_written_is_said_and_left_out_if_asked(qtbot, tasks, tmp_path, monkeypatch):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    desk = unlocked(qtbot, tasks, path)

    def full(*_: object) -> None:
        raise NotSaved("disk-full")

    monkeypatch.setattr("chapter_desk.core.safekeeping.backups.Backups.make", full)
    close_chapter(desk, tasks)
    view = desk.window.view

    assert isinstance(view, ClosingView)
    assert desk.window.isVisible()
    assert "disk is full" in view._notice.accessibleName()
    view._notice.buttons[1].click()
    tasks.let_go_all()
    assert not desk.window.isVisible()


def test_while_a_door_is_open_closing_asks_once_in_the_state_line(qtbot, tasks, tmp_path):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    desk = unlocked(qtbot, tasks, path)
    desk.host.door_is_open = True

    qtbot.keyClick(desk.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    tasks.let_go_all()
    assert desk.window.isVisible()
    assert "door is open" in desk.host.view.state_line.sentence()

    qtbot.keyClick(desk.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    tasks.let_go_all()
    assert not desk.window.isVisible()


# arrivals


def test_a_copied_folder_says_that_it_is_a_second_laptop(qtbot, tasks, tmp_path, home):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    (home / "install-id").write_text("another computer")
    desk = unlocked(qtbot, tasks, path)

    assert notice_of(desk) == "This is now a second laptop of Our Revolution Norfolk."
    close_chapter(desk, tasks)


def test_a_date_that_cannot_be_right_is_said_and_can_be_confirmed(qtbot, tasks, tmp_path):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    desk = unlocked(qtbot, tasks, path)
    app = desk.host.app
    app.db._clock = lambda: NOW + timedelta(days=365 * 73)

    app.chapter.add_operator("Tyrone Hall", "greeter")
    settle()

    assert notice_of(desk) == "This computer's date says 2099."
    desk.host.view.frame.notices.notice.buttons[0].click()
    tasks.let_go_all()
    assert notice_of(desk) == "The date is taken as right from now on."
    app.db._clock = lambda: NOW
    close_chapter(desk, tasks)


def notice_of(desk) -> str:
    told = desk.host.view.frame.notices._told
    return "" if told is None else told.fact


# who works here


def test_somebody_else_sits_down_and_stays_seated_through_a_lock(qtbot, tasks, tmp_path):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    desk = unlocked(qtbot, tasks, path)
    desk.host.view.rail.who.click()
    panel = desk.host.view.frame.panel

    qtbot.keyClicks(panel.person.editor, "Tyrone Hall")
    qtbot.keyClick(panel.person.editor, Qt.Key.Key_Return)
    tasks.let_go_all()
    assert "Tyrone · Greeter" in desk.host.view.rail.who.accessibleName()

    desk.keeper.lock()
    tasks.let_go_all()
    type_passphrase(desk, "maple harbor violet seven bridge")
    tasks.let_go_all()
    assert "Tyrone · Greeter" in desk.host.view.rail.who.accessibleName()
    close_chapter(desk, tasks)


# the sample


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """Where temporary folders go."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture
def quick_sample(monkeypatch) -> None:
    """A sample of one person, made at once."""

    def fill(self, clock, report) -> None:
        report(1, 24)
        from chapter_desk.core.national.pack import sample_pack_folder
        from chapter_desk.core.safekeeping.founding import ChapterDraft, found_chapter
        from chapter_desk.core.safekeeping.install import install_id
        from tests.gui.opened import CHEAP

        draft = ChapterDraft("Norfolk", "23510", "Denise Whitfield", is_sample=True)
        self.key = found_chapter(
            self.chapter, draft, "x", sample_pack_folder(), clock, install_id=install_id(), cost=CHEAP
        ).data_key

    monkeypatch.setattr(sample_module.SampleFolder, "fill", fill)


def test_the_sample_opens_without_a_passphrase_says_what_it_is_and_is_gone_after(
    qtbot, tasks, temporary, quick_sample
):
    desk = shown_desk(qtbot, tasks, sample=True)
    tasks.let_go_all()
    settle()

    assert desk.window.windowTitle() == "Norfolk (sample) — Chapter Desk"
    assert any("Nothing in it is real" in notice for notice in notices_in(desk))
    assert desk.settings.recent == []
    close_chapter(desk, tasks)
    assert list(temporary.iterdir()) == []


def test_the_sample_does_not_lock(qtbot, tasks, temporary, quick_sample):
    desk = shown_desk(qtbot, tasks, sample=True)
    tasks.let_go_all()
    desk.keeper.lock()

    assert desk.host is not None
    assert "no passphrase" in desk.host.view.state_line.sentence()
    close_chapter(desk, tasks)


def test_a_sample_that_a_crash_left_is_removed_but_not_one_in_use(temporary):
    left, used = sample_module.SampleFolder(), sample_module.SampleFolder()
    left._hold.let_go()

    assert sample_module.remove_left_behind() == 1
    assert list(temporary.iterdir()) == [used._place]
    used.remove()


def test_the_sample_can_be_called_off(qtbot, tasks, temporary, quick_sample):
    desk = shown_desk(qtbot, tasks)
    desk.window.view.sample.click()
    assert not desk.window.view.new.isEnabled()

    desk.window.view.cancelled.emit()
    tasks.let_go_all()

    assert desk.window.view.new.isEnabled()
    assert list(temporary.iterdir()) == []


def test_from_the_sample_a_chapter_of_ones_own_is_set_up(qtbot, tasks, temporary, quick_sample):
    desk = shown_desk(qtbot, tasks, sample=True)
    tasks.let_go_all()
    desk.host.view.own_asked.emit()
    tasks.let_go_all()

    assert isinstance(desk.window.view, Wizard)
    assert list(temporary.iterdir()) == []


def notices_in(desk) -> list[str]:
    return [notice.accessibleName() for notice in desk.window.findChildren(Notice)]


# drafts


def test_drafts_are_kept_replaced_and_cleared(tmp_path):
    path = tmp_path / "Norfolk.chapter"
    app = open_app(path, founded(path).data_key, clock=lambda: NOW)
    drafts = Drafts(app.db)
    drafts.save("page.meetings", {"text": "Rosa moved"})
    drafts.save_all({"page.meetings": {"text": "Rosa moved that"}, "page.plan": ["a", 1]})
    drafts.clear("page.plan")

    assert drafts.load_all() == {"page.meetings": {"text": "Rosa moved that"}}
    assert drafts.load("page.plan") is None
    app.close()


# looks


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
@pytest.mark.parametrize("chapters", [0, 3])
def test_the_start_page_is_well_laid_out(qtbot, tasks, tmp_path, width, height, colours, scale, chapters):
    theme().use(colours=colours, scale=scale)
    paths = [tmp_path / f"Our Revolution of the Hampton Roads {n}.chapter" for n in range(chapters)]
    for path in paths[1:]:
        path.mkdir()
    desk = shown_desk(
        qtbot, tasks, LaptopSettings(recent=[str(path) for path in paths]), size=(width, height)
    )
    tasks.let_go_all()

    assert_well_laid_out(desk.window)
    assert nameless(desk.window) == []
    assert rich_labels(desk.window) == []


# what stands around the pages


def test_the_state_line_and_the_rail_say_what_waits(qtbot, tasks, tmp_path):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    desk = unlocked(qtbot, tasks, path)
    desk.host.app.chapter.add_operator("Tyrone Hall", "greeter")
    settle()
    tasks.let_go_all()

    said = [part.text for part in desk.host.view.state_line.parts()]
    assert said[0] == "Everything is saved on this laptop"
    assert any("national" in words for words in said)
    assert said[-1] == "Working offline"
    close_chapter(desk, tasks)


def test_people_are_found_only_while_the_chapter_is_open(qtbot, tasks, tmp_path):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    desk = unlocked(qtbot, tasks, path)
    desk.host.app.roster.load()
    palette = desk.window.palette_of_commands
    assert [each.text for each in palette.findings("@den")] == ["Denise Whitfield"]

    desk.keeper.lock()
    tasks.let_go_all()
    assert desk.window.palette_of_commands.findings("@den") == []


def test_a_copy_put_back_from_settings_opens_again_after_a_copy_was_made(qtbot, tasks, tmp_path):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    desk = unlocked(qtbot, tasks, path)
    copy = desk.host.app.backups.make("asked")
    desk.host.app.chapter.edit({"name": "Norfolk changed"})

    desk.host.put_back_asked.emit(copy.name)
    tasks.let_go_all()

    assert desk.host.card.name == "Our Revolution Norfolk"
    assert notice_of(desk) == "This chapter was put back from a copy."
    reasons = {each.reason for each in desk.host.app.backups.all()}
    assert "before-restore" in reasons
    close_chapter(desk, tasks)


def test_another_time_of_quiet_holds_at_once(qtbot, tasks, tmp_path):
    path = tmp_path / "Norfolk.chapter"
    founded(path)
    desk = unlocked(qtbot, tasks, path)
    desk.settings.lock_after_min = 30
    desk.host.quiet_changed.emit()

    assert desk.keeper._held.watch._limit_s == 1800
    close_chapter(desk, tasks)


def test_qts_python_part_still_asks_where_it_is_answered():
    """A newer PySide6 may ask elsewhere; then every module imported after it is read once more."""
    import shibokensupport.feature as feature

    import chapter_desk.gui as gui

    assert feature._mod_uses_pyside is gui._is_of_the_window
    assert feature.pyside_feature_dict["chapter_desk.gui.opening.desk"] == 0
    assert feature.pyside_feature_dict["chapter_desk.app"] == -1
