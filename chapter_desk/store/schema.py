"""The chapter file's tables: the data model on one page.

Every replicated table has the key (chapter_id, id), no other unique constraint, and the sync columns that
`store.replicated` gives each.  Its *kind* says how two laptops' rows become one (`core.sync.merge`), its
*area* which pages show it, and `personal` / `on_forget` what forgetting a person does to it; so adding a
table never means editing the merge.  Field names follow OSDI.

Nothing but `store.writer.Writer` writes replicated tables.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, text

from chapter_desk.store.columns import Flag, Json, UtcDateTime
from chapter_desk.store.replicated import REPLICATED as REPLICATED
from chapter_desk.store.replicated import Kind as Kind
from chapter_desk.store.replicated import OnForget as OnForget
from chapter_desk.store.replicated import area_of as area_of
from chapter_desk.store.replicated import days, flags, refs, replicated, structures, texts, times, wholes
from chapter_desk.store.replicated import fields_of as fields_of
from chapter_desk.store.replicated import kind_of as kind_of
from chapter_desk.store.replicated import metadata as metadata
from chapter_desk.store.replicated import on_forget_of as on_forget_of
from chapter_desk.store.replicated import personal_of as personal_of
from chapter_desk.store.replicated import references_of as references_of
from chapter_desk.values import Area

# ---------------------------------------------------------------- people

person = replicated(
    "person", Kind.FIELDS, Area.PEOPLE,
    texts("display_name", "sort_name", "given_name", "additional_name", "family_name", "honorific_prefix",
          "honorific_suffix"),
    structures("other_names"),
    texts("gender_pronouns", "preferred_language", "employer", "occupation", "source"),
    refs(brought_by="person"),
    flags("do_not_contact", "under_18"),
    texts("standing_override", "standing_reason"),
    days("deceased_on", "under_18_until"),
    times("archived_at"),
    texts("preferred_email", "preferred_phone", "preferred_address"),
    personal=("display_name", "sort_name", "given_name", "additional_name", "family_name", "honorific_prefix",
              "honorific_suffix", "other_names", "gender_pronouns", "preferred_language", "employer",
              "occupation", "source", "brought_by", "do_not_contact", "standing_override", "standing_reason",
              "deceased_on", "under_18", "under_18_until", "archived_at", "preferred_email",
              "preferred_phone", "preferred_address"),
    on_forget=OnForget.BLANK,
)  # fmt: skip
email_address = replicated(
    "email_address", Kind.FIELDS, Area.PEOPLE, refs(person_id="person"), texts("address", "status"),
    personal=("address",), on_forget=OnForget.DELETE, look_up=("address",),
)  # fmt: skip
phone_number = replicated(
    "phone_number", Kind.FIELDS, Area.PEOPLE, refs(person_id="person"),
    texts("number", "extension", "number_type", "raw"), flags("sms_capable", "do_not_call"),
    personal=("number", "extension", "raw"), on_forget=OnForget.DELETE, look_up=("number",),
)  # fmt: skip
postal_address = replicated(
    "postal_address", Kind.FIELDS, Area.PEOPLE, refs(person_id="person"), structures("address_lines"),
    texts("locality", "region", "postal_code", "country", "raw"),
    personal=("address_lines", "locality", "region", "postal_code", "country", "raw"),
    on_forget=OnForget.DELETE,
)  # fmt: skip
consent = replicated(
    "consent", Kind.GROW, Area.PEOPLE, refs(person_id="person"),
    texts("channel", "decision", "wording", "how", "place"), times("at"),
    personal=("channel", "decision", "how", "place"), on_forget=OnForget.DELETE,
)  # fmt: skip
tag = replicated("tag", Kind.FIELDS, Area.PEOPLE, texts("name", "description"))
tagging = replicated(
    "tagging", Kind.GROW, Area.PEOPLE, refs(person_id="person", tag_id="tag"), on_forget=OnForget.DELETE
)
household = replicated("household", Kind.FIELDS, Area.PEOPLE, texts("name"), personal=("name",))
household_member = replicated(
    "household_member", Kind.GROW, Area.PEOPLE, refs(household_id="household", person_id="person"),
    on_forget=OnForget.DELETE,
)  # fmt: skip
note = replicated(
    "note", Kind.FIELDS, Area.PEOPLE, refs(person_id="person"), texts("body"), times("written_at"),
    personal=("body",), on_forget=OnForget.DELETE,
)  # fmt: skip
custom_field = replicated("custom_field", Kind.FIELDS, Area.PEOPLE, texts("name"))
custom_value = replicated(
    "custom_value", Kind.FIELDS, Area.PEOPLE, refs(person_id="person", field_id="custom_field"),
    texts("value"),
    personal=("value",), on_forget=OnForget.DELETE,
)  # fmt: skip
identifier = replicated(
    "identifier", Kind.FIELDS, Area.PEOPLE, refs(person_id="person"), texts("system", "identifier"),
    personal=("identifier",), on_forget=OnForget.DELETE, look_up=("identifier",),
)  # fmt: skip
same_person = replicated("same_person", Kind.LINK, Area.PEOPLE, refs(person_a="person", person_b="person"))
not_same_person = replicated(
    "not_same_person", Kind.LINK, Area.PEOPLE, refs(person_a="person", person_b="person")
)
forgotten = replicated("forgotten", Kind.TOMBSTONE, Area.PEOPLE)  # its id is the person's

# ---------------------------------------------------------------- the chapter and its laptops

chapter = replicated(
    "chapter", Kind.FIELDS, Area.CHAPTER,
    texts("name", "postal_code", "locality", "region", "time_zone"), structures("languages"),
    refs(lead_id="person", contact_id="person"),
    texts("national_pack_id", "national_recipient", "signing_key", "recipient"), structures("rule_choices"),
)  # fmt: skip
chapter_zip = replicated("chapter_zip", Kind.FIELDS, Area.CHAPTER, texts("postal_code", "reason"))
laptop = replicated(
    "laptop",
    Kind.FIELDS,
    Area.EXCHANGE,
    texts("name", "signing_key", "certificate", "role", "door_meeting"),
    times("added_at", "revoked_at"),
)  # its id is the replica's; `role` is "" or "door": one that was given a door pack for one meeting
operator = replicated(
    "operator", Kind.FIELDS, Area.CHAPTER, texts("name", "role"), refs(person_id="person"),
    personal=("name",), on_forget=OnForget.BLANK,
)  # fmt: skip

# ---------------------------------------------------------------- meetings and the door

meeting = replicated(
    "meeting", Kind.FIELDS, Area.MEETINGS, texts("kind", "title", "description"), times("starts_at",
    "ends_at"),
    texts("time_zone", "venue"), structures("address_lines"), texts("locality", "region", "postal_code"),
    flags("location_public"), wholes("capacity", "quorum", "headcount",
    "voting_days"), texts("status"),
    times("opened_at", "ended_at"),
    texts("series"), refs(host_id="person"), look_up=("starts_at",),
)  # fmt: skip
rsvp = replicated(
    "rsvp", Kind.FIELDS, Area.MEETINGS, refs(meeting_id="meeting", person_id="person"), texts("status",
    "how", "note"),
    wholes("guests"), times("responded_at", "reminded_at"),
    personal=("note",), on_forget=OnForget.DELETE,
)  # fmt: skip
sign_in = replicated(
    "sign_in", Kind.GROW, Area.MEETINGS, refs(meeting_id="meeting", person_id="person"),
    texts("list", "type"), times("at"), flags("clock_suspect"),
    texts("laptop", "greeter", "method", "name_as_written"),
    structures("contact_as_written"), texts("sheet_line", "code"), flags("forced"), wholes("children"),
    personal=("name_as_written", "contact_as_written", "sheet_line", "code"),
    on_forget=OnForget.BLANK, covered=("person_id", "type", "meeting_id", "at", "id"),
)  # fmt: skip
roll_entry = replicated(
    "roll_entry", Kind.GROW, Area.MEETINGS, refs(meeting_id="meeting", person_id="person"), texts("roll_id"),
    times("frozen_at"), days("member_since"), texts("because_kind", "because_id"), wholes("voting_days"),
)  # who may vote, as it was when the roll was frozen  # fmt: skip
ballot_count = replicated(
    "ballot_count", Kind.GROW, Area.MEETINGS, refs(meeting_id="meeting"), wholes("returned", "spoiled"),
    times("counted_at"),
)  # fmt: skip
sealed_contact = replicated(
    "sealed_contact", Kind.GROW, Area.MEETINGS, refs(person_id="person"), texts("sign_in_id", "content"),
    personal=("content",), on_forget=OnForget.DELETE,
)  # what a walk-in wrote at a door laptop, sealed to the chapter's key on entry  # fmt: skip
need = replicated(
    "need", Kind.FIELDS, Area.MEETINGS, refs(person_id="person", meeting_id="meeting"),
    texts("kind", "note"), times("settled_at"),
    personal=("kind", "note"), on_forget=OnForget.DELETE,
)  # without a meeting: each time  # fmt: skip
card = replicated(
    "card", Kind.FIELDS, Area.MEETINGS, refs(person_id="person", meeting_id="meeting"), texts("token"),
    times("issued_at", "revoked_at"),
    personal=("token",), on_forget=OnForget.DELETE, look_up=("token",),
)  # with a meeting: the code of an RSVP's confirmation  # fmt: skip
sheet = replicated(
    "sheet", Kind.FIELDS, Area.MEETINGS, refs(meeting_id="meeting"), wholes("number", "first_line",
    "line_count"),
    texts("token", "kind", "language", "attachment_id"), times("printed_at", "done_at", "checked_at"),
    texts("done_by", "checked_by"), wholes("counted"), look_up=("token",),
)  # fmt: skip
sheet_line = replicated(
    "sheet_line", Kind.FIELDS, Area.MEETINGS, refs(sheet_id="sheet", person_id="person"), wholes("line"),
    flags("expected"), texts("state", "written", "sign_in_id", "entered_by"), structures("contact"),
    personal=("written", "contact"), on_forget=OnForget.BLANK,
)  # its id is the UUIDv5 of sheet and line  # fmt: skip
exception = replicated(
    "exception", Kind.FIELDS, Area.MEETINGS, refs(meeting_id="meeting", person_id="person"),
    texts("sign_in_id", "reason"), structures("raw"), times("at", "solved_at"), texts("solution"),
    personal=("raw",), on_forget=OnForget.BLANK,
)  # fmt: skip
follow_up = replicated(
    "follow_up", Kind.FIELDS, Area.MEETINGS, refs(person_id="person", meeting_id="meeting"), texts("reason"),
    times("due_at"), texts("owner", "outcome"), times("done_at"), texts("note"),
    personal=("reason", "outcome", "note"), on_forget=OnForget.DELETE,
)  # fmt: skip

# ---------------------------------------------------------------- plan, agreement, money

issue = replicated(
    "issue", Kind.FIELDS, Area.PLAN, texts("title", "story", "goal", "priority_id"), wholes("position")
)
action = replicated(
    "action", Kind.FIELDS, Area.PLAN, refs(issue_id="issue", owner_id="person"), texts("title", "details"),
    days("due_on"), texts("effort", "place", "recurrence", "status"), times("done_at"), wholes("position"),
)  # fmt: skip
plan_version = replicated(
    "plan_version", Kind.GROW, Area.PLAN, days("adopted_on"), texts("decision"), structures("content")
)
agreement = replicated(
    "agreement", Kind.FIELDS, Area.AGREEMENT, texts("pack_id", "terms_version", "language"),
    structures("filled"), texts("document_id"),
)  # fmt: skip
agreement_event = replicated(
    "agreement_event", Kind.GROW, Area.AGREEMENT, refs(agreement_id="agreement"), texts("kind"), days("on"),
    texts("note", "attachment_id"),
)  # fmt: skip
gift = replicated(
    "gift", Kind.GROW, Area.GIFTS, refs(person_id="person", meeting_id="meeting"), wholes("amount_cents"),
    texts("kind", "method"), days("received_on"), texts("employer", "occupation"),
    structures("address_lines"), texts("source_line", "note"),
    personal=("employer", "occupation", "address_lines", "source_line", "note"), on_forget=OnForget.BLANK,
)  # fmt: skip
count_sheet = replicated(
    "count_sheet", Kind.FIELDS, Area.GIFTS,
    refs(meeting_id="meeting", first_counter="person", second_counter="person"),
    wholes("cash_cents", "check_cents", "other_cents", "written_cents"), days("counted_on", "hand_over_by"),
    texts("rule_id"), times("signed_at"),
)  # its id is the UUIDv5 of its meeting; `written_cents` is the sum of gifts that was compared  # fmt: skip
attachment = replicated(
    "attachment",
    Kind.FIELDS,
    Area.CHAPTER,
    texts("kind", "name", "sha256"),
    wholes("bytes"),
    personal=("name",),
)
void = replicated(
    "void", Kind.GROW, Area.STEPS, texts("target_table", "target_id", "reason"), look_up=("target_id",)
)

# ---------------------------------------------------------------- here only: never leaves the laptop

here = Table(
    "here", metadata,
    Column("id", Integer, primary_key=True),
    Column("chapter_id", Text, nullable=False),
    Column("replica_id", Text, nullable=False),
    Column("incarnation", Text, nullable=False),
    Column("change_seq", BigInteger, nullable=False),
    Column("clock", BigInteger, nullable=False),
    Column("clock_accepted_until_ms", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
    Column("install_id", Text),
    Column("place", Text),
    Column("inode", Text),
)  # fmt: skip
step = Table(
    "step", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("params", Json, nullable=False),
    Column("by", Text),
    Column("at", UtcDateTime, nullable=False),
    Column("change_seq", BigInteger, nullable=False),
    Column("undoes", Integer),
    Column("undone_by", Integer),
    sqlite_autoincrement=True,
)  # fmt: skip
change = Table(
    "change", metadata,
    Column("id", Integer, primary_key=True),
    Column("step_id", Integer, nullable=False),
    Column("table_name", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("field", Text),  # nothing: the row was inserted; "*": before is the whole row as it was
    Column("before", Text),
    Column("before_stamp", Text),
    Column("after", Text),
    Column("after_stamp", Text),
    Index("ix_change_step_id", "step_id"),
    Index("ix_change_row_id", "row_id"),
    Index("ix_change_copy", "before", sqlite_where=text("field IS NULL AND before IS NOT NULL")),
)  # fmt: skip
draft = Table(
    "draft", metadata,
    Column("key", Text, primary_key=True),
    Column("content", Json, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)  # fmt: skip
setting = Table(
    "setting", metadata, Column("key", Text, primary_key=True), Column("value", Json, nullable=False)
)
secret = Table(
    "secret", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False)
)
pack = Table(
    "pack", metadata,
    Column("id", Text, primary_key=True),
    Column("content", Text, nullable=False),  # pack.toml as it was taken in
    Column("terms", Text, nullable=False),  # mou.toml as it was taken in
    Column("taken_in_at", UtcDateTime, nullable=False),
)  # fmt: skip
peer = Table(
    "peer", metadata,
    Column("replica_id", Text, primary_key=True),
    Column("incarnation", Text, primary_key=True),
    Column("taken_upto", BigInteger, nullable=False),  # of theirs, without a hole, here
    Column("confirmed_upto", BigInteger, nullable=False),  # of ours, there, as they last said
    Column("heard_at", UtcDateTime),
)  # fmt: skip
outbox = Table(
    "outbox", metadata,
    Column("bundle_id", Text, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("destination", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("upto", BigInteger, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
    Column("contents", Json, nullable=False),  # counts only
    Column("receipt_at", UtcDateTime),
)  # fmt: skip
inbox = Table(
    "inbox", metadata,
    Column("bundle_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("replica_id", Text, nullable=False),
    Column("incarnation", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("upto", BigInteger, nullable=False),
    Column("taken_in_at", UtcDateTime, nullable=False),
    Column("step_id", Integer),
    Column("counts", Json, nullable=False),
)  # fmt: skip
access_log = Table(
    "access_log", metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text),
    Column("what", Text, nullable=False),
    Column("details", Json, nullable=False),  # counts and ids, never names
)  # fmt: skip
backup_log = Table(
    "backup_log", metadata,
    Column("file_name", Text, primary_key=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("verified", Flag, nullable=False),
)  # fmt: skip
revision = Table("alembic_version", metadata, Column("version_num", Text, primary_key=True))
