"""The field at the door: always there, takes every letter typed on the page."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from chapter_desk.gui.widgets.fields import SearchEdit
from chapter_desk.i18n import _

_SHIFT = Qt.KeyboardModifier.ShiftModifier


class DoorSearch(SearchEdit):
    """Searches people as a greeter types.

    Up and Down go through the matches.  Esc clears, and Up in the empty field brings what was
    cleared back.  Ctrl Z is left to the page: it takes a sign-in back, not a letter.

    Signals:
        stepped(int): Down (+1) or Up (-1) was pressed.
        household_asked(): Shift Enter: the chosen one and the household.
    """

    stepped = Signal(int)
    household_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", room="door", key="", hint="", parent=parent)
        self._put_away = ""
        self.setPlaceholderText(_("Who is here?"))
        self.setAccessibleName(_("Who is here? Name, phone ending or ZIP"))
        self.say_how()
        self.setProperty("noring", True)  # its border is the accent already

    def say_how(self, instead: str = "") -> None:
        """Say at the right end what can be typed, or something else."""
        self.set_hint(instead or _("Name, last 4 of a phone, or ZIP"))

    def put_away_text(self) -> None:
        """Clear the field; what stood there comes back with Up."""
        self._put_away = self.text()
        self.clear()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            if any(event.matches(key) for key in undo):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Up and not self.text() and self._put_away:
            self.setText(self._put_away)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & _SHIFT:
            self.household_asked.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.put_away_text()
        else:
            super().keyPressEvent(event)

    def take_letter(self, event: QKeyEvent) -> None:
        """Take a letter that was typed elsewhere on the page, and the focus with it."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.end(False)
        self.insert(event.text())


def is_letter(event: QKeyEvent) -> bool:
    """Return whether a key is a letter, digit or sign of writing that somebody typed."""
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return not held and bool(event.text().strip()) and event.text().isprintable()


class Letters(QObject):
    """Hears the letters that no widget of a window wanted, and hands them to `take`.

    `take` returns whether it took the letter.
    """

    def __init__(self, take: Callable[[QKeyEvent], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._take = take
        self._window: QWidget | None = None

    def listen(self, window: QWidget) -> None:
        """Hear the letters of this window from now on."""
        self.stop()
        self._window = window
        window.installEventFilter(self)

    def stop(self) -> None:
        """Hear nothing more."""
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return is_letter(event) and self._take(event)
