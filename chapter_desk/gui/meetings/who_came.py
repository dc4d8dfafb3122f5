"""Who came to a meeting: signed in after the fact, or taken back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.core.meetings.door import DoorCounts
from chapter_desk.core.meetings.meeting import MeetingState
from chapter_desk.gui.door.who_is_in import PresentList
from chapter_desk.gui.meetings.meetings_now import MeetingNow
from chapter_desk.gui.members.person_picker import PeopleSearch, PersonPicker
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext


class WhoCame(QWidget):
    """The numbers, a field to sign somebody in, and the list.

    Signals:
        signed_in(object): The `PersonId` of somebody who was there.
        take_back_asked(object): The `Present` who was not.
    """

    signed_in = Signal(object)
    take_back_asked = Signal(object)

    def __init__(self, people: PeopleSearch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.count = TextLabel("", "display", figures=True)
        self.lines = TextLabel("", "small", wrap=True, figures=True)
        self.picker = PersonPicker(_("Somebody else was there"), people)
        self.picker.person_chosen.connect(self._chosen)
        self.nobody = TextLabel(_("Nobody is signed in yet."), "hint", wrap=True)
        self.list = PresentList(roomy=True)
        self.list.setAccessibleName(_("Who came"))
        self.list.setMinimumHeight(t.px(190))
        self.list.take_back_asked.connect(self.take_back_asked)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(8))
        for widget in (self.count, self.lines, self.picker, self.nobody):
            box.addWidget(widget)
        box.addWidget(self.list, 1)
        box.addStretch(0)
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_meeting(self, now: MeetingNow) -> None:
        """Show who came."""
        counts = now.counts
        self.count.setText(ngettext("{n} came", "{n} came", counts.signed_in).format(n=counts.signed_in))
        self.lines.setText("  ·  ".join(_parts(counts)))
        self.lines.setVisible(bool(self.lines.text()))
        off = now.meeting.state is MeetingState.CANCELLED
        self.picker.setVisible(not off)
        self.list.show_people(now.present, now.meeting.time_zone)
        self.list.setVisible(bool(now.present))
        self.nobody.setVisible(not now.present)

    def _chosen(self, person: object) -> None:
        if person is not None:
            self.picker.set_person(None)
            self.signed_in.emit(person)


def _parts(counts: DoorCounts) -> list[str]:
    parts = []
    if counts.said_yes:
        words = ngettext("{n} said yes", "{n} said yes", counts.said_yes)
        parts.append(words.format(n=counts.said_yes))
    if counts.first_timers:
        words = ngettext("{n} first-timer", "{n} first-timers", counts.first_timers)
        parts.append(words.format(n=counts.first_timers))
    if counts.members_made:
        words = ngettext("{n} became a member", "{n} became members", counts.members_made)
        parts.append(words.format(n=counts.members_made))
    if counts.visitors:
        words = ngettext("{n} visitor", "{n} visitors", counts.visitors)
        parts.append(words.format(n=counts.visitors))
    return parts
