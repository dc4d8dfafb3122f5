"""What a chapter file asks of the disk, written down: every write, and every moment it was made to last.

A virtual file system of SQLite's own kind (https://www.sqlite.org/vfs.html) stands before the real one, so
that the recording is of the very SQLCipher the program uses, and needs no tool, no privilege and no compiler.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3._sqlite3 as driver

_MAIN_DB, _WAL = 0x100, 0x80000


@dataclass(frozen=True, slots=True)
class Wrote:
    name: str
    offset: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file was made `size` bytes long."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    """All that was written to a file before is on the disk, and the file's name too."""

    name: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """`lasting`: the folder was synced as well."""

    name: str
    lasting: bool


@dataclass(frozen=True, slots=True)
class Told:
    """The program said to somebody that this is saved."""

    ids: tuple[str, ...]


Event = Wrote | Cut | Synced | Deleted | Told


@dataclass
class Record:
    """Everything that happened to the files of one folder, in order."""

    folder: Path
    events: list[Event] = field(default_factory=list)

    def tell(self, *ids: str) -> None:
        self.events.append(Told(ids))


_Pointer, _Int, _Long = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_Write = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Int, _Long)
_Truncate = ctypes.CFUNCTYPE(_Int, _Pointer, _Long)
_Sync = ctypes.CFUNCTYPE(_Int, _Pointer, _Int)
_Open = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Pointer, _Int, ctypes.POINTER(_Int))
_Delete = ctypes.CFUNCTYPE(_Int, _Pointer, ctypes.c_char_p, _Int)


class _Methods(ctypes.Structure):
    _fields_ = (
        ("iVersion", _Int),
        *((name, _Pointer) for name in ("xClose", "xRead", "xWrite", "xTruncate", "xSync")),
        *((f"x{place}", _Pointer) for place in range(13)),
    )


class _File(ctypes.Structure):
    _fields_ = (("pMethods", ctypes.POINTER(_Methods)),)


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("iVersion", _Int), ("szOsFile", _Int), ("mxPathname", _Int), ("pNext", _Pointer),
        ("zName", ctypes.c_char_p), ("pAppData", _Pointer), ("xOpen", _Pointer), ("xDelete", _Pointer),
        *((f"x{place}", _Pointer) for place in range(14)),
    )  # fmt: skip


@contextmanager
def recorded(folder: Path) -> Iterator[Record]:
    """Write down what files opened from now on do in `folder`, until the block ends; close them within it."""
    sqlite = ctypes.CDLL(driver.__file__)
    sqlite.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    record = Record(folder)
    recorder = _Recorder(sqlite.sqlite3_vfs_find(None).contents, record)
    assert sqlite.sqlite3_vfs_register(ctypes.byref(recorder.vfs), 1) == 0
    try:
        yield record
    finally:
        sqlite.sqlite3_vfs_unregister(ctypes.byref(recorder.vfs))


class _Recorder:
    """The real file system's functions, and ours that call them and write down what came to pass."""

    def __init__(self, real: _Vfs, record: Record) -> None:
        self._record = record
        self._names: dict[int, str] = {}
        self._alive: list[Any] = []  # C holds pointers to these and does not say so
        self._open, self._delete = _Open(real.xOpen), _Delete(real.xDelete)
        self.vfs = _Vfs.from_buffer_copy(real)
        self.vfs.zName = b"recorded"
        self.vfs.xOpen = self._kept(_Open(self._opened))
        self.vfs.xDelete = self._kept(_Delete(self._deleted))

    def _kept(self, function: Any) -> int | None:
        self._alive.append(function)
        return ctypes.cast(function, _Pointer).value

    def _opened(self, vfs: int, path: int, place: int, flags: int, out: Any) -> int:
        done = self._open(vfs, path, place, flags, out)
        file = _File.from_address(place)
        if done == 0 and path and flags & (_MAIN_DB | _WAL) and file.pMethods:
            found = Path(ctypes.string_at(path).decode())
            if found.parent == self._record.folder:
                self._names[place] = found.name
                file.pMethods = ctypes.pointer(self._methods(file.pMethods.contents))
        return done

    def _methods(self, real: _Methods) -> _Methods:
        write, truncate, sync = _Write(real.xWrite), _Truncate(real.xTruncate), _Sync(real.xSync)
        events, names = self._record.events, self._names

        def wrote(file: int, content: int, size: int, offset: int) -> int:
            done = write(file, content, size, offset)
            events.append(Wrote(names[file], offset, ctypes.string_at(content, size)))
            return done

        def cut(file: int, size: int) -> int:
            events.append(Cut(names[file], size))
            return truncate(file, size)

        def synced(file: int, flags: int) -> int:
            done = sync(file, flags)
            if done == 0:
                events.append(Synced(names[file]))
            return done

        methods = _Methods.from_buffer_copy(real)
        methods.xWrite = self._kept(_Write(wrote))
        methods.xTruncate = self._kept(_Truncate(cut))
        methods.xSync = self._kept(_Sync(synced))
        self._alive.append(methods)
        return methods

    def _deleted(self, vfs: int, path: bytes, lasting: int) -> int:
        done = self._delete(vfs, path, lasting)
        found = Path(path.decode())
        if done == 0 and found.parent == self._record.folder:
            self._record.events.append(Deleted(found.name, bool(lasting)))
        return done
