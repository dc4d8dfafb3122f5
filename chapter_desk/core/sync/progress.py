"""Telling how far a long piece of work is; whoever listens may stop it."""

from collections.abc import Callable

Report = Callable[[int, int], None]
"""Called with (done, total).  To stop the work it raises; whatever was begun is then undone."""


def silent(done: int, total: int) -> None:
    """Listen to nothing."""
    del done, total
