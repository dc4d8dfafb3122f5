"""A new chapter: five short steps, by keyboard, nothing lost on the way."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QFileDialog

from chapter_desk.app import open_app
from chapter_desk.core.drafts import Drafts
from chapter_desk.core.safekeeping import vault
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.recovery_code import RecoveryCode
from chapter_desk.gui.opening.code_paper import paper_pdf
from chapter_desk.gui.opening.recovery_code_page import NOT_COPIED
from chapter_desk.gui.opening.start_page import StartPage
from chapter_desk.gui.opening.wizard.answers import Answers
from chapter_desk.gui.opening.wizard.wizard import Wizard
from chapter_desk.gui.shell.theme import theme
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.gui.opened import NOW, PASSPHRASE, close_chapter, shown_desk, type_passphrase

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def documents(tmp_path, monkeypatch) -> Path:
    """The person's Documents folder."""
    place = tmp_path / "Documents"
    place.mkdir()
    monkeypatch.setattr("chapter_desk.gui.opening.wizard.answers.documents", lambda: place)
    return place


@pytest.fixture
def desk(qtbot, tasks, documents):
    """A desk with the wizard on its first step."""
    desk = shown_desk(qtbot, tasks)
    tasks.let_go_all()
    qtbot.keyClick(desk.window, Qt.Key.Key_N, CTRL)
    assert isinstance(desk.window.view, Wizard)
    return desk


def type_on(qtbot, *words: str) -> None:
    """Type each into the focused field and press Enter, as a person does."""
    for each in words:
        qtbot.keyClicks(QApplication.focusWidget(), each)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def go_on(qtbot, desk) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_Return, CTRL)


def to_the_passphrase(qtbot, desk) -> Wizard:
    """Answer the first three steps."""
    go_on(qtbot, desk)
    type_on(qtbot, "Our Revolution Norfolk", "23510", "Denise Whitfield", "denise@example.org", "")
    return desk.window.view


def to_the_code(qtbot, tasks, desk) -> Wizard:
    """Answer the first four, so that the chapter is made."""
    wizard = to_the_passphrase(qtbot, desk)
    type_on(qtbot, PASSPHRASE, PASSPHRASE)
    tasks.let_go_all()
    return wizard


def test_a_chapter_is_set_up_without_the_mouse(qtbot, tasks, desk, documents):
    wizard = to_the_code(qtbot, tasks, desk)
    card = wizard.step.card
    assert card.print.hasFocus()
    qtbot.keyClick(card.have_it, Qt.Key.Key_Return)
    qtbot.keyClicks(card.group, wizard.answers.code.groups[card.asked - 1].lower())
    qtbot.keyClick(card.group, Qt.Key.Key_Return)
    assert wizard.step.heading() == "Our Revolution Norfolk is set up"
    go_on(qtbot, desk)
    tasks.let_go_all()

    assert desk.window.windowTitle() == "Our Revolution Norfolk — Chapter Desk"
    chapter = desk.host.card
    assert (chapter.name, chapter.locality, chapter.time_zone) == (
        "Our Revolution Norfolk",
        "Norfolk",
        "America/New_York",
    )
    assert desk.host.view.frame.notices.notice is None
    assert (documents / "Our Revolution Norfolk.chapter" / "vault.json").exists()
    close_chapter(desk, tasks)


def test_town_state_and_time_zone_follow_the_zip_while_it_is_typed(qtbot, desk):
    go_on(qtbot, desk)
    step = desk.window.view.step
    qtbot.keyClicks(step.zip.editor, "2351")
    assert step._place.text() == "Town, state and time zone follow from the ZIP."
    qtbot.keyClicks(step.zip.editor, "0")
    assert step._place.text() == "Norfolk, VA. Clocks as in America/New York."


@pytest.mark.parametrize(
    ("typed", "said"),
    [("00000", "There is no ZIP “00000”"), ("2351O", "Did you mean 23510?"), ("", "five digits")],
)
def test_a_zip_that_is_none_gets_its_hint_at_the_field(qtbot, desk, typed, said):
    go_on(qtbot, desk)
    step = desk.window.view.step
    type_on(qtbot, "Norfolk", typed)

    assert said in step.zip.problem()
    assert step.zip.editor.hasFocus()
    assert desk.window.view.step is step


def test_the_name_is_asked_for_where_it_is_missing(qtbot, desk):
    go_on(qtbot, desk)
    go_on(qtbot, desk)
    step = desk.window.view.step

    assert step.chapter_name.problem() == "The chapter has no name yet."
    assert not desk.window.view.next.isEnabled()
    assert desk.window.view.next.toolTip() == "The name is still missing."


