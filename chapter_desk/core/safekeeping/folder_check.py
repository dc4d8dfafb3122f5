"""What can be told of a chapter's folder before anybody unlocks it."""

from pathlib import Path

from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder, Placement, placement
from chapter_desk.errors import NotAChapter, NotAPlaceForAChapter


def check_folder(path: Path) -> None:
    """Return if the folder can be a chapter that is unlocked where it lies.

    Whether the file itself is sound shows only with its key.

    Raises:
        NotAChapter: There is nothing, or something else, or the file is empty.
        NotAPlaceForAChapter: It lies on a network drive, where SQLite's locks do not hold.
        VaultUnusable: Its key file is missing, damaged, foreign or newer.
    """
    from chapter_desk.core.safekeeping import vault

    folder = ChapterFolder(path)
    if not path.is_dir():
        raise NotAChapter(folder.name, "missing" if not path.exists() else "foreign")
    if placement(path) is Placement.NETWORK:
        raise NotAPlaceForAChapter(folder.name, "network")
    has_file, has_vault = folder.database.is_file(), (path / vault.FILE_NAME).is_file()
    if not has_file and not has_vault:
        raise NotAChapter(folder.name, "foreign")
    vault.examine(path)
    if not has_file:
        raise NotAChapter(folder.name, "damaged")
    if folder.database.stat().st_size == 0:
        raise NotAChapter(folder.name, "empty")
