"""Invented people, as many as asked for, the same for the same seed.

The first forty are those of `forty.toml`, in its order; the mix of names, contacts, households and
wishes is that of `chapter_desk.core.samples.mix`.  Nobody here exists.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, count, islice, repeat
from random import Random
from typing import Any

from chapter_desk.core.samples import contact, names
from chapter_desk.core.samples.contact import SampleAddress, SamplePhone
from chapter_desk.core.samples.mix import BLOCK, HOMES, REACHABLE_FROM_THE_START, RENAMED, Deal, dealt, give
from chapter_desk.core.samples.names import SampleName

CHANNELS = ("email", "sms", "call", "share-with-national")
"""The channels that samples speak of, in the words of the `consent` table."""

_SOURCES = ("sign-up sheet", "rally", "friend", "online form", "phone bank")


@dataclass(frozen=True, slots=True)
class SampleConsent:
    """What a person said about one channel."""

    channel: str
    given: bool


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """One invented person.

    `position` counts from 0 and is the person's place in the list.  `engagement` is `once`, `some`
    (two to four times), `often` (five to ten), `always` or `gave` (never came, but gave).
    `household` is the same word for people who live together, else empty.  `same_person_as` is the
    position of an earlier entry for the same human being, else None.
    """

    position: int
    name: SampleName
    gender_pronouns: str
    preferred_language: str
    email_addresses: tuple[str, ...]
    phone_numbers: tuple[SamplePhone, ...]
    postal_address: SampleAddress | None
    consents: tuple[SampleConsent, ...]
    do_not_contact: bool
    household: str
    engagement: str
    moved_away: bool
    deceased: bool
    same_person_as: int | None
    source: str

    @property
    def display_name(self) -> str:
        """Return the name as its owner writes it."""
        return self.name.display_name

    @property
    def ways_to_reach(self) -> int:
        """Return how many e-mails, telephones and postal addresses (more than a ZIP) there are."""
        by_mail = self.postal_address is not None and bool(self.postal_address.address_lines)
        return len(self.email_addresses) + len(self.phone_numbers) + by_mail


def sample_people(how_many: int, seed: int) -> Iterator[SamplePerson]:
    """Return invented people one after another.

    The beginning of a long list is the short list of the same seed.  Names beyond the forty repeat
    seldom: somebody whose name is taken writes a middle initial.
    """
    return islice(_everybody(seed), how_many)


def enough_for(members: int, seed: int) -> int:
    """Return how many invented people make so many members.

    All of them come or give; but who moved away is archived, and who is written down twice is one.
    """
    standing = (each.same_person_as is None and not each.moved_away for each in _everybody(seed))
    return next(people for people, so_far in enumerate(accumulate(standing), 1) if so_far == members)


@dataclass(slots=True)
class _Shared:
    """What the people of one home have in common; filled by the first of them."""

    household: str
    email: str | None = None
    phone: SamplePhone | None = None
    address: SampleAddress | None = None


def _everybody(seed: int) -> Iterator[SamplePerson]:
    taken: set[str] = set()
    for block in count():
        yield from _block(seed, block, taken)


def _block(seed: int, number: int, taken: set[str]) -> Iterator[SamplePerson]:
    rows = names.forty() if number == 0 else ()
    deal = dealt(seed, number)
    _fit_the_forty(deal, rows)
    random = Random(f"{seed} {number} people")  # noqa: S311 - invention, not secrecy
    block = _Block(number, deal, rows, random, _names(deal, rows, random, taken))
    block.settle()
    for place in range(BLOCK):
        yield block.person(place)


def _fit_the_forty(deal: Deal, rows: tuple[dict[str, Any], ...]) -> None:
    """Let those written first have what their rows say, without changing how many have what."""
    later = len(rows)
    for place, row in enumerate(rows):
        give(deal.styles, place, row["style"], taking_from=place)
        emails = "shared" if "email" in row.get("shares", ()) else None
        if row.get("bare"):
            emails = "none"
            give(deal.phones, place, "none", taking_from=later)
            give(deal.addresses, place, "none", taking_from=later)
            give(deal.engagements, place, "once", taking_from=later)
        elif place < REACHABLE_FROM_THE_START:
            emails = "own"
        if emails:
            give(deal.emails, place, emails, taking_from=later)
        elif deal.emails[place] == "shared":
            give(deal.emails, place, "own", taking_from=later)
        if "phone" in row.get("shares", ()):
            give(deal.phones, place, "mobile", taking_from=later)
        if "address" in row.get("shares", ()):
            give(deal.addresses, place, "street", taking_from=later)
        give(deal.fates, place, "deceased" if row.get("deceased") else "", taking_from=later)
        give(deal.odd_phones, place, "", taking_from=later)


def _names(deal: Deal, rows: tuple[dict[str, Any], ...], random: Random, taken: set[str]) -> list[SampleName]:
    called = [names.written_first(row) for row in rows]
    on_purpose = list(names.twin_names()) if rows else []
    family: list[SampleName] = []
    for style in deal.styles[len(rows) :]:
        if style == "suffix":
            family = family or list(names.generations(random))
            called.append(family.pop(0))
        elif style == "plain" and on_purpose:
            called.append(on_purpose.pop(0))
        else:
            called.append(_new_name(style, random, taken))
    taken.update(name.display_name for name in called)
    return called


def _new_name(style: str, random: Random, taken: set[str]) -> SampleName:
    name = names.invented(style, random)
    for _ in range(3):
        if name.display_name not in taken:
            break
        name = names.invented(style, random)
    if name.display_name in taken:
        name = names.told_apart(name, random)
    taken.add(name.display_name)
    return name


@dataclass(slots=True)
class _Block:
    """240 people in the making: who has which trait, and who shares what with whom."""

    number: int
    deal: Deal
    rows: tuple[dict[str, Any], ...]
    random: Random
    called: list[SampleName]
    by_email: dict[int, _Shared] = field(default_factory=dict)
    by_landline: dict[int, _Shared] = field(default_factory=dict)
    by_address: dict[int, _Shared] = field(default_factory=dict)
    by_mobile: dict[int, _Shared] = field(default_factory=dict)

    def settle(self) -> None:
        """Decide who shares (the forty as written, then couples, families of one name, homes) and
        whose family name was another."""
        ways = {"email": self.by_email, "address": self.by_address, "phone": self.by_mobile}
        known: dict[str, _Shared] = {}
        for place, row in enumerate(self.rows):
            for way in row.get("shares", ()):
                ways[way][place] = known.setdefault(row["with"], _Shared(row["with"]))
        first = len(self.rows)
        plain = [place for place in range(first, BLOCK) if self.deal.styles[place] == "plain"]
        for place in self.random.sample(plain, RENAMED):
            self.called[place] = names.renamed(self.called[place], self.random)
        couples = [place for place in range(first, BLOCK) if self.deal.emails[place] == "shared"]
        families = [place for place in range(first, BLOCK) if self.deal.styles[place] == "suffix"]
        self._join("couple", couples, repeat(2), self.by_email, self.by_address)
        self._join("family", families, repeat(len(names.GENERATIONS)), self.by_address)
        with_landline = [
            place
            for place in range(first, BLOCK)
            if self.deal.phones[place] in ("landline", "both") and place not in self.by_address
        ]
        self._join("home", with_landline, HOMES, self.by_landline, self.by_address)

    def person(self, place: int) -> SamplePerson:
        """Return the person at a place; asked for in order, for the first of a home decides."""
        row = self.rows[place] if place < len(self.rows) else {}
        name = self.called[place]
        fate, opt_out = self.deal.fates[place], self.deal.opt_outs[place]
        position = self.number * BLOCK + place
        emails = self._emails(place, name, position)
        phones = self._phones(place, position)
        at_home = self.by_address.get(place)
        return SamplePerson(
            position=position,
            name=name,
            gender_pronouns=names.pronouns(self.random),
            preferred_language=_language(self.deal.styles[place], name, place, row),
            email_addresses=emails,
            phone_numbers=phones,
            postal_address=self._address(place, fate, at_home),
            consents=_consents(opt_out, bool(emails), bool(phones), self.random),
            do_not_contact=opt_out == "all",
            household=at_home.household if at_home and fate != "moved" else "",
            engagement=self.deal.engagements[place],
            moved_away=fate == "moved",
            deceased=fate == "deceased",
            same_person_as=row["same_person_as"] - 1 if "same_person_as" in row else None,
            source=self.random.choice(_SOURCES),
        )

    def _join(self, word: str, places: list[int], sizes: Iterable[int], *groups: dict[int, _Shared]) -> None:
        waiting = iter(places)
        for number, size in enumerate(sizes):
            joined = list(islice(waiting, size))
            if not joined:
                return
            shared = _Shared(f"{word}-{self.number}-{number}")
            for group in groups:
                group.update(dict.fromkeys(joined, shared))

    def _emails(self, place: int, name: SampleName, position: int) -> tuple[str, ...]:
        trait, shared = self.deal.emails[place], self.by_email.get(place)
        if trait == "none":
            return ()
        written = _in_latin_letters(name)
        first = contact.email(written, position, self.random)
        if trait == "several":
            return (first, contact.email(f"{written} work", position, self.random))
        if shared is not None:
            shared.email = shared.email or first
            return (shared.email,)
        return (first,)

    def _phones(self, place: int, position: int) -> tuple[SamplePhone, ...]:
        trait, oddity = self.deal.phones[place], self.deal.odd_phones[place]
        phones: list[SamplePhone] = []
        if trait in ("mobile", "both"):
            phones.append(
                _shared_phone(
                    contact.phone(position * 2 + 1, "Mobile", self.random), self.by_mobile.get(place)
                )
            )
        if trait in ("landline", "both"):
            phones.append(
                _shared_phone(
                    contact.phone(position * 2 + 2, "Home", self.random), self.by_landline.get(place)
                )
            )
        if phones and oddity:
            phones[0] = contact.odd_phone(oddity, phones[0], self.random)
        return tuple(phones)

    def _address(self, place: int, fate: str, shared: _Shared | None) -> SampleAddress | None:
        if fate == "moved":
            return contact.address_away(self.random)
        if shared is None:
            return contact.address(self.deal.addresses[place], self.random)
        shared.address = shared.address or contact.address("street", self.random)
        return shared.address


def _shared_phone(own: SamplePhone, shared: _Shared | None) -> SamplePhone:
    if shared is None:
        return own
    shared.phone = shared.phone or own
    return shared.phone


def _in_latin_letters(name: SampleName) -> str:
    """Return what an e-mail address is made of: the old family name, if another is on file."""
    for written in (*name.other_names, f"{name.given_name} {name.family_name}", name.display_name):
        if " " in written.strip() and "LATIN" in unicodedata.name(written.strip(" '’")[0], ""):
            return written
    return name.display_name


def _language(style: str, name: SampleName, place: int, row: dict[str, Any]) -> str:
    """Return what somebody prefers to read: most have not said."""
    if row or name.preferred_language:
        return name.preferred_language
    if style == "short":
        return ("vi", "zh")[place % 2]
    return "es" if style == "diacritics" and place % 3 == 0 else ""


def _consents(opt_out: str, has_email: bool, has_phone: bool, random: Random) -> tuple[SampleConsent, ...]:
    """Return what was said of each channel, the refusals of `opt_out` among them."""
    if opt_out == "all":
        return tuple(SampleConsent(channel, given=False) for channel in CHANNELS)
    said: dict[str, bool] = {}
    if has_email and random.random() < 0.7:
        said["email"] = True
    if has_phone and random.random() < 0.4:
        said["sms"] = True
    if random.random() < 0.4:
        said["share-with-national"] = random.random() < 0.85
    if opt_out:
        said[opt_out] = False
    return tuple(SampleConsent(channel, given) for channel, given in said.items())
