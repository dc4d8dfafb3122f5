"""Who lives with whom, in memory: the door shows it with the chosen match, within a letter."""

from collections.abc import Iterable

from chapter_desk.values import PersonId


class Homes:
    """Households by person, each under the id they go by.

    It may be read on one thread while another replaces what changed: each answer is whole.
    """

    def __init__(self, rows: Iterable[tuple[str, PersonId]] = ()) -> None:
        """`rows` are (household, person) as they stand."""
        self._homes: dict[PersonId, frozenset[str]] = {}
        self._people: dict[str, frozenset[PersonId]] = {}
        people: dict[str, set[PersonId]] = {}
        homes: dict[PersonId, set[str]] = {}
        for home, person in rows:
            people.setdefault(home, set()).add(person)
            homes.setdefault(person, set()).add(home)
        self._people = {home: frozenset(theirs) for home, theirs in people.items()}
        self._homes = {person: frozenset(theirs) for person, theirs in homes.items()}

    def mates(self, person_id: PersonId) -> tuple[PersonId, ...]:
        """Return who lives with a person, without the person, in the order of their ids."""
        homes = self._homes.get(person_id, frozenset())
        together = {mate for home in homes for mate in self._people.get(home, ())}
        return tuple(sorted(together - {person_id}))

    def replace(self, people: Iterable[PersonId], rows: Iterable[tuple[str, PersonId]]) -> None:
        """Put the households of these people in the place of what was known of them."""
        gone = list(people)
        for person in gone:
            for home in self._homes.pop(person, ()):
                self._people[home] = self._people[home] - {person}
        for home, person in rows:
            self._homes[person] = self._homes.get(person, frozenset()) | {home}
            self._people[home] = self._people.get(home, frozenset()) | {person}
