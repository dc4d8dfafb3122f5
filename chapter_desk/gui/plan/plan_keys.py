"""The keys that board and list of the plan share."""

from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

Act = Literal["open", "done", "owner", "remove", "up", "down", "left", "right"]
"""What can be asked of an action: four moves, and what Enter, Space, O and Delete do."""

_PLAIN: dict[Qt.Key, Act] = {
    Qt.Key.Key_Return: "open",
    Qt.Key.Key_Enter: "open",
    Qt.Key.Key_E: "open",
    Qt.Key.Key_Space: "done",
    Qt.Key.Key_O: "owner",
    Qt.Key.Key_Delete: "remove",
}
_MOVES: dict[Qt.Key, Act] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}
_PAD = Qt.KeyboardModifier.KeypadModifier


def asked_by(event: QEvent) -> Act | None:
    """Return what a key press asks of the chosen action, None for any other key."""
    if not isinstance(event, QKeyEvent):
        return None
    held = event.modifiers() & ~_PAD
    if held == Qt.KeyboardModifier.AltModifier:
        return _MOVES.get(Qt.Key(event.key()))
    return None if held else _PLAIN.get(Qt.Key(event.key()))


def keep_for_the_view(event: QEvent) -> bool:
    """Accept a key before it becomes a shortcut (Alt Left is Back elsewhere); False if it is none of ours."""
    if event.type() == QEvent.Type.ShortcutOverride and asked_by(event) is not None:
        event.accept()
        return True
    return False
