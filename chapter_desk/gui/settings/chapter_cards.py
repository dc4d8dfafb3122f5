"""The chapter's own card, and who works at its laptops."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from chapter_desk.core.chapter import ChapterCard as ChapterNow
from chapter_desk.core.chapter import Operator
from chapter_desk.core.explain import explain
from chapter_desk.errors import ChapterDeskError, NameNeeded, UnknownZip
from chapter_desk.gui.members.person_picker import PeopleSearch, PersonPicker
from chapter_desk.gui.opening.who_panel import role_in_words
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _
from chapter_desk.values import OperatorId


class ChapterFieldsCard(Card):
    """Name, ZIP and point of contact; each is saved when it is left.

    Signals:
        edited(object, str): Fields with their new values (a dict), and what was changed, in words.
    """

    edited = Signal(object, str)

    def __init__(self, people: PeopleSearch) -> None:
        super().__init__(_("The chapter"))
        self._now: ChapterNow | None = None
        self.name = TextField(_("Name"))
        self.name.left.connect(self._name_left)
        self.postal_code = TextField(_("ZIP"))
        self.postal_code.left.connect(self._zip_left)
        self.contact = PersonPicker(
            _("Point of contact"), people, _("The agreement names them; national answers them.")
        )
        self.contact.person_chosen.connect(
            lambda person: self._give({"contact_id": person}, _("the point of contact"))
        )
        for field in (self.name, self.postal_code, self.contact):
            self.body.addWidget(field)

    def show_chapter(self, now: ChapterNow) -> None:
        """Show the chapter as it is; what is being typed stays."""
        self._now = now
        for field, text in ((self.name, now.name), (self.postal_code, now.postal_code)):
            if not field.editor.hasFocus() or not field.editor.isModified():
                field.set_text(text)
                field.set_problem("")
        self.postal_code.set_hint(
            ", ".join(part for part in (now.locality, now.region, now.time_zone) if part)
        )
        if not self.contact.editor.hasFocus():
            self.contact.set_person(now.contact_id, now.contact_name)

    def show_problem(self, error: ChapterDeskError) -> bool:
        """Say at its field what cannot stand; False if it belongs to no field."""
        field = {NameNeeded: self.name, UnknownZip: self.postal_code}.get(type(error))
        if field is not None:
            field.set_problem(explain(error).happened)
        return field is not None

    def _name_left(self, text: str) -> None:
        if self._now is not None and text.strip() != self._now.name:
            self._give({"name": text}, _("the name"))

    def _zip_left(self, text: str) -> None:
        if self._now is not None and text.strip() != self._now.postal_code:
            self._give({"postal_code": text.strip()}, _("the ZIP"))

    def _give(self, changes: dict[str, Any], what: str) -> None:
        for field in (self.name, self.postal_code):
            field.set_problem("")
            field.editor.setModified(False)
        self.edited.emit(changes, what)


class OperatorsCard(Card):
    """Who works at the laptops of the chapter.

    Signals:
        who_asked(): Choose who sits here, or add somebody.
    """

    who_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Who works here"))
        change = ActionButton(_("Change or add"), "link")
        change.clicked.connect(self.who_asked)
        self.head.addWidget(change)
        self._lines = QVBoxLayout()
        self.body.addLayout(self._lines)

    def show_operators(self, operators: Sequence[Operator], now: OperatorId | None) -> None:
        """Show everybody with their role, and who sits at this laptop."""
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in operators:
            words = f"{each.name} · {role_in_words(each.role)}"
            if each.id == now:
                words = _("{name}, at this laptop").format(name=words)
            self._lines.addWidget(TextLabel(words, "strong" if each.id == now else "body", wrap=True))
