"""Beside the list of sheets: what to print, paper of one's own, whose photo it is, the check by a second."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit, QWidget

from chapter_desk.core.chapter import Operator
from chapter_desk.core.meetings.sheet import Sheet
from chapter_desk.core.meetings.sheet_layout import LINES
from chapter_desk.core.meetings.sheets import LAST_MEETINGS
from chapter_desk.gui.meetings.sheets_now import SheetsNow, sheet_name
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.fields import Field, TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import OperatorId


def _number(field: TextField) -> int | None:
    text = field.text().strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


class PrintPanel(SidePanel):
    """Who is expected, how many blank lines, in which language.

    Signals:
        asked(bool, bool, int, str): Who said yes, the regulars too, blank lines, language.
    """

    asked = Signal(bool, bool, int, str)

    def __init__(self) -> None:
        super().__init__(_("Print sign-in sheets"))
        self.head.addWidget(TextLabel(_("Print sign-in sheets"), "h2", wrap=True), 1)
        self.yes = QCheckBox()
        self.regulars = QCheckBox()
        self.blank = TextField(_("Blank lines"), text=str(2 * LINES))
        self.tongue = Segments(_("Language"), [("en", _("English")), ("es", _("Spanish"))])
        self.make = ActionButton(_("Make the sheets"), "primary", "large", icon="printer")
        self.make.clicked.connect(self._ask)
        self.blank.editor.returnPressed.connect(self._ask)
        words = _(
            "Names that are expected are printed, and nothing else about anybody."
            " Each page has a code, so that its photo is known."
        )
        for widget in (
            self.yes,
            self.regulars,
            self.blank,
            self.tongue,
            TextLabel(words, "hint", wrap=True),
            self.make,
        ):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def begin(self, now: SheetsNow, language: str) -> None:
        """Show what could be printed for a meeting."""
        yes = ngettext("{n} person who said yes", "{n} people who said yes", now.said_yes)
        self.yes.setText(yes.format(n=now.said_yes))
        self.yes.setChecked(bool(now.said_yes))
        self.yes.setEnabled(bool(now.said_yes))
        more = max(0, now.regulars - now.said_yes)
        lately = ngettext(
            "{n} more from the last {meetings} meetings", "{n} more from the last {meetings} meetings", more
        )
        self.regulars.setText(lately.format(n=more, meetings=LAST_MEETINGS))
        self.regulars.setChecked(False)
        self.regulars.setEnabled(bool(more))
        self.tongue.choose(language)
        self.blank.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.blank.editor.selectAll()

    def _ask(self) -> None:
        blank = _number(self.blank)
        if blank is None:
            self.blank.set_problem(_("Type how many lines, 0 for none."))
            self.blank.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.blank.set_problem("")
        self.asked.emit(self.yes.isChecked(), self.regulars.isChecked(), blank, self.tongue.current())


class OwnPaperPanel(SidePanel):
    """Paper without our code: how many lines stand on it.

    Signals:
        asked(int): Make a sheet of so many lines.
    """

    asked = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Paper of your own"))
        self.head.addWidget(TextLabel(_("Paper of your own"), "h2", wrap=True), 1)
        self.count = TextField(_("Lines on it"), _("Count crossed out and empty ones too."))
        self.make = ActionButton(_("Enter its lines"), "primary", "large")
        self.make.clicked.connect(self._ask)
        self.count.editor.returnPressed.connect(self._ask)
        self.body.addWidget(self.count)
        self.body.addWidget(self.make)
        self.body.addStretch(1)

    def begin(self) -> None:
        """Ask for the number of lines."""
        self.count.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        count = _number(self.count)
        if not count:
            self.count.set_problem(_("Type how many lines, such as 20."))
            self.count.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.count.set_problem("")
        self.count.set_text("")
        self.asked.emit(count)


class PastePanel(SidePanel):
    """A list of names from elsewhere: a message, a spreadsheet, the names of a video call.

    Signals:
        asked(str): Make lines of this text.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Paste a list of names"))
        self.head.addWidget(TextLabel(_("Paste a list of names"), "h2", wrap=True), 1)
        self.names: Field[QPlainTextEdit] = Field(_("Names, one on each line"), QPlainTextEdit())
        self.names.editor.setTabChangesFocus(True)
        self.make = ActionButton(_("Go through the names"), "primary", "large", key="Ctrl+Return")
        self.make.clicked.connect(self._ask)
        words = _("An e-mail or a phone may stand beside a name. Nobody is signed in before you say so.")
        self.body.addWidget(self.names, 1)
        self.body.addWidget(TextLabel(words, "hint", wrap=True))
        self.body.addWidget(self.make)

    def begin(self) -> None:
        """Ask for the names."""
        self.names.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """The names became lines."""
        self.names.editor.clear()

    def _ask(self) -> None:
        text = self.names.editor.toPlainText()
        self.names.set_problem("" if text.strip() else _("Paste or type at least one name."))
        if text.strip():
            self.asked.emit(text)


