"""Opening the database: migrations, the lock, errors in words."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, insert, select, text

from bot.errors import ConfigError, StoreBusy, StoreError, StoreSlow
from bot.store.database import READERS, Database, migrate
from bot.store.schema import items, metadata, pulse


async def test_the_migrations_lead_to_the_schema_as_drawn(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        known = {table.name for table in metadata.tables.values()}
        options = {"include_name": lambda name, kind, _parents: kind != "table" or name in known}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    async with database.write() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_second_sentry_is_told_who_holds_the_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/one.db"
    async with await Database(url).open():
        with pytest.raises(StoreBusy, match=r"another vedette \(process \d+\)"):
            await Database(url).open()
        async with await Database(url).open(exclusive=False) as beside, beside.read() as connection:
            assert (await connection.execute(select(pulse))).all() == []
    async with await Database(url).open():
        pass  # the lock went with its holder


async def test_what_fails_changes_nothing_and_shows_no_values(database: Database) -> None:
    async def write() -> None:
        async with database.write() as connection:
            await connection.execute(text("INSERT INTO tallies VALUES ('kept?', 1)"))
            await connection.execute(text("INSERT INTO chats VALUES ('hush-hush', NULL, '', 0)"))

    with pytest.raises(StoreError) as caught:
        await write()
    assert "hush-hush" not in str(caught.value)
    async with database.read() as connection:
        assert (await connection.execute(text("SELECT * FROM tallies"))).all() == []


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001, the point of the test

    async def write() -> None:
        async with database.write() as connection:
            await connection.execute(insert(pulse).values(id=1, started_at=naive, ticked_at=naive))

    with pytest.raises(StoreError, match="no time zone"):
        await write()


def test_another_database_is_refused_with_what_to_do() -> None:
    with pytest.raises(ConfigError, match="use sqlite:///"):
        Database("postgresql://desk@example.org/vedette")


async def test_a_folder_that_cannot_be_made_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        await Database(f"sqlite:///{tmp_path}/file/vedette.db").open()


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


async def test_look_ups_that_never_end_are_stopped_and_leave_every_reader_free(database: Database) -> None:
    async def endless() -> None:
        async with database.read(within=0.05) as connection:
            await connection.execute(text(ENDLESS))

    found = await asyncio.gather(*(endless() for _ in range(2 * READERS)), return_exceptions=True)
    assert [type(one) for one in found] == [StoreSlow] * 2 * READERS
    for _ in range(READERS):
        async with database.read() as connection:
            assert (await connection.execute(select(pulse))).all() == []


async def test_an_end_set_for_one_look_up_does_not_hold_for_the_next(database: Database) -> None:
    async with database.read(within=0.0) as connection:
        assert (await connection.execute(select(pulse))).all() == []
    long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT count(*) FROM n"
    for _ in range(READERS):
        async with database.read() as connection:
            assert (await connection.execute(text(long))).scalar_one() == 100_000


async def test_a_database_from_before_revisions_keeps_its_items_and_its_search(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/old.db")
    engine = create_engine(f"sqlite:///{tmp_path}/old.db")
    with engine.begin() as connection:
        migrate(connection, "0001")
        connection.execute(
            text(
                "INSERT INTO feeds VALUES (1,'https://one.example','One','[]',600,0,1,0,NULL,NULL,NULL,NULL,NULL,"
                "NULL,NULL,NULL,0,NULL,NULL,'[]',0,NULL,1)"
            )
        )
        connection.execute(
            text("INSERT INTO items VALUES (1,1,'k','Tents at Homiel','',NULL,NULL,0,NULL,1,'[]','no match',NULL)")
        )
    engine.dispose()
    async with await database.open(), database.write() as writing:
        await writing.execute(text("UPDATE items SET title = 'Tents at Brest' WHERE id = 1"))
        find = text("SELECT count(*) FROM items_text WHERE items_text MATCH :word")
        counts = [(await writing.execute(find, {"word": word})).scalar_one() for word in ("Homiel", "Brest")]
        assert (counts, (await writing.execute(select(items.c.words))).scalar_one()) == ([0, 1], None)
