"""Two entries that may be one person: found among everybody on file, to be decided by somebody.

A shared e-mail or phone alone never says "one person": it asks whether two people share a home.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain, combinations

from chapter_desk.core.looking import look
from chapter_desk.core.members.households import homes
from chapter_desk.core.members.matching import MatchKind, PeopleOnFile, Reason
from chapter_desk.core.members.on_file import Known, known_people, matcher
from chapter_desk.core.members.same_person import all_components, told_apart
from chapter_desk.store.database import Database
from chapter_desk.values import PersonId

Heard = Callable[[int, int], None]
"""Told (done, of how many), 0 of 0 while it reads.  What it raises ends the looking."""

_HOUSEFUL = 6
"""More people than this on one number are a care home or an office, and no household."""
_ARCHIVED = "SELECT id FROM person WHERE archived_at IS NOT NULL"
_EVERY = 500


class Question(Enum):
    """What is asked about two entries, the likeliest to be one person first.

    `CHOSEN` is never found: somebody chose to compare these two.
    """

    CHOSEN = "chosen"
    LIKELY = "likely"
    PERHAPS = "perhaps"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class LikelyDouble:
    """Two entries, by the ids they go by, the smaller (which the joined person goes by) first.

    `reasons` are what they have in common, the strongest first.
    """

    one: PersonId
    other: PersonId
    names: tuple[str, str]
    question: Question
    reasons: tuple[Reason, ...]

    @property
    def pair(self) -> tuple[PersonId, PersonId]:
        return (self.one, self.other)


class LikelyDoubles:
    """Looks through everybody on file."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, heard: Heard = lambda _done, _all: None) -> list[LikelyDouble]:
        """Return the pairs to decide, the likeliest first, then by name.

        Pairs that somebody told apart or put into one household are not in it, nor those of two archived
        people.
        """
        with self._db.read() as connection:
            components = all_components(connection)
            known = known_people(connection, lambda: heard(0, 0))
            apart, living = told_apart(connection, components), homes(connection, components)
            archived = {components.of(id) for (id,) in look(connection, _ARCHIVED)}
        found = _found(matcher(known, lambda: heard(0, 0)), known, heard)
        asked = [
            each
            for pair, each in found.items()
            if pair not in apart
            and not living.get(each.one, set()) & living.get(each.other, set())
            and not archived.issuperset(pair)
        ]
        order = list(Question)
        return sorted(
            asked,
            key=lambda each: (order.index(each.question), tuple(map(str.casefold, each.names)), each.pair),
        )


def _found(
    on_file: PeopleOnFile, known: Mapping[PersonId, Known], heard: Heard
) -> dict[tuple[PersonId, PersonId], LikelyDouble]:
    found: dict[tuple[PersonId, PersonId], LikelyDouble] = {}
    contacts, namesakes = list(on_file.sharing_contacts()), list(on_file.sharing_names())
    groups = chain(((reason, people) for reason, people in contacts), ((None, each) for each in namesakes))
    for done, (shared, people) in enumerate(groups):
        if done % _EVERY == 0:
            heard(done, len(contacts) + len(namesakes))
        for one, other in combinations(sorted(people), 2):
            before = found.get((one, other))
            if before is not None and before.question is not Question.HOUSEHOLD:
                continue
            asked = _asked(on_file, one, other, shared, people)
            if asked is not None:
                question, reasons = asked
                reasons = tuple(dict.fromkeys((*(before.reasons if before else ()), *reasons)))
                names = (known[one].display_name, known[other].display_name)
                found[one, other] = LikelyDouble(one, other, names, question, reasons)
    return found


def _asked(
    on_file: PeopleOnFile, one: PersonId, other: PersonId, shared: Reason | None, people: Sequence[PersonId]
) -> tuple[Question, tuple[Reason, ...]] | None:
    """Return what is asked about two people who share a contact or, where that is None, a name."""
    compared = on_file.compare(one, other)
    if compared.kind is MatchKind.SAME:
        return Question.LIKELY, compared.reasons
    if compared.kind is MatchKind.DOUBTFUL and not compared.other_generation:
        return Question.PERHAPS, compared.reasons
    if compared.kind is MatchKind.DOUBTFUL:
        return Question.HOUSEHOLD, compared.reasons
    if shared in (Reason.EMAIL, Reason.PHONE) and len(people) <= _HOUSEFUL and one == min(people):
        return Question.HOUSEHOLD, (shared,)  # one after the other joins the home of the first
    return None
