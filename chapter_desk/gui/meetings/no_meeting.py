"""What a page about one meeting shows while the chapter has none: the way to plan the first."""

from PySide6.QtCore import Qt

from chapter_desk.gui.door.closed_door import NEW_MEETING
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, EmptyState
from chapter_desk.i18n import _


class NoMeeting(Card):
    """Says what belongs to a meeting, and leads to where one is planned."""

    def __init__(self, page: Page, words: str) -> None:
        super().__init__("", flush=True)
        self.plan = ActionButton(_("Plan a meeting"), "primary", "large", icon="plus")
        self.plan.clicked.connect(lambda: page.go("meetings", NEW_MEETING))
        self.body.addWidget(EmptyState("calendar-days", _("No meetings yet"), words, [self.plan]), 1)

    def take_focus(self) -> None:
        """Put the focus on the way on."""
        self.plan.setFocus(Qt.FocusReason.OtherFocusReason)
