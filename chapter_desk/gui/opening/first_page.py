"""What stands in Today's place until the Today page is there."""

from PySide6.QtWidgets import QVBoxLayout

from chapter_desk.app import App
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.widgets.cards import Card, EmptyState
from chapter_desk.i18n import _


class FirstPage(Page):
    """An empty Today."""

    areas = frozenset()

    def __init__(self, app: App) -> None:
        super().__init__()
        card = Card()
        card.body.addWidget(
            EmptyState("sun", _("Nothing is due"), _("Meetings, calls and actions come up here."))
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card)

    def title(self) -> str:
        return _("Today")
