"""What the shell asks of a page, and what a page can ask of the shell.  Kept small."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.cover import Cover
from chapter_desk.gui.shell.notices import Told, told_about
from chapter_desk.gui.shell.view import View
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.state_line import StatePart
from chapter_desk.values import Area

__all__ = ["Page", "View"]


class Page(QWidget):
    """One page of an open chapter.  Subclasses fill in what they need and leave the rest.

    Signals for the shell (pages call the methods below, they do not emit):
        told(Told), untold(), going(str, object), head_changed(), panel_opened(SidePanel),
        panel_closed(), commands_changed(), state_changed(), cover_asked(Cover).
    """

    told = Signal(object)
    untold = Signal()
    going = Signal(str, object)
    head_changed = Signal()
    panel_opened = Signal(object)
    panel_closed = Signal()
    commands_changed = Signal()
    state_changed = Signal()
    cover_asked = Signal(object)

    areas: frozenset[Area] = frozenset(Area)
    """The areas whose changes this page wants to hear of."""

    narrow_rail = False
    """Whether the rail shrinks to icons while this page shows (the door)."""

    shows_find = True
    """Whether "Find anything" stands in the header (not at the door)."""

    scrolls = False
    """Whether the page keeps the height it likes and scrolls (cards), or shrinks first (tables, the door)."""

    full_width = False
    """Whether the page goes on growing above 1480 px (door, tables) instead of being centred."""

    help_id = ""
    """Which text of the help belongs to this page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    # what a page says about itself

    def title(self) -> str:
        """Return the h1."""
        raise NotImplementedError

    def context(self) -> str:
        """Return the line beside the title, "" for none."""
        return ""

    def header_widgets(self) -> Sequence[QWidget]:
        """Return up to three widgets for the right of the header, the primary last.

        The same widgets each time: the page makes them once and keeps them.
        """
        return ()

    def primary(self) -> ActionButton | None:
        """Return the one filled button of the page, pressed by Ctrl Enter, wherever it stands."""
        return None

    def state(self) -> StatePart | None:
        """Return what the state line says first while this page shows; None is the chapter's own words.

        Call `state_changed.emit()` when it is another.
        """
        return None

    def search(self) -> QWidget | None:
        """Return the field that Ctrl F and "/" go to."""
        return None

    def commands(self) -> Sequence[Command]:
        """Return what can be done on this page: keys (Ctrl N...), palette, and the help of F1."""
        return ()

    # what happens to a page

    def enter(self) -> None:
        """The page is shown: put the focus where a person starts."""

    def leave(self) -> None:
        """The page is hidden: save the field in hand."""

    def changed(self, areas: frozenset[Area]) -> None:
        """Read again: these areas changed.  Never called while hidden; then once on the way in."""

    def escape(self) -> bool:
        """Close or clear the nearest thing and return True; False if there is nothing.

        Called after the side panel was closed by an Esc of its own.  Never loses text.
        """
        return False

    def place(self) -> object:
        """Return where in the page the person is (a row, a filter), for Back; None is the page itself."""
        return None

    def go_to(self, place: object) -> None:
        """Go where `place()` said, or where another page wants the person to be."""

    # what a page can ask of the shell

    def tell(self, told: Told) -> None:
        """Show a notice above the content."""
        self.told.emit(told)

    def tell_error(self, error: ChapterDeskError) -> None:
        """Show an expected error in its three sentences: the `failed` of `Tasks.run`."""
        self.told.emit(told_about(error))

    def untell(self) -> None:
        """Take the notice back: what it spoke of is solved."""
        self.untold.emit()

    def go(self, key: str, place: object = None) -> None:
        """Open another page ("members"), at a place it knows (a person's id)."""
        self.going.emit(key, place)

    def open_panel(self, panel: SidePanel) -> None:
        """Show a side panel beside the page (over it when the window is narrow)."""
        self.panel_opened.emit(panel)

    def close_panel(self) -> None:
        """Hide the side panel; the page keeps the widget."""
        self.panel_closed.emit()

    def cover(self, cover: Cover) -> None:
        """Give the whole screen to a view that nobody gets past but by its own way out."""
        self.cover_asked.emit(cover)

    def refresh_head(self) -> None:
        """Have the header read title, context and actions again."""
        self.head_changed.emit()
