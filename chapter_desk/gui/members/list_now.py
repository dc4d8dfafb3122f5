"""What the list of members shows: a view, a search, filters and an order, answered by the roster."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from chapter_desk.core.members.roster import Roster, RosterRow, RosterSort, RosterView

FilterKind = Literal[
    "tag", "zip", "language", "has-email", "no-email", "has-phone", "no-phone", "came-twice", "never-came"
]
"""What a filter looks at; the first three have a value."""

_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition, such as a tag."""

    kind: FilterKind
    value: str = ""

    def fits(self, row: RosterRow) -> bool:
        """Return whether a person is shown through this filter."""
        return _FITS[self.kind](row, self.value)


_FITS: Mapping[FilterKind, Callable[[RosterRow, str], bool]] = {
    "tag": lambda row, tag: tag in row.tags,
    "zip": lambda row, zip_code: row.postal_code == zip_code,
    "language": lambda row, spoken: row.preferred_language == spoken,
    "has-email": lambda row, _none: bool(row.email),
    "no-email": lambda row, _none: not row.email,
    "has-phone": lambda row, _none: bool(row.phone),
    "no-phone": lambda row, _none: not row.phone,
    "came-twice": lambda row, _none: row.times_lately > 1,
    "never-came": lambda row, _none: row.last_seen is None,
}


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What is asked of the list.  Without `sort`, by name, or the likeliest first while searching."""

    view: RosterView = RosterView.EVERYONE
    text: str = ""
    filters: tuple[Filter, ...] = ()
    sort: RosterSort | None = None
    descending: bool = False

    @property
    def conditions(self) -> int:
        """How many filters narrow the view, the search among them."""
        return len(self.filters) + bool(self.text.strip())

    def without_last(self) -> "ListQuery":
        """Return the query without its last condition."""
        if self.text.strip():
            return replace(self, text="")
        return replace(self, filters=self.filters[:-1])


@dataclass(frozen=True, slots=True)
class Offered:
    """Values that a filter may have, the most frequent first."""

    tags: tuple[str, ...] = ()
    zips: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListNow:
    """The answer: the people, and how many each view has.  `on_file` counts everybody, archived too."""

    query: ListQuery
    rows: tuple[RosterRow, ...]
    counts: Mapping[RosterView, int]
    on_file: int
    offered: Offered = field(default_factory=Offered)


def read_list(roster: Roster, query: ListQuery, before: ListNow | None = None) -> ListNow:
    """Return the list; counts and offered values are those of `before` where that is still true.

    From memory, but of 100,000 people not in the window's own thread.
    """
    if not roster.loaded:
        roster.load()
    page = roster.rows(query.view, text=query.text, sort=query.sort, descending=query.descending)
    rows = page.rows
    for each in query.filters:
        rows = tuple([row for row in rows if each.fits(row)])
    if before is not None:
        return replace(before, query=query, rows=rows)
    return ListNow(query, rows, roster.counts(), len(roster), _offered(roster))


def _offered(roster: Roster) -> Offered:
    rows = roster.rows().rows
    zips = Counter(row.postal_code for row in rows if row.postal_code)
    languages = Counter(row.preferred_language for row in rows if row.preferred_language)
    tags = sorted(roster.tags().items(), key=lambda tag: -tag[1])
    return Offered(
        tuple([tag for tag, _count in tags[:_OFFERED]]),
        tuple([zip_code for zip_code, _count in zips.most_common(_OFFERED)]),
        tuple([language for language, _count in languages.most_common(_OFFERED)]),
    )
