"""From the choice to the file: the preview is made, names are asked about once, the bundle is written."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from chapter_desk.core.explain import explain
from chapter_desk.core.sync.matrix import Destination
from chapter_desk.core.sync.sending import Prepared, Written
from chapter_desk.errors import ChapterDeskError, NotAKey, PreviewOutdated
from chapter_desk.gui.exchange.exchange_now import ExchangeNow, ExchangeServices
from chapter_desk.gui.exchange.leaving_card import Choice, LeavingCard
from chapter_desk.gui.exchange.long_work import LongWork
from chapter_desk.gui.exchange.places import AskFolder, Place, remembered
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.i18n import _

_SHOWN_LINES = 200
_LONGEST_LINE = 2000


class Writing(QObject):
    """Drives the card "What leaves this laptop".

    Signals:
        written(object): A bundle is on the disk: its `Written`.
    """

    written = Signal(object)

    def __init__(
        self,
        page: Page,
        services: ExchangeServices,
        tasks: Tasks,
        settings: LaptopSettings,
        long: LongWork,
        ask_folder: AskFolder,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._services = services
        self._tasks = tasks
        self._settings = settings
        self._long = long
        self._ask_folder = ask_folder
        self._place = remembered(settings.bundle_folder)
        self._written: Written | None = None
        self.prepared: Prepared | None = None
        self.now: ExchangeNow | None = None
        """What the page read last."""
        self.card = LeavingCard(Choice())
        self.card.show_place(self._place)
        self.card.show_leaving(None)
        self.card.chosen.connect(lambda _choice: self.prepare())
        self.card.again_asked.connect(self.begin_anew)
        self.card.write_asked.connect(self._ask_or_write)
        self.card.confirmed.connect(self._write)
        self.card.place_chosen.connect(self._go_to_place)
        self.card.folder_asked.connect(self._choose_folder)
        self.card.shown_asked.connect(self._show_folder)

    @property
    def shows_preview(self) -> bool:
        """Whether the preview shows, and not a question or what was written."""
        return not self.card.preview.isHidden()

    def prepare(self) -> None:
        """Make the preview of what a person chose, from the very bytes that will be sealed."""
        if self._long.acting:
            self._long.missed = True
            return
        choice, exchange = self.card.choice, self._services.exchange
        self.prepared = None
        self.card.show_preview()
        self.card.show_leaving(None)
        if self.now is not None:
            self.card.show_now(self.now)
        self._long.run(
            _("Counting what would leave"),
            lambda progress: exchange.prepare(choice.kind, choice.destination, progress.report),
            self._show,
            self._cannot_prepare,
            self.card.show_stopped,
        )

    def begin_anew(self) -> None:
        """Show the preview again, made now."""
        self.prepare()
        self.card.amounts[self.card.choice.destination].setFocus()

    def lines(self, show: Callable[[list[tuple[str, str, bool]]], None]) -> None:
        """Read the first lines of each table of the bundle, and have them shown."""
        prepared = self.prepared
        if prepared is not None:
            self._tasks.run(self, lambda: _first_lines(prepared), show, self._page.tell_error)

    # the inside

    def _show(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.card.show_leaving(prepared)

    def _cannot_prepare(self, error: ChapterDeskError) -> None:
        if isinstance(error, NotAKey) and self.now is not None and not self.now.recipient:
            self.card.show_trouble(
                _("National has no key in its pack yet."),
                _("Nothing can be sealed for it. Ask national for its pack, or write for our own laptops."),
            )
            return
        words = explain(error)
        self.card.show_trouble(words.happened, f"{words.safe} {words.do}")

    def _ask_or_write(self) -> None:
        prepared, now = self.prepared, self.now
        if prepared is None or now is None or not self._place_is_there():
            return
        leaving = prepared.leaving
        if leaving.destination is Destination.CHAPTER or not leaving.people:
            self._write()
            return
        recipient = prepared.draft.manifest.recipients[0]

        def told(before: bool) -> None:
            if before:
                self._write()
            else:
                self.card.show_asking(leaving, now)

        box = self._services.mailbox
        self._tasks.run(self, lambda: box.details_went_to(recipient), told, self._page.tell_error)

    def _write(self) -> None:
        prepared, place, exchange = self.prepared, self._place, self._services.exchange
        if prepared is None or not self._place_is_there():
            return

        def work(progress: Progress) -> Written:
            progress.report(0)  # the last moment to stop: a bundle is written whole
            return exchange.write(prepared, place.folder)

        self._long.run(_("Writing the bundle"), work, self._done, self._cannot_write, self._stopped, act=True)

    def _done(self, written: Written) -> None:
        self._written = written
        self.prepared = None
        assert self.now is not None, "there was a preview"
        self._page.untell()  # what was taken in before cannot be taken back any more
        self.card.show_done(written, self.now, self._place)
        self.written.emit(written)

    def _cannot_write(self, error: ChapterDeskError) -> None:
        self._page.tell_error(error)
        if isinstance(error, PreviewOutdated):
            self.prepare()
        else:
            self.card.show_preview()

    def _stopped(self) -> None:
        self.card.show_preview()
        self._page.tell(Told("info", _("Stopped."), _("Nothing was written.")))

    def _place_is_there(self) -> bool:
        if self._place.there:
            return True
        fact = _("“{place}” is not in this laptop.").format(place=self._place.words)
        self._page.tell(Told("warn", fact, _("Nothing was written. Put it in, or choose another place.")))
        return False

    def _go_to_place(self, place: Place) -> None:
        self._place = place
        self._settings.bundle_folder = "" if place.folder is None else str(place.folder)
        self._settings.save()
        self.card.show_place(place)
        self._page.untell()

    def _choose_folder(self) -> None:
        start = self._place.folder if self._place.folder and self._place.there else Path.home()
        chosen = self._ask_folder(self._page.window(), start)
        if chosen is not None:
            self._go_to_place(Place(chosen))

    def _show_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.path.parent)))


def _first_lines(prepared: Prepared) -> list[tuple[str, str, bool]]:
    """Return the name, the first lines, and whether there are more, of each table that is not empty."""
    contents, found = prepared.draft.contents, []
    for table in contents.tables:
        lines: list[str] = []
        more = False
        for line in contents.rows(table):
            more = len(lines) == _SHOWN_LINES
            if more:
                break
            lines.append(line[:_LONGEST_LINE].decode(errors="replace"))
        if lines:
            found.append((table, "\n".join(lines), more))
    return found
