"""The unlock page: passphrase, growing delay, recovery code, copies to put back."""

from time import monotonic

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from chapter_desk.core.safekeeping import vault
from chapter_desk.core.safekeeping.recovery_code import RecoveryCode, Typed, checked
from chapter_desk.gui.opening.unlock_page import LockNote, Tries, UnlockPage
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.notices import Notice
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.gui.opened import PASSPHRASE, close_chapter, founded, shown_desk, type_passphrase, unlocked


@pytest.fixture
def chapter(tmp_path):
    """A chapter set up on disk; its path and what founding gave."""
    path = tmp_path / "Norfolk.chapter"
    return path, founded(path)


@pytest.fixture
def desk(qtbot, tasks, chapter):
    """A desk that asks for the chapter's passphrase."""
    desk = shown_desk(qtbot, tasks, chapter=chapter[0])
    tasks.let_go_all()
    return desk


def test_the_focus_is_on_the_passphrase_and_enter_unlocks(qtbot, tasks, desk):
    page = desk.window.view
    assert page.field.editor.hasFocus()

    qtbot.keyClicks(page.field.editor, PASSPHRASE)
    qtbot.keyClick(page.field.editor, Qt.Key.Key_Return)
    tasks.let_go_all()

    assert desk.host is not None
    close_chapter(desk, tasks)


def test_a_wrong_passphrase_says_three_things_in_its_place_and_keeps_the_focus(tasks, desk):
    type_passphrase(desk, "maple harbour")
    tasks.let_go_all()
    page = desk.window.view

    assert page.field.problem() == (
        "That is not the passphrase. Nothing is harmed by trying again. "
        "Look for capitals, or use the recovery code."
    )
    assert page.field.editor.hasFocus()
    assert page.field.editor.selectedText() != ""
    assert page.button.isEnabled()


def test_caps_lock_is_named_where_it_is_on(qtbot, tasks, desk):
    page = desk.window.view
    qtbot.keyClicks(page.field.editor, "MAPLE")  # no Shift was held
    assert [part.text for part in page.foot.parts() if part.right] == ["Caps Lock is on"]

    page.button.click()
    tasks.let_go_all()

    assert "Caps Lock is on." in page.field.problem()
    qtbot.keyClicks(page.field.editor, "maple")
    assert [part.text for part in page.foot.parts() if part.right] == ["Caps Lock is off"]


def test_wrong_tries_slow_down_to_five_seconds_and_never_lock_out():
    tries = Tries()
    waits = []
    for _try in range(8):
        tries.count_wrong()
        waits.append(round(tries.seconds_to_wait(), 1))

    assert waits == [0.0, 0.0, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0]
    assert max(waits) <= 5.0


def test_while_it_waits_nothing_is_tried_and_the_button_says_how_long(qtbot, tasks, desk):
    page = desk.window.view
    for _try in range(3):
        type_passphrase(desk, "wrong")
        tasks.let_go_all()

    assert not page.button.isEnabled()
    assert page.button.words() == "Try again in 1 second"
    qtbot.keyClick(page.field.editor, Qt.Key.Key_Return)
    assert tasks.held == 0
    page._tries.blocked_until = monotonic()
    page._count_down()
    assert page.button.words() == "Unlock"
    assert page.button.isEnabled()


def test_going_elsewhere_and_back_does_not_shorten_the_wait(tasks, desk, chapter):
    for _try in range(4):
        desk.window.view._tries.blocked_until = 0.0
        desk.window.view._count_down()
        type_passphrase(desk, "wrong")
        tasks.let_go_all()
    desk.window.view.other.click()
    desk.choose(chapter[0])

    assert not desk.window.view.button.isEnabled()


def test_esc_clears_the_field(qtbot, desk):
    page = desk.window.view
    qtbot.keyClicks(page.field.editor, "maple")
    qtbot.keyClick(page.field.editor, Qt.Key.Key_Escape)

    assert page.field.text() == ""
    assert page.field.editor.hasFocus()


