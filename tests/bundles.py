"""A chapter, two of its laptops and national, with keys, and bundles between them; honest and forged."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec

from chapter_desk.core.sync import container
from chapter_desk.core.sync.bundle import Draft, Reader, drafted
from chapter_desk.core.sync.container import Member
from chapter_desk.core.sync.keys import ChapterKeys
from chapter_desk.core.sync.manifest import Manifest
from chapter_desk.core.sync.sealing import Identity, sealed
from chapter_desk.core.sync.signing import SigningKey, VerifyKey
from chapter_desk.core.sync.trust import Certificate, Signer, TrustList, certified
from chapter_desk.values import ChapterId, ReplicaId

NORFOLK, RICHMOND = ChapterId("chapter-norfolk"), ChapterId("chapter-richmond")
DOOR_2 = ReplicaId("replica-door-2")
TABLES = {
    "person": [b'{"id":"p1","display_name":"Ana Mar\xc3\xada"}\n', b'{"id":"p2","display_name":"Bo"}\n'],
    "sign_in": [b'{"id":"s1","person_id":"p1"}\n'],
}


@dataclass(frozen=True)
class Laptop:
    """A laptop of a chapter, able to write bundles and to read its fellows'."""

    chapter_id: ChapterId = NORFOLK
    replica_id: ReplicaId = DOOR_2
    keys: ChapterKeys = field(default_factory=ChapterKeys.generate)
    signing: SigningKey = field(default_factory=SigningKey.generate)

    @classmethod
    def from_texts(cls, texts: dict[str, str]) -> "Laptop":
        """Return a laptop whose keys were kept as text, with a fossil."""
        keys = ChapterKeys(Identity.from_text(texts["identity"]), SigningKey.from_text(texts["chapter_key"]))
        chapter_id, replica_id = ChapterId(texts["chapter_id"]), ReplicaId(texts["replica_id"])
        return cls(chapter_id, replica_id, keys, SigningKey.from_text(texts["laptop_key"]))

    @property
    def certificate(self) -> Certificate:
        return certified(self.keys.signing, self.chapter_id, self.signing.verify_key, self.replica_id)

    @property
    def signer(self) -> Signer:
        return Signer(self.signing, self.certificate)

    def manifest(self, **changed: Any) -> Manifest:
        facts: dict[str, Any] = {
            "name": "cd-0123456789ab-7", "created": datetime(2026, 11, 23, 19, 2, tzinfo=UTC),
            "kind": "delta", "chapter_id": self.chapter_id, "chapter_name": "Norfolk",
            "replica_id": self.replica_id, "incarnation": "first", "sequence": 7, "since": 10, "upto": 42,
            "recipients": (self.keys.identity.recipient,), "digest": "ab" * 32,
        }  # fmt: skip
        return Manifest(**(facts | changed))

    def draft(self, **changed: Any) -> Draft:
        return drafted(self.manifest(**changed), TABLES, self.signer)

    def reader(
        self, revoked: Sequence[VerifyKey] = (), direct: Sequence[VerifyKey] = (), **changed: Any
    ) -> Reader:
        trust = TrustList({self.chapter_id: [self.keys.signing.verify_key]}, direct, revoked)
        facts: dict[str, Any] = {"identities": [self.keys.identity], "chapter_id": self.chapter_id}
        return Reader(**(facts | {"trust": trust} | changed))


def forged(
    draft: Draft,
    signing: SigningKey,
    *,
    manifest: dict[str, Any] | bytes | None = None,
    tables: Sequence[Member] | None = None,
    packed_again: bool = True,
    to: Identity | None = None,
) -> bytes:
    """Return a sealed bundle that a holder of `signing` wrote by hand, whatever our writer would allow."""
    members = container.members(draft.plain)
    body = list(members[2:] if tables is None else tables)
    if not isinstance(manifest, bytes):
        said = msgspec.json.decode(bytes(members[0].packed)) | (manifest or {})
        if packed_again:
            said["chapter_desk:packed"] = container.fingerprint(body)
        manifest = msgspec.json.encode(said)
    signature = signing.signed(manifest, "forged").text.encode()
    head = [container.stored(container.MANIFEST, manifest), container.stored(container.SIGNATURE, signature)]
    return resealed(container.assembled([*head, *body]), draft, to)


def resealed(plain: bytes, draft: Draft, to: Identity | None = None) -> bytes:
    """Return any bytes sealed to where the draft goes, as anyone who knows the recipient can."""
    return sealed(plain, [to.recipient] if to else draft.manifest.recipients)
