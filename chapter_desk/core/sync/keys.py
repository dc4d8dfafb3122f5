"""Key pairs as they are made: a chapter's, a laptop's, and national's as files for stock tools."""

from dataclasses import dataclass
from pathlib import Path

from chapter_desk.core.safekeeping.durable import write_durably
from chapter_desk.core.sync.sealing import Identity
from chapter_desk.core.sync.signing import SigningKey, VerifyKey
from chapter_desk.errors import AlreadyThere


@dataclass(frozen=True, slots=True, repr=False)
class ChapterKeys:
    """What every laptop of a chapter holds: what opens its bundles, and what vouches for its laptops."""

    identity: Identity
    signing: SigningKey

    @classmethod
    def generate(cls) -> "ChapterKeys":
        """Return new random keys; made once, when the chapter is set up, or when a laptop was lost."""
        return cls(Identity.generate(), SigningKey.generate())


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What may be handed to anyone: where to seal to, and how to prove who signed."""

    recipient: str
    verify_key: VerifyKey


def write_hub_keys(folder: Path) -> PublicKeys:
    """Make national's keys in `folder`: `national.age`, `national.minisign`, and both with `.pub`.

    The stock `age` and `minisign` read all four.  The secret ones have no password: the folder is
    to be kept where nobody else reads.

    Raises:
        AlreadyThere: One of the four is there; none is written over, and none is written.
        NotSaved: The folder cannot be made or written.
    """
    identity, signing = Identity.generate(), SigningKey.generate()
    files = {
        "national.age": identity.file_text,
        "national.age.pub": identity.recipient + "\n",
        "national.minisign": signing.file_text,
        "national.minisign.pub": signing.verify_key.file_text,
    }
    for name in files:
        if (folder / name).exists():
            raise AlreadyThere(name)
    for name, text in files.items():
        write_durably(folder / name, text.encode(), private=not name.endswith(".pub"))
    return PublicKeys(identity.recipient, signing.verify_key)
