"""Words of the Members pages: days, names of fields, what a change was, what a filter says."""

from datetime import date

from PySide6.QtCore import QDate, QLocale

from chapter_desk.core.members.columns import field_names
from chapter_desk.core.members.contact import PhoneNumber
from chapter_desk.core.members.field_history import FieldChange
from chapter_desk.core.members.roster import RosterView
from chapter_desk.gui.members.list_now import Filter
from chapter_desk.gui.widgets.day_field import short_day
from chapter_desk.i18n import _, language, ngettext

NOTHING = "—"


def view_words(view: RosterView) -> str:
    """Return the name of a view."""
    return {
        RosterView.EVERYONE: _("Everyone"),
        RosterView.MEMBERS: _("Members"),
        RosterView.SUPPORTERS: _("Supporters"),
        RosterView.NEW_THIS_MONTH: _("New this month"),
        RosterView.NO_CONTACT: _("No contact"),
        RosterView.ARCHIVED: _("Archived"),
    }[view]


def filter_words(each: Filter) -> str:
    """Return what a filter says on its chip."""
    return {
        "tag": _("Tag: {value}"),
        "zip": _("ZIP {value}"),
        "language": _("Speaks {value}"),
        "has-email": _("Has an e-mail"),
        "no-email": _("No e-mail"),
        "has-phone": _("Has a phone"),
        "no-phone": _("No phone"),
        "came-twice": _("Came 2 or more times in 6 months"),
        "never-came": _("Never came"),
    }[each.kind].format(value=language_words(each.value) if each.kind == "language" else each.value)


def seen_words(day: date | None, today: date) -> str:
    """Return when somebody was last here, short enough for a column."""
    return NOTHING if day is None else short_day(day, today)


def long_day(day: date) -> str:
    """Return a day with its whole month and its year: "November 18, 2025"."""
    pattern = {"en": "MMMM d, yyyy", "es": "d 'de' MMMM 'de' yyyy"}[language()]
    return QLocale(language()).toString(QDate(day.year, day.month, day.day), pattern)


def language_words(code: str) -> str:
    """Return what a language is called, for the codes we know; anything else as it was written."""
    return {"en": _("English"), "es": _("Spanish")}.get(code.casefold(), code)


def language_code(words: str) -> str:
    """Return the code of a language as somebody typed it, for those we know; anything else as it is."""
    known = {language_words(code).casefold(): code for code in ("en", "es")}
    return known.get(words.strip().casefold(), words.strip())


def channel_words(channel: str) -> str:
    """Return what somebody may agree to."""
    return {
        "email": _("E-mail"),
        "sms": _("Text messages"),
        "call": _("Phone calls"),
        "mail": _("Letters"),
        "share-with-national": _("Share with national"),
    }[channel]


def field_words(field: str) -> str:
    """Return what a field is called on the screen; of a person, of a contact, or of a list's column."""
    return {
        "display_name": _("Name"),
        "sort_name": _("Sorted as"),
        "given_name": _("First name"),
        "additional_name": _("Middle name"),
        "family_name": _("Last name"),
        "first_surname": _("First surname"),
        "second_surname": _("Second surname"),
        "honorific_prefix": _("Title before the name"),
        "honorific_suffix": _("Ending of the name"),
        "other_names": _("Also called"),
        "other_name": _("Also called"),
        "gender_pronouns": _("Pronouns"),
        "preferred_language": _("Language"),
        "employer": _("Employer"),
        "occupation": _("Occupation"),
        "source": _("How they came"),
        "brought_by": _("Brought by"),
        "do_not_contact": _("Do not contact"),
        "deceased_on": _("Died"),
        "under_18": _("Under 18"),
        "under_18_until": _("Turns 18 on"),
        "archived_at": _("Archived"),
        "removed_at": _("Removed"),
        "preferred_email": _("Preferred e-mail"),
        "preferred_phone": _("Preferred phone"),
        "preferred_address": _("Preferred address"),
        "email_address": _("E-mail"),
        "address": _("E-mail"),
        "status": _("E-mail status"),
        "phone_number": _("Phone"),
        "number": _("Phone"),
        "raw": _("As typed"),
        "extension": _("Extension"),
        "number_type": _("Kind of phone"),
        "mobile_phone": _("Mobile phone"),
        "home_phone": _("Home phone"),
        "work_phone": _("Work phone"),
        "sms_capable": _("Takes texts"),
        "do_not_call": _("Do not call"),
        "postal_address": _("Address"),
        "address_lines": _("Street"),
        "address_line_1": _("Street"),
        "address_line_2": _("Street, second line"),
        "po_box": _("PO box"),
        "locality": _("Town"),
        "region": _("State"),
        "postal_code": _("ZIP"),
        "country": _("Country"),
        "note": _("Note"),
        "body": _("Note"),
        "written_at": _("Note's day"),
        "tags": _("Tags"),
        "identifier": _("Their number in that list"),
        "email_status": _("May be e-mailed"),
        "sms_status": _("May be texted"),
        "amount": _("Gift: amount"),
        "received_on": _("Gift: day"),
        "method": _("Gift: how"),
        "source_line": _("Gift: its number in the list"),
        "refund_identifier": _("Gift: given back"),
    }.get(field, field.replace("_", " "))


_NOT_TAKEN_IN = frozenset(
    [
        "meeting_title", "meeting_identifier", "meeting_date", "attended", "attended_at", "rsvp_status",
        "rsvp_date", "subscribed_on", "lifetime_value", "county", "birth_date", "guests", "invited_by",
        "check_number",
    ]
)  # fmt: skip


def placeable_fields() -> list[str]:
    """Return the fields that a column of a list can be taken in as, in the order to offer them."""
    return [field for field in field_names() if field not in _NOT_TAKEN_IN]


def value_words(change: FieldChange, value: object) -> str:
    """Return a value of the history as a person reads it."""
    if value is None or value in ("", []):
        return NOTHING
    if change.field in ("archived_at", "removed_at"):
        return _("yes")
    if change.field.startswith("preferred_") and change.field != "preferred_language":
        return _("another one")
    if change.field == "preferred_language":
        return language_words(str(value))
    if change.field == "number":
        return PhoneNumber("", number=str(value)).shown
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return long_day(value) if isinstance(value, date) else str(value)


def people_words(count: int) -> str:
    """Return "38 people"."""
    return ngettext("{n} person", "{n} people", count).format(n=f"{count:,}")
