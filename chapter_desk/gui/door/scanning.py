"""A card at the desk: whoever it is of is signed in, and an unknown one leads to the walk-in form."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from chapter_desk.app import App
from chapter_desk.core.meetings.card_code import is_some_code
from chapter_desk.core.meetings.cards import FoundCard
from chapter_desk.core.meetings.door import DoorMatch
from chapter_desk.gui.door.badges_panel import BadgePrinting
from chapter_desk.gui.door.body import DoorBody
from chapter_desk.gui.door.camera_panel import CameraScan
from chapter_desk.gui.door.scanned_keys import ScannedKeys
from chapter_desk.gui.door.signing_in import SigningIn
from chapter_desk.gui.door.tones import LOOK, Tones
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.save_file import AskWhere, ask_where_to_save_pdf
from chapter_desk.values import PersonId


class Scanning(QObject):
    """Does with a scanned code what a greeter would do with the person."""

    def __init__(
        self,
        page: Page,
        app: App,
        tasks: Tasks,
        body: DoorBody,
        signing: SigningIn,
        tones: Tones,
        ask_where: AskWhere = ask_where_to_save_pdf,
    ) -> None:
        super().__init__(page)
        self._page, self._app, self._tasks = page, app, tasks
        self._body, self._signing, self._tones = body, signing, tones
        self.badges = BadgePrinting(page, app, tasks, signing.meeting, ask_where)
        self.camera = CameraScan(page, tasks, signing.meeting, self.take)
        signing.done.connect(self.camera.tell)
        body.finding.camera.clicked.connect(self.camera.ask)
        body.everybody.badges_asked.connect(self.badges.ask)
        keys = ScannedKeys(self.take, parent=self)
        search = ScannedKeys(self.take, is_some_code, parent=self)
        for field in body.findChildren(QLineEdit):
            (search if field is body.finding.search else keys).listen(field)
        body.form.left.connect(self._keep_code)
        body.form.nameless.connect(self._keep_code)
        body.form.found_used.connect(self._keep_with)

    def commands(self) -> Sequence[Command]:
        """Return what the palette offers."""
        return (*self.camera.commands(), *self.badges.commands())

    def take(self, untrusted_code: str) -> None:
        """Find whose a code is and sign them in, or say why not, or ask for their name."""
        meeting = self._signing.meeting()
        if meeting is None:
            return
        work = partial(self._app.sign_in_cards.find, untrusted_code, meeting)
        self._tasks.run(self, work, partial(self._found, untrusted_code), self._page.tell_error)

    def _found(self, code: str, card: FoundCard | None) -> None:
        if self._signing.meeting() is None:
            return
        if card is None:
            self._ask_whose(code)
            return
        for part in (self._body.form, self._body.everybody, self._body.ticks):
            if self._body.shown is part:
                part.left.emit()  # what was typed is kept in the search
        self._signing.scan(card)

    def _ask_whose(self, code: str) -> None:
        form = self._body.form
        if self._body.shown is not form:
            self._body.finding.walk_in_asked.emit("")
        elif form.code and form.code != code:
            self._keep_code()  # the one before is not forgotten
        form.ask_whose(code)
        self._tones.play(LOOK)

    def _keep_with(self, match: DoorMatch) -> None:
        self._keep_code(match.person_id)

    def _keep_code(self, person_id: PersonId | None = None) -> None:
        """Leave a code for later that nobody new was signed in with."""
        meeting, code = self._signing.meeting(), self._body.form.code
        if meeting is None or not code:
            return
        self._body.form.code = ""
        work = partial(self._app.sort_out.leave_code, meeting, code, person_id)
        self._tasks.run(self, work, lambda _nothing: None, self._page.tell_error)
