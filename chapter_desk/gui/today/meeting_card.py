"""The next meeting, as large as the door's handle: when, where, who said yes, and whether all is ready."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.meetings.times import wall_time
from chapter_desk.core.today import NextMeeting, TodayCard
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.today.ready import Check, all_well, checks
from chapter_desk.gui.today.when import starts_in_words
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.flow import FlowLayout
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext

_SOON = timedelta(hours=3)


class MeetingCard(Card):
    """Shows the next meeting, or asks for one.

    Signals:
        door_asked(): The door should be opened.
        details_asked(): The meeting's own page.
        plan_asked(): There is none: plan one.
        ready_asked(): What was looked at, one by one.
    """

    door_asked = Signal()
    details_asked = Signal()
    plan_asked = Signal()
    ready_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        t = theme()
        self._soon = False
        self._when = TextLabel("", "small", wrap=True, tone="accent")
        font = self._when.font()
        font.setWeight(font.Weight.DemiBold)
        self._when.setFont(font)
        self._name = TextLabel("", "display", wrap=True)
        self._where = QWidget()
        where = QHBoxLayout(self._where)
        where.setContentsMargins(0, 0, 0, 0)
        where.setSpacing(t.px(5))
        self._pin = IconLabel("map-pin", "ink-2", 16)
        self._place = TextLabel("", "small", wrap=True, figures=True)
        where.addWidget(self._pin, 0, Qt.AlignmentFlag.AlignTop)
        where.addWidget(self._place, 1)
        self.ready = ActionButton("", "link")
        self.ready.clicked.connect(self.ready_asked)
        self._sign = IconLabel("circle-check", "good", 16)
        self._checks = QWidget()
        self._flow = FlowLayout(t.px(16), t.px(4), self._checks)
        self._flow.addWidget(_side_by_side(self._sign, self.ready))
        words = QVBoxLayout()
        words.setSpacing(t.px(4))
        words.addWidget(self._when)
        words.addWidget(self._name)
        words.addWidget(self._where)
        words.addSpacing(t.px(6))
        words.addWidget(self._checks)
        words.addStretch(1)
        self.door = ActionButton(_("Open the door"), "primary", "door", icon="door-open")
        self.door.clicked.connect(self.door_asked)
        self.details = ActionButton(_("Agenda and details"), "quiet", "compact", icon="calendar-days")
        self.details.clicked.connect(self.details_asked)
        self.plan = ActionButton(_("Plan a meeting"), "primary", "large", icon="plus")
        self.plan.clicked.connect(self.plan_asked)
        acts = QVBoxLayout()
        acts.setSpacing(t.px(8))
        acts.addStretch(1)
        for button in (self.door, self.details, self.plan):
            acts.addWidget(button)
        acts.addStretch(1)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setContentsMargins(t.px(3), t.px(4), t.px(3), t.px(4))
        self._line.setSpacing(t.px(18))
        self._line.addLayout(words, 1)
        self._line.addLayout(acts)
        self.body.addLayout(self._line)

    @property
    def starts_soon(self) -> bool:
        """Whether the door is open, or the meeting begins within three hours."""
        return self._soon

    @property
    def main(self) -> ActionButton:
        """The one filled button."""
        return self.plan if self.door.isHidden() else self.door

    def show_narrow(self, narrow: bool) -> None:
        """Put the buttons below the words where there is no room beside them."""
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._line.setDirection(below if narrow else beside)

    def show_card(self, card: TodayCard) -> None:
        """Show the next meeting of the chapter as it is now."""
        expected = card.next_meeting
        self._show_checks(card)
        for widget in (self.door, self.details, self._where):
            widget.setVisible(expected is not None)
        self.plan.setVisible(expected is None)
        if expected is None:
            self._soon = False
            self._when.setText(_("No meeting is planned"))
            self._name.setText(_("When do you meet next?"))
            self.setAccessibleName(self._when.text())
            return
        meeting = expected.meeting
        here = wall_time(card.now, meeting.time_zone)
        self._soon = expected.door_is_open or abs(meeting.starts_at - card.now) <= _SOON
        self._when.setText(_opens(expected, meeting.local_start, here))
        self._name.setText(meeting.title)
        self._place.setText(_place_and_people(expected))
        self._pin.setVisible(bool(meeting.venue or meeting.locality))
        self.door.setText(_("Go to the door") if expected.door_is_open else _("Open the door"))
        self.setAccessibleName(_("Next meeting: {title}").format(title=meeting.title))

    def _show_checks(self, card: TodayCard) -> None:
        found = checks(card)
        well = all_well(found)
        self.ready.setText(_("Ready for the door") if well else _("Look before the door opens"))
        self._sign.show_icon("circle-check" if well else "triangle-alert", "good" if well else "warn")
        self.ready.setToolTip(_("What was looked at"))
        while (item := self._flow.takeAt(1)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for check in found:
            self._flow.addWidget(_chip(check))
        self._checks.updateGeometry()


def _opens(expected: NextMeeting, starts: datetime, here: datetime) -> str:
    words = starts_in_words(starts, here)
    if not expected.door_is_open:
        return words
    count = expected.signed_in or 0
    told = ngettext("The door is open, {n} is in", "The door is open, {n} are in", count)
    return told.format(n=f"{count:,}")


def _place_and_people(expected: NextMeeting) -> str:
    meeting = expected.meeting
    parts = [meeting.venue or meeting.locality]
    if expected.said_yes:
        parts.append(ngettext("{n} said yes", "{n} said yes", expected.said_yes).format(n=expected.said_yes))
    if expected.never_came:
        told = ngettext("{n} likely first-timer", "{n} likely first-timers", expected.never_came)
        parts.append(told.format(n=expected.never_came))
    return "  ·  ".join(part for part in parts if part)


def _chip(check: Check) -> QWidget:
    sign = IconLabel("check" if check.well else "triangle-alert", "good" if check.well else "warn", 14)
    return _side_by_side(sign, TextLabel(check.short, "small", figures=True))


def _side_by_side(sign: IconLabel, words: QWidget) -> QWidget:
    both = QWidget()
    both.setMinimumHeight(theme().px(20))  # links and labels stand on one line
    line = QHBoxLayout(both)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme().px(5))
    line.addWidget(sign)
    line.addWidget(words)
    return both
