"""On Python before 3.12 PySide6 6.12 uses up None and True; the window must outlive that."""

import sys

from PySide6.QtCore import QObject, Signal


class _Bell(QObject):
    rung = Signal()


def test_a_long_evening_of_calls_does_not_use_up_none_or_true(qapp):
    bell = _Bell()
    for _ring in range(60_000):
        bell.setObjectName("bell")  # returns None
        bell.rung.emit()  # returns True
    assert sys.getrefcount(None) > 10_000 and sys.getrefcount(True) > 1_000
