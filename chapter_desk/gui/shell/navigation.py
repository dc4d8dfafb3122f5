"""Where a person can go, where they were, and the numbers of the pages."""

from collections.abc import Callable
from dataclasses import dataclass

from chapter_desk.gui.shell.page import Page

PAGE_NUMBERS = {
    "today": 1,
    "door": 2,
    "members": 3,
    "meetings": 4,
    "plan": 5,
    "agreement": 6,
    "endorsements": 7,
    "directory": 8,
    "exchange": 9,
}
"""Ctrl 1 to 9.  The numbers of pages that do not exist yet stay reserved."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page the rail offers.

    `name` gives its name in the present language.  `make` builds it when it is first opened, and
    again when the language or the text size changes.  `low` pages stand at the foot of the rail.
    """

    key: str
    icon: str
    name: Callable[[], str]
    make: Callable[[], Page]
    low: bool = False
    under: str = ""
    """The page this one is reached from (an import from Members): it has no place of its own in the rail."""
    needs_place: bool = False
    """Whether it shows nothing before it is told what: Find anything leaves it out."""

    @property
    def keys(self) -> str:
        """The key that opens the page, "" if it has none."""
        number = PAGE_NUMBERS.get(self.key)
        if self.key == "history":
            return "Ctrl+H"
        if self.key == "sort-out":
            return "Ctrl+J"  # at the door it goes to what waits there
        if self.key == "settings":
            return "Ctrl+,"
        return f"Ctrl+{number}" if number else ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A page, and the place in it."""

    key: str
    place: object = None


class Trail:
    """The way a person came: back and forward, as in a browser."""

    def __init__(self) -> None:
        self._behind: list[Stop] = []
        self._ahead: list[Stop] = []

    def went_from(self, stop: Stop) -> None:
        """Remember a stop that is being left for a new one."""
        self._behind.append(stop)
        self._ahead.clear()
        del self._behind[:-50]

    def back(self, here: Stop) -> Stop | None:
        """Return the stop before, and remember `here` for the way forward; None at the start."""
        if not self._behind:
            return None
        self._ahead.append(here)
        return self._behind.pop()

    def forward(self, here: Stop) -> Stop | None:
        """Return the stop that Back came from; None if there is none."""
        if not self._ahead:
            return None
        self._behind.append(here)
        return self._ahead.pop()
