"""The import in the window: nothing is changed before it was seen, and one click takes it back."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from chapter_desk.core.members.import_plan import Effect
from chapter_desk.gui.members.import_page import ImportPage
from chapter_desk.gui.members.import_rows import after_words, field_of
from chapter_desk.gui.members.words import field_words, placeable_fields
from chapter_desk.gui.shell.tasks import WorkerTasks
from chapter_desk.gui.shell.theme import theme
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.evening import CTRL, press
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.gui.layouts import widgets_in
from tests.gui.people import fill, shown_people

HEADERS = (
    "uuid",
    "first_name",
    "last_name",
    "email",
    "can2_phone",
    "zip_code",
    "can2_user_tags",
    "Shirt size",
)


@pytest.fixture
def people(evening):
    return fill(evening)


@pytest.fixture
def page(qtbot, evening, people):
    window, page = shown_people(qtbot, evening, "import")
    page.test_window = window
    return page


@pytest.fixture
def march(tmp_path) -> Path:
    return written(
        tmp_path / "march-canvass.csv",
        ["a1", "Maria", "Gutierrez", "maria@example.org", "757-555-0199", "23517", "canvass", "M"],
        ["a2", "Bill", "Osei", "", "757-555-0122", "", "", ""],
        ["a3", "Rosa", "Delgado", "rosa@example.org", "", "99999", "canvass, volunteer", "S"],
        ["a4", "Chris", "Okafor", "ana@example.org", "555-0101", "23508", "", ""],
        ["a5", "", "", "nobody@example.org", "", "", "", ""],
        ["a3", "Rosa", "Delgado", "", "757-555-0177", "", "", ""],
    )


def written(path, *rows, headers=HEADERS):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *rows])
    return path


def checked(page, evening, path):
    """Read a file, take the columns as they are, and make the preview."""
    page.read(path)
    evening.let_go()
    page.columns.check.click()
    evening.let_go()
    assert page.at == 2
    return page.check


def tiles(page):
    return [tile.accessibleName() for tile in page.check.tiles.tiles.values()]


def shown_rows(page):
    model = page.check.rows.model
    return [[model.columns[at].text(row) for at in range(5)] for row in model.rows]


def on_file(evening):
    return sorted(row.display_name for row in evening.app.roster.rows().rows)


def notice(page):
    shown = page.window().view.frame.notices.notice
    return "" if shown is None else shown.accessibleName()


# ---------------------------------------------------------------- file and columns


def test_it_begins_with_choosing_a_file(page):
    assert page.test_window.focusWidget() is page.file.choose
    assert page.primary() is page.file.choose
    assert page.steps_line.accessibleName() == "Step 1 of 4, File"


def test_the_chosen_file_shows_its_columns_and_what_they_mean(page, evening, march):
    page._ask_file = lambda _window: march
    press(page.test_window, Qt.Key.Key_Return)
    evening.let_go()

    assert page.at == 1
    meant = [choice.currentText() for choice in page.columns.choices]
    assert meant == [
        "Their number in that list", "First name", "Last name", "E-mail", "Mobile phone", "ZIP", "Tags",
        "Left out",
    ]  # fmt: skip
    assert [pill.isVisible() for pill in page.columns._pills] == [False] * 7 + [True]
    said = widgets_in(page.columns._notice_place)[0].accessibleName()
    assert said == "This looks like an export of Action Network. 7 of 8 columns are taken in."


def test_a_file_is_dropped(page, evening, march):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(march))])
    drop = QDropEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    page.dropEvent(drop)
    evening.let_go()

    assert page.at == 1 and page.context() == "march-canvass.csv"


def test_a_column_placed_by_a_person_is_taken_in_and_remembered(page, evening, march):
    page.read(march)
    evening.let_go()
    choice = page.columns.choices[7]
    choice.setCurrentIndex(choice.findData("occupation"))
    page.columns.check.click()
    evening.let_go()
    page.give_up()

    page.read(march)
    evening.let_go()

    assert page.columns.choices[7].currentText() == "Occupation"


def test_without_a_name_nothing_can_be_checked_and_it_says_why(page, evening, tmp_path):
    page.read(written(tmp_path / "list.csv", ["x", "y"], headers=["Thing", "Other"]))
    evening.let_go()
    assert not page.columns.check.isEnabled()
    assert page.columns.check.toolTip() == "Say first which column holds the names."
    assert page.test_window.focusWidget() is page.columns.choices[0]

    choice = page.columns.choices[0]
    choice.setCurrentIndex(choice.findData("display_name"))

    assert page.columns.check.isEnabled()


def test_every_field_that_is_offered_has_its_words():
    words = [field_words(field) for field in placeable_fields()]

    assert all(" " not in word or word[0].isupper() for word in words)
    assert not any("_" in word for word in words)
    assert (
        len(set(words)) >= len(words) - 2
    )  # a name other than the first may be called so, and the note's body


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "There is nothing in this file."),
        (b"PK\x03\x04" + b"\0" * 100, "workbook"),
        (b"\x89PNG\r\n" + b"\0" * 300, "not a table"),
    ],
)
def test_what_is_no_list_is_refused_in_three_sentences(page, evening, tmp_path, content, said):
    path = tmp_path / "list.csv"
    path.write_bytes(content)

    page.read(path)
    evening.let_go()

    assert page.at == 0
    assert said in notice(page) and "Nothing was changed." in notice(page)
    assert page.window().focusWidget() is page.file.choose  # the next list is one key away


def test_a_file_that_went_away_is_said(page, evening, tmp_path):
    page.read(tmp_path / "gone.csv")
    evening.let_go()

    assert "gone.csv" in notice(page) and "Nothing was changed." in notice(page)
    assert page.file.choose.isEnabled()


# ---------------------------------------------------------------- the preview


def test_effects_are_counted_and_problems_named(page, evening, march):
    checked(page, evening, march)

    new, updated, *others = tiles(page)
    assert new == "2 new people" and updated.startswith("2 people updated, ")
    assert others == ["0 no change", "4 rows to look at", "1 row left out"]
    assert page.context() == "march-canvass.csv, 6 rows"
    kinds = list(page.check.problems.buttons)
    assert kinds[0] == "no-name"
    assert set(kinds) == {"no-name", "unknown-zip", "odd-phone", "shared-email", "twice-in-list"}
    assert page.check.go.words() == "Import 4 people"
    assert page.steps_line.accessibleName() == "Step 3 of 4, Check"


def test_nothing_is_changed_by_looking(page, evening, march):
    before, steps = on_file(evening), len(evening.app.steps.latest())

    checked(page, evening, march)

    assert on_file(evening) == before
    assert len(evening.app.steps.latest()) == steps


def test_rows_say_what_becomes_of_them(page, evening, march):
    checked(page, evening, march)

    rows = shown_rows(page)
    assert [row[0] for row in rows] == ["2", "3", "4", "5", "7"]
    assert rows[0][1:3] == ["Maria Gutierrez", "Update"]
    assert rows[0][4] == "— → (757) 555-0199" and rows[0][3].startswith("Phone +")
    assert rows[2][1:] == ["Rosa Delgado", "New", "", "all fields"]
    assert rows[4][2] == "Once more"


def test_tiles_filter_the_rows_and_back(page, evening, march):
    check = checked(page, evening, march)

    check.tiles.tiles["new"].click()
    assert [row[1] for row in shown_rows(page)] == ["Rosa Delgado", "Chris Okafor"]
    check.tiles.tiles["left-out"].click()
    assert [row[2] for row in shown_rows(page)] == ["Left out"]
    check.tiles.tiles["left-out"].click()
    assert len(shown_rows(page)) == 5
    check.rows.view._press("all")
    assert len(shown_rows(page)) == 6


def test_the_rows_of_a_problem_say_what_it_is(page, evening, march):
    check = checked(page, evening, march)

    check.problems.buttons["unknown-zip"].click()
    assert [(row[1], row[4]) for row in shown_rows(page)] == [
        ("Rosa Delgado", "There is no ZIP “99999”. It is kept as typed.")
    ]
    check.tiles.tiles["look"].click()
    assert len(shown_rows(page)) == 4


def test_another_policy_is_counted_anew(page, evening, march):
    check = checked(page, evening, march)

    check.policy.buttons["skip"].click()
    evening.let_go()
    assert check.go.words() == "Import 2 people"
    check.policy.buttons["none"].click()
    evening.let_go()
    assert check.go.words() == "Import 5 people"
    assert check.policy.buttons["none"].isChecked()


def test_a_policy_changed_again_while_planning_gives_only_the_last(page, evening, march):
    check = checked(page, evening, march)
    check.policy.buttons["none"].click()
    check.policy.buttons["skip"].click()

    evening.let_go()

    assert page.check.plan.on_duplicate == "skip"
    assert check.go.words() == "Import 2 people" and check.go.isEnabled()


def test_a_list_that_brings_nothing_new_cannot_be_imported_and_says_why(page, evening, tmp_path):
    path = written(tmp_path / "list.csv", ["Bill Osei", "757-555-0122"], headers=["Name", "Phone"])

    check = checked(page, evening, path)

    assert not check.go.isEnabled()
    assert check.go.toolTip() == "This list brings nothing new."


# ---------------------------------------------------------------- doing it


def test_it_is_imported_and_taken_back_with_one_click(page, evening, march):
    before = on_file(evening)
    checked(page, evening, march)
    press(page.test_window, Qt.Key.Key_Return, CTRL)
    evening.let_go()

    assert page.at == 3
    assert page.done._state.accessibleName() == "4 people imported."
    assert {"Rosa Delgado", "Chris Okafor"} < set(on_file(evening))
    assert len(evening.app.backups.all()) == 1

    page.done.undo.click()
    evening.let_go()

    assert on_file(evening) == before
    assert page.done._state.accessibleName() == "The import was taken back."
    assert page.done.undo.isHidden()


def test_taking_back_can_be_stopped_and_asked_again(page, evening, march):
    checked(page, evening, march)
    page.check.go.click()
    evening.let_go()
    page.done.undo.click()
    assert not page.done.undo.isEnabled()

    press(page.test_window, Qt.Key.Key_Escape)
    evening.let_go()
    assert "Rosa Delgado" in on_file(evening)
    page.done.undo.click()
    evening.let_go()

    assert "Rosa Delgado" not in on_file(evening)


def test_later_edits_are_kept_and_counted(page, evening, march):
    checked(page, evening, march)
    page.check.go.click()
    evening.let_go()
    rosa = next(row for row in evening.app.roster.rows().rows if row.display_name == "Rosa Delgado")
    evening.app.records.edit(rosa.id, {"employer": "City schools"})

    press(page.test_window, Qt.Key.Key_Z, CTRL)
    evening.let_go()

    assert "Rosa Delgado" in on_file(evening)
    assert "later edits by people were kept." in page.done._state._line.text()


def test_a_preview_grown_old_is_made_again_and_nothing_is_written(page, evening, march):
    checked(page, evening, march)
    evening.person("Rosa Delgado", email="rosa@example.org")

    page.check.go.click()
    evening.let_go()

    assert "The chapter was changed since this preview." in notice(page)
    assert page.at == 2 and page.check.go.words() == "Import 4 people"
    assert on_file(evening).count("Rosa Delgado") == 1
    assert "Update" in [row[2] for row in shown_rows(page) if row[1] == "Rosa Delgado"]


def test_escape_leaves_with_nothing_changed(page, evening, march):
    before = on_file(evening)
    checked(page, evening, march)

    for _time in range(5):
        press(page.test_window, Qt.Key.Key_Escape)
        settle()

    assert page.at == 0 and on_file(evening) == before
    assert page.isVisible()


def test_cancelling_while_it_imports_leaves_nothing(page, evening, march):
    before = on_file(evening)
    checked(page, evening, march)
    page.check.go.click()
    assert not page.check.go.isEnabled(), "once is enough"

    press(page.test_window, Qt.Key.Key_Escape)
    evening.let_go()

    assert notice(page) == "Nothing was changed."
    assert on_file(evening) == before and page.at == 2
    assert page.check.go.isEnabled()


# ---------------------------------------------------------------- large lists, at work


def large(path, rows):
    return written(
        path,
        *[
            [
                "",
                f"Given{n}",
                f"Family{n}",
                f"list{n}@example.org",
                f"757-555-{n % 10_000:04d}",
                "23508",
                "",
                "",
            ]
            for n in range(rows)
        ],
    )


@pytest.fixture
def at_work(qtbot, evening, people):
    """The page with real threads."""
    tasks = WorkerTasks()
    evening.tasks, held = tasks, evening.tasks
    evening.let_go = lambda: settle()
    window, page = shown_people(qtbot, evening, "import")
    page.test_window = window
    yield page
    tasks.close()
    evening.tasks = held


def test_four_thousand_rows_show_progress_and_can_be_cancelled(qtbot, at_work, evening, tmp_path):
    page = at_work
    before = on_file(evening)
    page.read(large(tmp_path / "large.csv", 4000))
    qtbot.waitUntil(lambda: page.at == 1, timeout=10_000)
    page.columns.check.click()
    # the preview may be there before a card is worth showing
    qtbot.waitUntil(lambda: page.progress.isVisible() or page.at == 2, timeout=1_000)
    qtbot.waitUntil(lambda: page.at == 2, timeout=30_000)
    assert tiles(page)[0] == "4,000 new people"

    page.check.go.click()
    qtbot.waitUntil(page.progress.isVisible, timeout=1_000)
    assert page.progress.findChildren(QLabel)[0].text() == "Importing large.csv"
    qtbot.waitUntil(lambda: "of 4,000 rows" in page.progress._far.text(), timeout=10_000)
    press(page.test_window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page._running is None, timeout=10_000)

    assert notice(page) == "Nothing was changed."
    assert on_file(evening) == before
    assert page.at == 2 and page.check.go.isEnabled()


def test_four_thousand_rows_come_in_and_the_window_goes_on(qtbot, at_work, evening, tmp_path):
    page = at_work
    page.read(large(tmp_path / "large.csv", 4000))
    qtbot.waitUntil(lambda: page.at == 1, timeout=10_000)
    page.columns.check.click()
    qtbot.waitUntil(lambda: page.at == 2, timeout=30_000)
    page.check.go.click()

    qtbot.waitUntil(lambda: page.at == 3, timeout=60_000)

    assert len(evening.app.roster) == 4006
    QTest.qWait(20)


# ---------------------------------------------------------------- words, keys, rooms


def test_a_row_that_changes_several_fields_says_so(page, evening, march):
    checked(page, evening, march)
    (maria,) = [row for row in page.check.plan.rows if row.name == "Maria Gutierrez"]

    assert maria.effect is Effect.CHANGED
    assert field_of(maria) == "Phone +4"
    assert after_words(maria) == "— → (757) 555-0199"


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
def test_every_step_fits_every_room(qtbot, evening, people, march, width, height, colours, scale):
    theme().use(colours=colours, scale=scale)
    window, page = shown_people(qtbot, evening, "import", size=(width, height))
    assert_well_laid_out(window)
    page.read(march)
    evening.let_go()
    assert_well_laid_out(window)
    page.columns.check.click()
    evening.let_go()
    assert_well_laid_out(window)
    assert nameless(window) == [] and rich_labels(window) == []
    page.check.go.click()
    evening.let_go()
    assert_well_laid_out(window)
    page.take_back()
    evening.let_go()
    assert_well_laid_out(window)


def test_tab_reaches_everything_in_the_preview(page, evening, march):
    check = checked(page, evening, march)
    window = page.test_window
    seen = set()
    for _step in range(60):
        seen.add(window.focusWidget())
        press(window, Qt.Key.Key_Tab)

    wanted = [
        *check.tiles.tiles.values(),
        *check.problems.buttons.values(),
        check.rows.table,
        check.cancel,
        check.go,
    ]
    assert [each for each in wanted if each not in seen] == []


def test_the_file_dialog_is_asked_for_a_list(monkeypatch, evening, qtbot):
    asked = []
    monkeypatch.setattr(
        "chapter_desk.gui.members.import_parts.QFileDialog.getOpenFileName",
        lambda *told: (asked.append(told), ("", ""))[1],
    )
    page = ImportPage(evening.app, evening.tasks)
    qtbot.addWidget(page)

    page.choose()

    assert "*.csv" in asked[0][3] and page.at == 0
