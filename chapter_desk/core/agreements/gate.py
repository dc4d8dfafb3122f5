"""What must be so before the memorandum can be sent: the pack's affiliation checks, judged.

Pure: facts about the chapter in, a list of gates out.  Nothing is remembered between two judgements,
so a gate that stood open closes again when its reason goes (the tenth person is archived, the
call's entry is taken back).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from chapter_desk.core.agreements import gate_words as words
from chapter_desk.core.national.pack import Check, NationalPack

_PEOPLE = "people_validated"
_CONTACT = "contact.point-of-contact"
_PLAN = "plan.current"
_CALL = "call.organizing"


class Fix(Enum):
    """Where a person goes to open a gate."""

    PEOPLE = "people"
    CONTACT = "contact"
    PLAN = "plan"
    CALL = "call"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class CountablePerson:
    """What the pack's counting rule asks of a person.

    `id` is the canonical one (merged people share it), `living` False for who is archived or
    forgotten, `ways_to_reach` how many e-mails, phones and postal addresses they have: people of
    one household who share an e-mail each have it.
    """

    id: str
    display_name: str
    living: bool = True
    ways_to_reach: int = 0


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many people the pack's rule counts, and how many more only lack a way to reach them."""

    counted: int = 0
    without_contact: int = 0


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the plan holds, dropped issues and actions left out.

    `issues_with_priority` counts ties to a priority that the pack knows; `actions_without_owner`
    and `actions_without_date` may overlap.
    """

    issues: int = 0
    issues_with_priority: int = 0
    actions: int = 0
    actions_without_owner: int = 0
    actions_without_date: int = 0


@dataclass(frozen=True, slots=True)
class GateFacts:
    """All that the gates look at.

    `contact_name` is empty while nobody is named; `called_on` is the day of the organizing call,
    None while no such entry stands; `ticked` holds the ids of checks that a person has ticked.
    """

    people: PeopleCount = PeopleCount()
    contact_name: str = ""
    contact_reachable: bool = False
    plan: PlanFacts = PlanFacts()
    called_on: date | None = None
    ticked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gate:
    """One line of the checklist, in the language of the present context.

    `text` is the pack's sentence, `detail` says how things stand (it may be empty).  A gate that is
    not `required` is advice: shown, ticked or not, never in the way.  `on` is the day it was met,
    where a day belongs to it.
    """

    id: str
    met: bool
    text: str
    detail: str
    fix: Fix
    required: bool
    on: date | None = None


def people_counted(people: Iterable[CountablePerson]) -> PeopleCount:
    """Return how many people the rule of affiliation counts.

    The rule (pack, `counts_as_a_person`): a different living person with a name and at least one
    way to reach them; relatives who share an e-mail count separately.
    """
    named: dict[str, bool] = {}
    for person in people:
        if person.living and person.display_name.strip():
            named[person.id] = named.get(person.id, False) or person.ways_to_reach > 0
    counted = sum(named.values())
    return PeopleCount(counted, len(named) - counted)


def gates(pack: NationalPack, facts: GateFacts, on_day: date) -> tuple[Gate, ...]:
    """Return the pack's checks in its order, each judged by the facts of `on_day`."""
    return tuple(_judged(check, pack, facts, on_day) for check in pack.affiliation.checks)


def is_ready(checklist: Iterable[Gate]) -> bool:
    """Return whether nothing that is required is missing.  Advice never stands in the way."""
    return all(gate.met for gate in checklist if gate.required)


def open_gates(checklist: Iterable[Gate]) -> tuple[Gate, ...]:
    """Return what is required and still missing, in the order of the list."""
    return tuple(gate for gate in checklist if gate.required and not gate.met)


def _judged(check: Check, pack: NationalPack, facts: GateFacts, on_day: date) -> Gate:
    if check.target == _PEOPLE:
        return _people(check, pack, facts)
    if check.target == _CONTACT:
        return _contact(check, facts)
    if check.target == _PLAN:
        return _plan(check, pack, facts)
    if check.target == _CALL:
        return _call(check, facts, on_day)
    return _tick(check, facts)


def _people(check: Check, pack: NationalPack, facts: GateFacts) -> Gate:
    least, people = pack.affiliation.min_people, facts.people
    return Gate(
        id=check.id,
        met=people.counted >= least,
        text=str(check.ask).replace("{min_people}", str(least)),
        detail=words.people(people.counted, least, people.without_contact),
        fix=Fix.PEOPLE,
        required=_required(check),
    )


def _contact(check: Check, facts: GateFacts) -> Gate:
    name = facts.contact_name.strip()
    return Gate(
        id=check.id,
        met=bool(name),
        text=str(check.ask),
        detail=words.contact(name, facts.contact_reachable),
        fix=Fix.CONTACT,
        required=_required(check),
    )


def _plan(check: Check, pack: NationalPack, facts: GateFacts) -> Gate:
    """Judge the plan by clause 1.4: an issue tied to a priority and an action.

    The clause also asks for an owner and a day of every action and a priority of every issue;
    what of that is missing is said in the detail and stops nobody, since it may still be settled
    between two meetings.
    """
    plan = facts.plan
    tied = plan.issues_with_priority if pack.priorities else plan.issues
    return Gate(
        id=check.id,
        met=tied > 0 and plan.actions > 0,
        text=str(check.ask),
        detail=words.plan(
            issues=plan.issues,
            untied=plan.issues - tied,
            actions=plan.actions,
            without_owner=plan.actions_without_owner,
            without_date=plan.actions_without_date,
        ),
        fix=Fix.PLAN,
        required=_required(check),
    )


def _call(check: Check, facts: GateFacts, on_day: date) -> Gate:
    called = facts.called_on
    held = called is not None and called <= on_day
    return Gate(
        id=check.id,
        met=held,
        text=str(check.ask),
        detail=words.call(planned=called is not None, held=held),
        fix=Fix.CALL,
        required=_required(check),
        on=called,
    )


def _tick(check: Check, facts: GateFacts) -> Gate:
    met = check.id in facts.ticked
    return Gate(check.id, met, str(check.ask), words.tick(met), Fix.TICK, required=check.required is True)


def _required(check: Check) -> bool:
    return check.required is not False
