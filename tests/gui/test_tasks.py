import threading

import pytest
from PySide6.QtCore import QObject
from shiboken6 import isValid

from chapter_desk.core.changes import ChangeFeed
from chapter_desk.errors import NoSuchRecord
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.tasks import Cancelled, Progress, WorkerTasks
from chapter_desk.i18n import language, speaking
from chapter_desk.values import Area
from tests.fakes import HeldTasks


@pytest.fixture
def workers(qapp):
    workers = WorkerTasks()
    yield workers
    workers.close()


def test_work_runs_elsewhere_and_comes_back_here(qtbot, workers):
    owner = QObject()
    with qtbot.waitCallback() as done:
        workers.run(
            owner,
            threading.current_thread,
            lambda thread: done(thread.name, threading.current_thread()),
            pytest.fail,
        )
    worker_name, delivered_on = done.args
    assert worker_name.startswith("desk-quick")
    assert delivered_on is threading.main_thread()


def test_an_expected_error_comes_back_as_one(qtbot, workers):
    def work():
        raise NoSuchRecord("person", "ana")

    owner = QObject()
    with qtbot.waitCallback() as failed:
        workers.run(owner, work, pytest.fail, failed)
    assert failed.args[0].id == "ana"


def test_quick_work_keeps_its_order(qtbot, workers):
    owner, order = QObject(), []
    for number in range(20):
        workers.run(owner, lambda n=number: n, order.append, pytest.fail)
    qtbot.waitUntil(lambda: len(order) == 20)
    assert order == list(range(20))


def test_long_work_does_not_hold_up_quick_work(qtbot, workers):
    owner, gate = QObject(), threading.Event()
    workers.run_long(owner, lambda _progress: gate.wait(30), lambda _ok: None, pytest.fail)
    with qtbot.waitCallback() as done:
        workers.run(owner, lambda: "quick", done, pytest.fail)
    assert done.args == ["quick"]
    gate.set()


def test_long_work_tells_how_far_it_is_on_the_gui_thread(qtbot, workers):
    owner, heard = QObject(), []

    def work(progress):
        progress.report(0, 2, "none yet")
        progress.report(2, 2, "all")
        return "over"

    with qtbot.waitCallback() as done:
        workers.run_long(
            owner,
            work,
            done,
            pytest.fail,
            progressed=lambda *how_far: heard.append((*how_far, threading.current_thread())),
        )
    assert heard[-1] == (2, 2, "all", threading.main_thread())


def test_cancelled_work_ends_at_its_next_report_and_says_so(qtbot, workers):
    owner, started, gate = QObject(), threading.Event(), threading.Event()

    def work(progress):
        started.set()
        gate.wait(30)
        progress.report(1, 2)
        pytest.fail("went on after it was cancelled")

    with qtbot.waitCallback() as cancelled:
        progress = workers.run_long(owner, work, pytest.fail, pytest.fail, cancelled=cancelled)
        started.wait(30)
        progress.cancel()
        gate.set()


def test_results_for_a_page_that_is_gone_are_dropped(qtbot, workers):
    owner, gate = QObject(), threading.Event()
    workers.run(owner, lambda: gate.wait(30), pytest.fail, pytest.fail)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not isValid(owner))
    gate.set()
    last = QObject()
    with qtbot.waitCallback() as done:
        workers.run(last, lambda: 1, done, pytest.fail)


def test_long_work_of_a_page_that_is_gone_is_cancelled(qtbot, workers):
    owner, gate, ended = QObject(), threading.Event(), threading.Event()

    def work(progress):
        gate.wait(30)
        try:
            progress.report(1)
        except Cancelled:
            ended.set()
            raise

    workers.run_long(owner, work, pytest.fail, pytest.fail)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not isValid(owner))
    gate.set()
    qtbot.waitUntil(ended.is_set)


def test_work_speaks_the_language_of_who_asked(qtbot, workers):
    owner = QObject()
    with speaking("es"), qtbot.waitCallback() as done:
        workers.run(owner, language, done, pytest.fail)
    assert done.args == ["es"]


def test_a_bug_in_the_work_reaches_the_hook_for_bugs(qtbot, workers):
    owner = QObject()
    with qtbot.captureExceptions() as bugs:
        workers.run(owner, lambda: 1 // 0, pytest.fail, pytest.fail)
        qtbot.waitUntil(lambda: bool(bugs))
    assert bugs[0][0] is ZeroDivisionError


def test_a_change_made_elsewhere_reaches_the_gui_thread(qtbot, workers):
    feed = ChangeFeed()
    bridge = Bridge(feed)
    heard_on = []

    class Page(QObject):
        def hear(self, areas):
            heard_on.append((areas, threading.current_thread()))

    page = Page()
    bridge.changed.connect(page.hear)
    workers.run(page, lambda: feed.publish(Area.MEETINGS), lambda _none: None, pytest.fail)
    qtbot.waitUntil(lambda: bool(heard_on))
    assert heard_on == [({Area.MEETINGS}, threading.main_thread())]


def test_a_closed_bridge_hears_nothing(qapp):
    feed = ChangeFeed()
    bridge = Bridge(feed)
    heard = []
    bridge.changed.connect(heard.append)
    bridge.close()
    feed.publish(Area.PLAN)
    assert heard == []


def test_progress_is_told_at_most_twenty_times_a_second_and_at_the_end():
    told = []
    progress = Progress(lambda *how_far: told.append(how_far))
    for done in range(10_001):
        progress.report(done, 10_000)
    assert told[-1] == (10_000, 10_000, "")
    assert len(told) < 100


def test_held_work_waits_and_can_be_cancelled():
    tasks, heard = HeldTasks(), []
    tasks.run(None, lambda: "quick", heard.append, pytest.fail)
    progress = tasks.run_long(
        None, lambda _progress: "long", pytest.fail, pytest.fail, cancelled=lambda: heard.append("cancelled")
    )
    assert heard == []
    progress.cancel()
    tasks.let_go_all()
    assert heard == ["quick", "cancelled"]
    assert tasks.held == 0
