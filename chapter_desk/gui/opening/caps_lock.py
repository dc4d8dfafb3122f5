"""Whether Caps Lock is on, as far as the keys pressed tell."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

_MASKS = {"xcb": 0x2, "wayland": 0x2, "windows": 0x100, "cocoa": 0x10000}
"""Qt has no word for it, but each platform's own modifiers carry the lock."""


class CapsLock(QObject):
    """Follows Caps Lock by the keys pressed in a view.

    Signals:
        changed(): `on` is another now.
    """

    changed = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.on: bool | None = None
        """None while no key has told."""

    def watch(self, field: QWidget) -> None:
        """Look at the keys pressed in this field."""
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            told = _told_by(event)
            if told is not None and told != self.on:
                self.on = told
                self.changed.emit()
        return False


def _told_by(event: QKeyEvent) -> bool | None:
    mask = next(
        (mask for name, mask in _MASKS.items() if QGuiApplication.platformName().startswith(name)), None
    )
    if mask is not None:
        locked = bool(event.nativeModifiers() & mask)
        # X11 and Wayland tell how it was before the key
        before = event.key() == Qt.Key.Key_CapsLock and mask == _MASKS["xcb"]
        return not locked if before else locked
    letter = event.text()
    if len(letter) != 1 or letter.upper() == letter.lower():
        return None
    return letter.isupper() != bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
