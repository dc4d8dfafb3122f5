"""Word of what changed, from whoever changed it to whoever is showing it."""

from collections.abc import Callable

from chapter_desk.values import Area

Listener = Callable[[frozenset[Area]], None]


class ChangeFeed:
    """Tells listeners which areas of the records changed, after it is on disk.

    Listeners are called on the thread that made the change.  The GUI hears
    through `gui.shell.bridge.Bridge`, which carries the word to its own thread.
    """

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` on every change; call what is returned to stop."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def publish(self, *areas: Area) -> None:
        """Say that a finished write touched these areas."""
        for listener in tuple(self._listeners):
            listener(frozenset(areas))
