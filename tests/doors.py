"""Laptops at one door for tests: the chapter's own, and helpers that hold its door pack."""

from datetime import datetime
from pathlib import Path

from chapter_desk.core.meetings.calendar import Calendar
from chapter_desk.core.meetings.door_laptops import DoorLaptops
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.meetings.sign_in import SignIns
from chapter_desk.core.members.records import PersonDraft, Records
from chapter_desk.core.safekeeping.founding_door import found_door
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.core.sync.door_bundles import DoorBundles
from chapter_desk.core.sync.exchange import Exchange, TakenIn
from chapter_desk.core.sync.welcome import Welcome
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import ReplicaId
from tests.exchanging import PACK, Desk, Ticking, new_chapter

CHEAP = Cost(memory_kib=1024, passes=1)


class AtTheDoor:
    """A laptop at a door: what greeters do there, and what it tells the others."""

    def __init__(self, db: Database, folder: Path, clock) -> None:
        self.db, self.folder, self.clock = db, folder, clock
        self.exchange = Exchange(db, folder, PACK)
        self.bundles = DoorBundles(db)
        self.laptops = DoorLaptops(db)
        self.sign_ins = SignIns(db)
        self.records = Records(db)

    @property
    def id(self) -> ReplicaId:
        return self.db.replica_id

    def rows(self, table) -> dict:
        with self.db.read() as connection:
            return {row.id: row for row in connection.execute(table.select())}

    def in_(self, meeting) -> dict[str, set[str]]:
        """Return who is in, by the person's id, and at which laptops."""
        taken_back = {row.target_id for row in self.rows(schema.void).values()}
        found: dict[str, set[str]] = {}
        for row in self.rows(schema.sign_in).values():
            if row.meeting_id == meeting and row.id not in taken_back and row.made_clock is not None:
                found.setdefault(row.person_id, set()).add(row.laptop)
        return found

    @property
    def digest(self) -> str:
        with self.db.read() as connection:
            return connection.execute(schema.here.select()).one().digest


class Host(AtTheDoor):
    """The laptop that has the chapter."""

    def __init__(self, root: Path, name: str = "desk") -> None:
        self.desk: Desk = new_chapter(root, name, Ticking())
        super().__init__(self.desk.db, self.desk.folder, self.desk.clock)
        with self.db.write_local() as connection:
            connection.execute(
                schema.pack.insert().values(
                    id=PACK.id,
                    content=(PACK.folder / "pack.toml").read_text("utf-8-sig"),
                    terms=PACK.mou_path.read_text("utf-8-sig"),
                    taken_in_at=self.clock(),
                )
            )
        with self.db.write("found-chapter") as writer:
            writer.put(
                schema.chapter, self.db.chapter_id, {"name": "Norfolk", "time_zone": "America/New_York"}
            )
        self.calendar = Calendar(self.db, PACK)

    def meeting(self, title: str = "May meeting") -> str:
        return self.calendar.add(
            MeetingDraft(
                title, datetime.fromisoformat("2026-11-12T19:00"), postal_code="23508", kind="meeting"
            )
        ).id

    def person(self, name: str, **draft) -> str:
        return self.records.add(PersonDraft(name, **draft))

    def give(self, helper: "Helper") -> TakenIn:
        """Let a helper have what is new here."""
        return helper.exchange.hear(self.bundles.pack(helper.id, helper.bundles.has_of(self.id)).sealed())

    def hear(self, helper: "Helper") -> TakenIn:
        """Take in what a helper wrote since last time."""
        return self.exchange.hear(helper.bundles.attendance(self.bundles.has_of(helper.id)).sealed())


class Helper(AtTheDoor):
    """A laptop that holds the door pack alone."""

    def __init__(self, root: Path, welcome: Welcome, clock=None) -> None:
        folder = root / welcome.laptop
        clock = clock or Ticking()
        install = f"install-{welcome.laptop}"
        key = found_door(folder, welcome, "open the door please", clock, install_id=install, cost=CHEAP)
        super().__init__(Database(folder / "chapter.db", key, clock, install_id=install), folder, clock)
        self.key = key


def helper(host: Host, meeting: str, name: str = "Door-2", clock=None) -> Helper:
    """Take a laptop in, as if over the room's network."""
    return Helper(host.folder.parent, host.laptops.take_in(meeting, name), clock or host.clock)
