"""Today of a 10,000-person chapter: data key in hand -> true numbers painted, against a bare QMainWindow."""

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest

from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.samples.chapter import make_sample
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.values import utc_now
from tests.architecture.source import ROOT
from tests.benchmarks.interleaved import Comparison
from tests.benchmarks.test_sign_in import on_a_real_disk
from tests.benchmarks.test_start import BARE, as_installed, painted_by

PEOPLE, TURNS, WARM_UP = 10_000, 9, 2

OURS = """
import json, sys
from pathlib import Path
from time import perf_counter
from PySide6.QtCore import QTimer
from chapter_desk.gui import start
from chapter_desk.gui.opening import desk as desks
from chapter_desk.gui.shell.first_paint import FirstPaint

folder = Path(sys.argv[1])
key = Path(sys.argv[2]).read_bytes()
begun = 0.0

class Desk(desks.Desk):
    def _load_behind(self):
        super()._load_behind()  # behind the unlock page, while a passphrase is typed
        self.tasks.run(self, lambda: None, lambda _none: QTimer.singleShot(300, self.unlocked), print)

    def unlocked(self):
        global begun
        from chapter_desk.gui.today.page import TodayPage
        show = TodayPage._show
        def shown(page, card):
            show(page, card)
            FirstPaint(page.calls).over.connect(lambda: painted(card))
        TodayPage._show = shown
        begun = perf_counter()
        self.window.view.unlocked.emit(key)

def painted(card):
    took = perf_counter() - begun
    numbers = [card.unsent.sign_ins, len(card.calls), [g.signed_in for g in card.who_came]]
    print(json.dumps({"took": took, "numbers": numbers}), flush=True)

start.Desk = Desk
sys.exit(start.main(folder, False))
"""


def today_of(folder: Path, key: Path, home: str) -> tuple[float, list[object]]:
    """Unlock the chapter in a program of its own; return the seconds and the numbers that were painted."""
    process = subprocess.Popen(
        [sys.executable, "-c", OURS, str(folder), str(key)],
        cwd=ROOT,
        env=as_installed() | {"CHAPTER_DESK_HOME": home, "PYTHONPYCACHEPREFIX": f"{home}/compiled"},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    process.kill()  # its end is not measured; nothing was written
    process.stdout.close()
    process.wait()
    told = json.loads(line)
    return told["took"], told["numbers"]


@pytest.mark.benchmark
@pytest.mark.timeout(600)
def test_today_of_ten_thousand_people_is_painted_within_four_bare_windows(tmp_path, home):
    on_a_real_disk(tmp_path)
    home.mkdir()
    LaptopSettings(window=[0, 0, 1366, 768]).save()  # as large as the bare one
    folder, key = tmp_path / "Norfolk.chapter", tmp_path / "key"
    made = make_sample(folder, clock=utc_now, install_id=install_id(), people=PEOPLE)
    key.write_bytes(made.data_key)
    ours, bare = [], []
    for turn in range(WARM_UP + TURNS):
        took, numbers = today_of(folder, key, str(home))
        assert numbers[0] > PEOPLE and len(numbers[2]) == 7, "the numbers on the page are true"
        began = perf_counter()
        painted_by(BARE, str(home))
        if turn >= WARM_UP:
            ours.append(took)
            bare.append(perf_counter() - began)
    comparison = Comparison("Today of 10,000 people", tuple(ours), tuple(bare))
    print(f"\n{comparison}")
    assert comparison.ratio(50) <= 4
