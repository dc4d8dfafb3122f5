"""The switch: the phone form of an open door, on or off, paused while this laptop cannot write."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from chapter_desk.app import App
from chapter_desk.core.meetings.meeting import Meeting, MeetingState
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.errors import ChapterDeskError, MeetingEnded, NoNetwork, NotSaved
from chapter_desk.values import Area, MeetingId
from chapter_desk.web.networks import Network, chosen, networks

if TYPE_CHECKING:
    from chapter_desk.web.limits import Rates
    from chapter_desk.web.line import Line
    from chapter_desk.web.server import Server
    from chapter_desk.web.telling import Telling

PORT = 8080
"""The port that is tried first where nobody chose another."""


class Stage(Enum):
    """What phones find: nothing, the form, a page that says to use paper, or no way to this laptop."""

    OFF = "off"
    ON = "on"
    PAUSED = "paused"
    OUT_OF_REACH = "out-of-reach"


@dataclass(frozen=True, slots=True)
class Address:
    """Where phones find the form."""

    network: Network
    port: int
    path: str

    @property
    def host(self) -> str:
        """As browsers say it: without the port where that is the usual one."""
        return self.network.address if self.port == 80 else f"{self.network.address}:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/{self.path}"


@dataclass(slots=True)
class _Running:
    meeting_id: MeetingId
    address: Address
    line: "Line"
    server: "Server"
    telling: "Telling"
    stop_hearing: Callable[[], None]
    looking: bool = False
    ending: bool = False


class PhoneForm:
    """One at a time, for one meeting.  All methods are safe from any thread; none is for the window's.

    `told` is called after each change, on whichever thread it happened.  `desk_waits` says whether
    somebody at the desk is being written just now: they go first.  What phones wrote is told to pages
    at once, and what follows within `tell_every_s` together.
    """

    def __init__(
        self,
        app: App,
        *,
        told: Callable[[], None] = lambda: None,
        desk_waits: Callable[[], bool] = lambda: False,
        find: Callable[[], list[Network]] = networks,
        rates: "Rates | None" = None,
        tell_every_s: float = 0.3,
    ) -> None:
        self._app = app
        self._told = told
        self._desk_waits = desk_waits
        self._find = find
        self._rates = rates
        self._tell_every_s = tell_every_s
        self._lock = threading.RLock()
        self._running: _Running | None = None
        self._paused = False
        self._away = False
        app.before_closing(self.switch_off)

    # ------------------------------------------------------------ what is true now

    @property
    def stage(self) -> Stage:
        if self._running is None:
            return Stage.OFF
        if self._away:
            return Stage.OUT_OF_REACH
        return Stage.PAUSED if self._paused else Stage.ON

    @property
    def address(self) -> Address | None:
        """Where it is, while it is on."""
        running = self._running
        return running.address if running is not None else None

    @property
    def meeting_id(self) -> MeetingId | None:
        """Whose door it belongs to, while it is on."""
        running = self._running
        return running.meeting_id if running is not None else None

    # ------------------------------------------------------------ the switch

    def switch_on(self, meeting_id: MeetingId, network: str = "", port: int = PORT) -> Address:
        """Open the form of a meeting whose door is open; one that is on elsewhere is switched off before.

        `network` is the name of the one to use, else the likeliest is taken.

        Raises:
            NoNetwork: Phones cannot reach this laptop.
            PortTaken: Another program answers at this port and the next ones.
            MeetingEnded, NoSuchRecord, NotSaved: There is no open door, or its address cannot be kept.
        """
        with self._lock:
            self._stop()
            meeting = self._app.calendar.meeting(meeting_id)
            if meeting.state is not MeetingState.OPEN:
                raise MeetingEnded(meeting.title, meeting.ended_at or meeting.starts_at)
            where = chosen(self._find(), network)
            if where is None:
                raise NoNetwork()
            self._running = self._start(meeting, where, port)
            self._paused = self._away = False
        self._told()
        return self._running.address

    def switch_off(self) -> None:
        """Take nobody any more; those whose form is here already are answered."""
        with self._lock:
            was_on = self._running is not None
            self._stop()
        if was_on:
            self._told()

    def pause(self) -> None:
        """This laptop cannot write: phones are told to use paper."""
        self._set_paused(True)

    def resume(self) -> None:
        """Try again."""
        self._set_paused(False)

    def look_at_network(self) -> None:
        """Find out whether the address is still this laptop's; cheap enough for every few seconds."""
        running = self._running
        if running is None:
            return
        away = running.address.network.address not in {each.address for each in self._find()}
        if away != self._away:
            self._away = away
            self._told()

    # ------------------------------------------------------------ within

    def _start(self, meeting: Meeting, where: Network, port: int) -> _Running:
        from chapter_desk.web.guard import Guard
        from chapter_desk.web.limits import Rates
        from chapter_desk.web.line import Line
        from chapter_desk.web.pages import Pages
        from chapter_desk.web.server import Server, bound
        from chapter_desk.web.site import Site
        from chapter_desk.web.telling import Telling
        from chapter_desk.web.words import About

        app = self._app
        path = app.sign_ups.path(meeting.id)
        socket = bound(where.address, port)
        try:
            address = Address(where, socket.getsockname()[1], path)
            makes_members = meeting.kind in app.standings.rule.meeting_kinds
            about = About(app.chapter.card().name, meeting.title, makes_members)
            telling = Telling(app.changes.tell, self._tell_every_s)
            line = Line(partial(self._take, telling, meeting.id), self._desk_waits)
            site = Site(
                Guard(address.host),
                Pages(about, f"/{path}"),
                f"/{path}",
                line,
                self._rates or Rates(),
                closed=self._closed,
                trouble=self._trouble,
            )
            server = Server(site, socket)
            server.start()
        except BaseException:
            socket.close()
            raise
        return _Running(meeting.id, address, line, server, telling, app.changes.subscribe(self._hear))

    def _take(self, telling: "Telling", meeting_id: MeetingId, form: str, walk_in: WalkIn) -> None:
        with self._app.changes.told_to(telling.hear):
            self._app.sign_ups.take(meeting_id, form, walk_in)

    def _stop(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.stop_hearing()
            running.server.stop()
            running.line.close()
            running.telling.flush()

    def _closed(self) -> int:
        running = self._running
        if running is None or running.ending:
            return 410
        return 503 if self._paused else 0

    def _trouble(self, error: ChapterDeskError) -> None:
        """An entry was not taken: the disk, or the meeting is over."""
        if isinstance(error, NotSaved):
            self.pause()
        else:
            self._end()

    def _end(self) -> None:
        """Stop from within: the thread that answers cannot wait for itself."""
        running = self._running
        if running is not None and not running.ending:
            running.ending = True
            running.server.ask_to_stop()
            threading.Thread(target=self.switch_off, name="phone-form-off").start()

    def _set_paused(self, paused: bool) -> None:
        if self._running is not None and paused != self._paused:
            self._paused = paused
            self._told()

    def _hear(self, areas: frozenset[Area]) -> None:
        """Something was written: the disk takes it again; perhaps it was the end of the meeting."""
        self.resume()
        running = self._running
        if running is not None and Area.MEETINGS in areas and not running.looking:
            running.looking = True
            running.line.run(partial(self._look_at_meeting, running))

    def _look_at_meeting(self, running: _Running) -> None:
        running.looking = False
        try:
            over = self._app.calendar.meeting(running.meeting_id).state is not MeetingState.OPEN
        except ChapterDeskError:
            over = True
        if over and running is self._running:
            self._end()
