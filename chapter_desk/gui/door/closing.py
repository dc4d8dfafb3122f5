"""Closing the door: what came of the evening, and that it can be opened again."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from chapter_desk.app import App
from chapter_desk.core.meetings.door import DoorCounts
from chapter_desk.core.meetings.meeting import Meeting
from chapter_desk.gui.door.evening import Evening
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import MeetingId


class ClosePanel(SidePanel):
    """Counts, what is to sort out, what is not on disk yet.  Closing waits for nobody.

    Signals:
        close_asked(): The door is to be closed.
        came_or_went(): The panel shows now, or does not any more.
    """

    close_asked = Signal()
    came_or_went = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Close the door"), parent)
        t = theme()
        self.head.addWidget(TextLabel(_("Close the door?"), "h2", wrap=True), 1)
        self._title = TextLabel("", "small", wrap=True)
        self._count = TextLabel("", "display", figures=True)
        self._lines = TextLabel("", "body", wrap=True)
        self._unsaved = TextLabel("", "strong", wrap=True, tone="bad")
        later = TextLabel(_("Closing waits for nobody. You can open the door again at any time."), "hint")
        later.setWordWrap(True)
        self.close_door = ActionButton(_("Close the door"), "primary", "large", icon="door-closed")
        self.close_door.clicked.connect(self.close_asked)
        self.keep = ActionButton(_("Keep it open"), "quiet", "large", key="Esc")
        self.keep.clicked.connect(self.closed)
        for widget in (self._title, self._count, self._lines, self._unsaved, later):
            self.body.addWidget(widget)
        self.body.addSpacing(t.px(6))
        self.body.addWidget(self.close_door)
        self.body.addWidget(self.keep)
        self.body.addStretch(1)

    def show_evening(self, meeting: Meeting, counts: DoorCounts, to_sort_out: int, waiting: int) -> None:
        """Show what came of the evening so far."""
        self._title.setText(meeting.title)
        self._count.setText(
            ngettext("{n} signed in", "{n} signed in", counts.signed_in).format(n=counts.signed_in)
        )
        self._lines.setText("\n".join(evening_lines(counts, to_sort_out)))
        self._lines.setVisible(bool(self._lines.text()))
        words = ngettext("{n} sign-in is not saved yet.", "{n} sign-ins are not saved yet.", waiting)
        self._unsaved.setText(words.format(n=waiting))
        self._unsaved.setVisible(bool(waiting))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_or_went.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.came_or_went.emit()

    def focus_close(self) -> None:
        """Put the focus on the button that closes."""
        self.close_door.setFocus(Qt.FocusReason.ShortcutFocusReason)


def evening_lines(counts: DoorCounts, to_sort_out: int) -> list[str]:
    """Return what else is to be said of an evening, one thing a line."""
    lines = []
    if counts.said_yes:
        words = ngettext("{n} said yes", "{n} said yes", counts.said_yes)
        lines.append(words.format(n=counts.said_yes))
    if counts.first_timers:
        words = ngettext("{n} for the first time", "{n} for the first time", counts.first_timers)
        lines.append(words.format(n=counts.first_timers))
    if counts.members_made:
        words = ngettext("{n} became a member", "{n} became members", counts.members_made)
        lines.append(words.format(n=counts.members_made))
    if counts.visitors:
        words = ngettext("{n} visitor without a name", "{n} visitors without a name", counts.visitors)
        lines.append(words.format(n=counts.visitors))
    if to_sort_out:
        lines.append(
            ngettext("{n} to sort out later", "{n} to sort out later", to_sort_out).format(n=to_sort_out)
        )
    return lines


def copy_after_closing(page: Page, app: App, tasks: Tasks) -> None:
    """Have the chapter copied, now that the evening is over; the page says so if that fails."""

    def copy(_progress: Progress) -> None:
        app.backups.make("close-door")

    tasks.run_long(page, copy, lambda _none: None, page.tell_error)


class Closing(QObject):
    """Asks before the door of a page is closed, and closes it; `closed` is called when it is."""

    def __init__(
        self,
        page: Page,
        app: App,
        tasks: Tasks,
        panel: ClosePanel,
        closed: Callable[[], None],
    ) -> None:
        super().__init__(page)
        self._page, self._app, self._tasks, self._panel, self._closed = page, app, tasks, panel, closed
        self._meeting_id: MeetingId | None = None
        panel.close_asked.connect(self._close)

    def ask(self, evening: Evening, waiting: int) -> None:
        """Show what came of the evening; `waiting` are not on disk yet."""
        self._meeting_id = evening.meeting.id
        self._panel.show_evening(evening.meeting, evening.counts, len(evening.waiting), waiting)
        self._page.open_panel(self._panel)
        self._panel.focus_close()

    def _close(self) -> None:
        assert self._meeting_id is not None
        self._page.close_panel()

        def ended(_meeting: Meeting) -> None:
            self._closed()
            copy_after_closing(self._page, self._app, self._tasks)

        end = partial(self._app.calendar.end, self._meeting_id)
        self._tasks.run(self._page, end, ended, self._page.tell_error)
