"""Moments in words: days in the language of the program, times as the system shows them."""

from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QTime

from chapter_desk.i18n import language


def moment(at: datetime) -> str:
    """Return an aware moment in local time: "Thursday, May 12, 2026, 6:48 PM"."""
    local = at.astimezone()
    day = QDate(local.year, local.month, local.day)
    in_words = QLocale(language()).toString(day, QLocale.FormatType.LongFormat)
    return f"{in_words}, {clock_time(local)}"


def clock_time(local: datetime, *, seconds: bool = False) -> str:
    """Return a wall time as the system shows it, with seconds if asked: "6:48 PM"."""
    system = QLocale.system()
    pattern = system.timeFormat(QLocale.FormatType.ShortFormat)
    if seconds and "s" not in pattern:
        pattern = pattern.replace("mm", "mm:ss")
    # some systems put a narrow space before PM, which not every font has
    return system.toString(QTime(local.hour, local.minute, local.second), pattern).replace("\u202f", " ")
