from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from chapter_desk.gui.widgets.match_list import Match, MatchList
from chapter_desk.gui.widgets.rows_model import ROW_ROLE, Column, Pill, RowsModel
from chapter_desk.gui.widgets.table import RowsTable

PEOPLE = [("1", "Ana Ruíz", 5), ("2", "Bo Ek", 12), ("3", "Cy Ott", 2)]


@pytest.fixture
def model():
    model = RowsModel(
        [
            Column("Name", lambda row: row[1], strong=True),
            Column("Times", lambda row: str(row[2]), sort_by=lambda row: row[2], figures=True, width=80),
            Column(
                "Standing", lambda row: "Member", pill=lambda row: Pill("Member", "accent"), width=90, drops=1
            ),
        ],
        key=lambda row: row[0],
    )
    model.show(PEOPLE)
    return model


@pytest.fixture
def table(qtbot, model):
    table = RowsTable(model, "People")
    qtbot.addWidget(table)
    table.resize(600, 300)
    table.show()
    return table


def test_the_model_obeys_qt(qtmodeltester, model):
    qtmodeltester.check(model)
    assert model.index(0, 0).data(ROW_ROLE) == PEOPLE[0]


def test_sorting_goes_by_value_not_by_text(model):
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [row[2] for row in model.rows] == [12, 5, 2]


def test_new_rows_come_in_the_order_the_person_sorted_by(model):
    model.sort(1, Qt.SortOrder.AscendingOrder)
    model.show([*PEOPLE, ("4", "Di Fo", 4)])
    assert [row[2] for row in model.rows] == [2, 4, 5, 12]


def test_the_chosen_row_stays_chosen_through_a_reload(table, model):
    table.choose("2")
    model.show([("0", "Aa", 1), *PEOPLE])
    assert table.current_row() == PEOPLE[1]


def test_a_chosen_row_that_is_gone_is_told(qtbot, table, model):
    table.choose("2")
    with qtbot.waitSignal(table.row_chosen) as chosen:
        model.show(PEOPLE[:1])
    assert chosen.args == [None]


def test_enter_opens_and_delete_retires_the_row(qtbot, table):
    table.choose("3")
    with qtbot.waitSignal(table.row_opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [PEOPLE[2]]
    with qtbot.waitSignal(table.retired) as retired:
        qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert retired.args == [PEOPLE[2]]


def test_home_and_end_go_to_the_ends(qtbot, table):
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.current_row() == PEOPLE[-1]
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.current_row() == PEOPLE[0]


def test_typing_finds_by_name(qtbot, table):
    table.choose("1")
    qtbot.keyClicks(table, "cy")
    assert table.current_row() == PEOPLE[2]


def test_the_table_says_how_many_rows_it_has(table, model):
    assert table.accessibleName() == "People, 3 rows"
    model.show(PEOPLE[:1])
    assert table.accessibleName() == "People, 1 row"


def test_a_narrow_table_drops_the_columns_that_may_go(qtbot, table):
    assert not table.isColumnHidden(2)
    table.resize(240, 300)
    assert table.isColumnHidden(2)
    assert not table.isColumnHidden(1)


def test_a_column_without_a_width_keeps_its_least_and_others_go_for_it(qtbot, table):
    table.resize(400, 300)
    assert not table.isColumnHidden(2)
    name, *others = table.rows_model().columns
    wide = RowsTable(RowsModel([replace(name, least=300), *others], key=lambda row: row[0]), "People")
    qtbot.addWidget(wide)
    wide.resize(400, 300)
    wide.show()
    assert wide.isColumnHidden(2) and wide.columnWidth(0) >= 300


def test_shift_f10_shows_the_menu_of_the_row(qtbot, table, monkeypatch):
    asked, shown = [], []
    menu = QMenu(table)
    menu.addAction(QAction("Open", menu))
    monkeypatch.setattr(QMenu, "popup", lambda self, at: shown.append(self))
    table.set_row_menu(lambda row: asked.append(row) or menu)
    table.choose("1")
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QContextMenuEvent

    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    table.contextMenuEvent(event)
    assert asked == [PEOPLE[0]]
    assert shown == [menu]


@pytest.fixture
def matches(qtbot):
    matches = MatchList("Who it may be")
    qtbot.addWidget(matches)
    matches.show_matches(
        [
            Match("a", "Maria Gutierrez", "235••", ((0, 3),), "Sign in", spoken="Maria, 1 of 2"),
            Match("b", "Mario Guzmán", "235••", ((0, 3),), "Sign in", "Alt+2"),
        ]
    )
    matches.resize(600, 200)
    matches.show()
    return matches


def test_the_first_match_is_chosen_unless_told_otherwise(matches):
    assert matches.current() == "a"
    matches.show_matches(matches.matches(), choose_first=False)
    assert matches.current() is None
    assert matches.take() is False


def test_matches_are_taken_by_enter_by_number_and_by_a_press(qtbot, matches):
    taken = []
    matches.taken.connect(taken.append)
    matches.step(1)
    qtbot.keyClick(matches, Qt.Key.Key_Return)
    matches.take(1)
    middle = matches.visualRect(matches.model().index(1, 0)).center()
    qtbot.mouseClick(matches.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert taken == ["b", "a", "b"]
    assert matches.take(7) is False


def test_matches_are_spoken_in_full(matches):
    index = matches.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Maria, 1 of 2"


def test_targets_at_the_door_are_big_enough(matches):
    assert matches.visualRect(matches.model().index(0, 0)).height() >= 44
