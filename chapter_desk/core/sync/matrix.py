"""What may leave this laptop, to whom: table x field x destination, as one piece of data.

The writer of bundles, the preview and the tests all read it here.  A table or field that is not named
does not go to national; a new one stays at home until somebody decides otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from chapter_desk.store import schema


class Destination(Enum):
    """Who a bundle is for."""

    CHAPTER = "chapter"
    """The chapter's own laptops: everything but local tables."""
    NATIONAL = "national"
    DOOR = "door"
    """A helper's laptop at the door of one meeting: names and what tells two alike apart, no contact data."""


class When(Enum):
    """Which rows of a table may go to national."""

    ALWAYS = "always"
    AGREED = "agreed"
    """Those about people whose newest answer to sharing with national is yes; of two at once, no wins.

    Never about who is under 18: `sharing` leaves them out, and that they are is told to nobody there.
    """
    TOLD = "told"
    """Those about people who agreed, or whom national was told about before: so that it hears of a no."""
    GONE = "gone"
    """Tombstones of people whom national was told about before."""
    SENT = "sent"
    """Those that take back a row which may go."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What of a table may go to national: which rows, and which fields of them."""

    when: When
    fields: tuple[str, ...]


TO_NATIONAL: Mapping[str, Passage] = {
    "chapter": Passage(
        When.ALWAYS,
        ("name", "postal_code", "locality", "region", "time_zone", "languages", "national_pack_id",
         "signing_key", "recipient"),
    ),
    "chapter_zip": Passage(When.ALWAYS, ("postal_code", "removed_at")),
    "person": Passage(
        When.AGREED,
        ("display_name", "given_name", "additional_name", "family_name", "honorific_prefix",
         "honorific_suffix", "preferred_language", "do_not_contact", "deceased_on", "removed_at"),
    ),
    "email_address": Passage(When.AGREED, ("person_id", "address", "status", "removed_at")),
    "phone_number": Passage(
        When.AGREED,
        ("person_id", "number", "extension", "number_type", "sms_capable", "do_not_call", "removed_at"),
    ),
    "postal_address": Passage(
        When.AGREED,
        ("person_id", "address_lines", "locality", "region", "postal_code", "country", "removed_at"),
    ),
    "consent": Passage(When.TOLD, ("person_id", "channel", "decision", "wording", "at")),
    "same_person": Passage(When.AGREED, ("person_a", "person_b")),
    "forgotten": Passage(When.GONE, ()),
    # Titles and places of meetings may name whose house it is; the kind, the day and the ZIP tell enough.
    "meeting": Passage(
        When.ALWAYS,
        ("kind", "starts_at", "ends_at", "time_zone", "locality", "region", "postal_code", "status",
         "removed_at"),
    ),
    "sign_in": Passage(When.AGREED, ("meeting_id", "person_id", "list", "type", "at")),
    "issue": Passage(When.ALWAYS, ("title", "goal", "priority_id", "position", "removed_at")),
    "action": Passage(
        When.ALWAYS,
        ("issue_id", "title", "due_on", "effort", "recurrence", "status", "done_at", "position",
         "removed_at"),
    ),
    "agreement": Passage(When.ALWAYS, ("pack_id", "terms_version", "language", "removed_at")),
    "agreement_event": Passage(When.ALWAYS, ("agreement_id", "kind", "on")),
    "void": Passage(When.SENT, ("target_table", "target_id")),
    # Of votes nothing goes: neither `roll_entry` nor `ballot_count`.
    # Of money nothing goes: neither `gift` nor `count_sheet`, nor the rule a chapter chose (`rule_choices`).
}  # fmt: skip

TO_DOOR: Mapping[str, tuple[str, ...]] = {
    "chapter": ("name", "postal_code", "locality", "region", "time_zone", "languages", "national_pack_id"),
    "laptop": ("name", "role", "door_meeting", "added_at", "revoked_at", "removed_at"),
    "operator": ("name", "role", "removed_at"),
    "person": ("display_name", "sort_name", "given_name", "additional_name", "family_name",
               "honorific_prefix", "honorific_suffix", "other_names", "preferred_language",
               "deceased_on", "under_18", "under_18_until", "archived_at", "removed_at"),
    # Of an address the ZIP alone: it tells two of one name apart.
    "postal_address": ("person_id", "postal_code", "removed_at"),
    "household": ("removed_at",),
    "household_member": ("household_id", "person_id"),
    "same_person": ("person_a", "person_b"),
    "not_same_person": ("person_a", "person_b"),
    "forgotten": (),
    "meeting": ("kind", "title", "starts_at", "ends_at", "time_zone", "venue", "locality", "region",
                "postal_code", "capacity", "quorum", "headcount", "voting_days", "status",
                "opened_at", "ended_at", "removed_at"),
    "rsvp": ("meeting_id", "person_id", "status", "guests", "removed_at"),
    "sign_in": ("meeting_id", "person_id", "list", "type", "at", "clock_suspect", "laptop", "greeter",
                "method", "name_as_written", "sheet_line", "forced", "children"),
    "roll_entry": ("meeting_id", "person_id", "roll_id", "frozen_at", "member_since", "voting_days"),
    "need": ("person_id", "meeting_id", "kind", "settled_at", "removed_at"),
    "card": ("person_id", "meeting_id", "token", "revoked_at", "removed_at"),
    "void": ("target_table", "target_id"),
}  # fmt: skip
"""What of a table a door laptop is given; which rows, `door_pack` says."""

FROM_DOOR: Mapping[str, tuple[str, ...]] = {
    "person": ("display_name", "sort_name", "given_name", "additional_name", "family_name",
               "honorific_prefix", "honorific_suffix", "other_names", "preferred_language",
               "under_18", "source", "brought_by"),
    "consent": ("person_id", "channel", "decision", "wording", "how", "place", "at"),
    "sign_in": ("meeting_id", "person_id", "list", "type", "at", "clock_suspect", "laptop", "greeter",
                "method", "name_as_written", "sheet_line", "code", "forced", "children"),
    "sealed_contact": ("person_id", "sign_in_id", "content"),
    "need": ("person_id", "meeting_id", "kind", "note", "settled_at", "removed_at"),
    "exception": ("meeting_id", "person_id", "sign_in_id", "reason", "raw", "at", "solved_at", "solution",
                  "removed_at"),
    # It opens a door that was still to be opened; closing it, and all else of a meeting, is the chapter's.
    "meeting": ("opened_at",),
    "void": ("target_table", "target_id", "reason"),
}  # fmt: skip
"""What of a table is believed of a door laptop, where the laptop itself wrote it."""

SHARE = "share-with-national"
"""The only channel of consent that national hears about, and the one that opens the way to it."""

COUNTS = "counts"
"""The one table of a summary: numbers, and no names or ids of people."""

HEARD = "heard"
"""The table by which laptops of a chapter tell each other whose writes they know."""


def may_go(destination: Destination, table: str) -> tuple[str, ...] | None:
    """Return which fields of a table may go to a destination; None when nothing of it may."""
    if destination is Destination.CHAPTER:
        return schema.fields_of(schema.REPLICATED[table])
    if destination is Destination.DOOR:
        return TO_DOOR.get(table)
    passage = TO_NATIONAL.get(table)
    return None if passage is None else passage.fields
