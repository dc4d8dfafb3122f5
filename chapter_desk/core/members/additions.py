"""What a row of a list adds to somebody who is on file, or further up in the list.  Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chapter_desk.core.members.cleaning import ImportedConsent, ImportedGift, ImportedPerson
from chapter_desk.core.members.consents import GIVEN, REFUSED
from chapter_desk.core.members.contact import EmailAddress, PhoneNumber, PostalAddress
from chapter_desk.core.members.on_file import TEXT_FIELDS, Known


@dataclass(frozen=True, slots=True)
class Addition:
    """What is to be written about somebody; empty when the row says nothing new.

    `replaced` holds what stood in those of the `fields` that were not blank.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    replaced: Mapping[str, str] = field(default_factory=dict)
    emails: tuple[EmailAddress, ...] = ()
    phones: tuple[PhoneNumber, ...] = ()
    address: PostalAddress | None = None
    tags: tuple[str, ...] = ()
    consents: tuple[ImportedConsent, ...] = ()
    identifiers: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    gifts: tuple[ImportedGift, ...] = ()

    def __len__(self) -> int:
        """How many things it writes."""
        lists = (self.emails, self.phones, self.tags, self.consents, self.identifiers, self.notes, self.gifts)
        return len(self.fields) + (self.address is not None) + sum(map(len, lists))

    @property
    def tells_who(self) -> bool:
        """Whether it brings something that a later row may be matched by."""
        return bool(self.emails or self.phones or self.identifiers or self.address or self.fields)


def addition(person: ImportedPerson, known: Known, *, overwrite: bool) -> Addition:
    """Return what a row says that is not known yet.

    A blank says nothing.  With `overwrite`, a name, a single field or a ZIP that differs is written
    over what is known; without, only blanks are filled.  E-mails, phones, tags, notes, ids and gifts
    are added in either way; a "no" to being written to is never overruled by a list's "yes".
    """
    fields: dict[str, str] = {}
    for name in TEXT_FIELDS:
        text, before = getattr(person, name), known.text(name)
        if text and text != before and (overwrite or not before):
            fields[name] = text
    if overwrite and person.display_name != known.display_name:
        fields["display_name"] = person.display_name
    return Addition(
        fields=fields,
        replaced={name: before for name in fields if (before := known.text(name))},
        emails=tuple([each for each in person.email_addresses if each.address not in known.emails]),
        phones=tuple([each for each in person.phone_numbers if phone_key(each) not in known.phones]),
        address=_address(person, known, overwrite),
        tags=tuple([tag for tag in one_of_each(person.tags) if tag.casefold() not in known.tags]),
        consents=tuple([each for each in person.consents if _says_more(each, known)]),
        identifiers=tuple([each for each in person.identifiers if each not in known.identifiers]),
        notes=(person.note,) if person.note and hash(person.note) not in known.notes else (),
        gifts=(person.gift,) if person.gift and _is_another(person.gift, known) else (),
    )


def known_from(person: ImportedPerson) -> Known:
    """Return what is known of somebody from their first row alone."""
    known = Known(person.display_name, other_names=person.other_names)
    learn(known, addition(person, known, overwrite=False))
    return known


def learn(known: Known, added: Addition) -> None:
    """Remember what a row brought, so that the same row further down changes nothing."""
    known.display_name = added.fields.get("display_name", known.display_name)
    known.fields |= {name: text for name, text in added.fields.items() if name != "display_name"}
    known.emails += tuple(each.address for each in added.emails)
    known.phones += tuple(map(phone_key, added.phones))
    if added.address is not None:
        known.zips += (added.address.postal_code,)
        known.has_street = known.has_street or bool(added.address.address_lines)
    known.tags += tuple(tag.casefold() for tag in added.tags)
    known.answers += tuple((each.channel, _decision(each)) for each in added.consents)
    known.identifiers += added.identifiers
    known.notes += tuple(map(hash, added.notes))
    known.gifts += tuple(map(gift_key, added.gifts))


def one_of_each(tags: Iterable[str]) -> list[str]:
    """Return tags without those that differ only in their capitals."""
    return list({tag.casefold(): tag for tag in reversed(tuple(tags))}.values())[::-1]


def phone_key(phone: PhoneNumber) -> str:
    """Return what two phones are told apart by."""
    return phone.number or phone.raw


def gift_key(gift: ImportedGift) -> tuple[int, str]:
    """Return what two gifts of one person are told apart by, where no list numbers them."""
    return gift.amount_cents, gift.received_on.isoformat() if gift.received_on else ""


def _address(person: ImportedPerson, known: Known, overwrite: bool) -> PostalAddress | None:
    """Return the address if it brings what was blank, or a ZIP that may be written."""
    address = person.postal_address
    if address is None:
        return None
    brings_street = bool(address.address_lines) and not known.has_street
    brings_zip = bool(address.postal_code) and address.postal_code not in known.zips
    brings_anything = not known.zips and not address.empty
    fills = brings_street or brings_anything or (brings_zip and (overwrite or not any(known.zips)))
    return address if fills else None


def _is_another(gift: ImportedGift, known: Known) -> bool:
    return bool(gift.source_line) or gift_key(gift) not in known.gifts


def _says_more(consent: ImportedConsent, known: Known) -> bool:
    before = known.answer(consent.channel)
    return before != _decision(consent) and not (consent.given and before == REFUSED)


def _decision(consent: ImportedConsent) -> str:
    return GIVEN if consent.given else REFUSED
