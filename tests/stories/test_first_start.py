"""A first start, through the real window and with real work behind it: from nothing to the signed MOU."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from chapter_desk.gui.opening.chapter_host import ChapterHost
from chapter_desk.gui.opening.desk import Desk
from chapter_desk.gui.opening.start_page import StartPage
from chapter_desk.gui.opening.unlock_page import UnlockPage
from chapter_desk.gui.opening.wizard.passphrase_step import PassphraseStep
from chapter_desk.gui.opening.wizard.wizard import Wizard
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import WorkerTasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.shell.window import MainWindow
from tests.gui.opened import CHEAP, now

PASSPHRASE = "maple harbor violet seven bridge"
ANCHORS = [f"/{name}{number}/" for name in ("sn", "ds", "nm", "tt") for number in (1, 2)]
GUESTS = """Ana Reyes, Bill Osei, Cora Marsh, Dee Price, Ella Marsh, Fatima Noor, Hana Li, Jo Ng, Pat Nguyen,
Sam Whitaker, Tyrone Banks, Linh Tran""".replace("\n", " ").split(", ")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def lanes() -> Iterator[WorkerTasks]:
    """The real lanes of work."""
    lanes = WorkerTasks()
    yield lanes
    lanes.close()


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's Documents folder."""
    place = tmp_path / "Documents"
    place.mkdir()
    monkeypatch.setattr("chapter_desk.gui.opening.wizard.answers.documents", lambda: place)
    return place


def started(qtbot: Any, lanes: WorkerTasks, chapter: Path | None = None) -> Desk:
    """Start the program as a person does."""
    if not theme().installed:
        theme().install("light", 1.0)
    theme().use(colours="light", scale=1.0, no_motion=True)
    settings = LaptopSettings.load()
    settings.window = settings.window or [0, 0, 1366, 768]
    window = MainWindow(settings)
    qtbot.addWidget(window)
    desk = Desk(window, settings, lanes, now, cost=CHEAP)
    desk.begin(chapter)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: desk.painted)
    return desk


def type_lines(qtbot: Any, *lines: str) -> None:
    """Type each line into what has the focus, with Enter after it."""
    for line in lines:
        qtbot.keyClicks(QApplication.focusWidget(), line)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def closed(qtbot: Any, desk: Desk) -> None:
    """Close the window, and wait until the chapter is put away."""
    qtbot.keyClick(desk.window, Qt.Key.Key_Q, CTRL)
    qtbot.waitUntil(lambda: not desk.window.isVisible(), timeout=20_000)


def chapter_set_up(qtbot: Any, desk: Desk) -> ChapterHost:
    """Go through the wizard by keys alone; return the chapter on Today."""
    window = desk.window
    assert isinstance(window.view, StartPage)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    wizard = window.view
    assert isinstance(wizard, Wizard)
    qtbot.keyClick(window, Qt.Key.Key_Return, CTRL)
    type_lines(qtbot, "Our Revolution Norfolk", "23510", "Denise Whitfield", "", "", PASSPHRASE, PASSPHRASE)
    qtbot.waitUntil(lambda: wizard.answers.is_founded, timeout=20_000)
    step = wizard.step
    assert isinstance(step, PassphraseStep)
    assert step.card is not None
    step.card.have_it.click()
    type_lines(qtbot, wizard.answers.code.groups[step.card.asked - 1])  # type: ignore[union-attr]
    qtbot.keyClick(window, Qt.Key.Key_Return, CTRL)
    return opened(qtbot, desk)


def opened(qtbot: Any, desk: Desk) -> ChapterHost:
    """Wait until the chapter is open and read."""
    qtbot.waitUntil(lambda: desk.host is not None, timeout=20_000)
    host = desk.host
    assert host is not None
    qtbot.waitUntil(lambda: "Everything is saved" in host.view.state_line.sentence(), timeout=20_000)
    return host


def choose_priority(qtbot: Any, panel: Any) -> None:
    """Choose the first of national's priorities in an issue's panel."""
    panel.priority.editor.setFocus()
    qtbot.keyClick(panel.priority.editor, Qt.Key.Key_Down)
    qtbot.keyClick(panel.priority.editor, Qt.Key.Key_Tab)


def palette(qtbot: Any, desk: Desk, words: str) -> None:
    """Do what "Find anything" finds first for these words."""
    qtbot.keyClick(desk.window, Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), ">" + words)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_from_the_first_start_to_today_and_again_the_next_morning(
    qtbot: Any, lanes: WorkerTasks, documents: Path
):
    desk = started(qtbot, lanes)
    window = desk.window
    host = chapter_set_up(qtbot, desk)
    assert window.windowTitle() == "Our Revolution Norfolk — Chapter Desk"
    assert host.view.key == "today"

    qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    assert isinstance(window.view, UnlockPage)
    type_lines(qtbot, "maple harbour")
    qtbot.waitUntil(lambda: bool(window.view.field.problem()), timeout=20_000)  # type: ignore[union-attr]
    window.view.field.editor.selectAll()
    type_lines(qtbot, PASSPHRASE)
    qtbot.waitUntil(lambda: desk.host is not None, timeout=20_000)
    closed(qtbot, desk)
    path = documents / "Our Revolution Norfolk.chapter"
    assert len(list((path / "backups").glob("*-daily.db"))) == 1

    morning = started(qtbot, lanes)
    page = morning.window.view
    assert isinstance(page, StartPage)
    assert [row.words() for row in page.rows] == ["Our Revolution Norfolk"]
    qtbot.keyClick(page.rows[0], Qt.Key.Key_Return)
    type_lines(qtbot, PASSPHRASE)
    qtbot.waitUntil(lambda: morning.host is not None, timeout=20_000)
    assert morning.host is not None
    assert morning.host.card.locality == "Norfolk"
    closed(qtbot, morning)


