"""The main job in one window, with real work behind it: from nothing to the signed agreement, and again."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from chapter_desk.core.safekeeping.backups import backups_of
from chapter_desk.gui.opening.desk import Desk
from chapter_desk.gui.opening.start_page import StartPage
from chapter_desk.gui.opening.unlock_page import UnlockPage
from chapter_desk.gui.opening.wizard.passphrase_step import PassphraseStep
from chapter_desk.gui.opening.wizard.wizard import Wizard
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import WorkerTasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.shell.window import MainWindow
from tests.gui.evening import Ticking
from tests.gui.opened import CHEAP
from tests.paper import needs_poppler
from tests.stories.hands import CTRL, SHIFT, Person
from tests.stories.norfolk import (
    ACTION,
    CHAPTER,
    ISSUE,
    LIST,
    PAPER,
    PASSPHRASE,
    TITLE,
    assert_is_to_be_signed,
)

Key = Qt.Key
HALF_PAST_SIX = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # in Norfolk, on Monday
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


@pytest.fixture
def lanes() -> Iterator[WorkerTasks]:
    """The real lanes of work."""
    lanes = WorkerTasks()
    yield lanes
    lanes.close()


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's Documents folder, which the system's file dialogs begin in and end with."""
    place = tmp_path / "Documents"
    place.mkdir()
    (place / "people.csv").write_text(LIST, encoding="utf-8")
    monkeypatch.setattr("chapter_desk.gui.opening.wizard.answers.documents", lambda: place)

    def opens(*_asked: object) -> tuple[str, str]:
        return str(place / "people.csv"), ""

    def saves(_parent: object, _title: str, proposed: str, kinds: str) -> tuple[str, str]:
        return str(place / Path(proposed).name), kinds

    monkeypatch.setattr(QFileDialog, "getOpenFileName", opens)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", saves)
    return place


def started(qtbot: Any, lanes: WorkerTasks, clock: Ticking) -> Person:
    """Start the program as a person does."""
    if not theme().installed:
        theme().install("light", 1.0)
    theme().use(colours="light", scale=1.0, no_motion=True)
    settings = LaptopSettings.load()
    settings.window = settings.window or [0, 0, 1366, 768]
    window = MainWindow(settings)
    qtbot.addWidget(window)
    desk = Desk(window, settings, lanes, clock, cost=CHEAP)
    desk.begin(None)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: desk.painted)
    return Person(qtbot, desk)


def set_up_the_chapter(denise: Person) -> None:
    """The wizard, with its recovery code typed back, up to Today."""
    window = denise.window
    assert isinstance(window.view, StartPage)
    denise.press(Key.Key_N, CTRL)
    wizard = window.view
    assert isinstance(wizard, Wizard)
    denise.press(Key.Key_Return, CTRL)
    denise.lines(CHAPTER, "23510", "Denise Whitfield", "denise@example.org", "", PASSPHRASE, PASSPHRASE)
    denise.sees(lambda: wizard.answers.is_founded, "the chapter")
    step = wizard.step
    assert isinstance(step, PassphraseStep) and step.card is not None
    assert wizard.answers.code is not None
    denise.clicks(step.card.have_it)
    denise.lines(wizard.answers.code.groups[step.card.asked - 1])
    denise.press(Key.Key_Return, CTRL)
    denise.sees_chapter()
    assert window.windowTitle() == TITLE and denise.chapter.key == "today"


def put_people_on_file(denise: Person) -> None:
    """Two by hand, nine from a list."""
    members = denise.goes_to(3, "members")
    denise.press(Key.Key_N, CTRL)
    denise.fields("Ana Sofía Peña-Núñez", "757-555-0177", "ana@example.org", "23517")
    denise.press(Key.Key_Return)
    denise.is_told("Ana Sofía Peña-Núñez is added.")
    denise.press(Key.Key_N, CTRL)
    denise.lines("Li Wei")
    denise.is_told("Li Wei is added.")
    denise.clicks(members.import_button)
    denise.sees(lambda: denise.chapter.key == "import", "the import")
    lists = denise.page
    denise.press(Key.Key_Return)
    denise.sees(lambda: lists.primary() is lists.columns.check and lists.columns.check.hasFocus())
    denise.press(Key.Key_Return, CTRL)
    denise.sees(lambda: lists.check.go.isVisible() and lists.check.go.words() == "Import 9 people")
    denise.press(Key.Key_Return, CTRL)
    denise.sees(lambda: lists.done.members.isVisible(), "the end of the import")
    denise.press(Key.Key_Return)
    denise.sees(lambda: members.isVisible() and members.context() == "12 people, 0 members")


def hold_a_meeting(denise: Person) -> None:
    """Plan the first meeting, and sign four in, one of whom nobody knows; a fifth was a slip."""
    meetings = denise.goes_to(4, "meetings")
    denise.sees(meetings.first.hasFocus, "that there is no meeting yet")
    denise.press(Key.Key_Return)
    denise.lines("November meeting", "", "today", "7 pm", "", "Library", "23510")
    denise.press(Key.Key_Return, CTRL)
    denise.is_told("“November meeting” is planned")
    denise.clicks(meetings.panel.open)
    denise.sees(lambda: denise.chapter.key == "door" and denise.page.finding.search.hasFocus(), "the door")
    door = denise.page
    counter = door.columns.counter.counter
    denise.sees(lambda: counter.isVisible() and counter.accessibleName() == "0 signed in")
    denise.lines("mar", "ng", "ana", "Per Ek", "", "sam")
    denise.sees(lambda: counter.accessibleName() == "5 signed in")
    denise.press(Key.Key_Z, CTRL)
    denise.sees(lambda: counter.accessibleName() == "4 signed in")
    denise.clicks(door.close_button)
    denise.press(Key.Key_Return)
    denise.sees(lambda: door.closed.isVisible(), "the closed door")


