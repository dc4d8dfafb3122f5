"""Paper sheets of a meeting: printed, photographed, entered, checked."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.documents.dates import day_in_words
from chapter_desk.core.meetings.sheet import Sheet
from chapter_desk.core.meetings.sheet_pdf import PrintedPage, SheetDocument, sheet_pdf
from chapter_desk.core.meetings.sheets import LAST_MEETINGS, ToPrint
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.meetings.no_meeting import NoMeeting
from chapter_desk.gui.meetings.one_meeting_page import OneMeetingPage
from chapter_desk.gui.meetings.sheet_panels import (
    CheckPanel,
    OwnPaperPanel,
    PastePanel,
    PrintPanel,
    WhichSheetPanel,
)
from chapter_desk.gui.meetings.sheet_photos import AddedPhotos, AskPhotos, add_photos, ask_photos
from chapter_desk.gui.meetings.sheets_list import no_sheets, sheets_table
from chapter_desk.gui.meetings.sheets_now import (
    SheetPlace,
    SheetsNow,
    read_sheets,
    sheet_name,
)
from chapter_desk.gui.meetings.when import time_words, when_words
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.saving_file import SavingFile
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, ProgressCard
from chapter_desk.gui.widgets.save_file import AskWhere, ask_where_to_save_pdf, file_name
from chapter_desk.i18n import _, language, ngettext, speaking
from chapter_desk.values import Area, OperatorId


class SheetsPage(OneMeetingPage[SheetPlace]):
    """The sheets of one meeting.  `go_to` and `place` know a `SheetPlace`."""

    place_kind = SheetPlace
    areas = frozenset({Area.MEETINGS, Area.CHAPTER})
    help_id = "sheets"

    def __init__(
        self,
        app: App,
        tasks: Tasks,
        ask_where: AskWhere = ask_where_to_save_pdf,
        ask_which: AskPhotos = ask_photos,
    ) -> None:
        super().__init__(app, tasks)
        self._ask_which = ask_which
        self._now: SheetsNow | None = None
        self._read_once = False
        self._unknown: list[tuple[bytes, str]] = []
        self.saving = SavingFile(self, tasks, ask_where)
        self.adding = ProgressCard()
        self.print_panel, self.own_panel, self.paste_panel = PrintPanel(), OwnPaperPanel(), PastePanel()
        self.which_panel, self.check_panel = WhichSheetPanel(), CheckPanel()
        self._panels = {
            self.print_panel: self.print_panel.make,
            self.own_panel: self.own_panel.make,
            self.paste_panel: self.paste_panel.make,
            self.check_panel: self.check_panel.check,
        }
        self._make_table()
        self._lay_out()
        self._connect()

    # what the shell asks

    def title(self) -> str:
        return _("Paper sheets")

    def context(self) -> str:
        if self._now is None:
            return ""
        return f"{self._now.meeting.title}, {when_words(self._now.meeting, self._now.now)}"

    def header_widgets(self) -> Sequence[QWidget]:
        return (self.photos, self.print_button) if self._now is not None and self._now.sheets else ()

    def primary(self) -> ActionButton | None:
        for panel, button in self._panels.items():
            if panel.isVisible():
                return button
        if self._now is None:
            return self.nothing.plan
        return self.first_print if self._is_bare() else self.enter_button

    def search(self) -> QWidget:
        return self.table

    def commands(self) -> Sequence[Command]:
        acts: list[tuple[str, str, Callable[[], None], str, str]] = [
            ("print", _("Print sign-in sheets"), self.open_print, "Ctrl+P", "printer"),
            ("photos", _("Add photos or scans of sheets"), self.add_photos, "", "upload"),
            ("own", _("Enter paper of your own"), self.open_own, "Ctrl+N", "plus"),
            ("paste", _("Paste a list of names"), self.open_paste, "Ctrl+Shift+V", "list-plus"),
            ("check", _("Check the count of this sheet"), self._check, "", "check-check"),
        ]
        return (
            *(
                Command(f"sheets.{name}", text, run, key, icon, able=self._has_meeting)
                for name, text, run, key, icon in acts
            ),
            *self._undoing.commands(),
        )  # fmt: skip

    def escape(self) -> bool:
        return False

    # what a person does

    def open_print(self) -> None:
        """Ask what to print."""
        if self._now is not None:
            self.open_panel(self.print_panel)
            self.print_panel.begin(self._now, language())
            self._fill_one()

    def open_own(self) -> None:
        """Ask how many lines a paper of one's own has."""
        self.open_panel(self.own_panel)
        self.own_panel.begin()
        self._fill_one()

    def open_paste(self) -> None:
        """Ask for a list of names."""
        self.open_panel(self.paste_panel)
        self.paste_panel.begin()
        self._fill_one()

    def add_photos(self) -> None:
        """Ask for photos or scans, and keep them with their sheets."""
        if self._now is None:
            return
        paths = list(self._ask_which(self.window()))
        if not paths:
            return
        meeting = self._now.meeting.id
        self.adding.begin(_("Looking at the photos"))
        work = self._tasks.run_long(
            self,
            lambda progress: add_photos(self._app, meeting, [Path(each) for each in paths], progress),
            self._photos_added,
            self._photos_refused,
            progressed=self.adding.show_progress,
            cancelled=self.adding.end,
        )
        self.adding.cancelled.connect(work.cancel)

    # reading

    def _read(self) -> None:
        self._run(partial(read_sheets, self._app, self._place), self._show)

    def _show(self, now: SheetsNow | None) -> None:
        self._now, first = now, not self._read_once
        self._read_once = True
        if now is not None:
            self._place = SheetPlace(now.meeting.id, self._place.sheet_id)
            self.table.rows_model().show(now.sheets)
            if self._place.sheet_id:
                self.table.choose(self._place.sheet_id)
            elif now.sheets and self.table.current_row() is None:
                self.table.choose(now.sheets[0].id)
        self._stack.setCurrentWidget(self.nothing if now is None else self.list if now.sheets else self.empty)
        self._show_foot()
        self._fill_one()
        self.refresh_head()
        if first or not self.isAncestorOf(self.focusWidget() or self):
            self._focus()

    def _focus(self) -> None:
        if self._is_bare():
            self.first_print.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._now is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.nothing.take_focus()

    def _show_foot(self) -> None:
        sheet = self.table.current_row()
        self.enter_button.setEnabled(sheet is not None)
        self.check_button.setVisible(
            sheet is not None and sheet.done_at is not None and sheet.checked_at is None
        )
        self.again.setVisible(sheet is not None and sheet.kind == "printed")
        self.remove_button.setVisible(sheet is not None and sheet.totals.left == sheet.totals.lines)

    # what the panels ask

    def _print(self, yes: bool, regulars: bool, blank: int, tongue: str) -> None:
        now = self._now
        assert now is not None
        app, meeting = self._app, now.meeting

        def draw() -> bytes:
            people = app.sheets.expected(meeting.id, LAST_MEETINGS if regulars else 0)
            if not yes:
                said = set(app.sheets.expected(meeting.id))
                people = [each for each in people if each not in said]
            sheets = app.sheets.make_printed(meeting.id, ToPrint(people, blank, tongue))
            return self._drawn(now, sheets, tongue)

        self.close_panel()
        self.saving.save(file_name(_("Sign-in sheets")), _("Drawing the sheets"), draw)

    def _print_again(self) -> None:
        now, sheet = self._now, self.table.current_row()
        if now is not None and sheet is not None:
            tongue = sheet.language or language()
            name = file_name(_("Sign-in sheets"), str(sheet.number))
            draw = partial(self._drawn, now, [sheet], tongue)
            self.saving.save(name, _("Drawing the sheets"), draw)

    def _drawn(self, now: SheetsNow, sheets: Sequence[Sheet], tongue: str) -> bytes:
        pages = []
        for sheet in sheets:
            lines = self._app.sheets.in_full(sheet.id).lines
            names = tuple(line.name if line.expected else "" for line in lines)
            pages.append(PrintedPage(sheet.number, sheet.first_line, names, sheet.token))
        with speaking(tongue):
            starts = now.meeting.local_start
            parts = (day_in_words(starts.date(), tongue), time_words(starts.time()), now.meeting.venue)
            when = ", ".join(filter(None, parts))
        return sheet_pdf(SheetDocument(self._app.chapter.card().name, now.meeting.title, when, pages), tongue)

    def _make_own(self, lines: int) -> None:
        assert self._now is not None
        work = partial(self._app.sheets.make_own, self._now.meeting.id, lines)
        self._run(work, lambda sheet: self._open(sheet))

    def _paste(self, text: str) -> None:
        assert self._now is not None

        def made(sheet: Sheet) -> None:
            self.paste_panel.forget()
            self._open(sheet)

        self._run(partial(self._app.sheets.make_pasted, self._now.meeting.id, text), made)

    def _open(self, sheet: Sheet) -> None:
        self.close_panel()
        self.go("sheet", SheetPlace(sheet.meeting_id, sheet.id))

    def _open_current(self) -> None:
        sheet = self.table.current_row()
        if sheet is not None:
            self._open(sheet)

    def _check(self) -> None:
        sheet = self.table.current_row()
        if sheet is not None and self._now is not None:
            self.open_panel(self.check_panel)
            self.check_panel.begin(sheet, self._now.operators)
            self._fill_one()

    def _checked(self, sheet_id: str, by: OperatorId, counted: int) -> None:
        def done(_nothing: None) -> None:
            self.close_panel()
            self._undoing.tell_done(_("The count is checked"))

        self._run(partial(self._app.sheets.check, sheet_id, by, counted), done)

    def _remove(self) -> None:
        sheet = self.table.current_row()
        if sheet is not None:
            words = _("{sheet} is removed").format(sheet=sheet_name(sheet))
            self._run(
                partial(self._app.sheets.remove, sheet.id), lambda _nothing: self._undoing.tell_done(words)
            )

    # photos

    def _photos_added(self, added: AddedPhotos) -> None:
        self.adding.end()
        self._unknown = list(added.unknown)
        if added.sheets:
            words = ngettext("{n} photo is kept", "{n} photos are kept", len(added.sheets))
            line = ", ".join(_("sheet {number}").format(number=number) for number in added.sheets)
            self.tell(Told("good", words.format(n=len(added.sheets)), line[:1].upper() + line[1:] + "."))
        self._ask_next()

    def _photos_refused(self, error: ChapterDeskError) -> None:
        self.adding.end()
        self.tell_error(error)

    def _ask_next(self) -> None:
        if not self._unknown or self._now is None:
            if self.which_panel.isVisible():
                self.close_panel()
            return
        _page, title = self._unknown[0]
        why = _("No code was found on this photo. Perhaps it is cut off, or too dark.")
        if title:
            why = _("The code on this photo is of another meeting: “{title}”.").format(title=title)
        self.open_panel(self.which_panel)
        self.which_panel.begin(why, self._now.sheets)

    def _keep_as(self, sheet_id: str) -> None:
        page, _title = self._unknown.pop(0)

        def kept(_nothing: None) -> None:
            self._undoing.tell_done(_("The photo is kept"))
            self._ask_next()

        self._run(partial(self._app.sheets.add_photo, sheet_id, page), kept)

    def _keep_as_own(self, lines: int) -> None:
        assert self._now is not None
        meeting, (page, _title) = self._now.meeting.id, self._unknown.pop(0)

        def work() -> Sheet:
            sheet = self._app.sheets.make_own(meeting, lines)
            self._app.sheets.add_photo(sheet.id, page)
            return sheet

        self._run(work, lambda _sheet: self._ask_next())

    # how it is made

    def _has_meeting(self) -> bool:
        return self._now is not None

    def _is_bare(self) -> bool:
        return self._now is not None and not self._now.sheets

    def _fill_one(self) -> None:
        """A panel that shows has the one filled button."""
        taken = any(panel.isVisible() for panel in self._panels)
        for button in (self.first_print, self.enter_button):
            button.set_kind("" if taken else "primary")

    def _make_table(self) -> None:
        self.table = sheets_table(lambda: self._now.operators if self._now is not None else ())
        self.table.row_opened.connect(lambda sheet: self._open(sheet))
        self.table.selectionModel().currentChanged.connect(lambda *_indexes: self._show_foot())

    def _connect(self) -> None:
        self.print_panel.asked.connect(self._print)
        self.own_panel.asked.connect(self._make_own)
        self.paste_panel.asked.connect(self._paste)
        self.check_panel.asked.connect(self._checked)
        self.which_panel.chosen.connect(self._keep_as)
        self.which_panel.own_asked.connect(self._keep_as_own)
        for panel in self._panels:
            panel.closed.connect(self._fill_one)
        for button, run in (
            (self.print_button, self.open_print),
            (self.first_print, self.open_print),
            (self.photos, self.add_photos),
            (self.first_photos, self.add_photos),
            (self.own, self.open_own),
            (self.another, self.open_own),
            (self.paste, self.open_paste),
            (self.first_paste, self.open_paste),
            (self.enter_button, self._open_current),
            (self.check_button, self._check),
            (self.again, self._print_again),
            (self.remove_button, self._remove),
        ):
            button.clicked.connect(run)

    def _lay_out(self) -> None:
        self.print_button = ActionButton(_("Print sheets"), icon="printer", key="Ctrl+P")
        self.photos = ActionButton(_("Add photos"), icon="upload")
        self.enter_button = ActionButton(_("Enter this sheet"), "primary", icon="list-checks")
        self.check_button = ActionButton(_("Check the count"), icon="check-check")
        self.again = ActionButton(_("Print again"), "quiet", icon="printer")
        self.remove_button = ActionButton(_("Remove"), "quiet")
        self.another = ActionButton(_("Paper of your own"), "quiet", icon="plus", key="Ctrl+N")
        self.paste = ActionButton(_("Paste a list"), "quiet", icon="list-plus")
        self.first_paste = ActionButton(_("Paste a list of names"), "link")
        self.list = Card("", flush=True)
        self.list.body.addWidget(self.table, 1)
        foot = self.list.foot()
        for button in (self.enter_button, self.check_button, self.again, self.remove_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.another)
        foot.addWidget(self.paste)
        self.first_print = ActionButton(
            _("Print sign-in sheets"), "primary", "large", icon="printer", key="Ctrl+P"
        )
        self.first_photos = ActionButton(_("Add photos or scans"), "", "large", icon="upload")
        self.own = ActionButton(_("Enter paper of your own"), "link")
        self.empty = no_sheets((self.first_print, self.first_photos), (self.own, self.first_paste))
        self.nothing = NoMeeting(self, _("Sheets belong to a meeting. Plan one first."))
        self._stack = QStackedWidget()
        for card in (self.empty, self.list, self.nothing):
            self._stack.addWidget(card)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.saving.card)
        box.addWidget(self.adding)
        box.addWidget(self._stack, 1)
