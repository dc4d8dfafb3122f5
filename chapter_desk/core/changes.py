"""Word of what changed, from whoever changed it to whoever is showing it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from chapter_desk.values import Area

Listener = Callable[[frozenset[Area]], None]

_instead: ContextVar[Listener | None] = ContextVar("instead", default=None)


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
        (_instead.get() or self.tell)(frozenset(areas))

    def tell(self, areas: frozenset[Area]) -> None:
        """Tell every listener, also of what was held back."""
        for listener in tuple(self._listeners):
            listener(areas)

    @contextmanager
    def told_to(self, listener: Listener) -> Iterator[None]:
        """Have what this thread changes inside the block told to one listener, who tells the others later.

        For whoever makes many small changes a second: showing each of them would be all a window does.
        """
        token = _instead.set(listener)
        try:
            yield
        finally:
            _instead.reset(token)
