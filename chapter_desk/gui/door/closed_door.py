"""What the door page shows while no door is open: which one could be, and the way to plan a meeting."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.core.meetings.meeting import Meeting, MeetingState
from chapter_desk.gui.door.closing import evening_lines
from chapter_desk.gui.door.evening import Evening, closed_words
from chapter_desk.gui.door.late_ones import late_words
from chapter_desk.gui.meetings.when import when_words
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, EmptyState
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import MeetingId

NEW_MEETING = "new"
"""The place of the Meetings page that begins a new meeting."""


class ClosedDoor(Card):
    """No meeting, one still to be opened, or one that has ended.

    Signals:
        open_asked(object): The door of the meeting with this id is to be opened.
        going(str, object): Another page is wanted, at a place.
    """

    open_asked = Signal(object)
    going = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", flush=True, parent=parent)
        self._meeting_id: MeetingId | None = None
        self.open = ActionButton(_("Open the door"), "primary", "large", icon="door-open")
        self.open.clicked.connect(lambda: self.open_asked.emit(self._meeting_id))
        self.plan = ActionButton(_("New meeting"), "", "large", icon="plus")
        self.plan.clicked.connect(lambda: self.going.emit("meetings", NEW_MEETING))
        self.others = ActionButton(_("All meetings"), "", "large", icon="calendar-days")
        self.others.clicked.connect(lambda: self.going.emit("meetings", None))
        self.came = ActionButton(_("See who came"), "", "large", icon="users")
        self.came.clicked.connect(lambda: self.going.emit("meetings", self._meeting_id))
        self._words = EmptyState(
            "door-closed", _("No door is open"), "", (self.open, self.came, self.plan, self.others)
        )
        box = QVBoxLayout()
        box.addWidget(self._words)
        self.body.addLayout(box, 1)
        self.show_meeting(None)

    def show_meeting(self, evening: Evening | None) -> None:
        """Show what could be opened; None while no meeting is planned."""
        meeting = evening.meeting if evening is not None else None
        self._meeting_id = meeting.id if meeting is not None else None
        ended = meeting is not None and meeting.state is MeetingState.ENDED
        off = meeting is not None and meeting.state is MeetingState.CANCELLED
        helps = evening is not None and evening.helps
        again = _("Sign in a late one") if helps else _("Open the door again")
        self.open.setVisible(meeting is not None and not off)
        self.open.setText(again if ended else _("Open the door"))
        self.came.setVisible(ended and not helps)
        self.others.setVisible(meeting is not None and not ended and not helps)
        self.plan.setVisible((meeting is None or off) and not helps)
        self.plan.set_kind("primary" if meeting is None else "")
        if evening is None:
            words = _("A door needs a meeting: a name and a time are enough.")
            self._words.say(_("No meeting is planned"), words)
        else:
            self._words.say(*_said_of(evening))

    def take_focus(self) -> None:
        """Put the focus on what a person will most likely do."""
        first = next((each for each in (self.open, self.plan) if each.isVisibleTo(self)), self.others)
        first.setFocus(Qt.FocusReason.OtherFocusReason)


def _said_of(evening: Evening) -> tuple[str, str]:
    meeting: Meeting = evening.meeting
    when = when_words(meeting, evening.now)
    match meeting.state:
        case MeetingState.CANCELLED:
            return _("“{title}” was called off").format(title=meeting.title), when
        case MeetingState.ENDED:
            came = ngettext("{n} signed in", "{n} signed in", evening.counts.signed_in)
            lines = [
                came.format(n=evening.counts.signed_in),
                *evening_lines(evening.counts, len(evening.waiting)),
            ]
            if evening.helps:
                return closed_words(meeting), f"{', '.join(lines)}. {late_words()}"
            closed = _("The door of “{title}” is closed").format(title=meeting.title)
            return closed, ", ".join(lines) + "."
        case _:
            place = ", ".join(part for part in (meeting.venue, meeting.locality) if part)
            closed = _("The door of “{title}” is not open yet").format(title=meeting.title)
            return closed, f"{when}, {place}" if place else when
