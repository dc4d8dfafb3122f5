"""Several laptops at one door: taking one in, and what each of them did."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import count
from pathlib import Path

from chapter_desk.core.chapter import is_sample
from chapter_desk.core.looking import look
from chapter_desk.core.meetings.attendance import DOOR, ON_LIST, STANDS
from chapter_desk.core.members.same_person import all_components
from chapter_desk.core.sync import welcome as welcomes
from chapter_desk.core.sync.door_bundles import DoorBundles
from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.core.sync.welcome import Welcome
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import MeetingId, ReplicaId

_HOST = "SELECT key, value FROM setting WHERE key IN ('door-host', 'door-place')"
_CAME = f"""
SELECT s.laptop, s.person_id, s.id FROM sign_in s
WHERE s.meeting_id = ? AND {ON_LIST} = '{DOOR}' AND {STANDS}
"""


@dataclass(frozen=True, slots=True)
class LaptopTonight:
    """A laptop at a door: how many it signed in, and when it was last heard of.

    `helps` tells that it holds the door pack alone; a `revoked` one is believed no more.
    """

    replica_id: ReplicaId
    name: str
    is_this: bool
    helps: bool
    signed_in: int
    heard_at: datetime | None
    revoked: bool


@dataclass(frozen=True, slots=True)
class LaptopsTonight:
    """The laptops of a meeting's door, this one first; `all_in` counts nobody twice."""

    laptops: tuple[LaptopTonight, ...]
    all_in: int

    @property
    def this(self) -> int:
        """How many were signed in here."""
        return next((each.signed_in for each in self.laptops if each.is_this), 0)


class DoorLaptops:
    """Takes laptops in to help at a door, and tells what all of them did."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._laptops = Laptops(db)
        self._bundles = DoorBundles(db)

    @cached_property
    def helps_at(self) -> MeetingId | None:
        """The meeting whose door this laptop only helps at; None on a laptop that has the chapter."""
        return self._laptops.door_meeting()

    def host(self) -> tuple[str, str]:
        """Return what the laptop is called that took this one in, and where it answered; both "" if none."""
        with self._db.read() as connection:
            found: dict[str, str] = dict(look(connection, _HOST))
        return json.loads(found.get("door-host", '""')), json.loads(found.get("door-place", '""'))

    def take_in(self, meeting_id: MeetingId, name: str) -> Welcome:
        """Make a laptop one that helps at the door of a meeting; return what it is to be given.

        Raises:
            NameNeeded, NoSuchRecord: There is no name, or no such meeting.
            BundleTooLarge: The chapter is larger than one bundle holds.
        """
        keys = self._laptops.add_door_laptop(meeting_id, name)
        with self._db.read() as connection:
            chapter = connection.execute(
                schema.chapter.select().where(schema.chapter.c.id == self._db.chapter_id)
            ).one_or_none()
            meeting = connection.execute(
                schema.meeting.select().where(schema.meeting.c.id == meeting_id)
            ).one_or_none()
            national = connection.execute(schema.pack.select()).first()
            sample = is_sample(connection)
        if meeting is None or national is None:
            raise NoSuchRecord("meeting", meeting_id)
        pack = self._bundles.pack(keys.replica_id)
        here = next((each.name for each in self._laptops.laptops() if each.is_this), "")
        return Welcome(
            chapter_id=self._db.chapter_id,
            chapter_name=(chapter and chapter.name) or "",
            meeting_id=meeting_id,
            meeting_title=meeting.title or "",
            replica_id=keys.replica_id,
            laptop=name.strip(),
            host=here,
            identity=keys.identity.text,
            laptop_key=keys.laptop_key.text,
            certificate=keys.certificate,
            recipient=keys.recipient,
            verify_key=keys.verify_key.text,
            link_key=keys.link_key,
            pack_id=national.id,
            pack_content=national.content,
            terms=national.terms,
            is_sample=sample,
            people=pack.rows_of("person"),
            pack=pack.sealed(),
        )

    def next_name(self) -> str:
        """Return what the next laptop at a door is called: "Door-2", "Door-3" ..."""
        taken = {each.name for each in self._laptops.laptops()}
        return next(name for number in count(2) if (name := f"Door-{number}") not in taken)

    def write_file(self, meeting_id: MeetingId, name: str, folder: Path) -> tuple[Path, str]:
        """Take a laptop in by a file on a stick; return where it lies, and the words that open it.

        Raises:
            NameNeeded, NoSuchRecord, BundleTooLarge, NotSaved: As `take_in`, or the stick did not take it.
        """
        spoken = welcomes.new_words()
        return welcomes.write_welcome(self.take_in(meeting_id, name), folder, spoken), spoken

    def tonight(self, meeting_id: MeetingId) -> LaptopsTonight:
        """Return the laptops at a meeting's door: those that help there, and all that signed anybody in."""
        with self._db.read() as connection:
            components = all_components(connection)
            came: dict[str, set[str]] = {}
            for laptop, person, id in look(connection, _CAME, (meeting_id,)):
                came.setdefault(laptop or "", set()).add(id if person is None else components.of(person))
        found = [
            LaptopTonight(
                replica_id=each.replica_id,
                name=each.name,
                is_this=each.is_this,
                helps=each.door_meeting is not None,
                signed_in=len(came.get(each.replica_id, ())),
                heard_at=each.heard_at,
                revoked=each.revoked_at is not None,
            )
            for each in self._laptops.laptops()
            if each.is_this or each.door_meeting == meeting_id or each.replica_id in came
        ]
        return LaptopsTonight(tuple(found), len(set().union(*came.values())))

    def withdraw(self, replica_id: ReplicaId) -> None:
        """Forget a laptop that was being taken in and did not come whole; its keys are good for nothing.

        Raises:
            NoSuchRecord: There is no such laptop.
        """
        self._laptops.withdraw(replica_id)

    def remove(self, replica_id: ReplicaId) -> None:
        """Believe a door laptop no more; whom it signed in until now stays in.

        Raises:
            NoSuchRecord: There is no such laptop.
        """
        self._laptops.revoke(replica_id)
