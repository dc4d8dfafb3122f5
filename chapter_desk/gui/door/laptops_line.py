"""The line between laptops as the window has it: it outlives its page, and never makes the window wait."""

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from chapter_desk.app import App
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.link.entering import Place
from chapter_desk.link.finding import Calling, Found, Looking, read_address
from chapter_desk.link.guest import DoorGuest, places_of
from chapter_desk.link.host import PORT, DoorHost
from chapter_desk.link.joining import Code
from chapter_desk.values import MeetingId
from chapter_desk.web.networks import Network, networks

Call = Callable[[str, str, int], Calling]


class DoorLine(QObject):
    """Takes laptops in at a door and keeps them in step; on a helper's laptop, keeps that one in step.

    `find` gives the networks this laptop is in, `address` is the one to listen on ("" for all).

    Signals:
        changed(): A laptop came or went, told something, or a code was made or void.
    """

    changed = Signal()

    def __init__(
        self,
        app: App,
        tasks: Tasks,
        find: Callable[[], list[Network]] = networks,
        *,
        address: str = "",
        port: int = PORT,
        call: Call | None = Calling,
    ) -> None:
        super().__init__()
        self._app, self._tasks, self._find = app, tasks, find
        self._listen_at, self._port, self._call = address, port, call
        self.host: DoorHost | None = None
        """What answers other laptops, once it does."""
        self.guest: DoorGuest | None = None
        """What keeps a helper's laptop in step."""
        self.address = ""
        """Where other laptops reach this one."""
        self.starting = False
        self.trouble: ChapterDeskError | None = None
        """Why it cannot be reached."""
        self._looking: Looking | None = None
        self._stops = app.changes.subscribe(lambda _areas: self._wake())
        app.before_closing(self.stop)

    @property
    def code(self) -> Code | None:
        """The code that is shown, while it is good or since it was void."""
        return None if self.host is None else self.host.code

    def answer(self, meeting_id: MeetingId, then: Callable[[], None] = lambda: None) -> None:
        """Answer laptops at the door of this meeting from now on; what cannot be is told in `trouble`."""
        if self.starting:
            return
        if self.host is not None and self.host.meeting_id == meeting_id:
            then()
            return
        self.starting, self.trouble = True, None

        def start() -> DoorHost:
            here = self._find()
            host = DoorHost(
                self._app,
                meeting_id,
                told=self._tell,
                address=self._listen_at,
                port=self._port,
                call=self._call,
            )
            self.address = here[0].address if here else self._listen_at
            host.start(self.address)
            return host

        def started(host: DoorHost) -> None:
            before, self.host, self.starting = self.host, host, False
            if before is not None:
                before.stop()
            then()
            self.changed.emit()

        def failed(error: ChapterDeskError) -> None:
            self.starting, self.trouble = False, error
            self.changed.emit()

        self._tasks.run_long(self, lambda _progress: start(), started, failed)
        self.changed.emit()

    def ask(self, meeting_id: MeetingId) -> None:
        """Show a new code, so that one more laptop can join."""

        def show() -> None:
            if self.host is not None:
                self.host.new_code()
                self.changed.emit()

        self.answer(meeting_id, show)

    def no_more(self) -> None:
        """Put the code away: nobody new joins."""
        if self.host is not None:
            self.host.no_code()
        self.changed.emit()

    def keep_in_step(self) -> None:
        """On a helper's laptop: find the one that took it in, and stay in step with it."""
        if self.guest is not None:
            return
        _name, place = self._app.door_laptops.host()
        last = read_address(place, PORT) if place else None
        if self._call is not None:
            self._looking = Looking(lambda: None)
        self.guest = DoorGuest(self._app, lambda: self._places(last), self._tell)
        self.guest.start()

    def stop(self) -> None:
        """End every line; the chapter is being closed."""
        self._stops()
        for end in (self.host, self.guest, self._looking):
            if end is not None:
                end.stop()
        self.host = self.guest = self._looking = None

    def _places(self, last: Place | None) -> list[Place]:
        found: tuple[Found, ...] = () if self._looking is None else self._looking.found
        guest = self.guest
        return places_of(found, (guest.place if guest is not None else None) or last)

    def _wake(self) -> None:
        for end in (self.host, self.guest):
            if end is not None:
                end.wake()

    def _tell(self) -> None:
        """Called on whichever thread something happened, perhaps when the window is gone."""
        if isValid(self):
            with suppress(RuntimeError):
                self.changed.emit()
