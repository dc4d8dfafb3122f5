"""The composition root: the one place where the parts are put together."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chapter_desk.core.changes import ChangeFeed
from chapter_desk.core.safekeeping.backups import Backups
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.core.safekeeping.holding import Hold, Holder
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.updating import bring_up_to_date
from chapter_desk.core.steps import Steps, TakenBack
from chapter_desk.errors import MigrationDue
from chapter_desk.store.clock import BUILT
from chapter_desk.store.database import Committed, Database
from chapter_desk.values import Clock, StepId, utc_now


@dataclass(frozen=True, slots=True)
class App:
    """The services of one open chapter, ready for any front end."""

    folder: ChapterFolder
    db: Database
    changes: ChangeFeed
    steps: Steps
    backups: Backups
    _hold: Hold

    def close(self) -> None:
        """Let go of the chapter, with everything in one file."""
        self.db.checkpoint()
        self.db.close()
        self._hold.let_go()


def open_app(
    path: Path,
    key: bytes,
    *,
    holder: Holder = "command",
    clock: Clock = utc_now,
    not_before: datetime = BUILT,
) -> App:
    """Open the chapter in the folder `path` with its data key (from `core.safekeeping.vault`).

    Raises:
        ChapterHeld: Another program has it open.
        NotAChapter, ChapterTooNew, NotSaved: It cannot be opened; nothing was changed.
    """
    folder = ChapterFolder(path)
    hold = Hold(folder, holder)
    try:
        db = _opened(folder, key, clock, not_before)
    except BaseException:
        hold.let_go()
        raise
    changes = ChangeFeed()

    def tell(committed: Committed) -> None:
        changes.publish(*committed.areas)

    db.on_commit = tell
    return App(folder, db, changes, Steps(db, undo_take_in=_no_bundles), Backups(db, folder, key), hold)


def _opened(folder: ChapterFolder, key: bytes, clock: Clock, not_before: datetime) -> Database:
    this_laptop = install_id()
    try:
        return Database(folder.database, key, clock, install_id=this_laptop, not_before=not_before)
    except MigrationDue:
        bring_up_to_date(folder, key, clock())
        return Database(folder.database, key, clock, install_id=this_laptop, not_before=not_before)


def _no_bundles(step: StepId) -> TakenBack:
    raise AssertionError(step)
