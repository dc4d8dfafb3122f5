import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu

from chapter_desk.core.changes import ChangeFeed
from chapter_desk.errors import NoSuchRecord
from chapter_desk.gui.shell.navigation import PAGE_NUMBERS
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page_frame import PageFrame
from chapter_desk.gui.shell.palette import PaletteSource
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.shell.view import View
from chapter_desk.gui.shell.window import MainWindow
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.finder import Finding
from chapter_desk.gui.widgets.notices import NoticeButton
from chapter_desk.gui.widgets.state_line import StatePart
from chapter_desk.values import Area
from tests.gui.accessibility import nameless
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.gui.pages import SmallPage, shown_window, small_chapter


@pytest.fixture
def feed():
    return ChangeFeed()


@pytest.fixture
def view(qapp, feed):
    return small_chapter(feed)


@pytest.fixture
def window(qtbot, view):
    return shown_window(qtbot, view)


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_the_first_page_shows_with_its_focus_and_title(window, view):
    assert view.key == "today"
    assert window.focusWidget() is view.page.search_edit
    assert window.windowTitle() == "Our Revolution Norfolk — Chapter Desk"


def test_ctrl_numbers_open_pages_and_the_others_stay_reserved(qtbot, window, view):
    press(qtbot, window, Qt.Key.Key_3, CTRL)
    assert view.key == "members"
    press(qtbot, window, Qt.Key.Key_7, CTRL)
    assert view.key == "members"
    assert sorted(PAGE_NUMBERS.values()) == list(range(1, 10))


def test_pages_are_made_when_first_opened(view, window):
    assert set(view._frames) == {"today"}
    view.go("members")
    assert set(view._frames) == {"today", "members"}


def test_back_and_forward_return_to_the_place(qtbot, window, view):
    view.go("members", "ana")
    view.page.at = "bo"
    view.go("today")
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    assert (view.key, view.page.at) == ("members", "bo")
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    assert view.key == "today"
    press(qtbot, window, Qt.Key.Key_Right, ALT)
    assert (view.key, view.page.at) == ("members", "bo")


def test_a_page_can_send_a_person_to_another(window, view):
    view.page.go("members", "ana")
    assert (view.key, view.page.at) == ("members", "ana")
    view.page.go("endorsements")
    assert view.key == "members"


def test_a_page_that_shows_hears_of_changes_at_once_the_others_on_the_way_in(window, view, feed):
    view.go("members")
    members = view.page
    view.go("today")
    members.heard.clear()
    feed.publish(Area.PEOPLE)
    feed.publish(Area.PLAN)
    settle()
    assert {Area.PEOPLE} in view.page.heard
    assert members.heard == []
    view.go("members")
    assert members.heard == [{Area.PEOPLE, Area.PLAN}, "enter"]


def test_pages_are_told_when_they_are_left(window, view):
    page = view.page
    view.go("members")
    assert page.heard[-1] == "leave"


def test_ctrl_enter_presses_the_primary_button(qtbot, window, view):
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert "main" in view.page.heard


def test_ctrl_n_means_the_new_thing_of_the_page_that_shows(qtbot, window, view):
    view.go("members")
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    assert "main" in view.page.heard
    assert "main" not in view._frames["today"].page.heard


def test_ctrl_f_and_slash_go_to_the_search(qtbot, window, view):
    view.page.main.setFocus()
    press(qtbot, window, Qt.Key.Key_F, CTRL)
    assert window.focusWidget() is view.page.search_edit
    view.page.main.setFocus()
    press(qtbot, window, Qt.Key.Key_Slash)
    assert window.focusWidget() is view.page.search_edit


def test_a_slash_typed_in_a_field_is_a_slash(qtbot, window, view):
    view.page.name_field.setFocus()
    press(qtbot, window, Qt.Key.Key_Slash)
    assert view.page.name_field.text() == "/"


def test_the_palette_runs_a_command_and_gives_the_focus_back_on_escape(qtbot, window, view):
    field = view.page.name_field.editor
    field.setFocus()
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    assert window.focusWidget() is window.palette_of_commands.finder.field
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.focusWidget() is field
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(window.palette_of_commands.finder.field, "memb")
    press(qtbot, window, Qt.Key.Key_Return)
    assert view.key == "members"
    assert window.palette_of_commands.finder.isHidden()


