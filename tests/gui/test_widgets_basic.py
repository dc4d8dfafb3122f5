import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.bar_chart import Bar, BarChart
from chapter_desk.gui.widgets.buttons import ActionButton, FilterChip, IconButton
from chapter_desk.gui.widgets.cards import Card, EmptyState, ProgressCard, SidePanel
from chapter_desk.gui.widgets.choices import Segments, Switch
from chapter_desk.gui.widgets.fields import Field, SearchEdit, TextField
from chapter_desk.gui.widgets.focus_ring import FocusRing
from chapter_desk.gui.widgets.labels import ElidedLabel, KeyCap, StatusPill, TextLabel, initials, key_words
from chapter_desk.gui.widgets.match_list import Match, MatchList
from chapter_desk.gui.widgets.meters import GapMeter, Meter
from chapter_desk.gui.widgets.notices import DoneBand, Notice, NoticeButton, NotSavedBand
from chapter_desk.gui.widgets.rows_model import Column, RowsModel
from chapter_desk.gui.widgets.state_line import StateLine, StatePart
from chapter_desk.gui.widgets.steps import Gate, GateList, Step, Steps
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.gui.widgets.tiles import Counter, Effect, EffectTiles, Evidence, EvidenceList
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.geometry import assert_well_laid_out, geometry_problems

EVIL = "<b>Ana</b> <img src=x>"


@pytest.fixture
def window(qtbot):
    """A bare window with a column to put widgets in."""
    window = QWidget()
    window.setObjectName("view")
    window.column = QVBoxLayout(window)
    window.resize(700, 900)
    qtbot.addWidget(window)
    return window


def shown(window, *widgets):
    for widget in widgets:
        window.column.addWidget(widget)
    window.column.addStretch(1)
    window.show()
    return widgets[0]


def everything():
    """Return one of each widget, with text a stranger might have typed."""
    tiles = EffectTiles("What would happen")
    tiles.show_effects([Effect("new", 38, "new people"), Effect("look", 12, "rows to look at", "warn")])
    gates = GateList("Before it can be sent")
    gates.show_gates([Gate("a", EVIL, True), Gate("b", "Memo", False, "Write it.", "Write memo")])
    evidence = EvidenceList("Why")
    evidence.show_evidence(
        [Evidence("a", EVIL, "At the door", "See it"), Evidence("b", "Member", result=True)]
    )
    state = StateLine()
    state.say(
        StatePart("Everything is saved", "shield-check", "good", "history"), StatePart("Offline", right=True)
    )
    band, broken = DoneBand(), NotSavedBand()
    band.show_done(EVIL, "7:03 PM")
    broken.show_problem("Not saved: Ana", "The disk is full.", "The 27 before it.", "Use paper.")
    card = Card(EVIL)
    card.head.addWidget(ActionButton("All 6", "link"))
    choice = QComboBox()
    choice.addItems(["English", "Spanish"])
    table = RowsTable(RowsModel([Column("Name", str, strong=True)]), "People")
    table.rows_model().show([EVIL, "Bo"])
    matches = MatchList("Matches")
    matches.show_matches([Match("a", EVIL, "no phone", button="Sign in"), Match("b", "Bo", pill="In")])
    return [
        ActionButton("Import 150 people", "primary", icon="upload", key="Ctrl+Return"),
        IconButton("x", "Close"),
        FilterChip(EVIL),
        KeyCap("Ctrl+K"),
        TextField("Name", "As you say it", text=EVIL),
        TextField("Passphrase", secret=True, room="large"),
        Field("Language", choice),
        SearchEdit("Search these 38 people"),
        StatusPill("Signed in", "good", "check"),
        ElidedLabel(EVIL, "strong"),
        Notice("warn", EVIL, "And more.", [NoticeButton("Undo", lambda: None)], closable=True),
        band,
        broken,
        state,
        card,
        EmptyState("calendar-days", "No meetings yet", "A meeting needs a name.", [ActionButton("Plan one")]),
        Steps([Step("Drafted", "done"), Step("Send", "now", "1 check left")], pressable=True),
        gates,
        Meter(2840, 4000),
        GapMeter("Health care", 1, 3),
        BarChart("Who came", [Bar("Oct", 14, 4)], ("First time", "Had come before")),
        Segments("Shape", [("board", "Board", "columns-3"), ("list", "List")]),
        Switch("Phone form"),
        tiles,
        evidence,
        Counter(),
        table,
        matches,
    ]


