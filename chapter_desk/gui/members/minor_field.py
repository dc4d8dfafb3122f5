"""Whether somebody is under 18, and until which day where that is known; nobody's birth date is asked for."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from chapter_desk.core.members.person_card import PersonCard
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.day_field import DayField, day_words
from chapter_desk.i18n import _

MINOR_ICON = "shield"
"""The icon beside the words, wherever they stand: their name is kept in the chapter."""


def minor_words() -> str:
    """Return what a person who is under 18 is marked with."""
    return _("Under 18")


def minor_until_words(until: date | None) -> str:
    """Return the same with the day, where it is known."""
    return _("Under 18 until {day}").format(day=day_words(until)) if until is not None else minor_words()


class MinorField(QWidget):
    """A tick, and below it the day from which it no longer holds.

    Signals:
        changed(object): Fields with their new values, as `Records.edit` takes them.
    """

    changed = Signal(object)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.box = QCheckBox(minor_words())
        self.box.clicked.connect(self._tick)
        self.until = DayField(_("Turns 18 on, if known"), today)
        self.until.set_hint(_("Without a day it holds until you untick it. National never gets their name."))
        self.until.day_left.connect(lambda day: self.changed.emit({"under_18_until": day}))
        self.until.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(6))
        box.addWidget(self.box)
        box.addWidget(self.until)

    def show_card(self, card: PersonCard) -> None:
        """Show what is kept; who turned 18 is ticked no more."""
        minor = card.is_minor(self._today())
        self.box.setChecked(minor)
        if not self.until.editor.hasFocus() or not minor:
            self.until.set_day(card.under_18_until if minor else None)
        self.until.setVisible(minor)

    def keep_typed(self) -> None:
        """Offer a day that was typed and not left yet."""
        if self.box.isChecked():
            self.until.take()

    def _tick(self, on: bool) -> None:
        self.until.setVisible(on)
        self.changed.emit({"under_18": on, "under_18_until": None})
