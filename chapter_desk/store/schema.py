"""The chapter file's tables: the data model on one page.

Every replicated table has the key (chapter_id, id), no other unique constraint, and the sync
columns of `_SYNC`.  Its *kind* says how two laptops' rows become one (`core.sync.merge`), its
*area* which pages show it, and `personal` / `on_forget` what forgetting a person does to it; so
adding a table never means editing the merge.  Field names follow OSDI.

Nothing but `store.writer.Writer` writes replicated tables.
"""

from enum import Enum
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, MetaData, Table, Text, text

from chapter_desk.store.columns import Day, Flag, Json, UtcDateTime
from chapter_desk.values import Area

metadata = MetaData()


class Kind(Enum):
    """How the rows of a table merge."""

    FIELDS = "fields"
    """The last writer per field wins; `removed_at` takes a row away and clearing it puts it back."""
    GROW = "grow"
    """Inserted, never changed; taken back by a row in `void`."""
    LINK = "link"
    """An undirected pair, grow-only, voidable."""
    TOMBSTONE = "tombstone"
    """Wins for ever."""


class OnForget(Enum):
    """What becomes of a row when its person is forgotten."""

    KEEP = "keep"
    DELETE = "delete"
    BLANK = "blank"


_SYNC = (
    "chapter_id",
    "id",
    "made_clock",
    "made_replica",
    "made_by",
    "stamps",
    "change_seq",
    "unknown_fields",
)

REPLICATED: dict[str, Table] = {}
"""All replicated tables by name, each after the tables it refers to."""


def kind_of(table: Table) -> Kind:
    kind: Kind = table.info["kind"]
    return kind


def area_of(table: Table) -> Area:
    area: Area = table.info["area"]
    return area


def fields_of(table: Table) -> tuple[str, ...]:
    """Return the names of a replicated table's own columns, without key and sync columns."""
    fields: tuple[str, ...] = table.info["fields"]
    return fields


def references_of(table: Table) -> dict[str, str]:
    """Return `{column: table it refers to}`; all references are to ids of the same chapter."""
    references: dict[str, str] = table.info["references"]
    return references


def on_forget_of(table: Table) -> OnForget:
    on_forget: OnForget = table.info["on_forget"]
    return on_forget


def personal_of(table: Table) -> tuple[str, ...]:
    """Return the columns that hold personal data: the one list that forget and the canary search read."""
    personal: tuple[str, ...] = table.info["personal"]
    return personal


def _text(*names: str) -> list[Column[Any]]:
    return [Column(name, Text) for name in names]


def _whole(*names: str) -> list[Column[Any]]:
    return [Column(name, Integer) for name in names]


def _flag(*names: str) -> list[Column[Any]]:
    return [Column(name, Flag) for name in names]


def _time(*names: str) -> list[Column[Any]]:
    return [Column(name, UtcDateTime) for name in names]


def _day(*names: str) -> list[Column[Any]]:
    return [Column(name, Day) for name in names]


def _json(*names: str) -> list[Column[Any]]:
    return [Column(name, Json) for name in names]


def _ref(**references: str) -> list[Column[Any]]:
    return [Column(name, Text, info={"refers_to": table}) for name, table in references.items()]


def _replicated(
    name: str,
    kind: Kind,
    area: Area,
    *groups: list[Column[Any]],
    personal: tuple[str, ...] = (),
    on_forget: OnForget = OnForget.KEEP,
    look_up: tuple[str, ...] = (),
    covered: tuple[str, ...] = (),
) -> Table:
    """Declare a replicated table; every own column is nullable, for a row may come first as a shell.

    References and `look_up` have an index each; `covered` is one index that answers a frequent question
    without the rows, in the place of the index on its first column.
    """
    columns = [column for group in groups for column in group]
    if kind is Kind.FIELDS:
        columns += _time("removed_at")
    references = {str(c.name): c.info["refers_to"] for c in columns if "refers_to" in c.info}
    table = Table(
        name,
        metadata,
        Column("chapter_id", Text, primary_key=True),
        Column("id", Text, primary_key=True),
        *columns,
        Column("made_clock", BigInteger),
        Column("made_replica", Text),
        Column("made_by", Text),
        Column("stamps", Text),
        Column("change_seq", BigInteger, nullable=False),
        Column("unknown_fields", Text),
        *(
            ForeignKeyConstraint(["chapter_id", column], [f"{target}.chapter_id", f"{target}.id"])
            for column, target in references.items()
        ),
        Index(f"ix_{name}_change_seq", "change_seq"),
        *(
            Index(f"ix_{name}_{column}", column)
            for column in dict.fromkeys([*references, *look_up])
            if column not in covered[:1]
        ),
        *([Index(f"ix_{name}_covered", *covered)] if covered else []),
        info={
            "kind": kind,
            "area": area,
            "fields": tuple(str(c.name) for c in columns),
            "references": references,
            "personal": personal,
            "on_forget": on_forget,
        },
    )
    REPLICATED[name] = table
    return table


