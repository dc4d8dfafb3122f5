"""The desk among 100,000 people while phones send 10 entries a second: keystrokes, sign-ins, the window.

The phones are a process of their own, as in a room.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt

from chapter_desk.core.members.folding import folded
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.shell.tasks import WorkerTasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.store import schema
from chapter_desk.store.database import Database, create
from chapter_desk.values import ChapterId, new_id, utc_now
from chapter_desk.web.phone_form import Address, Stage
from tests.benchmarks.crowd import crowd
from tests.benchmarks.interleaved import interleaved, interleaved_pairs
from tests.benchmarks.large_chapter import KEY, fill
from tests.benchmarks.test_door_keystroke import QUERIES
from tests.benchmarks.test_import_window import Ticks
from tests.benchmarks.test_sign_in import on_a_real_disk
from tests.fakes import HeldTasks
from tests.gui.evening import opened_evening, press, shown, type_text
from tests.gui.geometry import settle

pytestmark = pytest.mark.benchmark

PEOPLE, MEETINGS, SIGN_INS = 100_000, 50, 60_000
A_SECOND = 10
TURNS = 600
LONGEST_GAP_S = 0.05


@contextmanager
def phones_at(address: Address) -> Iterator[dict[str, Any]]:
    """Have phones send all the while; what came of it is in the dictionary afterwards."""
    came: dict[str, Any] = {}
    command = [sys.executable, "-m", "tests.benchmarks.room", str(address.port), address.path, str(A_SECOND)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as room:
        yield came
        came.update(json.loads(room.communicate("")[0]))


@pytest.mark.timeout(1800)
def test_the_desk_hardly_notices_the_phones(qtbot, tmp_path):
    on_a_real_disk(tmp_path)
    theme().install("light", 1.0)
    evening = opened_evening(tmp_path, HeldTasks())
    app = evening.app
    fill(app.db, PEOPLE, MEETINGS, SIGN_INS)
    app.roster.load()
    meeting = app.calendar.open_door(evening.meeting().id)
    tasks = evening.tasks = WorkerTasks()
    evening.let_go = settle
    window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id), tell_every_s=0.3)
    qtbot.waitUntil(lambda: page.columns.phone.switch.isVisible(), timeout=20_000)
    page.columns.phone.switch.click()
    qtbot.waitUntil(lambda: page.phones.switch.stage is Stage.ON, timeout=20_000)
    quiet = window_gaps(qtbot, window, page, 0)
    before = app.sign_ups.came(meeting.id)
    with phones_at(page.phones.switch.address) as came:
        qtbot.waitUntil(lambda: app.sign_ups.came(meeting.id) > 20, timeout=60_000)
        gaps = window_gaps(qtbot, window, page, 20)
        keystrokes = keystrokes_beside_scans(app, meeting)
        sign_ins = sign_ins_beside_bare_commits(app, meeting, tmp_path)
    counted = app.sign_ups.came(meeting.id) - before
    sent = sum(came["answers"].values())
    print(f"\n{sent} sent in {came['seconds']:.0f} s: {came['answers']}")
    for name, waits in (("without phones", quiet), ("with phones", gaps)):
        ordered = sorted(waits)
        late = sum(wait > LONGEST_GAP_S for wait in waits)
        print(f"window {name}: {len(waits)} ticks, p99 {ordered[int(len(waits) * 0.99)] * 1000:.0f} ms,"
              f" longest {ordered[-1] * 1000:.0f} ms, {late} over 50 ms")  # fmt: skip
    page.columns.phone.switch.click()
    qtbot.waitUntil(lambda: page.phones.switch.stage is Stage.OFF, timeout=20_000)
    qtbot.waitUntil(lambda: not page._reading.running, timeout=20_000)
    window.hide()
    tasks.close()
    app.close()
    assert came["answers"] == {"303": sent} and counted == sent
    assert sent / came["seconds"] >= A_SECOND * 0.9
    assert keystrokes.ratio(95) <= 2
    assert sign_ins.ratio(50) <= 5
    assert max(gaps) <= LONGEST_GAP_S


def window_gaps(qtbot, window, page, first: int) -> list[float]:
    """Return how long each tick of 10 ms took while a greeter signs somebody in each second."""
    names = [name for person in crowd(PEOPLE)[500:700] if (name := person.display_name).isascii()]
    ticks = Ticks()
    ticks.begin("door")
    for name in names[first : first + 20]:
        for letter in name[:12]:
            type_text(window, letter)
            qtbot.wait(60)  # as fast as people type
        press(window, Qt.Key.Key_Return)
        qtbot.wait(500)
    ticks.stop()
    return [wait for wait, _doing in ticks.waits]


def keystrokes_beside_scans(app, meeting):
    """Measure a letter at the door against one scan of the names."""
    names = [folded(person.display_name) for person in crowd(PEOPLE)]
    typed = [query[:letters] for query in QUERIES for letters in range(1, len(query) + 1)]

    def bare(text: str) -> list[int]:
        return [place for place, name in enumerate(names) if text in name]

    pairs = [(partial(app.door.matches, meeting.id, text), partial(bare, folded(text))) for text in typed * 2]
    return interleaved_pairs("door with phones, one keystroke", pairs, warm_up=20)


def sign_ins_beside_bare_commits(app, meeting, folder):
    """Measure a sign-in against a bare commit of one row in a file of its own, where nobody else writes."""
    create(folder / "bare.db", KEY, ChapterId("norfolk"), install_id="bench")
    other = Database(folder / "bare.db", KEY, utc_now, install_id="bench")
    with other._writes.connect() as connection:
        raw = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys = OFF")
    with app.db.read() as connection:
        people = iter([row.id for row in connection.execute(schema.person.select().limit(4 * TURNS))])
    at = datetime.now(UTC).isoformat()

    def bare() -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(
            "INSERT INTO sign_in (chapter_id, id, meeting_id, person_id, list, type, at, clock_suspect,"
            " laptop, greeter, method, made_clock, made_replica, made_by, change_seq)"
            " VALUES ('norfolk', ?, ?, ?, 'door', 'entry', ?, 0, ?, ?, 'desk', 1, ?, ?, 1)",
            (new_id(), meeting.id, new_id(), at, "a", "b", "c", "d"),
        )
        raw.execute("COMMIT")

    def ours() -> None:
        app.sign_ins.sign_in(meeting.id, next(people))

    comparison = interleaved("door with phones, sign-in", ours, bare, TURNS, warm_up=20)
    other.close()
    return comparison
