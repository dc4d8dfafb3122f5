"""What two laptops tell each other once they are joined: how far each has the other's, and what is new.

The one who has less says so; the other sends what it lacks, as the same bundle that would go on a stick.  So
a cable that is pulled loses nothing: when it is back, both say again how far they are.
"""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol

import msgspec

from chapter_desk.core.sync.progress import Report, silent
from chapter_desk.errors import BundleRefused, ChapterDeskError
from chapter_desk.link.channel import SILENT_FOR_S, Channel, ChannelError

BEAT_S: Final = 5.0
"""How often each tells that it is there."""

_SOON_S = 0.25
"""How long what is new is gathered before it goes."""
_ANSWERED_WITHIN_S = 30.0


class Have(msgspec.Struct, frozen=True, tag="have"):
    """How far the sender has what the reader wrote, by the reader's own count."""

    upto: int


class News(msgspec.Struct, frozen=True, tag="news"):
    """A sealed bundle."""

    bundle: bytes


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """A bundle was not taken in; why, as `BundleRefused` calls it."""

    reason: str


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """A guest that was let in by the code asks for what makes it a door laptop."""


class Coming(msgspec.Struct, frozen=True, tag="coming"):
    """A welcome is next, of so many bytes, with the names of so many people."""

    bytes: int
    people: int


class Given(msgspec.Struct, frozen=True, tag="given"):
    """A welcome, encoded."""

    welcome: bytes


class Keeping(msgspec.Struct, frozen=True, tag="keeping"):
    """The guest writes what it was given: so much done, of so much."""

    done: int
    total: int


class Thanks(msgspec.Struct, frozen=True, tag="thanks"):
    """All that was given is kept on the guest's disk."""


class Begin(msgspec.Struct, frozen=True, tag="begin"):
    """The guest is one of this door's laptops from now on."""


Message = Have | News | Refused | Ask | Coming | Given | Keeping | Thanks | Begin


class Parcel(Protocol):
    """Something new for the peer: see `core.sync.door_bundles.Parcel`."""

    @property
    def rows(self) -> int: ...
    @property
    def upto(self) -> int: ...
    def sealed(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Side:
    """What a laptop does in a talk; each is called on the talk's own thread.

    `has` returns how far it has the peer's, `count` its own count, `news` what is new since a count of
    its own, `hear` takes a bundle in, `still` tells whether the peer is to be talked to any more.
    """

    has: Callable[[], int]
    count: Callable[[], int]
    news: Callable[[int], Parcel]
    hear: Callable[[bytes], object]
    still: Callable[[], bool]


def say(channel: Channel, message: Message, told: Report = silent) -> None:
    """Send a message; `told` hears how many bytes of it went."""
    channel.send(msgspec.msgpack.encode(message), told)


def listen(channel: Channel, told: Callable[[int], None] = lambda _bytes: None) -> Message:
    """Return the next message; `told` hears how many bytes of it came.

    Raises:
        ChannelError: The peer is gone, or says what we do not understand.
    """
    try:
        message: Message = msgspec.msgpack.decode(channel.receive(told), type=Message)
    except (ValueError, RecursionError):  # msgspec's own errors are ValueErrors
        raise ChannelError("not understood") from None
    return message


class Talk:
    """Keeps two laptops in step until one of them is gone.

    `wake` can be read when there may be something new here, or the talk is to end.
    """

    def __init__(
        self,
        channel: Channel,
        side: Side,
        wake: socket.socket,
        heard: Callable[[], None],
        ends: Callable[[], bool],
    ) -> None:
        self._channel, self._side, self._wake = channel, side, wake
        self._heard, self._ends = heard, ends
        self._peer_has = self._nothing_upto = -1
        self._awaited: int | None = None
        self._since = time.monotonic()
        self._last_said = 0.0
        self._last_heard = time.monotonic()
        self.trouble = ""
        """Why the peer took nothing in, as `BundleRefused` calls it."""

    @property
    def in_step(self) -> bool:
        """Whether the peer has all that is here."""
        return self._awaited is None and self._peer_has >= 0

    def run(self) -> None:
        """Talk until the end.

        Raises:
            ChannelError: The peer is gone.
        """
        self._say_have()
        while not self._ends():
            if not self._side.still():
                return
            if self._channel.waits(_SOON_S if self._awaited is None else 1.0, self._wake):
                self._take(listen(self._channel))
                self._last_heard = time.monotonic()
            else:
                drain(self._wake)
                self._require_a_peer()
            self._tell()
            if time.monotonic() - self._last_said > BEAT_S:
                self._say_have()

    def _require_a_peer(self) -> None:
        """Whoever takes in what we sent says nothing meanwhile; else silence is a cable that is out."""
        patience = SILENT_FOR_S if self._awaited is None else max(SILENT_FOR_S, _ANSWERED_WITHIN_S)
        if time.monotonic() - self._last_heard > patience:
            raise ChannelError("silent")

    def _take(self, message: Message) -> None:
        match message:
            case Have(upto):
                self._peer_has = max(self._peer_has, upto) if self._awaited is None else upto
                if self._awaited is not None and upto >= self._awaited:
                    self._awaited, self.trouble = None, ""
                self._heard()
            case News(bundle):
                self._hear(bundle)
            case Refused(reason):
                self.trouble = reason
                raise ChannelError(f"refused: {reason}")
            case _:
                raise ChannelError("not its turn")

    def _hear(self, bundle: bytes) -> None:
        try:
            self._side.hear(bundle)
        except BundleRefused as refused:
            self.trouble = refused.reason
            say(self._channel, Refused(refused.reason))
            raise ChannelError(f"refused here: {refused.reason}") from refused
        except ChapterDeskError as trouble:  # this laptop cannot write: the peer tries again
            raise ChannelError(type(trouble).__name__) from trouble
        self._say_have()
        self._heard()

    def _tell(self) -> None:
        if self._peer_has < 0:
            return
        if self._awaited is not None:
            if time.monotonic() - self._since > _ANSWERED_WITHIN_S:
                raise ChannelError("no answer")
            return
        count = self._side.count()
        if count <= max(self._peer_has, self._nothing_upto):
            return
        parcel = self._side.news(self._peer_has)
        if not parcel.rows:
            # Nothing of that is for the peer; what comes next still begins where it said it is.
            self._nothing_upto = parcel.upto
            return
        say(self._channel, News(parcel.sealed()))
        self._last_said = self._since = time.monotonic()
        self._awaited = parcel.upto
        self._heard()

    def _say_have(self) -> None:
        say(self._channel, Have(self._side.has()))
        self._last_said = time.monotonic()


def poke(wake: socket.socket) -> None:
    """Wake whoever waits on the other end of a pair; nobody does once the talk is over."""
    with suppress(OSError):
        wake.send(b"!")


def drain(wake: socket.socket) -> None:
    """Read away whatever woke the talk."""
    try:
        while wake.recv(1024):
            pass
    except OSError:
        return


def waker() -> tuple[socket.socket, socket.socket]:
    """Return a pair: what is sent to the first wakes whoever waits on the second."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)
    return ours, theirs
