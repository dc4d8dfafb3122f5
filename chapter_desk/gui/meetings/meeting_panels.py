"""The side panels of the Meetings page: one meeting, and a new one."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from chapter_desk.core.meetings.meeting import Meeting, MeetingState
from chapter_desk.core.national.pack import EventType
from chapter_desk.gui.meetings.meeting_form import MeetingForm
from chapter_desk.gui.meetings.meetings_now import MeetingNow, state_words
from chapter_desk.gui.meetings.roll_view import RollView
from chapter_desk.gui.meetings.when import when_words
from chapter_desk.gui.meetings.who_came import WhoCame
from chapter_desk.gui.members.person_picker import PeopleSearch
from chapter_desk.gui.opening.opening_view import EnterGoesOn
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.flow import Flow
from chapter_desk.gui.widgets.labels import StatusPill, TextLabel
from chapter_desk.i18n import _

DETAILS = "details"
CAME = "came"
ROLL = "roll"

Today = Callable[[], date]


class NewMeetingPanel(SidePanel):
    """A meeting that is not planned yet; half-typed text stays when the panel is closed.

    Signals:
        planned(object): The `MeetingDraft` to plan.
    """

    planned = Signal(object)

    def __init__(self, kinds: Sequence[EventType], today: Today) -> None:
        super().__init__(_("New meeting"))
        self.head.addWidget(TextLabel(_("New meeting"), "h2", wrap=True), 1)
        self.form = MeetingForm(kinds, today)
        self.plan = ActionButton(_("Plan this meeting"), "primary", icon="calendar-days", key="Ctrl+Return")
        self.plan.clicked.connect(self._plan)
        EnterGoesOn(self, *self.form.editors(), self.plan)
        self.body.addWidget(self.form)
        self.body.addSpacing(theme().px(4))
        self.body.addWidget(self.plan, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def begin(self) -> None:
        """Put the focus where typing starts."""
        self.form.title.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _plan(self) -> None:
        draft = self.form.draft()
        if draft is not None:
            self.planned.emit(draft)


class MeetingPanel(SidePanel):
    """One meeting: its details, saved as each field is left, who came, and the roll.

    Signals:
        edited(object): Fields with new values, as `Calendar.edit` takes them.
        open_asked(), end_asked(), cancel_asked(), put_back_asked(): What is to become of it.
        go_asked(): To the door, which is open.
        sheets_asked(): To its paper sheets.
        cash_asked(): To its cash box.
        expected_asked(): To who is expected.
        after_asked(): To what is done after it.
        calendar_asked(): Save it for other calendars.
        signed_in(object), take_back_asked(object): See `WhoCame`.
    """

    edited = Signal(object)
    open_asked = Signal()
    go_asked = Signal()
    sheets_asked = Signal()
    cash_asked = Signal()
    expected_asked = Signal()
    after_asked = Signal()
    calendar_asked = Signal()
    end_asked = Signal()
    cancel_asked = Signal()
    put_back_asked = Signal()
    signed_in = Signal(object)
    take_back_asked = Signal(object)

    def __init__(self, kinds: Sequence[EventType], people: PeopleSearch, today: Today) -> None:
        super().__init__(_("About a meeting"))
        t = theme()
        self.meeting: Meeting | None = None
        self._heading = TextLabel("", "h2", wrap=True)
        self.head.addWidget(self._heading, 1)
        self._when = TextLabel("", "small", wrap=True)
        self.state = StatusPill("")
        self.views = Segments(_("Show"), [(DETAILS, _("Details")), (CAME, _("Who came")), (ROLL, _("Roll"))])
        self.views.chosen.connect(self.show_view)
        self.form = MeetingForm(kinds, today)
        self.form.left.connect(self.save)
        self.came = WhoCame(people)
        self.came.signed_in.connect(self.signed_in)
        self.came.take_back_asked.connect(self.take_back_asked)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.form)
        self._stack.addWidget(self.came)
        self.roll = RollView()
        self._stack.addWidget(self.roll)
        line = QHBoxLayout()
        line.setSpacing(t.px(10))
        line.addWidget(self.state)
        line.addWidget(self._when, 1)
        self.body.addLayout(line)
        self.body.addWidget(self._buttons())
        self.body.addWidget(self.views)
        self.body.addWidget(self._stack, 1)

    def show_meeting(self, now: MeetingNow) -> None:
        """Show a meeting as it is now; what is half-typed stays."""
        meeting = now.meeting
        self.meeting = meeting
        self._heading.setText(meeting.title)
        self.set_name(_("About {title}").format(title=meeting.title))
        self._when.setText(when_words(meeting, now.now))
        words, tone, icon = state_words(meeting.state)
        self.state.show_state(words, tone, icon)
        self.form.show_meeting(meeting)
        self.came.show_meeting(now)
        self.roll.show_roll(now.roll)
        state = meeting.state
        self.open.setText(_("Open the door again") if state is MeetingState.ENDED else _("Open the door"))
        self.open.setVisible(state in (MeetingState.PLANNED, MeetingState.ENDED))
        self.go.setVisible(state is MeetingState.OPEN)
        self.end.setVisible(state is MeetingState.OPEN)
        self.cancel.setVisible(state is MeetingState.PLANNED)
        self.after.setVisible(meeting.opened_at is not None)
        self.put_back.setVisible(state is MeetingState.CANCELLED)

    def show_view(self, key: str) -> None:
        """Show the details, who came, or the roll."""
        self.views.choose(key)
        views: dict[str, QWidget] = {DETAILS: self.form, CAME: self.came, ROLL: self.roll}
        self._stack.setCurrentWidget(views[key])

    def save(self) -> None:
        """Have saved what was typed and can be read."""
        changes = self.form.changes()
        if changes:
            self.edited.emit(changes)

    def begin(self) -> None:
        """Put the focus into what shows."""
        if self._stack.currentWidget() is self.form:
            self.form.title.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._stack.currentWidget() is self.roll:
            self.roll.copy.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.came.picker.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _buttons(self) -> QWidget:
        row = Flow(theme().px(8))
        self.open = ActionButton(_("Open the door"), icon="door-open")
        self.go = ActionButton(_("Go to the door"), icon="door-open")
        self.end = ActionButton(_("Close the door"), icon="door-closed")
        self.expected = ActionButton(_("Who is expected"), icon="users")
        self.sheets = ActionButton(_("Paper sheets"), icon="file-text")
        self.after = ActionButton(_("Afterwards"), icon="phone")
        self.cash = ActionButton(_("Cash box"), icon="hand")
        self.calendar = ActionButton(_("Calendar file"), icon="calendar-days")
        self.cancel = ActionButton(_("Call it off"), "quiet")
        self.put_back = ActionButton(_("Put it back"), icon="undo-2")
        for button, signal in (
            (self.open, self.open_asked),
            (self.go, self.go_asked),
            (self.end, self.end_asked),
            (self.expected, self.expected_asked),
            (self.sheets, self.sheets_asked),
            (self.after, self.after_asked),
            (self.cash, self.cash_asked),
            (self.calendar, self.calendar_asked),
            (self.cancel, self.cancel_asked),
            (self.put_back, self.put_back_asked),
        ):
            button.clicked.connect(signal)
            row.add(button)
        return row