def test_a_page_that_arrives_under_the_palette_does_not_take_its_focus(qtbot, window, view):
    window.open_palette()
    finder = window.palette_of_commands.finder
    field = view.page.name_field.editor
    field.setFocus()  # as a page does once it is read
    assert window.focusWidget() is finder.field
    press(qtbot, window, Qt.Key.Key_Escape)
    assert finder.isHidden() and window.focusWidget() is field


def test_whom_the_words_only_nearly_fit_comes_after_the_command_that_was_typed(window):
    parker = Finding("People", "user", "Parker", lambda: None, sure=False)
    window.set_palette_sources(PaletteSource("@", lambda _text: [parker]))
    found = [each.text for each in window.palette_of_commands.findings("dark")]
    assert found[0] == "Dark colors" and found[-1] == "Parker"


def test_the_palette_asks_for_people_only_after_two_letters(qtbot, window):
    asked, opened = [], []
    ana = Finding("People", "user-round", "Ana Ruíz", lambda: opened.append("ana"), "Member, 78702")
    window.set_palette_sources(PaletteSource("@", lambda text: asked.append(text) or [ana]))
    window.open_palette()
    qtbot.keyClicks(window.palette_of_commands.finder.field, "@an")
    assert asked == ["an"]
    assert window.palette_of_commands.finder.chosen() is ana
    press(qtbot, window, Qt.Key.Key_Return)
    assert opened == ["ana"]


def test_arrows_in_the_palette_step_over_headings(qtbot, window):
    window.open_palette()
    first = window.palette_of_commands.finder.chosen()
    for _step in range(40):
        press(qtbot, window, Qt.Key.Key_Down)
        assert window.palette_of_commands.finder.chosen() is not None
    assert window.palette_of_commands.finder.chosen() is not first


def test_the_palette_shows_the_latest_commands_first(qtbot, window, view):
    window.open_palette()
    qtbot.keyClicks(window.palette_of_commands.finder.field, "history")
    press(qtbot, window, Qt.Key.Key_Return)
    window.open_palette()
    assert window.palette_of_commands.finder.chosen().text == "History"


def test_escape_five_times_loses_nothing_and_ends_on_the_page(qtbot, window, view):
    view.page.name_field.set_text("half a na")
    panel = view.page.show_panel()
    panel.inner.setFocus()
    window.open_palette()
    for _time in range(5):
        press(qtbot, window, Qt.Key.Key_Escape)
    assert view.page.name_field.text() == "half a na"
    assert window.palette_of_commands.finder.isHidden()
    assert view.frame.panel is None
    assert view.key == "today"


def test_the_panel_gives_the_focus_back(qtbot, window, view):
    panel = view.page.show_panel()
    settle()
    panel.inner.setFocus()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.focusWidget() is view.page.search_edit


def test_a_wide_window_has_the_panel_beside_the_page_a_narrow_one_over_it(qtbot, window, view):
    page = view.page
    panel = page.show_panel()
    settle()
    assert not view.frame.panel_lies_over
    assert panel.x() >= page.mapTo(view.frame, page.rect().topRight()).x()
    window.resize(1100, 700)
    settle()
    assert view.frame.panel_lies_over
    assert panel.x() < page.mapTo(view.frame, page.rect().topRight()).x()
    assert panel.isVisible()


def test_f1_lists_the_keys_of_the_page(qtbot, window, view):
    press(qtbot, window, Qt.Key.Key_F1)
    words = [label.text() for label in view.frame.panel.findChildren(QLabel)]
    assert "Add to today" in words
    assert "Ctrl N" in words
    press(qtbot, window, Qt.Key.Key_Escape)
    assert view.frame.panel is None


def test_f6_goes_round_the_parts_of_the_window(qtbot, window, view):
    parts = [view.state_line, view.rail, view.frame.header, view.page]
    for part in parts:
        press(qtbot, window, Qt.Key.Key_F6)
        assert part.isAncestorOf(window.focusWidget()), part
    press(qtbot, window, Qt.Key.Key_F6, SHIFT)
    assert view.frame.header.isAncestorOf(window.focusWidget())


def test_f9_narrows_the_rail_and_the_laptop_remembers(qtbot, window, view):
    wide = view.rail.width()
    press(qtbot, window, Qt.Key.Key_F9)
    assert view.rail.width() < wide
    assert LaptopSettings.load().rail_narrow
    press(qtbot, window, Qt.Key.Key_F9)
    assert view.rail.width() == wide


