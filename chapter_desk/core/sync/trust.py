"""Whose bundles are believed: the chapter vouches for its laptops, national's keys are known directly."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from chapter_desk.core.sync.signing import Signature, SigningKey, VerifyKey
from chapter_desk.errors import BundleRefused, NotAKey
from chapter_desk.values import ChapterId, ReplicaId


class Certificate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A chapter's word that a signing key belongs to one of its laptops.  Travels in every manifest.

    `public_key` is a minisign key in one line, `signature` the content of a `.minisig` file made by
    the chapter's signing key over `statement`.  `door_meeting` is set for a door laptop: it speaks for
    the door of that meeting and for nothing else.
    """

    chapter_id: str
    replica_id: str
    public_key: str
    signature: str
    door_meeting: str = ""

    @property
    def statement(self) -> bytes:
        """What the chapter signed: a few lines, so that the stock minisign can verify it too."""
        lines = ["chapter-desk laptop 1", self.chapter_id, self.replica_id, self.public_key]
        if self.door_meeting:
            lines = ["chapter-desk door laptop 1", *lines[1:], self.door_meeting]
        return ("\n".join(lines) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs a bundle: a laptop with its certificate, or national's own key without one."""

    key: SigningKey
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signed a bundle, proved.  Both ids are None for a key that is trusted directly (national's).

    `door_meeting` is set for a door laptop, which speaks for the door of that meeting only.
    """

    key: VerifyKey
    chapter_id: ChapterId | None = None
    replica_id: ReplicaId | None = None
    door_meeting: str = ""

    @property
    def is_national(self) -> bool:
        """Whether the bundle is signed by a key that is trusted directly."""
        return self.chapter_id is None


def certified(
    chapter_key: SigningKey,
    chapter_id: ChapterId,
    laptop_key: VerifyKey,
    replica_id: ReplicaId,
    door_meeting: str = "",
) -> Certificate:
    """Return the chapter's certificate for a laptop's signing key, or for a door laptop's."""
    bare = Certificate(chapter_id, replica_id, laptop_key.text, "", door_meeting)
    signature = chapter_key.signed(bare.statement, f"chapter-desk laptop of {chapter_id}")
    return msgspec.structs.replace(bare, signature=signature.text)


@dataclass(frozen=True, slots=True)
class TrustList:
    """The keys that this laptop, or national, believes.

    `chapters` has the signing keys of each chapter (several while one replaces another), `direct`
    the keys that need no certificate (national's), `revoked` keys of laptops or chapters that are
    refused wherever else they stand.
    """

    chapters: Mapping[ChapterId, Sequence[VerifyKey]] = field(default_factory=dict)
    direct: Sequence[VerifyKey] = ()
    revoked: Collection[VerifyKey] = ()

    def sender(self, certificate: Certificate | None, content: bytes, signature: Signature) -> Sender:
        """Return who signed `content`.

        Raises:
            BundleRefused: `unknown-sender`; `revoked`; or `altered`, where the sender is known but the
                content is not what was signed.
        """
        sender = self._direct(signature) if certificate is None else self._laptop(certificate)
        if self._is_revoked(sender.key):
            raise BundleRefused("revoked", detail=f"key {sender.key.name}")
        if not sender.key.verifies(content, signature):
            raise BundleRefused("altered", detail=f"signature of key {sender.key.name}")
        return sender

    def _direct(self, signature: Signature) -> Sender:
        for key in (*self.direct, *self.revoked):
            if key.key_id == signature.key_id:
                return Sender(key)
        raise BundleRefused("unknown-sender", detail="a key that is not known, without a certificate")

    def _laptop(self, certificate: Certificate) -> Sender:
        chapter_id = ChapterId(certificate.chapter_id)
        try:
            laptop_key = VerifyKey.from_text(certificate.public_key)
            signature = Signature.from_text(certificate.signature)
        except (NotAKey, ValueError) as trouble:
            raise BundleRefused("unknown-sender", detail=f"certificate: {trouble}") from None
        # Revoked keys are tried too: what they vouched for is called revoked, not unknown.
        for chapter_key in (*self.chapters.get(chapter_id, ()), *self.revoked):
            if chapter_key.verifies(certificate.statement, signature):
                if self._is_revoked(chapter_key):
                    raise BundleRefused("revoked", detail=f"chapter key {chapter_key.name}")
                replica_id = ReplicaId(certificate.replica_id)
                return Sender(laptop_key, chapter_id, replica_id, certificate.door_meeting)
        raise BundleRefused("unknown-sender", detail="no trusted chapter key made this certificate")

    def _is_revoked(self, key: VerifyKey) -> bool:
        # By the key itself: its name is anybody's to choose.
        return any(key.public == revoked.public for revoked in self.revoked)