def test_from_the_first_start_to_the_signed_agreement(
    qtbot: Any, lanes: WorkerTasks, documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    paper = tmp_path / "agreement.pdf"
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_a, **_k: (str(paper), ""))
    people = tmp_path / "people.csv"
    people.write_text(
        "first_name,last_name,email\n"
        + "".join(
            f"{name.replace(' ', ',')},guest{number}@example.org\n" for number, name in enumerate(GUESTS)
        )
    )
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getOpenFileName", lambda *_a, **_k: (str(people), ""))
    desk = started(qtbot, lanes)
    host = chapter_set_up(qtbot, desk)
    view, app = host.view, host.app

    # twelve people from a list
    qtbot.keyClick(desk.window, Qt.Key.Key_3, CTRL)
    palette(qtbot, desk, "import a list")
    qtbot.waitUntil(lambda: view.key == "import")
    qtbot.keyClick(desk.window, Qt.Key.Key_O, CTRL)
    for _step in ("the columns are right", "import them"):
        qtbot.waitUntil(lambda: view.page.primary() is not None and view.page.primary().isEnabled())
        before = view.page.at
        qtbot.keyClick(desk.window, Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda at=before: view.page.at != at, timeout=20_000)
    qtbot.waitUntil(lambda: len(app.roster.rows().rows) == 13, timeout=20_000)

    # a door: two of them, somebody new, and a slip taken back
    qtbot.keyClick(desk.window, Qt.Key.Key_4, CTRL)
    palette(qtbot, desk, "open a door right now")
    qtbot.waitUntil(lambda: view.key == "door" and bool(view.page.context()), timeout=20_000)
    meeting = app.calendar.next_meeting()
    assert meeting is not None

    def signed_in() -> list[str]:
        return [each.name for each in app.door.who_is_in(meeting.id)]

    type_lines(qtbot, "bil")
    type_lines(qtbot, "cor")
    type_lines(qtbot, "Zora Quill", "")
    qtbot.waitUntil(lambda: signed_in() == ["Zora Quill", "Cora Marsh", "Bill Osei"], timeout=20_000)
    qtbot.keyClick(desk.window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: signed_in() == ["Cora Marsh", "Bill Osei"], timeout=20_000)

    # the plan: an issue of national's, an action under it
    qtbot.keyClick(desk.window, Qt.Key.Key_5, CTRL)
    qtbot.waitUntil(lambda: view.key == "plan" and view.page.body.first_issue.isVisible(), timeout=20_000)
    qtbot.keyClick(desk.window, Qt.Key.Key_N, CTRL)
    type_lines(qtbot, "Fifteen dollars at the port")
    qtbot.waitUntil(lambda: len(app.planning.issues()) == 1)
    choose_priority(qtbot, view.page.issue_panel)
    qtbot.waitUntil(lambda: app.planning.issues()[0].priority_id != "")
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(view.page.board.columns))
    qtbot.keyClick(desk.window, Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    type_lines(qtbot, "Collect fifty stories")
    qtbot.waitUntil(lambda: len(app.planning.issues()[0].actions) == 1)

    # the agreement: the call is noted, the paper saved, sent and signed
    qtbot.keyClick(desk.window, Qt.Key.Key_6, CTRL)
    qtbot.waitUntil(
        lambda: view.key == "agreement" and not view.page.preview.save.isEnabled(), timeout=20_000
    )
    palette(qtbot, desk, "note the organizing call")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.page.preview.save.isEnabled(), timeout=20_000)
    assert view.page.steps.isAncestorOf(QApplication.focusWidget())
    palette(qtbot, desk, "save the agreement for signing")
    qtbot.waitUntil(paper.exists, timeout=20_000)
    steps = view.page.steps
    for status in ("sent", "signed"):
        qtbot.waitUntil(lambda s=status: steps.note.words() == f"Mark as {s}" and steps.note.isEnabled())
        steps.day.setFocus()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda s=status: s in app.agreements.agreement().days, timeout=20_000)

    text = " ".join(page.extract_text() for page in PdfReader(paper).pages)
    assert "Our Revolution Norfolk" in text and "Denise Whitfield" in text
    assert {anchor: text.count(anchor) for anchor in ANCHORS} == dict.fromkeys(ANCHORS, 1)
    qtbot.keyClick(desk.window, Qt.Key.Key_L, CTRL)
    type_lines(qtbot, PASSPHRASE)
    host = opened(qtbot, desk)
    assert host.app.agreements.agreement().days.keys() >= {"drafted", "called", "sent", "signed"}
    host.app.roster.load()
    assert len(host.app.roster.rows().rows) == 13
    qtbot.keyClick(desk.window, Qt.Key.Key_Q, CTRL)  # the door is open: it asks once, in the state line
    closed(qtbot, desk)
