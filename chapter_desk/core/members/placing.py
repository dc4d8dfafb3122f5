"""Places the rows of a list, one after the other: who is new, who is on file, who came before."""

from collections.abc import Callable
from dataclasses import replace
from types import TracebackType

from chapter_desk.core.members.additions import addition, known_from, learn
from chapter_desk.core.members.cleaning import ImportedPerson, Problem
from chapter_desk.core.members.import_plan import Effect, ImportPlan, PlannedRow
from chapter_desk.core.members.imported_rows import gift_line
from chapter_desk.core.members.matching import Match, MatchKind, Particulars
from chapter_desk.core.members.on_file import Known, matcher
from chapter_desk.values import PersonId, new_id


class Placing:
    """Writes into a plan what becomes of each row.

    A context: on its way out it lets go of everybody bit by bit, for freeing a hundred thousand
    people at once would hold the window.
    """

    def __init__(
        self,
        plan: ImportPlan,
        people: dict[PersonId, Known] | None,
        gift_lines: set[str],
        heard: Callable[[], None] = lambda: None,
    ) -> None:
        """`people` is everybody on file, None where nobody is looked for."""
        self._plan = plan
        self._looks = people is not None
        self._people = people or {}
        self._on_file = matcher(self._people, heard)
        self._from_list: dict[PersonId, int] = {}
        self._changed: set[PersonId] = set()
        self._gift_lines = gift_lines

    def __enter__(self) -> "Placing":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for held in (self._people, self._from_list):
            while held:
                held.popitem()
        self._on_file.clear()

    def place(self, person: ImportedPerson) -> None:
        """Take the next row into the plan."""
        person = self._with_gift_judged(person)
        if not self._looks:
            self._add(person)
            return
        particulars = _particulars(person)
        match = self._on_file.match(particulars)
        if match.kind is MatchKind.SAME and match.person_id is not None:
            self._meet(person, match.person_id)
            return
        self._doubt(person, match)
        id = self._add(person)
        self._from_list[id] = len(self._plan.rows) - 1
        self._on_file.add(id, particulars)

    def _add(self, person: ImportedPerson) -> PersonId:
        id = PersonId(new_id())
        self._plan.add(PlannedRow(person.row, person.display_name, Effect.NEW, id, person))
        return id

    def _doubt(self, person: ImportedPerson, match: Match) -> None:
        if match.kind is MatchKind.DOUBTFUL:
            in_list = match.person_id in self._from_list
            kind = "maybe-twice" if in_list else "maybe-on-file"
            self._plan.note([Problem(person.row, kind, person.display_name)])
        elif match.household:
            self._plan.note([Problem(person.row, "shared-email", person.display_name)])

    def _meet(self, person: ImportedPerson, id: PersonId) -> None:
        again = id in self._from_list or id in self._changed
        if id in self._from_list:
            self._plan.note([Problem(person.row, "twice-in-list", person.display_name)])
            overwrite = False
        elif self._plan.on_duplicate == "skip":
            self._plan.add(PlannedRow(person.row, person.display_name, Effect.SAME, id))
            return
        else:
            overwrite = self._plan.on_duplicate == "update"
        known = self._known(id)
        added = addition(person, known, overwrite=overwrite)
        if not added:
            self._plan.add(PlannedRow(person.row, person.display_name, Effect.SAME, id))
            return
        effect = Effect.AGAIN if again else Effect.CHANGED
        self._plan.add(PlannedRow(person.row, known.display_name, effect, id, None, added))
        self._changed.add(id)
        learn(known, added)
        if added.tells_who:
            self._on_file.add(id, known.particulars())

    def _known(self, id: PersonId) -> Known:
        """Return what is known of somebody; of a person of this list only when they come again."""
        known = self._people.get(id)
        if known is None:
            first = self._plan.rows[self._from_list[id]].person
            assert first is not None, "a row of somebody new holds them"
            known = self._people[id] = known_from(first)
        return known

    def _with_gift_judged(self, person: ImportedPerson) -> ImportedPerson:
        """Return the row without a gift that cannot be kept or is kept already."""
        gift = person.gift
        if gift is None:
            return person
        line = gift_line(self._plan.mapping.system, gift.source_line)
        if gift.refunded or gift.amount_cents <= 0 or line in self._gift_lines:
            return replace(person, gift=None)
        if gift.received_on is None:
            self._plan.note([Problem(person.row, "gift-without-day", person.display_name)])
            return replace(person, gift=None)
        if line:
            self._gift_lines.add(line)
        return replace(person, gift=replace(gift, source_line=line))


def _particulars(person: ImportedPerson) -> Particulars:
    return Particulars(
        person.display_name,
        person.given_name,
        person.family_name,
        person.other_names,
        tuple([each.address for each in person.email_addresses]),
        tuple([each.number for each in person.phone_numbers if each.number]),
        person.postal_code,
        person.identifiers,
    )
