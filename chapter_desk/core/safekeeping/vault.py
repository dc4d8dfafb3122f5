"""The vault: the chapter's data key, wrapped once for the passphrase and once for the recovery code.

`vault.json` in the chapter folder holds no secret in the clear.  Each slot wraps the same random
32 bytes with XChaCha20-Poly1305, bound to the slot's own parameters.  A checksum tells a damaged
file from a wrong passphrase.  Slots of kinds that this version does not know are kept.
"""

import hashlib
import hmac
import secrets
from pathlib import Path
from typing import Any, Literal

import msgspec
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError

from chapter_desk.core.safekeeping.durable import write_durably
from chapter_desk.core.safekeeping.kdf import KEY_BYTES, Cost, derived, folded, tuned_cost
from chapter_desk.core.safekeeping.recovery_code import RecoveryCode
from chapter_desk.errors import (
    AlreadyThere,
    PassphraseTooWeak,
    VaultUnusable,
    WrongPassphrase,
    WrongRecoveryCode,
)

FILE_NAME = "vault.json"

_FORMAT = "chapter-desk vault"
_VERSION = 1
_MOST_BYTES = 64 * 1024
_SALT_BYTES = 16


class _Slot(msgspec.Struct, frozen=True):
    """One way to the data key."""

    kind: Literal["passphrase", "recovery"]
    salt: bytes
    nonce: bytes
    wrapped: bytes
    cost: Cost | None = None


class _Head(msgspec.Struct, frozen=True):
    """What every version of the file begins with."""

    format: str
    version: int