def draft_the_plan(denise: Person) -> None:
    """One issue, tied to national's first priority, with one action that has an owner and a day."""
    plan = denise.goes_to(5, "plan")
    denise.sees(plan.body.first_issue.hasFocus, "that there is no plan yet")
    denise.press(Key.Key_Return)
    denise.lines(ISSUE)
    denise.sees(lambda: plan.board.columns, "the issue")
    denise.press(Key.Key_Tab)
    denise.press(Key.Key_Down)
    denise.press(Key.Key_Escape)
    denise.press(Key.Key_N, CTRL | SHIFT)
    denise.lines(ACTION)
    denise.press(Key.Key_Escape)
    denise.sees(lambda: plan.context() == "1 issue, 1 action, 0 done")
    denise.press(Key.Key_Backtab, SHIFT)  # from "Action" to the card above it
    denise.press(Key.Key_O)
    denise.lines("mar")
    denise.press(Key.Key_Tab)
    denise.types("friday")
    denise.press(Key.Key_Escape)


def make_the_agreement(denise: Person, paper: Path) -> None:
    """The call is noted, the paper saved, sent and signed."""
    agreement = denise.goes_to(6, "agreement")
    gates = agreement.checks.gates
    denise.sees(lambda: list(gates.buttons) == ["organizing-call"], "only the call is missing")
    denise.press(Key.Key_Return)
    denise.press(Key.Key_Return)
    denise.is_told("The call is noted.")
    denise.sees(lambda: not gates.buttons and agreement.preview.save.hasFocus(), "all checks are met")
    denise.press(Key.Key_Return)
    denise.is_told(f"Saved as {PAPER}.")
    assert_is_to_be_signed(paper)
    assert "/sn1/" in agreement.preview.paper.words()
    denise.clicks(agreement.steps.note)
    denise.is_told("Marked as sent.")
    denise.sees(lambda: agreement.steps.note.words() == "Mark as signed")
    denise.clicks(agreement.steps.note)
    denise.is_told("Marked as signed.")
    assert agreement.steps.steps.accessibleName() == "Step 4 of 4, Signed, Nov 23"


def lock_and_unlock(denise: Person) -> None:
    """Locked, with a passphrase mistyped once."""
    denise.press(Key.Key_L, CTRL)
    page = denise.window.view
    assert isinstance(page, UnlockPage)
    denise.lines("maple harbour")
    denise.sees(lambda: page.field.problem(), "that it is wrong")
    page.field.editor.selectAll()
    denise.lines(PASSPHRASE)
    denise.sees_chapter()
    assert denise.chapter.key == "agreement"


def find_it_all_again(denise: Person) -> None:
    """The next morning: the chapter in the list of the start page, and everything in it."""
    page = denise.window.view
    assert isinstance(page, StartPage)
    assert [row.words() for row in page.rows] == [CHAPTER]
    denise.press(Key.Key_Return)
    denise.lines(PASSPHRASE)
    denise.sees_chapter()
    today = denise.page
    denise.sees(lambda: len(today.calls.rows) == 4, "the calls to newcomers")
    (came,) = today.who_came.model.rows
    assert (came.title, came.on, came.first_time) == ("November meeting", MONDAY, 4)
    members = denise.goes_to(3, "members")
    denise.sees(lambda: members.context() == "13 people, 4 members")
    plan = denise.goes_to(5, "plan")
    denise.sees(lambda: plan.context() == "1 issue, 1 action, 0 done")
    agreement = denise.goes_to(6, "agreement")
    denise.sees(lambda: "Signed, Nov 23" in agreement.steps.steps.accessibleName())


@needs_poppler
def test_from_the_first_start_to_a_signed_agreement_and_again_the_next_morning(
    qtbot: Any, lanes: WorkerTasks, documents: Path
):
    clock = Ticking(HALF_PAST_SIX)
    denise = started(qtbot, lanes, clock)
    set_up_the_chapter(denise)
    put_people_on_file(denise)
    hold_a_meeting(denise)
    draft_the_plan(denise)
    make_the_agreement(denise, documents / PAPER)
    lock_and_unlock(denise)
    app = denise.app
    ((action,),) = [issue.actions for issue in app.planning.issues()]
    assert (action.title, action.owner_name, action.due_on) == (ACTION, "Maria Gutierrez", FRIDAY)
    assert app.agreements.agreement().days == dict.fromkeys(("drafted", "called", "sent", "signed"), MONDAY)
    digest, folder = app.digest(), app.folder
    denise.closes()
    copies = backups_of(folder)
    assert [copy.reason for copy in copies] == ["on-close", "close-door", "before-import"]

    clock.pass_(hours=14)
    morning = started(qtbot, lanes, clock)
    find_it_all_again(morning)
    assert morning.app.digest() == digest
    morning.closes()
