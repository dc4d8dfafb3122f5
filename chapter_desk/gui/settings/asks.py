"""What a page of an open chapter can ask of whoever holds the chapter in the window."""

from PySide6.QtCore import QObject, Signal


class ChapterAsks(QObject):
    """Asked by pages, answered by the host.

    Signals:
        put_back_asked(str): Close the chapter, put this backup in its place, open it again.
        who_asked(): Choose who works at this laptop.
        quiet_changed(): `lock_after_min` of the settings is another number now.
    """

    put_back_asked = Signal(str)
    who_asked = Signal()
    quiet_changed = Signal()
