"""A laptop that helps at a door: how it stays in step with the one that took it in."""

import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from chapter_desk.app import App
from chapter_desk.errors import ChapterClosed, ChapterDeskError
from chapter_desk.link import channel as channels
from chapter_desk.link.channel import Channel, ChannelError, Wire
from chapter_desk.link.entering import Place, connected
from chapter_desk.link.finding import Found
from chapter_desk.link.talk import Side, Talk, poke, waker

_TRIES_AGAIN_S = (0.5, 1.0, 2.0, 4.0)


class DoorGuest:
    """Keeps this door laptop in step with the one that took it in, on a thread of its own.

    `places` gives where that one may be, the likeliest first: it is asked for each time the line is down.
    `told` is called, on that thread, when anything that is shown changed.
    """

    def __init__(self, app: App, places: Callable[[], Sequence[Place]], told: Callable[[], None]) -> None:
        self._app, self._places, self._told = app, places, told
        self._ended = threading.Event()
        self._ours, self._theirs = waker()
        self._talk: Talk | None = None
        self._at: socket.socket | None = None
        self.place: Place | None = None
        """Where the other laptop was last."""
        self._thread = threading.Thread(target=self._run, name="door-link", daemon=True)

    @property
    def is_linked(self) -> bool:
        """Whether the line is up now."""
        return self._talk is not None

    @property
    def in_step(self) -> bool:
        """Whether the other laptop has all that is here."""
        talk = self._talk
        return talk is not None and talk.in_step

    @property
    def trouble(self) -> str:
        """Why the other laptop took nothing in; "" where it did."""
        talk = self._talk
        return "" if talk is None else talk.trouble

    def start(self) -> None:
        """Find the other laptop, and keep in step from now on."""
        self._thread.start()

    def wake(self) -> None:
        """Tell what is new here, soon."""
        poke(self._ours)

    def stop(self) -> None:
        """End the line; what is not told yet is told next time."""
        self._ended.set()
        self.wake()
        at = self._at
        if at is not None:
            with suppress(OSError):
                at.shutdown(socket.SHUT_RDWR)
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(5.0)
        self._ours.close()
        self._theirs.close()

    def _run(self) -> None:
        tries = 0
        while not self._ended.is_set():
            if self._meet():
                tries = 0
            if self._ended.wait(_TRIES_AGAIN_S[min(tries, len(_TRIES_AGAIN_S) - 1)]):
                return
            tries += 1

    def _meet(self) -> bool:
        """Talk with the other laptop wherever it is; False where it was not found."""
        try:
            key = self._app.laptops.link_key()
        except ChapterClosed:
            return False
        assert key is not None, "only a door laptop has a line"
        for place in self._places():
            at = connected(place)
            if at is None:
                continue
            self._at = at
            try:
                channel = channels.greet_with_key(Wire(at), self._app.db.replica_id, key)
                if channel is not None:
                    self.place = place
                    self._speak(channel)
                    return True
            except (ChannelError, ChapterDeskError):  # gone, or the chapter is being closed
                if self._talk is not None:
                    return True
            finally:
                self._talk, self._at = None, None
                at.close()
                self._told()
        return False

    def _speak(self, channel: Channel) -> None:
        bundles, exchange = self._app.door_bundles, self._app.exchange
        side = Side(
            has=bundles.has_of_host,
            count=bundles.count,
            news=bundles.attendance,
            hear=exchange.hear,
            still=lambda: True,
        )
        self._talk = Talk(channel, side, self._theirs, self._told, self._ended.is_set)
        self._told()
        self._talk.run()


def places_of(found: Sequence[Found], last: Place | None) -> list[Place]:
    """Return where to look for the other laptop: where it was last, then whoever calls."""
    others = [(each.address, each.port) for each in found]
    return [*([last] if last is not None else []), *(each for each in others if each != last)]
