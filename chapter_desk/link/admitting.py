"""One laptop that is being taken in at a door: what it is given, how far it is, and a way to stop it.

It is a laptop of this door only once it said that all of it is on its disk.
"""

from collections.abc import Callable
from threading import Event

from chapter_desk.core.meetings.door_laptops import DoorLaptops
from chapter_desk.core.sync.welcome import Welcome, encoded
from chapter_desk.link.channel import Channel, ChannelError
from chapter_desk.link.talk import Ask, Begin, Coming, Given, Keeping, Message, Thanks, listen, say
from chapter_desk.values import MeetingId, ReplicaId


class Admission:
    """A laptop that told the code and is joining now; `told` is called when it got further."""

    def __init__(self, doors: DoorLaptops, meeting_id: MeetingId, told: Callable[[], None]) -> None:
        self._doors, self._meeting_id, self._told = doors, meeting_id, told
        self._stopped = Event()
        self._channel: Channel | None = None
        self.name = ""
        """What it will be called."""
        self.part = 0.0
        """How much is behind it, from 0 to 1: in the first half the names go over, then it writes them."""

    @property
    def stopped(self) -> bool:
        """Whether a person here stopped it."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Have it not join after all; safe from any thread."""
        self._stopped.set()
        channel = self._channel
        if channel is not None:
            channel.hang_up()

    def run(self, channel: Channel) -> Welcome | None:
        """Take it in; None where it asks for nothing.

        Raises:
            ChannelError: It went away or was stopped; nothing of it stays but a line in History.
            ChapterDeskError: It cannot be taken in here.
        """
        self._channel = channel
        if not isinstance(listen(channel), Ask):
            return None
        self.name = self._doors.next_name()
        self._told()
        welcome = self._doors.take_in(self._meeting_id, self.name)
        try:
            self._give(channel, welcome)
        except BaseException:
            self._doors.withdraw(ReplicaId(welcome.replica_id))  # nobody has its keys for sure
            raise
        return welcome

    def _give(self, channel: Channel, welcome: Welcome) -> None:
        content = encoded(welcome)
        self._go_on()
        say(channel, Coming(len(content), welcome.people))
        say(channel, Given(content), lambda done, total: self._at(done, 2 * total))
        while not isinstance(message := listen(channel), Thanks):
            self._hear(message)
        self._go_on()
        say(channel, Begin())

    def _hear(self, message: Message) -> None:
        if not isinstance(message, Keeping):
            raise ChannelError("not its turn")
        total = max(1, message.total)
        self._at(total + min(max(0, message.done), total), 2 * total)

    def _at(self, done: int, total: int) -> None:
        self._go_on()
        before, self.part = self.part, done / total
        if int(100 * before) != int(100 * self.part):
            self._told()

    def _go_on(self) -> None:
        if self.stopped:
            raise ChannelError("stopped here")