def test_the_bar_fills_while_the_key_is_made(qtbot, tasks, desk):
    page = desk.window.view
    type_passphrase(desk, PASSPHRASE)

    assert page.button._part_done is not None
    assert not page.button.isEnabled()
    page.escape()
    assert page.field.text() == PASSPHRASE
    tasks.let_go_all()
    close_chapter(desk, tasks)


# the recovery code


def test_the_code_on_the_paper_opens_the_chapter_and_a_new_passphrase_is_set(qtbot, tasks, desk, chapter):
    path, made = chapter
    page = desk.window.view
    page.use_code.click()
    assert page.entry.fields[0].hasFocus()
    for group in made.recovery_code.groups:
        qtbot.keyClicks(QApplication.focusWidget(), group.lower())
    assert page.button.isEnabled()
    qtbot.keyClick(page.entry.fields[-1], Qt.Key.Key_Return)
    tasks.let_go_all()

    qtbot.keyClicks(page.form.first.editor, "copper lantern quiet meadow")
    qtbot.keyClicks(page.form.again.editor, "copper lantern quiet meadow")
    page.button.click()
    tasks.let_go_all()

    assert desk.host is not None
    assert vault.unlock(path, "copper lantern quiet meadow") == made.data_key
    close_chapter(desk, tasks)


def test_a_slip_shows_as_soon_as_a_group_is_full(qtbot, desk, chapter):
    page = desk.window.view
    page.use_code.click()
    group = chapter[1].recovery_code.groups[0]
    # one slip in sixteen shows only when the code is whole
    slips = (letter + group[1:] for letter in "ABCDEFGH")
    qtbot.keyClicks(page.entry.fields[0], next(each for each in slips if checked(1, each) is Typed.MISTYPED))

    assert page.entry.fields[0].property("problem")
    assert page.entry._line.text() == "Group 1 is not as it is on the paper."
    assert page.entry.fields[0].hasFocus()
    assert not page.button.isEnabled()


