"""Where a bundle goes: the chapter's outbox, a stick that is in, or a folder a person chose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo
from PySide6.QtWidgets import QFileDialog, QWidget

from chapter_desk.i18n import _

AskFolder = Callable[[QWidget, Path], Path | None]
"""Given the window and a folder to begin with, returns the folder chosen, None for none."""

AskBundle = Callable[[QWidget, Path], Path | None]
"""The same for a bundle to look into."""

_STICKS = ("/media/", "/run/media/", "/Volumes/", "/mnt/")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder for bundles; `folder` None is the chapter's own outbox."""

    folder: Path | None = None

    @property
    def words(self) -> str:
        """What a person calls it: the last part of the path, never all of it."""
        if self.folder is None:
            return _("the outbox")
        return self.folder.name or self.folder.anchor

    @property
    def there(self) -> bool:
        """Whether it can be written to now: a stick may be out."""
        return self.folder is None or self.folder.is_dir()


def remembered(text: str) -> Place:
    """Return the place kept in the settings; the outbox where nothing was kept."""
    return Place(Path(text)) if text else Place()


def sticks() -> Sequence[Place]:
    """Return the USB sticks and cards that are in."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        root = volume.rootPath()
        ready = volume.isValid() and volume.isReady() and not volume.isReadOnly()
        if ready and not volume.isRoot() and root.startswith(_STICKS):
            found.append(Place(Path(root)))
    return found


def ask_for_folder(parent: QWidget, start: Path) -> Path | None:
    """Return the folder a person chose for bundles."""
    chosen = QFileDialog.getExistingDirectory(parent, _("Where bundles go"), str(start))
    return Path(chosen) if chosen else None


def ask_for_bundle(parent: QWidget, start: Path) -> Path | None:
    """Return the bundle a person chose to look into."""
    chosen, _kind = QFileDialog.getOpenFileName(
        parent, _("Look inside a bundle"), str(start), _("Bundles (*.cdb)")
    )
    return Path(chosen) if chosen else None
