"""Who is under 18, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("under_18", sa.SmallInteger(), nullable=True))
    op.add_column("person", sa.Column("under_18_until", sa.String(), nullable=True))
