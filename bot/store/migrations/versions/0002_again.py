"""The same item, again: its revisions, the keys it came back under, and what editors ruled about stories."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("items", sa.Column("words", sa.Text()))
    op.add_column("alerts", sa.Column("merged_into", sa.Integer()))
    op.create_table(
        "item_keys",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_item_keys_feed_id"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_item_keys_item_id"),
        sa.PrimaryKeyConstraint("feed_id", "key", name="pk_item_keys"),
    )
    op.create_index("ix_item_keys_item_id", "item_keys", ["item_id"])
    op.create_table(
        "revisions",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_revisions_item_id"),
        sa.PrimaryKeyConstraint("item_id", "number", name="pk_revisions"),
    )
    op.create_table(
        "rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["other"], ["items.id"], name="fk_rulings_other"),
        sa.ForeignKeyConstraint(["story"], ["items.id"], name="fk_rulings_story"),
        sa.PrimaryKeyConstraint("id", name="pk_rulings"),
    )
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER items_text_update AFTER UPDATE OF title, text ON items BEGIN "
            "INSERT INTO items_text(items_text, rowid, title, text) VALUES ('delete', old.id, old.title, old.text); "
            "INSERT INTO items_text(rowid, title, text) VALUES (new.id, new.title, new.text); END"
        )
