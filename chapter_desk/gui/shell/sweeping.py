"""Cycles of objects are collected on the window's thread alone.

A page that was made anew leaves widgets behind that refer to each other.  Were they collected wherever
Python happens to be at work, a worker would destroy them, and Qt ends the program over that.
"""

import gc

from PySide6.QtCore import QObject, QTimer

from chapter_desk.core.heap import collect_what_is_due

_EVERY_MS = 250


class Sweeping(QObject):
    """Switches Python's own collecting off, and does it by a timer of the thread it is made on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # the modules: looking through them again and again finds nothing
        timer = QTimer(self, interval=_EVERY_MS)
        timer.timeout.connect(collect_what_is_due)
        timer.start()