# ---------------------------------------------------------------- people

person = _replicated(
    "person", Kind.FIELDS, Area.PEOPLE,
    _text("display_name", "sort_name", "given_name", "additional_name", "family_name", "honorific_prefix",
          "honorific_suffix"),
    _json("other_names"),
    _text("gender_pronouns", "preferred_language", "employer", "occupation", "source"),
    _ref(brought_by="person"),
    _flag("do_not_contact"),
    _text("standing_override", "standing_reason"),
    _day("deceased_on"),
    _time("archived_at"),
    _text("preferred_email", "preferred_phone", "preferred_address"),
    personal=("display_name", "sort_name", "given_name", "additional_name", "family_name", "honorific_prefix",
              "honorific_suffix", "other_names", "gender_pronouns", "preferred_language", "employer",
              "occupation", "source", "brought_by", "do_not_contact", "standing_override", "standing_reason",
              "deceased_on", "archived_at", "preferred_email", "preferred_phone", "preferred_address"),
    on_forget=OnForget.BLANK,
)  # fmt: skip
email_address = _replicated(
    "email_address", Kind.FIELDS, Area.PEOPLE, _ref(person_id="person"), _text("address", "status"),
    personal=("address",), on_forget=OnForget.DELETE, look_up=("address",),
)  # fmt: skip
phone_number = _replicated(
    "phone_number", Kind.FIELDS, Area.PEOPLE, _ref(person_id="person"),
    _text("number", "extension", "number_type", "raw"), _flag("sms_capable", "do_not_call"),
    personal=("number", "extension", "raw"), on_forget=OnForget.DELETE, look_up=("number",),
)  # fmt: skip
postal_address = _replicated(
    "postal_address", Kind.FIELDS, Area.PEOPLE, _ref(person_id="person"), _json("address_lines"),
    _text("locality", "region", "postal_code", "country", "raw"),
    personal=("address_lines", "locality", "region", "postal_code", "country", "raw"),
    on_forget=OnForget.DELETE,
)  # fmt: skip
consent = _replicated(
    "consent", Kind.GROW, Area.PEOPLE, _ref(person_id="person"),
    _text("channel", "decision", "wording", "how", "place"), _time("at"),
    personal=("channel", "decision", "how", "place"), on_forget=OnForget.DELETE,
)  # fmt: skip
tag = _replicated("tag", Kind.FIELDS, Area.PEOPLE, _text("name", "description"))
tagging = _replicated(
    "tagging", Kind.GROW, Area.PEOPLE, _ref(person_id="person", tag_id="tag"), on_forget=OnForget.DELETE
)
household = _replicated("household", Kind.FIELDS, Area.PEOPLE, _text("name"), personal=("name",))
household_member = _replicated(
    "household_member", Kind.GROW, Area.PEOPLE, _ref(household_id="household", person_id="person"),
    on_forget=OnForget.DELETE,
)  # fmt: skip
note = _replicated(
    "note", Kind.FIELDS, Area.PEOPLE, _ref(person_id="person"), _text("body"), _time("written_at"),
    personal=("body",), on_forget=OnForget.DELETE,
)  # fmt: skip
custom_field = _replicated("custom_field", Kind.FIELDS, Area.PEOPLE, _text("name"))
custom_value = _replicated(
    "custom_value", Kind.FIELDS, Area.PEOPLE, _ref(person_id="person", field_id="custom_field"),
    _text("value"),
    personal=("value",), on_forget=OnForget.DELETE,
)  # fmt: skip
identifier = _replicated(
    "identifier", Kind.FIELDS, Area.PEOPLE, _ref(person_id="person"), _text("system", "identifier"),
    personal=("identifier",), on_forget=OnForget.DELETE, look_up=("identifier",),
)  # fmt: skip
same_person = _replicated("same_person", Kind.LINK, Area.PEOPLE, _ref(person_a="person", person_b="person"))
not_same_person = _replicated(
    "not_same_person", Kind.LINK, Area.PEOPLE, _ref(person_a="person", person_b="person")
)
forgotten = _replicated("forgotten", Kind.TOMBSTONE, Area.PEOPLE)  # its id is the person's

# ---------------------------------------------------------------- the chapter and its laptops

