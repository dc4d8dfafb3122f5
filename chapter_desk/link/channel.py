"""A sealed channel between two laptops: who is at the other end is proved first, then everything is sealed.

Two that never met prove it with a code (SPAKE2: who listens, or stands between, learns nothing by which the
code could be found out, and has one guess each time).  Two that know each other prove it with the key they
share, and agree on fresh keys all the same.  After that each frame is sealed and counted: one that was
changed, left out, repeated or sent back is noticed, and ends the channel.
"""

import hmac
import select
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Literal

import msgspec
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    crypto_scalarmult,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey

from chapter_desk.core.sync.progress import Report, silent
from chapter_desk.core.sync.sealing import MOST_SEALED_BYTES

HANDSHAKE_WITHIN_S: Final = 10.0
SILENT_FOR_S: Final = 20.0
"""A peer that says nothing for so long is gone: the cable is out."""

_MAGIC = b"chapter-desk door 1\n"
_MOST_HELLO = 512
_FRAME = 64 * 1024
_MOST_MESSAGE = MOST_SEALED_BYTES + 8 * 1024 * 1024
_TAG = 16
_LENGTH = struct.Struct(">I")

Role = Literal["guest", "host"]


class ChannelError(Exception):
    """The other end is gone, silent, or not to be believed; `reason` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Hello(msgspec.Struct, frozen=True):
    """The first thing said, in the open.  `replica` is empty for a laptop that has only a code."""

    replica: str
    share: bytes


@dataclass(slots=True, repr=False)
class _Keys:
    sending: bytes
    receiving: bytes
    own_proof: bytes
    their_proof: bytes


class Channel:
    """Messages to and from a peer that proved who it is.  One thread uses it."""

    def __init__(self, wire: "Wire", keys: _Keys) -> None:
        self._wire = wire
        self._keys = keys
        self._sent = self._received = 0

    def send(self, message: bytes, told: Report = silent) -> None:
        """Send a message of any size up to the largest bundle; `told` hears how many bytes went.

        Raises:
            ChannelError: It did not go out.
        """
        assert len(message) <= _MOST_MESSAGE
        parts = [message[at : at + _FRAME] for at in range(0, len(message), _FRAME)] or [b""]
        for number, part in enumerate(parts, start=1):
            more = b"\1" if number < len(parts) else b"\0"
            self._wire.write(self._seal(more + part))
            told(min(number * _FRAME, len(message)), len(message))

    def receive(self, told: Callable[[int], None] = lambda _bytes: None) -> bytes:
        """Return the next message, waiting for it; `told` hears how many bytes came.

        Raises:
            ChannelError: The peer is gone or silent, or a frame is not what it sent.
        """
        parts: list[bytes] = []
        size = 0
        while True:
            part = self._open(self._wire.read(1 + _FRAME + _TAG))
            parts.append(part[1:])
            size += len(part) - 1
            if size > _MOST_MESSAGE:
                raise ChannelError("message too large")
            told(size)
            if part[:1] != b"\1":
                return b"".join(parts)

    def waits(self, seconds: float, also: socket.socket | None = None) -> bool:
        """Wait until the peer has said something; False after `seconds`, or when `also` can be read."""
        return self._wire.waits(seconds, also)

    def close(self) -> None:
        """End it; the other end notices."""
        self._wire.close()

    def hang_up(self) -> None:
        """End it from another thread than the one that uses it, which notices."""
        self._wire.shut()

    def _seal(self, part: bytes) -> bytes:
        nonce = self._sent.to_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "big")
        self._sent += 1
        return bytes(crypto_aead_xchacha20poly1305_ietf_encrypt(part, None, nonce, self._keys.sending))

    def _open(self, untrusted: bytes) -> bytes:
        nonce = self._received.to_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "big")
        self._received += 1
        try:
            part = bytes(
                crypto_aead_xchacha20poly1305_ietf_decrypt(untrusted, None, nonce, self._keys.receiving)
            )
        except (CryptoError, ValueError):
            raise ChannelError("a frame that the peer did not send") from None
        if not part:
            raise ChannelError("empty frame")
        return part


class Wire:
    """Whole frames on a socket, each with its length before it; none is longer than the reader allows."""

    def __init__(self, at: socket.socket) -> None:
        self._socket = at
        at.settimeout(HANDSHAKE_WITHIN_S)
        self._within = HANDSHAKE_WITHIN_S

    def patient(self) -> None:
        """Wait as long as a peer may be silent, from now on."""
        self._within = SILENT_FOR_S

    def write(self, frame: bytes) -> None:
        try:
            self._socket.settimeout(self._within)
            self._socket.sendall(_LENGTH.pack(len(frame)) + frame)
        except OSError as trouble:
            raise ChannelError(f"cannot send: {trouble.strerror or trouble}") from None

    def read(self, most: int) -> bytes:
        deadline = time.monotonic() + self._within
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size, deadline))
        if length > most:
            raise ChannelError("frame too large")
        return self._exactly(length, deadline)

    def waits(self, seconds: float, also: socket.socket | None) -> bool:
        listened = [self._socket] if also is None else [self._socket, also]
        try:
            ready, _, _ = select.select(listened, [], [], seconds)
        except (OSError, ValueError):
            raise ChannelError("closed") from None
        return self._socket in ready

    def close(self) -> None:
        self._socket.close()

    def shut(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _exactly(self, size: int, deadline: float) -> bytes:
        found = bytearray()
        while len(found) < size:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ChannelError("silent")
            try:
                self._socket.settimeout(left)
                part = self._socket.recv(min(size - len(found), 1 << 16))
            except OSError as trouble:
                raise ChannelError(f"cannot read: {trouble.strerror or trouble}") from None
            if not part:
                raise ChannelError("gone")
            found += part
        return bytes(found)


# ------------------------------------------------------------ by a code


def greet_with_code(wire: Wire, code: str) -> Channel | None:
    """Return a channel to the laptop that shows this code; None where it shows another.

    Raises:
        ChannelError: It is no laptop of ours, or it went away.
    """
    from spake2 import SPAKE2_A, SPAKEError

    side = SPAKE2_A(code.encode(), idA=b"guest", idB=b"host")
    mine = Hello("", side.start())
    wire.write(_MAGIC + msgspec.msgpack.encode(mine))
    theirs = _hello(wire.read(_MOST_HELLO))
    try:
        secret = side.finish(theirs.share)
    except (SPAKEError, ValueError, AssertionError):
        raise ChannelError("not a share") from None
    return _proved_as_guest(wire, _keys("guest", secret, mine, theirs))


def answer_with_code(wire: Wire, hello: Hello, code: str) -> Channel | None:
    """Return a channel to a laptop that was told this code; None where it was told another: one try is gone.

    Raises:
        ChannelError: It is no laptop of ours, or it went away before it could try.
    """
    from spake2 import SPAKE2_B, SPAKEError

    side = SPAKE2_B(code.encode(), idA=b"guest", idB=b"host")
    mine = Hello("", side.start())
    try:
        secret = side.finish(hello.share)
    except (SPAKEError, ValueError, AssertionError):
        raise ChannelError("not a share") from None
    wire.write(_MAGIC + msgspec.msgpack.encode(mine))
    return _proved_as_host(wire, _keys("host", secret, hello, mine))


# ------------------------------------------------------------ by a key that both have


def greet_with_key(wire: Wire, replica: str, key: bytes) -> Channel | None:
    """Return a channel to the laptop that took this one in; None where it does not know the key.

    Raises:
        ChannelError: It is no laptop of ours, or it went away.
    """
    private = PrivateKey.generate()
    mine = Hello(replica, bytes(private.public_key))
    wire.write(_MAGIC + msgspec.msgpack.encode(mine))
    theirs = _hello(wire.read(_MOST_HELLO))
    return _proved_as_guest(wire, _keys("guest", _agreed(private, theirs, key), mine, theirs))


def answer_with_key(wire: Wire, hello: Hello, key: bytes) -> Channel | None:
    """Return a channel to a laptop that was taken in here; None where it does not know the key.

    Raises:
        ChannelError: It is no laptop of ours, or it went away.
    """
    private = PrivateKey.generate()
    mine = Hello("", bytes(private.public_key))
    secret = _agreed(private, hello, key)
    wire.write(_MAGIC + msgspec.msgpack.encode(mine))
    return _proved_as_host(wire, _keys("host", secret, hello, mine))


def read_hello(wire: Wire) -> Hello:
    """Return the first thing a stranger says.

    Raises:
        ChannelError: It is no laptop of ours.
    """
    return _hello(wire.read(_MOST_HELLO))


def _hello(untrusted: bytes) -> Hello:
    if not untrusted.startswith(_MAGIC):
        raise ChannelError("another protocol")
    try:
        hello = msgspec.msgpack.decode(untrusted[len(_MAGIC) :], type=Hello)
    except (ValueError, RecursionError):  # msgspec's own errors are ValueErrors
        raise ChannelError("no greeting") from None
    if len(hello.replica) > 64 or len(hello.share) > 64:
        raise ChannelError("no greeting")
    return hello


def _agreed(private: PrivateKey, theirs: Hello, key: bytes) -> bytes:
    try:
        shared = crypto_scalarmult(bytes(private), theirs.share)
    except (CryptoError, ValueError, TypeError, RuntimeError):
        raise ChannelError("not a share") from None
    return blake2b(shared, key=key, person=b"door link").digest()


def _keys(role: Role, secret: bytes, guest: Hello, host: Hello) -> _Keys:
    """Return the keys of this conversation; both shares are in them, so that no other can be cut in."""
    said = _MAGIC + msgspec.msgpack.encode((guest, host))

    def derived(purpose: bytes) -> bytes:
        return blake2b(said, key=secret[:64], person=purpose, digest_size=32).digest()

    to_host, to_guest = derived(b"to host"), derived(b"to guest")
    of_guest, of_host = derived(b"proof of guest"), derived(b"proof of host")
    if role == "guest":
        return _Keys(to_host, to_guest, of_guest, of_host)
    return _Keys(to_guest, to_host, of_host, of_guest)


def _proved_as_guest(wire: Wire, keys: _Keys) -> Channel | None:
    wire.write(keys.own_proof)
    proof = wire.read(_MOST_HELLO)
    if not hmac.compare_digest(proof, keys.their_proof):
        return None
    wire.patient()
    return Channel(wire, keys)


def _proved_as_host(wire: Wire, keys: _Keys) -> Channel | None:
    """The guest proves first: whoever only guesses is given nothing to go on with."""
    proof = wire.read(_MOST_HELLO)
    if not hmac.compare_digest(proof, keys.their_proof):
        wire.write(b"no")
        return None
    wire.write(keys.own_proof)
    wire.patient()
    return Channel(wire, keys)
