"""The tables. Times are UTC, kept as whole microseconds since 1970; lists and evidence are JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Instant(TypeDecorator[datetime]):
    """An aware UTC time as a whole number of microseconds: exact, ordered and the same in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002, the base's name
        """Refuse a naive time: it would be read as another hour elsewhere."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return (value - EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002, the base's name
        """An aware UTC time."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

feeds = Table(
    "feeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("every", Float, nullable=False),  # seconds
    Column("allow_private", Boolean, nullable=False),
    Column("fulltext", Boolean, nullable=False, server_default=false()),
    Column("configured", Boolean, nullable=False),  # still in feeds.yaml; its items stay when it is not
    Column("next_poll_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("lease_owner", Text),
    Column("effective_url", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", Text),
    Column("polled_at", Instant),
    Column("succeeded_at", Instant),
    Column("failures", Integer, nullable=False, default=0),
    Column("error", Text),
    Column("moved_to", Text),
    Column("moved_days", JSON, nullable=False, default=list),
    Column("gone", Boolean, nullable=False, default=False),
    Column("ttl", Float),  # seconds
    Column("received", Integer, nullable=False, default=0),  # items it brought, counted as they came
    Index(None, "configured", "next_poll_at"),
)

items = Table(
    "items",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # from the tally of received items: without gaps
    Column("feed_id", ForeignKey("feeds.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("said", Text),  # what the feed itself said, where `text` is the article's
    Column("url", Text),
    Column("published", Instant),
    Column("seen", Instant, nullable=False),
    Column("lang", Text),
    Column("story_id", ForeignKey("items.id"), nullable=False, index=True),  # a story goes by its first report's id
    Column("joined_because", JSON, nullable=False),
    Column("state", Text, nullable=False, index=True),  # model.status.ItemState
    Column("why", Text),
    Column("words", Text),  # fingerprint of what the feed last said of it; null: not compared since that was added
    UniqueConstraint("feed_id", "key"),
    Index(None, "seen"),
)

item_keys = Table(  # keys that an item came back under, besides the one in its row
    "item_keys",
    metadata,
    Column("feed_id", ForeignKey("feeds.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("item_id", ForeignKey("items.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("item_id", ForeignKey("items.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # counts from 1; of very many only the first and the last are kept
    Column("at", Instant, nullable=False),
    Column("title", Text, nullable=False),  # as it was before
    Column("text", Text, nullable=False),
    Column("changes", JSON, nullable=False),  # model.story.Changes
)

rulings = Table(  # what an editor decided about stories; never changed or deleted
    "rulings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("platform", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("verb", Text, nullable=False),  # split: `story` and `other` are kept apart; merge: `other` became `story`
    Column("story", ForeignKey("items.id"), nullable=False),
    Column("other", ForeignKey("items.id"), nullable=False),
)

mentions = Table(
    "mentions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", ForeignKey("items.id"), nullable=False, index=True),
    Column("entity", Text, nullable=False),
    Column("rejected", Boolean, nullable=False),
    Column("detail", JSON, nullable=False),  # the other fields of a Mention or a Rejection
    Index(None, "entity", "rejected", "item_id"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("story_id", ForeignKey("items.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("merged_into", Integer),  # the alert that tells of this one's story since an editor merged the two
    UniqueConstraint("story_id", "channel"),
)

catches = Table(
    "catches",
    metadata,
    Column("alert_id", ForeignKey("alerts.id"), primary_key=True),
    Column("item_id", ForeignKey("items.id"), primary_key=True, index=True),
    Column("watch", Text, primary_key=True),
    Column("met", JSON, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("alert_id", ForeignKey("alerts.id"), unique=True),
    Column("notice", Text),
    Column("state", Text, nullable=False),
    Column("due", Instant),
    Column("attempts", Integer, nullable=False, default=0),
    Column("ref", Text),
    Column("why", Text),
    Column("told", Integer, nullable=False, default=0),  # version of the story that the sent message speaks of
    Column("queued_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("lease_until", Instant),
    Column("lease_owner", Text),
    Index(None, "due"),
    Index(None, "channel", "state"),
)

destinations = Table(
    "destinations",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    Column("moved_to", Text),
    Column("gone", Text),  # why nothing can be sent there; null: all is well
    Column("not_before", Instant),
)

writings = Table(  # questions to the language model and its answers: what was paid for once is not asked again
    "writings",
    metadata,
    Column("key", Text, primary_key=True),  # hash of the model, the instructions and the material
    Column("at", Instant, nullable=False, index=True),
    Column("text", Text),  # the answer; null: none came
    Column("why", Text),  # why none came, or why it was refused; null: it holds, or is under way
)

tallies = Table(
    "tallies",
    metadata,
    Column("name", Text, primary_key=True),
    Column("total", Integer, nullable=False),
)

chats = Table(
    "chats",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("up", Boolean, nullable=False),
    Column("detail", Text, nullable=False),
    Column("since", Instant, nullable=False),
)

pulse = Table(
    "pulse",
    metadata,
    Column("id", Integer, primary_key=True),  # one row: 1
    Column("started_at", Instant, nullable=False),
    Column("ticked_at", Instant, nullable=False),
)
