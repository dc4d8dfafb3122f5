"""Where the agreement stands, and the line on which the next step is noted with its day."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from chapter_desk.core.agreements.agreeing import STATUSES, Status
from chapter_desk.gui.agreements.agreement_now import AgreementNow, shown_steps, step_names
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.day_field import DayField, short_day
from chapter_desk.gui.widgets.labels import ElidedLabel
from chapter_desk.gui.widgets.steps import Steps
from chapter_desk.i18n import _


class StepsCard(Card):
    """Drafted, called, sent, signed.  A press on a step opens its day; the next one is open at first.

    Signals:
        noted(str, object): A step happened on a day.
        taken_back(str): A step was noted by mistake.
    """

    noted = Signal(str, object)
    taken_back = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        t = theme()
        self._now: AgreementNow | None = None
        self._step: Status | None = None
        self._chosen: Status | None = None
        self.steps = Steps(pressable=True)
        self.steps.opened.connect(self._open)
        self.line = ElidedLabel("", "small")
        self.day = DayField(_("Day"), self._today, ahead=False)
        self.day.hide_label()
        self.note = ActionButton(_("Note it"))
        self.note.clicked.connect(self._note)
        self.back = ActionButton(_("Take it back"), "quiet", icon="undo-2")
        self.back.clicked.connect(self._take_back)
        self.day.editor.returnPressed.connect(self._note)
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, t.px(4), 0, 0)
        row.setSpacing(t.px(8))
        row.addWidget(self.line, 1)
        row.addWidget(self.day)
        row.addWidget(self.note)
        row.addWidget(self.back)
        self.day.setFixedWidth(t.px(140))
        self.body.addWidget(self.steps)
        self.body.addWidget(self._row)

    def show_agreement(self, now: AgreementNow) -> None:
        """Show where it stands; the step whose day was open stays open while it makes sense."""
        moved_on = self._now is None or self._now.agreement.days != now.agreement.days
        self._now = now
        self.steps.show_steps(shown_steps(now))
        if moved_on or (self._chosen is not None and self._chosen not in now.agreement.days):
            self._chosen = None
        self._show_line(fresh=moved_on)

    def ask_for(self, step: Status) -> None:
        """Open the day of a step and give it the focus."""
        self._choose(step)
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        self.day.editor.selectAll()

    def _today(self) -> date:
        assert self._now is not None, "days are read once an agreement shows"
        return self._now.today

    def _open(self, number: int) -> None:
        self.ask_for(STATUSES[number])

    def _choose(self, step: Status) -> None:
        if self._now is None:
            return
        taken = step in self._now.agreement.days
        self._chosen = step if taken else None
        self._show_line(fresh=True)

    def _show_line(self, *, fresh: bool) -> None:
        now = self._now
        assert now is not None, "shown with an agreement"
        step = self._chosen or now.next_step
        self._step = step or "signed"
        taken = self._step in now.agreement.days
        self.line.setText(_words(now, self._step, taken=taken))
        if fresh:
            self.day.set_day(now.agreement.days.get(self._step, now.today))
        self.day.set_label(_("Day of: {step}").format(step=step_names()[self._step]))
        words = {"called": _("Note the call"), "sent": _("Mark as sent"), "signed": _("Mark as signed")}
        self.note.setText(_("Correct the day") if taken else words.get(self._step, _("Note it")))
        waits = now.waits_for() if self._step == "sent" and not taken else ""
        if waits:
            if self.note.hasFocus():  # a button that is switched off would let the focus run to another card
                self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            self.note.turn_off(waits)
        else:
            self.note.turn_on()
        self.back.setVisible(taken and self._step != "drafted")
        self.back.setAccessibleName(_("Take back: {step}").format(step=step_names()[self._step]))

    def _take_back(self) -> None:
        if self._step is not None:
            self.taken_back.emit(self._step)

    def _note(self) -> None:
        if self.note.isEnabled() and self.day.take() and self._step is not None:
            self.noted.emit(self._step, self.day.day() or self._today())


def _words(now: AgreementNow, step: Status, *, taken: bool) -> str:
    if taken:
        day = short_day(now.agreement.days[step], now.today)
        return _("{step} on {day}.").format(step=step_names()[step], day=day)
    return {
        "called": _("Hold the organizing call with national, then note its day."),
        "sent": now.waits_for() or _("Save the paper, send it to national, then note the day."),
        "signed": _("Note the day on which the last of both signed."),
    }.get(step, "")
