"""Beside the calls: whom to call at which number, what was said, and how it went."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPlainTextEdit

from chapter_desk.core.meetings.follow_ups import Outcome
from chapter_desk.gui.meetings.after_now import CallLine, outcome_choices
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.fields import Field
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _


class CallPanel(SidePanel):
    """One call.  What is half-typed about somebody stays while the panel shows them.

    Signals:
        logged(str): How it went: an `Outcome`; the note and the number are asked for.
    """

    logged = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("A call"))
        self.line: CallLine | None = None
        self._name = TextLabel("", "h2", wrap=True)
        self.head.addWidget(self._name, 1)
        self.why = TextLabel("", "small", wrap=True)
        self.number = QComboBox()
        self.number_field = Field(_("Number"), self.number)
        self.no_number = TextLabel(_("No number that may be called is on file."), "hint", wrap=True)
        editor = QPlainTextEdit()
        editor.setTabChangesFocus(True)
        editor.setFixedHeight(theme().px(110))
        self.note: Field[QPlainTextEdit] = Field(_("What was said"), editor)
        self.body.addWidget(self.why)
        self.body.addWidget(self.number_field)
        self.body.addWidget(self.no_number)
        self.body.addWidget(self.note)
        self.body.addWidget(TextLabel(_("How did it go?"), "label", wrap=True))
        self.buttons: dict[Outcome, ActionButton] = {}
        for number, (outcome, words) in enumerate(outcome_choices()):
            button = ActionButton(
                words, "primary" if not number else "", key="Ctrl+Return" if not number else ""
            )
            button.clicked.connect(partial(self._log, outcome))
            self.buttons[outcome] = button
            self.body.addWidget(button)
        self.body.addStretch(1)

    def show_call(self, line: CallLine, why: str) -> None:
        """Show a call; a note about somebody else is gone, it was theirs."""
        another = self.line is None or self.line.call.id != line.call.id
        self.line = line
        self._name.setText(line.call.name)
        self.set_name(_("The call with {name}").format(name=line.call.name))
        self.why.setText(why)
        chosen = self.number.currentData()
        self.number.clear()
        for each in line.numbers:
            words = each.shown if each.may else _("{number}, not to be called").format(number=each.shown)
            self.number.addItem(words, each.id)
        self.number.setCurrentIndex(max(0, self.number.findData(None if another else chosen)))
        self.number_field.setVisible(bool(line.numbers))
        self.no_number.setVisible(line.number is None)
        if another:
            self.note.editor.setPlainText("")

    def begin(self) -> None:
        """Put the focus where the note is typed."""
        self.note.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def typed(self) -> str:
        """Return the note."""
        return self.note.editor.toPlainText().strip()

    def phone_id(self) -> str:
        """Return the number that is chosen."""
        return str(self.number.currentData() or "")

    def forget(self) -> None:
        """The call is logged: the note belongs to it now."""
        self.line = None
        self.note.editor.setPlainText("")

    def _log(self, outcome: Outcome, _checked: bool = False) -> None:
        self.logged.emit(outcome)