chapter = _replicated(
    "chapter", Kind.FIELDS, Area.CHAPTER,
    _text("name", "postal_code", "locality", "region", "time_zone"), _json("languages"),
    _ref(lead_id="person", contact_id="person"),
    _text("national_pack_id", "national_recipient", "signing_key", "recipient"), _json("rule_choices"),
)  # fmt: skip
chapter_zip = _replicated("chapter_zip", Kind.FIELDS, Area.CHAPTER, _text("postal_code", "reason"))
laptop = _replicated(
    "laptop",
    Kind.FIELDS,
    Area.EXCHANGE,
    _text("name", "signing_key", "certificate"),
    _time("added_at", "revoked_at"),
)  # its id is the replica's
operator = _replicated(
    "operator", Kind.FIELDS, Area.CHAPTER, _text("name", "role"), _ref(person_id="person"),
    personal=("name",), on_forget=OnForget.BLANK,
)  # fmt: skip

# ---------------------------------------------------------------- meetings and the door

meeting = _replicated(
    "meeting", Kind.FIELDS, Area.MEETINGS, _text("kind", "title", "description"), _time("starts_at",
    "ends_at"),
    _text("time_zone", "venue"), _json("address_lines"), _text("locality", "region", "postal_code"),
    _flag("location_public"), _whole("capacity", "quorum"), _text("status"), _time("opened_at", "ended_at"),
    _text("series"), _ref(host_id="person"), look_up=("starts_at",),
)  # fmt: skip
rsvp = _replicated(
    "rsvp", Kind.FIELDS, Area.MEETINGS, _ref(meeting_id="meeting", person_id="person"), _text("status",
    "how", "note"),
    personal=("note",), on_forget=OnForget.DELETE,
)  # fmt: skip
sign_in = _replicated(
    "sign_in", Kind.GROW, Area.MEETINGS, _ref(meeting_id="meeting", person_id="person"),
    _text("list", "type"), _time("at"), _flag("clock_suspect"),
    _text("laptop", "greeter", "method", "name_as_written"),
    _json("contact_as_written"), _text("sheet_line", "code"), _flag("forced"),
    personal=("name_as_written", "contact_as_written", "sheet_line", "code"),
    on_forget=OnForget.BLANK, covered=("person_id", "type", "meeting_id", "at", "id"),
)  # fmt: skip
exception = _replicated(
    "exception", Kind.FIELDS, Area.MEETINGS, _ref(meeting_id="meeting", person_id="person"),
    _text("sign_in_id", "reason"), _json("raw"), _time("at", "solved_at"), _text("solution"),
    personal=("raw",), on_forget=OnForget.BLANK,
)  # fmt: skip
follow_up = _replicated(
    "follow_up", Kind.FIELDS, Area.MEETINGS, _ref(person_id="person", meeting_id="meeting"), _text("reason"),
    _time("due_at"), _text("owner", "outcome"), _time("done_at"), _text("note"),
    personal=("reason", "outcome", "note"), on_forget=OnForget.DELETE,
)  # fmt: skip

# ---------------------------------------------------------------- plan, agreement, money

issue = _replicated(
    "issue", Kind.FIELDS, Area.PLAN, _text("title", "story", "goal", "priority_id"), _whole("position")
)
action = _replicated(
    "action", Kind.FIELDS, Area.PLAN, _ref(issue_id="issue", owner_id="person"), _text("title", "details"),
    _day("due_on"), _text("effort", "place", "recurrence", "status"), _time("done_at"), _whole("position"),
)  # fmt: skip
plan_version = _replicated(
    "plan_version", Kind.GROW, Area.PLAN, _day("adopted_on"), _text("decision"), _json("content")
)
agreement = _replicated(
    "agreement", Kind.FIELDS, Area.AGREEMENT, _text("pack_id", "terms_version", "language"), _json("filled"),
    _text("document_id"),
)  # fmt: skip
agreement_event = _replicated(
    "agreement_event", Kind.GROW, Area.AGREEMENT, _ref(agreement_id="agreement"), _text("kind"), _day("on"),
    _text("note", "attachment_id"),
)  # fmt: skip
gift = _replicated(
    "gift", Kind.GROW, Area.GIFTS, _ref(person_id="person", meeting_id="meeting"), _whole("amount_cents"),
    _text("kind", "method"), _day("received_on"), _text("employer", "occupation"), _json("address_lines"),
    _text("source_line", "note"),
    personal=("employer", "occupation", "address_lines", "source_line", "note"), on_forget=OnForget.BLANK,
)  # fmt: skip
attachment = _replicated(
    "attachment",
    Kind.FIELDS,
    Area.CHAPTER,
    _text("kind", "name", "sha256"),
    _whole("bytes"),
    personal=("name",),
)
void = _replicated(
    "void", Kind.GROW, Area.STEPS, _text("target_table", "target_id", "reason"), look_up=("target_id",)
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
