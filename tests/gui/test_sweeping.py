"""What a page leaves behind is destroyed by the window's thread, however busy the workers are."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from chapter_desk.core.heap import collect_what_is_due, no_collection
from chapter_desk.gui.shell.sweeping import Sweeping
from tests.fakes import HeldTasks
from tests.gui.evening import opened_evening


class Left(QWidget):
    """A panel without a parent that refers to itself, as one whose button calls a method of it does."""

    def __init__(self, gone_on: list[int]) -> None:
        super().__init__()
        self.me = self
        weakref.finalize(self, lambda: gone_on.append(threading.get_ident()))


@pytest.fixture
def parent(qapp):
    was_on = gc.isenabled()
    parent = QObject()
    yield parent
    parent.deleteLater()
    gc.unfreeze()
    gc.enable() if was_on else gc.disable()


def busy() -> list[list[int]]:
    """Make so many containers that Python would collect many times over."""
    return [[number] for number in range(200_000)]


def test_a_busy_worker_destroys_no_widget_and_the_window_does_soon(parent):
    gc.enable()
    Sweeping(parent)
    gone_on: list[int] = []
    Left(gone_on)
    worker = threading.Thread(target=busy)
    worker.start()
    worker.join()
    assert gone_on == []
    made = busy()
    collect_what_is_due()
    assert made
    assert gone_on == [threading.get_ident()]


def test_the_timer_collects_by_itself(qtbot, parent):
    Sweeping(parent)
    gone_on: list[int] = []
    Left(gone_on)
    made = busy()
    qtbot.waitUntil(lambda: gone_on == [threading.get_ident()])
    assert made


def test_nothing_is_collected_while_many_objects_are_made(parent):
    Sweeping(parent)
    gone_on: list[int] = []
    with no_collection():
        Left(gone_on)
        made = busy()
        collect_what_is_due()
        assert made and gone_on == []
    assert not gc.isenabled()  # it was off before


def test_what_lay_beside_a_large_chapter_is_destroyed_once_that_is_closed(parent, tmp_path):
    evening = opened_evening(tmp_path, HeldTasks())
    Sweeping(parent)
    gone_on: list[int] = []
    panel = Left(gone_on)
    with no_collection():
        people = busy()
    del panel
    gc.collect()
    assert people and gone_on == []
    evening.app.close()
    gc.collect()
    assert gone_on == [threading.get_ident()]
