"""The laptops of a chapter: their keys, who vouches for them, whom a bundle is believed from.

The chapter's secret keys and this laptop's lie in the table `secret`, inside the encrypted file; public
halves are rows like any other.  Whoever can open the chapter can certify a laptop, so that a copied
folder becomes a second laptop without asking anybody.
"""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from chapter_desk.core.sync.keys import ChapterKeys, PublicKeys
from chapter_desk.core.sync.sealing import Identity
from chapter_desk.core.sync.signing import SigningKey, VerifyKey
from chapter_desk.core.sync.trust import Certificate, Signer, TrustList, certified
from chapter_desk.errors import NoSuchRecord, NotAKey
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import ChapterId, ReplicaId

_CHAPTER_SIGNING = "chapter.signing_key"
_CHAPTER_IDENTITY = "chapter.identity"
_LAPTOP_SIGNING = "laptop.signing_key"
_LAPTOP_REPLICA = "laptop.replica_id"


@dataclass(frozen=True, slots=True)
class Laptop:
    """One laptop of the chapter.

    `confirmed_upto` is how far it said it took in ours (None: nothing was heard of it), `heard_at`
    when the last bundle of it that we took in was written.
    """

    replica_id: ReplicaId
    name: str
    is_this: bool
    added_at: datetime | None
    revoked_at: datetime | None
    heard_at: datetime | None = None
    confirmed_upto: int | None = None


class Laptops:
    """Makes this laptop one of the chapter, names and revokes laptops, hands out keys and trust."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def ensure_this_laptop(self, name: str) -> bool:
        """Make the keys and the entry of this laptop, and the chapter's keys, where they are missing.

        They are in a new chapter, and in a file that was copied from another laptop.  Returns whether
        anything had to be made.
        """
        if self._is_whole():
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
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda laptop: (not laptop.is_this, laptop.name, laptop.replica_id)))

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


def identity(connection: Connection) -> Identity:
    """Return what opens the bundles sealed to this chapter."""
    return Identity.from_text(_secret(connection, _CHAPTER_IDENTITY) or "")


def signer(connection: Connection) -> Signer:
    """Return this laptop's signing key with its certificate.

    Raises:
        NotAKey: `ensure_this_laptop` was not called since the file was made or copied.
    """
    me = connection.scalar(select(schema.here.c.replica_id))
    text = connection.scalar(select(schema.laptop.c.certificate).where(schema.laptop.c.id == me))
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
        chapters={chapter_id: (_chapter_signing(connection).verify_key,)},
        direct=(VerifyKey.from_text(national),) if national else (),
        revoked=tuple(VerifyKey.from_text(text) for text in revoked),
    )


def _chapter_signing(connection: Connection) -> SigningKey:
    return SigningKey.from_text(_secret(connection, _CHAPTER_SIGNING) or "")


def _secret(connection: Connection, key: str) -> str | None:
    secret = schema.secret.c
    return connection.scalar(select(secret.value).where(secret.key == key))


def _keep(connection: Connection, key: str, value: str) -> None:
    if _secret(connection, key) is None:
        connection.execute(schema.secret.insert().values(key=key, value=value))
    else:
        connection.execute(schema.secret.update().where(schema.secret.c.key == key).values(value=value))
