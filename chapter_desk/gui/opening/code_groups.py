"""The recovery code on the screen: shown in groups, and typed in groups."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from chapter_desk.core.safekeeping.recovery_code import (
    GROUPS,
    LETTERS_PER_GROUP,
    RecoveryCode,
    Typed,
    checked,
)
from chapter_desk.errors import WrongRecoveryCode
from chapter_desk.gui.opening.opening_view import application
from chapter_desk.gui.shell.theme import restyled, theme
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _

_HIDDEN = "•" * LETTERS_PER_GROUP
_COLUMNS = 4


class CodeGroups(QWidget):
    """The eight groups to copy, or eight rows of dots while one of them is asked."""

    def __init__(self, code: RecoveryCode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = code
        self._labels: list[QLabel] = []
        self._wells: list[QFrame] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme().px(8))
        for number in range(GROUPS):
            grid.addWidget(self._well(number), number // _COLUMNS, number % _COLUMNS)
        self.show_code(True)

    def show_code(self, shown: bool) -> None:
        """Show the letters, or dots in their place."""
        for number, (label, well) in enumerate(zip(self._labels, self._wells, strict=True), 1):
            group = self._code.groups[number - 1]
            label.setText(group if shown else _HIDDEN)
            # a screen reader spells the letters; it does not try them as a word
            said = " ".join(group) if shown else _("hidden")
            well.setAccessibleName(_("Group {number}: {letters}").format(number=number, letters=said))

    def _well(self, number: int) -> QFrame:
        t = theme()
        well = QFrame()
        well.setProperty("kind", "well")
        line = QHBoxLayout(well)
        line.setContentsMargins(t.px(10), t.px(8), t.px(8), t.px(8))
        line.setSpacing(t.px(8))
        line.addWidget(TextLabel(str(number + 1), "caption"))
        letters = QLabel()
        letters.setTextFormat(Qt.TextFormat.PlainText)
        letters.setProperty("kind", "code")
        line.addWidget(letters, 1)
        self._labels.append(letters)
        self._wells.append(well)
        return well


class CodeEntry(QWidget):
    """Eight short fields for the code on the paper; each is checked while it is typed.

    A whole code can be pasted into any of them.

    Signals:
        changed(): Something was typed; ask `code()` again.
        done(): Enter was pressed when every group is right.
    """

    changed = Signal()
    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.fields: list[QLineEdit] = []
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(t.px(8))
        for number in range(1, GROUPS + 1):
            cell = QVBoxLayout()
            cell.setSpacing(t.px(2))
            field = self._made(number)
            label = TextLabel(str(number), "caption")
            label.setBuddy(field)
            cell.addWidget(label)
            cell.addWidget(field)
            grid.addLayout(cell, (number - 1) // _COLUMNS, (number - 1) % _COLUMNS)
        self._line = TextLabel(_("A slip shows as soon as a group is full."), "hint", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(8))
        box.addLayout(grid)
        box.addWidget(self._line)
        self.setFocusProxy(self.fields[0])

    def code(self) -> RecoveryCode | None:
        """Return the code if every group is right, else None."""
        try:
            return RecoveryCode.from_groups([field.text() for field in self.fields])
        except WrongRecoveryCode:
            return None

    def clear(self) -> None:
        """Empty every group and begin again."""
        for field in self.fields:
            field.clear()
        self.fields[0].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        at = next((n for n, field in enumerate(self.fields) if field is watched), None)
        if at is None:
            return False
        if event.matches(QKeySequence.StandardKey.Paste):
            return self._spread(application().clipboard().text())
        if event.key() == Qt.Key.Key_Backspace and not self.fields[at].text() and at:
            self.fields[at - 1].setFocus(Qt.FocusReason.BacktabFocusReason)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.code() is not None:
                self.done.emit()
            else:
                self._next_unfinished()
            return True
        return False

    def _made(self, number: int) -> QLineEdit:
        field = QLineEdit()
        field.setProperty("kind", "code")
        field.setProperty("room", "large")
        field.setMaxLength(LETTERS_PER_GROUP + 1)
        field.setMinimumWidth(theme().px(76))
        field.setAccessibleName(_("Group {number} of {count}").format(number=number, count=GROUPS))
        field.textEdited.connect(lambda text: self._typed(number, text))
        field.textChanged.connect(lambda _text: self._judge(number))
        field.installEventFilter(self)
        self.fields.append(field)
        return field

    def _typed(self, number: int, text: str) -> None:
        field = self.fields[number - 1]
        at = field.cursorPosition()
        field.setText(text.upper())
        field.setCursorPosition(at)
        if checked(number, text) is Typed.RIGHT:
            self._next_unfinished(number)

    def _judge(self, number: int) -> None:
        state = checked(number, self.fields[number - 1].text())
        restyled(self.fields[number - 1], problem=state is Typed.MISTYPED)
        wrong = self._numbers(Typed.MISTYPED)
        if wrong:
            words = _("Group {number} is not as it is on the paper.").format(number=wrong[0])
        else:
            right = len(self._numbers(Typed.RIGHT))
            words = _("{right} of {count} groups are right.").format(right=right, count=GROUPS)
        self._line.set_tone("bad" if wrong else "")
        self._line.setText(words)
        self.fields[number - 1].setAccessibleDescription(words)
        self.changed.emit()

    def _numbers(self, state: Typed) -> Sequence[int]:
        return [n for n, field in enumerate(self.fields, 1) if checked(n, field.text()) is state]

    def _next_unfinished(self, after: int = 0) -> None:
        order = [*range(after, GROUPS), *range(after)]
        for at in order:
            if checked(at + 1, self.fields[at].text()) is not Typed.RIGHT:
                self.fields[at].setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _spread(self, pasted: str) -> bool:
        try:
            groups = RecoveryCode.from_text(pasted).groups
        except WrongRecoveryCode:
            return False  # a part of one: the field takes it as any text
        for field, group in zip(self.fields, groups, strict=True):
            field.setText(group)
        self.fields[-1].setFocus(Qt.FocusReason.TabFocusReason)
        return True
