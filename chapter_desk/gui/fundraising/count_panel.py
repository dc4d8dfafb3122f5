"""Beside the cash box: the count by two people, and what is given back to somebody."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from chapter_desk.core.fundraising.amounts import dollars
from chapter_desk.core.fundraising.box_lines import BoxLine, Totals
from chapter_desk.core.fundraising.cash_box import CashBox
from chapter_desk.core.fundraising.money_counts import CountDraft
from chapter_desk.core.members.cell_values import cents
from chapter_desk.gui.fundraising.cash_box_now import CashBoxNow, difference_words
from chapter_desk.gui.members.person_picker import PeopleSearch, PersonPicker
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.day_field import short_day
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import StatusPill, TextLabel
from chapter_desk.i18n import _


class CountPanel(SidePanel):
    """What was counted, by whom, and how it compares with what is written.

    Signals:
        signed(object): Sign this `CountDraft` off.
        print_asked(str): The count sheet on paper, in this language.
    """

    signed = Signal(object)
    print_asked = Signal(str)

    def __init__(self, people: PeopleSearch) -> None:
        super().__init__(_("Count the money"))
        self._box: CashBox | None = None
        self.head.addWidget(TextLabel(_("Count the money"), "h2", wrap=True), 1)
        self.cash = TextField(_("Cash counted"))
        self.check = TextField(_("Checks counted"))
        self.other = TextField(_("Other counted"))
        self.difference = StatusPill("")
        self.first = PersonPicker(_("Counted by"), people)
        self.second = PersonPicker(_("And by"), people, _("Two different people count."))
        self.by = TextLabel("", "small", wrap=True)
        self.sign = ActionButton(_("Sign this count off"), "primary", icon="check-check", key="Ctrl+Return")
        self.sign.clicked.connect(lambda: self._sign())
        self.tongue = Segments(_("Language"), [("en", _("English")), ("es", _("Spanish"))])
        self.paper = ActionButton(_("Count sheet to sign"), icon="printer", key="Ctrl+P")
        self.paper.clicked.connect(lambda: self.print_asked.emit(self.tongue.current()))
        for widget in (self.cash, self.check, self.other):
            self.body.addWidget(widget)
        self.body.addWidget(self.difference, 0, Qt.AlignmentFlag.AlignLeft)
        for picker in (self.first, self.second):
            self.body.addWidget(picker)
        self.body.addWidget(self.by)
        self.body.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addSpacing(8)
        self.body.addWidget(TextLabel(_("On paper, for two signatures"), "label", wrap=True))
        self.body.addWidget(self.tongue)
        self.body.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        for field in self._fields():
            field.changed.connect(lambda _text: self._show_difference())
            field.editor.returnPressed.connect(self._next_field)

    def show_box(self, now: CashBoxNow) -> None:
        """Show what is written; what is typed stays."""
        another = self._box is None or self._box.meeting.id != now.box.meeting.id
        self._box = now.box
        count, written = now.box.count, now.box.written
        if another:
            here = _parts(count.counted) if count else (0, 0, 0)
            for field, amount in zip(self._fields(), here, strict=True):
                field.set_text(dollars(amount) if count else "")
            self.first.set_person(count.first if count else None, count.first_name if count else "")
            self.second.set_person(count.second if count else None, count.second_name if count else "")
        for field, there in zip(self._fields(), _parts(written), strict=True):
            field.set_hint(_("Written: {amount}").format(amount=dollars(there)))
        by = now.box.hand_over_by
        day = short_day(by, now.today) if by is not None else ""
        self.by.setText(_("Hand over to the treasurer by {day}.").format(day=day))
        self.by.setVisible(by is not None)
        self._show_difference()

    def begin(self, language: str) -> None:
        """Put the focus where the count is typed."""
        self.tongue.choose(language)
        self.cash.setFocus(Qt.FocusReason.OtherFocusReason)
        self.cash.editor.selectAll()

    def forget(self) -> None:
        """The count is signed off: show what is kept from now on."""
        self._box = None

    def counted(self) -> Totals | None:
        """Return what is typed; None when something of it is no amount.  An empty field is nothing."""
        found = [cents(field.text()) if field.text().strip() else 0 for field in self._fields()]
        cash, check, other = found
        if cash is None or check is None or other is None or min(cash, check, other) < 0:
            return None
        return Totals(cash, check, other)

    def _show_difference(self) -> None:
        counted = self.counted()
        typed = any(field.text().strip() for field in self._fields())
        self.difference.setVisible(typed and counted is not None and self._box is not None)
        if counted is not None and self._box is not None:
            self.difference.show_state(*difference_words(counted, self._box.written))
        for field in self._fields():
            amount = cents(field.text())
            if not field.text().strip() or (amount is not None and amount >= 0):
                field.set_problem("")

    def _next_field(self) -> None:
        order = (*self._fields(), self.first)
        here = next((at for at, field in enumerate(order) if field.editor.hasFocus()), 0)
        order[min(here + 1, len(order) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    def _sign(self) -> None:
        for field in self._fields():
            amount = cents(field.text()) if field.text().strip() else 0
            if amount is None or amount < 0:
                field.set_problem(_("Type an amount, such as $10."))
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        for picker, other in ((self.first, None), (self.second, self.first.person())):
            if picker.person() is None or picker.person() == other:
                words = _("A second person counts.") if other is not None else _("Choose who counted.")
                picker.set_problem(words)
                picker.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        counted = self.counted()
        assert counted is not None, "each field was looked at"
        self.signed.emit(CountDraft(counted, self.first.person(), self.second.person()))

    def _fields(self) -> Sequence[TextField]:
        return (self.cash, self.check, self.other)


class GiveBackPanel(SidePanel):
    """How much of a gift is given back.

    Signals:
        given_back(str, int): The id of the line, and cents.
    """

    given_back = Signal(str, int)

    def __init__(self) -> None:
        super().__init__(_("Give a gift back"))
        self._line: BoxLine | None = None
        self.head.addWidget(TextLabel(_("Give a gift back"), "h2", wrap=True), 1)
        self.whose = TextLabel("", "strong", wrap=True)
        self.amount = TextField(_("Given back"), _("What stays is still a gift. The history tells both."))
        self.amount.editor.returnPressed.connect(lambda: self._give())
        self.give = ActionButton(_("It is given back"), "primary", icon="undo-2", key="Ctrl+Return")
        self.give.clicked.connect(lambda: self._give())
        for widget in (self.whose, self.amount):
            self.body.addWidget(widget)
        self.body.addWidget(self.give, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def show_line(self, line: BoxLine, whose: str) -> None:
        """Begin with the whole gift."""
        self._line = line
        self.whose.setText(f"{whose}, {dollars(line.amount_cents)}")
        self.amount.set_text(dollars(line.amount_cents))
        self.amount.set_problem("")

    def begin(self) -> None:
        """Put the focus where the amount is typed."""
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self.amount.editor.selectAll()

    def _give(self) -> None:
        amount = cents(self.amount.text())
        if self._line is None:
            return
        if amount is None or not 0 < amount <= self._line.amount_cents:
            most = dollars(self._line.amount_cents)
            self.amount.set_problem(_("An amount of at most {amount}").format(amount=most))
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.given_back.emit(self._line.id, amount)


def _parts(totals: Totals) -> tuple[int, int, int]:
    return totals.cash, totals.check, totals.other
