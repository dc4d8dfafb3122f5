"""One program at a time may hold a chapter: an exclusive lock of the operating system.

The lock is on a file beside the chapter and ends with the process, however that ends.
"""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Literal

from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.errors import ChapterHeld, NotAChapter, NotSaved

Holder = Literal["window", "command"]


class Hold:
    """Holds a chapter until `let_go`."""

    def __init__(self, folder: ChapterFolder, holder: Holder) -> None:
        """Take hold of the chapter.

        Raises:
            ChapterHeld: A window or another command has it.
            NotAChapter: There is no such folder.
            NotSaved: The folder cannot be written to.
        """
        if not folder.path.is_dir():
            raise NotAChapter(folder.name, "missing")
        self._file = _opened(folder.lock)
        if not _locked(self._file):
            self._file.seek(1)
            who = self._file.read(1)
            self._file.close()
            raise ChapterHeld(folder.name, "command" if who == b"c" else "window")
        self._file.seek(1)  # the first byte is the lock's own: Windows keeps others from reading it
        with suppress(OSError):  # a full disk doesn't take the mark; the lock holds without it
            self._file.write(holder[:1].encode())
            self._file.truncate()

    def let_go(self) -> None:
        """Let others open the chapter."""
        self._file.close()


def _opened(path: Path) -> IO[bytes]:
    try:
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
    except OSError as trouble:
        raise NotSaved("disk-full" if trouble.errno == errno.ENOSPC else "read-only") from trouble


if sys.platform == "win32":
    import msvcrt

    def _locked(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