def test_back_and_a_larger_text_and_another_language_lose_nothing(qtbot, desk):
    wizard = to_the_passphrase(qtbot, desk)
    qtbot.keyClicks(wizard.step.form.first.editor, "maple")
    desk.window.step_text(1)
    desk.window.use_language("es")
    settle()
    assert wizard.step.form.first.text() == "maple"
    qtbot.keyClick(desk.window, Qt.Key.Key_Left, ALT)
    assert wizard.step.lead_name.text() == "Denise Whitfield"
    assert wizard.step.email.text() == "denise@example.org"
    qtbot.keyClick(desk.window, Qt.Key.Key_Left, ALT)
    assert (wizard.step.chapter_name.text(), wizard.step.zip.text()) == ("Our Revolution Norfolk", "23510")


def test_esc_before_the_passphrase_goes_to_the_start_and_loses_nothing(qtbot, tasks, desk, documents):
    to_the_passphrase(qtbot, desk)
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    tasks.let_go_all()

    assert isinstance(desk.window.view, StartPage)
    assert list(documents.iterdir()) == []
    qtbot.keyClick(desk.window, Qt.Key.Key_N, CTRL)
    go_on(qtbot, desk)
    assert desk.window.view.step.chapter_name.text() == "Our Revolution Norfolk"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("password1", "Weak."), ("norfolk 23510", "Weak."), (PASSPHRASE, "Strong.")],
)
def test_a_passphrase_is_judged_while_it_is_typed(qtbot, desk, typed, said):
    form = to_the_passphrase(qtbot, desk).step.form
    qtbot.keyClicks(form.first.editor, typed)

    assert form._verdict.text() == said
    qtbot.keyClicks(form.again.editor, typed)
    assert form.ready() == (said != "Weak.")


def test_two_that_differ_are_told_when_the_second_is_left(qtbot, desk):
    form = to_the_passphrase(qtbot, desk).step.form
    type_on(qtbot, PASSPHRASE, "maple harbor violet seven bridges")

    assert form.again.problem() == "The two are not the same. Type it again."
    assert not form.ready()


def test_six_words_are_offered_shown_and_still_typed_once_more(qtbot, desk):
    form = to_the_passphrase(qtbot, desk).step.form
    form.suggest.click()
    first = form.text()
    form.suggest.click()

    assert len(form.text().split()) == 6
    assert form.text() != first
    assert form.first.editor.echoMode() == form.first.editor.EchoMode.Normal
    assert form.again.editor.hasFocus()
    assert not form.ready()


def test_the_code_is_hidden_while_one_group_is_asked(qtbot, tasks, desk):
    wizard = to_the_code(qtbot, tasks, desk)
    card = wizard.step.card
    assert {label.text() for label in card.groups._labels} == set(wizard.answers.code.groups)
    card.have_it.click()

    assert {label.text() for label in card.groups._labels} == {"••••"}
    assert not any(wizard.answers.code.groups[0] in well.accessibleName() for well in card.groups._wells)
    wrong = wizard.answers.code.groups[card.asked % 8]
    if wrong != wizard.answers.code.groups[card.asked - 1]:
        card.group.setText(wrong)
        assert "is not as it is on the paper" in card._told.text()
        assert not wizard.next.isEnabled()
    card.again.click()
    assert {label.text() for label in card.groups._labels} == set(wizard.answers.code.groups)


def test_finish_later_opens_the_chapter_and_asks_for_the_code(qtbot, tasks, desk, documents):
    wizard = to_the_code(qtbot, tasks, desk)
    code = wizard.answers.code
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    tasks.let_go_all()

    view = desk.host.view
    assert view.frame.notices._told.fact == "There is no recovery code on paper yet."
    view.frame.notices.notice.buttons[0].click()
    assert view.key == "recovery-code"
    view.page.make.click()
    tasks.let_go_all()
    card = view.page.card
    assert card._code != code
    card.have_it.click()
    card.group.setText(card._code.groups[card.asked - 1])
    tasks.let_go_all()

    assert Drafts(desk.host.app.db).load(NOT_COPIED) is None
    path = documents / "Our Revolution Norfolk.chapter"
    assert vault.unlock_with_recovery(path, card._code) == desk.host.app.key
    close_chapter(desk, tasks)


def test_a_second_chapter_of_the_same_name_gets_a_folder_of_its_own(qtbot, tasks, desk, documents):
    (documents / "Our Revolution Norfolk.chapter").mkdir()
    to_the_code(qtbot, tasks, desk)

    assert (documents / "Our Revolution Norfolk 2.chapter" / "chapter.db").exists()


@pytest.mark.parametrize("name", ["../../etc", "a/b", "CON:", "  . ", "Año «Nuevo»", "x" * 40])
def test_any_name_makes_a_folder_inside_documents(documents, name):
    place = Answers(name=name).place()

    assert place.parent == documents
    assert place.name.endswith(".chapter")
    place.mkdir()


