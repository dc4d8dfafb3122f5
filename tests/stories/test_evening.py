"""A sign-in evening: sixty arrivals typed letter by letter, walk-ins, a take-back, the end, and once more."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from chapter_desk.core.samples.people import sample_people
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.shell.theme import theme
from tests.fakes import HeldTasks
from tests.gui.evening import ALT, CTRL, SHIFT, Evening, opened_evening, press, shown, type_text

ARRIVALS = 60


@pytest.fixture
def evening(qapp: Any, tmp_path: Path, home: Path) -> Iterator[Evening]:
    if not theme().installed:
        theme().install("light", 1.0)
    theme().use(colours="light", scale=1.0, no_motion=True)
    evening = opened_evening(tmp_path, HeldTasks())
    for sample in sample_people(240, 7):
        evening.person(sample.name.display_name)
    yield evening
    evening.app.close()


def arrive(window: Any, page: Any, name: str) -> bool:
    """Type a name letter by letter until its person is chosen, or by Alt; return whether they were found."""
    for at in range(len(name)):
        type_text(window, name[at])
        rows = page.finding.matches.matches()[:-1]
        there = next((n for n, row in enumerate(rows, 1) if row.name == name and row.button), None)
        if at >= 2 and there == 1 and page.finding.matches.current() == rows[0].key:
            press(window, Qt.Key.Key_Return)
            return True
        if at == len(name) - 1 and there is not None:
            press(window, getattr(Qt.Key, f"Key_{there}"), ALT)
            return True
    press(window, Qt.Key.Key_Escape)
    return False


def test_an_evening_at_the_door_is_counted_as_the_ledger_has_it(qtbot: Any, evening: Evening):
    meeting = evening.meeting("May general meeting", quorum=20)
    window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True))
    names = [row.display_name for row in evening.app.roster.rows().rows if row.display_name.isascii()]
    names = [
        name
        for name in dict.fromkeys(names)
        if set(" '-.").issuperset(filter(lambda letter: not letter.isalpha(), name))
    ]
    came: list[str] = []
    for number, name in enumerate(names):
        if len(came) == ARRIVALS:
            break
        evening.clock.pass_(seconds=15)
        if arrive(window, page, name):
            came.append(name)
        if number % 3 == 2:  # the disk is slower than a greeter now and then
            evening.let_go()
    evening.let_go()
    assert len(came) == ARRIVALS
    ledger = [each.name for each in evening.app.door.who_is_in(meeting.id)][::-1]
    assert ledger == came
    assert page.columns.counter.counter.accessibleName() == "60 signed in"

    for guest in ("Nora Ek", "Per", "4"):  # walk-ins with a name alone
        press(window, Qt.Key.Key_N, CTRL)
        type_text(window, guest)
        press(window, Qt.Key.Key_Return)
    evening.let_go()
    press(window, Qt.Key.Key_N, CTRL)
    page.form.count.click()
    evening.let_go()
    assert page.columns.counter.counter.accessibleName() == "64 signed in"

    press(window, Qt.Key.Key_Z, CTRL)  # the visitor was counted twice
    evening.let_go()
    type_text(window, came[0])  # and somebody comes back in from a smoke
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert "Already in, since" in page.finding.band.accessibleName()
    page.columns.who.all.click()
    third = page.everybody.list.people()[2].name
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        press(window, key)
    evening.let_go()
    assert third not in {each.name for each in evening.app.door.who_is_in(meeting.id)}
    assert page.columns.counter.counter.accessibleName() == "62 signed in"
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_Z, CTRL | SHIFT)
    evening.let_go()
    assert page.columns.counter.counter.accessibleName() == "63 signed in"

    page.close_button.click()
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert evening.app.calendar.meeting(meeting.id).ended_at is not None
    evening.clock.pass_(minutes=5)
    press(window, Qt.Key.Key_Return)  # open the door again: one more has come
    evening.let_go()
    late = next(name for name in names if name not in came)
    assert arrive(window, page, late)
    evening.let_go()

    counts = evening.app.door.counts(meeting.id)
    assert (counts.signed_in, counts.first_timers, counts.visitors) == (64, 64, 0)
    assert page.columns.counter.counter.accessibleName() == "64 signed in"
    assert page.columns.counter.quorum.text() == "Quorum 20 met"
    assert evening.app.calendar.entry(meeting.id).turnout.signed_in == 64
    assert f"Nothing is lost: {counts.signed_in} sign-ins" in window.view.state_line.sentence()
    assert counts.last_at is not None
    assert timedelta(0) <= evening.clock.now - counts.last_at < timedelta(seconds=60)
