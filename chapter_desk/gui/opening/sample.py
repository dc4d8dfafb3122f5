"""The sample chapter: a fresh copy in a temporary folder, gone when it is closed or after a crash."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.core.safekeeping.holding import Hold
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.kdf import LEAST_COST
from chapter_desk.errors import ChapterDeskError, NotSaved
from chapter_desk.values import Clock

_PREFIX = "chapter-desk-sample-"
_FOLDER = "Sample.chapter"


class SampleFolder:
    """A temporary folder with a sample in it.  The hold on it tells a later start that it is in use."""

    def __init__(self) -> None:
        """Make the empty folder.

        Raises:
            NotSaved: There is no room for temporary files.
        """
        try:
            self._place = Path(tempfile.mkdtemp(prefix=_PREFIX))
        except OSError as trouble:
            raise NotSaved("disk-full" if trouble.errno == 28 else "read-only") from trouble
        self._hold = Hold(ChapterFolder(self._place), "window")
        self.chapter = self._place / _FOLDER
        self.key = b""

    def fill(self, clock: Clock, report: Callable[[int, int], None]) -> None:
        """Make the sample's people, meetings and plan.  Takes seconds: never in the window's thread."""
        from chapter_desk.core.samples.chapter import make_sample

        # nobody will ever type its passphrase, so no time is spent on finding out how slow to make it
        made = make_sample(self.chapter, clock=clock, install_id=install_id(), cost=LEAST_COST, report=report)
        self.key = made.data_key

    def remove(self) -> None:
        """Remove it with everything in it."""
        self._hold.let_go()
        shutil.rmtree(self._place, ignore_errors=True)


def remove_left_behind() -> int:
    """Remove the samples of windows that ended without closing them, and return how many."""
    removed = 0
    for place in _samples():
        try:
            Hold(ChapterFolder(place), "window").let_go()
        except ChapterDeskError:
            continue  # another window shows it, or it is another person's
        shutil.rmtree(place, ignore_errors=True)
        removed += 1
    return removed


def _samples() -> Iterator[Path]:
    for place in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        # a folder without a hold is one that is being made this very moment, or a stranger's
        if place.is_dir() and ChapterFolder(place).lock.exists():
            yield place