class _Vault(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The file.  `key_check` tells, without a passphrase, whether a data key is this vault's."""

    format: str
    version: int
    key_check: bytes
    slots: list[dict[str, Any]]
    checksum: str = ""


def create(folder: Path, passphrase: str, cost: Cost | None = None) -> tuple[bytes, RecoveryCode]:
    """Make the vault of a new chapter and return its data key and its recovery code.

    Args:
        folder: The chapter's folder; it exists and has no vault yet.
        passphrase: Anything but nothing; whether it is strong enough is the caller's question.
        cost: None tunes it to this computer.  Tests pass a cheap one; nothing else should.

    Raises:
        PassphraseTooWeak: It is empty.
        AlreadyThere: The folder has a vault; it is never written over.
        NotSaved: The disk did not take it.
    """
    if (folder / FILE_NAME).exists():
        raise AlreadyThere(FILE_NAME)
    data_key, code = secrets.token_bytes(KEY_BYTES), RecoveryCode.generate()
    slots = [_passphrase_slot(passphrase, data_key, cost), _recovery_slot(code, data_key)]
    vault = _Vault(_FORMAT, _VERSION, _key_check(data_key), [msgspec.to_builtins(slot) for slot in slots])
    write_durably(folder / FILE_NAME, _encoded(vault))
    return data_key, code


def unlock(folder: Path, passphrase: str) -> bytes:
    """Return the data key (32 bytes).  Takes up to a second: never in the window's thread.

    Raises:
        WrongPassphrase: It opens nothing here.
        VaultUnusable: The file is missing, damaged, foreign or newer.
    """
    slot = _slot(_read(folder), "passphrase", folder)
    if slot.cost is None or not slot.cost.bearable:
        raise VaultUnusable(folder.name, "damaged")
    if not folded(passphrase):
        raise WrongPassphrase()
    data_key = _unwrapped(slot, derived(passphrase, slot.salt, slot.cost))
    if data_key is None:
        raise WrongPassphrase()
    return data_key


def unlock_with_recovery(folder: Path, code: RecoveryCode) -> bytes:
    """Return the data key (32 bytes) at once.  A new passphrase is then set with `set_passphrase`.

    Raises:
        WrongRecoveryCode: The code is another chapter's.
        VaultUnusable: As `unlock`.
    """
    slot = _slot(_read(folder), "recovery", folder)
    data_key = _unwrapped(slot, _recovery_key(code, slot.salt))
    if data_key is None:
        raise WrongRecoveryCode()
    return data_key


def change_passphrase(folder: Path, passphrase: str, new: str, cost: Cost | None = None) -> None:
    """Let `new` open the vault and `passphrase` no longer.  The data key stays the same.

    Raises:
        WrongPassphrase: `passphrase` is not the present one.
        PassphraseTooWeak: `new` is empty.
        VaultUnusable, NotSaved: As `unlock` and `create`; then the old one still opens it.
    """
    set_passphrase(folder, unlock(folder, passphrase), new, cost)


def set_passphrase(folder: Path, data_key: bytes, new: str, cost: Cost | None = None) -> None:
    """Let `new` open the vault, for who holds the data key (an open chapter, or a recovery).

    Raises:
        PassphraseTooWeak, VaultUnusable, NotSaved: As `change_passphrase`.
    """
    _replace_slot(folder, data_key, _passphrase_slot(new, data_key, cost))


def replace_recovery_code(folder: Path, data_key: bytes) -> RecoveryCode:
    """Return a new recovery code; the paper with the old one opens nothing any more.

    Raises:
        VaultUnusable, NotSaved: Then the old code still holds.
    """
    code = RecoveryCode.generate()
    _replace_slot(folder, data_key, _recovery_slot(code, data_key))
    return code


def examine(folder: Path) -> None:
    """Return if the vault is whole, as far as can be told without a passphrase.

    Raises:
        VaultUnusable: It is missing, damaged, foreign or newer.
    """
    vault = _read(folder)
    _slot(vault, "passphrase", folder)
    _slot(vault, "recovery", folder)


def _replace_slot(folder: Path, data_key: bytes, slot: _Slot) -> None:
    vault = _read(folder)
    if not hmac.compare_digest(vault.key_check, _key_check(data_key)):
        raise ValueError("this data key is another vault's")
    others = [kept for kept in vault.slots if kept.get("kind") != slot.kind]
    changed = msgspec.structs.replace(vault, slots=[msgspec.to_builtins(slot), *others])
    write_durably(folder / FILE_NAME, _encoded(changed), replace=True)


def _read(folder: Path) -> _Vault:
    content = _content(folder)
    try:
        head = msgspec.json.decode(content, type=_Head)
        if head.format != _FORMAT:
            raise VaultUnusable(folder.name, "foreign")
        if head.version > _VERSION:
            raise VaultUnusable(folder.name, "newer")
        vault = msgspec.json.decode(content, type=_Vault)
    except (ValueError, RecursionError):  # msgspec's own errors are ValueErrors
        # Without the name of the format nothing says that it was ever a vault of ours.
        ours = _FORMAT.encode() in content
        raise VaultUnusable(folder.name, "damaged" if ours or not content else "foreign") from None
    if vault.checksum != _checksum(vault):
        raise VaultUnusable(folder.name, "damaged")
    return vault


def _content(folder: Path) -> bytes:
    try:
        with (folder / FILE_NAME).open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise VaultUnusable(folder.name, "missing") from None
    except OSError as trouble:
        raise VaultUnusable(folder.name, "unreadable") from trouble
    if len(content) > _MOST_BYTES:
        raise VaultUnusable(folder.name, "foreign")
    return content


def _slot(vault: _Vault, kind: str, folder: Path) -> _Slot:
    found = [slot for slot in vault.slots if slot.get("kind") == kind]
    try:
        slot = msgspec.convert(found[0], _Slot)
    except (IndexError, msgspec.ValidationError):
        raise VaultUnusable(folder.name, "damaged") from None
    if len(slot.salt) != _SALT_BYTES or len(slot.nonce) != crypto_aead_xchacha20poly1305_ietf_NPUBBYTES:
        raise VaultUnusable(folder.name, "damaged")
    return slot


def _encoded(vault: _Vault) -> bytes:
    whole = msgspec.structs.replace(vault, checksum=_checksum(vault))
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def _checksum(vault: _Vault) -> str:
    without = msgspec.structs.replace(vault, checksum="")
    return hashlib.sha256(msgspec.json.encode(without, order="sorted")).hexdigest()


def _key_check(data_key: bytes) -> bytes:
    return hashlib.blake2b(key=data_key, digest_size=16, person=b"vault key check").digest()


def _passphrase_slot(passphrase: str, data_key: bytes, cost: Cost | None) -> _Slot:
    if not folded(passphrase):
        raise PassphraseTooWeak(empty=True)
    chosen, salt = cost or tuned_cost(), secrets.token_bytes(_SALT_BYTES)
    return _wrapped("passphrase", data_key, derived(passphrase, salt, chosen), salt, chosen)


def _recovery_slot(code: RecoveryCode, data_key: bytes) -> _Slot:
    salt = secrets.token_bytes(_SALT_BYTES)
    return _wrapped("recovery", data_key, _recovery_key(code, salt), salt, None)


def _recovery_key(code: RecoveryCode, salt: bytes) -> bytes:
    # 128 random bits cannot be guessed, so nothing slow is needed here.
    return hashlib.blake2b(
        key=code.secret, salt=salt, digest_size=KEY_BYTES, person=b"vault recovery"
    ).digest()


def _wrapped(
    kind: Literal["passphrase", "recovery"], data_key: bytes, key: bytes, salt: bytes, cost: Cost | None
) -> _Slot:
    nonce = secrets.token_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    bare = _Slot(kind, salt, nonce, b"", cost)
    sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(data_key, _bound(bare), nonce, key)
    return msgspec.structs.replace(bare, wrapped=sealed)


def _unwrapped(slot: _Slot, key: bytes) -> bytes | None:
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(slot.wrapped, _bound(slot), slot.nonce, key)
    except CryptoError:
        return None


def _bound(slot: _Slot) -> bytes:
    """Return what the wrapping vouches for besides the key: the slot's kind and parameters."""
    cost = slot.cost or Cost(0, 0, 0)
    parts = (_FORMAT, slot.kind, slot.salt.hex(), cost.memory_kib, cost.passes, cost.lanes)
    return "\n".join(map(str, parts)).encode()
