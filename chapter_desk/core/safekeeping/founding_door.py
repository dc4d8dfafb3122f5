"""Setting up the folder of a door laptop from what it is given: no chapter, only the door of one meeting."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from chapter_desk.core.national.pack import parse_pack
from chapter_desk.core.safekeeping import vault
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.core.safekeeping.founding import take_away
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.core.sync.exchange import Exchange
from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.core.sync.progress import Report, silent
from chapter_desk.core.sync.welcome import Welcome
from chapter_desk.errors import BundleRefused, JoinRefused
from chapter_desk.store import schema
from chapter_desk.store.clock import BUILT
from chapter_desk.store.database import Database, create
from chapter_desk.values import Clock


def found_door(
    path: Path,
    welcome: Welcome,
    passphrase: str,
    clock: Clock,
    *,
    install_id: str,
    cost: Cost | None = None,
    not_before: datetime = BUILT,
    place: str = "",
    report: Report = silent,
    confirm: Callable[[], None] = lambda: None,
) -> bytes:
    """Make the folder of a door laptop at `path`, and return its data key; nothing is left if it cannot be.

    `place` is where the laptop answered that took this one in ("192.168.1.5:47810"), "" for a file.
    `report` hears how far it is; `confirm` is called when all of it is on disk.  What they raise takes the
    folder away again.

    Raises:
        JoinRefused: What came is not whole.
        PassphraseTooWeak, NotAPlaceForAChapter, NotSaved: The folder cannot be made.
    """
    welcome.keys()
    parse_pack(welcome.pack_content.encode(), name=welcome.pack_id)
    folder = ChapterFolder(path)
    existed = path.exists()
    folder.make()
    try:
        data_key, _code = vault.create(path, passphrase, cost)
        create(folder.database, data_key, welcome.chapter, install_id=install_id)
        for fill in (partial(_begin, place=place), partial(_take_pack, report=report)):
            # Twice: the first opening gives the file the name by which the second one writes.
            db = Database(folder.database, data_key, clock, install_id=install_id, not_before=not_before)
            try:
                fill(db, path, welcome)
            finally:
                db.close()
        confirm()
    except BaseException:
        take_away(folder, existed)
        raise
    return data_key


def _begin(db: Database, _path: Path, welcome: Welcome, *, place: str) -> None:
    Laptops(db).become_door_laptop(welcome.keys())
    with db.write_local() as connection:
        _keep_national(connection, welcome, db.now())
        if welcome.is_sample:
            connection.execute(schema.setting.insert().values(key="sample", value=True))
        connection.execute(schema.setting.insert().values(key="door-host", value=welcome.host))
        connection.execute(schema.setting.insert().values(key="door-place", value=place))


def _take_pack(db: Database, path: Path, welcome: Welcome, *, report: Report) -> None:
    pack = parse_pack(welcome.pack_content.encode(), name=welcome.pack_id)
    try:
        Exchange(db, path, pack).hear(welcome.pack, report)
    except BundleRefused as refused:
        raise JoinRefused("damaged") from refused


def _keep_national(connection: Connection, welcome: Welcome, at: datetime) -> None:
    connection.execute(
        schema.pack.insert().values(
            id=welcome.pack_id, content=welcome.pack_content, terms=welcome.terms, taken_in_at=at
        )
    )
