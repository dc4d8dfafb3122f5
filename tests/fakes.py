"""Stand-ins that make the order of events the test's own choice."""

from collections import deque
from collections.abc import Callable
from typing import Any

from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.shell.tasks import Cancelled, Progress


class HeldTasks:
    """Holds every piece of work until the test lets it go; then runs it right there."""

    def __init__(self) -> None:
        self._quick: deque[Callable[[], None]] = deque()
        self._long: deque[Callable[[], None]] = deque()

    @property
    def held(self) -> int:
        """How many pieces of work wait, in both lanes."""
        return len(self._quick) + len(self._long)

    @property
    def busy(self) -> bool:
        """Whether long work waits."""
        return bool(self._long)

    def run(self, owner: Any, work: Any, done: Any, failed: Any) -> None:
        self._quick.append(lambda: _finish(work, done, failed, None))

    def run_long(
        self, owner: Any, work: Any, done: Any, failed: Any, *, progressed: Any = None, cancelled: Any = None
    ) -> Progress:
        progress = Progress(progressed)

        def begin() -> Any:
            if progress.cancelled:
                raise Cancelled
            return work(progress)

        self._long.append(lambda: _finish(begin, done, failed, cancelled))
        return progress

    def let_go(self, count: int | None = None) -> None:
        """Run the next `count` pieces of quick work, or all there are and what they ask for, in order."""
        _let_go(self._quick, count)

    def let_go_long(self, count: int | None = None) -> None:
        """Run the next `count` pieces of long work, or all, in order."""
        _let_go(self._long, count)

    def let_go_all(self) -> None:
        """Run everything until nothing waits."""
        while self.held:
            self.let_go()
            self.let_go_long()


def _let_go(held: "deque[Callable[[], None]]", count: int | None) -> None:
    while held and count != 0:
        held.popleft()()
        count = None if count is None else count - 1


def _finish(work: Any, done: Any, failed: Any, cancelled: Any) -> None:
    try:
        result = work()
    except ChapterDeskError as error:
        failed(error)
    except Cancelled:
        if cancelled is not None:
            cancelled()
    else:
        done(result)
