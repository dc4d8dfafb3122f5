"""Calendar files: meetings saved for other calendar programs, and theirs looked at and taken over."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.meetings.calendar_files import TAKEN, Preview
from chapter_desk.core.meetings.meeting import Meeting
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.meetings.calendar_now import (
    CalendarNow,
    CalendarPlace,
    FileRow,
    fate_words,
    read_bytes,
    read_calendar_page,
    rows_of,
    when_of,
    why_words,
)
from chapter_desk.gui.meetings.save_calendar_panel import SaveCalendarPanel
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.saving_file import SavingFile
from chapter_desk.gui.shell.taking_back import TakingBack
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, EmptyState, ProgressCard
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.rows_model import Column, Pill, RowsModel
from chapter_desk.gui.widgets.save_file import AskWhere, ask_where_to_save_calendar, file_name
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import Area

AskCalendar = Callable[[QWidget], Path | None]
"""Given the window, returns the calendar file to look into, None for none."""


def ask_for_calendar(parent: QWidget) -> Path | None:
    """Return the calendar file a person chose in the system's own dialog."""
    chosen, _kind = QFileDialog.getOpenFileName(
        parent, _("Choose a calendar file"), str(Path.home()), _("Calendar files (*.ics)")
    )
    return Path(chosen) if chosen else None


