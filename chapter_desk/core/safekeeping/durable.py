"""Writing a file so that after a power cut it is either the old one or the new one, never half."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from chapter_desk.errors import AlreadyThere, NotSaved

_REASONS = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EACCES: "read-only",
    errno.EPERM: "read-only",
    errno.EROFS: "read-only",
    errno.ENOENT: "no-folder",
    errno.ENOTDIR: "no-folder",
}


def write_durably(path: Path, content: bytes, *, replace: bool = False, private: bool = True) -> None:
    """Write a file and return when it is on the disk under its name.

    A `private` file only its owner may read; another one whoever the person's settings allow.

    Raises:
        AlreadyThere: Something has that name and `replace` is not set.
        NotSaved: The disk did not take it; what was there before is still there.
    """
    # The ending is one that bundle folders ignore, should a crash leave it behind.
    temporary = path.with_name(f".{token_hex(6)}.tmp")
    try:
        try:
            _write_through(temporary, content, 0o600 if private else 0o666)
            if replace:
                temporary.replace(path)
            else:
                _rename_to_new(temporary, path)
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()
        _sync_folder(path.parent)
    except FileExistsError:
        raise AlreadyThere(path.name) from None
    except OSError as trouble:
        raise NotSaved(_REASONS.get(trouble.errno or 0, "io")) from trouble


def _write_through(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _rename_to_new(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)  # unlike a rename, a link never replaces
    except FileExistsError:
        raise
    except OSError:  # FAT sticks and some network folders have no links
        if path.exists():
            raise FileExistsError(path) from None
        temporary.rename(path)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # Windows neither needs nor allows it
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network folders cannot; the file itself is through
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
