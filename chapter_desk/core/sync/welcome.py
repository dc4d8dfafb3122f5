"""What a helper's laptop is given to become a door laptop: its keys, national's pack, the first door pack.

It goes through the channel that a code made, or in a file that words open.
"""

import secrets
from pathlib import Path
from typing import Annotated, Final

import msgspec
import pyrage
from msgspec import Meta

from chapter_desk.core.safekeeping.durable import write_durably
from chapter_desk.core.safekeeping.words import words
from chapter_desk.core.sync.laptops import DoorKeys
from chapter_desk.core.sync.sealing import MOST_SEALED_BYTES, Identity
from chapter_desk.core.sync.signing import SigningKey, VerifyKey
from chapter_desk.core.sync.trust import Certificate
from chapter_desk.errors import FileNotThere, JoinRefused, NotAKey
from chapter_desk.values import ChapterId, MeetingId, ReplicaId

SUFFIX: Final = ".cddoor"
FORMAT: Final = 1

_WORDS = 5
"""55 bits, each guess made slow by scrypt: a stick that is found opens for nobody."""

_Line = Annotated[str, Meta(max_length=500)]
_Text = Annotated[str, Meta(max_length=4 * 1024 * 1024)]


class Welcome(msgspec.Struct, frozen=True, kw_only=True):
    """All that makes a folder a door laptop's.  `pack` is a sealed bundle of the kind `door-pack`.

    `laptop` is what the laptop is called, `host` the laptop that took it in; `pack_content` and `terms`
    are national's pack as this chapter has it, `people` is how many the pack names.
    """

    format: int = FORMAT
    chapter_id: _Line
    chapter_name: _Line
    meeting_id: _Line
    meeting_title: _Line
    replica_id: _Line
    laptop: _Line
    host: _Line
    identity: _Line
    laptop_key: _Text
    certificate: Certificate
    recipient: _Line
    verify_key: _Line
    link_key: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    pack_id: _Line
    pack_content: _Text
    terms: _Text
    is_sample: bool = False
    people: int = 0
    pack: Annotated[bytes, Meta(max_length=MOST_SEALED_BYTES)]

    def keys(self) -> DoorKeys:
        """Return the keys as the file keeps them.

        Raises:
            JoinRefused: One of them is none.
        """
        try:
            return DoorKeys(
                ReplicaId(self.replica_id),
                MeetingId(self.meeting_id),
                Identity.from_text(self.identity),
                SigningKey.from_text(self.laptop_key),
                self.certificate,
                self.recipient,
                VerifyKey.from_text(self.verify_key),
                self.link_key,
            )
        except (NotAKey, ValueError) as trouble:
            raise JoinRefused("damaged") from trouble

    @property
    def chapter(self) -> ChapterId:
        return ChapterId(self.chapter_id)


def encoded(welcome: Welcome) -> bytes:
    """Return a welcome as bytes; they hold secrets and go through a sealed channel only."""
    return msgspec.msgpack.encode(welcome)


def decoded(untrusted: bytes) -> Welcome:
    """Return the welcome in bytes.

    Raises:
        JoinRefused: `damaged`, or `newer`.
    """
    try:
        welcome = msgspec.msgpack.decode(untrusted, type=Welcome)
    except (ValueError, RecursionError):  # msgspec's own errors are ValueErrors
        raise JoinRefused("damaged") from None
    if welcome.format > FORMAT:
        raise JoinRefused("newer")
    return welcome


def new_words() -> str:
    """Return five random words that open one file; always English, both laptops must read the same."""
    return " ".join(secrets.choice(words("en")) for _each in range(_WORDS))


def write_welcome(welcome: Welcome, folder: Path, spoken: str) -> Path:
    """Write a welcome to a stick, sealed with words, and return where.

    Raises:
        NotSaved: The stick did not take it.
    """
    path = folder / f"door-{secrets.token_hex(4)}{SUFFIX}"
    write_durably(path, bytes(pyrage.passphrase.encrypt(encoded(welcome), _folded(spoken))), private=True)
    return path


def read_welcome(path: Path, spoken: str) -> Welcome:
    """Return the welcome in a file.

    Raises:
        FileNotThere: The disk does not give it out.
        JoinRefused: `wrong-words`, `not-a-welcome`, `damaged` or `newer`.
    """
    try:
        with path.open("rb") as file:
            untrusted = file.read(MOST_SEALED_BYTES + 1)
    except OSError as trouble:
        raise FileNotThere(path.name) from trouble
    if not untrusted.startswith(b"age-encryption.org/v1\n-> scrypt ") or len(untrusted) > MOST_SEALED_BYTES:
        raise JoinRefused("not-a-welcome")
    try:
        plain = bytes(pyrage.passphrase.decrypt(untrusted, _folded(spoken)))
    except pyrage.DecryptError:
        raise JoinRefused("wrong-words") from None
    return decoded(plain)


def _folded(spoken: str) -> str:
    return " ".join(spoken.lower().replace("-", " ").split())
