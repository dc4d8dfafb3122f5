"""A view that lies over another and lets nobody past it: the kiosk over the chapter."""

from PySide6.QtCore import Signal

from chapter_desk.gui.shell.view import View


class Cover(View):
    """Fills the whole screen; until it asks to be taken away, only its own commands can be reached.

    Signals:
        uncover_asked(): Whoever may is done with it: show again what lies below.
    """

    uncover_asked = Signal()

    def asked_to_close(self) -> None:
        """The window was asked to close, which it does not while it is covered: say how to get out."""
