"""When Python's collector of cycles may look through what there is."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_pauses = 0


@contextmanager
def no_collection() -> Iterator[None]:
    """Make objects without having them looked through for cycles.

    A look through millions of objects holds every thread for a second, the window's too, and finds
    nothing where none of them refer to each other in a ring.  What was made inside and stays is never
    looked through later either (`gc.freeze`); it goes when nothing refers to it any more, as ever.
    """
    global _pauses
    was_on = gc.isenabled()
    gc.disable()
    with _lock:
        _pauses += 1
    try:
        yield
    finally:
        with _lock:
            _pauses -= 1
        gc.freeze()
        if was_on:
            gc.enable()


def look_through_all_again() -> None:
    """Have what `no_collection` set aside looked through again, when the chapter it was for is closed.

    Pages that were open meanwhile lie among it, and refer to each other in rings.
    """
    gc.unfreeze()


def collect_what_is_due() -> None:
    """Collect on the calling thread what Python by itself would have, on whichever thread was at work.

    For a program that has switched the collector off, as what it finds may have to go on one thread.
    Nothing is collected while `no_collection` lasts.
    """
    counts, due = gc.get_count(), gc.get_threshold()
    if _pauses or counts[0] <= due[0]:
        return
    oldest = 2 if counts[1] > due[1] and counts[2] > due[2] else 1 if counts[1] > due[1] else 0
    gc.collect(oldest)
