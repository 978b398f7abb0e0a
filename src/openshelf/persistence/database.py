"""The database and its unit of work: one transaction a request, committed here and nowhere else.

Work is a plain function of a `Transaction`, run on a thread that owns a connection; a request hops threads at most
once for each. SQLite has one reader and one writer thread a process (a pool of readers is slower: measurements 2);
PostgreSQL has as many threads as pooled connections.

    product = await database.read(lambda tx: repository.document(tx, store, 7))
    answer = await database.write(lambda tx: service.create(tx, store, new))

A write commits when its work returns and rolls back when it raises; before it commits, the documents of everything
it touched are rendered again.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError

from openshelf.persistence import tables
from openshelf.persistence.grouping import GroupWriter
from openshelf.persistence.statements import Prepared
from openshelf.wire.problems import ServiceUnavailable

T = TypeVar("T")
Work = Callable[["Transaction"], T]
Touched = dict[tuple[str, int], set[int]]
"""Ids by kind of document and store."""

Render = Callable[["Transaction", Touched], None]

SQLITE_BUSY_MS = 15_000
POSTGRES_CONNECTIONS = 8
ATTEMPTS = 4


class Transaction:
    """One open transaction: what a service works with. Never shared between threads."""

    def __init__(self, connection: sa.Connection, render: Render | None = None) -> None:
        self.connection = connection
        self._render = render
        self._driver: Any = connection.connection.dbapi_connection
        self.dialect = connection.dialect
        self.is_sqlite = self.dialect.name == "sqlite"
        self._failure: type[Exception] = self.dialect.loaded_dbapi.Error
        self.touched: Touched = {}

    @cached_property
    def now(self) -> datetime:
        """The time of the transaction, in whole seconds: the same for all that it writes."""
        return datetime.now(UTC).replace(microsecond=0)

    def execute(
        self, statement: sa.Executable, parameters: dict[str, Any] | Sequence[dict[str, Any]] | None = None
    ) -> sa.CursorResult[*tuple[Any, ...]]:
        """Run a Core statement; several parameter sets make it run once for each."""
        return self.connection.execute(statement, parameters)

    def rows(self, prepared: Prepared, **values: Any) -> list[tuple[Any, ...]]:
        """Run a prepared statement straight on the driver and give its rows: for the paths that are hot."""
        compiled = prepared.compiled(self.dialect)
        try:
            return compiled.rows(self._driver.execute(compiled.sql, compiled.bind(values)).fetchall())
        except self._failure as error:
            raise self._as_from_core(compiled.sql, error) from error

    def run(self, prepared: Prepared, **values: Any) -> int:
        """Run a prepared statement that gives no rows; returns how many it changed."""
        compiled = prepared.compiled(self.dialect)
        try:
            return int(self._driver.execute(compiled.sql, compiled.bind(values)).rowcount)
        except self._failure as error:
            raise self._as_from_core(compiled.sql, error) from error

    def _as_from_core(self, sql: str, error: Exception) -> BaseException:
        """The exception that Core would have raised, so that callers need to know one kind only."""
        return DBAPIError.instance(sql, None, error, self._failure, dialect=self.dialect)

    def begin_on_driver(self) -> None:
        """Begin a reading transaction on SQLite's own driver, at a tenth of what Core's costs."""
        self._driver.execute("BEGIN")

    def end_on_driver(self) -> None:
        """End it, and whatever Core began in it."""
        if self.connection.in_transaction():
            self.connection.rollback()
        if self._driver.in_transaction:
            self._driver.execute(
                "COMMIT"
            )  # nothing was written; the driver's rollback() resets every statement it knows

    def insert_new(self, table: sa.Table, values: dict[str, Any]) -> bool:
        """Insert a row unless one with its key is there; says whether it was inserted. Safe against races."""
        insert = sqlite.insert if self.is_sqlite else postgresql.insert
        statement = insert(table).on_conflict_do_nothing().returning(table.c.store_id)
        return self.execute(statement, values).first() is not None

    def next_ids(self, name: str, store_id: int, how_many: int = 1) -> list[int]:
        """Take the next ids of a sequence: ascending, never given twice, gaps possible."""
        if how_many < 1:
            return []
        if self.is_sqlite:
            ((last,),) = self.rows(TAKE_IDS, store_id=store_id, name=name, many=how_many)
            return list(range(last - how_many + 1, last + 1))
        return sorted(row[0] for row in self.rows(NEXT_VALUES[name], many=how_many))

    def next_id(self, name: str, store_id: int) -> int:
        return self.next_ids(name, store_id)[0]

    def touch(self, kind: str, store_id: int, *ids: int) -> None:
        """Say that these rows, or facts shown in their documents, have changed."""
        self.touched.setdefault((kind, store_id), set()).update(ids)

    def flush(self) -> None:
        """Render again what was touched, so that it can be read in this transaction."""
        if self.touched and self._render is not None:
            touched, self.touched = self.touched, {}
            self._render(self, touched)


TAKE_IDS = Prepared(
    sa.text(
        "INSERT INTO sequence (store_id, name, last) VALUES (:store_id, :name, :many) "
        "ON CONFLICT (store_id, name) DO UPDATE SET last = last + excluded.last RETURNING last"
    )
)
NEXT_VALUES = {
    name: Prepared(
        sa.select(sequence.next_value()).select_from(
            sa.func.generate_series(1, sa.bindparam("many", type_=sa.Integer)).alias()
        )
    )
    for name, sequence in tables.SEQUENCES.items()
}


class Database:
    """The engine, its threads and its transactions. `render` brings the documents of what was touched up to date."""

    def __init__(self, url: str, render: Render) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self._render = render
        if self.is_sqlite:
            self._read_engine, self._write_engine = (
                sqlite_engine(url),
                sqlite_engine(url, "BEGIN IMMEDIATE"),
            )
            self._readers = ThreadPoolExecutor(1, "reader")
            self._writer = GroupWriter(self._write_engine.connect, self._run, translated)
        else:
            self._read_engine, self._write_engine = postgres_engines(url)
            self._readers = ThreadPoolExecutor(POSTGRES_CONNECTIONS, "database")
        self._local = threading.local()
        self._kept: list[sa.Connection] = []

    async def read(self, work: Work[T]) -> T:
        """Run work that only reads, against one consistent state of the database."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, work)

    async def write(self, work: Work[T]) -> T:
        """Run work in a transaction that is durable when this returns.

        The work is run again when the database says that another writer got in its way, so it must not do
        anything but through its transaction. `ServiceUnavailable` when the database cannot be written to in time.
        """
        if self.is_sqlite:
            written: T = await asyncio.wrap_future(self._writer.submit(work))
            return written
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.write_now, work)

    async def point_read(self, work: Work[T]) -> T:
        """`read` for a handful of rows by primary key, as most requests are.

        On SQLite such work runs right here on the event loop, on a connection of its own: it takes less time than
        handing it to another thread would (bench/README.md). Scans and searches belong into `read`.
        """
        return self.read_now(work) if self.is_sqlite else await self.read(work)

    def read_now(self, work: Work[T]) -> T:
        """`read`, on the calling thread."""
        if not self.is_sqlite:
            with self._read_engine.connect() as connection, connection.begin():
                return work(Transaction(connection))
        with self._connected("reading", self._read_engine) as connection:
            transaction = Transaction(connection)
            transaction.begin_on_driver()
            try:
                return work(transaction)
            finally:
                transaction.end_on_driver()

    def write_now(self, work: Work[T]) -> T:
        """`write`, on the calling thread."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._write_once(work)
            except OperationalError as error:
                if attempt == ATTEMPTS or not is_contention(error):
                    raise unavailable(error) from error
        raise AssertionError("unreachable")

    def _write_once(self, work: Work[T]) -> T:
        with self._connected("writing", self._write_engine) as connection, connection.begin():
            return self._run(connection, work)

    def _run(self, connection: sa.Connection, work: Work[T]) -> T:
        transaction = Transaction(connection, self._render)
        result = work(transaction)
        transaction.flush()
        return result

    @contextlib.contextmanager
    def _connected(self, purpose: str, engine: sa.Engine) -> Iterator[sa.Connection]:
        """A connection for this thread. SQLite's is kept open: opening one would cost more than most statements."""
        if not self.is_sqlite:
            with engine.connect() as connection:
                yield connection
            return
        kept: sa.Connection | None = getattr(self._local, purpose, None)
        if kept is None:
            kept = engine.connect()
            setattr(self._local, purpose, kept)
            self._kept.append(kept)
        yield kept

    def close(self) -> None:
        """End the threads and close every connection."""
        self._readers.shutdown(wait=True)
        if self.is_sqlite:
            self._writer.close()
        for connection in self._kept:
            connection.close()
        self._read_engine.dispose()
        self._write_engine.dispose()