def test_the_rail_is_narrow_at_the_door_and_in_a_narrow_window(window, view):
    wide = view.rail.width()
    view.go("door")
    assert view.rail.width() < wide
    view.go("today")
    assert view.rail.width() == wide
    window.resize(1100, 700)
    settle()
    assert view.rail.width() < wide


def test_up_and_down_walk_the_rail(qtbot, window, view):
    view.rail.focus_chosen()
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Return)
    assert view.key == "members"


def test_a_page_reached_from_another_marks_that_one_in_the_rail(view, window):
    view.go("today")
    view.go("import")
    assert [key for key, button in view.rail._buttons.items() if button.isChecked()] == ["members"]


def test_header_buttons_without_room_stand_under_more(qtbot, window, view):
    view.go("today")
    page, header = view.page, view.frame.header
    buttons = [ActionButton(f"Do this thing number {number}") for number in range(5)]
    primary = ActionButton("Do it", "primary")
    pressed = []
    buttons[-1].clicked.connect(lambda: pressed.append(1))
    page.header_widgets = lambda: (*buttons, primary)
    header.refresh()
    settle()
    assert header.more.isVisible() and primary.isVisible()
    assert buttons[0].isVisible() and buttons[-1] in header.under_more()
    header.more.click()
    (menu,) = header.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == [each.words() for each in header.under_more()]
    menu.actions()[-1].trigger()
    menu.close()
    assert pressed == [1]


def test_counts_in_the_rail_are_said_too(view, window):
    view.set_count("members", 2, "2 due")
    names = {button.accessibleName() for button in view.rail._buttons.values()}
    assert "Members, 2 due" in names
    theme().use(scale=1.3)
    assert "Members, 2 due" in {button.accessibleName() for button in view.rail._buttons.values()}


def test_ctrl_s_says_that_everything_is_saved_already(qtbot, window, view):
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    assert "Already saved" in view.state_line.sentence()


def test_text_size_changes_at_once_stays_on_the_page_and_is_remembered(qtbot, window, view):
    view.go("members", "ana")
    said = view.state_line.sentence()
    press(qtbot, window, Qt.Key.Key_Plus, CTRL)
    settle()
    assert theme().scale == 1.15
    assert (view.key, view.page.at) == ("members", "ana")
    assert view.state_line.sentence() == said
    assert LaptopSettings.load().text_scale == 1.15
    press(qtbot, window, Qt.Key.Key_0, CTRL)
    assert theme().scale == 1.0


def test_colours_change_without_making_the_page_again(window, view):
    page = view.page
    window.use_colours("dark")
    assert view.page is page
    assert LaptopSettings.load().colours == "dark"


def test_language_changes_at_once(window, view, monkeypatch):
    monkeypatch.setattr("chapter_desk.i18n._catalogue", lambda code: _Foreign(code))
    window.use_language("es")
    settle()
    assert view.rail._buttons["members"].text() == "¡Members"
    assert LaptopSettings.load().language == "es"


class _Foreign:
    def __init__(self, code):
        self.gettext = (lambda text: f"¡{text}") if code == "es" else str
        self.ngettext = lambda one, many, count: one if count == 1 else many


def test_a_notice_pushes_the_page_down_and_a_newer_replaces_it(window, view):
    top = view.page.mapTo(window, view.page.rect().topLeft()).y()
    view.page.tell(Told("warn", "Two ZIPs are on both lists.", "A memo settles it."))
    settle()
    assert view.page.mapTo(window, view.page.rect().topLeft()).y() > top
    view.page.tell(Told("good", "112 people updated.", buttons=[NoticeButton("Undo", lambda: None)]))
    assert view.frame.notices.notice.accessibleName() == "112 people updated."
    view.page.untell()
    settle()
    assert view.page.mapTo(window, view.page.rect().topLeft()).y() == top


def test_an_expected_error_is_told_in_three_sentences_without_taking_the_focus(window, view):
    before = window.focusWidget()
    view.page.tell_error(NoSuchRecord("person", "ana"))
    assert "Nothing was changed." in view.frame.notices.notice.accessibleName()
    assert window.focusWidget() is before


