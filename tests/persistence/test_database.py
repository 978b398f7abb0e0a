"""The unit of work: commits, rollbacks, writers side by side, ids, contention, on both databases."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from openshelf.accounts import service as accounts
from openshelf.persistence import database as module
from openshelf.persistence.database import Database, Transaction
from openshelf.persistence.tables import outbox, sequence, store
from openshelf.wire.problems import NotFound, ServiceUnavailable


def only_on(kind: str) -> pytest.MarkDecorator:
    """For what one of the databases does in its own way."""
    return pytest.mark.parametrize("empty_database", [kind], indirect=True, scope="session")


def render_nothing(tx: Transaction, touched: Any) -> None:
    """These tests look at rows."""


@pytest.fixture
def database(prepared_url: str) -> Iterator[Database]:
    opened = Database(prepared_url, render_nothing)
    yield opened
    opened.close()


@pytest.fixture
def second(prepared_url: str) -> Iterator[Database]:
    """The same database, opened once more, as another process has it."""
    opened = Database(prepared_url, render_nothing)
    yield opened
    opened.close()


@pytest.fixture
def shop(database: Database) -> accounts.Store:
    """A new store."""
    return database.write_now(accounts.create_store)


def name_of(tx: Transaction, shop: accounts.Store) -> str:
    found: str = tx.execute(sa.select(store.c.name).where(store.c.id == shop.id)).scalar_one()
    return found


def rename(tx: Transaction, shop: accounts.Store, name: str) -> None:
    tx.execute(sa.update(store).where(store.c.id == shop.id).values(name=name))


def count_up(shop: accounts.Store, *, wait: float = 0) -> Callable[[Transaction], int]:
    """Work that reads a number, lets others have their turn, and writes one more."""

    def work(tx: Transaction) -> int:
        row = sa.select(store.c.name).where(store.c.id == shop.id).with_for_update()
        counted = int(tx.execute(row).scalar_one()) + 1
        time.sleep(wait)
        rename(tx, shop, str(counted))
        return counted

    return work


# One writer


def test_what_was_written_is_read_by_everybody(
    database: Database, second: Database, shop: accounts.Store
) -> None:
    async def story() -> list[str]:
        await database.write(lambda tx: rename(tx, shop, "new"))
        reads = [database.read, database.point_read, second.read, second.point_read]
        return [await read(lambda tx: name_of(tx, shop)) for read in reads]

    assert asyncio.run(story()) == ["new"] * 4


def test_what_was_written_is_read_in_the_same_transaction(database: Database, shop: accounts.Store) -> None:
    def work(tx: Transaction) -> str:
        rename(tx, shop, "new")
        return name_of(tx, shop)

    assert database.write_now(work) == "new"


@pytest.mark.parametrize("error", [NotFound("no"), ValueError("no"), KeyboardInterrupt()])
def test_an_error_leaves_nothing_of_what_was_written(
    database: Database, shop: accounts.Store, error: BaseException
) -> None:
    before = database.read_now(lambda tx: name_of(tx, shop))

    def work(tx: Transaction) -> None:
        rename(tx, shop, "half done")
        raise error

    with pytest.raises(type(error)):
        database.write_now(work)
    assert database.read_now(lambda tx: name_of(tx, shop)) == before
    assert database.write_now(lambda tx: name_of(tx, shop)) == before


def test_a_broken_rule_of_the_database_leaves_nothing_either(
    database: Database, shop: accounts.Store
) -> None:
    def work(tx: Transaction) -> None:
        rename(tx, shop, "half done")
        tx.execute(sa.insert(store).values(id=shop.id, hash="again", date_created=tx.now))

    with pytest.raises(IntegrityError):
        database.write_now(work)
    assert database.read_now(lambda tx: name_of(tx, shop)) != "half done"


def test_an_error_while_rendering_leaves_nothing(prepared_url: str, shop: accounts.Store) -> None:
    def render(tx: Transaction, touched: Any) -> None:
        raise ValueError("cannot be rendered")

    broken = Database(prepared_url, render)

    def work(tx: Transaction) -> None:
        rename(tx, shop, "half done")
        tx.touch("store", shop.id, shop.id)

    with pytest.raises(ValueError, match="cannot be rendered"):
        broken.write_now(work)
    assert broken.read_now(lambda tx: name_of(tx, shop)) != "half done"
    broken.close()


def test_what_was_touched_is_rendered_once_before_the_commit(prepared_url: str) -> None:
    rendered: list[Any] = []
    database = Database(prepared_url, lambda _tx, touched: rendered.append(touched))

    def work(tx: Transaction) -> None:
        tx.touch("variant", 1, 5, 6)
        tx.touch("variant", 1, 6, 7)
        tx.touch("product", 1, 5)

    database.write_now(work)
    database.write_now(lambda tx: tx.execute(sa.select(1)))
    assert rendered == [{("variant", 1): {5, 6, 7}, ("product", 1): {5}}]
    database.close()


def test_a_read_sees_one_state_from_its_first_statement_to_its_last(
    database: Database, second: Database, shop: accounts.Store
) -> None:
    def work(tx: Transaction) -> tuple[str, str]:
        first = name_of(tx, shop)
        second.write_now(lambda other: rename(other, shop, "changed meanwhile"))
        return first, name_of(tx, shop)

    before, after = database.read_now(work)
    assert before == after != "changed meanwhile"
    assert database.read_now(lambda tx: name_of(tx, shop)) == "changed meanwhile"


@only_on("postgres")
def test_a_read_cannot_write_on_postgresql(database: Database, shop: accounts.Store) -> None:
    with pytest.raises(sa.exc.InternalError):
        database.read_now(lambda tx: rename(tx, shop, "written by a reader"))


def test_a_rows_children_go_with_it(database: Database, shop: accounts.Store) -> None:
    """Foreign keys are on, which SQLite has to be told on every connection."""
    with pytest.raises(IntegrityError):
        database.write_now(
            lambda tx: tx.execute(
                sa.text(
                    "INSERT INTO access_token (token_hash, store_id, account_id, date_created) "
                    "VALUES (:hash, :store, 4711, 0)"
                ),
                {"hash": secrets.token_bytes(32), "store": shop.id},
            )
        )


def test_an_acknowledged_write_survives_a_loss_of_power(database: Database) -> None:
    """That the settings for it are in force; `tests/faults` pulls the plug."""

    def sqlite(tx: Transaction) -> list[Any]:
        return [
            tx.execute(sa.text(f"PRAGMA {name}")).scalar_one() for name in ("journal_mode", "synchronous")
        ]

    def postgresql(tx: Transaction) -> list[Any]:
        return [tx.execute(sa.text(f"SHOW {name}")).scalar_one() for name in ("fsync", "synchronous_commit")]

    found = database.write_now(sqlite if database.is_sqlite else postgresql)
    assert found == (["wal", 2] if database.is_sqlite else ["on", "on"])


# Writers side by side


def test_two_writers_lose_no_update(database: Database, second: Database, shop: accounts.Store) -> None:
    database.write_now(lambda tx: rename(tx, shop, "0"))
    with ThreadPoolExecutor(4) as threads:
        pending = [
            threads.submit(each.write_now, count_up(shop, wait=0.001))
            for _ in range(20)
            for each in (database, second)
        ]
        counted = [each.result() for each in pending]
    assert sorted(counted) == list(range(1, 41))
    assert database.read_now(lambda tx: name_of(tx, shop)) == "40"


def test_requests_that_write_at_the_same_time_lose_no_update(
    database: Database, shop: accounts.Store
) -> None:
    database.write_now(lambda tx: rename(tx, shop, "0"))

    async def story() -> list[int]:
        return await asyncio.gather(*(database.write(count_up(shop)) for _ in range(40)))

    assert sorted(asyncio.run(story())) == list(range(1, 41))


def test_a_request_that_fails_takes_no_other_with_it(database: Database, shop: accounts.Store) -> None:
    database.write_now(lambda tx: rename(tx, shop, "0"))

    def fail(tx: Transaction) -> int:
        count_up(shop)(tx)
        raise NotFound("no")

    def break_a_rule(tx: Transaction) -> int:
        count_up(shop)(tx)
        tx.execute(sa.insert(store).values(id=shop.id, hash="again", date_created=tx.now))
        return 0

    async def story() -> list[Any]:
        works = [count_up(shop), fail, count_up(shop), break_a_rule, count_up(shop)] * 10
        return await asyncio.gather(*(database.write(work) for work in works), return_exceptions=True)

    outcome = asyncio.run(story())
    assert sorted(each for each in outcome if isinstance(each, int)) == list(range(1, 31))
    assert [type(each) for each in outcome if not isinstance(each, int)].count(NotFound) == 10
    assert [type(each) for each in outcome if not isinstance(each, int)].count(IntegrityError) == 10
    assert database.read_now(lambda tx: name_of(tx, shop)) == "30"


def test_a_request_that_gives_up_waiting_harms_no_other(database: Database, shop: accounts.Store) -> None:
    database.write_now(lambda tx: rename(tx, shop, "0"))

    async def story() -> str:
        tasks = [asyncio.create_task(database.write(count_up(shop, wait=0.002))) for _ in range(20)]
        await asyncio.sleep(0.01)
        for task in tasks[::2]:
            task.cancel()
        outcome = await asyncio.gather(*tasks, return_exceptions=True)
        done = [each for each in outcome if isinstance(each, int)]
        assert len(done) >= 10
        assert len(set(done)) == len(done)
        return await database.write(lambda tx: name_of(tx, shop))

    assert int(asyncio.run(story())) >= 10


@only_on("postgres")
def test_transactions_are_truly_parallel_on_postgresql(database: Database) -> None:
    both_inside = threading.Barrier(2, timeout=20)

    def work(tx: Transaction) -> None:
        accounts.create_store(tx)
        both_inside.wait()

    with ThreadPoolExecutor(2) as threads:
        for pending in [threads.submit(database.write_now, work) for _ in range(2)]:
            pending.result()


@only_on("postgres")
def test_parallel_transactions_wait_for_a_row_and_lose_no_update_on_postgresql(
    database: Database, shop: accounts.Store
) -> None:
    database.write_now(lambda tx: rename(tx, shop, "0"))
    both_begun = threading.Barrier(2, timeout=20)

    def work(tx: Transaction) -> int:
        tx.execute(sa.select(1))
        both_begun.wait()
        return count_up(shop, wait=0.05)(tx)

    with ThreadPoolExecutor(2) as threads:
        counted = [each.result() for each in [threads.submit(database.write_now, work) for _ in range(2)]]
    assert sorted(counted) == [1, 2]


@only_on("postgres")
def test_a_deadlock_is_resolved_by_trying_again_on_postgresql(database: Database) -> None:
    shops = [database.write_now(accounts.create_store) for _ in range(2)]
    for each in shops:
        database.write_now(partial(rename, shop=each, name="0"))
    both_hold_one = threading.Barrier(2, timeout=20)

    def crossing(first: accounts.Store, then: accounts.Store) -> Callable[[Transaction], None]:
        attempts = iter(range(10))

        def work(tx: Transaction) -> None:
            count_up(first)(tx)
            if next(attempts) == 0:
                both_hold_one.wait()
            count_up(then)(tx)

        return work

    with ThreadPoolExecutor(2) as threads:
        for pending in [threads.submit(database.write_now, crossing(*pair)) for pair in (shops, shops[::-1])]:
            pending.result()
    assert [database.read_now(partial(name_of, shop=each)) for each in shops] == ["2", "2"]


def test_a_row_with_a_taken_key_is_not_inserted_and_harms_nothing(
    database: Database, shop: accounts.Store
) -> None:
    row = {"store_id": shop.id, "name": "things", "last": 1}

    def work(tx: Transaction) -> list[bool]:
        return [tx.insert_new(sequence, row), tx.insert_new(sequence, {**row, "last": 9})]

    assert database.write_now(work) == [True, False]


def test_of_two_that_insert_the_same_key_at_once_one_does(
    database: Database, second: Database, shop: accounts.Store
) -> None:
    row = {"store_id": shop.id, "name": "raced", "last": 1}

    def work(tx: Transaction) -> bool:
        inserted = tx.insert_new(sequence, row)
        time.sleep(0.02)
        return inserted

    with ThreadPoolExecutor(4) as threads:
        pending = [threads.submit(each.write_now, work) for each in (database, second) * 2]
        assert sorted(each.result() for each in pending) == [False, False, False, True]


# Ids


def test_ids_ascend_and_never_repeat(database: Database, shop: accounts.Store) -> None:
    def work(tx: Transaction) -> list[int]:
        one = [tx.next_id("product", shop.id) for _ in range(3)]
        return [*one, *tx.next_ids("product", shop.id, 5), tx.next_id("product", shop.id)]

    first, then = database.write_now(work), database.write_now(work)
    assert first + then == sorted(set(first + then))


def test_no_ids_are_taken_when_none_are_asked_for(database: Database, shop: accounts.Store) -> None:
    assert database.write_now(lambda tx: list(tx.next_ids("product", shop.id, 0))) == []


def test_ids_that_many_take_at_once_never_repeat(
    database: Database, second: Database, shop: accounts.Store
) -> None:
    def work(tx: Transaction) -> list[int]:
        return [id_ for _ in range(10) for id_ in tx.next_ids("variant", shop.id, 7)]

    with ThreadPoolExecutor(8) as threads:
        pending = [threads.submit(each.write_now, work) for each in (database, second) * 8]
        taken = [id_ for each in pending for id_ in each.result()]
    assert len(taken) == len(set(taken)) == 16 * 70


def test_ids_of_a_transaction_that_was_rolled_back_harm_nothing(
    database: Database, shop: accounts.Store
) -> None:
    def fail(tx: Transaction) -> None:
        tx.next_ids("product", shop.id, 3)
        raise ValueError("no")

    before = database.write_now(lambda tx: tx.next_id("product", shop.id))
    with pytest.raises(ValueError, match="no"):
        database.write_now(fail)
    assert database.write_now(lambda tx: tx.next_id("product", shop.id)) > before


@only_on("sqlite")
def test_each_store_and_each_kind_counts_for_itself_on_sqlite(database: Database) -> None:
    shops = [database.write_now(accounts.create_store) for _ in range(2)]
    taken = [
        database.write_now(partial(Transaction.next_id, name=name, store_id=each.id))
        for each in shops
        for name in ("product", "variant")
    ]
    assert taken == [1, 1, 1, 1]


# Contention


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, prepared_url: str) -> Iterator[Database]:
    """An SQLite database that waits 50 ms for other writers; PostgreSQL's writers wait for rows only."""
    monkeypatch.setattr(module, "SQLITE_BUSY_MS", 50)
    opened = Database(prepared_url, render_nothing)
    yield opened
    opened.close()


