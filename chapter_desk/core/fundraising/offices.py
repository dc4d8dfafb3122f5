"""Which office answers questions on campaign money in a state: often not the secretary of state.  Pure."""

import tomllib
from functools import cache

import msgspec
from msgspec import Struct

from chapter_desk.core.national.text import Text
from chapter_desk.files import resource


class Office(Struct, frozen=True):
    """The office to ask first in a state, by its postal code ("VA").

    `secretary` says that it is the secretary of state's, `sure` that a source names it.  The English name
    is what stands on its door.
    """

    state: str
    in_state: Text
    name: Text
    secretary: bool
    sure: bool


class _Offices(Struct, frozen=True):
    schema: str
    schema_version: int
    office: tuple[Office, ...]


@cache
def offices() -> dict[str, Office]:
    """Return the offices by state."""
    text = resource("fundraising", "offices.toml").read_text(encoding="utf-8")
    found = msgspec.convert(tomllib.loads(text), _Offices)
    return {each.state: each for each in found.office}


def office_of(state: str) -> Office | None:
    """Return the office of a state; None where the chapter's state is none of the list."""
    return offices().get(state.strip().upper())
