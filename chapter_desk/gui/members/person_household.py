"""Who lives with a person: who is noted, and one more."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.members.households import Housemate
from chapter_desk.core.members.person_card import PersonCard
from chapter_desk.gui.members.person_picker import PeopleSearch, PersonPicker
from chapter_desk.gui.members.person_view import Emptied
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton, IconButton
from chapter_desk.gui.widgets.cards import Rule
from chapter_desk.gui.widgets.labels import ElidedLabel, Initials, TextLabel
from chapter_desk.i18n import _


class PersonHousehold(QWidget):
    """The others of a household, below the field for one more.

    Signals:
        put_together(str): The id of somebody who lives with the person.
        parted(str): The id of somebody who does not live here any more.
        opened(str): The id of somebody to look at.
    """

    put_together = Signal(str)
    parted = Signal(str)
    opened = Signal(str)

    def __init__(self, people: PeopleSearch) -> None:
        super().__init__()
        t = theme()
        self._card: PersonCard | None = None
        self.buttons: dict[tuple[str, str], QWidget] = {}
        """What can be pressed in the rows, by what it does ("open", "part") and whom it is about."""
        self.picker = PersonPicker(_("Who lives with them?"), people)
        self.picker.person_chosen.connect(self._put)
        self._nobody = TextLabel(_("Nobody else is noted here."), "hint", wrap=True)
        self._list = Emptied(0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(8))
        for widget in (self.picker, self._nobody, self._list):
            box.addWidget(widget)

    def show_card(self, card: PersonCard) -> None:
        """Show who lives with a person; what is being typed stays, unless it is another person's card."""
        before, self._card = self._card, card
        if before is None or before.id != card.id:
            self.picker.set_person(None)
        elif before.household == card.household:
            return
        self.buttons.clear()
        self._list.empty()
        self._nobody.setVisible(not card.household)
        for number, mate in enumerate(card.household):
            if number:
                self._list.box.addWidget(Rule())
            self._list.box.addLayout(self._row(mate))

    def _put(self, person: Any) -> None:
        if person is None or self._card is None:
            return
        if person in self._card.ids:
            self.picker.set_person(None)
            self.picker.set_problem(_("Choose somebody else."))
        elif any(mate.person_id == person for mate in self._card.household):
            self.picker.set_person(None)
            self.picker.set_problem(_("They are in this household already."))
        else:
            self.picker.set_person(None)
            self.put_together.emit(person)

    def _row(self, mate: Housemate) -> QHBoxLayout:
        t = theme()
        look = ActionButton(_("Show"), "link", "compact")
        look.setAccessibleName(_("Show {name}").format(name=mate.name))
        look.clicked.connect(partial(self._open, mate.person_id))
        cross = IconButton("x", _("{name} does not live here any more").format(name=mate.name), size=14)
        cross.clicked.connect(partial(self._part, mate.person_id))
        self.buttons["open", mate.person_id], self.buttons["part", mate.person_id] = look, cross
        line = QHBoxLayout()
        line.setContentsMargins(0, t.px(4), 0, t.px(4))
        line.setSpacing(t.px(8))
        line.addWidget(Initials(mate.name, 28))
        line.addWidget(ElidedLabel(mate.name, "strong"), 1)
        line.addWidget(look)
        line.addWidget(cross)
        return line

    def _open(self, person: str, *_checked: Any) -> None:
        self.opened.emit(person)

    def _part(self, person: str, *_checked: Any) -> None:
        self.parted.emit(person)
