"""What is done with people who are in, from the list of everybody and from the tick list."""

from PySide6.QtCore import QObject

from chapter_desk.core.meetings.door import Present
from chapter_desk.gui.door.body import DoorBody
from chapter_desk.gui.door.signing_in import SigningIn
from chapter_desk.gui.shell.page import Page
from chapter_desk.values import PersonId


class PeopleIn(QObject):
    """Brings the lists and what can be done together; asks beside them who it was instead."""

    def __init__(self, page: Page, body: DoorBody, signing: SigningIn) -> None:
        super().__init__(page)
        self._page, self._signing, self._panel = page, signing, body.wrong_person
        everybody, ticks = body.everybody, body.ticks
        everybody.take_back_asked.connect(signing.take_out)
        everybody.leave_asked.connect(signing.let_go)
        everybody.settle_asked.connect(signing.settle)
        everybody.wrong_asked.connect(self._ask_who_it_was)
        ticks.ticked.connect(signing.tick)
        ticks.unticked.connect(signing.take_out)
        self._panel.meant.connect(self._give_to)

    def _ask_who_it_was(self, present: Present) -> None:
        self._page.open_panel(self._panel)
        self._panel.begin(present)

    def _give_to(self, present: Present, person_id: PersonId) -> None:
        self._page.close_panel()
        self._signing.give_to(present, person_id)
