"""The laptop that has the chapter: it takes others in at its door, and keeps all of them in step."""

import errno
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from chapter_desk.app import App
from chapter_desk.errors import ChapterDeskError, NoNetwork, PortTaken
from chapter_desk.link import channel as channels
from chapter_desk.link.admitting import Admission
from chapter_desk.link.channel import Channel, ChannelError, Hello, Wire
from chapter_desk.link.finding import Calling, new_name
from chapter_desk.link.joining import Code
from chapter_desk.link.talk import Side, Talk, poke, waker
from chapter_desk.values import MeetingId, ReplicaId

PORT: Final = 47810
_PORTS = 10
_MOST_GUESTS = 16


@dataclass(frozen=True, slots=True)
class Linked:
    """A door laptop that is connected now: whether it has all that is here."""

    replica_id: ReplicaId
    in_step: bool


class DoorHost:
    """Answers laptops at the door of one meeting, on threads of its own, from `start` to `stop`.

    `told` is called, on whichever thread, when anything that is shown changed.
    """

    def __init__(
        self,
        app: App,
        meeting_id: MeetingId,
        *,
        told: Callable[[], None],
        address: str = "",
        port: int = PORT,
        call: Callable[[str, str, int], Calling] | None = Calling,
    ) -> None:
        self._app, self.meeting_id, self._told = app, meeting_id, told
        self._address, self._first_port, self._call = address, port, call
        self.name = new_name()
        """The two words it calls itself in the network."""
        self.code: Code | None = None
        """The code that lets one laptop in, while one is asked for."""
        self.joining: Admission | None = None
        """The laptop that is joining now."""
        self.lost: str = ""
        """What the laptop is called that went away before it had joined; "" once another one tries."""
        self.joined: str = ""
        """What the laptop is called that joined last."""
        self.trouble: ChapterDeskError | None = None
        """Why the last one could not be taken in."""
        self._at: socket.socket | None = None
        self._calling: Calling | None = None
        self._lock = threading.Lock()
        self._talks: dict[ReplicaId, tuple[Talk, socket.socket]] = {}
        self._wires: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._ended = threading.Event()

    # ------------------------------------------------------------ from any thread

    @property
    def port(self) -> int:
        """Where it answers."""
        return 0 if self._at is None else int(self._at.getsockname()[1])

    @property
    def linked(self) -> tuple[Linked, ...]:
        """The laptops that are connected now."""
        with self._lock:
            return tuple(Linked(id, talk.in_step) for id, (talk, _wake) in self._talks.items())

    def start(self, shown_address: str = "") -> None:
        """Answer from now on; `shown_address` is called out in the network.

        Raises:
            NoNetwork, PortTaken: It cannot be reached.
        """
        self._at = _listening(self._address, self._first_port)
        self._begin("door-host", self._answer)
        if self._call is not None and (shown_address or self._address):
            self._calling = self._call(self.name, shown_address or self._address, self.port)

    def new_code(self) -> Code:
        """Ask for one more laptop: return the code that lets it in.  The code before is void."""
        self.code, self.joined, self.lost, self.trouble = Code(), "", "", None
        return self.code

    def no_code(self) -> None:
        """Let nobody new in, also the one that is joining now."""
        self.code, self.lost = None, ""
        joining = self.joining
        if joining is not None:
            joining.stop()

    def wake(self) -> None:
        """Tell the laptops that are connected what is new here, soon."""
        with self._lock:
            wakes = [wake for _talk, wake in self._talks.values()]
        for wake in wakes:
            poke(wake)

    def stop(self) -> None:
        """Answer nobody any more; what is not told yet is told next time."""
        self._ended.set()
        if self._calling is not None:
            self._calling.stop()
        if self._at is not None:
            _shut(self._at)
        with self._lock:
            wires, wakes = list(self._wires), [wake for _talk, wake in self._talks.values()]
        for wake in wakes:
            poke(wake)
        for wire in wires:
            _shut(wire)
        for thread in list(self._threads):
            if thread is not threading.current_thread():
                thread.join(2.0)

    # ------------------------------------------------------------ on threads of its own

    def _begin(self, name: str, work: Callable[[], None]) -> None:
        self._threads = [each for each in self._threads if each.is_alive()]
        thread = threading.Thread(target=work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _answer(self) -> None:
        assert self._at is not None
        while not self._ended.is_set():
            try:
                at, _address = self._at.accept()
            except OSError:
                return
            with self._lock:
                full = len(self._wires) >= _MOST_GUESTS
                if not full:
                    self._wires.add(at)
            if full:
                at.close()
                continue
            self._begin("door-guest", partial(self._meet, at))

    def _meet(self, at: socket.socket) -> None:
        try:
            wire = Wire(at)
            hello = channels.read_hello(wire)
            if hello.replica:
                self._resume(wire, hello)
            else:
                self._join(wire, hello)
        except (ChannelError, ChapterDeskError):
            pass  # gone, or no laptop of ours, or the chapter is being closed: it may come again
        finally:
            with self._lock:
                self._wires.discard(at)
            at.close()
            self._told()

    def _join(self, wire: Wire, hello: Hello) -> None:
        code = self.code
        if code is None or not code.begin_try():
            return
        try:
            channel = channels.answer_with_code(wire, hello, code.digits)
        except ChannelError:
            code.give_back()  # it proved nothing, and was told nothing
            raise
        if channel is None:
            code.wrong()
            return
        code.hold()
        joining = self.joining = Admission(self._app.door_laptops, self.meeting_id, self._told)
        self.lost, self.trouble = "", None
        self._told()
        try:
            welcome = joining.run(channel)
        except ChannelError:
            code.let_go()
            self.lost = "" if joining.stopped else joining.name
            raise
        except ChapterDeskError as trouble:
            code.let_go()
            self.trouble = trouble
            return
        finally:
            self.joining = None
        if welcome is None:
            code.let_go()
            return
        code.right()
        self.joined = welcome.laptop

    def _resume(self, wire: Wire, hello: Hello) -> None:
        replica = ReplicaId(hello.replica)
        key = self._app.laptops.link_key(replica)
        if key is None:
            return
        channel = channels.answer_with_key(wire, hello, key)
        if channel is not None:
            self._talk(replica, channel)

    def _talk(self, replica: ReplicaId, channel: Channel) -> None:
        ours, theirs = waker()
        bundles = self._app.door_bundles
        side = Side(
            has=lambda: bundles.has_of(replica),
            count=bundles.count,
            news=lambda since: bundles.pack(replica, since),
            hear=self._app.exchange.hear,
            still=lambda: self._app.laptops.link_key(replica) is not None,
        )
        mine = Talk(channel, side, theirs, self._told, self._ended.is_set)
        with self._lock:
            before = self._talks.get(replica)
            self._talks[replica] = (mine, ours)
        if before is not None:
            poke(before[1])
        self._told()
        try:
            mine.run()
        finally:
            with self._lock:
                if self._talks.get(replica, (None,))[0] is mine:
                    del self._talks[replica]
            ours.close()
            theirs.close()


def _listening(address: str, port: int) -> socket.socket:
    for each in range(port, min(port + (_PORTS if port else 1), 65536)):
        try:
            return socket.create_server((address, each), reuse_port=False)
        except OSError as trouble:
            if trouble.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise NoNetwork from trouble
    raise PortTaken(port)


def _shut(at: socket.socket) -> None:
    with suppress(OSError):
        at.shutdown(socket.SHUT_RDWR)
    at.close()
