"""A day, typed as people say it: "May 4", "5/4", "thursday", "today"; shown in words once left."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from chapter_desk.core.documents.dates import day_in_words
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.i18n import _, language

_NUMBERS = re.compile(r"(\d{1,4})[/.\-](\d{1,2})(?:[/.\-](\d{2,4}))?")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_LATE = timedelta(days=60)


class NotADay(ValueError):  # noqa: N818 (what was typed, not a fault)
    """What was typed names no day; the text says why, for the line below the field."""


def read_day(typed: str, today: date, *, ahead: bool = True) -> date | None:
    """Return the day somebody typed in the present language, None for nothing.

    Args:
        typed: "today", a weekday, "May 4", "May 4, 2027", "5/4", "5/4/27" (in Spanish the day comes
            first) or "2027-05-04".
        today: Where the chapter is.
        ahead: A day without a year is the next one, at most 60 days past; otherwise the latest.

    Raises:
        NotADay: It names none.
    """
    text = typed.strip().casefold()
    if not text:
        return None
    near = {_("today").casefold(): 0, _("tomorrow").casefold(): 1, _("yesterday").casefold(): -1}
    if text in near:
        return today + timedelta(days=near[text])
    numbers = _NUMBERS.fullmatch(text)
    if numbers:
        return _from_numbers(numbers, today, ahead)
    words = _WORDS.findall(text)
    return _from_words(words, today, ahead)


def day_words(day: date) -> str:
    """Return a day in the present language: "May 4, 2027"."""
    return day_in_words(day, language())


def short_day(day: date, today: date) -> str:
    """Return a day without its year where that is the present one: "May 4"."""
    words = day_words(day)
    return words.removesuffix(f" {day.year}").removesuffix(",") if day.year == today.year else words


def weekday(day: date) -> str:
    """Return the name of a day of the week: "Thursday"."""
    return QLocale(language()).standaloneDayName(day.isoweekday(), QLocale.FormatType.LongFormat)


def _from_numbers(found: re.Match[str], today: date, ahead: bool) -> date:
    first, second, third = found[1], found[2], found[3]
    if len(first) > 2:  # 2027-05-04
        if third is None:
            raise NotADay(_("Type a day such as {example}.").format(example=day_words(today)))
        return _day(int(first), int(second), int(third))
    month, day = (int(second), int(first)) if language() == "es" else (int(first), int(second))
    if third is None:
        return _without_year(month, day, today, ahead)
    return _day(int(third) + (2000 if len(third) == 2 else 0), month, day)


def _from_words(words: list[str], today: date, ahead: bool) -> date:
    numbers = [int(word) for word in words if word.isdecimal()]
    names = [word for word in words if not word.isdecimal() and word != "de"]
    locale = QLocale(language())
    kind = QLocale.FormatType.LongFormat
    if len(names) == 1 and not numbers:
        days = [locale.standaloneDayName(number, kind).casefold() for number in range(1, 8)]
        meant = _named(names[0], days)
        if meant:
            away = (meant - today.isoweekday()) % 7
            return today + timedelta(days=away if ahead or not away else away - 7)
    months = [locale.standaloneMonthName(number, kind).casefold() for number in range(1, 13)]
    month = _named(names[0], months) if len(names) == 1 else 0
    if not month or len(numbers) not in (1, 2):
        raise NotADay(_("Type a day such as {example}.").format(example=day_words(today)))
    if len(numbers) == 1:
        return _without_year(month, numbers[0], today, ahead)
    day, year = sorted(numbers)
    return _day(year, month, day)


def _named(typed: str, names: list[str]) -> int:
    """Return which name was meant by its first three letters or more, from 1; 0 for none."""
    meant = [number for number, name in enumerate(names, 1) if len(typed) >= 3 and name.startswith(typed)]
    return meant[0] if len(meant) == 1 else 0


def _without_year(month: int, day: int, today: date, ahead: bool) -> date:
    around = [_day_or_none(today.year + more, month, day) for more in (-1, 0, 1, 2, 3, 4)]
    days = [each for each in around if each is not None]
    if not days:
        return _day(today.year, month, day)
    if ahead:
        return next((each for each in days if each >= today - _LATE), days[-1])
    return next((each for each in reversed(days) if each <= today), days[0])


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # no such day that year
        return None


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise NotADay(_("No month {number}").format(number=month))
    if not 1900 <= year <= 2200:
        raise NotADay(_("No year {number} here").format(number=year))
    found = _day_or_none(year, month, day)
    if found is None:
        raise NotADay(_("That month has no day {number}").format(number=day))
    return found


class DayField(TextField):
    """A line that reads a day.  Up and Down go a day on or back.

    Signals:
        day_left(object): Another day stands here than before and the field was left: the date, or None.
    """

    day_left = Signal(object)

    def __init__(
        self,
        label: str,
        today: Callable[[], date],
        hint: str = "",
        *,
        ahead: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, hint, parent=parent)
        self._today = today
        self._ahead = ahead
        self._day: date | None = None
        self.editor.setPlaceholderText(_("month and day"))
        self.editor.installEventFilter(self)
        self.left.connect(lambda _text: self.take())

    def day(self) -> date | None:
        """Return the day that stood here when the field was last left or set."""
        return self._day

    def set_day(self, day: date | None) -> None:
        """Show a day, without the signal."""
        self._day = day
        self.set_problem("")
        self.set_text(day_words(day) if day is not None else "")

    def hide_label(self) -> None:
        """Leave the label to screen readers: words beside the field say the same."""
        self._label.hide()

    def take(self) -> bool:
        """Read what is typed; False, with a problem shown, if it is no day."""
        try:
            day = read_day(self.text(), self._today(), ahead=self._ahead)
        except NotADay as problem:
            self.set_problem(str(problem))
            return False
        another = day != self._day
        self.set_day(day)
        if another:
            self.day_left.emit(day)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._step(step)
                return True
        return super().eventFilter(watched, event)

    def _step(self, days: int) -> None:
        try:
            day = read_day(self.text(), self._today(), ahead=self._ahead)
        except NotADay:
            return
        self.set_text(day_words(day + timedelta(days=days) if day is not None else self._today()))
