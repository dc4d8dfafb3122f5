"""A person's hands and eyes at the program's window, for stories that run in this process."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from chapter_desk.app import App
from chapter_desk.gui.opening.desk import Desk
from chapter_desk.gui.shell.chapter_view import ChapterView
from chapter_desk.gui.shell.window import MainWindow
from tests.gui.geometry import filled_buttons

NO = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PATIENCE_MS = 20_000


class Person:
    """Sits before one window: types where the focus is, presses what can be seen, waits for what shows."""

    def __init__(self, qtbot: Any, desk: Desk) -> None:
        self._qtbot = qtbot
        self.desk = desk
        self.window: MainWindow = desk.window

    @property
    def chapter(self) -> ChapterView:
        """The open chapter."""
        assert self.desk.host is not None
        return self.desk.host.view

    @property
    def app(self) -> App:
        """What is behind the window, to compare with what it shows."""
        assert self.desk.host is not None
        return self.desk.host.app

    @property
    def page(self) -> Any:
        """The page that shows."""
        return self.chapter.page

    def types(self, text: str) -> None:
        """Type a text wherever the focus is, letter by letter."""
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self._focus(), letter)
            else:  # QTest knows only the keys of an American keyboard
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QApplication.sendEvent(self._focus(), QKeyEvent(kind, Qt.Key.Key_unknown, NO, letter))

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NO) -> None:
        """Press a key wherever the focus is."""
        QTest.keyClick(self._focus(), key, held)

    def lines(self, *lines: str) -> None:
        """Type each line, with Enter after it."""
        for line in lines:
            self.types(line)
            self.press(Qt.Key.Key_Return)

    def fields(self, *texts: str) -> None:
        """Type each text, with Tab between them."""
        for number, text in enumerate(texts):
            if number:
                self.press(Qt.Key.Key_Tab)
            self.types(text)

    def clicks(self, widget: QWidget) -> None:
        """Press the left button over a widget, which has to be in sight and on."""
        self.sees(lambda: widget.isVisible() and widget.isEnabled(), widget.accessibleName())
        middle = QPoint(widget.width() // 2, widget.height() // 2)
        under = self.window.childAt(widget.mapTo(self.window, middle))
        assert under is widget or (under is not None and widget.isAncestorOf(under)), widget.accessibleName()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NO, middle)

    def sees(self, holds: Callable[[], object], what: str = "") -> None:
        """Wait until something shows; whatever it is, one button at most is filled."""

        def shows() -> None:
            assert holds(), what

        self._qtbot.waitUntil(shows, timeout=PATIENCE_MS)
        filled = [button.words() for button in filled_buttons(self.window)]
        assert len(filled) <= 1, filled

    def sees_chapter(self) -> None:
        """Wait until a chapter is open and says that everything is saved."""
        self.sees(lambda: self.desk.host is not None, "an open chapter")
        self.sees(lambda: "Everything is saved" in self.chapter.state_line.sentence(), "the state line")

    def goes_to(self, number: int, key: str) -> Any:
        """Press Ctrl and the number of a page, and return it once it has the focus."""
        self.press(getattr(Qt.Key, f"Key_{number}"), CTRL)
        self.sees(lambda: self.chapter.key == key and self._is_on_page(), key)
        return self.page

    def is_told(self, words: str) -> None:
        """Wait for a notice with these words."""
        notices = self.chapter.frame.notices
        self.sees(lambda: notices.notice is not None and words in notices.notice.accessibleName(), words)

    def closes(self) -> None:
        """Close the window, and wait until the chapter is put away."""
        self.press(Qt.Key.Key_Q, CTRL)
        self._qtbot.waitUntil(lambda: not self.window.isVisible(), timeout=PATIENCE_MS)

    def _is_on_page(self) -> bool:
        focus = self.window.focusWidget()
        return focus is not None and self.page.isAncestorOf(focus)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window.focusWidget() or self.window