def test_the_two_parts_of_a_bar_are_told_apart_in_grey(qtbot):
    chart = BarChart("Who came", [Bar("Oct", 40, 40)], ("First time", "Had come before"))
    qtbot.addWidget(chart)
    chart.resize(400, 300)
    grey = chart.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    middle = grey.width() // 2 + 12

    def shades(top: float, bottom: float) -> set[int]:
        rows = range(round(grey.height() * top), round(grey.height() * bottom))
        return {grey.pixelColor(x, y).value() for y in rows for x in range(middle - 6, middle + 6)}

    assert len(shades(0.70, 0.80)) == 1 and len(shades(0.30, 0.40)) > 1


def test_every_widget_can_be_named_and_reads_typed_text_as_it_is(window):
    shown(window, *everything())
    assert nameless(window) == []
    assert rich_labels(window) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("scale", [0.9, 1.0, 1.5])
def test_every_widget_has_room_for_its_words(window, colours, scale):
    theme().use(colours=colours, scale=scale)
    window.resize(round(800 * scale), round(2300 * scale))
    shown(window, *everything())
    assert_well_laid_out(window)


def test_the_geometry_checker_sees_a_cut_button_and_an_overlap(window):
    cut = ActionButton("Import 150 people")
    shown(window, cut)
    cut.setFixedSize(40, 20)
    one, two = TextLabel("one", parent=window), TextLabel("two", parent=window)
    for label in (one, two):
        label.setGeometry(10, 300, 60, 20)
        label.show()
    found = "\n".join(geometry_problems(window))
    assert "Import 150 people" in found
    assert "overlap" in found


def test_a_button_says_its_words_not_its_key(qtbot):
    button = ActionButton("Import 150 people", "primary", key="Ctrl+Return")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Import 150 people"
    assert "Ctrl" in button.accessibleDescription()


def test_enter_and_space_press_a_button(qtbot):
    button = ActionButton("Log call")
    qtbot.addWidget(button)
    button.show()
    pressed = []
    button.clicked.connect(lambda: pressed.append(1))
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert len(pressed) == 2


def test_a_button_that_is_off_says_why(qtbot):
    button = ActionButton("Send", "primary", key="Ctrl+Return")
    qtbot.addWidget(button)
    button.turn_off("Waits for the overlap memo.")
    assert not button.isEnabled()
    assert button.toolTip() == button.accessibleDescription() == "Waits for the overlap memo."
    button.turn_on()
    assert button.isEnabled()
    assert "Ctrl" in button.accessibleDescription()


def test_a_name_with_an_ampersand_keeps_it(qtbot):
    button = ActionButton("Tom & Jo")
    qtbot.addWidget(button)
    assert button.words() == "Tom & Jo"


def test_delete_removes_a_filter_and_enter_edits_it(qtbot):
    chip = FilterChip("Within 5 miles")
    qtbot.addWidget(chip)
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)
    with qtbot.waitSignal(chip.edited):
        qtbot.keyClick(chip, Qt.Key.Key_Return)


def test_a_field_tells_its_problem_below_and_to_screen_readers(qtbot):
    field = TextField("Date", "Month, day, year")
    qtbot.addWidget(field)
    field.set_problem("No month 13")
    assert field.problem() == field.editor.accessibleDescription() == "No month 13"
    field.set_problem("")
    assert field.problem() == ""
    assert field.editor.accessibleDescription() == "Month, day, year"


