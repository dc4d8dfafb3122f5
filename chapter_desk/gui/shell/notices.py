"""What the shell says to a person, and the one place on a page where it says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.gui.widgets.notices import Notice, NoticeButton, NoticeTone

if TYPE_CHECKING:
    from chapter_desk.errors import ChapterDeskError

_FRESH_MS = 1000  # the change a good notice speaks of may arrive just after it


@dataclass(frozen=True, slots=True)
class Told:
    """A notice to be: bold fact, the rest, up to two buttons."""

    tone: NoticeTone
    fact: str
    line: str = ""
    buttons: Sequence[NoticeButton] = ()


def told_about(error: "ChapterDeskError", buttons: Sequence[NoticeButton] = ()) -> Told:
    """Return an expected error in its three sentences, as a notice."""
    from chapter_desk.core.explain import explain  # late: no window waits for the explanations

    words = explain(error)
    return Told("bad", words.happened, f"{words.safe} {words.do}", buttons)


class NoticeSlot(QWidget):
    """Holds one notice or none, above the content, which it pushes down.

    A newer one replaces the older.  A good one goes with the next act; the others stay until they
    are closed or taken back.

    Signals:
        emptied(): The notice was closed by the person.
    """

    emptied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._age = QElapsedTimer()
        self._told: Told | None = None
        self.notice: Notice | None = None
        self.hide()

    def tell(self, told: Told) -> None:
        """Show a notice in the place of the one before, and read it out once."""
        self._show(told)
        assert self.notice is not None
        self.notice.read_out()

    def take_back(self) -> None:
        """Show nothing: what the notice spoke of is solved."""
        if self.notice is not None:
            self._box.removeWidget(self.notice)
            self.notice.hide()
            self.notice.deleteLater()
        self.notice = self._told = None
        self.hide()

    def next_act(self) -> None:
        """Something else was done: a good notice has had its time."""
        if self.notice is not None and self.notice.tone == "good" and self._age.elapsed() > _FRESH_MS:
            self.take_back()

    def jump(self) -> None:
        """Give the notice the focus: its first button, or its cross."""
        if self.notice is not None:
            self.notice.focus_first()

    def rebuild(self) -> None:
        """Draw the notice again, at the present text size."""
        if self._told is not None:
            self._show(self._told)

    def _show(self, told: Told) -> None:
        self.take_back()
        self._told = told
        self.notice = Notice(told.tone, told.fact, told.line, told.buttons, closable=True)
        self.notice.closed.connect(self._close)
        self._box.addWidget(self.notice)
        self._age.start()
        self.show()

    def _close(self) -> None:
        self.take_back()
        self.emptied.emit()
