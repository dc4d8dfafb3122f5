"""Qt's library of sound and pictures: loaded when it is first needed, silent about what this laptop lacks."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QLoggingCategory

_QUIET = "qt.multimedia*=false"  # it lists each codec and service it did not find on this laptop


def load_media() -> None:
    """Load the library, off the window's thread: it is long to load."""
    QLoggingCategory.setFilterRules(_QUIET)
    import PySide6.QtMultimedia  # noqa: F401


@contextmanager
def looking_for_devices() -> Iterator[None]:
    """Ask the library for devices without a line on the terminal where there is no sound server.

    It warns of that in Qt's general category, which is quiet only for as long as the question takes.
    """
    QLoggingCategory.setFilterRules(f"{_QUIET}\ndefault.warning=false")
    try:
        yield
    finally:
        QLoggingCategory.setFilterRules(_QUIET)
