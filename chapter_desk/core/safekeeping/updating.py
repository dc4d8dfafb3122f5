"""Brings a chapter of an earlier version up to date: first a checked copy, then one transaction."""

from contextlib import closing
from datetime import datetime

from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.core.safekeeping.soundness import problems_of_file
from chapter_desk.errors import NotAChapter, NotSaved
from chapter_desk.store.connecting import connected
from chapter_desk.store.migrations import migrate


def bring_up_to_date(folder: ChapterFolder, key: bytes, now: datetime) -> None:
    """Copy the chapter file into `backups`, then migrate it.  It must not be open.

    Raises:
        NotAChapter: It is damaged; nothing was changed.
        NotSaved: There is no room for the copy; nothing was changed.
    """
    if problems_of_file(folder.database, key):
        raise NotAChapter(folder.name, "damaged")
    copy = folder.backups / f"{now:%Y-%m-%dT%H%M%S}-{now.microsecond // 1000:03d}Z-before-update.db"
    try:
        folder.backups.mkdir(mode=0o700, exist_ok=True)
        with closing(connected(folder.database, key)) as source, closing(connected(copy, key)) as target:
            source.backup(target)
    except OSError as trouble:
        raise NotSaved("disk-full") from trouble
    migrate(folder.database, key)
