"""How a kiosk is left: the greeter's PIN, slower with each wrong try, in the end only the passphrase."""

from datetime import timedelta
from functools import partial
from math import ceil
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStackedLayout, QVBoxLayout, QWidget

from chapter_desk.core.explain import explain
from chapter_desk.core.meetings.pin import Pin, PinTry
from chapter_desk.core.safekeeping import vault
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.kiosk.pin_pad import PinPad
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext

_MIDDLE = Qt.AlignmentFlag.AlignHCenter
_TALL = 540
"""Design pixels that the words, the keys and the way back need above each other."""


class KioskLeaving(QWidget):
    """Asks for the PIN.

    Signals:
        let_out(): The PIN or the passphrase was right.
        stayed(): Back to the kiosk.
    """

    let_out = Signal()
    stayed = Signal()

    def __init__(self, pin: Pin, folder: Path, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self._pin, self._folder, self._tasks = pin, folder, tasks
        self._closed_s = 0
        self._low: bool | None = None
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.tick)
        self.title = TextLabel(_("Greeter PIN"), "kiosk-title")
        self.line = TextLabel("", "kiosk-line", wrap=True)
        self.pad = PinPad()
        self.passphrase = TextField(_("The chapter's passphrase"), secret=True, room="large")
        self.back = ActionButton(_("Back to signing in"), "", "kiosk", icon="arrow-left")
        for label in (self.title, self.line):
            label.setAlignment(_MIDDLE)
        asked = QWidget()
        asked.setMaximumWidth(t.px(420))
        self._asked = QStackedLayout(asked)
        self._asked.addWidget(self.pad)
        held = QWidget()
        box = QVBoxLayout(held)
        box.addWidget(self.passphrase)
        box.addStretch(1)
        self._asked.addWidget(held)
        self._pad_or_field = asked
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(t.px(12))
        self._arrange(low=False)
        self.pad.entered.connect(self._try_pin)
        self.passphrase.editor.returnPressed.connect(self._try_passphrase)
        self.back.clicked.connect(self.stayed)

    def begin(self) -> None:
        """Ask; a wait of before goes on."""
        self.pad.clear()
        self.passphrase.set_text("")
        self.passphrase.set_problem("")
        self._tasks.run(self, self._pin.standing, self._stand, self._failed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(low=self.height() < theme().px(_TALL))

    def _arrange(self, *, low: bool) -> None:
        """Stand everything in one column, or on a low screen the words beside the keys."""
        if low == self._low:
            return
        self._low = low
        grid, side = self._grid, Qt.AlignmentFlag.AlignVCenter
        below = Qt.AlignmentFlag.AlignTop
        for widget in (self.title, self.line, self._pad_or_field, self.back):
            grid.removeWidget(widget)
        if low:
            grid.addWidget(self.title, 1, 0, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(self.line, 2, 0)
            grid.addWidget(self.back, 3, 0, _MIDDLE | below)
            grid.addWidget(self._pad_or_field, 0, 1, 5, 1, side)
        else:
            for row, widget in enumerate((self.title, self.line), 1):
                grid.addWidget(widget, row, 0)
            grid.addWidget(self._pad_or_field, 3, 0, _MIDDLE)
            grid.addWidget(self.back, 4, 0, _MIDDLE)
        for row, stretch in {0: 1, 5: 0 if low else 2}.items():
            grid.setRowStretch(row, stretch)
        grid.setRowStretch(4, 1 if low else 0)
        grid.setColumnStretch(1, 1 if low else 0)
        grid.setColumnStretch(0, 1)

    def tick(self) -> None:
        """A second of the wait went by."""
        self._closed_s = max(0, self._closed_s - 1)
        self._say_wait()

    def _try_pin(self, typed: str) -> None:
        self._tasks.run(self, partial(self._pin.attempt, typed), self._tried, self._failed)

    def _tried(self, what: PinTry) -> None:
        if what.right:
            self.let_out.emit()
            return
        self._stand(what)
        if not what.wait and not what.passphrase_only:
            self._say(_("That is not the PIN. Try again."))

    def _stand(self, what: PinTry) -> None:
        if what.passphrase_only:
            self._timer.stop()
            self._asked.setCurrentIndex(1)
            self._say(_("Too many wrong PINs. The chapter's passphrase opens it."))
            self.passphrase.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._asked.setCurrentIndex(0)
        self._closed_s = ceil(what.wait / timedelta(seconds=1))
        self._say_wait()

    def _say_wait(self) -> None:
        waiting = self._closed_s > 0
        self.pad.setEnabled(not waiting)
        if waiting:
            self._timer.start()
            words = ngettext("Wrong. Wait {n} second.", "Wrong. Wait {n} seconds.", self._closed_s)
            self.line.setText(words.format(n=self._closed_s))
        else:
            self._timer.stop()
            self.line.setText(_("Only the greeter leaves this screen."))
            self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try_passphrase(self) -> None:
        typed = self.passphrase.text()
        if typed:
            self.passphrase.editor.setEnabled(False)
            self._tasks.run(self, lambda: self._unlock(typed), self._unlocked, self._failed)

    def _unlock(self, typed: str) -> None:
        vault.unlock(self._folder, typed)
        self._pin.passphrase_was_right()

    def _unlocked(self, _nothing: None) -> None:
        self.passphrase.editor.setEnabled(True)
        self.let_out.emit()

    def _failed(self, error: ChapterDeskError) -> None:
        self.passphrase.editor.setEnabled(True)
        self.passphrase.editor.selectAll()
        said = explain(error)
        self._say(f"{said.happened} {said.do}")
        self.passphrase.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, words: str) -> None:
        self.line.setText(words)
        announce(self, words)
