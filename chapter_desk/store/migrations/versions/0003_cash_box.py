"""The count of an evening's money, by two people."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "count_sheet",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("first_counter", sa.Text(), nullable=True),
        sa.Column("second_counter", sa.Text(), nullable=True),
        sa.Column("cash_cents", sa.Integer(), nullable=True),
        sa.Column("check_cents", sa.Integer(), nullable=True),
        sa.Column("other_cents", sa.Integer(), nullable=True),
        sa.Column("written_cents", sa.Integer(), nullable=True),
        sa.Column("counted_on", sa.String(), nullable=True),
        sa.Column("hand_over_by", sa.String(), nullable=True),
        sa.Column("rule_id", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.String(), nullable=True),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("made_clock", sa.BigInteger(), nullable=True),
        sa.Column("made_replica", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["chapter_id", "first_counter"], ["person.chapter_id", "person.id"]),
        sa.ForeignKeyConstraint(["chapter_id", "meeting_id"], ["meeting.chapter_id", "meeting.id"]),
        sa.ForeignKeyConstraint(["chapter_id", "second_counter"], ["person.chapter_id", "person.id"]),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_count_sheet_change_seq", "count_sheet", ["change_seq"], unique=False)
    op.create_index("ix_count_sheet_first_counter", "count_sheet", ["first_counter"], unique=False)
    op.create_index("ix_count_sheet_meeting_id", "count_sheet", ["meeting_id"], unique=False)
    op.create_index("ix_count_sheet_second_counter", "count_sheet", ["second_counter"], unique=False)
