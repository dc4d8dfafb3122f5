"""Moments in words, in the language of the program and as people in the United States write them."""

from datetime import datetime, tzinfo
from functools import lru_cache

from PySide6.QtCore import QDate, QLocale, QTime

from chapter_desk.i18n import language


def moment(at: datetime, there: tzinfo | None = None) -> str:
    """Return an aware moment by this laptop's clock, or `there`: "Thursday, May 12, 2026, 6:48 PM"."""
    local = at.astimezone(there)
    day = QDate(local.year, local.month, local.day)
    return f"{spoken_locale().toString(day, QLocale.FormatType.LongFormat)}, {clock_time(local)}"


def clock_time(local: datetime, *, seconds: bool = False) -> str:
    """Return a wall time, with seconds if asked: "6:48 PM"."""
    return _clock_time(language(), local.hour, local.minute, local.second if seconds else None)


def spoken_locale() -> QLocale:
    """Return how the present language writes days and times in the United States."""
    return _locale(language())


@lru_cache(1440)
def _clock_time(spoken: str, hour: int, minute: int, second: int | None) -> str:
    locale = _locale(spoken)
    pattern = locale.timeFormat(QLocale.FormatType.ShortFormat)
    if second is not None:
        pattern = pattern.replace("mm", "mm:ss")
    # a narrow space stands before PM there, which not every font has
    words = locale.toString(QTime(hour, minute, second or 0), pattern)
    return words.replace("\u202f", " ").replace("\u00a0", " ")


@lru_cache
def _locale(spoken: str) -> QLocale:
    languages = {"en": QLocale.Language.English, "es": QLocale.Language.Spanish}
    return QLocale(languages[spoken], QLocale.Country.UnitedStates)
