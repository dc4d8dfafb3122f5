"""A page saves a file: asks where, makes and writes it away from the window's thread, says how it went."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from chapter_desk.core.safekeeping.durable import write_durably
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.gui.widgets.cards import ProgressCard
from chapter_desk.gui.widgets.save_file import AskWhere
from chapter_desk.i18n import _


class SavingFile(QObject):
    """One file at a time (a PDF, a calendar, a list); `card` shows while it takes longer than a blink."""

    def __init__(self, page: Page, tasks: Tasks, ask_where: AskWhere) -> None:
        super().__init__(page)
        self._page = page
        self._tasks = tasks
        self._ask_where = ask_where
        self._work: Progress | None = None
        self.card = ProgressCard()
        self.card.cancelled.connect(self._cancel)

    def save(
        self, name: str, what: str, make: Callable[[], bytes], then: Callable[[], object] | None = None
    ) -> None:
        """Ask where, beginning with the file name `name`, and write what `make` returns.

        `what` says in words what is being done ("Drawing the plan").  `then` is what makes the file
        worth something; where that fails, the file goes away again.
        """
        if self._work is not None:
            return
        path = self._ask_where(self._page.window(), name)
        if path is None:
            return
        self.card.begin(what)

        def work(progress: Progress) -> str:
            progress.report(0)
            content = make()
            progress.report(0)  # the last moment to stop with nothing written
            write_durably(path, content, replace=True, private=False)
            if then is not None:
                try:
                    then()
                except BaseException:
                    path.unlink(missing_ok=True)
                    raise
            return path.name

        self._work = self._tasks.run_long(self, work, self._saved, self._refused, cancelled=self._cancelled)

    def _saved(self, name: str) -> None:
        self._end()
        self._page.tell(Told("good", _("Saved as {name}.").format(name=name)))

    def _refused(self, error: ChapterDeskError) -> None:
        self._end()
        self._page.tell_error(error)

    def _cancelled(self) -> None:
        self._end()
        self._page.tell(Told("info", _("No file was written.")))

    def _cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _end(self) -> None:
        self._work = None
        self.card.end()
