"""Is somebody in a list, or at the door, a person on file?  Decided by evidence.  Pure.

Nobody is taken for another by a name alone, nor by an e-mail or a phone alone: households share
them.  What is neither plainly the same nor plainly new is doubtful, and a person decides.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import NamedTuple

from chapter_desk.core.members.name_agreement import Agreement, ComparedName, NameComparison
from chapter_desk.core.members.nicknames import Nicknames
from chapter_desk.values import PersonId

_CROWD = 12
"""A number or address of more people than this is a place's, and says nothing about a person."""
_NAMESAKES = 500
"""A name of more people than this is a word such as "Friend"; to compare them all would take for ever."""


_Block = dict[str, list[PersonId]]


class MatchKind(Enum):
    """What is to be done with somebody who comes in."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    NEW = "new"


class Reason(Enum):
    """What speaks for its being the same person, or only seems to.  The strongest first."""

    IDENTIFIER = "identifier"  # the same id in another tool
    EMAIL = "email"
    PHONE = "phone"
    POSTAL_CODE = "postal-code"
    SAME_NAME = "same-name"
    FITTING_NAME = "fitting-name"  # a nickname, a second surname left out
    UNSURE_NAME = "unsure-name"  # father or son, a changed surname, an initial
    SEVERAL = "several"  # several people on file fit equally well


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is known of somebody, on file or coming in.

    `emails` are lower case, `phones` E.164, `postal_code` has five digits, `identifiers` are written
    `system:id`.
    """

    display_name: str
    given_name: str = ""
    family_name: str = ""
    other_names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    postal_code: str = ""
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The answer.  `person_id` is None when new; when doubtful it is the likeliest.

    `others` are further people it may be, likeliest first.  `household` are people of another name
    with the same e-mail: they are never merged, "same household?" may be asked.
    """

    kind: MatchKind
    person_id: PersonId | None = None
    reasons: tuple[Reason, ...] = ()
    others: tuple[PersonId, ...] = ()
    household: tuple[PersonId, ...] = ()


class Comparison(NamedTuple):
    """What two people on file are to each other.

    `other_generation` tells that one of them is Jr., the other not: father and son.
    """

    kind: MatchKind
    reasons: tuple[Reason, ...]
    other_generation: bool


@dataclass(frozen=True, slots=True)
class _OnFile:
    names: tuple[ComparedName, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    postal_code: str
    identifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Verdict:
    kind: MatchKind
    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> int:
        return sum(_WEIGHTS[reason] for reason in self.reasons)


_NOTHING = _Verdict(MatchKind.NEW, ())
_HOUSEHOLD = _Verdict(MatchKind.NEW, (Reason.EMAIL,))
_WEIGHTS = {
    Reason.IDENTIFIER: 64,
    Reason.EMAIL: 16,
    Reason.PHONE: 8,
    Reason.POSTAL_CODE: 4,
    Reason.SAME_NAME: 2,
    Reason.FITTING_NAME: 1,
    Reason.UNSURE_NAME: 0,
    Reason.SEVERAL: 0,
}
_NAME_REASON = {
    Agreement.SAME: Reason.SAME_NAME,
    Agreement.FITTING: Reason.FITTING_NAME,
    Agreement.UNSURE: Reason.UNSURE_NAME,
}


class PeopleOnFile:
    """The people on file, laid out so that few of them have to be compared with anyone who comes in."""

    def __init__(self, nicknames: Nicknames) -> None:
        self._names = NameComparison(nicknames)
        self._people: dict[PersonId, _OnFile] = {}
        self._by_identifier: _Block = {}
        self._by_email: _Block = {}
        self._by_phone: _Block = {}
        self._by_name: _Block = {}

    def __len__(self) -> int:
        return len(self._people)

    def add(self, person_id: PersonId, known: Particulars) -> None:
        """Put a person on file, or put what is known of them now in the place of what was."""
        self.remove(person_id)
        person = self._laid_out(known)
        self._people[person_id] = person
        for block, key in chain(self._contacts(person), self._names_of(person)):
            block.setdefault(key, []).append(person_id)

    def remove(self, person_id: PersonId) -> None:
        """Take a person off file; nothing happens when they are not on it."""
        person = self._people.pop(person_id, None)
        if person is None:
            return
        for block, key in chain(self._contacts(person), self._names_of(person)):
            block[key].remove(person_id)
            if not block[key]:
                del block[key]

    def clear(self) -> None:
        """Let go of everybody, one by one: to free very many at once would hold every other thread."""
        for held in (self._people, self._by_identifier, self._by_email, self._by_phone, self._by_name):
            while held:
                held.popitem()

    def match(self, incoming: Particulars) -> Match:
        """Return who on file this is.

        The same: one with the same identifier, or a fitting name and the same e-mail or phone, or
        the same name and ZIP with nothing against it.  Doubtful: an unsure name with the same
        e-mail or phone, the same name with nothing for or against it, or several who fit alike.
        """
        someone = self._laid_out(incoming)
        verdicts: dict[PersonId, _Verdict] = {}
        self._judge(someone, self._contacts(someone), verdicts)
        if all(verdict.kind is not MatchKind.SAME for verdict in verdicts.values()):
            # A name, even with its ZIP, weighs less than any contact: it is asked only now.
            self._judge(someone, self._names_of(someone), verdicts)
        household = tuple(id_ for id_, verdict in verdicts.items() if verdict is _HOUSEHOLD)
        return _decided(
            {id_: verdict for id_, verdict in verdicts.items() if verdict.kind is not MatchKind.NEW},
            household,
        )

    def compare(self, one: PersonId, other: PersonId) -> Comparison:
        """Return whether two people on file may be one, by the same evidence as somebody who comes in."""
        first, second = self._people[one], self._people[other]
        verdict = self._verdict(first, second)
        generations = [{name.generation for name in person.names} for person in (first, second)]
        return Comparison(
            verdict.kind, verdict.reasons, other_generation=generations[0].isdisjoint(generations[1])
        )

    def sharing_contacts(self) -> Iterator[tuple[Reason, Sequence[PersonId]]]:
        """Yield the people who share an identifier, an e-mail or a phone: two or more, but no crowd."""
        blocks = ((Reason.IDENTIFIER, self._by_identifier), (Reason.EMAIL, self._by_email))
        for reason, block in (*blocks, (Reason.PHONE, self._by_phone)):
            for people in block.values():
                if 1 < len(people) <= _CROWD:
                    yield reason, people

    def sharing_names(self) -> Iterator[Sequence[PersonId]]:
        """Yield namesakes who may be one person: of one ZIP, and those few of whom one has none."""
        for people in self._by_name.values():
            if len(people) < 2:
                continue
            by_zip: dict[str, list[PersonId]] = {}
            for person in people:
                by_zip.setdefault(self._people[person].postal_code, []).append(person)
            homeless = by_zip.pop("", [])
            yield from (each for each in by_zip.values() if 1 < len(each) <= _CROWD)
            if homeless and len(people) <= _CROWD:
                yield people

    def _judge(
        self, someone: _OnFile, keys: Iterable[tuple[_Block, str]], verdicts: dict[PersonId, _Verdict]
    ) -> None:
        for block, key in keys:
            people = block.get(key, ())
            if len(people) > (_NAMESAKES if block is self._by_name else _CROWD):
                continue
            for person_id in people:
                if person_id not in verdicts:
                    verdicts[person_id] = self._verdict(someone, self._people[person_id])

    def _laid_out(self, known: Particulars) -> _OnFile:
        return _OnFile(
            self._names.compared(known.display_name, known.given_name, known.family_name, known.other_names),
            known.emails,
            known.phones,
            known.postal_code,
            known.identifiers,
        )

    def _contacts(self, person: _OnFile) -> Iterator[tuple[_Block, str]]:
        for identifier in person.identifiers:
            yield self._by_identifier, identifier
        for email in dict.fromkeys(person.emails):
            yield self._by_email, email
        for phone in dict.fromkeys(person.phones):
            yield self._by_phone, phone

    def _names_of(self, person: _OnFile) -> Iterator[tuple[_Block, str]]:
        for key in dict.fromkeys(name.key for name in person.names):
            yield self._by_name, key

    def _verdict(self, someone: _OnFile, person: _OnFile) -> _Verdict:
        if _share(someone.identifiers, person.identifiers):
            return _Verdict(MatchKind.SAME, (Reason.IDENTIFIER,))
        agreement = self._names.agreement(someone.names, person.names)
        same_email = _share(someone.emails, person.emails)
        if agreement is Agreement.DIFFERENT:
            return _HOUSEHOLD if same_email else _NOTHING
        same_phone = _share(someone.phones, person.phones)
        same_zip = bool(someone.postal_code) and someone.postal_code == person.postal_code
        if same_email or same_phone:
            kind = MatchKind.DOUBTFUL if agreement is Agreement.UNSURE else MatchKind.SAME
        elif agreement is Agreement.SAME:
            kind = _by_name_and_zip(someone, person, same_zip)
        else:
            return _NOTHING
        evidence = (
            (Reason.EMAIL, same_email),
            (Reason.PHONE, same_phone),
            (Reason.POSTAL_CODE, same_zip),
            (_NAME_REASON[agreement], True),
        )
        return _Verdict(kind, tuple(reason for reason, holds in evidence if holds))


def _by_name_and_zip(someone: _OnFile, person: _OnFile, same_zip: bool) -> MatchKind:
    """What the same name means when no e-mail and no phone is shared."""
    other_emails = bool(someone.emails and person.emails)
    other_phones = bool(someone.phones and person.phones)
    if same_zip:
        return MatchKind.DOUBTFUL if other_emails and other_phones else MatchKind.SAME
    if someone.postal_code and person.postal_code:
        return MatchKind.NEW
    return MatchKind.NEW if other_emails or other_phones else MatchKind.DOUBTFUL


def _decided(verdicts: dict[PersonId, _Verdict], household: tuple[PersonId, ...]) -> Match:
    if not verdicts:
        return Match(MatchKind.NEW, household=household)
    sure = {id_: verdict for id_, verdict in verdicts.items() if verdict.kind is MatchKind.SAME}
    ranked = sorted(sure or verdicts, key=lambda id_: (-verdicts[id_].weight, id_))
    first, *others = ranked
    verdict = verdicts[first]
    if others and verdicts[others[0]].weight == verdict.weight:
        return Match(MatchKind.DOUBTFUL, first, (*verdict.reasons, Reason.SEVERAL), tuple(others), household)
    return Match(verdict.kind, first, verdict.reasons, tuple(others), household)


def _share(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return bool(one and other) and not set(one).isdisjoint(other)
