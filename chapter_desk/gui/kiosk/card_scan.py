"""A card at the kiosk: it signs its person in, or says that it does not; it tells nothing about anybody."""

from PySide6.QtCore import QObject, Signal

from chapter_desk.app import App
from chapter_desk.core.meetings.cards import FoundCard
from chapter_desk.core.meetings.kiosk import short_name
from chapter_desk.core.members.naming import sort_name
from chapter_desk.gui.door.arrivals import Arrival
from chapter_desk.gui.door.card_camera import CardCamera
from chapter_desk.gui.door.scanned_keys import ScannedKeys
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.values import MeetingId


class CardScan(QObject):
    """Finds whose a scanned card is.

    `keys` hears the fields of the kiosk; what `camera` reads whoever holds this brings to `take`.

    Signals:
        came(object): The `Arrival` of whose card works.
        refused(): The card signs nobody in; an unknown one waits to be sorted out.
        failed(object): A `ChapterDeskError`.
    """

    came = Signal(object)
    refused = Signal()
    failed = Signal(object)

    def __init__(self, app: App, tasks: Tasks, meeting_id: MeetingId, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app, self._tasks, self._meeting_id = app, tasks, meeting_id
        self.keys = ScannedKeys(self.take, parent=self)
        self.camera = CardCamera(tasks, self)

    def take(self, untrusted_code: str) -> None:
        """Look up a code that was scanned."""
        self._tasks.run(self, lambda: self._looked_up(untrusted_code), self._found, self.failed.emit)

    def _looked_up(self, untrusted_code: str) -> FoundCard | None:
        card = self._app.sign_in_cards.find(untrusted_code, self._meeting_id)
        if card is None:
            self._app.sort_out.leave_code(self._meeting_id, untrusted_code)
        return card

    def _found(self, card: FoundCard | None) -> None:
        if card is None or card.state != "valid":
            self.refused.emit()
            return
        row = self._app.roster.row(card.person_id)
        shown = short_name(card.name, row.sort_name if row is not None else sort_name(card.name))
        self.came.emit(Arrival(self._meeting_id, shown, card.person_id, method="card", card=card.card_id))
