import logging
import threading

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from chapter_desk.gui.shell.crash import CrashDialog, CrashWatch, details_of
from tests.gui.geometry import assert_well_laid_out


def bug():
    ana = "Ana Ruíz, 512 555 0141"
    raise KeyError(ana)


def caught():
    try:
        bug()
    except KeyError as error:
        return error


@pytest.fixture
def watch(qapp):
    shown = []
    watch = CrashWatch(shown.append)
    watch.shown = shown
    yield watch
    watch.uninstall()


def test_details_say_where_but_nothing_of_anybody():
    details = details_of(caught())
    assert "KeyError" in details
    assert "bug" in details
    assert "Ana" not in details
    assert "555" not in details
    assert "/work" not in details


def test_a_bug_is_logged_and_shown_once_at_a_time(qtbot, watch, caplog):
    with caplog.at_level(logging.ERROR):
        watch.heard(caught())
    qtbot.waitUntil(lambda: bool(watch.shown))
    assert "KeyError" in watch.shown[0]
    assert "KeyError" in caplog.text
    assert "Ana" not in caplog.text


def test_a_bug_in_any_thread_is_heard(qtbot, watch, monkeypatch):
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr("sys.excepthook", print)
    watch.install()
    thread = threading.Thread(target=bug)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(watch.shown))


def test_the_process_dying_leaves_a_trace(tmp_path, watch, monkeypatch):
    monkeypatch.setattr("sys.excepthook", print)
    place = tmp_path / "logs" / "faults.txt"
    watch.install(place)
    assert place.exists()


def test_the_dialog_has_three_parts_and_copies_the_details(qtbot):
    dialog = CrashDialog("KeyError\n  gui/page.py:12 show")
    qtbot.addWidget(dialog)
    dialog.show()
    words = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
    assert words[:3] == [
        "Something in the program broke.",
        "Everything saved before is still on this laptop.",
        "Go on working. If it comes again, close Chapter Desk and open it once more.",
    ]
    dialog.copy_details()
    assert "KeyError" in QApplication.clipboard().text()
    assert_well_laid_out(dialog)
