"""Who may vote: the rule of a meeting, the frozen roll, and the count of the ballots."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MADE = (("made_clock", sa.BigInteger()), ("made_replica", sa.Text()), ("made_by", sa.Text()))


def upgrade() -> None:
    op.add_column("meeting", sa.Column("voting_days", sa.Integer(), nullable=True))
    op.create_table(
        "roll_entry",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("roll_id", sa.Text(), nullable=True),
        sa.Column("frozen_at", sa.String(), nullable=True),
        sa.Column("member_since", sa.String(), nullable=True),
        sa.Column("because_kind", sa.Text(), nullable=True),
        sa.Column("because_id", sa.Text(), nullable=True),
        sa.Column("voting_days", sa.Integer(), nullable=True),
        *(sa.Column(name, kind, nullable=True) for name, kind in _MADE),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["chapter_id", "meeting_id"], ["meeting.chapter_id", "meeting.id"]),
        sa.ForeignKeyConstraint(["chapter_id", "person_id"], ["person.chapter_id", "person.id"]),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_roll_entry_change_seq", "roll_entry", ["change_seq"], unique=False)
    op.create_index("ix_roll_entry_meeting_id", "roll_entry", ["meeting_id"], unique=False)
    op.create_index("ix_roll_entry_person_id", "roll_entry", ["person_id"], unique=False)
    op.create_table(
        "ballot_count",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("returned", sa.Integer(), nullable=True),
        sa.Column("spoiled", sa.Integer(), nullable=True),
        sa.Column("counted_at", sa.String(), nullable=True),
        *(sa.Column(name, kind, nullable=True) for name, kind in _MADE),
        sa.Column("stamps", sa.Text(), nullable=True),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("unknown_fields", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["chapter_id", "meeting_id"], ["meeting.chapter_id", "meeting.id"]),
        sa.PrimaryKeyConstraint("chapter_id", "id"),
    )
    op.create_index("ix_ballot_count_change_seq", "ballot_count", ["change_seq"], unique=False)
    op.create_index("ix_ballot_count_meeting_id", "ballot_count", ["meeting_id"], unique=False)