def test_a_folder_that_cannot_be_written_to_is_explained_and_nothing_is_lost(
    qtbot, tasks, desk, documents, monkeypatch
):
    wizard = to_the_passphrase(qtbot, desk)
    install_id()
    monkeypatch.setattr(Path, "mkdir", refused)
    type_on(qtbot, PASSPHRASE, PASSPHRASE)
    tasks.let_go_all()
    monkeypatch.undo()

    assert "cannot be written to" in wizard.notices._told.fact
    assert wizard.step.form.text() == PASSPHRASE
    assert wizard.next.isEnabled()


def refused(*_: object, **__: object) -> None:
    raise PermissionError(13, "no")


def test_nothing_is_written_before_there_is_a_passphrase(qtbot, desk, documents, home):
    to_the_passphrase(qtbot, desk)

    assert list(documents.iterdir()) == []
    written = [path.read_text(errors="replace") for path in home.rglob("*") if path.is_file()]
    assert not any("Denise" in text for text in written)


# the paper


def test_the_paper_holds_every_group_and_the_way_to_use_it(qtbot, tmp_path):
    code = RecoveryCode.generate()
    (tmp_path / "code.pdf").write_bytes(paper_pdf("Our Revolution Norfolk", code))
    document = QPdfDocument()
    document.load(str(tmp_path / "code.pdf"))
    text = document.getAllText(0).text()

    assert document.pageCount() == 1
    assert all(group in text for group in code.groups)
    assert "Our Revolution Norfolk" in text
    assert "no reset by e-mail" in text
    document.close()


def test_the_code_is_saved_where_the_person_says(qtbot, tasks, desk, tmp_path, monkeypatch):
    wizard = to_the_code(qtbot, tasks, desk)
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(stick / "code"), ""))
    wizard.step.card.save.click()

    assert (stick / "code.pdf").read_bytes().startswith(b"%PDF")
    assert "away from this laptop" in wizard.step.card._line.text()


def test_printing_paints_the_paper(qtbot, tasks, desk, monkeypatch):
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    drawn = []
    monkeypatch.setattr(
        "chapter_desk.gui.opening.code_paper.draw_paper",
        lambda painter, room, chapter, code: drawn.append((type(painter), chapter)),
    )
    out = []
    begin = QPrinter.setDocName
    monkeypatch.setattr(QPrinter, "setDocName", lambda self, name: (begin(self, name), out.append(self))[0])

    def accepted(dialog: QPrintDialog) -> QPrintDialog.DialogCode:
        out[0].setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        out[0].setOutputFileName("/dev/null")
        return QPrintDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accepted)
    wizard = to_the_code(qtbot, tasks, desk)
    qtbot.keyClick(desk.window, Qt.Key.Key_P, CTRL)

    assert drawn == [(QPainter, "Our Revolution Norfolk")]
    assert wizard.step.card._line.text() == "Sent to the printer."


def test_what_was_set_up_opens_again_with_its_passphrase(qtbot, tasks, desk, documents):
    to_the_code(qtbot, tasks, desk)
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    tasks.let_go_all()
    close_chapter(desk, tasks)
    path = documents / "Our Revolution Norfolk.chapter"

    again = shown_desk(qtbot, tasks, chapter=path)
    tasks.let_go_all()
    type_passphrase(again, PASSPHRASE)
    tasks.let_go_all()

    assert again.host.card.name == "Our Revolution Norfolk"
    close_chapter(again, tasks)
    open_app(path, vault.unlock(path, PASSPHRASE), clock=lambda: NOW).close()


# looks


@pytest.mark.parametrize(("width", "height", "colours", "scale"), ROOMS)
@pytest.mark.parametrize("step", range(6))
def test_every_step_is_well_laid_out(qtbot, tasks, documents, width, height, colours, scale, step):
    theme().use(colours=colours, scale=scale)
    desk = shown_desk(qtbot, tasks, size=(width, height))
    qtbot.keyClick(desk.window, Qt.Key.Key_N, CTRL)
    wizard = desk.window.view
    answers = wizard.answers
    answers.name, answers.postal_code = "Our Revolution of the Hampton Roads", "23510"
    answers.lead_name = "Denise Whitfield"
    if step >= 4:
        answers.founded_at, answers.code = documents / "x.chapter", RecoveryCode.generate()
        answers.code_copied = step == 5
    wizard.build()
    wizard._go_to({0: 0, 1: 1, 2: 2, 3: 3, 4: 3, 5: 4}[step])

    assert_well_laid_out(desk.window)
    assert nameless(desk.window) == []
    assert rich_labels(desk.window) == []
