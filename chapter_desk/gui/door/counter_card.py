"""How many are in, as the chapter file counts them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.core.meetings.attendance import CHILDCARE, DOOR, VOTING
from chapter_desk.core.meetings.door import DoorCounts
from chapter_desk.core.meetings.meeting import Meeting
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.labels import StatusPill
from chapter_desk.gui.widgets.meters import Meter
from chapter_desk.gui.widgets.tiles import Counter
from chapter_desk.i18n import _, ngettext


class CounterCard(Card):
    """The counter, how that is of those who said yes, first-timers, and whether there is a quorum."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.setAccessibleName(_("How many are in"))
        self.counter = Counter()
        self.meter = Meter()
        self.first_timers = StatusPill("", "good", "sparkles")
        self.beside = StatusPill("", "", "users")
        self.quorum = StatusPill("", "", "check")
        self.capacity = StatusPill("", "warn", "triangle-alert")
        self.body.setSpacing(theme().px(6))
        self.body.addWidget(self.counter)
        self.body.addWidget(self.meter)
        pills = QVBoxLayout()
        pills.setSpacing(theme().px(6))
        pills.setContentsMargins(0, theme().px(3), 0, 0)
        for pill in (self.first_timers, self.beside, self.quorum, self.capacity):
            pills.addWidget(pill, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(pills)

    def show_counts(self, counts: DoorCounts, meeting: Meeting, on_list: str = DOOR) -> None:
        """Show the numbers of a list; yeses, quorum and room are asked of the door's alone."""
        at_the_door = on_list == DOOR
        said_yes = (counts.said_yes or None) if at_the_door else None
        words = {VOTING: _("given a ballot"), CHILDCARE: _("looked after")}.get(on_list, "")
        self.counter.show_count(counts.signed_in, said_yes, words=words)
        self.meter.setVisible(said_yes is not None)
        if said_yes is not None:
            self.meter.show_value(
                min(counts.signed_in, said_yes), said_yes, self.counter.accessibleName(), tone="accent"
            )
        first = counts.first_timers
        words = ngettext("{n} first-timer", "{n} first-timers", first)
        self.first_timers.setText(words.format(n=first))
        self.first_timers.setVisible(bool(first))
        self._show_beside(counts)
        self._show_quorum(counts.signed_in, meeting.quorum if at_the_door else None)
        full = at_the_door and meeting.capacity is not None and counts.signed_in >= meeting.capacity
        self.capacity.setText(_("Room for {n} is full").format(n=meeting.capacity))
        self.capacity.setVisible(full)

    def _show_beside(self, counts: DoorCounts) -> None:
        words = []
        if counts.children:
            words.append(ngettext("{n} child", "{n} children", counts.children).format(n=counts.children))
        if counts.in_the_room != counts.signed_in:
            words.append(_("{n} in the room").format(n=counts.in_the_room))
        self.beside.setText(", ".join(words))
        self.beside.setVisible(bool(words))

    def _show_quorum(self, present: int, quorum: int | None) -> None:
        self.quorum.setVisible(bool(quorum))
        if not quorum:
            return
        if present >= quorum:
            self.quorum.show_state(_("Quorum {n} met").format(n=quorum), "", "check")
        else:
            words = ngettext("{n} more for quorum", "{n} more for quorum", quorum - present)
            self.quorum.show_state(words.format(n=quorum - present), "", "users")