def engine_for(url: str) -> sa.Engine:
    """An engine for work outside of requests, such as migrations: it writes, and waits for other writers."""
    if url.startswith("sqlite"):
        return sqlite_engine(url, "BEGIN IMMEDIATE")
    return sa.create_engine(driver_url(url), poolclass=sa.NullPool)


def driver_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def sqlite_engine(url: str, begin: str | None = None) -> sa.Engine:
    """An engine whose transactions begin with the given statement, or are begun by whoever uses it."""
    # Each thread keeps a connection of its own, but it is another thread that closes them at the end.
    engine = sa.create_engine(url, poolclass=sa.NullPool, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not guessed by the driver
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",  # an acknowledged write survives power loss
            "foreign_keys = ON",
            f"busy_timeout = {SQLITE_BUSY_MS}",
            "mmap_size = 268435456",
            "cache_size = -65536",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("lower_of_any_script", 1, str.lower, deterministic=True)

    if begin is not None:

        @event.listens_for(engine, "begin")
        def begin_explicitly(connection: sa.Connection) -> None:
            connection.exec_driver_sql(begin)

    return engine


def postgres_engines(url: str) -> tuple[sa.Engine, sa.Engine]:
    """One pool, seen in two ways: a read sees one snapshot from its first statement to its last."""
    writing = sa.create_engine(
        driver_url(url),
        pool_size=POSTGRES_CONNECTIONS,
        max_overflow=0,
        pool_pre_ping=True,
    )
    reading = writing.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return reading, writing


def is_contention(error: DBAPIError) -> bool:
    """Whether trying again may help: a deadlock, a lost race, a busy file, a connection that was cut."""
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state in {"40001", "40P01"} or "locked" in str(error.orig)


def translated(error: Exception) -> Exception:
    return unavailable(error) if isinstance(error, DBAPIError) else error


def unavailable(error: DBAPIError) -> Exception:
    if is_contention(error):
        return ServiceUnavailable("Service Unavailable", detail="The database is busy; try again.")
    return error
