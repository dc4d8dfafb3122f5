"""Today: the next meeting, calls, actions, the agreement, who came, and what national does not have."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.meetings.follow_ups import FollowUp, Outcome
from chapter_desk.core.today import DueAction, TodayCard
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.door.tones import IN, Tones
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.gui.shell.theme import theme, tokens
from chapter_desk.gui.today.lists import ActionsCard, CallsCard
from chapter_desk.gui.today.meeting_card import MeetingCard
from chapter_desk.gui.today.ready import ReadyPanel
from chapter_desk.gui.today.rows import outcomes
from chapter_desk.gui.today.side_cards import AffiliationCard, UnsentCard, WhoCameCard
from chapter_desk.gui.today.trial import Tried, checks_of, try_everything
from chapter_desk.gui.today.when import whole_day
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.notices import NoticeButton
from chapter_desk.i18n import _
from chapter_desk.values import Area, StepId

READY = "ready"
"""The place on this page that asks whether all is ready for the door."""
_RIGHT_COLUMN = 406
_LEFT_AT_LEAST = 500  # the next meeting with its button, and the calls in one line each


class TodayPage(Page):
    """The first page of an open chapter."""

    scrolls = True
    help_id = "today"
    areas = frozenset(Area)

    def __init__(self, app: App, tasks: Tasks, settings: LaptopSettings) -> None:
        super().__init__()
        self._app, self._tasks = app, tasks
        self._card: TodayCard | None = None
        self._reading = self._again = False
        self._focus_wanted = False
        self._panel: ReadyPanel | None = None
        self._ready_wanted = False
        self.tones = Tones(settings, tasks, parent=self)
        self.meeting = MeetingCard()
        self.calls = CallsCard()
        self.plan = ActionsCard()
        self.affiliation = AffiliationCard()
        self.who_came = WhoCameCard()
        self.unsent = UnsentCard()
        self._connect()
        self._build()
        self._read()

    # what the page says about itself

    def title(self) -> str:
        return _("Today")

    def context(self) -> str:
        day = whole_day(self._card.today) if self._card is not None else ""
        return day[:1].upper() + day[1:]

    def primary(self) -> ActionButton | None:
        return self.meeting.main

    def commands(self) -> Sequence[Command]:
        return (
            Command(
                "today.ready",
                _("Ready for the door?"),
                self._show_ready,
                icon="circle-check",
                able=lambda: self._card is not None,
            ),
        )

    # what happens to it

    def enter(self) -> None:
        self._focus_wanted = True
        if self._card is not None:
            self._read()
            self._take_focus()

    def changed(self, areas: frozenset[Area]) -> None:
        self._read()

    def go_to(self, place: object) -> None:
        if place == READY:
            self._ready_wanted = True
            self._show_wanted()

    def escape(self) -> bool:
        return self.calls.escape()

    def minimumSizeHint(self) -> QSize:
        # two columns may not keep it wide: it turns them into one by the width it is given
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # reading

    def _read(self) -> None:
        """Ask for the card; asked again meanwhile, it is read once more and not twice."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._tasks.run(self, self._app.today.card, self._show, self._not_read)

    def _show(self, card: TodayCard) -> None:
        self._reading = False
        first = self._card is None
        self._card = card
        self._show_wanted()
        for part in (
            self.meeting,
            self.calls,
            self.plan,
            self.affiliation,
            self.who_came,
            self.unsent,
        ):
            part.show_card(card)
        if self._panel is not None:
            self._panel.show_card(card)
        self._inside.show()
        self.refresh_head()
        if first:
            self._take_focus()
            self.commands_changed.emit()
        if self._again:
            self._again = False
            self._read()

    def _not_read(self, error: ChapterDeskError) -> None:
        self._reading = False
        self.tell_error(error)

    # acts

    def _open_door(self) -> None:
        from chapter_desk.gui.door.evening import OPEN_NEXT  # late: the first page needs nothing of the door

        self.go("door", OPEN_NEXT)

    def _plan_meeting(self) -> None:
        from chapter_desk.gui.door.closed_door import NEW_MEETING  # late, as above

        self.go("meetings", NEW_MEETING)

    def _details(self) -> None:
        if self._card is not None and self._card.next_meeting is not None:
            self.go("meetings", self._card.next_meeting.meeting.id)

    def _log(self, follow_up: FollowUp, outcome: Outcome) -> None:
        def work() -> StepId:
            self._app.follow_ups.log(follow_up, outcome)
            return self._app.steps.latest(1)[0].id

        def done(step: StepId) -> None:
            words = dict(outcomes())[outcome]
            self._tell_done(_("{name}: {outcome}.").format(name=follow_up.name, outcome=words), step)

        self._tasks.run(self, work, done, lambda error: self._not_saved(error, self.calls))

    def _tick(self, action: DueAction) -> None:
        def work() -> StepId:
            self._app.planning.mark_done(action.id)
            return self._app.steps.latest(1)[0].id

        def done(step: StepId) -> None:
            self._tell_done(_("Done: {action}.").format(action=action.title), step)

        self._tasks.run(self, work, done, lambda error: self._not_saved(error, self.plan))

    def _not_saved(self, error: ChapterDeskError, card: "CallsCard | ActionsCard") -> None:
        card.again()
        self.tell_error(error)

    def _tell_done(self, fact: str, step: StepId) -> None:
        button = NoticeButton(_("Undo"), lambda: self._take_back(step), "undo-2", "Ctrl+Z")
        self.tell(Told("good", fact, "", [button]))

    def _take_back(self, step: StepId) -> None:
        def done(_taken: Any) -> None:
            self.tell(Told("good", _("Taken back. It is as it was before.")))

        self._tasks.run(self, lambda: self._app.steps.take_back(step), done, self.tell_error)

    # ready?

    def _show_wanted(self) -> None:
        if self._ready_wanted and self._card is not None:
            self._ready_wanted = False
            self._show_ready()

    def _show_ready(self) -> None:
        if self._card is None:
            return
        self._panel = panel = ReadyPanel(self._card)
        panel.fix_asked.connect(self._fix)
        panel.trial_asked.connect(self._try)
        panel.closed.connect(panel.deleteLater)
        panel.destroyed.connect(self._forget_panel)
        self.open_panel(panel)
        panel.setFocus()
        self._read()

    def _forget_panel(self) -> None:
        self._panel = None

    def _try(self) -> None:
        if self._panel is None:
            return
        self._panel.show_trying()
        self.tones.get_ready()
        self._tasks.run_long(self, lambda _progress: try_everything(self._app), self._tried, self.tell_error)

    def _tried(self, tried: Tried) -> None:
        if self._panel is not None:
            found = checks_of(tried, tones=self.tones.on, speaker=self.tones.can_play)
            self._panel.show_trial(found)
            announce(self._panel, found[0].short)

    def _fix(self, key: str) -> None:
        if key == "sound":
            self.tones.play(IN)
        if key != "backup":
            return
        button = self._panel.list.buttons.get(key) if self._panel is not None else None
        if button is not None:
            button.turn_off(_("The copy is being made."))

        def made(_progress: Progress) -> None:
            self._app.backups.make("asked")

        def done(_none: None) -> None:
            self.tell(Told("good", _("A copy was made, opened and checked.")))
            self._read()

        self._tasks.run_long(self, made, done, self.tell_error)

    # the inside

    def _connect(self) -> None:
        self.meeting.door_asked.connect(self._open_door)
        self.meeting.details_asked.connect(self._details)
        self.meeting.plan_asked.connect(self._plan_meeting)
        self.meeting.ready_asked.connect(self._show_ready)
        self.calls.logged.connect(self._log)
        self.calls.notes_asked.connect(lambda: self.go("after"))
        self.plan.ticked.connect(self._tick)
        self.plan.plan_asked.connect(lambda: self.go("plan"))
        self.affiliation.agreement_asked.connect(lambda: self.go("agreement"))
        self.unsent.exchange_asked.connect(lambda: self.go("exchange"))

    def _build(self) -> None:
        t = theme()
        self._inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._inside)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(t.px(14))
        left, self._right = QVBoxLayout(), QWidget()
        self._left = left
        left.setSpacing(t.px(14))
        left.addWidget(self.meeting)
        left.addWidget(self.calls)
        left.addWidget(self.plan, 1)
        self.meeting.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(t.px(14))
        right.addWidget(self.affiliation)
        right.addWidget(self.who_came, 1)
        right.addWidget(self.unsent)
        self._columns.addLayout(left, 1)
        self._columns.addWidget(self._right)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._inside)
        self._inside.hide()  # until there are true numbers

    def _arrange(self) -> None:
        """One column below 1200 or beside a panel, two from there on."""
        width = self.window().width() / theme().scale
        narrow = width < tokens()["breakpoints"]["rail_narrow_below"]
        left = max(theme().px(_LEFT_AT_LEAST), self._left.minimumSize().width())  # longer words need more
        narrow = narrow or self.width() < left + theme().px(14 + _RIGHT_COLUMN)  # beside a panel
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(below if narrow else beside)
        column = theme().px(_RIGHT_COLUMN)
        self._right.setMinimumWidth(0 if narrow else column)
        self._right.setMaximumWidth(16_777_215 if narrow else column)
        self.meeting.show_narrow(width < 820)

    def _take_focus(self) -> None:
        if not self._focus_wanted or self._card is None or not self.isVisible():
            return
        self._focus_wanted = False
        first_call = self.calls.rows[0].log if self.calls.rows else None
        in_sight = first_call is not None and not first_call.visibleRegion().isEmpty()
        if self.meeting.starts_soon or first_call is None or not in_sight:
            first_call = self.meeting.main
        first_call.setFocus(Qt.FocusReason.OtherFocusReason)
