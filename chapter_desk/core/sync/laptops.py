"""The laptops of a chapter: their keys, who vouches for them, whom a bundle is believed from.

The chapter's secret keys and this laptop's lie in the table `secret`, inside the encrypted file; public
halves are rows like any other.  Whoever can open the chapter can certify a laptop, so that a copied
folder becomes a second laptop without asking anybody.
"""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from uuid import uuid4

import msgspec
from sqlalchemy import Connection, select

from chapter_desk.core.looking import look
from chapter_desk.core.members.naming import clean_name
from chapter_desk.core.sync.keys import ChapterKeys, PublicKeys
from chapter_desk.core.sync.peers import DOOR_ROLE
from chapter_desk.core.sync.sealing import Identity
from chapter_desk.core.sync.signing import SigningKey, VerifyKey
from chapter_desk.core.sync.trust import Certificate, Signer, TrustList, certified
from chapter_desk.errors import NameNeeded, NoSuchRecord, NotAKey
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import ChapterId, MeetingId, ReplicaId

_CHAPTER_SIGNING = "chapter.signing_key"
_CHAPTER_IDENTITY = "chapter.identity"
_LAPTOP_SIGNING = "laptop.signing_key"
_LAPTOP_REPLICA = "laptop.replica_id"
_CHAPTER_VERIFY = "chapter.verify_key"
_CHAPTER_RECIPIENT = "chapter.recipient"
_DOOR_MEETING = "door.meeting"
_DOOR_CERTIFICATE = "door.certificate"
_LINK = "door.link"


@dataclass(frozen=True, slots=True)
class Laptop:
    """One laptop of the chapter.

    `confirmed_upto` is how far it said it took in ours (None: nothing was heard of it), `heard_at`
    when the last bundle of it that we took in was written.  `door_meeting` is set for a laptop that
    only helps at the door of a meeting.
    """

    replica_id: ReplicaId
    name: str
    is_this: bool
    added_at: datetime | None
    revoked_at: datetime | None
    heard_at: datetime | None = None
    confirmed_upto: int | None = None
    door_meeting: MeetingId | None = None


@dataclass(frozen=True, slots=True, repr=False)
class DoorKeys:
    """What a door laptop is given of keys, and keeps in its file.

    `identity` opens the packs sealed to it, `laptop_key` signs what it sends, `certificate` is the
    chapter's word for it.  `recipient` and `verify_key` are the chapter's public keys, and `link_key` (32
    random bytes, hexadecimal) is what it and the laptop that took it in know each other by.
    """

    replica_id: ReplicaId
    meeting_id: MeetingId
    identity: Identity
    laptop_key: SigningKey
    certificate: Certificate
    recipient: str
    verify_key: VerifyKey
    link_key: str


