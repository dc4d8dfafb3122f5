"""The two lists of the first page: calls to make, and actions of the plan that are due."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.core.meetings.times import wall_time
from chapter_desk.core.today import DueCall, TodayCard
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.today.rows import ActionRow, CallRow, why_call
from chapter_desk.gui.today.when import day_due, moment_due
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, Rule
from chapter_desk.gui.widgets.day_field import short_day
from chapter_desk.gui.widgets.labels import StatusPill, TextLabel
from chapter_desk.i18n import _, ngettext

_CALLS, _MOST_CALLS = 4, 60
_ACTIONS = 5


class _ListCard(Card):
    """A card whose body is rows with thin lines between, or a sentence when there are none."""

    def __init__(self, title: str) -> None:
        super().__init__(title, flush=True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        t = theme()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._none = TextLabel("", "small", wrap=True)
        self._none.setContentsMargins(t.px(15), 0, t.px(15), t.px(14))
        self.body.addWidget(self._none)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def fill(self, rows: Sequence[QWidget], none: str) -> None:
        """Show these rows in the place of those before."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, row in enumerate(rows):
            if number:
                self._rows.addWidget(Rule())
            self._rows.addWidget(row)
            row.show()  # at once: what is shown by the layout later cannot take the focus now
        self._none.setText(none)
        self._none.setVisible(not rows)


class CallsCard(_ListCard):
    """Who came for the first time, or asked for a call.

    Signals:
        logged(FollowUp, str): A call was made, and how it went.
        notes_asked(): To the page where calls have numbers and notes.
    """

    logged = Signal(object, str)
    notes_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Calls to make within 48 hours"))
        self._pill = StatusPill("", "warn")
        self.notes = ActionButton(_("With notes"), "link")
        self.notes.clicked.connect(self.notes_asked)
        self.more = ActionButton("", "link")
        self.more.clicked.connect(self._turn)
        self.head.addWidget(self._pill)
        self.head.addWidget(self.notes)
        self.head.addWidget(self.more)
        self._card: TodayCard | None = None
        self._all = False
        self.rows: list[CallRow] = []

    def show_card(self, card: TodayCard) -> None:
        """Show the calls to make, and stay with the one in hand."""
        if self._card is not None and card.calls == self._card.calls and card.today == self._card.today:
            return
        self._card = card
        self._fill()

    def escape(self) -> bool:
        """Close the answers that are open; False if none are."""
        for row in self.rows:
            if row.asking:
                row.close_answers()
                return True
        return False

    def again(self) -> None:
        """It was not saved: show the calls as they are."""
        self._fill()

    def _turn(self) -> None:
        self._all = not self._all
        self._fill()
        self.more.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        assert self._card is not None
        calls = self._card.calls
        in_hand = _row_in_hand(self.rows)
        asking = {row.follow_up.id for row in self.rows if row.asking}
        self.rows = [self._made(call) for call in calls[: _MOST_CALLS if self._all else _CALLS]]
        self.fill(self.rows, _("All calls are made."))
        for row in self.rows:
            if row.follow_up.id in asking:
                row.ask()
        if in_hand is not None and self.rows and not any(row.asking for row in self.rows):
            self.rows[min(in_hand, len(self.rows) - 1)].log.setFocus(Qt.FocusReason.OtherFocusReason)
        self.more.setVisible(len(calls) > _CALLS)
        count = f"{len(calls):,}"
        self.more.setText(_("Fewer") if self._all else _("All {n}").format(n=count))
        self.more.setAccessibleName(
            _("Show fewer calls") if self._all else _("Show all {n} calls").format(n=count)
        )
        self._show_pill()

    def _show_pill(self) -> None:
        assert self._card is not None
        late = self._card.due_within(timedelta())
        here = wall_time(self._card.now, self._card.time_zone)
        until = here.replace(hour=23, minute=59, second=59) - here
        today = self._card.due_within(until) - late
        if late:
            words = ngettext("{n} overdue", "{n} overdue", late).format(n=f"{late:,}")
        else:
            words = ngettext("{n} due today", "{n} due today", today).format(n=f"{today:,}")
        self._pill.show_state(words, "bad" if late else "warn")
        self._pill.setVisible(bool(late or today))

    def _made(self, call: DueCall) -> CallRow:
        assert self._card is not None
        zone, now = self._card.time_zone, self._card.now
        since = call.follow_up.since
        day = short_day(wall_time(since, zone).date(), self._card.today) if since is not None else ""
        row = CallRow(call, why_call(call.follow_up, day), moment_due(call.follow_up.due_at, now, zone))
        row.logged.connect(self.logged)
        return row


class ActionsCard(_ListCard):
    """What of the plan is overdue or due soon.

    Signals:
        ticked(DueAction): It is done.
        plan_asked(): Open the plan.
    """

    ticked = Signal(object)
    plan_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Plan actions due"))
        self.plan = ActionButton(_("Open the plan"), "link")
        self.plan.clicked.connect(self.plan_asked)
        self.head.addWidget(self.plan)
        self._card: TodayCard | None = None
        self.rows: list[ActionRow] = []

    def show_card(self, card: TodayCard) -> None:
        """Show the actions that are due, the most overdue first."""
        before = self._card
        self._card = card
        same = before is not None and before.actions == card.actions and before.today == card.today
        if not same or before is None or bool(before.actions_open) != bool(card.actions_open):
            self._fill()

    def again(self) -> None:
        """It was not saved: show the actions as they are."""
        self._fill()

    def _fill(self) -> None:
        assert self._card is not None
        in_hand = _row_in_hand(self.rows)
        self.rows = [
            ActionRow(action, day_due(action.due_on, self._card.today))
            for action in self._card.actions[:_ACTIONS]
        ]
        for row in self.rows:
            row.ticked.connect(self.ticked)
        none = (
            _("Nothing is due in the next two weeks.")
            if self._card.actions_open
            else _("The plan has no open action.")
        )
        self.fill(self.rows, none)
        if in_hand is not None:
            following = self.rows[min(in_hand, len(self.rows) - 1)].box if self.rows else self.plan
            following.setFocus(Qt.FocusReason.OtherFocusReason)


def _row_in_hand(rows: Sequence[QWidget]) -> int | None:
    """Return the number of the row that has the keyboard, None if none has."""
    focus = QApplication.focusWidget()
    return next((n for n, row in enumerate(rows) if focus is not None and row.isAncestorOf(focus)), None)
