"""Steps on the way to something, and the checks before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Rule
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _

StepState = Literal["done", "now", "later", "refused"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, where it stands, and a line below ("April 20", "1 check left")."""

    name: str
    state: StepState
    line: str = ""


class Steps(QWidget):
    """Steps in a row, or one below the other for a wizard.

    Signals:
        opened(int): A step was pressed (only if `pressable`).
    """

    opened = Signal(int)

    def __init__(
        self,
        steps: Sequence[Step] = (),
        *,
        upright: bool = False,
        pressable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._upright = upright
        self._pressable = pressable
        self._steps: tuple[Step, ...] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if pressable else Qt.FocusPolicy.NoFocus)
        tall = QSizePolicy.Policy.Minimum if upright else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, tall)
        self.show_steps(steps)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show where things stand."""
        self._steps = tuple(steps)
        at = next((n for n, step in enumerate(steps) if step.state in ("now", "refused")), len(steps) - 1)
        self._at = max(0, at)
        if steps:
            step = steps[self._at]
            words = (
                _("Step {number} of {count}, {name}, {line}")
                if step.line
                else _("Step {number} of {count}, {name}")
            )
            self.setAccessibleName(
                words.format(number=self._at + 1, count=len(steps), name=step.name, line=step.line)
            )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        t = theme()
        if self._upright:
            return QSize(t.px(216), t.px(44) * len(self._steps))
        return QSize(t.px(90) * len(self._steps), t.px(64))

    def minimumSizeHint(self) -> QSize:
        t = theme()
        return self.sizeHint() if self._upright else QSize(t.px(72) * len(self._steps), t.px(64))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressable:
            at = next((n for n in range(len(self._steps)) if self._cell(n).contains(event.position())), None)
            if at is not None:
                self.opened.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        step = {keys.Key_Left: -1, keys.Key_Up: -1, keys.Key_Right: 1, keys.Key_Down: 1}.get(
            Qt.Key(event.key()), 0
        )
        if self._pressable and step:
            self._at = max(0, min(len(self._steps) - 1, self._at + step))
            self.setAccessibleName(f"{self._steps[self._at].name}, {self._steps[self._at].line}".strip(", "))
            self.update()
        elif self._pressable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._at)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._upright:
            self._paint_path(painter)
        for number, step in enumerate(self._steps):
            self._paint_step(painter, number, step)

    def _cell(self, number: int) -> QRectF:
        count = max(1, len(self._steps))
        if self._upright:
            height = theme().px(44)
            return QRectF(0, number * height, self.width(), height)
        width = self.width() / count
        return QRectF(number * width, 0, width, self.height())

    def _disc(self, number: int) -> QRectF:
        side = theme().px(24)
        cell = self._cell(number)
        if self._upright:
            return QRectF(cell.left(), cell.center().y() - side / 2, side, side)
        return QRectF(cell.center().x() - side / 2, cell.top(), side, side)

    def _paint_path(self, painter: QPainter) -> None:
        for number in range(1, len(self._steps)):
            reached = self._steps[number].state in ("done", "now", "refused")
            painter.setPen(QPen(theme().colour("good" if reached else "line"), 2))
            painter.drawLine(
                QPointF(self._disc(number - 1).right() + 1, self._disc(number).center().y()),
                QPointF(self._disc(number).left() - 1, self._disc(number).center().y()),
            )

    def _paint_step(self, painter: QPainter, number: int, step: Step) -> None:
        t = theme()
        disc = self._disc(number)
        edge = {"done": "good", "now": "accent", "refused": "bad", "later": "control"}[step.state]
        painter.setPen(QPen(t.colour(edge), 2))
        painter.setBrush(t.colour("good" if step.state == "done" else "surface"))
        painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
        if step.state in ("done", "refused"):
            picture = t.pixmap(
                "check" if step.state == "done" else "x",
                "surface" if step.state == "done" else "bad",
                14,
                dpr=self.devicePixelRatioF(),
            )
            at = disc.center() - QPointF(t.px(14) / 2, t.px(14) / 2)
            painter.drawPixmap(at, picture)
        else:
            painter.setFont(t.font("caption", weight=600))
            painter.setPen(t.colour("accent" if step.state == "now" else "ink-3"))
            painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), str(number + 1))
        self._paint_words(painter, number, step)

    def _paint_words(self, painter: QPainter, number: int, step: Step) -> None:
        t = theme()
        cell, disc = self._cell(number), self._disc(number)
        role = {"now": "accent", "refused": "bad"}.get(step.state, "ink")
        if self._upright:
            role = "ink" if step.state in ("now", "refused") else "ink-2"
            font = t.font("strong" if step.state == "now" else "body")
            words = QRectF(
                disc.right() + t.px(12), cell.top(), cell.right() - disc.right() - t.px(12), t.px(44)
            )
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        else:
            font = t.font("small", weight=600)
            words = QRectF(cell.left() + 2, disc.bottom() + t.px(3), cell.width() - 4, t.px(18))
            side = Qt.AlignmentFlag.AlignCenter
        painter.setFont(font)
        painter.setPen(t.colour(role))
        shown = painter.fontMetrics().elidedText(step.name, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, int(side), shown)
        if step.line and not self._upright:
            painter.setFont(t.font("caption"))
            painter.setPen(t.colour("ink-3"))
            below = words.translated(0, t.px(17))
            shown = painter.fontMetrics().elidedText(
                step.line, Qt.TextElideMode.ElideRight, int(below.width())
            )
            painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), shown)


@dataclass(frozen=True, slots=True)
class Gate:
    """A check before something can happen: what it asks, how it stands, and the button that fixes it."""

    key: str
    name: str
    passed: bool
    line: str = ""
    fix: str = ""


class GateList(QWidget):
    """Checks, passed and to do, each with why, and a button that leads to the fix.

    Signals:
        fix_asked(str): The key of the gate whose button was pressed.
    """

    fix_asked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._shown: tuple[Gate, ...] = ()
        self.buttons: dict[str, ActionButton] = {}
        """The buttons there are, by the key of their gate."""

    def show_gates(self, gates: Sequence[Gate]) -> None:
        """Show how the checks stand, in the order given."""
        if tuple(gates) == self._shown:
            return
        self._shown = tuple(gates)
        self.buttons = {}
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, gate in enumerate(gates):
            if number:
                self._box.addWidget(Rule())
            self._box.addWidget(self._made(gate))
        self._box.addStretch(1)

    def gates(self) -> Sequence[Gate]:
        """Return what is shown."""
        return self._shown

    def _made(self, gate: Gate) -> QWidget:
        t = theme()
        row = QFrame()
        state = _("{gate}, passed") if gate.passed else _("{gate}, not yet")
        row.setAccessibleName(state.format(gate=gate.name))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, t.px(6), 0, t.px(6))
        line.setSpacing(t.px(10))
        sign = IconLabel(
            "circle-check" if gate.passed else "triangle-alert", "good" if gate.passed else "warn", 18
        )
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(TextLabel(gate.name, "strong", wrap=True))
        if gate.line:
            words.addWidget(TextLabel(gate.line, "hint", wrap=True))
        line.addLayout(words, 1)
        if gate.fix and not gate.passed:
            button = ActionButton(gate.fix, room="compact")
            button.clicked.connect(lambda: self.fix_asked.emit(gate.key))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self.buttons[gate.key] = button
        row.setMinimumHeight(t.px(48))
        return row