class WhichSheetPanel(SidePanel):
    """A photo whose code was not found, or is of another meeting: which sheet is it?

    Signals:
        chosen(str): The sheet's id.
        own_asked(int): It is paper of one's own, with so many lines.
    """

    chosen = Signal(str)
    own_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Which sheet is this?"))
        self.head.addWidget(TextLabel(_("Which sheet is this?"), "h2", wrap=True), 1)
        self.why = TextLabel("", wrap=True)
        self.body.addWidget(self.why)
        self.choices: list[ActionButton] = []
        self.count = TextField(_("Or paper of your own: lines on it"))
        self.own = ActionButton(_("Keep it as a sheet of its own"), "", "large")
        self.own.clicked.connect(self._ask)
        self.count.editor.returnPressed.connect(self._ask)
        self.body.addWidget(self.count)
        self.body.addWidget(self.own)
        self.body.addStretch(1)

    def begin(self, why: str, sheets: Sequence[Sheet]) -> None:
        """Ask, and say why."""
        self.why.setText(why)
        for button in self.choices:
            self.body.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.choices = []
        for at, sheet in enumerate(sheets):
            button = ActionButton(sheet_name(sheet), "", "large")
            button.clicked.connect(partial(self.chosen.emit, sheet.id))
            self.body.insertWidget(1 + at, button)
            self.choices.append(button)
        first: QWidget = self.choices[0] if self.choices else self.count.editor
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        count = _number(self.count)
        if not count:
            self.count.set_problem(_("Type how many lines, such as 20."))
            self.count.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.count.set_problem("")
        self.own_asked.emit(count)


class CheckPanel(SidePanel):
    """A second person counts the names on the paper.

    Signals:
        asked(str, object, int): The sheet, who counted (an OperatorId), and how many names.
    """

    asked = Signal(str, object, int)

    def __init__(self) -> None:
        super().__init__(_("Check the count"))
        self._sheet: Sheet | None = None
        self.heading = TextLabel("", "h2", wrap=True)
        self.head.addWidget(self.heading, 1)
        self.who: Field[QComboBox] = Field(_("Who counts"), QComboBox())
        self.count = TextField(_("Names on the paper"), _("Unreadable ones too, crossed out ones not."))
        self.check = ActionButton(_("The count is right"), "primary", "large", icon="check-check")
        self.check.clicked.connect(self._ask)
        self.count.editor.returnPressed.connect(self._ask)
        self.nobody = TextLabel(
            _("Nobody else works here yet. Add them under your name, at the top of the rail."), wrap=True
        )
        for widget in (self.who, self.count, self.nobody, self.check):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def begin(self, sheet: Sheet, operators: Sequence[Operator]) -> None:
        """Ask for the count of a sheet; whoever entered it cannot check it."""
        self._sheet = sheet
        self.heading.setText(_("Check {sheet}").format(sheet=sheet_name(sheet)))
        others = [each for each in operators if each.id != sheet.done_by]
        self.who.editor.clear()
        for each in others:
            self.who.editor.addItem(each.name, each.id)
        for widget in (self.who, self.count, self.check):
            widget.setVisible(bool(others))
        self.nobody.setVisible(not others)
        self.count.set_text("")
        self.count.set_problem("")
        self.count.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        count = _number(self.count)
        if count is None:
            self.count.set_problem(_("A number of names."))
            return
        self.count.set_problem("")
        assert self._sheet is not None
        self.asked.emit(self._sheet.id, OperatorId(self.who.editor.currentData()), count)
