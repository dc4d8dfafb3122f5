"""The form in which every expected error is told: what happened, what is safe, what to do."""

from dataclasses import dataclass
from functools import singledispatch

from chapter_desk.errors import ChapterDeskError


@dataclass(frozen=True, slots=True)
class Explanation:
    """Three short texts, always in this order on every screen and on the command line."""

    happened: str
    safe: str
    do: str

    def __str__(self) -> str:
        return f"{self.happened} {self.safe} {self.do}"


@singledispatch
def explain(error: ChapterDeskError) -> Explanation:
    """Return what a person needs to hear about an expected error."""
    raise NotImplementedError(type(error))
