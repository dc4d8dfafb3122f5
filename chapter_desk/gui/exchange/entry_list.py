"""Rows of two lines in a card: an icon, what it is, what is to say of it, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Rule
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel, Tone


@dataclass(frozen=True, slots=True)
class EntryAction:
    """What can be done with a row: its words, and the whole of it for screen readers."""

    key: str
    words: str
    name: str
    link: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One row.  `state` stands at its right in `tone`, before the actions."""

    key: str
    icon: str
    role: str
    title: str
    line: str = ""
    state: str = ""
    tone: Tone = ""
    actions: tuple[EntryAction, ...] = ()


class EntryList(QWidget):
    """A few rows, made anew only when they are others; the focus stays on the button it was on.

    Signals:
        acted(str, str): A button was pressed: the key of its row, and of its action.
    """

    acted = Signal(str, str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._shown: tuple[Entry, ...] = ()
        self.buttons: dict[tuple[str, str], ActionButton] = {}
        """The buttons there are, by the key of their row and of their action."""

    def entries(self) -> Sequence[Entry]:
        """Return the rows that show."""
        return self._shown

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these rows, in this order."""
        if tuple(entries) == self._shown:
            return
        held = next((key for key, button in self.buttons.items() if button.hasFocus()), None)
        self._shown = tuple(entries)
        self.buttons = {}
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, entry in enumerate(entries):
            if number:
                self._box.addWidget(Rule())
            self._box.addWidget(self._made(entry))
        if held in self.buttons:
            self.buttons[held].setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, entry: Entry) -> QWidget:
        t = theme()
        row = QWidget()
        row.setMinimumHeight(t.px(46))
        said = (entry.title, entry.line, entry.state)
        row.setAccessibleName(", ".join(part for part in said if part))
        line = QHBoxLayout(row)
        line.setContentsMargins(t.px(15), t.px(5), t.px(15), t.px(5))
        line.setSpacing(t.px(10))
        line.addWidget(IconLabel(entry.icon, entry.role, 18))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(ElidedLabel(entry.title, "label"))
        if entry.line:
            words.addWidget(ElidedLabel(entry.line, "hint", figures=True))
        words.addStretch(1)
        line.addLayout(words, 1)
        if entry.state:
            line.addWidget(TextLabel(entry.state, "label" if entry.tone else "hint", tone=entry.tone))
        for action in entry.actions:
            button = ActionButton(action.words, "link" if action.link else "", "compact")
            button.setAccessibleName(action.name)
            button.clicked.connect(lambda _on=False, key=action.key: self.acted.emit(entry.key, key))
            self.buttons[entry.key, action.key] = button
            line.addWidget(button)
        return row
