"""Frames: the card, the side panel, what shows when there is nothing yet, and work in hand."""

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.gui.shell.theme import theme, tokens
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton, IconButton
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel
from chapter_desk.gui.widgets.meters import Meter
from chapter_desk.i18n import _


class Card(QFrame):
    """A white frame with an optional h3 title, things at the title's right, and a body.

    `flush` leaves the body without padding, for tables and lists that reach the border.
    """

    def __init__(self, title: str = "", *, flush: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.setProperty("kind", "card")
        self._flush = flush
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        self._head = QWidget()
        self.head = QHBoxLayout(self._head)
        """The line of the title: add pills and links at its end."""
        self.head.setContentsMargins(t.px(15), t.px(13), t.px(15), t.px(8))
        self.head.setSpacing(t.px(8))
        self._title = ElidedLabel(title, "h3")
        self.head.addWidget(self._title, 1)
        whole.addWidget(self._head)
        self.body = QVBoxLayout()
        """Where the content goes."""
        top = 0 if title else t.px(13)
        self.body.setContentsMargins(0, 0, 0, 0)
        if not flush:
            self.body.setContentsMargins(t.px(15), top, t.px(15), t.px(13))
        self.body.setSpacing(t.px(8))
        whole.addLayout(self.body, 1)
        self._foot: QHBoxLayout | None = None
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """Show another title, which also names the group."""
        self._title.setText(title)
        self._head.setVisible(bool(title))
        self.setAccessibleName(title)

    def stand_in(self, panel: "SidePanel") -> None:
        """Stand in a side panel as its content: without a frame, its title line in the panel's head."""
        self.setProperty("kind", "")
        self.head.setContentsMargins(0, 0, 0, 0)
        panel.head.addWidget(self._head, 1)
        self.body.setContentsMargins(0, 0, 0, 0)
        panel.body.addWidget(self, 1)

    def foot(self) -> QHBoxLayout:
        """Return the strip at the foot, for actions on the chosen rows; made when first asked for."""
        if self._foot is None:
            t = theme()
            strip = QFrame()
            strip.setProperty("kind", "foot")
            self._foot = QHBoxLayout(strip)
            self._foot.setContentsMargins(t.px(16), t.px(8), t.px(16), t.px(8))
            self._foot.setSpacing(t.px(10))
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.addWidget(strip)
        return self._foot


class Rule(QFrame):
    """A thin line between parts of a card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rule")
        self.setFixedHeight(1)


def scrolling(content: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """Return a frameless, transparent scroll area around `content`, for the inside of a card or page."""
    area = QScrollArea(parent)
    area.setObjectName("canvas")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.setObjectName(content.objectName() or "canvas")
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area


class SidePanel(QFrame):
    """What is known about the chosen row, beside the list.

    Signals:
        closed(): Esc, or the cross.  The shell hides it and gives the focus back.
    """

    closed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.setProperty("kind", "panel")
        self.setAccessibleName(name)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        self.head = QHBoxLayout()
        """The line at the top, at the left of the cross."""
        self.head.setContentsMargins(t.px(16), t.px(12), t.px(10), t.px(4))
        self.head.setSpacing(t.px(10))
        self._close = IconButton("x", _("Close this panel"), key="Esc")
        self._close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, t.px(8), 0)
        head.addLayout(self.head, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        head.setContentsMargins(0, t.px(6), t.px(8), 0)
        whole.addLayout(head)
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        """Where the content goes; it scrolls."""
        self.body.setContentsMargins(t.px(16), t.px(6), t.px(16), t.px(16))
        self.body.setSpacing(t.px(10))
        self._scroll = scrolling(inside)
        whole.addWidget(self._scroll, 1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def focus_cross(self) -> None:
        """Take the focus, where the panel is for reading only."""
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_name(self, name: str) -> None:
        """Name what the panel is about ("About Maria Gutierrez")."""
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


class EmptyState(QWidget):
    """What will be here, what it needs, one primary button and one other way in."""

    def __init__(
        self,
        icon: str,
        title: str,
        line: str = "",
        buttons: Sequence[ActionButton] = (),
        other: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        t = theme()
        self.setAccessibleName(title)
        box = QVBoxLayout(self)
        box.setContentsMargins(t.px(24), t.px(24), t.px(24), t.px(24))
        box.setSpacing(t.px(10))
        box.addStretch(1)
        if icon:
            box.addWidget(IconLabel(icon, "ink-3", 48), 0, Qt.AlignmentFlag.AlignHCenter)
        self._title = TextLabel(title, "h2", wrap=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(self._title)
        self._line = TextLabel(line, "small", wrap=True)
        self._line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if not line:
            self._line.hide()  # never shown from here: a label without a parent would be a window of its own
        centred = QHBoxLayout()
        centred.addStretch(1)
        self._line.setMinimumWidth(min(t.px(440), t.px(440)))
        self._line.setMaximumWidth(t.px(440))
        centred.addWidget(self._line)
        centred.addStretch(1)
        box.addLayout(centred)
        for widgets in (buttons, other):
            if not widgets:
                continue
            line_box = QHBoxLayout()
            line_box.setSpacing(t.px(10))
            line_box.setContentsMargins(0, t.px(8), 0, 0)
            line_box.addStretch(1)
            for widget in widgets:
                line_box.addWidget(widget)
            line_box.addStretch(1)
            box.addLayout(line_box)
        box.addStretch(1)

    def say(self, title: str, line: str = "") -> None:
        """Show other words."""
        self.setAccessibleName(title)
        self._title.setText(title)
        self._line.setText(line)
        self._line.setVisible(bool(line))


class ProgressCard(QFrame):
    """Work in hand: what, how far in things, and Cancel.  Shows itself after 300 ms, not before.

    Signals:
        cancelled(): Cancel, or Esc.  The work ends with everything as it was before.
    """

    cancelled = Signal()

    def __init__(self, what: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._what = ElidedLabel(what, "strong")
        self._far = ElidedLabel("", "hint", figures=True)
        self._cancel = ActionButton(_("Cancel"), "link")
        self._cancel.clicked.connect(self._stop)
        self._meter = Meter()
        line = QHBoxLayout()
        line.setSpacing(t.px(9))
        line.addWidget(self._what)
        line.addWidget(self._far, 1)
        line.addWidget(self._cancel)
        box = QVBoxLayout(self)
        box.setContentsMargins(t.px(14), t.px(11), t.px(14), t.px(11))
        box.setSpacing(t.px(8))
        box.addLayout(line)
        box.addWidget(self._meter)
        self._told = -1
        self._clock = QElapsedTimer()
        self._wait = QTimer(self, singleShot=True, interval=tokens()["motion"]["progress-delay-ms"])
        self._wait.timeout.connect(self.show)
        self.hide()

    def begin(self, what: str) -> None:
        """Start: the card shows if the work takes longer than a blink."""
        self._what.setText(what)
        self.setAccessibleName(what)
        self._far.setText("")
        self._meter.show_value(0, 0)
        self._cancel.turn_on()
        self._told = -1
        self._clock.start()
        self._wait.start()

    def show_progress(self, done: int, total: int, words: str = "") -> None:
        """Say how far it is: `words` ("1,240 of 4,000 rows"), and a bar.  `total` 0 means not known."""
        text = words or _("{done} of {total}").format(done=f"{done:,}", total=f"{total:,}")
        if total and done and self._clock.isValid() and self._clock.elapsed() > 10_000 and done < total:
            left_s = round(self._clock.elapsed() / 1000 * (total - done) / done)
            text = _("{far}, about {seconds} seconds left").format(far=text, seconds=left_s)
        self._far.setText(text)
        self._meter.show_value(done, total)
        half = 0 if not total else int(2 * done / total)  # read out at 0, 50 and 100 %
        if half != self._told and self.isVisible():
            self._told = half
            announce(self, f"{self._what.text()}: {text}")

    def end(self) -> None:
        """The work is over, one way or the other."""
        self._wait.stop()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._stop()
            return
        super().keyPressEvent(event)

    def _stop(self) -> None:
        self._cancel.turn_off(_("It stops at the next safe place."))
        self.cancelled.emit()
