"""A laptop that joins another one's door by a code: what it goes through, and a way to stop.

Nothing is left of it on either laptop unless both know that all of it is on the guest's disk.
"""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from typing import Final, Protocol, TypeVar

from chapter_desk.core.sync.progress import Report
from chapter_desk.core.sync.welcome import Welcome, decoded
from chapter_desk.errors import JoinRefused
from chapter_desk.link import channel as channels
from chapter_desk.link.channel import Channel, ChannelError, Wire
from chapter_desk.link.talk import Ask, Begin, Coming, Given, Keeping, Thanks, listen, say

T = TypeVar("T", covariant=True)

CONNECTS_WITHIN_S: Final = 5.0
_TELLS_EVERY_S = 0.5

Place = tuple[str, int]
"""An address and a port."""


class JoinStep(Enum):
    """Where joining is, in this order."""

    LOOKING = "looking"
    FOUND = "found"
    AGREED = "agreed"
    """Both know the code; the other laptop puts the names together."""
    COMING = "coming"
    """Bytes, of how many."""
    KEEPING = "keeping"
    """Rows written here, of how many."""
    READY = "ready"


Told = Callable[[JoinStep, int, int, int], None]
"""Called with (step, done, total, people), 0 where it cannot be told.  May raise to stop, but at `READY`."""


def unheard(step: JoinStep, done: int, total: int, people: int) -> None:
    """Listen to nothing."""
    del step, done, total, people


class Keep(Protocol[T]):
    """Writes a welcome to disk.  It calls `confirm` once all is there, and undoes it if that raises."""

    def __call__(self, welcome: Welcome, *, report: Report, confirm: Callable[[], None]) -> T: ...


class Entering:
    """One attempt to join.  `run` blocks; `stop` may be called from any thread and ends it soon."""

    def __init__(self, place: Place, code: str, told: Told = unheard) -> None:
        self._place, self._code, self._told = place, code, told
        self._stopped = threading.Event()
        self._at: socket.socket | None = None
        self._people = 0
        self._said_at = 0.0

    def run(self, keep: Keep[T]) -> T:
        """Return what `keep` made of the welcome, once both laptops know that it is kept.

        Raises:
            JoinRefused: `not-there`, `wrong-code` (or void by now), `gone` (also when it was stopped);
                `damaged` or `newer`.
        """
        self._tell(JoinStep.LOOKING)
        at = self._at = connected(self._place)
        if at is None:
            raise JoinRefused("not-there")
        try:
            if self._stopped.is_set():
                raise JoinRefused("gone")
            self._tell(JoinStep.FOUND)
            channel = self._agree(Wire(at))
            self._tell(JoinStep.AGREED)
            try:
                welcome = self._given(channel)
                made = keep(
                    welcome,
                    report=lambda done, total: self._keeping(channel, done, total),
                    confirm=lambda: self._confirm(channel),
                )
            except ChannelError as broken:
                raise JoinRefused("gone") from broken
            self._tell(JoinStep.READY)
            return made
        finally:
            at.close()

    def stop(self) -> None:
        """End it; nothing of it stays."""
        self._stopped.set()
        at = self._at
        if at is not None:
            with suppress(OSError):
                at.shutdown(socket.SHUT_RDWR)

    def _agree(self, wire: Wire) -> Channel:
        try:
            channel = channels.greet_with_code(wire, self._code)
        except ChannelError as broken:  # who has no code to show hangs up at once
            hung_up = broken.reason == "gone" and not self._stopped.is_set()
            raise JoinRefused("wrong-code" if hung_up else "gone") from broken
        if channel is None:
            raise JoinRefused("wrong-code")
        return channel

    def _given(self, channel: Channel) -> Welcome:
        say(channel, Ask())
        coming = listen(channel)
        if not isinstance(coming, Coming):
            raise JoinRefused("damaged")
        self._people = coming.people
        size = coming.bytes
        self._tell(JoinStep.COMING, 0, size)
        given = listen(channel, lambda came: self._tell(JoinStep.COMING, min(came, size), size))
        if not isinstance(given, Given):
            raise JoinRefused("damaged")
        welcome = decoded(given.welcome)
        welcome.keys()
        self._tell(JoinStep.KEEPING)
        return welcome

    def _keeping(self, channel: Channel, done: int, total: int) -> None:
        self._tell(JoinStep.KEEPING, done, total)
        now = time.monotonic()
        if now - self._said_at >= _TELLS_EVERY_S:
            self._said_at = now
            say(channel, Keeping(done, total))

    def _confirm(self, channel: Channel) -> None:
        self._tell(JoinStep.KEEPING, 1, 1)
        say(channel, Thanks())
        if not isinstance(listen(channel), Begin):
            raise JoinRefused("damaged")

    def _tell(self, step: JoinStep, done: int = 0, total: int = 0) -> None:
        self._told(step, done, total, self._people)


def join(place: Place, code: str) -> Welcome:
    """Return what makes this laptop a door laptop, from the laptop that shows this code, and keep nothing.

    Raises:
        JoinRefused: See `Entering.run`.
    """

    def keep(welcome: Welcome, *, report: Report, confirm: Callable[[], None]) -> Welcome:
        del report
        confirm()
        return welcome

    return Entering(place, code).run(keep)


def connected(place: Place) -> socket.socket | None:
    """Return a connection to a place; None where nobody answers."""
    try:
        return socket.create_connection(place, timeout=CONNECTS_WITHIN_S)
    except OSError:
        return None
