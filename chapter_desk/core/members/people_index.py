"""The index of people in memory: search as you type, at the door and in the roster alike."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock

from chapter_desk.core.members.findable import Findable
from chapter_desk.core.members.matched_letters import Span, matched_letters
from chapter_desk.core.members.nicknames import Nicknames, shipped_nicknames
from chapter_desk.core.members.search_tables import SearchTables
from chapter_desk.core.members.searching import HitKind, Query, Search

__all__ = ["Findable", "Hit", "HitKind", "PeopleIndex"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A person who was found, how, and which letters of their displayed name to underline."""

    id: str
    kind: HitKind
    spans: tuple[Span, ...]
    person: Findable


class PeopleIndex:
    """Everybody who can be found, kept in step one by one after each commit.

    A hundred thousand people are found within a frame.  Threads may share one index: a search sees
    the people before or after a change, never amid one.
    """

    def __init__(self, nicknames: Nicknames | None = None) -> None:
        self._nicknames = nicknames or shipped_nicknames()
        self._tables = SearchTables()
        self._lock = Lock()
        self._rebuilding = 0
        self._meanwhile: list[tuple[str, Findable | None]] = []

    def __len__(self) -> int:
        return len(self._tables)

    def __contains__(self, person_id: str) -> bool:
        return person_id in self._tables.place_of

    def put(self, person: Findable) -> None:
        """Take a person in, or take in what has changed about them."""
        with self._lock:
            self._tables.put(person)
            if self._rebuilding:
                self._meanwhile.append((person.id, person))

    def remove(self, person_id: str) -> None:
        """Forget a person; nothing happens when they are not here."""
        with self._lock:
            self._tables.remove(person_id)
            if self._rebuilding:
                self._meanwhile.append((person_id, None))

    def replace_all(
        self, people: Iterable[Findable], heard: Callable[[int], None] = lambda _count: None
    ) -> None:
        """Hold exactly these people from now on, and whatever was put or removed meanwhile.

        May run on another thread while the old answers are still given.  `heard` is told how many
        were read, every thousand; whatever it raises stops the work and leaves the index as it was.
        """
        with self._lock:
            self._rebuilding += 1
        try:
            tables = SearchTables.built(people, heard)
            with self._lock:
                for person_id, person in self._meanwhile:
                    if person is None:
                        tables.remove(person_id)
                    else:
                        tables.put(person)
                self._tables = tables
        finally:
            with self._lock:
                self._rebuilding -= 1
                if not self._rebuilding:
                    self._meanwhile.clear()

    def get(self, person_id: str) -> Findable | None:
        """Return what is known of a person here, None when they are not here."""
        with self._lock:
            place = self._tables.place_of.get(person_id)
            return None if place is None else self._tables.people[place]

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """Return who is meant by `text`, the likeliest first; nobody when nothing was typed.

        The kinds come in the order of `HitKind`; within a kind those seen lately, then by name;
        archived people last.
        """
        query = Query(text)
        with self._lock:
            found = Search(self._tables, self._nicknames, query, limit).run()
            people = self._tables.people
            return [
                Hit(person.id, kind, matched_letters(person.display_name, query.words, query.loose), person)
                for place, kind in found.items()
                if (person := people[place])
            ]

    def ids(self, text: str, limit: int | None = None) -> list[str]:
        """Return the ids of everyone meant by `text`, in the order of `search`, without underlining."""
        with self._lock:
            most = len(self._tables) if limit is None else limit
            found = Search(self._tables, self._nicknames, Query(text), most).run()
            return [person.id for place in found if (person := self._tables.people[place])]
