"""Beside the door: name badges, for who is in and who is expected."""

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox

from chapter_desk.app import App
from chapter_desk.core.meetings.badge_pdf import badge_pdf
from chapter_desk.core.meetings.badges import Whom
from chapter_desk.errors import NobodyToPrint
from chapter_desk.gui.meetings.label_choice import LabelChoice
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.saving_file import SavingFile
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import ProgressCard, SidePanel
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.save_file import AskWhere, file_name
from chapter_desk.i18n import _, pgettext
from chapter_desk.values import MeetingId


class BadgesPanel(SidePanel):
    """Asks whose badges, what stands on them, and on which sheet.

    Signals:
        asked(): They are to be saved.
    """

    asked = Signal()

    def __init__(self, progress: ProgressCard) -> None:
        super().__init__(_("Name badges"))
        self.head.addWidget(TextLabel(_("Name badges"), "h2", wrap=True), 1)
        choices = [
            ("both", pgettext("badges for", "Everybody")),
            ("in", _("Who is in")),
            ("expected", _("Said yes")),
        ]
        self.whom = Segments(_("For whom"), choices)
        self.pronouns = QCheckBox(_("Pronouns, of who told them"))
        self.first_time = QCheckBox(_("Mark a first time"))
        self.minors = QCheckBox(_("Also who is under 18"))
        for box in (self.pronouns, self.first_time):
            box.setChecked(True)
        self.sheet = LabelChoice("badges-8")
        self.save = ActionButton(_("Save the badges"), "primary", "large", icon="printer")
        self.save.clicked.connect(self.asked)
        self.sheet.start.editor.returnPressed.connect(self.asked)
        for widget in (
            self.whom,
            self.pronouns,
            self.first_time,
            self.minors,
            self.sheet,
            self.save,
            progress,
        ):
            self.body.addWidget(widget)
        self.body.addStretch(1)


class BadgePrinting(QObject):
    """The panel of badges and what its button does; `meeting` is whose door is open."""

    def __init__(
        self, page: Page, app: App, tasks: Tasks, meeting: Callable[[], MeetingId | None], ask_where: AskWhere
    ) -> None:
        super().__init__(page)
        self._page, self._app, self._meeting = page, app, meeting
        self._saving = SavingFile(page, tasks, ask_where)
        self._panel: BadgesPanel | None = None

    @property
    def panel(self) -> BadgesPanel:
        """The panel, made when it is first asked for."""
        if self._panel is None:
            self._panel = BadgesPanel(self._saving.card)
            self._panel.asked.connect(self._save)
        return self._panel

    def commands(self) -> Sequence[Command]:
        """Return what the palette offers."""
        return (Command("door.badges", _("Name badges"), self.ask, icon="tag", able=self._has_meeting),)

    def _has_meeting(self) -> bool:
        return self._meeting() is not None

    def ask(self) -> None:
        """Show the panel."""
        self._page.open_panel(self.panel)
        self.panel.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        meeting, sheet, panel = self._meeting(), self.panel.sheet.sheet(), self.panel
        if meeting is None or sheet is None:
            return
        whom = cast("Whom", panel.whom.current())
        pronouns, first_time = panel.pronouns.isChecked(), panel.first_time.isChecked()
        under_18 = panel.minors.isChecked()
        app = self._app

        def draw() -> bytes:
            found = app.badges.of(meeting, whom, pronouns=pronouns, first_time=first_time, under_18=under_18)
            if not found:
                raise NobodyToPrint()
            return badge_pdf(found, app.chapter.card().name, sheet.stock, sheet.language, sheet.start)

        self._saving.save(file_name(_("Name badges")), _("Drawing the badges"), draw)