class CalendarPage(Page):
    """What a calendar file would bring; beside it, what to save.  `go_to` knows a `CalendarPlace`."""

    areas = frozenset({Area.MEETINGS, Area.CHAPTER})
    full_width = True
    help_id = "calendar"

    def __init__(
        self,
        app: App,
        tasks: Tasks,
        ask_where: AskWhere = ask_where_to_save_calendar,
        ask_which: AskCalendar = ask_for_calendar,
    ) -> None:
        super().__init__()
        self._app, self._tasks, self._ask_which = app, tasks, ask_which
        self._place = CalendarPlace()
        self._now: CalendarNow | None = None
        self._content = b""
        self._preview: Preview | None = None
        self._undoing = TakingBack(self, app.history, tasks)
        self.saving = SavingFile(self, tasks, ask_where)
        self.reading = ProgressCard()
        self.save_panel = SaveCalendarPanel()
        self._make_table()
        self._lay_out()
        self.setAcceptDrops(True)
        self.save_panel.asked.connect(self._save)
        self.save_panel.closed.connect(self._fill_one)

    # what the shell asks

    def title(self) -> str:
        return _("Calendars")

    def header_widgets(self) -> Sequence[QWidget]:
        return (self.save_button,) if self._preview is not None else ()

    def primary(self) -> ActionButton | None:
        if self.save_panel.isVisible():
            return self.save_panel.save
        return self.take if self._preview is not None else self.choose

    def search(self) -> QWidget | None:
        return self.table if self._preview is not None else None

    def commands(self) -> Sequence[Command]:
        return (
            Command("calendar.read", _("Read a calendar file"), self.choose_file, "Ctrl+O", "upload"),
            Command("calendar.save", _("Save for other calendars"), self.open_save, "Ctrl+E", "file-down"),
            *self._undoing.commands(),
        )

    def enter(self) -> None:
        self._read()
        if self._preview is None and not self.save_panel.isVisible():
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self, areas: frozenset[Area]) -> None:
        self._read()

    def place(self) -> object:
        return self._place

    def go_to(self, place: object) -> None:
        assert isinstance(place, CalendarPlace)
        self._place = place
        self._read(then_save=place.meeting_id is not None)

    def escape(self) -> bool:
        if self._preview is None:
            return False
        self._forget()
        return True

    # what a person does

    def choose_file(self) -> None:
        """Ask which file, and look into it."""
        path = self._ask_which(self.window())
        if path is not None:
            self.look_into(path)

    def open_save(self) -> None:
        """Ask what to save."""
        if self._now is not None:
            self.open_panel(self.save_panel)
            self.save_panel.show_now(self._now)
            self.save_panel.begin()
            self._fill_one()

    def look_into(self, path: Path) -> None:
        """Show what a file would bring; nothing is changed."""
        self.reading.begin(_("Looking into the file"))

        def work(_progress: Progress) -> tuple[bytes, Preview]:
            content = read_bytes(path)
            return content, self._app.calendar_files.look_into(content)

        running = self._tasks.run_long(
            self, work, lambda found: self._looked(*found), self._refused, cancelled=self._stopped
        )
        self.reading.cancelled.connect(running.cancel)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.look_into(path)

    # reading

    def _read(self, *, then_save: bool = False) -> None:
        def read(now: CalendarNow) -> None:
            self._now = now
            self.save_panel.show_now(now)
            here = self.window().focusWidget()
            if self._preview is None and (here is None or not here.isVisible()):
                self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
            if then_save:
                self.open_save()

        self._run(partial(read_calendar_page, self._app, self._place), read)

    def _looked(self, content: bytes, preview: Preview) -> None:
        self.reading.end()
        self.untell()
        self._content, self._preview = content, preview
        self.close_panel()
        self.table.rows_model().show(rows_of(preview))
        self._show_counts(preview)
        self._stack.setCurrentWidget(self._found)
        self._fill_one()
        self.refresh_head()
        self.commands_changed.emit()
        (self.take if self.take.isEnabled() else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_counts(self, preview: Preview) -> None:
        new, changed, off = (preview.count(fate) for fate in ("new", "changed", "cancelled"))
        parts = [
            ngettext("{n} new", "{n} new", new).format(n=new) if new else "",
            ngettext("{n} to change", "{n} to change", changed).format(n=changed) if changed else "",
            ngettext("{n} called off", "{n} called off", off).format(n=off) if off else "",
        ]
        left = len(preview.left_out)
        parts.append(ngettext("{n} not taken", "{n} not taken", left).format(n=left) if left else "")
        self.counts.setText("  ·  ".join(filter(None, parts)) or _("Nothing in this file is new."))
        going = preview.going_on
        words = _("“{titles}” repeats longer than is taken over. Read the file again later for the rest.")
        self.going_on.setText(words.format(titles=", ".join(going)))
        self.going_on.setVisible(bool(going))
        count = new + changed + off
        words = ngettext("Take over {n} meeting", "Take over {n} meetings", count)
        self.take.setText(words.format(n=count))
        if count:
            self.take.turn_on()
        else:
            self.take.turn_off(_("Nothing in this file is new."))

    def _take_over(self) -> None:
        def done(preview: Preview) -> None:
            self._forget()
            n = preview.count(*TAKEN)
            words = ngettext("{n} meeting is taken over", "{n} meetings are taken over", n)
            self._undoing.tell_done(words.format(n=n))

        self._run(partial(self._app.calendar_files.take_over, self._content), done)

    def _forget(self) -> None:
        self._content, self._preview = b"", None
        self._stack.setCurrentWidget(self.empty)
        self._fill_one()
        self.refresh_head()
        self.commands_changed.emit()
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self, meetings: Sequence[Meeting], with_address: bool) -> None:
        assert self._now is not None
        name = _("Meetings")
        if len(meetings) == 1:
            name = f"{_('Meeting')} {meetings[0].local_start:%Y-%m-%d}"
        draw = partial(
            self._app.calendar_files.file_of,
            meetings,
            self._now.chapter,
            with_private_address=with_address,
        )
        self.close_panel()
        self.saving.save(file_name(name, ending=".ics"), _("Writing the calendar file"), draw)
        self._fill_one()

    def _refused(self, error: ChapterDeskError) -> None:
        self.reading.end()
        self.tell_error(error)

    def _stopped(self) -> None:
        self.reading.end()
        self.tell(Told("info", _("Stopped."), _("Nothing was changed.")))

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._tasks.run(self, work, done, self.tell_error)

    # how it is made

    def _fill_one(self) -> None:
        kind = "" if self.save_panel.isVisible() else "primary"
        for button in (self.choose, self.take):
            button.set_kind("primary" if kind else "")

    def _make_table(self) -> None:
        columns: list[Column[FileRow]] = [
            Column(_("When"), self._when, lambda row: str(row.starts_at or ""), width=170),
            Column(_("Title"), lambda row: row.title or _("without a title"), strong=True),
            Column(_("In this file"), lambda row: fate_words(row)[0], pill=_fate_pill, width=130),
            Column(_("What or why"), why_words, drops=1),
        ]
        model = RowsModel(columns, key=lambda row: row.key)
        self.table: RowsTable[FileRow] = RowsTable(model, _("What the file holds"), bare=True)

    def _when(self, row: FileRow) -> str:
        return "" if self._now is None else when_of(row, self._now.time_zone, self._now.now)

    def _lay_out(self) -> None:
        t = theme()
        self.save_button = ActionButton(_("Save"), icon="file-down", key="Ctrl+E")
        self.save_button.clicked.connect(self.open_save)
        self.counts = TextLabel("", "strong", wrap=True)
        self.going_on = TextLabel("", "small", wrap=True, tone="warn")
        self._found = Card("", flush=True)
        head = QVBoxLayout()
        head.setContentsMargins(t.px(16), t.px(10), t.px(16), t.px(10))
        head.addWidget(self.counts)
        head.addWidget(self.going_on)
        self._found.body.addLayout(head)
        self._found.body.addWidget(self.table, 1)
        self.take = ActionButton("", "primary", icon="check", key="Ctrl+Return")
        self.take.clicked.connect(self._take_over)
        self.other = ActionButton(_("Another file"), "quiet", icon="upload", key="Ctrl+O")
        self.other.clicked.connect(self.choose_file)
        foot = self._found.foot()
        foot.addWidget(self.take)
        foot.addWidget(self.other)
        foot.addStretch(1)
        self.choose = ActionButton(_("Read a calendar file"), "primary", "large", icon="upload", key="Ctrl+O")
        self.choose.clicked.connect(self.choose_file)
        self.out = ActionButton(_("Save for other calendars"), "", "large", icon="file-down", key="Ctrl+E")
        self.out.clicked.connect(self.open_save)
        self.empty = Card("", flush=True)
        words = _(
            "Most calendar programs read and write .ics files. You see what is in one before it counts."
        )
        none = EmptyState("calendar-days", _("Meetings out and in"), words, (self.choose,), (self.out,))
        self.empty.body.addWidget(none, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._found)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.saving.card)
        box.addWidget(self.reading)
        box.addWidget(self._stack, 1)


def _fate_pill(row: FileRow) -> Pill:
    return Pill(*fate_words(row))


def _dropped(event: QDropEvent) -> Path | None:
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix.casefold() == ".ics":
            return path
    return None
