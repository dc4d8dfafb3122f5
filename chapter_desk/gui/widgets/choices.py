"""Choosing: two or three words side by side, on or off."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton, Room
from chapter_desk.gui.widgets.labels import text_width
from chapter_desk.i18n import _


class Segments(QWidget):
    """Two or three choices of which one holds; Left and Right go between them.

    `choices` are (key, words) or (key, words, icon).

    Signals:
        chosen(str): The key of the choice a person made.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str] | tuple[str, str, str]],
        *,
        room: Room = "normal",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._buttons: dict[str, ActionButton] = {}
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for number, choice in enumerate(choices):
            button = ActionButton(choice[1], "segment", room, icon=choice[2] if len(choice) > 2 else "")
            button.setCheckable(True)
            edge = "first" if number == 0 else "last" if number == len(choices) - 1 else "middle"
            button.setProperty("edge", edge)
            place = _("{choice}, {number} of {count}")
            button.setAccessibleName(place.format(choice=choice[1], number=number + 1, count=len(choices)))
            button.clicked.connect(lambda _on=False, key=choice[0]: self._press(key))
            self._group.addButton(button)
            line.addWidget(button)
            button.installEventFilter(self)
            self._buttons[choice[0]] = button
        self.choose(choices[0][0])

    def current(self) -> str:
        """Return the key of the choice that holds."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Make a choice hold, without the signal."""
        self._buttons[key].setChecked(True)
        for each, button in self._buttons.items():  # one stop for Tab, as with radio buttons
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == key else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self._buttons[key])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # the buttons would move the focus on an arrow without making the choice
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self._step(step)
        return bool(step)

    def _step(self, step: int) -> None:
        keys = list(self._buttons)
        key = keys[max(0, min(len(keys) - 1, keys.index(self.current()) + step))]
        self._press(key)
        self._buttons[key].setFocus(Qt.FocusReason.TabFocusReason)

    def _press(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)


class Switch(QCheckBox):
    """On or off; the whole row is the target.  Space turns it."""

    def __init__(self, text: str, *, room: Room = "normal", parent: QWidget | None = None) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self._room = room
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._name)
        self._name()

    def setText(self, text: str) -> None:
        super().setText(text.replace("&", "&&"))
        self._name()

    def sizeHint(self) -> QSize:
        t = theme()
        self.ensurePolished()
        words = text_width(self.fontMetrics(), self._words()) + t.px(10) if self.text() else 0
        return QSize(words + t.px(36), t.px(44 if self._room == "door" else 28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = t.px(36), t.px(20)
        on, off = self.isChecked(), not self.isEnabled()
        track = QRectF(self.width() - width + 0.5, (self.height() - height) / 2 + 0.5, width - 1, height - 1)
        painter.setPen(t.colour("line" if off else "accent" if on else "control"))
        painter.setBrush(t.colour("sunken" if off else "accent" if on else "surface"))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        knob = t.px(14)
        gap = (height - knob) / 2
        left = track.right() + 0.5 - gap - knob if on else track.left() - 0.5 + gap
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.colour("on-accent" if on and not off else "control"))
        painter.drawEllipse(QRectF(left, track.top() - 0.5 + gap, knob, knob))
        painter.setPen(t.colour("ink-3" if off else "ink"))
        painter.setFont(self.font())
        words = self.rect().adjusted(0, 0, -width - t.px(10), 0)
        painter.drawText(
            words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self._words()
        )

    def _words(self) -> str:
        return self.text().replace("&&", "&")

    def _name(self) -> None:
        state = _("{name}, on") if self.isChecked() else _("{name}, off")
        self.setAccessibleName(state.format(name=self._words()))