class Laptops:
    """Makes this laptop one of the chapter, names and revokes laptops, hands out keys and trust."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def ensure_this_laptop(self, name: str) -> bool:
        """Make the keys and the entry of this laptop, and the chapter's keys, where they are missing.

        They are in a new chapter, and in a file that was copied from another laptop.  Returns whether
        anything had to be made.
        """
        if self._is_whole() or self.door_meeting() is not None:
            return False
        with self._db.write("add-laptop") as writer:
            keys = self._chapter_keys(writer)
            signing = SigningKey.generate()
            _keep(writer.connection, _LAPTOP_SIGNING, signing.text)
            _keep(writer.connection, _LAPTOP_REPLICA, self._db.replica_id)
            certificate = certified(
                keys.signing, self._db.chapter_id, signing.verify_key, self._db.replica_id
            )
            writer.put(
                schema.laptop,
                self._db.replica_id,
                {
                    "name": name,
                    "signing_key": signing.verify_key.text,
                    "certificate": msgspec.json.encode(certificate).decode(),
                    "added_at": writer.at,
                },
            )
        return True

    def laptops(self) -> tuple[Laptop, ...]:
        """Return the laptops of the chapter, this one first, then by name."""
        with self._db.read() as connection:
            rows = connection.execute(
                schema.laptop.select().where(
                    schema.laptop.c.made_clock.is_not(None), schema.laptop.c.removed_at.is_(None)
                )
            ).all()
            heard = {
                row.replica_id: row
                for row in connection.execute(schema.peer.select().order_by(schema.peer.c.heard_at))
            }
        found = [
            Laptop(
                replica_id=ReplicaId(row.id),
                name=row.name or "",
                is_this=row.id == self._db.replica_id,
                added_at=row.added_at,
                revoked_at=row.revoked_at,
                heard_at=heard[row.id].heard_at if row.id in heard else None,
                confirmed_upto=heard[row.id].confirmed_upto if row.id in heard else None,
                door_meeting=MeetingId(row.door_meeting) if row.role == DOOR_ROLE else None,
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda laptop: (not laptop.is_this, laptop.name, laptop.replica_id)))

    def add_door_laptop(self, meeting_id: MeetingId, name: str) -> DoorKeys:
        """Make the keys and the entry of a laptop that is to help at the door of a meeting.

        Raises:
            NameNeeded: It has no name.
            NoSuchRecord: There is no such meeting.
        """
        if not name.strip():
            raise NameNeeded("laptop")
        replica, signing = ReplicaId(str(uuid4())), SigningKey.generate()
        door_identity, link_key = Identity.generate(), token_hex(32)
        with self._db.write("add-laptop") as writer:
            if writer.row(schema.meeting, meeting_id) is None:
                raise NoSuchRecord("meeting", meeting_id)
            keys = self._chapter_keys(writer)
            certificate = certified(
                keys.signing, self._db.chapter_id, signing.verify_key, replica, meeting_id
            )
            _keep(writer.connection, f"{_LINK}:{replica}", f"{door_identity.recipient} {link_key}")
            entry = {
                "name": clean_name(name),
                "signing_key": signing.verify_key.text,
                "certificate": msgspec.json.encode(certificate).decode(),
                "role": DOOR_ROLE,
                "door_meeting": meeting_id,
                "added_at": writer.at,
            }
            writer.put(schema.laptop, replica, entry)
        return DoorKeys(
            replica, meeting_id, door_identity, signing, certificate, keys.identity.recipient,
            keys.signing.verify_key, link_key,
        )  # fmt: skip

    def become_door_laptop(self, keys: DoorKeys) -> None:
        """Keep in this file, new and empty, that it is a door laptop's."""
        kept = {
            _LAPTOP_REPLICA: keys.replica_id,
            _LAPTOP_SIGNING: keys.laptop_key.text,
            _CHAPTER_IDENTITY: keys.identity.text,
            _CHAPTER_RECIPIENT: keys.recipient,
            _CHAPTER_VERIFY: keys.verify_key.text,
            _DOOR_MEETING: keys.meeting_id,
            _DOOR_CERTIFICATE: msgspec.json.encode(keys.certificate).decode(),
            _LINK: keys.link_key,
        }
        with self._db.write_local() as connection:
            for key, value in kept.items():
                _keep(connection, key, value)
            connection.execute(schema.here.update().values(replica_id=keys.replica_id))

    def door_meeting(self) -> MeetingId | None:
        """Return the meeting whose door this laptop only helps at; None for one that has the chapter."""
        with self._db.read() as connection:
            return door_meeting(connection)

    def link_key(self, replica_id: ReplicaId | None = None) -> bytes | None:
        """Return what a door laptop and the one that took it in know each other by.

        For the door laptop of this replica; without one, for this laptop itself if it is a door laptop.
        None where it is not known here, or the laptop is trusted no more.
        """
        with self._db.read() as connection:
            if replica_id is None:
                own = _secret(connection, _LINK)
                return None if own is None else bytes.fromhex(own)
            text = _secret(connection, f"{_LINK}:{replica_id}")
            entry = connection.execute(schema.laptop.select().where(schema.laptop.c.id == replica_id)).first()
            if text is None or entry is None or entry.revoked_at is not None or entry.removed_at is not None:
                return None
            return bytes.fromhex(text.split()[1])

    def rename(self, replica_id: ReplicaId, name: str) -> None:
        """Give a laptop another name.

        Raises:
            NoSuchRecord: There is no such laptop.
        """
        with self._db.write("rename-laptop", {"laptop": replica_id}) as writer:
            self._require(writer, replica_id)
            writer.set(schema.laptop, replica_id, {"name": name.strip()})

    def revoke(self, replica_id: ReplicaId) -> None:
        """Believe nothing more that a laptop writes: it was lost, or given away.

        Raises:
            NoSuchRecord: There is no such laptop.
        """
        with self._db.write("revoke-laptop", {"laptop": replica_id}) as writer:
            self._require(writer, replica_id)
            writer.set(schema.laptop, replica_id, {"revoked_at": writer.at})

    def withdraw(self, replica_id: ReplicaId) -> None:
        """Take a door laptop off the list that did not join after all; its keys left this laptop, so it is
        believed no more either.

        Raises:
            NoSuchRecord: There is no such laptop.
        """
        with self._db.write("withdraw-laptop", {"laptop": replica_id}) as writer:
            self._require(writer, replica_id)
            writer.set(schema.laptop, replica_id, {"revoked_at": writer.at, "removed_at": writer.at})

    def public_keys(self) -> PublicKeys:
        """Return the chapter's public keys: where to seal to, and what proves its signature."""
        with self._db.read() as connection:
            return PublicKeys(identity(connection).recipient, _chapter_signing(connection).verify_key)

    def this_laptops_key(self) -> VerifyKey:
        """Return the public key that this laptop's bundles are signed with."""
        with self._db.read() as connection:
            return signer(connection).key.verify_key

    def _is_whole(self) -> bool:
        with self._db.read() as connection:
            row = connection.execute(
                select(schema.laptop.c.certificate).where(schema.laptop.c.id == self._db.replica_id)
            ).one_or_none()
            return (
                row is not None
                and row.certificate is not None
                and _secret(connection, _LAPTOP_REPLICA) == self._db.replica_id
            )

    def _chapter_keys(self, writer: Writer) -> ChapterKeys:
        signing = _secret(writer.connection, _CHAPTER_SIGNING)
        if signing is not None:
            return ChapterKeys(identity(writer.connection), SigningKey.from_text(signing))
        keys = ChapterKeys.generate()
        _keep(writer.connection, _CHAPTER_SIGNING, keys.signing.text)
        _keep(writer.connection, _CHAPTER_IDENTITY, keys.identity.text)
        public = {"signing_key": keys.signing.verify_key.text, "recipient": keys.identity.recipient}
        writer.put(schema.chapter, self._db.chapter_id, public)
        return keys

    def _require(self, writer: Writer, replica_id: ReplicaId) -> None:
        if writer.row(schema.laptop, replica_id) is None:
            raise NoSuchRecord("laptop", replica_id)


