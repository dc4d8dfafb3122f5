"""While 100,000 rows are planned and taken in, the window goes on: a timer of 10 ms never waits long."""

from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QObject, Qt, QTimer

from chapter_desk.gui.shell.tasks import WorkerTasks
from chapter_desk.gui.shell.theme import theme
from tests.benchmarks.action_network import export
from tests.benchmarks.test_import import ON_FILE, ROWS
from tests.benchmarks.test_sign_in import on_a_real_disk
from tests.fakes import HeldTasks
from tests.gui.evening import opened_evening
from tests.gui.geometry import settle
from tests.gui.people import shown_people

pytestmark = pytest.mark.benchmark

LONGEST_WAIT_S = 0.1


class Ticks(QObject):
    """A timer of 10 ms that remembers how late it was."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[tuple[float, str]] = []
        self.doing = ""
        self._last = perf_counter()
        self._timer = QTimer(self, interval=10, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def begin(self, doing: str) -> None:
        self.doing = doing
        self._last = perf_counter()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = perf_counter()
        self.waits.append((now - self._last, self.doing))
        self._last = now

    def longest(self, doing: str) -> float:
        return max(wait for wait, did in self.waits if did == doing)


@pytest.mark.timeout(1800)
def test_the_window_never_waits_for_an_import(qtbot, tmp_path):
    on_a_real_disk(tmp_path)
    theme().install("light", 1.0)
    evening = opened_evening(tmp_path, HeldTasks())
    first = export(tmp_path / "first.csv", ON_FILE, ON_FILE)
    with first.open("rb") as untrusted:
        evening.app.importing.carry_out(evening.app.importing.plan(untrusted))
    tasks = evening.tasks = WorkerTasks()
    evening.let_go = settle
    window, page = shown_people(qtbot, evening, "import")
    ticks = Ticks()

    def wait_for(step: int, doing: str, act) -> float:
        start = perf_counter()
        ticks.begin(doing)
        act()
        qtbot.waitUntil(lambda: page.at == step, timeout=900_000)
        qtbot.wait(500)
        ticks.stop()
        return perf_counter() - start

    file: Path = export(tmp_path / "list.csv", ROWS, ON_FILE)
    took = {
        "looking": wait_for(1, "looking", lambda: page.read(file)),
        "planning": wait_for(2, "planning", page.columns.check.click),
        "importing": wait_for(3, "importing", page.check.go.click),
    }
    for doing, seconds in took.items():
        waits = sorted(wait for wait, did in ticks.waits if did == doing)
        late = sum(wait > 0.05 for wait in waits)
        print(
            f"\n{doing}: {seconds:.1f} s, {len(waits)} ticks, longest {waits[-1] * 1000:.0f} ms,"
            f" p99 {waits[int(len(waits) * 0.99)] * 1000:.0f} ms, {late} over 50 ms"
        )
    window.hide()
    tasks.close()
    evening.app.close()
    for doing in took:
        assert ticks.longest(doing) <= LONGEST_WAIT_S, doing
