"""Third step: who leads the chapter."""

import re

from PySide6.QtWidgets import QWidget

from chapter_desk.core.explain import explain
from chapter_desk.errors import NameNeeded
from chapter_desk.gui.opening.opening_view import EnterGoesOn
from chapter_desk.gui.opening.wizard.answers import Answers
from chapter_desk.gui.opening.wizard.step import WizardStep, focus, narrow
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.i18n import _

_LIKE_AN_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


class LeadStep(WizardStep):
    """The lead's name; e-mail and phone may wait."""

    def __init__(self, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(answers, parent)
        self.lead_name = TextField(_("Full name"), text=answers.lead_name, room="large")
        self.email = TextField(_("E-mail, if you like"), text=answers.lead_email, room="large")
        self.phone = TextField(
            _("Phone, if you like"),
            _("National calls the lead about the agreement. Both can be added later."),
            text=answers.lead_phone,
            room="large",
        )
        for field in (self.lead_name, self.email, self.phone):
            self.body.addWidget(narrow(field))
            field.changed.connect(self._typed)
        self.email.left.connect(self._email_left)
        editors = (self.lead_name.editor, self.email.editor, self.phone.editor)
        EnterGoesOn(self, *editors).done.connect(self.next_asked)

    @staticmethod
    def name() -> str:
        return _("Who leads it")

    def heading(self) -> str:
        return _("Who leads the chapter?")

    def subtitle(self) -> str:
        return _("They are the first person in the list, and the first who works at this laptop.")

    def hindrance(self) -> str:
        return "" if self.answers.lead_name.strip() else _("The name is still missing.")

    def show_problems(self) -> None:
        self.lead_name.set_problem(explain(NameNeeded("lead")).happened)
        focus(self.lead_name)

    def enter(self) -> None:
        focus(self.lead_name)

    def _typed(self) -> None:
        self.answers.lead_name = self.lead_name.text()
        self.answers.lead_email = self.email.text()
        self.answers.lead_phone = self.phone.text()
        for field in (self.lead_name, self.email):
            field.set_problem("")
        self.changed.emit()

    def _email_left(self, text: str) -> None:
        if text.strip() and not _LIKE_AN_ADDRESS.fullmatch(text.strip()):
            self.email.set_problem(_("This does not look like an e-mail address. It is kept as it is."))
