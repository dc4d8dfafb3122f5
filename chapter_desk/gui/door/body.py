"""The parts of the door page and where they stand."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.core.meetings.door import DoorMatch
from chapter_desk.gui.door.closed_door import ClosedDoor
from chapter_desk.gui.door.closing import ClosePanel
from chapter_desk.gui.door.columns import SLIM_BELOW, SideColumns
from chapter_desk.gui.door.finding import Finding
from chapter_desk.gui.door.list_band import ListBand
from chapter_desk.gui.door.ticking import TickList
from chapter_desk.gui.door.walk_in_form import WalkInForm
from chapter_desk.gui.door.who_is_in import EverybodyIn
from chapter_desk.gui.door.wrong_person import WrongPersonPanel
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.notices import NotSavedBand
from chapter_desk.values import PersonId

_SHORT_BELOW = 520
"""Below this many design pixels the form and the red band have no room together; the state line is red."""


_AROUND = 100
"""Design pixels of the rail and the margins."""


class DoorBody(QWidget):
    """At the left the search, the walk-in form, who is in, or the closed door; columns beside it."""

    def __init__(
        self,
        find: Callable[[str, int], Sequence[DoorMatch]],
        today: Callable[[], date],
        hint: Callable[[PersonId], tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        t = theme()
        self.finding = Finding(find)
        self.form = WalkInForm(find, today)
        self.everybody = EverybodyIn()
        self.closed = ClosedDoor()
        self.wrong_person = WrongPersonPanel(find, today)
        self.ticks = TickList()
        self.not_saved = NotSavedBand()
        self.closing = ClosePanel()
        self.lists = ListBand()
        self.columns = SideColumns(hint, find, self)
        self._stack = _Stack()
        for part in (self.finding, self.form, self.everybody, self.ticks, self.closed):
            self._stack.addWidget(part)
        left = QVBoxLayout()
        left.setSpacing(t.px(14))
        left.addWidget(self.not_saved)
        left.addWidget(self.lists)
        left.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(t.px(14))
        row.addLayout(left, 1)
        row.addWidget(self.columns.middle)
        row.addWidget(self.columns.third)

    @property
    def shown(self) -> QWidget:
        """The part at the left that shows."""
        part = self._stack.currentWidget()
        assert part is not None
        return part

    def show_part(self, part: QWidget) -> None:
        """Show another part at the left; the focus of the one before goes, and is the caller's to give."""
        inside = self.shown.focusWidget()
        if part is not self.shown and inside is not None and inside.hasFocus():
            inside.clearFocus()  # else Qt would look through the whole window for the next in line
        self._stack.setCurrentWidget(part)

    def open(self) -> None:
        """Show the search in the place of the closed door; anything else that shows stays."""
        if self.shown is self.closed:
            self.show_part(self.finding)

    def take_focus(self) -> None:
        """Put the focus where the next key belongs."""
        if self.shown is self.closed:
            self.closed.take_focus()
        elif self.shown is self.finding and not self.closing.isVisible():
            self.finding.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_trouble(self, words: tuple[str, str, str, str], *, anew: bool) -> None:
        """Fill the red band; it is read out again when it says something else, or happened `anew`."""
        if anew or self.not_saved.accessibleName() != " ".join(words):
            self.not_saved.show_problem(*words)

    def design_width(self) -> float:
        """Return the width of the window in pixels of the design, without a panel that stands beside."""
        page = self.parentWidget() or self
        return min(self.window().width(), page.width() + theme().px(_AROUND)) / theme().scale

    def fit(self, *, is_open: bool, in_trouble: bool) -> None:
        """Show the columns and the red band where there is room for them."""
        width, height = self.design_width(), self.window().height() / theme().scale
        calm = not in_trouble and not self.closing.isVisible()
        no_room = self.shown is self.form and height < _SHORT_BELOW
        self.not_saved.be_narrow(width < SLIM_BELOW)
        self.not_saved.setVisible(in_trouble and not no_room)
        done = 0 if in_trouble else 58 + 14
        self._stack.setMinimumHeight(theme().px(56 + 14 + done + 60))  # the search, what was done, a match
        self.lists.fit(shown=is_open and self.shown is not self.closed)
        self.columns.fit(
            width,
            shown=is_open and self.shown is not self.closed,
            third=calm and self.shown in (self.finding, self.everybody, self.ticks),
        )


class _Stack(QStackedWidget):
    """Takes whatever height is left; what is inside scrolls."""

    def hasHeightForWidth(self) -> bool:
        return False
