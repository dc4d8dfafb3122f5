"""Sealing with age: whoever holds one of the recipients' identities opens it, nobody else.

The files are age v1 with X25519 recipients, as the stock `age` writes and opens them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyrage
from pyrage import x25519

from chapter_desk.errors import BundleRefused, NotAKey

MOST_SEALED_BYTES = 64 * 1024 * 1024
BLOCK = 1024
"""What is sealed comes in whole blocks, so that a file cut short is told from a damaged one."""

_MAGIC = b"age-encryption.org/v1\n"
_MOST_HEADER_BYTES = 64 * 1024
_NONCE_BYTES = 16
_CHUNK_BYTES = 64 * 1024
_TAG_BYTES = 16
_NO_KEY_FITS = "No matching keys found"  # pyrage's own words; held by a test


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """The secret half of an age key pair.  Its representation shows nothing, so that no log can."""

    text: str

    @classmethod
    def generate(cls) -> "Identity":
        """Return a new random identity."""
        return cls(str(x25519.Identity.generate()))

    @classmethod
    def from_text(cls, text: str) -> "Identity":
        """Return the identity in an age key file, or in its one line "AGE-SECRET-KEY-1...".

        Raises:
            NotAKey: It holds none, or more than one.
        """
        try:
            return cls(str(x25519.Identity.from_str(_only_line(text, "identity"))))
        except pyrage.IdentityError:
            raise NotAKey("identity") from None

    @property
    def recipient(self) -> str:
        """The public half, "age1..."."""
        return str(x25519.Identity.from_str(self.text).to_public())

    @property
    def file_text(self) -> str:
        """The identity as a file that the stock `age -d -i` takes."""
        return f"# public key: {self.recipient}\n{self.text}\n"


def recipient(text: str) -> str:
    """Return the one recipient in `text` ("age1...", with or without comment lines), tidied.

    Raises:
        NotAKey: There is none, or more than one.
    """
    return str(_recipient(_only_line(text, "recipient")))


def sealed(content: bytes, recipients: Sequence[str]) -> bytes:
    """Return `content` sealed to every one of `recipients`, differently each time.

    Raises:
        NotAKey: One of them is no age recipient, or there are none.
    """
    if not recipients:
        raise NotAKey("recipient")
    return bytes(pyrage.encrypt(content, [_recipient(text) for text in dict.fromkeys(recipients)]))


def unsealed(untrusted: bytes, identities: Sequence[Identity]) -> bytes:
    """Return what was sealed, in memory, and only once all of it proved whole.

    Raises:
        BundleRefused: `too-large`, `not-a-bundle`, `cut-short`, `not-for-us` or `damaged`.
    """
    if len(untrusted) > MOST_SEALED_BYTES:
        raise BundleRefused("too-large", detail=f"{len(untrusted)} bytes")
    if not untrusted.startswith(_MAGIC):
        cut = _MAGIC.startswith(untrusted)
        raise BundleRefused("cut-short" if cut else "not-a-bundle", detail="no age header")
    size = _unsealed_size(untrusted)
    if size is None:
        cut = len(untrusted) < _MOST_HEADER_BYTES
        raise BundleRefused("cut-short" if cut else "damaged", detail="the age header has no end")
    try:
        return bytes(pyrage.decrypt(untrusted, [x25519.Identity.from_str(one.text) for one in identities]))
    except pyrage.DecryptError as trouble:
        if str(trouble) == _NO_KEY_FITS:
            raise BundleRefused("not-for-us") from None
        reason = "damaged" if size > 0 and size % BLOCK == 0 else "cut-short"
        raise BundleRefused(reason, detail=f"age: {trouble}") from None


def _recipient(text: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise NotAKey("recipient") from None


def _only_line(text: str, kind: str) -> str:
    """Return the one line of a key file that is not a comment."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        raise NotAKey(kind)
    return lines[0]


def _unsealed_size(untrusted: bytes) -> int | None:
    """Return how many bytes the sealed content would have by the file's size; None without a whole header."""
    mac_line = untrusted.find(b"\n--- ", 0, _MOST_HEADER_BYTES)
    end = untrusted.find(b"\n", mac_line + 1, _MOST_HEADER_BYTES)
    if mac_line < 0 or end < 0:
        return None
    payload = len(untrusted) - (end + 1) - _NONCE_BYTES
    chunks = -(-payload // (_CHUNK_BYTES + _TAG_BYTES))
    return payload - chunks * _TAG_BYTES
