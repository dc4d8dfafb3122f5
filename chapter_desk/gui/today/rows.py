"""Rows of a card on the first page: a thing with its second line, whose it is, when it is due, an act."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.meetings.follow_ups import FIRST_TIME, FollowUp, Outcome
from chapter_desk.core.today import DueAction, DueCall
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.today.when import Due
from chapter_desk.gui.widgets.buttons import ActionButton, IconButton
from chapter_desk.gui.widgets.flow import FlowLayout
from chapter_desk.gui.widgets.labels import ElidedLabel, Initials, StatusPill, TextLabel
from chapter_desk.i18n import _, pgettext

_OWNER, _DUE = 112, 136


def outcomes() -> Sequence[tuple[Outcome, str]]:
    """Return what may have become of a call, in words, in the order a person is asked."""
    return (
        ("reached", pgettext("call", "Reached")),
        ("left-word", pgettext("call", "Left word")),
        ("wrong-number", pgettext("call", "Wrong number")),
        ("will-come", pgettext("call", "Will come")),
    )


class DueRow(QFrame):
    """What both kinds of rows share: words at the left, whose, when due."""

    def __init__(self, title: str, line: str, owner: str, nobody: str, due: Due) -> None:
        super().__init__()
        t = theme()
        self.setAccessibleName(", ".join(part for part in (title, line, owner or nobody, due.words) if part))
        self.lead = QHBoxLayout()
        """Before the words: a circle, a check box."""
        self.line = QHBoxLayout()
        self.line.setSpacing(t.px(10))
        self.line.addLayout(self.lead)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(title, "strong"))
        words.addWidget(ElidedLabel(line, "hint"))
        self.line.addLayout(words, 1)
        self.line.addWidget(_whose(owner, nobody))
        when = TextLabel(due.words, "caption", tone=due.tone, figures=True)
        when.setMinimumWidth(t.px(_DUE))
        when.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        font = when.font()
        font.setWeight(font.Weight.DemiBold)
        when.setFont(font)
        self.line.addWidget(when)
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(t.px(15), t.px(7), t.px(15), t.px(7))
        self.whole.setSpacing(t.px(8))
        self.whole.addLayout(self.line)
        self.setMinimumHeight(t.px(46))


class CallRow(DueRow):
    """A call to make.  "Log call" opens four answers in the row.

    Signals:
        logged(FollowUp, str): How it went: one of `Outcome`.
    """

    logged = Signal(object, str)

    def __init__(self, call: DueCall, why: str, due: Due) -> None:
        owner = _("You") if call.mine else call.owner_name
        super().__init__(call.follow_up.name, why, owner, _("No one yet"), due)
        self.follow_up: FollowUp = call.follow_up
        self._given = False
        self.lead.addWidget(Initials(call.follow_up.name))
        self.log = ActionButton(_("Log call"), room="compact", icon="phone")
        name = _("Log the call with {name}").format(name=call.follow_up.name)
        self.log.setAccessibleName(name)
        self.log.clicked.connect(self.ask)
        self.line.addWidget(self.log)
        self.answers: list[ActionButton] = []
        self._answers: QWidget | None = None  # made when asked for: the page waits for no button it hides

    @property
    def asking(self) -> bool:
        """Whether the four answers show."""
        return self._answers is not None and not self._answers.isHidden()

    def ask(self) -> None:
        """Show the four answers, and go to the first."""
        if self._answers is None:
            self._answers = self._made_answers()
            self.whole.addWidget(self._answers)
        self._answers.show()
        self.log.hide()
        self.answers[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def close_answers(self) -> None:
        """Hide the answers again: no call was made."""
        self.log.show()
        self.log.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._answers is not None:
            self._answers.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.asking:
            self.close_answers()
            return
        super().keyPressEvent(event)

    def _made_answers(self) -> QWidget:
        t = theme()
        holder = QWidget()
        flow = FlowLayout(t.px(8), t.px(6), holder)
        question = TextLabel(_("How did it go?"), "hint")
        question.setMinimumHeight(t.px(28))
        flow.addWidget(question)
        for outcome, words in outcomes():
            button = ActionButton(words, room="compact")
            button.setAccessibleName(f"{words}, {self.follow_up.name}")
            button.clicked.connect(lambda _on=False, outcome=outcome: self._answered(outcome))
            flow.addWidget(button)
            self.answers.append(button)
        close = IconButton("x", _("Not now"), key="Esc", size=16)
        close.clicked.connect(self.close_answers)
        flow.addWidget(close)
        return holder

    def _answered(self, outcome: Outcome) -> None:
        if not self._given:  # once; switched off, the button would lose the focus and the row its place
            self._given = True
            self.logged.emit(self.follow_up, outcome)


class ActionRow(DueRow):
    """An action of the plan, to tick off.

    Signals:
        ticked(DueAction): It is done.
    """

    ticked = Signal(object)

    def __init__(self, action: DueAction, due: Due) -> None:
        super().__init__(action.title, action.issue_title, action.owner_name, _("No owner"), due)
        self.action = action
        self.box = QCheckBox()
        self.box.setAccessibleName(_("Done: {action}").format(action=action.title))
        self._given = False
        self.box.clicked.connect(self._press)
        self.lead.addWidget(self.box)

    def _press(self) -> None:
        self.box.setChecked(True)  # the row goes when it is saved; unticked in between, it would be neither
        if not self._given:
            self._given = True
            self.ticked.emit(self.action)


def why_call(follow_up: FollowUp, day: str) -> str:
    """Return why somebody is called: "First time, May 10, House meeting", or what was written."""
    if follow_up.reason != FIRST_TIME:
        return follow_up.reason
    if not follow_up.meeting_title:
        return _("First time, {day}").format(day=day)
    return _("First time, {day}, {meeting}").format(meeting=follow_up.meeting_title, day=day)


def _whose(owner: str, nobody: str) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    if owner:
        line.addWidget(ElidedLabel(owner, "caption"))
    else:
        line.addWidget(StatusPill(nobody, "warn"))
        line.addStretch(1)
    holder.setFixedWidth(max(theme().px(_OWNER), line.sizeHint().width() if not owner else 0))
    return holder
