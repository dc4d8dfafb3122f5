"""One piece of long work at a time, with a progress card; a newer one stops the one before."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.gui.widgets.cards import ProgressCard

T = TypeVar("T")


class LongWork(QObject):
    """Runs long work and shows how far it is.  What was superseded is never heard of again.

    Signals:
        act_over(): An act (a bundle written, taken in, taken back) is over, one way or the other.
    """

    act_over = Signal()

    def __init__(self, owner: QObject, tasks: Tasks) -> None:
        super().__init__(owner)
        self._tasks = tasks
        self._progress: Progress | None = None
        self._number = 0
        self.acting = False
        """Whether an act is under way, which nothing may push aside."""
        self.missed = False
        """Whether something was asked for meanwhile; set and cleared by whoever asks."""
        self.card = ProgressCard()
        """Shows itself after 300 ms."""
        self.card.cancelled.connect(self._stop)

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._progress is not None

    def run(
        self,
        what: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[ChapterDeskError], None],
        cancelled: Callable[[], None],
        *,
        act: bool = False,
    ) -> None:
        """Begin; exactly one of `done`, `failed` and `cancelled` is called, unless newer work comes.

        While an act is under way nothing else begins.
        """
        if self.acting:
            return
        if self._progress is not None:
            self._progress.cancel()
        self.acting = act
        self._number += 1
        number = self._number
        self.card.begin(what)

        def over(then: Callable[[], None]) -> None:
            if number == self._number:
                self._progress = None
                self.acting = False
                self.card.end()
                then()
                if act:
                    self.act_over.emit()

        self._progress = self._tasks.run_long(
            self,
            work,
            lambda result: over(lambda: done(result)),
            lambda error: over(lambda: failed(error)),
            progressed=lambda at, total, words: self._tell(number, at, total, words),
            cancelled=lambda: over(cancelled),
        )

    def _tell(self, number: int, at: int, total: int, words: str) -> None:
        if number == self._number:
            self.card.show_progress(at, total, words)

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
