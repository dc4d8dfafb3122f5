"""A tick that was meant for somebody else is given to them: the time stays, the wrong person is out again."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from chapter_desk.core.meetings.door import Find, Present
from chapter_desk.gui.door.match_rows import hint_of
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.match_list import Match, MatchList
from chapter_desk.i18n import _

_MOST = 5


class WrongPersonPanel(SidePanel):
    """Asks who it was.

    Signals:
        meant(object, object): The `Present`, and the `PersonId` of who really came.
    """

    meant = Signal(object, object)

    def __init__(self, find: Find, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(_("It was somebody else"), parent)
        self._find, self._today = find, today
        self._present: Present | None = None
        self.heading = TextLabel("", "h2", wrap=True)
        self.head.addWidget(self.heading, 1)
        self.field = TextField(
            _("Who was it?"), _("The time of the sign-in stays. Enter takes the chosen one."), room="large"
        )
        self.field.changed.connect(self._look)
        self.field.editor.installEventFilter(self)
        self.matches = MatchList(_("Matches"))
        self.matches.taken.connect(self._take)
        self.body.addWidget(self.field)
        self.body.addWidget(self.matches)
        self.body.addStretch(1)

    def begin(self, present: Present) -> None:
        """Ask about somebody who is in."""
        self._present = present
        self.heading.setText(_("It was not {name}").format(name=present.name or _("A visitor")))
        self.field.set_text("")
        self._look("")
        self.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step:
                self.matches.step(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.matches.take()
                return True
        return False

    def _look(self, typed: str) -> None:
        found = self._find(typed.strip(), _MOST + 1) if typed.strip() else ()
        wrong = self._present.person_id if self._present is not None else None
        rows = [
            Match(each.person_id, each.name, hint_of(each, self._today()), each.spans)
            for each in found
            if each.person_id != wrong
        ][:_MOST]
        alike = len(rows) > 1 and rows[0].name == rows[1].name
        self.matches.show_matches(rows, choose_first=not alike)
        self.matches.setVisible(bool(rows))

    def _take(self, key: str) -> None:
        if self._present is not None:
            self.meant.emit(self._present, key)
