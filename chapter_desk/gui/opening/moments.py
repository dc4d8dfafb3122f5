"""Moments in words, in the language of the program and as people in the United States write them."""

from datetime import datetime, tzinfo

from PySide6.QtCore import QDate, QLocale, QTime

from chapter_desk.i18n import language


def moment(at: datetime, there: tzinfo | None = None) -> str:
    """Return an aware moment by this laptop's clock, or `there`: "Thursday, May 12, 2026, 6:48 PM"."""
    local = at.astimezone(there)
    day = QDate(local.year, local.month, local.day)
    return f"{_locale().toString(day, QLocale.FormatType.LongFormat)}, {clock_time(local)}"


def clock_time(local: datetime, *, seconds: bool = False) -> str:
    """Return a wall time, with seconds if asked: "6:48 PM"."""
    pattern = _locale().timeFormat(QLocale.FormatType.ShortFormat)
    if seconds:
        pattern = pattern.replace("mm", "mm:ss")
    # a narrow space stands before PM there, which not every font has
    words = _locale().toString(QTime(local.hour, local.minute, local.second), pattern)
    return words.replace("\u202f", " ").replace("\u00a0", " ")


def _locale() -> QLocale:
    spoken = {"en": QLocale.Language.English, "es": QLocale.Language.Spanish}[language()]
    return QLocale(spoken, QLocale.Country.UnitedStates)
