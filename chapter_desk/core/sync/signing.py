"""Ed25519 keys and signatures in minisign's formats, so that the stock `minisign` reads them all.

Signatures are of the prehashed kind ("ED": over the BLAKE2b-512 of the content) with a trusted
comment; the older kind is not accepted.  Secret keys are written without a password: they lie inside
the encrypted chapter file, or where national keeps its own.
"""

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass

from nacl.bindings import crypto_sign, crypto_sign_BYTES, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import CryptoError

from chapter_desk.errors import NotAKey

_KEY_ID_BYTES = 8
_KEY_BYTES = 32
_PLAIN = b"Ed"
_PREHASHED = b"ED"
# Ed25519, no password, BLAKE2b checksum; then empty salt and limits of the password that is not there.
_SECRET_HEAD = b"Ed\x00\x00B2" + bytes(48)
_CHECKSUM_BYTES = 32
# Stock minisign's own words: what it signs and what we sign cannot be told apart.
_UNTRUSTED_COMMENT = "untrusted comment: signature from minisign secret key"
_TRUSTED_COMMENT = "trusted comment: "


@dataclass(frozen=True, slots=True)
class VerifyKey:
    """A public key: 32 bytes, and the 8 bytes by which minisign names it."""

    key_id: bytes
    public: bytes

    @classmethod
    def from_text(cls, text: str) -> "VerifyKey":
        """Return the key in a `minisign.pub` file or in its one line "RW...".

        Raises:
            NotAKey: It is neither.
        """
        raw = _last_line(text, "verify")
        if len(raw) != 2 + _KEY_ID_BYTES + _KEY_BYTES or not raw.startswith(_PLAIN):
            raise NotAKey("verify")
        return cls(raw[2 : 2 + _KEY_ID_BYTES], raw[2 + _KEY_ID_BYTES :])

    @property
    def name(self) -> str:
        """The key's name as minisign prints it: 16 hexadecimal digits at most."""
        return f"{int.from_bytes(self.key_id, 'little'):X}"

    @property
    def text(self) -> str:
        """The key in one line, as `minisign -P` takes it."""
        return _base64(_PLAIN + self.key_id + self.public)

    @property
    def file_text(self) -> str:
        """The key as the content of a `minisign.pub` file."""
        return f"untrusted comment: minisign public key {self.name}\n{self.text}\n"

    def verifies(self, content: bytes, signature: "Signature") -> bool:
        """Say whether this key signed exactly `content`, and the signature's trusted comment with it."""
        if signature.key_id != self.key_id:
            return False
        return _opens(self.public, signature.signature, _prehashed(content)) and _opens(
            self.public, signature.global_signature, signature.signature + signature.trusted_comment.encode()
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """What lies in a `.minisig` file."""

    key_id: bytes
    signature: bytes
    trusted_comment: str
    global_signature: bytes

    @classmethod
    def from_text(cls, text: str) -> "Signature":
        """Return the signature in a `.minisig` file.

        Raises:
            ValueError: It is none, or is not exactly as `text` writes it.
        """
        lines = text.split("\n")
        if len(lines) != 5 or not lines[2].startswith(_TRUSTED_COMMENT):
            raise ValueError("not a minisign signature")
        raw, over_all = (base64.b64decode(lines[at], validate=True) for at in (1, 3))
        if len(raw) != 2 + _KEY_ID_BYTES + crypto_sign_BYTES or not raw.startswith(_PREHASHED):
            raise ValueError("not a prehashed minisign signature")
        comment = lines[2].removeprefix(_TRUSTED_COMMENT)
        found = cls(raw[2 : 2 + _KEY_ID_BYTES], raw[2 + _KEY_ID_BYTES :], comment, over_all)
        if found.text != text:
            # One signature has one spelling, or a bundle could be altered and still be accepted.
            raise ValueError("not written as minisign writes it")
        return found

    @property
    def text(self) -> str:
        """The content of the `.minisig` file, four lines."""
        first = _base64(_PREHASHED + self.key_id + self.signature)
        return (
            f"{_UNTRUSTED_COMMENT}\n{first}\n"
            f"{_TRUSTED_COMMENT}{self.trusted_comment}\n{_base64(self.global_signature)}\n"
        )


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """A secret key.  Its representation shows nothing, so that no log can."""

    key_id: bytes
    seed: bytes

    @classmethod
    def generate(cls) -> "SigningKey":
        """Return a new random key with a random name."""
        return cls(secrets.token_bytes(_KEY_ID_BYTES), secrets.token_bytes(_KEY_BYTES))

    @classmethod
    def from_text(cls, text: str) -> "SigningKey":
        """Return the key in a minisign secret key file without a password, or in its one line.

        Raises:
            NotAKey: It is neither, has a password, or its two halves do not belong together.
        """
        raw = _last_line(text, "signing")
        head, rest = raw[: len(_SECRET_HEAD)], raw[len(_SECRET_HEAD) :]
        if len(rest) != _KEY_ID_BYTES + 2 * _KEY_BYTES + _CHECKSUM_BYTES or head[:6] != _SECRET_HEAD[:6]:
            raise NotAKey("signing")
        key = cls(rest[:_KEY_ID_BYTES], rest[_KEY_ID_BYTES : _KEY_ID_BYTES + _KEY_BYTES])
        if key.verify_key.public != rest[_KEY_ID_BYTES + _KEY_BYTES : -_CHECKSUM_BYTES]:
            raise NotAKey("signing")
        return key

    @property
    def verify_key(self) -> VerifyKey:
        """The public half."""
        return VerifyKey(self.key_id, crypto_sign_seed_keypair(self.seed)[0])

    @property
    def text(self) -> str:
        """The secret key in one line.  Only the encrypted chapter file and `file_text` may hold it."""
        return _base64(
            _SECRET_HEAD + self.key_id + self.seed + self.verify_key.public + bytes(_CHECKSUM_BYTES)
        )

    @property
    def file_text(self) -> str:
        """The secret key as a file that the stock `minisign -S -s` signs with, without a password."""
        return f"untrusted comment: minisign encrypted secret key\n{self.text}\n"

    def signed(self, content: bytes, trusted_comment: str) -> Signature:
        """Return this key's signature over `content` and the one-line comment; always the same one."""
        if "\n" in trusted_comment or "\r" in trusted_comment:
            raise ValueError("a trusted comment is one line")
        secret = crypto_sign_seed_keypair(self.seed)[1]
        first = crypto_sign(_prehashed(content), secret)[:crypto_sign_BYTES]
        over_all = crypto_sign(first + trusted_comment.encode(), secret)[:crypto_sign_BYTES]
        return Signature(self.key_id, first, trusted_comment, over_all)


def _prehashed(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=64).digest()


def _opens(public: bytes, signature: bytes, content: bytes) -> bool:
    if len(signature) != crypto_sign_BYTES:
        return False
    try:
        crypto_sign_open(signature + content, public)
    except CryptoError:
        return False
    return True


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _last_line(text: str, kind: str) -> bytes:
    """Return what the one line of a key says, after the comment line that a key file begins with."""
    lines = text.strip().splitlines()
    if len(lines) == 2 and lines[0].startswith("untrusted comment:"):
        lines = lines[1:]
    if len(lines) != 1:
        raise NotAKey(kind)
    try:
        return base64.b64decode(lines[0].strip(), validate=True)
    except (binascii.Error, ValueError):
        raise NotAKey(kind) from None
