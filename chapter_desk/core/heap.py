"""Pauses Python's collector of cycles while very many objects are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Make objects without having them looked through for cycles.

    A look through millions of objects holds every thread for a second, the window's too, and finds
    nothing where none of them refer to each other in a ring.  What was made inside and stays is never
    looked through later either (`gc.freeze`); it goes when nothing refers to it any more, as ever.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()
