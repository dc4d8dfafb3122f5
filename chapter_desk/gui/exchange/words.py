"""What stands in a bundle, in words: kinds of entries, fields, values, sizes, days.  No widgets."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale

from chapter_desk.core.fundraising.amounts import dollars
from chapter_desk.core.fundraising.rules import shipped_rules
from chapter_desk.gui.opening.moments import clock_time
from chapter_desk.gui.widgets.day_field import day_words, short_day
from chapter_desk.i18n import _, language, ngettext

GROUPS: Mapping[str, tuple[str, ...]] = {
    "people": ("person", "consent"),
    "contact": ("email_address", "phone_number", "postal_address"),
    "meetings": ("meeting", "sign_in", "rsvp", "exception"),
    "notes": ("note", "follow_up"),
    "groups": ("tag", "tagging", "household", "household_member", "custom_field", "custom_value",
               "identifier"),
    "gifts": ("gift", "count_sheet"),
    "plan": ("issue", "action", "plan_version"),
    "chapter": ("chapter_zip", "laptop", "operator", "chapter", "agreement", "agreement_event", "attachment"),
    "corrections": ("same_person", "not_same_person", "forgotten", "void"),
}  # fmt: skip
"""The tables of a bundle by what a person would call them, in the order they are shown."""


def group_words(group: str) -> str:
    """Return what a group of tables is called."""
    return {
        "people": _("People"),
        "contact": _("Phones, e-mail, addresses"),
        "meetings": _("Meetings and sign-ins"),
        "notes": _("Notes and calls"),
        "groups": _("Tags, households, own fields"),
        "gifts": _("Gifts"),
        "plan": _("Local plan"),
        "chapter": _("Chapter and agreement"),
        "corrections": _("Corrections"),
    }[group]


def group_of(table: str) -> str:
    """Return the group that a table belongs to; one of a later version is with the corrections."""
    return next((group for group, tables in GROUPS.items() if table in tables), "corrections")


def counted_rows(table: str, n: int) -> str:
    """Return how many rows of a table there are: "3 people", "1 sign-in"."""
    said = {
        "person": ngettext("{n} person", "{n} people", n),
        "email_address": ngettext("{n} e-mail", "{n} e-mails", n),
        "phone_number": ngettext("{n} phone", "{n} phones", n),
        "postal_address": ngettext("{n} address", "{n} addresses", n),
        "consent": ngettext("{n} answer", "{n} answers", n),
        "meeting": ngettext("{n} meeting", "{n} meetings", n),
        "rsvp": ngettext("{n} said yes or no", "{n} said yes or no", n),
        "exception": ngettext("{n} to sort out", "{n} to sort out", n),
        "sign_in": ngettext("{n} sign-in", "{n} sign-ins", n),
        "note": ngettext("{n} note", "{n} notes", n),
        "follow_up": ngettext("{n} call", "{n} calls", n),
        "gift": ngettext("{n} gift", "{n} gifts", n),
        "count_sheet": ngettext("{n} count of money", "{n} counts of money", n),
        "issue": ngettext("{n} issue", "{n} issues", n),
        "action": ngettext("{n} action", "{n} actions", n),
        "plan_version": ngettext("{n} adopted plan", "{n} adopted plans", n),
        "agreement_event": ngettext("{n} step", "{n} steps", n),
        "chapter": ngettext("{n} chapter", "{n} chapters", n),
        "agreement": ngettext("{n} agreement", "{n} agreements", n),
        "attachment": ngettext("{n} paper", "{n} papers", n),
        "laptop": ngettext("{n} laptop", "{n} laptops", n),
        "operator": ngettext("{n} name at the desk", "{n} names at the desk", n),
        "chapter_zip": ngettext("{n} ZIP", "{n} ZIPs", n),
        "void": ngettext("{n} taken back", "{n} taken back", n),
        "forgotten": ngettext("{n} forgotten", "{n} forgotten", n),
        "same_person": ngettext("{n} joined", "{n} joined", n),
        "tag": ngettext("{n} tag", "{n} tags", n),
        "household": ngettext("{n} household", "{n} households", n),
    }.get(table)
    return (said or ngettext("{n} entry", "{n} entries", n)).format(n=f"{n:,}")


def field_words(field: str) -> str:
    """Return what a field is called; the OSDI name itself for one that a later version wrote."""
    return {
        "display_name": _("name"),
        "given_name": _("first name"),
        "additional_name": _("middle name"),
        "family_name": _("last name"),
        "honorific_prefix": _("title before the name"),
        "honorific_suffix": _("letters after the name"),
        "other_names": _("other names"),
        "gender_pronouns": _("pronouns"),
        "preferred_language": _("language"),
        "preferred_email": _("first e-mail"),
        "preferred_phone": _("first phone"),
        "preferred_address": _("first address"),
        "employer": _("employer"),
        "occupation": _("occupation"),
        "source": _("where they came from"),
        "brought_by": _("who brought them"),
        "do_not_contact": _("no contact wanted"),
        "standing_override": _("standing set by hand"),
        "standing_reason": _("why the standing was set"),
        "deceased_on": _("day of death"),
        "under_18": _("whether they are under 18"),
        "under_18_until": _("day they turn 18"),
        "archived_at": _("put in the archive"),
        "removed_at": _("whether it was removed"),
        "address": _("e-mail"),
        "status": _("state"),
        "number": _("phone"),
        "raw": _("as it was typed"),
        "extension": _("extension"),
        "number_type": _("kind of phone"),
        "sms_capable": _("takes text messages"),
        "do_not_call": _("no calls wanted"),
        "address_lines": _("street"),
        "locality": _("city"),
        "region": _("state of the country"),
        "postal_code": _("ZIP"),
        "country": _("country"),
        "channel": _("what may be shared"),
        "decision": _("yes or no"),
        "wording": _("the words they were asked with"),
        "how": _("how it was said"),
        "at": _("time"),
        "kind": _("kind"),
        "title": _("title"),
        "name": _("name"),
        "description": _("description"),
        "starts_at": _("start time"),
        "ends_at": _("end time"),
        "time_zone": _("time zone"),
        "venue": _("place"),
        "capacity": _("room for"),
        "opened_at": _("when the door opened"),
        "ended_at": _("when it ended"),
        "host_id": _("host"),
        "body": _("note"),
        "value": _("value"),
        "written_at": _("written at"),
        "goal": _("goal"),
        "story": _("story"),
        "priority_id": _("national priority"),
        "position": _("place in the order"),
        "details": _("details"),
        "owner_id": _("owner"),
        "owner": _("owner"),
        "due_on": _("due date"),
        "due_at": _("due date"),
        "effort": _("effort"),
        "recurrence": _("how often"),
        "done_at": _("done at"),
        "outcome": _("outcome"),
        "note": _("note"),
        "list": _("which list"),
        "type": _("in or out"),
        "languages": _("languages"),
        "lead_id": _("lead"),
        "contact_id": _("point of contact"),
        "signing_key": _("public signing key"),
        "recipient": _("public key to seal for"),
        "national_pack_id": _("national pack"),
        "pack_id": _("pack of terms"),
        "terms_version": _("version of the terms"),
        "language": _("language"),
        "filled": _("what was filled in"),
        "on": _("day"),
        "role": _("role"),
        "rule_choices": _("money rules"),
        "cash_cents": _("cash counted"),
        "check_cents": _("checks counted"),
        "other_cents": _("other counted"),
        "written_cents": _("written when it was counted"),
        "counted_on": _("day of the count"),
        "hand_over_by": _("hand over by"),
        "first_counter": _("who counted"),
        "second_counter": _("who counted too"),
        "signed_at": _("when it was signed off"),
        "person_id": _("whose it is"),
        "meeting_id": _("which meeting"),
        "issue_id": _("which issue"),
        "agreement_id": _("which agreement"),
        "person_a": _("one of the two"),
        "person_b": _("the other of the two"),
        "target_table": _("what was taken back"),
        "target_id": _("which one was taken back"),
    }.get(field, field)


def value_words(value: Any, zone: ZoneInfo, today: date, field: str = "") -> str:
    """Return a field's value as a person reads it."""
    if value is None or value == "":
        return _("nothing")
    if field.endswith("_cents"):
        return dollars(value)
    if field == "rule_choices" and isinstance(value, dict):
        chosen = value.get("money", {})
        title = str(shipped_rules().rule(str(chosen.get("rule", ""))).title)
        return ": ".join(part for part in (title, str(chosen.get("reason", ""))) if part)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment_words(value, zone, today)
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return str(value)


def day_of(at: datetime, zone: ZoneInfo, today: date) -> str:
    """Return the day of a moment where the chapter is: "today", "April 28"."""
    day = at.astimezone(zone).date()
    return _("today") if day == today else short_day(day, today)


def moment_words(at: datetime, zone: ZoneInfo, today: date) -> str:
    """Return a moment where the chapter is: "today, 7:03 PM"."""
    return _("{day}, {time}").format(day=day_of(at, zone, today), time=clock_time(at.astimezone(zone)))


def size_words(size: int) -> str:
    """Return a size on the disk: "12 KB"."""
    small = size < 1024 * 1024
    format = QLocale.DataSizeFormat.DataSizeTraditionalFormat
    return QLocale(language()).formattedDataSize(size, 0 if small else 1, format)


def kind_words(kind: str) -> str:
    """Return what a kind of bundle is called."""
    return {
        "summary": _("Counts only"),
        "delta": _("What is new"),
        "snapshot": _("Everything"),
        "receipt": _("Receipt"),
        "attendance": _("Who came to the other door"),
        "door-pack": _("Names for a door laptop"),
    }.get(kind, kind)
