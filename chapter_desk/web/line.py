"""The line of people who sent their form: written one after the other, the desk's own always before them."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.web.guard import Refused

_LONGEST = 200
_GIVE_WAY_S = 0.3
_LOOK_EVERY_S = 0.005

Take = Callable[[str, WalkIn], object]


class Line:
    """One thread that calls `take`, so that phones never hold more than one place at the file.

    While `desk_waits` says that somebody at the desk is being written, the phones' next waits, but not
    for ever: a desk that cannot save must not keep them without an answer.
    """

    def __init__(self, take: Take, desk_waits: Callable[[], bool]) -> None:
        self._take = take
        self._desk_waits = desk_waits
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="phone-line")
        self._waiting = 0

    async def take(self, form: str, walk_in: WalkIn) -> None:
        """Come back once this entry is on disk.

        Raises:
            Refused: 429, the line is too long.
            ChapterDeskError: What `take` raises.
        """
        if self._waiting >= _LONGEST:
            raise Refused(429)
        self._waiting += 1
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._one, form, walk_in)
        finally:
            self._waiting -= 1

    def run(self, work: Callable[[], None]) -> None:
        """Do something else in its turn, without waiting for it."""
        with suppress(RuntimeError):  # it was closed just now
            self._thread.submit(work)

    def close(self) -> None:
        """Finish the entry in hand; nobody else is taken."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _one(self, form: str, walk_in: WalkIn) -> None:
        until = time.monotonic() + _GIVE_WAY_S
        while self._desk_waits() and time.monotonic() < until:
            time.sleep(_LOOK_EVERY_S)
        self._take(form, walk_in)
