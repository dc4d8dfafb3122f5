"""The line at the foot of every page that says what is saved, where, and what was not sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from chapter_desk.gui.shell.theme import restyled, tabular, theme
from chapter_desk.gui.widgets.labels import text_width
from chapter_desk.i18n import _

StateTone = Literal["", "good", "warn", "bad", "national"]


@dataclass(frozen=True, slots=True)
class StatePart:
    """One statement of the line: words, icon, meaning, and the page it opens ("" for none)."""

    text: str
    icon: str = ""
    tone: StateTone = ""
    opens: str = ""
    right: bool = False


class _PartButton(QToolButton):
    def __init__(self, part: StatePart) -> None:
        super().__init__()
        self.part = part
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        side = theme().px(15)
        self.setIconSize(QSize(side, side))
        tabular(self)
        self.show_part(part)

    def show_part(self, part: StatePart) -> None:
        self.part = part
        self.setText(part.text.replace("&", "&&"))
        self.setAccessibleName(part.text)
        # what opens nothing is read as part of the line and is no stop for Tab
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if part.opens else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if part.opens else Qt.CursorShape.ArrowCursor)
        restyled(self, tone=part.tone)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        icon = self.iconSize().width() + theme().px(6) if self.part.icon else 0
        return QSize(text_width(self.fontMetrics(), self.part.text) + icon + 8, theme().px(26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme()
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        role = self.part.tone or "ink-2"
        left = 2
        if self.part.icon:
            picture = t.pixmap(self.part.icon, role, 15, dpr=self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - t.px(15)) // 2, picture)
            left += t.px(15 + 6)
        font = self.font()
        font.setUnderline(self.underMouse() and bool(self.part.opens))
        painter.setFont(font)
        painter.setPen(t.colour(role))
        words = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(
            words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.part.text
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class StateLine(QFrame):
    """What is saved, where, and what was not sent.  Never lies: callers tell it after the commit.

    When there is no room for every part, those without a meaning's colour go first, from the right.

    Signals:
        opened(str): A part was pressed; the key of the page that explains it.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.setObjectName("stateLine")
        self.setFixedHeight(t.size("state-line"))
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(t.px(14), 0, t.px(14), 0)
        self._line.setSpacing(t.px(10))
        self._parts: tuple[StatePart, ...] = ()
        self._instead: StatePart | None = None
        self._buttons: list[_PartButton] = []
        self._flash = QTimer(self, singleShot=True, interval=2000)
        self._flash.timeout.connect(self._show)

    def say(self, *parts: StatePart) -> None:
        """Show these statements: those at the left first, then those with `right`."""
        if parts == self._parts and not self._flash.isActive():
            return
        self._parts = parts
        if not self._flash.isActive():
            self._show()

    def say_first(self, instead: StatePart | None) -> None:
        """Say this in the place of the first part, whatever that is; None says the first part again."""
        if instead != self._instead:
            self._instead = instead
            if not self._flash.isActive():
                self._show()

    def flash(self, text: str, tone: StateTone = "good") -> None:
        """Say something for two seconds in the place of the first part ("Already saved")."""
        self._flash.start()
        self._fill([StatePart(text, "shield-check" if tone == "good" else "info", tone), *self._parts[1:]])

    def parts(self) -> Sequence[StatePart]:
        """Return what is said."""
        return self._parts

    def sentence(self) -> str:
        """Return the whole line as a screen reader says it."""
        return self.accessibleName()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme().size("state-line"))

    def focus_first(self) -> bool:
        """Take the focus on the first part that opens something; False if none does."""
        for button in self._buttons:
            if button.part.opens and button.isVisible():
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return False

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _show(self) -> None:
        self._fill(self._parts if self._instead is None else (self._instead, *self._parts[1:]))

    def _fill(self, parts: Sequence[StatePart]) -> None:
        if [part.right for part in parts] == [button.part.right for button in self._buttons]:
            for button, part in zip(self._buttons, parts, strict=True):
                if part != button.part:
                    button.show_part(part)
        else:
            self._fill_anew(parts)
        worst = "bad" if any(part.tone == "bad" for part in parts) else ""
        restyled(self, tone=worst)
        self.setAccessibleName(_("State: {parts}").format(parts=". ".join(part.text for part in parts)))
        self._fit()

    def _fill_anew(self, parts: Sequence[StatePart]) -> None:
        while (item := self._line.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons = [_PartButton(part) for part in parts]
        for button in self._buttons:
            button.clicked.connect(lambda _on=False, button=button: self._open(button.part))
        for button in self._buttons:
            if not button.part.right:
                self._line.addWidget(button)
        self._line.addStretch(1)
        for button in self._buttons:
            if button.part.right:
                self._line.addWidget(button)

    def _open(self, part: StatePart) -> None:
        if part.opens:
            self.opened.emit(part.opens)

    def _fit(self) -> None:
        margins = self._line.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        shown = list(self._buttons)

        def needed() -> int:
            return sum(each.sizeHint().width() + self._line.spacing() for each in shown)

        while needed() > room and len(shown) > 1:
            plain = [each for each in shown if not each.part.tone] or shown[1:]
            shown.remove(plain[-1])
        for each in self._buttons:
            each.setVisible(each in shown)