def hold(database: Database, release: threading.Event) -> tuple[threading.Thread, threading.Event]:
    """Keep the whole database locked for writing, as another process does, until it is released."""
    holding = threading.Event()

    def work(tx: Transaction) -> None:
        tx.execute(sa.delete(outbox).where(outbox.c.store_id == -1))
        holding.set()
        release.wait(20)

    thread = threading.Thread(target=database.write_now, args=(work,))
    thread.start()
    assert holding.wait(20)
    return thread, holding


def test_a_writer_waits_for_another_process(
    database: Database, second: Database, shop: accounts.Store
) -> None:
    release = threading.Event()
    thread, _ = hold(second, release)
    threading.Timer(0.2, release.set).start()
    database.write_now(lambda tx: rename(tx, shop, "after the other"))
    thread.join()
    assert database.read_now(lambda tx: name_of(tx, shop)) == "after the other"


def test_readers_do_not_wait_for_a_writer(database: Database, second: Database, shop: accounts.Store) -> None:
    release = threading.Event()
    thread, _ = hold(second, release)
    before = time.monotonic()
    database.read_now(lambda tx: name_of(tx, shop))
    assert time.monotonic() - before < 5
    release.set()
    thread.join()


@only_on("sqlite")
def test_a_writer_that_waited_too_long_is_told_503_and_works_again_later(
    impatient: Database, second: Database, shop: accounts.Store
) -> None:
    release = threading.Event()
    thread, _ = hold(second, release)
    with pytest.raises(ServiceUnavailable):
        impatient.write_now(lambda tx: rename(tx, shop, "too early"))

    async def story() -> None:
        with pytest.raises(ServiceUnavailable):
            await impatient.write(lambda tx: rename(tx, shop, "too early"))
        release.set()
        thread.join()
        await impatient.write(lambda tx: rename(tx, shop, "in time"))

    asyncio.run(story())
    assert impatient.read_now(lambda tx: name_of(tx, shop)) == "in time"


@only_on("sqlite")
def test_a_write_that_another_got_in_the_way_of_is_tried_again(
    impatient: Database, second: Database, shop: accounts.Store
) -> None:
    release = threading.Event()
    thread, _ = hold(second, release)
    threading.Timer(0.12, release.set).start()  # within the second or third attempt
    impatient.write_now(lambda tx: rename(tx, shop, "in the end"))
    thread.join()
    assert impatient.read_now(lambda tx: name_of(tx, shop)) == "in the end"


def test_another_failure_of_the_database_is_not_tried_again(database: Database, shop: accounts.Store) -> None:
    attempts = []

    def work(tx: Transaction) -> None:
        attempts.append(1)
        tx.execute(sa.text("SELECT * FROM no_such_table"))

    with pytest.raises(sa.exc.DBAPIError):
        database.write_now(work)
    assert len(attempts) == 1
    assert database.read_now(lambda tx: name_of(tx, shop))
