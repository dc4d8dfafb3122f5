"""Meetings: to come."""

from chapter_desk.app import App
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.i18n import _


class MeetingsPage(Page):
    """The list of meetings."""

    def __init__(self, app: App, tasks: Tasks) -> None:
        super().__init__()

    def title(self) -> str:
        return _("Meetings")
