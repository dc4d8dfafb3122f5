"""What the wizard asks of a step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.gui.opening.wizard.answers import Answers
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.labels import TextLabel


class WizardStep(QWidget):
    """One short step.  It writes into the answers as they are typed, and fills itself from them.

    Signals:
        changed(): Ask `hindrance()` again.
        next_asked(): Enter in the last field.
    """

    changed = Signal()
    next_asked = Signal()

    def __init__(self, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.answers = answers
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(t.px(4))
        self._heading = TextLabel(self.heading(), "h1", wrap=True)
        self._box.addWidget(self._heading)
        self._subtitle = TextLabel(self.subtitle(), "small", wrap=True)
        self._box.addWidget(self._subtitle)
        self._box.addSpacing(t.px(14))
        self.body = QVBoxLayout()
        """Where the fields go."""
        self.body.setSpacing(t.px(14))
        self._box.addLayout(self.body)
        self._box.addStretch(1)

    @staticmethod
    def name() -> str:
        """Return what the step is called in the list at the left."""
        raise NotImplementedError

    def heading(self) -> str:
        """Return the h1."""
        raise NotImplementedError

    def subtitle(self) -> str:
        """Return the line below the h1."""
        return ""

    def hindrance(self) -> str:
        """Return what is still missing before Next, "" if nothing."""
        return ""

    def show_problems(self) -> None:
        """Next was pressed too early: say at the fields what is missing, and go to the first."""

    def enter(self) -> None:
        """Be shown: the focus goes to the first field."""

    def say_again(self) -> None:
        """Heading and subtitle are others now."""
        self._heading.setText(self.heading())
        self._subtitle.setText(self.subtitle())


def narrow(widget: QWidget, width: int = 480) -> QWidget:
    """Keep a field from growing across the whole page."""
    widget.setMaximumWidth(theme().px(width))
    return widget


def focus(widget: QWidget) -> None:
    """Give a field the focus as Tab would."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
