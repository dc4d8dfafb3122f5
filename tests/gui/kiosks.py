"""The kiosk in tests: started by keys, read, and typed into by who comes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from chapter_desk.gui.kiosk.view import KioskView
from chapter_desk.gui.shell.window import MainWindow
from tests.gui.evening import Evening, hit, type_text

PIN = "2468"


def started(window: MainWindow, evening: Evening, pin: str = "") -> KioskView:
    """Start the kiosk from the door; `pin` is chosen where the chapter has none yet."""
    hit(evening, window, Qt.Key.Key_F11)
    type_text(window, pin)
    hit(evening, window, Qt.Key.Key_Return)
    assert isinstance(window.view, KioskView)
    return window.view


def words(kiosk: KioskView) -> str:
    """Return everything that can be read or heard in the kiosk."""
    shown = [label.text() for label in kiosk.findChildren(QLabel) if label.isVisible()]
    heard = [button.accessibleName() for button in kiosk.findChildren(QPushButton) if button.isVisible()]
    return "\n".join(shown + heard)


def come_in(evening: Evening, kiosk: KioskView, typed: str) -> None:
    """Type a name, and Enter."""
    type_text(kiosk.window(), typed)
    hit(evening, kiosk.window(), Qt.Key.Key_Return)
