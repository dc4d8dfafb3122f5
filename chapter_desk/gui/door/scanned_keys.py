"""Hearing a scanner: it types a code into whichever field has the keyboard, and presses Enter."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from chapter_desk.core.meetings.card_code import read_token

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ScannedKeys(QObject):
    """Takes the code out of a field when Enter comes behind it, before anybody else hears that Enter.

    `take` is given what stood in the field; what was typed before the code stays there.
    """

    def __init__(
        self,
        take: Callable[[str], None],
        is_code: Callable[[str], bool] = lambda text: read_token(text) is not None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._take, self._is_code = take, is_code

    def listen(self, field: QLineEdit) -> None:
        """Hear this field from now on."""
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in _ENTER or not isinstance(watched, QLineEdit):
            return False
        text = watched.text()
        if not self._is_code(text):
            return False
        watched.setText(without_code(text))
        self._take(text)
        return True


def without_code(text: str) -> str:
    """Return what somebody had typed before a card was scanned into the same field."""
    token = read_token(text)
    if token is None:
        return ""
    at = text.upper().rfind(token)
    return text[:at].rstrip() if at > 0 else ""
