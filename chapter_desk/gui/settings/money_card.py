"""Which money rules the chapter works by: chosen by a named person, for a reason, shared with its laptops."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox

from chapter_desk.core.explain import explain
from chapter_desk.core.fundraising.money_rule import RuleChoice
from chapter_desk.core.fundraising.offices import Office
from chapter_desk.core.fundraising.rules import MoneyRules
from chapter_desk.errors import ChapterDeskError, MoneyRefused
from chapter_desk.gui.fundraising.cash_box_now import ask_first_words
from chapter_desk.gui.members.person_picker import PeopleSearch, PersonPicker
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.day_field import day_words
from chapter_desk.gui.widgets.fields import Field, TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _


class MoneyCard(Card):
    """The rule that holds with who chose it, why and when, and a form to choose another.

    Signals:
        chosen(str, object, str): Work by this rule; the PersonId who decided it, or None; why.
    """

    chosen = Signal(str, object, str)

    def __init__(self, people: PeopleSearch, rules: MoneyRules) -> None:
        super().__init__(_("Money rules"))
        self._rules = rules
        self._now: RuleChoice | None = None
        self.now = TextLabel("", "strong", wrap=True)
        self.why = TextLabel("", "small", wrap=True)
        self.rule: Field[QComboBox] = Field(_("Rules that apply"), QComboBox())
        for each in rules.rules:
            self.rule.editor.addItem(str(each.title), each.id)
        self.rule.editor.activated.connect(lambda _n: self._turned())
        self.person = PersonPicker(_("Who decided it"), people)
        self.reason = TextField(_("Why"), _("Kept with the day, for those who ask later."))
        self.choose = ActionButton(_("Work by these rules"), icon="check")
        self.choose.clicked.connect(lambda: self._choose())
        self.reason.editor.returnPressed.connect(lambda: self._choose())
        self.ask = TextLabel("", "hint", wrap=True)
        notice = TextLabel(str(rules.notice), "hint", wrap=True)
        for widget in (self.now, self.why, self.rule, self.person, self.reason):
            self.body.addWidget(widget)
        self.body.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        for label in (self.ask, notice):
            self.body.addWidget(label)
        self._turned()

    def show_choice(self, now: RuleChoice, office: Office | None) -> None:
        """Show the rule that holds; what is half-typed stays."""
        another = self._now != now
        self._now = now
        self.now.setText(str(now.rule.title))
        day = day_words(now.on) if now.on is not None else ""
        words = _("Nobody chose yet: this holds until somebody does.")
        if day:
            words = _("{name}, {day}: {reason}").format(
                name=now.by_name or _("somebody"), day=day, reason=now.reason
            )
        self.why.setText(words)
        self.ask.setText(ask_first_words(office))
        if another and not self.reason.text().strip():
            self.rule.editor.setCurrentIndex(max(0, self.rule.editor.findData(now.rule.id)))
            self._turned()

    def begin(self) -> None:
        """Put the focus where another rule is chosen."""
        self.rule.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self) -> None:
        """The choice is kept."""
        self.reason.set_text("")
        self.person.set_person(None)

    def show_problem(self, error: ChapterDeskError) -> bool:
        """Say at its field what is missing; False if it belongs to no field."""
        if not isinstance(error, MoneyRefused):
            return False
        field = self.person if error.reason == "nobody" else self.reason
        field.set_problem(explain(error).do)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _turned(self) -> None:
        rule = self._rules.rule(str(self.rule.editor.currentData()))
        self.rule.set_hint(str(rule.about))

    def _choose(self) -> None:
        self.person.set_problem("")
        self.reason.set_problem("")
        self.chosen.emit(str(self.rule.editor.currentData()), self.person.person(), self.reason.text())
