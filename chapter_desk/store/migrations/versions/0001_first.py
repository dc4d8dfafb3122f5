"""The first schema, as data that syncs from its first day."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "agreement",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("pack_id", sa.Text(), nullable=True),
        sa.Column("terms_version", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("filled", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_agreement_change_seq", "agreement", ["change_seq"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("bytes", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_attachment_change_seq", "attachment", ["change_seq"], unique=False)
    op.create_table(
        "backup_log",
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("verified", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("file_name"),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("before_stamp", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("after_stamp", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_change_copy",
        "change",
        ["before"],
        unique=False,
        sqlite_where=sa.text("field IS NULL AND before IS NOT NULL"),
    )
    op.create_index("ix_change_row_id", "change", ["row_id"], unique=False)
    op.create_index("ix_change_step_id", "change", ["step_id"], unique=False)
    op.create_table(
        "chapter_zip",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_chapter_zip_change_seq", "chapter_zip", ["change_seq"], unique=False)
    op.create_table(
        "custom_field",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_custom_field_change_seq", "custom_field", ["change_seq"], unique=False)
    op.create_table(
        "draft",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "forgotten",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_forgotten_change_seq", "forgotten", ["change_seq"], unique=False)
    op.create_table(
        "here",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("replica_id", sa.Text(), nullable=False),
        sa.Column("incarnation", sa.Text(), nullable=False),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("clock", sa.BigInteger(), nullable=False),
        sa.Column("clock_accepted_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("install_id", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("inode", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "household",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_household_change_seq", "household", ["change_seq"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("bundle_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("replica_id", sa.Text(), nullable=False),
        sa.Column("incarnation", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.Column("taken_in_at", sa.String(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bundle_id"),
    )
    op.create_table(
        "issue",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("story", sa.Text(), nullable=True),
        sa.Column("goal", sa.Text(), nullable=True),
        sa.Column("priority_id", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_issue_change_seq", "issue", ["change_seq"], unique=False)
    op.create_table(
        "laptop",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("signing_key", sa.Text(), nullable=True),
        sa.Column("certificate", sa.Text(), nullable=True),
        sa.Column("added_at", sa.String(), nullable=True),
        sa.Column("revoked_at", sa.String(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_laptop_change_seq", "laptop", ["change_seq"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("bundle_id", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.String(), nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.Column("receipt_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("bundle_id"),
    )
    op.create_table(
        "pack",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("taken_in_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "peer",
        sa.Column("replica_id", sa.Text(), nullable=False),
        sa.Column("incarnation", sa.Text(), nullable=False),
        sa.Column("taken_upto", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_upto", sa.BigInteger(), nullable=False),
        sa.Column("heard_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("replica_id", "incarnation"),
    )
    op.create_table(
        "person",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=True),
        sa.Column("sort_name", sa.Text(), nullable=True),
        sa.Column("given_name", sa.Text(), nullable=True),
        sa.Column("additional_name", sa.Text(), nullable=True),
        sa.Column("family_name", sa.Text(), nullable=True),
        sa.Column("honorific_prefix", sa.Text(), nullable=True),
        sa.Column("honorific_suffix", sa.Text(), nullable=True),
        sa.Column("other_names", sa.Text(), nullable=True),
        sa.Column("gender_pronouns", sa.Text(), nullable=True),
        sa.Column("preferred_language", sa.Text(), nullable=True),
        sa.Column("employer", sa.Text(), nullable=True),
        sa.Column("occupation", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("brought_by", sa.Text(), nullable=True),
        sa.Column("do_not_contact", sa.SmallInteger(), nullable=True),
        sa.Column("standing_override", sa.Text(), nullable=True),
        sa.Column("standing_reason", sa.Text(), nullable=True),
        sa.Column("deceased_on", sa.String(), nullable=True),
        sa.Column("archived_at", sa.String(), nullable=True),
        sa.Column("preferred_email", sa.Text(), nullable=True),
        sa.Column("preferred_phone", sa.Text(), nullable=True),
        sa.Column("preferred_address", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "brought_by"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_person_brought_by", "person", ["brought_by"], unique=False)
    op.create_index("ix_person_change_seq", "person", ["change_seq"], unique=False)
    op.create_table(
        "plan_version",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.String(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_plan_version_change_seq", "plan_version", ["change_seq"], unique=False)
    op.create_table(
        "secret",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tag",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_tag_change_seq", "tag", ["change_seq"], unique=False)
    op.create_table(
        "void",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("target_table", sa.Text(), nullable=True),
        sa.Column("target_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_void_change_seq", "void", ["change_seq"], unique=False)
    op.create_index("ix_void_target_id", "void", ["target_id"], unique=False)
    op.create_table(
        "action",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("issue_id", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("due_on", sa.String(), nullable=True),
        sa.Column("effort", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("recurrence", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("done_at", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "issue_id"],
            ["issue.chapter_id", "issue.id"],
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "owner_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_action_change_seq", "action", ["change_seq"], unique=False)
    op.create_index("ix_action_issue_id", "action", ["issue_id"], unique=False)
    op.create_index("ix_action_owner_id", "action", ["owner_id"], unique=False)
    op.create_table(
        "agreement_event",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("agreement_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("on", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("attachment_id", sa.Text(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "agreement_id"],
            ["agreement.chapter_id", "agreement.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_agreement_event_agreement_id", "agreement_event", ["agreement_id"], unique=False)
    op.create_index("ix_agreement_event_change_seq", "agreement_event", ["change_seq"], unique=False)
    op.create_table(
        "chapter",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("locality", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("languages", sa.Text(), nullable=True),
        sa.Column("lead_id", sa.Text(), nullable=True),
        sa.Column("contact_id", sa.Text(), nullable=True),
        sa.Column("national_pack_id", sa.Text(), nullable=True),
        sa.Column("national_recipient", sa.Text(), nullable=True),
        sa.Column("signing_key", sa.Text(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("rule_choices", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "contact_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "lead_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_chapter_change_seq", "chapter", ["change_seq"], unique=False)
    op.create_index("ix_chapter_contact_id", "chapter", ["contact_id"], unique=False)
    op.create_index("ix_chapter_lead_id", "chapter", ["lead_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_consent_change_seq", "consent", ["change_seq"], unique=False)
    op.create_index("ix_consent_person_id", "consent", ["person_id"], unique=False)
    op.create_table(
        "custom_value",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("field_id", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "field_id"],
            ["custom_field.chapter_id", "custom_field.id"],
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_custom_value_change_seq", "custom_value", ["change_seq"], unique=False)
    op.create_index("ix_custom_value_field_id", "custom_value", ["field_id"], unique=False)
    op.create_index("ix_custom_value_person_id", "custom_value", ["person_id"], unique=False)
    op.create_table(
        "email_address",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_email_address_address", "email_address", ["address"], unique=False)
    op.create_index("ix_email_address_change_seq", "email_address", ["change_seq"], unique=False)
    op.create_index("ix_email_address_person_id", "email_address", ["person_id"], unique=False)
    op.create_table(
        "household_member",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("household_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "household_id"],
            ["household.chapter_id", "household.id"],
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_household_member_change_seq", "household_member", ["change_seq"], unique=False)
    op.create_index("ix_household_member_household_id", "household_member", ["household_id"], unique=False)
    op.create_index("ix_household_member_person_id", "household_member", ["person_id"], unique=False)
    op.create_table(
        "identifier",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("system", sa.Text(), nullable=True),
        sa.Column("identifier", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_identifier_change_seq", "identifier", ["change_seq"], unique=False)
    op.create_index("ix_identifier_identifier", "identifier", ["identifier"], unique=False)
    op.create_index("ix_identifier_person_id", "identifier", ["person_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("starts_at", sa.String(), nullable=True),
        sa.Column("ends_at", sa.String(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("venue", sa.Text(), nullable=True),
        sa.Column("address_lines", sa.Text(), nullable=True),
        sa.Column("locality", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("location_public", sa.SmallInteger(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("quorum", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.String(), nullable=True),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("host_id", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "host_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_meeting_change_seq", "meeting", ["change_seq"], unique=False)
    op.create_index("ix_meeting_host_id", "meeting", ["host_id"], unique=False)
    op.create_index("ix_meeting_starts_at", "meeting", ["starts_at"], unique=False)
    op.create_table(
        "not_same_person",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_a", sa.Text(), nullable=True),
        sa.Column("person_b", sa.Text(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_a"],
            ["person.chapter_id", "person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_b"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_not_same_person_change_seq", "not_same_person", ["change_seq"], unique=False)
    op.create_index("ix_not_same_person_person_a", "not_same_person", ["person_a"], unique=False)
    op.create_index("ix_not_same_person_person_b", "not_same_person", ["person_b"], unique=False)
    op.create_table(
        "note",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("written_at", sa.String(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_note_change_seq", "note", ["change_seq"], unique=False)
    op.create_index("ix_note_person_id", "note", ["person_id"], unique=False)
    op.create_table(
        "operator",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_operator_change_seq", "operator", ["change_seq"], unique=False)
    op.create_index("ix_operator_person_id", "operator", ["person_id"], unique=False)
    op.create_table(
        "phone_number",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("extension", sa.Text(), nullable=True),
        sa.Column("number_type", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.Column("sms_capable", sa.SmallInteger(), nullable=True),
        sa.Column("do_not_call", sa.SmallInteger(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_phone_number_change_seq", "phone_number", ["change_seq"], unique=False)
    op.create_index("ix_phone_number_number", "phone_number", ["number"], unique=False)
    op.create_index("ix_phone_number_person_id", "phone_number", ["person_id"], unique=False)
    op.create_table(
        "postal_address",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("address_lines", sa.Text(), nullable=True),
        sa.Column("locality", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_postal_address_change_seq", "postal_address", ["change_seq"], unique=False)
    op.create_index("ix_postal_address_person_id", "postal_address", ["person_id"], unique=False)
    op.create_table(
        "same_person",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_a", sa.Text(), nullable=True),
        sa.Column("person_b", sa.Text(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_a"],
            ["person.chapter_id", "person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_b"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_same_person_change_seq", "same_person", ["change_seq"], unique=False)
    op.create_index("ix_same_person_person_a", "same_person", ["person_a"], unique=False)
    op.create_index("ix_same_person_person_b", "same_person", ["person_b"], unique=False)
    op.create_table(
        "tagging",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("tag_id", sa.Text(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "tag_id"],
            ["tag.chapter_id", "tag.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_tagging_change_seq", "tagging", ["change_seq"], unique=False)
    op.create_index("ix_tagging_person_id", "tagging", ["person_id"], unique=False)
    op.create_index("ix_tagging_tag_id", "tagging", ["tag_id"], unique=False)
    op.create_table(
        "exception",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("sign_in_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.Column("at", sa.String(), nullable=True),
        sa.Column("solved_at", sa.String(), nullable=True),
        sa.Column("solution", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "meeting_id"],
            ["meeting.chapter_id", "meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_exception_change_seq", "exception", ["change_seq"], unique=False)
    op.create_index("ix_exception_meeting_id", "exception", ["meeting_id"], unique=False)
    op.create_index("ix_exception_person_id", "exception", ["person_id"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("due_at", sa.String(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("done_at", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "meeting_id"],
            ["meeting.chapter_id", "meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_follow_up_change_seq", "follow_up", ["change_seq"], unique=False)
    op.create_index("ix_follow_up_meeting_id", "follow_up", ["meeting_id"], unique=False)
    op.create_index("ix_follow_up_person_id", "follow_up", ["person_id"], unique=False)
    op.create_table(
        "gift",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("received_on", sa.String(), nullable=True),
        sa.Column("employer", sa.Text(), nullable=True),
        sa.Column("occupation", sa.Text(), nullable=True),
        sa.Column("address_lines", sa.Text(), nullable=True),
        sa.Column("source_line", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "meeting_id"],
            ["meeting.chapter_id", "meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_gift_change_seq", "gift", ["change_seq"], unique=False)
    op.create_index("ix_gift_meeting_id", "gift", ["meeting_id"], unique=False)
    op.create_index("ix_gift_person_id", "gift", ["person_id"], unique=False)
    op.create_table(
        "rsvp",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "meeting_id"],
            ["meeting.chapter_id", "meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_rsvp_change_seq", "rsvp", ["change_seq"], unique=False)
    op.create_index("ix_rsvp_meeting_id", "rsvp", ["meeting_id"], unique=False)
    op.create_index("ix_rsvp_person_id", "rsvp", ["person_id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("list", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("at", sa.String(), nullable=True),
        sa.Column("clock_suspect", sa.SmallInteger(), nullable=True),
        sa.Column("laptop", sa.Text(), nullable=True),
        sa.Column("greeter", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("name_as_written", sa.Text(), nullable=True),
        sa.Column("contact_as_written", sa.Text(), nullable=True),
        sa.Column("sheet_line", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("forced", sa.SmallInteger(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id", "meeting_id"],
            ["meeting.chapter_id", "meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "person_id"],
            ["person.chapter_id", "person.id"],
        ),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_sign_in_change_seq", "sign_in", ["change_seq"], unique=False)
    op.create_index(
        "ix_sign_in_covered", "sign_in", ["person_id", "type", "meeting_id", "at", "id"], unique=False
    )
    op.create_index("ix_sign_in_meeting_id", "sign_in", ["meeting_id"], unique=False)
