"""How far joining is: found, digits agreed, names coming, ready."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.meters import Meter
from chapter_desk.gui.widgets.steps import Step, Steps, StepState
from chapter_desk.i18n import _, ngettext
from chapter_desk.link.entering import JoinStep

_AT = {JoinStep.LOOKING: 0, JoinStep.FOUND: 1, JoinStep.AGREED: 2, JoinStep.COMING: 2, JoinStep.KEEPING: 2}
"""Which of the four steps is the one at hand."""


class JoinSteps(QWidget):
    """The four steps, a line that says more, and a bar.  By a file there is the line and the bar alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps = Steps()
        self.words = TextLabel("", "small", wrap=True, figures=True)
        self.meter = Meter()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(8))
        for widget in (self.steps, self.words, self.meter):
            box.addWidget(widget)
        self._step: JoinStep | None = None
        self.hide()

    def begin(self, *, by_file: bool) -> None:
        """Show that it begins."""
        self.steps.setVisible(not by_file)
        self._step = None
        self.show_far(JoinStep.KEEPING if by_file else JoinStep.LOOKING, 0, 0, 0)
        self.show()

    def show_far(self, step: JoinStep, done: int, total: int, people: int) -> None:
        """Show where it is; see `entering.Told`."""
        percent = f"{100 * done // total} %" if total else ""
        at = _AT.get(step, 4)
        names = (_("Found"), _("Digits agree"), _("Names"), _("Ready"))
        states: list[StepState] = ["done" if n < at else "now" if n == at else "later" for n in range(4)]
        lines = [percent if n == at else "" for n in range(4)]
        self.steps.show_steps([Step(*each) for each in zip(names, states, lines, strict=True)])
        self.words.setText(far_words(step, percent, people))
        self.meter.show_value(done, total)
        if step is not self._step:
            self._step = step
            announce(self, self.words.text())

    def end(self) -> None:
        """It is over, one way or the other."""
        self.hide()


def far_words(step: JoinStep, percent: str, people: int) -> str:
    """Return where joining is, in words."""
    match step:
        case JoinStep.LOOKING:
            return _("Calling the other laptop")
        case JoinStep.FOUND:
            return _("The other laptop answers. The digits are compared.")
        case JoinStep.AGREED:
            return _("The digits agree. The other laptop puts the names together.")
        case JoinStep.COMING:
            words = ngettext(
                "The name of {n} person comes over: {percent}",
                "The names of {n} people come over: {percent}",
                people,
            )
            return words.format(n=f"{people:,}", percent=percent)
        case JoinStep.KEEPING:
            return " ".join(filter(None, (_("The names are written on this laptop."), percent)))
        case JoinStep.READY:
            return _("Ready")