def door_meeting(connection: Connection) -> MeetingId | None:
    """Return the meeting whose door this laptop only helps at; None for one that has the chapter."""
    found = _secret(connection, _DOOR_MEETING)
    return None if found is None else MeetingId(found)


def door_recipient(connection: Connection, replica_id: ReplicaId) -> str:
    """Return where packs for a door laptop are sealed to.

    Raises:
        NotAKey: Another laptop took it in; only that one can write packs for it.
    """
    text = _secret(connection, f"{_LINK}:{replica_id}")
    if text is None:
        raise NotAKey("recipient")
    return text.split()[0]


def chapter_recipient(connection: Connection) -> str:
    """Return where what is for the chapter is sealed to, also on a door laptop, which cannot open it."""
    return _secret(connection, _CHAPTER_RECIPIENT) or identity(connection).recipient


def identity(connection: Connection) -> Identity:
    """Return what opens the bundles sealed to this chapter; on a door laptop, those sealed to that one."""
    return Identity.from_text(_secret(connection, _CHAPTER_IDENTITY) or "")


def signer(connection: Connection) -> Signer:
    """Return this laptop's signing key with its certificate.

    Raises:
        NotAKey: `ensure_this_laptop` was not called since the file was made or copied.
    """
    me = connection.scalar(select(schema.here.c.replica_id))
    text = _secret(connection, _DOOR_CERTIFICATE) or connection.scalar(
        select(schema.laptop.c.certificate).where(schema.laptop.c.id == me)
    )
    if text is None or _secret(connection, _LAPTOP_REPLICA) != me:
        raise NotAKey("signing")
    key = SigningKey.from_text(_secret(connection, _LAPTOP_SIGNING) or "")
    return Signer(key, msgspec.json.decode(text, type=Certificate))


def trust(connection: Connection, national: str) -> TrustList:
    """Return whom this laptop believes: laptops that the chapter vouches for, and national.

    `national` is national's verify key in one line; without one, nothing of national's is believed.
    """
    chapter_id = ChapterId(connection.scalar(select(schema.here.c.chapter_id)) or "")
    laptop = schema.laptop.c
    revoked = connection.scalars(
        select(laptop.signing_key).where(laptop.revoked_at.is_not(None), laptop.signing_key.is_not(None))
    )
    return TrustList(
        chapters={chapter_id: (_chapter_verify_key(connection),)},
        direct=(VerifyKey.from_text(national),) if national else (),
        revoked=tuple(VerifyKey.from_text(text) for text in revoked),
    )


def _chapter_verify_key(connection: Connection) -> VerifyKey:
    pinned = _secret(connection, _CHAPTER_VERIFY)
    return VerifyKey.from_text(pinned) if pinned else _chapter_signing(connection).verify_key


def _chapter_signing(connection: Connection) -> SigningKey:
    return SigningKey.from_text(_secret(connection, _CHAPTER_SIGNING) or "")


def _secret(connection: Connection, key: str) -> str | None:
    found = look(connection, "SELECT value FROM secret WHERE key = ?", (key,))  # part of each sign-in
    return found[0][0] if found else None


def _keep(connection: Connection, key: str, value: str) -> None:
    if _secret(connection, key) is None:
        connection.execute(schema.secret.insert().values(key=key, value=value))
    else:
        connection.execute(schema.secret.update().where(schema.secret.c.key == key).values(value=value))
