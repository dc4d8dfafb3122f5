"""The entries that are one person: taken apart again, or compared with one more."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.members.person_card import CardEntry, PersonCard
from chapter_desk.gui.members.person_picker import PeopleSearch, PersonPicker
from chapter_desk.gui.members.person_view import Emptied
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import PersonId


class PersonEntries(QWidget):
    """Of how many entries a person is made, and the way to one more.

    Signals:
        taken_apart(object): The `PersonId` of an entry that is somebody else.
        compared(object, object): Two `PersonId` that may be one person.
    """

    taken_apart = Signal(object)
    compared = Signal(object, object)

    def __init__(self, people: PeopleSearch) -> None:
        super().__init__()
        self._card: PersonCard | None = None
        self.apart: dict[str, ActionButton] = {}
        """The buttons that take an entry out, by its id."""
        self._made_of = TextLabel("", "strong", wrap=True)
        self._list = Emptied(4)
        self.same_as = ActionButton(_("Same person as…"), "link", icon="git-compare", key="Ctrl+M")
        self.same_as.clicked.connect(self.ask)
        self.picker = PersonPicker(_("Who else may they be?"), people)
        self.picker.person_chosen.connect(self._compare)
        self.picker.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(6))
        box.addWidget(self._made_of)
        box.addWidget(self._list)
        box.addWidget(self.same_as, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.picker)

    def show_card(self, card: PersonCard) -> None:
        """Show the entries of a person; a name being typed stays, unless it is another person's card."""
        if self._card is None or self._card.id != card.id:
            self.picker.set_person(None)
            self.picker.hide()
        self._card = card
        n = len(card.entries)
        self._made_of.setText(ngettext("Made of {n} entry", "Made of {n} entries", n).format(n=n))
        had_focus = any(button.hasFocus() for button in self.apart.values())
        self.apart.clear()
        self._list.empty()
        for each in card.entries:
            self._list.box.addLayout(self._row(each, own=each.id == card.id))
        for widget in (self._made_of, self._list):
            widget.setVisible(n > 1)
        if had_focus:
            self.same_as.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self) -> None:
        """Ask for the other entry."""
        self.picker.show()
        self.picker.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, entry: CardEntry, *, own: bool) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme().px(8))
        line.addWidget(ElidedLabel(entry.name, "small"), 1)
        if not own:
            apart = ActionButton(_("Take apart"), "link", "compact")
            apart.setAccessibleName(_("Take the entry {name} apart").format(name=entry.name))
            apart.clicked.connect(partial(self._take, entry.id))
            self.apart[entry.id] = apart
            line.addWidget(apart)
        return line

    def _take(self, entry: PersonId, *_checked: Any) -> None:
        self.taken_apart.emit(entry)

    def _compare(self, person: Any) -> None:
        if person is None or self._card is None:
            return
        self.picker.set_person(None)
        if person in self._card.ids:
            self.picker.set_problem(_("They are one person already."))
            return
        self.picker.hide()
        self.compared.emit(self._card.id, person)
