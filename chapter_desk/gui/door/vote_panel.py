"""Beside the door: the roll of a vote, frozen once, and the count of the ballots."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from chapter_desk.app import App
from chapter_desk.core.meetings.attendance import VOTING
from chapter_desk.core.meetings.voting_roll import Ballots, VotingRoll
from chapter_desk.core.steps import Step
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.door.evening import Evening
from chapter_desk.gui.door.vote_now import (
    Vote,
    count_words,
    handed_out_words,
    read_vote,
    roll_words,
    rule_words,
    since_words,
)
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import ProgressCard, SidePanel
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.notices import Notice, NoticeButton
from chapter_desk.i18n import _
from chapter_desk.values import MeetingId

_DIGITS = 6


class VotePanel(SidePanel):
    """The roll and the ballots of a meeting.

    Signals:
        freeze_asked(): The roll is to be frozen.
        counted(int, int): So many ballots came back, so many were spoiled.
    """

    freeze_asked = Signal()
    counted = Signal(int, int)

    def __init__(self, progress: ProgressCard) -> None:
        super().__init__(_("Roll and ballots"))
        self.head.addWidget(TextLabel(_("Roll and ballots"), "h2", wrap=True), 1)
        self.rule = TextLabel("", wrap=True)
        self.roll = TextLabel("", "strong", wrap=True)
        self.since = TextLabel("", "hint", wrap=True)
        self.freeze = ActionButton(_("Freeze the roll"), "", "large", icon="lock")
        self.freeze.clicked.connect(self.freeze_asked)
        self.handed_out = TextLabel("", "strong", wrap=True)
        self.returned = TextField(_("Returned"))
        self.spoiled = TextField(_("Spoiled"))
        self.rest = TextLabel("", wrap=True)
        self.keep = ActionButton(_("Keep the count"), "primary", "large", icon="check")
        self.keep.clicked.connect(self._count)
        self.elsewhere = TextLabel(
            _("The roll is frozen and the ballots are counted at the chapter's laptop."), "hint", wrap=True
        )
        self.elsewhere.hide()
        self.notice: Notice | None = None
        """What was done here last, with its way back; it stays until the panel is asked for anew."""
        self._notice_place = QVBoxLayout()
        for field in (self.returned, self.spoiled):
            field.editor.returnPressed.connect(self._count)
        for widget in (
            TextLabel(_("The roll"), "h3"),
            self.rule,
            self.roll,
            self.since,
            self.freeze,
            progress,
            TextLabel(_("The ballots"), "h3"),
            self.handed_out,
            self.returned,
            self.spoiled,
            self.rest,
            self.keep,
            self.elsewhere,
        ):
            self.body.addWidget(widget)
        self.body.addLayout(self._notice_place)
        self.body.addStretch(1)

    def tell(self, notice: Notice | None) -> None:
        """Say what was done, in the place of what was said before; None says nothing more."""
        if self.notice is not None:
            self.notice.hide()
            self._notice_place.removeWidget(self.notice)
            self.notice.deleteLater()
        self.notice = notice
        if notice is not None:
            self._notice_place.addWidget(notice)
            notice.read_out()

    def show_vote(self, vote: Vote) -> None:
        """Show a vote as it stands; what is half-typed stays."""
        self.rule.setText(rule_words(vote))
        self.roll.setText(roll_words(vote))
        since = since_words(vote.roll) if vote.roll is not None else ""
        self.since.setText(since)
        self.since.setVisible(bool(since))
        self.freeze.setVisible(vote.roll is None and not vote.helps)
        self.freeze.setEnabled(vote.may_now > 0)
        for field, known in ((self.returned, vote.ballots.returned), (self.spoiled, vote.ballots.spoiled)):
            if not field.text().strip() and known is not None:
                field.set_text(str(known))
        self.handed_out.setText(handed_out_words(vote.ballots))
        words = count_words(vote.ballots)
        self.rest.setText(words)
        self.rest.setVisible(bool(words))
        for widget in (self.returned, self.spoiled, self.keep):
            widget.setVisible(not vote.helps)  # a count made on a laptop that helps would stay there
        self.elsewhere.setVisible(vote.helps)

    def forget_typed(self) -> None:
        """Let the next reading say what was counted."""
        for field in (self.returned, self.spoiled):
            field.set_text("")
            field.set_problem("")

    def _count(self) -> None:
        returned = self.returned.text().strip()
        numbers = [
            _number(self.returned, returned, _("Type how many ballots came back, 0 if none.")),
            _number(
                self.spoiled, self.spoiled.text().strip() or "0", _("Type how many were spoiled, 0 if none.")
            ),
        ]
        wrong = [field for field in (self.returned, self.spoiled) if field.problem()]
        if wrong:
            self.rest.hide()  # it speaks of the count before
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
            announce(wrong[0].editor, wrong[0].problem())
            return
        self.counted.emit(*numbers)


def _number(field: TextField, typed: str, problem: str) -> int:
    """Return the number typed; where there is none, say so at the field."""
    good = typed.isdecimal() and len(typed) <= _DIGITS
    field.set_problem("" if good else problem)
    return int(typed) if good else 0


class VoteAtDoor(QObject):
    """The panel of the vote and what its buttons do; `evening` is what the door shows."""

    def __init__(self, page: Page, app: App, tasks: Tasks, evening: Callable[[], Evening | None]) -> None:
        super().__init__(page)
        self._page, self._app, self._tasks, self._evening = page, app, tasks, evening
        self._panel: VotePanel | None = None
        self._progress: ProgressCard | None = None
        self.button = ActionButton(_("Roll and ballots"), "", "large", icon="vote")
        self.button.clicked.connect(self.ask)

    @property
    def panel(self) -> VotePanel:
        """The panel, made when it is first asked for."""
        if self._panel is None:
            self._progress = ProgressCard()
            self._panel = VotePanel(self._progress)
            self._panel.freeze_asked.connect(self._freeze)
            self._panel.counted.connect(self._count)
        return self._panel

    def header_buttons(self) -> Sequence[ActionButton]:
        """Return the button, while the voting list is in hand."""
        evening = self._evening()
        return (self.button,) if evening is not None and evening.on_list == VOTING else ()

    def commands(self) -> Sequence[Command]:
        """Return the key of the panel."""
        return (
            Command("door.vote", _("Roll and ballots of this meeting"), self.ask, "Alt+R", "vote",
                    able=lambda: self._meeting() is not None),
        )  # fmt: skip

    def ask(self) -> None:
        """Show the panel."""
        self._page.open_panel(self.panel)
        self.panel.tell(None)
        self._read()
        if self._app.door_laptops.helps_at is not None:
            self.panel.focus_cross()
        else:
            self.panel.returned.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def evening_changed(self) -> None:
        """Read the vote again while its panel shows."""
        if self._panel is not None and self._panel.isVisible():
            self._read()

    def _meeting(self) -> MeetingId | None:
        evening = self._evening()
        return evening.meeting.id if evening is not None and evening.is_open else None

    def _read(self) -> None:
        meeting = self._meeting()
        if meeting is not None:
            read = partial(read_vote, self._app, meeting)
            self._tasks.run(self, read, self.panel.show_vote, self._page.tell_error)

    def _freeze(self) -> None:
        meeting, card = self._meeting(), self._progress
        if meeting is None or card is None:
            return

        def work(progress: Progress) -> VotingRoll:
            return self._app.votes.freeze(meeting, progress.report)

        def over(_nothing: object = None) -> None:
            card.end()
            self._read()

        def frozen(_roll: VotingRoll) -> None:
            over()
            self.panel.returned.setFocus(Qt.FocusReason.OtherFocusReason)  # the button is gone
            line = _("Who becomes a member from now on does not change it.")
            self._tell_done("freeze-roll", _("The roll is frozen."), line)

        def failed(error: ChapterDeskError) -> None:
            over()
            self._page.tell_error(error)

        card.begin(_("Freezing the roll"))
        running = self._tasks.run_long(
            self, work, frozen, failed, progressed=card.show_progress, cancelled=over
        )
        card.cancelled.connect(running.cancel)

    def _count(self, returned: int, spoiled: int) -> None:
        meeting = self._meeting()
        if meeting is not None:
            count = partial(self._app.votes.count, meeting, returned, spoiled)
            self._tasks.run(self, count, self._counted, self._page.tell_error)

    def _counted(self, _ballots: Ballots) -> None:
        self._read()
        self._tell_done("count-ballots", _("The count is kept."), "")

    def _tell_done(self, kind: str, fact: str, line: str) -> None:
        """Say what was done, with a button that takes exactly that back: Ctrl Z is the sign-ins' here."""

        def told(step: Step | None) -> None:
            buttons = []
            if step is not None and step.kind == kind:
                buttons = [NoticeButton(_("Undo"), partial(self._take_back, step), "undo-2")]
            self.panel.tell(Notice("good", fact, line, buttons))

        self._tasks.run(self, self._app.steps.next_undo, told, self._page.tell_error)

    def _take_back(self, step: Step) -> None:
        def done(_nothing: object) -> None:
            self.panel.forget_typed()
            self._read()
            words = {
                "freeze-roll": _("The roll is open again."),
                "count-ballots": _("The count is taken back."),
            }
            self.panel.tell(Notice("good", words[step.kind]))
            self.panel.returned.setFocus(Qt.FocusReason.OtherFocusReason)

        self._tasks.run(self, partial(self._app.steps.take_back, step.id), done, self._page.tell_error)
