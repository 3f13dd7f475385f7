"""Opens the database: connections, migrations at start, and the lock that keeps a second sentry off it."""

from __future__ import annotations

import fcntl
import math
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import structlog
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import ConfigError, Problem, StoreBusy, StoreError, StoreSlow

log = structlog.get_logger(__name__)
MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT = 15.0
"""Seconds to wait for another process's short write (`vedette ask` beside `vedette run`)."""
READERS = 4
STEPS = 10_000
"""Steps of SQLite's machine between two looks at the clock: about a tenth of a millisecond."""


class Deadline:
    """When the query that runs on a connection must be over."""

    def __init__(self) -> None:
        self._at = math.inf

    def set(self, within: float | None) -> None:
        """Seconds from now; None for no end."""
        self._at = math.inf if within is None else time.monotonic() + within

    def is_over(self) -> bool:
        """Asked by SQLite, in its thread."""
        return time.monotonic() > self._at


class Database:
    """SQLite in write-ahead mode: one writing connection, so that writes queue in our own loop, and a few readers.

    `synchronous=NORMAL` survives the death of the process at any instant. A power cut may undo the last commits, whole
    and in order: the feeds are then polled again, and a message may be repeated; none is lost.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            raise ConfigError(
                [
                    Problem(
                        where="VEDETTE_DATABASE_URL",
                        what=f"{parsed.get_backend_name()} is not supported",
                        suggestion="use sqlite:///path/to/vedette.db",
                    )
                ]
            )
        self.path = Path(parsed.database or ":memory:")
        self._url = parsed.set(drivername="sqlite+aiosqlite")
        self._writer: AsyncEngine | None = None
        self._reader: AsyncEngine | None = None
        self._lock: int | None = None

    async def open(self, *, exclusive: bool = True, upgrade: bool = True) -> Self:
        """Connect and bring the schema up to date. `exclusive`: as the one sentry on this database.

        Without `upgrade` it is taken as it is, and never made.

        Raises:
            StoreBusy: another sentry runs on it.
            StoreError: it cannot be opened or migrated.
        """
        try:
            if upgrade:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            elif not self.path.exists():
                raise StoreError(f"{self.path}: there is no such database")
            if exclusive:
                self._take_lock()
        except OSError as error:
            raise StoreError(f"{self.path}: {error.strerror or error}") from error
        self._writer = self._engine(size=1, begin="BEGIN IMMEDIATE")
        self._reader = self._engine(size=READERS, begin="BEGIN")
        if not upgrade:
            return self
        try:
            async with self._writer.begin() as connection:
                await connection.run_sync(migrate)
        except SQLAlchemyError as error:
            await self.close()
            raise StoreError(f"{self.path}: {_words(error)}") from error
        return self

    async def close(self) -> None:
        """Close all connections and give the lock back."""
        for engine in (self._reader, self._writer):
            if engine is not None:
                await engine.dispose()
        self._reader = self._writer = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One writing transaction: all of it stands, or none. Others wait; keep it short.

        Raises:
            StoreError: the database refused; nothing was changed.
        """
        if self._writer is None:
            raise StoreError("the database is not open")
        try:
            async with self._writer.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise StoreError(_words(error)) from error

    @asynccontextmanager
    async def read(self, *, within: float | None = None) -> AsyncIterator[AsyncConnection]:
        """One consistent view, beside any writer; a query that runs after `within` seconds is stopped.

        Only the database can stop it: whoever waits for it may give up, but it would keep this reader to its end.

        Raises:
            StoreError: the database refused.
            StoreSlow: the time was over.
        """
        if self._reader is None:
            raise StoreError("the database is not open")
        try:
            async with self._reader.connect() as connection:
                deadline = (await connection.get_raw_connection()).info["deadline"]
                deadline.set(within)
                yield connection
        except SQLAlchemyError as error:
            if _words(error) == "interrupted":
                raise StoreSlow(f"stopped after {within} s") from error
            raise StoreError(_words(error)) from error

    def _take_lock(self) -> None:
        descriptor = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 64, 0).decode(errors="replace").strip()
            os.close(descriptor)
            raise StoreBusy(
                f"another vedette{f' (process {holder})' if holder else ''} runs on {self.path}; "
                "stop it first, or give this one its own VEDETTE_DATABASE_URL"
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._lock = descriptor

    def _engine(self, *, size: int, begin: str) -> AsyncEngine:
        engine = create_async_engine(
            self._url, pool_size=size, max_overflow=0, pool_timeout=60, connect_args={"timeout": BUSY_TIMEOUT}
        )

        @event.listens_for(engine.sync_engine, "connect")
        def prepare(connection: Any, record: ConnectionPoolEntry) -> None:
            connection.isolation_level = None  # we say BEGIN ourselves; the driver's own is too late for IMMEDIATE
            cursor = connection.cursor()
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-16000"):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()
            deadline = record.info["deadline"] = Deadline()
            connection.run_async(lambda driver: driver.set_progress_handler(deadline.is_over, STEPS))

        @event.listens_for(engine.sync_engine, "begin")
        def start(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring the schema to `revision`, inside the caller's transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _words(error: SQLAlchemyError) -> str:
    """What the database said, without the statement and its values (which may be anybody's text)."""
    original = getattr(error, "orig", None)
    return str(original or error).splitlines()[0]