def test_escape_clears_a_search_and_then_leaves_it(qtbot):
    search = SearchEdit("Search these 38 people")
    qtbot.addWidget(search)
    search.setText("mar")
    left = []
    search.gave_up.connect(lambda: left.append(1))
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert (search.text(), left) == ("", [])
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert left == [1]


def test_down_in_a_search_goes_to_the_list(qtbot):
    search = SearchEdit("Search")
    qtbot.addWidget(search)
    with qtbot.waitSignal(search.went_down):
        qtbot.keyClick(search, Qt.Key.Key_Down)


def test_a_shortened_label_tells_the_rest_in_its_tooltip(qtbot):
    label = ElidedLabel("Everyone who came to the house meeting in Berkley")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.is_shortened()
    assert label.toolTip() == label.accessibleName() == "Everyone who came to the house meeting in Berkley"
    label.resize(600, 20)
    assert label.toolTip() == ""


def test_typed_markup_in_a_notice_is_read_as_typed(qtbot):
    notice = Notice("good", EVIL, "saved")
    qtbot.addWidget(notice)
    labels = [label for label in notice.findChildren(TextLabel) if label.property("ourmarkup")]
    assert "&lt;img" in labels[0].text()


def test_segments_go_left_and_right_and_tell_their_place(qtbot):
    segments = Segments("Shape", [("board", "Board"), ("list", "List")])
    qtbot.addWidget(segments)
    segments.show()
    with qtbot.waitSignal(segments.chosen) as chosen:
        qtbot.keyClick(segments.focusProxy(), Qt.Key.Key_Right)
    assert chosen.args == ["list"]
    assert segments.current() == "list"
    assert segments.focusProxy().accessibleName() == "List, 2 of 2"


def test_a_switch_says_whether_it_is_on(qtbot):
    switch = Switch("Phone form")
    qtbot.addWidget(switch)
    switch.show()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
    assert switch.accessibleName() == "Phone form, on"


def test_a_tile_filters_and_a_second_press_shows_all(qtbot):
    tiles = EffectTiles("Effects")
    qtbot.addWidget(tiles)
    tiles.show_effects([Effect("new", 38, "new people"), Effect("same", 55, "no change")])
    heard = []
    tiles.filtered.connect(heard.append)
    tiles.tiles["new"].click()
    tiles.tiles["same"].click()
    tiles.tiles["same"].click()
    assert heard == ["new", "same", ""]
    assert tiles.tiles["new"].accessibleName() == "38 new people"


def test_a_gate_leads_to_its_fix(qtbot):
    gates = GateList("Before it can be sent")
    qtbot.addWidget(gates)
    gates.show_gates([Gate("memo", "Overlap disclosed", False, "Write the memo.", "Write memo")])
    with qtbot.waitSignal(gates.fix_asked) as asked:
        gates.buttons["memo"].click()
    assert asked.args == ["memo"]


def test_meters_say_what_they_show(qapp):
    assert Meter(2840, 4000).accessibleName() == "2,840 of 4,000"
    assert Meter(0, 0).part() == 0
    assert GapMeter("Health care", 1, 3).accessibleName() == "Health care, 1 of 3 done"
    assert GapMeter("Voting rights").accessibleName() == "Voting rights, no action yet"


def test_the_counter_says_it_in_a_sentence(qtbot):
    counter = Counter()
    qtbot.addWidget(counter)
    counter.show_count(27, 31)
    assert counter.accessibleName() == "27 signed in of 31 who said yes"


def test_steps_say_where_things_stand(qtbot):
    steps = Steps([Step("Drafted", "done"), Step("Send", "now", "1 check left"), Step("Signed", "later")])
    qtbot.addWidget(steps)
    assert steps.accessibleName() == "Step 2 of 3, Send, 1 check left"


