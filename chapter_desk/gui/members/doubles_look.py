"""Looking through everybody on file for entries that may be one person, with progress and a way to stop."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from chapter_desk.core.members.likely_doubles import LikelyDouble, LikelyDoubles
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.gui.widgets.cards import ProgressCard
from chapter_desk.i18n import _


class DoublesLook(QObject):
    """One look at a time: the newest counts, an older one is stopped and heard of no more.

    Signals:
        found(object): A sequence of `LikelyDouble`.
        stopped(): Somebody stopped it.
        failed(object): The `ChapterDeskError` that ended it.
    """

    found = Signal(object)
    stopped = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject, doubles: LikelyDoubles, tasks: Tasks) -> None:
        super().__init__(parent)
        self._doubles, self._tasks = doubles, tasks
        self._running: Progress | None = None
        self.card = ProgressCard()
        self.card.cancelled.connect(self._cancel)

    def begin(self) -> None:
        """Look anew, off the window's thread; `card` shows how far it is."""
        self._cancel()
        self.card.begin(_("Looking for entries that may be one person"))

        def work(progress: Progress) -> Sequence[LikelyDouble]:
            reading = _("reading everybody")
            return self._doubles.find(lambda done, all_: progress.report(done, all_, "" if all_ else reading))

        def failed(error: ChapterDeskError) -> None:
            self._over(running, partial(self.failed.emit, error))

        running = self._tasks.run_long(
            self,
            work,
            lambda found: self._over(running, partial(self.found.emit, found)),
            failed,
            progressed=self.card.show_progress,
            cancelled=lambda: self._over(running, self.stopped.emit),
        )
        self._running = running

    def _over(self, running: Progress, then: Callable[[], None]) -> None:
        """Hear of the newest look alone: another one may have begun since."""
        if running is self._running:
            self._running = None
            self.card.end()
            then()

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()
