"""The door in full: cards, needs, paper sheets, door laptops, what walk-ins write sealed to the chapter."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealed_contact",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("sign_in_id", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["chapter_id", "person_id"], ["person.chapter_id", "person.id"]),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_sealed_contact_change_seq", "sealed_contact", ["change_seq"], unique=False)
    op.create_index("ix_sealed_contact_person_id", "sealed_contact", ["person_id"], unique=False)
    op.create_table(
        "card",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("issued_at", sa.String(), nullable=True),
        sa.Column("revoked_at", sa.String(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["chapter_id", "meeting_id"], ["meeting.chapter_id", "meeting.id"]),
        sa.ForeignKeyConstraint(["chapter_id", "person_id"], ["person.chapter_id", "person.id"]),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_card_change_seq", "card", ["change_seq"], unique=False)
    op.create_index("ix_card_meeting_id", "card", ["meeting_id"], unique=False)
    op.create_index("ix_card_person_id", "card", ["person_id"], unique=False)
    op.create_index("ix_card_token", "card", ["token"], unique=False)
    op.create_table(
        "need",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.String(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["chapter_id", "meeting_id"], ["meeting.chapter_id", "meeting.id"]),
        sa.ForeignKeyConstraint(["chapter_id", "person_id"], ["person.chapter_id", "person.id"]),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_need_change_seq", "need", ["change_seq"], unique=False)
    op.create_index("ix_need_meeting_id", "need", ["meeting_id"], unique=False)
    op.create_index("ix_need_person_id", "need", ["person_id"], unique=False)
    op.create_table(
        "sheet",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("first_line", sa.Integer(), nullable=True),
        sa.Column("line_count", sa.Integer(), nullable=True),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("attachment_id", sa.Text(), nullable=True),
        sa.Column("printed_at", sa.String(), nullable=True),
        sa.Column("done_at", sa.String(), nullable=True),
        sa.Column("checked_at", sa.String(), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("checked_by", sa.Text(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["chapter_id", "meeting_id"], ["meeting.chapter_id", "meeting.id"]),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_sheet_change_seq", "sheet", ["change_seq"], unique=False)
    op.create_index("ix_sheet_meeting_id", "sheet", ["meeting_id"], unique=False)
    op.create_index("ix_sheet_token", "sheet", ["token"], unique=False)
    op.create_table(
        "sheet_line",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sheet_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("expected", sa.SmallInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("written", sa.Text(), nullable=True),
        sa.Column("sign_in_id", sa.Text(), nullable=True),
        sa.Column("entered_by", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["chapter_id", "person_id"], ["person.chapter_id", "person.id"]),
        sa.ForeignKeyConstraint(["chapter_id", "sheet_id"], ["sheet.chapter_id", "sheet.id"]),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_sheet_line_change_seq", "sheet_line", ["change_seq"], unique=False)
    op.create_index("ix_sheet_line_person_id", "sheet_line", ["person_id"], unique=False)
    op.create_index("ix_sheet_line_sheet_id", "sheet_line", ["sheet_id"], unique=False)
    op.add_column("laptop", sa.Column("role", sa.Text(), nullable=True))
    op.add_column("laptop", sa.Column("door_meeting", sa.Text(), nullable=True))
    op.add_column("meeting", sa.Column("headcount", sa.Integer(), nullable=True))
    op.add_column("rsvp", sa.Column("guests", sa.Integer(), nullable=True))
    op.add_column("rsvp", sa.Column("responded_at", sa.String(), nullable=True))
    op.add_column("rsvp", sa.Column("reminded_at", sa.String(), nullable=True))
    op.add_column("sign_in", sa.Column("children", sa.Integer(), nullable=True))
