"""Work off the GUI thread, in two lanes: quick and ordered, or long with progress and cancel."""

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from chapter_desk.errors import ChapterDeskError

T = TypeVar("T")

ShowProgress = Callable[[int, int, str], None]

_TELL_EVERY_S = 0.05
_SWITCH_EVERY_S = 0.0001
"""An event in the window asks for the interpreter several times; at Python's own 5 ms each, work on
another thread would make it late by 50 ms and more."""


class Cancelled(Exception):  # noqa: N818 (a wish, not an error)
    """A person asked long work to stop; raised inside the work, where it reports how far it is."""


class Progress:
    """What long work is given: a way to say how far it is, and to hear that it should stop.

    The core takes `progress.report` as a plain callable `(done, total, words)`, and lets what it
    raises end the transaction.
    """

    def __init__(self, tell: ShowProgress | None = None) -> None:
        self._tell = tell
        self._stop = threading.Event()
        self._told_at = 0.0

    @property
    def cancelled(self) -> bool:
        """Whether the person asked to stop."""
        return self._stop.is_set()

    def report(self, done: int, total: int = 0, words: str = "") -> None:
        """Say how far the work is: things done, of how many (0: not known), in words if there are.

        Cheap enough for every row.  Raises `Cancelled` when the work should stop.
        """
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if self._tell is not None and (now - self._told_at >= _TELL_EVERY_S or done == total):
            self._told_at = now
            self._tell(done, total, words)

    def cancel(self) -> None:
        """Ask the work to stop at its next report.  Safe from any thread."""
        self._stop.set()


class Tasks(Protocol):
    """Runs `work` somewhere, then `done`, `failed` or `cancelled` on the GUI thread.

    Nothing is called any more once `owner` is gone.  An exception that is not a
    `ChapterDeskError` is a bug: it is raised on the GUI thread and reaches the crash dialog.
    """

    @property
    def busy(self) -> bool:
        """Whether long work is under way."""

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[ChapterDeskError], None],
    ) -> None:
        """Quick lane: in the order asked for, so that no search overtakes the sign-in before it."""

    def run_long(
        self,
        owner: QObject,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[ChapterDeskError], None],
        *,
        progressed: ShowProgress | None = None,
        cancelled: Callable[[], None] | None = None,
    ) -> Progress:
        """Long lane: beside the quick one.  Call `cancel()` on what is returned to stop the work."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an owner wants to hear."""

    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[ChapterDeskError], None]
    progressed: ShowProgress | None = None
    cancelled: Callable[[], None] | None = None


class WorkerTasks(QObject):
    """The real `Tasks`: one thread for quick work, one for long work."""

    _finished = Signal(object, object)
    _told = Signal(object, int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_SWITCH_EVERY_S)
        self._quick = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk-quick")
        self._long = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk-long")
        self._running: set[Progress] = set()
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[ChapterDeskError], None],
    ) -> None:
        asked = _Asked(owner, done, failed)
        future = self._quick.submit(copy_context().run, work)
        future.add_done_callback(lambda ready: self._finished.emit(asked, ready))

    def run_long(
        self,
        owner: QObject,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[ChapterDeskError], None],
        *,
        progressed: ShowProgress | None = None,
        cancelled: Callable[[], None] | None = None,
    ) -> Progress:
        asked = _Asked(owner, done, failed, progressed, cancelled)
        progress = Progress(lambda at, total, words: self._told.emit(asked, at, total, words))
        self._running.add(progress)
        future = self._long.submit(copy_context().run, work, progress)

        def over(ready: Future[T]) -> None:
            self._running.discard(progress)
            self._finished.emit(asked, ready)

        future.add_done_callback(over)
        owner.destroyed.connect(progress.cancel)
        return progress

    def close(self) -> None:
        """Finish the quick work in hand, stop the long at its next report, forget the rest."""
        for progress in tuple(self._running):
            progress.cancel()
        for pool in (self._quick, self._long):
            pool.shutdown(wait=True, cancel_futures=True)

    def _pass_on(self, asked: _Asked, done: int, total: int, words: str) -> None:
        if asked.progressed is not None and isValid(asked.owner):
            asked.progressed(done, total, words)

    def _deliver(self, asked: _Asked, future: Future[Any]) -> None:
        if future.cancelled():
            return
        try:
            result = future.result()  # a bug in the work is raised here, whether or not the owner lives
        except ChapterDeskError as error:
            if isValid(asked.owner):
                asked.failed(error)
        except Cancelled:
            if isValid(asked.owner) and asked.cancelled is not None:
                asked.cancelled()
        else:
            if isValid(asked.owner):
                asked.done(result)
