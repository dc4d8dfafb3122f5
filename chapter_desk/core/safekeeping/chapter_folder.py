"""The folder a chapter lives in, and where such a folder may lie."""

import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from chapter_desk.errors import NotAPlaceForAChapter

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smbfs", "smb3", "afs", "ncpfs", "davfs", "fuse.sshfs", "fuse.davfs2"}
)
_SYNCING = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud",
    "nextcloud",
    "owncloud",
    "syncthing",
)


ON_CLOSE = "on-close"
"""The reason of a copy that is made when a chapter is put away."""


class Placement(Enum):
    """What kind of place a folder is for a live chapter file."""

    FINE = "fine"
    SYNCING = "syncing"
    """Another program copies files from here while they change: warn, bundles are what may be synced."""
    NETWORK = "network"
    """SQLite's locks do not hold there: refuse."""


@dataclass(frozen=True, slots=True)
class ChapterFolder:
    """The parts of a chapter on disk, given its folder."""

    path: Path

    @property
    def name(self) -> str:
        """The folder's name without its ending, for lists and sentences."""
        return self.path.name.removesuffix(".chapter")

    @property
    def database(self) -> Path:
        return self.path / "chapter.db"

    @property
    def lock(self) -> Path:
        return self.path / "chapter.lock"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def outbox(self) -> Path:
        return self.path / "outbox"

    @property
    def inbox(self) -> Path:
        return self.path / "inbox"

    @property
    def quarantine(self) -> Path:
        return self.inbox / "quarantine"

    @property
    def attachments(self) -> Path:
        return self.path / "attachments"

    def make(self) -> None:
        """Make the empty folder; only its owner may look in.

        Raises:
            NotAPlaceForAChapter: Something is there, or the place cannot hold one.
        """
        if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
            raise NotAPlaceForAChapter(self.name, "taken")
        if placement(self.path) is Placement.NETWORK:
            raise NotAPlaceForAChapter(self.name, "network")
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            for part in (self.backups, self.outbox, self.inbox, self.quarantine, self.attachments):
                part.mkdir(mode=0o700)
        except OSError as trouble:
            raise NotAPlaceForAChapter(self.name, "read-only") from trouble


def placement(path: Path) -> Placement:
    """Return what kind of place `path` (which need not exist yet) is."""
    resolved = path.expanduser().absolute()
    if str(resolved).startswith("\\\\") or _file_system(resolved) in _NETWORK:
        return Placement.NETWORK
    names = [part.lower() for part in resolved.parts]
    if any(name.startswith(word) for name in names for word in _SYNCING):
        return Placement.SYNCING
    if any((folder / ".stfolder").exists() for folder in (resolved, *resolved.parents)):
        return Placement.SYNCING
    return Placement.FINE


def _file_system(path: Path) -> str:
    """Return the type of file system that holds `path`, where the system tells (Linux)."""
    mounts = Path("/proc/mounts")
    if os.name != "posix" or not mounts.exists():
        return ""
    best, found = -1, ""
    for line in mounts.read_text(errors="replace").splitlines():
        _device, where, kind, *_rest = line.split(" ")
        where = where.replace("\\040", " ")
        if path.is_relative_to(where) and len(where) > best:
            best, found = len(where), kind
    return found