def test_a_whole_code_can_be_pasted(qtbot, desk, chapter):
    page = desk.window.view
    page.use_code.click()
    QApplication.clipboard().setText(str(chapter[1].recovery_code))
    qtbot.keyClick(page.entry.fields[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert page.entry.code() == chapter[1].recovery_code
    QApplication.clipboard().clear()


def test_another_chapters_code_is_told_apart_from_a_slip(qtbot, tasks, desk):
    page = desk.window.view
    page.use_code.click()
    for field, group in zip(page.entry.fields, RecoveryCode.generate().groups, strict=True):
        field.setText(group)
    page.button.click()
    tasks.let_go_all()

    assert any("does not open this chapter" in each.accessibleName() for each in page.findChildren(Notice))


def test_esc_goes_back_from_the_code_to_the_passphrase(qtbot, desk):
    page = desk.window.view
    page.use_code.click()
    qtbot.keyClick(page.entry.fields[0], Qt.Key.Key_Escape)

    assert page.field.editor.hasFocus()


# damaged and newer files


def with_a_copy(qtbot, tasks, path) -> None:
    """Open and close the chapter once, which leaves the copy of the day."""
    close_chapter(unlocked(qtbot, tasks, path), tasks)


@pytest.mark.parametrize("harm", ["emptied", "overwritten"])
def test_a_damaged_file_is_replaced_by_a_copy_without_the_mouse(qtbot, tasks, chapter, harm):
    path, _made = chapter
    with_a_copy(qtbot, tasks, path)
    whole = (path / "chapter.db").read_bytes()
    (path / "chapter.db").write_bytes(b"" if harm == "emptied" else b"x" * len(whole))

    desk = shown_desk(qtbot, tasks, chapter=path)
    tasks.let_go_all()
    page = desk.window.view
    qtbot.keyClicks(page.field.editor, PASSPHRASE)
    qtbot.keyClick(page.field.editor, Qt.Key.Key_Return)
    tasks.let_go_all()
    if harm == "overwritten":
        notice = next(each for each in page.findChildren(Notice) if each.buttons)
        qtbot.keyClick(notice.buttons[0], Qt.Key.Key_Return)
    assert page.backups.list.hasFocus()
    assert "is not in this copy" in page.backups._line.text()
    qtbot.keyClick(page.backups.list, Qt.Key.Key_Return)
    tasks.let_go_all()
    settle()

    assert desk.host is not None
    assert desk.host.card.name == "Our Revolution Norfolk"
    close_chapter(desk, tasks)


def test_a_damaged_key_file_is_put_back_from_a_copy_and_the_page_says_so(qtbot, tasks, chapter):
    path, _made = chapter
    with_a_copy(qtbot, tasks, path)
    (path / "vault.json").write_text("{")

    desk = shown_desk(qtbot, tasks, chapter=path)
    tasks.let_go_all()
    assert any("put back from a backup" in label.text() for label in desk.window.findChildren(QLabel))
    type_passphrase(desk, PASSPHRASE)
    tasks.let_go_all()

    assert desk.host is not None
    close_chapter(desk, tasks)


def test_a_damaged_file_without_copies_says_so(qtbot, tasks, chapter):
    path, _made = chapter
    (path / "chapter.db").write_bytes(b"")
    desk = shown_desk(qtbot, tasks, chapter=path)
    tasks.let_go_all()
    type_passphrase(desk, PASSPHRASE)
    tasks.let_go_all()

    said = [each.accessibleName() for each in desk.window.view.findChildren(Notice)]
    assert any("There is no copy beside this chapter." in each for each in said)


def test_a_newer_chapter_is_explained_where_it_was_unlocked(qtbot, tasks, chapter):
    import sqlcipher3.dbapi2 as sqlcipher

    path, made = chapter
    raw = sqlcipher.connect(str(path / "chapter.db"))
    raw.execute(f"PRAGMA key = \"x'{made.data_key.hex()}'\"")
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    desk = shown_desk(qtbot, tasks, chapter=path)
    tasks.let_go_all()
    type_passphrase(desk, PASSPHRASE)
    tasks.let_go_all()

    said = [each.accessibleName() for each in desk.window.view.findChildren(Notice)]
    assert any("newer Chapter Desk" in each for each in said)


def test_a_chapter_in_use_by_a_command_can_be_tried_again(qtbot, tasks, desk, chapter):
    from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
    from chapter_desk.core.safekeeping.holding import Hold

    command = Hold(ChapterFolder(chapter[0]), "command")
    type_passphrase(desk, PASSPHRASE)
    tasks.let_go_all()
    said = [each.accessibleName() for each in desk.window.view.findChildren(Notice)]
    assert any("in use by another command" in each for each in said)

    command.let_go()
    type_passphrase(desk, PASSPHRASE)
    tasks.let_go_all()
    assert desk.host is not None
    close_chapter(desk, tasks)


# looks


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
@pytest.mark.parametrize("way", ["passphrase", "wrong", "code", "new", "backups"])
def test_the_unlock_page_is_well_laid_out(qtbot, tasks, chapter, width, height, colours, scale, way):
    theme().use(colours=colours, scale=scale)
    path, made = chapter
    desk = shown_desk(qtbot, tasks, chapter=path, size=(width, height))
    note = LockNote(
        "Locked after 5 minutes of quiet, at 6:48 PM",
        "Your half-typed text is kept and opens where you left it.",
    )
    page = UnlockPage(path, "Our Revolution Norfolk", tasks, Tries(), note)
    desk.window.show_view(page)
    if way == "wrong":
        type_passphrase(desk, "wrong")
        tasks.let_go_all()
    elif way != "passphrase":
        page._key = made.data_key
        page._turn_to(way)

    assert_well_laid_out(desk.window)
    assert nameless(desk.window) == []
    assert rich_labels(desk.window) == []
