"""What fills the whole window: start, unlock, the wizard, an open chapter."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.reading_order import go_on_by_tab


class View(QWidget):
    """Something that fills the whole window: start, unlock, the wizard, the chapter's shell.

    Signals:
        title_changed(): `window_title()` is another now.
    """

    title_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def window_title(self) -> str:
        """Return what stands before "— Chapter Desk" in the title bar; never a person's name."""
        return ""

    def commands(self) -> Sequence[Command]:
        """Return what can be done here by key or palette."""
        return ()

    def enter(self) -> None:
        """Be shown: put the focus where a person starts."""

    def leave(self) -> None:
        """Be hidden: save what is half-written, give up secrets."""

    def escape(self) -> bool:
        """Close the nearest thing and return True, or False if nothing is open.  Never loses text."""
        return False

    def focusNextPrevChild(self, next: bool) -> bool:
        return go_on_by_tab(self, forward=next) or super().focusNextPrevChild(next)

    def remade(self) -> "View | None":
        """Return this view made again, for another language or text size; None if it sees to it itself."""
        return None
