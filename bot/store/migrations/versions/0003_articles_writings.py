"""Articles behind short items, and what a language model was asked and answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("feeds", sa.Column("fulltext", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("items", sa.Column("said", sa.Text()))
    op.create_table(
        "writings",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("why", sa.Text()),
        sa.PrimaryKeyConstraint("key", name="pk_writings"),
    )
    op.create_index("ix_writings_at", "writings", ["at"])
