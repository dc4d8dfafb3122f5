"""Notices and bands: they take space, cover nothing and never take the focus."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.gui.shell.theme import restyled, theme, tokens
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton, IconButton
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel
from chapter_desk.i18n import _

NoticeTone = Literal["good", "info", "warn", "bad"]

_ICONS = {"good": "circle-check", "info": "info", "warn": "triangle-alert", "bad": "octagon-alert"}
_ROLES = {"good": "good", "info": "accent", "warn": "warn", "bad": "bad"}


@dataclass(frozen=True, slots=True)
class NoticeButton:
    """A button in a notice: its words, what it does, and its icon."""

    text: str
    run: Callable[[], None]
    icon: str = ""
    key: str = ""


class Notice(QFrame):
    """An icon, a bold fact, the rest of it, and up to two buttons.

    Signals:
        closed(): The cross or Esc, where it may be closed.
    """

    closed = Signal()

    def __init__(
        self,
        tone: NoticeTone,
        fact: str,
        line: str = "",
        buttons: Sequence[NoticeButton] = (),
        *,
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        t = theme()
        self.tone: NoticeTone = tone
        self._closable = closable
        self.setProperty("kind", "notice")
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(f"{fact} {line}".strip())
        self._sign = IconLabel(_ICONS[tone], _ROLES[tone], 18)
        self._text = _FactAndLine(fact, line)
        box = QHBoxLayout(self)
        box.setContentsMargins(t.px(12), t.px(5), t.px(8), t.px(5))
        box.setSpacing(t.px(10))
        box.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._sign.setFixedSize(t.px(18), t.px(28))
        box.addWidget(self._text, 1)
        self.buttons = [
            ActionButton(each.text, room="compact", icon=each.icon, key=each.key) for each in buttons
        ]
        for button, each in zip(self.buttons, buttons, strict=True):
            button.clicked.connect(each.run)
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._cross: IconButton | None = None
        if closable:
            cross = self._cross = IconButton("x", _("Close this notice"), size=16)
            cross.clicked.connect(self.closed)
            box.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)

    def focus_first(self) -> None:
        """Take the focus, because the person asked for it (Alt Shift N)."""
        first = self.buttons[0] if self.buttons else self._cross
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def read_out(self) -> None:
        """Have a screen reader say it, once."""
        announce(self, self.accessibleName())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._closable:
            self.closed.emit()
            return
        super().keyPressEvent(event)


class _FactAndLine(TextLabel):
    """Bold fact, then the rest, wrapping as one paragraph; typed text in it stays plain."""

    def __init__(self, fact: str, line: str) -> None:
        from html import escape

        super().__init__("", wrap=True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setProperty("ourmarkup", True)  # escaped below: no markup of a stranger's gets through
        bold = f"<b style='font-weight:600'>{escape(fact)}</b>"
        self.setText(f"{bold} {escape(line)}" if line else (bold if fact else ""))
        # the first line stands in the middle of a compact button, as the icon does
        above = (theme().px(28) - QFontMetrics(theme().font("small")).height()) // 2
        self.setContentsMargins(0, above, 0, above)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)


class NotSavedBand(QFrame):
    """The one red thing at the door: what happened, what is safe, what to do.

    Does not take the focus.  Signals:
        try_again(): Pressed; the page binds Ctrl R to the same.
    """

    try_again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.setProperty("kind", "band")
        self.setProperty("tone", "bad")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        box = QHBoxLayout(self)
        box.setContentsMargins(t.px(20), t.px(14), t.px(18), t.px(14))
        box.setSpacing(t.px(18))
        box.addWidget(IconLabel("octagon-alert", "bad", 32), 0, Qt.AlignmentFlag.AlignTop)
        self._title = TextLabel("", "h3", wrap=True, tone="bad")
        self._lines = [TextLabel("", "body", wrap=True) for _line in range(3)]
        heads = (_("What happened"), _("What is safe"), _("What to do"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(t.px(16))
        grid.setVerticalSpacing(t.px(4))
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._title, 0, 0, 1, 2)
        self._heads = [TextLabel(head, "strong") for head in heads]
        for row, (head, line) in enumerate(zip(self._heads, self._lines, strict=True), 1):
            grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(line, row, 1)
        box.addLayout(grid, 1)
        self.again = ActionButton(_("Try again"), "primary", "large", icon="rotate-cw", key="Ctrl+R")
        self.again.clicked.connect(self.try_again)
        self.buttons = QVBoxLayout()
        """Under "Try again": other ways out."""
        self.buttons.addWidget(self.again)
        self.buttons.addStretch(1)
        box.addLayout(self.buttons)
        self.hide()

    def be_narrow(self, narrow: bool) -> None:
        """Leave the words before the three lines out, where these need the room."""
        for head in self._heads:
            head.setVisible(not narrow)

    def show_problem(self, title: str, happened: str, safe: str, do: str) -> None:
        """Say it, and read it out at once."""
        self._title.setText(title)
        for label, text in zip(self._lines, (happened, safe, do), strict=True):
            label.setText(text)
        self.setAccessibleName(" ".join((title, happened, safe, do)))
        self.show()
        announce(self, self.accessibleName(), at_once=True)


Colour = Literal["good", "warn"]
"""Done, or look again; red is for what is not saved alone."""


class DoneBand(QFrame):
    """What was just done, with its undo: bright for six seconds, then quiet until the next.

    Signals:
        undone(): Undo was pressed; the page binds Ctrl Z to the same.
    """

    undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.setProperty("kind", "band")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._sign = IconLabel("circle-check", "good", 24)
        self._what = ElidedLabel("", "h3")
        self._line = ElidedLabel("", "small", figures=True)
        self.undo = ActionButton(_("Undo"), room="large", icon="undo-2", key="Ctrl+Z")
        self.undo.clicked.connect(self.undone)
        box = QHBoxLayout(self)
        box.setContentsMargins(t.px(16), t.px(6), t.px(8), t.px(6))
        box.setSpacing(t.px(10))
        box.addWidget(self._sign)
        box.addWidget(self._what)
        box.addWidget(self._line, 1)
        box.addWidget(self.undo)
        hold = tokens()["motion"]["band-hold-ms"]
        self._calm = QTimer(self, singleShot=True, interval=hold)
        self._calm.timeout.connect(lambda: restyled(self, tone=""))
        self.hide()

    def show_done(
        self,
        what: str,
        line: str = "",
        *,
        can_undo: bool = True,
        icon: str = "circle-check",
        colour: Colour = "good",
    ) -> None:
        """Say what was done, or refused (another icon and colour), and read it out."""
        self._sign.show_icon(icon, colour)
        self._what.setText(what)
        self._line.setText(line)
        self.undo.setVisible(can_undo)
        self.setAccessibleName(f"{what} {line}".strip())
        restyled(self, tone=colour)
        self._calm.start()
        self.show()
        announce(self, self.accessibleName())
