"""All lines of a sheet in order, the one in hand opened between them."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from chapter_desk.core.meetings.sheet import (
    BLANK,
    CROSSED,
    ENTERED,
    PASTED,
    UNREADABLE,
    SheetInFull,
    SheetLine,
)
from chapter_desk.gui.meetings.line_editor import LineEditor
from chapter_desk.gui.meetings.when import clock_words
from chapter_desk.gui.members.minor_field import MINOR_ICON, minor_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.cards import Rule, scrolling
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.labels import ElidedLabel, StatusPill, TextLabel, Tone
from chapter_desk.i18n import _


def line_words(line: SheetLine, time_zone: str, *, pasted: bool = False) -> tuple[str, str, Tone]:
    """Return what a line shows: the name, its pill, and the tone of that."""
    if line.state == ENTERED:
        names = ", ".join((line.name or line.written, *line.with_them))
        if line.in_since is None:
            return names, _("Taken back"), "warn"
        if line.from_here:
            return names, _("Signed in from this line"), ""
        since = clock_words(line.in_since, time_zone)
        return names, _("Already in, {time}").format(time=since), ""
    if line.state == UNREADABLE:
        return line.written or _("Cannot read"), _("Kept, unresolved"), "warn"
    if line.state == CROSSED:
        return line.written or line.name, _("Not here") if pasted else _("Crossed out"), ""
    if line.state == BLANK:
        return line.name if line.expected else "", _("Blank"), ""
    return line.name or line.written, _("Expected") if line.expected else "", ""


class _Row(QFrame):
    """A line that is not in hand: a press takes it in hand."""

    pressed = Signal(int)

    def __init__(self, line: SheetLine, time_zone: str, *, pasted: bool) -> None:
        super().__init__()
        t = theme()
        self._number = line.number
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(t.px(40))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        name, pill, tone = line_words(line, time_zone, pasted=pasted)
        said = " ".join(filter(None, (name, minor_words() if line.under_18 else "", pill)))
        self.setAccessibleName(_("Line {line}: {what}").format(line=line.number, what=said))
        row = QHBoxLayout(self)
        row.setContentsMargins(t.px(14), t.px(4), t.px(14), t.px(4))
        row.setSpacing(t.px(8))
        number = TextLabel(str(line.number), "small", figures=True)
        number.setMinimumWidth(t.px(28))
        row.addWidget(number)
        sign = (
            "circle-question-mark" if line.state == UNREADABLE else "check" if line.state == ENTERED else ""
        )
        row.addWidget(IconLabel(sign, "warn" if line.state == UNREADABLE else "good" if sign else "ink-3"))
        row.addWidget(ElidedLabel(name, "label" if line.state else "hint"), 1)
        if line.under_18:
            row.addWidget(StatusPill(minor_words(), "warn", MINOR_ICON))
        if pill:
            row.addWidget(StatusPill(pill, tone))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(self._number)


class SheetLines(QWidget):
    """The lines; `editor` stands in the place of the one in hand.

    Signals:
        wanted(int): A line is to be taken in hand.
    """

    wanted = Signal(int)

    def __init__(self, editor: LineEditor) -> None:
        super().__init__()
        self._editor = editor
        self._rows: list[QWidget] = []
        inside = QWidget()
        self._box = QVBoxLayout(inside)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(editor)
        self._box.addStretch(1)
        self._area = scrolling(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)

    def show_lines(self, full: SheetInFull, in_hand: int | None, time_zone: str) -> None:
        """Show the lines as they are, one of them in hand or none."""
        for row in self._rows:
            self._box.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        self._box.removeWidget(self._editor)
        at = 0
        for line in full.lines:
            if line.number == in_hand:
                self._box.insertWidget(at, self._editor)
                at += 1
                continue
            row = _Row(line, time_zone, pasted=full.sheet.kind == PASTED)
            row.pressed.connect(self.wanted)
            for widget in (row, Rule()):
                self._box.insertWidget(at, widget)
                self._rows.append(widget)
                at += 1
        self._editor.setVisible(in_hand is not None)
        QTimer.singleShot(0, self, self._scroll)

    def _scroll(self) -> None:
        if isValid(self._editor) and self._editor.isVisible():
            self._area.ensureWidgetVisible(self._editor, 0, theme().px(84))