def test_alt_shift_n_jumps_to_the_notice_and_escape_closes_it(qtbot, window, view):
    view.page.tell(Told("warn", "Two ZIPs are on both lists."))
    settle()
    press(qtbot, window, Qt.Key.Key_N, ALT | SHIFT)
    notice = view.frame.notices.notice
    assert notice.isAncestorOf(window.focusWidget())
    press(qtbot, window, Qt.Key.Key_Escape)
    assert view.frame.notices.notice is None


def test_a_good_notice_goes_with_the_next_act_a_warning_stays(window, view, feed, monkeypatch):
    monkeypatch.setattr("chapter_desk.gui.shell.notices._FRESH_MS", -1)
    view.page.tell(Told("good", "112 people updated."))
    feed.publish(Area.PEOPLE)
    settle()
    assert view.frame.notices.notice is None
    view.page.tell(Told("warn", "Two ZIPs are on both lists."))
    feed.publish(Area.PEOPLE)
    settle()
    assert view.frame.notices.notice is not None


def test_a_good_notice_goes_with_an_act_on_another_page(window, view, feed, monkeypatch):
    monkeypatch.setattr("chapter_desk.gui.shell.notices._FRESH_MS", -1)
    view.page.tell(
        Told("good", "Li Wei is added.", "", [NoticeButton("Undo", lambda: None, "undo-2", "Ctrl+Z")])
    )
    view.go("members")
    feed.publish(Area.PEOPLE)
    settle()
    view.go("today")
    assert view.frame.notices.notice is None  # its Ctrl Z would take back what was done since


def test_a_part_of_the_state_line_opens_its_page(window, view):
    view.state_line.say(StatePart("3 steps", opens="history"))
    view.state_line._buttons[0].click()
    assert view.key == "history"


def test_lock_and_who_are_asked_of_the_program(qtbot, window, view):
    with qtbot.waitSignal(view.lock_asked):
        press(qtbot, window, Qt.Key.Key_L, CTRL)
    with qtbot.waitSignal(view.who_asked):
        view.rail.who.click()


def test_a_view_takes_the_place_of_the_one_before(qtbot, window, view):
    class Start(View):
        def window_title(self):
            return ""

    start = Start()
    window.show_view(start)
    assert window.view is start
    assert window.windowTitle() == "Chapter Desk"
    settle()
    press(qtbot, window, Qt.Key.Key_3, CTRL)


def test_a_window_that_may_not_close_stays(qtbot, window):
    window.may_close = lambda: False
    assert window.close() is False
    window.may_close = lambda: True
    with qtbot.waitSignal(window.closing):
        assert window.close() is True


def test_the_window_comes_back_where_it_was(qtbot, window, view):
    window.setGeometry(20, 30, 1200, 700)
    window.close()
    again = MainWindow(LaptopSettings.load())
    qtbot.addWidget(again)
    assert (again.width(), again.height()) in {(1200, 700), (1366, 768)}
    assert LaptopSettings.load().window[2:] == [1200, 700]


def test_everything_that_takes_keys_has_a_name(window, view):
    view.page.tell(Told("warn", "Two ZIPs are on both lists."))
    view.page.show_panel()
    settle()
    assert nameless(window) == []


def test_tab_reaches_everything_and_comes_round(qtbot, window, view):
    seen = []
    for _step in range(60):
        seen.append(window.focusWidget())
        press(qtbot, window, Qt.Key.Key_Tab)
        if window.focusWidget() is seen[0]:
            break
    names = {widget.accessibleName() for widget in seen}
    assert {"Find anything", "Add to today", "Search today", "Name", "Today", "Lock"} <= names


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
def test_the_shell_fits_every_room(qtbot, view, width, height, colours, scale):
    theme().use(colours=colours, scale=scale)
    window = shown_window(qtbot, view, width, height)
    view.page.tell(
        Told("good", "112 people updated.", "Backup made at 6:20 PM.", [NoticeButton("Undo", list)])
    )
    assert_well_laid_out(window)
    view.go("door")
    view.page.show_panel()
    assert_well_laid_out(window)


def test_a_page_alone_in_its_frame_works_without_a_window(qtbot):
    frame = PageFrame(SmallPage("members"))
    qtbot.addWidget(frame)
    frame.resize(1000, 600)
    frame.show()
    frame.page.tell(Told("info", "Two ZIPs are on both lists."))
    frame.page.show_panel()
    settle()
    assert frame.notices.notice is not None
    assert frame.escape() is True
    assert frame.panel is None
