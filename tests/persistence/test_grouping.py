"""Group commit: writers that wait together share a commit, and nothing else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from openshelf.catalog.rendering import render_touched
from openshelf.persistence import schema
from openshelf.persistence.database import Database, Transaction
from openshelf.persistence.grouping import RolledBackError
from openshelf.persistence.tables import url_path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path}/group.db"
    schema.upgrade(url)
    opened = Database(url, render_touched)
    yield opened
    opened.close()


def put(tx: Transaction, path: str, text: str = "product") -> str:
    tx.execute(sa.insert(url_path).values(store_id=1, path=path, kind=text, resource_id=1, is_redirect=False))
    return path


def kept(database: Database) -> set[str]:
    return set(database.read_now(lambda tx: tx.execute(sa.select(url_path.c.path)).scalars().all()))


def unlimit(tx: Transaction) -> None:
    tx.execute(sa.text("PRAGMA max_page_count = 1000000"))


def hold_up(database: Database) -> tuple[threading.Event, asyncio.Future[None]]:
    """Keep the writer busy, so that what is written meanwhile queues up and becomes one group."""
    go = threading.Event()

    def wait(_tx: Transaction) -> None:
        go.wait(10)

    busy = asyncio.ensure_future(database.write(wait))
    return go, busy


def test_a_piece_that_fails_takes_nothing_of_the_others_along(database: Database) -> None:
    def fail(tx: Transaction) -> str:
        put(tx, "/half/")
        raise LookupError("no")

    async def story() -> list[object]:
        go, busy = hold_up(database)
        await asyncio.sleep(0.05)
        writes = [database.write(fail if n == 3 else partial(put, path=f"/{n}/")) for n in range(6)]
        gathered = asyncio.gather(*writes, return_exceptions=True)
        await asyncio.sleep(0.05)
        go.set()
        await busy
        return list(await gathered)

    results = asyncio.run(story())
    assert isinstance(results[3], LookupError)
    assert kept(database) == {f"/{n}/" for n in range(6) if n != 3}


def test_those_who_wait_together_share_a_commit(database: Database) -> None:
    commits = []
    sa.event.listen(database._write_engine, "commit", lambda _connection: commits.append(1))

    async def story() -> None:
        go, busy = hold_up(database)
        await asyncio.sleep(0.05)
        writes = asyncio.gather(*(database.write(partial(put, path=f"/{n}/")) for n in range(20)))
        await asyncio.sleep(0.05)
        go.set()
        await busy
        await writes

    asyncio.run(story())
    assert len(kept(database)) == 20
    assert len(commits) == 2, "one for the writer that held the others up, one for all of them"


def test_a_broken_constraint_is_the_problem_of_the_one_who_broke_it(database: Database) -> None:
    async def story() -> list[object]:
        go, busy = hold_up(database)
        await asyncio.sleep(0.05)
        writes = [database.write(partial(put, path=path)) for path in ("/a/", "/a/", "/b/")]
        gathered = asyncio.gather(*writes, return_exceptions=True)
        await asyncio.sleep(0.05)
        go.set()
        await busy
        return list(await gathered)

    first, second, third = asyncio.run(story())
    assert (first, third) == ("/a/", "/b/")
    assert isinstance(second, sa.exc.IntegrityError)


def test_when_the_database_gives_up_the_whole_group_nobody_is_told_that_it_was_kept(
    database: Database,
) -> None:
    def fill_the_disk(tx: Transaction) -> None:
        tx.execute(sa.text("PRAGMA max_page_count = 1"))
        for number in range(2000):
            put(tx, f"/full-{number}/", "x" * 900)

    async def story() -> list[object]:
        go, busy = hold_up(database)
        await asyncio.sleep(0.05)
        gathered = asyncio.gather(
            database.write(lambda tx: put(tx, "/before/")),
            database.write(fill_the_disk),
            database.write(lambda tx: put(tx, "/after/")),
            return_exceptions=True,
        )
        await asyncio.sleep(0.05)
        go.set()
        await busy
        return list(await gathered)

    results = asyncio.run(story())
    acknowledged = {result for result in results if isinstance(result, str)}
    assert acknowledged <= kept(database)
    assert any(isinstance(result, RolledBackError | sa.exc.OperationalError) for result in results)
    asyncio.run(database.write(unlimit))
    assert asyncio.run(database.write(lambda tx: put(tx, "/later/"))) == "/later/"
    assert "/later/" in kept(database)