def test_work_in_hand_shows_itself_after_a_blink_and_hides_when_over(qtbot, window):
    card = ProgressCard()
    shown(window, card)
    card.begin("Reading march.csv")
    assert not card.isVisible()
    qtbot.waitUntil(card.isVisible)
    card.show_progress(1240, 4000, "1,240 of 4,000 rows")
    with qtbot.waitSignal(card.cancelled):
        qtbot.keyClick(card, Qt.Key.Key_Escape)
    card.end()
    assert not card.isVisible()


def test_work_that_is_over_at_once_never_shows(qtbot, window):
    card = ProgressCard()
    shown(window, card)
    card.begin("Reading")
    card.end()
    qtbot.wait(0)
    assert not card._wait.isActive()
    assert not card.isVisible()


def test_the_band_of_a_sign_in_is_read_out_and_can_be_undone(qtbot, window, monkeypatch):
    said = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    band = DoneBand()
    shown(window, band)
    band.show_done("Ana Ruíz is in", "7:03 PM")
    assert said == ["Ana Ruíz is in 7:03 PM"]
    with qtbot.waitSignal(band.undone):
        band.undo.click()


def test_not_saved_is_said_at_once_and_leaves_the_focus_alone(qtbot, window, monkeypatch):
    said = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: said.append((event.politeness(), event.message()))
    )
    search, band = SearchEdit("Who is here?"), NotSavedBand()
    shown(window, search, band)
    search.setFocus()
    band.show_problem("Not saved: Ana.", "The disk is full.", "The 27 before it.", "Use paper.")
    assert said[0][0] == QAccessible.AnnouncementPoliteness.Assertive
    assert "The 27 before it." in said[0][1]
    assert window.focusWidget() is search


def test_the_ring_follows_the_keyboard_and_stays_off_for_the_mouse(qtbot, window):
    first, second = ActionButton("One", "primary"), ActionButton("Two")
    ring = FocusRing(window)
    shown(window, first, second)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert ring.around is first
    assert ring.geometry() == first.geometry().adjusted(-4, -4, 4, 4)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert ring.around is second


def test_the_ring_leaves_with_its_widget(qtbot, window):
    button = ActionButton("One")
    ring = FocusRing(window)
    shown(window, button, ActionButton("Two"))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    button.hide()
    assert ring.around is not button


def test_escape_closes_a_side_panel(qtbot):
    panel = SidePanel("About Ana")
    qtbot.addWidget(panel)
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)


def test_the_state_line_says_its_whole_sentence_and_drops_the_least_first(qtbot):
    line = StateLine()
    qtbot.addWidget(line)
    line.say(
        StatePart("Everything is saved on this laptop", "shield-check", "good", "history"),
        StatePart("Backup copied today, 6:20 PM"),
        StatePart("14 changes not sent to national", "send", "national", "exchange", right=True),
    )
    assert "Backup copied" in line.sentence()
    line.resize(500, 30)
    line.show()
    texts = [button.part.text for button in line._buttons if button.isVisible()]
    assert texts == ["Everything is saved on this laptop", "14 changes not sent to national"]


def test_a_part_of_the_state_line_opens_its_page(qtbot):
    line = StateLine()
    qtbot.addWidget(line)
    line.say(StatePart("3 laptops", opens="exchange"))
    with qtbot.waitSignal(line.opened) as opened:
        line._buttons[0].click()
    assert opened.args == ["exchange"]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maria Gutierrez", "MG"), ("Ana", "A"), ("", ""), ("Jo (phone form) Li", "JL"), ("李 明", "李明")],
)
def test_initials_are_of_the_first_and_the_last_word(name, letters):
    assert initials(name) == letters


def test_keys_are_written_as_people_say_them(qapp):
    assert key_words("Up") == "↑"
    assert key_words("Ctrl+Return") == "Ctrl Enter"
    assert key_words("Ctrl++") == "Ctrl +"


def test_a_row_of_buttons_stays_one_line(window):
    row = QWidget()
    line = QHBoxLayout(row)
    for words in ("Sign in", "Print", "Later"):
        line.addWidget(ActionButton(words))
    shown(window, row)
    assert_well_laid_out(window)
